"""Every word the terminal says is said in Chinese too, and the tool that says so can be believed."""

from pathlib import Path

import pytest
import translations
from babel.messages.catalog import Message

from kiosk.core.words import LANGUAGES, Words


def test_everything_said_is_translated_and_nothing_else() -> None:
    assert translations.complaints(translations.said(), translations.translated()) == []


def test_every_language_speaks_from_its_compiled_catalogue() -> None:
    chinese = Words("zh-CN")
    for text, entry in translations.translated().items():
        assert chinese.tr(text) == entry.string
    assert [Words(language).language for language in LANGUAGES] == ["zh-CN", "en"]


def test_what_python_and_qml_say_is_found(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text('ask(phrase("Pay {amount}", amount=a), Phrase("Paid"))\n', encoding="utf-8")
    qml = 'KText { text: screen.paid ? Words.tr("Thank you") : Words.tr("Please wait") }\n'
    (tmp_path / "Paid.qml").write_text(qml, encoding="utf-8")

    assert set(translations.said(tmp_path)) == {"Pay {amount}", "Paid", "Thank you", "Please wait"}


@pytest.mark.parametrize(
    ("chinese", "flaw"),
    [
        ("支付", "filled"),
        ("支付 {money}", "filled"),
        ("支付 {amount}！", "！"),
        ("系统异常 {amount}", "系统异常"),
        ("你已支付 {amount}", "你"),
        ("请支付{amount}" * 30, "Hanzi"),
    ],
)
def test_a_bad_translation_is_found(chinese: str, flaw: str) -> None:
    found = list(translations.flaws("Pay {amount}", Message("Pay {amount}", chinese)))
    assert any(flaw in line for line in found)


def test_missing_unused_fuzzy_and_empty_entries_are_found() -> None:
    texts = {"Pay": ["a.py:1"], "Leave": ["a.py:2"], "Help": ["a.py:3"]}
    entries = {
        "Pay": Message("Pay", "支付", flags=["fuzzy"]),
        "Leave": Message("Leave", ""),
        "Gone": Message("Gone", "没有了"),
    }
    found = "\n".join(translations.complaints(texts, entries))
    assert "not translated: 'Leave'" in found
    assert "not translated: 'Help'" in found
    assert "never said: 'Gone'" in found
    assert "'Pay': is marked fuzzy" in found
