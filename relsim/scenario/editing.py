"""Changing a file's settings and nothing else of it: comments, order and spelling stay."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from relsim.scenario.building import completed
from relsim.scenario.document import Document
from relsim.scenario.overrides import apply
from relsim.scenario.paths import split_path

if TYPE_CHECKING:
    from relsim.scenario.scenario import Scenario


def edited(scenario: Scenario, changes: Mapping[str, object]) -> str:
    r"""Return the text that a scenario was read from, with some settings changed.

    Parameters
    ----------
    scenario : Scenario
        Its overrides are not written.
    changes : mapping of str to object
        Values by path and name.

    Returns
    -------
    str
        TOML; without the user's comments where the scenario never was a text.

    Examples
    --------
    >>> from relsim.scenario import parse
    >>> text = '# ours\n[[firms]]\nname = "Alba"\nprice = 20.0  # net\n'
    >>> print(edited(parse(text), {"firms.Alba.price": 22.5}))
    # ours
    [[firms]]
    name = "Alba"
    price = 22.5  # net
    """
    # Heavy for a room that refuses wrong files in a fraction of a second, and seldom needed.
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from relsim.scenario.writing import to_toml

    origin = scenario.origin
    wanted, _, _ = apply(completed(origin.document), changes)
    if origin.text is not None:
        try:
            document = cast(Document, tomlkit.parse(origin.text.removeprefix("\ufeff")))
            _make_room(document, changes)
            text = tomlkit.dumps(apply(document, changes)[0])
            # A file may be written in ways that no editor of texts foresaw.
            if completed(tomllib.loads(text)) == wanted:
                return text
        except (TOMLKitError, ValueError, TypeError):
            pass
    return to_toml(wanted)


def _make_room(document: Document, changes: Mapping[str, object]) -> None:
    """Write what a scenario has without saying so, where it is to be changed."""
    for path in changes:
        room, *rest = split_path(path)
        held = completed({})[room]
        if room == "segments" and room not in document:
            document[room] = held
        elif room == "strategies" and isinstance(held, dict) and rest[0] in held:
            if room not in document:
                document[room] = {}
            own = document[room]
            if isinstance(own, dict) and rest[0] not in own:
                own[rest[0]] = held[rest[0]]
