"""A figure: what is measured of a run, declared once for every table, chart, file and sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relsim.result.quantity import Form, Kind, Quantity, Unit
from relsim.result.words import AFTER_COMMA, Sentence
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from relsim.result.books import FirmBooks
    from relsim.result.statistics import Estimate
    from relsim.result.table import Mood


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a difference in a figure is said, as whole clauses with named places.

    Parameters
    ----------
    higher, lower : str
        Of a difference beyond doubt; places ``strategy``, ``amount`` (its size) and ``other``.
    undecided : str
        Of one that is not; places ``strategy`` and ``other``.
    """

    higher: str
    lower: str
    undecided: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What is measured of a run.

    Parameters
    ----------
    of : callable
        From what it is computed (:class:`~relsim.result.books.FirmBooks` for a figure that every
        run has, a :class:`relsim.Run` for one that a claim brings) to a number; to None or NaN
        where it is undefined; or to an array of numbers, a course.
    title : str
        Heading in tables.
    unit : {"percent", "points", "money", "score", "periods", "count", "ratio"}
        Percent is for a share from 0 to 1, whose differences are points; points for a figure
        that is such a difference itself.
    decimals : int, optional
        Shown behind the point (of the percentage, for a share); by default what suits the unit.
    key : str
        Its name in :meth:`relsim.Run.summary`, in frames and in JSON.
    per : str
        In words, what it is counted on; with the unit it makes the line below the heading.
    meaning : str
        One sentence for a reader who knows marketing and not this program.
    higher_is_better : bool
        False for costs.
    compared : bool
        Whether it has a row when strategies are compared.
    phrases : Phrases, optional
        How a difference is said; by default with the title.
    counts : str
        Of a figure that answers whether something pays: what is in it, so that two which disagree
        can be told apart.

    Examples
    --------
    >>> from relsim.result.statistics import Estimate
    >>> lost = Figure(lambda run: run.summary()["lost"], "Customers lost", "count")
    >>> str(lost.level(Estimate(12.0, 10.5, 13.5, 9))), lost.noun
    ('12.0', 'customers lost')
    """

    of: Callable[[Any], object]
    title: str
    unit: Kind = "score"
    decimals: int | None = None
    key: str = ""
    per: str = ""
    meaning: str = ""
    higher_is_better: bool = True
    compared: bool = False
    phrases: Phrases | None = None
    counts: str = ""

    def __post_init__(self) -> None:
        """Let its words be looked up when they are shown."""
        for name in ("title", "per", "meaning", "counts"):
            object.__setattr__(self, name, Word(getattr(self, name)))

    @property
    def noun(self) -> str:
        """What it is called within a sentence."""
        title = str(self.title)
        return title[:1].lower() + title[1:]

    @property
    def said(self) -> Phrases:
        """How a difference is said, for a figure without phrases of its own, too."""
        if self.phrases:
            return self.phrases
        higher = translate("{strategy} has a {figure} {amount} higher than {other}")
        lower = translate("{strategy} has a {figure} {amount} lower than {other}")
        undecided = translate("{strategy} has another {figure} than {other}")
        return Phrases(*(one.replace("{figure}", self.noun) for one in (higher, lower, undecided)))

    def below(self, currency: str) -> str:
        """Return what stands below its heading: what it is counted in, and on."""
        if self.unit != "money":
            return self.per
        return str(Sentence(AFTER_COMMA, first=currency, second=self.per))

    def counted_in(self, currency: str = "") -> Unit:
        """Return the unit of its levels."""
        return Unit(self.unit, self.decimals, currency)

    def level(self, found: Estimate, currency: str = "", *, bare: bool = False) -> Quantity:
        """Return a level of it with its interval.

        Parameters
        ----------
        found : Estimate
            Its mean over worlds.
        currency : str
            The scenario's.
        bare : bool
            True for a cell whose heading names the currency.

        Returns
        -------
        Quantity
            Ready to be shown.
        """
        unit = self.counted_in(currency)
        signed = self.unit == "points"
        form: Form = "cell" if bare else "full"
        return Quantity(found.mean, unit, found.low, found.high, signed=signed, form=form)

    def difference(self, found: Estimate, currency: str = "", *, bare: bool = False) -> Quantity:
        """Return a difference in it, with its sign, shares in points."""
        unit = self.counted_in(currency).of_difference
        form: Form = "cell" if bare else "full"
        return Quantity(found.mean, unit, found.low, found.high, signed=True, form=form)

    def mood(self, found: Estimate) -> Mood:
        """Say whether the interval of a difference leaves no doubt about which is better."""
        if found.low is None or found.high is None or found.low <= 0 <= found.high:
            return ""
        return "better" if (found.low > 0) == self.higher_is_better else "worse"

    def amount(
        self, value: float | None, currency: str = "", *, form: Form = "full", exact: bool = False
    ) -> Quantity:
        """Return the size of a difference in it in significant digits; exactly, where asked for."""
        unit = self.counted_in(currency).of_difference
        places = 12 if exact else 3 if unit.kind == "points" else 4
        digits = Unit(unit.kind, places, currency, significant=True)
        return Quantity(value, digits, form=form)

    def value(self, books: FirmBooks) -> float | None:
        """Return the figure of a firm's books; None where it is undefined."""
        found = self.of(books)
        return None if found is None else float(found)  # type: ignore[arg-type]

    def values(self, run: Any) -> NDArray[np.float64]:
        """Return what a run gives, as an array of one or more numbers; NaN where undefined."""
        import numpy as np  # heavy: to refuse a wrong name, no number is needed

        found = self.of(run)
        array = np.atleast_1d(np.asarray(np.nan if found is None else found, dtype=np.float64))
        return np.where(np.isfinite(array), array, np.nan)
