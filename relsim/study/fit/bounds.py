"""Which settings may be fitted, and between which bounds they are sought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.behaviour.declaration import Parameter
from relsim.errors import InputError
from relsim.scenario.declared import declaration, is_decimal
from relsim.scenario.numerals import rewritten
from relsim.scenario.paths import equals_sign, split_assignment, split_path
from relsim.scenario.table import Law
from relsim.scenario.wording import show

if TYPE_CHECKING:
    from relsim.scenario import Scenario

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
    found = declaration(split_path(path))
    if found is None:
        raise InputError(
            f'parameters: "{path}" leads to no setting that can be fitted. Write, for example, '
            "behaviour.loss_aversion or segments.NAME.restlessness.mean; "
            '"relsim show parameters" lists them.'
        )
    if not is_decimal(found):
        raise InputError(f"parameters: {path} cannot be fitted: it is not a number with decimals.")
    return found


def value_at(scenario: Scenario, path: str) -> float | None:
    """Return the number that a scenario has at a path; None where it is not set.

    Examples
    --------
    >>> from relsim.scenario import load
    >>> value_at(load("insurance"), "behaviour.loss_aversion")
    2.0
    """
    match split_path(path):
        case ("behaviour", name):
            found = getattr(scenario.behaviour, name)
        case ("market", name):
            found = getattr(scenario.market, name)
        case ("market", "costs", name):
            found = getattr(scenario.market.costs, name)
        case ("strategies", strategy, name) if strategy in scenario.strategies:
            found = scenario.strategies[strategy].levers.get(name)
        case (room, named, name, *term):
            tables = scenario.firms if room == "firms" else scenario.segments
            found = next((getattr(one, name) for one in tables if one.name == named), None)
            if isinstance(found, Law):
                found = getattr(found, term[0] if term else "mean")
            elif term not in ([], ["mean"]):
                found = None
        case _:
            found = None
    return None if found is None else float(found)


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
            f"parameters: {show(text)} has no bounds that can be read. Write PATH=LOW..HIGH, such "
            f"as {path.strip()}={rewritten(low) or 1}..{rewritten(high) or 4}."
        ) from None


def _bounds(path: str, span: _Span | None) -> Bounds:
    parameter = declared(path)
    low, high = span or _sought(path, parameter)
    if not parameter.low <= low < high <= parameter.high:
        raise InputError(
            f"parameters: {path} is sought from {low:g} to {high:g}; allowed are two rising "
            f"numbers from {parameter.low:g} to {parameter.high:g}."
        )
    return Bounds(path, float(low), float(high))


def plausible(parameter: Parameter) -> _Span | None:
    """Return the declared plausible range, else half to double the default, else the range.

    Of a share or a chance, it is the odds that are halved and doubled: what is thought to be 90 %
    may be 82 or 95. None where a number cannot be fitted, or somebody has to say where to seek it.

    Examples
    --------
    >>> from relsim.behaviour import BEHAVIOUR
    >>> plausible(BEHAVIOUR["loss_aversion"]), plausible(BEHAVIOUR["satiation_memory"])
    ((1.0, 4.0), (0.818, 0.947))
    """
    if isinstance(parameter.default, bool | str):
        return None
    if parameter.plausible is not None:
        return parameter.plausible
    if parameter.whole:
        return None
    if parameter.default:
        return around(parameter, float(parameter.default))
    return None if parameter.endless else (parameter.low, parameter.high)


def around(parameter: Parameter, value: float) -> _Span:
    """Return half to double a value, or its odds where it lies between 0 and 1 by its nature."""
    if is_share(parameter) and 0 < value < 1:
        odds = value / (1 - value)
        low, high = (float(f"{k * odds / (1 + k * odds):.3g}") for k in (0.5, 2.0))
        return low, high
    low, high = sorted((value / 2, value * 2))
    return max(low, parameter.low), min(high, parameter.high)


def is_share(parameter: Parameter) -> bool:
    """Tell whether a number lies between 0 and 1 by its nature."""
    return (parameter.low, parameter.high) == (0.0, 1.0)


def _sought(path: str, parameter: Parameter) -> _Span:
    found = plausible(parameter)
    if found is None:
        raise InputError(
            f"parameters: {path} is 0 or not set, and its range has no end. Say where to seek "
            f"it: {path}=LOW..HIGH."
        )
    return found
