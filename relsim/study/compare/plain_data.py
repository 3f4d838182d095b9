"""A comparison as plain values: what ``--json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.figures import PAYBACK
from relsim.study.compare import by_year
from relsim.study.compare.break_even import BreakEven, break_evens
from relsim.study.compare.disagreement import disagreements
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.study.compare.budget import Scaling
    from relsim.study.compare.equivalence import Verdict
    from relsim.study.compare.numbers import Numbers


def comparison_data(comparison: Numbers) -> dict[str, object]:
    """Return a comparison as plain values; see :meth:`relsim.Comparison.to_json`."""
    data: dict[str, object] = {
        "scenario": comparison.scenario.name,
        "seed": comparison.seed,
        "replications": comparison.replications,
        "periods": comparison.scenario.market.periods,
        "version": __version__,
        "strategies": [_strategy(comparison, name) for name in comparison.strategies],
    }
    if comparison.equal_budget is not None:
        data["equal_budget"] = comparison.equal_budget
    if comparison.precision is not None:
        data["precision"] = _precision(comparison)
    if by_year.is_told(comparison):
        data["by_year"] = by_year.data(comparison)
    if comparison.plausible is not None:
        data["plausible"] = comparison.plausible.to_json()
    if told := break_evens(comparison):
        data["break_even"] = {
            strategy: [_break_even(one) for one in found] for strategy, found in told.items()
        }
    if notes := [str(one) for one in disagreements(comparison)]:
        data["notes"] = notes
    if comparison.failures:
        data["failures"] = [failure.to_json() for failure in comparison.failures]
    if comparison.interrupted:
        data["interrupted"] = True
    return data


def _strategy(comparison: Numbers, strategy: str) -> dict[str, object]:
    data: dict[str, object] = {"name": strategy}
    for name, found in comparison.estimates[strategy].items():
        data[name] = {**found.ends(), "n": found.n}
    paid = comparison.payback.get(strategy)
    data[PAYBACK.key] = None if paid is None else {**paid.ends(), "n": paid.n}
    scaling = comparison.scalings.get(strategy)
    if scaling is not None:
        data["equal_budget"] = _scaling(scaling)
        if scaling.later:
            data["equal_budget_later"] = [
                {"since": one.since, **_scaling(one)} for one in scaling.later
            ]
    data["difference"] = _differences(comparison, strategy)
    return data


def _scaling(one: Scaling) -> dict[str, object]:
    return {"factor": one.factor, "reached": one.reached, "levers": dict(one.levers)}


def _differences(comparison: Numbers, strategy: str) -> dict[str, object] | None:
    if strategy == comparison.baseline:
        return None
    data: dict[str, object] = {"baseline": comparison.baseline}
    for name, found in comparison.differences[strategy].items():
        figure: dict[str, object] = {
            **found.ends(),
            "n": found.n,
            "variance_reduction": found.variance_reduction,
            "chance_better": found.chance_better,
        }
        if name in comparison.margins:
            figure["equivalence"] = _verdict(comparison.verdicts[strategy][name])
        data[name] = figure
    return data


def _break_even(one: BreakEven) -> dict[str, object]:
    multiple = {"mean": one.multiple.value, "low": one.multiple.low, "high": one.multiple.high}
    found: dict[str, object] = {"line": one.line, "share": one.share, "multiple": multiple}
    return {**found, "rate": one.rate, "now": one.now, "at": one.at} if one.rate else found


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "verdict": verdict.word,
        "in_words": verdict.words,
        "margin": verdict.margin,
        "p": verdict.chance,
        "beyond_margin": verdict.beyond_margin,
    }


def _precision(comparison: Numbers) -> dict[str, object]:
    precision = comparison.precision
    assert precision is not None
    return {
        "wished": dict(precision.targets),
        "reached": precision.reached,
        "max_replications": precision.maximum,
        "too_wide": [
            {"strategy": one.strategy, "figure": one.figure, "half_width": one.half_width}
            for one in precision.blunt
        ],
    }
