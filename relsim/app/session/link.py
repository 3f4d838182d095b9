"""A link that holds everything: opened elsewhere, it shows the same."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl, urlencode

from relsim.app.server.limits import UPLOAD_BYTES
from relsim.app.session import opening
from relsim.app.session.selection import (
    Wish,
    check_budget,
    check_picture,
    check_seed,
    choose,
)
from relsim.errors import InputError, RelsimError
from relsim.scenario import bundled
from relsim.scenario.paths import parse_assignment
from relsim.study.command import as_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relsim.scenario import Scenario

Part = TypeVar("Part")

LONGEST = 7_000
"""Characters of a link; browsers, mail and chat programs carry that many."""

MOST_SETTINGS = 200


def to_link(wish: Wish) -> str | None:
    """Return what stands behind the question mark.

    Examples
    --------
    >>> to_link(Wish("insurance", overrides=(("market.freedom", 0.5),)))
    'scenario=insurance&strategies=none%2Csocial&seed=1&show=survival&set=market.freedom%3D0.5'
    """
    wish = _portable(wish)
    if not wish.scenario and not wish.text:
        return None
    pairs = [("scenario", wish.scenario)] if wish.scenario else [("toml", _packed(wish.text))]
    pairs += [
        ("strategies", ",".join(_in_link(name) for name in wish.strategies)),
        ("seed", str(wish.seed)),
        ("show", wish.picture),
    ]
    if wish.budget is not None:
        pairs.append(("budget", repr(wish.budget)))
    pairs += [("set", f"{path}={as_toml(value)}") for path, value in wish.overrides]
    link = urlencode(pairs)
    return link if len(link) <= LONGEST else None


def from_link(search: str, pictures: Mapping[str, object]) -> tuple[Wish, list[str]]:
    """Return what a link asks for.

    Examples
    --------
    >>> wish, problems = from_link("scenario=logistics&seed=7&strategies=none,structural", {})
    >>> wish.scenario, wish.seed, wish.strategies, problems
    ('logistics', 7, ('none', 'structural'), [])
    >>> from_link("scenario=nowhere", {})[1]
    ['scenario: there is no bundled market "nowhere". There are ...
    """
    problems: list[str] = []

    def attempt(read: Callable[[], Part], otherwise: Part) -> Part:
        try:
            return read()
        except RelsimError as error:
            problems.append(str(error))
            return otherwise

    pairs: list[tuple[str, str]] = []
    if len(search) <= 4 * LONGEST and search.count("&") < MOST_SETTINGS:
        pairs = parse_qsl(search.lstrip("?"), max_num_fields=MOST_SETTINGS)
    else:
        problems.append("This link is longer than any that the page writes; it was not read.")
    told = dict(pairs)
    start = Wish(picture=check_picture(told.get("show"), pictures))
    wish = attempt(lambda: _market(start, told), start)
    for name, text in pairs:
        if name == "set":
            wish = attempt(lambda: _setting(wish, text), wish)  # noqa: B023 - called at once
    if "strategies" in told:
        names = [_from_link(name) for name in told["strategies"].split(",")]
        wish = attempt(lambda: choose(wish, wish.market(), names), wish)
    if "seed" in told:
        wish = attempt(lambda: replace(wish, seed=check_seed(told["seed"])), wish)
    if "budget" in told:
        wish = attempt(lambda: replace(wish, budget=check_budget(told["budget"])), wish)
    return wish, problems


def _market(start: Wish, told: Mapping[str, str]) -> Wish:
    if "toml" in told:
        wish = replace(start, text=_unpacked(told["toml"]))
    else:
        wish = replace(start, scenario=told.get("scenario", ""))
    wish.market()
    return wish


def _setting(wish: Wish, text: str) -> Wish:
    changed = wish.with_setting(*parse_assignment(text))
    changed.market()
    return changed


def _portable(wish: Wish) -> Wish:
    """Name the opening market by what another computer knows it by."""
    if wish.scenario or wish.text:
        return wish
    scenario = opening.scenario()
    if bundled().get(scenario.name) == scenario.path and not scenario.overrides:
        return replace(wish, scenario=scenario.name)
    return wish if scenario.network_path else replace(wish, text=text_of(scenario))


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
