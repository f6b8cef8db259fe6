"""Lights at the slots of the cabinet, switched by a relay board on a serial line (Modbus RTU)."""

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, get_args

from kiosk.devices import Facts, Health, Light, Post, Slot
from kiosk.devices.lights.modbus_coil import Declined, Ear, Switched, write_coil
from kiosk.devices.line_thread import GLANCE_S, LineThread
from kiosk.devices.tape import taped
from kiosk.devices.wires import Wire, check, open_wire

if TYPE_CHECKING:
    from kiosk.devices.tape import Tape

GONE = Health("offline", code="E-LGT-01")
HALF_BLINK_S = 0.5  # on, and off; one blink a second is far below what harms anybody
AGAIN_S = 3.0  # each output is told again this often: the board may have been without power
TRIES = 3
BAUD = 9600


class SerialLights:
    """A thread of its own makes the board show what is wanted, and makes lights blink; nobody ever waits for it."""

    def __init__(
        self, name: str, open_line: Callable[[], Wire], outputs: Mapping[Slot, int], unit: int, reply_s: float
    ) -> None:
        self.name = name
        self._outputs = outputs
        self._unit = unit
        self._reply_s = reply_s
        self._wanted: dict[Slot, Light] = dict.fromkeys(outputs, "off")
        self._changed = threading.Event()
        self._told: dict[Slot, tuple[bool, float]] = {}  # what the board was told last, and when
        self._line = LineThread(name, open_line, self._keep, GONE)

    def start(self, post: Post) -> None:
        self._line.start(post)

    def show(self, slot: Slot, light: Light) -> None:
        if self._wanted.get(slot, light) != light:
            self._wanted[slot] = light
            self._changed.set()

    def health(self) -> Health:
        return self._line.health

    def facts(self) -> Facts:
        return Facts("Modbus RTU relay board", can={slot: slot in self._outputs for slot in get_args(Slot)})

    def close(self) -> None:
        """Let go, with all lights off."""
        self._changed.set()
        self._line.close()

    def _keep(self, line: LineThread, wire: Wire) -> None:
        self._told = {}
        while not line.closing:
            self._changed.clear()
            now = time.monotonic()
            for slot in self._outputs:
                self._tell(wire, slot, now)
            line.turn(Health("online"))
            self._changed.wait(min(GLANCE_S, HALF_BLINK_S - now % HALF_BLINK_S))
        for slot in self._outputs:
            wire.write(write_coil(self._unit, self._outputs[slot], on=False))
            wire.read(0.05)

    def _tell(self, wire: Wire, slot: Slot, now: float) -> None:
        """Make one output what it should be now. Raises `TimeoutError` when the board says nothing."""
        wanted = self._wanted[slot]
        on = wanted == "on" or (wanted == "blink" and int(now / HALF_BLINK_S) % 2 == 0)
        was, at = self._told.get(slot, (None, 0.0))
        if was == on and now - at < AGAIN_S:
            return
        for _ in range(TRIES):
            if self._switch(wire, self._outputs[slot], on):
                self._told[slot] = (on, now)
                return
        raise TimeoutError("the relay board does not answer")

    def _switch(self, wire: Wire, output: int, on: bool) -> bool:
        """Whether the board has answered in time; an output that it does not have is not asked for more than that."""
        ear, until = Ear(self._unit), time.monotonic() + self._reply_s
        wire.write(write_coil(self._unit, output, on))
        while (left := until - time.monotonic()) > 0:
            heard = ear.feed(wire.read(min(left, GLANCE_S)))
            if Switched(output, on) in heard or any(isinstance(word, Declined) for word in heard):
                return True
        return False


def open_driver(
    connection: str,
    outputs: Mapping[Slot, int],
    name: str = "lights",
    unit: int = 1,
    timeout_s: float = 0.3,
    tape: "Tape | None" = None,
) -> SerialLights:
    """A relay board on `connection` (see `wires`; 9600 baud unless it says otherwise) with the number `unit`.

    `outputs`: which output (from 0) lights which slot, e.g. `{ cards = 0, receipt_printers = 1, buzzer = 3 }`.
    """
    for slot, output in outputs.items():
        if slot not in get_args(Slot) or not isinstance(output, int) or not 0 <= output <= 0xFFFF:
            raise ValueError(f"outputs has {slot} = {output!r}; slots are {', '.join(get_args(Slot))}, outputs from 0")
    if not 1 <= unit <= 247:
        raise ValueError(f"unit is {unit}; it must be 1 to 247")
    if not outputs:
        raise ValueError("outputs is empty: a board without a lamp is never asked how it is")
    open_line = partial(open_wire, check(connection), 1.0, BAUD)
    return SerialLights(name, taped(open_line, tape), dict(outputs), unit, timeout_s)
