"""`kiosk devices test` is told how long to wait: a number of seconds that a person would."""

import pytest

from kiosk.__main__ import main


@pytest.mark.parametrize("word", ["1e400", "-1", "0", "nan", "soon", "3601"])
def test_a_wait_that_is_none(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["devices", "test", "reader", "--config", "kiosk.toml", f"--wait={word}"])
    assert f"{word!r} is not a number of seconds: above 0, 3600 at most" in capsys.readouterr().err
