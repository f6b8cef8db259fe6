"""`kiosk reconcile` from a shell: what a newcomer sees, what lands in the folder, what is said when it cannot be."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood
from kiosk.gateway.reconciliation.findings import KINDS, QUIET
from kiosk.gateway.reconciliation.made_up import mixed
from kiosk.gateway.store.database import Database

DAY = date(2026, 3, 2)


def test_the_demo_shows_every_finding_and_writes_the_list_and_the_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reconcile", "--demo", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    assert all(name in said for name in KINDS if name not in QUIET)
    rows = list(csv.DictReader((tmp_path / "out" / f"reconciliation-{DAY}.csv").open(encoding="utf-8-sig")))
    assert {row["finding"] for row in rows} == set(KINDS) - set(QUIET)
    total = next(line for line in said.splitlines() if line.startswith("Total")).split()
    listed = sum(
        (_fen(row["charged"]) - _fen(row["returned"])) - (_fen(row["booked"]) - _fen(row["refunded"])) for row in rows
    )
    assert _fen(total[-1]) == listed
    for language, word in (("zh", "渠道对账单"), ("en", "Reconciliation")):
        page = (tmp_path / "out" / f"reconciliation-{DAY}-{language}.html").read_text(encoding="utf-8")
        assert word in page


def _fen(yuan: str) -> int:
    return int(yuan.replace(".", ""))


def test_a_folder_of_statements(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "gateway.db"
    database = Database(file)
    made_up = mixed(DAY, 48, 0)
    with database.writing() as connection:
        made_up.fill(connection)
    folder = tmp_path / "statements"
    folder.mkdir()
    words = ["reconcile", "--date", str(DAY), "--database", str(file), "--statements", str(folder)]
    assert main(words) == 2
    assert "in use by another gateway" in capsys.readouterr().err
    database.close()
    assert main(words) == 2
    assert f"no statement of {DAY}" in capsys.readouterr().err
    for channel, made in made_up.write_statements(folder).items():
        assert made is not None
        made.rename(folder / f"{channel}-{DAY}{made.suffix}")
    assert main(words) == 0
    # Two of the 48 are the insurance's alone, and no insurer is there to tell of them.
    said = capsys.readouterr().out
    assert "46  in order" in said
    assert "not compared: insurance: no insurer is connected" in said


def test_the_wallets_beside_the_database_are_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "gateway.db"
    cashier = open_demo(file, VirtualClock(), Mood())
    wallet = cashier.channel("wechat")
    assert isinstance(wallet, SimulatedChannel)
    wallet.charge("K09-1-P", Money(500), wallet.wallet.new_code())
    cashier.database.close()
    assert main(["reconcile", "--date", str(DAY), "--database", str(file)]) == 1
    said = capsys.readouterr().out
    assert "1  unknown_order" in said
    assert said.count("5.00") >= 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--date", "2026-03-02", "--database", "nowhere.db"], "there is no database nowhere.db"),
        (["--date", "2026-03-02", "--database", "mysql://x"], "mysql:// is no database we know"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_day_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["reconcile", "--date", "yesterday"])
    assert "YYYY-MM-DD" in capsys.readouterr().err


def test_the_demo_takes_no_statements(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", "--demo", "--statements", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("reconcile: --demo makes its statements up; leave --statements out")
