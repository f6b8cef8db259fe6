"""The line to a network printer: one question, one answer, over HTTP (RFC 8010, 4)."""

import time
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

import requests

from kiosk.devices.ipp.decode import MOST_BYTES, NotIpp, decode
from kiosk.devices.ipp.encode import encode
from kiosk.devices.ipp.limit import ends_within
from kiosk.devices.ipp.words import Answer, Attribute, Tag

if TYPE_CHECKING:
    from kiosk.devices.tape import Tape

SECURE = {"ipp": False, "http": False, "ipps": True, "https": True}
PORT = 631  # of ipp and ipps (RFC 8010, 4); http and https have their own
CHUNK = 16_384
SLOWEST = 5_000  # bytes of a document that a printer takes in a second, however busy it is


class NoAnswer(OSError):
    """There is no answer that can be trusted: whether the question arrived is not known."""


class IppLine:
    """Each question has a connection of its own: no old one can break, and any thread may ask."""

    def __init__(
        self, connection: str, timeout_s: float, ca_file: str | None = None, tape: "Tape | None" = None
    ) -> None:
        """`connection`: `ipp://HOST[:PORT]/PATH`, also `ipps`, `http`, `https`. `timeout_s`: for connecting, and for
        an answer; twice that for a whole question. `ca_file`: who vouches for the printer's certificate, or that
        itself. Raises `ValueError`."""
        to = urlsplit(connection)
        if to.username or to.password:
            raise ValueError("an address of a printer has no user and no password")
        if to.scheme not in SECURE or not to.hostname or not _has_port(to):
            raise ValueError(f"{connection!r} is no address of a printer; like ipp://10.0.0.7/ipp/print")
        self._secure = SECURE[to.scheme]
        host = f"[{to.hostname}]" if ":" in to.hostname else to.hostname
        own = PORT if to.scheme.startswith("ipp") else (443 if self._secure else 80)
        place = f"{host}:{to.port or own}{to.path or '/'}"
        self._url = f"{'https' if self._secure else 'http'}://{place}"
        self.uri = f"{'ipps' if self._secure else 'ipp'}://{place}"
        self._timeout_s = timeout_s
        self._verify = ca_file or True
        self._numbers = count(1)
        self._tape = tape

    def ask(
        self, operation: int, asked: tuple[Attribute, ...] = (), job: tuple[Attribute, ...] = (), data: bytes = b""
    ) -> Answer:
        """The printer's answer, a refusal too. Raises `NoAnswer`."""
        number = next(self._numbers)
        to = Attribute("printer-uri", Tag.URI, (self.uri,))
        try:
            answer = decode(self._heard(encode(operation, number, (to, *asked), job, data)))
        except NoAnswer:
            raise
        except OSError as error:  # `requests` raises its own, and plain ones, e.g. for a certificate that is not there
            raise NoAnswer(type(error).__name__) from error  # the library's own words are long and name addresses
        except NotIpp as error:
            raise NoAnswer(f"no answer of a printer: {error}") from error
        if answer.request_id != number:
            raise NoAnswer("the answer to another question")
        return answer

    def _heard(self, said: bytes) -> bytes:
        """The answer. With a tape, question and answer are written down together: others are asked meanwhile."""
        began, answer = time.monotonic(), b""
        try:
            answer = self._post(said)
        finally:
            if self._tape is not None:
                self._tape.asked(said, answer, time.monotonic() - began)
        return answer

    def _post(self, said: bytes) -> bytes:
        with requests.Session() as session, ends_within(2 * self._timeout_s + len(said) / SLOWEST) as adapter:
            session.trust_env = False  # a proxy for the web is none for printers
            session.mount(self._url, adapter)
            with session.post(
                self._url,
                said,
                headers={"Content-Type": "application/ipp"},
                timeout=self._timeout_s,
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            ) as reply:
                if reply.status_code != requests.codes.ok:
                    raise NoAnswer(f"HTTP {reply.status_code}")
                return _read(reply, time.monotonic() + self._timeout_s)


def _has_port(to: SplitResult) -> bool:
    """Its own, or none that it names."""
    try:
        return to.port != 0
    except ValueError:
        return False


def _read(reply: requests.Response, until: float) -> bytes:
    heard = bytearray()
    for chunk in reply.iter_content(CHUNK):
        heard += chunk
        if len(heard) > MOST_BYTES:
            raise NoAnswer("an endless answer")
        if time.monotonic() > until:
            raise NoAnswer("an answer that comes too slowly")
    return bytes(heard)
