"""What a comparison found, in one sentence a strategy: whom it keeps, and whether that pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.words import count
from relsim.view.findings import against_baseline, verdict

if TYPE_CHECKING:
    from relsim.study.compare import Comparison


def briefly(comparison: Comparison, strategy: str) -> str:
    r"""Say what a strategy does, and in how many worlds it earns more than it costs.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 400, "market.periods": 36})
    >>> comparison = relsim.compare(scenario, ["none", "social"], replications=4)
    >>> print(briefly(comparison, "social").replace("\u00a0", " "))
    social keeps ... more customers a year than none (95 % interval ...); discounted, it costs
    more than it earns in ... of 4 worlds.
    """
    sentence = against_baseline(comparison, "retention", strategy)
    if verdict(comparison.differences[strategy]["retention"]) in ("higher", "lower", "undecided"):
        # In how many worlds retention was better goes without saying beside its interval.
        sentence = sentence.rsplit("; ", 1)[0]
    pays = _pays(comparison, strategy)
    return f"{sentence.rstrip('.')}; {pays}." if pays else sentence


def _pays(comparison: Comparison, strategy: str) -> str:
    """Say in how many worlds the strategy is worth its money."""
    found = comparison.differences[strategy]["npv"]
    if found.chance_better is None or found.mean is None:
        return ""
    if found.low == found.high == 0:
        return "net present value is exactly the same"
    ahead = found.chance_better >= 0.5
    spent = comparison.differences[strategy]["cost_per_customer"].mean
    if spent is not None and spent > 0:
        words = "earns more than it costs" if ahead else "costs more than it earns"
    else:
        # What spends no more than the baseline has no cost of its own to earn back.
        words = f"earns {'more' if ahead else 'less'} than {comparison.baseline}"
    share = found.chance_better if ahead else 1 - found.chance_better
    return f"discounted, it {words} in {share * found.n:g} of {count(found.n, 'world')}"
