"""One database of a PostgreSQL server, claimed by one gateway for as long as it writes.

There is one connection for writing, and it holds the claim: a lock that the server lets go of with the connection, and
with it whatever had not been committed. So nobody writes without the claim, whatever network or server do, and writes
come one after the other as in a file of SQLite.
"""

import logging
from functools import partial

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.store.opened import Opened, StoreTrouble

log = logging.getLogger(__name__)

CLAIM = 0x6B696F736B  # "kiosk": the advisory lock that only one gateway per database can hold
CONNECT_S = 5
LONGEST_S = 10  # for one statement; the longest that is known takes a hundredth of it
READERS, MORE_READERS = 5, 15

SETTINGS = {
    "statement_timeout": f"{LONGEST_S}s",
    # What a gateway that lost its power held is free again in half a minute, and not in two hours.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}
FORM = "postgresql://USER@HOST:PORT/DATABASE"

# What the server or libpq says (SQLSTATE, or part of a text: a connection that fails has no SQLSTATE), and what to do.
TROUBLES = {
    "55P03": "is in use by another gateway; end that one, or use another database",
    "42501": "gives this user no right to make tables; make the user the owner of the database",
    "no password supplied": f"wants a password; put it into ~/.pgpass, or into a file: {FORM}?passfile=FILE",
    "password authentication failed": "does not take this password; correct ~/.pgpass, or the file of ?passfile=",
    "pg_hba.conf": "lets this user or machine not in; see pg_hba.conf on the server",
    "permission denied for database": "lets this user not in; GRANT CONNECT ON DATABASE ...",
    'database "': "is not there; make it: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0",
    'role "': "knows no such user; make it: CREATE USER ...",
    "has no Chinese": "must have the encoding UTF8; make it: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0",
    "session is read-only": "may only be read (a standby?); name the server that may be written",
}


def open_address(address: str, busy_s: float) -> Opened:
    """The database at `postgresql://...`, as libpq understands it. A write waits `busy_s` for a lock, also for the
    claim. Raises `StoreTrouble`; what the driver raises later is for `words`."""
    called = _called(address)
    reads = _engine(partial(_connect, address, busy_s, read_only=True), READERS, MORE_READERS, busy_s)
    writes = _engine(partial(_connect, address, busy_s, read_only=False), 1, 0, busy_s)

    def let_go() -> None:
        reads.dispose()
        writes.dispose()

    return Opened(called, reads, writes, partial(_words, called), let_go)


def _called(address: str) -> str:
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        raise StoreTrouble(f"--database is not an address of PostgreSQL; it is written {FORM}") from None
    if parts.get("password") or parts.get("sslpassword"):
        raise StoreTrouble(
            "a password in --database can be read by everybody on this machine; put it into a file of your own: "
            f"{FORM}?passfile=FILE, or ~/.pgpass"
        )
    who = f"{parts['user']}@" if "user" in parts else ""
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{who}{parts.get('host', '')}{port}/{parts.get('dbname', '')}"


class _Whole(Loader):
    """A sum of fen comes back as a number with decimals; it has none."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data))


def _engine(connect: "partial[psycopg.Connection]", size: int, more: int, busy_s: float) -> Engine:
    # pre_ping: a connection that the server has ended is replaced before it is used. No parameter is ever told.
    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=size,
        max_overflow=more,
        pool_timeout=busy_s,
    )
    event.listen(engine, "handle_error", _keep_to_yourself)
    return engine


def _connect(address: str, busy_s: float, read_only: bool) -> psycopg.Connection:
    connection = psycopg.connect(
        address,
        connect_timeout=CONNECT_S,
        tcp_user_timeout=1000 * LONGEST_S,
        target_session_attrs="read-write",
        client_encoding="UTF8",
        application_name="kiosk gateway",
        autocommit=True,
    )
    try:
        connection.adapters.register_loader("numeric", _Whole)
        for name, value in {**SETTINGS, "lock_timeout": f"{int(1000 * busy_s)}ms"}.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        if not read_only:
            _claim(connection)
        connection.autocommit = False
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = read_only
    except psycopg.Error:
        connection.close()
        raise
    return connection


def _claim(connection: psycopg.Connection) -> None:
    """Only on this connection may be written; when another gateway has the claim the lock times out."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise psycopg.DataError(f"its encoding is {encoding}, which has no Chinese")
    connection.execute("SELECT pg_advisory_lock(%s)", (CLAIM,))
    # What has been answered is on the disk, whatever is this server's habit.
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )
    if connection.execute("SELECT current_setting('fsync')").fetchone() == ("off",):
        log.warning("the PostgreSQL server runs with fsync = off: when it loses power, payments are lost")


def _keep_to_yourself(context: ExceptionContext) -> None:
    """The server's DETAIL repeats the row, and with it a patient's number: only the first line goes on."""
    said, wrapped = context.original_exception, context.sqlalchemy_exception
    if isinstance(said, psycopg.Error):
        first = str(said).partition("\n")[0]
        said.args = (first,)
        if isinstance(wrapped, DBAPIError):
            wrapped.args = (f"({type(said).__name__}) {first}",)


def _words(called: str, error: BaseException) -> str:
    first = str(error).partition("\n")[0]
    said = first.rpartition(" failed: ")[2]
    for sign, words in TROUBLES.items():
        if sign == getattr(error, "sqlstate", None) or sign in said:
            return f"{called} {words}"
    return f"{called} cannot be used: {said}"
