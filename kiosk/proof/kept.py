"""The same id with the same body gets the same answer, for ever: what the made-up gateway has answered."""

from collections.abc import Callable
from typing import TypeVar

from kiosk.contract import Record
from kiosk.core.errors import Refused

T = TypeVar("T")


class Kept(dict[tuple[str, str], tuple[Record, object]]):
    """By route and id: the body, and the answer or the refusal."""

    def once(self, route: str, name: str, body: Record, act: Callable[[], T]) -> T:
        """Do it, or give the answer of the first time. Refused: id-reused; whatever `act` refuses."""
        if (route, name) in self:
            before, answer = self[route, name]
            if before != body:
                raise Refused("id-reused")
        else:
            answer = _first(act)
            if isinstance(answer, Refused) and answer.code.startswith("unknown-"):
                raise answer  # 404: an answer that may change is not kept
            self[route, name] = (body, answer)
        if isinstance(answer, Refused):
            raise answer
        return answer  # type: ignore[return-value]  # what `act` gave


def _first(act: Callable[[], T]) -> T | Refused:
    try:
        return act()
    except Refused as refused:
        return refused
