"""A story: whose it is, what it says, where two lives part, and its data."""

import json
import re

import pytest

import relsim
from relsim.errors import InputError
from relsim.market.witness.facts import Repeated
from relsim.stories.chapters import happenings
from relsim.stories.finding import find_customer
from relsim.stories.life import Life, first_difference, first_other_firm
from relsim.stories.parting import SHORT
from relsim.stories.speaker import Speaker
from relsim.stories.story import story
from tests.market.markets import bare, rich

INSURANCE = relsim.load("insurance", {"market.customers": 400, "market.periods": 60})


@pytest.fixture(scope="module")
def kept():
    """Return the story of somebody whom a bond kept."""
    return story(INSURANCE, find_customer(INSURANCE, "kept", "social"), "social")


@pytest.fixture(scope="module")
def eventful():
    return [story(rich(4, periods=14), row, "social", seed=11) for row in (0, 7, 20)]


def test_a_bond_that_keeps_a_customer_is_named(kept):
    place = INSURANCE.firm_names.index(INSURANCE.focal.name)
    assert kept.ways_part_at is not None
    assert kept.life.at(kept.ways_part_at).record.firm == place
    assert kept.other.at(kept.ways_part_at).record.firm != place
    assert f"part in period {kept.ways_part_at}." in kept.to_text(10_000)
    assert "What makes the difference of" in kept.to_text(10_000)


def test_lives_are_the_same_until_they_part(kept):
    parts = kept.parts_at
    assert 0 <= parts <= kept.ways_part_at

    def until(life, last):
        return Life("", life.opening, tuple(p for p in life.periods if p.period < last))

    assert first_difference(until(kept.life, parts), until(kept.other, parts)) is None
    assert first_other_firm(until(kept.life, parts), until(kept.other, parts)) is None


def test_the_terms_of_a_gap_are_its_difference(kept):
    gap = kept.parting.gap
    assert sum(gap.terms.values()) == pytest.approx(gap.one - gap.other)
    assert gap.one > 0 > gap.other


def test_a_strategy_that_does_nothing_never_parts():
    scenario = relsim.parse(
        '[[firms]]\nname = "Alba"\n[[firms]]\nname = "Brio"\n[strategies.idle]\nconsistency = 0.0',
        {"market.customers": 50, "market.periods": 12},
    )
    found = story(scenario, 3, "idle")
    assert found.parts_at is None
    assert found.ways_part_at is None
    assert "never part" in str(found)
    assert "Not even a number differs" in str(found)


def test_one_life_alone():
    found = story(INSURANCE, 5, "social", against=None)
    assert found.against is None
    assert found.parts_at is None
    assert "Where they part" not in str(found)
    assert found.to_json()["parting"] is None


def test_against_itself_is_one_life():
    assert story(INSURANCE, 5, "none").other is None


def test_the_same_story_twice_is_the_same_to_the_byte():
    one, other = (story(INSURANCE, 9, "financial", "social") for _ in range(2))
    assert str(one) == str(other)
    assert json.dumps(one.to_json()) == json.dumps(other.to_json())


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_asked(kept, eventful, width):
    for found in (kept, *eventful):
        assert max(len(line) for line in found.to_text(width).splitlines()) <= width


def test_every_period_is_told_once(eventful):
    for found in eventful:
        life = found.to_text(10_000).split("\nUnder none\n")[0]
        spans = re.findall(r"^Periods? (−?\d+)(?:(?:–| to )(−?\d+))?:", life, re.MULTILINE)
        told = []
        for first, last in spans:
            low = int(first.replace("−", "-"))
            told += range(low, int((last or first).replace("−", "-")) + 1)
        assert told == [period.period for period in found.life.periods]


def test_every_review_is_told_with_every_firm(eventful):
    for found in eventful:
        reviews = [fact for _, fact in found.life.facts() if fact.what == "reviewed"]
        life = found.to_text(10_000).split("\nUnder none\n")[0]
        assert life.count("\u00a0chosen") == len(reviews)
        assert life.count("luck\u00a0") == sum(len(fact.offers) for fact in reviews)


def test_the_story_ends_when_somebody_else_takes_the_place(eventful):
    ended = [found for found in eventful if found.life.replaced]
    assert ended
    for found in ended:
        assert "the story ends" in found.to_text(10_000)
        assert found.life.spells[-1].reason == "population turnover"


def test_json_is_plain_and_adds_up(eventful):
    for found in eventful:
        data = json.loads(json.dumps(found.to_json(), allow_nan=False))
        assert [life["strategy"] for life in data["lives"]] == ["social", "none"]
        assert set(data["who"]["traits"]) == set(found.traits)
        for life in data["lives"]:
            for period in life["periods"]:
                for one in period["happenings"]:
                    for offer in one.get("offers", ()):
                        assert sum(offer["terms"].values()) == pytest.approx(offer["utility"])
                        assert offer["firm"] in (*found.scenario.firm_names, None)


def test_the_frame_has_a_row_a_happening(kept):
    frame = kept.to_frame()
    assert list(frame.columns) == ["strategy", "period", "what", "details"]
    assert len(frame) == sum(1 for life in (kept.life, kept.other) for _ in life.facts())
    assert (frame["details"] != "").all()


def test_html_is_escaped():
    scenario = relsim.parse(
        '[[firms]]\nname = "<b>Alba"\n[[firms]]\nname = "Brio"',
        {"market.customers": 50, "market.periods": 12},
    )
    html = story(scenario, 3, "social")._repr_html_()
    assert "<b>Alba" not in html
    assert "&lt;b&gt;Alba" in html


def test_a_market_without_periods_has_a_short_story():
    scenario = bare(2, periods=0)
    assert "Who this is" in str(story(scenario, 0, "social"))


def test_a_whole_market_of_one():
    assert "Who this is" in str(story(bare(2, customers=1), 0, "social"))


# Where people leave and come back within a year.
MOBILE = relsim.load("mobile_telecom", {"market.customers": 300, "market.periods": 36})


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("market", [INSURANCE, MOBILE], ids=["insurance", "mobile telephony"])
@pytest.mark.parametrize("sought", ["left", "stayed", "returned", "failed"])
def test_somebody_is_found(sought, market, seed):
    row = find_customer(market, sought, "social", seed=seed)
    life = story(market, row, "social", against=None, seed=seed).life
    place = market.firm_names.index(market.focal.name)
    firms = [int(period.record.firm) for period in life.periods if period.period >= 0]
    assert life.before(0).firm == place
    failed = any(period >= 0 and fact.what == "failed" for period, fact in life.facts())
    away = [now != place for now in firms]
    assert {
        "left": any(away),
        "stayed": not any(away),
        "returned": any(away) and place in firms[away.index(True) :] if any(away) else False,
        "failed": failed,
    }[sought]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"customer": 400}, "rows run from 0 to 399. The nearest is 399"),
        ({"customer": -1}, "The nearest is 0"),
        ({"customer": 1.5}, "whole number"),
        ({"customer": True}, "whole number"),
        ({"customer": 1, "strategy": "socail"}, 'Did you mean "social"'),
        ({"customer": 1, "strategy": "social", "against": "nun"}, "nun"),
    ],
)
def test_what_is_not_there_is_refused(words, message):
    with pytest.raises(InputError, match=message):
        story(INSURANCE, **words)


def test_a_market_without_customers_has_no_story():
    with pytest.raises(InputError, match="no customers"):
        story(bare(2, customers=0), 0, "social")


def test_nobody_of_the_kind_is_refused():
    with pytest.raises(InputError, match="nobody"):
        find_customer(bare(1, behaviour={"outside_option": False}), "left", "social")
    with pytest.raises(InputError, match="about two strategies"):
        find_customer(INSURANCE, "kept", "none")
    with pytest.raises(InputError, match='Did you mean "left"'):
        find_customer(INSURANCE, "lefft")


def test_a_firms_name_is_never_edited():
    scenario = relsim.parse(
        '[[firms]]\nname = "Al-ba Inc."\n[[firms]]\nname = "Bri-o"',
        {"market.customers": 50, "market.periods": 24, "market.warm_up": 12},
    )
    told = story(scenario, find_customer(scenario, "left", "social"), "social").to_text(10_000)
    assert "Al-ba Inc." in told and "Bri-o" in told
    assert "Al−ba" not in told and "Inc..\n" not in told


def test_in_markdown_periods_lead_and_reviews_are_items(kept):
    text = kept.to_markdown()
    assert re.search(r"^\*\*Periods? [−\d–]+:\*\* ", text, re.MULTILINE)
    assert re.search(r"^- .*luck\u00a0[+−]?\.?\d", text, re.MULTILINE)


def test_no_line_ends_between_a_name_and_its_number(kept):
    assert "trust\n" not in kept.to_text(60)
    assert kept.to_text(60).count("trust\u00a0") == kept.to_text(10_000).count("trust\u00a0")


def test_nobody_is_lucky_where_nothing_was_left_to_luck():
    speaker = Speaker(("Alba", "Brio"), "€")
    told = [happenings([Repeated(0, chance, {}, 0.83)], speaker, SHORT) for chance in (0.0, 0.2)]
    assert told[0] == ["went on with Alba: nothing could have made them reconsider"]
    assert "(luck\N{NO-BREAK SPACE}.83 was not below the chance" in told[1][0]
