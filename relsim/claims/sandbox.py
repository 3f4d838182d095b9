"""A claim's market with its arms as strategies: to be watched, and tried further."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relsim.scenario import load
from relsim.scenario.structure import FEWEST_COMPARED, MOST_COMPARED
from relsim.scenario.writing import path_of

if TYPE_CHECKING:
    from relsim.claims.claim import Arm, Claim


class Sandbox(NamedTuple):
    """A market, what differs in it, and the strategies that stand side by side."""

    scenario: str
    overrides: tuple[tuple[str, object], ...]
    strategies: tuple[str, ...]


def sandbox(claim: Claim) -> Sandbox:
    """Return the market of a claim with those of its arms that one market can hold.

    Arms that meet another market, are sought first or have a budget are left out. Where fewer than
    two remain, the market opens on its own comparison.

    Examples
    --------
    >>> from relsim.claims import read_claim
    >>> sandbox(read_claim("imitation")).strategies
    ('none', 'social_only', 'reward_only', 'structural_only')
    """
    overrides = {path: one.value for path, one in claim.settings.items()}
    home = _settings(claim, next(iter(claim.main.weights)))
    order = sorted(claim.main.weights, key=lambda name: claim.main.weights[name] > 0)
    known = load(claim.scenario).strategies
    names: dict[str, Arm] = {}
    for name in dict.fromkeys([*order, *claim.arms]):
        arm = claim.arm(name)
        alike = home is not None and _settings(claim, name) == home and arm.budget is None
        if alike and arm.strategy in known and len(names) < MOST_COMPARED:
            names[name if arm.levers else arm.strategy] = arm
    if len(names) < FEWEST_COMPARED:
        opening = load(claim.scenario).compared
        return Sandbox(claim.scenario, tuple(overrides.items()), opening)
    arms = {path_of("strategies", name): _strategy(name, arm) for name, arm in names.items()
            if arm.levers}  # fmt: skip
    held = {**overrides, **(home or {}), **arms}
    # Who does nothing is what the others are held against.
    chosen = tuple(sorted(names, key=lambda name: name != "none"))
    return Sandbox(claim.scenario, tuple(held.items()), chosen)


def _settings(claim: Claim, name: str) -> dict[str, object] | None:
    settings = claim.arm(name).settings
    return None if callable(settings) else dict(settings)


def _strategy(name: str, arm: Arm) -> dict[str, object]:
    return {"title": name, "extends": arm.strategy, **arm.levers}
