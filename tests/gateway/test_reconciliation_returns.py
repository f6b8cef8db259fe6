"""What patients give back around midnight and on the day after is in order on both days."""

from datetime import timedelta

import pytest
from counter import Counter
from test_gateway_returns import ONE, OTHER, buy, give_back

from kiosk.gateway.reconciliation import nightly
from kiosk.gateway.reconciliation.demo import DAY

HOUR = 3600


def found(counter: Counter, day_later: int = 0) -> list[tuple[str, str, str]]:
    """What stands out on the first day, or so many days later."""
    kept = nightly.fetched(counter.cashier, DAY + timedelta(days=day_later))
    return [(item.order_id, item.finding, item.state) for item in kept.items]


@pytest.mark.parametrize("bills", [(ONE,), (ONE, OTHER)])
def test_what_goes_back_on_the_next_morning_before_the_run_is_in_order(
    counter: Counter, bills: tuple[str, ...]
) -> None:
    buy(counter)
    counter.clock.advance(23 * HOUR)  # eight in the morning
    assert give_back(counter, *bills).body["state"] == "refunded"
    counter.clock.advance(3 * HOUR)
    assert found(counter) == []
    counter.clock.advance(24 * HOUR)
    assert found(counter, 1) == []
