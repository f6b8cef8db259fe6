"""What a patient has at the hospital itself: money on the prepaid card, and what they pay later."""

from typing import Literal

from kiosk.contract.record import Amount, ChannelName, Day, Id, Record
from kiosk.core.words import Named

PurchaseKind = Literal["bills", "top_up", "dues"]
LEDGERS: tuple[ChannelName, ...] = ("prepaid", "pay_later")  # the hospital's own: no company, no code


class WayBack(Record, frozen=True, kw_only=True):
    """A part of a balance and where it goes back to. `channel` empty: to the window, where it is paid out.

    `planned` nothing was done yet; `processing` until the channel says `refunded`; `window` stays on the card until
    the window pays it out.
    """

    channel: ChannelName | Literal[""]
    amount: Amount
    state: Literal["planned", "processing", "refunded", "window"]


class PrepaidAccount(Record, frozen=True, kw_only=True):
    """The prepaid card of a patient. `frozen` while a close-out runs: nothing can be paid from it or put on it.

    `offers`: amounts to choose from; `least` and `most`: what may be put on it in one go, now. `ways_back`: where the
    balance would go if it were closed out now, newest top-up first.
    """

    patient_id: Id
    balance: Amount
    frozen: bool
    offers: list[Amount]
    least: Amount
    most: Amount
    ways_back: list[WayBack]


class CloseOutRequest(Record, frozen=True, kw_only=True):
    """Give the balance back, all of it. `balance` is what the patient was shown."""

    terminal_id: Id
    patient_id: Id
    balance: Amount


class CloseOut(Record, frozen=True, kw_only=True):
    """A balance on its way back; `running` until every part that a channel takes is there. GET takes it further."""

    close_out_id: Id
    patient_id: Id
    balance: Amount
    state: Literal["running", "done"]
    ways_back: list[WayBack]


class Due(Record, frozen=True, kw_only=True):
    """What is paid later; `amount` is what is still owed of it. `locked`: it is being repaid somewhere."""

    due_id: Id
    made_on: Day
    due_on: Day
    amount: Amount
    overdue: bool
    locked: bool


class Standing(Record, frozen=True, kw_only=True):
    """Whether a patient may register and pay later, and why not, in words.

    `agreed`: they have accepted the terms that are in force. `limit` and `left`: how much may be owed at once, and how
    much of that is free now. `dues`: what they owe, the oldest first.
    """

    patient_id: Id
    may_register: bool
    why_not_register: Named | None
    may_pay_later: bool
    why_not_pay_later: list[Named]
    agreed: bool
    limit: Amount
    left: Amount
    dues: list[Due]


class PayLaterTerms(Record, frozen=True, kw_only=True):
    """The text that a patient accepts before paying later, a page each."""

    version: Id
    title: Named
    pages: list[Named]


class AgreementRequest(Record, frozen=True, kw_only=True):
    """This patient accepts the terms of this version."""

    terminal_id: Id
    patient_id: Id
    version: Id


class Agreement(Record, frozen=True, kw_only=True):
    """It is written down: who accepted which version, and on which day."""

    agreement_id: Id
    patient_id: Id
    version: Id
    day: Day
