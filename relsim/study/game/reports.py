"""What a team is told after a year: its own books, and for money what they do not say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from relsim.behaviour import REASONS
from relsim.result.quantity import Quantity, Unit
from relsim.result.words import Sentence
from relsim.study.game.game import RESEARCH, Decision
from relsim.study.game.living import periods_a_year
from relsim.words.catalogue import Word, marked

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.study.game.game import Game

HEADS, MONEY, SCORE, SHARE = Unit("count", 0), Unit("money"), Unit("score", 2), Unit("percent")

Found = tuple[tuple[str | Sentence, Quantity], ...]


@dataclass(frozen=True)
class Report:
    """A year of a team.

    Parameters
    ----------
    team : str
        Whose.
    year : int
        From 1.
    books : tuple of (str or Sentence, Quantity)
        What every firm knows of itself.
    research : tuple of (str or Sentence, Quantity)
        What market research found; empty for who did not pay for it.
    """

    team: str
    year: int
    books: Found
    research: Found = ()


def report(game: Game, run: Run, team: str, year: int) -> Report:
    """Return what a team is told of a year that was lived.

    Its database counts heads, money and complaints. What customers feel, why they left and what
    rivals hold is in no database: it is asked for, and paid for, or guessed.

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.game import begin, lived
    >>> game = begin(relsim.load("insurance", {"market.customers": 100}), ["Us", "They"])
    >>> game = game.decide({"Us": Decision(research=True)})
    >>> told = [report(game, lived(game), team, 1) for team in game.teams]
    >>> [len(one.research) > 0 for one in told], told[1].books[0][0]
    ([True, False], 'Customers at the end of the year')
    """
    ours = rows(game, run, team, year)
    money = replace(MONEY, currency=str(game.scenario.market.currency))
    spent = researched(game, run, team, year)
    left, bonds = ours.customers.iloc[-1], ours.relationship_spending.sum()
    books = (
        (marked("Customers at the end of the year"), Quantity(float(left), HEADS)),
        (marked("Won"), Quantity(float((ours.acquired + ours.won_back).sum()), HEADS)),
        (marked("Lost"), Quantity(float(ours.lost.sum()), HEADS)),
        (marked("Complaints"), Quantity(float(ours.complaints.sum()), HEADS)),
        (marked("Revenue"), Quantity(float(ours.revenue.sum()), money)),
        (marked("Spent on relationships"), Quantity(float(bonds), money)),
        (marked("Spent on research"), Quantity(spent, money)),
        (marked("Profit of the year"), Quantity(float(ours.profit.sum()) - spent, money)),
        (marked("Profit so far"), Quantity(score(game, run, team, year), money)),
    )
    asked = game.decided[year - 1].get(team, Decision()).research
    return Report(team, year, books, _found(game, run, ours, year) if asked else ())


def score(game: Game, run: Run, team: str, years: int | None = None) -> float:
    """Return the profit of a team's years so far, research paid: what the game is won by."""
    lasts = len(game.decided) if years is None else years
    return sum(
        float(rows(game, run, team, year).profit.sum()) - researched(game, run, team, year)
        for year in range(1, lasts + 1)
    )


def rows(game: Game, run: Run, team: str, year: int) -> pd.DataFrame:
    """Return the periods of a team's year."""
    begun = (year - 1) * periods_a_year(game)
    found = run.periods
    within = (found.period >= begun) & (found.period < begun + periods_a_year(game))
    return found[within & (found.firm == team)]


def researched(game: Game, run: Run, team: str, year: int) -> float:
    """Return what a team's research of a year cost: by the heads that it asked about."""
    if not game.decided[year - 1].get(team, Decision()).research:
        return 0.0
    heads = float(rows(game, run, team, year).customers.sum()) * game.scenario.months
    return RESEARCH * game.budget * heads


def _found(game: Game, run: Run, ours: pd.DataFrame, year: int) -> Found:
    """Return what customers say when asked: how they feel, why they left, whom they went to."""
    last = ours.iloc[-1]
    shares = [
        (
            Sentence("Share of {firm}", firm=firm),
            Quantity(float(rows(game, run, firm, year).share.iloc[-1]), SHARE),
        )
        for firm in game.scenario.firm_names
    ]
    reasons = {
        reason: float(ours[column].sum())
        for reason in REASONS
        if (column := f"lost_{reason.replace(' ', '_')}") in ours
    }
    named = sorted(reasons.items(), key=lambda one: -one[1])[:3]
    return (
        (marked("Satisfaction"), Quantity(float(last.satisfaction), SCORE)),
        (marked("Trust"), Quantity(float(last.trust), SCORE)),
        *shares,
        *(
            (Sentence("Left: {reason}", reason=Word(reason)), Quantity(count, HEADS))
            for reason, count in named
            if count
        ),
    )
