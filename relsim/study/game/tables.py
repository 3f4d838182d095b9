"""The tables of a debriefing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relsim.result.quantity import Quantity
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence, counted
from relsim.study.game.pasts import FIRST, as_played
from relsim.study.game.reports import HEADS, MONEY, SHARE
from relsim.words.catalogue import Word, marked

if TYPE_CHECKING:
    from relsim.study.game.pasts import Pasts

NOBODY = "nobody"


def tables(found: Pasts) -> list[Table]:
    """Return standings, what else was, who went where, and one customer's life."""
    return [_standings(found), _otherwise(found), _moves(found), _life(found)]


def money(found: Pasts, value: float, *, signed: bool = False) -> Quantity:
    """Return an amount in the market's money."""
    unit = replace(MONEY, currency=str(found.game.scenario.market.currency))
    return Quantity(value, unit, signed=signed)


def _standings(found: Pasts) -> Table:
    order = sorted(found.scores, key=lambda team: -found.scores[team])
    rows = [
        (
            money(found, found.scores[team]),
            Quantity(found.shares[team], SHARE),
            Quantity(found.misjudged[team], HEADS),
        )
        for team in order
    ]
    columns = marked(("profit", "share at the end", "customers wrongly thought loyal, or not"))
    return Table(
        marked("Who earned what"),
        columns,
        tuple(_row(team, cells) for team, cells in zip(order, rows, strict=True)),
        marked("team"),
    )


def _otherwise(found: Pasts) -> Table:
    teams = found.game.teams
    told: dict[str, str] = {FIRST: marked("kept its first levers")}
    if len(teams) > 1:
        told |= {as_played(one): str(Sentence("played as {team}", team=one)) for one in teams}
    rows = []
    for team in teams:
        others, was = found.otherwise[team], found.scores[team]
        gains = [
            money(found, others[one] - was, signed=True) if one in others else "" for one in told
        ]
        rows.append(_row(team, tuple(gains)))
    title = marked("What each would have earned more, had it")
    return Table(title, tuple(told.values()), tuple(rows), marked("team"))


def _moves(found: Pasts) -> Table:
    names = (*found.game.scenario.firm_names, marked("nobody"))
    rows = [
        _row(
            name,
            tuple(
                "" if place == other else Quantity(float(count), HEADS)
                for other, count in enumerate(found.moved[place])
            ),
        )
        for place, name in enumerate(names)
    ]
    return Table(marked("Who left whom, for whom"), names, tuple(rows), marked("left"))


def _life(found: Pasts) -> Table:
    title = Sentence(
        "Customer {number}, who has been with {firms}",
        number=str(found.customer),
        firms=counted(len({one.firm for one in found.stays}), "firm"),
    )
    rows = [
        _row(
            one.firm,
            (
                Quantity(float(one.began), HEADS),
                Quantity(float(one.lasted), HEADS),
                Word(one.reason) if one.reason else marked("still there"),
            ),
        )
        for one in found.stays
    ]
    columns = marked(("from period", "for periods", "left because of"))
    return Table(title, columns, tuple(rows), marked("with"), prose=True)


def _row(name: str, shown: tuple[Quantity | str, ...]) -> Row:
    return Row(name, "", tuple(Cell(one) for one in shown), name)
