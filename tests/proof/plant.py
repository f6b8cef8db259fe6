"""Run as a program: reads names of bugs, puts each into the real code as it is imported anew, and plays until a rule
is broken.

Everything is imported once and what is ours forgotten again, so that only our own modules are read for each bug.
"""

import ctypes
import gc
import json
import os
import select
import signal
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.metadata import entry_points
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from types import CodeType, ModuleType

from planted import PLANTED
from planted_bug import Bug

MOST = 4000  # runs: whatever survives these survives
LONGEST_S = 110  # for one bug
# It changes nothing: whatever finds it finds nothing.
NO_BUG = Bug(
    "kiosk.gateway.cashier.rounds",
    "    for settlement_id in voids.begun(cashier):\n",
    "    for settlement_id in voids.begun(cashier):\n",
    "",
    seen_by="test_gateway_abandoned_voids.py::test_a_purchase_whose_void_waits_for_the_insurer_is_not_closed_meanwhile",
)
BUGS = {**PLANTED, "no bug": NO_BUG}
TESTS = Path(__file__).parents[1]


class Planted(SourceFileLoader):
    """Compiles a module's source with the bug in it; nothing of it is kept on the disk."""

    def __init__(self, bug: Bug, path: str) -> None:
        super().__init__(bug.module, path)
        self._bug = bug

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text(encoding="utf-8")
        if source.count(self._bug.old) != 1:
            raise SystemExit(f"the bug's place is there {source.count(self._bug.old)} times in {self.path}")
        return compile(source.replace(self._bug.old, self._bug.new), self.path, "exec")


class Planter(MetaPathFinder):
    """Finds the one module that carries the bug."""

    def __init__(self, bug: Bug) -> None:
        self._bug = bug

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname == self._bug.module else None
        if spec is not None and spec.origin is not None:
            spec.loader = Planted(self._bug, spec.origin)
        return spec


def runs_until_found(bug: Bug) -> tuple[int, list[str]]:
    """How many runs it took until a rule was broken, and which; 0 when none was."""
    sys.meta_path.insert(0, Planter(bug))
    from kiosk.proof.campaign import theatre
    from kiosk.proof.stories import TOLD

    with theatre() as stage:
        plain = (stage.play(story) for story in TOLD)
        dealt, cut = stage.seeds(0, MOST), stage.every_cut(TOLD)
        mixed = (played for pair in zip(dealt, chain(cut, stage.seeds(MOST, MOST)), strict=False) for played in pair)
        for number, played in enumerate(islice(chain(plain, mixed), MOST), 1):
            if played.broken:
                return number, played.broken
    return 0, []


def gateways_differ(bug: Bug) -> bool:
    """Whether the real gateway with the bug is told from the made-up one, which the simulator believes."""
    sys.meta_path.insert(0, Planter(bug))
    import pytest

    names = {"kiosk.gateway.accounts": "accounts", "kiosk.gateway.cashier.return": "returns"}
    name = next((name for start, name in names.items() if bug.module.startswith(start)), "gateway")
    beside = Path(__file__).with_name(f"test_the_made_up_{name}.py")
    asked = ["-q", "-x", "--tb=line", "-p", "no:cacheprovider", str(beside)]
    tries = [[*asked, "-k", bug.first], asked] if bug.first else [asked]
    return any(pytest.main(one) == pytest.ExitCode.TESTS_FAILED for one in tries)


def its_test_fails(bug: Bug) -> bool:
    """Whether the gateway's own test finds it."""
    sys.meta_path.insert(0, Planter(bug))
    import pytest

    asked = f"{Path(__file__).parents[1]}/gateway/{bug.seen_by}[sqlite]"
    return pytest.main(["-q", "-x", "--tb=line", "-p", "no:cacheprovider", asked]) == pytest.ExitCode.TESTS_FAILED


def found(bug: Bug) -> bool:
    """By whoever is there to find it."""
    if bug.seen_by:
        return its_test_fails(bug)
    if bug.module.startswith("kiosk.gateway."):
        return gateways_differ(bug)
    runs, broken = runs_until_found(bug)
    print(runs, *broken, sep="\n")
    return bool(runs)


def serve() -> None:
    """A name a line; says for each whether it was found, and what was said about it."""
    _rehearse()
    for line in sys.stdin:
        bug = BUGS[line.strip()]
        print(json.dumps(_apart(lambda bug=bug: found(bug))), flush=True)  # type: ignore[misc]


def _rehearse() -> None:
    sys.path += [str(TESTS / room) for room in ("gateway", "whole", "flows")]
    import gateway_fixtures
    import whole_fixtures

    import kiosk.proof.campaign

    del gateway_fixtures, whole_fixtures, kiosk
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    ours = str(TESTS.parent / "kiosk"), str(TESTS / "gateway"), str(TESTS / "whole")
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(ours):
            del sys.modules[name]
    gc.collect()
    gc.freeze()


def _apart(find: Callable[[], bool]) -> tuple[bool, str]:
    """In a process of its own, whose code is its own too."""
    with TemporaryFile() as said:
        pid = os.fork()
        if pid == 0:
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: nobody is left behind
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            code = 1
            try:
                code = not find()
            finally:
                sys.stdout.flush()
                os._exit(code)
        watch = os.pidfd_open(pid)
        if not select.select([watch], [], [], LONGEST_S)[0]:
            os.kill(pid, signal.SIGKILL)
        os.close(watch)
        _, status = os.waitpid(pid, 0)
        said.seek(0)
        return status == 0, said.read().decode()


if __name__ == "__main__":
    serve()
