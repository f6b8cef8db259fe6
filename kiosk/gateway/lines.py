"""A line from somebody to the gateway: who begins a request ends it soon, and nobody holds lines that others need."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Line(H11Protocol):
    """One connection. It is cut when it has waited `wait_s` seconds for the other side: for a first request, for all
    the rest of one, for the next one, or for an answer to be taken. Over a request that has come whole the
    gateway thinks as long as it needs to.

    uvicorn itself ends only lines that are idle between two requests. Its `limit_concurrency` would not do: it counts
    what is half sent as well, and so turns terminals away as soon as somebody fills it up. Here, of more than `most`
    lines, the one that has waited longest goes.
    """

    wait_s = 10.0  # a terminal sends at once, and waits no longer than that for the whole
    most = 500  # a process may have 1,024 files open, and the databases need some

    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._look()
        if len(self.connections) > self.most:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        if self._is_quiet():
            self._stay()  # what begins now has all of the time, however long nothing was said before
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stay()
        super().connection_lost(exc)

    def _is_quiet(self) -> bool:
        """Nothing of a request is here, and all answers are taken."""
        begun = self.conn.their_state is not h11.IDLE or self.conn.trailing_data[0]
        return not (begun or self.transport.get_write_buffer_size())

    def _look(self) -> None:
        """Sets the end when it is the other side's turn, unless it is set; takes it away when it is ours."""
        sends = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        if not (sends or self.transport.get_write_buffer_size()):
            self._stay()
        elif self._end is None:
            self._end = self.loop.call_later(self.wait_s, self.transport.abort)  # to close waits for what nobody takes

    def _stay(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _make_room(self) -> None:
        waiting = [
            (line._end.when(), id(line), line) for line in self.connections if isinstance(line, Line) and line._end
        ]
        longest = min(waiting)[2]
        self.connections.discard(longest)  # it hears of its end a little later, and is not to be chosen again
        longest.transport.abort()
