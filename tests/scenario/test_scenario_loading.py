"""What a right scenario becomes."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pydantic
import pytest

from relsim.behaviour import COSTS, LEVERS, MARKET
from relsim.errors import ScenarioError
from relsim.scenario import Law, bundled, find, load, parse, places
from relsim.scenario.structure import MONTHS
from relsim.scenario.tables import FIRM_EVENTS, MARKET_EVENTS

FIRM = '[[firms]]\nname = "Alba"\n'
TWO = FIRM + '[[firms]]\nname = "Brio"\n'


def test_defaults_are_the_declared_ones() -> None:
    scenario = parse(FIRM)
    assert scenario.market.customers == 2000
    assert scenario.market.costs.acquisition == COSTS["acquisition"].default
    assert scenario.market.freedom == MARKET["freedom"].default
    assert scenario.firms[0].price == LEVERS["price"].default


def test_a_scenario_without_segments_has_one() -> None:
    segments = parse(FIRM).segments
    assert [(segment.name, segment.share) for segment in segments] == [("customers", 1.0)]


def test_no_customers_and_no_periods_are_valid() -> None:
    scenario = parse("[market]\ncustomers = 0\nperiods = 0\n" + FIRM)
    assert (scenario.market.customers, scenario.market.periods) == (0, 0)


def test_whole_numbers_become_the_numbers_they_stand_for() -> None:
    price = parse(FIRM + "price = 3\n").firms[0].price
    assert isinstance(price, float)


def test_sixteen_firms_are_valid() -> None:
    text = "".join(f'[[firms]]\nname = "F{i}"\n' for i in range(16))
    assert len(parse(text).firms) == 16


@pytest.mark.parametrize("name", ["Größe", "日本", "कंपनी", "شركة", "می‌خواهم", "Ωμέγα", "🙂"])
def test_a_name_may_be_of_any_script(name: str) -> None:
    assert parse(f'[[firms]]\nname = "{name}"\n').firm_names == (name,)


def test_shares_not_written_split_the_rest() -> None:
    text = FIRM + "opening_share = 0.5\n" + '[[firms]]\nname = "B"\n[[firms]]\nname = "C"\n'
    assert [firm.opening_share for firm in parse(text).firms] == [0.5, 0.25, 0.25]


def test_shares_that_round_to_1_are_valid() -> None:
    text = "".join(f'[[segments]]\nname = "s{i}"\nshare = 0.1\n' for i in range(10))
    assert len(parse(text + FIRM).segments) == 10


def test_ids_are_places_in_the_file() -> None:
    assert [firm.id for firm in parse(TWO).firms] == [0, 1]


def test_firms_are_sorted_by_id() -> None:
    text = FIRM + 'id = 7\n[[firms]]\nname = "Brio"\nid = 2\n'
    assert parse(text).firm_names == ("Brio", "Alba")


def test_the_order_of_firms_with_ids_does_not_matter() -> None:
    one = '[[firms]]\nname = "Alba"\nid = 0\n'
    two = '[[firms]]\nname = "Brio"\nid = 1\n'
    focal = '[market]\nfocal = "Alba"\n'
    assert parse(focal + one + two).fingerprint == parse(focal + two + one).fingerprint


def test_the_first_firm_of_the_file_is_under_study() -> None:
    text = FIRM + 'id = 7\n[[firms]]\nname = "Brio"\nid = 2\n'
    assert parse(text).focal.name == "Alba"


def test_another_firm_can_be_under_study() -> None:
    assert parse('[market]\nfocal = "Brio"\n' + TWO).focal.name == "Brio"


def test_a_trait_is_a_law_by_default() -> None:
    trait = parse(FIRM).segments[0].need_rate
    assert isinstance(trait, Law)
    assert (trait.mean, trait.concentration, trait.spread) == (0.9, 20.0, 20.0)


def test_a_trait_may_be_one_number() -> None:
    text = FIRM + '[[segments]]\nname = "a"\nneed_rate = 1\n'
    assert parse(text).segments[0].need_rate == 1.0


def test_missing_terms_of_a_law_are_the_traits_defaults() -> None:
    text = FIRM + '[[segments]]\nname = "a"\nneed_rate = { mean = 0.5 }\n'
    trait = parse(text).segments[0].need_rate
    assert (trait.mean, trait.concentration) == (0.5, 20.0)


@pytest.mark.parametrize(
    ("law", "value"),
    [("need_rate = { mean = 1 }", 1.0), ("need_rate = { mean = 0 }", 0.0)],
)
def test_a_beta_law_at_its_end_is_one_number(law: str, value: float) -> None:
    text = FIRM + f'[[segments]]\nname = "a"\n{law}\n'
    assert parse(text).segments[0].need_rate == value


def test_a_lognormal_law_without_spread_is_one_number() -> None:
    text = FIRM + '[[segments]]\nname = "a"\nspend = { mean = 2.0, sigma = 0.0 }\n'
    assert parse(text).segments[0].spend == 2.0


def test_an_exponential_law_has_only_a_mean() -> None:
    assert parse(FIRM).segments[0].variety_seeking.spread == 0.0


@pytest.mark.parametrize(
    ("period", "periods"),
    [("week", 104), ("month", 24), ("quarter", 8), ("half_year", 4), ("year", 2)],
)
def test_warming_up_is_counted_in_periods(period: str, periods: int) -> None:
    assert parse(f'[market]\nperiod = "{period}"\n' + FIRM).warm_up_periods == periods


def test_warming_up_is_rounded_up() -> None:
    scenario = parse('[market]\nperiod = "quarter"\nwarm_up = 7\n' + FIRM)
    assert scenario.warm_up_periods == 3


@pytest.mark.parametrize("period", MONTHS)
def test_months_are_those_of_the_period(period: str) -> None:
    assert parse(f'[market]\nperiod = "{period}"\n' + FIRM).months == MONTHS[period]


@pytest.mark.parametrize("period", [-24, -1, 0, 119])
def test_an_event_may_lie_anywhere_in_the_run(period: int) -> None:
    text = FIRM + f'[[events]]\nperiod = {period}\nfirm = "Alba"\nset = {{ price = 3 }}\n'
    event = parse(text).events[0]
    assert (event.period, event.firm, dict(event.set)) == (period, "Alba", {"price": 3.0})


def test_an_event_may_change_the_market() -> None:
    text = FIRM + "[[events]]\nperiod = 3\nset = { freedom = 0.5 }\n"
    assert dict(parse(text).events[0].set) == {"freedom": 0.5}


def test_no_key_of_an_event_has_two_meanings() -> None:
    costs = {name for name, cost in COSTS.items() if cost.event}
    market = {name for name, setting in MARKET.items() if setting.event}
    assert not costs & market
    assert not set(MARKET_EVENTS) & set(FIRM_EVENTS)


def test_the_market_cannot_be_changed() -> None:
    with pytest.raises(pydantic.ValidationError):
        parse(FIRM).market.customers = 3


def test_the_scenario_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse(FIRM).name = "x"  # type: ignore[misc]


def test_the_strategies_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        parse(FIRM).strategies["x"] = 3  # type: ignore[index]


def test_a_scenario_survives_pickling() -> None:
    text = FIRM + "[[events]]\nperiod = 3\nset = { freedom = 0.5 }\n"
    scenario = parse(text, {"firms.Alba.price": 3})
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario
    assert again.with_overrides({}).overrides == scenario.overrides


def test_equal_scenarios_have_one_hash() -> None:
    assert len({parse(FIRM), parse(FIRM)}) == 1


def test_a_different_value_is_a_different_fingerprint() -> None:
    assert parse(FIRM).fingerprint != parse(FIRM + "price = 21\n").fingerprint


def test_a_changed_edge_list_is_a_different_fingerprint(tmp_path: Path) -> None:
    text = '[market]\nnetwork = "file"\nnetwork_file = "friends.csv"\n' + FIRM
    (tmp_path / "friends.csv").write_text("0,1\n")
    before = parse(text, folder=tmp_path).fingerprint
    (tmp_path / "friends.csv").write_text("0,2\n")
    assert parse(text, folder=tmp_path).fingerprint != before


def test_a_loaded_scenario_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "corner.toml").write_text(FIRM)
    scenario = load(str(tmp_path / "corner.toml"))
    assert (scenario.name, scenario.title) == ("corner", "corner")
    assert scenario.path == tmp_path / "corner.toml"


def test_phases_in_a_file_are_read() -> None:
    assert dict(parse(FIRM + "[phases.fashion]\nstrength = 0.2\n").phases) == {
        "fashion.strength": 0.2
    }


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of bundled scenarios with one in it."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "insurance.toml").write_text(FIRM)
    monkeypatch.setattr(places, "folder", lambda kind: tmp_path / kind)
    return tmp_path


def test_a_bundled_scenario_is_found_by_name(shelf: Path) -> None:
    assert load("insurance").path == shelf / "scenarios" / "insurance.toml"


def test_a_misspelt_bundled_name_is_answered_with_the_nearest(shelf: Path) -> None:
    with pytest.raises(ScenarioError, match=r"Did you mean insurance\?") as refusal:
        find("insurence")
    assert "bundled scenario" in str(refusal.value)


def test_an_unlike_name_is_answered_with_all(shelf: Path) -> None:
    with pytest.raises(ScenarioError, match="one of insurance"):
        find("zzz")


def test_a_fault_in_a_bundled_scenario_names_the_bare_file(shelf: Path) -> None:
    (shelf / "scenarios" / "insurance.toml").write_text(FIRM + "price = -1\n")
    with pytest.raises(ScenarioError, match=r"^insurance\.toml:3 firms"):
        load("insurance")


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_scenario_loads(name: str) -> None:
    assert load(name).name == name
