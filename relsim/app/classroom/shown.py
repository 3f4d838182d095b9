"""What is shown of a game, put into words: levers and what they cost, books, all at the end."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relsim.app.page.controls import label_of
from relsim.behaviour import LEVERS
from relsim.result.quantity import Quantity, Unit
from relsim.result.words import Sentence, plural
from relsim.study.game.living import lived, market_of
from relsim.study.game.prices import PLAYED, reach
from relsim.study.game.reports import Report, report, score
from relsim.study.levers import unit_of
from relsim.view.periods import clock
from relsim.view.style import firm_colours
from relsim.words.catalogue import Word, translate
from relsim.words.language import in_every_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

    from relsim.result.table import Table
    from relsim.scenario import Scenario
    from relsim.stories import Story
    from relsim.study.game.debrief import Debrief
    from relsim.study.game.game import Decision, Game

Plain = dict[str, Any]

_STEPS = 40
"""Of a slider."""

_COLOURS = (
    *("#c62828", "#1565c0", "#2e7d32", "#b8860b"),
    *("#7b3fb5", "#e06c00", "#aab2bb", "#22262b"),
)
"""Red, blue, green, gold, violet, orange, white and black, as they can be seen on paper."""


@dataclass(frozen=True)
class Lived:
    """What is shown of the years so far."""

    profits: dict[str, Quantity]
    reports: dict[str, dict[str, list[Plain]]]
    """Of the last two years, by language and team."""


def live(game: Game) -> Lived:
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


def levers_of(game: Game, team: str, plan: Decision | None) -> list[Plain]:
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
                "unit": _unit(name, (high - low) / _STEPS, game.scenario).plain,
                "value": stand[name],
                "values": game.prices.values.get(name, []),
                "costs": game.prices.costs.get(name, []),
            }
        )
    return found


def _unit(name: str, step: float, scenario: Scenario) -> Unit:
    """Return what a lever is read in, with as many decimals as its steps need."""
    unit = unit_of(LEVERS[name], str(scenario.market.currency))
    if not unit.significant:
        return unit
    places = max(0, math.ceil(-math.log10(unit.scale * step) - 1e-9))
    return replace(unit, decimals=min(4, places), significant=False)


def _reported(found: Report) -> Plain:
    return {
        "year": found.year,
        "books": [[str(name), str(value)] for name, value in found.books],
        "research": [[str(name), str(value)] for name, value in found.research],
    }


def debriefed(found: Debrief) -> dict[str, Plain]:
    """Return all that is told at the end, the life of the customer of most firms included."""
    lives = _lives(found)
    return in_every_language(lambda: _told(found, *lives))


def _lives(found: Debrief) -> tuple[Story, Story]:
    """Return one customer's life as it was, and had the winner kept its first levers."""
    from relsim.stories import story

    market, other = map(market_of, (found.game, found.game.with_first(found.winner)))
    row, seed = found.customer % int(market.market.customers), found.game.seed
    one, two = (story(each, row, against=None, seed=seed) for each in (market, other))
    return one, two


def _told(found: Debrief, life: Story, other: Story) -> Plain:
    again = translate("Again: {command}").partition("{")[0]
    return {
        "life": life.to_text().partition(f"\n{again}")[0],
        "picture": _picture(found, life, other),
        "said": [str(one) for one in found.conclusions()],
        "tables": [_table(one) for one in found.tables()],
        "notes": [str(one) for one in found.notes()],
    }


def _picture(found: Debrief, life: Story, other: Story) -> Plain:
    """Return both lives as lanes, as a story's picture draws them."""
    from relsim.view.two_lives import two_lives

    kept = Sentence("had {team} kept its first levers", team=found.winner)
    both = replace(
        life,
        life=replace(life.life, called=translate("as it was")),
        other=replace(other.life, called=str(kept)),
    )
    chart, periods = two_lives(both), Word(plural(clock(life.scenario).noun))
    at = both.ways_part_at
    title = Sentence(
        "Customer {row} as it was, and {kept}: {where}",
        row=str(life.customer),
        kept=kept,
        where=Sentence(
            "with the same firms all along" if at is None else "the ways part in year {year}",
            year=str((at or 0) // both.year + 1),
        ),
    )
    return {
        "title": str(title),
        "legend": str(chart.subtitle),
        "across": str(Sentence("{periods} since the game began", periods=periods)),
        "figure": json.loads(_in_their_colours(found.game, chart.figure)),
    }


def colours_of(game: Game) -> dict[str, str]:
    """Return the colour of each team, which is named by it in whatever language."""
    return dict(zip(game.teams, _COLOURS, strict=False))


def _in_their_colours(game: Game, figure: go.Figure) -> str:
    usual = firm_colours(game.scenario.firm_names, game.scenario.focal.name)
    own = {usual[team]: colour for team, colour in colours_of(game).items()}
    text = figure.to_json(validate=False, engine="json")
    return re.sub("|".join(own), lambda found: own[found[0]], text)


def _table(found: Table) -> Plain:
    rows = [[str(row.top), *(str(cell.top) for cell in row.cells)] for row in found.rows]
    return {
        "title": str(found.title),
        "columns": [str(found.corner), *map(str, found.columns)],
        "rows": rows,
    }
