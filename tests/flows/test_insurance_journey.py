"""The insurance at the terminal: each fund in its line, an audit that refuses, and what can be paid all the same."""

from pathlib import Path

from outside import Outside, insurer_silent, silent
from scene import PAYS, Scene, scene

from kiosk.core.money import Money
from kiosk.core.screens import AuditRefused, InsuranceSplit, NotPaid, Paid, PickChannel, Trouble
from kiosk.core.words import Words


def ended(played: Scene, purchase_id: str = "K01-1") -> str:
    assert played.outside.balanced()
    return [after for _, _, after in played.journal.moves(purchase_id)][-1]


def test_every_fund_stands_in_its_own_line_on_screen_and_slip(tmp_path: Path) -> None:
    outside = Outside(fund=6000, aid=500, large=1500, account=300)
    plan = PAYS | {"PickChannel": [("split", ""), ("channel", "wechat")], "InsuranceSplit": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    told = played.person.last(InsuranceSplit)
    assert isinstance(told, InsuranceSplit)
    split = told.split
    assert (split.pooled, split.large, split.aid, split.account, split.own) == (4000, 1500, 500, 300, 1250)
    assert split.total == split.pooled + split.large + split.aid + split.account + split.own
    printed = [line.split()[-1].lstrip("¥￥") for line in played.printer.slips[0] if line.split()]
    for amount in ("40.00", "15.00", "5.00", "3.00", "12.50"):
        assert printed.count(amount) == 1, printed
    assert ended(played) == "settled"


def test_funds_that_do_not_add_up_are_refused_before_any_money(tmp_path: Path) -> None:
    played = scene(tmp_path, PAYS, Outside(fund=6000, lost_fen=1)).play()
    trouble = played.person.last(Trouble)
    assert isinstance(trouble, Trouble)
    assert trouble.code == "E-INS-01"
    assert played.outside.wallet.charged == {}
    assert ended(played) == "closed"


def test_an_insurer_that_says_nothing_is_not_the_hospital(tmp_path: Path) -> None:
    outside = Outside(fund=6000, before={"pre_settle": insurer_silent})

    def back() -> None:
        outside.before.clear()
        played.person.taps(("retry", ""))()  # type: ignore[operator]

    played = scene(tmp_path, PAYS | {"PickBills": [("next", ""), ("next", "")], "Trouble": [back]}, outside)
    played.play()
    told = played.person.last(Trouble)
    assert isinstance(told, Trouble)
    assert (told.code, told.money.text) == ("E-INS-06", "No money was taken.")
    assert Words("zh-CN").say(told.happened) == "医保暂时没有应答"
    assert (ended(played), ended(played, "K01-2")) == ("closed", "settled")


def test_the_account_stays_off_when_the_patient_goes_back_and_comes_again(tmp_path: Path) -> None:
    plan = PAYS | {
        "PickBills": [("next", ""), ("next", "")],
        "PickChannel": [("split", ""), ("back", ""), ("channel", "wechat")],
        "InsuranceSplit": [("account", ""), ("next", "")],
    }
    played = scene(tmp_path, plan, Outside(fund=1000, account=2000)).play()
    told = [screen.split.account_on for screen in played.person.seen if isinstance(screen, PickChannel)]
    assert told == [True, False, False]
    paid = played.person.last(Paid)
    assert isinstance(paid, Paid)
    assert (paid.split.account, paid.split.own) == (0, 6550)
    assert ended(played, "K01-2") == "settled"


def test_the_account_of_the_next_patient_is_as_the_hospital_has_it(tmp_path: Path) -> None:
    plan = PAYS | {
        "Attract": PAYS["Attract"] * 2,
        "PickBills": [("next", ""), ("back", ""), ("next", "")],
        "PickChannel": [("split", ""), ("back", ""), ("channel", "wechat")],
        "InsuranceSplit": [("account", ""), ("next", "")],
    }
    played = scene(tmp_path, plan, Outside(fund=1000, account=2000)).play()
    told = [screen.split.account_on for screen in played.person.seen if isinstance(screen, PickChannel)]
    assert told == [True, False, True]


def test_a_refused_bill_is_shown_with_its_reason_and_the_others_are_paid(tmp_path: Path) -> None:
    plan = PAYS | {"AuditRefused": [("others", "")]}
    played = scene(tmp_path, plan, Outside(fund=1000, objections={"B1": "RX0012"})).play()
    told = played.person.last(AuditRefused)
    assert isinstance(told, AuditRefused)
    assert [(row.amount, row.reason.en, row.code) for row in told.rows] == [(3000, "Too many days", "RX0012")]
    assert (told.others, told.self_pay, told.window.en) == (4550, 0, "window 6")
    assert played.outside.paid_bills == {"B2"}
    assert (ended(played), ended(played, "K01-2")) == ("closed", "settled")


def test_without_insurance_only_where_the_hospital_allows_it_and_at_its_price(tmp_path: Path) -> None:
    plan = PAYS | {"AuditRefused": [("self", "")]}
    outside = Outside(fund=1000, objections={"B1": "RX0012"}, self_pay=True)
    played = scene(tmp_path, plan, outside).play()
    told, channel = played.person.last(AuditRefused), played.person.last(PickChannel)
    assert isinstance(told, AuditRefused)
    assert isinstance(channel, PickChannel)
    assert (told.self_pay, channel.split.own, channel.split.insured) == (7550, 7550, False)
    assert played.outside.wallet.charged == {"K01-1-P": 7550}
    assert ended(played) == "settled"


def test_what_the_hospital_does_not_allow_cannot_be_tapped_into(tmp_path: Path) -> None:
    plan = PAYS | {"AuditRefused": [("self", "")]}
    played = scene(tmp_path, plan, Outside(fund=1000, objections={"B1": "RX0021", "B2": "RX0021"})).play()
    told = played.person.last(AuditRefused)
    assert isinstance(told, AuditRefused)
    assert (told.others, told.self_pay) == (0, 0)
    assert "PickChannel" not in played.person.names()
    assert played.outside.wallet.charged == {}


def test_an_audit_after_the_money_was_taken_gives_it_back_and_says_why(tmp_path: Path) -> None:
    outside = Outside(fund=1000, answer_to_settle="insurance-audit")

    def objects() -> None:
        outside.objections = {"B2": "RX0033"}

    outside.before["settle"] = objects
    played = scene(tmp_path, PAYS, outside).play()
    told = played.person.last(NotPaid)
    assert isinstance(told, NotPaid)
    assert (told.code, told.refund) == ("E-INS-03", Money(6550))
    assert "Too many days" in Words("en").say(told.happened)
    assert any("超出限定天数" in line for line in played.printer.slips[0])
    assert outside.wallet.refunded == {"K01-1-R": 6550}
    assert ended(played) == "refunded"


def test_when_nobody_can_say_why_the_money_goes_back_all_the_same(tmp_path: Path) -> None:
    outside = Outside(fund=1000, answer_to_settle="insurance-audit", before={"findings": silent})
    played = scene(tmp_path, PAYS, outside).play()
    told = played.person.last(NotPaid)
    assert isinstance(told, NotPaid)
    assert told.happened.text == "The insurance does not pay for these bills"
    assert ended(played) == "refunded"
