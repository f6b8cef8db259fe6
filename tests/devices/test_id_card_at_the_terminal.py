"""A terminal with an identity card module on a serial line: the card alone says who stands here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from card_module import CardModule, citizen

from kiosk.config import Device
from kiosk.core.words import Words
from kiosk.dock.backstage import Backstage
from kiosk.flows.troubles import card_unreadable
from kiosk.tour.album import Album
from kiosk.tour.play import terminal_on, world_around
from kiosk.tour.visitor import Visitor


class Cabinet(Backstage):
    """As the demo's, with the driver of the real module in the slot for identity cards."""

    def _here(self, device: Device) -> Device:
        if device.kind != "id_cards":
            return super()._here(device)
        return replace(device, driver="sdt_serial", settings={"connection": f"serial://{self.line}"})

    @property
    def line(self) -> Path:
        return self.folder / "ttyUSB0"


@pytest.fixture(scope="module")
def cabinet() -> Iterator[Cabinet]:
    stage = Cabinet()
    stage.open()
    yield stage
    stage.close()


@contextmanager
def somebody_at(cabinet: Cabinet) -> Iterator[tuple[Visitor, CardModule]]:
    module = CardModule(cabinet.line)
    module.plug()
    try:
        with terminal_on(cabinet, cabinet.journal_folder()) as terminal:
            visitor = Visitor(terminal, world_around(terminal, cabinet), Album(None))
            visitor.wait_for("Attract")
            yield visitor, module
    finally:
        module.unplug()


def offered(visitor: Visitor) -> dict[str, bool]:
    """On the screen that asks who is here: what can be used."""
    ways = visitor.record()["ways"]
    assert isinstance(ways, list)
    return {way["carrier"]: way["enabled"] for way in ways}


def test_an_identity_card_leads_to_the_bills_and_a_plug_pulled_to_the_other_ways(cabinet: Cabinet) -> None:
    with somebody_at(cabinet) as (visitor, module):
        number = visitor.world.member("resident").number
        visitor.sees(lambda record: "id_card" in str(record["carriers"]), "identity cards")
        module.lay(citizen("某某", number))
        visitor.wait_for("PickBills")
        module.take()
        visitor.touch("back")
        visitor.wait_for("Attract")
        visitor.touch("start")
        visitor.wait_for("Home")
        visitor.touch("tile-pay")
        visitor.wait_for("Identify")
        assert offered(visitor)["id_card"]
        module.unplug()
        visitor.sees(lambda record: not offered(visitor)["id_card"], "no identity cards")
        assert offered(visitor)["patient_card"]
        module.plug()
        visitor.sees(lambda record: offered(visitor)["id_card"], "identity cards again")


def test_a_card_that_is_out_of_date_is_told_and_the_next_one_works(cabinet: Cabinet) -> None:
    with somebody_at(cabinet) as (visitor, module):
        number = visitor.world.member("uninsured").number
        visitor.sees(lambda record: "id_card" in str(record["carriers"]), "identity cards")
        module.lay(citizen("某某", number, until="20200229"))
        visitor.wait_for("Identify")
        visitor.sees(lambda record: record["code"] == "E-CRD-06", "that it is out of date")
        told = card_unreadable("E-CRD-06")
        assert visitor.record()["problem"] == Words("zh-CN").say(told.happened) == "此卡已过有效期"
        assert visitor.record()["next"] == Words("zh-CN").say(told.next)
        module.lay(citizen("某某", number, until="长期"))
        visitor.wait_for("PickBills")
