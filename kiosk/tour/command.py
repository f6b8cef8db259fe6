"""`kiosk tour`: plays a journey through the real window with no display, and keeps pictures, slip and figures."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import told
from kiosk.folders import make_writable

if TYPE_CHECKING:
    from kiosk.tour.play import Summary

LANGUAGES = {"zh": "zh-CN", "en": "en"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `kiosk tour`."""
    parser.add_argument("journey", nargs="?", metavar="NAME", help="which journey; see --list")
    parser.add_argument("--list", action="store_true", help="name the journeys")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where pictures, slips and summary.json go")
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="zh", help="default zh")
    parser.add_argument("--elder", action="store_true", help="big letters")
    parser.add_argument("--contrast", action="store_true", help="high contrast")
    parser.add_argument("--low", action="store_true", help="everything within reach from a wheelchair")


def run(arguments: argparse.Namespace) -> int:
    """0: the right result, and charged = settled + refunded. 1: not so. 2: asked for something that there is not."""
    told.listen()
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    os.environ["QT_QUICK_BACKEND"] = os.environ.get("QT_QUICK_BACKEND") or "software"
    from kiosk.tour.journeys import JOURNEYS  # Qt: not before the platform is chosen

    if arguments.list:
        width = max(map(len, JOURNEYS))
        print("\n".join(f"{name:{width}}  {journey.about}" for name, journey in JOURNEYS.items()))
        return 0
    if arguments.journey not in JOURNEYS:
        unknown = f"there is no journey {arguments.journey!r}: " if arguments.journey else ""
        print(f"{unknown}kiosk tour NAME --out DIR; NAME is one of {', '.join(JOURNEYS)}", file=sys.stderr)
        return 2
    if arguments.out is None:
        print(f"kiosk tour {arguments.journey}: --out DIR is missing: where pictures and slips go", file=sys.stderr)
        return 2
    try:
        make_writable(arguments.out)
    except OSError as error:
        print(f"kiosk tour: nothing can be kept in {arguments.out}: {error.strerror}", file=sys.stderr)
        return 2
    return tour(arguments.journey, arguments)


def tour(name: str, arguments: argparse.Namespace) -> int:
    """Play one journey by name; its exit code."""
    from kiosk.dock.backstage import Backstage
    from kiosk.dock.gateway_program import GatewayDied
    from kiosk.tour.album import Album
    from kiosk.tour.journeys import JOURNEYS
    from kiosk.tour.patience import TooLate
    from kiosk.tour.play import play
    from kiosk.tour.visitor import How
    from kiosk.ui.window import application

    application()
    told.obey()
    how = How(LANGUAGES[arguments.language], arguments.elder, arguments.contrast, arguments.low)
    backstage = Backstage()
    try:
        backstage.open()
        summary = play(JOURNEYS[name], how, Album(arguments.out), backstage)
    except (TooLate, GatewayDied) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    finally:
        backstage.close()
    print(_said(summary))
    return 0 if summary.good else 1


def _said(summary: "Summary") -> str:
    return (
        f"{summary.journey}: {summary.result}, {summary.touches} touches, {summary.seconds} s"
        f" ({summary.machine_seconds} s of them the machine), charged {summary.charged_fen}"
        f" = settled {summary.settled_fen} + refunded {summary.refunded_fen} fen"
    )
