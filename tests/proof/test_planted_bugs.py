"""A proof that finds nothing proves nothing: every bug that is planted into the money code must be found."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from planted import PLANTED

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def found() -> Iterator[Callable[[str], tuple[bool, str]]]:
    """Whether a bug is found, and what was said about it."""
    command = [sys.executable, str(HERE / "plant.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as planting:
        talk, said = planting.stdin, planting.stdout
        assert talk is not None
        assert said is not None

        def ask(name: str) -> tuple[bool, str]:
            talk.write(f"{name}\n")
            talk.flush()
            was, words = json.loads(said.readline())
            return was, words

        try:
            yield ask
        finally:
            planting.kill()


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_found(name: str, found: Callable[[str], tuple[bool, str]]) -> None:
    spec = find_spec(PLANTED[name].module)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).read_text(encoding="utf-8").count(PLANTED[name].old) == 1, (
        "the code has moved on: plant anew"
    )

    was, said = found(name)

    assert was, f"{PLANTED[name].story} Nothing noticed it: {said}"


def test_without_a_bug_no_test_of_the_gateway_fails(found: Callable[[str], tuple[bool, str]]) -> None:
    was, said = found("no bug")

    assert not was
    assert said.startswith("."), said


def test_without_a_bug_nothing_is_found() -> None:
    program = (
        "import plant; plant.MOST = 120;"
        "print(*plant.runs_until_found(plant.Bug('kiosk.flows.cashier', 'class Cashier:', 'class Cashier:', '')))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=HERE, capture_output=True, text=True, timeout=110, check=True
    )
    assert said.stdout.split() == ["0", "[]"]


def test_the_bench_says_which_rule_is_broken_and_how_to_see_it_again() -> None:
    program = (
        "import sys, plant; sys.meta_path.insert(0, plant.Planter(plant.PLANTED['cancel says closed']));"
        "from kiosk.__main__ import main; sys.exit(main(['bench', 'money', '--runs', '1']))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=HERE, capture_output=True, text=True, timeout=110, check=False
    )
    assert said.returncode == 1
    assert "BROKEN: bill B1 is locked by K01-1 for ever" in said.stdout
    assert "again: kiosk bench money --story 'pays' --cut 8\n" in said.stdout
