"""The outside world as a table of verbs: the dock's buttons, the tours and the tests all do the same things to us."""

import shlex
from collections.abc import Callable, Mapping
from inspect import isfunction

from kiosk.core.clock import SkippableClock
from kiosk.core.events import Event
from kiosk.dock.backstage import Backstage
from kiosk.dock.cabinet import Cabinet
from kiosk.dock.hands import Hands
from kiosk.dock.hospital_side import HospitalSide
from kiosk.dock.phones import Phones
from kiosk.dock.sim import Ledger, Member, NotThere, OpenAlarm
from kiosk.machine import Machine

Verb = Callable[..., None]


class World:
    """`machine`, `post` and `shown` belong to the running terminal; `shown` is the record on its screen."""

    def __init__(
        self,
        backstage: Backstage,
        machine: Callable[[], Machine],
        post: Callable[[Event], None],
        shown: Callable[[], Mapping[str, object]],
    ) -> None:
        self._backstage = backstage
        self._cast: dict[str, Member] = {}
        clock: SkippableClock = backstage.clock
        self.hands = Hands(machine, post, clock, self.member)
        self.phones = Phones(backstage.sim, shown, self.hands.scan)
        self.hospital = HospitalSide(backstage.gateway, backstage.sim, shown)
        self.cabinet = Cabinet(machine)
        self.printer = backstage.printer
        self.verbs = self._table()

    def do(self, line: str) -> None:
        """Do what a line says: a verb and its words, e.g. `put_card employee`. Raises `NotThere` when it cannot."""
        name, *words = shlex.split(line)
        if name not in self.verbs:
            raise NotThere(f"{name}: no such verb; there are {', '.join(self.verbs)}")
        try:
            self.verbs[name](*words)
        except (TypeError, ValueError) as error:
            raise NotThere(f"{line}: {error}") from error

    def ledger(self) -> Ledger:
        """What was charged, settled and refunded by now."""
        return self._backstage.sim().ledger()

    def alarms(self) -> list[OpenAlarm]:
        """The staff's list now."""
        return self._backstage.sim().alarms()

    def cast(self) -> list[Member]:
        """The invented patients who have something to put on the reader, and what each owes now."""
        self._cast = {member.role: member for member in self._backstage.sim().cast()}
        return list(self._cast.values())

    def member(self, role: str) -> Member:
        """One of them. Raises `NotThere`."""
        if role not in self._cast:
            self.cast()
        if role not in self._cast:
            raise NotThere(f"nobody in the cast is {role!r}; there are {', '.join(self._cast)}")
        return self._cast[role]

    def _table(self) -> dict[str, Verb]:
        """Every verb by its name: what hands, phones and the hospital can do, and of cabinet and printer what people
        do to them. All take texts."""
        rooms = (self.hands, self.phones, self.hospital, self.cabinet)
        people = {name: getattr(room, name) for room in rooms for name in _can(room) if name != "seen"}
        printer = {name: getattr(self.printer, name) for name in PRINTER_VERBS}
        return {**people, **printer, "pull_paper": self.printer.paper_out}


PRINTER_VERBS = (
    *("refill", "paper_low", "jam", "clear_jam", "open_cover", "close_cover", "unplug", "plug"),
    *("slow_printer", "out_after", "jam_after", "unplug_after"),
)


def _can(room: object) -> list[str]:
    return [name for name, act in vars(type(room)).items() if isfunction(act) and not name.startswith("_")]
