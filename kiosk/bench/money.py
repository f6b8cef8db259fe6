"""Plays payments in which everything goes wrong, as many as wanted, and says whether a fen was ever lost."""

import time
from collections.abc import Callable, Iterable, Sequence

from kiosk import told as signals
from kiosk.proof.campaign import NO_CUT, Tally, report, tell_wrong, theatre
from kiosk.proof.play import Played
from kiosk.proof.stories import TOLD, Story, cuts, dealt

ENOUGH_WRONG = 3  # after so many the reader has enough to look at
ENOUGH_TO_SEE_ALL = 1000  # runs by seed, from which on every move, fault and ending must have occurred


def prove(runs: int, first: int, say: Callable[[str], None], stories: Sequence[Story] = TOLD) -> bool:
    """Every told story with a power cut at each of its steps, and so many runs by seed.

    Whether every rule held in every run, and everything was seen that has to be.
    """
    tally, began = Tally(), time.perf_counter()
    with theatre() as stage:
        _add(tally, stage.every_cut(stories))
        told = tally.runs
        _add(tally, stage.seeds(first, runs))
        report(tally, told, time.perf_counter() - began, say)
        for wrong in tally.wrong:
            tell_wrong(stage.play(wrong.story, wrong.cuts, tracing=True), say)
            say(f"again: kiosk bench money {again(wrong)}")
    never = tally.never_seen() if runs >= ENOUGH_TO_SEE_ALL and not tally.wrong else []
    for name in never:
        say(f"NEVER SEEN: {name}")
    return not tally.wrong and not never


def replay(story: Story, at: frozenset[int], say: Callable[[str], None]) -> Played:
    """One run, told from its first step, and whether every rule held."""
    with theatre() as stage:
        played = stage.play(story, at, tracing=True)
    tell_wrong(played, say)
    say("a rule is broken" if played.broken else "every rule holds")
    return played


def replay_seed(seed: int, say: Callable[[str], None]) -> bool:
    """The run of a seed."""
    return not replay(dealt(seed), cuts(seed), say).broken


def replay_told(name: str, at: Iterable[int], say: Callable[[str], None]) -> bool | None:
    """A told story, the power cut at these steps; `None` for a name not told or a step it never came to."""
    for story in TOLD:
        if story.name == name:
            played = replay(story, frozenset(at) or NO_CUT, say)
            beyond = sorted(step for step in played.cuts if step > played.steps)
            if beyond:
                say(f"there is no step {beyond[0]} to cut at: the story ended at step {played.steps}")
            return None if beyond else not played.broken
    say(f"no story is called {name!r}; told are: " + "; ".join(story.name for story in TOLD))
    return None


def again(played: Played) -> str:
    """What follows `kiosk bench money` to see this run alone."""
    if played.story in TOLD:
        at = ",".join(str(cut) for cut in sorted(played.cuts))
        return f"--story '{played.story.name}'" + (f" --cut {at}" if at else "")
    return f"--seed {played.story.seed}"


def _add(tally: Tally, played: Iterable[Played]) -> None:
    for one in played:
        tally.add(one)
        signals.obey()
        if len(tally.wrong) >= ENOUGH_WRONG:
            return
