"""What may become of a spoilt input, and whether it did."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from relsim.cli.options import load_scenario
from relsim.errors import MOST_SHOWN, Fault, InputError, ScenarioError
from relsim.scenario import Scenario, from_dict, parse
from tests.fuzz.mutating import Spoilt, spoilt

LABEL = "spoilt.toml"
_WHERE = re.compile(r"^spoilt\.toml(?::(?P<line>\d+)(?: column \d+)?)?(?: (?P<path>.+))?$", re.S)
_LAST_KEY = re.compile(r"(?:^|[.\]])([A-Za-z0-9_-]+)$")
_LONGEST_PARAGRAPH = 900


@dataclass(frozen=True)
class Outcome:
    """What became of an input: a scenario or a refusal, and what is wrong with that."""

    right: bool
    wrong: str = ""


def outcome(case: Spoilt, folder: Path) -> Outcome:
    """Hand an input to the command line's own entry and judge what comes back."""
    (folder / LABEL).write_bytes(case.content)
    try:
        scenario = load_scenario(str(folder / LABEL), case.settings)
    except ScenarioError as error:
        places = [fault.where.replace(f"{folder}/", "") for fault in error.faults]
        if bare := [fault for fault in error.faults[:MOST_SHOWN] if not _helps(fault)]:
            return Outcome(False, f"a fault without advice: {bare[0]}")
        misplaced = (wrong for where in places if (wrong := _ill_placed(where, case)))
        told = str(error).replace(f"{folder}/", "")
        return Outcome(False, _ill_spoken(told) or next(misplaced, ""))
    except InputError as error:
        unasked = "" if case.settings else f"no setting, and yet it is refused as one: {error}"
        return Outcome(False, _ill_spoken(str(error)) or unasked)
    except Exception as error:
        return Outcome(False, f"{type(error).__name__}: {error}")
    return Outcome(True, _lossy(scenario, folder))


def _helps(fault: Fault) -> bool:
    """Tell whether a fault says what is allowed, or what to write."""
    return bool(fault.allowed or fault.instead) or "Write " in fault.what


def _ill_spoken(told: str) -> str:
    """Say what is wrong with the words of a refusal."""
    if not told.strip():
        return "a refusal without words"
    if unseen := [letter for letter in told if not letter.isprintable() and letter != "\n"]:
        return f"a refusal that holds {unseen[0]!r}: {told!r}"
    if len(longest := max(told.split("\n\n"), key=len)) > _LONGEST_PARAGRAPH:
        return f"a paragraph of {len(longest)} characters: {longest}"
    if any(word in told.lower() for word in ("traceback", "pydantic", "object at 0x")):
        return f"a refusal in a programmer's words: {told}"
    return ""


def _ill_placed(where: str, case: Spoilt) -> str:
    """Say what is wrong with the place that a fault names."""
    if where.startswith("override "):
        return "" if case.settings else f"no setting, and yet {where}"
    found = _WHERE.match(where)
    if found is None:
        return f"a fault without its file: {where!r}"
    if found["line"] is None:
        return ""
    lines = case.text.replace("\r\n", "\n").split("\n")
    number = int(found["line"])
    if not 1 <= number <= len(lines):
        return f"a line that is not there: {where}"
    key = _LAST_KEY.search(found["path"] or "")
    if key and key[1].casefold() not in lines[number - 1].casefold():
        return f"a line that does not hold the key: {where}; it reads {lines[number - 1]!r}"
    return ""


def _lossy(scenario: Scenario, folder: Path) -> str:
    """Say what a scenario loses when it is written and read again."""
    try:
        written = parse(scenario.to_toml(), folder=folder)
        whole = from_dict(scenario.to_dict(), folder=folder)
    except Exception as error:
        return f"written, it is not read again: {type(error).__name__}: {error}"
    if not written == scenario == whole:
        return "written and read again, it is another scenario"
    if not written.fingerprint == scenario.fingerprint == whole.fingerprint:
        return "written and read again, it has another fingerprint"
    return ""


def search(numbers: range) -> tuple[dict[int, str], int]:
    """Return what is wrong, by number, and how many inputs gave a scenario."""
    found: dict[int, str] = {}
    right = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            one = outcome(spoilt(number), Path(folder))
            right += one.right
            if one.wrong:
                found[number] = one.wrong
    return found, right
