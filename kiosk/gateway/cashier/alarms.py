"""What needs a human: said by terminals, listed for the staff, seen to by them."""

import re
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection

from kiosk.contract import Alarm, AlarmHeard, AlarmPage, AlarmQuery, AlarmReport, ResolutionRequest
from kiosk.contract.alarms import PERSONAL
from kiosk.core.errors import Refused
from kiosk.core.purchase import FINAL, JOURNAL_BEHIND
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.problems import known
from kiosk.gateway.store import alarms, journals
from kiosk.gateway.store.alarms import AlarmRow, Cause
from kiosk.gateway.store.writes import Answer, Asked, once

PAGE = 100


def report(cashier: Cashier, report_id: str, said: AlarmReport) -> Answer:
    """A terminal says that something needs a human, or does not any more. Never refused."""
    asked = Asked("alarm-reports", report_id, said, cashier.now())
    return once(cashier.database, asked, lambda connection: _hear(connection, said, asked.at))


def page(cashier: Cashier, query: AlarmQuery) -> AlarmPage:
    """A hundred at a time, oldest first. Never refused."""
    with cashier.database.reading() as connection:
        rows = alarms.listed(connection, "" if query.state == "all" else query.state, query.after, PAGE + 1)
    shown = rows[:PAGE]
    return AlarmPage(alarms=[as_alarm(row) for row in shown], next=shown[-1].alarm_id if len(rows) > PAGE else "")


def one(cashier: Cashier, alarm_id: str) -> Alarm:
    """Refused: unknown-alarm."""
    with cashier.database.reading() as connection:
        return as_alarm(_find(connection, alarm_id))


def resolve(cashier: Cashier, alarm_id: str, request: ResolutionRequest) -> Answer:
    """A human has seen to it. Refused: unknown-alarm, alarm-resolved (somebody else was faster), note-personal."""
    if re.search(PERSONAL, request.note):
        raise Refused("note-personal")
    with cashier.database.reading() as connection:
        times = _find(connection, alarm_id).times
    # An alarm that comes again is another thing to see to, under the same id.
    asked = Asked("resolutions", f"{alarm_id}.{times}", request, cashier.now())
    try:
        return once(cashier.database, asked, lambda connection: _resolve(connection, alarm_id, request, asked.at))
    except Refused as refused:
        if refused.code == "id-reused":  # the id is the alarm's and nobody's making: somebody said other words of it
            raise Refused("alarm-resolved") from refused
        raise


def as_alarm(row: AlarmRow) -> Alarm:
    """As the staff see it."""
    resolved_at = "" if row.resolved_at is None else _moment(row.resolved_at)
    return Alarm(**{**asdict(row), "since": _moment(row.since), "resolved_at": resolved_at})


def _hear(connection: Connection, said: AlarmReport, now: float) -> AlarmHeard:
    cause = Cause(
        kind=said.kind,
        purchase_id=said.purchase_id,
        terminal_id=said.terminal_id,
        state=said.state,
        reason=said.reason,
        channel=said.channel,
        amount=said.amount,
    )
    ended = said.ended or (said.reason != JOURNAL_BEHIND and _has_ended(connection, said.purchase_id))
    (alarms.clear if ended else alarms.raise_)(connection, cause, now)
    return AlarmHeard(alarm_id=cause.alarm_id)


def _has_ended(connection: Connection, purchase_id: str) -> bool:
    """What a journal told of it came to an end. A journal that is behind has forgotten just that."""
    return any(move.after in FINAL for move in journals.of_purchase(connection, purchase_id))


def _resolve(connection: Connection, alarm_id: str, request: ResolutionRequest, now: float) -> Alarm:
    row = _find(connection, alarm_id)
    if row.resolved_at is not None:
        raise Refused("alarm-resolved")
    alarms.resolve(connection, alarm_id, request.who, request.note, now)
    return as_alarm(_find(connection, alarm_id))


def _find(connection: Connection, alarm_id: str) -> AlarmRow:
    return known(alarms.find(connection, alarm_id), "unknown-alarm")


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
