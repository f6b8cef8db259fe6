"""Every human word comes from one catalogue per language, for screens, slips and errors alike."""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk import ASSETS

LANGUAGES = ("zh-CN", "en")
PSEUDO = "pseudo"  # English made 35 % longer: finds text that does not fit before a translator does
CATALOGUES = ASSETS / "translations"


@dataclass(frozen=True)
class Phrase:
    """A sentence to be said in the patient's language: the English text is its key.

    `{name}` in the text is filled from `args` after translation.
    """

    text: str
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """A name that the hospital gives in both languages, e.g. a department."""

    zh: str
    en: str


def phrase(text: str, **args: object) -> Phrase:
    """Mark a sentence for translation and keep what fills it: `phrase("Pay {amount}", amount="¥1.00")`."""
    return Phrase(text, args)


class Words:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _load(language)

    def tr(self, text: str) -> str:
        """The text in this language; the English text itself where nothing better is known."""
        if self.language == PSEUDO:
            return stretch(text)
        return self._catalogue.gettext(text) if text else ""

    def say(self, said: Phrase) -> str:
        """A phrase in this language, filled in; fillings that are phrases or names are said too."""
        args = {name: self._fill(arg) for name, arg in said.args.items()}
        return self.tr(said.text).format_map(args) if args else self.tr(said.text)

    def name(self, named: Named) -> str:
        """The hospital's name for something, in this language."""
        if self.language == PSEUDO:
            return stretch(named.en)
        return named.zh if self.language == "zh-CN" else named.en

    def _fill(self, arg: object) -> object:
        if isinstance(arg, Phrase):
            return self.say(arg)
        return self.name(arg) if isinstance(arg, Named) else arg


def stretch(text: str) -> str:
    """Pseudo-translate: 35 % longer, fillings `{so}` left alone."""
    extra = "~" * max(1, round(len(text) * 0.35))
    return f"{text} {extra}" if text else ""


def _load(language: str) -> gettext.NullTranslations:
    if language in ("en", PSEUDO):
        return gettext.NullTranslations()
    folder = CATALOGUES / language.replace("-", "_") / "LC_MESSAGES" / "kiosk.mo"
    with folder.open("rb") as catalogue:
        return gettext.GNUTranslations(catalogue)
