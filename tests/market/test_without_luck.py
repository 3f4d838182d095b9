"""Markets in which luck has no say: the engine must be the Mesa twin, figure by figure.

The twin (``tests/benchmarks/twin.py``) is the model written a second time, from its description
alone. Where every chance is 0 or 1 and every spread is 0 the two may not differ by more than
rounding: in no figure, no period and no summary. Two customers are enough, since a figure of a
firm is a sum over its customers. Only who is with whom at the opening is luck: seeds are taken
under which it fell alike.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from relsim.behaviour import COLUMNS
from relsim.market import Market
from relsim.scenario import Scenario
from tests.benchmarks.twin import TwinMarket
from tests.market.markets import NAMES, market_of

# Rates that no two of agree, so that a cost booked at another's rate is seen.
PRIMES = (
    *(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83),
    *(89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157),
)
RATED = (
    *("consistency", "education", "encouragement", "empowerment", "speed", "learning", "handling"),
    *("social", "channel_face", "channel_phone", "channel_mail", "channel_machine"),
    *("level_basic", "level_reactive", "level_accountable", "level_proactive"),
    *("level_partnership", "account_staff", "message", "systems", "setup", "launch", "referral"),
    *("reassurance", "training", "staff_reward", "acquisition", "capacity", "quality"),
    *("customisation", "database", "convenience", "setting", "hospitality", "guarantee"),
    "human_fallback",
)
COSTS = {name: prime / 100 for name, prime in zip(RATED, PRIMES, strict=False)}
# A tiny goodwill reaches everybody.
CERTAIN_REACH = {"reach": 1e-9}

PLAIN: dict[str, Any] = {
    "need_rate": 1.0,
    "spend": 1.7,
    "price_sensitivity": 3.3,
    "relational_orientation": 0.6,
    "variety_seeking": 0.2,
    "restlessness": 0.0,
    "negativity": 0.35,
    "competence": 1.0,
}
STILL: dict[str, Any] = {
    "quality_noise": 0.0,
    "taste_spread": 0.0,
    "belief_spread": 0.0,
    "recovery_noise": 0.0,
    "failure_rate": 0.0,
    "price_review": 0.0,
    "doubt_review": 0.0,
    "dissatisfaction_review": 0.0,
    "harm_base": 0.0,
    "harm_severity": 0.0,
    "late_harm": 0.0,
    "population_turnover": False,
    "talk_base": 0.0,
    "talk_feeling": 0.0,
    "outside_option": False,
}
"""Nothing is left to luck; what is switched on below must be certain."""
TALKATIVE = {"talk_base": 1.0, "talk_feeling": 0.1, "negative_weight": 1.3}
DEVOTED: dict[str, Any] = {
    "reward_rate": 0.07,
    "social": 0.45,
    "structural": 0.55,
    "level": "accountable",
    "channel": "phone",
    "account_capacity": 0.3,
    "promotion_depth": 0.2,
    "promotion_frequency": 1.0,
    "loyalty_discount": 0.15,
    "innovation": 1.0,
    "advertising": 4.0,
    "claim": 0.83,
    "direct_messages": 1.5,
    "encouragement": 0.65,
    "compensation": 0.85,
    "learning": 0.75,
    "training": 0.35,
    "staff_reward": 0.25,
    "reassurance": 0.5,
    "education": 0.3,
    "referral_reward": 0.9,
    "consistency": 0.4,
    "quality": 0.77,
}
# Memory, comfort and favours.
PAMPERING = {
    "customisation": 0.8,
    "database": 0.7,
    "convenience": 0.6,
    "setting": 0.5,
    "hospitality": 0.8,
    "guarantee": 0.5,
}
HIDDEN = {"hospitality_scandal": 0.0}
SIMPLE = {"price": 23.0, "convenience": 0.3, "customisation": 0.5}
# A setting of its own for every other lever that works person by person.
PERSONAL = {
    "level": "proactive",
    "channel": "machine",
    "human_fallback": 1.0,
    "dispute": "adjudicate",
    "loyalty_discount": 0.25,
    "education": 0.6,
    "encouragement": 0.4,
    "compensation": 0.5,
    "empowerment": 0.8,
    "speed": 1.0,
    "direct_messages": 3.0,
    "referral_reward": 0.4,
    "reassurance": 0.7,
    "reward_rate": 0.09,
}
BETTER = {"strategies": {"better": {"structural": 0.9, "training": 0.8, "social": 0.7}}}
# Fewer than 1.5 − skill = 1 would leave the failure to luck.
UNSKILLED = {"skill_by_practice": 0.0, "skill_by_training": 0.0, "skill_of_new_staff": 0.35}
HARM = {"harm_base": 0.3, "harm_severity": 0.4, "review": False}
FAILING = {**UNSKILLED, **HARM, "failure_rate": 1.0, "severity_mean": 1.0}
VOICED = {**FAILING, "voice_base": 500.0, "expectation_of_recovery_rate": 0.35}
FORGETFUL = {"learning": 0.0, "training": 0.0}


def still(
    firms: list[Mapping[str, Any]],
    *,
    behaviour: Mapping[str, Any] | None = None,
    segment: Mapping[str, Any] | None = None,
    market: Mapping[str, Any] | None = None,
    **more: Any,
) -> Scenario:
    """Return a market of two customers in which luck has no say."""
    return market_of(
        firms,
        customers=2,
        periods=more.pop("periods", 26),
        warm_up=more.pop("warm_up", 3.0),
        market={"network": "complete", "costs": {**COSTS, **CERTAIN_REACH}, **(market or {})},
        behaviour={**STILL, **(behaviour or {})},
        segment={**PLAIN, **(segment or {})},
        **more,
    )


def failing(words: Mapping[str, Any], **firm: Any) -> Scenario:
    """Return a market in which every use fails."""
    rival = {"unit_cost": 9.0, **firm}
    return still([{**DEVOTED, **FORGETFUL, **firm}, rival], behaviour=words)


SHOCKS = [
    {"period": 2, "firm": "Brio", "set": {"challenge": 10.0}},
    {"period": 4, "firm": "Alba", "set": {"scandal": 9.0, "media": 0.1}},
    {"period": 6, "firm": "Brio", "set": {"media": -0.2}},
    {"period": 8, "firm": "Alba", "set": {"present": False}},
    {"period": 12, "firm": "Alba", "set": {"present": True, "structural": 0.9}},
    {"period": 13, "firm": "Brio", "set": {"present": False}},
    {"period": 15, "firm": "Brio", "set": {"present": True}},
    {"period": 18, "set": {"observability": 0.3, "reference_price": 31.0}},
]
# Everybody reviews, and beliefs and prices decide without luck.
DECIDED = {"belief_weight": 1e7, "doubt_review": 1.0}


def targeting(
    behaviour: Mapping[str, Any] | None = None,
    firm: Mapping[str, Any] | None = None,
    **target: Any,
) -> Scenario:
    """Return a market in which a strategy goes to some customers only, and later to all."""
    better = {**BETTER["strategies"]["better"], **PAMPERING, **PERSONAL, **target}
    # A perfect database, or else estimates would be luck.
    better["database"] = 1.0
    return still(
        [
            {**DEVOTED, "structural": 0.2, "database": 1.0, "reward_rate": 0.03, **(firm or {})},
            {**SIMPLE, "database": 0.5, **target, **(firm or {})},
        ],
        behaviour={**TALKATIVE, **HIDDEN, **(behaviour or {})},
        strategies={"better": better},
        periods=32,
        events=[
            {"period": 14, "firm": "Alba", "set": {"structural": 0.95, "setting": 0.9}},
            {"period": 17, "firm": "Brio", "set": {"structural": 0.4, "social": 0.6}},
            {"period": 18, "firm": "Brio", "set": {"present": False}},
            {"period": 22, "firm": "Alba", "set": {"target_by": "everybody"}},
            {"period": 23, "firm": "Brio", "set": {"present": True}},
            {"period": 27, "firm": "Alba", "set": {"target_by": "satisfaction"}},
        ],
    )


TERMS = {"term": 3.0, "exit_fee": 7.0, "price_promise": True, "renewal_rise": 0.25}
PRICED = {
    "belief_weight": 0.0,
    "reference_group": False,
    "doubt_review": 1.0,
    "loyalty_penalty": 0.0,
}


def bound(
    *firms: Mapping[str, Any],
    behaviour: Mapping[str, Any] | None = None,
    market: Mapping[str, Any] | None = None,
    **more: Any,
) -> Scenario:
    """Return a market whose prices go up and down, so that who may leave a contract does."""
    prices = ((3, 40.0), (7, 24.0), (8, 40.0), (14, 10.0), (20, 60.0), (21, 24.0))
    return still(
        [
            {**DEVOTED, "reassurance": 0.0, "price": 24.0, **firms[0]},
            {"price": 23.0, "structural": 0.4, **firms[1]},
        ],
        behaviour={**TALKATIVE, **PRICED, **(behaviour or {})},
        segment={"restlessness": 1.0, "price_sensitivity": 1e6},
        market=market,
        events=[
            *(
                {"period": period, "firm": "Alba", "set": {"price": price}}
                for period, price in prices
            ),
            *more.pop("events", ()),
        ],
        periods=32,
        **more,
    )


OFFERING = {"introductory": 0.4, "introductory_months": 4.0}

OFF = (
    *("review", "switching_cost", "price_learning", "capacity_limits", "disconfirmation", "trust"),
    *("social_bonding", "structural_bonding", "satiation", "word_of_mouth", "advertising"),
    *("challenges", "staff", "rewards", "customisation", "comfort", "hospitality", "assurance"),
    "targeting",
)

MARKETS: dict[str, Scenario] = {
    "everyday": still([DEVOTED, {"price": 23.0}], **BETTER),
    "talk": still([DEVOTED, {"price": 23.0, "quality": 0.6}], behaviour=TALKATIVE, **BETTER),
    **{
        f"talk, {period}": still(
            [DEVOTED, {"price": 23.0, "quality": 0.6}],
            behaviour={**TALKATIVE, "spend_growth": 0.4},
            market={"period": period},
            **BETTER,
        )
        for period in ("week", "quarter", "half_year", "year")
    },
    **{
        f"level {level} by {channel}": still(
            [{**DEVOTED, "level": level, "channel": channel, "account_capacity": None}, {}],
            **BETTER,
        )
        for level, channel in zip(
            ("basic", "reactive", "proactive", "partnership"),
            ("face", "phone", "mail", "machine"),
            strict=True,
        )
    },
    "failures put right fast": failing(VOICED, speed=1.0, empowerment=1.0, compensation=1.0),
    "failures put right": failing(VOICED, speed=0.0, empowerment=0.9, compensation=0.9),
    "failures mishandled": failing(VOICED, speed=0.0, empowerment=0.1, compensation=0.1),
    "failures not severe": failing({**VOICED, "severity_mean": 0.0}, speed=1.0),
    "failures beyond all hope": failing(
        {**VOICED, "delight": 3.0, "recovery_expectation_start": 0.2}, speed=1.0, empowerment=1.0
    ),
    "failures unheard": failing({**FAILING, **TALKATIVE}, level="basic"),
    "failures in silence": failing({**FAILING, "voice_base": -500.0}, level="reactive"),
    **{
        f"failures of customers, {dispute}": still(
            [{**DEVOTED, "education": 0.0, "speed": 0.0, "dispute": dispute}, {"speed": 1.0}],
            behaviour={**VOICED, **TALKATIVE, "failure_rate": 0.0, "customer_failure_rate": 1.0},
            segment={"competence": 0.0},
        )
        for dispute in ("accept_all", "adjudicate")
    },
    "no room": still(
        [{**DEVOTED, "capacity": 1e-12}, {"capacity": 1e-12}],
        behaviour={"review": False},
        market={"capacity": "fixed"},
    ),
    "hardly enough room": still(
        [{**DEVOTED, "capacity": 2.2}, {"capacity": 2.1}],
        behaviour={"review": False, "best_load": 0.4, "staff_load_limit": 0.3},
        market={"capacity": "fixed"},
        events=[{"period": 5, "firm": "Brio", "set": {"present": False}}],
    ),
    "shocks": still([DEVOTED, {}], behaviour={**DECIDED, **TALKATIVE}, events=SHOCKS),
    "prices": still(
        [{**DEVOTED, "price": 24.0}, {"price": 23.0, "structural": 0.4, "referral_reward": 0.5}],
        behaviour={**TALKATIVE, "belief_weight": 0.0, "reference_group": False},
        segment={"restlessness": 1.0, "price_sensitivity": 1e8},
        events=[
            {"period": period, "firm": "Alba", "set": {"price": price}}
            for period, price in ((3, 40.0), (7, 24.0), (8, 40.0), (20, 10.0))
        ],
    ),
    "leaving the market": still(
        [{**DEVOTED}, {}],
        behaviour={"outside_option": True, "outside_utility": 0.0, "belief_weight": 0.0},
        segment={"restlessness": 1.0, "price_sensitivity": 1e8},
        market={"reference_price": 30.0},
        events=[
            {"period": 5, "firm": "Alba", "set": {"price": 90.0}},
            {"period": 9, "firm": "Brio", "set": {"price": 50.0}},
            {"period": 14, "firm": "Alba", "set": {"price": 20.0}},
        ],
    ),
    # Whoever is not wholly satisfied looks around, and goes where more is believed of.
    "dissatisfaction": still(
        [{**DEVOTED, "structural": 0.0}, {"quality": 0.5}],
        # Where beliefs are equal, it is for satisfaction to decide, and not for luck.
        behaviour={
            **TALKATIVE,
            "belief_weight": 1e7,
            "satisfaction_weight": 1e3,
            "dissatisfaction_review": 1e9,
        },
        events=[
            {"period": 5, "firm": "Alba", "set": {"quality": 0.2}},
            {"period": 15, "firm": "Brio", "set": {"quality": 0.1}},
            {"period": 17, "firm": "Alba", "set": {"quality": 0.9}},
        ],
    ),
    # Who hears good of the cheaper firm doubts, reviews and joins it.
    "referrals": still(
        [{**DEVOTED, "structural": 0.0, "reassurance": 0.0}, {"price": 31.0}],
        behaviour={**TALKATIVE, "doubt_review": 1.0, "belief_weight": 0.0},
        segment={"price_sensitivity": 1e8},
        warm_up=0.0,
    ),
    **{
        f"pampered, {period}": still(
            [{**DEVOTED, **PAMPERING}, {**PAMPERING, "account_capacity": 0.3, "social": 0.9}],
            behaviour={**TALKATIVE, **HIDDEN},
            market={"period": period},
            **BETTER,
        )
        for period in ("week", "month", "year")
    },
    "favours that come to light": still(
        [{**DEVOTED, "hospitality": 1.0, "reassurance": 0.0}, {"hospitality": 1.0}],
        behaviour={"hospitality_scandal": 1.0, "news_weight": 0.02},
        events=[{"period": 4, "firm": "Alba", "set": {"scandal": 3.0}}],
    ),
    "failures that a guarantee finds": failing(
        {**FAILING, "voice_base": -500.0, "guarantee_found": 1.0, "late_harm": 0.4},
        guarantee=1.0,
        speed=0.0,
        compensation=1.0,
        empowerment=1.0,
    ),
    **{
        f"failures of a machine, {fallback}": failing(
            {**VOICED, "machine_failures": 3.0, "late_harm": 0.4},
            channel="machine",
            level="reactive",
            human_fallback=fallback,
            speed=0.0,
            compensation=1.0,
            empowerment=1.0,
        )
        for fallback in (0.0, 1.0)
    },
    "a machine that never fails": failing({**VOICED, "machine_failures": 0.0}, channel="machine"),
    "failures of small customers": still(
        [{**DEVOTED, **FORGETFUL, "speed": 1.0}, {"speed": 0.0}],
        behaviour={**VOICED, "severity_by_spend": 0.5, "late_harm": 0.4},
        segment={"spend": 0.25},
    ),
    **{
        f"claims to segment {segment}": still(
            [
                {**DEVOTED, "claim": 0.95, "advertised_segment": segment},
                {"advertising": 2.0, "claim": 0.9},
            ],
            behaviour={"claim_trust": 0.3},
        )
        for segment in (1, 2)
    },
    "known as cheap": still(
        [{**DEVOTED, "price": 14.0, "promotion_frequency": 0.0}, {"price": 23.0}],
        behaviour={"low_price_signal": 0.4, "low_price_memory": 0.2, **DECIDED},
        segment={"restlessness": 1.0},
        events=[{"period": 12, "firm": "Alba", "set": {"price": 26.0}}],
    ),
    "known as cheap for a price that is set": still(
        [{"price": 14.0}, {"price": 23.0}],
        behaviour={"low_price_signal": 0.4, "price_learning": False, **DECIDED},
        segment={"restlessness": 1.0},
        market={"reference_price": 40.0},
        events=[{"period": 12, "firm": "Alba", "set": {"price": 26.0}}],
    ),
    "targeting the satisfied": targeting(target_by="satisfaction", target_from=0.6),
    "targeting the others": targeting(target_by="satisfaction", target_to=0.6),
    "targeting the loyal": targeting(target_by="tenure", target_from=0.5, target_to=2.0),
    "targeting a segment": targeting(target_by="segment", target_from=1.0, target_to=1.0),
    "targeting nobody": targeting(target_by="segment", target_from=2.0),
    "targeting the best": targeting(target_by="value", target_from=0.5),
    "targeting all but the best": targeting(target_by="value", target_to=0.5),
    **{
        f"targeting {name} where all fails": targeting(
            {**VOICED, "machine_failures": 3.0, "late_harm": 0.4},
            {"speed": 0.0, "learning": 0.0},
            **target,
        )
        for name, target in {
            "the happier": {"target_by": "satisfaction", "target_from": 0.2},
            "the best": {"target_by": "value", "target_from": 0.5},
        }.items()
    },
    "targeting switched off": targeting(
        {"targeting": False, "comfort": False}, target_by="value", target_to=0.5
    ),
    **{
        f"contracts of {term} months, notice {notice}, looking around {prompted}": bound(
            {**TERMS, "notice": notice, "term": term},
            {**TERMS, "notice": notice, "term": term, "exit_fee": 900.0},
            behaviour={"renewal_review": prompted},
            market={"period": period},
        )
        for period, term, notice, prompted in (
            ("month", 3.0, 0.0, 1.0),
            ("month", 3.0, 1.0, 0.0),
            ("month", 4.0, 2.0, 1.0),
            ("week", 0.6, 0.4, 1.0),
            ("quarter", 7.0, 1.0, 1.0),
        )
    },
    "contracts that end, closing and lapsing": bound(
        {**TERMS, "renews": False},
        {**TERMS, "notice": 1.0, "price_promise": False},
        behaviour={"renewal_review": 1.0},
        events=[
            {"period": 5, "firm": "Alba", "set": {"lapse_rate": 1.0}},
            {"period": 5, "firm": "Brio", "set": {"lapse_rate": 1.0}},
            {"period": 6, "firm": "Alba", "set": {"lapse_rate": 0.0}},
            {"period": 6, "firm": "Brio", "set": {"lapse_rate": 0.0}},
            {"period": 10, "firm": "Brio", "set": {"present": False}},
            {"period": 12, "firm": "Brio", "set": {"present": True, "term": 0.0}},
            {"period": 22, "firm": "Alba", "set": {"present": False}},
        ],
    ),
    "contracts of years, broken in doubt": bound(
        {},
        {},
        events=[
            {"period": 0, "firm": "Alba", "set": {**TERMS, "term": 18.0, "exit_fee": 0.5}},
            {"period": 2, "firm": "Brio", "set": {**TERMS, "term": 30.0, "exit_fee": 4.0}},
        ],
    ),
    "offers to newcomers": bound(OFFERING, {**OFFERING, "introductory_months": 6.0}),
    "offers to newcomers that the loyal hear of": bound(
        {**OFFERING, **TERMS},
        {**OFFERING, "introductory_months": 1.0},
        behaviour={"loyalty_penalty": 9.0},
    ),
    **{
        f"a control group {words}{which}": targeting(
            {"estimate_caution": 3.0}, control_share=1.0, pilot_months=4.0, **gets, **target
        )
        for which, gets in (("", {}), (", who get it all", {"control_gets": True}))
        for words, target in {
            "of all": {},
            "of the happier": {"target_by": "satisfaction", "target_from": 0.6},
            "of whom levers keep": {"target_by": "uplift", "target_from": 0.5},
        }.items()
    },
    "control groups of everybody and of nobody": bound(
        {"control_share": 1.0}, {"control_share": 1e-12, "social": 0.5}
    ),
    **{
        f"targeting {name}": bound(
            {"database": 1.0, "social": 0.6, "speed": 0.9, **target},
            {"database": 1.0, "reward_rate": 0.05, **target},
            behaviour={"estimate_caution": 3.0},
        )
        for name, target in {
            "who is about to leave": {"target_by": "risk", "target_from": 0.5},
            "who is not": {"target_by": "risk", "target_to": 0.4},
            "without a control group": {"target_by": "uplift", "pilot_months": 6.0},
        }.items()
    },
    "nothing but needs": still(
        [DEVOTED, {}],
        behaviour=dict.fromkeys(OFF, False),
    ),
}


def opening(market: Any) -> list[tuple[int, int | None]]:
    """Return the customers' firms at the opening, of either market, and their terms' ends."""
    if isinstance(market, Market):
        ends = market.customers.get("bound_until")
        pairs = zip(market.customers.get("firm"), ends, strict=True)
        return [(int(place), int(end) if end > -1_000 else None) for place, end in pairs]
    return [(market.firms.index(customer.firm), customer.ends) for customer in market.places]


def begun(kind: Any, scenario: Scenario, firms: list[int], like: Any = None, **words: Any) -> Any:
    """Return a market of a kind at whose opening customers are with these firms.

    Their terms end as in a market that is given.
    """
    markets = (kind(scenario, seed=seed, **words) for seed in itertools.count(1))
    if like is None:
        return next(one for one in markets if [place for place, _ in opening(one)] == firms)
    return next(one for one in markets if opening(one) == like)


@pytest.fixture(scope="module", params=[(name, pair) for name in MARKETS for pair in ("01", "00")])
def pair(request):
    """Return a run of the engine and one of the twin, with the same opening."""
    name, firms = request.param
    scenario = MARKETS[name]
    words = {"strategy": "better"} if "better" in scenario.strategies else {}
    places = [int(place) for place in firms]
    engine = begun(Market, scenario, places, **words)
    twin = begun(TwinMarket, scenario, places, opening(engine), **words)
    return engine.run(), twin.run()


def digits_of(twin: TwinMarket) -> float:
    """Return how far rounding may carry: what a firm knows is kept in half as many digits."""
    return 1e-5 if any(customer.known for customer in twin.places) else 1e-9


def test_every_figure_of_every_period_is_the_twins(pair):
    tolerance = digits_of(pair[1])
    engine, twin = (run.periods for run in pair)
    assert set(COLUMNS) <= set(engine.columns)
    assert set(COLUMNS) <= set(twin.columns)
    assert len(engine) == len(twin) > 0
    for name in (*COLUMNS, "share", "price"):
        np.testing.assert_allclose(
            engine[name].astype(float),
            twin[name].astype(float),
            rtol=tolerance,
            atol=tolerance,
            err_msg=name,
        )


@pytest.mark.parametrize("firm", NAMES[:2])
def test_every_figure_of_the_summary_is_the_twins(pair, firm):
    tolerance = digits_of(pair[1])
    engine, twin = (run.summary(firm) for run in pair)
    assert set(engine) - set(twin) == {"cost_per_customer_kept"}
    for name in twin:
        if engine[name] is None or twin[name] is None:
            assert engine[name] == twin[name], name
        else:
            assert engine[name] == pytest.approx(twin[name], rel=tolerance, abs=tolerance), name


@pytest.mark.parametrize("firm", NAMES[:2])
def test_the_complaint_ladder_is_the_twins(pair, firm):
    engine, twin = (run.ladder(firm) for run in pair)
    assert engine["needs"].tolist() == twin["needs"].tolist()
    stayed = [frame["stayed"].astype(float) for frame in (engine, twin)]
    np.testing.assert_allclose(*stayed, rtol=1e-12)


STATES = (
    *("satisfaction", "trust", "social_bond", "structural_bond", "satiation", "points"),
    *("negativity_made", "price_sensitivity_now", "recovery_expectation", "harm", "failures"),
    *("last_severity", "start", "known"),
)


def test_every_customer_ends_as_the_twins(pair):
    engine, twin = pair
    tolerance = digits_of(twin)
    ends = engine.customers
    for row, customer in enumerate(twin.places):
        for name in STATES:
            found, truth = float(ends[name].iloc[row]), getattr(customer, name)
            # Severity is kept in half as many digits.
            rough = 1e-6 if name == "last_severity" else tolerance
            assert found == pytest.approx(truth, rel=rough, abs=tolerance), name
        if engine.scenario.behaviour.targeting and ends["worth"].any():
            assert float(ends["worth"].iloc[row]) == pytest.approx(customer.worth, rel=1e-5)
        for firm, belief in customer.belief.items():
            found = ends[f"belief: {firm.name}"].iloc[row]
            assert found == pytest.approx(belief, rel=tolerance), firm.name
        assert ends["last_outcome"].iloc[row] == customer.last_outcome


@pytest.mark.parametrize("name", MARKETS)
def test_c3_customers_who_change_places_change_no_figure(name):
    there = begun(Market, MARKETS[name], [0, 1])
    back = begun(Market, MARKETS[name], [1, 0], opening(there)[::-1])
    there, back = there.run(), back.run()
    for column in COLUMNS:
        np.testing.assert_allclose(
            there.periods[column].astype(float),
            back.periods[column].astype(float),
            rtol=1e-12,
            atol=1e-12,
            err_msg=column,
        )


EVENTFUL = (
    *("won_by_choice", "won_back", "acquired", "lost_price", "lost_rival_pull", "lost_firm_closed"),
    *("lost_left_the_market", "turned_away", "referrals", "launches", "talk_good", "talk_bad"),
    *("resolved", "resolved_fast", "mishandled", "silent", "customer_failures"),
    *("points_redeemed", "points_forfeited", "discounts", "kept", "new", "exposures"),
    *("passed_by", "taken_up", "under_contract", "renewals", "notices", "exit_fees"),
    *("lost_payment_lapsed", "introductory_discounts", "offers_heard"),
    *("control", "control_lost", "with_levers", "with_levers_lost"),
    *(name for name, figure in COLUMNS.items() if figure.cost),
)


def test_what_can_happen_happens_in_some_of_these_markets():
    happened = set()
    for scenario in MARKETS.values():
        frame = begun(Market, scenario, [0, 1]).run().periods
        happened |= {name for name in EVENTFUL if frame[name].any()}
    assert set(EVENTFUL) - happened == set()
