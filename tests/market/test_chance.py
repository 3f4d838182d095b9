"""Keyed chance: known answers, the right laws, and streams that know nothing of each other."""

import itertools

import numba
import numpy as np
import pytest
from scipy import special, stats

from relsim.market import chance
from relsim.market.chance import LIFELONG, PURPOSES, Purpose, market_key

DRAWS = 100_000


@numba.njit
def many_bits(key: int, count: int) -> np.ndarray:
    found = np.empty(count, np.uint64)
    for i in range(count):
        found[i] = chance.bits(np.uint64(key), np.uint64(i))
    return found


@numba.njit
def many_uniforms(key: int, first: int, count: int) -> np.ndarray:
    found = np.empty(count)
    for i in range(count):
        found[i] = chance.uniform(np.uint64(key), np.uint64(first + i))
    return found


@numba.njit
def many_normals(uniforms: np.ndarray) -> np.ndarray:
    found = np.empty(uniforms.shape[0])
    for i in range(uniforms.shape[0]):
        found[i] = chance.normal(uniforms[i])
    return found


def keys_of(seed: int = 1, replication: int = 0, period: int = 0, firms: int = 2) -> np.ndarray:
    """Return the keys of a period, as a market has them."""
    keys = np.zeros((PURPOSES, firms + 1), np.uint64)
    ids = np.array([*range(firms), 2**32 - 1], np.uint64)
    with np.errstate(over="ignore"):
        root = market_key(seed, replication)
        chance.fill_keys(keys, root, ids, 0, 0, LIFELONG)
        chance.fill_keys(keys, root, ids, period, LIFELONG, PURPOSES)
    return keys


def correlation_in_errors(one: np.ndarray, other: np.ndarray) -> float:
    """Return a correlation in standard errors of a correlation between strangers."""
    return float(np.corrcoef(one, other)[0, 1] * np.sqrt(len(one)))


def test_the_generator_gives_the_published_answers():
    found = many_bits(1234567, 3)
    assert [int(value) for value in found] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_uncompiled_bits_are_compiled_bits():
    with np.errstate(over="ignore"):
        plain = [int(chance.bits(np.uint64(99), np.uint64(i))) for i in range(100)]
    assert plain == [int(value) for value in many_bits(99, 100)]


@pytest.mark.parametrize("bits", [0, 2**64 - 1], ids=["lowest", "highest"])
def test_no_bits_give_a_uniform_number_of_0_or_1(bits, monkeypatch):
    monkeypatch.setattr(chance, "bits", lambda key, number: np.uint64(bits))
    assert 0.0 < chance.uniform(np.uint64(0), np.uint64(0)) < 1.0


def test_uniform_numbers_are_uniform():
    found = many_uniforms(keys_of()[Purpose.NEED, -1], 0, DRAWS)
    # 6.3e-5 is the chance beyond 4 standard errors.
    assert stats.kstest(found, "uniform").pvalue > 6.3e-5


def test_every_one_of_the_leading_bits_is_even():
    found = many_bits(int(keys_of()[Purpose.NEED, -1]), DRAWS)
    ones = [(found >> np.uint64(place) & np.uint64(1)).sum() for place in range(11, 64)]
    errors = (np.array(ones, float) - DRAWS / 2) / np.sqrt(DRAWS / 4)
    assert np.abs(errors).max() < 4.5  # the largest of 53


def test_the_normal_quantile_is_that_of_scipy():
    tails = np.geomspace(1e-300, 0.1, 4000)
    middle = np.linspace(0.001, 0.999, 4001)
    near_one = 1.0 - np.geomspace(2.0**-53, 0.1, 4000)
    points = np.concatenate([tails, middle[middle != 0.5], near_one])
    np.testing.assert_allclose(many_normals(points), special.ndtri(points), rtol=1e-14)


def test_the_normal_quantile_of_a_half_is_nothing():
    assert chance.normal(0.5) == 0.0


def test_staged_uniform_numbers_are_those_drawn_one_by_one():
    key = keys_of()[Purpose.NEED, -1]
    numbers = np.array([0, 5, 17, 2**40], np.uint64)
    staged = np.empty(4)
    with np.errstate(over="ignore"):
        chance.stage(key, numbers, 4, staged)
        single = [chance.uniform(key, number) for number in numbers]
    assert staged.tolist() == single


def test_staged_normal_numbers_are_those_drawn_one_by_one():
    luck = np.concatenate([many_uniforms(3, 0, 5000), [1e-300, 0.075, 0.925, 1.0 - 2.0**-53]])
    staged = np.empty(len(luck))
    chance.make_normal(luck, len(luck), staged)
    assert staged.tobytes() == many_normals(luck).tobytes()


def test_neighbouring_customers_are_strangers():
    found = many_uniforms(keys_of()[Purpose.NEED, -1], 0, DRAWS + 8)
    errors = [correlation_in_errors(found[:DRAWS], found[lag : DRAWS + lag]) for lag in range(1, 9)]
    assert np.abs(errors).max() < 4.0


def test_a_customer_and_its_successor_in_the_row_are_strangers():
    key = keys_of()[Purpose.CHOICE, 0]
    first, second = (many_uniforms(key, start, DRAWS) for start in (0, DRAWS))
    assert abs(correlation_in_errors(first, second)) < 4.0


@pytest.mark.parametrize(
    "change",
    [
        {"period": 1},
        {"period": -1},
        {"replication": 1},
        {"seed": 2},
        {"seed": 2**62},
    ],
    ids=lambda change: "-".join(f"{name}-{value}" for name, value in change.items()),
)
def test_neighbouring_worlds_are_strangers(change):
    one = many_uniforms(keys_of()[Purpose.NEED, -1], 0, DRAWS)
    other = many_uniforms(keys_of(**change)[Purpose.NEED, -1], 0, DRAWS)
    assert abs(correlation_in_errors(one, other)) < 4.0


def test_purposes_are_strangers():
    keys = keys_of()
    draws = np.array([many_uniforms(keys[purpose, -1], 0, DRAWS) for purpose in range(PURPOSES)])
    errors = np.corrcoef(draws) * np.sqrt(DRAWS)
    pairs = errors[np.triu_indices(PURPOSES, 1)]
    # 666 pairs at once: the bound is that of 4 standard errors for one.
    assert np.abs(pairs).max() < -special.ndtri(6.3e-5 / 2 / len(pairs))


def test_firms_are_strangers():
    keys = keys_of(firms=16)
    draws = np.array([many_uniforms(keys[Purpose.CHOICE, j], 0, DRAWS) for j in range(17)])
    pairs = (np.corrcoef(draws) * np.sqrt(DRAWS))[np.triu_indices(17, 1)]
    assert np.abs(pairs).max() < -special.ndtri(6.3e-5 / 2 / len(pairs))


def test_no_two_keys_of_a_hundred_periods_are_equal():
    keys = [keys_of(period=period, firms=4)[LIFELONG:].ravel() for period in range(-50, 50)]
    found = np.concatenate(keys)
    assert len(np.unique(found)) == len(found)


def test_luck_of_a_life_does_not_change_with_the_period():
    assert (keys_of(period=3)[:LIFELONG] == keys_of(period=77)[:LIFELONG]).all()


def test_luck_of_a_period_changes_with_the_period():
    assert not (keys_of(period=3)[LIFELONG:] == keys_of(period=77)[LIFELONG:]).any()


def test_a_firms_luck_depends_on_its_id_and_not_on_its_place():
    keys = np.zeros((PURPOSES, 3), np.uint64)
    swapped = np.zeros((PURPOSES, 3), np.uint64)
    with np.errstate(over="ignore"):
        root = market_key(1, 0)
        chance.fill_keys(keys, root, np.array([3, 8, 99], np.uint64), 0, 0, PURPOSES)
        chance.fill_keys(swapped, root, np.array([8, 3, 99], np.uint64), 0, 0, PURPOSES)
    assert (keys[:, [1, 0, 2]] == swapped).all()


def test_seed_and_replication_are_not_interchangeable():
    worlds = [market_key(a, b) for a, b in itertools.product(range(30), repeat=2)]
    assert len({int(world) for world in worlds}) == 900
