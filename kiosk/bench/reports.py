"""How long ten pages take: given to a real network printer, and said by it to be out."""

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

from kiosk.bench.private_room import network_up, what_is_missing
from kiosk.devices import Pages
from kiosk.devices.ipp.line import IppLine
from kiosk.devices.report_printers.ipp import open_driver
from kiosk.devices.report_printers.ipp_jobs import Jobs

PAGES = 10
TARGET_S = 5.0  # given and confirmed by a printer that needs no time for its pages: all of it is ours
START_S = 20.0
PORT = 8631  # in a network of its own
ADDRESS = f"ipp://127.0.0.1:{PORT}/ipp/print"
PROGRAMS = ("unshare", "dbus-daemon", "avahi-daemon", "ippeveprinter")
PRIVATE = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
RUN = Path("/run/dbus"), Path("/run/avahi-daemon")
ENGINE = f"""#!/bin/sh
for page in $(seq {PAGES}); do echo "ATTR: job-impressions-completed=$page" >&2; done
"""


def measure(runs: int, say: Callable[[str], None]) -> bool | None:
    """Whether it was quick enough; `None` when it could not be measured, e.g. without root or without a program."""
    missing = what_is_missing(*PROGRAMS)
    if missing:
        say(f"report printer: not measured, {missing}")
        return None
    done = subprocess.run(
        [*PRIVATE, sys.executable, "-m", __name__, str(runs)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        say(f"report printer: not measured, {(done.stderr.strip().splitlines() or ['it ended'])[-1]}")
        return None
    given, confirmed = json.loads(done.stdout)
    told = f"{PAGES} pages given in {given * 1000:.0f} ms, out and counted in {confirmed * 1000:.0f} ms"
    say(f"report printer: {told}, p50 of {runs} (target <= {TARGET_S * 1000:g} ms)")
    return float(confirmed) <= TARGET_S


def ten_pages() -> bytes:
    """A PDF of ten A4 pages, 100 dots an inch, with something on each."""
    from PIL import Image, ImageDraw

    sheets = [Image.new("L", (827, 1169), 255) for _ in range(PAGES)]
    for number, sheet in enumerate(sheets, 1):
        ImageDraw.Draw(sheet).text((80, 80), f"TEST {number} / {PAGES}", 0)
    written = BytesIO()
    sheets[0].save(written, "PDF", save_all=True, append_images=sheets[1:], resolution=100)
    return written.getvalue()


def _in_private(runs: int) -> None:
    """Seconds until given and until confirmed, to the one who started this."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        _start_printer(Path(folder), stack)
        pdf, given, confirmed = ten_pages(), [], []
        jobs, printer = Jobs(IppLine(ADDRESS, START_S), "bench"), open_driver(ADDRESS, timeout_s=START_S)
        for run in range(runs):
            began = time.monotonic()
            number = jobs.make(f"bench-{run}", Pages("A4"), jobs.printer())
            jobs.give(number or 0, pdf)
            given.append(time.monotonic() - began)
            while not jobs.look(number or 0, duplex=False).over:
                time.sleep(0.01)
            began = time.monotonic()
            pages: list[int] = []
            if printer.print(pdf, Pages("A4"), pages.append) != PAGES or pages != [*range(1, PAGES + 1)]:
                sys.exit(f"the printer counted {pages}")
            confirmed.append(time.monotonic() - began)
    print(json.dumps([statistics.median(given), statistics.median(confirmed)]))


def _start_printer(folder: Path, stack: ExitStack) -> None:
    network_up()
    for place in RUN:
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "none", str(place)], check=True)
    engine = folder / "engine"
    engine.write_text(ENGINE)
    engine.chmod(0o755)
    _program(stack, (RUN[0] / "system_bus_socket").exists, "dbus-daemon", "--system", "--nofork", "--nopidfile")
    _program(stack, (RUN[1] / "socket").exists, "avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits")
    where = ["-p", str(PORT), "-n", "localhost", "-d", str(folder), "-K", str(folder)]
    engine_and_format = ["-f", "application/pdf", "-c", str(engine)]
    _program(stack, _answers, "ippeveprinter", "-r", "off", *where, *engine_and_format, "Reports")


def _program(stack: ExitStack, is_there: Callable[[], bool], *command: str) -> None:
    program = stack.enter_context(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    stack.callback(program.terminate)
    until = time.monotonic() + START_S
    while not is_there():
        if program.poll() is not None or time.monotonic() > until:
            sys.exit(f"{command[0]} did not start")
        time.sleep(0.02)


def _answers() -> bool:
    try:
        socket.create_connection(("127.0.0.1", PORT), 1).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    _in_private(int(sys.argv[1]))
