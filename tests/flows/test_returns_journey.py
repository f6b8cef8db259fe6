"""My payments, at the terminal: what goes back, what does not, and the slip again."""

from pathlib import Path

import pytest
from msgspec import structs
from outside import insurer_silent, silent, silent_times
from paid_before import DISPENSED, LAB, SCAN, PaidBefore, paid
from person import Plan
from scene import CARD, Scene, scene

from kiosk.core.events import Answer
from kiosk.core.money import Money
from kiosk.core.screens import ConfirmReturn, PickTransaction, Returned, TransactionDetail, Trouble
from kiosk.core.words import Phrase
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.flows.needs import NO_SLIP

LOOKS: Plan = {
    "Attract": [("start", "")],
    "Home": [("transactions", "")],
    "Identify": [CARD],
    "PickTransaction": [("open", "K01-OLD")],
}
WHOLE: Plan = LOOKS | {"TransactionDetail": [("refund", "")], "ConfirmReturn": [("refund", "")]}
PRINTS: Plan = LOOKS | {"TransactionDetail": [("print", "")]}


def play(folder: Path, plan: Plan, before: PaidBefore | None = None, printer: SimulatedPrinter | None = None) -> Scene:
    return scene(folder, plan, printer=printer, before=before or PaidBefore()).play()


def told(played: Scene) -> Returned:
    ending = played.person.last(Returned)
    assert isinstance(ending, Returned)
    return ending


def test_everything_goes_back_after_the_patient_has_seen_what_and_where_to(tmp_path: Path) -> None:
    played = play(tmp_path, WHOLE)
    asked = played.person.last(ConfirmReturn)
    assert isinstance(asked, ConfirmReturn)
    assert (asked.own, len(asked.what), asked.insured) == (7550, 2, False)
    assert played.before.back == 7550
    ending = told(played)
    assert (ending.state, ending.amount, ending.slip, ending.reference) == ("refunded", 7550, "printed", "K01-OLD-V3")
    slip = played.printer.slips[0]
    assert any("75.50" in line for line in slip)
    assert any("K01-OLD-V3" in line for line in slip)


def test_many_bills_are_not_all_named_before_they_go_back(tmp_path: Path) -> None:
    many = [structs.replace(LAB, bill_id=f"B{n}") for n in range(10)]
    played = play(tmp_path, WHOLE, PaidBefore([paid("K01-OLD", *many)]))
    asked = played.person.last(ConfirmReturn)
    assert isinstance(asked, ConfirmReturn)
    assert len(asked.what) == 1
    assert played.before.back == 30000


def test_one_bill_of_two_goes_back(tmp_path: Path) -> None:
    played = play(tmp_path, WHOLE | {"TransactionDetail": [("refund", "B2")]})
    assert played.before.given_back["K01-OLD-V2"].bill_ids == ["B2"]
    assert told(played).amount == 4550
    assert not any("30.00" in line for line in played.printer.slips[0])


def test_who_looks_and_goes_back_gives_nothing_back(tmp_path: Path) -> None:
    plan = LOOKS | {
        "PickTransaction": [("open", "K01-OLD"), ("back", "")],
        "TransactionDetail": [("refund", "B1"), ("back", "")],
        "ConfirmReturn": [("back", "")],
    }
    played = play(tmp_path, plan)
    assert played.before.back == 0
    names = played.person.names()
    assert names[names.index("PickTransaction") :][:5] == [
        *("PickTransaction", "TransactionDetail", "ConfirmReturn", "TransactionDetail", "PickTransaction")
    ]


def test_what_is_barred_is_off_and_says_why_and_cannot_be_tapped(tmp_path: Path) -> None:
    medicine = structs.replace(LAB, bar=DISPENSED)
    before = PaidBefore([structs.replace(paid("K01-OLD", medicine, SCAN), bar=DISPENSED)])
    played = play(tmp_path, LOOKS | {"TransactionDetail": [("refund", "B1"), ("refund", ""), ("back", "")]}, before)
    shown = played.person.last(TransactionDetail)
    assert isinstance(shown, TransactionDetail)
    assert (shown.whole, shown.whole_reason) == (False, DISPENSED.words)
    assert [(bill.can, bill.reason) for bill in shown.bills] == [(False, DISPENSED.words), (True, None)]
    assert before.back == 0
    assert not any(isinstance(screen, ConfirmReturn) for screen in played.person.seen)


def test_a_channel_that_takes_its_time_is_on_its_way_and_says_how_long(tmp_path: Path) -> None:
    played = play(tmp_path, WHOLE, PaidBefore(answer="processing"))
    ending = told(played)
    assert ending.state == "processing"
    assert "1–3 days" in ending.when.text
    assert played.before.back == 7550


@pytest.mark.parametrize("lost", ["request", "answer"])
def test_one_lost_message_gives_back_once(tmp_path: Path, lost: str) -> None:
    before = PaidBefore()
    (before.before if lost == "request" else before.after)["give_back"] = silent_times(2)
    played = play(tmp_path, WHOLE, before)
    assert (told(played).state, before.back) == ("refunded", 7550)


def test_no_answer_at_all_is_being_verified_with_a_reference_and_never_failed(tmp_path: Path) -> None:
    before = PaidBefore()
    before.after["give_back"] = silent
    played = play(tmp_path, WHOLE, before)
    ending = told(played)
    assert (ending.state, ending.code, ending.slip) == ("unknown", "E-RET-03", "printed")
    assert any("K01-OLD-V3" in line for line in played.printer.slips[0])
    assert before.back == 7550
    assert not any(isinstance(screen, Trouble) for screen in played.person.seen)


def test_as_long_as_the_insurance_may_say_no_nothing_is_on_its_way(tmp_path: Path) -> None:
    played = play(tmp_path, WHOLE, PaidBefore(answer="verifying"))
    assert (told(played).state, told(played).insurance) == ("unknown", None)
    assert any("退款正在核实" in line for line in played.printer.slips[0])


def test_what_the_insurance_refuses_stays_paid(tmp_path: Path) -> None:
    played = play(tmp_path, WHOLE, PaidBefore(answer="refused"))
    said = played.person.last(Trouble)
    assert isinstance(said, Trouble)
    assert (said.code, said.money.text) == ("E-RET-05", "Nothing has changed: it stays paid.")
    assert played.printer.slips == []


def test_an_insurer_that_says_nothing_leaves_it_paid(tmp_path: Path) -> None:
    before = PaidBefore(before={"quote": insurer_silent})
    played = play(tmp_path, WHOLE | {"Trouble": [("done", "")]}, before)
    said = played.person.last(Trouble)
    assert isinstance(said, Trouble)
    assert (said.code, said.money.text) == ("E-INS-06", "Nothing has changed: it stays paid.")
    assert before.back == 0


def test_after_a_no_the_patient_sees_their_payments_again(tmp_path: Path) -> None:
    again: Plan = {"Trouble": [("retry", "")], "PickTransaction": [("open", "K01-OLD"), ("back", "")]}
    played = play(tmp_path, WHOLE | again, PaidBefore(answer="refused"))
    seen = played.person.names()
    assert seen[seen.index("Trouble") + 1] == "PickTransaction"
    assert played.before.back == 0


def test_a_return_goes_on_without_paper_and_says_where_to_print_it(tmp_path: Path) -> None:
    played = play(tmp_path, WHOLE, printer=SimulatedPrinter(paper=0))
    assert (told(played).state, told(played).slip) == ("refunded", "failed")
    assert played.before.back == 7550


def test_a_slip_is_printed_again_with_its_number_and_time(tmp_path: Path) -> None:
    played = play(tmp_path, PRINTS)
    slip = "\n".join(played.printer.slips[0])
    assert "补打 第2次" in slip
    assert "补打时间" in slip
    assert "75.50" in slip
    said = played.person.last(Trouble)
    assert isinstance(said, Trouble)
    assert said.code == "I-PRN-02"


def test_a_jam_prints_the_same_number_once_more(tmp_path: Path) -> None:
    printer = SimulatedPrinter()
    printer.out_after(3)

    def refill() -> None:
        printer.refill()
        stage.person.taps(("retry", ""))()  # type: ignore[operator]

    before = PaidBefore()
    stage = scene(tmp_path, PRINTS | {"Trouble": [refill]}, printer=printer, before=before)
    stage.play()
    said = [screen.code for screen in stage.person.seen if isinstance(screen, Trouble)]
    assert said == ["E-PRN-03", "I-PRN-02"]
    assert list(before.reprints.values()) == [2]
    assert sum("补打 第2次" in line for slip in printer.slips for line in slip) >= 1


def test_the_slip_is_offered_only_while_one_can_be_printed(tmp_path: Path) -> None:
    printer = SimulatedPrinter(paper=0)
    looks = LOOKS | {"TransactionDetail": [printer.refill, ("back", "")]}
    stage = scene(tmp_path, looks, printer=printer, before=PaidBefore())
    stage.play()
    offered = [screen.no_slip for screen in stage.person.seen if isinstance(screen, TransactionDetail)]
    assert offered == [NO_SLIP, None]


def test_who_touches_while_the_paper_comes_back_is_heard(tmp_path: Path) -> None:
    printer, turn = SimulatedPrinter(paper=0), [0]

    def note() -> None:
        turn[0] = stage.person.turn
        printer.refill()

    def late_tap() -> None:  # aimed at the screen as it was a moment ago
        stage.person.desk.post(Answer(turn[0], "refund", "B2"))  # type: ignore[union-attr]

    plan = WHOLE | {"TransactionDetail": [note, late_tap]}
    stage = scene(tmp_path, plan, printer=printer, before=PaidBefore())
    stage.play()
    assert stage.before.given_back["K01-OLD-V2"].bill_ids == ["B2"]


def test_who_walks_away_from_a_payment_is_missed_although_the_printer_is_looked_at(tmp_path: Path) -> None:
    played = play(tmp_path, LOOKS)
    assert played.person.warned == 1
    assert played.person.names()[-2:] == ["TransactionDetail", "Attract"]
    assert played.clock.monotonic() < 300


def test_without_paper_nothing_is_counted(tmp_path: Path) -> None:
    played = play(tmp_path, PRINTS | {"TransactionDetail": [("print", ""), ("back", "")]}, printer=SimulatedPrinter(0))
    assert played.before.reprints == {}
    assert any(isinstance(screen, Trouble) and screen.code == "E-PRN-02" for screen in played.person.seen)


def test_a_closed_out_top_up_is_not_called_paid(tmp_path: Path) -> None:
    top_up = structs.replace(paid("K01-OLD"), kind="top_up", bills=[], state="closed_out", back=Money(4000))
    played = play(tmp_path, LOOKS | {"TransactionDetail": [("print", "")]}, PaidBefore([top_up]))
    shown = played.person.last(TransactionDetail)
    assert isinstance(shown, TransactionDetail)
    assert (shown.row.stands.text, shown.back, shown.whole) == ("Closed out", 4000, False)
    assert any("清账时已退回" in line and "40.00" in line for line in played.printer.slips[0])


def test_who_paid_nothing_is_told_so(tmp_path: Path) -> None:
    played = play(tmp_path, LOOKS, PaidBefore([]))
    assert "PickTransaction" not in played.person.names()
    said = played.person.last(Trouble)
    assert isinstance(said, Trouble)
    assert (said.code, said.tone) == ("I-TRA-00", "info")


def test_a_silent_hospital_can_be_asked_again(tmp_path: Path) -> None:
    before = PaidBefore()
    before.before["transactions"] = silent_times(1)
    played = play(tmp_path, LOOKS | {"Trouble": [("retry", "")]}, before)
    assert played.person.names().index("Trouble") < played.person.names().index("PickTransaction")


@pytest.mark.parametrize(
    ("state", "says"), [("refunding", "Refund under way"), ("refunded", "All of it has gone back")]
)
def test_what_has_gone_back_or_is_going_says_so(tmp_path: Path, state: str, says: str) -> None:
    gone = structs.replace(paid("K01-OLD"), state=state, bills=[structs.replace(LAB, state="returned")] * 2)
    played = play(tmp_path, LOOKS, PaidBefore([gone]))
    shown = played.person.last(TransactionDetail)
    assert isinstance(shown, TransactionDetail)
    assert isinstance(shown.whole_reason, Phrase)
    assert (shown.whole, shown.whole_reason.text) == (False, says)


def test_the_list_says_what_it_was_and_how_it_stands(tmp_path: Path) -> None:
    partly = structs.replace(paid("K01-NEW", LAB), state="partly_refunded")
    played = play(tmp_path, LOOKS, PaidBefore([partly, paid()]))
    shown = played.person.last(PickTransaction)
    assert isinstance(shown, PickTransaction)
    assert [(row.purchase_id, row.at, row.stands.text) for row in shown.rows] == [
        ("K01-NEW", "03-01 10:15", "Partly refunded"),
        ("K01-OLD", "03-01 10:15", "Paid"),
    ]
