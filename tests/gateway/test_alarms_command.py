"""`kiosk alarms`: the staff read what needs them, worst first, and say that they have seen to it."""

import argparse
import re
from pathlib import Path

import pytest
from counter import Counter
from test_gateway_command import program

from kiosk.contract import Alarm, AlarmReport
from kiosk.core.money import Money
from kiosk.gateway import cashier
from kiosk.gateway.alarms_command import KINDS, add_arguments, run, table
from kiosk.gateway.reconciliation.findings import KINDS as FINDINGS
from kiosk.gateway.store import alarms, database
from kiosk.gateway.store.alarms import Cause

ROOM = Path(cashier.__file__).parent.parent


def alarm(kind: str, since: str = "2026-03-02T01:00:00+00:00", **more: object) -> Alarm:
    facts: dict[str, object] = {
        "alarm_id": f"A-{kind}",
        "kind": kind,
        "terminal_id": "K01",
        "purchase_id": "",
        "payment_id": "",
        "state": "",
        "reason": "",
        "channel": "",
        "amount": Money(0),
        "since": since,
        "times": 1,
        **more,
    }
    return Alarm(**facts)  # type: ignore[arg-type]


def alarms_command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(list(words)))


def test_the_worst_comes_first_and_says_what_may_be_done() -> None:
    told = table(
        [
            alarm("help"),
            alarm("left-behind"),
            alarm("purchase-stuck", purchase_id="K01-1", amount=Money(4620), channel="wechat", state="unsure"),
            alarm("reconciliation", reason="paid_twice", purchase_id="K01-2"),
            alarm("channel-silent", purchase_id="K01-1", amount=Money(4620), channel="wechat"),
            alarm("refund-refused"),
        ]
    )
    assert re.findall(r"^A-([a-z-]+) ", told, re.MULTILINE) == [
        "refund-refused",
        "channel-silent",
        "purchase-stuck",
        "reconciliation",
        "left-behind",
        "help",
    ]
    assert "terminal K01, purchase K01-1, wechat, ¥46.20, state unsure" in told
    assert "Give nothing back by hand before it has answered." in told
    assert "Paid twice.\n  -> Compare both payments; give the second back to the patient." in told


def test_nothing_to_do_is_said() -> None:
    assert table([]) == "Nothing needs a human.\n"


def test_every_kind_that_is_raised_has_words() -> None:
    sources = "".join(file.read_text("utf-8") for file in ROOM.rglob("*.py"))
    raised = set(re.findall(r'Cause\(\s*(?:kind=)?"([a-z-]+)"', sources)) | set(
        re.findall(r'only\(\w+, "([a-z-]+)"', sources)
    )
    reported = set(AlarmReport.__annotations__["kind"].__args__)
    assert len(raised) >= 7
    assert raised | reported == set(KINDS)
    for reason in FINDINGS:
        assert table([alarm("reconciliation", reason=reason)])


def test_the_database_of_a_gateway_that_is_not_running(
    counter: Counter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "of-its-own.db"
    books = database.Database(file)
    assert alarms_command("--database", str(tmp_path / "typo.db")) == 2
    assert "is not there" in capsys.readouterr().err
    assert not (tmp_path / "typo.db").exists()
    with books.writing() as connection:
        alarms.raise_(connection, Cause("money-waiting", purchase_id="K01-1", terminal_id="K01"), 1_772_413_200.0)
    assert alarms_command("--database", str(file)) == 2
    assert "in use by another gateway" in capsys.readouterr().err
    books.close()
    assert alarms_command("--database", str(file)) == 1
    assert "money-waiting  since 2026-03-02T01:00:00+00:00" in capsys.readouterr().out


def test_a_running_gateway_is_asked_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = tmp_path / "token"
    token.write_text("a-token-of-the-hospital\n")
    with program("--demo", "--token-file", str(token), folder=tmp_path) as (_, url):
        asked = ("--gateway", url, "--token-file", str(token))
        assert alarms_command("--gateway", url) == 2
        assert "unauthorized" in capsys.readouterr().err
        assert alarms_command(*asked) == 0
        assert "Nothing needs a human" in capsys.readouterr().out
        _call_for_help(url, token.read_text().strip())
        assert alarms_command(*asked) == 1
        (alarm_id,) = re.findall(r"^(A-[0-9a-f]+)  help", capsys.readouterr().out)
        assert alarms_command("accept", alarm_id, *asked) == 2
        assert alarms_command("accept", alarm_id, "--who", "wang", *asked) == 0
        assert alarms_command("accept", "A-nothing", "--who", "wang", *asked) == 2
        capsys.readouterr()
        for wrong in ("../alarms?state=all#", "A 1/2", "报警"):
            assert alarms_command("accept", wrong, "--who", "wang", *asked) == 2
            assert f"alarms: {wrong} is no id of an alarm" in capsys.readouterr().err
        assert alarms_command("accept", alarm_id, "--who", "wang", "--note", "phone 13812345678", *asked) == 2
        assert "write nothing about a patient" in capsys.readouterr().err
        assert alarms_command("accept", alarm_id, "--who", "liu", *asked) == 2
        assert "alarm-resolved: Somebody has seen to this alarm before" in capsys.readouterr().err
        assert alarms_command(*asked) == 0


def _call_for_help(url: str, token: str) -> None:
    import requests

    headers = {"Authorization": f"Bearer {token}"}
    requests.put(
        f"{url}/v1/staff-calls/c-01", json={"terminal_id": "K01"}, headers=headers, timeout=10
    ).raise_for_status()


def test_a_gateway_that_does_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert alarms_command("--gateway", "http://127.0.0.1:9") == 2
    nobody = "alarms: no gateway answers at http://127.0.0.1:9; start it or name another with --gateway\n"
    assert capsys.readouterr().err == nobody


@pytest.mark.parametrize("address", ["foo", "127.0.0.1:8460", "ftp://hospital", ""])
def test_an_address_that_is_none(capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert alarms_command("--gateway", address) == 2
    said = "alarms: --gateway wants an address that begins with http:// or https://\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("address", ["http://", "http://[", "http://a b"])
def test_an_address_that_leads_nowhere(capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert alarms_command("--gateway", address) == 2
    said = capsys.readouterr().err
    assert (said.count("\n"), f"no gateway answers at {address};" in said) == (1, True)


def test_a_token_file_with_something_else_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = tmp_path / "token"
    token.write_text("令牌", "utf-8")
    assert alarms_command("--gateway", "http://127.0.0.1:9", "--token-file", str(token)) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"alarms: --token-file {token} holds something else than a token")
    assert "codec" not in said


def test_a_folder_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert alarms_command("--database", str(tmp_path)) == 2
    assert capsys.readouterr().err == f"alarms: {tmp_path} is a folder; name the file of a database in it\n"
