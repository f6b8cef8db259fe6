"""`kiosk reconcile`: compares a day of the channels, the hospital and the terminals, and shows what does not match."""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from kiosk import told
from kiosk.contract import Reconciliation
from kiosk.core.clock import SystemClock
from kiosk.folders import make_writable
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.demo import open_insurer, open_wallets
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.reconciliation import books, nightly, report
from kiosk.gateway.reconciliation.demo import made_up_gateway
from kiosk.gateway.reconciliation.result import DoesNotAddUp
from kiosk.gateway.reconciliation.run import READERS, NotReady
from kiosk.gateway.store.database import Address, Database, address
from kiosk.gateway.store.opened import StoreTrouble

OPEN, WRONG = 1, 2


class Wrong(Exception):
    """The command line asks for something that cannot be; the text says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk reconcile`."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day to compare")
    what.add_argument("--demo", action="store_true", help="a made-up day with every kind of difference in it")
    parser.add_argument(
        "--database",
        metavar="FILE",
        default="gateway.db",
        help="or postgresql://USER@HOST/DATABASE; default: gateway.db",
    )
    parser.add_argument(
        "--statements",
        type=Path,
        metavar="FOLDER",
        help="channels' files, as CHANNEL*DATE*.csv or .zip; default: of the simulated wallets beside the database",
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="put the list (CSV) and the pages (HTML) here")


def run(arguments: argparse.Namespace) -> int:
    """0: nothing is open. 1: something is, and stands in the table. 2: it could not be done, and why."""
    try:
        if arguments.demo and arguments.statements is not None:
            raise Wrong("--demo makes its statements up; leave --statements out, or name the day with --date")
        _try_out(arguments.out)
        with told.listening():
            kept = _demo() if arguments.demo else _compare(arguments)
            print(report.table(kept))
            _write(arguments.out, kept)
    except NotReady as error:
        print(f"reconcile: {error}; they are from 10:00 on the day after", file=sys.stderr)
        return WRONG
    except (Wrong, StoreTrouble, DoesNotAddUp, OSError, SQLAlchemyError) as error:
        print(f"reconcile: {error}", file=sys.stderr)
        return WRONG
    return OPEN if any(item.state == "open" for item in kept.items) else 0


def _demo() -> Reconciliation:
    with (
        tempfile.TemporaryDirectory(prefix="kiosk-reconcile-demo-") as folder,
        made_up_gateway(Path(folder)) as (cashier, day, files),
    ):
        return books.balance(cashier, day, files)


def _compare(arguments: argparse.Namespace) -> Reconciliation:
    with _cashier(address(arguments.database), arguments.statements is None) as cashier:
        if arguments.statements is None:
            return nightly.fetched(cashier, arguments.date)
        if not arguments.statements.is_dir():
            raise Wrong(f"--statements {arguments.statements} is not a folder")
        files = _statements(arguments.statements, arguments.date)
        if not files:
            raise Wrong(f"no statement of {arguments.date} in {arguments.statements}: CHANNEL*DATE*.csv or .zip")
        return books.balance(cashier, arguments.date, files)


@contextlib.contextmanager
def _cashier(where: Address, wallets: bool) -> Iterator[Cashier]:
    """On a database that is there; with the simulated wallets and insurer beside it, or with none."""
    if isinstance(where, Path) and not where.exists():
        raise Wrong(f"there is no database {where}; name it with --database, or try --demo")
    clock = SystemClock()
    beside = isinstance(where, Path) and any(where.parent.glob(f"{where.stem}-*-wallet{where.suffix}"))
    if wallets and not beside:
        raise Wrong("give the channels' files with --statements FOLDER, or ask the gateway that is connected to them")
    database = Database(where)
    try:
        if beside and isinstance(where, Path):
            insurance = NationalInsurance(open_insurer(where, clock, ()), clock)
            yield Cashier(database, open_wallets(where, clock), clock, insurance)
        else:
            yield Cashier(database, {}, clock)
    finally:
        database.close()


def _try_out(folder: Path | None) -> None:
    try:
        if folder is not None:
            make_writable(folder)
    except OSError as error:
        raise Wrong(f"nothing can be put into --out {folder}: {error.strerror}") from error


def _write(folder: Path | None, kept: Reconciliation) -> None:
    if folder is None:
        return
    name = f"reconciliation-{kept.date}"
    texts = {f"{name}.csv": report.differences(kept)}
    texts |= {f"{name}-{language}.html": report.page(kept, language) for language in ("zh", "en")}
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
        print(folder / file)


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{word!r} is not a day: YYYY-MM-DD") from error


def _statements(folder: Path, day: date) -> dict[str, Path | None]:
    """What a human has put into a folder. By channel: the file whose name begins with the channel's and holds the day,
    as 2026-03-02 or 20260302."""
    days = (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}")
    found: dict[str, Path | None] = {}
    for file in sorted(folder.iterdir()):
        channel = next((name for name in READERS if file.name.lower().startswith(name)), "")
        if channel and file.suffix.lower() in (".csv", ".zip") and any(told in file.name for told in days):
            found[channel] = file
    return found
