"""A terminal's journal reaches the gateway: every move once, in order, and never told otherwise."""

from typing import Any

import pytest
from counter import Counter, Said

from kiosk.gateway.store import alarms, journals
from kiosk.gateway.store.alarms import Cause

JOURNAL = "J-0123456789abcdef0123"
STATES = ("", "planned", "asking", "paid", "settling", "settled")


def moves(first: int, last: int, purchase: str = "K01-1") -> list[dict[str, Any]]:
    return [
        {
            "seq": seq,
            "purchase_id": purchase,
            "at": f"2026-03-02T01:00:{seq:02}.5+00:00",
            "before": STATES[(seq - 1) % 5],
            "after": STATES[(seq - 1) % 5 + 1],
            "reason": "",
            "total": 4620,
            "own": 4620,
            "channel": "wechat",
            "kind": "bills",
        }
        for seq in range(first, last + 1)
    ]


def tell(counter: Counter, told: list[dict[str, Any]], name: str = "", journal: str = JOURNAL) -> Said:
    batch = name or f"{journal}-{told[0]['seq']}-{told[-1]['seq']}"
    return counter.put(f"/v1/journal-batches/{batch}", {"terminal_id": "K01", "journal_id": journal, "moves": told})


def kept(counter: Counter, purchase: str = "K01-1") -> list[tuple[str, int, str]]:
    with counter.cashier.database.reading() as connection:
        rows = journals.of_purchase(connection, purchase)
    return [(row.journal_id, row.seq, row.after) for row in rows]


def through(counter: Counter, journal: str = JOURNAL) -> int:
    said = counter.get(f"/v1/journals/{journal}")
    assert said.status == 200
    return int(said.body["through"])


def test_a_journal_is_told_in_batches(counter: Counter) -> None:
    assert through(counter) == 0
    assert tell(counter, moves(1, 2)).body == {"journal_id": JOURNAL, "through": 2}
    assert tell(counter, moves(3, 5)).body == {"journal_id": JOURNAL, "through": 5}
    assert [after for _, _, after in kept(counter)] == list(STATES[1:])
    assert through(counter) == 5


def test_a_batch_whose_answer_was_lost_is_told_again_and_kept_once(counter: Counter) -> None:
    first = tell(counter, moves(1, 3))
    assert tell(counter, moves(1, 3)).raw == first.raw
    assert len(kept(counter)) == 3


def test_a_longer_batch_over_the_same_moves_adds_only_the_new_ones(counter: Counter) -> None:
    tell(counter, moves(1, 2))
    assert tell(counter, moves(1, 4)).body["through"] == 4
    assert tell(counter, moves(2, 3)).body["through"] == 4
    assert [seq for _, seq, _ in kept(counter)] == [1, 2, 3, 4]


def test_a_gap_is_refused_until_it_is_filled(counter: Counter) -> None:
    tell(counter, moves(1, 1))
    assert tell(counter, moves(3, 4)).refusal == (404, "journal-gap")
    assert [seq for _, seq, _ in kept(counter)] == [1]
    tell(counter, moves(2, 2))
    assert tell(counter, moves(3, 4)).body["through"] == 4


@pytest.mark.parametrize(
    ("what", "instead"), [("own", 4619), ("after", "refunded"), ("at", "2026-03-02T01:00:00+00:00")]
)
def test_a_move_told_otherwise_is_refused_and_changes_nothing(counter: Counter, what: str, instead: object) -> None:
    tell(counter, moves(1, 3))
    other = moves(1, 4)
    other[1][what] = instead
    assert tell(counter, other).refusal == (409, "journal-differs")
    assert [after for _, _, after in kept(counter)] == ["planned", "asking", "paid"]


def test_a_journal_restored_from_an_old_copy_is_noticed_under_an_id_used_before(counter: Counter) -> None:
    tell(counter, moves(1, 1))
    tell(counter, moves(2, 2))
    restored = moves(2, 2, "K01-2")
    for _ in range(2):
        assert tell(counter, restored).refusal == (409, "journal-differs")
    assert (kept(counter, "K01-2"), len(kept(counter))) == ([], 2)
    assert tell(counter, [*restored, *moves(3, 3, "K01-2")]).refusal == (409, "journal-differs")
    assert tell(counter, moves(2, 3)).body["through"] == 3  # the right disk came back


def test_the_same_moves_under_another_name_of_the_terminal_do_not_differ(counter: Counter) -> None:
    tell(counter, moves(1, 2))
    body = {"terminal_id": "K09", "journal_id": JOURNAL, "moves": moves(1, 2)}
    assert counter.put(f"/v1/journal-batches/{JOURNAL}-1-2", body).refusal == (409, "id-reused")
    assert through(counter) == 2


def test_a_terminal_that_got_another_name_goes_on_with_its_journal(counter: Counter) -> None:
    tell(counter, moves(1, 2))
    body = {"terminal_id": "K09", "journal_id": JOURNAL, "moves": moves(2, 4)}
    assert counter.put(f"/v1/journal-batches/{JOURNAL}-2-4", body).body["through"] == 4


def test_a_new_disk_is_not_taken_for_the_old_one(counter: Counter) -> None:
    tell(counter, moves(1, 3))
    assert tell(counter, moves(1, 2, "K01-9"), journal="J-another").body["through"] == 2
    assert through(counter) == 3
    assert kept(counter, "K01-9") == [("J-another", 1, "planned"), ("J-another", 2, "asking")]


def test_an_address_that_does_not_say_what_is_in_the_body(counter: Counter) -> None:
    assert tell(counter, moves(1, 2), name=f"{JOURNAL}-1-3").refusal == (409, "batch-differs")
    assert tell(counter, [*moves(1, 1), *moves(3, 3)]).refusal == (409, "batch-differs")
    assert tell(counter, [], name=f"{JOURNAL}-1-1").refusal == (422, "invalid")
    assert kept(counter) == []


def test_a_moment_that_no_calendar_has(counter: Counter) -> None:
    assert tell(counter, [moves(1, 1)[0] | {"at": "2026-02-30T25:00:00+00:00"}]).refusal == (409, "batch-differs")
    assert kept(counter) == []


def test_nothing_about_a_person_has_a_place_in_it(counter: Counter) -> None:
    named = [{**moves(1, 1)[0], "patient_id": "P0004"}]
    assert tell(counter, named).refusal == (422, "invalid")


def test_a_purchase_that_ends_in_the_journal_needs_no_human_any_more(counter: Counter) -> None:
    stuck = Cause("purchase-stuck", purchase_id="K01-1", terminal_id="K01", state="settling")
    with counter.cashier.database.writing() as connection:
        alarms.raise_(connection, stuck, counter.cashier.now())
    tell(counter, moves(1, 4))
    assert counter.get(f"/v1/alarms/{stuck.alarm_id}").body["resolved_at"] == ""
    tell(counter, moves(5, 5))
    ended = counter.get(f"/v1/alarms/{stuck.alarm_id}").body
    assert (ended["resolved_by"], bool(ended["resolved_at"])) == ("itself", True)
