"""The command line: `kiosk run`, `demo`, `tour`, `gateway`, `bench`. Imports nothing heavy before it must."""

import argparse
import logging
import sys
from importlib import import_module
from pathlib import Path

# Each command's module has add_arguments(parser) and run(arguments) -> exit code.
COMMANDS = {
    "demo": ("kiosk.demo.command", "gateway, terminal and dock together, to try it out"),
    "tour": ("kiosk.tour.command", "play a journey with no display and keep pictures, slip and figures"),
    "gateway": ("kiosk.gateway.command", "the hospital's side of the contract"),
    "bench": ("kiosk.bench.command", "measure the terminal"),
}
WRONG = 2  # exit code: something to be mended by who called, said on stderr


def main(words: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    words = sys.argv[1:] if words is None else words
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    if words and words[0] in COMMANDS:
        module = import_module(COMMANDS[words[0]][0])
        parser = argparse.ArgumentParser(f"kiosk {words[0]}", description=COMMANDS[words[0]][1])
        module.add_arguments(parser)
        return int(module.run(parser.parse_args(words[1:])))
    parser = argparse.ArgumentParser("kiosk", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, about) in COMMANDS.items():
        commands.add_parser(name, help=about)
    run = commands.add_parser("run", help="the terminal")
    run.add_argument("--config", type=Path, required=True, metavar="FILE", help="kiosk.toml of this terminal")
    return _run(parser.parse_args(words).config)


def _run(config: Path) -> int:
    from kiosk.config import ConfigWrong

    try:
        from kiosk.app import run

        return run(config)
    except ConfigWrong as wrong:
        print(wrong, file=sys.stderr)
        return WRONG


if __name__ == "__main__":
    sys.exit(main())
