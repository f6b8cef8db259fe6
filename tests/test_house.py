"""The rules of the house that a linter does not know, and proof that the import contracts bite."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import LONGEST

ROOT = Path(__file__).parents[1]
PYTHON = sorted(path for room in ("kiosk", "tests") for path in (ROOT / room).rglob("*.py"))
QML = sorted((ROOT / "kiosk").rglob("*.qml"))
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

# One forbidden import for each contract: where it is planted, and what it says.
PLANTED = {
    "rooms": ("core/clock.py", "import kiosk.contract"),
    "makers": ("flows/payment.py", "import kiosk.services.journal"),
    "qt": ("gateway/problems.py", "import PySide6.QtCore"),
    "wires": ("flows/payment.py", "import requests"),
    "core": ("core/money.py", "import msgspec"),
    "gateway": ("gateway/problems.py", "import kiosk.flows"),
    "terminal": ("services/hospital.py", "import kiosk.gateway.problems"),
    "proof": ("furnish.py", "import kiosk.proof.play"),
    "drivers": ("devices/cards/simulated.py", "import kiosk.devices.scanners.simulated"),
    "channels": ("gateway/channels/simulated_wechat.py", "import kiosk.gateway.channels.simulated_alipay"),
    "engine": ("gateway/store/payments.py", "import duckdb"),
    "reconciliation": ("gateway/cashier/rounds.py", "import kiosk.gateway.reconciliation.books"),
}


def test_every_contract_holds_and_is_proved_by_a_planted_violation(tmp_path: Path) -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(PLANTED)
    assert f"{len(PLANTED)} kept, 0 broken" in lint(copy_of_the_house(tmp_path), *PLANTED)


@pytest.mark.parametrize("contract", PLANTED)
def test_a_forbidden_import_breaks_its_contract(contract: str, tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    where, what = PLANTED[contract]

    with (house / where).open("a", encoding="utf-8") as module:
        module.write(f"{what}\n")

    report = lint(house, contract)
    assert "0 kept, 1 broken" in report
    assert next(known["name"] for known in CONTRACTS if known["id"] == contract) in report


def test_a_flow_that_reaches_a_wire_in_two_steps_is_found(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    (house / "flows/innocent.py").write_text("import kiosk.devices.helpful\n", encoding="utf-8")
    (house / "devices/helpful.py").write_text("import serial\n", encoding="utf-8")

    assert "kiosk.flows.innocent -> kiosk.devices.helpful" in lint(house, "wires")


@pytest.mark.parametrize(
    ("contract", "room", "opens"),
    [
        ("drivers", "devices", r"^def open_driver\("),
        ("channels", "gateway/channels", r"^def open_channel\((?!driver)"),
    ],
)
def test_every_driver_and_channel_is_under_its_contract(contract: str, room: str, opens: str) -> None:
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "kiosk" / room).rglob("*.py")
        if re.search(opens, path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert found
    assert found == set(next(known["modules"] for known in CONTRACTS if known["id"] == contract))


def copy_of_the_house(folder: Path) -> Path:
    """The package's Python and its contracts, free to be broken."""
    house = folder / "kiosk"
    for path in (ROOT / "kiosk").rglob("*.py"):
        copy = house / path.relative_to(ROOT / "kiosk")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return house


def lint(house: Path, *contracts: str) -> str:
    """What import-linter says of these contracts."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    command += [word for contract in contracts for word in ("--contract", contract)]
    said = subprocess.run(command, cwd=house.parent, capture_output=True, text=True, timeout=60, check=False)
    return re.sub(r"\s+", " ", said.stdout + said.stderr)


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    module = ast.parse(text)
    assert ast.get_docstring(module), "no docstring"
    assert text.count("\n") <= 400
    assert [name for name, lines in functions(module) if lines > 40] == []


def functions(module: ast.Module) -> list[tuple[str, int]]:
    """Every function and how many lines it has."""
    found = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in found]


@pytest.mark.parametrize("path", QML, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_screen_is_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 250


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []


def test_nothing_of_one_machine_and_nothing_unfinished_is_in_the_repository() -> None:
    found = [f"{path.relative_to(ROOT)}: {word}" for path in tracked_texts() for word in unwanted(path)]
    assert found == []


def unwanted(path: Path) -> set[str]:
    """Registry addresses, paths of one machine and notes to oneself that stand in a file."""
    hosts = r"\b(?:files\.)?(?:py" r"pi|pythonhosted)\.org|registry\.npm" r"js|deb\.debian" r"\.org"
    paths = r"(?<![\w./-])/(?:wo" r"rk|ro" r"ot|ho" r"me|tmp/(?:scra" r"tch|setup))/"
    notes = r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b|NotImplemented" r"Error"
    return set(re.findall(f"{hosts}|{paths}|{notes}", path.read_text(encoding="utf-8")))


def tracked_texts() -> list[Path]:
    """Every text file that git knows."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, timeout=30, check=True
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in files if path.is_file() and b"\0" not in path.read_bytes()[:8000]]
