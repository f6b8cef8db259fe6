"""A day's result: the table per terminal and channel, with totals that add up, and every order that stands out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from kiosk.core.money import Money, total
from kiosk.gateway.reconciliation.findings import QUIET, Finding

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COLUMNS = ", ".join(field.name for field in fields(Finding))
_QUIET = ", ".join(f"'{finding}'" for finding in QUIET)
_SUMS = "sum(charged)::BIGINT, sum(booked)::BIGINT, sum(returned)::BIGINT, sum(refunded)::BIGINT"


class DoesNotAddUp(Exception):
    """Totals that have to be the same are not: a mistake of ours, and nothing of the result may be believed."""


@dataclass(frozen=True)
class Line:
    """One terminal at one channel, in fen. `orders` counts those of this day, `standing_out` those with a finding."""

    terminal_id: str
    channel: str
    orders: int
    standing_out: int
    charged: Money
    booked: Money
    returned: Money
    refunded: Money

    @property
    def difference(self) -> Money:
        """What the channel holds more than the hospital knows of."""
        return Money((self.charged - self.returned) - (self.booked - self.refunded))


@dataclass(frozen=True)
class Said:
    """What a channel's statement adds up to, in fen, before anything was compared."""

    channel: str
    charged: Money
    returned: Money


@dataclass(frozen=True)
class Result:
    """`missing`: channels whose statement was not there, and why; their orders are not in it."""

    day: date
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    said: tuple[Said, ...]
    missing: dict[str, str]

    @property
    def whole(self) -> Line:
        """The bottom line."""
        return Line(
            "",
            "",
            sum(line.orders for line in self.lines),
            sum(line.standing_out for line in self.lines),
            total(line.charged for line in self.lines),
            total(line.booked for line in self.lines),
            total(line.returned for line in self.lines),
            total(line.refunded for line in self.lines),
        )


def collect(engine: "DuckDBPyConnection", day: date, missing: dict[str, str]) -> Result:
    """What the engine has found. Raises `DoesNotAddUp`."""
    result = Result(day, tuple(_lines(engine)), tuple(_findings(engine)), tuple(_said(engine)), missing)
    _check(result)
    return result


def _lines(engine: "DuckDBPyConnection") -> Iterator[Line]:
    rows = engine.execute(
        f"SELECT terminal_id, channel, sum(orders)::BIGINT,"
        f" count(*) FILTER (finding NOT IN ({_QUIET})), {_SUMS}"
        " FROM compared WHERE finding <> 'waiting' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for terminal_id, channel, orders, standing_out, *amounts in rows:
        yield Line(terminal_id, channel, orders, standing_out, *map(Money, amounts))


def _findings(engine: "DuckDBPyConnection") -> Iterator[Finding]:
    rows = engine.execute(
        f"SELECT {_COLUMNS} FROM compared WHERE finding <> 'matched' ORDER BY finding, terminal_id, order_id"
    )
    while batch := rows.fetchmany(10_000):
        for row in batch:
            yield Finding(*row)


def _said(engine: "DuckDBPyConnection") -> Iterator[Said]:
    rows = engine.execute(
        "SELECT channel, coalesce(sum(fen) FILTER (kind = 'paid'), 0)::BIGINT,"
        " coalesce(sum(fen) FILTER (kind = 'refunded'), 0)::BIGINT FROM line GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for channel, charged, returned in rows:
        yield Said(channel, Money(charged), Money(returned))


def _check(result: Result) -> None:
    """Nothing of a statement is lost on the way, and what does not match is exactly what stands out."""
    whole, said = result.whole, result.said
    _same("charged", whole.charged, total(one.charged for one in said))
    _same("returned", whole.returned, total(one.returned for one in said))
    _same("difference", whole.difference, _differences(result.findings))


def _differences(findings: Iterable[Finding]) -> Money:
    return total(one.difference for one in findings if one.finding != "waiting")


def _same(what: str, one: Money, other: Money) -> None:
    if one != other:
        raise DoesNotAddUp(f"{what}: {one} in the table, {other} where it comes from")
