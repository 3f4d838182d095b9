"""Comparisons to draw: one that was lived through, and made-up ones of any outcome."""

import numpy as np
import pytest

import relsim
from relsim.result.figures import COMPARED
from relsim.study.compare import Comparison
from relsim.study.compare.outcomes import Outcomes

SMALL = {"market.customers": 200, "market.periods": 24, "market.warm_up": 6}


@pytest.fixture(scope="session")
def scenario():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="session")
def lived(scenario):
    """Return a comparison of a small market."""
    return relsim.compare(scenario, ["none", "social", "structural"], replications=4)


@pytest.fixture
def made_up(scenario):
    """Return a function that makes a comparison by strategy: values of every figure, or of some."""

    def row(value):
        return dict.fromkeys(COMPARED, value) if not isinstance(value, dict) else value

    def make(values, **more):
        rows = [
            [dict.fromkeys(COMPARED, 0.5) | row(value) for value in column]
            for column in values.values()
        ]
        figures = {
            name: np.array([[one[name] for one in column] for column in rows], np.float64)
            for name in rows[0][0]
        }
        found = Outcomes(range(len(rows[0])), figures)
        return Comparison(scenario, 1, tuple(values), found, **more)

    return make
