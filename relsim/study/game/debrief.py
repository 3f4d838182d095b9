"""After the game: who won, who took whose customers, and what each would have earned otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from relsim.result.result import Result
from relsim.result.words import Sentence
from relsim.study.game import tables
from relsim.study.game.pasts import Pasts, measured

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table
    from relsim.study.game.game import Game
    from relsim.study.parallel import Progress


class Debrief(Pasts, Result):
    """What is told when the game is over: :class:`Pasts`, as every result shows itself."""

    def tables(self) -> list[Table]:
        """Return standings, what else was, who went where, and one customer's life."""
        return tables.tables(self)

    def conclusions(self) -> list[Shown]:
        """Return who won, and whose decisions were worth least."""
        return [
            Sentence(
                "{team} won with {profit}.",
                team=self.winner,
                profit=tables.money(self, self.scores[self.winner]),
            )
        ]

    def notes(self) -> list[Shown]:
        """Return who was wrongly thought loyal, and how the other pasts were found."""
        return [
            Sentence(
                "Wrongly thought loyal: served by the team at each of the last six needs, and yet "
                "without a good relationship. Wrongly thought not loyal: the reverse."
            ),
            Sentence(
                "Each other past is lived through anew with the same luck: one team's levers are "
                "replaced, every other team's decisions stay as they were recorded. So the "
                "difference is what those decisions made, exactly; how others would have answered "
                "is not in it. Rivals with a mind answer in it, too."
            ),
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return profits, as they were and as they would have been; and all moves."""
        told = [("as it was", team, value) for team, value in self.scores.items()]
        told += [
            (what, team, value)
            for team, others in self.otherwise.items()
            for what, value in others.items()
        ]
        names = [*self.game.scenario.firm_names, tables.NOBODY]
        moves = pd.DataFrame(self.moved, index=pd.Index(names, name="left"), columns=names)
        return {
            "profits": pd.DataFrame(told, columns=["what", "team", "profit"]),
            "moves": moves.reset_index(),
        }

    def to_json(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "winner": self.winner,
            "scores": dict(self.scores),
            "shares": dict(self.shares),
            "otherwise": {team: dict(others) for team, others in self.otherwise.items()},
            "misjudged": dict(self.misjudged),
            "moved": self.moved.tolist(),
            "customer": self.customer,
            "stays": [[one.firm, one.began, one.lasted, one.reason] for one in self.stays],
        }


def debrief(game: Game, progress: Progress | None = None) -> Debrief:
    """Return what a game was, and what it would have been with other decisions.

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.game import Decision, begin
    >>> game = begin(relsim.load("insurance", {"market.customers": 100}), ["Us", "They"], years=2)
    >>> game = game.decide({"Us": Decision({"price": 17.0})}).decide({})
    >>> found = debrief(game)
    >>> found.otherwise["Us"]["kept its first levers"] == found.scores["Us"]
    True
    """
    return Debrief(**measured(game, progress))
