"""`kiosk bench`: what the terminal costs, measured whole, on this machine, now."""

import argparse
import sys

MISSED, NOT_MEASURED = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`kiosk bench start` and `kiosk bench touch`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    start = what.add_parser("start", help="first frame, processor time and memory, beside Chromium in kiosk mode")
    start.add_argument("--runs", type=int, default=7, metavar="N", help="starts of each, in turns (default: 7)")


def run(arguments: argparse.Namespace) -> int:
    """0: every target is met. 1: one is missed. 2: it could not be measured, and why."""
    from kiosk.bench.display import NotInstalled
    from kiosk.bench.start import Silent, compare

    try:
        met = compare(arguments.runs, lambda line: print(line, flush=True))
    except (NotInstalled, Silent) as error:
        print(error, file=sys.stderr)
        return NOT_MEASURED
    return 0 if met else MISSED
