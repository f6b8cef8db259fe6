"""`kiosk demo`: gateway, terminal and dock in one go; nothing is left of them afterwards."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from kiosk import told

KNOCK_S = 30
TOUR_OUT = Path("out/tour")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk demo`."""
    parser.add_argument("--out", type=Path, default=TOUR_OUT, metavar="DIR", help="without a display: for the tour")


def run(arguments: argparse.Namespace) -> int:
    """Until a window is closed, Ctrl-C or SIGTERM. Without a display: the exit code of the tour."""
    told.listen()
    seen = has_display()
    told.obey()
    if not seen:
        return _tour(arguments.out)
    from kiosk.demo.stage import demo
    from kiosk.dock.gateway_program import GatewayDied

    try:
        return demo()
    except GatewayDied as error:
        print(f"the gateway did not start: {error}", file=sys.stderr)
        return 1


def has_display() -> bool:
    """Whether somebody could see a window. A display that is named but does not answer would end Qt with a crash, so
    another process knocks first."""
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        return False
    knock = [sys.executable, "-c", "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"]
    return subprocess.run(knock, capture_output=True, check=False, timeout=KNOCK_S).returncode == 0  # noqa: S603


def _tour(out: Path) -> int:
    from kiosk.tour import command

    print(
        f"This machine has no display: playing the tour `pay` instead; its pictures go to {out.resolve()}", flush=True
    )
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(["pay", "--out", str(out)]))
