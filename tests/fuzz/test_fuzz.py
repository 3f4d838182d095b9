"""Spoilt scenarios are read or refused in words; valid ones are lived through.

A failure prints the number of the input and how to see it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET
from tests.fuzz.declared import declared
from tests.fuzz.lived import live_through, lived
from tests.fuzz.mutating import spoilt
from tests.fuzz.outcome import outcome, search

FEW, VALID, MANY = 300, 500, 100_000
MOST_REFUSED = 0.01
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


def strange(wrong: dict[int, str], refused: dict[int, str], tried: int) -> str:
    """Return what became of valid scenarios that should not have."""
    told = [f"{number}: {words[:300]}" for number, words in sorted(wrong.items())[:20]]
    if len(refused) > tried * MOST_REFUSED:
        told += [f"refused: {number}: {words}" for number, words in sorted(refused.items())[:20]]
    return "\n".join(told) and "\n".join(
        [*told, "See one with: python -m tests.fuzz --valid NUMBER"]
    )


@pytest.mark.parametrize("first", range(0, VALID, 100))
def test_a_valid_scenario_is_lived_through(first: int) -> None:
    found = live_through(range(first, first + 100))
    assert not strange(*found, 100), strange(*found, 100)


@pytest.mark.fuzz
def test_a_hundred_thousand_valid_scenarios_are_lived_through() -> None:
    stretches = [range(first, first + STRETCH) for first in range(0, MANY, STRETCH)]
    wrong: dict[int, str] = {}
    refused: dict[int, str] = {}
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), os.nice, (10,)) as pool:
        for some, others in pool.map(live_through, stretches):
            wrong |= some
            refused |= others
    assert not strange(wrong, refused, MANY), strange(wrong, refused, MANY)


def test_valid_scenarios_reach_both_ends_of_every_range() -> None:
    met: dict[str, set[float]] = {}
    for number in range(VALID):
        for name, value in settings_of(declared(number)):
            met.setdefault(name, set()).add(value)
    for one in (one for room in (BEHAVIOUR, COSTS, LEVERS, MARKET) for one in room.values()):
        if not isinstance(one.default, bool | str):
            assert math.isfinite(one.low) and math.isfinite(one.high), one.name
            assert {one.low, one.high} <= met[one.name], one.name


def settings_of(table: object) -> Iterator[tuple[str, float]]:
    """Return every number of a scenario's data, by its key."""
    inside = table.values() if isinstance(table, dict) else table
    for one in inside if isinstance(inside, Iterable) else ():
        if isinstance(one, (dict, list)):
            yield from settings_of(one)
    if isinstance(table, dict):
        yield from ((key, one) for key, one in table.items() if isinstance(one, (int, float)))


@pytest.mark.parametrize("figure", [math.inf, -math.inf])
def test_the_judge_finds_a_figure_without_end(
    monkeypatch: pytest.MonkeyPatch, figure: float
) -> None:
    monkeypatch.setattr("relsim.market.run.Run.summary", lambda *_: {"profit": figure})
    assert lived(1).wrong == f"profit is {figure!r}"


def test_the_judge_counts_refusals() -> None:
    assert strange({}, {1: "no room"}, 100) == ""
    assert "refused: 1: no room" in strange({}, {1: "no room", 2: "no room"}, 100)
