"""The dock shows what was done to the world: one verb at a time."""

from kiosk.dock.situation import Situation, after


def told(*lines: str) -> Situation:
    """The situation after these verbs."""
    now = Situation()
    for line in lines:
        now = after(now, line)
    return now


def test_a_card_lies_on_the_reader_until_it_is_taken() -> None:
    assert told("put_card employee").on_reader == "employee"
    assert told("put_card employee", "put_card retiree").on_reader == "retiree"
    assert told("put_card employee", "take_card").on_reader == ""
    assert told("put_card employee", "pull_card_mid_read").on_reader == ""


def test_a_new_roll_ends_every_trouble_with_paper() -> None:
    assert told("pull_paper").paper == "out"
    assert told("paper_low", "open_cover", "refill") == Situation()


def test_wallets_have_bad_days_of_their_own() -> None:
    bad = told("wallet_fault wechat slow", "wallet_fault wechat slow", "wallet_down alipay")
    assert bad.faults == ("wechat slow", "alipay down")
    assert after(bad, "wallet_up wechat").faults == ("alipay down",)


def test_a_gateway_that_starts_again_is_in_a_good_mood() -> None:
    assert told("slow_gateway 3").slow
    assert not told("slow_gateway 3", "slow_gateway 0").slow
    assert told("slow_gateway", "unreachable", "refuse_settlement", "stop_gateway", "start_gateway") == Situation()


def test_the_insurer_has_one_bad_mood_at_a_time() -> None:
    assert told("insurer_audits").insurer == "audits"
    assert told("insurer_audits", "insurer_silent 2207").insurer == "silent"
    assert told("insurer_slow 3", "insurer_up") == Situation()
