"""No random number is used twice: each is drawn for one purpose, one customer and one period.

Luck is keyed, so a number that comes out again ties together what should know nothing of each
other: two firms in one choice, a poor use and a failure, a newcomer and a neighbour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from relsim.market import (
    Market,
    binding,
    births,
    chance,
    choosing,
    considering,
    encounters,
    firm_passes,
    following,
    hearing,
    knowing,
    minds,
    passes,
    signing,
    targets,
    turnover,
)
from relsim.market.chance import Purpose
from tests.market.markets import differing, outcome, rich

ROOMS = (
    binding,
    births,
    choosing,
    considering,
    encounters,
    firm_passes,
    following,
    hearing,
    knowing,
    minds,
    passes,
    signing,
    targets,
    turnover,
)
AGAIN = (
    *(Purpose.FREEDOM, Purpose.TASTE, Purpose.WORTH, Purpose.TALKATIVE, Purpose.SPEND),
    Purpose.CONTROL,
)
"""What is not kept but drawn again, the same, whenever it is wanted."""

Draw = tuple[int, int]


@contextmanager
def overheard(rooms: tuple[Any, ...], draws: list[Draw]) -> Iterator[None]:
    """Write down every number that some rooms draw: its key, and its place in the stream."""
    plain = chance.uniform

    def uniform(key: Any, number: Any) -> float:
        draws.append((int(key), int(number)))
        return plain(key, number)

    with pytest.MonkeyPatch.context() as patch:
        for room in rooms:
            patch.setattr(room, "uniform", uniform)
        yield


def lived(network: str) -> tuple[list[Draw], dict[int, Purpose]]:
    """Return all that a market draws, as plain Python, and what the keys of its periods are for."""
    scenario = rich(
        3, customers=30, periods=9, network=network, population_turnover=0.3, freedom=0.7
    )
    draws: list[Draw] = []
    purposes: dict[int, Purpose] = {}
    with overheard((births, knowing), draws):
        market = Market(scenario, seed=3, uncompiled=True)
    with overheard((*ROOMS, chance), draws):
        while not market.finished:
            market.step()
            keys = market._state.keys
            purposes |= {int(key): one for one in Purpose for key in keys[one]}
    return draws, purposes


@pytest.fixture(scope="module", params=["small_world", "complete"])
def drawn(request):
    return lived(request.param)


def test_no_number_is_drawn_twice(drawn):
    draws, purposes = drawn
    counted = Counter(draw for draw in draws if purposes.get(draw[0]) not in AGAIN)
    again = {purposes.get(key) for (key, _), times in counted.items() if times > 1}
    assert again == set()


def test_every_purpose_is_drawn_for(drawn):
    draws, purposes = drawn
    heard = {purposes.get(key) for key, _ in draws}
    # The network is made elsewhere.
    assert set(Purpose) - heard == {Purpose.NETWORK}


def test_c23_a_market_lived_again_as_plain_python_is_the_same_to_the_bit():
    scenario = rich(3, customers=20, periods=6)
    one, other = (outcome(Market(scenario, seed=3, uncompiled=True)) for _ in range(2))
    assert differing(one, other) == []
