"""Spoilt scenarios: each gives a scenario that survives writing, or a refusal that helps.

A failure prints the number of the input, how to see it, and its text.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.fuzz.mutating import spoilt
from tests.fuzz.outcome import outcome, search

FEW, MANY = 300, 100_000
STRETCH = 1_000


def report(found: dict[int, str]) -> str:
    """Return what is wrong, with the text of the first input."""
    if not found:
        return ""
    first = min(found)
    case = spoilt(first)
    listed = "\n".join(f"{number}: {wrong[:300]}" for number, wrong in sorted(found.items())[:20])
    return (
        f"{len(found)} inputs are received wrongly:\n{listed}\n\n"
        f"See one with: python -m tests.fuzz {first}\n"
        f"--set {case.settings}\n{case.text[:5_000]}"
    )


@pytest.mark.parametrize("first", range(0, FEW, 50))
def test_a_spoilt_scenario_is_read_or_refused_in_words(first: int) -> None:
    found, right = search(range(first, first + 50))
    assert not found, report(found)
    assert 0 < right < 50  # both ends are tried


@pytest.mark.fuzz
def test_a_hundred_thousand_spoilt_scenarios_are_read_or_refused_in_words() -> None:
    stretches = [range(first, first + STRETCH) for first in range(0, MANY, STRETCH)]
    found: dict[int, str] = {}
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), os.nice, (10,)) as pool:
        for some, _ in pool.map(search, stretches):
            found |= some
    assert not found, report(found)


def test_a_number_gives_the_same_input_every_time() -> None:
    assert spoilt(17) == spoilt(17) != spoilt(18)


def test_the_judge_finds_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("tests.fuzz.outcome.load_scenario", crash)
    assert outcome(spoilt(0), tmp_path).wrong == "RecursionError: too deep"
    assert "python -m tests.fuzz 3" in report({3: "RecursionError: too deep"})
