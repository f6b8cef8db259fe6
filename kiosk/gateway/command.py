"""`kiosk gateway`: serves the hospital's side of the contract, or writes its OpenAPI document."""

import argparse
import contextlib
import ipaddress
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk import told
from kiosk.core.clock import SystemClock
from kiosk.gateway.api.document import document
from kiosk.gateway.api.sim import OUTSIDE
from kiosk.gateway.app import build
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.demo import open_demo
from kiosk.gateway.demo_past import live_through
from kiosk.gateway.mood import Mood
from kiosk.gateway.serving import PortTaken, listen, serve
from kiosk.gateway.store.database import Address, Database, StoreTrouble, address

WRONG = 2  # exit code: something to be mended by who called, said on stderr


class Wrong(Exception):
    """The command line asks for something that cannot be; the text says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk gateway`."""
    parser.add_argument(
        "act", nargs="?", choices=("serve", "openapi"), default="serve", help="serve (default) or openapi"
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen; not loopback: needs --token-file")
    parser.add_argument("--port", type=_port, default=8460, help="0 is any free one; default 8460")
    parser.add_argument(
        "--database",
        type=_database,
        metavar="FILE",
        help="or postgresql://USER@HOST/DATABASE; default: gateway.db here; --demo: a temporary one",
    )
    parser.add_argument(
        "--wallets",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="--demo on PostgreSQL: where the simulated wallets keep their books; default: here",
    )
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", help="the bearer token that every request must carry"
    )
    parser.add_argument("--demo", action="store_true", help="an invented hospital and simulated wallets")
    parser.add_argument("--out", type=Path, metavar="FILE", help="openapi: where to write the document; else stdout")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 after a clean end; 2 when something has to be mended first, which is said on stderr."""
    try:
        if arguments.act == "openapi":
            _write_document(arguments.out)
        else:
            with told.listening():
                _serve(arguments)
    except (Wrong, PortTaken, StoreTrouble, OSError) as error:
        print(f"gateway: {error}", file=sys.stderr)
        return WRONG
    return 0


def _serve(arguments: argparse.Namespace) -> None:
    token = _token(arguments.token_file)
    if not token and not _is_loopback(arguments.host):
        raise Wrong(
            f"{arguments.host} is not this machine alone: give --token-file FILE, so that not everybody may ask"
        )
    mood = Mood()
    with _private_files(), listen(arguments.host, arguments.port) as listening, _cashier(arguments, mood) as cashier:
        outside = OUTSIDE if arguments.demo else ()
        serve(build(cashier, token=token, outside=outside, mood=mood), listening)


@contextlib.contextmanager
def _private_files() -> Iterator[None]:
    """Patients' names and numbers are in the files made from here on: nobody else on this machine may read them."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def _cashier(arguments: argparse.Namespace, mood: Mood) -> Iterator[Cashier]:
    clock = SystemClock()
    with contextlib.ExitStack() as at_the_end:
        where = arguments.database
        if where is None and arguments.demo:
            where = Path(at_the_end.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-gateway-"))) / "gateway.db"
        where = where or Path("gateway.db")
        if arguments.demo:
            cashier = open_demo(where, clock, mood, arguments.wallets)
        else:
            cashier = Cashier(Database(where), {}, clock)
        at_the_end.callback(cashier.database.close)
        if arguments.demo:
            live_through(cashier, where if isinstance(where, Path) else arguments.wallets / "gateway.db")
        yield cashier


def _write_document(out: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "gateway.db")
        text = json.dumps(document(build(Cashier(database, {}, SystemClock()))), ensure_ascii=False, indent=2) + "\n"
        database.close()
    if out is None:
        sys.stdout.write(text)
    else:
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise Wrong(f"--out {out} cannot be written: {error.strerror}") from error


def _token(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        token = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Wrong(f"--token-file {file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Wrong(f"--token-file {file} is not a text") from error
    if len(token) < 16:
        raise Wrong(f"{file} must hold a token of at least 16 characters")
    return token


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _database(word: str) -> Address:
    try:
        return address(word)
    except StoreTrouble as trouble:
        raise argparse.ArgumentTypeError(str(trouble)) from None


def _port(word: str) -> int:
    if not word.isdecimal() or int(word) > 65535:
        raise argparse.ArgumentTypeError(f"{word!r} is not a port: 0 to 65535")
    return int(word)
