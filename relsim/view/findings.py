"""What a comparison found, in sentences.

No sentence says that one strategy beats another unless the 95 % interval of their paired
difference leaves nothing out on the other side of zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from relsim.result.figures import OUTCOMES, Outcome
from relsim.result.statistics import Difference, difference
from relsim.result.words import SPACE, count, listed, shown

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

Verdict = Literal["higher", "lower", "same", "undecided", "one world", "undefined"]


class Phrase(NamedTuple):
    """How a difference in one figure is said: ``{amount}`` stands for how much it is."""

    higher: str
    lower: str
    question: str


PHRASES = {
    "retention": Phrase(
        "keeps {amount} more customers a year than",
        "keeps {amount} fewer customers a year than",
        "keeps more customers than",
    ),
    "profit": Phrase("earns {amount} more than", "earns {amount} less than", "earns more than"),
    "npv": Phrase(
        "is worth {amount} more today than",
        "is worth {amount} less today than",
        "is worth more today than",
    ),
    "lifetime_value": Phrase(
        "makes a customer worth {amount} more than",
        "makes a customer worth {amount} less than",
        "makes a customer worth more than",
    ),
    "share": Phrase(
        "ends with {amount} more of the market than",
        "ends with {amount} less of the market than",
        "ends with more of the market than",
    ),
    "relationship_quality": Phrase(
        "brings relationship quality {amount} higher than",
        "brings relationship quality {amount} lower than",
        "brings better relationships than",
    ),
    "cost_per_customer": Phrase(
        "spends {amount} more per customer and period than",
        "spends {amount} less per customer and period than",
        "spends less per customer than",
    ),
}
"""By figure; a figure without a phrase of its own is spoken of by its title."""


def verdict(found: Difference) -> Verdict:
    """Say what an interval allows to be said.

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


def against_baseline(comparison: Comparison, figure: str, strategy: str) -> str:
    """Say in a sentence how a strategy differs from the baseline."""
    found = comparison.differences[strategy][figure]
    return _sentence(comparison, figure, strategy, comparison.baseline, found)


def finding(comparison: Comparison, figure: str) -> str:
    """Return the finding in one figure as a title: short, and no more than can be said."""
    outcome = OUTCOMES[figure]
    subject = outcome.title.lower()
    others = comparison.strategies[1:]
    if not others:
        return _alone(comparison, outcome)
    verdicts = {name: verdict(comparison.differences[name][figure]) for name in others}
    leader = leading(comparison, figure)
    if leader is not None:
        return _claim(comparison, figure, leader, comparison.baseline)
    if all(one == "undefined" for one in verdicts.values()):
        return f"{outcome.title} is undefined in this market"
    if any(one == "one world" for one in verdicts.values()):
        return f"One world alone does not show which strategy differs in {subject}"
    if all(one == "same" for one in verdicts.values()):
        return f"{listed(comparison.strategies)} come to the same {subject}"
    if len(others) == 1:
        phrase = _phrase(outcome).question
        return f"Whether {others[0]} {phrase} {comparison.baseline} is not decided"
    return (
        f"No strategy differs from {comparison.baseline}, the baseline, in {subject} beyond doubt"
    )


def leading(comparison: Comparison, figure: str) -> str | None:
    """Return the strategy that a finding is about."""
    outcome = OUTCOMES[figure]
    means = {
        name: found.mean
        for name, figures in comparison.differences.items()
        if verdict(found := figures[figure]) in ("higher", "lower") and found.mean is not None
    }
    if not outcome.higher_is_better:
        return max(means, key=lambda name: abs(means[name]), default=None)
    better = {name: mean for name, mean in means.items() if mean > 0}
    if better:
        return max(better, key=better.__getitem__)
    return min(means, key=means.__getitem__, default=None)


def headlines(comparison: Comparison, figures: tuple[str, ...] = ("retention", "npv")) -> list[str]:
    """Return what a reader should take away, a sentence or two a figure."""
    return [_headline(comparison, figure) for figure in figures]


def _headline(comparison: Comparison, figure: str) -> str:
    if len(comparison.strategies) == 1:
        return _alone(comparison, OUTCOMES[figure]) + "."
    leader = leading(comparison, figure)
    if leader is None:
        if len(comparison.strategies) == 2:
            return against_baseline(comparison, figure, comparison.strategies[1])
        return finding(comparison, figure) + "."
    text = against_baseline(comparison, figure, leader)
    better = comparison.differences[leader][figure].mean or 0.0
    if better < 0 and OUTCOMES[figure].higher_is_better:
        return f"No strategy is shown to be better than {comparison.baseline}, the baseline. {text}"
    return f"{text} {_against_next(comparison, figure, leader)}".strip()


def _against_next(comparison: Comparison, figure: str, leader: str) -> str:
    """Say whether the leading strategy differs from the one that comes next."""
    means = {
        name: found.mean
        for name, figures in comparison.differences.items()
        if name != leader and (found := figures[figure]).mean is not None
    }
    following = max(means, key=lambda name: means[name] or 0.0, default=None)
    if following is None:
        return ""
    found = difference(
        _values(comparison, leader, figure),
        _values(comparison, following, figure),
        higher_is_better=OUTCOMES[figure].higher_is_better,
    )
    kind = verdict(found)
    sentence = _sentence(comparison, figure, leader, following, found)
    return f"Compared with the next, {sentence}" if kind in ("higher", "lower") else sentence


def _sentence(
    comparison: Comparison, figure: str, strategy: str, other: str, found: Difference
) -> str:
    """Say how two strategies differ, as far as the interval allows."""
    outcome = OUTCOMES[figure]
    kind = verdict(found)
    if found.mean is None or found.chance_better is None:
        return f"{outcome.title} is undefined, so {strategy} cannot be held against {other}."
    worlds = _worlds(outcome, found, found.chance_better)
    if kind == "same":
        return f"{strategy} and {other} come to exactly the same {outcome.title.lower()}."
    if kind == "one world":
        gap = shown(outcome, found.mean, _currency(comparison), signed=True)
        return (
            f"In the one world that defines it, the difference in {outcome.title.lower()} between "
            f"{strategy} and {other} is {gap}; one world has no interval and decides nothing."
        )
    doubt = _interval(comparison, outcome, found)
    if kind == "undecided":
        gap = shown(outcome, found.mean, _currency(comparison), signed=True)
        return (
            f"Whether {strategy} {_phrase(outcome).question} {other} is not decided: the "
            f"difference is {gap} ({doubt}); {worlds}."
        )
    return f"{_said(comparison, outcome, strategy, other, found.mean)} ({doubt}); {worlds}."


def _claim(comparison: Comparison, figure: str, strategy: str, other: str) -> str:
    mean = comparison.differences[strategy][figure].mean or 0.0
    return _said(comparison, OUTCOMES[figure], strategy, other, mean)


def _said(comparison: Comparison, outcome: Outcome, strategy: str, other: str, mean: float) -> str:
    """Say a difference that is beyond doubt."""
    phrase = _phrase(outcome)
    amount = shown(outcome, abs(mean), _currency(comparison))
    if outcome.unit == "percent":
        amount = amount.replace("%", "points")
    words = (phrase.higher if mean > 0 else phrase.lower).format(amount=amount)
    return f"{strategy} {words} {other}"


def _alone(comparison: Comparison, outcome: Outcome) -> str:
    """Say what the only strategy leads to."""
    (strategy,) = comparison.strategies
    found = comparison.estimates[strategy][outcome.name]
    if found.mean is None:
        return f"{outcome.title} is undefined in this market"
    level = shown(outcome, found.mean, _currency(comparison))
    return f"Under {strategy}, {outcome.title.lower()} is {level}"


def _interval(comparison: Comparison, outcome: Outcome, found: Difference) -> str:
    low, high = float(found.low or 0.0), float(found.high or 0.0)
    if high < 0:
        # "Earns 5 less" goes with "4 to 6", not with "−6 to −4".
        low, high = -high, -low
    first, second = (shown(outcome, end, _currency(comparison)) for end in (low, high))
    if outcome.unit == "percent":
        # The unit is said once, after the second end.
        first, second = first.removesuffix(f"{SPACE}%"), second.replace("%", "points")
    return f"95{SPACE}% interval {first} to {second}"


def _worlds(outcome: Outcome, found: Difference, chance_better: float) -> str:
    word = "better" if outcome.higher_is_better else "cheaper"
    return f"{word} in {chance_better * found.n:g} of {count(found.n, 'world')}"


def _phrase(outcome: Outcome) -> Phrase:
    title = outcome.title.lower()
    return PHRASES.get(
        outcome.name,
        Phrase(
            f"has a {title} {{amount}} higher than",
            f"has a {title} {{amount}} lower than",
            f"has another {title} than",
        ),
    )


def _currency(comparison: Comparison) -> str:
    return str(comparison.scenario.market.currency)


def _values(comparison: Comparison, strategy: str, figure: str) -> list[float]:
    samples = comparison.samples
    return [float(one) for one in samples.loc[samples["strategy"] == strategy, figure]]
