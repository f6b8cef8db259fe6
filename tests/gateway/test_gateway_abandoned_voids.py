"""A void that lost its terminal half-way, and its gateway too: the rounds finish it, and own money goes back once.

The insurer's part first, then the hospital's booking; own money is then the terminal's to give back, or the rounds'.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from counter import EMPLOYEE, Counter
from gateway_fixtures import Ground
from mortal import Fuse, House, Killed, Line, MortalDatabase
from test_gateway_return_crashes import HOSPITAL, INSURED, PURCHASE, STORIES, Story, Visit

from kiosk.contract import RefundRequest, Void
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import BackendUnreachable
from kiosk.core.money import total
from kiosk.gateway.cashier import voids
from kiosk.gateway.cashier.left_behind import LEFT_BEHIND_S
from kiosk.gateway.cashier.overdue import HUMAN_S
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.insurance.simulated.faults import FaultKind, Infno
from kiosk.gateway.store import patients, payments, purchases, settlements
from kiosk.gateway.store.alarms import listed

COVERED = next(told for told in STORIES if told.role == "covered")
# The steps are the same on PostgreSQL: the first test below is told on both.
ON_FILES = pytest.mark.grounds("sqlite")


def test_a_void_whose_terminal_is_gone_is_finished_and_own_money_goes_back_once(counter: Counter) -> None:
    own = counter.paid_insured().body["psn_cash_pay"]
    assert counter.settle().body["state"] == "settled"
    before = counter.account()
    counter.insurer.faults.set("lost_request", "2208")
    assert counter.void().refusal == (503, "insurance-silent")  # and nobody asks again
    go_round(counter.cashier)
    assert counter.stands() == "settled"
    counter.insurer.faults.clear()
    go_round(counter.cashier)
    assert (counter.stands(), counter.bill_stands("B0001-1-1", EMPLOYEE)) == ("voided", "unpaid")
    assert counter.account() > before
    counter.clock.advance(HUMAN_S + 1)
    go_round(counter.cashier)
    kinds = [one["kind"] for one in counter.get("/v1/alarms").body["alarms"]]
    assert "insurance-open" not in kinds
    assert counter.void().status == 200
    assert counter.refund(amount=own).body["state"] == counter.refund(amount=own).body["state"] == "refunded"
    assert counter.ledger.refunded == own


@contextmanager
def house_of(ground: Ground, folder: Path) -> Iterator[House]:
    with ground.seeded() as where, tempfile.TemporaryDirectory(dir=folder) as inside:
        house = House(Path(inside), MortalDatabase(where), "wechat", VirtualClock(), Fuse())
        try:
            yield house
        finally:
            house.database.close()


def rounds(house: House, times: int = 6) -> None:
    """They may die with their gateway; the next one goes on."""
    for _ in range(times):
        try:
            go_round(house.cashier)
        except Killed:
            house.restart()
        house.clock.advance(30)


def void_once(house: House) -> None:
    """The terminal asks, and hears an answer or nothing: then its power is cut."""
    try:
        house.ask(lambda at: voids.void(at, f"{PURCHASE}-T"), Void)
    except BackendUnreachable:
        return


def run(ground: Ground, folder: Path, told: Story, dies_at: tuple[int, ...], comes_back: bool) -> int:
    """How many points there were at which the gateway could have died."""
    with house_of(ground, folder) as house:
        Visit(house, told).pay()
        if told.insurer:
            house.insurer.faults.set(*told.insurer, times=1)
        house.fuse.points, house.fuse.left = 0, dies_at
        void_once(house)
        rounds(house)
        house.fuse.left = ()
        points = house.fuse.points
        house.let_the_dust_settle()
        check_undone(house, told)
        give_back(house, comes_back)
        check_refunded(house)
        return points


def check_undone(house: House, told: Story) -> None:
    with house.database.reading() as connection:
        purchase = purchases.find(connection, PURCHASE)
        made = settlements.find(connection, f"{PURCHASE}-T")
        member = HOSPITAL.member(told.role)
        patient = patients.find(connection, member.patient_id)
        unpaid = {b.bill_id for v in patients.unpaid_visits(connection, member.patient_id) for b in v.bills}
        bought = set(purchases.bill_ids(connection, PURCHASE))
    assert purchase is not None
    assert made is not None
    assert patient is not None
    assert (purchase.state, made.state) == ("voided", "voided")
    assert unpaid >= bought
    assert [one for one in house.cashier.insurance.booked(day_of(house.clock)) if one.state == "settled"] == []
    before = {row.psn_no: row.balc for row in HOSPITAL.members}[patient.psn_no]
    assert house.insurer.book.balance(patient.psn_no) == before


def give_back(house: House, comes_back: bool) -> None:
    """The terminal's recovery, which begins with the void it does not know the end of; or nobody, for ever."""
    with house.database.reading() as connection:
        order = payments.find(connection, f"{PURCHASE}-P")
    if comes_back and order is not None:
        line = Line(house)
        line.void(f"{PURCHASE}-T")
        request = RefundRequest(payment_id=order.payment_id, amount=order.amount)
        assert [line.refund(f"{PURCHASE}-R", request).state for _ in range(2)] == ["refunded"] * 2
    house.clock.advance(LEFT_BEHIND_S + 60)
    rounds(house, 3)


def check_refunded(house: House) -> None:
    books = house.wallet.books().values()
    assert total(book.charged for book in books) == total(book.refunded for book in books)
    with house.database.reading() as connection:
        waiting = [row.kind for row in listed(connection, "open", "", 100) if row.kind != "left-behind"]
    assert waiting == []


@ON_FILES
def test_the_gateway_dies_at_every_point_of_a_void_that_nobody_asks_for_again(ground: Ground, tmp_path: Path) -> None:
    points = run(ground, tmp_path, INSURED, (), comes_back=True)
    assert points >= 4
    for point in range(1, points + 1):
        run(ground, tmp_path, INSURED, (point,), comes_back=bool(point % 2))


@ON_FILES
@pytest.mark.parametrize(
    ("fault", "infno"), [("lost_answer", "2208"), ("lost_request", "2208"), ("double", ""), ("error_500", "2208")]
)
@pytest.mark.parametrize("told", [INSURED, COVERED], ids=["insured", "covered"])
def test_whatever_the_insurer_does_with_it(
    ground: Ground, tmp_path: Path, told: Story, fault: FaultKind, infno: Infno
) -> None:
    ill = replace(told, insurer=(fault, infno))
    run(ground, tmp_path, ill, (), comes_back=False)
    run(ground, tmp_path, ill, (2,), comes_back=True)


@ON_FILES
@pytest.mark.parametrize("ill", ["lost_answer", "lost_request", "delivered_late"])
def test_a_reversal_that_nobody_asks_for_again(counter: Counter, ill: FaultKind) -> None:
    """2601: nobody ever heard whether the insurer has booked it."""
    before = counter.account()
    own = counter.paid_insured().body["psn_cash_pay"]
    counter.insurer.faults.set(ill, "2207", seconds=120, times=1)
    assert counter.settle().status == 503
    counter.insurer.faults.set("lost_request", "2601")
    assert counter.void().refusal == (503, "insurance-silent")
    assert counter.bill_stands("B0001-1-1", EMPLOYEE) == "locked"  # nothing is freed before
    counter.insurer.faults.clear()
    for _ in range(4):
        go_round(counter.cashier)
        counter.clock.advance(300)
        counter.insurer.wait_for_the_post()
    assert (counter.account(), counter.stands()) == (before, "voided")
    assert counter.bill_stands("B0001-1-1", EMPLOYEE) == "unpaid"
    assert counter.settle().body["reason"] == "purchase-voided"
    assert counter.refund(amount=own).body["state"] == "refunded"
    assert counter.ledger.refunded == own


@ON_FILES
def test_a_purchase_whose_void_waits_for_the_insurer_is_not_closed_meanwhile(counter: Counter) -> None:
    counter.lock(bills=("B0014-1-1",), patient="P0014")
    counter.split()
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    assert counter.settle(payment="").status == 503
    counter.insurer.faults.set("lost_request", "2601")
    assert counter.void().refusal == (503, "insurance-silent")
    counter.close()
    assert (counter.stands(), counter.bill_stands("B0014-1-1", "P0014")) == ("open", "locked")
    counter.insurer.faults.clear()
    go_round(counter.cashier)
    assert (counter.stands(), counter.bill_stands("B0014-1-1", "P0014")) == ("voided", "unpaid")
