"""`kiosk alarms`: what needs a human, worst first, in plain words, for the hospital's staff."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec
import requests

from kiosk.contract import Alarm, AlarmPage, AlarmQuery, Problem, ResolutionRequest
from kiosk.contract.record import Id
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Refused
from kiosk.core.money import yuan
from kiosk.gateway.cashier import Cashier, alarms
from kiosk.gateway.reconciliation.findings import KINDS as FINDINGS
from kiosk.gateway.store.database import Database, StoreTrouble, address

T = TypeVar("T")

WRONG = 2  # exit code: something to be mended by who called, said on stderr
WAIT_S = 10.0

# Every kind there is, the worst first: what it is, and what may be done.
KINDS: dict[str, tuple[str, str]] = {
    "journal-unusable": (
        "The terminal cannot write its money book: it takes no payments.",
        "Look at its disk. What it has is safe; do not delete the file.",
    ),
    "journal-differs": (
        "The terminal's money book contradicts what it told before.",
        "Was its disk restored from a copy? Compare the purchases of that day before it goes on.",
    ),
    "refund-refused": (
        "The channel refuses to give the money back.",
        "Ask the channel why. The gateway goes on trying; it ends by itself once the channel agrees.",
    ),
    "channel-silent": (
        "The channel does not say whether money was taken.",
        "Look in the channel's own list for the payment. Give nothing back by hand before it has answered.",
    ),
    "money-waiting": (
        "Money was taken, and the terminal has not settled it.",
        "Bring the terminal back, it settles by itself. After twelve hours the gateway gives the money back.",
    ),
    "purchase-stuck": (
        "A purchase at the terminal has not moved for ten minutes.",
        "Look at the terminal's maintenance screen and try again there.",
    ),
    "insurance-open": (
        "The insurer has not said whether a settlement stands, or whether it is undone.",
        "Ask the insurer by the settlement's number. The gateway goes on asking.",
    ),
    "refund-open": (
        "A refund has not reached the patient for an hour.",
        "Ask the channel. Do not pay in cash: the refund may still arrive.",
    ),
    "close-out-open": (
        "A prepaid card is being closed out, and a part of it has not reached the patient for an hour.",
        "Ask the channel. The card stays frozen and the gateway goes on asking; pay nothing out in cash meanwhile.",
    ),
    "left-behind": (
        "No terminal came back for this money: it has been given back, and the bills are unpaid again.",
        "Tell the patient when they ask.",
    ),
    "ledger-differs": (
        "A prepaid card or a due does not add up: nothing is moved on it.",
        "Compare the account's entries with its receipts. Pay nothing out before they add up again.",
    ),
    "statement-late": (
        "A channel's statement has not come two days after its day.",
        "Download it at the channel, and compare that day: kiosk reconcile --date DAY --statements FOLDER.",
    ),
    "reconciliation": ("", "Compare the order with the channel's statement."),
    "help": ("A patient asks for help at the terminal.", "Go there."),
}
LAST = ("help", "left-behind")  # no money waits there


class Wrong(Exception):
    """What was asked for cannot be done as it was said; the text says what to mend."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk alarms`."""
    parser.add_argument("act", nargs="?", choices=("list", "accept"), default="list", help="list (default) or accept")
    parser.add_argument("alarm", nargs="?", help="accept: its id; you have seen to it")
    parser.add_argument("--who", default="", help="accept: who you are, a staff id")
    parser.add_argument("--note", default="", help="accept: what you did; nothing about a patient")
    parser.add_argument("--gateway", metavar="URL", default="http://127.0.0.1:8460", help="a running gateway")
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="the gateway's bearer token")
    parser.add_argument("--database", metavar="WHERE", help="read the database of a gateway that is not running")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 when nothing is open, 1 when something is; 2 when something has to be mended first."""
    try:
        if arguments.act == "accept":
            return _accept(arguments)
        found = _in_database(arguments.database) if arguments.database else _at_gateway(arguments)
        print(table(found), end="")
        return 1 if found else 0
    except (requests.RequestException, msgspec.DecodeError):
        asked = f"no gateway answers at {arguments.gateway}; start it or name another with --gateway"
        print(f"alarms: {asked}", file=sys.stderr)
        return WRONG
    except (Refused, StoreTrouble, Wrong, OSError) as error:
        print(f"alarms: {error}", file=sys.stderr)
        return WRONG


def table(found: list[Alarm]) -> str:
    """Worst first; each with what is known and what may be done."""
    if not found:
        return "Nothing needs a human.\n"
    rank = {kind: at for at, kind in enumerate(KINDS)}
    rows = sorted(found, key=lambda alarm: (alarm.kind in LAST, rank[alarm.kind], alarm.since))
    return "\n".join(_row(alarm) for alarm in rows)


def _row(alarm: Alarm) -> str:
    known, todo = _words(alarm)
    facts = [
        alarm.terminal_id and f"terminal {alarm.terminal_id}",
        alarm.purchase_id and f"purchase {alarm.purchase_id}",
        alarm.channel,
        yuan(alarm.amount) if alarm.amount else "",
        alarm.state and f"state {alarm.state}",
        alarm.reason,
        f"{alarm.times} times" if alarm.times > 1 else "",
    ]
    return (
        f"{alarm.alarm_id}  {alarm.kind}  since {alarm.since}\n"
        f"  {', '.join(fact for fact in facts if fact)}\n"
        f"  {known}\n"
        f"  -> {todo}\n"
    )


def _words(alarm: Alarm) -> tuple[str, str]:
    found = FINDINGS.get(alarm.reason) if alarm.kind == "reconciliation" else None
    if found is None:
        return KINDS[alarm.kind]
    return f"{found.name.en}.", f"{found.task.en}." if found.task else KINDS[alarm.kind][1]


def _in_database(where: str) -> list[Alarm]:
    wanted = address(where)
    if isinstance(wanted, Path) and not wanted.exists():
        raise StoreTrouble(f"{where} is not there")
    database = Database(wanted)
    try:
        cashier = Cashier(database, {}, SystemClock())
        return _all_pages(lambda after: alarms.page(cashier, AlarmQuery(after=after)))
    finally:
        database.close()


def _at_gateway(arguments: argparse.Namespace) -> list[Alarm]:
    return _all_pages(lambda after: _ask(arguments, "GET", f"/v1/alarms?after={after}", None, AlarmPage))


def _all_pages(ask: Callable[[str], AlarmPage]) -> list[Alarm]:
    page = ask("")
    found = list(page.alarms)
    while page.next:
        page = ask(page.next)
        found += page.alarms
    return found


def _accept(arguments: argparse.Namespace) -> int:
    if not arguments.alarm or not arguments.who:
        print("alarms: accept needs the alarm's id and --who", file=sys.stderr)
        return WRONG
    _check_id(arguments.alarm)
    request = ResolutionRequest(who=arguments.who, note=arguments.note)
    _ask(arguments, "PUT", f"/v1/alarms/{quote(arguments.alarm, safe='')}/resolution", request, Alarm)
    print("Noted. It changes no money: if its cause stands, it comes again.")
    return 0


def _check_id(alarm: str) -> None:
    try:
        msgspec.convert(alarm, Id)
    except msgspec.ValidationError:
        raise Wrong(f"{alarm} is no id of an alarm; `kiosk alarms` lists those that are open") from None


def _ask(arguments: argparse.Namespace, method: str, path: str, body: object, wanted: type[T]) -> T:
    if not arguments.gateway.startswith(("http://", "https://")):
        raise Wrong("--gateway wants an address that begins with http:// or https://")
    headers = {"Content-Type": "application/json"}
    if arguments.token_file:
        headers["Authorization"] = f"Bearer {_token(arguments.token_file)}"
    with requests.Session() as http:
        http.trust_env = False
        content = None if body is None else msgspec.json.encode(body)
        url = arguments.gateway.rstrip("/") + path
        answer = http.request(method, url, data=content, headers=headers, timeout=WAIT_S, allow_redirects=False)
    if answer.status_code == 200:
        return msgspec.json.decode(answer.content, type=wanted)
    problem = msgspec.json.decode(answer.content, type=Problem)
    raise Refused(problem.code, problem.title)


def _token(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except UnicodeDecodeError as error:
        raise Wrong(
            f"--token-file {file} holds something else than a token: letters, digits and signs of ASCII"
        ) from error
