"""What the hospital itself holds for the patient, or is owed: the prepaid card, and what is paid later."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk.core.clock import Clock
from kiosk.core.errors import Refused
from kiosk.proof.wallet import Charge, Silent, Wallet

LIMIT_FEN = 200_000  # that may be owed at once


@dataclass(frozen=True)
class Entry:
    """One movement, in fen; below zero takes from it. `reference`: what moved it; `payment_id`: the money it is of."""

    kind: str
    fen: int
    reference: str
    payment_id: str


@dataclass
class Part:
    """A part of a balance that goes back to the wallet it came from, or stays for the window."""

    part_id: str
    payment_id: str
    fen: int
    state: str  # processing, refunded, window


@dataclass
class Accounts:
    """Entries are added and never changed. `dues`: by the payment that was put off."""

    wallet: Wallet
    refuses: bool  # somebody else has just spent what is on the card, and all that may be owed
    card: list[Entry]
    dues: dict[str, list[Entry]] = field(default_factory=dict)
    close_outs: dict[str, list[Part]] = field(default_factory=dict)

    def balance(self) -> int:
        """On the card."""
        return sum(entry.fen for entry in self.card)

    def owed(self, due_id: str) -> int:
        return sum(entry.fen for entry in self.dues[due_id])

    def still_owed(self, due_ids: list[str]) -> list[int]:
        """Of each. Refused: unknown-due, due-repaid."""
        if not all(due_id in self.dues for due_id in due_ids):
            raise Refused("unknown-due")
        if not all(map(self.owed, due_ids)):
            raise Refused("due-repaid")
        return list(map(self.owed, due_ids))

    def left(self) -> int:
        """How much more may be owed."""
        return max(0, LIMIT_FEN - sum(map(self.owed, self.dues)))

    def frozen(self) -> bool:
        """Whether a close-out runs."""
        return any(part.state == "processing" for parts in self.close_outs.values() for part in parts)

    def entries(self) -> Iterator[Entry]:
        """Of the card, then of every due."""
        yield from self.card
        for due in self.dues.values():
            yield from due

    def debit(self, channel: str, payment_id: str, fen: int) -> str:
        """Book it; or why it cannot be, as a code."""
        if channel == "prepaid" and self.frozen():
            return "account-frozen"
        if self.refuses or fen > (self.balance() if channel == "prepaid" else self.left()):
            return "balance" if channel == "prepaid" else "limit"
        if channel == "prepaid":
            self.card.append(Entry("spent", -fen, payment_id, payment_id))
        else:
            self.dues[payment_id] = [Entry("made", fen, payment_id, payment_id)]
        return ""

    def give_back(self, refund_id: str, payment_id: str, fen: int) -> None:
        """Less is owed; what was spent, or repaid by now, goes on the card."""
        owed = min(fen, self.owed(payment_id)) if payment_id in self.dues else 0
        if owed:
            self.dues[payment_id].append(Entry("given_back", -owed, refund_id, payment_id))
        if owed < fen:
            self.card.append(Entry("given_back", fen - owed, refund_id, payment_id))

    def book(self, kind: str, settlement_id: str, payment_id: str, due_ids: list[str], fen: int) -> None:
        """A top-up is on the card; dues are repaid."""
        if kind == "top_up":
            self.card.append(Entry("top_up", fen, settlement_id, payment_id))
        for due_id in due_ids if kind == "dues" else ():
            self.dues[due_id].append(Entry("repaid", -self.owed(due_id), settlement_id, payment_id))

    def undo(self, settlement_id: str) -> None:
        """Off the card again, or owed again. Refused: balance-spent, when the money is not on the card any more."""
        booked = [one for one in self.entries() if one.reference == settlement_id and one.kind in ("top_up", "repaid")]
        spent = sum(one.fen for one in booked if one.kind == "top_up") > self.balance()
        if spent or any(self.closed_out(one.payment_id) for one in booked):
            raise Refused("balance-spent")
        for one in booked:
            account = next(of for of in (self.card, *self.dues.values()) if one in of)
            account.append(Entry("undone", -one.fen, settlement_id, one.payment_id))

    def moved(self, kind: str, payment_id: str) -> int:
        """What was moved of a payment in this way, without its sign."""
        of_it = [entry for entry in self.entries() if entry.payment_id == payment_id]
        return sum(abs(entry.fen) for entry in of_it if entry.kind == kind)

    def taken(self, payment_id: str) -> int:
        """What a payment took from the card, or was put off."""
        return self.moved("spent", payment_id) + self.moved("made", payment_id)

    def plan(self, close_out_id: str) -> list[Part]:
        """Where the balance goes: to the newest top-ups first, and the rest to the window."""
        left, parts = self.balance(), list[Part]()
        undone = {entry.reference for entry in self.card if entry.kind == "undone"}
        top_ups = [entry for entry in self.card if entry.kind == "top_up" and entry.reference not in undone]
        for entry in reversed(top_ups):
            fen = min(left, entry.fen - self.closed_out(entry.payment_id))
            if fen > 0:
                parts.append(Part(f"{close_out_id}-{len(parts) + 1}", entry.payment_id, fen, "processing"))
                left -= fen
        return [*parts, Part(f"{close_out_id}-W", "", left, "window")] if left else parts

    def close_out(self, close_out_id: str) -> None:
        """Write down what goes where; `go_on` does it."""
        self.close_outs[close_out_id] = self.plan(close_out_id)
        for part in self.close_outs[close_out_id]:
            if part.state == "processing":
                self.card.append(Entry("close_out", -part.fen, part.part_id, part.payment_id))

    def closed_out(self, payment_id: str) -> int:
        """What has gone back of a top-up, or is on its way."""
        parts = [part for parts in self.close_outs.values() for part in parts if part.payment_id == payment_id]
        return sum(part.fen for part in parts)

    def go_on(self, close_out_id: str) -> None:
        """Ask the wallet for every part that is not there."""
        for part in self.close_outs[close_out_id]:
            try:
                if part.state == "processing" and self.wallet.refund(part.part_id, part.payment_id, part.fen):
                    part.state = "refunded"
            except Silent:
                continue


@dataclass(frozen=True)
class OwnLedger:
    """The card, or paying later, asked like a wallet: it pays at once or not at all; nobody is waited for."""

    channel: str
    accounts: Accounts
    clock: Clock
    breath: Callable[[], None]

    def open(self, payment_id: str, amount: int, code: str) -> Charge:
        self.breath()
        why_not = "" if self.query(payment_id) else self.accounts.debit(self.channel, payment_id, amount)
        self.breath()
        return Charge(amount, code, self.clock.monotonic(), "closed" if why_not else "paid", why_not)

    def query(self, payment_id: str) -> Charge | None:
        self.breath()
        taken = self.accounts.taken(payment_id)
        return Charge(taken, "", self.clock.monotonic(), "paid") if taken else None

    def close(self, payment_id: str) -> Charge | None:
        """What was taken stays taken."""
        charge = self.query(payment_id)
        return charge or Charge(0, "", self.clock.monotonic(), "closed", "cancelled")

    def refund(self, refund_id: str, payment_id: str, amount: int) -> bool:
        """It is there at once."""
        self.breath()
        if not any(entry.kind == "given_back" and entry.reference == refund_id for entry in self.accounts.entries()):
            self.accounts.give_back(refund_id, payment_id, amount)
        self.breath()
        return True
