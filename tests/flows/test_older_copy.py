"""A journal that was put back from an older copy: what the staff hear of it, how often, and that it is over."""

from outside import Outside
from test_staff_is_told import Office, directly, planned, replace_move, staff
from test_staff_is_told import journal as journal
from test_staff_is_told import office as office

from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.flows.cashier import Cashier
from kiosk.flows.quiet import HUMAN_S, Quiet
from kiosk.services.journal import Journal


def test_what_differs_is_said_once_an_hour_and_that_it_agrees_again_once(journal: Journal, office: Office) -> None:
    planned(journal, 1, 2)
    staff(journal, office).tell_moves(directly)
    kept = list(office.moves[journal.journal_id()])
    office.moves[journal.journal_id()][1] = replace_move(kept[1])
    journal.mark_sent(0)
    clock = VirtualClock()
    teller = staff(journal, office, clock)
    for _ in range(11):  # every ten minutes: at once, after an hour, and not yet again
        teller.tell_moves(directly)
        teller.report(directly)
        clock.advance(600)
    assert office.said() == [("journal-differs", "", False)] * 2
    assert teller.journal_differs
    office.moves[journal.journal_id()] = kept  # a human has put it right
    for _ in range(2):
        teller.tell_moves(directly)
        teller.report(directly)
    assert office.said()[2:] == [("journal-differs", "", True)]
    assert (teller.journal_differs, journal.unsent(1)) == (False, [])


def test_a_purchase_of_a_journal_that_is_behind_is_told_with_the_reason(journal: Journal, office: Office) -> None:
    teller = staff(journal, office)
    teller.stuck(Purchase("K01-1", "PAT-1", ("B1",), Money(100), "unsure", reason="journal-behind"))
    teller.stuck(Purchase("K01-2", "PAT-1", ("B2",), Money(100), "unsure", reason="expired"))
    teller.report(directly)
    assert [report.reason for report in office.reports.values()] == ["journal-behind", ""]


def test_the_end_of_a_purchase_of_an_older_copy_is_said_as_its_moves_do_not_arrive(
    journal: Journal, office: Office
) -> None:
    outside, clock = Outside(), VirtualClock()
    Cashier(journal, outside, outside).plan(Purchase("K01-1", "PAT-1", ("B1",), Money(100)))
    quiet = Quiet(outside, Cashier(journal, outside, outside), lambda name: None, clock, staff(journal, office, clock))
    for stands in ("paid", "paid", "refunded"):
        outside.stands_as = stands
        quiet.recover(directly)
        quiet.report(directly)
        clock.advance(HUMAN_S)
    told = [(report.reason, report.ended) for report in office.reports.values() if report.kind == "purchase-stuck"]
    assert told == [("journal-behind", False), ("journal-behind", True)]
