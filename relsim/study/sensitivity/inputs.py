"""Which numbers are varied, and over what: a market's uncertain ones, or those that one names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relsim.errors import InputError, RelsimError
from relsim.scenario import Scenario
from relsim.scenario.wording import nearest, show
from relsim.study.fit.bounds import value_at
from relsim.study.settings.uncertain import Uncertain, uncertain
from relsim.study.sweep.design import ends_of


def inputs_of(
    scenario: Scenario,
    paths: Sequence[str] | None,
    vary: Mapping[str, tuple[float, float]] | None,
) -> tuple[Uncertain, ...]:
    """Return what is varied; all uncertain numbers where nothing is named.

    Examples
    --------
    >>> import relsim
    >>> found = inputs_of(relsim.load("insurance"), None, {"market.freedom": (0.5, 1.0)})
    >>> [(one.path, one.quantile(0.5)) for one in found]
    [('market.freedom', 0.75)]
    """
    if isinstance(paths, str):
        raise InputError(f"inputs = {paths!r}; write a list, for example [{paths!r}].")
    known = {one.path: one for one in uncertain(scenario)}
    asked = list(known) if paths is None and not vary else list(paths or ())
    if unknown := [path for path in asked if path not in known]:
        near = nearest(unknown[0], known)
        hint = f"Did you mean {near}? " if near else ""
        raise InputError(
            f"inputs: {show(unknown[0])} is no uncertain number of this market. {hint}relsim show "
            "uncertainty lists them; any other is varied between two values (--vary "
            "PATH=LOW:HIGH)."
        )
    ranges = ends_of("vary", vary) if vary else {}
    if twice := [path for path in asked if asked.count(path) > 1 or path in ranges]:
        raise InputError(f"inputs: {twice[0]} is named twice.")
    found = [known[path] for path in asked]
    found += [_between(scenario, path, *ends) for path, ends in ranges.items()]
    if not found:
        raise InputError("inputs: nothing is varied. Name a number by --vary PATH=LOW:HIGH.")
    return tuple(found)


def _between(scenario: Scenario, path: str, low: float, high: float) -> Uncertain:
    """Return a number that lies anywhere between two values, alike everywhere."""
    for end in (low, high):
        try:
            scenario.with_overrides({path: end})
        except RelsimError as error:
            raise InputError(f"vary: {error}") from None
    central = value_at(scenario, path)
    return Uncertain(
        path=path,
        law="uniform",
        low=low,
        high=high,
        central=low if central is None else central,
        known="guess",
        group="",
        floor=low,
        ceiling=high,
    )
