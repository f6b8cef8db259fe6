"""A bug that is put into a copy of the real code, to see whether anything finds it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """`old` stands exactly once in the module's file and becomes `new`; `story` says what goes wrong then.

    `seen_by`: the test of the gateway that finds it, where neither the simulator nor its gateway knows such things.
    `first`: of the questions that are asked beside the real gateway, those that show it soonest, as pytest's -k.
    """

    module: str
    old: str
    new: str
    story: str
    seen_by: str = ""
    first: str = ""
