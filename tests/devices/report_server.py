"""A print server of a few words: takes every document, prints it at once, and can be unplugged and plugged in again."""

import io
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image

from kiosk.devices.ipp import Attribute, Operation, Tag, decode, encode

IDLE, PRINTING, COMPLETED = 3, 5, 9
PRINTER = (
    Attribute("printer-state", Tag.ENUM, (IDLE,)),
    Attribute("printer-state-reasons", Tag.KEYWORD, ("none",)),
    Attribute("printer-is-accepting-jobs", Tag.BOOLEAN, (True,)),
)


@cache
def one_page() -> bytes:
    written = io.BytesIO()
    Image.new("1", (83, 117), 1).save(written, "PDF", resolution=10)
    return written.getvalue()


class ReportServer:
    """`looks_until_unplugged`: so many looks at a document that is being printed, then the plug is pulled."""

    def __init__(self) -> None:
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self._silent = False
        self._plugged = False
        self.looks_until_unplugged = 0
        self.plug()
        self.unplug()
        self.address = f"ipp://127.0.0.1:{self._port}/ipp/print"

    def plug(self) -> None:
        there = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = there.answer(self.rfile.read(int(self.headers["Content-Length"])))
                if said:
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(said)

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Door)
        self._server.daemon_threads = True
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self._plugged = True

    def unplug(self) -> None:
        self._plugged = False
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def mute(self, silent: bool) -> None:
        self._silent = silent

    def answer(self, said: bytes) -> bytes:
        """Empty: it hangs up."""
        asked = decode(said)
        if asked.status == Operation.GET_JOB_ATTRIBUTES and self.looks_until_unplugged:
            self.looks_until_unplugged -= 1
            self._plugged = self.looks_until_unplugged > 0
            return self._told(asked.request_id, PRINTING) if self._plugged else b""
        if self._silent or not self._plugged:
            return b""
        if asked.status == Operation.GET_PRINTER_ATTRIBUTES:
            at = len(encode(0, asked.request_id, ())) - 1
            told = encode(0, asked.request_id, (), PRINTER)
            return told[:at] + b"\x04" + told[at + 1 :]  # about the printer
        if asked.status == Operation.GET_JOBS:
            return encode(0, asked.request_id, ())
        return self._told(asked.request_id, COMPLETED)

    def _told(self, number: int, state: int) -> bytes:
        job = (
            Attribute("job-id", Tag.INTEGER, (1,)),
            Attribute("job-state", Tag.ENUM, (state,)),
            Attribute("time-at-processing", Tag.INTEGER, (1,)),
        )
        return encode(0, number, (), job)
