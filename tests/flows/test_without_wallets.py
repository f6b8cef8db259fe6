"""No wallet works: who has money at the hospital pays all the same, the others hear it before they choose anything."""

from pathlib import Path

import pytest
from outside import Outside
from own_accounts import card_with, credit_of
from scene import PAYS, scene

from kiosk.core.screens import Attract, Paid, Trouble

FROM_CARD = PAYS | {"PickChannel": [("channel", "prepaid")], "ConfirmLedger": [("next", "")]}
WITH_CARDS = ("pay", "top_up", "pay_later", "transactions")


@pytest.mark.parametrize(("services", "on"), [(WITH_CARDS, True), (("pay", "transactions"), False)])
def test_paying_stays_open_where_the_hospital_has_accounts_of_its_own(
    tmp_path: Path, services: tuple[str, ...], on: bool
) -> None:
    played = scene(tmp_path, PAYS, Outside(wallets_up=False, services=services)).play()
    sign = played.person.last(Attract)
    assert isinstance(sign, Attract)
    tiles = {tile.name: tile.enabled for tile in sign.services}
    assert (tiles["pay"], tiles["top_up"]) == (on, False)


def test_the_card_pays_while_no_wallet_works(tmp_path: Path) -> None:
    outside = Outside(wallets_up=False, services=WITH_CARDS, card=10_000, own_channels=[card_with(10_000)])
    played = scene(tmp_path, FROM_CARD, outside).play()
    assert isinstance(played.person.last(Paid), Paid)
    assert "Trouble" not in played.person.names()
    assert outside.card == 10_000 - 7_550
    assert outside.balanced()


def test_who_has_no_way_to_pay_hears_it_before_they_choose(tmp_path: Path) -> None:
    outside = Outside(wallets_up=False, own_channels=[card_with(0), credit_of(100_000, "overdue")])
    played = scene(tmp_path, PAYS | {"Trouble": [("done", "")]}, outside).play()
    told = played.person.last(Trouble)
    assert isinstance(told, Trouble)
    assert told.code == "E-CHN-02"
    assert "PickBills" not in played.person.names()
    assert outside.purchases == {}


def test_what_the_insurance_pays_in_full_needs_no_wallet(tmp_path: Path) -> None:
    plan = PAYS | {"Trouble": [("retry", "")], "InsuranceSplit": [("next", "")]}
    played = scene(tmp_path, plan, Outside(wallets_up=False, fund=7_550)).play()
    assert isinstance(played.person.last(Paid), Paid)
    assert played.person.names().count("Trouble") == 1


def test_who_goes_on_all_the_same_and_has_to_pay_is_told_so(tmp_path: Path) -> None:
    plan = PAYS | {"Trouble": [("retry", ""), ("done", "")], "PickBills": [("next", ""), ("back", "")]}
    played = scene(tmp_path, plan, Outside(wallets_up=False)).play()
    told = played.person.last(Trouble)
    assert isinstance(told, Trouble)
    assert (told.code, told.money.text) == ("E-CHN-01", "No money was taken.")
