"""What a printer does with a document, as `ippeveprinter` runs it: page after page, as its cabinet is told to be.

The cabinet is a folder. Files in it: `sheets` (how many are left); `jam_at`, `open_at`, `wait_at`, `fails_at` (a
page); `reason` (what else is wrong); `mute` (pages are not told); `sticky` (what is wrong stays so without a job). A
page that comes out is one line on stdout, which the printer keeps beside the document.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

CABINET = Path(os.environ["CABINET"])
LOOK_S = 0.05


def main() -> int:
    document = Path(sys.argv[1]).read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", document)) or 1
    side = f"{os.environ.get('IPP_SIDES', 'one-sided')} {os.environ.get('IPP_MEDIA', '')}"
    say(f"ATTR: job-impressions={pages}")
    for page in range(1, pages + 1):
        if not wait_until_ready(page):
            return 0
        if told("fails_at") == str(page):
            return 1
        write("sheets", str(int(told("sheets") or 0) - 1))
        print(f"page {page} {side} {os.environ.get('IPP_MEDIA_COL', '')}".strip(), flush=True)
        if not told("mute"):
            say(f"ATTR: job-impressions-completed={page}")
    return 0


def wait_until_ready(page: int) -> bool:
    """Whether the page may come out; it waits for somebody to mend what is wrong, or for the job to be cancelled."""
    said = ""
    while True:
        wrong = trouble(page)
        cancelled = is_cancelled()
        if cancelled and not told("sticky"):
            wrong = ""
        if wrong != said:
            say(f"STATE: -{said}" if said else "")
            say(f"STATE: +{wrong}" if wrong else "")
            said = wrong
        if cancelled:
            return False
        if not wrong and told("wait_at") != str(page):
            return True
        time.sleep(LOOK_S)


def trouble(page: int) -> str:
    if told("jam_at") == str(page):
        return "media-jam"
    if told("open_at") == str(page):
        return "cover-open"
    if told("sheets") == "0":
        return "media-empty"
    return told("reason")


def is_cancelled() -> bool:
    """The printer itself says so: an independent program asks it."""
    command = ["ipptool", "-tv", "-d", f"job-id={os.environ['IPP_JOB_ID']}"]
    place = [os.environ["PRINTER"], str(Path(__file__).with_name("job_state.test"))]
    said = subprocess.run([*command, *place], capture_output=True, text=True, check=False).stdout
    return "processing-to-stop-point" in said or "job-canceled" in said


def told(what: str) -> str:
    try:
        return (CABINET / what).read_text().strip()
    except OSError:
        return ""


def write(what: str, text: str) -> None:
    new = CABINET / f"{what}.new"
    new.write_text(text)
    new.replace(CABINET / what)


def say(line: str) -> None:
    if line:
        print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
