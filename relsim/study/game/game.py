"""The game as a value: its market, its teams, and what they decided so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from relsim.behaviour import LEVERS
from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.words import Sentence
from relsim.scenario import from_dict
from relsim.scenario.names import folded, objection
from relsim.scenario.wording import show
from relsim.study.game.prices import PLAYED, Prices, prices_in, reach
from relsim.study.levers import levers_under, unit_of
from relsim.words.catalogue import translate

if TYPE_CHECKING:
    from relsim.scenario import Scenario

FEWEST, MOST = 1, 8
"""Teams; one plays against minds."""

YEARS = 10

RESEARCH = 0.1
"""Part of the budget that a year's market research costs."""

_MONEY = Unit("money", 2)
_MOST_SHOWN = 1e15


@dataclass(frozen=True)
class Decision:
    """What a team does in a year.

    Parameters
    ----------
    levers : mapping of str to float
        Values of the levers that are played; one that is missing stays as it is.
    research : bool
        Whether it pays to be told what its own books do not say.
    """

    levers: Mapping[str, float] = field(default_factory=dict)
    research: bool = False


Year = Mapping[str, Decision]
"""By team; who decides nothing goes on as before."""


@dataclass(frozen=True)
class Game:
    """A game, begun by :func:`begin`; deciding makes the next one, and nothing is changed.

    Parameters
    ----------
    scenario : Scenario
        The market at the start, with a firm a team.
    teams : tuple of str
        Also the names of their firms.
    years : int
        How many it has.
    seed : int
        Of all luck.
    budget : float
        What all levers of a team may cost together, per customer and month.
    prices : Prices
        What each lever costs.
    decided : tuple of mapping
        Of the years so far, by team.
    """

    scenario: Scenario
    teams: tuple[str, ...]
    years: int
    seed: int
    budget: float
    prices: Prices
    decided: tuple[Year, ...] = ()

    @property
    def over(self) -> bool:
        """Whether its last year is decided."""
        return len(self.decided) >= self.years

    def levers(self, team: str, year: int | None = None) -> dict[str, float]:
        """Return how a team's levers stand after the first years, by default after all so far."""
        found = self.prices.usual()
        for decisions in self.decided[: len(self.decided) if year is None else year]:
            found |= decisions.get(team, Decision()).levers
        return found

    def cost(self, team: str, decision: Decision) -> float:
        """Return what a team's levers would cost, per customer and month."""
        research = RESEARCH * self.budget if decision.research else 0.0
        return self.prices.of({**self.levers(team), **decision.levers}) + research

    def check(self, team: str, decision: Decision) -> Decision:
        """Return a decision that the rules allow.

        Raises
        ------
        InputError
            For an unknown team or lever, a value out of reach, or more than the budget.

        Examples
        --------
        >>> import relsim
        >>> game = begin(relsim.load("insurance", {"market.customers": 100}), ["Us", "They"])
        >>> game.check("Us", Decision({"price": 400.0}))
        Traceback (most recent call last):
            ...
        relsim.errors.InputError: price: found €400.00; it can be set from €15.00 to €25.00.
        """
        if team not in self.teams:
            raise InputError(f"team: there is no {team!r}; there are {', '.join(self.teams)}.")
        if self.over:
            raise InputError(translate("The game is over; nothing can be decided any more."))
        for lever, value in decision.levers.items():
            if lever not in PLAYED:
                raise InputError(f"{lever}: this is not played; {', '.join(PLAYED)} are.")
            low, high = reach(lever, self.scenario)
            if (
                isinstance(value, bool)
                or not isinstance(value, int | float)
                or not (low <= value <= high)
            ):
                raise InputError(self._out_of_reach(lever, value, low, high))
        if (cost := self.cost(team, decision)) > self.budget * (1 + 1e-9):
            unit = replace(_MONEY, currency=str(self.scenario.market.currency))
            said = Sentence(
                "budget: this costs {cost} per customer and month; there are {budget}. Set a lever "
                "lower, or do without research.",
                cost=Quantity(cost, unit),
                budget=Quantity(self.budget, unit),
            )
            raise InputError(str(said))
        return decision

    def _out_of_reach(self, lever: str, value: object, low: float, high: float) -> str:
        unit = unit_of(LEVERS[lever], str(self.scenario.market.currency))
        if isinstance(value, int | float) and abs(value) < _MOST_SHOWN:
            said = unit.text(float(value))
        else:
            said = show(value)
        ends = f"from {unit.text(low)} to {unit.text(high)}"
        return f"{lever}: found {said}; it can be set {ends}."

    def decide(self, year: Year) -> Game:
        """Return the game after one more year's decisions, all of them checked."""
        if self.over:
            raise InputError(translate("The game is over; nothing can be decided any more."))
        checked = {team: self.check(team, decision) for team, decision in year.items()}
        return replace(self, decided=(*self.decided, checked))

    def with_all(self, team: str, other: str) -> Game:
        """Return the game in which one team did all along what another one did."""
        return self._instead(team, [year.get(other, Decision()).levers for year in self.decided])

    def with_first(self, team: str) -> Game:
        """Return the game in which one team never changed its first levers."""
        first = self.decided[0].get(team, Decision()).levers if self.decided else {}
        return self._instead(team, [first, *({} for _ in self.decided[1:])])

    def _instead(self, team: str, levers: list[Mapping[str, float]]) -> Game:
        # Everybody else's decisions, and this team's research, stay as they were recorded.
        decided = tuple(
            {**year, team: Decision(ours, year.get(team, Decision()).research)}
            for year, ours in zip(self.decided, levers, strict=True)
        )
        return replace(self, decided=decided)

    def to_json(self) -> dict[str, Any]:
        """Return the game as plain values; :meth:`from_json` makes it again."""
        return {
            "scenario": self.scenario.to_dict(),
            "teams": list(self.teams),
            "years": self.years,
            "seed": self.seed,
            "budget": self.budget,
            "prices": asdict(self.prices),
            "decided": [
                {team: asdict(decision) for team, decision in year.items()} for year in self.decided
            ],
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Game:
        """Return a game from plain values."""
        return cls(
            from_dict(found["scenario"]),
            tuple(found["teams"]),
            found["years"],
            found["seed"],
            found["budget"],
            Prices(**found["prices"]),
            tuple(
                {team: Decision(**decision) for team, decision in year.items()}
                for year in found["decided"]
            ),
        )


def begin(
    scenario: Scenario,
    teams: list[str] | tuple[str, ...],
    *,
    years: int = YEARS,
    seed: int = 1,
    budget: float | None = None,
    mind: str = "imitator",
) -> Game:
    """Begin a game: every team gets a firm like the one under study, of one size.

    Parameters
    ----------
    scenario : Scenario
        The market.
    teams : sequence of str
        Names of one to eight teams. One team plays against as many firms as the market had,
        which answer by themselves.
    years : int
        How many rounds there are.
    seed : int
        Of all luck.
    budget : float, optional
        For each team, per customer and month; by default what the dearest of the market's
        strategies costs.
    mind : str
        How rivals of a single team answer.

    Returns
    -------
    Game
        Nothing is decided yet.

    Examples
    --------
    >>> import relsim
    >>> game = begin(relsim.load("insurance", {"market.customers": 100}), ["Us", "They"], years=2)
    >>> game.scenario.firm_names, game.over
    (('Us', 'They'), False)
    >>> game.decide({"Us": Decision({"social": 0.2})}).levers("Us")["social"]
    0.2
    """
    names = tuple(teams)
    _check_teams(names)
    if not 1 <= years <= 30:
        raise InputError(f"years: found {years}; a game has 1 to 30.")
    if mind not in LEVERS["mind"].choices:
        raise InputError(f"mind: found {mind!r}; choose of {', '.join(LEVERS['mind'].choices)}.")
    market = _market(scenario, names, years, mind)
    prices = prices_in(market, names[0], seed)
    amount = _dearest(scenario, prices) if budget is None else budget
    if not amount >= 0:
        raise InputError(f"budget: found {amount}; it is an amount of money, 0 or more.")
    return Game(market, names, years, seed, amount, prices)


def _dearest(scenario: Scenario, prices: Prices) -> float:
    """Return what the dearest of a market's strategies costs by the list."""
    costs = []
    for name in scenario.strategies:
        under = levers_under(scenario, name)
        costs.append(prices.of({lever: float(under[lever] or 0.0) for lever in PLAYED}))
    return max(costs, default=0.0)


def _check_teams(names: tuple[str, ...]) -> None:
    if not FEWEST <= len(names) <= MOST:
        raise InputError(f"teams: found {len(names)}; a game has {FEWEST} to {MOST}.")
    for name in names:
        if why := objection(name, 40):
            raise InputError(f"team {name[:40]!r}: the name {why}.")
    if len({folded(name) for name in names}) < len(names):
        raise InputError("teams: two have the same name; give each its own.")


def _market(scenario: Scenario, names: tuple[str, ...], years: int, mind: str) -> Scenario:
    """Return the market in which every team has a firm like the one under study."""
    found = scenario.to_dict()
    ours = next(one for one in found["firms"] if one["name"] == scenario.focal.name)
    rivals = [] if len(names) > 1 else [one for one in scenario.firm_names if one not in names][1:]
    firms = [*names, *rivals]
    found["firms"] = [
        {
            **ours,
            "id": place,
            "name": name,
            "opening_share": ours["opening_share"] * len(scenario.firm_names) / len(firms),
            "mind": mind if name in rivals else "still",
            "strategy": "none",
        }
        for place, name in enumerate(firms)
    ]
    found["events"] = []
    found["market"] |= {"focal": names[0], "periods": round(12 * years / scenario.months)}
    return from_dict(found)
