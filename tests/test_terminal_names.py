"""Two terminals with one computer's name are still two to a print server: each takes out only its own documents."""

from typing import cast

import pytest

from kiosk.config import Config, Device, Gateway, Journal, Terminal
from kiosk.devices import Kind
from kiosk.machine import open_machine

QUEUE = "ipp://127.0.0.1:9/printers/slips"


def user_of(kind: str, driver: str, terminal_id: str, **settings: object) -> str:
    """As whom the printer would be asked."""
    device = Device(cast(Kind, kind), driver, "printer", (), {"connection": QUEUE, **settings})
    machine = open_machine(Config(Terminal(terminal_id), Gateway("http://x"), Journal("journal.db"), devices=(device,)))
    opened = machine.devices["printer"]
    machine.close()
    queue = getattr(opened, "_queue", None)
    return str(queue._user.values[0] if queue is not None else opened._user)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "driver"), [("receipt_printers", "escpos"), ("report_printers", "ipp")])
def test_a_print_server_knows_each_terminal_by_its_own_id(kind: str, driver: str) -> None:
    assert user_of(kind, driver, "K01") == "kiosk-K01"
    assert user_of(kind, driver, "K02") == "kiosk-K02"
    assert user_of(kind, driver, "K02", user="ward-7") == "ward-7"
