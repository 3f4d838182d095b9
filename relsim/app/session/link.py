"""A link that holds everything: opened elsewhere, it shows the same."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from string import ascii_uppercase
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from relsim.app.server.limits import UPLOAD_BYTES
from relsim.app.session import exploring, opening
from relsim.app.session.faults import in_words
from relsim.app.session.modelling import check_part
from relsim.app.session.selection import (
    Selection,
    check_budget,
    check_picture,
    check_seed,
    choose,
)
from relsim.app.session.teaching import at, check_lesson
from relsim.app.session.watching import fork_in, watch
from relsim.errors import InputError, RelsimError
from relsim.scenario import bundled
from relsim.scenario.command import as_toml
from relsim.scenario.paths import parse_assignment
from relsim.scenario.writing import path_of
from relsim.study.explain.fork import STRATEGY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relsim.scenario import Scenario

LONGEST = 7_000
"""Characters of a link; browsers, mail and chat programs carry that many."""

MOST_SETTINGS = 200

MOST_PINS = 6
"""Results that are kept."""


Pinned = tuple[tuple[str, Selection], ...]
"""Letters of results that were put aside, and what was selected for each."""


def to_link(selection: Selection, pinned: Pinned = ()) -> str | None:
    """Return what stands behind the question mark; without the pins, if it is too long with them.

    Examples
    --------
    >>> to_link(Selection("insurance", overrides=(("market.freedom", 0.5),)))
    'scenario=insurance&strategies=none%2Csocial&seed=1&show=survival&set=market.freedom%3D0.5'
    """
    selection = _portable(selection)
    if not selection.scenario and not selection.text:
        return None
    scenario, text = selection.scenario, selection.text
    pairs = [
        ("scenario", scenario) if scenario else ("toml", _packed(text)),
        ("strategies", ",".join(_in_link(name) for name in selection.strategies)),
        ("seed", str(selection.seed)),
        ("show", selection.picture),
    ]
    if selection.budget is not None:
        pairs.append(("budget", repr(selection.budget)))
    pairs += [("set", f"{path}={as_toml(value)}") for path, value in selection.overrides]
    if selection.story is not None:
        strategy, customer = selection.story
        pairs.append(("story", f"{customer},{strategy}"))
    if selection.watched:
        pairs.append(("watch", ",".join(_in_link(name) for name in selection.watched)))
    if selection.fork is not None:
        one = selection.fork
        value = one.value if one.lever == STRATEGY else as_toml(one.value)
        lever = path_of(one.firm, one.lever) if one.firm else one.lever
        pairs.append(("fork", f"{one.period},{lever}={value}"))
    if selection.explored is not None:
        pairs += exploring.in_link(selection.explored)
    if selection.lesson:
        pairs.append(("lesson", f"{selection.lesson},{selection.step}"))
    if selection.model:
        pairs.append(("model", selection.model))
    link = urlencode(pairs)
    asides = [(label, to_link(one)) for label, one in pinned]
    pins = [("pin", f"{label},{aside}") for label, aside in asides if aside]
    whole = "&".join([link, urlencode(pins)]) if pins else link
    if len(whole) <= LONGEST:
        return whole
    return link if len(link) <= LONGEST else None


def pinned_in(search: str) -> Pinned:
    """Return the pins of a link; one that makes no sense is left out.

    Examples
    --------
    >>> aside = Selection("logistics", seed=7)
    >>> pinned_in(to_link(Selection("insurance"), (("A", aside),))) == (("A", aside),)
    True
    """
    if len(search) > 4 * LONGEST or search.count("&") >= MOST_SETTINGS:
        return ()
    found = {}
    for name, text in parse_qsl(search.lstrip("?"), max_num_fields=MOST_SETTINGS):
        label, _, link = text.partition(",")
        if name == "pin" and len(label) == 1 and label in ascii_uppercase and link:
            selection, problems = from_link(link)
            if not problems:
                found[label] = replace(selection, story=None)
    return tuple(sorted(found.items()))[:MOST_PINS]


def from_link(search: str) -> tuple[Selection, list[str]]:
    """Return what a link asks for.

    Examples
    --------
    >>> selection, problems = from_link("scenario=logistics&seed=7&strategies=none,structural")
    >>> selection.scenario, selection.seed, selection.strategies, problems
    ('logistics', 7, ('none', 'structural'), [])
    >>> from_link("scenario=nowhere")[1]
    ['scenario: there is no bundled market "nowhere". There are ...
    """
    problems: list[str] = []

    def attempt(before: Selection, change: Callable[[Selection], Selection]) -> Selection:
        try:
            return change(before)
        except Exception as error:  # a link may hold anything; the rest of it is shown
            problems.append(str(error) if isinstance(error, RelsimError) else in_words(error))
            return before

    pairs: list[tuple[str, str]] = []
    if len(search) <= 4 * LONGEST and search.count("&") < MOST_SETTINGS:
        pairs = parse_qsl(search.lstrip("?"), max_num_fields=MOST_SETTINGS)
    else:
        problems.append("This link is longer than any that the page writes; it was not read.")
    given = dict(pairs)
    lesson, step = check_lesson(given.get("lesson"))
    start = Selection(
        picture=check_picture(given.get("show")),
        model=check_part(given.get("model")),
        lesson=lesson,
        step=step,
    )
    # A lesson that is named alone stands on the market of its claim.
    if lesson and not {"scenario", "toml"} & given.keys():
        found = attempt(start, lambda one: at(Selection(), lesson, step))
    else:
        found = attempt(start, lambda one: _market(one, given))
    for name, text in pairs:
        if name == "set":
            found = attempt(found, partial(_setting, text=text))
    if "strategies" in given:
        names = [_from_link(name) for name in given["strategies"].split(",")]
        found = attempt(found, lambda one: choose(one, one.market(), names))
    if "seed" in given:
        found = attempt(found, lambda one: replace(one, seed=check_seed(given["seed"])))
    if "budget" in given:
        found = attempt(found, lambda one: replace(one, budget=check_budget(given["budget"])))
    if "story" in given:
        found = attempt(found, lambda one: replace(one, story=_story(one, given["story"])))
    if "watch" in given:
        names = [_from_link(name) for name in given["watch"].split(",")]
        beside = {"strategy": names[0], "beside": names[-1]}
        found = attempt(found, lambda one: watch(one, beside))
    if "fork" in given:
        found = attempt(found, lambda one: replace(one, fork=fork_in(given["fork"])))
    if "across" in given:
        found = attempt(found, lambda one: replace(one, explored=_explored(one, given)))
    return found, problems


def _market(start: Selection, given: Mapping[str, str]) -> Selection:
    if "toml" in given:
        selection = replace(start, text=_unpacked(given["toml"]))
    else:
        selection = replace(start, scenario=given.get("scenario", ""))
    return replace(selection, strategies=selection.market().compared or selection.strategies)


def _setting(selection: Selection, text: str) -> Selection:
    changed = selection.with_setting(*parse_assignment(text))
    changed.market()
    return changed


def _explored(selection: Selection, given: Mapping[str, str]) -> exploring.Explored:
    return exploring.from_link(selection.market(), selection.strategies, given)


def _story(selection: Selection, text: str) -> tuple[str, int]:
    customer, _, strategy = text.partition(",")
    if not (customer.isascii() and customer.isdigit()) or strategy not in selection.strategies:
        raise InputError("story: a link names a customer's number and a strategy that is shown.")
    return strategy, int(customer[:12])


def _portable(selection: Selection) -> Selection:
    """Name the opening market by what another computer knows it by."""
    if selection.scenario or selection.text:
        return selection
    scenario = opening.scenario()
    if bundled().get(scenario.name) == scenario.path and not scenario.overrides:
        return replace(selection, scenario=scenario.name)
    return selection if scenario.network_path else replace(selection, text=text_of(scenario))


def text_of(scenario: Scenario) -> str:
    """Return a market as a file holds it."""
    return scenario.to_toml()


def _packed(text: str) -> str:
    data = zlib.compress(text.encode("utf-8", "surrogatepass"), 9)
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _unpacked(word: str) -> str:
    """Return a text from a link, of at most the size that an upload may have."""
    try:
        data = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        machine = zlib.decompressobj()
        # A few hundred characters can swell to gigabytes.
        text = machine.decompress(data, UPLOAD_BYTES + 1)
        whole = machine.eof
    except (binascii.Error, ValueError, zlib.error):
        raise InputError("The market in this link is damaged; ask for the link again.") from None
    if len(text) > UPLOAD_BYTES or not whole:
        raise InputError("The market in this link is too large, or a part of the link is missing.")
    return text.decode("utf-8", "replace")


def _in_link(name: str) -> str:
    return name.replace("%", "%25").replace(",", "%2C")


def _from_link(name: str) -> str:
    return name.replace("%2C", ",").replace("%25", "%")
