"""Plays one story: visits, power cuts, recovery until everything has ended; then the books are compared."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kiosk.core.purchase import State
from kiosk.core.screens import Returned, Screen
from kiosk.proof.accounts import Accounts, Entry
from kiosk.proof.agenda import Agenda
from kiosk.proof.books import Books
from kiosk.proof.gateway import Gateway
from kiosk.proof.person import Visitor
from kiosk.proof.rounds import go_round
from kiosk.proof.rules import Said, at_the_end, broken
from kiosk.proof.stories import BILLS, CARD_FEN, HOUR, Person, Story
from kiosk.proof.terminal import Terminal
from kiosk.proof.wallet import Silent, Wallet
from kiosk.proof.wire import Sky

ROUND_S = 600.0
CALM_ROUNDS = 8  # of recovery in fair weather: by then everything must have ended


@dataclass
class Played:
    """What happened. `steps`: how many crash points the run passed; `broken`: the rules that do not hold."""

    story: Story
    cuts: frozenset[int]
    steps: int = 0
    broken: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)


class Stage:
    """Terminals, gateway and wallet of one run."""

    def __init__(self, story: Story, cuts: frozenset[int], folder: Path, new_journal: Path, tracing: bool) -> None:
        self.story = story
        self.played = Played(story, cuts)
        self.clock = Agenda()
        self.said: list[Said] = []
        self._tracing = tracing
        self._codes = 0
        self._other_came = False
        self._sky = Sky(story.weather, Random(story.seed), self.clock, lambda fault: self._count(f"fault {fault}"))  # noqa: S311
        self.wallet = Wallet(
            self.clock,
            self._breathe,
            story.password,
            story.keeps_paid,
            story.pays_at_close,
            story.refund_s,
        )
        cash = [Entry("cash", CARD_FEN, "at the window", "")]
        accounts = Accounts(self.wallet, "balance" in story.refuses, cash)
        self.books = Books(
            self.clock, self.wallet, dict(BILLS), *story.insurance, accounts, story.refuses, self._stumbles
        )
        self.gateway = Gateway(self.books)
        names = ("K01", "K02") if story.other else ("K01",)
        self.terminals = [
            Terminal(name, folder, self.gateway, self._sky, self.clock, self, story.paper, new_journal)
            for name in names
        ]

    def play(self) -> Played:
        """From the first visit to the last refund."""
        for person in self.story.visits:
            self._visit(self.terminals[0], person)
            if self.story.quiet_between:
                self.terminals[0].recover()
        self._other_comes()
        if self.story.night:
            self._pass_the_night()
        if not self._recover():
            self.played.broken.append("not everything comes to an end")
        self._sky.calm = True
        self.clock.run_out()  # late letters must not change anything any more
        self.played.broken += broken(self.books, self.terminals, self.said)
        self._look_back()
        for terminal in self.terminals:
            terminal.close()
        return self.played

    def note(self, what: str) -> None:
        """A line for whoever reads how it came to this."""
        if self._tracing:
            self.played.trace.append(f"{self.clock.monotonic():9.1f} s  {what}")

    def _visit(self, terminal: Terminal, person: Person) -> None:
        self._codes += 1
        code = f"13{self._codes:016d}"

        def ended(screen: Screen) -> None:
            about = screen.reference if isinstance(screen, Returned) else terminal.current
            if not terminal.dead and about:
                self.said.append(Said.on_screen(screen, about, self.books))

        visitor = Visitor(
            person, code, self.wallet, self.clock, lambda what: self.note(f"{terminal.name} {what}"), ended
        )
        terminal.visit(visitor)

    def _other_comes(self) -> None:
        if self.story.other is not None and not self._other_came:
            self._other_came = True
            self.note(f"meanwhile at {self.terminals[1].name}")
            self._visit(self.terminals[1], self.story.other)

    def _pass_the_night(self) -> None:
        self.clock.let_pass(13 * HOUR)
        go_round(self.gateway)

    def _recover(self) -> bool:
        for number in range(self.story.weather.rounds + CALM_ROUNDS):
            self._sky.calm = number >= self.story.weather.rounds
            for terminal in self.terminals:
                terminal.recover()
            at_rest = self._sky.calm and all(terminal.at_rest() for terminal in self.terminals)
            if at_rest:
                self.clock.run_out()
            self.clock.let_pass(ROUND_S)
            go_round(self.gateway)
            if at_rest and not self.books.accounts.frozen() and not self.books.giving():
                return True
        return False

    def passed(self, terminal: Terminal, what: str) -> bool:
        """See `Witness`, as the next two."""
        self.played.steps += 1
        number = self.played.steps
        if number == self.story.other_at:
            self._other_comes()
        cut = number in self.played.cuts
        self.note(f"{number:3}  {terminal.name} {what}{': THE POWER GOES' if cut else ''}")
        if cut:
            self._count("cut when it " + " ".join(what.split()[:2]))
        return cut

    def moved(self, terminal: Terminal, purchase_id: str, to: State) -> None:
        terminal.fell += [f"{purchase_id}: {rule}" for rule in at_the_end(self.books, purchase_id, to)]

    def printed(self, title: str, purchase_id: str) -> None:
        self.said.append(Said.now(title, purchase_id, self.books))

    def _breathe(self) -> None:
        if self._sky.happens("silent"):
            raise Silent

    def _stumbles(self) -> bool:
        return self._sky.happens("between")

    def _count(self, what: str) -> None:
        self.played.seen[what] += 1

    def _look_back(self) -> None:
        for terminal in self.terminals:
            for purchase_id in terminal.asked:
                for before, after in terminal.moves(purchase_id):
                    self._count(f"move {before} -> {after}" if before else f"move {after}")
        for said in self.said:
            self._count(f"told {said.kind}")


def play(story: Story, cuts: frozenset[int], folder: Path, new_journal: Path, tracing: bool = False) -> Played:
    """The same for the same story and cuts, to the last step. Leaves nothing in the folder."""
    played = Stage(story, cuts, folder, new_journal, tracing).play()
    for file in folder.iterdir():
        file.unlink()
    return played
