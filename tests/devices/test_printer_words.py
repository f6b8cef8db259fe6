"""What printers say of themselves, in the words of the standards, and what we understand."""

import pytest

from kiosk.core.errors import PagesLeft
from kiosk.devices import Facts, Health, Pages
from kiosk.devices.ipp import About, Group, Value
from kiosk.devices.report_printers.documents import pages_in
from kiosk.devices.report_printers.ipp_progress import Progress
from kiosk.devices.report_printers.ipp_words import (
    Job,
    Stuck,
    facts,
    health,
    job,
    refusal,
    takes_parts,
    trouble,
    wishes,
)

IDLE, PRINTING, STOPPED = 3, 4, 5


def printer(**words: Value | tuple[Value, ...]) -> Group:
    """A printer that says so of itself; `state_reasons` is short for `printer-state-reasons`."""
    said = {name.replace("_", "-"): value if isinstance(value, tuple) else (value,) for name, value in words.items()}
    return Group(About.PRINTER, said)


def how(*reasons: str, state: int = IDLE) -> Group:
    return printer(printer_state=state, printer_state_reasons=reasons, printer_is_accepting_jobs=True)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("none", Health("online", "full", cover_open=False)),
        ("media-low-report", Health("online", "low", cover_open=False)),
        ("media-empty", Health("online", "out", cover_open=False, code="E-RPT-02")),
        ("media-empty-report", Health("online", "out", cover_open=False, code="E-RPT-02")),
        ("media-needed-error", Health("online", "out", cover_open=False, code="E-RPT-02")),
        ("media-jam-warning", Health("online", "jammed", cover_open=False, code="E-RPT-05")),
        ("cover-open-error", Health("online", "full", cover_open=True, code="E-RPT-04")),
        ("door-open", Health("online", "full", cover_open=True, code="E-RPT-04")),
        ("interlock-open-error", Health("online", "full", cover_open=True, code="E-RPT-04")),
        ("input-tray-missing-error", Health("online", "full", cover_open=True, code="E-RPT-04")),
        ("toner-empty-error", Health("hardware_error", "full", cover_open=False, code="E-RPT-06")),
        ("toner-low-warning", Health("online", "full", cover_open=False, code="E-RPT-06")),
        ("marker-supply-low", Health("online", "full", cover_open=False, code="E-RPT-06")),
        ("output-area-full-error", Health("hardware_error", "full", cover_open=False, code="E-RPT-08")),
        ("spool-area-full", Health("hardware_error", "full", cover_open=False, code="E-RPT-01")),
        ("paused", Health("offline", "full", cover_open=False, code="E-RPT-01")),
        ("shutdown", Health("offline", "full", cover_open=False, code="E-RPT-01")),
        ("com.example-strange-warning", Health("online", "full", cover_open=False)),
    ],
)
def test_each_reason_has_its_meaning(reason: str, expected: Health) -> None:
    assert health(how(reason)) == expected
    assert health(how(reason)).usable == (expected.state == "online" and expected.code in ("", "E-RPT-06"))


def test_of_several_reasons_the_gravest_counts() -> None:
    assert health(how("toner-low", "media-empty-error", "cover-open-error")).code == "E-RPT-04"
    assert health(how("media-empty-error", "media-jam-error", "paused")).state == "offline"
    assert trouble(how("media-low", "toner-low")) is None


def test_a_printer_that_stopped_or_takes_no_jobs_without_a_reason() -> None:
    assert health(how("none", state=STOPPED)) == Health("hardware_error", "full", cover_open=False, code="E-RPT-01")
    closed = printer(printer_state=IDLE, printer_state_reasons="none", printer_is_accepting_jobs=False)
    assert health(closed).state == "offline"
    assert health(how("none", state=PRINTING)) == Health("busy", "full", cover_open=False)


def test_what_a_printer_does_not_say_is_not_guessed() -> None:
    silent = printer()
    assert health(silent) == Health("online")
    nothing = dict.fromkeys(("duplex", "papers", "trays", "colour", "pdf", "formats"))
    assert facts(silent) == Facts(None, None, nothing)
    assert (refusal(silent, Pages("A4", "tray-1", duplex=True)), takes_parts(silent)) == ("", False)
    assert [wish.name for wish in wishes(Pages("A4", duplex=True), silent)] == ["media"]


def test_values_of_a_wrong_kind_are_as_good_as_none() -> None:
    odd = printer(printer_state="3", printer_state_reasons=5, sides_supported=(None, True), media_supported={"a": (1,)})
    assert health(odd) == Health("online")
    assert facts(odd).can["duplex"] is None


@pytest.mark.parametrize(
    ("said", "duplex", "expected"),
    [
        ({"job-impressions-completed": (3,)}, False, 3),
        ({"job-impressions-completed": (3,), "job-media-sheets-completed": (3,)}, False, 3),
        ({"job-media-sheets-completed": (2,)}, True, 4),
        ({"job-pages-completed": (5,), "job-impressions-completed": (0,)}, False, 5),
        ({"job-impressions-completed": (None,)}, False, None),
        ({}, False, None),
    ],
)
def test_pages_are_counted_as_the_printer_counts(
    said: dict[str, tuple[Value, ...]], duplex: bool, expected: int | None
) -> None:
    assert job(Group(About.JOB, said), duplex).printed == expected


@pytest.mark.parametrize(
    ("state", "reasons", "over", "done"),
    [
        (3, (), False, False),
        (5, ("job-printing",), False, False),
        (5, ("processing-to-stop-point",), False, False),
        (6, ("printer-stopped",), False, False),
        (7, ("job-canceled-by-user",), True, False),
        (8, ("aborted-by-system",), True, False),
        (9, ("job-completed-successfully",), True, True),
        (9, ("job-completed-with-errors",), True, False),
        (0, (), False, False),
    ],
)
def test_only_its_state_says_that_a_job_is_over(state: int, reasons: tuple[str, ...], over: bool, done: bool) -> None:
    it = Job(1, "", state, reasons)
    assert (it.over, it.done) == (over, done)


def test_why_a_job_was_ended() -> None:
    assert Job(1, "", 8, ("aborted-by-system", "document-format-error")).why == "E-RPT-07"
    assert Job(1, "", 7, ("job-canceled-at-device",)).why == "E-RPT-03"


@pytest.mark.parametrize(
    ("said", "pages", "counted"),
    [(3, 3, 3), (4, 3, 3), (0, 3, 3), (None, 3, 3), (5, None, 5), (None, None, 0)],
)
def test_a_job_that_is_done_came_out_whole(said: int | None, pages: int | None, counted: int) -> None:
    seen: list[int] = []
    progress = Progress("", pages, False, seen.append)
    progress.tell(min(said or 0, 2))
    assert progress.end(Job(1, "", 9, (), said), None) == counted
    assert seen == [*range(1, counted + 1)]


def test_a_job_that_is_done_is_done_whatever_we_thought_of_it() -> None:
    assert Progress("", 2, False, lambda _: None).end(Job(1, "", 9, (), 2), Stuck("E-RPT-01", "no answer")) == 2


def test_a_job_that_ended_early_came_out_in_part() -> None:
    seen: list[int] = []
    with pytest.raises(PagesLeft) as raised:
        Progress("", 5, False, seen.append).end(Job(1, "", 8, ("document-format-error",), 2), None)
    assert (raised.value.code, raised.value.printed, seen) == ("E-RPT-07", 2, [1, 2])
    with pytest.raises(PagesLeft) as raised:
        Progress("", 5, False, seen.append, told=3).end(None, Stuck("E-RPT-01", "gone"))
    assert (raised.value.code, raised.value.printed, seen) == ("E-RPT-01", 3, [1, 2])


def test_pages_of_a_document() -> None:
    assert pages_in(b"/Type /Pages /Count 3 ... /Type /Page ... /Type/Page>> /Type /Page ") == 3
    assert pages_in(b"/Type /Page/Parent ") == 1
    assert pages_in(b"/Type /Outlines /Count 37 ... /Type /Page ... /Type /Page ") == 2  # chapters are no pages
    assert pages_in(b"%PDF-1.5 all in streams") is None
