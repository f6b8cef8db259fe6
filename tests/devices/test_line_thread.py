"""An error that no driver foresaw costs a device its line for a moment, not for ever."""

import logging
import queue

import pytest

from kiosk.core.events import CardSeen, DeviceChanged, Event
from kiosk.devices import Health
from kiosk.devices.line_thread import LineThread
from kiosk.devices.wires import Wire

GONE = Health("offline", code="E-CRD-04")
NUMBER = "110105194912310025"


class Quiet:
    """A line on which nothing is said."""

    two_way = answers = True

    def write(self, data: bytes) -> None:
        assert data

    def read(self, seconds: float) -> bytes:
        assert seconds
        return b""

    def close(self) -> None:
        return


@pytest.mark.parametrize("error", [ValueError(NUMBER), RuntimeError("a slip of ours"), KeyError(NUMBER)])
def test_a_driver_that_errs_is_offline_for_a_moment_and_talks_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    errors = [error]

    def talk(line: LineThread, wire: Wire) -> None:
        assert wire.answers
        line.turn(Health("online"))
        if errors:
            raise errors.pop()
        line.post(CardSeen("reader"))
        while not line.closing:
            line.rest(20)

    heard: queue.Queue[Event] = queue.Queue()
    line = LineThread("reader", Quiet, talk, GONE)
    with caplog.at_level(logging.INFO):
        line.start(heard.put)
        try:
            told = [heard.get(timeout=20) for _ in range(4)]
        finally:
            line.close()
    assert told == [DeviceChanged("reader")] * 3 + [CardSeen("reader")], "online, offline, online"
    assert f"reader: not foreseen: {type(error).__name__} at " in caplog.text
    assert NUMBER not in caplog.text
