"""The markets to choose from."""

from __future__ import annotations

from functools import lru_cache

from relsim.result.words import Sentence, counted
from relsim.scenario import bundled, load
from relsim.view.periods import horizon
from relsim.words.catalogue import translate
from relsim.words.language import LANGUAGES


@lru_cache(maxsize=len(LANGUAGES))
def cards(language: str) -> tuple[dict[str, str], ...]:
    """Return the bundled markets in the language in force, a card each.

    Examples
    --------
    >>> [card["title"] for card in cards("en") if card["name"] == "insurance"]
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
        about = " ".join(translate(str(scenario.market.about)).split())
        found.append(
            {"name": name, "title": translate(scenario.title), "about": about, "size": str(size)}
        )
    return tuple(found)
