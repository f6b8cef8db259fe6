"""What a database has to give so that the gateway can work on it, whichever kind it is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine


class StoreTrouble(Exception):
    """The database cannot be used; the text tells the integrator what it is and what to do."""


@dataclass(frozen=True)
class Opened:
    """A database that this process may use, and no other gateway.

    `called` is its name in messages and holds no secret. `reads` begins transactions that see one moment; while one of
    `writes` lasts, no other gateway writes. `words` makes a sentence of what the driver said; `let_go` gives it free.
    """

    called: str
    reads: Engine
    writes: Engine
    words: Callable[[BaseException], str]
    let_go: Callable[[], None]
