"""Markets of any kind, made of whatever the mechanisms declare; and markets that are followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st

from relsim.behaviour import BEHAVIOUR, COSTS, FIELDS, LEVERS, MARKET, TRAITS, Parameter, Trait
from relsim.behaviour.declaration import LEAST
from relsim.market import Market, Run
from relsim.scenario import Scenario
from tests.market.markets import NAMES, market_of

LARGE = 50.0
"""As far as values go that have no upper end of their own."""
READY_MADE = tuple(market_of(1).strategies)
SETTINGS = {name: lever for name, lever in LEVERS.items() if not lever.momentary}
STRATEGIC = {name: lever for name, lever in LEVERS.items() if lever.strategic}
EVENTFUL = tuple(name for name, lever in LEVERS.items() if lever.event)
CHANGEABLE = tuple(name for name, one in MARKET.items() if one.event)
NETWORKS = ("small_world", "random", "scale_free", "complete", "none")
PERIODS = ("week", "month", "quarter", "half_year", "year")


def number(low: float, high: float) -> st.SearchStrategy[float]:
    """Return numbers of a declared range, its ends included where they are allowed."""
    low, high = max(low, -LARGE), min(high, max(LARGE, low))
    inner = st.floats(low, high, allow_subnormal=False)
    return st.one_of(inner, st.sampled_from([low, high]))


def value(one: Parameter) -> st.SearchStrategy[Any]:
    """Return values of a declared setting."""
    if one.choices:
        return st.sampled_from(one.choices)
    if isinstance(one.default, bool):
        return st.booleans()
    # What is divided by, and a price, would make everything else vanish.
    found: st.SearchStrategy[Any] = number(
        max(one.low, 0.01) if one.low == LEAST else one.low, one.high
    )
    if one.whole:
        found = st.integers(int(max(one.low, -LARGE)), int(min(one.high, LARGE)))
    return st.one_of(st.none(), found) if one.default is None else found


def some(declared: Mapping[str, Parameter], most: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables with some of the declared settings."""
    names = st.lists(st.sampled_from(sorted(declared)), max_size=most, unique=True)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries({name: value(declared[name]) for name in chosen})
    )


def law(trait: Trait) -> st.SearchStrategy[Any]:
    """Return laws of a trait, or numbers that everybody has."""
    mean = value(trait.settable)
    if not trait.spread_name:
        return st.one_of(mean, st.fixed_dictionaries({"mean": mean}))
    spread = st.floats(0.5, 100.0) if trait.law == "beta" else st.floats(0.0, 2.0)
    return st.one_of(mean, st.fixed_dictionaries({"mean": mean, trait.spread_name: spread}))


def segments(count: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return so many kinds of customers."""
    traits = st.fixed_dictionaries({}, optional={name: law(one) for name, one in TRAITS.items()})
    return st.lists(traits, min_size=count, max_size=count).map(
        lambda tables: [{"name": f"kind {k}", **table} for k, table in enumerate(tables)]
    )


def events(firms: int, periods: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return some events of firms and of the market."""
    when = st.integers(0, max(0, periods - 1))
    own = st.sampled_from(EVENTFUL).flatmap(
        lambda name: st.fixed_dictionaries({name: value(LEVERS[name])})
    )
    all_ = st.sampled_from(CHANGEABLE).flatmap(
        lambda name: st.fixed_dictionaries({name: value(MARKET[name])})
    )
    who = st.sampled_from(NAMES[:firms])
    some_firm = st.fixed_dictionaries({"period": when, "firm": who, "set": own})
    the_market = st.fixed_dictionaries({"period": when, "set": all_})
    return st.lists(st.one_of(some_firm, some_firm, the_market), max_size=6 if periods else 0)


def _written(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table without what is not set."""
    return {name: one for name, one in table.items() if one is not None}


@st.composite
def scenarios(draw: st.DrawFn, most: int = 60) -> Scenario:
    """Return a small market of any kind: any levers, laws, events, network and period."""
    firms = draw(st.integers(1, 6))
    periods = draw(st.integers(0, 14))
    tables = draw(st.lists(some(SETTINGS, 14), min_size=firms, max_size=firms))
    chosen = st.sampled_from(READY_MADE)
    return market_of(
        [{**_written(table), "strategy": draw(chosen)} for table in tables],
        customers=draw(st.integers(0, most)),
        periods=periods,
        warm_up=draw(st.floats(0.0, 8.0)),
        market={
            **_written(draw(some(MARKET, 6))),
            "period": draw(st.sampled_from(PERIODS)),
            "network": draw(st.sampled_from(NETWORKS)),
            "network_degree": draw(st.integers(0, 12)),
            "network_rewiring": draw(st.floats(0.0, 1.0)),
            "costs": _written(draw(some(COSTS, 8))),
        },
        behaviour=_written(draw(some(BEHAVIOUR, 16))),
        segments=draw(segments(draw(st.integers(1, 3)))),
        strategies={"any": _written(draw(some(STRATEGIC, 8)))},
        events=[
            {**event, "set": _written(event["set"])}
            for event in draw(events(firms, periods))
            if _written(event["set"])
        ],
    )


class Followed(Market):
    """A market that keeps everybody's record of the end of every period."""

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.kept = [self.customers.records.copy()]

    def step(self) -> None:
        """Live through one period and keep everybody."""
        lives = not self.finished
        super().step()
        if lives:
            self.kept.append(self.customers.records.copy())


def hold_lives(market: Followed, run: Run) -> None:
    """Hold A1, A2, A4, A6, A9, A10 and A12 period by period, against the customers themselves."""
    for now in range(len(market.kept) - 1):
        hold_period(market.kept[now], market.kept[now + 1], run, now)


def hold_period(before: Any, after: Any, run: Run, now: int) -> None:
    """Hold the identities of one period between two records of everybody."""
    kept = run.books
    books = kept.tallies[now, :-1]
    firms, period = len(books), now - kept.warm_up
    same = before["generation"] == after["generation"]
    was, is_ = before["firm"], after["firm"]

    def by_firm(who: Any, of: Any, weights: Any = None) -> Any:
        return np.bincount(
            of[who], weights=None if weights is None else weights[who], minlength=firms
        )

    assert (by_firm(is_ >= 0, is_) == books["closed"]).all(), "A1, A2"
    stayed = same & (is_ == was) & (is_ >= 0)
    assert (by_firm(stayed, is_) == np.diagonal(kept.moves[now])[:-1]).all(), "A4"
    assert (after["start"][stayed] == before["start"][stayed]).all(), "A10"
    joined = same & (is_ != was) & (is_ >= 0)
    assert (after["start"][joined] == period).all(), "A10"
    without = same & (is_ < 0) & (was < 0)
    assert (after["spent"][without] == before["spent"][without]).all(), "A10"
    departed = kept.tallies["paid_by_departed"][now].sum()
    paid = (after["spent"] - before["spent"])[same].sum() + departed - before["spent"][~same].sum()
    size = after["spent"].sum() + before["spent"].sum() + departed
    taken = (books["revenue"] - books["points_redeemed"]).sum()
    assert abs(paid - taken) <= 1e-9 * (1.0 + size), "A6"
    held = by_firm(is_ >= 0, is_, after["points"])
    scale = 1.0 + held + books["points_earned"] + books["points_forfeited"]
    assert (np.abs(held - books["points_held"]) <= 1e-9 * scale).all(), "A12"
    assert (after["points"][is_ < 0] == 0).all(), "A12"
    for name, field in FIELDS.items():
        column = after[name]
        assert ((column >= field.low) & (column <= field.high)).all(), f"A9 {name}"
