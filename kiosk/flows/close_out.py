"""Gives the balance of a prepaid card back: to where it came from, and the rest at the window."""

from contextlib import suppress

from kiosk.contract import CloseOut, CloseOutRequest, Hospital, Patient, PrepaidAccount, WayBack
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import Money, total, yuan
from kiosk.core.screens import Booked, ConfirmCloseOut, Fact, Waiting, WayRow
from kiosk.core.words import Phrase, Words, phrase
from kiosk.flows import account_troubles
from kiosk.flows.account_slips import account_slip
from kiosk.flows.identity import retry
from kiosk.flows.outcome import print_slip
from kiosk.flows.payment import Place, has_paper
from kiosk.flows.slips import channel_name
from kiosk.services import Accounts

GIVING_BACK = phrase("Giving your money back. Please stay here.")
PATIENCE_S = 20  # how long a patient waits for channels that take their time; the gateway goes on without them
PAUSE_S = 2


def give_balance_back(desk: Desk, accounts: Accounts, place: Place, patient: Patient, account: PrepaidAccount) -> bool:
    """Ask, do it, say what goes where. Whether the patient wants to see the card again."""
    rows = tuple(WayRow(way.channel, way.amount, way.state) for way in account.ways_back)
    answer = desk.ask(ConfirmCloseOut(account.balance, rows, place.hospital.window))
    if answer is None or answer.choice != "next" or not any(way.channel for way in account.ways_back):
        return True
    if not has_paper(desk, place):
        return True
    close_out_id = place.new_id()
    request = CloseOutRequest(terminal_id=place.terminal_id, patient_id=patient.patient_id, balance=account.balance)
    try:
        told = _carry_out(desk, accounts, close_out_id, request)
    except Refused as error:
        retry(desk, account_troubles.refused(error.code, place.hospital))
        return True
    _tell(desk, place, patient, close_out_id, told)
    return False


def _carry_out(desk: Desk, accounts: Accounts, close_out_id: str, request: CloseOutRequest) -> CloseOut | None:
    """As far as it goes in twenty seconds; the same id again is the same close-out. `None`: nobody has answered.

    Raises `Refused` for a definite no.
    """
    until, told = desk.clock.monotonic() + PATIENCE_S, None
    while True:
        with suppress(BackendUnreachable):  # it may have been heard: ask again under the same id
            told = desk.during(lambda: accounts.close_out(close_out_id, request), GIVING_BACK)
        if (told is not None and told.state == "done") or desk.clock.monotonic() >= until:
            return told
        desk.show_for(Waiting(GIVING_BACK, PATIENCE_S), PAUSE_S)


def _tell(desk: Desk, place: Place, patient: Patient, close_out_id: str, told: CloseOut | None) -> None:
    hospital, words, now = place.hospital, Words(desk.session.language), desk.clock.now()
    facts = (Fact(phrase("Balance"), phrase("Being verified")),) if told is None else _facts(told, hospital)
    slip = account_slip(words, hospital, patient.name, phrase("Close-out slip"), facts, close_out_id, now)
    printed = print_slip(desk, place.printer, slip)
    if told is None:
        desk.tell(account_troubles.close_out_unknown(hospital, close_out_id))
        return
    back = _back(told)
    outcome = (
        phrase("{amount} went back", amount=yuan(back))
        if told.state == "done"
        else phrase("{amount} is on its way back", amount=yuan(back))
    )
    desk.tell(Booked(outcome, (*facts, Fact(phrase("Reference"), close_out_id)), printed, _notes(told, hospital)))


def _facts(told: CloseOut, hospital: Hospital) -> tuple[Fact, ...]:
    return tuple(Fact(_where(way, hospital), yuan(way.amount), money=bool(way.channel)) for way in told.ways_back)


def _where(way: WayBack, hospital: Hospital) -> Phrase:
    if way.state == "window":
        return phrase("At {window}", window=hospital.window)
    name = channel_name(way.channel)
    if way.state == "refunded":
        return phrase("To {channel}", channel=name)
    return phrase("On its way to {channel}", channel=name)


def _back(told: CloseOut) -> Money:
    return total(way.amount for way in told.ways_back if way.state != "window")


def _notes(told: CloseOut, hospital: Hospital) -> tuple[Phrase, ...]:
    if any(way.state == "window" for way in told.ways_back):
        return (phrase("The rest stays on the card. It is paid out at {window}.", window=hospital.window),)
    return ()
