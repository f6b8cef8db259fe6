"""Has the picture of an identity card decoded by a program of the vendor, if there is one; the card is read either way.

The picture is in a secret form (WLT). What decodes it is a foreign library: it runs as a process of its own, so that
neither its crash nor its endless thinking can be ours.
"""

import logging
import re
import subprocess
import sys
from pathlib import Path

SECONDS = 1.0  # the patient waits for no picture longer than this
MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)
log = logging.getLogger(__name__)


def check(module: str) -> str:
    """The module's path, or empty for none. Raises `ValueError` when it cannot be one."""
    if module and not MODULE.fullmatch(module):
        raise ValueError(f"photo is {module!r}; it must be the path of a Python module, e.g. wlt_decoder")
    return module


def picture(module: str, raw: bytes) -> bytes:
    """A picture file, from the module's `decode(raw: bytes) -> bytes`; empty when there is none within a second."""
    if not module:
        return b""
    program = Path(__file__).with_name("photo_program.py")
    try:
        done = subprocess.run(  # noqa: S603  # our own program; the module is named by the configuration
            [sys.executable, "-P", str(program), module],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("no picture of the card from %s: %s", module, type(error).__name__)
        return b""
    return done.stdout
