"""Blood pressure from a cuff module of the UN300C family, started by its own button.

Commands and answers stand between STX and ETX and end with the sum of their characters as two hexadecimal digits:
`18;;DF` asks for the last result. While it pumps, it sends the cuff's pressure in three digits; `999` says that it has
finished. Answer: `S3;A0;C03;M00;P120080093;R070;...`: M an error (00 none), P systolic, diastolic, mean, R pulse.
4800 8N1.
"""

import re

from kiosk.core.events import Reading
from kiosk.devices import Facts
from kiosk.devices.measurements.listening import FAILED, Decoder, LineMeasurer, Result, line, sensible
from kiosk.devices.tape import Tape

STX, ETX = 0x02, 0x03
MOST = 128  # bytes of an answer
ASKS, QUIET = 3, 4  # questions for a result, and looks at a quiet line between them: about a second
FINISHED = re.compile(rb"999(C\d)?(S\d)?")
KEPT_OR_DIGIT = re.compile(rb"\x0218;;DF|\x02999|\d")
RESULT = re.compile(rb"S(\d);A\d;C\d{1,2};M(\d{2});P(\d{3})(\d{3})(\d{3});R(\d{3})(?:;[^;]{0,16})*;;([0-9A-F]{2})")


class Answers:
    """See `Decoder`. Asks for the result once the cuff has finished, and again when it says nothing that can be
    understood: whoever has sat still would wait for ever."""

    def __init__(self) -> None:
        self._said = bytearray()
        self._inside = False
        self._asks = 0  # questions that may still be asked
        self._quiet = 0  # looks at the line until the next
        self._told = b""  # the last answer: one to an earlier question may come late

    def feed(self, came: bytes) -> list[Result]:
        results = [] if came else self._wait()
        for byte in came:
            if byte == STX:
                self._said.clear()
                self._inside = True
            elif self._inside and byte in (ETX, 0x0D):
                results += self._take(bytes(self._said))
                self._inside = False
            elif self._inside and len(self._said) < MOST:
                self._said.append(byte)
        return results

    def question(self) -> bytes:
        if not self._asks or self._quiet:
            return b""
        self._quiet = QUIET
        return command("18")

    def _wait(self) -> list[Result]:
        """Nothing came."""
        if not self._quiet:
            return []
        self._quiet -= 1
        if self._quiet:
            return []
        self._asks -= 1
        return [] if self._asks else [Result(code=FAILED)]

    def _take(self, said: bytes) -> list[Result]:
        if FINISHED.fullmatch(said):
            self._asks, self._quiet, self._told = ASKS, 0, b""
            return []
        found = RESULT.fullmatch(said)
        if found is None or int(found[7], 16) != sum(said[:-2]) & 0xFF or said == self._told:
            return []
        self._asks, self._quiet, self._told = 0, 0, said
        if found[2] != b"00":
            return [Result(code=FAILED)]
        systolic, diastolic, pulse = int(found[3]), int(found[4]), int(found[6])
        return [
            sensible(
                (
                    Reading("systolic", systolic, "mmHg"),
                    Reading("diastolic", diastolic, "mmHg"),
                    Reading("pulse", pulse, "/min"),
                )
            )
        ]


def mask(said: bytes) -> bytes:
    """Every digit may be of somebody's pressure: only our question, the word that the cuff has finished, and the signs
    stay."""
    return KEPT_OR_DIGIT.sub(lambda found: b"0" if len(found[0]) == 1 else found[0], said)


def command(code: str) -> bytes:
    """A command of two digits as the module wants it."""
    said = f"{code};;".encode("ascii")
    return bytes((STX,)) + said + f"{sum(said) & 0xFF:02X}".encode("ascii") + bytes((ETX,))


def open_driver(connection: str, name: str = "pressure", tape: Tape | None = None) -> LineMeasurer:
    """A module at `connection` (`serial:///dev/ttyUSB4`). Raises `ValueError` for a connection of another form."""
    facts = Facts("UN300C", can={"systolic": True, "diastolic": True, "pulse": True})
    made: type[Decoder] = Answers
    return LineMeasurer(name, line(connection, 4800, tape), made, facts)
