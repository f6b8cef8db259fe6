"""What is asked of the tables all the time, each put together once: that takes longer than to answer it."""

from functools import cache
from typing import Any

from sqlalchemy import Select, Table, Update, bindparam, select, update


@cache
def rows(table: Table, *by: str) -> Select[Any]:
    """Those whose columns `by` are what the parameters of the same names say."""
    return select(table).where(*(table.c[name] == bindparam(name) for name in by))


@cache
def rows_in(table: Table, states: tuple[str, ...], order: str) -> Select[Any]:
    """Those in one of these states; each begins with its id."""
    return select(table).where(table.c.state.in_(states)).order_by(table.c[order])


@cache
def change(table: Table, by: str) -> Update:
    """Sets the columns that are given in the row whose column `by` is what the parameter `row` says."""
    return update(table).where(table.c[by] == bindparam("row"))
