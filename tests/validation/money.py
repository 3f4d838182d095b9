"""What customers bring: concentration of revenue, fewer defections, a shopper's lifetime."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import relsim
from relsim.market import Market, Run
from relsim.scenario import Scenario
from tests.validation.lives import SEED, Loyal, Purses, default_market, lived
from tests.validation.row import Interval, Line, Prepared, Row

TOPS = (5, 10, 20, 30, 50)
CDNOW = (36.7, 50.9, 67.8, 78.0, 89.6)
MONTHS, ENTRY = 18, 3
"""The log runs over 18 months; its customers first bought in the first three."""

DEFECTIONS = {"auto service": 30.0, "bank branch": 85.0, "insurance brokerage": 50.0}
READINGS = ("5 points", "5 %")
FEWER = 0.05
SEARCH_SEED = SEED + 10_000
"""Shares of restlessness are sought in worlds that are not measured."""
SEARCH_WORLDS, HALVINGS = 3, 8

WEEKLY, YEAR, YEARS, RATE = 8.0 * 45 / 52, 52, 30, 0.10
TEXTBOOK = 10_800.0


def concentration(world: int, _: Prepared) -> list[float]:
    """Return the share of revenue, in percent, of the firm's top customers, by two readings."""
    purses = Purses()
    lived(default_market(customers=40_000, periods=MONTHS), world, phases=[purses])
    periods = np.concatenate([np.full(len(who), period) for period, who, _ in purses.paid])
    numbers = np.concatenate([who for _, who, _ in purses.paid])
    paid = np.concatenate([money for _, _, money in purses.paid])
    people, place = np.unique(numbers, return_inverse=True)
    first = np.full(len(people), MONTHS)
    np.minimum.at(first, place, periods)
    totals = np.bincount(place[periods >= 0], paid[periods >= 0], minlength=len(people))
    newcomers = totals[(first >= 0) & (first < ENTRY)]
    return [*_tops(newcomers), *_tops(totals[totals > 0])]


def _tops(totals: np.ndarray) -> list[float]:
    """Return what the top so many percent bring, in percent of all revenue."""
    ordered = np.sort(totals)[::-1]
    counts = [round(len(ordered) * top / 100) for top in TOPS]
    return [float(100 * ordered[:count].sum() / ordered.sum()) for count in counts]


def market_of(industry: str) -> Scenario:
    """Return the market that stands for an industry; the default one where none does."""
    names = {"bank branch": "retail_bank", "insurance brokerage": "insurance"}
    return relsim.load(names[industry]) if industry in names else default_market()


def with_share(scenario: Scenario, share: float, seed: int, world: int) -> Run:
    """Return a run in which the firm's customers are less restless from period 0 on."""
    return Market(scenario, seed, world, strategy="none", phases=[Loyal(share=share)]).run()


def shares_found() -> dict[str, Any]:
    """Return by how much restlessness must fall for fewer defections, by industry and reading."""
    found = {}
    for industry in DEFECTIONS:
        scenario = market_of(industry)
        usual = _defection(scenario, 1.0)
        for reading in READINGS:
            fewer = FEWER if reading == "5 points" else FEWER * usual
            low, high = 0.0, 1.0
            # What even no restlessness cannot reach ends at none.
            for _ in range(HALVINGS):
                middle = (low + high) / 2
                if _defection(scenario, middle) > usual - fewer:
                    high = middle
                else:
                    low = middle
            found[f"{industry}, {reading}"] = 0.0 if low == 0.0 else middle
    return found


def _defection(scenario: Scenario, share: float) -> float:
    def one(world: int) -> float:
        return float(with_share(scenario, share, SEARCH_SEED, world).summary()["retention"])

    with ThreadPoolExecutor(max_workers=SEARCH_WORLDS) as pool:
        return 1 - float(np.mean(list(pool.map(one, range(SEARCH_WORLDS)))))


def defections(world: int, prepared: Prepared) -> list[float]:
    """Return what fewer defections bring to one firm, in percent, by industry and reading."""
    found = []
    for industry in DEFECTIONS:
        scenario = market_of(industry)
        usual = with_share(scenario, 1.0, SEED, world).summary()
        found.append(100 * (1 - usual["retention"]))
        for reading in READINGS:
            share = prepared[f"{industry}, {reading}"]
            loyal = with_share(scenario, share, SEED, world).summary()
            found.append(100 * (1 - loyal["retention"]))
            found += [
                100 * (loyal[name] / usual[name] - 1) for name in ("profit", "lifetime_value")
            ]
    return found


def tell_defections(figures: Sequence[Interval]) -> str:
    """Return the gains in lifetime value beside those outside, by reading."""
    means = np.array([found.mean for found in figures]).reshape(len(DEFECTIONS), -1)
    outside = ", ".join(f"{gain:.0f}" for gain in DEFECTIONS.values())
    gains = {
        reading: ", ".join(f"{gain:.0f}" for gain in means[:, 3 * place + 3])
        for place, reading in enumerate(READINGS)
    }
    reached = ", ".join(f"{points:.1f}" for points in means[:, 0] - means[:, 1])
    parts = [f"{gain} % with {reading} fewer" for reading, gain in gains.items()]
    return (
        f"Lifetime value gains {' and '.join(parts)} ({', '.join(DEFECTIONS)}), against "
        f"{outside} % outside; of the 5 points {reached} are reached."
    )


def shopper(world: int, _: Prepared) -> list[float]:
    """Return what a shopper is worth in pounds: textbook, closed form with churn, simulated."""
    scenario = relsim.load("supermarket", {"market.periods": YEARS * YEAR})
    spells = lived(scenario, world).spells
    own = spells[spells["firm"] == scenario.focal.name]
    end = (own["start"] + own["duration"]).where(own["reason"].notna(), YEARS * YEAR)
    weeks = end[(own["start"] < 0) & (end > 0)].to_numpy(dtype=float)
    stays = float((weeks >= YEAR).mean() ** (1 / YEAR))
    now = (1 + RATE) ** (-1 / YEAR)
    return [
        *(WEEKLY * YEARS * YEAR, _stream(now)),
        *(_stream(stays), _stream(stays * now)),
        *(WEEKLY * float(weeks.mean()), WEEKLY * float(((1 - now**weeks) / (1 - now)).mean())),
    ]


def _stream(kept: float) -> float:
    """Return the worth of a weekly profit of which a share is left from week to week."""
    return WEEKLY * (1 - kept ** (YEARS * YEAR)) / (1 - kept)


def tell_shopper(figures: Sequence[Interval]) -> str:
    """Return what churn and discounting leave of the textbook's sum."""
    _, discounted, formula, formula_discounted, left, both = (one.mean for one in figures)
    above = [
        f"{100 * (closed / real - 1):+.0f} %".replace("-", "−")
        for closed, real in ((formula, left), (formula_discounted, both))
    ]
    return (
        f"Of £{TEXTBOOK:,.0f} discounting alone leaves £{discounted:,.0f}, churn alone "
        f"£{left:,.0f}, both £{both:,.0f}; the closed form with one chance of staying for all "
        f"is off by {above[0]}, discounted by {above[1]}."
    )


ROWS = (
    Row(
        key="concentration",
        title="Concentration of revenue at one firm",
        unit="% of revenue from the top so many % of all who ever bought",
        source="Fader & Hardie 2001",
        status="predicted",
        lines=tuple(
            Line(f"top {top} % ({who})", outside)
            for who in ("who first bought within three months", "everybody")
            for top, outside in zip(TOPS, CDNOW, strict=True)
        ),
        worlds=10,
        measure=concentration,
        quick=False,
        note="Outside: the transaction log of CDNOW, 23,570 people who first bought in the first "
        "quarter of 1997, followed for 18 months. Model: default market of 40,000 customers over "
        "18 months; first those who first bought from the firm in the first three months, then "
        "everybody who bought. Half of those people bought once; in the model the need comes "
        "back nearly every month: it is the spread of spending that concentrates revenue here.",
    ),
    Row(
        key="defections",
        title="What fewer defections bring",
        unit="%",
        source="Reichheld & Sasser 1990",
        status="predicted",
        lines=tuple(
            line
            for industry, gain in DEFECTIONS.items()
            for line in (
                Line(f"{industry}: defections a year", None),
                *(
                    one
                    for reading in READINGS
                    for one in (
                        Line(f"{industry}: defections with {reading} fewer", None),
                        Line(f"{industry}: more profit, {reading} fewer", gain),
                        Line(f"{industry}: more lifetime value, {reading} fewer", gain),
                    )
                ),
            )
        ),
        worlds=10,
        measure=defections,
        prepare=shares_found,
        tell=tell_defections,
        quick=False,
        note="Retail bank and insurance stand for bank branch and brokerage, the default market "
        "for auto service. Only the customers of the firm under study become less restless, at no "
        "cost, found by bisection in other worlds; profit is that of ten years, lifetime value "
        "that of the customers at the start. Where fewer than 5 in 100 would leave by restlessness "
        "alone, all restlessness is taken away and the line shows what that reaches. Outside, the "
        "gain is in the present value of a customer, growing margins included; here margins do "
        "not grow.",
    ),
    Row(
        key="shopper",
        title="A shopper who leaves £8 a week",
        unit="£ in 30 years",
        source="a textbook example, after Reichheld & Sasser 1990",
        status="arithmetic, then predicted",
        lines=(
            Line("nobody leaves, money is money", TEXTBOOK, 0),
            Line("… 10 % a year discounted", None, 0),
            Line("closed form, one chance of staying for all", None, 0),
            Line("… discounted", None, 0),
            Line("simulated households", None, 0),
            Line("… discounted", None, 0),
        ),
        worlds=5,
        measure=shopper,
        tell=tell_shopper,
        quick=False,
        note="£80 a week with £8 profit, 45 weeks a year. The first two lines are arithmetic; the "
        "others take the households of `supermarket`, who reconsider and move away, the closed "
        "form with the chance of staying of their first year. £10,800 is no measurement but the "
        "most that could be; what is below it is what churn and discounting take.",
    ),
)
