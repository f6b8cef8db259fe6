"""A patient fills the prepaid card, pays from it, has it emptied; pays later, and repays."""

from pathlib import Path

from outside import Outside, silent, silent_times
from own_accounts import card_with, credit_of
from person import Plan
from scene import CARD, PAYS, Scene, scene

from kiosk.core import screens
from kiosk.flows.cashier import Cashier

AT_CARD: Plan = {"Attract": [("start", "")], "Home": [("top_up", "")], "Identify": [CARD]}
FILLS: Plan = AT_CARD | {"PickAmount": [("amount", "10000")], "PickChannel": [("channel", "wechat")]}
LATER: Plan = {"Attract": [("start", "")], "Home": [("pay_later", "")], "Identify": [CARD]}


def ends(played: Scene, state: str, number: str = "K01-1") -> None:
    assert [after for _, _, after in played.journal.moves(number)][-1] == state
    assert played.outside.balanced()


def booked(played: Scene) -> screens.Booked:
    told = played.person.last(screens.Booked)
    assert isinstance(told, screens.Booked)
    return told


def test_a_card_is_filled_with_two_touches_and_balances_are_told(tmp_path: Path) -> None:
    played = scene(tmp_path, FILLS, Outside(card=2_000)).play()
    seen = played.person.names()
    assert seen[: seen.index("Booked") + 1] == [
        *("Attract", "Home", "Identify", "PickAmount", "PickChannel", "ShowQr", "Booked"),
    ]
    assert played.outside.card == 12_000
    assert [fact.value for fact in booked(played).facts[:2]] == ["¥20.00", "¥120.00"]
    assert booked(played).paid
    assert any("120.00" in line for line in played.printer.slips[0])
    assert played.journal.purchase("K01-1").kind == "top_up"
    ends(played, "settled")


def test_a_card_that_is_being_closed_out_says_where_the_money_is(tmp_path: Path) -> None:
    outside = Outside(card=3_000, card_frozen=True)

    def done() -> None:
        outside.card_frozen = False
        played.person.taps(("retry", ""))()  # type: ignore[operator]

    played = scene(tmp_path, AT_CARD | {"Trouble": [done], "PickAmount": [("back", "")]}, outside)
    played.play()
    told = played.person.last(screens.Trouble)
    assert isinstance(told, screens.Trouble)
    assert (told.code, told.money.args["amount"]) == ("E-ACC-01", "¥30.00")
    assert played.person.names()[3:5] == ["Trouble", "PickAmount"]


def test_another_amount_is_typed_and_one_outside_the_rule_is_asked_again(tmp_path: Path) -> None:
    typed: Plan = {"EnterAmount": [("next", "9"), ("next", "٣٠"), ("next", ""), ("next", "88")]}
    played = scene(tmp_path, FILLS | {"PickAmount": [("other", "")]} | typed).play()
    asked = [screen for screen in played.person.seen if isinstance(screen, screens.EnterAmount)]
    assert [screen.problem is None for screen in asked] == [True, False]
    assert played.outside.card == 0
    assert len(played.journal.unfinished()) == 0


def test_a_typed_amount_is_put_on_the_card(tmp_path: Path) -> None:
    played = scene(tmp_path, FILLS | {"PickAmount": [("other", "")], "EnterAmount": [("next", "88")]}).play()
    assert played.outside.card == 8_800
    ends(played, "settled")


def test_an_amount_that_was_not_offered_is_not_taken(tmp_path: Path) -> None:
    played = scene(tmp_path, FILLS | {"PickAmount": [("amount", "123")]}).play()
    assert not played.outside.purchases


def test_a_card_cannot_be_filled_from_itself(tmp_path: Path) -> None:
    outside = Outside(card=50_000, own_channels=[card_with(50_000), credit_of(100_000)])
    played = scene(tmp_path, FILLS, outside).play()
    offered = played.person.last(screens.PickChannel)
    assert isinstance(offered, screens.PickChannel)
    assert [tile.name for tile in offered.channels] == ["wechat"]


def test_walking_away_from_a_top_up_closes_it(tmp_path: Path) -> None:
    played = scene(tmp_path, FILLS, Outside(looks_until_paid=None)).play()
    assert isinstance(played.person.last(screens.NotPaid), screens.NotPaid)
    assert played.outside.card == 0
    ends(played, "closed")


def test_a_refused_top_up_gives_the_money_back(tmp_path: Path) -> None:
    played = scene(tmp_path, FILLS, Outside(answer_to_settle="refused")).play()
    told = played.person.last(screens.NotPaid)
    assert isinstance(told, screens.NotPaid)
    assert told.refund == 10_000
    ends(played, "refunded")


def test_a_silent_hospital_after_a_top_up_gives_a_reference_and_recovery_books_it(tmp_path: Path) -> None:
    outside = Outside()
    outside.before["settle"] = silent
    played = scene(tmp_path, FILLS, outside).play()
    assert isinstance(played.person.last(screens.Unknown), screens.Unknown)
    outside.before.clear()
    [stuck] = played.journal.unfinished()
    assert Cashier(played.journal, outside, outside).drive(stuck, lambda act: act()).state == "settled"
    assert outside.card == 10_000
    ends(played, "settled")


def test_bills_are_paid_from_the_card_after_a_yes(tmp_path: Path) -> None:
    outside = Outside(card=10_000, own_channels=[card_with(10_000)])
    plan = PAYS | {"PickChannel": [("channel", "prepaid")], "ConfirmLedger": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    asked, paid = played.person.last(screens.ConfirmLedger), played.person.last(screens.Paid)
    assert isinstance(asked, screens.ConfirmLedger)
    assert isinstance(paid, screens.Paid)
    assert (asked.amount, asked.before, asked.after) == (7_550, 10_000, 2_450)
    assert paid.balance == outside.card == 2_450
    assert not any(isinstance(screen, screens.ShowQr) for screen in played.person.seen)
    assert any("24.50" in line for line in played.printer.slips[0])
    ends(played, "settled")


def test_saying_no_to_the_card_goes_back_to_the_ways_to_pay(tmp_path: Path) -> None:
    outside = Outside(card=10_000, own_channels=[card_with(10_000)])
    plan = PAYS | {
        "PickChannel": [("channel", "prepaid"), ("channel", "wechat")],
        "ConfirmLedger": [("back", "")],
    }
    played = scene(tmp_path, plan, outside).play()
    assert outside.card == 10_000
    ends(played, "settled")


def test_a_card_with_too_little_is_shown_with_the_reason_and_cannot_be_chosen(tmp_path: Path) -> None:
    outside = Outside(card=1_000, own_channels=[card_with(1_000)])
    played = scene(tmp_path, PAYS | {"PickChannel": [("channel", "prepaid")]}, outside).play()
    offered = played.person.last(screens.PickChannel)
    assert isinstance(offered, screens.PickChannel)
    tile = offered.channels[-1]
    assert (tile.name, tile.enabled, tile.balance) == ("prepaid", False, 1_000)
    assert tile.reason is not None
    assert not outside.orders


def test_what_was_spent_at_another_terminal_meanwhile_is_not_paid(tmp_path: Path) -> None:
    outside = Outside(card=100, own_channels=[card_with(10_000)])
    plan = PAYS | {"PickChannel": [("channel", "prepaid")], "ConfirmLedger": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    assert isinstance(played.person.last(screens.NotPaid), screens.NotPaid)
    assert outside.card == 100
    ends(played, "closed")


def test_a_balance_goes_back_and_the_rest_is_named_for_the_window(tmp_path: Path) -> None:
    outside = Outside(card=15_000, cash=5_000)
    plan = AT_CARD | {"PickAmount": [("close-out", "")], "ConfirmCloseOut": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    asked = played.person.last(screens.ConfirmCloseOut)
    assert isinstance(asked, screens.ConfirmCloseOut)
    assert [(way.channel, way.amount) for way in asked.ways] == [("wechat", 10_000), ("", 5_000)]
    assert [fact.value for fact in booked(played).facts[:2]] == ["¥100.00", "¥50.00"]
    assert booked(played).notes
    assert not booked(played).paid
    assert outside.card == 5_000
    assert any("100.00" in line for line in played.printer.slips[0])


def test_what_is_only_for_the_window_cannot_be_given_back_here(tmp_path: Path) -> None:
    outside = Outside(card=5_000, cash=5_000)
    plan = AT_CARD | {"PickAmount": [("close-out", "")], "ConfirmCloseOut": [("next", "")]}
    scene(tmp_path, plan, outside).play()
    assert "close_out" not in outside.acts
    assert outside.card == 5_000


def test_a_lost_answer_to_a_close_out_is_asked_for_again_under_the_same_id(tmp_path: Path) -> None:
    outside = Outside(card=15_000)
    outside.after["close_out"] = silent_times(2)
    plan = AT_CARD | {"PickAmount": [("close-out", "")], "ConfirmCloseOut": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    assert booked(played).facts[0].value == "¥150.00"
    assert outside.acts.count("close_out") == 3
    assert outside.card == 0


def test_a_close_out_nobody_answers_gives_a_reference(tmp_path: Path) -> None:
    outside = Outside(card=15_000)
    outside.before["close_out"] = silent
    plan = AT_CARD | {"PickAmount": [("close-out", "")], "ConfirmCloseOut": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    told = played.person.last(screens.Trouble)
    assert isinstance(told, screens.Trouble)
    assert told.code == "E-ACC-13"
    assert any("K01-1" in line for line in played.printer.slips[0])


def test_a_balance_that_changed_meanwhile_is_told_and_shown_anew(tmp_path: Path) -> None:
    outside = Outside(card=15_000)

    def spent_elsewhere() -> None:
        outside.card = 10_000

    outside.before["close_out"] = spent_elsewhere
    plan = AT_CARD | {"PickAmount": [("close-out", ""), ("back", "")], "ConfirmCloseOut": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    told, shown = played.person.last(screens.Trouble), played.person.last(screens.PickAmount)
    assert isinstance(told, screens.Trouble)
    assert isinstance(shown, screens.PickAmount)
    assert told.code == "E-ACC-11"
    assert shown.balance == 10_000


def test_terms_are_read_page_by_page_and_accepted_on_the_last(tmp_path: Path) -> None:
    plan = LATER | {
        "PayLater": [("terms", ""), ("back", "")],
        "ReadTerms": [("next", ""), ("previous", ""), ("next", ""), ("next", ""), ("agree", "")],
    }
    outside = Outside()
    played = scene(tmp_path, plan, outside).play()
    pages = [screen.page for screen in played.person.seen if isinstance(screen, screens.ReadTerms)]
    assert pages == [1, 2, 1, 2, 3]
    assert outside.agreed
    shown = played.person.last(screens.PayLater)
    assert isinstance(shown, screens.PayLater)
    assert shown.agreed


def test_who_is_overdue_is_told_why_and_cannot_accept(tmp_path: Path) -> None:
    plan = LATER | {
        "PayLater": [("terms", ""), ("back", "")],
        "ReadTerms": [("next", ""), ("next", ""), ("agree", ""), ("back", "")],
    }
    outside = Outside(dues={"late-1": 3_000})
    played = scene(tmp_path, plan, outside).play()
    shown = played.person.last(screens.PayLater)
    assert isinstance(shown, screens.PayLater)
    assert (shown.may, shown.blocked, shown.owed) == (False, True, 3_000)
    assert shown.why_not
    assert not outside.agreed


def test_a_bill_is_paid_later(tmp_path: Path) -> None:
    outside = Outside(own_channels=[credit_of(100_000)])
    plan = PAYS | {"PickChannel": [("channel", "pay_later")], "ConfirmLedger": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    paid = played.person.last(screens.Paid)
    assert isinstance(paid, screens.Paid)
    assert paid.due_on == "2026-03-16"
    assert any("2026-03-16" in line for line in played.printer.slips[0])
    ends(played, "settled")


def test_who_pays_later_and_is_refused_owes_nothing(tmp_path: Path) -> None:
    outside = Outside(own_channels=[credit_of(100_000)], answer_to_settle="refused")
    plan = PAYS | {"PickChannel": [("channel", "pay_later")], "ConfirmLedger": [("next", "")]}
    played = scene(tmp_path, plan, outside).play()
    told = played.person.last(screens.NotPaid)
    assert isinstance(told, screens.NotPaid)
    assert told.money.text == "You do not owe {amount} for it."
    assert told.refund == 0
    ends(played, "refunded")


def test_who_is_overdue_sees_paying_later_with_the_reason(tmp_path: Path) -> None:
    outside = Outside(own_channels=[credit_of(100_000, "overdue")])
    played = scene(tmp_path, PAYS | {"PickChannel": [("channel", "pay_later")]}, outside).play()
    offered = played.person.last(screens.PickChannel)
    assert isinstance(offered, screens.PickChannel)
    assert not offered.channels[-1].enabled
    assert not outside.orders


def test_everything_owed_is_repaid_at_once(tmp_path: Path) -> None:
    outside = Outside(dues={"D-1": 3_000, "D-2": 4_500})
    plan = LATER | {"PayLater": [("all", "")], "PickChannel": [("channel", "wechat")]}
    played = scene(tmp_path, plan, outside).play()
    assert outside.paid_bills == {"D-1", "D-2"}
    assert booked(played).facts[0].value == "2"
    ends(played, "settled")


def test_one_of_several_dues_is_repaid_from_the_card(tmp_path: Path) -> None:
    outside = Outside(
        dues={"D-1": 3_000, "late-2": 4_500},
        card=10_000,
        own_channels=[card_with(10_000), credit_of(100_000)],
    )
    plan = LATER | {
        "PayLater": [("repay", "late-2"), ("back", "")],
        "PickChannel": [("channel", "prepaid")],
        "ConfirmLedger": [("next", "")],
    }
    played = scene(tmp_path, plan, outside).play()
    offered = played.person.last(screens.PickChannel)
    assert isinstance(offered, screens.PickChannel)
    assert [tile.name for tile in offered.channels] == ["wechat", "prepaid"]
    assert outside.paid_bills == {"late-2"}
    assert outside.card == 5_500
    ends(played, "settled")


def test_a_due_that_is_not_there_is_not_repaid(tmp_path: Path) -> None:
    outside = Outside(dues={"D-1": 3_000})
    played = scene(tmp_path, LATER | {"PayLater": [("repay", "D-9"), ("back", "")]}, outside).play()
    assert not outside.purchases
    assert played.journal.unfinished() == []


def test_a_due_repaid_elsewhere_meanwhile_is_told(tmp_path: Path) -> None:
    outside = Outside(dues={"D-1": 3_000})
    outside.before["open_purchase"] = lambda: outside.paid_bills.add("D-1")
    played = scene(tmp_path, LATER | {"PayLater": [("all", ""), ("back", "")]}, outside).play()
    told = played.person.last(screens.Trouble)
    assert isinstance(told, screens.Trouble)
    assert told.code == "E-ACC-08"
    ends(played, "closed")
