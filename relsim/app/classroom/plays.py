"""A game in a class: teams decide on phones, years are lived through, all is told at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from relsim.app.page.controls import label_of
from relsim.app.server import scheduler
from relsim.behaviour import LEVERS
from relsim.errors import InputError
from relsim.result.quantity import Quantity, Unit
from relsim.result.words import Sentence
from relsim.scenario import bundled, load
from relsim.study.game.game import RESEARCH, Decision, Game, begin
from relsim.study.game.living import lived, market_of
from relsim.study.game.prices import PLAYED, reach
from relsim.study.game.reports import Report, report, score
from relsim.words.catalogue import marked, translate
from relsim.words.language import in_every_language, language

if TYPE_CHECKING:
    from relsim.app.classroom.journal import Event
    from relsim.result.table import Table
    from relsim.stories import Story
    from relsim.study.game.debrief import Debrief

Plain = dict[str, Any]

NAMES = marked(("Red", "Blue", "Green", "Gold", "Violet", "Orange", "White", "Black"))
"""Of teams and their firms, in the language of who begins a game."""

MOST_CUSTOMERS, MOST_YEARS = 2_000, 20
"""What the page takes on: a year of a game is to be lived through in a moment."""

_JOB = "the game"
_STEPS = 40


class Plays:
    """The game of a class, if there is one: who is in which team, and what each has planned."""

    def __init__(
        self, happen: Callable[[Event], None], wake: Callable[[], None], lock: threading.RLock
    ) -> None:
        self._happen, self._wake, self._lock = happen, wake, lock
        self.clear()

    def clear(self) -> None:
        """Forget the game."""
        self.game: Game | None = None
        self.teams: dict[str, str] = {}
        self.plans: dict[str, Decision] = {}
        self.told = False
        self.preparing: str | Sentence = ""
        self.trouble: str | Sentence = ""
        self._lived: Lived | None = None
        self._found: dict[str, Plain] | None = None

    def forget(self, browser: str) -> None:
        """Let a seat leave its team; what the team planned stays the team's."""
        self.teams.pop(browser, None)

    # What who leads does.

    def begin(self, said: Plain) -> None:
        """Begin a game: the prices of levers are found first."""
        market, teams, years = said.get("market"), said.get("teams"), said.get("years")
        if market not in bundled():
            raise InputError(f"market: there is no bundled market {market!r}.")
        if not (_is_whole(teams, len(NAMES)) and _is_whole(years, MOST_YEARS)):
            raise InputError(f"A game has 1 to {len(NAMES)} teams and 1 to {MOST_YEARS} years.")
        scenario = load(market)
        if scenario.market.customers > MOST_CUSTOMERS:
            scenario = scenario.with_overrides({"market.customers": MOST_CUSTOMERS})

        names = tuple(map(str, NAMES[:teams]))

        def made() -> Plain:
            return begin(scenario, names, years=years).to_json()

        def done(game: Plain) -> None:
            self._happen({"do": "begin", "game": game})

        self._compute(Sentence("Finding what each lever costs"), made, done)

    def year(self, said: Plain) -> None:
        """Live through the next year with what the teams have planned."""
        game = self._playing()
        if said.get("year") != len(game.decided) + 1:
            return  # who pressed twice meant one year
        following = game.decide(self.plans)

        def done(found: Lived) -> None:
            decided = {team: asdict(one) for team, one in following.decided[-1].items()}
            self._happen({"do": "year", "decided": decided})
            self._lived = found

        goes_by = Sentence("Year {year} goes by", year=str(said["year"]))
        self._compute(goes_by, lambda: _live(following), done)

    def debrief(self, said: Plain) -> None:
        """Tell all: what else would have been, too."""
        game = self._playing()
        if not game.decided:
            raise InputError(translate("Nothing has been played yet."))
        if not self.told:
            self._happen({"do": "debrief"})
        self.resume()

    def resume(self) -> None:
        """Live again through what was played before the server's end."""
        from relsim.study.game.debrief import debrief

        game = self.game
        if game is None or not game.decided:
            return

        def made() -> tuple[Lived, dict[str, Plain] | None]:
            return _live(game), _debriefed(debrief(game)) if self.told else None

        def done(found: tuple[Lived, dict[str, Plain] | None]) -> None:
            self._lived, self._found = found

        what = marked("Living through the other pasts" if self.told else "Going on")
        self._compute(Sentence(what), made, done)

    def _compute(
        self, what: Sentence, made: Callable[[], Any], done: Callable[[Any], None]
    ) -> None:
        """Compute in turns with everybody else, and take the result in hand."""
        if self.preparing:
            raise InputError(str(Sentence("{what}: wait for that.", what=self.preparing)))
        self.preparing, self.trouble = what, ""

        def deliver(job: Any) -> None:
            with self._lock:
                if self.preparing != what:
                    return  # the class was forgotten meanwhile
                self.preparing = ""
                if job.error is not None:
                    self.trouble = Sentence("{what}: {why}", what=what, why=str(job.error))
                else:
                    done(job.result)
                self._wake()

        scheduler.shared.submit(_JOB, lambda turn: made(), deliver)
        self._wake()

    # What teams do.

    def join(self, browser: str, said: Plain) -> None:
        """Put a seat into a team; once a year was lived it stays there."""
        game, team = self._playing(), said.get("team")
        if team not in game.teams:
            raise InputError(f"team: there is no {team!r}.")
        if browser in self.teams and game.decided:
            why = marked("The game is under way; whoever is in a team stays in it.")
            raise InputError(str(why))
        self._happen({"do": "team", "browser": browser, "team": team})

    def plan(self, browser: str, said: Plain) -> None:
        """Hear what somebody plans for their own team; the last one of a team counts."""
        game = self._playing()
        if browser not in self.teams:
            raise InputError(translate("Choose a team first."))
        if said.get("year") != len(game.decided) + 1 or self.preparing:
            raise InputError(translate("This year has begun; plan the next one."))
        levers = said.get("levers")
        if not isinstance(levers, dict):
            raise InputError("levers: name each with its value.")
        research = said.get("research") is True
        team = self.teams[browser]
        checked = game.check(team, Decision(levers, research))
        planned = {"levers": dict(checked.levers), "research": research}
        self._happen({"do": "plan", "browser": browser, "team": team, **planned})

    def _playing(self) -> Game:
        if self.game is None:
            raise InputError(translate("There is no game yet."))
        return self.game

    # What happens.

    def apply(self, event: Event) -> None:
        """Do what happened."""
        do = event["do"]
        if do == "begin":
            self.clear()
            self.game = Game.from_json(event["game"])
        elif do == "team":
            self.teams[event["browser"]] = event["team"]
        elif do == "plan":
            self.plans[event["team"]] = Decision(event["levers"], event["research"])
        elif do == "year":
            decided = {team: Decision(**one) for team, one in event["decided"].items()}
            self.game = self._playing().decide(decided)
            self.plans, self._lived = {}, None
        elif do == "debrief":
            self.told = True

    # What there is to see.

    def for_board(self) -> Plain | None:
        """Return what everybody may see: who has planned, and what each has earned so far."""
        if self.game is None:
            return None
        game = self.game
        profits = self._lived.profits if self._lived else {}
        return {
            **self._where(game),
            "market": translate(game.scenario.title),
            "preparing": str(self.preparing),
            "teams": [
                {
                    "name": team,
                    "members": sum(one == team for one in self.teams.values()),
                    "planned": team in self.plans,
                    "profit": profits[team].value if profits else 0.0,
                    "shown": str(profits.get(team, "")),
                }
                for team in game.teams
            ],
            "debrief": self._found and self._found[language()],
        }

    def for_leader(self) -> Plain:
        """Return what comes next."""
        if self.game is None or self.told or self.preparing:
            return {"step": None}
        return {"step": "debrief" if self.game.over else "year"}

    def for_seat(self, browser: str) -> Plain | None:
        """Return what one phone may see: of teams its own alone."""
        if self.game is None:
            return None
        game, team = self.game, self.teams.get(browser)
        found = {**self._where(game), "team": team, "preparing": bool(self.preparing)}
        if team is None:
            return {**found, "teams": list(game.teams)}
        plan = self.plans.get(team)
        return {
            **found,
            "levers": _levers(game, team, plan),
            "research": bool(plan and plan.research),
            "planned": plan is not None,
            "currency": str(game.scenario.market.currency),
            "budget": game.budget,
            "research_costs": RESEARCH * game.budget,
            "reports": self._lived.reports[language()][team] if self._lived else [],
        }

    def _where(self, game: Game) -> Plain:
        year = min(len(game.decided) + 1, game.years)
        return {"year": year, "years": game.years, "over": game.over, "told": self.told}


@dataclass(frozen=True)
class Lived:
    """What is shown of the years so far."""

    profits: dict[str, Quantity]
    reports: dict[str, dict[str, list[Plain]]]
    """Of the last two years, by language and team."""


def _live(game: Game) -> Lived:
    """Live through a game so far, and put what is told of it into words once."""
    run, last = lived(game), len(game.decided)
    money = Unit("money", 0, str(game.scenario.market.currency))
    years = range(max(1, last - 1), last + 1)
    return Lived(
        {team: Quantity(score(game, run, team), money) for team in game.teams},
        in_every_language(
            lambda: {
                team: [_reported(report(game, run, team, one)) for one in years]
                for team in game.teams
            }
        ),
    )


def _levers(game: Game, team: str, plan: Decision | None) -> list[Plain]:
    """Return a team's levers as they would stand, and what each costs where."""
    stand: Mapping[str, float] = {**game.levers(team), **(plan.levers if plan else {})}
    found = []
    for name in PLAYED:
        low, high = reach(name, game.scenario)
        found.append(
            {
                "name": name,
                "label": label_of(translate(LEVERS[name].called)),
                "meaning": translate(LEVERS[name].meaning),
                "low": low,
                "high": high,
                "step": (high - low) / _STEPS,
                "value": stand[name],
                "values": game.prices.values.get(name, []),
                "costs": game.prices.costs.get(name, []),
            }
        )
    return found


def _reported(found: Report) -> Plain:
    return {
        "year": found.year,
        "books": [[str(name), str(value)] for name, value in found.books],
        "research": [[str(name), str(value)] for name, value in found.research],
    }


def _debriefed(found: Debrief) -> dict[str, Plain]:
    """Return all that is told at the end, the life of the customer of most firms included."""
    from relsim.stories import story

    market = market_of(found.game)
    row = found.customer % int(market.market.customers)
    life = story(market, row, against=None, seed=found.game.seed)
    return in_every_language(lambda: _told(found, life))


def _told(found: Debrief, life: Story) -> Plain:
    again = translate("Again: {command}").partition("{")[0]
    return {
        "life": life.to_text().partition(f"\n{again}")[0],
        "said": [str(one) for one in found.conclusions()],
        "tables": [_table(one) for one in found.tables()],
        "notes": [str(one) for one in found.notes()],
    }


def _table(found: Table) -> Plain:
    rows = [[str(row.top), *(str(cell.top) for cell in row.cells)] for row in found.rows]
    return {
        "title": str(found.title),
        "columns": [str(found.corner), *map(str, found.columns)],
        "rows": rows,
    }


def _is_whole(value: object, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
