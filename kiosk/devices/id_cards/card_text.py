"""What stands on an identity card: of citizens, of foreigners (2017 and 2023), and of Hong Kong, Macao and Taiwan.

256 bytes of UTF-16LE in fields of fixed places. Citizens: GA/T 490. J: 港澳台居民居住证机读信息规范 (2018).
I: the table of the foreigners' card of 2017. Y: 新版外国人永久居留身份证机读信息规则 (2023).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kiosk.core.events import Holder
from kiosk.core.id_numbers import is_id_number
from kiosk.devices.id_cards.replies import DAMAGED, TEXT_BYTES, UNKNOWN, UnreadableIdCard

Places = tuple[tuple[int, int], ...]  # offset and length in bytes; a long name may go on elsewhere
TYPE: Places = ((248, 2),)
FOR_EVER = "长期"
DAY = re.compile(r"[0-9]{8}")
OLD_FOREIGN_NUMBER = re.compile(r"[A-Z]{3}[0-9]{12}")


@dataclass(frozen=True)
class Layout:
    """Where things stand; a field that a card does not have has no place."""

    number: Places
    name: Places
    sex: Places
    birth: Places
    expires: Places
    nation: Places = ()
    address: Places = ()
    issuer: Places = ()
    foreign_name: Places = ()
    citizen_number: bool = True  # 18 characters with a check character; else 3 letters and 12 digits


_CITIZEN = Layout(
    number=((122, 36),),
    name=((0, 30),),
    sex=((30, 2),),
    nation=((32, 4),),
    birth=((36, 16),),
    address=((52, 70),),
    issuer=((158, 30),),
    expires=((204, 16),),
)
_COMPATRIOT = Layout(
    number=((122, 36),),
    name=((0, 30),),
    sex=((30, 2),),
    birth=((36, 16),),
    address=((52, 70),),
    issuer=((158, 30),),
    expires=((204, 16),),
)
_FOREIGNER_2017 = Layout(
    number=((122, 30),),
    name=((158, 30),),
    sex=((120, 2),),
    nation=((152, 6),),
    birth=((220, 16),),
    expires=((204, 16),),
    foreign_name=((0, 120),),
    citizen_number=False,
)
_FOREIGNER_2023 = Layout(
    number=((122, 36),),
    name=((0, 30),),
    sex=((30, 2),),
    nation=((242, 6),),
    birth=((36, 16),),
    expires=((204, 16),),
    foreign_name=((52, 70), (220, 22)),
)
LAYOUTS = {"": _CITIZEN, "J": _COMPATRIOT, "I": _FOREIGNER_2017, "Y": _FOREIGNER_2023}


@dataclass(frozen=True)
class IdCard:
    """`type`: as the card says it, empty for a citizen's. Numbers of 18 characters have a right check character."""

    type: str
    number: str
    holder: Holder

    def __repr__(self) -> str:
        return f"IdCard({self.type}, masked)"


def decode(text: bytes) -> IdCard:
    """What the card says. Names may hold any character; what nobody can show is left out.

    Raises `UnreadableIdCard`: of a kind we do not know, no number in it, a wrong check character, no end of validity.
    """
    if len(text) != TEXT_BYTES:
        raise UnreadableIdCard(DAMAGED, f"a text of {len(text)} bytes")
    kind = _field(text, TYPE)
    layout = LAYOUTS.get(kind)
    if layout is None:
        raise UnreadableIdCard(UNKNOWN, "a type of card that we do not know")
    return IdCard(kind, _number(text, layout), _holder(text, layout))


def expired(holder: Holder, today: date) -> bool:
    """A card is good to the end of its last day."""
    return bool(holder.expires) and holder.expires < f"{today:%Y%m%d}"


def _holder(text: bytes, layout: Layout) -> Holder:
    return Holder(
        name=_field(text, layout.name) or _field(text, layout.foreign_name),
        sex=_sex(_field(text, layout.sex)),
        nation=_field(text, layout.nation),
        birth=_day(_field(text, layout.birth)) or "",
        address=_field(text, layout.address),
        issuer=_field(text, layout.issuer),
        expires=_expires(_field(text, layout.expires)),
    )


def _sex(said: str) -> str:
    return said if said in ("0", "1", "2", "9") else ""


def _number(text: bytes, layout: Layout) -> str:
    number = _field(text, layout.number).upper()
    right = is_id_number(number) if layout.citizen_number else OLD_FOREIGN_NUMBER.fullmatch(number)
    if not right:
        raise UnreadableIdCard(DAMAGED, "a number that cannot be")
    return number


def _expires(said: str) -> str:
    """Empty: never. A card that does not say until when it is good is not taken for one that always is."""
    day = "" if said == FOR_EVER else _day(said)
    if day is None:
        raise UnreadableIdCard(DAMAGED, "no end of validity")
    return day


def _day(said: str) -> str | None:
    """YYYYMMDD, if there is such a day."""
    try:
        return said if DAY.fullmatch(said) and date.fromisoformat(said) else None
    except ValueError:
        return None


def _field(text: bytes, places: Places) -> str:
    raw = b"".join(text[start : start + length] for start, length in places)
    shown = (c for c in raw.decode("utf-16-le", "replace") if not _without_shape(c))
    return "".join(shown).strip()


def _without_shape(character: str) -> bool:
    """Controls, and marks that turn the direction of what follows; not the private characters of rare names."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")
