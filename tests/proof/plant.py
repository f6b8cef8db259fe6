"""Run as a program: puts one bug into the real code as it is imported, and plays until a rule is broken."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import chain, islice
from pathlib import Path
from types import CodeType, ModuleType

from planted import PLANTED
from planted_bug import Bug

MOST = 4000  # runs: whatever survives these survives


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

    name = "accounts" if ".accounts." in bug.module else "gateway"
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


if __name__ == "__main__":
    planted = PLANTED[sys.argv[1]]
    if planted.seen_by:
        sys.exit(not its_test_fails(planted))
    if planted.module.startswith("kiosk.gateway."):
        sys.exit(not gateways_differ(planted))
    runs, broken = runs_until_found(planted)
    print(runs, *broken, sep="\n")
    sys.exit(not runs)
