"""A setting that cannot be is named with what is allowed, before anything is opened, and never as a crash later."""

from importlib import import_module
from typing import get_args

import pytest

from kiosk import config as configured
from kiosk.config import Config, ConfigWrong, Gateway, Journal, Terminal
from kiosk.devices import Kind
from kiosk.devices.settings import check, parameters_of
from kiosk.machine import drivers, open_machine

DRIVERS = [(kind, driver) for kind in get_args(Kind) for driver in drivers(kind)]
HERE = {"connection": "tcp://127.0.0.1:1"}
QUEUE = {"connection": "ipps://127.0.0.1:1/x"}


def refused(kind: Kind, driver: str, settings: dict[str, object]) -> str:
    device = configured.Device(kind, driver, "r", settings=settings)
    with pytest.raises(ConfigWrong) as wrong:
        open_machine(Config(Terminal("K01"), Gateway("http://127.0.0.1:1"), Journal("journal.db"), devices=(device,)))
    return str(wrong.value)


@pytest.mark.parametrize(
    ("kind", "driver", "settings", "why"),
    [
        ("cards", "pcsc", {"raeder": "x"}, "devices.r.raeder is not a setting of pcsc; did you mean reader?"),
        ("cards", "pcsc", {"reader": 5}, "devices.r.reader is 5; it must be a text"),
        ("cards", "pcsc", {"read_s": "soon"}, "devices.r.read_s is 'soon'; it must be a number"),
        ("cards", "pcsc", {"read_s": -1}, "devices.r.read_s is -1; it must be above 0 and at most 3600 seconds"),
        ("cards", "pcsc", {"read_s": float("nan")}, "devices.r.read_s is nan; it must be a number"),
        ("cards", "pcsc", {"bank_cards": 1}, "devices.r.bank_cards is 1; it must be true or false"),
        ("cards", "pcsc", {"patient_record": True}, "devices.r.patient_record is True; it must be a whole number"),
        ("cards", "pcsc", {"patient_file": "zz"}, "file has 2, like 0015"),
        ("scanners", "serial_line", {}, "devices.r.connection is missing: serial_line needs it"),
        ("scanners", "serial_line", {"connection": 5}, "devices.r.connection is 5; it must be a text"),
        ("scanners", "serial_line", {"connection": "tcp://h:99999"}, "it must be like tcp://host:port"),
        ("scanners", "serial_line", {"connection": "serial:///dev/ttyS0?baud=9000000"}, "it must be like"),
        ("receipt_printers", "escpos", {**HERE, "timeout_s": 0}, "devices.r.timeout_s is 0; it must be above 0"),
        ("receipt_printers", "escpos", {"connection": "lpd://h/q"}, "lp0, or a queue: cups://host/queue, ipp://host/"),
        ("report_printers", "ipp", {"connection": "ipp://h:777777/x"}, "is no address of a printer"),
        ("report_printers", "ipp", {**QUEUE, "ca_file": "/nowhere"}, "ca_file is '/nowhere'; there is no such file"),
        ("dispensers", "crt571", {**HERE, "source": 5}, "devices.r.source is 5; it must be a text"),
        ("lights", "serial_line", {**HERE, "outputs": 5}, "devices.r.outputs is 5; it must be a table"),
        ("cameras", "opencv", {"source": 1.5}, "devices.r.source is 1.5; it must be a text or a whole number"),
        ("cameras", "opencv", {"source": 0, "fps": float("inf")}, "devices.r.fps is inf; it must be a number"),
    ],
)
def test_what_cannot_be_is_named_with_what_is_allowed(
    kind: Kind, driver: str, settings: dict[str, object], why: str
) -> None:
    assert why in refused(kind, driver, settings)


def test_a_password_in_an_address_is_not_repeated() -> None:
    assert "secret" not in refused("report_printers", "ipp", {"connection": "ipp://me:secret@h:777777/x"})


@pytest.mark.parametrize(("kind", "driver"), DRIVERS)
def test_every_driver_may_be_given_what_it_has_by_itself(kind: str, driver: str) -> None:
    known = parameters_of(import_module(f"kiosk.devices.{kind}.{driver}").open_driver)
    needed: dict[str, object] = {"connection": "x", "source": "x", "outputs": {}}
    own = {name: needed[name] if one.default is one.empty else one.default for name, one in known.items()}
    given = {name: value for name, value in own.items() if value is not None}
    check(driver, known, given)
    for name in given:
        with pytest.raises(ValueError, match=f"^{name} is .*; it must be "):
            check(driver, known, {**given, name: b"bytes"})
