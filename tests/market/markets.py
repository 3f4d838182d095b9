"""Scenarios for the tests of the engine, and what two runs of it have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from relsim.behaviour import BEHAVIOUR, COLUMNS, COSTS, FIRM_FIELDS, LEVERS, MARKET, MECHANISMS
from relsim.market import Market, Run
from relsim.result.figures import FIGURES
from relsim.scenario import Scenario, from_dict

NAMES = (
    *("Alba", "Brio", "Cora", "Dune", "Echo", "Faro", "Gala", "Hera"),
    *("Iris", "Juno", "Kore", "Luna", "Mira", "Nova", "Onda", "Pola"),
)
SWITCHES = tuple(mechanism.name for mechanism in MECHANISMS if mechanism.switch)

BARE: dict[str, Any] = {
    **dict.fromkeys(SWITCHES, False),
    "needs": True,
    "review": True,
    "reference_group": False,
    "satisfaction_weight": 0.0,
    "trust_weight": 0.0,
    "price_review": 0.0,
    "dissatisfaction_review": 0.0,
    "taste_spread": 0.0,
    "belief_spread": 0.0,
}
"""Nothing but needs, reviews and a choice by belief and price."""

ALIKE: dict[str, float] = {
    "need_rate": 1.0,
    "spend": 1.0,
    "price_sensitivity": 4.0,
    "relational_orientation": 0.5,
    "variety_seeking": 0.0,
    "restlessness": 0.0,
    "negativity": 0.0,
    "competence": 1.0,
}
"""Everybody the same, and with a need in every period."""

COUNTED = ("customers", "uses", "reports")
HEADS = tuple(name for name, figure in COLUMNS.items() if figure.unit in COUNTED)
"""Figures that count people or what they do."""
MONEY = tuple(name for name, figure in COLUMNS.items() if figure.unit == "money")
VALUES = {name for name, figure in FIGURES.items() if figure.unit == "money"}
"""Figures of a run's summary that are amounts of money."""
FREE: dict[str, Any] = {"level": "basic", "empowerment": 0.0, "speed": 0.0}
"""Levers of a firm that costs nothing but its uses."""


def market_of(
    firms: int | Iterable[Mapping[str, Any]] = 2,
    *,
    customers: int = 300,
    periods: int = 12,
    warm_up: float = 0.0,
    market: Mapping[str, Any] | None = None,
    behaviour: Mapping[str, Any] | None = None,
    segment: Mapping[str, Any] | None = None,
    **more: Any,
) -> Scenario:
    """Return a scenario: so many equal firms, or firms as given, named where they are not."""
    tables = [{}] * firms if isinstance(firms, int) else list(firms)
    data: dict[str, Any] = {
        "market": {
            "customers": customers,
            "periods": periods,
            "warm_up": warm_up,
            **(market or {}),
        },
        "firms": [{"name": name, **table} for name, table in zip(NAMES, tables, strict=False)],
        "behaviour": dict(behaviour or {}),
    }
    if segment is not None:
        data["segments"] = [{"name": "all", **segment}]
    folder = more.pop("folder", None)
    data.update(more)
    return from_dict(data, folder=folder)


def bare(
    firms: int | Iterable[Mapping[str, Any]] = 2,
    *,
    behaviour: Mapping[str, Any] | None = None,
    segment: Mapping[str, Any] | None = None,
    market: Mapping[str, Any] | None = None,
    **more: Any,
) -> Scenario:
    """Return a scenario in which nothing happens but what a closed form needs."""
    return market_of(
        firms,
        market={"network": "none", "reference_price": 20.0, **(market or {})},
        behaviour={**BARE, **(behaviour or {})},
        segment={**ALIKE, **(segment or {})},
        **more,
    )


def live(scenario: Scenario, seed: int = 1, **words: Any) -> Run:
    """Return the run of a scenario."""
    return Market(scenario, seed=seed, **words).run()


RICH_FIRM: dict[str, Any] = {
    "reward_rate": 0.1,
    "social": 0.6,
    "structural": 0.5,
    "level": "accountable",
    "channel": "phone",
    "account_capacity": 60.0,
    "promotion_depth": 0.3,
    "promotion_frequency": 0.3,
    "loyalty_discount": 0.1,
    "innovation": 0.2,
    "advertising": 40.0,
    "claim": 0.8,
    "direct_messages": 1.0,
    "encouragement": 0.6,
    "compensation": 0.9,
    "learning": 0.7,
    "dispute": "adjudicate",
    "training": 0.4,
    "staff_reward": 0.3,
    "reassurance": 0.5,
    "education": 0.4,
    "referral_reward": 1.0,
    "consistency": 0.3,
    "customisation": 0.8,
    "database": 0.5,
    "convenience": 0.6,
    "setting": 0.4,
    "hospitality": 0.9,
    "guarantee": 0.4,
    "target_by": "value",
    "target_from": 0.3,
    "term": 3.0,
    "notice": 1.0,
    "exit_fee": 12.0,
    "renewal_rise": 0.05,
    "lapse_rate": 0.02,
}
RICH_BEHAVIOUR: dict[str, Any] = {
    "failure_rate": 0.2,
    "customer_failure_rate": 0.2,
    "imitation_speed": 0.3,
    "spend_growth": 0.3,
    "talk_base": 0.3,
    "negative_weight": 2.0,
    "price_bond_correlation": -0.5,
    "hospitality_scandal": 0.3,
    "severity_by_spend": 0.25,
    "claim_trust": 0.1,
    "low_price_signal": 0.3,
    "talk_spread": 0.8,
    "awareness": True,
    "aware_by_bad_talk": 0.1,
}
RICH_LAST: dict[str, Any] = {
    "introductory": 0.2,
    "introductory_months": 3.0,
    "quality": 0.8,
    "price": 21.0,
    "channel": "machine",
    "human_fallback": 0.5,
    "social": 0.3,
    "loyalty_discount": 0.2,
    "target_by": "uplift",
    "target_from": 0.2,
    "target_to": 0.8,
    "pilot_months": 3.0,
    "control_share": 0.3,
    "advertising": 20.0,
    "advertised_segment": 2,
    "term": 2.0,
    "price_promise": True,
}
TOGETHER: dict[str, Any] = {
    "behaviour.awareness": True,
    "behaviour.aware_start": 0.7,
    "behaviour.forgetting": 0.03,
    "behaviour.imitation_speed": 0.2,
    "behaviour.renewal_review": 0.6,
    "behaviour.talk_spread": 0.8,
    "firms.Alba.exit_fee": 12.0,
    "firms.Alba.introductory": 0.15,
    "firms.Alba.lapse_rate": 0.01,
    "firms.Alba.notice": 1.0,
    "firms.Alba.term": 6.0,
    "firms.Brio.introductory": 0.2,
    "firms.Brio.mind": "price_matcher",
    "firms.Brio.price_promise": True,
    "firms.Brio.term": 3.0,
    "market.busy_chance": 0.2,
    "market.freedom": 0.8,
    "market.needs_second_quarter": 1.3,
    "market.spend_drift": 0.4,
}
"""What may meet in a market: settings under which a law of one mechanism must hold, too."""
RESTLESS: dict[str, Any] = {"restlessness": {"mean": 0.2, "concentration": 6.0}}


def rich(
    firms: int,
    *,
    period: str = "month",
    network: str = "small_world",
    customers: int = 100,
    periods: int = 12,
    **market: Any,
) -> Scenario:
    """Return a scenario in which everything happens that can happen."""
    first, last = NAMES[0], NAMES[firms - 1]
    tables: list[dict[str, Any]] = [{"mind": "learner"} for _ in range(firms)]
    tables[0] = {**RICH_FIRM, "mind": "imitator"}
    tables[-1] = {**tables[-1], **RICH_LAST, "mind": "price_matcher"}
    events: list[dict[str, Any]] = [
        {"period": 1, "firm": last, "set": {"scandal": 1.0}},
        {"period": 2, "firm": first, "set": {"challenge": 1.0, "media": 0.1}},
        {"period": 3, "firm": first, "set": {"price": 17.0, "structural": 0.9}},
        {"period": 4, "set": {"freedom": 0.6, "observability": 0.5}},
        {"period": 6, "set": {"population_turnover": 0.1, "freedom": 1.0}},
    ]
    if firms > 1:
        events += [
            {"period": 5, "firm": last, "set": {"present": False}},
            {"period": 8, "firm": last, "set": {"present": True}},
        ]
    return market_of(
        tables,
        customers=customers,
        periods=periods,
        warm_up=2.0,
        market={
            "period": period,
            "network": network,
            "capacity": "fixed",
            "population_turnover": 0.02,
            "spend_drift": 0.3,
            "needs_second_quarter": 0.6,
            "busy_chance": 0.2,
            "costs": {"account_staff": 0.1},
            **market,
        },
        behaviour=RICH_BEHAVIOUR,
        segments=[
            {"name": "plain", "share": 0.6, **RESTLESS},
            {"name": "heavy", "spend": {"mean": 2.0, "sigma": 0.5}, "need_rate": 0.6, **RESTLESS},
        ],
        events=[event for event in events if event["period"] < periods],
    )


def columns(records: np.ndarray, firms: int) -> dict[str, np.ndarray]:
    """Return every column of customers' records that means something."""
    found = {}
    for name in records.dtype.names or ():
        if name != "padding":
            values = records[name]
            found[name] = values[:, :firms] if values.ndim > 1 else values
    return found


def state(market: Market) -> dict[str, bytes]:
    """Return the bytes of all customers' states, by column."""
    found = columns(market.customers.records, len(market.firms))
    return {name: np.ascontiguousarray(values).tobytes() for name, values in found.items()}


def outcome(market: Market) -> dict[str, bytes]:
    """Return the bytes of everything that a market leaves behind, after running it."""
    run = market.run()
    spells = run.spell_records
    books = run.books
    return {
        **state(market),
        **{f"firm {name}": market.firm_records[name].tobytes() for name in _FIRM},
        **{f"spell {name}": spells[name].tobytes() for name in spells.dtype.names or ()},
        "books": books.tallies.tobytes(),
        "moves": books.moves.tobytes(),
        "closings": books.closings.tobytes(),
        "offers": books.offers.tobytes(),
        "stays": books.stays.tobytes(),
        "cohorts": books.cohorts.tobytes(),
        "alike": books.alike.tobytes(),
        "trials": books.trials.tobytes(),
    }


_FIRM = (*LEVERS, *FIRM_FIELDS)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return what differs between two outcomes or states, by name."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


def heads(run: Run) -> np.ndarray:
    """Return all that was counted, periods and firms by figures, warm-up included."""
    books = run.books.tallies[:, :-1]
    return np.stack([books[name] for name in HEADS], axis=-1)


def figure(run: Run, name: str) -> np.ndarray:
    """Return one figure of the books, periods after the warm-up by firms."""
    return np.asarray(run.books.tallies[name][run.warm_up :, :-1])


def total(run: Run, name: str, firm: int = 0) -> float:
    """Return the sum of one firm's figure after the warm-up."""
    return float(figure(run, name)[:, firm].sum())


def closed(run: Run) -> np.ndarray:
    """Return customers at the end of each period after the warm-up, periods by firms."""
    return np.asarray(run.books.closings[run.warm_up :])


def money_scaled(data: Mapping[str, Any], factor: float) -> dict[str, Any]:
    """Return a complete scenario's data with every amount of money × a factor."""

    def scaled(table: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value * factor
            if name in declared and declared[name].money and value is not None
            else value
            for name, value in table.items()
        }

    both = {**MARKET, **LEVERS}
    return {
        **data,
        "market": {
            **scaled(data["market"], MARKET),
            "costs": scaled(data["market"]["costs"], COSTS),
        },
        "firms": [scaled(firm, LEVERS) for firm in data["firms"]],
        "strategies": {name: scaled(one, LEVERS) for name, one in data["strategies"].items()},
        "events": [{**event, "set": scaled(event["set"], both)} for event in data["events"]],
        "behaviour": scaled(data["behaviour"], BEHAVIOUR),
    }
