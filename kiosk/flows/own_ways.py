"""Paying from the prepaid card, or later: offered to who has it, and said yes to here, for there is no phone to ask."""

from kiosk.contract import LEDGERS, ChannelState
from kiosk.core.desk import Desk
from kiosk.core.money import NOTHING, Money
from kiosk.core.screens import ChannelTile, ConfirmLedger
from kiosk.core.words import Phrase, phrase

TOO_LITTLE = {
    "prepaid": phrase("Not enough money on the card"),
    "pay_later": phrase("More than you may owe"),
}
WHY_OFF = {
    "account-frozen": phrase("The card is being closed out"),
    "overdue": phrase("Something is overdue"),
}


def own_tiles(channels: list[ChannelState], own: Money) -> tuple[ChannelTile, ...]:
    """The patient's own card and credit, as ways to pay `own`."""
    return tuple(_tile(state, own) for state in channels if state.channel in LEDGERS)


def any_way(channels: list[ChannelState]) -> bool:
    """Whether this patient can pay anything at all: a wallet works, or there is money on the card or credit left."""
    return any(state.up and (state.channel not in LEDGERS or bool(state.balance)) for state in channels)


def confirm(desk: Desk, channels: list[ChannelState], channel: str, own: Money) -> ChannelState | None:
    """Ask whether to pay so; `None` when not."""
    [state] = [state for state in channels if state.channel == channel]
    before = state.balance or NOTHING
    answer = desk.ask(ConfirmLedger(channel, own, before, Money(before - own), state.due_on or ""))
    return state if answer and answer.choice == "next" else None


def _tile(state: ChannelState, own: Money) -> ChannelTile:
    reason = _why_off(state, own)
    return ChannelTile(state.channel, reason is None, state.balance or NOTHING, reason)


def _why_off(state: ChannelState, own: Money) -> Phrase | None:
    if not state.up:
        return WHY_OFF.get(state.reason, phrase("Not possible now"))
    return TOO_LITTLE[state.channel] if (state.balance or NOTHING) < own else None
