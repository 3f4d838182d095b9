"""A search for the best levers drawn: what was tried, and the plateau around the best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from relsim.result.figure import Figure
from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import Sentence, counted
from relsim.study.optimise.question import SPENDING, dominated
from relsim.study.optimise.tables import named, plateau, said
from relsim.view.axes import fit, legend_above
from relsim.view.chart import Chart, blank, nothing_to_draw, table_of
from relsim.view.labels import harmless
from relsim.view.lines import HEIGHT
from relsim.view.style import Look, looks
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.study.optimise import Optimum
    from relsim.study.optimise.choices import Choice
    from relsim.study.optimise.found import Around, Trial

    _Point = tuple[Trial, float, float]

_WAYS = marked(("over the limit", "tried", "front", "best"))


def tried(result: Optimum) -> Chart:
    """Draw every trial: the goal against what it costs, or two goals and the front between them."""
    question, currency = result.question, str(result.scenario.market.currency)
    up = FIGURES[question.goals[0]]
    along = FIGURES[question.goals[1] if len(question.goals) > 1 else SPENDING]
    points = [
        (one, one.values[1] if len(one.values) > 1 else one.spending, one.values[0])
        for one in result.trials
        if one.values is not None
    ]
    sound = [point for point in points if point[0].within]
    signs = (1 if along.higher_is_better else -1, 1 if up.higher_is_better else -1)
    behind = dominated([(signs[0] * x, signs[1] * y) for _, x, y in sound]) if sound else []
    edge = [point for point, hidden in zip(sound, behind, strict=True) if not hidden]
    groups = {
        "over the limit": [point for point in points if not point[0].within],
        "tried": [point for point, hidden in zip(sound, behind, strict=True) if hidden],
        "front": sorted(edge, key=lambda point: point[1]),
        "best": [point for point in points if point[0].place == result.chosen.place],
    }
    figure = blank(height=HEIGHT, left=84)
    figure.add_traces(
        [_points(way, groups[way], look) for way, look in looks(_WAYS).items() if groups[way]]
    )
    _axis(figure.update_xaxes, along.counted_in(currency), [x for _, x, _ in points], along.noun)
    _axis(figure.update_yaxes, up.counted_in(currency), [y for _, _, y in points], up.noun)
    legend_above(figure)
    rows = (
        (named(one.picked), [_level(up, y, currency), _level(along, x, currency)])
        for one, x, y in reversed(groups["front"])
    )
    title = Sentence(
        "{trials}: {up} against {along}",
        trials=counted(len(points), "trial"),
        up=up.noun,
        along=along.noun,
    )
    subtitle = marked(
        "Means over the worlds of the search, in which the best of many was also lucky. On the "
        "front stands what no other trial is better than in both."
    )
    return Chart(title, subtitle, figure, table_of(marked("Front"), (up.title, along.title), rows))


def around(result: Optimum) -> Chart:
    """Draw how much is lost with one lever moved alone: how flat the best lies."""
    up, currency = FIGURES[result.question.goals[0]], str(result.scenario.market.currency)
    choices = result.question.choices.all
    names = [one.name for one in choices]
    if not result.around:
        why = marked("Ctrl-C came before anything around the best was looked at.")
        return nothing_to_draw(marked("Around the best"), why)
    figure = blank(height=HEIGHT, left=84)
    rows: list[tuple[str, list[Shown]]] = []
    seen: list[float] = []
    for choice, look in zip(choices, looks(names).values(), strict=True):
        held = [one for one in result.around if one.name == choice.name]
        behind = [one.behind[0] for one in held]
        figure.add_trace(_line(choice, held, look))
        seen += [end for one in behind for end in (one.mean, one.low, one.high) if end is not None]
        rows += [_row(up, one, currency) for one in held]
    where = translate("where in its range a lever stands")
    _axis(figure.update_xaxes, Unit("percent", 0), [0.0, 1.0], where)
    unit = up.counted_in(currency).of_difference
    behind_it = str(Sentence("{figure}, behind the best", figure=up.noun))
    _axis(figure.update_yaxes, unit, seen, behind_it)
    legend_above(figure)
    flat = [name for name in names if len(plateau(result, name)) > 1]
    title = Sentence(
        "Of {levers}, {flat} may be moved alone without a loss beyond doubt",
        levers=counted(len(names), "setting"),
        flat=len(flat),
    )
    subtitle = marked(
        "One lever moved alone, the others as at the best, in worlds that the search did not see. "
        "Words stand side by side as they were named. "
        "Bars are 95 % intervals of the difference to the best."
    )
    return Chart(title, subtitle, figure, table_of(marked("Lever"), (marked("at"), up.title), rows))


def _points(way: str, points: Sequence[_Point], look: Look) -> go.Scatter:
    return go.Scatter(
        x=[x for _, x, _ in points],
        y=[y for _, _, y in points],
        name=str(Word(way)),
        mode="lines+markers" if way == "front" else "markers",
        line={"color": look.line, "dash": look.dash, "width": 1.5},
        marker={"color": look.line, "symbol": look.mark, "size": 13 if way == "best" else 7},
        text=[harmless(named(one.picked)) for one, _, _ in points],
        hoverinfo="text",
    )


def _line(choice: Choice, held: Sequence[Around], look: Look) -> go.Scatter:
    low, high = choice.ends or (0, len(held) - 1)
    places = [one.at for one in held] if choice.ends else range(len(held))
    return go.Scatter(
        x=[(float(place or 0) - low) / (high - low) for place in places],
        y=[one.behind[0].mean for one in held],
        name=harmless(choice.name),
        mode="lines+markers" if choice.ends else "markers+text",
        text=None if choice.ends else [harmless(str(said(one.at))) for one in held],
        textposition=_inwards(len(held)),
        line={"color": look.line, "dash": look.dash, "width": 2},
        marker={"color": look.line, "symbol": look.mark, "size": 8},
        error_y={
            "type": "data",
            "array": [one.behind[0].half_width or 0.0 for one in held],
            "color": look.line,
            "thickness": 1.2,
            "width": 3,
        },
    )


def _inwards(number: int) -> list[str]:
    """Return where words stand at so many places, so that none leaves the picture."""
    return ["top right", *["top center"] * (number - 2), "top left"]


def _row(figure: Figure, one: Around, currency: str) -> tuple[str, list[Shown]]:
    return one.name, [said(one.at), figure.difference(one.behind[0], currency).with_interval()]


def _level(figure: Figure, value: float, currency: str) -> Quantity:
    return Quantity(value, figure.counted_in(currency))


def _axis(update: Callable[..., object], unit: Unit, seen: Sequence[float], title: str) -> None:
    update(title_text=harmless(title))
    fit(update, unit, seen)
