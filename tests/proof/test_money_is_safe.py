"""Ten thousand payments in which everything goes wrong, and not one fen lost, doubled or invented."""

from collections.abc import Iterator

import pytest

from kiosk.bench import money
from kiosk.proof.campaign import Tally, Theatre, theatre
from kiosk.proof.play import Played
from kiosk.proof.stories import TOLD, Story, cuts, dealt, told

AT_ONCE = 2500  # rare moves are seen in so many
TOLD_STEPS = 30  # of a patient who pays at once

ENDINGS = {
    "pays": "Paid",
    "pays by code": "Paid",
    "is covered": "Paid",
    "pays from the card": "Paid",
    "has too little on the card": "NotPaid",
    "tops up and is refused": "NotPaid",
    "pays later": "Paid",
    "may not pay later": "NotPaid",
    "pays later and is refused": "NotPaid",
    "repays from the card": "Booked",
    "closes out the card": "Booked",
    "gives all of it back": "Returned",
    "gives back, and nobody hears it": "Returned",
    "gives the bills back one by one": "Returned",
    "pays the bills that the audit leaves": "Paid",
    "pays without the insurance": "Paid",
    "cancels": "NotPaid",
    "cancels too late": "Paid",
    "leaves and has paid": "Paid",
    "never pays": "NotPaid",
    "is refused by the hospital": "NotPaid",
    "finds the channel silent": "Unknown",
    "the settlement stays unknown": "Unknown",
    "is told no, it stands, and the void is slow": "Unknown",
    "is covered, is told no, it stands, and the void is slow": "Unknown",
    "finds the insurance unwilling": "Trouble",
}


@pytest.fixture(scope="module")
def stage() -> Iterator[Theatre]:
    with theatre() as made:
        yield made


def wrong(tally: Tally) -> list[str]:
    """What to call to see each run that broke a rule."""
    return [f"kiosk bench money {money.again(played)}: {played.broken}" for played in tally.wrong]


@pytest.mark.parametrize("first", range(0, 10_000, AT_ONCE))
def test_whatever_happens_every_fen_is_settled_or_given_back(stage: Theatre, first: int) -> None:
    tally = Tally()
    for played in stage.seeds(first, AT_ONCE):
        tally.add(played)
    assert wrong(tally) == []
    assert tally.never_seen() == []
    assert tally.cuts > AT_ONCE / 3


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.name)
def test_a_power_cut_at_every_step_of_a_story_loses_nothing(stage: Theatre, story: Story) -> None:
    tally = Tally()
    for played in stage.every_cut([story]):
        tally.add(played)
    assert wrong(tally) == []
    assert tally.cuts == tally.runs - 1 >= 10


def test_every_move_of_the_table_is_on_the_way_of_a_told_story(stage: Theatre) -> None:
    tally = Tally()
    for story in TOLD:
        tally.add(stage.play(story))
    missing = [name for name in tally.never_seen() if name.startswith("move ")]
    assert missing == []


@pytest.mark.parametrize("name", ENDINGS)
def test_the_patient_is_told_how_it_ended(stage: Theatre, name: str) -> None:
    assert stage.play(told(name)).seen[f"told {ENDINGS[name]}"] > 0


def test_a_return_that_the_insurer_refuses_is_told_as_such(stage: Theatre) -> None:
    played = stage.play(told("is refused the return"), tracing=True)
    assert any("shows Trouble" in line for line in played.trace)
    assert played.seen["told Returned"] == played.seen["told Refund slip"] == 0


def test_a_run_is_the_same_every_time(stage: Theatre) -> None:
    def once(seed: int) -> Played:
        return stage.play(dealt(seed), cuts(seed), tracing=True)

    for seed in (3, 7, 11):
        first, second = once(seed), once(seed)
        assert first.trace == second.trace
        assert first.trace


def test_the_bench_says_how_much_it_saw_and_replays_one_run_alone() -> None:
    said: list[str] = []
    assert money.prove(3, 0, said.append, TOLD[:1])
    assert said[-2].startswith(f"3 seeds and {TOLD_STEPS + 1} told and cut runs in ")
    assert said[-1].endswith("0 runs broke a rule")
    said.clear()
    assert money.replay_seed(5, said.append)
    assert said[-1] == "every rule holds"
    assert any("K01 sends: " in line for line in said)
    said.clear()
    assert money.replay_told("pays", [17], said.append)
    assert any("THE POWER GOES" in line for line in said)
    assert money.replay_told("is not told", [], said.append) is None
    assert money.replay_told("pays", [9999], said.append) is None, "nothing was cut there, so nothing was shown"
    assert said[-1].startswith("there is no step 9999 to cut at: the story ended at step ")
