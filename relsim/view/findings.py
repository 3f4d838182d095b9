"""What a comparison found, in sentences.

No sentence says that one strategy beats another unless the 95\u00a0% interval of their paired
difference leaves nothing out on the other side of zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from relsim.result.figure import Figure
from relsim.result.figures import COMPARED
from relsim.result.quantity import Quantity
from relsim.result.statistics import Difference, difference
from relsim.result.words import Sentence, counted, listed
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

Verdict = Literal["higher", "lower", "same", "undecided", "one world", "undefined"]


def verdict(found: Difference) -> Verdict:
    """Say what an interval allows to be said.

    ``"higher"`` or ``"lower"`` only when the interval lies wholly on one side of 0.

    Examples
    --------
    >>> verdict(difference([2.0, 3.1, 4.0], [1.0, 2.0, 3.0]))
    'higher'
    >>> verdict(difference([2.0, 1.0], [1.0, 2.0]))
    'undecided'
    """
    if found.mean is None:
        return "undefined"
    if found.low is None or found.high is None:
        return "one world"
    if found.low == found.high == 0:
        return "same"
    if found.low > 0:
        return "higher"
    return "lower" if found.high < 0 else "undecided"


@dataclass(frozen=True, slots=True)
class Gap:
    """How two strategies differ in a figure, ready to be said.

    Parameters
    ----------
    comparison : Comparison
        Where.
    figure : Figure
        In what.
    strategy, other : str
        Which.
    found : Difference
        Strategy minus other.
    """

    comparison: Comparison
    figure: Figure
    strategy: str
    other: str
    found: Difference

    @property
    def verdict(self) -> Verdict:
        """What the interval allows to be said."""
        return verdict(self.found)

    def clause(self) -> Sentence:
        """Return a difference beyond doubt as a clause."""
        phrases = self.figure.said
        template = phrases.higher if (self.found.mean or 0.0) > 0 else phrases.lower
        amount = replace(self._quantity.size, low=None, high=None)
        return Sentence(template, strategy=self.strategy, other=self.other, amount=amount)

    def question(self) -> Sentence:
        """Return the clause of which is not known whether it is so."""
        return Sentence(self.figure.said.undecided, strategy=self.strategy, other=self.other)

    def sentence(self) -> Sentence:
        """Say how the two differ, as far as the interval allows, and in how many worlds."""
        return Sentence("{said}.", said=self.said())

    def said(self, *, worlds: bool = True) -> Sentence:
        """Return the same without its full stop; without the number of worlds, if they are told."""
        names = {"strategy": self.strategy, "other": self.other, "figure": self.figure.noun}
        match self.verdict:
            case "undefined":
                return Sentence(
                    "{title} is undefined, so {strategy} cannot be held against {other}",
                    title=self.figure.title,
                    **names,
                )
            case "same":
                return Sentence("{strategy} and {other} come to exactly the same {figure}", **names)
            case "one world":
                return Sentence(
                    "In the one world that defines it, the difference in {figure} between "
                    "{strategy} and {other} is {gap}; one world has no interval and decides "
                    "nothing",
                    gap=self._quantity,
                    **names,
                )
            case "undecided":
                template = marked(
                    "Whether {clause} is not decided: the difference is {gap} (95\u00a0% interval "
                    "{interval})"
                )
                said: Sentence = self.question()
            case _:
                template = marked("{clause} (95\u00a0% interval {interval})")
                said = self.clause()
        places = {"clause": said, "gap": self._quantity, "interval": self._interval()}
        if not worlds:
            return Sentence(template, **places)
        ahead = (self.found.chance_better or 0.0) * self.found.n
        return Sentence(
            "{said}; better in {ahead} of {worlds}"
            if self.figure.higher_is_better
            else "{said}; cheaper in {ahead} of {worlds}",
            said=Sentence(template, **places),
            ahead=f"{ahead:g}",
            worlds=counted(self.found.n, "world"),
        )

    @property
    def _quantity(self) -> Quantity:
        return self.figure.difference(self.found, currency_of(self.comparison))

    def _interval(self) -> str:
        """Return the ends as the clause is said: "earns 5 less" goes with "4 to 6"."""
        whole = self._quantity
        if self.verdict == "lower":
            low, high = whole.low or 0.0, whole.high or 0.0
            whole = replace(whole, low=-high, high=-low)
        return replace(whole, signed=False).interval()


def currency_of(comparison: Comparison) -> str:
    """Return the sign of the scenario's money."""
    return str(comparison.scenario.market.currency)


def gap_to_baseline(comparison: Comparison, figure: str, strategy: str) -> Gap:
    """Return how a strategy differs from the baseline."""
    found = comparison.differences[strategy][figure]
    return Gap(comparison, COMPARED[figure], strategy, comparison.baseline, found)


def against_baseline(comparison: Comparison, figure: str, strategy: str) -> Sentence:
    """Say in a sentence how a strategy differs from the baseline."""
    return gap_to_baseline(comparison, figure, strategy).sentence()


def finding(comparison: Comparison, key: str) -> Sentence:
    """Return the finding in one figure as a title: short, and no more than can be said."""
    figure = COMPARED[key]
    others = comparison.strategies[1:]
    if not others:
        return _alone(comparison, figure)
    leader = leading(comparison, key)
    if leader is not None:
        return gap_to_baseline(comparison, key, leader).clause()
    verdicts = {verdict(comparison.differences[name][key]) for name in others}
    names = {"title": figure.title, "figure": figure.noun, "baseline": comparison.baseline}
    if verdicts == {"undefined"}:
        return Sentence("{title} is undefined in this market", **names)
    if "one world" in verdicts:
        return Sentence("One world alone does not show which strategy differs in {figure}", **names)
    if verdicts == {"same"}:
        strategies = listed(comparison.strategies)
        return Sentence("{strategies} come to the same {figure}", strategies=strategies, **names)
    if len(others) == 1:
        question = gap_to_baseline(comparison, key, others[0]).question()
        return Sentence("Whether {clause} is not decided", clause=question)
    return Sentence(
        "No strategy differs from {baseline}, the baseline, in {figure} beyond doubt", **names
    )


def leading(comparison: Comparison, key: str) -> str | None:
    """Return the strategy that a finding is about.

    Of those that are better than the baseline beyond doubt, the one with the largest difference;
    if none is better, of those that are worse; if none differs, None. Of a cost, the one whose
    cost differs most.
    """
    means = {
        name: found.mean
        for name, figures in comparison.differences.items()
        if verdict(found := figures[key]) in ("higher", "lower") and found.mean is not None
    }
    if not COMPARED[key].higher_is_better:
        return max(means, key=lambda name: abs(means[name]), default=None)
    better = {name: mean for name, mean in means.items() if mean > 0}
    if better:
        return max(better, key=better.__getitem__)
    return min(means, key=means.__getitem__, default=None)


def headlines(
    comparison: Comparison, figures: tuple[str, ...] = ("retention", "npv")
) -> list[Sentence]:
    """Return what a reader should take away, a text a figure.

    How the leading strategy differs from the baseline, and whether it differs from the next best.
    """
    return [_headline(comparison, key) for key in figures]


def pays(comparison: Comparison) -> bool:
    """Return whether any strategy is shown to be worth more than the baseline, discounted."""
    return any(verdict(figures["npv"]) == "higher" for figures in comparison.differences.values())


def rivals(comparison: Comparison, key: str) -> list[Sentence]:
    """Say of every two strategies, apart from the baseline, which is ahead in a figure.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> names = ["none", "social", "financial", "structural"]
    >>> len(rivals(relsim.compare(scenario, names, replications=2), "npv"))
    3
    """
    gaps = []
    for one, other in combinations(comparison.strategies[1:], 2):
        gap = _gap_between(comparison, key, one, other)
        ahead = ((gap.found.mean or 0.0) >= 0) == COMPARED[key].higher_is_better
        gaps.append(gap if ahead else _gap_between(comparison, key, other, one))
    return [gap.sentence() for gap in gaps]


def _gap_between(comparison: Comparison, key: str, one: str, other: str) -> Gap:
    found = difference(
        comparison.values(one, key),
        comparison.values(other, key),
        higher_is_better=COMPARED[key].higher_is_better,
    )
    return Gap(comparison, COMPARED[key], one, other, found)


def _headline(comparison: Comparison, key: str) -> Sentence:
    if len(comparison.strategies) == 1:
        return Sentence("{finding}.", finding=_alone(comparison, COMPARED[key]))
    leader = leading(comparison, key)
    if leader is None:
        if len(comparison.strategies) == 2:
            return against_baseline(comparison, key, comparison.strategies[1])
        return Sentence("{finding}.", finding=finding(comparison, key))
    first = against_baseline(comparison, key, leader)
    better = comparison.differences[leader][key].mean or 0.0
    if better < 0 and COMPARED[key].higher_is_better:
        return Sentence(
            "No strategy is shown to be better than {baseline}, the baseline: {first}",
            baseline=comparison.baseline,
            first=first,
        )
    following = _gap_to_next(comparison, key, leader)
    if following is None:
        return first
    if following.verdict in ("higher", "lower"):
        template = marked("{first} Compared with the next, {second}")
    else:
        template = marked("{first} {second}")
    return Sentence(template, first=first, second=following.sentence())


def _gap_to_next(comparison: Comparison, key: str, leader: str) -> Gap | None:
    """Return how the leading strategy differs from the one that comes next."""
    means = {
        name: found.mean
        for name, figures in comparison.differences.items()
        if name != leader and (found := figures[key]).mean is not None
    }
    following = max(means, key=lambda name: means[name] or 0.0, default=None)
    if following is None:
        return None
    return _gap_between(comparison, key, leader, following)


def _alone(comparison: Comparison, figure: Figure) -> Sentence:
    """Say what the only strategy leads to."""
    (strategy,) = comparison.strategies
    found = comparison.estimates[strategy][figure.key]
    if found.mean is None:
        return Sentence("{title} is undefined in this market", title=figure.title)
    level = figure.level(found, currency_of(comparison))
    return Sentence(
        "Under {strategy}, {figure} is {level}", strategy=strategy, figure=figure.noun, level=level
    )
