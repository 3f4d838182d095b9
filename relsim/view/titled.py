"""A comparison under the titles of its strategies: for people, who type no names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from relsim.scenario.mapping import ReadOnly
from relsim.words.catalogue import translate

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.stories import Story
    from relsim.stories.life import Life
    from relsim.study.compare import Comparison
    from relsim.study.plausible import Explanation, Plausible

_SECOND = re.compile(r" \(\d+\)$")


def titles(scenario: Scenario, names: Sequence[str]) -> dict[str, str]:
    """Return what strategies are called in the language in force, each otherwise than the others.

    Examples
    --------
    >>> import relsim
    >>> titles(relsim.load("insurance"), ["none", "reward_only", "social (2)"])
    {'none': 'nothing extra', 'reward_only': 'points only', 'social (2)': 'social bonding (2)'}
    """
    found = {name: _title(scenario, name) for name in names}
    said = list(found.values())
    return {name: title if said.count(title) == 1 else name for name, title in found.items()}


def _title(scenario: Scenario, name: str) -> str:
    if name in scenario.strategies:
        return translate(scenario.strategies[name].title)
    # An arm that runs twice is called "social (2)".
    first, second = _SECOND.sub("", name), _SECOND.search(name)
    return translate(scenario.strategies[first].title) + second[0] if second else name


def titled(comparison: Comparison) -> Comparison:
    """Return a comparison whose strategies go by their titles, ready to be shown.

    The command that makes it again keeps the names. So must a file that a program reads: it is
    made from the comparison itself.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 12})
    >>> shown = titled(relsim.compare(scenario, ["none", "social"], replications=2))
    >>> shown.strategies, dict(shown.levers("social bonding"))["social"]
    (('nothing extra', 'social bonding'), 0.5)
    """
    from relsim.study.plausible import Plausible

    called = titles(comparison.scenario, comparison.strategies)
    history, found = comparison.history, comparison.plausible
    return replace(
        comparison,
        scenario=_renamed(comparison.scenario, called),
        strategies=tuple(called.values()),
        failures=tuple(replace(one, strategy=called[one.strategy]) for one in comparison.failures),
        history=history and replace(history, strategies=tuple(called.values())),
        scalings={called[name]: one for name, one in comparison.scalings.items()},
        plausible=titled_settings(found) if isinstance(found, Plausible) else found,
    )


def titled_settings(found: Plausible) -> Plausible:
    """Return what settings say, under the strategies' titles."""
    called = titles(found.scenario, found.strategies)
    return replace(found, lived=replace(found.lived, strategies=tuple(called.values())))


def titled_story(story: Story) -> Story:
    """Return a story whose strategies go by their titles; its command keeps the names."""

    def under(life: Life) -> Life:
        return replace(life, called=titles(story.scenario, [life.strategy])[life.strategy])

    return replace(story, life=under(story.life), other=story.other and under(story.other))


def titled_explanation(found: Explanation) -> Explanation:
    """Return where a strategy loses, under the titles of both; its command keeps the names."""
    return replace(found, comparison=titled(found.comparison))


def _renamed(scenario: Scenario, called: Mapping[str, str]) -> Scenario:
    held = {
        called.get(name, name): replace(one, name=called.get(name, name))
        for name, one in scenario.strategies.items()
    }
    return replace(scenario, strategies=ReadOnly(held))
