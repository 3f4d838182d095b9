"""What decides a result, as every file that holds it says: settings, seed, levers, code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from relsim.scenario.document import plain
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.scenario.own_code import Own
    from relsim.scenario.scenario import Scenario


def settings_of(
    scenario: Scenario,
    strategies: Mapping[str, Mapping[str, object]],
    own: Sequence[Own] = (),
    **more: object,
) -> dict[str, object]:
    """Return what decides a result, as plain values.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategies : mapping of str to mapping
        What each strategy sets, as it was run.
    own : sequence of Own
        Phases and firms of a user's own.
    **more
        What else there is, such as the seed and the command.

    Returns
    -------
    dict
        ``relsim`` (the version), ``scenario``, ``file``, ``fingerprint``, what is in `more`,
        ``overrides`` by path, ``strategies``, ``phases`` and ``minds``.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 500})
    >>> found = settings_of(scenario, {"social": scenario.strategies["social"].levers}, seed=1)
    >>> found["overrides"], found["strategies"], found["seed"]
    ({'market.customers': 500}, {'social': {'reward_rate': 0.05, 'social': 0.5}}, 1)
    """
    return {
        "relsim": __version__,
        "scenario": scenario.name,
        "file": scenario.origin.label,
        "fingerprint": scenario.fingerprint,
        **{name: plain(value) for name, value in more.items()},
        "overrides": plain(scenario.overrides),
        "strategies": {name: plain(levers) for name, levers in strategies.items()},
        "phases": {one.name: one.plain for one in own if one.kind == "phase"},
        "minds": {one.name: one.plain for one in own if one.kind == "mind"},
    }
