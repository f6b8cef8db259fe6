"""`kiosk bench`: what the terminal costs, measured whole, on this machine, now."""

import argparse
import sys

from kiosk import told

MISSED, NOT_MEASURED = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`kiosk bench start` and `kiosk bench touch`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    start = what.add_parser("start", help="first frame, processor time and memory, beside Chromium in kiosk mode")
    start.add_argument("--runs", type=int, default=7, metavar="N", help="starts of each, in turns (default: 7)")
    start.set_defaults(measure=_start)
    touch = what.add_parser("touch", help="tap to next painted screen, while the gateway answers slowly")
    touch.add_argument("--rounds", type=int, default=8, metavar="N", help="walks of 27 taps each (default: 8)")
    touch.set_defaults(measure=_touch)


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


def _say(line: str) -> None:
    print(line, flush=True)
