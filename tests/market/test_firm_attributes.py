"""What may be set on a firm: its levers, and attributes of a subclass; no misspelt lever."""

import pytest

from relsim.errors import InputError
from relsim.market import Firm, Market
from relsim.scenario import parse

TEXT = '[market]\ncustomers = 10\nperiods = 2\nwarm_up = 0\n[[firms]]\nname = "Alba"\n'


@pytest.fixture
def firm():
    return Market(parse(TEXT)).firms["Alba"]


@pytest.mark.parametrize(
    ("typo", "lever"),
    [
        ("prize", "price"),
        ("Price", "price"),
        ("socail", "social"),
        ("advertsing", "advertising"),
        ("rewardrate", "reward_rate"),
        ("unit_costs", "unit_cost"),
    ],
)
def test_a_misspelt_lever_is_refused_with_the_nearest(firm, typo, lever):
    with pytest.raises(InputError, match=f"there is no lever '{typo}'. Did you mean {lever}?"):
        setattr(firm, typo, 1.0)


def test_a_state_cannot_be_set(firm):
    with pytest.raises(InputError, match="skill is a state"):
        firm.skill = 1.0


@pytest.mark.parametrize("name", ["last_price", "budget", "goal", "_prize", "seen"])
def test_an_attribute_of_ones_own_is_welcome(firm, name):
    setattr(firm, name, 7)
    assert getattr(firm, name) == 7


def test_an_attribute_like_a_lever_is_welcome_when_its_class_has_it():
    class Watcher(Firm):
        prices = ()

        def decide(self):
            self.prices = (*self.prices, self.price)

    market = Market(parse(TEXT), firms={"Alba": Watcher})
    market.run()
    assert market.firms["Alba"].prices == (20.0, 20.0)
