"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket in it, gone with them."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

BINARIES = Path("/usr/lib/postgresql")
START_S = 60
# No power is lost here, so nothing has to reach the disk: that is what no hospital may copy.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
}


@dataclass
class Server:
    """Databases are made as copies of others, in the blink of an eye."""

    folder: Path
    _program: "subprocess.Popen[str] | None" = field(default=None, init=False)
    _made: int = field(default=0, init=False)

    def start(self) -> None:
        """Returns when it answers."""
        words = [f"{name}={value}" for name, value in SETTINGS.items()]
        command = [str(binary("postgres")), "-D", str(self.data), "-k", str(self.folder), "-h", ""]
        command += [part for word in words for part in ("-c", word)]
        self._program = subprocess.Popen(
            [*as_its_user(), *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        said = self._program.stderr
        assert said is not None
        giving_up = threading.Timer(START_S, self._program.kill)
        giving_up.start()
        heard = next((line for line in said if "ready to accept connections" in line), "")
        giving_up.cancel()
        assert heard, "PostgreSQL did not start"
        threading.Thread(target=said.read, daemon=True).start()

    def stop(self) -> None:
        """At once: whoever is connected is cut off, and what was not committed is not there."""
        if self._program is not None:
            self._program.send_signal(signal.SIGQUIT)
            self._program.wait(START_S)
            self._program = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str, user: str = "kiosk") -> str:
        """The address of a database."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def connection(self, database: str = "postgres") -> psycopg.Connection:
        """A line of the owner of everything; each statement is committed at once."""
        return psycopg.connect(self.url(database), autocommit=True)

    def run(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """The rows of the last statement."""
        rows: list[tuple[object, ...]] = []
        with self.connection(database) as connection:
            for statement in statements:
                found = connection.execute(statement.encode())
                rows = found.fetchall() if found.description else []
        return rows

    @contextmanager
    def database(self, like: str = "template0") -> Iterator[str]:
        """A database that is a copy of another; its name."""
        self._made += 1
        name = f"made_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {like} ENCODING 'UTF8'")
        try:
            yield name
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server() -> Iterator[Server]:
    """A running server; its folder is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-postgresql-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        made = Server(folder)
        # Chinese sorts its own way here: an order that we rely on must be one that we have asked for.
        locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh"]
        command = [str(binary("initdb")), "-D", str(made.data), "-U", "kiosk", "--auth=trust", "--no-sync", *locale]
        subprocess.run([*as_its_user(), *command], check=True, capture_output=True, timeout=START_S)
        # Who needs a password, who is not let in at all, and who needs nothing.
        rules = "local all guarded scram-sha-256\nlocal all banned reject\nlocal all all trust\n"
        (made.data / "pg_hba.conf").write_text(rules)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_its_user() -> list[str]:
    """PostgreSQL refuses to run as root; and when the tests are killed, it ends too."""
    user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *user, "--pdeathsig=QUIT"]


def binary(name: str) -> Path:
    """Debian keeps the server's programs beside the path, by version."""
    found = sorted(BINARIES.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL is not installed here: make setup")
    return found[-1]
