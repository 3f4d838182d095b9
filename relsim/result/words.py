"""Numbers and names as people read them, in sentences and on charts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from relsim.result.figures import Outcome

SPACE = "\u00a0"
"""Between a number and its unit: no line ends there."""

LONGEST_NAME = 18
"""Characters of a name on a chart; tables hold the whole name."""


def money(value: float, currency: str, decimals: int = 0, *, signed: bool = False) -> str:
    """Return an amount of money.

    Examples
    --------
    >>> money(18099.2, "€"), money(-3.456, "$", 2), money(5, "€", signed=True)
    ('€18,099', '−$3.46', '+€5')
    """
    digits = f"{abs(value):,.{decimals}f}"
    nothing = not float(digits.replace(",", ""))
    sign = "" if nothing or (value > 0 and not signed) else "+" if value > 0 else "−"
    # A word needs room before the number, a sign does not.
    room = SPACE if currency[-1:].isalpha() else ""
    return f"{sign}{currency}{room}{digits}"


def rounded_money(value: float, currency: str) -> str:
    """Return an amount of money in few characters, as a tick of an axis.

    Examples
    --------
    >>> rounded_money(-20_000, "€"), rounded_money(1_500_000, "€"), rounded_money(0.25, "€")
    ('−€20k', '€1.5m', '€0.25')
    """
    for unit, word in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= unit:
            whole = f"{abs(value) / unit:.4g}{word}"
            break
    else:
        whole = f"{abs(value):.4g}"
    room = SPACE if currency[-1:].isalpha() else ""
    return f"{'−' if value < 0 else ''}{currency}{room}{whole}"


def percent(value: float, decimals: int = 0) -> str:
    """Return a share as a percentage.

    Examples
    --------
    >>> percent(0.8412, 1).replace(SPACE, " ")
    '84.1 %'
    """
    return f"{100 * value:.{decimals}f}{SPACE}%"


def shown(outcome: Outcome, value: float | None, currency: str, *, signed: bool = False) -> str:
    """Return a figure of a comparison with its unit.

    Examples
    --------
    >>> from relsim.result.figures import OUTCOMES
    >>> shown(OUTCOMES["retention"], 0.0932, "€", signed=True).replace(SPACE, " ")
    '+9.3 points'
    >>> shown(OUTCOMES["cost_per_customer"], 1.507, "€")
    '€1.51'
    """
    if value is None:
        return "–"
    if outcome.unit == "money":
        return money(value, currency, outcome.decimals, signed=signed)
    text = outcome.show(value, signed=signed).replace("-", "−")
    return text.replace(" pt", f"{SPACE}points").replace(" %", f"{SPACE}%")


def count(number: int, noun: str) -> str:
    """Return a number of things.

    Examples
    --------
    >>> count(1, "world"), count(2000, "half_year")
    ('1 world', '2,000 half years')
    """
    return f"{number:,} {noun.replace('_', ' ')}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them.

    Examples
    --------
    >>> listed(["none", "social", "structural"])
    'none, social and structural'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def harmless(text: str) -> str:
    """Return text that a chart shows as it stands.

    Plotly reads a few tags and formulas in its texts, and a user's names are never meant
    as either.

    Examples
    --------
    >>> harmless("<b>$x$</b>")
    '&lt;b&gt;&#36;x&#36;&lt;/b&gt;'
    """
    return escape(text, quote=False).replace("$", "&#36;")


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Return names that fit on a chart, each different from the others, by the whole name.

    Examples
    --------
    >>> list(short_names(["none", "no patience at all with it", "no patience at all"]).values())
    ['none', 'no patience at al…', 'no patience at all']
    """
    found: dict[str, str] = {}
    for place, name in enumerate(names, 1):
        short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        if short in found.values():
            mark = f"… {place}"
            short = name[: LONGEST_NAME - len(mark)] + mark
        found[name] = short
    return found
