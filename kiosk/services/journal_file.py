"""The journal's file: made, known again as ours and as this terminal's, and kept from everybody else."""

import errno
import fcntl
import logging
import os
import sqlite3
from pathlib import Path

import msgspec

from kiosk.core.purchase import FINAL

VERSION = 4
APPLICATION_ID = 0x4B4A524E  # "KJRN": other programs see that it is not theirs, and we that it is ours
MAGIC = b"SQLite format 3\0"
ANOTHER_PROGRAM = "another program's file"
PRIVATE = 0o600
FIRST_TABLES = {"purchase", "bill", "payment", "event"}
log = logging.getLogger(__name__)

# The events are the outbox: up to `sent` the gateway has said that it has them. The id is the file's own, so that a
# new disk is not taken for the old one.
OUTBOX = """
CREATE TABLE outbox (journal_id TEXT NOT NULL, sent INTEGER NOT NULL) STRICT;
INSERT INTO outbox VALUES ('J-' || lower(hex(randomblob(10))), 0);
"""

# The ids of purchases, and so of payments, begin with the terminal's: under another id the book would not be believed.
TERMINAL = "ALTER TABLE outbox ADD COLUMN terminal_id TEXT NOT NULL DEFAULT '';"

# A purchase that has not ended holds itself and its bills, and nothing is held twice. What is unfinished is found here,
# without looking at a hundred thousand that have ended.
HELD = """
CREATE TABLE held (
    what TEXT PRIMARY KEY,
    purchase_id TEXT NOT NULL REFERENCES purchase
) STRICT, WITHOUT ROWID;
"""

# Every table and index that a move writes in is a page more that goes to the disk before the act may follow
# (docs/decisions/0003).
SCHEMA = f"""
CREATE TABLE purchase (
    purchase_id TEXT PRIMARY KEY,
    patient_id TEXT NOT NULL,
    bill_ids TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total >= 0),
    state TEXT NOT NULL,
    presettlement_id TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    own INTEGER NOT NULL DEFAULT 0 CHECK (own >= 0),
    reason TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL
) STRICT;
{HELD}
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    purchase_id TEXT NOT NULL REFERENCES purchase,
    at TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
{OUTBOX}
{TERMINAL}
"""

FROM_VERSION_1 = f"""
ALTER TABLE purchase ADD COLUMN kind TEXT NOT NULL DEFAULT 'bills';
ALTER TABLE purchase ADD COLUMN live INTEGER NOT NULL DEFAULT 1;
UPDATE purchase SET live = 0 WHERE state IN ({", ".join(f"'{state}'" for state in sorted(FINAL))});
DROP INDEX purchase_unfinished;
{OUTBOX}
"""  # noqa: S608  # names of our own states
FROM_VERSION_3 = """
INSERT INTO held SELECT purchase_id, purchase_id FROM purchase WHERE live = 1;
INSERT INTO held SELECT bill_id, purchase_id FROM bill WHERE live = 1;
DROP INDEX IF EXISTS live_purchase;
ALTER TABLE purchase DROP COLUMN live;
ALTER TABLE purchase ADD COLUMN bill_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE purchase ADD COLUMN presettlement_id TEXT NOT NULL DEFAULT '';
ALTER TABLE purchase ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE purchase ADD COLUMN own INTEGER NOT NULL DEFAULT 0 CHECK (own >= 0);
UPDATE purchase SET bill_ids = (
    SELECT json_group_array(bill_id)
    FROM (SELECT bill_id FROM bill WHERE bill.purchase_id = purchase.purchase_id ORDER BY rowid)
);
UPDATE purchase SET presettlement_id = payment.presettlement_id, channel = payment.channel, own = payment.own
FROM payment WHERE payment.purchase_id = purchase.purchase_id;
DROP TABLE bill;
DROP TABLE payment;
"""
STEPS = (FROM_VERSION_1, TERMINAL, HELD + FROM_VERSION_3)  # from each version to the next
FINISH = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"


class _MadeByNewer(sqlite3.DatabaseError):
    """A program that is newer than this one has made the file."""


class _NotOurs(sqlite3.DatabaseError):
    """Another program has made the file: nothing in it is touched."""


class _OfAnotherTerminal(sqlite3.DatabaseError):
    """The money in it was taken under another terminal's id."""


OF_THE_DISK = {errno.ENOSPC: "E-JRN-02", errno.EDQUOT: "E-JRN-02", errno.EWOULDBLOCK: "E-JRN-03"}
OF_SQLITE = {
    sqlite3.SQLITE_FULL: "E-JRN-02",
    sqlite3.SQLITE_BUSY: "E-JRN-03",
    sqlite3.SQLITE_CORRUPT: "E-JRN-05",
    sqlite3.SQLITE_NOTADB: "E-JRN-05",
}


OF_THE_FILE: dict[type[Exception], str] = {
    _MadeByNewer: "E-JRN-04",
    _NotOurs: "E-JRN-07",
    _OfAnotherTerminal: "E-JRN-08",
    # SQLite keeps no sums of what is in a row: a worn disk shows only where the words make no sense any more.
    UnicodeDecodeError: "E-JRN-05",
    msgspec.DecodeError: "E-JRN-05",
    msgspec.ValidationError: "E-JRN-05",
}


def code(error: Exception) -> str:
    """What a technician looks up."""
    if isinstance(error, OSError):
        return OF_THE_DISK.get(error.errno or 0, "E-JRN-01")
    ours = OF_THE_FILE.get(type(error), "E-JRN-01")
    return OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0), ours)


def lock(file: Path) -> int:
    """A second terminal process on the same journal would drive the same purchases: keep it out."""
    opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(opened)
        raise OSError(error.errno, "locked by another program") from error
    return opened


def open_file(file: Path, terminal_id: str) -> sqlite3.Connection:
    """The journal, up to date and this terminal's; a new one when there is none. Raises `sqlite3.Error`, `OSError`."""
    if not file.exists():
        # A new money book knows of no unfinished payment: say so, it may be a mistake in the configuration.
        log.info("a new journal is made: %s", file)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    _look_at_header(file)
    _keep_private(file)
    _write_again(file.with_name(f"{file.name}-wal"))
    db = sqlite3.connect(file, isolation_level=None, timeout=2)
    try:
        # Nobody else writes in it while we have it. Said before anything is read, it holds from now on and not only
        # from the first write.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        _check_ours(db)
        _prepare(db)
        _bring_up_to_date(db)
        _claim(db, terminal_id)
    except BaseException:
        db.close()  # it holds the lock
        raise
    return db


def _look_at_header(file: Path) -> None:
    """Another program's file is refused before anything of it is touched, also what lies beside it.

    https://sqlite.org/fileformat2.html, 1.3: schema cookie at 40, user version at 60, application id at 68. What a
    power cut has left of our own header shows no magic string; what is only in the log yet is looked at afterwards.
    """
    with file.open("rb") as opened:
        header = opened.read(100)
    if len(header) == 100 and header.startswith(MAGIC):
        cookie, version, application = (int.from_bytes(header[at : at + 4]) for at in (40, 60, 68))
        if application not in (0, APPLICATION_ID) or (version == 0 and cookie != 0):
            raise _NotOurs(ANOTHER_PROGRAM)


def _check_ours(db: sqlite3.Connection) -> None:
    (application,), (version,) = (
        db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    new = version == 0 and not tables
    old = application == 0 and version > 0 and tables >= FIRST_TABLES  # the first versions said no application id
    if not (new and application == 0 or old or application == APPLICATION_ID and version > 0):
        raise _NotOurs(ANOTHER_PROGRAM)
    if version > VERSION:
        raise _MadeByNewer(f"made by a newer version (schema {version}, this program knows {VERSION})")


def _keep_private(file: Path) -> None:
    """For the terminal's own user alone: who was where is in it. SQLite gives its own files the same rights."""
    for each in (file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm"))):
        try:
            if each.exists() and each.stat().st_mode & 0o077:
                each.chmod(PRIVATE)
        except PermissionError:
            log.warning("%s can be read by others, and its rights can be changed only by its owner", each)


def _write_again(wal: Path) -> None:
    """See the moves that are not yet home reach the disk, before one of them is believed.

    A failed fsync leaves pages in the cache that read well, count as clean, and are never written: moves saved behind
    them would be lost with the power. Only writing them anew helps, and never over the only copy
    (docs/decisions/0007).
    """
    content = wal.read_bytes() if wal.exists() else b""
    if content:
        copy = wal.with_name(f"{wal.name}-copy")
        copy.unlink(missing_ok=True)
        _write(copy, content)
        os.replace(copy, wal)
    _sync_folder(wal.parent)


def _write(file: Path, content: bytes) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if os.pwrite(opened, content, 0) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(opened)
    finally:
        os.close(opened)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _prepare(db: sqlite3.Connection) -> None:
    if db.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        # Unless its answer is read, a failed fsync goes unnoticed, in the mode that loses the last move with the power.
        raise sqlite3.OperationalError("no write-ahead log can be made")
    db.execute("PRAGMA synchronous = FULL")  # NORMAL lost 697 of 1,000 commits when the power went
    db.execute("PRAGMA foreign_keys = ON")


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version < VERSION:
        steps = SCHEMA if version == 0 else "".join(STEPS[version - 1 :])
        db.executescript(f"BEGIN IMMEDIATE; {steps} {FINISH} COMMIT;")


def _claim(db: sqlite3.Connection, terminal_id: str) -> None:
    """Whose book it is: whoever opens a new one, or one from before this was written down."""
    (belongs_to,) = db.execute("SELECT terminal_id FROM outbox").fetchone()
    if not terminal_id or belongs_to == terminal_id:
        return
    if belongs_to:
        raise _OfAnotherTerminal(f"it is the book of terminal {belongs_to}, and this is {terminal_id}")
    db.execute("UPDATE outbox SET terminal_id = ?", (terminal_id,))
    log.info("the journal is the book of terminal %s from now on", terminal_id)
