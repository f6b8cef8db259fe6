"""The protocol's own examples (RFC 8010, appendix A) as bytes, and bytes that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.ipp import (
    About,
    Answer,
    Attribute,
    NotIpp,
    Operation,
    Range,
    Resolution,
    Tag,
    Value,
    decode,
    encode,
)
from kiosk.devices.ipp.decode import DEEPEST, MOST_BYTES, MOST_VALUES
from kiosk.devices.ipp.masking import mask

CHARSET = "47 0012" + b"attributes-charset".hex() + "0005" + b"utf-8".hex()
LANGUAGE = "48 001b" + b"attributes-natural-language".hex() + "0005" + b"en-us".hex()
PRINTER = "45 000b" + b"printer-uri".hex() + "002c" + b"ipp://printer.example.com/ipp/print/pinetree".hex()
JOB_147 = (
    "02 21 0006" + b"job-id".hex() + "0004 00000093"
    "45 0007" + b"job-uri".hex() + "0030" + b"ipp://printer.example.com/ipp/print/pinetree/147".hex() + ""
    "23 0009" + b"job-state".hex() + "0004 00000003"
)
PRINT_JOB = bytes.fromhex(  # A.1
    "0101 0002 00000001 01" + CHARSET + LANGUAGE + PRINTER + "42 0008" + b"job-name".hex() + "0006" + b"foobar".hex()
    + "22 0016" + b"ipp-attribute-fidelity".hex() + "0001 01"
    + "02 21 0006" + b"copies".hex() + "0004 00000014"
    + "44 0005" + b"sides".hex() + "0013" + b"two-sided-long-edge".hex() + "03" + b"%!PDF...".hex()
)  # fmt: skip
PRINTED = bytes.fromhex(  # A.2
    "0101 0000 00000001 01" + CHARSET + LANGUAGE
    + "41 000e" + b"status-message".hex() + "000d" + b"successful-ok".hex() + JOB_147 + "03"
)  # fmt: skip
REFUSED = bytes.fromhex(  # A.3
    "0101 040b 00000001 01" + CHARSET + LANGUAGE
    + "41 000e" + b"status-message".hex()
    + "002f" + b"client-error-attributes-or-values-not-supported".hex()
    + "05 21 0006" + b"copies".hex() + "0004 00000014" + "10 0005" + b"sides".hex() + "0000 03"
)  # fmt: skip
CREATE_JOB = bytes.fromhex(  # A.7
    "0101 0005 00000001 01" + CHARSET + LANGUAGE + PRINTER
    + "34 0009" + b"media-col".hex() + "0000"
    + "4a 0000 000a" + b"media-size".hex() + "34 0000 0000"
    + "4a 0000 000b" + b"x-dimension".hex() + "21 0000 0004 00005208"
    + "4a 0000 000b" + b"y-dimension".hex() + "21 0000 0004 00007404"
    + "37 0000 0000"
    + "4a 0000 000a" + b"media-type".hex() + "44 0000 000a" + b"stationery".hex()
    + "37 0000 0000 03"
)  # fmt: skip
GET_JOBS = bytes.fromhex(  # A.9
    "0101 0000 0000007b 01" + CHARSET + LANGUAGE
    + "41 000e" + b"status-message".hex() + "000d" + b"successful-ok".hex()
    + "02 21 0006" + b"job-id".hex() + "0004 00000093"
    + "36 0008" + b"job-name".hex() + "000c 0005" + b"fr-ca".hex() + "0003" + b"fou".hex()
    + "02"
    + "02 21 0006" + b"job-id".hex() + "0004 00000095"
    + "36 0008" + b"job-name".hex() + "0012 0005" + b"de-CH".hex() + "0009" + b"isch guet".hex() + "03"
)  # fmt: skip
SAID = {"attributes-charset": ("utf-8",), "attributes-natural-language": ("en-us",)}
WELL = {**SAID, "status-message": ("successful-ok",)}
AT = {"printer-uri": ("ipp://printer.example.com/ipp/print/pinetree",)}


@pytest.mark.parametrize(
    ("said", "status", "groups", "data"),
    [
        (
            PRINT_JOB,
            Operation.PRINT_JOB,
            [
                (About.OPERATION, {**SAID, **AT, "job-name": ("foobar",), "ipp-attribute-fidelity": (True,)}),
                (About.JOB, {"copies": (20,), "sides": ("two-sided-long-edge",)}),
            ],
            b"%!PDF...",
        ),
        (
            PRINTED,
            0,
            [
                (About.OPERATION, WELL),
                (
                    About.JOB,
                    {
                        "job-id": (147,),
                        "job-uri": ("ipp://printer.example.com/ipp/print/pinetree/147",),
                        "job-state": (3,),
                    },
                ),
            ],
            b"",
        ),
        (
            REFUSED,
            0x040B,
            [
                (About.OPERATION, {**SAID, "status-message": ("client-error-attributes-or-values-not-supported",)}),
                (About.UNSUPPORTED, {"copies": (20,), "sides": (None,)}),
            ],
            b"",
        ),
        (
            CREATE_JOB,
            Operation.CREATE_JOB,
            [
                (
                    About.OPERATION,
                    {
                        **SAID,
                        **AT,
                        "media-col": (
                            {
                                "media-size": ({"x-dimension": (21_000,), "y-dimension": (29_700,)},),
                                "media-type": ("stationery",),
                            },
                        ),
                    },
                )
            ],
            b"",
        ),
        (
            GET_JOBS,
            0,
            [
                (About.OPERATION, WELL),
                (About.JOB, {"job-id": (147,), "job-name": ("fou",)}),
                (About.JOB, {}),
                (About.JOB, {"job-id": (149,), "job-name": ("isch guet",)}),
            ],
            b"",
        ),
    ],
)
def test_the_examples_of_the_standard(
    said: bytes, status: int, groups: list[tuple[About, dict[str, tuple[Value, ...]]]], data: bytes
) -> None:
    answer = decode(said)
    assert (answer.status, answer.data) == (status, data)
    assert [(group.about, group.attributes) for group in answer.groups] == groups
    assert [len(answer.about(about)) for about, _ in groups] == [
        sum(one == about for one, _ in groups) for about, _ in groups
    ]


def test_we_ask_as_the_standard_does() -> None:
    asked = (
        Attribute("printer-uri", Tag.URI, AT["printer-uri"]),
        Attribute("job-name", Tag.NAME, ("foobar",)),
        Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, (True,)),
    )
    job = (
        Attribute("copies", Tag.INTEGER, (20,)),
        Attribute("sides", Tag.KEYWORD, ("two-sided-long-edge",)),
    )
    ours = encode(Operation.PRINT_JOB, 1, asked, job, b"%!PDF...")
    assert ours == PRINT_JOB.replace(b"\x01\x01", b"\x02\x00", 1).replace(b"\x00\x05en-us", b"\x00\x02en")
    size = (Attribute("x-dimension", Tag.INTEGER, (21_000,)), Attribute("y-dimension", Tag.INTEGER, (29_700,)))
    media = (Attribute("media-size", Tag.COLLECTION, (size,)), Attribute("media-type", Tag.KEYWORD, ("stationery",)))
    ours = encode(Operation.CREATE_JOB, 1, (asked[0], Attribute("media-col", Tag.COLLECTION, (media,))))
    assert ours == CREATE_JOB.replace(b"\x01\x01", b"\x02\x00", 1).replace(b"\x00\x05en-us", b"\x00\x02en")


def test_more_values_and_all_their_kinds_come_back_as_they_went() -> None:
    said = (
        Attribute("ranges", Tag.RANGE, (Range(-1, 5), Range(7, 8))),
        Attribute("resolution", Tag.RESOLUTION, (Resolution(600, 300, 3),)),
        Attribute("octets", Tag.OCTETS, (b"\x00\xff",)),
        Attribute("text", Tag.TEXT, ("缺纸", "")),
        Attribute("numbers", Tag.ENUM, (-(2**31), 2**31 - 1)),
        Attribute("flags", Tag.BOOLEAN, (True, False)),
        Attribute(
            "many",
            Tag.COLLECTION,
            ((Attribute("a", Tag.KEYWORD, ("x", "y")),), (Attribute("a", Tag.INTEGER, (1,)),)),
        ),
    )
    got = decode(encode(Operation.GET_JOBS, 9, (), said)).first(About.JOB)
    assert got.attributes == {
        "ranges": (Range(-1, 5), Range(7, 8)),
        "resolution": (Resolution(600, 300, 3),),
        "octets": (b"\x00\xff",),
        "text": ("缺纸", ""),
        "numbers": (-(2**31), 2**31 - 1),
        "flags": (True, False),
        "many": ({"a": ("x", "y")}, {"a": (1,)}),
    }
    assert (got.numbers("numbers"), got.number("flags"), got.flag("numbers")) == ((-(2**31), 2**31 - 1), None, None)
    assert (got.text("text"), got.text("nothing"), got.flag("flags")) == ("缺纸", None, True)


def test_what_is_said_twice_counts_once() -> None:
    twice = (Attribute("job-state", Tag.ENUM, (9,)), Attribute("job-state", Tag.ENUM, (5,)))
    assert decode(encode(0, 1, (), twice)).first(About.JOB).numbers("job-state") == (9,)


def test_every_cut_of_an_answer_is_no_answer() -> None:
    for said in (PRINTED, REFUSED, CREATE_JOB, GET_JOBS):
        for end in range(len(said)):
            with pytest.raises(NotIpp):
                decode(said[:end])


HEAD = bytes.fromhex("0200 0000 00000001 01")


@pytest.mark.parametrize(
    "said",
    [
        bytes.fromhex("0200 0000 00000001 00 03"),  # a reserved group
        bytes.fromhex("0200 0000 00000001 21 03"),  # a value outside of any group
        HEAD + bytes.fromhex("21 0000 0004 00000001 03"),  # one more value, of nothing
        HEAD + bytes.fromhex("21 0001 61 0003 000001 03"),  # a number of three bytes
        HEAD + bytes.fromhex("22 0001 61 0001 02 03"),  # neither true nor false
        HEAD + bytes.fromhex("44 0001 61 0001 ff 03"),  # a keyword that is no ASCII
        HEAD + bytes.fromhex("44 0001 e9 0001 61 03"),  # a name that is none
        HEAD + bytes.fromhex("44 8001 61"),  # a negative length
        HEAD + bytes.fromhex("37 0001 61 0000 03"),  # an end without a beginning
        HEAD + bytes.fromhex("4a 0001 61 0001 62 03"),  # a member outside
        HEAD + bytes.fromhex("80 0001 61 0000 03"),  # a kind that cannot be
        HEAD + bytes.fromhex("34 0001 61 0000 03"),  # a collection without an end
        HEAD + bytes.fromhex("34 0001 61 0000 44 0000 0001 62 37 0000 0000 03"),  # a member without a name
        HEAD + bytes.fromhex("34 0001 61 0000 37 0001 61 0000 03"),  # an end with a name
        HEAD + bytes.fromhex("36 0001 61 0004 0001 61 00 03"),  # a language without a text
        HEAD + bytes.fromhex("36 0001 61 0007 0001 61 0001 61 62 03"),  # something behind the text
        b"HTTP/1.1 400 Bad Request",
        b"",
    ],
)
def test_bytes_that_are_no_answer(said: bytes) -> None:
    with pytest.raises(NotIpp):
        decode(said)


def test_there_are_limits() -> None:
    deep: Attribute = Attribute("a", Tag.INTEGER, (1,))
    for _ in range(DEEPEST):
        deep = Attribute("a", Tag.COLLECTION, ((deep,),))
    assert decode(encode(0, 1, (deep,))).ok
    with pytest.raises(NotIpp, match="deep"):
        decode(encode(0, 1, (Attribute("a", Tag.COLLECTION, ((deep,),)),)))
    many = Attribute("a", Tag.INTEGER, (1,) * MOST_VALUES)
    with pytest.raises(NotIpp, match="many"):
        decode(encode(0, 1, (many,)))
    with pytest.raises(NotIpp, match="long"):
        decode(PRINTED + bytes(MOST_BYTES))
    with pytest.raises(ValueError, match="too long"):
        encode(0, 1, (Attribute("a", Tag.TEXT, ("x" * 40_000,)),))


@given(st.binary(max_size=200), st.integers(0, len(GET_JOBS)), st.integers(0, 20))
def test_noise_is_no_answer_or_an_answer_but_never_anything_else(noise: bytes, at: int, cut: int) -> None:
    for said in (noise, HEAD + noise, GET_JOBS[:at] + noise + GET_JOBS[at + cut :]):
        try:
            answer = decode(said)
        except NotIpp:
            continue
        assert isinstance(answer, Answer)


PRINTER_SAYS = (
    Attribute("printer-make-and-model", Tag.TEXT, ("Example 3000",)),
    Attribute("printer-state-message", Tag.TEXT, ("printing: Zhang San",)),
    Attribute("printer-state-reasons", Tag.KEYWORD, ("media-jam-error", "Zhang San")),
    Attribute("printer-state", Tag.ENUM, (5,)),
)
JOB_SAYS = (
    Attribute("job-id", Tag.INTEGER, (17,)),
    Attribute("job-name", Tag.NAME, ("Zhang San",)),
    Attribute("job-originating-user-name", Tag.NAME_WITH_LANGUAGE, (b"\x00\x02zh\x00\x09Zhang San",)),
    Attribute("job-uri", Tag.URI, ("ipp://10.0.0.7/Zhang",)),
    Attribute("job-state-reasons", Tag.KEYWORD, ("job-printing",)),
    Attribute("job-account-id", Tag.KEYWORD, ("Zhang",)),
    Attribute("printer-make-and-model", Tag.TEXT, ("Zhang",)),
    Attribute("document-digest", Tag.OCTETS, (b"Zhang",)),
    Attribute(
        "media-col", Tag.COLLECTION, ((Attribute("x", Tag.NAME, ("Zhang",)), Attribute("y", Tag.INTEGER, (3,))),)
    ),
)


def test_a_tape_of_a_printer_keeps_how_it_is_and_names_nobody() -> None:
    about_itself = encode(0, 5, PRINTER_SAYS, JOB_SAYS, b"%PDF Zhang").replace(b"\x01G", b"\x04G", 1)  # the group
    said = mask(about_itself)
    assert b"Zhang" not in said
    assert b"10.0.0.7" not in said
    assert said.endswith(b"\x03"), "no document follows"
    answer = decode(said)
    printer, job = answer.first(About.PRINTER), answer.first(About.JOB)
    assert printer.text("printer-make-and-model") == "Example 3000"
    assert printer.texts("printer-state-reasons") == ("media-jam-error", "x" * 9)
    assert (printer.number("printer-state"), job.number("job-id")) == (5, 17)
    assert job.texts("job-state-reasons") == ("job-printing",)
    assert job.text("job-originating-user-name") == "x" * 9
    assert job.attributes["media-col"] == ({"x": ("xxxxx",), "y": (3,)},)


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_what_is_cut_leaves_nothing_on_a_tape(cut: int) -> None:
    said = encode(0, 5, (), JOB_SAYS)[:-cut]
    assert mask(said) == bytes(len(said))
