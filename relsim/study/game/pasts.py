"""What a game came to, and what it would have come to with other decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.behaviour import REASONS
from relsim.study.game.living import lived
from relsim.study.game.reports import rows, score

if TYPE_CHECKING:
    from relsim.market import Run
    from relsim.study.game.game import Game
    from relsim.study.parallel import Progress

FIRST = "kept its first levers"


def as_played(team: str) -> str:
    """Return what it is called to have decided what a team decided."""
    return f"played as {team}"


@dataclass(frozen=True)
class Stay:
    """One relationship of the customer who has seen the most firms."""

    firm: str
    began: int
    """The period; negative before the game."""
    lasted: int
    reason: str
    """Why it ended; empty where it did not."""


@dataclass(frozen=True, eq=False, repr=False)
class Pasts:
    """What is told when the game is over.

    Parameters
    ----------
    game : Game
        As it was played.
    scores : mapping of str to float
        Profit by team, research paid.
    shares : mapping of str to float
        Of the market, at the end, by firm.
    moved : ndarray of int, shape (firms + 1, firms + 1)
        Who left whom for whom; the last row and column is nobody.
    otherwise : mapping of str to mapping of str to float
        By team, what it would have earned had it kept its first levers, or played another
        team's, with everybody else's decisions as they were.
    misjudged : mapping of str to float
        By team, customers at the end whom its database takes for something else than they are.
    customer : int
        Who has been with the most firms.
    stays : tuple of Stay
        That customer's relationships.
    """

    game: Game
    scores: Mapping[str, float]
    shares: Mapping[str, float]
    moved: np.ndarray
    otherwise: Mapping[str, Mapping[str, float]]
    misjudged: Mapping[str, float]
    customer: int
    stays: tuple[Stay, ...]

    @property
    def winner(self) -> str:
        """Who earned most."""
        return max(self.scores, key=lambda team: self.scores[team])


def measured(game: Game, progress: Progress | None = None) -> dict[str, Any]:
    """Return the fields of :class:`Pasts`, each other past lived through anew."""
    run = lived(game)
    pasts = {
        team: {
            FIRST: game.with_first(team),
            **{as_played(one): game.with_all(team, one) for one in game.teams if one != team},
        }
        for team in game.teams
    }
    total, done = sum(len(others) for others in pasts.values()), 0
    otherwise: dict[str, dict[str, float]] = {}
    for team, others in pasts.items():
        otherwise[team] = {}
        for what, other in others.items():
            otherwise[team][what] = score(other, lived(other), team)
            done += 1
            if progress is not None:
                progress(done, total)
    customer, stays = _traveller(run)
    last = len(game.decided)
    return {
        "game": game,
        "scores": {team: score(game, run, team) for team in game.teams},
        "shares": {
            firm: float(rows(game, run, firm, last).share.iloc[-1])
            for firm in game.scenario.firm_names
        },
        "moved": _moved(run),
        "otherwise": otherwise,
        "misjudged": {
            team: float(rows(game, run, team, last).misjudged.iloc[-1]) for team in game.teams
        },
        "customer": customer,
        "stays": stays,
    }


def _moved(run: Run) -> np.ndarray:
    """Return who left whom for whom over the whole game."""
    periods = range(int(run.periods.period.max()) + 1)
    moved: np.ndarray = np.sum([run.switching(period).to_numpy() for period in periods], axis=0)
    np.fill_diagonal(moved, 0)
    return moved


def _traveller(run: Run) -> tuple[int, tuple[Stay, ...]]:
    """Return who has been with the most firms, and in which order."""
    spells: Any = run.spells.sort_values(["customer", "start"])
    spells = spells[spells.start + spells.duration >= 0]  # of the game, not of what was before
    # Who was there when the game began: a story can be told of them.
    there = spells[spells.start <= 0].customer
    kinds = spells[spells.customer.isin(there)].groupby("customer").firm.nunique()
    customer = int(kinds.idxmax())
    theirs = spells[spells.customer == customer]
    return customer, tuple(
        Stay(
            str(one.firm),
            int(one.start),
            int(one.duration),
            str(one.reason) if one.reason in REASONS else "",
        )
        for one in theirs.itertuples()
    )
