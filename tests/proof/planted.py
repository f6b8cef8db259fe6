"""Bugs that were made once, or nearly: each is put into a copy of the real code, and the simulator must find it.

Whoever writes a new rule about money adds the bug that breaks it.
"""

from planted_bug import Bug
from planted_in_gateway import IN_GATEWAY

GIVING_BACK = "kiosk.flows.giving_back"
CASHIER, COLLECT, QUIET = "kiosk.flows.cashier", "kiosk.flows.collect", "kiosk.flows.quiet"
STAFF = "kiosk.flows.staff"
JOURNAL, PURCHASE, OUTCOME, PAYMENT = (
    "kiosk.services.journal",
    "kiosk.core.purchase",
    "kiosk.flows.outcome",
    "kiosk.flows.payment",
)

JOURNAL_FILE = "kiosk.services.journal_file"

_CLOSE = "        do(lambda: self._purchases.close(purchase.purchase_id))\n"
_LOOK = "        ended = do(lambda: self._purchases.purchase_state(purchase.purchase_id))\n"
_VOID = "            do(lambda: self._payments.void(purchase.settlement_id))\n"
_GIVE_UP = 'return self._book.move(purchase, "closing", reason)'
_CLOSED = 'return self._book.move(self._book.move(purchase, "closing", reason), "closed")'

PLANTED: dict[str, Bug] = {
    "closed on silence": Bug(
        CASHIER,
        _CLOSE,
        "        try:\n"
        "            do(lambda: self._purchases.close(purchase.purchase_id))\n"
        "        except Exception:\n"
        "            return self._book.move(purchase, 'closed')\n",
        "Nobody answers the closing, and that is taken for an end: the channel keeps the money.",
    ),
    "closed without looking": Bug(
        CASHIER,
        _CLOSE + _LOOK,
        _CLOSE + "        ended = type('Ended', (), {'state': 'closed', 'reason': ''})\n",
        "The acknowledgement of the closing is taken for its outcome.",
    ),
    "never closed": Bug(
        CASHIER,
        _CLOSE,
        "",
        "The channel is only asked, and never told: an order stays open for hours, without a tombstone.",
    ),
    "unsure is closed": Bug(
        CASHIER,
        'if ended.state == "closed":',
        'if ended.state in ("closed", "unsure", "paying"):',
        "The channel does not say how it ended, and we decide that it took nothing.",
    ),
    "cancel says closed": Bug(
        CASHIER,
        _GIVE_UP,
        _CLOSED,
        "The patient cancels or runs out of time, and the terminal writes down that nothing was taken.",
    ),
    "expired says closed": Bug(
        COLLECT,
        'return self._cashier.give_up(purchase, "expired")',
        'return self._cashier._book.move(self._cashier.give_up(purchase, "expired"), "closed")',
        "The time to pay runs out, and the terminal takes its own clock for the channel's word.",
    ),
    "sent before saved": Bug(
        COLLECT,
        "        purchase = self._cashier.begin(purchase, split, channel)\n",
        "        try:\n"
        "            request = _request(purchase, split, channel, payment_code)\n"
        "            self._cashier.ask(purchase, request, self._during)\n"
        "        except (Refused, BackendUnreachable):\n"
        "            pass\n"
        "        purchase = self._cashier.begin(purchase, split, channel)\n",
        "The channel hears of an order that the journal does not know.",
    ),
    "locked before saved": Bug(
        PAYMENT,
        "            purchase = self._cashier.plan(purchase)\n",
        "            self._lock(purchase)\n            purchase = self._cashier.plan(purchase)\n",
        "The hospital locks bills for a purchase that the journal does not know.",
    ),
    "paid is not saved": Bug(
        CASHIER,
        '            return self._book.move(purchase, "paid")\n        if order.state == "closed"',
        '            return type(purchase)(**(vars(purchase) | {"state": "paid"}))\n        if order.state == "closed"',
        "The channel says paid, and only the memory knows it.",
    ),
    "a refusal is taken for settled": Bug(
        CASHIER,
        'return self._book.move(purchase, "voiding", refused.code)',
        'return self._book.move(purchase, "settled", refused.code)',
        "The hospital says no, and the terminal says paid.",
    ),
    "the settlement's answer is not read": Bug(
        CASHIER,
        'if settlement.state == "settled":',
        'if settlement.state in ("settled", "refused"):',
        "Any answer to the settlement is taken for a yes.",
    ),
    "silence is taken for a refusal": Bug(
        CASHIER,
        '        except Refused as refused:\n            return self._book.move(purchase, "voiding", refused.code)',
        "        except Exception:\n            return self._book.move(purchase, \"voiding\", 'refused')",
        "The settlement's answer is lost, and what the hospital has booked is undone.",
    ),
    "refund before void": Bug(
        CASHIER,
        _VOID,
        "            pass\n",
        "Money goes back while the insurance or the hospital still has the settlement.",
    ),
    "refund though nothing was taken": Bug(
        CASHIER,
        '"refunding" if purchase.own else "closed")\n',
        '"refunding")\n',
        "The insurance paid all of it and was refused; now the channel is to give back what it never had.",
    ),
    "no refund": Bug(
        CASHIER,
        '"refunding" if purchase.own else "closed")\n',
        '"closed")\n',
        "Definitely refused after paying, voided, and the patient's money is forgotten.",
    ),
    "refunded on being asked": Bug(
        CASHIER,
        'return self._book.move(purchase, "refunded") if refund.state == "refunded" else purchase',
        'return self._book.move(purchase, "refunded")',
        "A refund that is under way is written down as arrived, and told so on the screen.",
    ),
    "random refund number": Bug(
        PURCHASE,
        'return f"{self.purchase_id}-R"',
        'import uuid; return f"{self.purchase_id}-R{uuid.uuid4().hex[:6]}"',
        "Every repeat of a refund is another refund, wherever nobody holds it against the payment.",
    ),
    "new payment number on retry": Bug(
        PURCHASE,
        'return f"{self.purchase_id}-P"',
        'import uuid; return f"{self.purchase_id}-P{uuid.uuid4().hex[:6]}"',
        "The order that was paid is not the order that is settled or given back.",
    ),
    "settled again under a new number": Bug(
        PURCHASE,
        'return f"{self.purchase_id}-T"',
        'import uuid; return f"{self.purchase_id}-T{uuid.uuid4().hex[:6]}"',
        "The settlement's answer is lost; the repeat is another settlement, is refused, and what stands is not voided.",
    ),
    "a final state is moved on": Bug(
        PURCHASE,
        '    "settled": frozenset(),',
        '    "settled": frozenset({"voiding"}),',
        "What is settled can be undone by a purchase that somebody still holds in memory.",
    ),
    "a move is not checked": Bug(
        JOURNAL,
        "        check_move(before.state, after.state)\n",
        "",
        "The journal takes any move, also one that is not in the table.",
    ),
    "a move from an old state": Bug(
        JOURNAL,
        'reason = ? WHERE purchase_id = ? AND state = ?"',
        'reason = ? WHERE purchase_id = ? AND ? IS NOT NULL"',
        "Two hands move the same purchase; the second does not notice that it has ended.",
    ),
    "two live purchases of one bill": Bug(
        JOURNAL_FILE,
        "    what TEXT PRIMARY KEY,\n    purchase_id TEXT NOT NULL REFERENCES purchase\n",
        "    what TEXT,\n    purchase_id TEXT NOT NULL REFERENCES purchase,\n    PRIMARY KEY (what, purchase_id)\n",
        "A bill is paid a second time while nobody knows yet how the first time ended.",
    ),
    "a bill is never free again": Bug(
        JOURNAL,
        '"DELETE FROM held WHERE purchase_id = ?"',
        '"DELETE FROM held WHERE what = ?"',
        "Whoever cancels once can never pay that bill at this terminal.",
    ),
    "a move leaves no trace": Bug(
        JOURNAL,
        "statements = [change, self._event(before.purchase_id, before.state, after.state, reason)]",
        "statements = [change]",
        "The state changes, and nobody can tell how it came to it.",
    ),
    "a move is saved too late": Bug(
        JOURNAL,
        '            db.execute("COMMIT")\n',
        '            if db.total_changes % 3:\n                db.execute("COMMIT")\n',
        "A save returns before it is saved.",
    ),
    "recovery stops at the first error": Bug(
        QUIET,
        "            except (Interruption, JournalUnusable):\n                raise\n",
        "            except (Interruption, JournalUnusable, BackendUnreachable):\n                raise\n",
        "One channel is away, and every other purchase waits for it.",
    ),
    "recovery forgets the unsure": Bug(
        JOURNAL,
        "ORDER BY p.rowid",
        "WHERE state <> 'unsure' ORDER BY p.rowid",
        "What the channel did not say at once is never asked again.",
    ),
    "what has ended stays unfinished": Bug(
        JOURNAL,
        '"DELETE FROM held WHERE purchase_id = ?"',
        '"DELETE FROM held WHERE purchase_id = ? AND what <> purchase_id"',
        "Recovery looks at every purchase of the last ten years before it lets anybody pay.",
    ),
    "recovery begins with what is paid": Bug(
        CASHIER,
        '            case "planned" | "asking":\n                return self.give_up(purchase)\n',
        '            case "planned" | "asking":\n                return purchase\n',
        "Whoever was shown a code when the power went is forgotten, and so is what they paid.",
    ),
    "what is saved is not read after a failure": Bug(
        COLLECT,
        "                purchase = self._cashier.saved(purchase)\n",
        "                pass\n",
        "An act fails half-way; the terminal goes on from where it stood before, and moves what has moved.",
    ),
    "unknown is told as not paid": Bug(
        OUTCOME,
        'case "closed":\n            return troubles.not_paid',
        'case "closed" | "closing" | "unsure":\n            return troubles.not_paid',
        "The screen says that no money was taken while nobody knows.",
    ),
    "a refund is promised too early": Bug(
        OUTCOME,
        'case "refunding" | "refunded":\n            return troubles.money_went_back',
        'case "refunding" | "refunded" | "voiding":\n            return troubles.money_went_back',
        "The hospital says no, and it stands: the screen promises money that will never come.",
    ),
    "a refund is printed too early": Bug(
        OUTCOME,
        'case "refunding" | "refunded":\n            return slips.refused_slip',
        'case "refunding" | "refunded" | "voiding":\n            return slips.refused_slip',
        "The same on paper.",
    ),
    "nothing was due is told too early": Bug(
        OUTCOME,
        'case "closed":\n            return troubles.not_paid',
        'case "closed" | "voiding" if purchase.state == "closed" or not purchase.own:\n'
        "            return troubles.not_paid",
        "The insurance pays all of it, and that stands: the screen says that it was not paid.",
    ),
    "paid is told before it is settled": Bug(
        OUTCOME,
        'if purchase.state != "settled":',
        'if purchase.state not in ("settled", "settling"):',
        "The screen says paid, and the hospital has not booked it.",
    ),
    "marked before it is heard": Bug(
        STAFF,
        "            do(lambda: self._office.tell_moves(batch))\n",
        "            self._diary.mark_sent(moves[-1].seq)\n            do(lambda: self._office.tell_moves(batch))\n",
        "Moves are ticked off, and then the message that tells them is lost.",
    ),
    "silence is taken for told": Bug(
        STAFF,
        "        except Refused as refused:\n            if refused.code in",
        "        except BackendUnreachable:\n"
        "            self._diary.mark_sent(moves[-1].seq)\n"
        "        except Refused as refused:\n            if refused.code in",
        "Nobody has heard the moves, and the terminal never tells them again.",
    ),
    "the outbox skips a move": Bug(
        JOURNAL,
        "WHERE e.seq > (SELECT sent FROM outbox)",
        "WHERE e.seq > (SELECT sent FROM outbox) AND e.after <> 'unsure'",
        "One kind of move is not told: what comes after it never finds its place.",
    ),
    "a top-up is told before it is booked": Bug(
        "kiosk.flows.top_up",
        'if ended.purchase.state != "settled":',
        'if ended.purchase.state not in ("settled", "settling"):',
        "The screen says that the money is on the card, and nobody has booked it.",
    ),
    "a repayment is told though it came to nothing": Bug(
        "kiosk.flows.pay_later",
        'if ended.purchase.state != "settled":',
        "if not ended.purchase.final:",
        "Whatever came of it, the slip says that it is repaid.",
    ),
    "a top-up is written down as bills": Bug(
        "kiosk.flows.till",
        "wanted.total, kind=wanted.kind)",
        "wanted.total)",
        "The journal, and whoever is told of it, takes a top-up for something else.",
    ),
    "dues locked before saved": Bug(
        "kiosk.flows.till",
        "            purchase = self._cashier.plan(purchase)\n",
        "            self._lock(purchase, wanted)\n            purchase = self._cashier.plan(purchase)\n",
        "The hospital sells something that the journal does not know.",
    ),
    "a close-out under way is told as back": Bug(
        "kiosk.flows.close_out",
        'if told.state == "done"\n',
        'if told.state in ("done", "running")\n',
        "The slip says that the balance went back, and the channel has not answered.",
    ),
    "what may still be refused is told as on its way": Bug(
        GIVING_BACK,
        'state = told.state if told and told.state != "verifying" else "unknown"',
        'state = told.state if told else "processing"',
        "Nobody has heard of the return, and the screen says that the money is coming.",
    ),
    "a return under way is told as back": Bug(
        GIVING_BACK,
        'state = told.state if told and told.state != "verifying" else "unknown"',
        'state = "refunded" if told and told.state != "verifying" else "unknown"',
        "The screen says that the money is there, and the channel has not sent it.",
    ),
    "a refused return is told as on its way": Bug(
        GIVING_BACK,
        '        if told is not None and told.state == "refused":\n            return self._say_no(told.reason)\n',
        "",
        "The insurance keeps its settlement and nothing goes back, and the screen says that the money is coming.",
    ),
    "two returns of three bills have one id": Bug(
        "kiosk.contract.returns",
        "sum(1 << place for place",
        "sum(place + 1 for place",
        "The first two bills went back, and the third is taken for them: its money stays.",
    ),
    "a slip for what nobody heard": Bug(
        "kiosk.flows.return_slips",
        'phrase("Refund slip") if state in how else VERIFYING',
        'phrase("Refund slip")',
        "The paper says refund, and the hospital knows of none.",
    ),
    "what cannot be voided is asked for ever": Bug(
        CASHIER,
        '        if ended.state == "settled":\n            return self._book.move(purchase, "settled", refused.code)\n',
        "",
        "The hospital will not undo what stands, and the terminal never hears of an end.",
    ),
    **IN_GATEWAY,
}
