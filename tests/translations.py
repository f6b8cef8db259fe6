"""Compares what the terminal says with its catalogues: run it to see, ready to paste, what lacks a translation."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CHINESE = ROOT / "assets/translations/zh_CN/LC_MESSAGES/kiosk.po"
SPEAKERS = {"phrase": None, "Phrase": None, "tr": None}
READ_AS = [("**.py", "python"), ("**.qml", "javascript")]
LINE_HANZI = 18
ARTICLE_HANZI = 72  # a detail or consent may fill four lines
FORBIDDEN = ("！", "!", "系统异常", "你")


def said(folder: Path = ROOT / "kiosk") -> dict[str, list[str]]:
    """Every text that Python and QML say, with the places that say it."""
    places: dict[str, list[str]] = {}
    found = extract_from_dir(str(folder), method_map=READ_AS, keywords=SPEAKERS, strip_comment_tags=True)
    for file, line, message, _comments, _context in found:
        text = message if isinstance(message, str) else message[0]
        if text:
            places.setdefault(text, []).append(f"kiosk/{file}:{line}")
    return places


def translated(catalogue: Path = CHINESE) -> dict[str, Message]:
    """Every entry of the catalogue by its English text."""
    with catalogue.open("rb") as file:
        entries: Catalog = read_po(file, ignore_obsolete=True, abort_invalid=True)
    return {str(entry.id): entry for entry in entries if entry.id}


def missing(texts: dict[str, list[str]], entries: dict[str, Message]) -> dict[str, list[str]]:
    """What is said but not translated, with its places."""
    return {text: places for text, places in texts.items() if text not in entries or not entries[text].string}


def complaints(texts: dict[str, list[str]], entries: dict[str, Message]) -> list[str]:
    """Everything wrong between what is said and the Chinese catalogue, one sentence each."""
    wrong = [f"not translated: {text!r} ({', '.join(places)})" for text, places in missing(texts, entries).items()]
    wrong += [f"translated but never said: {text!r}" for text in entries if text not in texts]
    return wrong + [f"{text!r}: {flaw}" for text, entry in entries.items() for flaw in flaws(text, entry)]


def flaws(text: str, entry: Message) -> Iterator[str]:
    """What is wrong with one Chinese translation."""
    chinese = str(entry.string)
    if entry.fuzzy:
        yield "is marked fuzzy"
    if fillings(text) != fillings(chinese):
        yield f"is filled with {fillings(text)}, its translation with {fillings(chinese)}"
    for word in FORBIDDEN:
        if word in chinese:
            yield f"says {word!r}"
    if hanzi(chinese) > ARTICLE_HANZI:
        yield f"is {hanzi(chinese)} Hanzi long"


def fillings(text: str) -> list[str]:
    """The names in curly brackets."""
    return sorted(re.findall(r"\{(\w*)\}", text))


def hanzi(text: str) -> int:
    """How many Chinese characters, not counting signs and digits."""
    return sum("\u4e00" <= character <= "\u9fff" for character in text)


def main() -> int:
    """Print entries to paste for what is missing, then all other complaints; 0 when there are none."""
    texts, entries = said(), translated()
    for text, places in missing(texts, entries).items():
        quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        print(f'#: {places[0].rpartition(":")[0]}\nmsgid "{quoted}"\nmsgstr ""\n')
    wrong = complaints(texts, entries)
    print("\n".join(line for line in wrong if not line.startswith("not translated")))
    print(f"{len(texts)} texts, {len(missing(texts, entries))} to translate, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
