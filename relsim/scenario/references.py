"""Names in one table that must be found in another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from relsim.errors import MOST_SHOWN
from relsim.scenario.lines import Path
from relsim.scenario.source import Source
from relsim.scenario.structure import FEWEST_COMPARED as FEWEST
from relsim.scenario.structure import MOST_COMPARED as MOST
from relsim.scenario.tables import MarketTable
from relsim.scenario.wording import nearest, show


def no_such(kind: str, name: str, known: Iterable[str], path: Path, source: Source) -> None:
    """Note that a firm or strategy is named that the scenario does not have."""
    known = list(known)
    near = "" if source.enough else nearest(name, known)
    listed = ", ".join(show(word)[1:-1] for word in known[:20] if word)
    there_are = f"there are: {listed}" if listed else f"give a {kind} that name"
    source.fault(
        path,
        f"there is no {kind} {show(name)}",
        "",
        f"did you mean {show(near)}?" if near else there_are,
    )


def firm_names(raw: object) -> list[str]:
    """Return the firms' names as they stand in a document that may be wrong.

    Examples
    --------
    >>> firm_names([{"name": "Alba"}, {"price": 3}])
    ['Alba']
    """
    tables = raw if isinstance(raw, list) else []
    names = [table.get("name") for table in tables if isinstance(table, Mapping)]
    return [name for name in names if isinstance(name, str)]


def with_focal(market: MarketTable | None, firms: object, source: Source) -> MarketTable | None:
    """Return the market with the name of the firm under study: the first when not set."""
    names = firm_names(firms)
    if market is None or not names:
        return None
    if not market.focal:
        return market.model_copy(update={"focal": names[0]})
    if market.focal not in names:
        no_such("firm", market.focal, names, ("market", "focal"), source)
    return market


def compared_in(words: str) -> tuple[str, ...]:
    """Return the strategies that ``market.compare`` names.

    Examples
    --------
    >>> compared_in("none, recovery"), compared_in("")
    (('none', 'recovery'), ())
    """
    return tuple(word.strip() for word in words.split(",")) if words.strip() else ()


def check_compared(market: MarketTable | None, strategies: object, source: Source) -> None:
    """Refuse a comparison to open on that cannot be opened."""
    if market is None or not isinstance(strategies, Mapping):
        return
    names, path = compared_in(market.compare), ("market", "compare")
    for name in names:
        if name not in strategies:
            no_such("strategy", name, strategies, path, source)
            return
    twice = len(set(names)) < len(names)
    if names and (twice or not FEWEST <= len(names) <= MOST):
        what = "found one twice" if twice else f"found {len(names)}"
        source.fault(path, what, f"allowed are {FEWEST} to {MOST}, each once", "change the list")


def check_strategy_names(firms: object, strategies: object, source: Source) -> None:
    """Refuse a firm whose strategy does not exist."""
    if not isinstance(strategies, Mapping) or not isinstance(firms, list):
        return
    for place, firm in enumerate(firms[:MOST_SHOWN]):
        name = firm.get("strategy") if isinstance(firm, Mapping) else None
        if isinstance(name, str) and name not in strategies:
            no_such("strategy", name, strategies, ("firms", place, "strategy"), source)
