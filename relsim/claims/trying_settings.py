"""Trying a claim in plausible settings: does it hold whatever the numbers that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.claims.asked import Asked
from relsim.claims.breadth import LEAST, MEANT, Breadth
from relsim.claims.claim import Claim, Size
from relsim.claims.contrast import Contrast
from relsim.claims.kept import fingerprint
from relsim.claims.shares import Seen, shares_of
from relsim.claims.words import named_with_figure
from relsim.errors import InputError, SomeRunsFailed
from relsim.scenario import require_room
from relsim.scenario.whole import check_whole
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.parallel import Progress, Stop
from relsim.study.plausible.living import WIDTHS
from relsim.study.settings import Settings, bundled
from relsim.study.store import Failure, Store, fill, open_store, purpose_of

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.cluster import Cluster
    from relsim.study.store.purpose import Purpose

WORLDS = 2
"""In each setting that is meant: two tell its luck. In those of other widths one is enough."""


def in_settings(
    claim: Claim,
    settings: int,
    *,
    quick: bool = False,
    size: Size | None = None,
    seed: int = 1,
    threads: int | None = None,
    cluster: Cluster | None = None,
    progress: Progress | None = None,
    store: str | Path | None = None,
) -> Breadth:
    """Try a claim in plausible settings of its market.

    Parameters
    ----------
    claim : Claim
        What is claimed; its sweeps are left out.
    settings : int
        How many settings; as many again with every interval half and twice as wide.
    quick : bool
        Whether markets of its quick size are enough.
    size : Size, optional
        In place of the claim's own sizes; its number of worlds plays no part.
    seed : int
        Of settings and luck.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    cluster : Cluster, optional
        As in :func:`try_out`.
    progress : callable, optional
        Called as ``progress(done, total)`` after every setting.
    store : path, optional
        Where settings are kept as they finish; the same call goes on from there.

    Returns
    -------
    Breadth
        The shares of settings in which it holds.

    Raises
    ------
    InputError
        For a number that makes no sense, or a claim that can hardly ever be asked.
    SomeRunsFailed
        When runs failed in all but a few settings.
    KeyboardInterrupt
        When Ctrl-C came before a few settings of every width were done; later, it returns what
        there is, with `interrupted` set.

    Notes
    -----
    Settings are those that come with the market, where it has them and the claim leaves it as it
    is; otherwise they are drawn from what is thought beforehand. What the script states, and what
    an arm or a sweep sets, stays as stated. What has to be sought is sought in every setting.

    Examples
    --------
    >>> from relsim.claims import Size, read_claim
    >>> small = Size(2, customers=100, periods=12)
    >>> found = in_settings(read_claim("two_keys"), 12, size=small)
    >>> found.settings, list(found.shares)
    (12, ['as thought', 'half as wide', 'twice as wide'])
    """
    check_whole(LEAST, settings=settings)
    check_numbers(WORLDS, seed)
    home = claim.market_at(size or (claim.quick if quick else claim.size))
    laboratory = Laboratory.sharing(threads, home.market.customers, cluster=cluster)
    require_room(home, settings, at_once=laboratory.at_once)
    meant = settings_for(claim, home, settings, seed)
    ways = {MEANT: meant, **{way: meant.widened(width) for way, width in WIDTHS.items()}}
    asked = Asked(claim, seed, laboratory.threads)
    trial = _Trial(asked, home, tuple(ways.values()))
    keys = [(way, place) for way in range(len(ways)) for place in range(len(meant))]
    again = claim.command("--settings", str(settings), quick=quick, seed=seed)
    with open_store(store, trial.purpose) as kept:
        stopped = fill(kept, keys, trial.live, laboratory, lambda _: again, progress)
        seen = [trial.seen(kept, way) for way in range(len(ways))]
        trial.require_enough(kept, [len(one.sums) for one in seen], stopped)
    main = asked.parts.index(claim.main)
    luck = seen[0].luck
    effects = seen[0].means[:, main] / seen[0].bases[:, main]
    names = part_names(claim, asked.parts)
    return Breadth(
        shares={
            way: shares_of(dict(zip(names, asked.parts, strict=True)), one, luck)
            for way, one in zip(ways, seen, strict=True)
        },
        effects=tuple(float(f"{one:.4g}") for one in effects if np.isfinite(one)),
        settings=settings,
        kind=meant.kind,
        numbers=len(meant.uncertain),
        command=again,
        interrupted=stopped,
    )


def part_names(claim: Claim, parts: Sequence[Contrast]) -> list[str]:
    """Return what parts are called: with their figure where another has the same name."""
    names = [one.name for one in parts]
    return [
        one.name if names.count(one.name) == 1 else named_with_figure(claim, one) for one in parts
    ]


def settings_for(claim: Claim, home: Scenario, n: int, seed: int) -> Settings:
    """Return plausible settings in which a claim may be tried, without what its script states."""
    found = None
    if not claim.settings and (known := bundled(home)) is not None and len(known) >= n:
        # Their file is in the order in which they were run: its first ones are of the first wave.
        found = known.shuffled(n).under(home)
    return (found or Settings.prior(home, n, seed)).without(claim.settings)


@dataclass(frozen=True, eq=False)
class _Trial:
    """Lives through all arms of a claim, setting by setting, and says what its parts came to."""

    asked: Asked
    home: Scenario
    ways: tuple[Settings, ...]

    @property
    def purpose(self) -> Purpose:
        return purpose_of(
            "claim in settings",
            self.home,
            claim=fingerprint(self.asked.claim),
            seed=self.asked.seed,
            settings=[one.numbers.to_dict("list") for one in self.ways],
        )

    def live(self, key: tuple[int, int], stop: Stop) -> Mapping[str, Any]:
        """Return what the parts came to in one setting, world by world."""
        way, place = key
        market = self.home.with_overrides(self.ways[way].overrides(place))
        lucks = [place + world * len(self.ways[way]) for world in range(1 if way else WORLDS)]
        try:
            worlds = self.asked.worlds(market, lucks, stop)
        except InputError as error:
            return {"not asked": str(error)}  # what must be sought first is not there to be found
        where = list(zip(self.asked.parts, self.asked.places, strict=True))
        sums = [worlds.sums(one, at) for one, at in where]
        bases = [worlds.base(one, at) for one, at in where]
        return {"sums": np.array(sums).T, "bases": bases}

    def seen(self, store: Store, way: int) -> Seen:
        """Return what the parts came to in the settings of one width that could be judged."""
        rows = [store.get((way, place)) for place in range(len(self.ways[way]))]
        whole = [one for one in rows if isinstance(one, dict) and "sums" in one]
        shape = (len(whole), 1 if way else WORLDS, len(self.asked.parts))
        sums = np.array([one["sums"] for one in whole], dtype=np.float64).reshape(shape)
        bases = np.array([one["bases"] for one in whole], dtype=np.float64).reshape(shape[::2])
        sound = np.isfinite(sums).all(axis=(1, 2)) & np.isfinite(bases).all(axis=1)
        return Seen(sums[sound], bases[sound])

    def require_enough(self, store: Store, judged: list[int], stopped: bool) -> None:
        """Refuse to judge by a few settings."""
        if min(judged) >= LEAST:
            return
        if stopped:
            raise KeyboardInterrupt
        name = self.asked.claim.name
        failed = [one for _, one in store if isinstance(one, Failure)]
        if failed:
            raise SomeRunsFailed(
                f"{name}: runs failed in {len(failed)} of {len(store)} settings, so that too few "
                f"can be judged. The first failed with {failed[0].error}"
            )
        raise InputError(
            f"{name}: it can be judged in {min(judged)} settings of "
            f"{len(self.ways[0])}; of fewer than {LEAST} nothing can be said. In the others a "
            "figure is undefined, or what the script seeks is not found. Ask for more settings."
        )
