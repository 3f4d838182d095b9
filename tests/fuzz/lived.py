"""Whether a valid scenario is lived through with figures that are numbers, or refused by a rule."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from relsim.errors import RelsimError
from relsim.market import Market, Run
from relsim.scenario import Scenario, from_dict
from tests.fuzz.declared import declared

_SPOKEN = 25
"""Each so manieth run is told in words, too, which takes longer than to live it."""


class Lived(NamedTuple):
    """What became of a scenario: the words of its refusal, or what is wrong."""

    refused: str = ""
    wrong: str = ""


def lived(number: int) -> Lived:
    """Live through the scenario of a number under the strategy that it sets."""
    try:
        scenario = from_dict(declared(number))
    except RelsimError as error:
        return Lived(refused=str(error))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return Lived(wrong=_strange(scenario, number))
    except RelsimError as error:
        return Lived(wrong=str(error)) if error.exit_code != 2 else Lived(refused=str(error))
    except Exception as error:
        return Lived(wrong=f"{type(error).__name__}: {error}")


def _strange(scenario: Scenario, number: int) -> str:
    """Say which figure of a run is no number; the books hold the rest while it runs."""
    run = Market(scenario, seed=number, strategy="any").run()
    if number % _SPOKEN == 0:
        str(run)
    return next((f"{name} is {value!r}" for name, value in _figures(run) if not _is_one(value)), "")


def _figures(run: Run) -> Iterator[tuple[str, Any]]:
    """Return every figure that a run tells of."""
    for firm in run.scenario.firm_names:
        yield from run.summary(firm).items()
        yield from ((f"survival {k}", value) for k, value in enumerate(run.survival(firm)))
    for frame in run.frames().values():
        for name, column in frame.select_dtypes("number").items():
            yield str(name), np.asarray(column, float)


def _is_one(value: Any) -> bool:
    """Tell whether a figure is undefined or a number, and not without end."""
    return value is None or not np.isinf(value).any()


def live_through(numbers: range) -> tuple[dict[int, str], dict[int, str]]:
    """Return what is wrong, and what was refused, by number."""
    found = {number: lived(number) for number in numbers}
    wrong = {number: one.wrong for number, one in found.items() if one.wrong}
    return wrong, {number: one.refused for number, one in found.items() if one.refused}
