"""`kiosk maintenance pin`: makes the line of the configuration that lets a technician in."""

import argparse
import getpass
import sys

WRONG = 2  # exit code: something to be mended by who called, said on stderr
LEAST, MOST = 6, 12  # digits
DEMO_PIN = "246813"  # as assets/demo/kiosk.toml says


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk maintenance`."""
    parser.add_argument("act", choices=("pin",), help="ask for a PIN twice and print the lines for kiosk.toml")


def run(_: argparse.Namespace) -> int:
    """Exit code 0 with the lines on stdout; 2 when the PIN will not do, which is said on stderr."""
    from kiosk.services.pin_lock import made_from

    try:
        pin = _ask(f"PIN ({LEAST} to {MOST} digits): ")
        problem = _problem(pin) or ("" if pin == _ask("The same again: ") else "the two are not the same")
    except EOFError:  # Ctrl-D
        print(file=sys.stderr)  # the question has not ended its line
        problem = "no PIN was given, and none was made"
    if problem:
        print(f"maintenance: {problem}", file=sys.stderr)
        return WRONG
    print(f'[maintenance]\npin = "{made_from(pin)}"')
    return 0


def _ask(question: str) -> str:
    """Without showing it on a terminal; from a pipe, one line each."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _problem(pin: str) -> str:
    if not (pin.isascii() and pin.isdigit() and LEAST <= len(pin) <= MOST):
        return f"a PIN is {LEAST} to {MOST} digits"
    if len(set(pin)) < 3 or pin in "01234567890123456789" or pin in "98765432109876543210":
        return "this PIN is the first that anybody tries"
    if pin == DEMO_PIN:
        return "this is the PIN of the demo, and everybody can read it"
    return ""
