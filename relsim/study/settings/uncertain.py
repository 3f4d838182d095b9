"""Which numbers of a market are uncertain, and how far: a prior for each, from its declaration."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relsim.behaviour import MECHANISMS, TRAITS
from relsim.behaviour.declaration import Known, Mechanism, Parameter
from relsim.errors import InputError
from relsim.scenario.declared import is_decimal
from relsim.scenario.structure import law_terms
from relsim.scenario.table import Law as Spread
from relsim.scenario.uncertainty import Interval, Law
from relsim.scenario.writing import path_of
from relsim.study.fit.bounds import around, is_share, value_at

if TYPE_CHECKING:
    from relsim.scenario import Scenario

_ENDS = 2.0
"""Standard deviations from a normal law's middle to the ends of the interval, where it is cut."""
_DIGITS = 4
"""Significant digits of a value: more would only pretend to be known, and make files larger."""

Numbers = NDArray[np.float64]
_Scale = tuple[Callable[[float], float], Callable[[float], float]]
_SCALES: Mapping[str, _Scale] = {
    "": (lambda value: value, lambda place: place),
    "log": (math.log, math.exp),
    "odds": (lambda value: math.log(value / (1 - value)), lambda x: 1 / (1 + math.exp(-x))),
}
_OF_MANY: Mapping[str, Callable[[Numbers], Numbers]] = {
    "": np.asarray,
    "log": np.log,
    "odds": lambda values: np.log(values / (1 - values)),
}
"""The same scales for an array, which one by one takes a second of a comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """A number of a market that nobody knows exactly, and what is thought of it beforehand.

    Parameters
    ----------
    path : str
        As an override takes it.
    law : str
        Uniform or normal; on its own scale, of the logarithm (``log-``) or of the odds.
    low, high : float
        The plausible interval; it holds `central`.
    central : float
        The scenario's own number.
    known : {"measured", "fitted", "guess"}
        How the central number is known.
    group : str
        The mechanism it belongs to: numbers of one group go together.
    floor, ceiling : float
        What is allowed at all.
    tied : tuple of Uncertain
        The same number of other segments, which moves along.

    Examples
    --------
    >>> import relsim
    >>> chosen = {one.path: one for one in uncertain(relsim.load("insurance"))}
    >>> loss = chosen["behaviour.loss_aversion"]
    >>> loss.law, loss.low, loss.high, loss.central, loss.known
    ('log-normal', 1.0, 4.0, 2.0, 'measured')
    """

    path: str
    law: Law
    low: float
    high: float
    central: float
    known: Known
    group: str
    floor: float
    ceiling: float
    tied: tuple[Uncertain, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Uncertain:
        """Return one as :meth:`to_dict` gave it."""
        tied = tuple(cls.from_dict(one) for one in data["tied"])
        return cls(**{**data, "tied": tied})

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @property
    def _scale(self) -> _Scale:
        return _SCALES[self.law.rpartition("-")[0]]

    def quantile(self, u: float, width: float = 1.0) -> float:
        """Return the value below which a share of the prior lies.

        Parameters
        ----------
        u : float
            From 0 to 1.
        width : float
            What the interval is widened by around the central number, on the law's scale; what is
            not allowed at all is cut off.

        Returns
        -------
        float
            In four significant digits, as settings are kept and run.

        Examples
        --------
        >>> one = Uncertain(path="a", law="log-uniform", low=1.0, high=4.0, central=2.0,
        ...                 known="guess", group="", floor=0.0, ceiling=10.0)
        >>> one.quantile(0.0), one.quantile(0.5), one.quantile(1.0), one.quantile(1.0, width=2)
        (1.0, 2.0, 4.0, 8.0)
        """
        part = _normal(u) if self.law.endswith("normal") else u
        return self.at(part, width)

    def at(self, part: float, width: float = 1.0) -> float:
        """Return the value at a part of the interval, on the law's scale."""
        to, back = self._scale
        low, middle, high = (to(value) for value in (self.low, self.central, self.high))
        low, high = (middle + width * (end - middle) for end in (low, high))
        value = back(low + part * (high - low))
        return float(f"{min(max(value, self.floor), self.ceiling):.{_DIGITS}g}")

    def part(self, value: float) -> float:
        """Return where a value lies in the interval, on the law's scale: 0 and 1 are its ends."""
        to, _ = self._scale
        low, high = to(self.low), to(self.high)
        return (to(value) - low) / (high - low)

    def parts(self, values: Numbers) -> Numbers:
        """Return where many values lie in the interval."""
        to = _OF_MANY[self.law.rpartition("-")[0]]
        low, high, found = to(np.array([self.low])), to(np.array([self.high])), to(values)
        return np.asarray((found - low) / (high - low))

    def overrides(self, value: float) -> dict[str, float]:
        """Return what sets it to a value: itself, and with it those that are tied to it."""
        part = self.part(value)
        return {self.path: value, **{one.path: one.at(part) for one in self.tied}}


def _normal(u: float) -> float:
    """Return the part of the interval below which a share of a normal law lies, cut at its ends."""
    from statistics import NormalDist

    law = NormalDist()
    least = law.cdf(-_ENDS)
    place = law.inv_cdf(least + min(max(u, 0.0), 1.0) * (1 - 2 * least))
    return (place + _ENDS) / (2 * _ENDS)


def uncertain(scenario: Scenario) -> tuple[Uncertain, ...]:
    """Return the numbers of a market that are uncertain, with their priors.

    Never uncertain are definitions and conventions, the size and the length of the market, what
    firms and strategies choose, costs that the scenario states, numbers that are 0 (unless
    ``[uncertainty]`` says otherwise), and what belongs to a mechanism that is switched off. What
    the market uses only under a strategy is here.

    Parameters
    ----------
    scenario : Scenario
        The market.

    Returns
    -------
    tuple of Uncertain
        In the order of the model's description.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("insurance", {"market.costs.channel_phone": 0.7})
    >>> paths = [one.path for one in uncertain(market)]
    >>> "market.costs.setup" in paths, "market.costs.channel_phone" in paths
    (True, False)
    """
    stated = _stated_costs(scenario)
    found = []
    for mechanism in MECHANISMS:
        if mechanism.switch and not getattr(scenario.behaviour, mechanism.name):
            continue
        for path, parameter, known in _numbers(mechanism, scenario):
            one = _prior(scenario, path, parameter, known, mechanism.name)
            if one is not None and (path not in stated or path in scenario.uncertainty):
                found.append(one)
        found += _traits(mechanism, scenario)
    return tuple(found)


def _numbers(mechanism: Mechanism, scenario: Scenario) -> Iterator[tuple[str, Parameter, Known]]:
    for room, parameters in (
        (("behaviour",), mechanism.parameters),
        (("market",), mechanism.market),
        (("market", "costs"), mechanism.costs),
    ):
        for parameter in parameters:
            yield path_of(*room, parameter.name), parameter, parameter.how_known


def _traits(mechanism: Mechanism, scenario: Scenario) -> Iterator[Uncertain]:
    """Yield what describes customers; segments move together, each within its own interval."""
    for trait in mechanism.traits:
        for name, term in law_terms(TRAITS[trait.name]).items():
            same = []
            for segment in scenario.segments:
                value = getattr(segment, trait.name)
                if not isinstance(value, Spread) and name != "mean":
                    continue
                terms = (name,) if isinstance(value, Spread) else ()
                path = path_of("segments", segment.name, trait.name, *terms)
                one = _prior(scenario, path, term, trait.known or "guess", mechanism.name)
                if one is not None:
                    same.append(one)
            if same:
                yield replace(same[0], tied=tuple(same[1:]))


def _stated_costs(scenario: Scenario) -> set[str]:
    """Return the costs that the scenario states: a user's own numbers are no ignorance."""
    market = scenario.origin.document.get("market")
    costs = market.get("costs") if isinstance(market, dict) else None
    stated = {path_of("market", "costs", name) for name in costs or ()}
    return stated | {path for path in scenario.overrides if path.startswith("market.costs.")}


def _prior(
    scenario: Scenario, path: str, parameter: Parameter, known: Known, group: str
) -> Uncertain | None:
    """Return what is thought of a number beforehand; None where nothing is uncertain about it."""
    said = scenario.uncertainty.get(path)
    if not is_decimal(parameter) or (said is not None and said.known):
        return None
    central = value_at(scenario, path)
    if central is None:
        return None
    if said is None:
        if known == "definition" or (central == 0 and parameter.low >= 0):
            return None
        said = Interval()
    declared = parameter.plausible
    low, high = (
        declared
        if declared is not None and declared[0] < central < declared[1]
        else around(parameter, central)
    )
    low, high = low if said.low is None else said.low, high if said.high is None else said.high
    if said == Interval() and not low < central < high:
        return None  # at the end of what is allowed: everybody, nobody
    _check(scenario, path, (low, central, high), said.law)
    return Uncertain(
        path=path,
        law=said.law or _law(parameter, known, low, high),
        low=low,
        high=high,
        central=central,
        known=known,
        group=group,
        floor=parameter.low,
        ceiling=parameter.high,
    )


def _law(parameter: Parameter, known: Known, low: float, high: float) -> Law:
    scale = "" if low <= 0 else "log-"
    if is_share(parameter) and high < 1 and scale:
        scale = "odds-"
    shape = "normal" if known == "measured" else "uniform"
    return f"{scale}{shape}"  # type: ignore[return-value]


def _check(
    scenario: Scenario, path: str, span: tuple[float, float, float], law: str | None
) -> None:
    """Refuse an interval that a user gave and that does not go with the scenario's own number."""
    low, central, high = span
    where = f"{scenario.origin.label} uncertainty.{path}"
    if not low <= central <= high or low == high:
        raise InputError(
            f"{where}: the interval from {low:g} to {high:g} does not hold the scenario's own "
            f"number, {central:g}. Widen it, or set {path} within it."
        )
    scale = (law or "").partition("-")[0]
    if (scale in ("log", "odds") and low <= 0) or (scale == "odds" and high >= 1):
        ends = "above 0" if scale == "log" else "between 0 and 1"
        raise InputError(
            f"{where}: the law {law} wants both ends {ends}, and they are {low:g} and {high:g}. "
            "Give other ends, or the law uniform."
        )
