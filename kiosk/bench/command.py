"""`kiosk bench`: what the terminal costs, measured whole, on this machine, now."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk import told

MISSED, NOT_MEASURED = 1, 2
SLIPS, REPORTS = 300, 5  # of each, in `kiosk bench devices`


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be measured, and how often."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    start = what.add_parser("start", help="first frame, processor time and memory, beside Chromium in kiosk mode")
    start.add_argument("--runs", type=int, default=7, metavar="N", help="starts of each, in turns (default: 7)")
    start.set_defaults(measure=_start)
    touch = what.add_parser("touch", help="tap to next painted screen, while the gateway answers slowly")
    touch.add_argument("--rounds", type=int, default=8, metavar="N", help="walks of 27 taps each (default: 8)")
    touch.set_defaults(measure=_touch)
    money = what.add_parser("money", help="play payments in which everything goes wrong; was a fen ever lost?")
    money.add_argument("--runs", type=int, metavar="N", help="runs, one per seed (default: 10000)")
    money.add_argument("--seed", type=int, metavar="S", help="the first seed; without --runs, that run alone, in words")
    money.add_argument("--story", metavar="NAME", help="that story alone, in words")
    money.add_argument("--cut", metavar="N,M", default="", help="with --story: at which steps the power goes")
    money.set_defaults(measure=_money)
    journal = what.add_parser("journal", help="what a payment's journal costs, beside bare synced commits")
    journal.add_argument("--payments", type=int, default=400, metavar="N", help="in turns (default: 400)")
    journal.add_argument("--folder", type=Path, metavar="FOLDER", help="on which disk (default: a temporary folder)")
    journal.set_defaults(measure=_journal)
    devices = what.add_parser("devices", help="card to bills, ten pages on a printer, forty lines on a slip; as root")
    devices.add_argument("--runs", type=int, default=20, metavar="N", help="cards (default: 20)")
    devices.set_defaults(measure=_devices)
    days = what.add_parser("reconcile", help="a day's whole reconciliation beside the bare join of the same rows")
    days.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="payments a side (default: 1000000)")
    days.set_defaults(measure=_reconcile)


def run(arguments: argparse.Namespace) -> int:
    """0: every target is met. 1: one is missed. 2: it could not be measured, and why."""
    told.listen()
    met = arguments.measure(arguments)
    return NOT_MEASURED if met is None else 0 if met else MISSED


def _start(arguments: argparse.Namespace) -> bool | None:
    from kiosk.bench.display import NotInstalled
    from kiosk.bench.start import Silent, compare

    try:
        return compare(arguments.runs, _say)
    except (NotInstalled, Silent) as error:
        print(error, file=sys.stderr)
        return None


def _touch(arguments: argparse.Namespace) -> bool | None:
    from kiosk.bench.touch import measure
    from kiosk.dock.gateway_program import GatewayDied
    from kiosk.tour.patience import TooLate

    try:
        return measure(arguments.rounds, _say)
    except (GatewayDied, TooLate) as error:
        print(error, file=sys.stderr)
        return None


def _money(arguments: argparse.Namespace) -> bool | None:
    from kiosk.bench import money

    if arguments.story is not None:
        return money.replay_told(arguments.story, map(int, filter(None, arguments.cut.split(","))), _say)
    if arguments.seed is not None and arguments.runs is None:
        return money.replay_seed(arguments.seed, _say)
    return money.prove(10_000 if arguments.runs is None else arguments.runs, arguments.seed or 0, _say)


def _journal(arguments: argparse.Namespace) -> bool:
    from kiosk.bench.journal import measure

    return measure(arguments.payments, arguments.folder, _say)


def _devices(arguments: argparse.Namespace) -> bool | None:
    from kiosk.bench import cards, reports, slips
    from kiosk.dock.gateway_program import GatewayDied
    from kiosk.tour.patience import TooLate

    met = [slips.measure(SLIPS, _say), reports.measure(REPORTS, _say)]
    try:
        met.append(cards.measure(arguments.runs, _say))
    except (GatewayDied, TooLate) as error:
        print(f"card: not measured, {error}", file=sys.stderr)
        met.append(None)
    return altogether(met)


def altogether(met: Sequence[bool | None]) -> bool | None:
    """A target that was missed outweighs one that could not be measured."""
    return False if False in met else None if None in met else True


def _reconcile(arguments: argparse.Namespace) -> bool:
    from kiosk.bench.reconcile import measure

    return measure(arguments.rows, _say)


def _say(line: str) -> None:
    print(line, flush=True)
