"""What all that is measured has in common: a stopwatch, and the figure that most others stay below."""

import math
import time
from collections.abc import Callable, Sequence


def timed(act: Callable[[], object]) -> float:
    """How many milliseconds it takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def percentile(figures: Sequence[float], part: float) -> float:
    """The smallest figure that at least this part of all figures does not exceed (nearest rank)."""
    return sorted(figures)[max(0, math.ceil(part * len(figures)) - 1)]
