"""Bugs planted in the real gateway: the simulator's own is held beside it, so that they show there.

What the made-up one does not know is found by the gateway's own test that the bug names.
"""

from planted_bug import Bug

IN_GATEWAY: dict[str, Bug] = {
    "no tombstone of a purchase": Bug(
        "kiosk.gateway.cashier.closing",
        "        purchases.add(connection, tombstone)\n",
        "",
        "A request to lock the bills comes after the closing, and brings the purchase back to life.",
        first="sqlite-6",
    ),
    "no tombstone of a settlement": Bug(
        "kiosk.gateway.cashier.voids",
        '        settlements.add(connection, SettlementRow(asked.id, "", "", "", "voided", "", "", asked.at))\n',
        "        pass\n",
        "A settlement comes after its void, and is booked although the money went back.",
        first="sqlite-3",
    ),
    "the gateway refunds what is settled": Bug(
        "kiosk.gateway.cashier.refunds",
        '        raise Refused("settlement-stands")\n',
        "        pass\n",
        "Money goes back, and the bill stays paid.",
        first="sqlite-17",
    ),
    "what the patient gave back is refunded again": Bug(
        "kiosk.gateway.cashier.refunds",
        "    if given_back or payments",
        "    if payments",
        "Own money goes back under the return's number, and once more under the purchase's.",
        first="sqlite-9",
    ),
    "a gap in a journal is not seen": Bug(
        "kiosk.gateway.cashier.journals",
        "    if rows[0].seq > newest + 1:\n",
        "    if False:\n",
        "Moves are missing, and the gateway says that it has them.",
        first="told and sqlite-0",
    ),
    "a journal that says otherwise is believed": Bug(
        "kiosk.gateway.cashier.journals",
        '        raise Refused("journal-differs")\n',
        "        pass\n",
        "A journal of another day writes on behind the old one.",
        first="told and sqlite-0",
    ),
    "money under way is closed out": Bug(
        "kiosk.gateway.accounts.prepaid",
        "        if close_outs.running(connection, asked.purchase.patient_id):\n",
        "        if False:\n",
        "The card pays while its balance goes back.",
    ),
    "a top-up goes back twice": Bug(
        "kiosk.gateway.accounts.close_outs",
        "top_up.amount - close_outs.back_of(connection, top_up.payment_id)",
        "top_up.amount",
        "What went back at the last close-out goes back again at the next.",
    ),
    "a due is repaid though it changed": Bug(
        "kiosk.gateway.accounts.kinds",
        'purchase.kind == "dues" and owed != purchase.total',
        "False",
        "Less is owed by now, and the patient pays what was owed before.",
    ),
    "a due is repaid twice": Bug(
        "kiosk.gateway.accounts.kinds",
        '        raise Refused("due-locked")\n',
        "        pass\n",
        "Two terminals repay the same due.",
    ),
    "what is being put on the card is not counted": Bug(
        "kiosk.gateway.accounts.kinds",
        " + purchases.topping_up(connection, patient_id)",
        "",
        "Two top-ups that are opened at once pass the card's limit together.",
        seen_by="test_gateway_accounts.py::test_what_is_being_put_on_counts_against_the_limit_until_it_has_ended",
    ),
    "a limit refuses money that was taken": Bug(
        "kiosk.gateway.accounts.kinds",
        '    return "due-changed" if',
        '    if purchase.kind == "top_up" and most(connection, purchase.patient_id) < purchase.total:\n'
        '        return "amount-not-allowed"\n'
        '    return "due-changed" if',
        "A top-up that comes to its end late finds the card full, and is not booked.",
        seen_by="test_gateway_accounts.py::test_what_arrives_late_is_booked_whatever_is_on_the_card_by_then",
    ),
    "a void that was begun is forgotten": Bug(
        "kiosk.gateway.cashier.rounds",
        "    for settlement_id in voids.begun(cashier):\n",
        "    for settlement_id in ():\n",
        "The insurer has undone its part, the hospital's booking stands, and nobody goes on.",
        seen_by="test_gateway_abandoned_voids.py::test_a_void_whose_terminal_is_gone_is_finished_and_own_money_goes_back_once",
    ),
    "what waits for its void is closed": Bug(
        "kiosk.gateway.cashier.closing",
        'claim.state in ("asked", "undoing")',
        'claim.state == "asked"',
        "Bills are anybody's to pay while the insurer still has them settled.",
        seen_by="test_gateway_abandoned_voids.py::test_a_purchase_whose_void_waits_for_the_insurer_is_not_closed_meanwhile",
    ),
    "what the insurer refused goes back all the same": Bug(
        "kiosk.gateway.cashier.returns",
        'replace(row, state="refused", reason=reason)',
        'replace(row, state="undone" if row.own else "refused", reason=reason)',
        "The insurer keeps paying for bills whose money the patient has again.",
    ),
    "a return is asked for again after the insurer's no": Bug(
        "kiosk.gateway.cashier.return_cases",
        '        return "elsewhere"',
        '        return ""',
        "Whoever tries often enough moves the settlement to and fro without anybody looking.",
    ),
    "what was given back in part is voided": Bug(
        "kiosk.gateway.cashier.voids",
        '        raise Refused("given-back")',
        "        return Void(settlement_id=asked.id)",
        "The terminal hears that it is undone, and refunds the whole after a part went back.",
        seen_by="test_gateway_returns.py::test_a_late_void_of_what_was_given_back_in_part_is_refused_and_changes_nothing",
    ),
}
