"""The markets to choose from."""

from __future__ import annotations

from functools import lru_cache

from relsim.result.words import Sentence, counted
from relsim.scenario import bundled, load
from relsim.view.periods import horizon


@lru_cache(maxsize=1)
def cards() -> tuple[dict[str, str], ...]:
    """Return the bundled markets, a card each.

    Examples
    --------
    >>> [card["title"] for card in cards() if card["name"] == "insurance"]
    ['Household insurance']
    """
    found = []
    for name, path in bundled().items():
        scenario = load(path)
        size = Sentence(
            "{customers}, {firms}, {horizon}",
            customers=counted(scenario.market.customers, "customer"),
            firms=counted(len(scenario.firms), "firm"),
            horizon=horizon(scenario),
        )
        about = " ".join(str(scenario.market.about).split())
        found.append({"name": name, "title": scenario.title, "about": about, "size": str(size)})
    return tuple(found)
