"""Numbers as a story writes them: .73, +4.35, .61 → .66."""

from __future__ import annotations

from relsim.result.quantity import SPACE, Unit
from relsim.result.words import Sentence
from relsim.words.catalogue import marked, translate

HUNDREDTHS = Unit("score", 2)


def level(value: float, *, signed: bool = False) -> str:
    """Return a state in hundredths, without the nought before the point.

    Examples
    --------
    >>> level(0.734), level(1.0), level(-0.004)
    ('.73', '1.00', '.00')
    """
    sign, digits = HUNDREDTHS.digits(value, signed=signed)
    return sign + digits.removeprefix("0")


def utils(value: float) -> str:
    """Return a term of the utility, with its sign.

    Examples
    --------
    >>> utils(4.346), utils(-0.1), utils(0.0)
    ('+4.35', '−.10', '.00')
    """
    return level(value, signed=True)


def seen(value: float) -> bool:
    """Tell whether a state or a term would be more than nothing when written."""
    return abs(value) >= 0.005


def valued(name: str, value: float) -> str:
    """Return a state with its name before it; no line ends between them."""
    return f"{translate(name)}{SPACE}{level(value)}"


def course(name: str, before: float, after: float) -> str:
    """Return what became of a state; no line ends within it.

    Examples
    --------
    >>> course("trust", 0.521, 0.58).split(), course("trust", 0.521, 0.522).split()
    (['trust', '.52', '→', '.58'], ['trust', '.52'])
    """
    first, last = level(before), level(after)
    moved = first if first == last else f"{first}{SPACE}→{SPACE}{last}"
    return f"{translate(name)}{SPACE}{moved}"


def times(count: int) -> str:
    """Return how often something happened.

    Examples
    --------
    >>> times(1), times(2), times(11)
    ('once', 'twice', '11 times')
    """
    few = marked({1: "once", 2: "twice"})
    return str(few.get(count, Sentence("{count} times", count=count)))


def period(number: int) -> str:
    """Return the number of a period; the warm-up counts down to 0.

    Examples
    --------
    >>> period(37), period(-24)
    ('37', '−24')
    """
    return f"{'−' if number < 0 else ''}{abs(number)}"
