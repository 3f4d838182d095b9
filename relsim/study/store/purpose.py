"""What a store is for: all that decides its runs but their place in the study."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import relsim.result
from relsim.errors import InputError
from relsim.scenario.document import plain
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.scenario.own_code import Own

Purpose = dict[str, Any]

_MOST_NAMED = 5


def purpose_of(kind: str, scenario: Scenario, own: Sequence[Own] = (), **more: object) -> Purpose:
    """Return what a store is for, as plain values: code, market, own code, and the question.

    Parameters
    ----------
    kind : str
        Which question is asked: ``"sweep"``.
    scenario : Scenario
        The market; every default of it counts.
    own : sequence of Own
        Phases and firms of a user's own, see :func:`relsim.scenario.own_code.own_code`.
    **more
        What else decides a run: the seed, the strategies, the points of a design.

    Returns
    -------
    dict
        For :func:`open_store`.

    Raises
    ------
    InputError
        For code of one's own whose source nobody can read: no one would see that it changed.

    Examples
    --------
    >>> import relsim
    >>> found = purpose_of("sweep", relsim.load("insurance"), seed=1)
    >>> found["kind"], found["seed"], found["scenario"]["market"]["customers"]
    ('sweep', 1, 2000)
    """
    if lost := [one for one in own if not one.source]:
        raise InputError(
            f"store: the source of {lost[0].name} ({lost[0].code}) cannot be read, so nobody would "
            "notice when it changed. Put it into a file of its own, or leave the store out."
        )
    market = scenario.to_dict(words=False)
    if scenario.network_path is not None:
        market["edges"] = hashlib.sha256(scenario.network_path.read_bytes()).hexdigest()
    return {
        "kind": kind,
        "relsim": __version__,
        "engine": engine_print(),
        "scenario": market,
        "own": {f"{one.kind} {one.name}": one.plain for one in own},
        **more,
    }


@cache
def engine_print() -> str:
    """Return a hash of the code that makes a run's figures, and of what compiles it."""
    from relsim.market.engine import source_hash  # heavy: Numba

    digest = hashlib.sha256(source_hash().encode())
    for path in sorted(Path(relsim.result.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def written(value: object) -> str:
    """Return plain values as text that is the same whenever they are.

    Examples
    --------
    >>> written({"b": 1, "a": (0.5, None)})
    '{"a":[0.5,null],"b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_as_plain)


def differing(before: Purpose, now: Purpose) -> list[str]:
    """Return, in words, where two purposes are not the same; the first few.

    Examples
    --------
    >>> differing({"seed": 1, "market": {"freedom": 0.5}}, {"seed": 2, "market": {"freedom": 0.5}})
    ['seed was 1 and is now 2']
    """
    old, new = dict(_flat("", before)), dict(_flat("", json.loads(written(now))))
    found = [
        f"{path} was {old.get(path, 'not there')} and is now {new.get(path, 'not there')}"
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    ]
    more = len(found) - _MOST_NAMED
    return [*found[:_MOST_NAMED], *([f"and {more:,} more"] if more > 0 else [])]


def _flat(before: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping) and value:
        for name, held in value.items():
            yield from _flat(f"{before}.{name}" if before else str(name), held)
    elif isinstance(value, list) and any(isinstance(one, Mapping | list) for one in value):
        for place, held in enumerate(value):
            name = held.get("name", place) if isinstance(held, Mapping) else place
            yield from _flat(f"{before}.{name}", held)
    else:
        yield before, value


def _as_plain(value: Any) -> object:
    if hasattr(value, "tolist"):
        return value.tolist()
    return dict(value) if isinstance(value, Mapping) else plain(value)
