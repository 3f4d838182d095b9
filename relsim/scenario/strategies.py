"""Strategies: bundles of levers that a firm starts when warming up is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Value
from relsim.scenario import checking, structure
from relsim.scenario.mapping import ReadOnly
from relsim.scenario.reading import parse_toml
from relsim.scenario.references import no_such
from relsim.scenario.source import Source
from relsim.scenario.tables import KEYS, StrategyTable, written
from relsim.scenario.wording import show

Levers = dict[str, Value]
"""What one strategy's table sets, its own ``extends`` included."""


@dataclass(frozen=True)
class Strategy:
    r"""A named bundle of levers.

    Parameters
    ----------
    name : str
        What it is called.
    title : str
        What people read in its place; a ready-made one's by its name, else the name.
    extends : str
        The strategy it builds upon; empty when it stands alone.
    own : mapping of str to value
        The levers it sets itself.
    levers : mapping of str to value
        All levers it sets, those of the strategies it builds upon included.

    Examples
    --------
    >>> from relsim.scenario import parse
    >>> scenario = parse('[[firms]]\nname = "Alba"')
    >>> dict(scenario.strategies["social"].levers)
    {'reward_rate': 0.05, 'social': 0.5}
    >>> scenario.strategies["social"].title
    'social bonding'
    """

    name: str
    title: str
    extends: str
    own: ReadOnly[Value]
    levers: ReadOnly[Value]


@cache
def _ready_made() -> dict[str, Levers]:
    text = (files("relsim.scenario") / "strategies.toml").read_text(encoding="utf-8")
    return cast("dict[str, Levers]", parse_toml(text, "strategies.toml")["strategies"])


def title_of(name: str) -> str:
    """Return what a strategy is called that is given no title.

    Examples
    --------
    >>> title_of("reward_only"), title_of("frequent_flyer")
    ('points only', 'frequent flyer')
    """
    return str(_ready_made().get(name, {}).get("title", name.replace("_", " ")))


def ready_made() -> dict[str, Levers]:
    """Return the strategies that every scenario has, as plain tables without titles.

    Examples
    --------
    >>> ready_made()["financial"]
    {'reward_rate': 0.05}
    """
    return {
        name: {key: value for key, value in table.items() if key != "title"}
        for name, table in _ready_made().items()
    }


_WORDS = tuple(structure.STRATEGY)
"""Keys of a strategy that are no levers."""

_CIRCUMSTANCES = {
    name: "it is a circumstance, not a choice of strategy: write it under the firm in [[firms]]"
    for name, lever in LEVERS.items()
    if not lever.strategic
}


def check_strategies(raw: object, source: Source) -> dict[str, Strategy] | None:
    """Turn the table of strategies into strategies, or note what is wrong."""
    if not isinstance(raw, Mapping):
        source.fault(
            ("strategies",), f"found {show(raw)}", "", "write [strategies.NAME] above the levers"
        )
        return None
    if len(raw) > structure.MOST_STRATEGIES:
        most = f"{structure.MOST_STRATEGIES} at most are allowed"
        source.fault(("strategies",), f"the scenario has {len(raw):,} strategies", most)
        return None
    checking.check_names(((("strategies", name), name) for name in raw), "strategy", source)
    own: dict[str, Levers] = {}
    sound = True
    for name, table in raw.items():
        checking.check_texts(table, ("strategies", name), source)
        checked = checking.check_table(
            table,
            StrategyTable,
            KEYS["a strategy"],
            ("strategies", name),
            source,
            _CIRCUMSTANCES,
        )
        sound = sound and checked is not None
        own[name] = written(checked) if checked is not None else _only_extends(table)
    parents = {name: _parent(name, own, source) for name in own}
    chains = {name: _chain(name, parents, source) for name in own}
    if not sound or not all(chains.values()):
        return None
    return {name: _flat(chains[name], own) for name in own}


def _only_extends(table: object) -> Levers:
    """Keep what a wrong table extends, so that a circle is told of in the same breath."""
    parent = table.get("extends") if isinstance(table, Mapping) else None
    return {"extends": parent} if isinstance(parent, str) else {}


def _parent(name: str, own: Mapping[str, Levers], source: Source) -> str:
    """Return what a strategy extends, noting a strategy that does not exist."""
    parent = str(own[name].get("extends", ""))
    if not parent or parent in own:
        return parent
    no_such("strategy", parent, own, ("strategies", name, "extends"), source)
    return ""


def _chain(name: str, parents: Mapping[str, str], source: Source) -> list[str]:
    """Return a strategy and all it builds upon; nothing, with a fault, for a circle."""
    chain = [name]
    while parent := parents[chain[-1]]:
        if parent in chain:
            # Every strategy of a circle would tell of it; one is enough.
            circle = chain[chain.index(parent) :]
            if min(circle) == name:
                shown = " → ".join(show(word)[1:-1] for word in [*circle, parent][:10])
                source.fault(
                    ("strategies", name, "extends"),
                    f"the strategies extend each other in a circle: {shown}",
                    "",
                    "let one of them stand alone",
                )
            return []
        chain.append(parent)
    return chain


def _flat(chain: list[str], own: Mapping[str, Levers]) -> Strategy:
    levers: dict[str, Value] = {}
    for name in reversed(chain):
        levers.update({key: value for key, value in own[name].items() if key not in _WORDS})
    mine = own[chain[0]]
    return Strategy(
        name=chain[0],
        title=str(mine.get("title") or title_of(chain[0])),
        extends=str(mine.get("extends", "")),
        own=ReadOnly({key: value for key, value in mine.items() if key not in _WORDS}),
        levers=ReadOnly(levers),
    )
