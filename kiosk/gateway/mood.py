"""The hospital's bad days, for the demo: slow, out of reach, refused by the insurance; the outside turns them on."""

from dataclasses import dataclass

import msgspec

from kiosk.gateway.insurance import Line


@dataclass
class Mood:
    """How the hospital behaves; a real one has no switches."""

    slow_s: float = 0.0
    refuse_settlement: bool = False
    unreachable: bool = False
    lose_settlement_answer: bool = False  # the next one only


@dataclass(frozen=True)
class MoodyLine:
    """The line to the insurer, but for the settlements that the mood makes it refuse."""

    mood: Mood
    line: Line

    def send(self, message: bytes) -> bytes:
        asked = msgspec.json.decode(message)
        if self.mood.refuse_settlement and asked["infno"] == "2207":
            return msgspec.json.encode({"infcode": "-1", "err_msg": "医保中心不予结算"})
        return self.line.send(message)
