"""Designs: every combination, an even cover, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from relsim.errors import InputError
from relsim.study.sweep.design import grid, latin_hypercube, points_of


def test_a_grid_holds_every_combination_once():
    design = grid({"market.freedom": [0.0, 1.0], "market.customers": [100, 200, 300]})
    assert len(design.drop_duplicates()) == 6
    assert design["market.customers"].tolist() == [100, 200, 300] * 2


def test_a_grid_that_explodes_is_refused_with_its_product():
    values = {f"phases.mine.p{one}": list(range(10)) for one in range(12)}
    with pytest.raises(InputError, match=r"10 × 10 × .* = 1,000,000,000,000 points"):
        grid(values)


def test_a_latin_hypercube_has_one_point_a_slice_of_every_range():
    design = latin_hypercube({"market.freedom": (0, 1), "firms.Alba.price": (10, 30)}, points=20)
    for path, (low, high) in {"market.freedom": (0, 1), "firms.Alba.price": (10, 30)}.items():
        slices = np.floor((design[path] - low) / (high - low) * 20)
        assert sorted(slices) == list(range(20))


def test_a_latin_hypercube_is_its_seeds():
    draw = lambda seed: latin_hypercube({"market.freedom": (0, 1)}, points=5, seed=seed)  # noqa: E731
    pd.testing.assert_frame_equal(draw(1), draw(1), check_exact=True)
    assert not draw(1).equals(draw(2))


def test_points_are_plain_python_values():
    (point,) = points_of(
        pd.DataFrame({"market.customers": np.array([5]), "firms.A.level": ["basic"]})
    )
    assert type(point["market.customers"]) is int
    assert point["firms.A.level"] == "basic"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: grid({"market.freedom": []}), "has no values"),
        (lambda: grid({"market.freedom": "abc"}), "write a list"),
        (lambda: latin_hypercube({"market.freedom": (1, 0)}, points=3), "two rising numbers"),
        (lambda: latin_hypercube({"market.freedom": (0, 1)}, points=0), "points: found 0"),
        (lambda: latin_hypercube({}, points=3), "no range"),
        (lambda: points_of(pd.DataFrame()), "no point"),
        (lambda: points_of(pd.DataFrame({"market.freedom": [np.nan]})), "no value in row 0"),
        (lambda: points_of(pd.DataFrame([[1, 2]], columns=["market.a", "market.a"])), "twice"),
        (lambda: points_of({"market.freedom": [1]}), "data frame"),
    ],
)
def test_what_is_no_design_is_refused(make, words):
    with pytest.raises(InputError, match=words):
        make()
