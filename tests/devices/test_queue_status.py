"""What a print server says of a printer, as attributes after RFC 8011, in the words for every device."""

import pytest

from kiosk.devices import Health
from kiosk.devices.ipp import About, Group, Value
from kiosk.devices.receipt_printers.queue_status import Job, decode_job, decode_queue, faults

IDLE, PROCESSING, STOPPED = 3, 4, 5
AWAY = Health("offline", code="E-PRN-01")


def printer(state: int | None, *reasons: str, accepting: bool = True) -> Group:
    said: dict[str, tuple[Value, ...]] = {"printer-is-accepting-jobs": (accepting,)}
    said["printer-state-reasons"] = reasons or ("none",)
    return Group(About.PRINTER, said if state is None else {**said, "printer-state": (state,)})


@pytest.mark.parametrize(
    ("said", "health"),
    [
        (printer(IDLE), Health("online")),
        (printer(PROCESSING), Health("online")),
        (printer(IDLE, "media-low-report"), Health("online", "low")),
        (printer(PROCESSING, "media-low-warning"), Health("online", "low")),
        (printer(IDLE, "media-empty-error", "cover-open", "media-jam"), Health("online")),  # remembered, not known
        (printer(PROCESSING, "media-empty-error"), Health("online", "out", code="E-PRN-02")),
        (printer(STOPPED, "media-needed", "paused"), Health("online", "out", code="E-PRN-02")),
        (printer(PROCESSING, "cover-open-error"), Health("online", None, cover_open=True, code="E-PRN-04")),
        (printer(STOPPED, "door-open", "media-empty"), Health("online", "out", cover_open=True, code="E-PRN-04")),
        (printer(STOPPED, "input-tray-missing"), Health("online", None, cover_open=True, code="E-PRN-04")),
        (printer(STOPPED, "media-jam-error"), Health("online", "jammed", code="E-PRN-05")),
        (printer(PROCESSING, "connecting-to-device"), AWAY),
        (printer(PROCESSING, "offline-report"), AWAY),
        (printer(STOPPED, "paused"), AWAY),
        (printer(IDLE, "paused"), AWAY),
        (printer(STOPPED), AWAY),
        (printer(None), AWAY),
        (printer(IDLE, accepting=False), AWAY),
        (Group(About.PRINTER), AWAY),
    ],
)
def test_how_a_queue_is(said: Group, health: Health) -> None:
    assert decode_queue(said) == health


def test_what_tears_a_slip() -> None:
    assert faults(printer(PROCESSING, "media-empty-warning", "media-low", "marker-supply-low")) == {"media-empty"}


@pytest.mark.parametrize(
    ("said", "job"),
    [
        ({"job-state": (3,), "time-at-processing": (None,)}, Job(3, begun=False)),
        ({"job-state": (5,), "time-at-processing": (1795315436,)}, Job(5, begun=True)),
        ({"job-state": (9,)}, Job(9, begun=False)),
        ({"job-state": ("9",)}, None),
        ({}, None),
    ],
)
def test_how_far_a_slip_is(said: dict[str, tuple[Value, ...]], job: Job | None) -> None:
    assert decode_job(Group(About.JOB, said)) == job


def test_only_three_states_are_an_end() -> None:
    assert [state for state in range(3, 10) if Job(state, begun=True).ended] == [7, 8, 9]
