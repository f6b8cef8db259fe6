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
        (
            'kind = "cards"',
            'kind = "card"',
            ["devices[1].kind is 'card'", "one of cards, id_cards, scanners, receipt_printers"],
        ),
        ('["patient_card"]', '["library_card"]', ["devices[1].carriers", "a list of patient_card"]),
        ('file = "journal.db"', 'file = "journal.db"\n[payment]\nqr_s = 30', ["payment.qr_s is 30", "from 90 to 900"]),
        ('file = "journal.db"', 'file = "journal.db"\n[timers]\nidle = -1', ["timers.idle is -1", "a number above 0"]),
        ('file = "journal.db"', 'file = "journal.db"\n[timers]\nidle = inf', ["timers.idle is inf; it must be"]),
        ('file = "journal.db"', 'file = "journal.db"\n[timers]\nidle = nan', ["timers.idle is nan; it must be"]),
        ('file = "journal.db"', 'file = "journal.db"\n[screen]\nfullscreen = 1', ["true or false"]),
        ('id = "K01"', 'id = "K 01"', ["terminal.id is 'K 01'", "letters, digits"]),
        ('id = "K01"', 'id = "K01"\ntime_zone = "Asia/Shanghi"', ["terminal.time_zone is 'Asia/Shanghi'"]),
        ('id = "K01"', 'id = "K01"\ntime_zone = "zone.tab"', ["terminal.time_zone is 'zone.tab'"]),
        ('id = "K01"', 'id = "K01"\ntime_zone = "Asia"', ["terminal.time_zone is 'Asia'"]),
        ('id = "K01"', 'id = "K01"\ntime_zone = "/etc/localtime"', ["terminal.time_zone is '/etc/localtime'"]),
        ('id = "K01"', 'id = "K01"\ntime_zone = "../zoneinfo/UTC"', ["terminal.time_zone is '../zoneinfo/UTC'"]),
        ('id = "K01"', 'id = "K01"\ntime_zone = "UTC\\u0000"', ["terminal.time_zone is 'UTC"]),
        ('"http://127.0.0.1:8460"', '"http://"', ["gateway.url is 'http://'", "names a host"]),
        ('"http://127.0.0.1:8460"', '"http://[::zz/"', ["gateway.url is 'http://[::zz/'"]),
        ('"http://127.0.0.1:8460"', '"http://h:99999"', ["gateway.url is 'http://h:99999'"]),
        ('"http://127.0.0.1:8460"', '"http://h:0"', ["gateway.url is 'http://h:0'"]),
        ('"http://127.0.0.1:8460"', '"http://a b"', ["gateway.url is 'http://a b'"]),
        ('"http://127.0.0.1:8460"', '"http://h/?x=1"', ["gateway.url is 'http://h/?x=1'"]),
        ('file = "journal.db"', 'file = "journal.db"\n[payment]\nqr_s = 901', ["qr_s is 901", "from 90 to 900"]),
        ('file = "journal.db"', 'file = "journal.db"\n[timers]\nhome = 3601', ["a number above 0 to 3600"]),
        ('file = "journal.db"', 'file = "journal.db"\n[screen]\nwidth = 319', ["a whole number from 320 to 7680"]),
        ('file = "journal.db"', 'file = "journal.db"\n[screen]\nheight = 7681', ["a whole number from 320 to 7680"]),
        ('file = "journal.db"', 'file = "journal.db"\n[screen]\ndiagonal_inch = 4', ["a number from 5 to 110"]),
        ('file = "journal.db"', 'file = "journal.db"\n[screen]\nbottom_edge_mm = 2001', ["above 0 to 2000"]),
        ('file = "journal.db"', 'file = "journal.db"\n[left_card]\nkeep_s = 9999', ["left_card.keep_s is 9999"]),
        ('name = "front"', 'name = ""', ["devices[1].name is ''", "1 to 32 letters"]),
        ('name = "front"', 'name = "../front"', ["devices[1].name is '../front'", "a letter or digit first"]),
        ('id = "K01"', f"id = {'[' * 5000}", ["too many brackets"]),
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


@pytest.mark.parametrize("url", ["http://desk:s3same@gateway:8460", "http://desk:s3same@[::zz/", "desk:s3same@gateway"])
def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    for said in (f'"{url}"', f'["{url}"]'):
        with pytest.raises(ConfigWrong, match="gateway.url must be") as wrong:
            load_config(written(tmp_path, GOOD.replace('"http://127.0.0.1:8460"', said)))
        assert "s3same" not in str(wrong.value)


@pytest.mark.parametrize("url", ["https://gateway.hospital.example", "http://[::1]:8460/", "http://10.0.0.7/kiosk"])
def test_an_address_of_a_gateway(tmp_path: Path, url: str) -> None:
    assert load_config(written(tmp_path, GOOD.replace("http://127.0.0.1:8460", url))).gateway.url == url


@pytest.mark.parametrize("name", ["second scanner", "读卡器1", "id_2.b-c"])
def test_a_device_may_be_called_so(tmp_path: Path, name: str) -> None:
    config = load_config(written(tmp_path, GOOD.replace('"front"', f'"{name}"')))
    assert [device.name for device in config.devices] == [name]


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
