"""The picture of a claim: one, of the kind that shows its point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import numpy as np

from relsim.claims.claim import exactly
from relsim.claims.drawing import BOTTOM, RIGHT, TOP, WIDTH, Drawing, padded
from relsim.claims.kept import Kept
from relsim.claims.verdict import Finding
from relsim.claims.worlds import Worlds
from relsim.result.quantity import Unit
from relsim.result.statistics import Estimate
from relsim.result.words import AFTER_COMMA, Sentence, singular
from relsim.view.style import INK, MUTED, looks
from relsim.words.catalogue import translate
from relsim.words.language import SOURCE, language, speaking
from relsim.words.templates import in_markup

if TYPE_CHECKING:
    from relsim.claims import Evidence
    from relsim.claims.breadth import Breadth
    from relsim.claims.contrast import Contrast
    from relsim.claims.verdict import Curve
    from relsim.result.figure import Figure

BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"
_DASHES = {"solid": "", "dash": "7 4", "dot": "2 4", "dashdot": "7 3 2 3", "longdash": "12 4"}
_BINS = 40
"""Places along the axis at which settings pile up."""
_LETTERS = 34
"""What fits beside a row."""


def picture(evidence: Evidence) -> str:
    """Return the picture of a claim; what comes from the ledger has its picture there."""
    if isinstance(evidence.worlds, Kept) and (language() == SOURCE or _grid_place(evidence)):
        return _retold(evidence, evidence.worlds.picture())
    first = next((one for one in evidence.curves if one.contrast is evidence.main.contrast), None)
    if first is not None and not first.vary.is_grid:
        return along(evidence, first)
    if any(one.vary.is_grid for one in evidence.curves) or _grid_place(evidence):
        return grid(evidence)
    if evidence.claim.courses:
        return over_time(evidence)
    return side_by_side(evidence)


def _retold(evidence: Evidence, drawn: str) -> str:
    """Return a grid of the ledger, which keeps no worlds of it, in the language in force."""
    if language() == SOURCE:
        return drawn
    with speaking(SOURCE):
        title = _grid_title(evidence)

    def said(text: str) -> str:
        known = text.removesuffix("?")
        told = _grid_title(evidence) if text == title else translate(known)
        return f"{told}?" if known != text else told

    return in_markup(drawn, said)


def along(evidence: Evidence, curve: Curve) -> str:
    """Return an effect along a sweep, with its interval, and where it flips."""
    contrast, vary = curve.contrast, curve.vary
    xs = [float(value) for value in vary.values]
    effects = [one.effect for one in curve.findings]
    ends = [end for one in effects for end in (one.low, one.high, one.mean) if end is not None]
    drawing = Drawing(_short(translate(contrast.name), 56), padded(xs, 0.03), padded([*ends, 0.0]))
    drawing.axes(
        translate(vary.name),
        lambda value: str(vary.quantity(value)),
        lambda value: str(evidence.claim.effect(contrast, exactly(value))),
    )
    drawing.line([(xs[0], 0.0), (xs[-1], 0.0)], INK, width=1.5)
    for flip in evidence.flips:
        if flip.path == vary.name:
            drawing.line([(flip.at, y) for y in padded([*ends, 0.0])], ORANGE, dash="5 4", width=2)
    sure = [(x, one) for x, one in zip(xs, effects, strict=True) if one.low is not None]
    upper = [(x, _number(one.high)) for x, one in sure]
    lower = [(x, _number(one.low)) for x, one in reversed(sure)]
    drawing.band([*upper, *lower], BLUE)
    drawing.line([(x, _number(one.mean)) for x, one in sure], BLUE)
    for x, one in zip(xs, curve.findings, strict=True):
        if one.effect.mean is not None:
            drawing.dot(x, one.effect.mean, BLUE, hollow=one.status != "holds")
    return drawing.svg()


def over_time(evidence: Evidence) -> str:
    """Return the first course, arm by arm."""
    name = evidence.claim.courses[0]
    figure = evidence.claim.figure(name)
    assert isinstance(evidence.worlds, Worlds)
    courses = {arm: evidence.worlds.course(arm, name) for arm in evidence.claim.arms}
    means = [one.mean for course in courses.values() for one in course if one.mean is not None]
    longest = max(len(course) for course in courses.values())
    drawing = Drawing(_short(str(figure.title), 56), (0.0, longest * 1.0), padded(means or [0.0]))
    period = translate(singular(str(evidence.scenario.market.period)))
    drawing.axes(period, _plain, lambda value: _level(figure, value))
    style = looks(list(courses))
    for place, (arm, course) in enumerate(courses.items()):
        points = [(float(x), one.mean) for x, one in enumerate(course) if one.mean is not None]
        look = style[arm]
        drawing.line(points, look.line, dash=_DASHES[look.dash])
        row = TOP + 12 + 15 * place
        drawing.line(
            [(WIDTH - 150, row - 4), (WIDTH - 124, row - 4)],
            look.line,
            raw=True,
            dash=_DASHES[look.dash],
        )
        drawing.text(WIDTH - 118, row, _short(translate(arm), 17), size=11, colour=look.text)
    return drawing.svg()


def side_by_side(evidence: Evidence) -> str:
    """Return rows of means with their intervals: arms, or parts that are about one arm each."""
    if evidence.claim.drawn:
        chosen = [one for one in evidence.parts if one.contrast.name in evidence.claim.drawn]
        rows = [(translate(one.contrast.name), one.effect, one) for one in chosen]
        return _rows(evidence, _called(evidence), rows)
    parts = [one for one in evidence.parts if len(one.contrast.weights) == 1]
    if len(parts) == len(evidence.parts):
        unit = _figure(evidence, evidence.main.contrast).unit
        alike = [one for one in parts if _figure(evidence, one.contrast).unit == unit]
        rows = [(translate(one.contrast.name), one.effect, one) for one in alike]
        return _rows(evidence, _called(evidence), rows)
    name = evidence.main.contrast.figure
    measured = [
        (translate(arm), evidence.worlds.level(arm, name), None) for arm in evidence.claim.arms
    ]
    return _rows(evidence, str(evidence.claim.figure(name).title), measured)


def _rows(
    evidence: Evidence, title: str, rows: Sequence[tuple[str, Estimate, Finding | None]]
) -> str:
    shown = next((part for _, _, part in rows if part), evidence.main).contrast
    figure = _figure(evidence, shown)
    ends = [end for _, one, _ in rows for end in (one.low, one.high, one.mean) if end is not None]
    height = TOP + BOTTOM + 28 * len(rows)
    left = min(210, 16 + 6 * max(_letters(_short(name, _LETTERS)) for name, _, _ in rows))
    drawing = Drawing(
        _short(title, 56), padded(ends or [0.0]), (0.0, float(len(rows))), height=height, left=left
    )
    interval = translate("95 % interval")
    what = (
        interval
        if evidence.claim.drawn
        else str(Sentence(AFTER_COMMA, first=figure.title, second=interval))
    )
    drawing.axes(_short(what, 60), lambda value: _level(figure, value), None)
    for place, (name, one, part) in enumerate(rows):
        y = len(rows) - place - 0.5
        drawing.text(left - 8, drawing.y(y) + 4, _short(name, _LETTERS), anchor="end", size=11)
        if one.mean is None:
            continue
        if one.low is not None:
            drawing.line([(one.low, y), (_number(one.high), y)], BLUE)
        hollow = part is not None and part.status not in ("holds", "reported")
        drawing.dot(one.mean, y, BLUE, hollow=hollow)
    return drawing.svg()


def in_settings(evidence: Evidence, breadth: Breadth) -> str:
    """Return the first effect as a dot a plausible setting, piled up, and that at home."""
    contrast = evidence.main.contrast
    home = evidence.main.effect.mean or 0.0
    # What would be far out stands at the edge: an effect told as a part of nearly nothing.
    inner = [float(end) for end in np.quantile(breadth.effects, (0.025, 0.975))]
    low, high = padded([*inner, home, 0.0, contrast.smallest])
    bins = [
        min(max(round((one - low) / (high - low) * _BINS), 0), _BINS) for one in breadth.effects
    ]
    tallest = max(bins.count(one) for one in bins)
    height = TOP + BOTTOM + 20 + 9 * tallest
    drawing = Drawing(
        _short(translate(contrast.name), 56),
        (low, high),
        (0.0, tallest + 1.5),
        height=height,
        left=16,
    )
    drawing.axes(
        translate("a dot a setting; orange: as the market is"),
        lambda value: str(evidence.claim.effect(contrast, exactly(value))),
        None,
    )
    drawing.line([(0.0, 0.0), (0.0, tallest + 1.5)], INK, width=1.5)
    for place, number in enumerate(bins):
        x = low + number / _BINS * (high - low)
        drawing.dot(x, 0.5 + bins[:place].count(number), BLUE)
    drawing.dot(home, tallest + 1.0, ORANGE)
    return drawing.svg()


def grid(evidence: Evidence) -> str:
    """Return a grid on which each cell names the arm with the largest mean."""
    number = next(place for place, vary in enumerate(evidence.claim.sweeps) if vary.is_grid)
    vary = evidence.claim.sweeps[number]
    name = evidence.main.contrast.figure
    xs = sorted({value[0] for value in vary.values})
    ys = sorted({value[1] for value in vary.values})
    style = looks(list(evidence.claim.arms))
    height = TOP + BOTTOM + 40 * len(ys)
    title = _grid_title(evidence)
    drawing = Drawing(title, (0.0, float(len(xs))), (0.0, float(len(ys))), height=height)
    for place in evidence.along(number):
        where = evidence.worlds.places[place]
        best, sure = _best(evidence, name, place)
        column, row = xs.index(where.value[0]), ys.index(where.value[1])
        x, y = drawing.x(column), drawing.y(row + 1)
        size = (drawing.x(column + 1) - x - 2, drawing.y(row) - y - 2)
        drawing.box(x, y, *size, style[best].line if sure else "#ffffff")
        drawing.text(
            x + size[0] / 2,
            y + size[1] / 2 + 4,
            _short(translate(best), 11) + ("" if sure else "?"),
            anchor="middle",
            size=11,
            colour="#ffffff" if sure else style[best].text,
            bold=sure,
        )
    for place, value in enumerate(xs):
        drawing.text(
            drawing.x(place + 0.5), height - BOTTOM + 15, _plain(value), anchor="middle", size=11
        )
    for place, value in enumerate(ys):
        drawing.text(
            drawing.left - 6, drawing.y(place + 0.5) + 4, _plain(value), anchor="end", size=11
        )
    drawing.text(
        (drawing.left + WIDTH - RIGHT) / 2,
        height - 10,
        translate(vary.axes[0]),
        anchor="middle",
        colour=MUTED,
    )
    drawing.text(8, TOP - 2, translate(vary.axes[1]), size=11, colour=MUTED)
    return drawing.svg()


def _grid_title(evidence: Evidence) -> str:
    figure = evidence.claim.figure(evidence.main.contrast.figure)
    return str(Sentence("{figure}: best arm", figure=figure.title))


def _best(evidence: Evidence, figure: str, place: int) -> tuple[str, bool]:
    """Return the arm with the largest mean, and whether it is surely above the next."""
    from relsim.claims.contrast import difference

    means: dict[str, float] = {}
    for arm in evidence.claim.arms:
        mean = evidence.worlds.level(arm, figure, place).mean
        means[arm] = -math.inf if mean is None else mean
    order = sorted(means, key=means.__getitem__, reverse=True)
    if len(order) < 2:
        return order[0], True
    gap = evidence.finding(difference(order[0], order[1], figure, smallest=1e-12), place).effect
    return order[0], gap.low is not None and gap.low > 0


def _grid_place(evidence: Evidence) -> bool:
    return any(
        where.sweep is not None and evidence.claim.sweeps[where.sweep].is_grid
        for where in evidence.worlds.places
    )


def _figure(evidence: Evidence, contrast: Contrast) -> Figure:
    return evidence.claim.figure(contrast.figure)


def _level(figure: Figure, value: float) -> str:
    return str(figure.level(exactly(value), bare=True))


def _plain(value: float) -> str:
    return Unit("ratio", 6, significant=True).text(value)


def _number(value: float | None) -> float:
    assert value is not None
    return value


def _called(evidence: Evidence) -> str:
    """Return what stands above several parts: a name of a script is English."""
    claim = evidence.claim
    return singular(claim.name) if language() == SOURCE else translate(claim.sentence)


def _letters(words: str) -> int:
    """Return how many Latin letters are as wide: a Chinese one counts for two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in words)


def _short(words: str, most: int) -> str:
    if _letters(words) <= most:
        return words
    while _letters(words) > most - 1:
        words = words[:-1]
    return f"{words}…"
