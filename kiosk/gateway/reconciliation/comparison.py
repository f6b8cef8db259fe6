"""The three sides side by side, summed per order in fen, and what each order turns out to be.

Everything is one statement of SQL for the engine: the sides come as the tables `line` (channel), `book` and `refund`
(hospital), `move` and `terminal` (journals), `carried` (yesterday's run); what comes out is the table `compared`.
"""

from datetime import date
from typing import TYPE_CHECKING

from kiosk.gateway.reconciliation.days import BEGINS, SKEW_S, bounds

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Sums per order. `owing`: on its way back. `_today`: what this day's statement must show of it: a refund that was told
# to be done in the last minutes of a day may stand in tomorrow's, and is looked for there unless it was `named` today.
_STATED = """CREATE OR REPLACE VIEW stated AS SELECT
    order_id,
    any_value(channel) AS line_channel,
    count(*) FILTER (kind = 'paid') AS times,
    coalesce(sum(fen) FILTER (kind = 'paid'), 0)::BIGINT AS charged,
    coalesce(sum(fen) FILTER (kind = 'refunded'), 0)::BIGINT AS returned
    FROM line GROUP BY 1"""
# A refund that names no order: the hospital's refund of that number does; failing that, it stands under its own.
_NAMED = """UPDATE line SET order_id = coalesce(
    (SELECT any_value(refund.order_id) FROM refund WHERE refund.refund_id = line.refund_id), line.refund_id)
    WHERE order_id = ''"""
_RETURNS = """CREATE OR REPLACE TABLE returns AS SELECT
    order_id,
    coalesce(sum(fen) FILTER (undone AND state = 'refunded'), 0)::BIGINT AS given,
    coalesce(sum(fen) FILTER (undone AND state <> 'refunded'), 0)::BIGINT AS owing,
    coalesce(sum(fen) FILTER (state = 'refunded' AND (named OR today)), 0)::BIGINT AS given_today,
    coalesce(sum(fen) FILTER (state <> 'refunded' AND (named OR asked_at < {end})), 0)::BIGINT AS owing_today,
    bool_or(named AND told_at >= {end} - {skew}) AS given_early
    FROM (SELECT refund.*, refund_id IN (SELECT refund_id FROM line WHERE kind = 'refunded') AS named,
        told_at >= {begin} - {skew} AND told_at < {end} - {skew}
            AND NOT (carried.finding IS NOT DISTINCT FROM 'early' AND asked_at < {begin}) AS today,
        book.channel AS channel
        FROM refund LEFT JOIN book USING (order_id) LEFT JOIN carried USING (order_id)) AS book
    GROUP BY 1"""
_JOURNALS = """CREATE OR REPLACE VIEW journal AS SELECT
    purchase_id, arg_max(said, (moved_at, seq)) AS said, max(own) AS written FROM move GROUP BY 1"""
_JOINED = """SELECT
    coalesce(stated.order_id, book.order_id) AS order_id,
    coalesce(book.purchase_id, '') AS purchase_id,
    coalesce(book.terminal_id, '') AS terminal_id,
    coalesce(line_channel, book.channel, '') AS channel,
    book.order_id IS NOT NULL AS known,
    coalesce(book.fen, 0) AS fen,
    coalesce(book.state, '') AS state,
    coalesce(stands, '') AS stands,
    coalesce(settled, 0) AS settled,
    coalesce(insured, 0) AS insured,
    coalesce(times, 0) AS times,
    coalesce(charged, 0) AS charged,
    coalesce(returned, 0) AS returned,
    coalesce(given, 0) AS given,
    coalesce(owing, 0) AS owing,
    coalesce(given_today, 0) AS given_today,
    coalesce(owing_today, 0) AS owing_today,
    coalesce(given_early, false) AS given_early,
    coalesce(journal.said, '') AS said,
    coalesce(written, 0) AS written,
    terminal.terminal_id IS NOT NULL AS uploads,
    coalesce(carried.finding, '') AS carried,
    heard_at
    FROM stated FULL JOIN book ON stated.order_id = book.order_id
    LEFT JOIN returns ON returns.order_id = book.order_id
    LEFT JOIN journal ON journal.purchase_id = book.purchase_id
    LEFT JOIN terminal ON terminal.terminal_id = book.terminal_id
    LEFT JOIN carried ON carried.order_id = book.order_id
    WHERE coalesce(line_channel, book.channel, '') IN ({channels})"""
# This day's statement must name the order; and may name it tomorrow only.
_DUE = """(coalesce(carried = 'waiting' OR carried = '' AND heard_at >= {begin} AND heard_at < {end}, false)
        AND (state = 'paid' OR settled > 0))"""
_LATE = "heard_at >= {end} - {skew} AND carried = ''"
_LATER = "heard_at >= {end}"
# What nearly every order is; none of the findings below fits it, and so nearly every order is asked one thing only.
_PLAIN = """times = 1 AND charged = fen AND settled = fen AND fen > 0 AND returned = 0 AND given = 0 AND owing = 0
        AND given_today = 0 AND owing_today = 0 AND NOT given_early AND state = 'paid' AND said = 'settled'
        AND (written = 0 OR written = fen) AND heard_at < {earliest}"""
# The first that fits. An order that is only on one side and not of this day is none of this day's business.
_FINDING = """CASE
    WHEN {plain} THEN 'matched'
    WHEN NOT known THEN 'unknown_order'
    WHEN times > 1 OR charged > returned AND settled = 0 AND given + owing = 0 AND stands = 'settled'
        THEN 'paid_twice'
    WHEN charged > 0 AND charged <> fen THEN 'amount_differs'
    WHEN {due} AND {late} AND charged = 0 THEN 'waiting'
    WHEN {due} AND charged = 0 AND settled > 0 AND insured > 0 THEN 'insurance_without_own'
    WHEN {due} AND charged = 0 AND settled > 0 THEN 'settled_not_paid'
    WHEN {due} AND charged = 0 THEN 'not_in_statement'
    WHEN state = 'closed' AND charged > returned THEN 'closed_but_paid'
    WHEN returned > given_today + owing_today + if(state = 'closed', charged, 0) THEN 'refund_unknown'
    WHEN owing_today > 0 OR charged > 0 AND settled = 0 AND given + owing = 0 AND stands IN ('refused', 'voided')
        THEN 'refund_outstanding'
    WHEN charged > 0 AND settled = 0 AND given + owing = 0 AND state <> 'closed' THEN 'paid_not_settled'
    WHEN charged > 0 AND settled > 0 AND settled + given + owing <> fen THEN 'amount_differs'
    WHEN given_today > returned THEN 'refund_missing'
    WHEN charged = 0 AND NOT {due} AND returned = 0 THEN ''
    WHEN said IN ('closed', 'refunded') AND settled > 0 OR said = 'settled' AND settled = 0 AND given + owing = 0
        AND state <> 'closed' OR said = 'settled' AND state = 'closed' OR written > 0 AND fen > 0 AND written <> fen
        THEN 'terminal_differs'
    WHEN charged > 0 AND said = '' AND uploads THEN 'journal_missing'
    WHEN charged > 0 AND {later} OR given_early THEN 'early'
    ELSE 'matched' END"""
# One row for each order that stands out, and one for all the others of a terminal and channel. What the hospital has
# booked of this day's money: settled, given back, or taken back by the channel itself.
_COMPARED = """CREATE OR REPLACE TABLE compared AS SELECT
    order_id, any_value(purchase_id) AS purchase_id, terminal_id, channel, finding, count(*) AS orders,
    sum(charged)::BIGINT AS charged,
    sum(CASE WHEN finding IN ('waiting', 'unknown_order') OR charged = 0 AND NOT {due} THEN 0
        WHEN state = 'closed' THEN least(charged, returned)
        ELSE settled + given + owing END)::BIGINT AS booked,
    sum(returned)::BIGINT AS returned,
    sum(CASE WHEN state = 'closed' THEN least(charged, returned) ELSE given_today END)::BIGINT AS refunded,
    any_value(said) AS said
    FROM (SELECT * REPLACE (if(finding = 'matched', '', order_id) AS order_id)
        FROM (SELECT *, {finding} AS finding FROM ({joined})) WHERE finding <> '')
    GROUP BY order_id, terminal_id, channel, finding"""


def compare(engine: "DuckDBPyConnection", day: date, channels: list[str]) -> None:
    """Make the table `compared`, of the channels whose statement is there; '' stands for settlements without order."""
    moments = {"begin": _per_channel(day, "begin"), "end": _per_channel(day, "end"), "skew": SKEW_S}
    due, late, later = (sql.format(**moments) for sql in (_DUE, _LATE, _LATER))
    plain = _PLAIN.format(earliest=min(bounds(day, channel).end for channel in ("", *BEGINS)))
    finding = _FINDING.format(plain=plain, due=due, late=late, later=later)
    joined = _JOINED.format(channels=", ".join(f"'{channel}'" for channel in ("", *channels)))
    engine.execute(_NAMED)
    engine.execute(_STATED)
    engine.execute(_RETURNS.format(**moments))
    engine.execute(_JOURNALS)
    engine.execute(_COMPARED.format(finding=finding, joined=joined, due=due))


def _per_channel(day: date, side: str) -> str:
    cases = " ".join(f"WHEN '{channel}' THEN {getattr(bounds(day, channel), side)}" for channel in BEGINS)
    return f"(CASE channel {cases} ELSE {getattr(bounds(day), side)} END)"
