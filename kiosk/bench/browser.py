"""The rival: Debian's Chromium in kiosk mode with a still page that looks like our first screen."""

import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PAGE = Path(__file__).with_name("attract.html")


class Server(ThreadingHTTPServer):
    """Gives the page, and hears from it when it was painted, in seconds since the epoch by its own paint timing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.painted: queue.SimpleQueue[float] = queue.SimpleQueue()

    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Request(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/painted":
            self.server.painted.put(float(parse_qs(asked.query)["at"][0]) / 1000)
        body = PAGE.read_bytes() if asked.path == "/" else b""
        self.send_response(200 if asked.path in ("/", "/painted") else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return  # one line for each request is of no use here


@contextmanager
def page_server() -> Iterator[Server]:
    """Serve the page on a free port of this machine only."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Browser:
    """Chromium as a hospital would start it. `profile` is kept from run to run: its caches are warm."""

    profile: Path
    size: tuple[int, int]
    server: Server
    environment: dict[str, str]
    name: str = "Chromium"

    def command(self) -> list[str]:
        width, height = self.size
        return [
            "chromium",
            "--kiosk",
            f"--window-size={width},{height}",
            "--window-position=0,0",
            f"--user-data-dir={self.profile}",
            # No display card here, as in many lobby PCs; with its emulation Chromium would be slower and larger.
            "--disable-gpu",
            "--no-sandbox",  # as root there is none; it is also lighter without
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--disable-default-apps",
            "--disable-session-crashed-bubble",
            "--noerrdialogs",
            "--password-store=basic",
            self.server.address(),
        ]

    def prepare(self) -> None:
        """Forget what an earlier run may have said too late."""
        while not self.server.painted.empty():
            self.server.painted.get()

    def first_frame(self, wait_s: float) -> float | None:
        """When the page was painted, seconds since the epoch; `None` when it was not within `wait_s`."""
        try:
            return self.server.painted.get(timeout=wait_s)
        except queue.Empty:
            return None


def version() -> str:
    """What Chromium calls itself."""
    asked = [shutil.which("chromium") or "chromium", "--version"]
    return subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False).stdout.strip()
