"""The self-test of one device: what it is told to do, and what came of it, line by line, nothing personal in it."""

import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast, get_args

from kiosk.core.errors import DeviceFault, PagesLeft
from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, CodeScanned, Event, Measured
from kiosk.core.payment_codes import route
from kiosk.devices import (
    Barcode,
    Camera,
    CardDispenser,
    Device,
    Kind,
    Lights,
    Line,
    Pages,
    Pair,
    Qr,
    ReceiptPrinter,
    ReportPrinter,
    Rule,
    Slip,
    Slot,
    Speaker,
    Title,
)
from kiosk.selftest.codes import with_advice
from kiosk.selftest.keys import typed_here
from kiosk.selftest.listing import abilities, state

LIGHT_S = 1.0
WARM_UP_S = 5.0  # what a device that is there may need to be found
PICTURE_S = 10.0  # until a camera gives its first picture


Heard = tuple[Event, float]


class Failed(Exception):
    """The device did not do what it was told; the text says what it did instead."""


@dataclass(frozen=True)
class Trial:
    """`wait_s`: how long somebody has to lay a card down or hold a code up. `out`: where pictures are kept. `heard`:
    what the device says by itself, and when."""

    name: str
    device: Device
    wait_s: float
    out: Path
    heard: "queue.SimpleQueue[Heard]" = field(default_factory=queue.SimpleQueue)


def trial(kind: Kind, at: Trial) -> Iterator[str]:
    """Evidence, line by line, as it comes. Raises `Failed`."""
    _wake(at)
    health = at.device.health()
    yield f"{at.name}: {state(health)}"
    facts = at.device.facts()
    yield f"model {facts.model or 'not told'}, firmware {facts.firmware or 'not told'}, can {abilities(facts)}"
    if health.state == "offline":
        raise Failed(with_advice(f"it is {state(health)}", health.code))
    try:
        yield from TRIALS[kind](at)
    except DeviceFault as fault:
        raise Failed(with_advice(str(fault), fault.code)) from fault
    yield f"afterwards: {state(at.device.health())}"


def _cards(at: Trial) -> Iterator[str]:
    hear = partial(_hear, at)
    yield f"lay a card on it ({at.wait_s:.0f} s)"
    began = _stamp(hear(CardSeen))
    event = hear(CardRead, CardUnreadable)
    took = _stamp(event) - began
    if isinstance(event[0], CardUnreadable):
        code = event[0].code
        raise Failed(with_advice(f"the card could not be read: {code}, {took:.2f} s after it was noticed", code))
    card = cast(CardRead, event[0])
    told = "with name and more" if card.holder and card.holder.name else "number only"
    yield f"{card.carrier}, a number of {len(card.number)} characters, {told}, read in {took:.2f} s"
    yield "take it off"
    hear(CardGone)
    yield "gone"


def _scanners(at: Trial) -> Iterator[str]:
    with typed_here(at.device):
        yield f"hold a code in front of it ({at.wait_s:.0f} s)"
        event, _ = _hear(at, CodeScanned)
    text = cast(CodeScanned, event).text
    yield f"{len(text)} characters; as a payment code: {route(text) or 'none'}"


def _measurements(at: Trial) -> Iterator[str]:
    yield f"measure once ({at.wait_s:.0f} s)"
    measured = cast(Measured, _hear(at, Measured)[0])
    if measured.code:
        raise Failed(with_advice(f"no reading: {measured.code}", measured.code))
    yield ", ".join(f"{one.what} {one.value} {one.unit}" for one in measured.readings)


def _receipt_printers(at: Trial) -> Iterator[str]:
    lines = (
        Title("测试 TEST"),
        Line(time.strftime("%Y-%m-%d %H:%M:%S")),
        Rule(),
        Pair("合计 Total", "￥0.00"),
        Line("\u9f98\u9750 ABC 0123456789"),
        Qr("TEST"),
        Barcode("TEST-128"),
    )
    began = time.monotonic()
    cast(ReceiptPrinter, at.device).print(Slip(lines))
    yield f"a test slip came out in {time.monotonic() - began:.2f} s, says the printer: look at it"


def _report_printers(at: Trial) -> Iterator[str]:
    pages: list[int] = []
    began = time.monotonic()
    try:
        printed = cast(ReportPrinter, at.device).print(_test_page(at.name), Pages(paper="A4"), pages.append)
    except PagesLeft as left:
        raise Failed(with_advice(f"{left}; {left.printed} pages came out", left.code)) from left
    yield f"{printed} test page came out in {time.monotonic() - began:.2f} s, says the printer: look at it"


def _dispensers(at: Trial) -> Iterator[str]:
    dispenser = cast(CardDispenser, at.device)
    dispenser.issue()
    yield "a card stands at the reader"
    try:
        yield f"its number has {len(dispenser.read())} characters"
    finally:
        dispenser.discard()
    yield "it went into the bin: take it out there"


def _cameras(at: Trial) -> Iterator[str]:
    from PIL import Image, ImageFilter, ImageStat  # only here: 90 ms

    camera = cast(Camera, at.device)
    until = time.monotonic() + PICTURE_S
    while (frame := camera.newest()) is None:
        if time.monotonic() > until:
            raise Failed(f"no picture within {PICTURE_S:.0f} s: {state(camera.health())}")
        time.sleep(0.05)
    picture = Image.frombytes("RGB", (frame.width, frame.height), frame.pixels, "raw", "BGR")
    grey = picture.convert("L")
    light = ImageStat.Stat(grey).mean[0]
    edges = ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).stddev[0]
    file = at.out / f"{at.name}.png"
    try:
        picture.save(file)
    except OSError as error:
        raise Failed(f"{file} cannot be written: {error.strerror}; say where with --out") from error
    yield f"{frame.width} x {frame.height}, brightness {light:.0f} of 255, edges {edges:.0f}; kept in {file}"


def _lights(at: Trial) -> Iterator[str]:
    lights = cast(Lights, at.device)
    has = lights.facts().can
    for slot in get_args(Slot):
        if has.get(slot) is False:
            continue
        lights.show(slot, "on")
        yield f"{slot} is lit: look at it"
        time.sleep(LIGHT_S)
        lights.show(slot, "off")
        health = lights.health()
        if not health.usable:
            raise Failed(with_advice(f"nothing is lit: {state(health)}", health.code))


TRIALS: dict[Kind, Callable[[Trial], Iterator[str]]] = {
    "cards": _cards,
    "id_cards": _cards,
    "scanners": _scanners,
    "measurements": _measurements,
    "receipt_printers": _receipt_printers,
    "report_printers": _report_printers,
    "dispensers": _dispensers,
    "cameras": _cameras,
    "lights": _lights,
}


def _wake(at: Trial) -> None:
    """Start what is looked after by a thread of its own, and give it some time to be found."""
    if not hasattr(at.device, "start"):
        return
    cast(Speaker, at.device).start(lambda event: at.heard.put((event, time.monotonic())))
    until = time.monotonic() + WARM_UP_S
    while at.device.health().state == "offline" and time.monotonic() < until:
        time.sleep(0.05)


def _hear(at: Trial, *kinds: type[Event]) -> Heard:
    """The next event of one of these kinds, and when it came. Raises `Failed`."""
    until = time.monotonic() + at.wait_s
    while (left := until - time.monotonic()) > 0:
        try:
            event, when = at.heard.get(timeout=left)
        except queue.Empty:
            break
        if isinstance(event, kinds):
            return event, when
    raise Failed(f"nothing came within {at.wait_s:.0f} s: {state(at.device.health())}")


def _stamp(heard: Heard) -> float:
    return heard[1]


def _test_page(name: str) -> bytes:
    """One A4 page at 100 dots an inch."""
    from io import BytesIO

    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 40, 786, 1128), outline=0, width=3)
    draw.text((80, 80), f"TEST  {name}  {time.strftime('%Y-%m-%d %H:%M:%S')}", 0, ImageFont.load_default(24))
    written = BytesIO()
    page.save(written, "PDF", resolution=100)
    return written.getvalue()
