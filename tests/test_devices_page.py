"""The page about devices is true: its blocks open, its settings are the drivers', its codes are those that are said."""

import re
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path
from typing import get_args

import pytest

from kiosk.config import load_config
from kiosk.devices import Kind
from kiosk.machine import check_drivers, drivers, open_machine
from kiosk.selftest.codes import WHAT_TO_DO

PAGE = (Path(__file__).parents[1] / "docs/devices.md").read_text("utf-8")
HEAD = '[terminal]\nid = "K01"\n[gateway]\nurl = "http://127.0.0.1:1"\n[journal]\nfile = "journal.db"\n'
ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| [^|]+ \| ([^|]*) ?\|$", re.MULTILINE)
OPENS = [(kind, driver) for kind in get_args(Kind) for driver in drivers(kind)]
TOLD = {(kind, driver): settings for kind, driver, settings in ROW.findall(PAGE)}


def settings_of(kind: str, driver: str) -> dict[str, bool]:
    """Each setting of the driver, and whether it must be there."""
    parameters = signature(import_module(f"kiosk.devices.{kind}.{driver}").open_driver).parameters
    return {name: one.default is Parameter.empty for name, one in parameters.items() if name not in ("name", "tape")}


def test_every_block_of_the_page_opens_and_every_driver_has_one(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(HEAD + "\n".join(re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)), "utf-8")
    config = load_config(file)
    check_drivers(config)
    machine = open_machine(config)
    machine.close()
    assert {(device.kind, device.driver) for device in config.devices} == {
        opens for opens in OPENS if opens[1] != "simulated"
    }
    assert set(machine.devices) == {device.name for device in config.devices}


@pytest.mark.parametrize(("kind", "driver"), [opens for opens in OPENS if opens[1] != "simulated"])
def test_the_settings_in_the_table_are_the_drivers(kind: str, driver: str) -> None:
    said = re.sub(r"\([^)]*\)", "", TOLD[kind, driver])  # what stands in brackets explains
    wanted = settings_of(kind, driver)
    assert set(re.findall(r"`(\w+)`", said)) == set(wanted)
    assert set(re.findall(r"\*\*`(\w+)`\*\*", said)) == {name for name, needed in wanted.items() if needed}


def test_the_settings_of_the_simulated_drivers_are_told() -> None:
    said = re.search(r"driver `simulated`.*?\n\n", PAGE, re.DOTALL)
    known = {name for kind, driver in OPENS if driver == "simulated" for name in settings_of(kind, driver)}
    assert said is not None
    assert set(re.findall(r"`(\w+)`", said[0])) - {"simulated"} == known


def test_every_code_stands_there_with_what_to_do() -> None:
    assert dict(re.findall(r"^\| `(E-\w+-\d+)` \| (.+) \|$", PAGE, re.MULTILINE)) == WHAT_TO_DO
