"""Changing a scenario by path and name."""

from __future__ import annotations

import numpy
import pytest

from relsim.errors import InputError, ScenarioError
from relsim.scenario import Scenario, parse, parse_assignment, split_path

TEXT = """
[market]
customers = 100
[[segments]]
name = "private"
need_rate = 0.5
[[segments]]
name = "business"
[[firms]]
name = "Alba"
[[firms]]
name = "Dr. Weiß"
[[events]]
name = "rival's cut"
period = 3
firm = "Dr. Weiß"
set = { price = 18 }
"""


def changed(path: str, value: object) -> Scenario:
    return parse(TEXT, {path: value})


def refusal(path: str, value: object) -> str:
    with pytest.raises(ScenarioError) as error:
        changed(path, value)
    return str(error.value)


def test_a_setting_of_the_market() -> None:
    assert changed("market.customers", 7).market.customers == 7


def test_a_setting_the_file_does_not_write() -> None:
    assert changed("market.periods", 7).market.periods == 7


def test_a_cost() -> None:
    assert changed("market.costs.acquisition", 7).market.costs.acquisition == 7.0


def test_a_parameter_of_behaviour() -> None:
    assert changed("behaviour.loss_aversion", 3).behaviour.loss_aversion == 3.0


def test_a_switch() -> None:
    assert changed("behaviour.word_of_mouth", False).behaviour.word_of_mouth is False


def test_a_trait() -> None:
    assert changed("segments.private.need_rate", 0.7).segments[0].need_rate == 0.7


def test_a_term_of_a_law() -> None:
    law = changed("segments.business.need_rate.mean", 0.7).segments[1].need_rate
    assert (law.mean, law.concentration) == (0.7, 20.0)


def test_the_mean_of_what_is_the_same_for_everybody_keeps_everybody_the_same() -> None:
    assert changed("segments.private.need_rate.mean", 0.7).segments[0].need_rate == 0.7


def test_a_spread_makes_a_law_of_what_is_the_same_for_everybody() -> None:
    law = changed("segments.private.need_rate.concentration", 9).segments[0].need_rate
    assert (law.mean, law.concentration) == (0.5, 9.0)


def test_the_one_segment_of_a_scenario_that_writes_none() -> None:
    scenario = parse('[[firms]]\nname = "Alba"', {"segments.customers.need_rate": 0.5})
    assert scenario.segments[0].need_rate == 0.5


def test_a_lever_of_a_firm() -> None:
    assert changed("firms.Alba.price", 22).firms[0].price == 22.0


def test_a_name_with_a_dot_stands_in_quotes() -> None:
    assert changed('firms."Dr. Weiß".price', 22).firms[1].price == 22.0


def test_an_event_by_name() -> None:
    assert changed("events.rival's cut.period", 9).events[0].period == 9


def test_what_an_event_sets() -> None:
    assert changed("events.rival's cut.set.price", 9).events[0].set["price"] == 9.0


def test_a_lever_of_a_ready_made_strategy_reaches_those_that_build_upon_it() -> None:
    assert changed("strategies.social.social", 0.9).strategies["structural"].levers["social"] == 0.9


def test_a_parameter_of_a_phase() -> None:
    assert dict(changed("phases.fashion.strength", 0.2).phases) == {"fashion.strength": 0.2}


def test_a_whole_new_firm() -> None:
    assert changed("firms.Corso", {"price": 3}).firm_names == ("Alba", "Dr. Weiß", "Corso")


def test_a_whole_new_strategy() -> None:
    levers = changed("strategies.mine", {"extends": "social", "speed": 1}).strategies["mine"].levers
    assert dict(levers) == {"reward_rate": 0.05, "social": 0.5, "speed": 1.0}


def test_nothing_takes_a_setting_back_to_its_default() -> None:
    assert changed("market.customers", None).market.customers == 2000


def test_numbers_of_numpy_are_numbers() -> None:
    scenario = parse(
        TEXT,
        {"market.customers": numpy.int64(7), "firms.Alba.price": numpy.float64(3.5)},
    )
    assert scenario == parse(TEXT, {"market.customers": 7, "firms.Alba.price": 3.5})


def test_overrides_are_kept() -> None:
    assert dict(changed("market.customers", 7).overrides) == {"market.customers": 7}


def test_overrides_add_up() -> None:
    scenario = changed("market.customers", 7).with_overrides({"firms.Alba.price": 3})
    assert (scenario.market.customers, scenario.firms[0].price) == (7, 3.0)


def test_later_overrides_win() -> None:
    scenario = changed("market.customers", 7).with_overrides({"market.customers": 8})
    assert scenario.market.customers == 8


def test_the_scenario_itself_stays_as_it_is() -> None:
    scenario = parse(TEXT)
    scenario.with_overrides({"market.customers": 7})
    assert scenario.market.customers == 100


def test_shares_are_split_anew() -> None:
    firms = parse(TEXT).with_overrides({"firms.Alba.opening_share": 0.8}).firms
    assert [firm.opening_share for firm in firms] == [0.8, pytest.approx(0.2)]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("market.custmers", 3, "Did you mean customers?"),
        ("market.customers", 10**12, "Write at most 10000000"),
        ("market.customers", "many", 'found "many"'),
        ("market.customers.x", 3, "market.customers has no keys of its own"),
        ("market", 3, "a whole table cannot be set"),
        ("firms", 3, "firms are addressed by name"),
        ("firms.Alba", 3, "name a key"),
        ("firms.Alva.price", 3, "Did you mean Alba?"),
        ("firms.Alba.pric", 3, "Did you mean price?"),
        ("strategies.socal.social", 0.3, "Did you mean social?"),
        ("segments.privat.need_rate", 0.3, "Did you mean private?"),
        ("segments.private.need_rate.mean", 3, "from 0 to 1"),
        ("segments.business.need_rate.sigma", 3, "mean, concentration"),
        ("events.cut.period", 3, "among the events"),
        ("events.rival's cut.period", 500, "outside the run"),
        ("phases.fashion.strength", float("nan"), "found nan"),
        ("market.currency", object(), "a Python object"),
        ("marked.customers", 3, "Did you mean market?"),
        ("firms..price", 3, "is not a path"),
        ("", 3, "is not a path"),
    ],
)
def test_a_wrong_override_is_refused_by_its_path(path: str, value: object, words: str) -> None:
    message = refusal(path, value)
    assert message.startswith(f"override {path}")
    assert words.lower() in message.lower()


def test_a_fault_of_the_file_is_not_blamed_on_an_override() -> None:
    with pytest.raises(ScenarioError, match=r"^a\.toml:3 firms\[0\]\.quality"):
        parse('[[firms]]\nname = "Alba"\nquality = 2\n', {"firms.Alba.price": 3}, name="a.toml")


@pytest.mark.parametrize(
    ("assignment", "path", "value"),
    [
        ("market.customers=20_000", "market.customers", 20_000),
        ("market.freedom = 0.5", "market.freedom", 0.5),
        ("behaviour.staff=false", "behaviour.staff", False),
        ("firms.A.level=basic", "firms.A.level", "basic"),
        ('firms.A.level="basic"', "firms.A.level", "basic"),
        ('firms."a=b".price=3', 'firms."a=b".price', 3),
        ("market.title=a=b", "market.title", "a=b"),
        ("market.title=", "market.title", ""),
        ("market.title=2020-01-01", "market.title", "2020-01-01"),
        ("market.title=1\nx=2", "market.title", "1\nx=2"),
        (
            "segments.a.need_rate={mean=0.5}",
            "segments.a.need_rate",
            {"mean": 0.5},
        ),
    ],
)
def test_an_assignment_is_read(assignment: str, path: str, value: object) -> None:
    assert parse_assignment(assignment) == (path, value)


@pytest.mark.parametrize("assignment", ["", "market.customers", "=3", "market.=3", 'firms."A=3'])
def test_a_wrong_assignment_is_refused(assignment: str) -> None:
    with pytest.raises(InputError):
        parse_assignment(assignment)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("a.b", ("a", "b")),
        ("firms.Größe.price", ("firms", "Größe", "price")),
        ("firms.O'Brien & Co.price", ("firms", "O'Brien & Co", "price")),
        ("firms.'a.b'.price", ("firms", "a.b", "price")),
        ('firms."a\\"b".price', ("firms", 'a"b', "price")),
    ],
)
def test_a_path_is_split(path: str, parts: tuple[str, ...]) -> None:
    assert split_path(path) == parts


def test_a_horizon_shortened_by_an_override_leaves_later_events_unreached():
    text = (
        '[[firms]]\nname = "Alba"\n[[events]]\nperiod = 24\nfirm = "Alba"\nset = { price = 22.0 }\n'
    )
    assert parse(text, {"market.periods": 12}).events[0].period == 24
