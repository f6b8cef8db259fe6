"""Another card is laid down, or a code shown, while somebody's bills are on the screen: who goes on, who is served?"""

import logging
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs
from outside import LI, Outside
from person import Act
from scene import scene

from kiosk.contract import Carrier, Patient
from kiosk.core.events import CardRead, CardSeen, CodeScanned, Event
from kiosk.core.screens import Identify, Way
from kiosk.devices import Slip
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.devices.simulated_reader import SimulatedCardReader

FIRST, SECOND = "1111222233334444", "5555666677778888"
WANG = structs.replace(LI, patient_id="PAT-2", name="王*")
WAYS = (Way("patient_card"), Way("e_credential"), Way("health_code"))
HEALTH = "ab" * 32
INSURED = CodeScanned("scanner", "A" * 28)
LEAVES: Act = ("session.leave", "")
GOES_ON: Act = ("keep-going", "")


def nothing() -> None:
    """They stand there, or have gone."""


class Ward(Outside):
    """Two patients: what carries another number than the first card, or than the health code, is the second one's."""

    def identify(self, carrier: Carrier, number: str) -> list[Patient]:  # noqa: ARG002
        return self.act("identify", lambda: [LI if number in (FIRST, HEALTH) else WANG])


class Busy(SimulatedPrinter):
    """A printer during whose work something happens."""

    def print(self, slip: Slip) -> None:
        self.meanwhile()
        super().print(slip)

    def meanwhile(self) -> None:
        """Nothing, as a rule."""


class Two:
    """Two people, two readers, a scanner. Somebody's card begins, and whoever comes then only looks at the bills."""

    def __init__(self, folder: Path, *begins: Act) -> None:
        self.front, self.side = SimulatedCardReader("front"), SimulatedCardReader("side")
        self.printer = Busy()
        self.stage = scene(folder, {}, outside=Ward(), printer=self.printer, ways=WAYS)
        self.person, self.clock = self.stage.person, self.stage.clock
        self.times: list[float] = []
        self.at("Attract", *(begins or (self.first_card,)))
        self.at("-", self.note)
        for reader in (self.front, self.side):
            reader.start(self.post)

    def post(self, *events: Event) -> None:
        assert self.person.desk is not None
        for event in events:
            self.person.desk.post(event)

    def at(self, screen: str, *acts: Act) -> "Two":
        self.person.plan[screen] = list(acts)
        return self

    def pays(self) -> "Two":
        """The first one does, for both: the second one is told so, and goes."""
        self.at("-").at("Trouble", self.person.taps(self.note, LEAVES))
        return self.at("PickBills", ("next", "")).at("PickChannel", ("channel", "wechat"))

    def play(self) -> list[str]:
        """What was painted, with the questions."""
        self.stage.play()
        return self.person.painted

    def served(self) -> list[str]:
        """The patients in the order in which their names stood on the screen."""
        names = [session.patient for session in self.person.sessions if session.patient]
        return [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]

    def note(self) -> None:
        self.times.append(self.clock.monotonic())

    def passed(self) -> float:
        """Seconds between the last two notes."""
        return self.times[-1] - self.times[-2]

    def first_card(self) -> None:
        self.front.put("patient_card", FIRST)

    def second_card(self) -> None:
        self.note()
        self.side.put("patient_card", SECOND)

    def second_card_instead(self) -> None:
        self.note()
        self.front.put("patient_card", SECOND)

    def and_then(self, *acts: Act) -> Act:
        """The second card, and more before the screen can change."""
        return self.person.taps(self.second_card, *acts)


def after(painted: list[str], name: str) -> list[str]:
    """What was painted from this screen or question on."""
    return painted[next(i for i, one in enumerate(painted) if one.split()[0] == name) :]


@pytest.mark.parametrize("instead", [False, True])
def test_who_walked_off_is_covered_at_once_and_after_ten_seconds_the_next_one_is_served(
    tmp_path: Path, instead: bool
) -> None:
    two = Two(tmp_path)
    two.at("PickBills", two.second_card_instead if instead else two.second_card, LEAVES)
    painted = two.play()
    assert after(painted, "PickBills")[:4] == ["PickBills 李*", "AnotherCard", "PickBills 王*", "-"], "never seen again"
    assert two.passed() == 10
    assert two.served() == ["李*", "王*"]


@pytest.mark.parametrize("mode", ["elder", "low"])
def test_who_needs_longer_is_given_twice_the_time(tmp_path: Path, mode: str) -> None:
    two = Two(tmp_path)
    two.at("PickBills", (f"session.{mode}", ""), two.second_card, LEAVES).play()
    assert two.passed() == 20


def test_the_next_person_who_says_so_is_served_at_once_however_often_they_press(tmp_path: Path) -> None:
    two = Two(tmp_path)
    two.at("PickBills", two.second_card, LEAVES).at("AnotherCard", two.person.taps(("anew", ""), ("anew", "")))
    two.play()
    assert two.passed() == 0
    assert two.served() == ["李*", "王*"]


def test_who_is_still_there_goes_on_and_the_other_card_is_nobodys_until_it_is_laid_again(tmp_path: Path) -> None:
    two = Two(tmp_path).at("AnotherCard", GOES_ON).at("PickChannel", ("channel", "wechat"))
    two.at("PickBills", two.and_then(("detail", "B1"))).at("-", ("next", ""))
    two.at("Attract", two.first_card, nothing).at("TakeCard", two.side.take)
    painted = two.play()
    assert after(painted, "AnotherCard")[:3] == ["AnotherCard", "-", "PickChannel 李*"], "no tap went through"
    assert after(painted, "Paid")[:3] == ["Paid 李*", "Attract", "TakeCard"]
    assert two.served() == ["李*"]


def test_a_second_press_on_the_question_answers_nothing_under_it(tmp_path: Path) -> None:
    two = Two(tmp_path, ("start", "")).at("Home", ("transactions", ""))
    two.at("Identify", two.first_card).at("PickTransaction", two.second_card)
    two.at("AnotherCard", two.person.taps(GOES_ON, GOES_ON)).at("Attract", ("start", ""), two.note)
    two.play()
    assert two.passed() >= 45 + 30, "the list stood there until nobody had touched it for so long"


@pytest.mark.parametrize("same", ["card", "code"])
def test_the_same_card_again_asks_nobody(tmp_path: Path, same: str) -> None:
    shown, again = CodeScanned("scanner", f"{HEALTH}:1"), CodeScanned("scanner", f"{HEALTH}:0:99")
    two = Two(tmp_path, *([shown] if same == "code" else []))
    two.at("PickBills", two.person.taps(two.first_card if same == "card" else again, ("next", "")))
    two.at("PickChannel", ("channel", "wechat")).at("Paid", two.front.take)
    painted = two.play()
    assert "Paid 李*" in painted
    assert "AnotherCard" not in painted


def test_a_slow_reader_has_two_seconds_and_the_question_goes_when_it_is_the_same_card(tmp_path: Path) -> None:
    two = Two(tmp_path)
    two.at("-").at("PickBills", two.person.taps(two.note, CardSeen("front")))
    read_again = CardRead("front", "patient_card", FIRST)
    two.at("AnotherCard", two.person.taps(two.note, read_again, LEAVES))
    assert after(two.play(), "AnotherCard")[:3] == ["AnotherCard", "-", "Attract"]
    assert two.passed() == 2


def test_the_same_number_on_another_reader_is_asked_about(tmp_path: Path) -> None:
    two = Two(tmp_path).at("AnotherCard", LEAVES)
    assert "AnotherCard" in two.at("PickBills", CardRead("side", "patient_card", FIRST)).play()


def test_money_on_its_way_is_not_interrupted_and_the_card_waits_for_its_turn(tmp_path: Path) -> None:
    two = Two(tmp_path).pays()
    painted = two.at("ShowQr", two.second_card).at("Paid", two.note).play()
    assert "AnotherCard" not in painted
    assert two.passed() == 20, "the result stood for as long as ever"
    assert two.served() == ["李*", "王*"]


def test_the_same_card_laid_again_while_money_is_on_its_way_begins_no_second_visit(tmp_path: Path) -> None:
    two = Two(tmp_path).pays()
    two.at("ShowQr", two.first_card).at("TakeCard", two.front.take).play()
    assert two.person.names().count("Identify") == 1


@pytest.mark.parametrize("act", ["settle", "print"])
def test_a_card_that_comes_while_it_is_settled_or_printed_does_not_hide_the_result(tmp_path: Path, act: str) -> None:
    two = Two(tmp_path).pays()
    if act == "print":
        two.printer.meanwhile = two.second_card  # type: ignore[method-assign]
    else:
        two.stage.outside.before["settle"] = two.second_card
    painted = two.play()
    assert "AnotherCard" not in painted
    assert after(painted, "Paid")[:2] == ["Paid 李*", "Trouble 王*"]
    assert two.served() == ["李*", "王*"]


@pytest.mark.parametrize(("answer", "until_s"), [(nothing, 10), (GOES_ON, 20)])
def test_a_result_that_counts_down_is_covered_too_and_the_next_one_is_served(
    tmp_path: Path, answer: Act, until_s: float
) -> None:
    two = Two(tmp_path).pays().at("AnotherCard", answer)
    assert after(two.at("Paid", two.second_card).play(), "Paid")[1] == "AnotherCard"
    assert two.passed() == until_s
    assert two.served() == ["李*", "王*"]


def test_a_question_at_the_very_end_of_a_result_ends_with_it(tmp_path: Path) -> None:
    two = Two(tmp_path).pays()

    def late() -> None:
        two.clock.advance(15)
        two.second_card()

    two.at("Paid", late).play()
    assert two.passed() == 5


def test_a_menu_over_the_bills_is_covered_like_them(tmp_path: Path) -> None:
    two = Two(tmp_path).at("PickBills", ("session.help", ""), LEAVES).at("AnotherCard", GOES_ON)
    two.at("Help", two.second_card).at("-", ("back", ""))
    assert after(two.play(), "Help")[:4] == ["Help 李*", "AnotherCard", "-", "PickBills 李*"]
    assert two.served() == ["李*"]


@pytest.mark.parametrize(("menu", "choice"), [("Help", "help"), ("Language", "language")])
def test_a_menu_over_the_wallets_code_is_not_interrupted(tmp_path: Path, menu: str, choice: str) -> None:
    two = Two(tmp_path).pays().at("ShowQr", (f"session.{choice}", ""))
    painted = two.at(menu, two.and_then(("back", ""))).play()
    assert after(painted, menu)[:2] == [f"{menu} 李*", "ShowQr 李*"]
    assert "AnotherCard" not in painted
    assert two.served() == ["李*", "王*"]


def test_a_card_that_is_taken_again_does_not_show_the_bills_again_and_serves_nobody(tmp_path: Path) -> None:
    two = Two(tmp_path)
    two.at("PickBills", two.second_card).at("AnotherCard", two.side.take).at("Attract", two.first_card, two.note)
    assert after(two.play(), "AnotherCard")[:3] == ["AnotherCard", "Attract", "-"]
    assert two.served() == ["李*"]


@pytest.mark.parametrize("reader", ["front", "side"])
def test_a_card_that_cannot_be_read_is_asked_about_and_told_so_in_the_next_visit(tmp_path: Path, reader: str) -> None:
    two = Two(tmp_path).at("Identify", nothing, nothing, ("back", ""))
    two.at("PickBills", lambda: (two.front if reader == "front" else two.side).put_unreadable())
    two.play()
    problem = two.person.last(Identify)
    assert isinstance(problem, Identify)
    assert (problem.state, problem.code) == ("problem", "E-CRD-02")
    assert two.served() == ["李*"]


def test_two_cards_at_once_on_two_readers_are_asked_about_before_the_bills_are_touched(tmp_path: Path) -> None:
    two = Two(tmp_path).at("AnotherCard", GOES_ON).at("-", LEAVES)
    two.at("Attract", two.person.taps(two.first_card, two.second_card))
    assert after(two.play(), "AnotherCard")[:3] == ["AnotherCard", "-", "Attract"]
    assert two.served() == ["李*"]


def test_a_code_that_says_who_somebody_is_is_served_next_once(tmp_path: Path) -> None:
    two = Two(tmp_path).at("PickBills", INSURED, LEAVES)
    assert after(two.play(), "PickBills")[:3] == ["PickBills 李*", "AnotherCard", "PickBills 王*"]
    assert two.served() == ["李*", "王*"]


@pytest.mark.parametrize("more", ["code", "card"])
def test_who_comes_with_two_things_that_say_who_they_are_is_served_once(tmp_path: Path, more: str) -> None:
    two = Two(tmp_path).at("AnotherCard", ("anew", ""))
    two.at("Attract", two.first_card, nothing)
    second: Act = INSURED if more == "code" else partial(two.front.put, "patient_card", SECOND)
    two.at("PickBills", two.and_then(second), LEAVES, nothing).at("TakeCard", two.side.take)
    painted = two.play()
    assert painted.count("PickBills 王*") == 1, "their card still lies there, and begins nothing when they have gone"
    assert "TakeCard" in painted


@pytest.mark.parametrize("text", ["134567890123456789", "6901234567892"])
def test_a_payment_code_and_other_codes_say_nothing_of_who_stands_here(tmp_path: Path, text: str) -> None:
    two = Two(tmp_path)
    assert "AnotherCard" not in two.at("PickBills", two.person.taps(CodeScanned("scanner", text), LEAVES)).play()


def test_where_codes_are_taken_a_code_is_answered_there(tmp_path: Path) -> None:
    two = Two(tmp_path).pays().at("PickChannel", INSURED, LEAVES)
    assert "AnotherCard" not in two.play()


def test_a_card_during_the_idle_warning_does_not_show_the_bills_again(tmp_path: Path) -> None:
    two = Two(tmp_path).at("PickBills", nothing, LEAVES)
    painted = two.at("IdleWarning", two.second_card).at("-").play()
    assert after(painted, "IdleWarning")[:4] == ["IdleWarning", "-", "AnotherCard", "PickBills 王*"]
    assert two.served() == ["李*", "王*"]


def test_no_number_is_written_down(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    two = Two(tmp_path)
    with caplog.at_level(logging.DEBUG):
        two.at("PickBills", two.second_card, LEAVES).at("AnotherCard", two.side.take).play()
    assert two.person.warned == 1
    assert FIRST not in caplog.text
    assert SECOND not in caplog.text
