"""The client against a server that says anything: only an answer of the contract counts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kiosk.core.errors import BackendUnreachable, InsurerSilent, Refused
from kiosk.services.hospital import LARGEST, HospitalClient

PROBLEM = b'{"type":"about:blank","title":"Conflict","status":409,"code":"bill-paid"}'


@contextmanager
def server(status: int, body: bytes, headers: dict[str, str] | None = None) -> Iterator[str]:
    class Says(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            return

    listening = HTTPServer(("127.0.0.1", 0), Says)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    listening.server_close()


def test_a_record_of_the_contract_is_read() -> None:
    with server(200, b'[{"channel":"wechat","up":true,"modes":["shown_code"]}]') as url:
        assert HospitalClient(url).channels()[0].channel == "wechat"


def test_a_definite_no_carries_its_code() -> None:
    with server(409, PROBLEM) as url, pytest.raises(Refused) as refused:
        HospitalClient(url).channels()
    assert refused.value.code == "bill-paid"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"[{"),
        (200, b'[{"channel":"cash","up":true,"modes":[]}]'),
        (200, b'[{"channel":"wechat","up":true,"modes":[],"more":1}]'),
        (200, b"[" + b" " * LARGEST + b"]"),
        (409, b"<html>proxy</html>"),
        (500, PROBLEM),
        (503, b""),
        (400, PROBLEM),
        (302, b""),
        (200, b"\xff\xfe"),
    ],
)
def test_anything_else_is_unknown_never_a_no(status: int, body: bytes) -> None:
    with server(status, body, {"Location": "http://127.0.0.1:1/"}) as url, pytest.raises(BackendUnreachable):
        HospitalClient(url).channels()


def test_the_insurer_s_silence_is_not_the_hospital_s() -> None:
    silent = PROBLEM.replace(b"bill-paid", b"insurance-silent")
    with server(503, silent) as url, pytest.raises(InsurerSilent):
        HospitalClient(url).channels()


def test_an_answer_cut_short_is_unknown() -> None:
    with server(200, b"[", {"Content-Length": "500"}) as url, pytest.raises(BackendUnreachable):
        HospitalClient(url, read_s=0.5).channels()


def test_nobody_listening_is_unknown() -> None:
    with server(200, b"") as url:
        gone = url
    with pytest.raises(BackendUnreachable):
        HospitalClient(gone).channels()
