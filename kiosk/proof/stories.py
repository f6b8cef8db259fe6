"""Who comes to the terminal, what they do, and what the world does to them: told by name, or dealt by a seed."""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal, get_args

Place = Literal[
    "open", "pre_settle", "order", "insurance", "hospital", "window", "problem", "balance", "audit", "answer", "return"
]
BILLS = (("B1", 3000), ("B2", 4550), ("B3", 1200))
AUDITED = "B2"  # the bill that the insurance's audit refuses, where it does
TOTAL = sum(fen for _, fen in BILLS)
HOUR = 3600.0


@dataclass(frozen=True)
class Person:
    """How somebody behaves at the terminal. Seconds count from when they see the code; `None`: never."""

    buys: Literal["bills", "top_up", "dues", "close_out", "give_back"] = "bills"
    way: Literal["qr", "code", "card", "later"] = "qr"  # card: from their prepaid card, without a phone
    pays_s: float | None = 3.0
    again_s: float | None = None  # they press "pay" on their phone a second time
    cancels_s: float | None = None
    leaves_s: float | None = None
    checks: int = 0  # taps on "I have paid"
    before: Literal["", "back", "leave"] = ""  # instead of choosing a way to pay
    account: int = 0  # taps on the personal account's switch
    retries: int = 1
    audited: Literal["others", "self", "back"] = "others"  # what they choose when the insurance refuses one bill
    gives: Literal["all", "one"] = "all"  # what they give back, of what was paid last


@dataclass(frozen=True)
class Weather:
    """How often a message of the terminal suffers, as a share of all; and what else is out of order."""

    lost: float = 0.0
    unheard: float = 0.0
    late: float = 0.0
    twice: float = 0.0
    slow: float = 0.0
    silent: float = 0.0  # the channel does not answer the gateway
    between: float = 0.0  # the gateway stops between insurance and hospital
    interrupted: float = 0.0  # somebody comes while the terminal recovers
    outage_s: tuple[float, float] | None = None  # nothing gets through: from, for so long
    mute: str = ""  # a message that begins so is lost until it clears up; only told, not dealt
    rounds: int = 0  # of recovery, before it clears up


CLEAR = Weather()


@dataclass(frozen=True)
class Story:
    """One run of the world. `insurance`: what the fund pays of it and what is on the personal account, in fen."""

    name: str
    visits: tuple[Person, ...] = (Person(),)
    other: Person | None = None  # somebody at a second terminal, with the same bills
    other_at: int = 0  # the step of the first terminal between which they come
    insurance: tuple[int, int] = (0, 0)
    refuses: frozenset[Place] = frozenset()
    password: bool = False  # the wallet asks for it after a scanned code
    keeps_paid: bool = True  # closing a shown code that was just paid leaves it paid
    pays_at_close: bool = False  # the patient pays in the moment before the close arrives
    refund_s: float = 0.0
    paper: bool = True
    night: bool = False  # the terminal stays off until the gateway has given up on it
    quiet_between: bool = True  # recovery between the visits
    weather: Weather = field(default=CLEAR)
    seed: int = 0


MIXED = (4000, 500)
ALL_OF_IT = (TOTAL, 0)
CODE = Person(way="code")
LATER = Person(way="later")
NEVER = Person(pays_s=None)
BACK, ONE_BACK = Person(buys="give_back"), Person(buys="give_back", gives="one")
TOP_UP_FEN = 10_000
CARD_FEN = 9_000  # on the prepaid card

# Every path through the table of moves is among these; the crash points of all of them are tried one by one.
TOLD: tuple[Story, ...] = (
    Story("pays"),
    Story("pays by code", (CODE,)),
    Story("pays by code with password", (CODE,), password=True),
    Story("pays a part", insurance=MIXED),
    Story("pays without the personal account", (Person(account=1),), insurance=MIXED),
    Story("pays from the card", (Person(way="card"),)),
    Story("pays a part from the card", (Person(way="card"),), insurance=MIXED),
    Story("has too little on the card", (Person(way="card"),), refuses=frozenset({"balance"})),
    Story("tops up", (Person(buys="top_up"), Person(buys="top_up", way="code"))),
    Story("tops up and is refused", (Person(buys="top_up", way="code"),), refuses=frozenset({"hospital"})),
    Story("pays later", (LATER,), insurance=MIXED),
    Story("may not pay later", (LATER,), refuses=frozenset({"balance"})),
    Story("pays later and is refused", (LATER,), refuses=frozenset({"hospital"})),
    Story("pays later, and repays", (LATER, Person(buys="dues", way="code"))),
    Story("repays from the card", (LATER, Person(buys="top_up"), Person(buys="dues", way="card"))),
    Story("does not repay", (LATER, Person(buys="dues", pays_s=None, cancels_s=5))),
    Story("leaves while repaying", (LATER, Person(buys="dues", pays_s=4.9, leaves_s=5))),
    Story("closes out the card", (Person(buys="top_up"), Person(buys="close_out")), refund_s=30.0),
    Story(
        "spends some, closes out the rest, tops up again",
        (Person(buys="top_up"), Person(way="card"), Person(buys="close_out"), Person(buys="top_up", way="code")),
    ),
    Story(
        "closes out while nothing is heard",
        (Person(buys="top_up"), Person(buys="close_out"), Person(way="card")),
        refund_s=2000.0,
        weather=Weather(unheard=0.5, silent=0.3, rounds=3),
        seed=4,
    ),
    Story("gives all of it back", (CODE, BACK, CODE), insurance=MIXED, refund_s=30.0),
    Story("gives the bills back one by one", (CODE, ONE_BACK, ONE_BACK, ONE_BACK), insurance=MIXED),
    Story("gives one bill back, then the others", (Person(way="card"), ONE_BACK, BACK), insurance=MIXED),
    Story("is refused the return", (CODE, ONE_BACK, BACK), insurance=MIXED, refuses=frozenset({"return"})),
    Story(
        "is refused the return while the gateway stops half-way",
        (CODE, ONE_BACK, BACK),
        insurance=MIXED,
        refuses=frozenset({"return"}),
        weather=Weather(between=0.7, unheard=0.3, rounds=3),
        seed=7,
    ),
    Story("gives one bill back and pays it again", (Person(), ONE_BACK, Person(way="card"), BACK)),
    Story("gives back what the card paid", (Person(way="card"), ONE_BACK, Person(buys="top_up"))),
    Story("gives back what is owed", (LATER, ONE_BACK, Person(buys="dues", way="code"), BACK)),
    Story("gives back what the insurance paid", (Person(), ONE_BACK, BACK), insurance=ALL_OF_IT),
    Story(
        "gives back while the gateway stops half-way",
        (CODE, ONE_BACK),
        insurance=MIXED,
        weather=Weather(between=0.7, silent=0.3, rounds=3),
        seed=5,
    ),
    Story("gives back, and nobody hears it", (CODE, BACK), weather=Weather(mute="give back", rounds=2)),
    Story("is told no, it stands, and it goes back", (CODE, BACK), refuses=frozenset({"answer"}), quiet_between=False),
    Story("is covered", insurance=ALL_OF_IT),
    Story("cancels", (Person(pays_s=None, cancels_s=5),)),
    Story("cancels the password", (Person(way="code", pays_s=None, cancels_s=20),), password=True),
    Story("cancels too late", (Person(pays_s=4.9, cancels_s=5, checks=1),)),
    Story("pays while it is closed", (Person(pays_s=None, cancels_s=5),), pays_at_close=True),
    Story(
        "pays while it is closed, goes back", (Person(pays_s=None, cancels_s=5),), pays_at_close=True, keeps_paid=False
    ),
    Story("leaves the code", (Person(pays_s=None, leaves_s=5),)),
    Story("leaves and has paid", (Person(pays_s=4.9, leaves_s=5),)),
    Story("leaves early", (Person(before="leave"),)),
    Story("goes back", (Person(before="back"), Person())),
    Story("never pays", (NEVER,)),
    Story("pays too late", (Person(pays_s=1000.0),)),
    Story("pays twice", (Person(again_s=4.0), Person()), quiet_between=False),
    Story("is refused by the hospital", refuses=frozenset({"hospital"}), insurance=MIXED),
    Story("is refused by the insurance", refuses=frozenset({"insurance"}), insurance=MIXED),
    Story("is refused without a settlement", refuses=frozenset({"problem"}), insurance=MIXED),
    Story("is refused after paying all", (CODE,), refuses=frozenset({"hospital"}), refund_s=30.0),
    Story("is told no, and it stands", refuses=frozenset({"answer"}), insurance=MIXED),
    Story(
        "is told no, it stands, and the void is slow",
        refuses=frozenset({"answer"}),
        insurance=MIXED,
        weather=Weather(mute="void", rounds=1),
    ),
    Story(
        "is covered, is told no, it stands, and the void is slow",
        refuses=frozenset({"answer"}),
        insurance=ALL_OF_IT,
        weather=Weather(mute="void", rounds=1),
    ),
    Story("is covered and refused", refuses=frozenset({"hospital"}), insurance=ALL_OF_IT),
    Story("is covered and refused by the insurance", refuses=frozenset({"insurance"}), insurance=ALL_OF_IT),
    Story("finds the channel down", refuses=frozenset({"order"})),
    Story("finds the insurance unwilling", refuses=frozenset({"pre_settle"}), insurance=MIXED),
    Story("pays the bills that the audit leaves", insurance=MIXED, refuses=frozenset({"audit"})),
    Story("pays without the insurance", (Person(audited="self"),), insurance=MIXED, refuses=frozenset({"audit"})),
    Story("goes back from the audit", (Person(audited="back"),), insurance=MIXED, refuses=frozenset({"audit"})),
    Story("pays at the window meanwhile", refuses=frozenset({"window"})),
    Story("finds the channel silent", weather=Weather(silent=1.0, rounds=3)),
    Story("finds the channel silent, by code", (CODE,), weather=Weather(silent=1.0, rounds=3)),
    Story("finds the channel hesitating", (CODE,), weather=Weather(silent=0.6, rounds=3), seed=12),
    Story("the gateway stops half-way", insurance=MIXED, weather=Weather(between=0.7, rounds=3), seed=1),
    Story("the settlement stays unknown", insurance=MIXED, weather=Weather(between=1.0, rounds=3)),
    Story("the settlement of a top-up stays unknown", (Person(buys="top_up"),), weather=Weather(between=1.0, rounds=1)),
    Story("nothing gets through after the order", weather=Weather(outage_s=(2.0, 6 * HOUR), rounds=4)),
    Story("comes again while nothing gets through", (NEVER, CODE), weather=Weather(outage_s=(2.0, 900.0), rounds=4)),
    Story("the terminal is off over night", (Person(pays_s=1.0),), night=True, insurance=MIXED),
    Story("two terminals", other=CODE, other_at=9),
    Story("two terminals, the second is faster", (NEVER,), other=CODE, other_at=2),
)


def told(name: str) -> Story:
    """Raises `StopIteration` for a name that is not told."""
    return next(story for story in TOLD if story.name == name)


def dealt(seed: int) -> Story:
    """The story of a seed: the same for ever."""
    chance = Random(seed)  # noqa: S311  # nothing is kept secret by it
    story = Story(
        name=f"seed {seed}",
        visits=tuple(_person(chance) for _ in range(chance.choice((1, 1, 2, 3)))),
        insurance=(chance.choice((0, 0, 4000, TOTAL)), chance.choice((0, 0, 500, 2000))),
        refuses=frozenset(place for place in _PLACES if chance.random() < 0.05),
        password=chance.random() < 0.3,
        keeps_paid=chance.random() < 0.7,
        pays_at_close=chance.random() < 0.15,
        refund_s=chance.choice((0.0, 0.0, 30.0, 2000.0)),
        paper=chance.random() < 0.9,
        night=chance.random() < 0.05,
        quiet_between=chance.random() < 0.5,
        weather=_weather(chance),
        seed=seed,
    )
    if chance.random() < 0.25:
        story = replace(story, other=_person(chance), other_at=chance.randint(1, 40))
    return replace(story, visits=(*story.visits, *_givers(seed)))


def cuts(seed: int) -> frozenset[int]:
    """At which steps the power goes, for the story of a seed: not at all, once, or again while it recovers."""
    chance = Random(f"cuts {seed}")  # noqa: S311
    first = chance.randint(1, 60)
    return frozenset(chance.choice(((), (first,), (first,), (first, first + chance.randint(1, 25)))))


_PLACES: tuple[Place, ...] = get_args(Place)


def _givers(seed: int) -> tuple[Person, ...]:
    """Who comes at last and gives something back."""
    chance = Random(f"back {seed}")  # noqa: S311
    return tuple(chance.choices((BACK, ONE_BACK), k=chance.choice((0, 0, 0, 1, 2))))


def _person(chance: Random) -> Person:
    return Person(
        buys=chance.choice(("bills", "bills", "bills", "bills", "top_up", "top_up", "dues", "close_out")),
        way=chance.choice(("qr", "code", "card", "later")),
        pays_s=chance.choice((0.0, 2.0, 7.0, 30.0, 200.0, 4000.0, None)),
        again_s=chance.choice((None, None, None, 9.0)),
        cancels_s=chance.choice((None, None, None, 1.0, 7.1, 31.0)),
        leaves_s=chance.choice((None, None, None, 3.0, 8.0)),
        checks=chance.choice((0, 0, 1, 3)),
        before=chance.choice(("",) * 10 + ("back", "leave")),
        account=chance.choice((0, 0, 0, 1, 2)),
        retries=chance.choice((0, 1, 2)),
        audited=chance.choice(("others", "self", "back")),
    )


def _weather(chance: Random) -> Weather:
    if chance.random() < 0.2:
        return CLEAR

    def share() -> float:
        return chance.choice((0.0, 0.0, 0.03, 0.1, 0.3))

    return Weather(
        lost=share(),
        unheard=share(),
        late=share(),
        twice=share(),
        slow=share(),
        silent=share(),
        between=share(),
        interrupted=share(),
        outage_s=chance.choice((None,) * 6 + ((chance.uniform(0, 60), chance.choice((20.0, 300.0, 6 * HOUR))),)),
        rounds=chance.randint(0, 4),
    )
