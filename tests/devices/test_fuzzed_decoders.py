"""Whatever bytes a device sends, a decoder ends, with a result or with its own declared error, and keeps little of it.

Each example that hypothesis finds is the seed of a family of inputs: bytes out of the blue, and published answers with
bits turned, parts cut, doubled and mixed. `FUZZ_INPUTS=1000000` runs as many in all.
"""

import os
import pickle
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.devices.cards import bank_card, patient_card, social_security
from kiosk.devices.cards.apdu import UnreadableCard, fields
from kiosk.devices.cards.masking import blanked
from kiosk.devices.cards.tlv import elements, lengths
from kiosk.devices.dispensers import crt571_card, crt571_frames, crt571_mask
from kiosk.devices.id_cards import card_text, frames, masking, replies
from kiosk.devices.ipp import NotIpp
from kiosk.devices.ipp import decode as decode_ipp
from kiosk.devices.ipp import masking as masking_of_ipp
from kiosk.devices.lights import modbus_coil
from kiosk.devices.measurements import cms50_oximeter, nibp_line
from kiosk.devices.measurements.cms50_oximeter import Packets
from kiosk.devices.measurements.listening import Decoder
from kiosk.devices.measurements.nibp_line import Answers as CuffAnswers
from kiosk.devices.measurements.tanita_body import Lines
from kiosk.devices.receipt_printers import escpos_mask, escpos_status
from kiosk.devices.receipt_printers.escpos_answers import Answers
from kiosk.devices.scanners.scan_lines import ScanLines, blank
from kiosk.selftest.replay import BadTape, Player, Turn, load_tape
from kiosk.selftest.replayed_printer import PlayedPrinter

INPUTS = int(os.environ.get("FUZZ_INPUTS", "105000"))  # of all decoders together
FAMILY = 35  # inputs of one example
MOST_HELD = 200_000  # bytes that a decoder of a stream may keep, whatever has come
ROUNDS = 400  # commands that a card may be asked before it must be given up


class Endless(Exception):
    """A card was asked for ever."""


@dataclass(frozen=True)
class Fuzz:
    """`run` decodes one input; `errors` are all that may come out of it; `examples` are good ones to spoil."""

    run: Callable[[bytes], object]
    errors: tuple[type[Exception], ...] = ()
    examples: tuple[str, ...] = ()


def card(read: Callable[[Callable[[bytes], bytes]], object]) -> Callable[[bytes], object]:
    """A card that says these bytes, cut by a byte of length, and begins again when it has said all."""

    def run(data: bytes) -> object:
        said, at = [], 0
        while at < len(data):
            said.append(data[at + 1 : at + 1 + data[at]])
            at += 1 + data[at]
        asked = count()

        def answer(command: bytes) -> bytes:
            number = next(asked)
            if number >= ROUNDS:
                raise Endless
            return said[number % len(said)] if said else b""

        return read(answer)

    return run


def in_pieces(feed: Callable[[bytes], object], data: bytes) -> None:
    """As a line brings it: cut anywhere."""
    cut = random.Random(len(data))
    while data:
        size = cut.randint(1, 40)
        feed(data[:size])
        data = data[size:]


def ear(data: bytes) -> object:
    listening = crt571_frames.Ear()
    in_pieces(listening.feed, data)
    return listening.hush()


def id_frames(data: bytes) -> object:
    listening = frames.Frames()
    in_pieces(listening.feed, data)
    return listening.give_up()


def printer_says(data: bytes) -> object:
    answers = Answers()
    in_pieces(lambda piece: list(answers.feed(piece)), data)
    return answers


def measured(decoder: Decoder, data: bytes) -> object:
    in_pieces(decoder.feed, data)
    return decoder.question()


def lines(data: bytes) -> object:
    scans = ScanLines()
    in_pieces(scans.feed, data)
    return scans


def printer_status(data: bytes) -> object:
    return escpos_status.decode(*(data + b"\x12\x12\x12\x12")[:4])


def same_length(mask: Callable[[bytes], bytes]) -> Callable[[bytes], object]:
    """A tape keeps lengths, or it would not play."""

    def run(data: bytes) -> object:
        assert len(mask(data)) == len(data)
        return None

    return run


def still_a_message(data: bytes) -> None:
    """What can be understood can be understood on a tape as well, and the same again."""
    kept = masking_of_ipp.mask(data)
    assert len(kept) <= len(data)
    assert masking_of_ipp.mask(kept) in (kept, bytes(len(kept)))
    with suppress(NotIpp):
        decode_ipp(data)
        if any(kept):
            decode_ipp(kept)


def played_printer(data: bytes) -> object:
    said = bytes.fromhex(IPP)
    return PlayedPrinter([Turn(0.0, True, said), Turn(0.0, False, said)]).answer(data)


def player(data: bytes) -> object:
    half = len(data) // 2
    playing = Player([Turn(0.0, bool(n % 2), data[n : n + 3]) for n in range(0, half, 3) if data[n : n + 3]])
    playing.begin()
    return playing.hear(data[half:])


PPSE = "266F24840E325041592E5359532E4444463031A512BF0C0F610D4F08A0000003330101018701019000"
CHOSEN = "1D6F1B8408A000000333010101A50F5004554943439F38069F66049F37049000"
PLACES = "0E770A820200409404100101009000"
PAN = "0E700A5A0862000000000000059000"
EF05 = "029000029000" + "0D0709413132333435363738" + "9000"
# RFC 8010, appendix A.3, in short: version 1.1, successful-ok, request 1, charset and language, end.
IPP = (
    "0101000000000001" + "01" + "470012617474726962757465732D63686172736574" + "00057574662D38"
    "48001B617474726962757465732D6E61747572616C2D6C616E6775616765" + "0005656E2D7573" + "03"
)
CRT, CRT_NO = "F20000065031303232300396", "F20000054E32303130" + "03B9"  # a card stands there; a jam
CITIZEN = masking.stand_in("  ".encode("utf-16-le") * 64).hex()  # nobody's card, as it stands on a tape
SDT_FOUND = "AAAAAA96690008000000" + "9F00000000" + "97"

DECODERS: dict[str, Fuzz] = {
    "chip card fields": Fuzz(lambda data: list(fields(data)), (UnreadableCard,), ("0709413132333435363738FFFF",)),
    "fields within fields": Fuzz(lambda data: list(elements(data)), (UnreadableCard,), (PPSE[2:], CHOSEN[2:])),
    "wanted fields": Fuzz(lengths, (UnreadableCard,), ("9F66049F02065F2A02",)),
    "social-security card": Fuzz(card(social_security.read), (UnreadableCard,), (EF05,)),
    "holder of a card": Fuzz(card(social_security.holder), (UnreadableCard,), (EF05,)),
    "patient card": Fuzz(
        card(lambda ask: patient_card.read(ask, patient_card.Layout(file="0015", tag=7))),
        (UnreadableCard,),
        (EF05[6:],),
    ),
    "bank card": Fuzz(card(bank_card.read), (UnreadableCard,), (PPSE + CHOSEN + PLACES + PAN,)),
    "tape of a card": Fuzz(same_length(partial(blanked, b"\x00\xc0")), (), (CHOSEN[2:], PLACES[2:], PAN[2:])),
    "tape of a record": Fuzz(same_length(partial(blanked, b"\x00\xb2")), (), (PAN[2:], EF05[12:])),
    "identity card module": Fuzz(id_frames, (), (SDT_FOUND,)),
    "identity card answer": Fuzz(replies.decode, (replies.BadReply,), ("00009F00000000",)),
    "identity card content": Fuzz(replies.content, (replies.BadReply,), ("01000400" + "00" * 1280,)),
    "identity card module number": Fuzz(replies.module_number, (replies.BadReply,), ("05000300" + "00" * 12,)),
    "identity card text": Fuzz(card_text.decode, (replies.UnreadableIdCard,), (CITIZEN,)),
    "tape of an oximeter": Fuzz(same_length(cms50_oximeter.mask)),
    "tape of a cuff": Fuzz(same_length(nibp_line.mask)),
    "tape of an identity card": Fuzz(same_length(masking.mask), (), (SDT_FOUND,)),
    "card dispenser line": Fuzz(ear, (), (CRT, "06" + CRT_NO)),
    "card dispenser frame": Fuzz(crt571_frames.decode, (crt571_frames.BadFrame,), (CRT, CRT_NO)),
    "card dispenser number": Fuzz(crt571_card.uid, (UnreadableCard,), ("4D000404112233FF",)),
    "tape of a card dispenser": Fuzz(same_length(crt571_mask.mask), (), (CRT,)),
    "relay board line": Fuzz(lambda data: modbus_coil.Ear(1).feed(data), (), ("01050000FF008C3A", "018502C351")),
    "relay board frame": Fuzz(lambda data: modbus_coil.decode(data, 1), (modbus_coil.BadFrame,), ("01050000FF008C3A",)),
    "receipt printer answers": Fuzz(printer_says, (), ("12", "145F4D6F64656C00")),
    "receipt printer status": Fuzz(printer_status, (), ("12121212",)),
    "tape of a receipt printer": Fuzz(same_length(escpos_mask.mask), (), ("1B40" + "1C26" + "CED2" + "1C2E" + "0A",)),
    "print server": Fuzz(decode_ipp, (NotIpp,), (IPP,)),
    "tape of a print server": Fuzz(still_a_message, (), (IPP,)),
    "player of a printer's tapes": Fuzz(played_printer, (NotIpp,), (IPP,)),
    "scanner": Fuzz(lines, (), (b"6901234567892\r\n".hex(), "挂号单\r".encode("gb18030").hex())),
    "tape of a scanner": Fuzz(same_length(blank)),
    "player of tapes": Fuzz(player, (), ("100401" * 8,)),
}
MEASURERS: dict[str, tuple[type[Decoder], tuple[str, ...]]] = {
    "body scale": (Lines, ((b'{0,16,MO,"SC-330",Hm,191.0,Wk,89.2,CS,3E' + b"\r\n").hex(),)),
    "oximeter": (Packets, ("85280046" + "61",)),
    "cuff": (CuffAnswers, ((b"\x02999\x03\r\x02S3;A0;C03;M00;P120080093;R070;;;A1\x03").hex(),)),
}
DECODERS |= {
    name: Fuzz(lambda data, made=made: measured(made(), data), (), examples)  # type: ignore[misc]
    for name, (made, examples) in MEASURERS.items()
}
STREAMS: dict[str, Callable[[], tuple[object, Callable[[bytes], object]]]] = {
    "card dispenser": lambda: (it := crt571_frames.Ear(), it.feed),
    "identity card module": lambda: (it := frames.Frames(), it.feed),
    "relay board": lambda: (it := modbus_coil.Ear(1), it.feed),
    "receipt printer": lambda: (it := Answers(), lambda data: list(it.feed(data))),
    "scanner": lambda: (it := ScanLines(), it.feed),
    "body scale": lambda: (it := Lines(), it.feed),
    "oximeter": lambda: (it := Packets(), it.feed),
    "cuff": lambda: (it := CuffAnswers(), it.feed),
}


def family(seed: int, examples: tuple[str, ...]) -> Iterator[bytes]:
    """Inputs around one seed."""
    chance = random.Random(seed)
    for _ in range(FAMILY):
        data = bytearray(bytes.fromhex(chance.choice(examples)) if examples and chance.random() < 0.7 else b"")
        for _ in range(chance.randint(0, 6)):
            spoil(data, chance)
        yield bytes(data)


def spoil(data: bytearray, chance: random.Random) -> None:
    at, far = chance.randint(0, len(data)), chance.randint(0, 40)
    match chance.randint(0, 5):
        case 0:
            data[at:at] = chance.randbytes(far)
        case 1:
            del data[at : at + far]
        case 2 if data:
            data[at % len(data)] ^= 1 << chance.randint(0, 7)
        case 3:
            data[at:at] = data[at : at + far]
        case 4 if data:
            data[at % len(data)] = chance.choice((0x00, 0xFF, 0x7F, 0x80, 0x03, 0x0D))
        case _:
            data.extend(chance.randbytes(chance.choice((1, 8, 300))))


@pytest.mark.parametrize("name", DECODERS)
def test_only_its_own_error_ever_comes_out(name: str) -> None:
    fuzz = DECODERS[name]
    inputs, good = 0, 0

    @settings(
        max_examples=-(-INPUTS // FAMILY // len(DECODERS)),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**64))
    def told(seed: int) -> None:
        nonlocal inputs, good
        for data in family(seed, fuzz.examples):
            inputs += 1
            try:
                fuzz.run(data)
            except fuzz.errors:
                continue
            good += 1

    told()
    assert inputs >= INPUTS // len(DECODERS)
    assert good, "nothing was ever understood: the examples are no good"


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("noise", ["random", "zeros", "heads", "letters"])
def test_a_megabyte_of_noise_leaves_little_behind(name: str, noise: str) -> None:
    said = {
        "random": random.Random(1).randbytes(1 << 20),
        "zeros": bytes(1 << 20),
        "heads": bytes.fromhex("F2000FFF43" + "AAAAAA9669FFFF" + "5F" + "100401") * (1 << 16),
        "letters": b"9" * (1 << 20),
    }[noise]
    decoder, feed = STREAMS[name]()
    for at in range(0, len(said), 4096):
        feed(said[at : at + 4096])
    assert len(pickle.dumps(decoder)) < MOST_HELD


@pytest.mark.parametrize("seed", range(60))
def test_what_is_no_tape_is_only_ever_called_so(tmp_path: Path, seed: int) -> None:
    text = '{"kiosk-tape": 1, "device": "x"}\n{"at": 0.5, "by": "us", "hex": "1004"}\n'
    for number, data in enumerate(family(seed, (text.encode().hex(),))):
        file = tmp_path / str(number)
        file.write_bytes(data)
        try:
            turns = load_tape(file).turns
        except BadTape:
            continue
        assert all(turn.at >= 0 for turn in turns)
