"""What a user says of numbers that are not known exactly: taken over, or refused in words."""

import pytest

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.study.settings.settings import Settings
from relsim.study.settings.uncertain import uncertain

MARKET = '[market.costs]\nsetup = 10\n[[firms]]\nname = "Alba"\n[[firms]]\nname = "Brio"\n'
SAID = """[uncertainty]
behaviour.loss_aversion = { low = 1.5, high = 3 }
market.costs.setup = { low = 5, high = 20, law = "normal" }
behaviour.belief_weight = false
segments.customers.need_rate.mean = { low = 0.85 }
behaviour.low_price_signal = { high = 0.5 }
"""


def numbers(scenario):
    return {one.path: one for one in uncertain(scenario)}


def test_an_interval_is_narrowed_widened_given_or_left_out_and_the_rest_stays_as_declared():
    before, said = numbers(relsim.parse(MARKET)), numbers(relsim.parse(MARKET + SAID))
    loss = said.pop("behaviour.loss_aversion")
    assert (loss.low, loss.high, loss.law) == (1.5, 3.0, "log-normal")
    cost = said.pop("market.costs.setup")
    assert (cost.low, cost.high, cost.law, cost.central) == (5.0, 20.0, "normal", 10.0)
    need = said.pop("segments.customers.need_rate.mean")
    was = before.pop("segments.customers.need_rate.mean")
    assert (need.low, need.high) == (0.85, was.high) != (was.low, was.high)
    off = said.pop("behaviour.low_price_signal")
    assert (off.low, off.central, off.high) == (0.0, 0.0, 0.5)
    del before["behaviour.loss_aversion"], before["behaviour.belief_weight"]
    assert said == before


def test_it_is_part_of_the_scenario_and_can_be_overridden():
    scenario = relsim.parse(MARKET + SAID)
    assert relsim.parse(scenario.to_toml()) == scenario == relsim.parse(scenario.to_toml(True))
    assert scenario != relsim.parse(MARKET)
    assert "uncertainty" not in relsim.parse(MARKET).to_dict()
    wider = scenario.with_overrides({"uncertainty.behaviour.loss_aversion.high": 5.0})
    assert numbers(wider)["behaviour.loss_aversion"].high == 5.0


def test_settings_made_under_other_intervals_do_not_hold():
    kept = Settings.prior(relsim.parse(MARKET), 2)
    with pytest.raises(InputError, match="within another interval"):
        kept.under(relsim.parse(MARKET + SAID))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("behaviour.loss_aversoin = { low = 1 }", "loss_aversion?"),
        ("behaviour.word_of_mouth = false", "lists"),
        ("firms.Alba.price = false", "relsim sweep --vary"),
        ("segments.custmers.need_rate.mean = false", "Did you mean customers?"),
        ("behaviour.loss_aversion = 3", "false where it is known exactly"),
        ("behaviour.loss_aversion = { low = 3, high = 1 }", "must lie above low = 3"),
        ("behaviour.loss_aversion = { low = 1, hihg = 3 }", "the keys are low, high, law"),
        ('behaviour.loss_aversion = { low = "1" }', "a number from 0"),
        (f"behaviour.loss_aversion = {{ low = {10**400} }}", "a whole number too large"),
        ("behaviour.loss_aversion = { low = nan }", "found nan"),
        ("loss_aversion = false", "Did you mean behaviour.loss_aversion?"),
        ('behaviour.loss_aversion = { law = "lognormal" }', "allowed are uniform, log-uniform"),
        ('behaviour.loss_aversion = { low = 0, law = "log-normal" }', "wants it above 0"),
        ("behaviour.loss_aversion = { low = 3, high = 4 }", "scenario's own number, 2"),
        ('behaviour.low_price_signal = { high = 1, law = "log-uniform" }', "the law uniform"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place_and_a_remedy(line, said):
    with pytest.raises((ScenarioError, InputError)) as error:
        uncertain(relsim.parse(f"{MARKET}[uncertainty]\n{line}\n", name="a.toml"))
    assert said in str(error.value)
    assert str(error.value).startswith("a.toml") and "uncertainty" in str(error.value)
