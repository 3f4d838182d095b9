"""Where two figures in money point opposite ways, and what each of them leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from relsim.result.figures import COMPARED
from relsim.result.quantity import Quantity
from relsim.result.statistics import Estimate
from relsim.result.words import Sentence, joined, listed

if TYPE_CHECKING:
    from relsim.study.compare.numbers import Numbers

WORTH = {key: figure for key, figure in COMPARED.items() if figure.counts}
"""Figures that answer whether something pays, each in a way of its own."""


def disagreements(comparison: Numbers) -> list[Sentence]:
    """Say of each strategy whether its figures in money differ in sign, and at last why."""
    currency = str(comparison.scenario.market.currency)
    found: list[Sentence] = []
    concerned: set[str] = set()
    for strategy, figures in comparison.estimates.items():
        if sides := _opposite(figures):
            concerned.update(*sides)
            above, below = (
                listed([_shown(WORTH[key].level(figures[key], currency), key) for key in side])
                for side in sides
            )
            said = Sentence(
                "{strategy} by itself: above zero in {above}, below zero in {below}.",
                strategy=strategy,
                above=above,
                below=below,
            )
            found.append(said)
    for strategy, gaps in comparison.differences.items():
        if sides := _opposite(gaps):
            concerned.update(*sides)
            higher, lower = (
                listed([_shown(WORTH[key].difference(gaps[key], currency), key) for key in side])
                for side in sides
            )
            said = Sentence(
                "{strategy} beside {baseline}: higher in {higher}, lower in {lower}.",
                strategy=strategy,
                baseline=comparison.baseline,
                higher=higher,
                lower=lower,
            )
            found.append(said)
    counts = [
        Sentence("{figure}: {counts}.", figure=one.title, counts=one.counts)
        for key, one in WORTH.items()
        if key in concerned
    ]
    if counts:
        found.append(Sentence("What these figures count. {counts}", counts=joined(counts)))
    return found


def _opposite(figures: Mapping[str, Estimate]) -> tuple[list[str], list[str]] | None:
    """Return the figures above and below zero; nothing where luck may have made all of a side."""
    sides = (
        [key for key in WORTH if (figures[key].mean or 0.0) > 0],
        [key for key in WORTH if (figures[key].mean or 0.0) < 0],
    )
    shown = (any(_beyond_doubt(figures[key]) for key in side) for side in sides)
    return sides if all(shown) else None


def _beyond_doubt(found: Estimate) -> bool:
    """Tell whether nothing speaks against the sign: one world alone has no interval."""
    if found.low is None or found.high is None:
        return True
    return found.low > 0 or found.high < 0


def _shown(amount: Quantity, key: str) -> Sentence:
    return Sentence("{figure} ({amount})", figure=WORTH[key].noun, amount=amount.with_doubt())
