"""A real print server (cupsd) of our own: its own folder, its own port of this machine only, nobody else sees it.

Its queues are raw: what comes in goes out unchanged, through a backend of ours that calls a printer's network port as
the server's own would, and says and does on the way what a test wants of it.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

SERVER = shutil.which("cupsd", path="/usr/sbin:/usr/bin")
BACKEND = """#!/usr/bin/python3 -SE
import os, socket, sys, time

if len(sys.argv) == 1:
    sys.exit(0)  # asked what it finds by itself: nothing

def say(line):
    print(line, file=sys.stderr, flush=True)

server, until = os.getppid(), time.monotonic() + 30
script = open({script!r}).read().splitlines()
for line in script:
    if line.startswith("exit "):
        sys.exit(int(line[5:]))
    say(line)
slip = open(sys.argv[6], "rb").read() if len(sys.argv) > 6 else sys.stdin.buffer.read()
host, port = os.environ["DEVICE_URI"].split("//")[1].split(":")
say("STATE: +connecting-to-device")
while True:
    try:
        line = socket.create_connection((host, int(port)), 5)
        break
    except OSError:
        if os.getppid() != server or time.monotonic() > until:
            sys.exit(1)
        time.sleep(0.05)
say("STATE: -connecting-to-device")
line.sendall(slip)
line.shutdown(socket.SHUT_WR)
line.settimeout(10)
while line.recv(1024):
    pass
"""
SETTINGS = """
Listen 127.0.0.1:{port}
LogLevel debug
Browsing No
WebInterface No
DefaultAuthType None
JobKillDelay 1
JobRetryInterval 1
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit Cancel-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
PLACES = """
ServerRoot {folder}
RequestRoot {folder}/spool
StateDir {folder}/state
CacheDir {folder}/cache
TempDir {folder}/tmp
ServerBin {folder}/bin
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
"""
QUEUE = """
<Printer {name}>
DeviceURI call://127.0.0.1:{port}
State Idle
Accepting Yes
Shared No
ErrorPolicy {policy}
</Printer>
"""
FOLDERS = ("spool", "state", "cache", "tmp", "log", "bin/backend")
PROGRAMS = Path("/usr/lib/cups/daemon")
START_S = 60.0


class PrintServer:
    """`queues`: each name and the port of this machine where its printer listens. Started by `start`.

    `policy`: what becomes of a job whose printer fails: `retry-job`, `stop-printer`, `abort-job`.
    """

    def __init__(self, queues: dict[str, int], policy: str = "retry-job") -> None:
        self._home = tempfile.TemporaryDirectory(prefix="print-server-")
        self._folder = Path(self._home.name)
        self._script = self._folder / "script"
        self._server: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        for folder in FOLDERS:
            (self._folder / folder).mkdir(parents=True)
        (self._folder / "bin" / "daemon").symlink_to(PROGRAMS)
        self.says()
        self._write("cupsd.conf", SETTINGS.format(port=self.port))
        self._write("cups-files.conf", PLACES.format(folder=self._folder))
        listed = (QUEUE.format(name=name, port=port, policy=policy) for name, port in queues.items())
        self._write("printers.conf", "".join(listed))
        self._write("bin/backend/call", BACKEND.format(script=str(self._script)), 0o755)
        if os.geteuid() == 0:  # the server lets only its own user write, and runs backends that only root can change
            for place in (self._folder, *map(self._folder.joinpath, ("spool", "state", "cache", "tmp", "log"))):
                shutil.chown(place, group="lp")
                place.chmod(0o775)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once it answers."""
        assert SERVER is not None, "cupsd is not installed"
        command = [SERVER, "-f", "-c", f"{self._folder}/cupsd.conf", "-s", f"{self._folder}/cups-files.conf"]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + START_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self._server.poll() is None, self.log()
                assert time.monotonic() < until, self.log()
                threading.Event().wait(0.05)

    def kill(self) -> None:
        """As a power cut would: what it had taken stays in its folder."""
        assert self._server is not None
        self._server.kill()
        self._server.wait(START_S)

    def kill_over_a_job(self) -> None:
        """As soon as there is one to print."""
        self.wait_for_jobs(1)
        self.kill()

    def close(self) -> None:
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            try:
                self._server.wait(START_S)
            except subprocess.TimeoutExpired:
                self.kill()
        self._home.cleanup()

    def says(self, *lines: str) -> None:
        """What the backend says or does before it calls: `STATE: +media-empty-error`; `exit 1` failed, `exit 3` holds
        the job, `exit 4` stops the queue. Nothing by itself."""
        self._script.write_text("\n".join(lines))
        self._script.chmod(0o644)

    def stop_queue(self, name: str) -> None:
        """As a technician does."""
        self._client("cupsdisable", name)

    def start_queue(self, name: str) -> None:
        self._client("cupsenable", name)

    def refuse_jobs(self, name: str) -> None:
        self._client("cupsreject", name)

    def jobs(self, which: str = "not-completed") -> list[str]:
        """The names of the jobs it still has to print, or of the `completed` ones."""
        return [line.split()[0] for line in self._client("lpstat", "-W", which, "-o").splitlines()]

    def wait_for_jobs(self, count: int) -> None:
        """Returns once just so many are left to print."""
        until = time.monotonic() + START_S
        while len(self.jobs()) != count:
            assert time.monotonic() < until, self.log()
            threading.Event().wait(0.05)

    def put(self, queue: str, data: bytes) -> None:
        """As somebody else does from another computer."""
        self._client("lp", "-d", queue, "-o", "raw", "-s", data=data)

    def log(self) -> str:
        """What it wrote down: for whoever looks for a mistake."""
        file = self._folder / "log" / "error"
        return file.read_text(errors="replace") if file.exists() else "nothing was written down"

    def _client(self, program: str, *words: str, data: bytes = b"") -> str:
        command = [program, "-h", self.address, *words]
        return subprocess.run(command, input=data, check=True, capture_output=True, timeout=START_S).stdout.decode()

    def _write(self, name: str, text: str, mode: int = 0o644) -> None:
        file = self._folder / name
        file.write_text(text)
        file.chmod(mode)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
