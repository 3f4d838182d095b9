"""Which settings may be fitted, and where they are sought."""

import pytest

from relsim.errors import InputError
from relsim.study.fit.bounds import Bounds, choose_bounds


def test_a_path_alone_is_sought_from_half_to_double():
    assert choose_bounds(["behaviour.load_penalty"]) == (
        Bounds("behaviour.load_penalty", 0.6, 2.4),
    )


def test_of_a_share_the_odds_are_halved_and_doubled():
    found = choose_bounds(["behaviour.best_load"])[0]
    assert (found.low, found.high) == (0.667, 0.889)  # odds of 4: 2 and 8


def test_bounds_of_ones_own():
    assert choose_bounds({"behaviour.load_penalty": (1, 5)})[0].high == 5.0


def test_a_trait_is_sought_by_its_mean():
    bare, mean = choose_bounds(
        ["segments.customers.restlessness", "segments.customers.restlessness.mean"]
    )
    assert (bare.low, bare.high) == (mean.low, mean.high)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ([], "found 0; name 1 to 6"),
        ([f"behaviour.a{number}" for number in range(7)], "found 7; name 1 to 6"),
        (["behaviour.load_penalty"] * 2, "named twice"),
        (["behaviour.nonsense"], "leads to no setting"),
        (["market.period"], "leads to no setting"),
        (["behaviour.capacity_limits"], "not a number with decimals"),
        (["behaviour.best_load=0.5..2"], "from 0.5 to 2; allowed are"),
        (["behaviour.best_load=0.7..0.5"], "allowed are two rising numbers"),
        (["behaviour.best_load=0.7"], "Write PATH=LOW..HIGH"),
        (["behaviour.load_penalty=0..inf"], "allowed are"),
    ],
)
def test_refuses(parameters, expected):
    with pytest.raises(InputError, match=expected):
        choose_bounds(parameters)
