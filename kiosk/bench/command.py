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
    start.add_argument("--runs", type=_count, default=7, metavar="N", help="starts of each, in turns (default: 7)")
    start.set_defaults(measure=_start)
    touch = what.add_parser("touch", help="tap to next painted screen, while the gateway answers slowly")
    touch.add_argument("--rounds", type=_count, default=8, metavar="N", help="walks of 27 taps each (default: 8)")
    touch.set_defaults(measure=_touch)
    money = what.add_parser("money", help="play payments in which everything goes wrong; was a fen ever lost?")
    money.add_argument("--runs", type=_count, metavar="N", help="runs, one per seed (default: 10000)")
    money.add_argument(
        "--seed", type=_seed, metavar="S", help="the first seed; without --runs, that run alone, in words"
    )
    money.add_argument("--story", metavar="NAME", help="that story alone, in words")
    money.add_argument("--cut", type=_steps, metavar="N,M", help="with --story: at which steps the power goes")
    money.set_defaults(measure=_money)
    journal = what.add_parser("journal", help="what a payment's journal costs, beside bare synced commits")
    journal.add_argument("--payments", type=_count, default=400, metavar="N", help="in turns (default: 400)")
    journal.add_argument("--folder", type=Path, metavar="FOLDER", help="on which disk (default: a temporary folder)")
    journal.set_defaults(measure=_journal)
    devices = what.add_parser("devices", help="card to bills, ten pages on a printer, forty lines on a slip; as root")
    devices.add_argument("--runs", type=_count, default=20, metavar="N", help="cards (default: 20)")
    devices.set_defaults(measure=_devices)
    days = what.add_parser("reconcile", help="a day's whole reconciliation beside the bare join of the same rows")
    days.add_argument("--rows", type=_count, default=1_000_000, metavar="N", help="payments a side (default: 1000000)")
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

    if arguments.story is None and arguments.cut is not None:
        return _not_measured("--cut needs --story NAME: it says at which of the story's steps the power goes")
    if arguments.story is not None and (arguments.seed, arguments.runs) != (None, None):
        return _not_measured("--story is told alone: it goes with --cut only, not with --seed or --runs")
    if arguments.story is not None:
        return money.replay_told(arguments.story, arguments.cut or (), _say)
    if arguments.seed is not None and arguments.runs is None:
        return money.replay_seed(arguments.seed, _say)
    return money.prove(10_000 if arguments.runs is None else arguments.runs, arguments.seed or 0, _say)


def _journal(arguments: argparse.Namespace) -> bool | None:
    from kiosk.bench.journal import measure

    try:
        return measure(arguments.payments, arguments.folder, _say)
    except OSError as error:
        return _not_measured(f"no folder can be made in {arguments.folder or 'the temporary one'}: {error.strerror}")


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


def _reconcile(arguments: argparse.Namespace) -> bool | None:
    from kiosk.bench.reconcile import FEWEST, measure

    if arguments.rows < FEWEST:
        return _not_measured(
            f"--rows {arguments.rows} is too few: of every difference there are some, {FEWEST} at least"
        )
    return measure(arguments.rows, _say)


def _not_measured(why: str) -> bool | None:
    print(f"kiosk bench: {why}", file=sys.stderr)
    return None


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number above 0")
    return int(word)


def _seed(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"{word!r} is not a seed: a whole number, 0 or more")
    return int(word)


def _steps(word: str) -> tuple[int, ...]:
    return tuple(_count(step) for step in word.split(","))


def _say(line: str) -> None:
    print(line, flush=True)
