"""One patient pays, in every way it can go."""

from pathlib import Path

import pytest
from outside import Outside, silent, silent_times
from scene import PAYS, Scene, scene

from kiosk.core.errors import Refused
from kiosk.core.events import CardRead, CodeScanned
from kiosk.core.screens import (
    Help,
    NotPaid,
    Paid,
    PickBills,
    PickChannel,
    ShowQr,
    Trouble,
    Unknown,
)
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.flows.cashier import Cashier


def ends(played: Scene, state: str) -> None:
    """Money is where the journal says, and nobody lost a fen."""
    moves = [after for _, _, after in played.journal.moves("K01-1")]
    assert moves[-1] == state
    assert played.outside.balanced()


def test_a_patient_pays_everything_with_two_touches(tmp_path: Path) -> None:
    played = scene(tmp_path, PAYS).play()
    assert played.person.names()[:5] == ["Attract", "PickBills", "PickChannel", "ShowQr", "Paid"]
    assert played.outside.paid_bills == {"B1", "B2"}
    assert any("75.50" in line for line in played.printer.slips[0])
    ends(played, "settled")


def test_holding_a_payment_code_under_the_scanner_is_enough(tmp_path: Path) -> None:
    plan = PAYS | {"PickChannel": [CodeScanned("s", "134567890123456789")]}
    played = scene(tmp_path, plan).play()
    assert "ShowQr" not in played.person.names()
    ends(played, "settled")


def test_a_code_that_is_no_payment_code_is_refused_in_words(tmp_path: Path) -> None:
    wrong, right = CodeScanned("s", "690123456789"), CodeScanned("s", "134567890123456789")
    played = scene(tmp_path, PAYS | {"PickChannel": [wrong, right]}).play()
    told = [screen.problem for screen in played.person.seen if isinstance(screen, PickChannel)]
    assert told[0] is None
    assert told[1] is not None
    ends(played, "settled")


def test_only_what_is_ticked_is_paid(tmp_path: Path) -> None:
    plan = PAYS | {"PickBills": [("toggle", "B1"), ("next", "")]}
    played = scene(tmp_path, plan).play()
    assert played.outside.paid_bills == {"B2"}
    ends(played, "settled")


def test_with_nothing_ticked_next_does_nothing(tmp_path: Path) -> None:
    plan = PAYS | {"PickBills": [("all", ""), ("next", "")]}
    played = scene(tmp_path, plan).play()
    assert played.person.last(PickBills).ticked == 0  # type: ignore[union-attr]
    assert not played.outside.wallet.charged


def test_a_bill_for_the_window_cannot_be_ticked(tmp_path: Path) -> None:
    stage = scene(tmp_path, PAYS, Outside(at_window=("W1",)))
    stage.person.plan["PickBills"] = [stage.person.taps(("toggle", "W1"), ("next", ""))]
    stage.play()
    assert stage.outside.paid_bills == {"B1", "B2"}
    ends(stage, "settled")


def test_when_the_insurance_pays_all_no_channel_is_asked(tmp_path: Path) -> None:
    plan = PAYS | {"InsuranceSplit": [("next", "")]}
    played = scene(tmp_path, plan, Outside(fund=10**6)).play()
    assert "PickChannel" not in played.person.names()
    assert played.outside.paid_bills == {"B1", "B2"}
    ends(played, "settled")


def test_cancelling_closes_the_order_before_anybody_says_not_paid(tmp_path: Path) -> None:
    plan = PAYS | {"ShowQr": [("cancel", "")]}
    played = scene(tmp_path, plan, Outside(looks_until_paid=None)).play()
    assert isinstance(played.person.last(NotPaid), NotPaid)
    ends(played, "closed")


def test_cancelling_after_paying_is_paid(tmp_path: Path) -> None:
    outside = Outside(looks_until_paid=None)

    def pay_then_cancel() -> None:
        outside.wallet.pay("K01-1-P", 7550)

    outside.before["close"] = pay_then_cancel
    played = scene(tmp_path, PAYS | {"ShowQr": [("cancel", "")]}, outside).play()
    assert isinstance(played.person.last(Paid), Paid)
    ends(played, "settled")


def test_walking_away_from_the_code_closes_it_after_its_time(tmp_path: Path) -> None:
    played = scene(tmp_path, PAYS, Outside(looks_until_paid=None)).play()
    assert played.clock.monotonic() >= 180
    assert played.person.names()[-2:] == ["NotPaid", "Attract"]
    ends(played, "closed")


def test_a_refused_settlement_gives_the_money_back(tmp_path: Path) -> None:
    played = scene(tmp_path, PAYS, Outside(answer_to_settle="refused")).play()
    told = played.person.last(NotPaid)
    assert isinstance(told, NotPaid)
    assert told.code == "E-PAY-02"
    assert played.outside.acts.index("void") < played.outside.acts.index("refund")
    assert any("75.50" in line for line in played.printer.slips[0])
    ends(played, "refunded")


@pytest.mark.parametrize("act", ["settle", "void", "refund", "purchase_state", "close", "order", "open_order"])
@pytest.mark.parametrize("lost", ["request", "answer"])
def test_one_lost_message_anywhere_loses_nothing(tmp_path: Path, act: str, lost: str) -> None:
    outside = Outside(answer_to_settle="refused" if act in ("void", "refund") else "settled")
    (outside.before if lost == "request" else outside.after)[act] = silent_times(1)
    played = scene(tmp_path, PAYS, outside).play()
    last = [after for _, _, after in played.journal.moves("K01-1")][-1]
    assert last in ("settled", "refunded", "closed")
    assert outside.balanced()


def test_a_silent_hospital_after_paying_prints_a_reference_and_recovery_settles(tmp_path: Path) -> None:
    outside = Outside()
    outside.before["settle"] = silent
    played = scene(tmp_path, PAYS, outside).play()
    told = played.person.last(Unknown)
    assert isinstance(told, Unknown)
    assert any("K01-1" in line for line in played.printer.slips[0])
    outside.before.clear()
    [stuck] = played.journal.unfinished()
    assert Cashier(played.journal, outside, outside).drive(stuck, lambda act: act()).state == "settled"
    ends(played, "settled")


@pytest.mark.parametrize(("fund", "amount"), [(1000, 6550), (7550, 7550)])
def test_while_nobody_knows_whether_a_refused_settlement_is_undone_no_refund_is_promised(
    tmp_path: Path, fund: int, amount: int
) -> None:
    outside = Outside(fund=fund, answer_to_settle="refused", before={"void": silent})
    played = scene(tmp_path, PAYS | {"InsuranceSplit": [("next", "")]}, outside).play()
    told = played.person.last(Unknown)
    assert isinstance(told, Unknown)
    assert (told.amount, told.reference) == (amount, "K01-1")
    assert "NotPaid" not in played.person.names()
    printed = " ".join(played.printer.slips[0])
    assert "K01-1" in printed
    assert f"{amount / 100:.2f}" in printed
    assert "退款" not in printed
    outside.before.clear()
    [stuck] = played.journal.unfinished()
    went_back = "refunded" if fund < 7550 else "closed"
    assert Cashier(played.journal, outside, outside).drive(stuck, lambda act: act()).state == went_back
    ends(played, went_back)


def test_a_channel_that_never_answers_leaves_it_unsure_and_charges_nobody_twice(tmp_path: Path) -> None:
    outside = Outside(looks_until_paid=None)
    outside.before["purchase_state"] = silent
    played = scene(tmp_path, PAYS, outside).play()
    assert isinstance(played.person.last(Unknown), Unknown)
    [stuck] = played.journal.unfinished()
    assert stuck.state == "closing"
    outside.before.clear()
    assert Cashier(played.journal, outside, outside).drive(stuck, lambda act: act()).state == "closed"


def test_no_paper_is_told_before_any_money_and_the_patient_may_leave(tmp_path: Path) -> None:
    printer = SimulatedPrinter()
    printer.paper_out()
    played = scene(tmp_path, PAYS | {"Trouble": [("done", "")]}, printer=printer).play()
    assert isinstance(played.person.last(Trouble), Trouble)
    assert not played.outside.orders


def test_no_paper_and_the_patient_goes_on_without_a_slip(tmp_path: Path) -> None:
    printer = SimulatedPrinter()
    printer.paper_out()
    played = scene(tmp_path, PAYS | {"Trouble": [("retry", "")]}, printer=printer).play()
    paid = played.person.last(Paid)
    assert isinstance(paid, Paid)
    assert paid.slip == "failed"
    ends(played, "settled")


def test_where_a_slip_is_required_nothing_is_sold_without_paper(tmp_path: Path) -> None:
    printer = SimulatedPrinter()
    printer.paper_out()
    played = scene(tmp_path, PAYS | {"Trouble": [("retry", "")]}, printer=printer, slip_required=True).play()
    told = played.person.last(Trouble)
    assert isinstance(told, Trouble)
    assert not told.can_retry
    assert not played.outside.orders


def test_leaving_before_money_gives_the_bills_back_in_the_quiet(tmp_path: Path) -> None:
    played = scene(tmp_path, PAYS | {"PickChannel": [("session.leave", "")]}).play()
    assert played.person.names()[-1] == "Attract"
    assert not played.journal.unfinished()
    ends(played, "closed")


def test_a_second_tap_on_a_screen_that_has_gone_is_dropped(tmp_path: Path) -> None:
    stage = scene(tmp_path, PAYS)
    stage.person.plan["PickBills"] = [stage.person.taps(("next", ""), ("next", ""))]
    stage.play()
    assert len(stage.outside.purchases) == 1
    ends(stage, "settled")


def test_an_unknown_card_is_told_with_a_code(tmp_path: Path) -> None:
    played = scene(tmp_path, {"Attract": [CardRead("front", "patient_card", "unknown")]}).play()
    told = played.person.last(Trouble)
    assert isinstance(told, Trouble)
    assert told.code == "E-CRD-10"


def test_nobody_touching_ends_the_visit_after_a_warning(tmp_path: Path) -> None:
    played = scene(tmp_path, {"Attract": PAYS["Attract"]}).play()
    assert played.person.warned == 1
    assert played.person.names()[-1] == "Attract"
    assert 75 <= played.clock.monotonic() < 90


def test_switching_the_account_off_leads_to_a_way_to_pay(tmp_path: Path) -> None:
    plan = PAYS | {"InsuranceSplit": [("account", ""), ("next", "")]}
    played = scene(tmp_path, plan, Outside(fund=5000, account=10**6)).play()
    assert "PickChannel" in played.person.names()
    assert sum(played.outside.wallet.charged.values()) == 2550
    ends(played, "settled")


def test_staff_that_cannot_be_called_cancels_no_payment(tmp_path: Path) -> None:
    outside = Outside(looks_until_paid=1)

    def not_known() -> None:
        raise Refused("unknown-terminal")

    outside.before["call_staff"] = not_known
    stage = scene(tmp_path, PAYS, outside)
    assert stage.person.desk is not None
    stage.person.desk.call_staff = lambda: outside.call_staff("C1", "K01")
    stage.person.plan |= {"ShowQr": [("session.help", "")], "Help": [("call", ""), ("back", "")]}
    stage.play()
    assert any(isinstance(screen, Help) and screen.call == "failed" for screen in stage.person.seen)
    ends(stage, "settled")


def test_the_countdown_goes_on_while_help_is_open(tmp_path: Path) -> None:
    stage = scene(tmp_path, PAYS, Outside(looks_until_paid=None))

    def think() -> None:
        stage.clock.advance(50)
        stage.person.taps(("back", ""))()  # type: ignore[operator]

    stage.person.plan |= {"ShowQr": [("session.help", "")], "Help": [think]}
    stage.play()
    assert [screen.seconds for screen in stage.person.seen if isinstance(screen, ShowQr)] == [180, 130]


def test_a_code_scanned_before_the_amount_was_shown_pays_nothing(tmp_path: Path) -> None:
    outside = Outside()
    stage = scene(tmp_path, PAYS, outside)
    assert stage.person.desk is not None
    early = CodeScanned("s", "134567890123456789")
    outside.before["pre_settle"] = lambda: stage.person.desk.post(early)  # type: ignore[union-attr]
    stage.person.plan["PickChannel"] = []
    stage.play()
    assert not outside.orders
    assert not outside.wallet.charged


def test_after_a_lost_lock_the_patients_own_bills_come_back(tmp_path: Path) -> None:
    outside = Outside()
    outside.after["open_purchase"] = silent_times(1)
    outside.before["close"] = silent_times(1)
    plan = PAYS | {"PickBills": [("next", ""), ("next", "")], "Trouble": [("retry", "")]}
    played = scene(tmp_path, plan, outside).play()
    assert [after for _, _, after in played.journal.moves("K01-1")][-1] == "closed"
    assert [after for _, _, after in played.journal.moves("K01-2")][-1] == "settled"


def test_money_that_came_and_went_is_not_called_no_money(tmp_path: Path) -> None:
    outside = Outside(looks_until_paid=None, reason="reversed")
    played = scene(tmp_path, PAYS | {"ShowQr": [("cancel", "")]}, outside).play()
    told = played.person.last(NotPaid)
    assert isinstance(told, NotPaid)
    assert told.money.text == "What was taken went back to your {channel}."


def test_a_card_laid_down_while_the_last_patient_reads_the_result_is_the_next_visit(tmp_path: Path) -> None:
    stage = scene(tmp_path, PAYS)
    stage.person.plan["Paid"] = [CardRead("front", "patient_card", "unknown")]
    stage.play()
    told = stage.person.last(Trouble)
    assert isinstance(told, Trouble)
    assert told.code == "E-CRD-10"


def test_whoever_forgets_the_card_is_reminded(tmp_path: Path) -> None:
    paid = scene(tmp_path, PAYS).play().person.last(Paid)
    assert isinstance(paid, Paid)
    assert paid.take_card


def test_whoever_says_they_have_paid_and_has_not_is_answered(tmp_path: Path) -> None:
    stage = scene(tmp_path, PAYS | {"ShowQr": [("check", "")]}, Outside(looks_until_paid=None)).play()
    shown = [screen for screen in stage.person.seen if isinstance(screen, ShowQr)]
    assert [screen.note is not None for screen in shown] == [False, True]
    assert shown[1].seconds <= 180
