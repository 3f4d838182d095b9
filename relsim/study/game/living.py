"""Living through a game: its decisions are events of its market, so the same game is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.scenario.writing import key

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.scenario import Scenario
    from relsim.study.game.game import Game


def periods_a_year(game: Game) -> int:
    """Return how many periods a round has."""
    return round(12 / game.scenario.months)


def market_of(game: Game) -> Scenario:
    """Return the market of the years so far, with every decision as an event."""
    events = {
        f"events.{key(f'{team} in year {year}')}": {
            "period": (year - 1) * periods_a_year(game),
            "firm": team,
            "set": dict(decision.levers),
        }
        for year, decisions in enumerate(game.decided, 1)
        for team, decision in decisions.items()
        if decision.levers
    }
    lasts = {"market.periods": len(game.decided) * periods_a_year(game)}
    return game.scenario.with_overrides({**lasts, **events})


def lived(game: Game) -> Run:
    """Live through the years that were decided.

    Chance is keyed, so a longer game has the same past, and one with another decision the same
    luck.

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.game import Decision, begin
    >>> game = begin(relsim.load("insurance", {"market.customers": 100}), ["Us", "They"])
    >>> run = lived(game.decide({"Us": Decision({"social": 0.2})}))
    >>> int(run.periods.period.max())
    11
    """
    from relsim.market.bare import BareMarket  # heavy: Numba

    return BareMarket(market_of(game), seed=game.seed).run()
