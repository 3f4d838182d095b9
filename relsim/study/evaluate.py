"""One call a tool can make: settings in, figures out."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.result.figures import FIGURES
from relsim.result.statistics import estimate, numbers
from relsim.scenario import Scenario, load
from relsim.study.arms import choose_arms
from relsim.study.compare import worlds
from relsim.study.laboratory import Laboratory, World, check_numbers
from relsim.study.parallel import Stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIFFERENCE = "_difference"
"""What the key of a difference to the baseline ends in."""


def evaluate(
    scenario: Scenario | str | os.PathLike[str],
    parameters: Mapping[str, object] | None = None,
    seed: int = 1,
    *,
    strategy: str | None = None,
    baseline: str | None = None,
    replications: int = 1,
) -> dict[str, float]:
    """Return the figures of a market at some settings, as one flat dict.

    A pure function of what it is given: what optimisers, samplers and workflow tools call, in this
    process or in another one. The worlds of a seed are the same at all settings.

    Parameters
    ----------
    scenario : Scenario, str or path
        The market, or what :func:`relsim.load` takes.
    parameters : mapping of str to object, optional
        Values by path, as overrides: ``{"firms.Alba.price": 21.0}``.
    seed : int
        Of all luck.
    strategy : str, optional
        What the firm under study does; by default what its scenario says.
    baseline : str, optional
        A second strategy, lived through in the same worlds, which the first is held against.
    replications : int
        Worlds over which the mean is taken.

    Returns
    -------
    dict of str to float
        A figure of :meth:`relsim.Run.summary` a key, NaN where it is undefined; with a baseline
        ``KEY_difference``, too.

    Raises
    ------
    InputError
        For a path, value or strategy that makes no sense; the message names the path.

    Examples
    --------
    >>> import relsim
    >>> small = {"market.customers": 200, "market.periods": 24}
    >>> found = relsim.evaluate("insurance", {**small, "firms.Alba.price": 21.0}, seed=7)
    >>> 0.0 < found["retention"] < 1.0
    True
    """
    check_numbers(replications, seed)
    if parameters is not None and not isinstance(parameters, Mapping):
        raise InputError(
            f"parameters: found {type(parameters).__name__}; write values by path, such as "
            '{"firms.Alba.price": 21.0}.'
        )
    asked = dict(parameters or {})
    if isinstance(scenario, Scenario):
        market = scenario.with_overrides(asked) if asked else scenario
    else:
        market = load(scenario, asked)
    own = market.focal.strategy if strategy is None else strategy
    choose_arms(market.strategies, [own, *([] if baseline is None else [baseline])])
    ours = _figures(market, own, seed, replications)
    found = {key: _mean(values) for key, values in ours.items()}
    if baseline is not None:
        theirs = _figures(market, baseline, seed, replications)
        found |= {key + DIFFERENCE: _mean(ours[key] - theirs[key]) for key in FIGURES}
    return found


def _figures(
    market: Scenario, strategy: str, seed: int, replications: int
) -> dict[str, NDArray[np.float64]]:
    """Return every figure, world by world."""
    lived = [
        worlds.live(World(market, strategy, seed, place), Laboratory(), Stop())
        for place in range(replications)
    ]
    return {key: numbers(one[key] for one in lived) for key in FIGURES}


def _mean(values: NDArray[np.float64]) -> float:
    """Return the mean over the worlds that have one, as a tool can take it."""
    mean = estimate(values).mean
    return math.nan if mean is None else mean
