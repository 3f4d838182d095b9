"""The ways to a scenario: a file, a bundled name, a text, plain data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from relsim.errors import Fault, ScenarioError
from relsim.scenario import places
from relsim.scenario.document import Origin, plain
from relsim.scenario.reading import DEEPEST, deeper_than, parse_toml, read_text, too_deep
from relsim.scenario.scenario import Scenario, build
from relsim.scenario.wording import show, visible


def load(source: str | os.PathLike[str], overrides: Mapping[str, object] | None = None) -> Scenario:
    r"""Return the scenario in a file.

    Parameters
    ----------
    source : str or path
        A path, or the bare name of a bundled scenario.
    overrides : mapping of str to object, optional
        Values by path and name: ``{"market.customers": 500, "firms.Alba.price": 22}``.

    Returns
    -------
    Scenario
        Complete, checked and frozen.

    Raises
    ------
    ScenarioError
        With everything that is wrong, at once: file, line, key, what is allowed and
        what to write instead.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "corner.toml")
    ...     _ = path.write_text('[[firms]]\nname = "Alba"')
    ...     load(path, {"market.customers": 500}).name
    'corner'
    """
    path = places.find(source)
    word = os.fspath(source)
    label = path.name if isinstance(source, str) and word in places.bundled() else word
    label = show_path(label)
    text = read_text(path, label)
    document = parse_toml(text, label)
    origin = Origin(path.stem, label, text, path, path.parent, document)
    return build(origin, overrides)


def show_path(path: str) -> str:
    """Return a path with whatever could steer a terminal spelt out."""
    harmless = visible(path)
    return harmless if len(harmless) <= 300 else "…" + harmless[-299:]


def parse(
    text: str,
    overrides: Mapping[str, object] | None = None,
    name: str = "<text>",
    folder: str | os.PathLike[str] | None = None,
) -> Scenario:
    r"""Return the scenario in a text.

    Parameters
    ----------
    text : str
        TOML.
    overrides : mapping of str to object, optional
        As in :func:`load`.
    name : str
        What errors call it.
    folder : path, optional
        Where to look for the edge list of a network.

    Returns
    -------
    Scenario
        Complete, checked and frozen.

    Raises
    ------
    ScenarioError
        As in :func:`load`.

    Examples
    --------
    >>> parse('[[firms]]\nname = "Alba"').firm_names
    ('Alba',)
    """
    label = show_path(name)
    document = parse_toml(text, label)
    place = None if folder is None else Path(folder)
    return build(Origin(name, label, text, None, place, document), overrides)


def from_dict(
    data: Mapping[str, object],
    overrides: Mapping[str, object] | None = None,
    name: str = "<data>",
    folder: str | os.PathLike[str] | None = None,
) -> Scenario:
    """Return the scenario in plain nested data, as :meth:`Scenario.to_dict` gives it.

    Examples
    --------
    >>> scenario = from_dict({"firms": [{"name": "Alba"}, {"name": "Brio"}]})
    >>> from_dict(scenario.to_dict()) == scenario
    True
    """
    label = show_path(name)
    if not isinstance(data, Mapping):
        raise ScenarioError([Fault(label, f"found {show(data)}", "allowed is a dict of tables")])
    try:
        document = {str(key): plain(held) for key, held in data.items() if held is not None}
    except RecursionError:
        raise ScenarioError([too_deep(label)]) from None
    if deeper_than(document, DEEPEST):
        raise ScenarioError([too_deep(label)])
    place = None if folder is None else Path(folder)
    return build(Origin(name, label, None, None, place, document), overrides)
