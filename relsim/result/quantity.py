"""A value with its unit, and its interval if it has one; the one place where it becomes text.

One style everywhere, in the terminal as in the report: a minus sign that is one (−), thousands
set apart by commas, money as €1,234, shares as 84.1 %, their differences in points, an en dash
for what is undefined.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from relsim.words.catalogue import compact, translate, translated
from relsim.words.language import SOURCE, language

SPACE = "\u00a0"
"""Between a number and its unit: no line ends there."""

UNDEFINED = "–"

Kind = Literal["percent", "points", "money", "score", "periods", "count", "ratio", "factor"]
"""A share from 0 to 1; a difference of two; money; a score from 0 to 1; a number of periods; a
number of things; a ratio; what levers are multiplied by."""

DECIMALS: dict[Kind, int] = {
    "percent": 1,
    "points": 1,
    "money": 0,
    "score": 3,
    "periods": 1,
    "count": 1,
    "ratio": 2,
    "factor": 3,
}
"""Digits behind the point unless a unit says otherwise."""

Form = Literal["full", "cell", "bare"]
"""With its unit; with its unit cut short, as a table's cell; without, where a heading says it."""


@dataclass(frozen=True, slots=True)
class Unit:
    r"""What a value is counted in, and how exactly it is shown.

    Parameters
    ----------
    kind : str
        A share, money, a score …
    decimals : int, optional
        Digits behind the point (of the percentage, for a share).
    currency : str
        The sign of money.
    significant : bool
        True where `decimals` counts significant digits instead.

    Examples
    --------
    >>> Unit("money", 2, "€").text(-3.456), Unit("money", 0, "CHF").text(5.0)
    ('−€3.46', 'CHF\xa05')
    >>> Unit("percent").text(0.8412), Unit("points").text(0.0191, signed=True)
    ('84.1\xa0%', '+1.9\xa0points')
    """

    kind: Kind
    decimals: int | None = None
    currency: str = ""
    significant: bool = False

    @property
    def of_difference(self) -> Unit:
        """The unit of a difference of two such values: shares differ by points."""
        return replace(self, kind="points") if self.kind == "percent" else self

    @property
    def scale(self) -> int:
        """How many are written for 1: a share and a difference of shares are counted in hundredths.

        Examples
        --------
        >>> Unit("percent").scale, Unit("money").scale
        (100, 1)
        """
        return 100 if self.kind in ("percent", "points") else 1

    def text(self, value: float | None, *, signed: bool = False, form: Form = "full") -> str:
        """Return a value as people read it: the one place where a value with a unit becomes text.

        Parameters
        ----------
        value : float or None
            A share as a number from 0 to 1.
        signed : bool
            True for a plus sign before what is above 0.
        form : {"full", "cell", "bare"}
            How much of the unit is written.

        Returns
        -------
        str
            An en dash when there is no value; no sign before a zero.
        """
        if value is None or value != value:
            return UNDEFINED
        prefix, suffix = self.around(form)
        sign, digits = self.digits(value, signed=signed)
        return f"{sign}{prefix}{digits}{suffix}"

    def around(self, form: Form) -> tuple[str, str]:
        """Return what stands before and after the digits."""
        if self.kind == "factor":
            return f"×{SPACE}", ""
        if form == "bare":
            return "", ""
        if self.kind == "percent":
            return "", f"{SPACE}%"
        if self.kind == "points":
            return "", translate(
                "\N{NO-BREAK SPACE}pt" if form == "cell" else "\N{NO-BREAK SPACE}points"
            )
        if self.kind == "money" and form == "full":
            return before(self.currency), ""
        return "", ""

    @property
    def plain(self) -> dict[str, object]:
        """What a program in a browser needs in order to write values alike.

        Examples
        --------
        >>> Unit("percent", 0).plain["scale"], Unit("money", 2, "€").plain["prefix"]
        (100, '€')
        """
        prefix, suffix = self.around("full")
        return {
            "scale": self.scale,
            "decimals": self.places,
            "significant": self.significant,
            "prefix": prefix,
            "suffix": suffix,
        }

    @property
    def places(self) -> int:
        """Digits behind the point."""
        return DECIMALS[self.kind] if self.decimals is None else self.decimals

    def digits(self, value: float, *, signed: bool = False) -> tuple[str, str]:
        """Return the sign and the digits of a value.

        Examples
        --------
        >>> Unit("money", 4, "€", significant=True).digits(10_000.0)
        ('', '10,000')
        """
        shown = self.scale * value
        size = abs(shown)
        if self.significant:
            # Written out: 10,000 and never 1e+04.
            text = f"{Decimal(f'{size:.{self.places}g}'):,f}"
        else:
            text = f"{size:,.{self.places}f}"
        if not float(text.replace(",", "")):
            return "", text
        return "−" if shown < 0 else "+" if signed else "", text

    def rounded(self, value: float) -> str:
        """Return money in few characters, as a tick of an axis.

        Examples
        --------
        >>> euros = Unit("money", 0, "€")
        >>> euros.rounded(-20_000), euros.rounded(1_500_000), euros.rounded(0.25)
        ('−€20k', '€1.5m', '€0.25')
        >>> euros.rounded(999_960)
        '€1m'
        """
        sign = "−" if value < 0 else ""
        if language() != SOURCE:
            return f"{sign}{before(self.currency)}{compact(abs(value))}"
        size, word = abs(value), ""
        for scale, name in ((1.0, ""), (1e3, "k"), (1e6, "m"), (1e9, "bn")):
            # What is rounded up to a thousand is one of the next.
            size, word = float(f"{abs(value) / scale:.4g}"), name
            if size < 1000:
                break
        return f"{sign}{before(self.currency)}{size:.4g}{word}"


def before(currency: str) -> str:
    """Return a currency as it stands before a number: a word needs room, a sign does not."""
    return currency + (SPACE if currency[-1:].isalpha() else "")


@dataclass(frozen=True, slots=True)
class Quantity:
    r"""A value with its unit and, if it has one, its 95 % interval.

    Parameters
    ----------
    value : float or None
        None where it is undefined.
    unit : Unit
        What it is counted in.
    low, high : float or None
        The ends of the interval.
    signed : bool
        True for a difference.
    form : {"full", "cell", "bare"}
        How much of the unit is written.
    beside : {"", "doubt", "interval"}
        What is shown beside the value.

    Examples
    --------
    >>> gain = Quantity(0.093, Unit("points"), 0.081, 0.105, signed=True, form="cell")
    >>> str(gain), str(gain.half), str(gain.with_doubt())
    ('+9.3\xa0pt', '1.2', '+9.3 ±\xa01.2\xa0pt')
    """

    value: float | None
    unit: Unit
    low: float | None = None
    high: float | None = None
    signed: bool = False
    form: Form = "full"
    beside: Literal["", "doubt", "interval"] = ""

    def __str__(self) -> str:
        """Return the value as people read it, with its doubt or interval where they belong."""
        if self.beside and self.value is not None and self.half is not None:
            return self._with_doubt() if self.beside == "doubt" else self._with_interval()
        return self.unit.text(self.value, signed=self.signed, form=self.form)

    @property
    def half(self) -> Quantity | None:
        """Half the width of the interval: the number behind the ±."""
        if self.low is None or self.high is None:
            return None
        return Quantity((self.high - self.low) / 2, self.unit, form="bare")

    @property
    def size(self) -> Quantity:
        """How large it is, whichever way it points."""
        value = None if self.value is None else abs(self.value)
        return replace(self, value=value, signed=False)

    def doubt(self) -> str:
        """Return half the interval as it stands below a number; nothing without one."""
        return "" if self.half is None else f"±{SPACE}{self.half}"

    def with_doubt(self) -> Quantity:
        """Return the same, to be shown with half its interval beside it."""
        return replace(self, beside="doubt")

    def with_interval(self) -> Quantity:
        """Return the same, to be shown with its interval in brackets behind it."""
        return replace(self, beside="interval")

    def interval(self) -> str:
        r"""Return both ends of the interval, what follows the digits once; a dash without one.

        Examples
        --------
        >>> Quantity(0.8, Unit("percent"), 0.78, 0.82).interval()
        '78.0 to 82.0\xa0%'
        >>> Quantity(5.0, Unit("money", 0, "€"), -2.0, 12.0, signed=True).interval()
        '−€2 to +€12'
        """
        if self.low is None or self.high is None:
            return UNDEFINED
        prefix, suffix = self.unit.around(self.form)
        ends = [self.unit.digits(end, signed=self.signed) for end in (self.low, self.high)]
        low, high = (f"{sign}{prefix}{digits}" for sign, digits in ends)
        return translated("{low} to {high}", {"low": low, "high": high}) + suffix

    def _with_doubt(self) -> str:
        prefix, suffix = self.unit.around(self.form)
        sign, digits = self.unit.digits(self.value or 0.0, signed=self.signed)
        return f"{sign}{prefix}{digits} {self.doubt()}{suffix}"

    def _with_interval(self) -> str:
        alone = self.unit.text(self.value, signed=self.signed, form=self.form)
        return translated("{middle} ({span})", {"middle": alone, "span": self.interval()})
