"""Paints sample screens into pictures to be looked at: `python tests/ui/render.py OUT [NAME...] [--modes zh,en+elder]`.

A mode is a language (zh, en, pseudo) and any of elder, contrast, low, known joined by `+`.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QEventLoop  # noqa: E402
from PySide6.QtGui import QGuiApplication, QImage  # noqa: E402
from samples import HOSPITAL, SAMPLES  # noqa: E402

from kiosk.core.desk import Session  # noqa: E402
from kiosk.core.events import Event  # noqa: E402
from kiosk.core.screens import Overlay, Screen  # noqa: E402
from kiosk.ui.bridge import Cabinet  # noqa: E402
from kiosk.ui.window import Window, open_window  # noqa: E402

LANGUAGES = {"zh": "zh-CN", "en": "en", "pseudo": "pseudo"}
PATIENT = "张*三"
KNOWN = (
    *("PickBills", "BillDetail", "InsuranceSplit", "PickChannel", "ShowQr", "ScanCode", "Paid", "NotPaid", "Unknown"),
    *("ConfirmLedger", "Booked", "ReadTerms", "AuditRefused"),
    *("PickTransaction", "TransactionDetail", "ConfirmReturn", "Returned"),
)
CAME_FOR = {
    **dict.fromkeys(("PickAmount", "EnterAmount", "ConfirmCloseOut", "Booked"), "top_up"),
    **dict.fromkeys(("PayLater", "ReadTerms"), "pay_later"),
    **dict.fromkeys(("PickTransaction", "TransactionDetail", "ConfirmReturn", "Returned"), "transactions"),
}


def session(mode: str, name: str = "") -> Session:
    """`en+elder+low` as a session; the patient is known on the screens where they always are."""
    language, *switches = mode.split("+")
    return Session(
        language=LANGUAGES[language],
        elder="elder" in switches,
        contrast="contrast" in switches,
        low="low" in switches,
        patient=PATIENT if "known" in switches or name.split("-")[0] in (*KNOWN, *CAME_FOR) else "",
        errand=CAME_FOR.get(name.split("-")[0], "pay"),
    )


@contextmanager
def window(
    size: tuple[int, int] = (1080, 1920), post: Callable[[Event], None] = lambda event: None
) -> Iterator[Window]:
    """A window without motion, closed at the end."""
    opened = open_window(post, cabinet=Cabinet(motion=False), size=size)
    opened.display.rename(HOSPITAL)
    try:
        yield opened
    finally:
        opened.close()
        settle()


def settle(rounds: int = 6) -> None:
    """Let everything that is under way on the GUI thread come to its end."""
    for _ in range(rounds):
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def show(shown: Window, screen: Screen, how: Session, turn: int = 1) -> None:
    """Show the screen as the desk would; a question that lies over another screen over the home screen."""
    if isinstance(screen, Overlay):
        shown.display.show(turn, SAMPLES["Home"], how)
        shown.display.warn(screen)
    else:
        shown.display.warn(None)
        shown.display.show(turn, screen, how)
    settle()


def picture(shown: Window, screen: Screen, how: Session) -> QImage:
    """The screen as a patient sees it."""
    show(shown, screen, how)
    return shown.grab()


def main() -> None:
    """Paint the named samples (all without a name) in the wanted modes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--modes", default="zh,en,zh+elder,zh+contrast,zh+low")
    asked.add_argument("--scale", type=float, default=1.0)
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with window((round(1080 * given.scale), round(1920 * given.scale))) as shown:
        for name, screen in SAMPLES.items():
            if given.names and not any(name == wanted or name.startswith(f"{wanted}-") for wanted in given.names):
                continue
            if not Path(__file__).parents[2].joinpath(f"kiosk/ui/screens/{name.split('-')[0]}.qml").exists():
                continue
            for mode in given.modes.split(","):
                picture(shown, screen, session(mode, name)).save(str(given.out / f"{name}.{mode}.png"))
    print(f"{time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
