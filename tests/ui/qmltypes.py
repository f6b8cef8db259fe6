"""Describes the bridge to qmllint, from the object that QML really gets."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMetaMethod, QMetaObject, QMetaProperty

from kiosk.core.clock import VirtualClock
from kiosk.ui.bridge import QML_IMPORT_NAME, Bridge, Cabinet


def write(folder: Path) -> Path:
    """A module directory `Kiosk` in `folder` that declares the bridge; returns `folder`, for qmllint's `-I`."""
    module = folder / QML_IMPORT_NAME
    module.mkdir(parents=True, exist_ok=True)
    (module / "qmldir").write_text(f"module {QML_IMPORT_NAME}\ntypeinfo types.qmltypes\n")
    bridge = Bridge(print, VirtualClock(), Cabinet())
    (module / "types.qmltypes").write_text(described(bridge.metaObject()))
    return folder


def described(meta: QMetaObject) -> str:
    """The `.qmltypes` text of one singleton."""
    name = _text(meta.className())
    lines = [
        "import QtQuick.tooling 1.2",
        "Module { Component {",
        f'name: "{name}"',
        'accessSemantics: "reference"',
        'prototype: "QObject"',
        f'exports: ["{QML_IMPORT_NAME}/{name} 1.0"]',
        "exportMetaObjectRevisions: [256]",
        "isCreatable: false",
        "isSingleton: true",
        *(_property(meta.property(index)) for index in range(meta.propertyOffset(), meta.propertyCount())),
        *(_method(meta.method(index)) for index in range(meta.methodOffset(), meta.methodCount())),
        "} }",
    ]
    return "\n".join(lines)


def _property(one: QMetaProperty) -> str:
    name = _text(one.name())
    told = f'notify: "{_text(one.notifySignal().name())}"' if one.hasNotifySignal() else "isPropertyConstant: true"
    return f'Property {{ name: "{name}"; type: "{_text(one.typeName())}"; read: "{name}"; isReadonly: true; {told} }}'


def _method(one: QMetaMethod) -> str:
    kind = "Signal" if one.methodType() == QMetaMethod.MethodType.Signal else "Method"
    returns = _text(one.typeName())
    answer = f'; type: "{returns}"' if returns not in ("", "void") else ""
    names = [_text(name) or f"p{at}" for at, name in enumerate(one.parameterNames())]
    taken = zip(names, one.parameterTypes(), strict=True)
    lines = [
        f'{kind} {{ name: "{_text(one.name())}"{answer}',
        *(
            f'Parameter {{ name: "{_text(name) or f"p{at}"}"; type: "{_text(of)}" }}'
            for at, (name, of) in enumerate(taken)
        ),
        "}",
    ]
    return "\n".join(lines)


def _text(raw: object) -> str:
    """Qt's names come as QByteArray, bytes or str."""
    if isinstance(raw, str):
        return raw
    return (raw if isinstance(raw, bytes) else QByteArray(raw).data()).decode()  # type: ignore[call-overload]
