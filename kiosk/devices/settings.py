"""Whether a driver's settings can be: known to it, of the right kind, all there. Says so before anything is opened."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from inspect import Parameter, signature
from math import isfinite
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin

OURS = ("name", "tape")  # what the terminal tells a driver, and no configuration
LONGEST_S = 3600.0
CALLED = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", Mapping: "a table"}


def parameters_of(open_driver: Callable[..., object]) -> dict[str, Parameter]:
    """What may be set, by its name."""
    return {name: one for name, one in signature(open_driver).parameters.items() if name not in OURS}


def can_be_taped(open_driver: Callable[..., object]) -> bool:
    """Whether what it says can be written down."""
    return "tape" in signature(open_driver).parameters


def check(driver: str, known: Mapping[str, Parameter], settings: Mapping[str, object]) -> None:
    """Raises `ValueError`, which begins with the setting that is wrong."""
    for name, value in settings.items():
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f"did you mean {near[0]}?" if near else f"allowed: {', '.join(known) or 'none'}"
            raise ValueError(f"{name} is not a setting of {driver}; {meant}")
        _check(name, value, known[name])
    for name, one in known.items():
        if one.default is Parameter.empty and name not in settings:
            raise ValueError(f"{name} is missing: {driver} needs it")


def _check(name: str, value: object, one: Parameter) -> None:
    kinds = _kinds(one.annotation)
    if not any(_fits(value, kind) for kind in kinds):
        raise ValueError(f"{name} is {value!r}; it must be {' or '.join(CALLED[kind] for kind in kinds)}")
    is_time = name.endswith("_s") or name == "seconds"
    if is_time and isinstance(value, int | float) and not (0 < value <= LONGEST_S or value == one.default):
        raise ValueError(f"{name} is {value!r}; it must be above 0 and at most {LONGEST_S:.0f} seconds")


def _kinds(annotation: object) -> list[type]:
    """The kinds of value that it allows, in the words of a configuration."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return [kind for one in get_args(annotation) if one is not NoneType for kind in _kinds(one)]
    if origin is Literal:
        return [str]
    return [kind for kind in CALLED if kind in (origin, annotation)]


def _fits(value: object, kind: type) -> bool:
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    if isinstance(value, float) and not isfinite(value):
        return False
    return isinstance(value, int | float if kind is float else kind)
