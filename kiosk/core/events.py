"""What can happen while the terminal stands in the lobby; every thread that notices something posts one of these."""

from dataclasses import dataclass
from typing import Literal


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
    """A card lies on a reader and is being read. `before`: it lay there when the terminal was started, so whoever laid
    it down may have gone."""

    reader: str
    before: bool = False


@dataclass(frozen=True)
class Holder:
    """What a card tells of its holder beside the number. Lives only in memory, only for this visit.

    `sex`: GB/T 2261.1 (1 male, 2 female, 0 or 9 unknown). `birth`, `expires`: YYYYMMDD; `expires` is empty when the
    card is valid for ever. `photo`: a picture file when a decoder is there, else empty. What the card lacks is empty.
    """

    name: str = ""
    sex: str = ""
    nation: str = ""
    birth: str = ""
    address: str = ""
    issuer: str = ""
    id_number: str = ""  # where the card's own number is another
    expires: str = ""
    photo: bytes = b""

    def __repr__(self) -> str:
        return "Holder(masked)"


@dataclass(frozen=True)
class CardRead:
    """What a reader read from a card. Lives only in memory, only for this visit.

    `carrier` is a word of the contract (`patient_card`, `social_security_card`, `id_card`, ...). A bank card's
    `number` is masked (first six, last four digits) as soon as it is read.
    """

    reader: str
    carrier: str
    number: str
    holder: Holder | None = None

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
class Reading:
    """One measured value in whole `unit`s: `systolic`, `diastolic` (mmHg), `pulse` (/min), `height` (mm), `weight`
    (g), `oxygen` (%)."""

    what: Literal["systolic", "diastolic", "pulse", "height", "weight", "oxygen"]
    value: int
    unit: Literal["mmHg", "/min", "mm", "g", "%"]


@dataclass(frozen=True)
class Measured:
    """A measuring device has finished; `code` says why there is no reading (`E-MSR-02` moved or failed)."""

    device: str
    readings: tuple[Reading, ...] = ()
    code: str = ""

    def __repr__(self) -> str:
        return f"Measured({self.device}, {len(self.readings)} readings)"


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
    Answer
    | Touched
    | CardSeen
    | CardRead
    | CardUnreadable
    | CardGone
    | CodeScanned
    | Measured
    | DeviceChanged
    | JobDone
    | Stop
)
