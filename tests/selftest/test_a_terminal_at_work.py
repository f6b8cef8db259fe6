"""While a terminal serves people, nobody else talks to its devices."""

import argparse
from pathlib import Path

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.selftest import found
from kiosk.selftest.command import WRONG, add_arguments, run
from kiosk.services.journal import Journal

CONFIG = """
[terminal]
id = "K01"
[gateway]
url = "http://127.0.0.1:8460"
[journal]
file = "journal.db"
[[devices]]
name = "printer"
kind = "receipt_printers"
driver = "simulated"
"""


@pytest.mark.parametrize("act", [["list"], ["test", "printer"]])
def test_its_devices_are_asked_only_while_it_does_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, act: list[str]
) -> None:
    # The card service's library looks only once where its socket is: other tests have one of their own.
    monkeypatch.setattr(found, "_readers", lambda: iter(()))
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    (tmp_path / "kiosk.toml").write_text(CONFIG, "utf-8")
    asked = parser.parse_args([*act, "--config", str(tmp_path / "kiosk.toml")])
    journal = Journal(tmp_path / "journal.db", VirtualClock())
    assert run(asked) == WRONG
    assert "at work" in capsys.readouterr().err
    journal.close()
    assert run(asked) == 0
