"""Evidence as people read it in a terminal or a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from relsim.claims.verdict import AGAINST, IN_WORDS, Finding
from relsim.result.layout import as_html, on_terminal
from relsim.result.table import Cell, Mood, Row, Sheet, counted
from relsim.version import __version__

if TYPE_CHECKING:
    from rich.console import RenderableType

    from relsim.claims.evidence import Evidence

PREDICTED = {"more": "more", "less": "less", "same": "the same", "": "–"}
_COLOURS = {"supported": "bold green", "conditional": "bold yellow", "not supported": "bold red"}


def terminal(evidence: Evidence, width: int) -> Iterator[RenderableType]:
    """Yield what Rich prints, fitted to a width."""
    from rich.text import Text

    claim = evidence.claim
    yield Text(f"{claim.sentence} ({claim.by})")
    yield ""
    yield Text.assemble(
        (evidence.verdict.upper(), _COLOURS[evidence.verdict]), f"  {evidence.meaning}"
    )
    yield ""
    yield from on_terminal(sheets(evidence), notes(evidence), width)


def html(evidence: Evidence) -> str:
    """Return the same for a notebook."""
    claim = evidence.claim
    return (
        f"<div><p>{escape(claim.sentence)} ({escape(claim.by)})</p>"
        f"<p><strong>{escape(evidence.verdict)}</strong>: {escape(evidence.meaning)}</p>"
        f"{as_html(sheets(evidence), notes(evidence))}</div>"
    )


def sheets(evidence: Evidence) -> list[Sheet]:
    """Return the tables: the parts, the arms, the sweeps."""
    found = [
        Sheet(
            "What was predicted, and what came out",
            ("predicted", "effect", "95 % interval", "so"),
            tuple(_part(evidence, one) for one in evidence.parts),
        ),
        *_arms(evidence),
    ]
    for curve in evidence.curves:
        if curve.contrast is not evidence.main.contrast or curve.vary.is_grid:
            continue
        cells = [
            Cell(evidence.show(curve.contrast, one.effect.mean), IN_WORDS[one.status], _mood(one))
            for one in curve.findings
        ]
        columns = tuple(curve.vary.show(value) for value in curve.vary.values)
        title = f"{curve.contrast.name}, along {curve.vary.name}"
        row = Row(evidence.measure(curve.contrast.measure).title, curve.vary.name, tuple(cells))
        found.append(Sheet(title, columns, (row,)))
    return found


def notes(evidence: Evidence) -> list[str]:
    """Return what explains the numbers and how to get them again."""
    claim, market = evidence.claim, evidence.scenario.market
    found = [claim.about] if claim.about else []
    for arm, one in evidence.scalings.items():
        limit = "" if one.reached else ", its limit: the budget is out of reach"
        found.append(f"{arm}: levers × {one.factor:.3f} to spend its budget{limit}.")
    if evidence.flip_text():
        found.append(f"It flips at {evidence.flip_text()}.")
    for path, setting in claim.settings.items():
        found.append(f"{path} = {setting.value}: {setting.reason}.")
    if evidence.interrupted:
        found.append("Interrupted: only the worlds that were done count.")
    if evidence.quick:
        found.append("A quick look: small markets, short times and few worlds decide nothing.")
    found.append(
        f"Paired over {counted(evidence.replications, 'world')} that every arm met alike; "
        f"{claim.scenario}, {market.customers:,} customers, "
        f"{counted(market.periods, market.period)}; seed {evidence.seed}; relsim {__version__}. "
        f"Concepts {', '.join(claim.concepts)}."
    )
    return [*found, f"Again: {evidence.command}"]


def _part(evidence: Evidence, one: Finding) -> Row:
    contrast = one.contrast
    least = f"from {evidence.show_size(contrast, contrast.smallest)}"
    title = evidence.measure(contrast.measure).title
    where = "" if contrast.at is None else f", at {at_text(contrast.at)}"
    return Row(
        contrast.name,
        title + where,
        (
            Cell(PREDICTED[contrast.predicts], least if contrast.predicts else ""),
            Cell(evidence.show(contrast, one.effect.mean), "", _mood(one)),
            Cell(evidence.interval(one), f"{counted(one.effect.n, 'world')}"),
            Cell(IN_WORDS[one.status], _weight(one), _mood(one)),
        ),
    )


def _arms(evidence: Evidence) -> Iterator[Sheet]:
    """Yield a table of the arms, if any measure says something of one arm alone."""
    measures = dict.fromkeys(one.measure for one in evidence.claim.contrasts)
    rows = []
    for name in filter(evidence.has_level, measures):
        measure = evidence.measure(name)
        cells = []
        for arm in evidence.claim.arms:
            found = evidence.arm_estimate(arm, name)
            half = found.half_width
            doubt = "" if half is None else f"± {measure.show(half).lstrip('+').removesuffix(' %')}"
            cells.append(Cell(measure.show(found.mean), doubt))
        rows.append(Row(measure.title, "", tuple(cells)))
    if rows:
        yield Sheet("Arm by arm", tuple(evidence.claim.arms), tuple(rows))


def at_text(value: object) -> str:
    """Return a setting at which a part is judged, in words."""
    return " ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _weight(one: Finding) -> str:
    """Say when a part that predicts something takes no part in the verdict."""
    return "" if one.contrast.counts or not one.contrast.predicts else "does not count"


def _mood(one: Finding) -> Mood:
    if one.status == "holds":
        return "better"
    return "worse" if one.status in AGAINST else ""
