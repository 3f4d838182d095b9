"""Trying a claim without each mechanism that its market uses: on which of them it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relsim.behaviour import MECHANISMS
from relsim.claims.asked import Asked
from relsim.claims.claim import Claim, Size
from relsim.claims.kept import fingerprint
from relsim.claims.structures import Structures, Without
from relsim.claims.verdict import judge, verdict_of
from relsim.errors import InputError, SomeRunsFailed
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.parallel import Progress, Stop
from relsim.study.store import Failure, fill, open_store, purpose_of

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.cluster import Cluster


def without_each(
    claim: Claim,
    *,
    size: Size | None = None,
    seed: int = 1,
    threads: int | None = None,
    cluster: Cluster | None = None,
    progress: Progress | None = None,
    store: str | Path | None = None,
) -> Structures:
    """Try a claim without each mechanism that can be switched off and that its market uses.

    Parameters
    ----------
    claim : Claim
        What is claimed; its sweeps are left out.
    size : Size, optional
        In place of the claim's quick size.
    seed : int
        Of luck, the same with every mechanism and without.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    cluster : Cluster, optional
        As in :func:`try_out`.
    progress : callable, optional
        Called as ``progress(done, total)`` after every mechanism.
    store : path, optional
        Where they are kept as they finish; the same call goes on from there.

    Returns
    -------
    Structures
        The verdict without each, beside that of the whole model in the same worlds.

    Raises
    ------
    InputError
        For a number that makes no sense.
    SomeRunsFailed
        When a run of the whole model failed.
    KeyboardInterrupt
        When Ctrl-C came before the whole model was done; later, it returns what there is, with
        `interrupted` set.

    Notes
    -----
    A mechanism that the script, or an arm, switches by itself is left as it is. Where a mechanism
    is off, what it would have fed is what the model's description says of its switch.

    Examples
    --------
    >>> from relsim.claims import Size, read_claim
    >>> found = without_each(read_claim("two_keys"), size=Size(2, customers=100, periods=12))
    >>> found.worlds, found.without[0].mechanism
    (2, 'needs')
    """
    chosen = size or claim.quick
    check_numbers(chosen.replications, seed)
    home = claim.market_at(chosen)
    laboratory = Laboratory.sharing(threads, home.market.customers, cluster=cluster)
    trial = _Trial(Asked(claim, seed, laboratory.threads), home, chosen.replications)
    keys = [(one,) for one in ("", *switches(claim, home))]
    purpose = purpose_of("claim by structure", home, claim=fingerprint(claim), seed=seed)
    again = claim.command("--structures", seed=seed)
    with open_store(store, purpose) as kept:
        stopped = fill(kept, keys, trial.live, laboratory, lambda _: again, progress)
        rows = {name: kept.get((name,)) for (name,) in keys}
    whole = rows.pop("")
    if stopped and whole is None:
        raise KeyboardInterrupt
    if isinstance(whole, Failure):
        raise SomeRunsFailed(f"{claim.name}: a run of the whole model failed: {whole.error}")
    return Structures(
        whole=_without("", whole),
        without=tuple(_without(name, row) for name, row in rows.items() if row is not None),
        worlds=chosen.replications,
        customers=home.market.customers,
        periods=home.market.periods,
        command=again,
        interrupted=stopped,
    )


def switches(claim: Claim, home: Scenario) -> list[str]:
    """Return the mechanisms that are on in a claim's market and that its script leaves alone."""
    stated = {*claim.settings}
    for arm in claim.arms:
        settings = claim.arm(arm).settings
        stated |= set() if callable(settings) else {*settings}
    return [
        one.name
        for one in MECHANISMS
        if one.switch
        and getattr(home.behaviour, one.name)
        and f"behaviour.{one.name}" not in stated
    ]


@dataclass(frozen=True, eq=False)
class _Trial:
    """Lives through a claim without one mechanism, and judges it; it travels to workers."""

    asked: Asked
    home: Scenario
    worlds: int

    def live(self, key: tuple[str], stop: Stop) -> Mapping[str, Any]:
        """Return what becomes of the claim."""
        (mechanism,) = key
        off = {f"behaviour.{mechanism}": False} if mechanism else {}
        try:
            found = self.asked.worlds(self.home.with_overrides(off), range(self.worlds), stop)
        except InputError as error:
            if not mechanism:
                raise
            return {"why": str(error)}  # what an arm does has nothing to work on
        parts = [
            judge(one, found.estimate(one, place))
            for one, place in zip(self.asked.parts, self.asked.places, strict=True)
        ]
        shown = parts[self.asked.parts.index(self.asked.claim.main)].effect
        ends = {"mean": shown.mean, "low": shown.low, "high": shown.high}
        return {"verdict": verdict_of(parts, ()), **ends}


def _without(mechanism: str, row: Any) -> Without:
    return Without(mechanism, **({"why": row.error} if isinstance(row, Failure) else row))
