"""Keeps everybody out who does not know the PIN: five free tries, then growing waits that survive a restart."""

import hashlib
import hmac
import json
import logging
import os
import secrets
from pathlib import Path

from kiosk.core.clock import Clock

FREE = 5  # wrong tries in a row that cost nothing
FIRST_WAIT_S = 30.0  # after the next one, and twice as long after each that follows
LONGEST_WAIT_S = 3600.0
COST = {"n": 2**14, "r": 8, "p": 1}  # RFC 7914: 16 MiB and about 50 ms for each guess
log = logging.getLogger(__name__)


class FilePinLock:
    """Implements `PinLock`. `pin` is what `made_from` gave; `file` keeps the wrong tries of this terminal."""

    def __init__(self, pin: str, file: Path, clock: Clock) -> None:
        self._pin = pin
        self._file = file
        self._clock = clock
        self._wrong, self._last = _read(file)

    def wait_s(self) -> float:
        """How long nobody may try; 0 when one may."""
        if self._wrong < FREE:
            return 0.0
        wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (self._wrong - FREE))
        passed = self._clock.now().timestamp() - self._last
        # A clock that was set back must not keep the technician out for longer than the wait itself.
        return min(wait, max(0.0, wait - passed))

    def open(self, pin: str) -> bool:
        """Whether this is the PIN; `False` while nobody may try."""
        if self.wait_s():
            return False
        # Burnt first: who cuts the power while it is being compared gains no try.
        self._keep(self._wrong + 1)
        right = _is(pin, self._pin)
        if right:
            self._keep(0)
        else:
            log.warning("maintenance: wrong PIN, %d in a row", self._wrong)
        return right

    def _keep(self, wrong: int) -> None:
        self._wrong, self._last = wrong, self._clock.now().timestamp()
        new = self._file.with_name(self._file.name + ".new")
        try:
            with new.open("w", encoding="ascii") as opened:
                json.dump({"wrong": self._wrong, "last": self._last}, opened)
                opened.flush()
                os.fsync(opened.fileno())
            new.replace(self._file)
        except OSError as error:  # a technician comes just when the disk is full: count on in memory
            log.error("maintenance: wrong tries cannot be kept: %s", error.strerror)


def made_from(pin: str) -> str:
    """What stands in the configuration for this PIN: salted, and slow to guess (scrypt, RFC 7914)."""
    salt = secrets.token_bytes(16)
    return f"scrypt${salt.hex()}${_hash(pin, salt).hex()}"


def _is(pin: str, made: str) -> bool:
    _, salt, wanted = made.split("$")
    return hmac.compare_digest(_hash(pin, bytes.fromhex(salt)), bytes.fromhex(wanted))


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, dklen=32, **COST)


def _read(file: Path) -> tuple[int, float]:
    """A file that says nothing sensible has been meddled with: no free tries."""
    try:
        told = json.loads(file.read_text("ascii"))
        return int(told["wrong"]), float(told["last"])
    except FileNotFoundError:
        return 0, 0.0
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.error("maintenance: %s cannot be read: %s", file.name, type(error).__name__)
        return FREE, 0.0
