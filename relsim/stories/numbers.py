"""Numbers and lists as a story writes them: .73, +4.35, .61 → .66."""

from __future__ import annotations

from collections.abc import Sequence

SPACE = "\u00a0"
"""Where no line may end."""


def level(value: float) -> str:
    """Return a state, without the nought before the point.

    Examples
    --------
    >>> level(0.734), level(1.0), level(-0.004)
    ('.73', '1.00', '.00')
    """
    digits = f"{abs(value):.2f}"
    sign = "−" if value < 0 and float(digits) else ""
    return sign + digits.removeprefix("0")


def utils(value: float) -> str:
    """Return a term of the utility, with its sign.

    Examples
    --------
    >>> utils(4.346), utils(-0.1), utils(0.0)
    ('+4.35', '−.10', '+.00')
    """
    text = level(value)
    return text if text.startswith("−") else f"+{text}"


def course(name: str, before: float, after: float) -> str:
    """Return what became of a state; no line ends within it.

    Examples
    --------
    >>> course("trust", 0.521, 0.58).split(), course("trust", 0.521, 0.522).split()
    (['trust', '.52', '→', '.58'], ['trust', '.52'])
    """
    first, last = level(before), level(after)
    moved = first if first == last else f"{first}{SPACE}→{SPACE}{last}"
    return f"{name}{SPACE}{moved}"


def times(count: int) -> str:
    """Return how often something happened.

    Examples
    --------
    >>> times(1), times(2), times(11)
    ('once', 'twice', '11 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return parts as a list in a sentence.

    Examples
    --------
    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def sentence(text: str) -> str:
    """Return a text that begins and ends as a sentence does.

    Examples
    --------
    >>> sentence("used Alba once")
    'Used Alba once.'
    """
    closed = text if text.endswith((".", ":")) else f"{text}."
    return closed[:1].upper() + closed[1:]
