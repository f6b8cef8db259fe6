"""Amounts as people read them, and sentences in their language."""

import pytest

from kiosk.core.money import Money, total, yuan
from kiosk.core.payment_codes import route
from kiosk.core.words import PSEUDO, Named, Words, phrase


@pytest.mark.parametrize(
    ("fen", "read"),
    [(0, "¥0.00"), (5, "¥0.05"), (123450, "¥1,234.50"), (-100, "-¥1.00"), (9_999_999_999, "¥99,999,999.99")],
)
def test_fen_become_yuan(fen: int, read: str) -> None:
    assert yuan(Money(fen)) == read


def test_a_total_is_whole_fen() -> None:
    assert total([Money(1), Money(2)]) == 3


def test_a_sentence_is_said_in_the_language_and_filled() -> None:
    said = phrase("Please go to {window}.", window=Named("3号窗口", "window 3"))
    assert Words("en").say(said) == "Please go to window 3."
    assert "3号窗口" in Words("zh-CN").say(said)
    assert Words("zh-CN").say(said) != Words("en").say(said)


def test_a_filling_with_braces_is_not_filled_again() -> None:
    assert Words("en").say(phrase("Please go to {window}.", window="{window}")) == "Please go to {window}."


def test_the_pseudo_language_is_a_third_longer() -> None:
    text = "Put your card on the reader"
    assert len(Words(PSEUDO).tr(text)) >= 1.3 * len(text)


@pytest.mark.parametrize(
    ("code", "channel"),
    [
        ("134567890123456789", "wechat"),
        ("1345678901234567890", None),
        ("2812345678901234", "alipay"),
        ("281234567890123456789012", "alipay"),
        ("6212345678901234567", "unionpay"),
        ("621234567890123456", None),
        ("999999999999999999", None),
        ("１３４５６７８９０１２３４５６７８９", None),
        ("", None),
    ],
)
def test_a_payment_code_finds_its_wallet(code: str, channel: str | None) -> None:
    assert route(code) == channel
