"""The card driver against a real card service: cards come and go, hang, are pulled; the service dies and comes back."""

import os
import queue
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kiosk.bench.card_room import SECOND_PORT, CardRoom
from kiosk.bench.virtual_card import Answers, VirtualCard, bank_card, foreign, patient_card, social_security
from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event, Holder
from kiosk.devices.cards.pcsc import PcscReader, open_driver, recorded
from kiosk.devices.cards.social_security import read as read_social_security
from kiosk.devices.tape import Tape
from kiosk.selftest.replay import load_tape
from kiosk.selftest.replayed_cards import cards_of

ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="run by test_as_root")


class Listener:
    """Hears what the driver posts."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def next(self, within: float = 20.0) -> Event:
        return self.events.get(timeout=within)

    def quiet(self, seconds: float) -> bool:
        try:
            self.events.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


class Lobby:
    """A driver that watches, a room with a card service, and cards to lay on the reader."""

    def __init__(self, room: CardRoom, driver: PcscReader, listener: Listener) -> None:
        self.room = room
        self.driver = driver
        self.next = listener.next
        self.quiet = listener.quiet

    def lay(self, chip: Answers, hangs_at: int | None = None, broken: bool = False) -> VirtualCard:
        return VirtualCard(self.room.connect, chip, hangs_at, broken)

    def comes_online(self) -> bool:
        return self.next() == DeviceChanged("cards") and self.driver.health().state == "online"


@pytest.fixture(scope="module")
def room() -> Iterator[CardRoom]:
    room = CardRoom()
    yield room
    room.close()


@pytest.fixture
def lobby(room: CardRoom) -> Iterator[Lobby]:
    listener = Listener()
    driver = open_driver(patient_file="0015", patient_offset=10, patient_length=8, read_s=4.0)
    room.start()
    driver.start(listener.events.put)
    lobby = Lobby(room, driver, listener)
    assert lobby.comes_online()
    yield lobby
    driver.close()
    room.kill()


@pytest.mark.skipif(ROOT, reason="we are root")
def test_as_root() -> None:
    command = ["sudo", "-n", sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", __file__]
    assert subprocess.run(command, timeout=110).returncode == 0


@as_root
def test_a_social_security_card_is_read_and_goes(lobby: Lobby) -> None:
    began = time.monotonic()
    card = lobby.lay(social_security("A12345678"))
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardRead("cards", "social_security_card", "A12345678")
    assert time.monotonic() - began < 20
    card.pull()
    assert lobby.next() == CardGone("cards")


@as_root
def test_a_patient_card_is_read_where_the_configuration_says(lobby: Lobby) -> None:
    lobby.lay(patient_card("00012345"))
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardRead("cards", "patient_card", "00012345")


@as_root
def test_a_social_security_card_is_asked_whose_it_is_only_where_somebody_wants_to_know(
    lobby: Lobby, tmp_path: Path
) -> None:
    lobby.lay(social_security("A12345678", "张三"))
    assert [lobby.next(), lobby.next()] == [CardSeen("cards"), CardRead("cards", "social_security_card", "A12345678")]
    listener, tape = Listener(), Tape(tmp_path / "asked.tape", "asked")
    asked = open_driver("asked", holders=True, tape=tape)
    asked.start(listener.events.put)
    assert [listener.next(), listener.next()] == [DeviceChanged("asked"), CardSeen("asked", before=True)]
    holder = Holder("张三", "2", "01", "19491231", id_number="110101194912310022")
    assert listener.next() == CardRead("asked", "social_security_card", "A12345678", holder)
    asked.close()
    tape.close()
    assert "张三".encode("gb2312").hex() not in (tmp_path / "asked.tape").read_text()


@as_root
def test_a_bank_card_is_masked_where_bank_cards_are_read_and_unknown_elsewhere(lobby: Lobby, tmp_path: Path) -> None:
    card = lobby.lay(bank_card("6200000000000005"))
    assert [lobby.next(), lobby.next()] == [CardSeen("cards"), CardUnreadable("cards", "E-CRD-02")]
    listener = Listener()
    tape = Tape(tmp_path / "bank.tape", "bank")
    bank = open_driver("bank", bank_cards=True, tape=tape)
    bank.start(listener.events.put)
    assert listener.next() == DeviceChanged("bank")
    assert listener.next() == CardSeen("bank", before=True)
    assert listener.next() == CardRead("bank", "bank_card", "620000******0005")
    bank.close()
    tape.close()
    assert "6200000000000005" not in (tmp_path / "bank.tape").read_text()
    assert "80a8" in (tmp_path / "bank.tape").read_text()
    card.pull()


@as_root
def test_a_card_of_a_tape_lies_on_a_reader_again_as_nobodys(lobby: Lobby, tmp_path: Path) -> None:
    tape = Tape(tmp_path / "odd.tape", "odd", spoken="apdu")
    ask = partial(recorded, tape, social_security("A12345678").answer)
    assert read_social_security(ask) == "A12345678"
    tape.close()
    lobby.lay(cards_of(load_tape(tmp_path / "odd.tape").turns)[0])
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardRead("cards", "social_security_card", "000000000")


@as_root
def test_a_card_that_was_pulled_on_a_tape_leaves_the_reader_again(lobby: Lobby, tmp_path: Path) -> None:
    lobby.driver.close()  # it would ask as well
    listener, tape = Listener(), Tape(tmp_path / "odd.tape", "odd", spoken="apdu")
    odd = open_driver("odd", read_s=20.0, tape=tape)
    odd.start(listener.events.put)
    assert listener.next() == DeviceChanged("odd")
    card = lobby.lay(social_security("A12345678"), hangs_at=3)
    assert listener.next() == CardSeen("odd")
    assert card.hung.wait(20)
    card.pull()
    assert [listener.next(), listener.next()] == [CardUnreadable("odd", "E-CRD-01"), CardGone("odd")]
    lobby.lay(foreign())
    assert listener.next() == CardSeen("odd")
    assert listener.next() == CardUnreadable("odd", "E-CRD-02")
    tape.close()
    pulled, _ = cards_of(load_tape(tmp_path / "odd.tape").turns)
    assert [bool(pulled.answer(turn.said)) for turn in pulled.turns if turn.ours] == [True, True, False]
    assert listener.quiet(0.1)
    odd.close()


@as_root
def test_two_readers_are_told_apart_by_their_names(room: CardRoom) -> None:
    listener = Listener()
    slots = [open_driver("flat", reader="00 00"), open_driver("motor", reader="00 01")]
    room.start()
    for slot in slots:
        slot.start(listener.events.put)
    assert {str(listener.next()), str(listener.next())} == {str(DeviceChanged(name)) for name in ("flat", "motor")}
    card = VirtualCard(lambda: room.connect(SECOND_PORT), social_security("B12345678"))
    assert listener.next() == CardSeen("motor")
    assert listener.next() == CardRead("motor", "social_security_card", "B12345678")
    card.pull()
    assert listener.next() == CardGone("motor")
    for slot in slots:
        slot.close()
    room.kill()


@as_root
def test_an_unknown_card_is_said_to_be_unknown(lobby: Lobby) -> None:
    card = lobby.lay(foreign())
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardUnreadable("cards", "E-CRD-02")
    card.pull()
    assert lobby.next() == CardGone("cards")


@as_root
def test_a_card_pulled_while_it_is_read(lobby: Lobby) -> None:
    card = lobby.lay(social_security("A12345678"), hangs_at=2)
    assert lobby.next() == CardSeen("cards")
    assert card.hung.wait(20)
    card.pull()
    assert lobby.next() == CardUnreadable("cards", "E-CRD-01")
    assert lobby.next() == CardGone("cards")
    lobby.lay(social_security("A12345678"))
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardRead("cards", "social_security_card", "A12345678")


@as_root
def test_a_card_that_hangs_is_given_up_and_the_next_one_is_read(lobby: Lobby) -> None:
    card = lobby.lay(social_security("A12345678"), hangs_at=1)
    assert lobby.next() == CardSeen("cards")
    assert card.hung.wait(20)
    assert lobby.next() == CardUnreadable("cards", "E-CRD-03")
    card.pull()
    assert lobby.next() == CardGone("cards")
    lobby.lay(patient_card("00012345"))
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardRead("cards", "patient_card", "00012345")


@as_root
def test_a_hung_card_does_not_hold_up_closing(lobby: Lobby) -> None:
    card = lobby.lay(social_security("A12345678"), hangs_at=1)
    assert lobby.next() == CardSeen("cards")
    assert card.hung.wait(20)
    began = time.monotonic()
    lobby.driver.close()
    assert time.monotonic() - began < 20
    card.pull()
    assert lobby.quiet(0.5)


@as_root
def test_a_broken_card_is_said_to_be_silent(lobby: Lobby) -> None:
    lobby.lay(social_security("A12345678"), broken=True)
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardUnreadable("cards", "E-CRD-03")


@as_root
def test_the_service_dies_and_comes_back(lobby: Lobby) -> None:
    lobby.room.kill()
    assert lobby.next() == DeviceChanged("cards")
    assert lobby.driver.health().code == "E-CRD-05"
    lobby.room.start()
    assert lobby.comes_online()
    lobby.lay(social_security("A12345678"))
    assert lobby.next() == CardSeen("cards")
    assert lobby.next() == CardRead("cards", "social_security_card", "A12345678")


@as_root
def test_the_service_dies_while_a_card_is_read(lobby: Lobby) -> None:
    card = lobby.lay(social_security("A12345678"), hangs_at=1)
    assert lobby.next() == CardSeen("cards")
    assert card.hung.wait(20)
    lobby.room.kill()
    assert lobby.next() == CardUnreadable("cards", "E-CRD-03")
    assert lobby.next() == CardGone("cards")
    assert lobby.next() == DeviceChanged("cards")
    lobby.room.start()
    assert lobby.comes_online()


@as_root
def test_the_reader_is_unplugged_and_comes_back(lobby: Lobby) -> None:
    lobby.lay(social_security("A12345678"))
    assert lobby.next() == CardSeen("cards")
    assert isinstance(lobby.next(), CardRead)
    lobby.room.kill()
    assert [lobby.next(), lobby.next()] == [CardGone("cards"), DeviceChanged("cards")]
    lobby.room.start(reader=False)
    assert lobby.next() == DeviceChanged("cards")
    assert lobby.driver.health().code == "E-CRD-04"
    lobby.room.kill()
    assert lobby.next() == DeviceChanged("cards")
    lobby.room.start()
    assert lobby.comes_online()


@as_root
def test_without_a_service_the_driver_waits_without_work(lobby: Lobby) -> None:
    lobby.room.kill()
    assert lobby.next() == DeviceChanged("cards")
    before = time.process_time()
    assert lobby.quiet(2)
    assert time.process_time() - before < 0.2
    lobby.room.start()
    assert lobby.comes_online()
