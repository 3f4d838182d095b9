"""``--capacity``: the scenarios that a comparison is made on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.scenario import Scenario

MODES = ("elastic", "fixed", "both")


def markets(scenario: Scenario, capacity: str | None) -> dict[str, Scenario]:
    """Return the scenario with one capacity, or with both.

    Examples
    --------
    >>> import relsim
    >>> list(markets(relsim.load("insurance"), "both"))
    ['elastic', 'fixed']
    """
    if capacity is None:
        return {str(scenario.market.capacity): scenario}
    if capacity not in MODES:
        from relsim.scenario.wording import show

        raise InputError(
            f"--capacity: found {show(capacity)}; write {', '.join(MODES[:2])} or both."
        )
    chosen = MODES[:2] if capacity == "both" else (capacity,)
    return {name: scenario.with_overrides({"market.capacity": name}) for name in chosen}
