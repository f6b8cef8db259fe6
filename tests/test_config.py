"""A typo in kiosk.toml is named with file, key and what is allowed, before anything runs."""

from pathlib import Path

import pytest

from kiosk.config import ConfigWrong, load_config
from kiosk.machine import check_drivers, open_machine

GOOD = """
[terminal]
id = "K01"
[gateway]
url = "http://127.0.0.1:8460"
[journal]
file = "journal.db"
[[devices]]
kind = "cards"
driver = "simulated"
name = "front"
carriers = ["patient_card"]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_good_file_becomes_a_config(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, GOOD))
    assert config.terminal.id == "K01"
    assert config.carriers() == ("patient_card",)
    assert list(open_machine(config).readers) == ["front"]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('id = "K01"', 'idd = "K01"', ["terminal.idd is not a setting", "did you mean id?", "terminal.id is missing"]),
        ('id = "K01"', "id = 1", ["terminal.id is 1; it must be a text"]),
        ("[gateway]", "[gatewai]", ["gatewai is not a setting; did you mean gateway?", "gateway.url is missing"]),
        ('"http://127.0.0.1:8460"', '"127.0.0.1"', ["gateway.url", "begins with http:// or https://"]),
        ('kind = "cards"', 'kind = "card"', ["devices[1].kind is 'card'", "one of cards, id_cards, scanners, receipt_printers"]),
        ('["patient_card"]', '["library_card"]', ["devices[1].carriers", "a list of patient_card"]),
        ('file = "journal.db"', 'file = "journal.db"\n[payment]\nqr_s = 30', ["payment.qr_s is 30", "at least 90"]),
        ('file = "journal.db"', 'file = "journal.db"\n[timers]\nidle = -1', ["timers.idle is -1", "a number above 0"]),
        ('file = "journal.db"', 'file = "journal.db"\n[timers]\nidle = inf', ["timers.idle is inf; it must be"]),
        ('file = "journal.db"', 'file = "journal.db"\n[timers]\nidle = nan', ["timers.idle is nan; it must be"]),
        ('file = "journal.db"', 'file = "journal.db"\n[screen]\nfullscreen = 1', ["true or false"]),
        ('id = "K01"', 'id = "K 01"', ["terminal.id is 'K 01'", "letters, digits"]),
        ('id = "K01"', 'id = "K01"\ntime_zone = "Asia/Shanghi"', ["terminal.time_zone is 'Asia/Shanghi'"]),
        ("[journal]", "[journal", ["not TOML"]),
    ],
)
def test_every_mistake_names_file_key_and_what_is_allowed(
    tmp_path: Path, was: str, becomes: str, says: list[str]
) -> None:
    file = written(tmp_path, GOOD.replace(was, becomes))
    with pytest.raises(ConfigWrong) as wrong:
        load_config(file)
    assert str(file) in str(wrong.value)
    for words in says:
        assert words in str(wrong.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong) as wrong:
        load_config(written(tmp_path, "[terminal]\n[gateway]\nurl = 5\n[[devices]]\nkind='x'\n"))
    assert len(str(wrong.value).splitlines()) >= 5


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match="cannot be read"):
        load_config(tmp_path / "none.toml")


def test_a_driver_that_does_not_exist_is_named(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, GOOD.replace('"simulated"', '"pcsk"')))
    with pytest.raises(
        ConfigWrong, match="devices.front.driver is 'pcsk'; for cards it must be one of pcsc, simulated"
    ):
        check_drivers(config)


def test_a_setting_the_driver_does_not_know_is_named(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, GOOD + "spede = 9600\n"))
    with pytest.raises(ConfigWrong, match="devices.front.spede is not a setting of simulated; allowed: motor"):
        open_machine(config)


def test_a_misspelt_setting_is_told_what_it_was_meant_to_be(tmp_path: Path) -> None:
    printer = '[[devices]]\nkind="receipt_printers"\ndriver="escpos"\nname="slips"\nconection="tcp://127.0.0.1:9100"\n'
    config = load_config(written(tmp_path, GOOD + printer))
    with pytest.raises(
        ConfigWrong, match="devices.slips.conection is not a setting of escpos; did you mean connection"
    ):
        open_machine(config)


def test_a_module_that_is_no_driver_is_not_taken_for_one(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, GOOD.replace('"simulated"', '"apdu"')))
    with pytest.raises(ConfigWrong, match="one of pcsc, simulated"):
        check_drivers(config)
