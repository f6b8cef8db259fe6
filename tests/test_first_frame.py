"""The whole terminal is on the screen before anything slow is loaded: else a browser would be as quick."""

import subprocess
import sys
from pathlib import Path

LATER = (
    *("requests", "escpos", "serial", "smartcard", "cv2", "PIL", "segno", "msgspec", "sqlite3", "importlib.metadata"),
    *("kiosk.contract", "kiosk.flows.lobby", "kiosk.services.hospital", "kiosk.services.journal"),
    "kiosk.services.journal_file",
)
TELLS_AT_READY = """
import os, sys
from pathlib import Path
import PySide6.QtCore
import kiosk.__main__
import kiosk.app

def told(state):
    loaded = [name for name in sys.argv[2:] if name in sys.modules]
    if "Qt" in vars(PySide6.QtCore):
        loaded.append("the enumerations of Qt")
    print(state, loaded, flush=True)
    os._exit(0)

kiosk.app.notify = told
kiosk.app.run(Path(sys.argv[1]))
"""
CONFIG = """
[terminal]
id = "T1"
[gateway]
url = "http://127.0.0.1:9"
[journal]
file = "journal.db"
"""


def test_the_first_frame_waits_for_nothing_slow(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, "-c", TELLS_AT_READY, str(file), *LATER]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines() == ["READY=1 []"], done.stderr
