"""A technician at the terminal: let in by the PIN, sees what is wrong now, and may try again. Nothing can be edited."""

import logging
import math
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, JournalUnusable, PatientLeft
from kiosk.core.purchase import Purchase
from kiosk.core.screens import EnterPin, MoneyRow, Part
from kiosk.core.screens import Maintenance as Page
from kiosk.core.words import Phrase, phrase
from kiosk.devices import Health
from kiosk.flows.cashier import Cashier
from kiosk.flows.money_words import words_of, worst_first
from kiosk.flows.printer_words import FOR_TECHNICIANS
from kiosk.flows.quiet import Quiet
from kiosk.flows.slips import channel_name
from kiosk.services import PinLock

T = TypeVar("T")
History = Callable[[str], list[tuple[datetime, str, str]]]

LOOKING = phrase("Looking at every part")
TRYING = phrase("Trying again")
WELL, DOES_NOT_ANSWER = phrase("Works"), phrase("Does not answer")
NAMES = {  # any other device is called what the cabinet calls it
    "reader": phrase("Card reader"),
    "id_reader": phrase("Identity card reader"),
    "scanner": phrase("Code scanner"),
    "printer": phrase("Slip printer"),
    "report_printer": phrase("Report printer"),
    "dispenser": phrase("Card dispenser"),
    "lights": phrase("Lights at the slots"),
}
JOURNAL = {
    "E-JRN-01": phrase("It cannot be read or written: look at the disk. The log says more."),
    "E-JRN-02": phrase("The disk is full: make room on it."),
    "E-JRN-03": phrase("Another program holds it: end that one, or restart the terminal."),
    "E-JRN-04": phrase("A newer version of the program has made it: put that one back."),
    "E-JRN-05": phrase("It is damaged: keep the file, never delete it. It knows of unfinished payments."),
    "E-JRN-06": phrase("An older copy was put back: keep both files, the hospital's office compares them."),
    "E-JRN-07": phrase("The file belongs to another program: name another one in kiosk.toml."),
    "E-JRN-08": phrase("It is another terminal's: put that terminal's id back in kiosk.toml, or name a new file."),
}
log = logging.getLogger(__name__)


class Maintenance:
    """`history`: a purchase's moves in the journal; `devices`: how each device is, by its name."""

    def __init__(
        self,
        desk: Desk,
        lock: PinLock,
        cashier: Cashier,
        quiet: Quiet,
        history: History,
        devices: Callable[[], dict[str, Health]],
    ) -> None:
        self._desk = desk
        self._lock = lock
        self._cashier = cashier
        self._quiet = quiet
        self._history = history
        self._devices = devices

    def run(self) -> None:
        """Until the technician leaves, or nobody has touched the screen for a while."""
        try:
            if self._is_let_in():
                log.info("maintenance: entered")
                self._show_page()
                log.info("maintenance: left")
        except PatientLeft:
            log.info("maintenance: nobody is there any more")

    def _is_let_in(self) -> bool:
        wrong = 0
        while True:
            wait = math.ceil(self._lock.wait_s())
            until = self._desk.clock.monotonic() + wait if wait else None
            answer = self._desk.ask(EnterPin(wrong, wait), until)
            if answer is None:
                continue  # the wait is over
            if answer.choice != "pin":
                return False
            if self._desk.during(lambda typed=answer.value: self._lock.open(typed), LOOKING):  # type: ignore[misc]
                return True
            wrong += 1

    def _show_page(self) -> None:
        result: Phrase | None = None
        while True:
            answer = self._desk.ask(self._page(result))
            if answer is None or answer.choice == "back":
                return
            if answer.choice == "again":
                result = self._try_again()

    def _page(self, result: Phrase | None) -> Page:
        self._quiet.look_around(lambda act: self._desk.during(act, LOOKING))
        money, journal = self._money()
        parts = (journal, self._gateway(), *self._device_parts())
        return Page(_summary(money, journal), money, parts, bool(money), result)

    def _try_again(self) -> Phrase:
        """The same driving function as in every quiet moment; what came of it."""
        try:
            before = {purchase.purchase_id for purchase in self._cashier.unfinished()}
            self._quiet.recover(self._during)
            left = before & {purchase.purchase_id for purchase in self._cashier.unfinished()}
            self._quiet.tell_staff(self._during)
        except JournalUnusable as error:
            log.error("maintenance: tried again, the journal cannot be used: %s", error)
            return phrase("The journal cannot be used: nothing was tried.")
        done = len(before) - len(left)
        log.info("maintenance: tried again, %d of %d came to their end", done, len(before))
        return phrase("{done} of {all} came to their end.", done=done, all=len(before))

    def _money(self) -> tuple[tuple[MoneyRow, ...], Part]:
        name = phrase("Journal")
        try:
            self._cashier.check()
            rows = tuple(self._row(purchase) for purchase in worst_first(self._cashier.unfinished()))
        except JournalUnusable as error:
            log.error("maintenance: the journal cannot be used: %s", error)
            why = JOURNAL.get(error.code, JOURNAL["E-JRN-01"])
            return (), Part(name, phrase("Cannot be used: no payments"), "danger", error.code, why)
        if self._quiet.journal_differs:
            state = phrase("The gateway was told otherwise")
            return rows, Part(name, state, "warning", "E-JRN-06", JOURNAL["E-JRN-06"])
        return rows, Part(name, WELL, "success")

    def _row(self, purchase: Purchase) -> MoneyRow:
        state, known, todo = words_of(purchase)
        since, _, _ = self._history(purchase.purchase_id)[-1]
        return MoneyRow(
            purchase_id=purchase.purchase_id,
            state=state,
            since=since.astimezone().strftime("%Y-%m-%d %H:%M"),
            amount=purchase.own or purchase.total,
            channel=channel_name(purchase.channel) if purchase.channel else None,
            known=known,
            todo=todo,
        )

    def _gateway(self) -> Part:
        name = phrase("Gateway")
        if self._quiet.hospital is None:
            return Part(name, DOES_NOT_ANSWER, "danger", "E-NET-01")
        if not self._quiet.can_pay:
            return Part(name, phrase("No way to pay works right now"), "warning", "E-CHN-01")
        return Part(name, WELL, "success")

    def _device_parts(self) -> tuple[Part, ...]:
        try:
            found = self._desk.during(self._devices, LOOKING)
        except BackendUnreachable:
            return (Part(phrase("Devices"), DOES_NOT_ANSWER, "danger"),)
        return tuple(_device(name, health) for name, health in found.items())

    def _during(self, act: Callable[[], T]) -> T:
        return self._desk.during(act, TRYING)


def _summary(money: tuple[MoneyRow, ...], journal: Part) -> Phrase:
    if journal.tone == "danger":
        return phrase("Nobody knows what money waits for its end")
    if not money:
        return phrase("No money waits for its end")
    return phrase("Money that waits for its end: {n}", n=len(money))


def _device(name: str, health: Health) -> Part:
    called = NAMES.get(name) or phrase("{device}", device=name)
    if not health.usable:
        return Part(called, phrase("Cannot be used"), "danger", health.code, FOR_TECHNICIANS.get(health.code))
    if health.paper == "low":
        return Part(called, phrase("Paper is running low"), "warning", health.code)
    tone = "warning" if health.code else "success"  # e.g. little toner
    return Part(called, WELL, tone, health.code, FOR_TECHNICIANS.get(health.code))
