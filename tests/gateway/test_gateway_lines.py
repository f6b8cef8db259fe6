"""Lines to the gateway: who sends half a request, or takes no answer, is cut off, and terminals are served."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from counter import BILL, PATIENT
from gateway_fixtures import Files
from litestar import Litestar, get

from kiosk.core.clock import VirtualClock
from kiosk.gateway.app import build
from kiosk.gateway.demo import open_demo
from kiosk.gateway.lines import Line
from kiosk.gateway.mood import Mood
from kiosk.gateway.serving import listen, server

LONG_S = 20  # more than any machine needs
BODY = json.dumps({"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [BILL]}).encode()
HEAD = (
    b"PUT /v1/purchases/p-1 HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    % (len(BODY))
)
PAGE = b"GET / HTTP/1.1\r\nHost: gateway\r\n\r\n"
Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Hasty(Line):
    wait_s = 1.0


class Narrow(Line):
    wait_s = 600.0  # nobody is cut off for being slow
    most = 20


class Leaping(asyncio.SelectorEventLoop):
    """Its clock can be put forward, and else goes so slowly that no machine is too busy."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() / 10 + self.ahead


class Port:
    """A gateway in this process, and whoever speaks to it."""

    def __init__(self, place: tuple[str, int]) -> None:
        self.place = place
        self.lines: list[Ends] = []

    async def says(self, first: bytes) -> Ends:
        """Somebody on a new line."""
        reader, writer = await asyncio.open_connection(*self.place)
        writer.write(first)
        self.lines.append((reader, writer))
        return reader, writer

    async def patience_ends(self) -> None:
        """Whoever has been silent for as long as we were by then is cut off by now."""
        reader, _ = await self.says(b"")
        assert await ended(reader)


@asynccontextmanager
async def port(app: Litestar, line: type[Line]) -> AsyncIterator[Port]:
    with listen("127.0.0.1", 0) as listening:
        serves = server(app, line)
        running = asyncio.create_task(serves.serve([listening]))
        made = Port(listening.getsockname())
        try:
            yield made
        finally:
            for _, writer in made.lines:
                writer.close()
            serves.should_exit = True
            await asyncio.wait_for(running, LONG_S)


async def answer(reader: asyncio.StreamReader) -> bytes:
    """Status line and body of an answer whose length is said."""
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), LONG_S)
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    await asyncio.wait_for(reader.readexactly(length), LONG_S)
    return head.splitlines()[0]


async def ended(reader: asyncio.StreamReader) -> bool:
    """Waits until the line is cut; whether nothing was said before."""
    try:
        return await asyncio.wait_for(reader.read(), LONG_S) == b""
    except ConnectionResetError:
        return True


def test_half_requests_are_cut_off_and_a_terminal_is_served(files: Files, caplog: pytest.LogCaptureFixture) -> None:
    async def story(app: Litestar) -> list[bytes]:
        async with port(app, Hasty) as gateway:
            halves = [await gateway.says(part) for part in (b"", b"PUT", HEAD[:-2], HEAD, HEAD + BODY[:9]) * 10]
            kept = [await gateway.says(HEAD + BODY) for _ in range(2)]
            behind = await gateway.says(HEAD + BODY + HEAD + BODY[:9])
            served = [await answer(reader) for reader, _ in [*kept, behind]]
            kept[0][1].write(HEAD[:9])  # the next request on a line that was good until then
            kept[1][1].write(HEAD + BODY[:9])
            assert all([await ended(reader) for reader, _ in [*halves, *kept, behind]])
            return [*served, await answer((await gateway.says(HEAD + BODY))[0])]

    mood = Mood()
    with files.seeded() as where, caplog.at_level(logging.WARNING):
        cashier = open_demo(where, VirtualClock(), mood)
        assert asyncio.run(story(build(cashier, mood=mood))) == [b"HTTP/1.1 200 OK"] * 4
        cashier.database.close()
    assert caplog.text == ""


def test_a_slow_request_on_a_kept_line_has_as_long_as_on_a_new_one() -> None:
    @get("/")
    async def page() -> str:
        return "so it is"

    async def story(loop: Leaping) -> list[bytes]:
        async with port(Litestar([page], logging_config=None), Line) as gateway:
            reader, writer = await gateway.says(PAGE)
            first = await answer(reader)
            for part, later_s in ((b"", 3.0), (PAGE[:9], 8.0), (PAGE[9:], 0.0)):  # uvicorn keeps an idle line for 5 s
                writer.write(part)
                await answer((await gateway.says(PAGE))[0])  # what was said before that has been heard
                loop.ahead += later_s
                await answer((await gateway.says(PAGE))[0])  # and what is over has ended
            return [first, await answer(reader)]

    with asyncio.Runner(loop_factory=Leaping) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, Leaping)
        assert runner.run(story(loop)) == [b"HTTP/1.1 200 OK"] * 2


def test_over_a_request_that_came_whole_the_gateway_thinks_longer() -> None:
    async def story() -> bytes:
        thought = asyncio.Event()

        @get("/")
        async def think() -> str:
            await asyncio.wait_for(thought.wait(), LONG_S)
            return "so it is"

        async with port(Litestar([think], logging_config=None), Hasty) as gateway:
            reader, _ = await gateway.says(PAGE)
            await gateway.patience_ends()
            thought.set()
            return await answer(reader)

    assert asyncio.run(story()) == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    "asked", [PAGE, PAGE * 3, PAGE[:-2] + b"Connection: close\r\n\r\n"], ids=("one", "three", "last")
)
def test_who_takes_no_answer_is_cut_off(asked: bytes) -> None:
    whole = 32 * 1024 * 1024  # more than the system keeps on its way

    @get("/", sync_to_thread=False)
    def page() -> bytes:
        return bytes(whole)

    async def taken() -> int:
        async with port(Litestar([page], logging_config=None), Hasty) as gateway:
            reader, _ = await gateway.says(asked)
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n\0"), LONG_S)
            await gateway.patience_ends()
            got = 0
            try:
                while more := await asyncio.wait_for(reader.read(1 << 20), LONG_S):
                    got += len(more)
            except ConnectionResetError:
                pass
            return got

    assert 0 < asyncio.run(taken()) < whole - 1


def test_of_too_many_lines_the_one_goes_that_waited_longest() -> None:
    thought, ours = asyncio.Event(), asyncio.Event()

    @get("/")
    async def think() -> str:
        ours.set()
        await asyncio.wait_for(thought.wait(), LONG_S)
        return "so it is"

    async def story() -> bytes:
        async with port(Litestar([think], logging_config=None), Narrow) as gateway:
            terminal, _ = await gateway.says(PAGE)
            await asyncio.wait_for(ours.wait(), LONG_S)
            first = [(await gateway.says(PAGE[:9]))[0] for _ in range(10)]
            burst = [reader for reader, _ in await asyncio.gather(*[gateway.says(PAGE[:9]) for _ in range(30)])]
            assert all([await ended(reader) for reader in first])
            ends = asyncio.as_completed([ended(reader) for reader in burst])
            assert all([await next(ends) for _ in range(11)])
            assert sum(reader.at_eof() for reader in burst) == 11
            thought.set()
            await answer((await gateway.says(PAGE))[0])
            return await answer(terminal)

    assert asyncio.run(story()) == b"HTTP/1.1 200 OK"
