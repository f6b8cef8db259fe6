"""Journeys with an insurance that has something to say: it refuses a bill, or it says nothing at all."""

from kiosk.tour.steps import look_at, pay_on_phone, show_card, take_slip_and_go, to_qr
from kiosk.tour.visitor import Visitor


def pay_audit(visitor: Visitor) -> None:
    show_card(visitor, "audit-days")
    visitor.touch("next")
    look_at(visitor, "AuditRefused")
    visitor.touch("next")  # the other bills
    look_at(visitor, "PickChannel")
    pay_on_phone(visitor, "wechat")
    take_slip_and_go(visitor)


def pay_insurer_silent(visitor: Visitor) -> None:
    visitor.does("insurer_silent 2206")  # before the money: said at once, and nothing is taken
    show_card(visitor, "employee")
    visitor.touch("next")
    look_at(visitor, "Trouble")
    visitor.does("insurer_up")
    visitor.touch("next")
    visitor.wait_for("PickBills")
    to_qr(visitor, "wechat")
    visitor.does("insurer_silent 2207")  # it books, and its answer is lost, every time
    visitor.does("pay_qr")
    visitor.wait_for("Waiting")
    visitor.linger(1.2)
    visitor.look()
    visitor.does("let_time_pass 30")
    visitor.wait_for("Unknown")
    take_slip_and_go(visitor)
    visitor.does("insurer_up")
