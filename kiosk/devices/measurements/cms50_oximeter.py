"""Oxygen and pulse from a finger oximeter of the CMS50 family, which sends five bytes sixty times a second.

The first has its top bit set, the others never: byte 0 signal strength, 0x10 searching too long; 2 pulse's eighth bit
(0x40), 0x10 no finger, 0x20 searching; 3 pulse; 4 oxygen in percent. 19200 baud, odd parity (`?parity=odd`).
"""

from collections import deque
from statistics import median_low

from kiosk.core.events import Reading
from kiosk.devices import Facts
from kiosk.devices.measurements.listening import Decoder, LineMeasurer, Result, line, sensible
from kiosk.devices.tape import Tape

PACKET = 5
TOP = 0x80
TOO_LONG, NO_FINGER, SEARCHING, PULSE_TOP = 0x10, 0x10, 0x20, 0x40
STEADY = 480  # packets, eight seconds: before that the figures still wander
SPREAD = 3  # percent of oxygen between the lowest and the highest of them


class Packets:
    """See `Decoder`. One result for each finger that stays in long enough."""

    def __init__(self) -> None:
        self._packet = bytearray()
        self._values: deque[tuple[int, int]] = deque(maxlen=STEADY)
        self._told = False

    def feed(self, came: bytes) -> list[Result]:
        results = []
        for byte in came:
            if byte & TOP:
                self._packet.clear()  # a new packet, whatever became of the last one
            elif not self._packet:
                continue
            self._packet.append(byte)
            if len(self._packet) == PACKET:
                results += self._take(bytes(self._packet))
                self._packet.clear()
        return results

    def question(self) -> bytes:
        return b""

    def _take(self, packet: bytes) -> list[Result]:
        strength, _, state, pulse, oxygen = packet
        if state & (NO_FINGER | SEARCHING) or strength & TOO_LONG or not 0 < oxygen <= 100:
            self._values.clear()
            self._told = self._told and not state & NO_FINGER  # another finger, another result
            return []
        self._values.append((oxygen, pulse | (state & PULSE_TOP) << 1))
        if self._told or len(self._values) < STEADY or not self._steady():
            return []
        self._told = True
        oxygens, pulses = zip(*self._values, strict=True)
        return [sensible((Reading("oxygen", median_low(oxygens), "%"), Reading("pulse", median_low(pulses), "/min")))]

    def _steady(self) -> bool:
        oxygens = [oxygen for oxygen, _ in self._values]
        return max(oxygens) - min(oxygens) <= SPREAD


def mask(said: bytes) -> bytes:
    """Pulse, its curve and oxygen become zeros: what stays is where packets begin, and whether a finger is in."""
    masked, at = bytearray(), PACKET
    for byte in said:
        at = 0 if byte & TOP else at + 1
        masked.append(byte if at == 0 else byte & (NO_FINGER | SEARCHING) if at == 2 else 0)
    return bytes(masked)


def open_driver(connection: str, name: str = "oximeter", tape: Tape | None = None) -> LineMeasurer:
    """An oximeter at `connection` (`serial:///dev/ttyUSB3?parity=odd`).

    Raises `ValueError` for a connection of another form.
    """
    facts = Facts("CMS50", can={"oxygen": True, "pulse": True})
    made: type[Decoder] = Packets
    return LineMeasurer(name, line(connection, 19200, tape), made, facts)
