"""Trying to break a claim: where within what is thought of its market's numbers does it fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relsim.claims.asked import Asked
from relsim.claims.breaking import TRIES
from relsim.claims.breaking_search import STARTS, WORLDS, Search, cmaes
from relsim.claims.kept import fingerprint
from relsim.claims.trying_settings import settings_for
from relsim.errors import InputError
from relsim.scenario import require_room
from relsim.scenario.whole import check_whole
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.store import open_store, purpose_of

if TYPE_CHECKING:
    from relsim.claims.breaking import Breaking
    from relsim.claims.claim import Claim, Size
    from relsim.study.cluster import Cluster
    from relsim.study.parallel import Progress


def try_to_break(
    claim: Claim,
    tries: int = TRIES,
    *,
    quick: bool = False,
    size: Size | None = None,
    seed: int = 1,
    threads: int | None = None,
    cluster: Cluster | None = None,
    progress: Progress | None = None,
    store: str | Path | None = None,
) -> Breaking:
    """Search the plausible intervals of a market's numbers for a setting that refutes a claim.

    Parameters
    ----------
    claim : Claim
        What is claimed; its sweeps are left out.
    tries : int
        Settings that are tried, in markets of the claim's quick size.
    quick : bool
        Whether an exception need be confirmed in no larger ones.
    size : Size, optional
        In place of the claim's own sizes; its number of worlds plays no part.
    seed : int
        Of all luck, and of the search.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    cluster : Cluster, optional
        As in :func:`try_out`.
    progress : callable, optional
        Called as ``progress(done, total)`` after every try.
    store : path, optional
        Where tries are kept as they finish; the same call goes on from there.

    Returns
    -------
    Breaking
        The exception with the least that has to be moved for it, or that there was none.

    Raises
    ------
    InputError
        For a number that makes no sense, a market of which everything is known, or where the
        package cmaes is missing.
    RunError
        When every run failed.
    KeyboardInterrupt
        When Ctrl-C came before anything was tried; later, it returns what there is, with
        `interrupted` set.

    Notes
    -----
    Every number that is uncertain may be anywhere in the interval that is thought of it
    beforehand, whatever the others are and whether or not the market would still show what is
    known of it. What comes nearest to breaking the claim is looked at again in worlds that the
    search did not see, of the claim's own size: refuted there, it is an exception.

    Examples
    --------
    >>> from relsim.claims import Size, read_claim
    >>> small = Size(2, customers=100, periods=12)
    >>> found = try_to_break(read_claim("two_keys"), 2, size=small)
    >>> found.tries, found.numbers
    (2, 190)
    """
    check_whole(1, tries=tries)
    check_numbers(WORLDS, seed)
    small = claim.market_at(size or claim.quick)
    whole = small if quick else claim.market_at(size or claim.size)
    laboratory = Laboratory.sharing(threads, whole.market.customers, cluster=cluster)
    require_room(whole, 1, at_once=laboratory.at_once)
    starts = settings_for(claim, small, STARTS, seed)
    if not starts.uncertain:
        raise InputError(
            f"{claim.name}: no number of its market is uncertain, so there is nothing to move."
        )
    asked_for = ["--tries", str(tries)] if tries != TRIES else []
    again = claim.command("--try-to-break", *asked_for, quick=quick, seed=seed)
    purpose = purpose_of(
        "breaking a claim",
        whole,
        claim=fingerprint(claim),
        seed=seed,
        tries=tries,
        small=[small.market.customers, small.market.periods],
        starts=starts.numbers.to_dict("list"),
        searcher=f"cmaes {cmaes().__version__}",
    )
    asked = Asked(claim, seed, laboratory.threads)
    with open_store(store, purpose) as kept:
        search = Search(asked, (small, whole), starts, tries, kept, laboratory, again, progress)
        return search.result()
