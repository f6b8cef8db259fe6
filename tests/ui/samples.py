"""Every screen of the terminal with invented people and fillings, from the plainest to the worst a layout must bear."""

from samples_pay import PAY_SAMPLES, WINDOW

from kiosk.core.screens import (
    Attract,
    ConfirmMe,
    Help,
    Home,
    Identify,
    IdleWarning,
    Language,
    OutOfService,
    Person,
    Screen,
    Tile,
    Trouble,
    Way,
)
from kiosk.core.words import LANGUAGES, Named, Phrase

HOSPITAL = Named("仁和市第一人民医院", "Renhe First People's Hospital")
ELSEWHERE = Phrase("Please go to {window}", {"window": WINDOW})
OFF = Phrase("At the window for now")

TILES = (
    Tile("pay"),
    Tile("check_in", False, OFF),
    Tile("register", False, OFF),
    Tile("reports", False, OFF),
    Tile("top_up", False, OFF),
    Tile("queries", False, OFF),
)
WAYS = (Way("patient_card"), Way("social_security_card"), Way("id_card"), Way("e_credential"))
SOME_WAYS = (
    Way("patient_card"),
    Way("social_security_card"),
    Way("id_card", False, Phrase("The ID card reader is being repaired")),
    Way("e_credential", False, Phrase("The scanner is being repaired")),
)
NO_PRINTER = Phrase("No slips just now: the printer is out of paper. Paying works")

MOTHER = Person("P-0001", "张*三", "female", 45)
CHILD = Person("P-0002", "张*", "male", 6, Phrase("Child, under the guardian's card"))
TWIN = Person("P-0003", "张*", "female", 6, Phrase("Child, under the guardian's card"))
OLD = Person("P-0004", "欧***䶮", "unknown", 103)

SAMPLES: dict[str, Screen] = {
    "Attract": Attract(TILES, ("patient_card", "social_security_card", "id_card", "e_credential")),
    "Attract-notice": Attract(TILES, ("patient_card", "id_card"), NO_PRINTER),
    "Home": Home(TILES),
    "Home-notice": Home(TILES, NO_PRINTER),
    "Home-all": Home(tuple(Tile(tile.name) for tile in TILES)),
    "Home-down": Home((Tile("pay", False, OFF), *TILES[1:]), NO_PRINTER),
    "Identify": Identify(WAYS),
    "Identify-reading": Identify(WAYS, "reading"),
    "Identify-problem": Identify(WAYS, "problem", Phrase("The card was taken away too soon. Please put it back")),
    "Identify-some": Identify(SOME_WAYS),
    "ConfirmMe": ConfirmMe((MOTHER,)),
    "ConfirmMe-family": ConfirmMe((MOTHER, CHILD, TWIN, OLD)),
    "ConfirmMe-many": ConfirmMe(tuple(Person(f"P-1{n:03}", f"李*{n}", "female", 20 + n) for n in range(9))),
    "Help": Help(),
    "Help-called": Help("called"),
    "Help-failed": Help("failed"),
    "Language": Language(LANGUAGES),
    "IdleWarning": IdleWarning(30),
    "Trouble": Trouble(
        Phrase("We do not know this card"),
        Phrase("No money was taken"),
        Phrase("Try another card, or go to {window}", {"window": WINDOW}),
        "E-IDN-02",
        can_retry=True,
    ),
    "Trouble-danger": Trouble(
        Phrase("The hospital does not answer just now"),
        Phrase("No money was taken. Your card is on the reader"),
        Phrase("Please try again in a few minutes, or go to {window}", {"window": WINDOW}),
        "E-NET-01",
        "danger",
    ),
    "Trouble-info": Trouble(
        Phrase("You have no unpaid bills"),
        Phrase("There is nothing to pay"),
        Phrase("Please take your card"),
        "I-PAY-01",
        "info",
    ),
    "OutOfService": OutOfService(Phrase("This terminal is out of service for a moment"), ELSEWHERE, "E-NET-01"),
    **PAY_SAMPLES,
}
