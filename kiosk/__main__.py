"""The command line. Imports nothing heavy before it must."""

import argparse
import logging
import os
import select
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from kiosk import told

ABOUT = "A self-service terminal for hospital lobbies: patients lay a card on it, see their bills and pay."
# Each command's module has add_arguments(parser) and run(arguments) -> exit code.
COMMANDS = {
    "run": ("kiosk.__main__", "the terminal, as its configuration file says"),
    "demo": ("kiosk.demo.command", "gateway, terminal and dock together, to try it out"),
    "tour": ("kiosk.tour.command", "play a journey with no display and keep pictures, slip and figures"),
    "gateway": ("kiosk.gateway.command", "the hospital's side of the contract"),
    "reconcile": ("kiosk.gateway.reconciliation.command", "compare a day of channels, hospital and terminals"),
    "maintenance": ("kiosk.maintenance", "make the PIN that lets a technician in at the terminal"),
    "alarms": ("kiosk.gateway.alarms_command", "what needs a human, worst first"),
    "devices": ("kiosk.selftest.command", "which devices are there, how they are, and proof that they work"),
    "bench": ("kiosk.bench.command", "measure the terminal"),
}
WRONG = 2  # exit code: something to be mended by who called, said on stderr
INTERRUPTED = 130  # exit code after Ctrl-C, as a shell has it
UNREAD = 141  # exit code when nobody reads on (`| head`), as a shell has it for SIGPIPE


def main(words: list[str] | None = None) -> int:
    """Run one command; its exit code. Ctrl-C ends it without a word, and so does who reads no further."""
    words = sys.argv[1:] if words is None else words
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        try:
            return _command(words)
        finally:
            print(end="", flush=True)  # here, not at the interpreter's end: that would complain when nobody reads
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        if not _unread():
            raise
        return UNREAD


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk run`."""
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="kiosk.toml of this terminal")
    about = "write down there what the devices and we say to each other, with personal data masked"
    parser.add_argument("--record", type=Path, metavar="DIR", help=about)


def run(arguments: argparse.Namespace) -> int:
    """`kiosk run`: see `kiosk.app.run`."""
    from kiosk.config import ConfigWrong

    try:
        return int(_import("kiosk.app").run(arguments.config, arguments.record))
    except ConfigWrong as wrong:
        print(wrong, file=sys.stderr)
        return WRONG


def _command(words: list[str]) -> int:
    if not words or words[0] not in COMMANDS:
        return _overview(words)
    name, about = words[0], COMMANDS[words[0]][1]
    module = _module(name)
    parser = argparse.ArgumentParser(f"kiosk {name}", description=about[0].upper() + about[1:] + ".")
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(words[1:])))


def _unread() -> bool:
    """Whether nobody reads what we print: then the rest is dropped. A line to somebody else may break as well."""
    asked = select.poll()
    asked.register(sys.stdout, 0)
    if not asked.poll(0):
        return False
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return True


def _overview(words: list[str]) -> int:
    """What there is; ends the program with the help, the version, or a complaint about the words."""
    from importlib.metadata import version  # 20 ms of imports that a terminal at its start does not need

    parser = argparse.ArgumentParser("kiosk", description=ABOUT)
    parser.add_argument("--version", action="version", version=f"kiosk {version('kiosk')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for name, (_, about) in COMMANDS.items():
        commands.add_parser(name, help=about)
    parser.parse_args(words)
    return WRONG


def _module(name: str) -> ModuleType:
    return sys.modules[__name__] if name == "run" else _import(COMMANDS[name][0])


def _import(name: str) -> ModuleType:
    with told.listening():
        module = import_module(name)
    told.obey()
    return module


if __name__ == "__main__":
    sys.exit(main())
