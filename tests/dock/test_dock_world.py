"""The outside world as a table of verbs: they do what they say to a running terminal, or say why they cannot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.events import CardGone, CardRead, CardSeen, CodeScanned, Event, JobDone
from kiosk.core.payment_codes import route
from kiosk.devices.cards.simulated import SimulatedCardReader
from kiosk.devices.scanners.simulated import SimulatedScanner
from kiosk.dock.backstage import Backstage
from kiosk.dock.gateway_program import GatewayDied, GatewayProgram
from kiosk.dock.sim import NotThere
from kiosk.dock.situation import TURNS, Situation, after
from kiosk.dock.world import World
from kiosk.machine import Machine


@pytest.fixture(scope="module")
def backstage() -> Iterator[Backstage]:
    stage = Backstage()
    stage.open()
    yield stage
    stage.close()


@pytest.fixture
def heard() -> list[Event]:
    """What the terminal noticed."""
    return []


@pytest.fixture
def world(backstage: Backstage, heard: list[Event]) -> World:
    """Around a terminal that only listens, and shows nothing."""
    reader, scanner = SimulatedCardReader("reader"), SimulatedScanner("scanner")
    for device in (reader, scanner):
        device.start(heard.append)
    machine = Machine({"reader": reader, "scanner": scanner}, {"reader": "cards", "scanner": "scanners"})
    return World(backstage, lambda: machine, heard.append, lambda: {"kind": "Attract"})


def test_a_card_of_the_cast_is_laid_on_the_reader_and_taken_off(world: World, heard: list[Event]) -> None:
    world.do("put_card employee")
    world.do("take_card")

    number = world.member("employee").number
    assert heard == [CardSeen("reader"), CardRead("reader", "patient_card", number), CardGone("reader")]


def test_the_pharmacy_hands_out_what_is_paid_and_nothing_else(world: World) -> None:
    world.do("hand_out B0008-3-1")  # paid before the demo began
    with pytest.raises(NotThere, match="this bill is not paid"):
        world.do("hand_out nothing-like-it")


def test_a_phone_shows_a_code_of_its_wallet_and_the_same_again(world: World, heard: list[Event]) -> None:
    world.do("show_code unionpay")
    world.do("show_code_again")

    first, again = heard
    assert isinstance(first, CodeScanned)
    assert route(first.text) == "unionpay"
    assert again == first


def test_time_passes_at_once_and_whoever_waits_is_told(world: World, heard: list[Event], backstage: Backstage) -> None:
    before = backstage.clock.monotonic()
    world.do("let_time_pass 3600")

    assert backstage.clock.monotonic() - before >= 3600
    assert heard == [JobDone(0)]


def test_the_gateway_comes_back_where_it_was_with_all_it_knew(world: World, backstage: Backstage) -> None:
    cast, url = world.cast(), backstage.gateway.url
    world.do("stop_gateway")
    with pytest.raises(NotThere):
        world.ledger()

    world.do("start_gateway")
    assert (world.cast(), backstage.gateway.url) == (cast, url)


def test_the_dock_can_show_what_every_verb_did(world: World) -> None:
    assert set(TURNS) <= set(world.verbs)
    assert all(isinstance(after(Situation(), verb), Situation) for verb in world.verbs)


def test_what_cannot_be_done_is_said(world: World) -> None:
    for line, why in {
        "dance": "no such verb",
        "put_card nobody": "nobody in the cast",
        "show_code cash": "no wallet 'cash'",
        "show_code_again": "no payment code was shown yet",
        "pay_qr": "no QR code is on the screen",
        "pay_at_window": "no bill is on the screen",
        "let_time_pass soon": "soon",
        "take_card now": "take_card now",
    }.items():
        with pytest.raises(NotThere, match=why):
            world.do(line)


def test_a_closed_backstage_leaves_no_program_and_no_file() -> None:
    stage = Backstage()
    stage.open()
    assert stage.gateway.running
    stage.close()

    assert not stage.gateway.running
    assert not stage.folder.exists()


def test_a_gateway_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "gateway.db").write_text("this is no database " * 400)
    with pytest.raises(GatewayDied, match="database"):
        GatewayProgram(tmp_path).start()
