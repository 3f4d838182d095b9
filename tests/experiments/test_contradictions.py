"""Where the sources contradict each other, either side is right somewhere, and one parameter says.

Each case names a script, what it measures, and the one parameter that decides. The claim is tried
at two of its values, in a few small worlds that are the same at both: at each, the measure lies
beyond zero on the side that is written here, or does not leave zero.
"""

import dataclasses
import functools
from types import SimpleNamespace

import pytest

from relsim.claims import Size, Vary, claims, read_claim, try_out


def case(script, contrast, path, sides, size, settings=None):
    """Return a contradiction: the value of the parameter for each side, and what is found there."""
    return SimpleNamespace(
        script=script, contrast=contrast, path=path, sides=sides, size=size, settings=settings
    )


def wanting(mean):
    """Return settings under which customers of both segments want a relationship this much."""
    return {
        f"segments.{name}.relational_orientation.mean": mean for name in ("private", "families")
    }


ABOVE, NOTHING, BELOW = "above", "nothing", "below"

CASES = {
    "recovery satisfies beyond no failure, or merely restores": case(
        "recovery_paradox",
        "satisfaction after recovery",
        "behaviour.recovery_expectation_start",
        {0.3: ABOVE, 1.0: NOTHING},
        Size(20, customers=3000, periods=48),
    ),
    "the customer is always right, or not": case(
        "customer_is_right",
        "accepting all: worth",
        "firms.Alba.unit_cost",
        {12.0: ABOVE, 19.0: BELOW},
        Size(20, customers=2000, periods=60),
    ),
    "contact pleases more than the core service, or less": case(
        "contact_or_core",
        "contact against core: satisfaction",
        "market.observability",
        {0.1: ABOVE, 1.0: BELOW},
        Size(6, customers=1000, periods=36),
    ),
    "price rewards cost loyalty later, or win it": case(
        "price_promotion",
        "loyalty later",
        "behaviour.promotion_learning",
        {0.0: BELOW, 0.05: ABOVE},
        Size(30, customers=2000, periods=104),
    ),
    "stopping terrorists pays, or they are better left": case(
        "apostles_and_terrorists",
        "terrorists: return",
        "firms.Alba.unit_cost",
        {6.0: ABOVE, 18.0: BELOW},
        Size(48, customers=4000, periods=48),
    ),
    "people keep more than machines, or fewer": case(
        "human_or_machine",
        "people against machine: retention",
        "relational_orientation",
        {0.05: BELOW, 0.95: ABOVE},
        Size(40, customers=2000, periods=60),
        settings=wanting,
    ),
    "satisfaction is necessary, or hostages stay without": case(
        "satisfaction_is_not_loyalty",
        "dissatisfied and bound",
        "behaviour.procedural_cost",
        {0.0: NOTHING, 2.0: ABOVE},
        Size(6, customers=500, periods=36),
    ),
    "financial bonds are copied away, or not": case(
        "imitation",
        "points: change",
        "behaviour.imitation_speed",
        # What is saved no longer grows without end, so that nothing rises where nobody copies.
        {0.0: NOTHING, 0.3: BELOW},
        Size(60, customers=1000),
    ),
}


def kept(claim, contrast, along):
    """Return a claim that holds one contrast, the arms and measure it needs, and one sweep."""
    needed = dict.fromkeys([*contrast.weights, *contrast.less])
    if contrast.relative_to is not None:
        needed[contrast.relative_to] = None
    return dataclasses.replace(
        claim,
        arms={name: claim.arms[name] for name in needed},
        contrasts=(dataclasses.replace(contrast, at=None),),
        figures={name: held for name, held in claim.figures.items() if name == contrast.figure},
        sweeps=(along,),
        courses=(),
        drawn=(),
    )


@functools.cache
def effects(name):
    """Return the effect at each of the two values."""
    one = CASES[name]
    claim = read_claim(one.script)
    (contrast,) = (held for held in claim.contrasts if held.name == one.contrast)
    path = "" if one.settings else one.path
    along = Vary(name, tuple(one.sides), path=path, settings=one.settings)
    found = try_out(kept(claim, contrast, along), size=one.size)
    return [held.effect for held in found.curves[0].findings]


def side_of(effect):
    """Return on which side of zero an interval lies."""
    if effect.low > 0:
        return ABOVE
    return BELOW if effect.high < 0 else NOTHING


@pytest.mark.parametrize("name", CASES)
def test_either_side_is_reached_at_a_value_of_one_parameter(name):
    first, second = effects(name)
    found = [side_of(one) for one in (first, second)]
    assert found == list(CASES[name].sides.values()), (first, second)
    assert first.high < second.low or second.high < first.low


@pytest.mark.parametrize("script", sorted({one.script for one in CASES.values()}))
def test_the_script_names_the_parameter_that_decides(script):
    text = claims()[script].read_text(encoding="utf-8")
    (one,) = (held for held in CASES.values() if held.script == script)
    assert one.path in text
