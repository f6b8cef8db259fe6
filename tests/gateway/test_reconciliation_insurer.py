"""The insurer's book against the hospital's settlements, over the real counter, on the insurer's bad days too."""

from datetime import date, timedelta

import pytest
from counter import EMPLOYEE_BILLS, Counter
from test_reconciliation_answers import alarms, found

from kiosk.contract import Reconciliation
from kiosk.gateway.insurance import Booked
from kiosk.gateway.insurance.simulated.faults import FaultKind
from kiosk.gateway.reconciliation import books, nightly
from kiosk.gateway.reconciliation.demo import DAY

HOUR = 3600.0
TO_NOON_S = 27 * HOUR


def settled(counter: Counter) -> int:
    """An insured patient has paid; what the insurer pays of it."""
    told = counter.paid_insured().body
    assert counter.settle().body["state"] == "settled"
    return int(told["fund_pay_sumamt"] + told["acct_pay"])


def write_into_the_book(counter: Counter, sql: str) -> None:
    """The insurer's own people change its book."""
    with counter.insurer.book.file.effect() as db:
        db.execute(sql)


def booked_of_insurer(kept: Reconciliation) -> list[tuple[int, int, int]]:
    """The insurer's line of the table: orders, by its book, by the hospital."""
    return [(line.orders, line.charged, line.booked) for line in kept.lines if line.channel == "insurance"]


def asked(counter: Counter, infno: str) -> bool:
    """Whether such a message uses up a fault that was laid for it."""
    return not counter.insurer.book.file.look("SELECT 1 FROM bad_days WHERE about = ?", infno)


def test_a_day_that_agrees_needs_the_totals_only(counter: Counter) -> None:
    paid = settled(counter)
    counter.insurer.faults.set("double", "3202", times=1)
    counter.clock.advance(TO_NOON_S)
    kept = nightly.fetched(counter.cashier, DAY)
    assert (kept.items, kept.missing) == ([], [])
    assert booked_of_insurer(kept) == [(1, paid, paid)]
    assert not asked(counter, "3202")


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE settlement SET fund_pay_sumamt = fund_pay_sumamt - 1", "insurer_differs"),
        (
            "UPDATE settlement SET fund_pay_sumamt = fund_pay_sumamt - 1, acct_pay = acct_pay + 1",
            "insurer_differs",
        ),
        ("UPDATE settlement SET state = 'voided'", "insurer_not_booked"),
        ("DELETE FROM settlement", "insurer_not_booked"),
    ],
)
def test_what_the_insurer_has_otherwise_is_a_humans_until_it_is_right_again(
    counter: Counter, sql: str, finding: str
) -> None:
    paid = settled(counter)
    before = [dict(row) for row in counter.insurer.book.file.look("SELECT * FROM settlement")]
    write_into_the_book(counter, sql)
    counter.clock.advance(TO_NOON_S)
    assert found(nightly.fetched(counter.cashier, DAY)) == {"p-1-t": (finding, "task", "open")}
    assert alarms(counter.cashier) == {"p-1-t": finding}
    write_into_the_book(counter, "DELETE FROM settlement")
    with counter.insurer.book.file.effect() as db:
        db.executemany(
            f"INSERT INTO settlement VALUES ({', '.join('?' * 10)})", [tuple(row.values()) for row in before]
        )
    kept = nightly.fetched(counter.cashier, DAY)
    assert found(kept) == {"p-1-t": (finding, "task", "done")}
    assert alarms(counter.cashier) == {}
    assert booked_of_insurer(kept) == [(1, paid, paid)]


def test_a_settlement_in_nobodys_books_but_the_insurers_is_found(counter: Counter) -> None:
    settled(counter)
    write_into_the_book(
        counter,
        "INSERT INTO settlement SELECT 'X' || substr(msgid, 2), '9999', mdtrt_id, psn_no, 'settled', day,"
        " 500, 300, 200, 0 FROM settlement",
    )
    counter.clock.advance(TO_NOON_S)
    kept = nightly.fetched(counter.cashier, DAY)
    assert found(kept) == {"9999": ("insurer_unknown", "task", "open")}
    assert [(item.charged, item.booked) for item in kept.items] == [(500, 0)]
    assert kept.whole.difference == 500


def test_money_that_only_the_insurer_has_is_voided_by_the_gateway(counter: Counter) -> None:
    """2207 was booked and its answer lost, and no terminal came back; the insurance pays all, there is no order."""
    assert counter.lock(bills=("B0014-1-1",), patient="P0014").status == 200
    own = counter.split().body["psn_cash_pay"]
    assert own == 0
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    assert counter.settle(payment="").refusal == (503, "insurance-silent")
    counter.clock.advance(TO_NOON_S)
    kept = nightly.fetched(counter.cashier, DAY)
    assert found(kept) == {"p-1-t": ("insurer_not_settled", "ended", "done")}
    assert standing(counter) == []
    assert alarms(counter.cashier) == {}
    assert nightly.fetched(counter.cashier, DAY).items[0].state == "done"


def standing(counter: Counter) -> list[Booked]:
    return [line for line in counter.cashier.insurance.booked(DAY) if line.state == "settled"]


def test_a_void_that_hangs_is_gone_on_with_and_then_a_humans(counter: Counter) -> None:
    settled(counter)
    counter.insurer.faults.set("lost_request", "2208")
    assert counter.void().refusal == (503, "insurance-silent")
    counter.clock.advance(TO_NOON_S)
    # It stands on both sides as long as the void is not heard: the totals agree, and `insurance-open` is the alarm.
    assert found(nightly.fetched(counter.cashier, DAY)) == {}
    write_into_the_book(counter, "UPDATE settlement SET state = 'voided'")  # heard at last, and the answer was lost
    assert found(nightly.fetched(counter.cashier, DAY))["p-1-t"][:2] == ("void_outstanding", "going_on")
    counter.clock.advance(24 * HOUR)
    assert found(nightly.fetched(counter.cashier, DAY))["p-1-t"] == ("void_outstanding", "task", "open")
    counter.insurer.faults.clear()
    assert found(nightly.fetched(counter.cashier, DAY))["p-1-t"][1:] == ("ended", "done")


@pytest.mark.parametrize("ill", ["down", "lost_answer", "error_500"])
@pytest.mark.parametrize("infno", ["3201", "3202"])
def test_an_insurer_that_does_not_answer_holds_up_nothing_else(counter: Counter, ill: FaultKind, infno: str) -> None:
    paid = settled(counter)
    if infno == "3202":
        write_into_the_book(counter, "UPDATE settlement SET fund_pay_sumamt = fund_pay_sumamt - 1")
    counter.insurer.faults.set(ill, infno)  # type: ignore[arg-type]  # one of the two
    counter.clock.advance(TO_NOON_S)
    nightly.go_round(counter.cashier)
    kept = books.find(counter.cashier, DAY)
    assert [line.split(":")[0] for line in kept.missing] == ["insurance"]
    assert (kept.items, booked_of_insurer(kept)) == ([], [])
    assert kept.whole.orders == 1  # own money is compared
    counter.insurer.faults.clear()
    counter.clock.advance(HOUR)
    nightly.go_round(counter.cashier)
    kept = books.find(counter.cashier, DAY)
    assert kept.missing == []
    assert booked_of_insurer(kept)[0][2] == paid


def test_details_that_do_not_add_up_to_the_totals_are_not_believed(counter: Counter) -> None:
    settled(counter)
    write_into_the_book(counter, "UPDATE settlement SET fund_pay_sumamt = fund_pay_sumamt - 1")
    counter.clock.advance(TO_NOON_S)
    object.__setattr__(counter.cashier, "insurance", Forgetful(counter.cashier.insurance))
    kept = nightly.fetched(counter.cashier, DAY)
    assert kept.missing == ["insurance: the insurer's details do not add up to its totals"]


class Forgetful:
    """An insurer whose details lack what its totals count."""

    def __init__(self, real: object) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def booked(self, day: date) -> tuple[Booked, ...]:  # noqa: ARG002
        return ()


def test_booked_before_midnight_and_heard_of_after_it_is_of_the_day_the_insurer_has_it_on(counter: Counter) -> None:
    counter.clock.advance(15 * HOUR - 5)  # five seconds before midnight
    told = counter.paid_insured(bills=EMPLOYEE_BILLS).body
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    assert counter.settle().status == 503
    counter.clock.advance(20)
    assert counter.settle().body["state"] == "settled"
    paid = told["fund_pay_sumamt"] + told["acct_pay"]
    counter.clock.advance(36 * HOUR)
    first, second = (nightly.fetched(counter.cashier, DAY + timedelta(days=later)) for later in (0, 1))
    assert (first.items, booked_of_insurer(first)) == ([], [(1, paid, paid)])
    assert (second.items, booked_of_insurer(second)) == ([], [])
