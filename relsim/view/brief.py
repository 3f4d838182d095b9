"""What a comparison found, in one sentence a strategy: whom it keeps, and whether that pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.words import Sentence, counted
from relsim.view.findings import gap_to_baseline
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.study.compare import Comparison


def briefly(comparison: Comparison, strategy: str, *, interval: bool = True) -> Sentence:
    r"""Say what a strategy does, and in how many worlds it earns more than it costs.

    One sentence, that claims a difference only where the interval of retention leaves zero out.
    Worlds are counted by net present value beside the baseline's in the same world, ties half:
    what is spent today weighs more than what is earned in ten years. Without the interval of a
    difference beyond doubt, where a table beside the sentence holds it.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 400, "market.periods": 36})
    >>> comparison = relsim.compare(scenario, ["none", "social"], replications=4)
    >>> print(str(briefly(comparison, "social")).replace("\u00a0", " "))
    social keeps ... more customers a year than none (95 % interval ...); discounted, it costs
    more than it earns in ... of 4 worlds.
    """
    gap = gap_to_baseline(comparison, "retention", strategy)
    pays = _pays(comparison, strategy)
    if pays is None:
        return gap.sentence()
    # In how many worlds retention was better goes without saying beside its interval.
    plain = gap.verdict in ("higher", "lower") and not interval
    keeps = (
        gap.clause()
        if plain
        else gap.said(worlds=gap.verdict not in ("higher", "lower", "undecided"))
    )
    return Sentence("{keeps}; {pays}.", keeps=keeps, pays=pays)


def _pays(comparison: Comparison, strategy: str) -> Sentence | None:
    """Say in how many worlds the strategy is worth its money."""
    found = comparison.differences[strategy]["npv"]
    if found.chance_better is None or found.mean is None:
        return None
    if found.low == found.high == 0:
        return Sentence("net present value is exactly the same")
    ahead = found.chance_better >= 0.5
    spent = comparison.differences[strategy]["cost_per_customer"].mean
    if spent is not None and spent > 0:
        template = marked(
            "discounted, it earns more than it costs in {ahead} of {worlds}"
            if ahead
            else "discounted, it costs more than it earns in {ahead} of {worlds}"
        )
    else:
        # What spends no more than the baseline has no cost of its own to earn back.
        template = marked(
            "discounted, it earns more than {baseline} in {ahead} of {worlds}"
            if ahead
            else "discounted, it earns less than {baseline} in {ahead} of {worlds}"
        )
    share = found.chance_better if ahead else 1 - found.chance_better
    return Sentence(
        template,
        ahead=f"{share * found.n:g}",
        worlds=counted(found.n, "world"),
        baseline=comparison.baseline,
    )
