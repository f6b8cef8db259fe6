"""Every screen of the terminal with invented people and fillings, from the plainest to the worst a layout must bear."""

from dataclasses import replace

from samples_accounts import ACCOUNT_SAMPLES
from samples_maintenance import MAINTENANCE_SAMPLES
from samples_pay import PAY_SAMPLES, WINDOW
from samples_returns import RETURN_SAMPLES

from kiosk.contract import Hospital
from kiosk.core.screens import (
    AnotherCard,
    Attract,
    ConfirmMe,
    Help,
    Home,
    Identify,
    IdleWarning,
    Language,
    Person,
    Screen,
    TakeCard,
    Tile,
    Way,
)
from kiosk.core.words import LANGUAGES, Named, Phrase
from kiosk.flows import troubles
from kiosk.flows.needs import GO_ELSEWHERE, NO_CARRIER

HOSPITAL = Named("仁和市第一人民医院", "Renhe First People's Hospital")
DEMO = Hospital(name=HOSPITAL, payee=HOSPITAL, window=WINDOW, services=["pay"], account_by_default=True)
OFF = Phrase("At the service window")

TILES = (
    Tile("pay"),
    Tile("check_in", False, OFF),
    Tile("register", False, OFF),
    Tile("reports", False, OFF),
    Tile("top_up", False, OFF),
    Tile("pay_later", False, OFF),
    Tile("transactions", False, OFF),
    Tile("queries", False, OFF),
)
WAYS = (Way("patient_card"), Way("social_security_card"), Way("id_card"), Way("e_credential"))
SOME_WAYS = (
    Way("patient_card"),
    Way("social_security_card"),
    Way("id_card", False, Phrase("The reader does not work now")),
    Way("e_credential", False, Phrase("The reader does not work now")),
)
DEMO_HAS = ("pay", "top_up", "pay_later", "transactions")
NO_PRINTER = Phrase("No slip can be printed here now")

UNREAD = tuple(Tile(tile.name, False, NO_CARRIER.words if tile.name in DEMO_HAS else OFF) for tile in TILES)
NO_SLIPS = tuple(
    Tile(tile.name, tile.name in ("pay_later", "transactions"), NO_PRINTER if tile.name in ("pay", "top_up") else OFF)
    for tile in TILES
)

MOTHER = Person("P-0001", "张*三", "female", 45)
CHILD = Person("P-0002", "张*", "male", 6, Phrase("Under the guardian's card"))
TWIN = Person("P-0003", "张*", "female", 6, Phrase("Under the guardian's card"))
OLD = Person("P-0004", "欧***䶮", "unknown", 103)

SAMPLES: dict[str, Screen] = {
    "Attract": Attract(TILES, ("patient_card", "social_security_card", "id_card", "e_credential")),
    "Attract-notice": Attract(TILES, ("patient_card", "id_card"), NO_PRINTER),
    "Attract-codes": Attract(TILES, ("e_credential",)),
    "Attract-all": Attract(
        tuple(Tile(name) for name in DEMO_HAS), ("patient_card", "social_security_card", "id_card", "e_credential")
    ),
    "Attract-unread": Attract(UNREAD, (), GO_ELSEWHERE),
    "Home": Home(TILES),
    "Home-codes": Home(TILES, cards=False),
    "Home-unread": Home(UNREAD, GO_ELSEWHERE, cards=False),
    "Home-no-slip": Home(NO_SLIPS, NO_PRINTER),
    "Home-notice": Home(TILES, NO_PRINTER),
    "Home-all": Home(tuple(Tile(tile.name) for tile in TILES)),
    "Home-down": Home((Tile("pay", False, OFF), *TILES[1:]), NO_PRINTER),
    "Identify": Identify(WAYS),
    "Identify-reading": Identify(WAYS, "reading"),
    "Identify-problem": Identify(
        WAYS,
        "problem",
        Phrase("The card was taken away too early"),
        Phrase("Please put your card on the reader again and leave it there."),
        "E-CRD-01",
    ),
    "Identify-expired": Identify(
        WAYS,
        "problem",
        Phrase("This card has expired"),
        Phrase("Please use another card, or go to the service window."),
        "E-CRD-06",
    ),
    "Identify-some": Identify(SOME_WAYS),
    "ConfirmMe": ConfirmMe((MOTHER,)),
    "ConfirmMe-family": ConfirmMe((MOTHER, CHILD, TWIN, OLD)),
    "ConfirmMe-many": ConfirmMe(tuple(Person(f"P-1{n:03}", f"李*{n}", "female", 20 + n) for n in range(9))),
    "Help": Help(),
    "Help-called": Help("called"),
    "Help-failed": Help("failed"),
    "Language": Language(LANGUAGES),
    "IdleWarning": IdleWarning(30),
    "AnotherCard": AnotherCard(10),
    "AnotherCard-code": AnotherCard(20, code=True),
    "Trouble": troubles.card_refused("unknown-card", DEMO),
    "Trouble-retry": troubles.unreachable(),
    "Trouble-no-way": troubles.no_way(DEMO),
    "Trouble-insurer": troubles.insurer_silent(DEMO),
    "Trouble-paper": troubles.no_paper("E-PRN-03", False, DEMO),
    "Trouble-info": troubles.nothing_to_pay(),
    "Trouble-danger": replace(troubles.bills_refused("split-wrong", DEMO), tone="danger"),
    "Trouble-with-card": replace(troubles.no_paper("E-PRN-03", False, DEMO), take_card=True),
    "TakeCard": TakeCard(),
    "TakeCard-gate": TakeCard("gate"),
    "OutOfService": troubles.out_of_order(),
    "OutOfService-disk": troubles.no_journal("E-JRN-02"),
    **MAINTENANCE_SAMPLES,
    **ACCOUNT_SAMPLES,
    **PAY_SAMPLES,
    **RETURN_SAMPLES,
}
