"""Which settings may be fitted, and between which bounds they are sought."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.behaviour.declaration import Parameter
from relsim.errors import InputError
from relsim.scenario.paths import equals_sign, split_assignment, split_path
from relsim.scenario.structure import law_terms

MOST_PARAMETERS = 6
"""A survival curve does not hold more than this; with more, anything would fit."""


_Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A setting and the range in which it is sought.

    Parameters
    ----------
    path : str
        Dotted path, as in an override.
    low, high : float
        The range.
    """

    path: str
    low: float
    high: float


def choose_bounds(
    parameters: Sequence[str] | Mapping[str, tuple[float, float]],
) -> tuple[Bounds, ...]:
    """Return the settings to fit with their bounds.

    Examples
    --------
    >>> choose_bounds(["behaviour.loss_aversion=1..4"])
    (Bounds(path='behaviour.loss_aversion', low=1.0, high=4.0),)
    """
    if isinstance(parameters, Mapping):
        spans: list[tuple[str, _Span | None]] = list(parameters.items())
    else:
        spans = [_read(text) for text in parameters]
    if not 1 <= len(spans) <= MOST_PARAMETERS:
        raise InputError(
            f"parameters: found {len(spans)}; name 1 to {MOST_PARAMETERS}. With more, a curve "
            "of a few points would fit whatever it is."
        )
    paths = [path for path, _ in spans]
    if twice := [path for path in paths if paths.count(path) > 1]:
        raise InputError(f"parameters: {twice[0]} is named twice.")
    return tuple(_bounds(path, span) for path, span in spans)


def declared(path: str) -> Parameter:
    """Return the declaration of the number that a path leads to.

    Examples
    --------
    >>> declared("behaviour.loss_aversion").default
    2.0
    """
    found = _declared(split_path(path))
    if found is None:
        raise InputError(
            f'parameters: "{path}" leads to no setting that can be fitted. Write, for example, '
            "behaviour.loss_aversion or segments.NAME.restlessness.mean; "
            '"relsim show parameters" lists them.'
        )
    if isinstance(found.default, bool | str) or found.whole:
        raise InputError(f"parameters: {path} cannot be fitted: it is not a number with decimals.")
    return found


def _declared(parts: tuple[str, ...]) -> Parameter | None:
    match parts:
        case ("behaviour", name):
            return BEHAVIOUR.get(name)
        case ("market", name):
            return MARKET.get(name)
        case ("market", "costs", name):
            return COSTS.get(name)
        case ("firms" | "strategies", _, name):
            return LEVERS.get(name)
        case ("segments", _, name) if name in TRAITS:
            return law_terms(TRAITS[name])["mean"]
        case ("segments", _, name, term) if name in TRAITS:
            return law_terms(TRAITS[name]).get(term)
    return None


def _read(text: str) -> tuple[str, _Span | None]:
    """Read ``PATH`` or ``PATH=LOW..HIGH``."""
    if equals_sign(text) < 0:
        return text.strip(), None
    path, ends = split_assignment(text)
    low, _, high = ends.partition("..")
    try:
        return path, (float(low), float(high))
    except ValueError:
        raise InputError(
            f'parameters: "{text}" has no bounds that can be read. Write PATH=LOW..HIGH, such as '
            "behaviour.loss_aversion=1..4."
        ) from None


def _bounds(path: str, span: _Span | None) -> Bounds:
    parameter = declared(path)
    low, high = span or _plausible(path, parameter)
    inside = parameter.low <= low < high <= parameter.high
    if not inside or (parameter.above and low == parameter.low) or not math.isfinite(high - low):
        opening = "above" if parameter.above else "from"
        raise InputError(
            f"parameters: {path} is sought from {low:g} to {high:g}; allowed are two rising "
            f"numbers {opening} {parameter.low:g} to {parameter.high:g}."
        )
    return Bounds(path, float(low), float(high))


def _plausible(path: str, parameter: Parameter) -> _Span:
    """Return the declared plausible range, else half to double the default, else the range."""
    if parameter.plausible is not None:
        return parameter.plausible
    if parameter.default:
        ends = sorted((float(parameter.default) / 2, float(parameter.default) * 2))
        return max(ends[0], parameter.low), min(ends[1], parameter.high)
    if parameter.above or not math.isfinite(parameter.high - parameter.low):
        raise InputError(
            f"parameters: {path} is 0 or not set, and its range has no end. Say where to seek "
            f"it: {path}=LOW..HIGH."
        )
    return parameter.low, parameter.high
