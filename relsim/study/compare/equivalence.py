"""Saying "no difference": only where a test shows that any difference is too small to matter.

That an interval holds zero shows nothing of the kind: with few worlds every interval does. Two
one-sided tests (Schuirmann 1987) ask instead whether the difference is surely above minus the
margin and surely below the margin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from relsim.result.statistics import Difference, t_quantile
from relsim.words.catalogue import marked

Word = Literal["equivalent", "different", "undecided"]

SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two strategies differ in a figure by an amount that matters.

    Parameters
    ----------
    word : {"equivalent", "different", "undecided"}
        Equivalent: both one-sided tests at 5 % show that the difference is smaller than the
        margin. Different: they do not, and the 95 % interval leaves out zero. Undecided:
        neither is shown.
    margin : float
        The smallest difference that matters, in the figure's own unit.
    chance : float or None
        Of data at least as much in favour of equivalence, were the difference as large as the
        margin: the larger p of the two tests. None for fewer than two worlds.
    beyond_margin : bool
        Whether the whole 95 % interval lies beyond the margin.
    """

    word: Word
    margin: float
    chance: float | None
    beyond_margin: bool

    @property
    def words(self) -> str:
        """The verdict in plain words.

        Examples
        --------
        >>> Verdict("equivalent", 0.005, 0.01, beyond_margin=False).words
        'too small to matter'
        >>> Verdict("different", 0.005, 0.4, beyond_margin=False).words
        'differs, size open'
        """
        if self.word == "equivalent":
            return marked("too small to matter")
        if self.word == "undecided":
            return marked("undecided")
        return marked("matters" if self.beyond_margin else "differs, size open")


def judge(found: Difference, margin: float) -> Verdict:
    """Return whether a paired difference is too small to matter.

    Examples
    --------
    >>> from relsim.result.statistics import difference
    >>> found = difference([1.01, 2.02, 3.0, 4.01], [1.0, 2.0, 3.0, 4.0])
    >>> judge(found, margin=0.1).word, judge(found, margin=0.015).word
    ('equivalent', 'undecided')
    """
    mean, half = found.mean, found.half_width
    if mean is None or half is None or found.low is None or found.high is None:
        return Verdict("undecided", margin, None, False)
    chance = _chance(abs(mean), half, found.n, margin)
    if chance < SIGNIFICANCE:
        return Verdict("equivalent", margin, chance, False)
    beyond = found.low > margin or found.high < -margin
    differ = found.low > 0 or found.high < 0
    return Verdict("different" if differ else "undecided", margin, chance, beyond)


def judge_all(
    differences: Mapping[str, Mapping[str, Difference]], margins: Mapping[str, float]
) -> dict[str, dict[str, Verdict]]:
    """Return the verdicts on every difference that has a margin."""
    return {
        strategy: {name: judge(figures[name], margin) for name, margin in margins.items()}
        for strategy, figures in differences.items()
    }


def _chance(size: float, half: float, n: int, margin: float) -> float:
    """Return the larger p of the two one-sided tests: the one on the nearer side."""
    error = half / t_quantile(n)
    if error == 0:
        return 0.0 if size < margin else 1.0
    from scipy.special import stdtr

    return float(1.0 - stdtr(n - 1, (margin - size) / error))
