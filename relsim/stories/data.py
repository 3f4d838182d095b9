"""A story as plain values and as a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.market.witness.facts import Fact, Report
from relsim.market.witness.offers import Offer
from relsim.result.quantity import SPACE
from relsim.stories.life import Life
from relsim.stories.sentences import say
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.market.witness import Period
    from relsim.stories.lives import Lives

PLACES = frozenset({"firm", "winner", "origin", "to", "own", "rival"})
"""Fields that hold the place of a firm, unless they hold a yes or no."""
STATES = ("satisfaction", "trust", "social_bond", "structural_bond", "points", "harm")


def story_data(story: Lives) -> dict[str, object]:
    """Return a story as plain values; see :meth:`relsim.stories.story.Story.to_json`."""
    names = story.scenario.firm_names
    opening = story.life.opening
    lives = [story.life] if story.other is None else [story.life, story.other]
    return {
        "scenario": story.scenario.name,
        "seed": story.seed,
        "replication": story.replication,
        "version": __version__,
        "customer": story.customer,
        "focal": story.scenario.focal.name,
        "period_length": story.scenario.market.period,
        "who": {
            "segment": story.segment,
            "number": story.customer + int(opening.generation) * story.scenario.market.customers,
            "traits": {
                name: {"value": trait.value, "rank": trait.rank}
                for name, trait in story.traits.items()
            },
        },
        "lives": [_life(life, names) for life in lives],
        "parting": None if story.parting is None else _plain(story.parting, names),
    }


def story_frame(story: Lives) -> pd.DataFrame:
    """Return what happened, a row each."""
    lives = [story.life] if story.other is None else [story.life, story.other]
    # What keeps a line together on a screen is an ordinary space in a file.
    rows = [
        (life.strategy, period, fact.what, say(story.speaker, fact).replace(SPACE, " "))
        for life in lives
        for period, fact in life.facts()
    ]
    return pd.DataFrame(rows, columns=["strategy", "period", "what", "details"])


def _life(life: Life, names: tuple[str, ...]) -> dict[str, object]:
    return {
        "strategy": life.strategy,
        "ended": "population turnover" if life.replaced else None,
        "spells": [_plain(spell, names) for spell in life.spells],
        "periods": [_period(period, names) for period in life.periods],
    }


def _period(period: Period, names: tuple[str, ...]) -> dict[str, object]:
    record = period.record
    return {
        "period": period.period,
        "wanted": period.wanted,
        "firm": _name(int(record.firm), names),
        **{name: float(record[name]) for name in STATES},
        "belief": {name: float(record.belief[place]) for place, name in enumerate(names)},
        "happenings": [_fact(fact, names) for fact in period.facts],
    }


def _fact(fact: Fact, names: tuple[str, ...]) -> dict[str, object]:
    return {"what": fact.what, **_table(fact, names)}


def _table(record: Any, names: tuple[str, ...]) -> dict[str, object]:
    """Return the fields of a record, firms by name."""
    found: dict[str, object] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        place = field.name in PLACES and isinstance(value, int) and not isinstance(value, bool)
        found[field.name] = _name(value, names) if place else _plain(value, names)
        if field.name == "unknown":
            found[field.name] = [_name(firm, names) for firm in value]
    return found


def _plain(value: Any, names: tuple[str, ...]) -> Any:
    """Return a value of plain types."""
    if isinstance(value, Offer):
        return {**_table(value, names), "utility": value.utility}
    if isinstance(value, Report):
        return {**_table(value, names), "talker": None if value.talker < 0 else value.talker}
    if isinstance(value, Mapping):
        return {name: _plain(one, names) for name, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one, names) for one in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return _table(value, names)


def _name(place: int, names: tuple[str, ...]) -> str | None:
    return names[place] if place >= 0 else None
