"""`kiosk devices`: the list of devices, the self-test of one, and the playing of a tape."""

import argparse
import fcntl
import math
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Config, ConfigWrong, load_config

if TYPE_CHECKING:
    from kiosk.devices.tape import Tape
    from kiosk.selftest.replay import Recording

WRONG, FAILED = 2, 1
NO_READER = "install pcscd and vsmartcard-vpcd, and have the service started (`kiosk devices` does)"
MOST_S = 3600  # nobody holds a card up for longer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk devices`."""
    acts = parser.add_subparsers(dest="act", metavar="ACT")
    listing = acts.add_parser("list", help="what is configured, what is found, how it is and what it can (as without)")
    test = acts.add_parser("test", help="have one device prove that it works")
    test.add_argument("name", metavar="NAME", help="as the configuration calls it")
    test.add_argument(
        "--wait", type=_seconds, default=30.0, metavar="SECONDS", help="for a card or a code, 30 by itself"
    )
    test.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where a picture is kept")
    test.add_argument("--record", type=Path, metavar="DIR", help="write down what is said, personal data masked")
    replay = acts.add_parser(
        "replay", help="be the device that a tape was made of: on a line, a card reader, the network"
    )
    replay.add_argument("tape", type=Path, metavar="FILE")
    for one in (parser, listing, test):
        one.add_argument("--config", type=Path, default=argparse.SUPPRESS, metavar="FILE", help="kiosk.toml")


def run(arguments: argparse.Namespace) -> int:
    """0 when all is well, 1 when a device failed its test, 2 when something is to be mended by who called."""
    if arguments.act == "replay":
        return _replay(arguments.tape)
    if "config" not in arguments:
        print("kiosk devices: say which terminal: --config kiosk.toml", file=sys.stderr)
        return WRONG
    try:
        config = load_config(arguments.config)
    except ConfigWrong as wrong:
        print(wrong, file=sys.stderr)
        return WRONG
    if _at_work(arguments.config.resolve().parent / config.journal.file):
        print("kiosk devices: this terminal is at work, and its devices with it; end it first", file=sys.stderr)
        return WRONG
    try:
        return _test(config, arguments) if arguments.act == "test" else _list(config)
    except ConfigWrong as wrong:
        for line in str(wrong).splitlines():
            print(f"{arguments.config}: {line}", file=sys.stderr)
        return WRONG


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= MOST_S:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of seconds: above 0, {MOST_S} at most")
    return seconds


def _at_work(journal: Path) -> bool:
    """Whether the terminal itself runs: then it holds its money book. A queue or a network printer that is asked by
    two of us would throw away what it prints for a patient."""
    try:
        with journal.with_name(f"{journal.name}-lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)  # let go at once
    except BlockingIOError:
        return True
    except OSError:  # it has never run here, or not as somebody whose files we may read
        return False
    return False


def _list(config: Config) -> int:
    from kiosk.machine import check_drivers, open_machine
    from kiosk.selftest.found import found
    from kiosk.selftest.listing import configured, plugged_in

    check_drivers(config)
    machine = open_machine(config)
    try:
        machine.start(lambda _: None)
        print("\n".join(["configured", *configured(config, machine.devices, machine.settle)]))
    finally:
        machine.close()
    print("\n".join(["", "found on this computer", *(plugged_in(found(), config) or ["nothing"])]))
    return 0


def _test(config: Config, arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from kiosk.machine import check_drivers, open_machine
    from kiosk.selftest.lines import why_no_line
    from kiosk.selftest.trial import Failed, Trial, trial

    wanted = [device for device in config.devices if device.name == arguments.name]
    if not wanted:
        names = ", ".join(device.name for device in config.devices) or "none"
        raise ConfigWrong(f"no device is called {arguments.name!r}; there are {names}")
    alone = replace(config, devices=tuple(wanted))
    check_drivers(alone)
    machine = open_machine(alone, arguments.record)
    try:
        for line in trial(
            wanted[0].kind, Trial(arguments.name, machine.devices[arguments.name], arguments.wait, arguments.out)
        ):
            print(line, flush=True)
    except Failed as failed:
        print(f"FAILED: {failed}", flush=True)
        if why := why_no_line(wanted[0].settings):
            print(why, flush=True)
        return FAILED
    finally:
        machine.close()
        if arguments.record:
            print(_recorded(machine.tapes, arguments), flush=True)
    print("works")
    return 0


def _recorded(tapes: Sequence["Tape"], arguments: argparse.Namespace) -> str:
    if not tapes:
        return f"nothing was recorded: the driver of {arguments.name} writes no tape"
    return f"recorded, personal data masked: {arguments.record / arguments.name}.tape"


def _replay(file: Path) -> int:
    from kiosk.selftest.replay import BadTape, load_tape

    try:
        tape = load_tape(file)
        PLAYS[tape.spoken](tape)
    except BadTape as bad:
        print(f"{file}: {bad}", file=sys.stderr)
        return WRONG
    return 0


def _play_on_a_line(tape: "Recording") -> None:
    from kiosk.machine import mask_of
    from kiosk.selftest.replay import Player, play_on_a_line

    player = Player(tape.turns, mask_of(tape.driver))
    with tempfile.TemporaryDirectory(prefix="tape-") as folder:
        print("As connection of a device in a kiosk.toml; until Ctrl-C:", file=sys.stderr)
        play_on_a_line(player, Path(folder) / "line", lambda path: print(f"serial://{path}", flush=True))


def _play_cards(tape: "Recording") -> None:
    from kiosk.bench.card_room import PORT
    from kiosk.selftest.replay import BadTape
    from kiosk.selftest.replayed_cards import cards_of, play_on_the_reader

    cards = cards_of(tape.turns)

    def connect() -> socket.socket:
        try:
            return socket.create_connection(("127.0.0.1", PORT), 5)
        except OSError as error:
            raise BadTape(f"no virtual card reader on this computer: {NO_READER}") from error

    print(
        "As reader of a card reader in a kiosk.toml; Return takes a card off and lays the next; until Ctrl-C:",
        file=sys.stderr,
    )
    print("Virtual PCD 00 00", flush=True)
    play_on_the_reader(cards, connect, lambda lies: print("a card lies there" if lies else "no card", flush=True))


def _play_printer(tape: "Recording") -> None:
    from kiosk.selftest.replayed_printer import PlayedPrinter, serve

    printer = PlayedPrinter(tape.turns)
    print("As connection of a report printer in a kiosk.toml; until Ctrl-C:", file=sys.stderr)
    serve(printer, lambda port: print(f"ipp://127.0.0.1:{port}/ipp/print", flush=True))


PLAYS: dict[str, Callable[["Recording"], None]] = {"bytes": _play_on_a_line, "apdu": _play_cards, "ipp": _play_printer}
