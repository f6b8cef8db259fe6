"""What can happen while the terminal stands in the lobby; every thread that notices something posts one of these."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A tap on a screen. `turn` names the showing it was made on: taps on a screen that has gone are dropped."""

    turn: int
    choice: str
    value: str = ""


@dataclass(frozen=True)
class Touched:
    """Somebody touched the screen, anywhere: they are still there."""


@dataclass(frozen=True)
class CardSeen:
    """A card lies on a reader and is being read."""

    reader: str


@dataclass(frozen=True)
class CardRead:
    """What a reader read from a card. Lives only in memory, only for this visit.

    `carrier` is a word of the contract (`patient_card`, `social_security_card`, `id_card`, ...).
    """

    reader: str
    carrier: str
    number: str

    def __repr__(self) -> str:
        return f"CardRead({self.reader}, {self.carrier}, masked)"


@dataclass(frozen=True)
class CardUnreadable:
    """A card that could not be read; `code` says why (`E-CRD-01` pulled too early, `E-CRD-02` unknown kind, ...)."""

    reader: str
    code: str


@dataclass(frozen=True)
class CardGone:
    """The card was taken off the reader."""

    reader: str


@dataclass(frozen=True)
class CodeScanned:
    """One line from the scanner, as it came (without the line end)."""

    scanner: str
    text: str

    def __repr__(self) -> str:
        return f"CodeScanned({self.scanner}, {len(self.text)} characters)"


@dataclass(frozen=True)
class DeviceChanged:
    """A device came, went, or changed its state: screens that offer it should look again."""

    device: str


@dataclass(frozen=True)
class JobDone:
    """Work beside the conversation has ended; `number` is the job's."""

    number: int


@dataclass(frozen=True)
class Stop:
    """The terminal is being shut down."""


Event = (
    Answer | Touched | CardSeen | CardRead | CardUnreadable | CardGone | CodeScanned | DeviceChanged | JobDone | Stop
)
