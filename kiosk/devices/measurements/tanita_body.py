"""Height and weight from a Tanita body scale, which sends one line when somebody has been weighed.

Format as its makers' manuals give it ("data output format"): `{0,16,~0,1,~1,1,~2,1,MO,"SC-330",...,Hm,170.0,...,Wk,
65.5,...,CS,D9` CR LF; 9600 8N1; Hm height in cm, Wk weight in kg, CS the low byte of the sum of all before it.
"""

from kiosk.core.events import Reading
from kiosk.devices import Facts
from kiosk.devices.measurements.listening import FAILED, Decoder, LineMeasurer, Result, line, sensible
from kiosk.devices.tape import Tape

MOST = 8192  # bytes of a line; the largest scale sends about 1,500
HEAD, CHECK = b"{0,16,", b"CS,"


class BadLine(Exception):
    """This is no measurement."""


class Lines:
    """See `Decoder`."""

    def __init__(self) -> None:
        self._line = bytearray()

    def feed(self, came: bytes) -> list[Result]:
        found = []
        for byte in came:
            if byte in b"\r\n":
                found += self._end()
            elif len(self._line) < MOST:
                self._line.append(byte)
        return found

    def question(self) -> bytes:
        return b""

    def _end(self) -> list[Result]:
        said = bytes(self._line)
        self._line.clear()
        begin = said.find(HEAD)
        if begin < 0:
            return []
        try:
            return [sensible(decode(said[begin:]))]
        except BadLine:
            return [Result(code=FAILED)]


def decode(said: bytes) -> tuple[Reading, ...]:
    """Height and weight of one line without its end. Raises `BadLine`: checksum, no weight, another form."""
    body, _, told = said.rpartition(CHECK)
    try:
        if int(told, 16) != sum(body) & 0xFF or len(told) != 2:
            raise BadLine("checksum")
        fields = body.decode("ascii").strip("{,").split(",")
        values = dict(zip(fields[::2], fields[1::2], strict=False))
        height, weight = _tenths(values["Hm"], 10), _tenths(values["Wk"], 1000)
    except (ValueError, KeyError) as error:
        raise BadLine(str(error)) from error
    return Reading("height", height, "mm"), Reading("weight", weight, "g")


def _tenths(text: str, times: int) -> int:
    """`191.0` times 10 or 1000, without ever becoming a float."""
    whole, _, part = text.partition(".")
    if not (whole.isdecimal() and part.isdecimal() and len(part) == 1 and len(whole) <= 4):
        raise ValueError("not a number with one decimal")
    return int(whole + part) * times // 10


def mask(said: bytes) -> bytes:
    """A line may hold a person's number, age and values: only its names and signs stay."""
    return bytes(byte if not chr(byte).isdigit() else ord("0") for byte in said)


def open_driver(connection: str, name: str = "body", tape: Tape | None = None) -> LineMeasurer:
    """A scale at `connection` (`serial:///dev/ttyUSB2`). Raises `ValueError` for a connection of another form."""
    facts = Facts("Tanita", can={"height": True, "weight": True})
    made: type[Decoder] = Lines
    return LineMeasurer(name, line(connection, 9600, tape), made, facts)
