"""Commands that keep something somewhere try the place before they work, and say in a sentence when it will not do."""

from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.gateway.reconciliation import command as reconcile

PLACES = [["tour", "pay", "--out"], ["reconcile", "--demo", "--out"]]


@pytest.mark.parametrize("words", PLACES, ids=lambda words: words[0])
def test_a_place_that_will_not_do_is_told_before_the_work(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reconcile, "_demo", lambda: pytest.fail("it worked first"))
    file = tmp_path / "file"
    file.touch()
    for place in (file, file / "below", Path("/proc")):  # where not even root may make a file
        assert main([*words, str(place)]) == 2
        said = capsys.readouterr()
        assert (said.out, len(said.err.splitlines())) == ("", 1)
        assert str(place) in said.err


def test_trying_a_folder_leaves_nothing_in_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    assert main(["reconcile", "--date", "2026-03-02", "--database", str(tmp_path / "none"), "--out", str(out)]) == 2
    assert "there is no database" in capsys.readouterr().err
    assert list(out.iterdir()) == []
