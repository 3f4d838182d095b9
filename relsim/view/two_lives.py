"""One customer's life under two strategies as a picture: two lanes under one time."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from relsim.market.witness.facts import Fact, Failed, Heard, Moved, Reviewed, Told
from relsim.result.table import Shown
from relsim.result.words import AFTER_COMMA, Sentence, joined, listed
from relsim.stories.sentences import say
from relsim.view.chart import Chart, blank, table_of
from relsim.view.labels import harmless
from relsim.view.periods import Clock, clock
from relsim.view.style import INK, MUTED, firm_colours
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.stories.life import Life, Spell
    from relsim.stories.lives import Lives

KIND = marked("Two lives")

PARTING = marked("Dashed upright: where the two ways part.")

_NARROW = 11
"""Letters of a lane's name in one line."""

_LANE = 2.1
_MARKS = {
    "failure": "x",
    "failure made good": "circle-x-open",
    "reconsidered": "diamond-open",
    "moved": "star",
    "heard": "triangle-down-open",
    "told": "triangle-up-open",
}
"""How what happened is marked; colour is never the only cue."""


def two_lives(story: Lives) -> Chart:
    """Draw a customer's life, beside the same life under the other strategy.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> chart = two_lives(relsim.story(scenario, 17, "social"))
    >>> chart.figure.layout.height > 200
    True
    """
    lives = [story.life] if story.other is None else [story.life, story.other]
    time = clock(story.scenario)
    figure = blank(height=110 + 170 * len(lives), left=92)
    for place, life in enumerate(lives):
        _lane(figure, story, life, -_LANE * place, time)
    figure.update_xaxes(title_text=time.title, dtick=time.step, range=[-time.factor, time.last])
    figure.update_yaxes(
        range=[-_LANE * (len(lives) - 1) - 0.45, 1.55],
        showgrid=False,
        ticks="",
        tickvals=[0.5 - _LANE * place for place in range(len(lives))],
        ticktext=["<br>".join(map(harmless, wrap(life.title, _NARROW))) for life in lives],
    )
    legend = marked(
        "The bar is the firm; above it satisfaction (line) and trust (dots), from 0 to 1. × a "
        "failure, ⊗ one made good, ◇ reconsidered, ★ moved, △ told and ▽ heard something."
    )
    said = [Word(legend)]
    if story.parting is not None and story.parting.ways_part_at is not None:
        here = story.parting.ways_part_at * time.factor
        line = {"color": INK, "dash": "dash", "width": 1.2}
        figure.add_shape(type="line", x0=here, x1=here, y0=0, y1=1, yref="paper", line=line)
        said.append(Word(PARTING))
    rows = [
        (joined([life.title, period], AFTER_COMMA), (Word(kind), say(story.speaker, fact)))
        for life in lives
        for period, kind, fact in _marked(life)
    ]
    numbers = table_of(
        translate("Strategy, period"), (translate("What"), translate("In words")), rows
    )
    return Chart(why_they_parted(story), joined(said), figure, numbers)


def why_they_parted(story: Lives) -> Shown:
    """Return the one sentence above the picture."""
    parting = story.parting
    if parting is None:
        return Sentence("Customer {row} under {one}", row=str(story.customer), one=story.life.title)
    if parting.ways_part_at is None:
        return Sentence(
            "Customer {row} is with the same firms under {one} and under {other}",
            row=str(story.customer),
            one=story.life.title,
            other=story.other and story.other.title,
        )
    names = (*story.scenario.firm_names, translate("no firm"))
    at = parting.ways_part_at
    one, other = (life.at(at).record.firm for life in (story.life, story.other) if life)
    made = [name for name, gain in (parting.gap.terms if parting.gap else {}).items() if gain][:2]
    return Sentence(
        "From period {at} on the ways of customer {row} part: {here} under {one}, {there} under "
        "{other}, by {made}"
        if made
        else "From period {at} on the ways of customer {row} part: {here} under {one}, {there} "
        "under {other}",
        at=str(at),
        row=str(story.customer),
        here=names[int(one)],
        one=story.life.title,
        there=names[int(other)],
        other=story.other and story.other.title,
        made=listed(list(map(Word, made))),
    )


def _lane(figure: go.Figure, story: Lives, life: Life, base: float, time: Clock) -> None:
    """Draw one life: the firm as a bar, what was felt as lines, what happened as marks."""
    lived = [one for one in life.periods if one.period >= 0]
    when = [one.period * time.factor for one in lived]
    for name, dash, width in (("satisfaction", "solid", 2), ("trust", "dot", 2)):
        felt = [base + float(one.record[name]) if one.record.firm >= 0 else None for one in lived]
        line = {"color": INK if dash == "solid" else MUTED, "dash": dash, "width": width}
        figure.add_trace(go.Scatter(x=when, y=felt, mode="lines", line=line, hoverinfo="skip"))
    colours = firm_colours(story.scenario.firm_names, story.scenario.focal.name)
    # Named once, where there is most room for it.
    longest = {one.firm: one for one in sorted(life.spells, key=_seen_for)}
    for spell in life.spells:
        if spell.firm < 0 or spell.last < 0:
            continue
        firm = story.scenario.firm_names[spell.firm]
        ends = [max(spell.first, 0) * time.factor, (spell.last + 1) * time.factor]
        line = {"color": colours[firm], "width": 12}
        figure.add_trace(
            go.Scatter(x=ends, y=[base - 0.12] * 2, mode="lines", line=line, hoverinfo="skip")
        )
        if longest[spell.firm] is not spell:
            continue
        figure.add_annotation(
            x=ends[0],
            y=base - 0.32,
            text=harmless(firm),
            showarrow=False,
            xanchor="left",
            font={"size": 12, "color": INK},
        )
    for kind, symbol in _MARKS.items():
        found = [(at, fact) for at, what, fact in _marked(life) if what == kind]
        if not found:
            continue
        talk = kind in ("heard", "told")
        figure.add_trace(
            go.Scatter(
                x=[at * time.factor for at, _ in found],
                y=[base + (1.32 if talk else 1.12)] * len(found),
                mode="markers",
                marker={"symbol": symbol, "size": 12 if kind == "moved" else 9, "color": INK},
                hovertext=[harmless(f"{at}: {say(story.speaker, fact)}") for at, fact in found],
                hoverinfo="text",
            )
        )


def _seen_for(spell: Spell) -> int:
    return spell.last - max(spell.first, 0)


def _marked(life: Life) -> Iterator[tuple[int, str, Fact]]:
    """Yield what is marked: its period, its kind and the fact."""
    for period, fact in life.facts():
        if period < 0:
            continue
        if isinstance(fact, Failed):
            good = fact.outcome.startswith("resolved")
            yield period, "failure made good" if good else "failure", fact
        elif isinstance(fact, Reviewed) and fact.firm == fact.winner:
            yield period, "reconsidered", fact
        elif isinstance(fact, Moved):
            yield period, "moved", fact
        elif isinstance(fact, Told | Heard):
            yield period, fact.what, fact
