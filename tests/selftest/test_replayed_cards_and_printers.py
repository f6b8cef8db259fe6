"""Chip cards and network printers of a tape answer as they did then, as nobody's, and say when they never did."""

import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.bench import card_room
from kiosk.bench.virtual_card import Chip, Scripted, bank_card, foreign, patient_card, social_security
from kiosk.devices.cards import bank_card as bank
from kiosk.devices.cards import patient_card as hospital
from kiosk.devices.cards import social_security as insured
from kiosk.devices.cards.apdu import Exchange
from kiosk.devices.cards.pcsc import recorded
from kiosk.devices.ipp import Attribute, NotIpp, Operation, Tag, decode, encode
from kiosk.devices.ipp.masking import mask
from kiosk.devices.tape import Tape
from kiosk.selftest.replay import BadTape, Turn, load_tape
from kiosk.selftest.replayed_cards import PlayedCard, cards_of
from kiosk.selftest.replayed_printer import PlayedPrinter

LAYOUT = hospital.Layout(file="0015", offset=10, length=8)


def owner(ask: Exchange) -> object:
    holder = insured.holder(ask) if insured.read(ask) else None
    return holder and (holder.name, holder.id_number)


@pytest.mark.parametrize(
    ("chip", "read", "before", "after"),
    [
        (social_security("A12345678"), insured.read, "A12345678", "000000000"),
        (social_security("A12345678", "张三"), owner, ("张三", "110101194912310022"), ("0000", "0" * 18)),
        (patient_card("00012345"), partial(hospital.read, layout=LAYOUT), "00012345", "00000000"),
        (bank_card("6200000000000005"), bank.read, "620000******0005", "000000******0000"),
        (foreign(), insured.read, None, None),
    ],
)
def test_a_card_of_a_tape_is_read_like_the_one_it_was_and_is_nobodys(
    tmp_path: Path, chip: Chip | Scripted, read: Callable[[Exchange], object], before: object, after: object
) -> None:
    tape = Tape(tmp_path / "r.tape", "r", spoken="apdu")
    assert read(partial(recorded, tape, chip.answer)) == before
    tape.close()
    (card,) = cards_of(load_tape(tmp_path / "r.tape").turns)
    assert read(card.answer) == after
    assert read(card.answer) == after, "laid down again"


def test_what_a_card_was_never_asked_it_does_not_know() -> None:
    card = PlayedCard([Turn(0.0, True, b"\x00\xa4"), Turn(0.1, False, b"\x90\x00"), Turn(0.2, True, b"\x00\xb2")])
    assert [card.answer(command) for command in (b"\x00\xb0", b"\x00\xa4", b"\x00\xb2")] == [
        b"\x6d\x00",
        b"\x90\x00",
        b"",
    ]
    with pytest.raises(BadTape):
        cards_of([Turn(0.0, False, b"\x90\x00")])


def test_who_has_no_virtual_reader_is_told_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_room, "PORT", 1)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    tape = Tape(tmp_path / "r.tape", "r", spoken="apdu")
    insured.read(partial(recorded, tape, foreign().answer))
    tape.close()
    assert main(["devices", "replay", str(tmp_path / "r.tape")]) == 2
    assert "no virtual card reader on this computer: install pcscd and vsmartcard-vpcd" in capsys.readouterr().err


def asked(operation: Operation, number: int = 1, which: str = "", name: str = "Zhang San") -> bytes:
    words = (
        Attribute("requesting-user-name", Tag.NAME, (name,)),
        *((Attribute("which-jobs", Tag.KEYWORD, (which,)),) if which else ()),
    )
    return encode(operation, number, words, (), b"%PDF")


def said(word: str) -> bytes:
    return encode(0, 1, (Attribute("which-jobs", Tag.KEYWORD, (word,)),))


def exchanges(*pairs: tuple[bytes, bytes]) -> list[Turn]:
    turns = []
    for at, (question, answer) in enumerate(pairs):
        turns += [Turn(at, True, mask(question)), *([Turn(at + 0.5, False, mask(answer))] if answer else [])]
    return turns


def test_a_printer_goes_through_its_documents_one_after_the_other() -> None:
    look, make, cancel = Operation.GET_JOB_ATTRIBUTES, Operation.CREATE_JOB, Operation.CANCEL_JOB
    printer = PlayedPrinter(
        exchanges(
            (asked(look), said("none")),
            (asked(make), said("first")),
            (asked(look), said("printing")),
            (asked(look), said("out")),
            (asked(make), said("second")),
            (asked(look), said("jammed")),
            (asked(cancel), said("well")),
            (asked(look), said("cancelled")),
        )
    )
    order = (look, look, make, look, look, look, make, look, look, look, cancel, look, cancel, make, look)
    words = [decode(printer.answer(asked(one, 7, name="Li Si"))[1]) for one in order]
    assert " ".join(answer.groups[0].text("which-jobs") or "?" for answer in words) == (
        "none none first printing out out second jammed jammed jammed well cancelled well first printing"
    )
    assert {answer.request_id for answer in words} == {7}


def test_a_printer_is_as_slow_as_it_was_and_as_silent() -> None:
    jobs = Operation.GET_JOBS
    waiting, over = asked(jobs, which="not-completed"), asked(jobs, which="completed")
    printer = PlayedPrinter(exchanges((waiting, b""), (over, said("completed"))))
    assert printer.answer(waiting) == (0.0, b"")
    assert printer.answer(over)[0] == 0.5
    assert decode(printer.answer(asked(Operation.VALIDATE_JOB, 9))[1]).status == 0x0501
    with pytest.raises(NotIpp):
        printer.answer(b"nonsense")
    with pytest.raises(BadTape):
        PlayedPrinter([Turn(0.0, True, b"nonsense")])
