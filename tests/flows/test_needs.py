"""What a broken device makes impossible is off before anybody begins it, says why, and comes back by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from outside import Outside
from person import Act, Plan
from scene import CARD, PAYS, Scene, scene

from kiosk.core.clock import VirtualClock
from kiosk.core.events import Stop
from kiosk.core.screens import Attract, Home, Paid, Tile, Trouble, Way
from kiosk.core.words import phrase
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.devices.scanners.simulated import SimulatedScanner
from kiosk.devices.simulated_reader import SimulatedCardReader
from kiosk.flows.needs import NEEDS, NO_CARRIER, NO_SLIP, Broken, Part, Working, why_not
from kiosk.machine import Machine

BACK_S = 5.0  # a device that works again is offered again within that time
EVENING_S = 120.0


def nothing() -> None:
    """They just stand there and look."""


def machine() -> Machine:
    """A reader for cards, a scanner for the insurance's code."""
    reader, scanner = SimulatedCardReader("front"), SimulatedScanner("glass")
    kinds = {"front": "cards", "glass": "scanners"}
    carriers = {"front": ("patient_card",), "glass": ("e_credential",)}
    return Machine({"front": reader, "glass": scanner}, kinds, carriers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "off"),
    [
        ("carriers", {"pay", "top_up", "pay_later", "transactions", "reports"}),
        ("slips", {"pay", "top_up"}),
        ("reports", {"reports"}),
    ],
)
def test_only_what_needs_a_broken_part_is_off(part: Part, off: set[str]) -> None:
    broken = {part: Broken(phrase("Out of order"), "E-SYS-01")}
    assert {tile for tile in (*NEEDS, "check_in", "queries") if why_not(tile, broken)} == off


def test_one_reader_or_scanner_is_enough_and_each_says_what_is_wrong_with_it() -> None:
    here = machine()
    working = Working(here.ways)
    here.devices["front"].unplug()  # type: ignore[attr-defined]
    assert here.ways() == (Way("patient_card", False, phrase("The reader does not work now")), Way("e_credential"))
    assert (working.why_not("pay"), working.notice(), working.cards()) == (None, None, False)

    here.devices["glass"].unplug()  # type: ignore[attr-defined]
    assert here.ways()[1] == Way("e_credential", False, phrase("The scanner does not work now"))
    assert working.why_not("pay") == NO_CARRIER
    assert working.notice() is not None
    assert not here.scans()


def test_a_printer_is_believed_until_it_was_asked_and_a_silent_one_is_not() -> None:
    printer = SimulatedPrinter(paper=0)
    working = Working(lambda: (Way("patient_card"),), printer.health, slip_required=True)
    assert working.why_not("pay") is None
    working.look()
    assert working.why_not("pay") == Broken(NO_SLIP, "E-PRN-02")
    printer.refill()
    working.look()
    assert working.why_not("pay") is None
    working.silent()
    assert working.why_not("pay") == Broken(NO_SLIP, "E-PRN-01")


def test_a_printer_that_hangs_is_not_asked_twice_at_once() -> None:
    def hangs() -> None:
        seen.append(working.asks)

    seen: list[bool] = []
    working = Working(lambda: (Way("patient_card"),), None, no_reports=hangs)
    assert working.asks
    working.look()
    assert (seen, working.asks) == ([False], True)


class Day:
    """A terminal with a printer that may break; somebody looks at its screens."""

    def __init__(self, folder: Path, plan: Plan, printer: SimulatedPrinter, slip_required: bool = True) -> None:
        here = machine()
        self.machine = here
        working = Working(here.ways, printer.health, slip_required)
        self.stage: Scene = scene(folder, plan, Outside(), printer, slip_required, working=working)
        self.stage.clock.take = self._take  # type: ignore[method-assign,assignment]
        self.at: list[tuple[float, str, tuple[Tile, ...]]] = []
        show = self.stage.person.show

        def noted(turn: int, screen: object, session: object) -> None:
            if isinstance(screen, Attract | Home):
                tiles = screen.services if isinstance(screen, Attract) else screen.tiles
                self.at.append((self.stage.clock.monotonic(), type(screen).__name__, tiles))
            show(turn, screen, session)  # type: ignore[arg-type]

        self.stage.person.show = noted  # type: ignore[method-assign]

    def _take(self, events: object, until: float | None) -> object:
        if self.stage.clock.monotonic() > EVENING_S:
            return 0, Stop()
        return VirtualClock.take(self.stage.clock, events, until)  # type: ignore[arg-type]

    def pay_was(self, screen: str) -> list[tuple[float, bool]]:
        """When the tile for paying changed on that screen, and to what."""
        told = [(at, tiles[0].enabled) for at, name, tiles in self.at if name == screen]
        return [now for i, now in enumerate(told) if i == 0 or told[i - 1][1] != now[1]]


def test_without_paper_paying_is_off_at_the_door_and_a_card_is_answered_before_anything_is_begun(
    tmp_path: Path,
) -> None:
    printer = SimulatedPrinter(paper=0)
    day = Day(tmp_path, PAYS | {"Attract": [CARD]}, printer)
    day.stage.play()
    told = day.stage.person.last(Trouble)
    assert isinstance(told, Trouble)
    assert (told.happened, told.code) == (NO_SLIP, "E-PRN-02")
    assert "PickBills" not in day.stage.person.names()
    assert day.stage.outside.purchases == {}
    sign = day.stage.person.last(Attract)
    assert isinstance(sign, Attract)
    assert sign.notice == NO_SLIP
    assert (sign.services[0].enabled, sign.services[0].reason) == (False, NO_SLIP)


def test_where_no_slip_is_required_its_absence_is_announced_and_paying_goes_on(tmp_path: Path) -> None:
    day = Day(
        tmp_path,
        PAYS | {"Attract": [CARD], "Trouble": [("retry", "")]},
        SimulatedPrinter(paper=0),
        slip_required=False,
    )
    day.stage.play()
    paid = day.stage.person.last(Paid)
    assert isinstance(paid, Paid)
    assert paid.slip == "failed"
    assert day.stage.outside.balanced()


def test_a_card_laid_the_moment_the_paper_is_back_pays(tmp_path: Path) -> None:
    printer = SimulatedPrinter(paper=0)

    def refill_and_lay() -> None:
        printer.refill()
        day.stage.person._post(CARD)

    day = Day(tmp_path, PAYS | {"Attract": [refill_and_lay]}, printer)
    day.stage.play()
    assert isinstance(day.stage.person.last(Paid), Paid)
    assert "Trouble" not in day.stage.person.names()


@pytest.mark.parametrize("screen", ["Attract", "Home"])
def test_a_printer_that_works_again_is_offered_within_five_seconds(tmp_path: Path, screen: str) -> None:
    printer = SimulatedPrinter(paper=0)
    mended: list[float] = []
    acts: list[Act] = [("start", "")] if screen == "Home" else [nothing, nothing, nothing]
    day = Day(tmp_path, {"Attract": acts, "Home": [nothing, nothing]}, printer)
    clock = day.stage.clock
    take = clock.take

    def mends(events: object, until: float | None) -> object:
        if not mended and day.pay_was(screen) and not day.pay_was(screen)[-1][1]:
            printer.refill()
            mended.append(clock.monotonic())
        return take(events, until)  # type: ignore[arg-type]

    clock.take = mends  # type: ignore[method-assign,assignment]
    day.stage.play()
    back = [at for at, on in day.pay_was(screen) if on and at >= mended[0]]
    assert back[0] - mended[0] <= BACK_S


@pytest.mark.parametrize("plug", [True, False])
def test_home_follows_the_plugs_of_readers_at_once(tmp_path: Path, plug: bool) -> None:
    def pull_all() -> None:
        turn("unplug")

    def put_back() -> None:
        turn("plug")

    def turn(verb: str) -> None:
        for device in day.machine.devices.values():
            getattr(device, verb)()

    acts: list[Callable[[], None]] = [pull_all, put_back if plug else nothing]
    day = Day(tmp_path, {"Attract": [("start", "")], "Home": list(acts)}, SimulatedPrinter())
    person = day.stage.person
    assert person.desk is not None
    day.machine.start(person.desk.post)
    day.stage.play()
    home = day.pay_was("Home")
    assert [on for _, on in home] == ([True, False, True] if plug else [True, False])
    assert home[-1][0] == home[0][0]  # no second went by
