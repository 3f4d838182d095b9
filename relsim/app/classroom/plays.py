"""A game in a class: teams decide on phones, years are lived through, all is told at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeGuard

from relsim.app.classroom.shown import Lived, colours_of, debriefed, levers_of, live
from relsim.app.server import scheduler
from relsim.app.server.class_code import letters_of, signed_letters
from relsim.errors import InputError
from relsim.result.words import Sentence
from relsim.scenario import bundled, load
from relsim.study.game.game import RESEARCH, Decision, Game, begin
from relsim.words.catalogue import marked, translate
from relsim.words.language import language

if TYPE_CHECKING:
    from relsim.app.classroom.journal import Event

Plain = dict[str, Any]

NAMES = marked(("Red", "Blue", "Green", "Gold", "Violet", "Orange", "White", "Black"))
"""Of teams and their firms, in the language of who begins a game."""

MOST_CUSTOMERS, MOST_YEARS = 2_000, 20
"""What the page takes on: a year of a game is to be lived through in a moment."""

_JOB = "the game"
_LETTERS_OF_A_WORD = 6


class Plays:
    """The game of a class, if there is one: who is in which team, and what each has planned."""

    def __init__(
        self,
        happen: Callable[[Event], None],
        wake: Callable[[], None],
        lock: threading.RLock,
        secret: bytes,
    ) -> None:
        self._happen, self._wake, self._lock, self._secret = happen, wake, lock, secret
        self.clear()

    def clear(self, number: int = 0) -> None:
        """Forget the game; its number is how many there were."""
        self._number = number
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
        if not isinstance(market, str) or market not in bundled():
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
        self._compute(goes_by, lambda: live(following), done)

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
            return live(game), debriefed(debrief(game)) if self.told else None

        def done(found: tuple[Lived, dict[str, Plain] | None]) -> None:
            self._lived, self._found = found

        what = Sentence("Living through the other pasts" if self.told else "Going on")
        self._compute(what, made, done)

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
        if self.teams.get(browser) == team:
            return
        if browser in self.teams and game.decided:
            raise InputError(translate("The game is under way; whoever is in a team stays in it."))
        word = letters_of(self.word(str(team)))
        if team in self.teams.values() and letters_of(str(said.get("word", ""))) != word:
            said_so = Sentence(
                "{team} has somebody already. Type the word that stands on their phones.",
                team=str(team),
            )
            raise InputError(str(said_so))
        self._happen({"do": "team", "browser": browser, "team": team})

    def word(self, team: str) -> str:
        """Return what lets others into a team that has somebody: nobody else moves its levers."""
        return signed_letters(self._secret, f"game {self._number} {team}", _LETTERS_OF_A_WORD)

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
            self.clear(self._number + 1)
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
                    "colour": colours_of(game).get(team, ""),
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
            taken = self.teams.values()
            return {**found, "teams": [[one, one in taken] for one in game.teams]}
        plan = self.plans.get(team)
        return {
            **found,
            "word": self.word(team),
            "levers": levers_of(game, team, plan),
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


def _is_whole(value: object, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
