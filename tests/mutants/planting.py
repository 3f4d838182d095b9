"""Planting a fault in a copy of the repository, and finding the test that catches it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.copying import copied
from tests.mutants.fault import Fault, Stale
from tests.mutants.stages import STAGES, Stage, family_of

COPIED = ("relsim", "tests", "scenarios", "pyproject.toml")
ROOMS = (
    *("relsim/behaviour", "relsim/scenario", "relsim/market"),
    *("tests/market", "tests/benchmarks"),
)
"""Where the sources lie that the tests look at, and what helps them to."""
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/\S+\.py::.+?)(?: - .*)?$", re.MULTILINE)

Found = dict[str, dict[str, str]]
"""By name of the fault: ``caught_by``, ``family`` and ``stage``; empty where nothing caught it."""


class Copy:
    """A copy of the repository in which faults may be planted.

    Parameters
    ----------
    folder : Path
        Where it is made; an older copy there is thrown away.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "copy"
        self.cache = folder / "compiled"
        shutil.rmtree(self.root, ignore_errors=True)
        copied(self.root, COPIED)
        self._stamp = 1_000_000_000

    def plant(self, fault: Fault) -> str:
        """Write a fault into the copy; return what stood in its file."""
        source = (self.root / fault.file).read_text(encoding="utf-8")
        self.write(fault.file, fault.planted(source))
        return source

    def write(self, file: str, text: str) -> None:
        """Write a file, with a time of its own: Python goes by it to find that a file is new."""
        path = self.root / file
        path.write_text(text, encoding="utf-8")
        self._stamp += 1
        os.utime(path, (self._stamp, self._stamp))

    def run(self, stage: Stage) -> list[str]:
        """Run the tests of a stage up to the first failure; return those that failed.

        Raises
        ------
        RuntimeError
            When the tests could not be run.
        TimeoutError
            When they did not come to an end in time.
        """
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.root),
            "RELSIM_CACHE": str(self.cache),
            "RELSIM_TESTS_UNCOMPILED": "" if stage.compiled else "1",
        }
        command = [sys.executable, "-m", "pytest", *stage.tests, "-x", "-q", "-n", "0", "-rfE"]
        command += ["-p", "no:cacheprovider", "--tb", "no", "--no-header"]
        patient = ["nice", "-n", "5"] if shutil.which("nice") else []
        try:
            done = subprocess.run(
                [*patient, *command],
                cwd=self.root,
                env={**environment, "COLUMNS": "1000"},
                capture_output=True,
                text=True,
                check=False,
                timeout=stage.seconds,
            )
        except subprocess.TimeoutExpired as late:
            raise TimeoutError(f"no answer within {stage.seconds:.0f} s: {stage.name}") from late
        found = FAILED.findall(done.stdout)
        if done.returncode not in (0, 1) or bool(found) != bool(done.returncode):
            raise RuntimeError(f"{stage.name}: pytest failed\n{done.stdout}{done.stderr}"[-4000:])
        return found

    def digest(self, tests: Iterable[str], fault: Fault | None = None) -> str:
        """Return the hash of a fault, of all sources, of some test files and of what helps them."""
        sources = [
            path
            for room in ROOMS
            for path in (self.root / room).rglob("*.py")
            if not path.name.startswith("test_")
        ]
        found = hashlib.sha256(repr(fault).encode())
        for path in sorted({*sources, *(self.root / test for test in tests)}):
            found.update(path.relative_to(self.root).as_posix().encode())
            found.update(path.read_bytes())
        return found.hexdigest()


class Search:
    """The search for what catches each fault; what was found is kept in a file.

    Parameters
    ----------
    folder : Path
        For the copy and the file of results, which a later search takes up.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "results.json"
        kept = self._file.read_text(encoding="utf-8") if self._file.exists() else "{}"
        self._results: dict[str, dict[str, str]] = json.loads(kept)
        self.copy = Copy(folder)

    def ask(self, stage: Stage, fault: Fault | None) -> str:
        """Return the first test of a stage that fails under a fault (or none); empty if none does.

        What was found before holds as long as the sources are the same, and the test that
        failed, or else all tests of the stage.
        """
        name = f"{stage.name}: {fault.name if fault else 'nothing planted'}"
        known = self._results.get(name)
        if known is not None and known["digest"] == self._digest(stage, fault, known["caught_by"]):
            return known["caught_by"]
        if fault is None:
            failed = self.copy.run(stage)
        else:
            source = self.copy.plant(fault)
            try:
                failed = self.copy.run(stage)
            except TimeoutError as late:
                # Whoever waits in vain has caught nothing.
                print(late, file=sys.stderr)
                failed = []
            finally:
                self.copy.write(fault.file, source)
        caught = failed[0] if failed else ""
        digest = self._digest(stage, fault, caught)
        self._results[name] = {"caught_by": caught, "digest": digest}
        self._file.write_text(json.dumps(self._results, indent=1) + "\n", encoding="utf-8")
        return caught

    def _digest(self, stage: Stage, fault: Fault | None, caught: str) -> str:
        return self.copy.digest([caught.partition("::")[0]] if caught else stage.tests, fault)

    def hold_without(self, stage: Stage) -> None:
        """Hold that a stage passes where nothing was planted, or else it would catch nothing.

        Raises
        ------
        RuntimeError
            Naming the test that fails.
        """
        if failed := self.ask(stage, None):
            raise RuntimeError(f"{failed} fails where no fault was planted")


def look_for_all(search: Search, faults: Iterable[Fault]) -> Found:
    """Return what catches each fault, and say so on the way; the cheapest tests go first.

    Parameters
    ----------
    search : Search
        What was found before is not looked for again.
    faults : iterable of Fault
        What to plant. Stale ones are told and left out.

    Returns
    -------
    dict of str to dict
        By name of the fault: ``caught_by``, ``family`` and ``stage``; empty where nothing did.
    """
    found: Found = {}
    at_large = [fault for fault in faults if fits(search, fault)]
    for stage in STAGES:
        asked = [fault for fault in at_large if stage.concerns(fault.file)]
        if asked:
            search.hold_without(stage)
        for place, fault in enumerate(asked, 1):
            caught = search.ask(stage, fault)
            told = caught or "nothing"
            print(f"{stage.name}, {place} of {len(asked)}: {fault.name}: {told}", flush=True)
            if caught:
                family = family_of(caught)
                found[fault.name] = {"caught_by": caught, "family": family, "stage": stage.name}
        at_large = [fault for fault in at_large if fault.name not in found]
    free = {"caught_by": "", "family": "", "stage": ""}
    return found | {fault.name: free for fault in at_large}


def fits(search: Search, fault: Fault) -> bool:
    """Tell whether a fault can be planted, and say what is wrong if not."""
    try:
        fault.planted((search.copy.root / fault.file).read_text(encoding="utf-8"))
    except Stale as stale:
        print(stale, file=sys.stderr)
        return False
    return True
