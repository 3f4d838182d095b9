"""The scenario that the page opens with: one for everybody, chosen before the server starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.scenario import Scenario

DEFAULT = "insurance"
"""The bundled scenario for who names none."""

_chosen: Scenario | None = None


def open_with(scenario: Scenario | None) -> None:
    """Choose what the page opens with.

    Examples
    --------
    >>> import relsim
    >>> open_with(relsim.load("supermarket"))
    >>> scenario().name
    'supermarket'
    >>> open_with(None)
    """
    global _chosen
    _chosen = scenario


def scenario() -> Scenario:
    """Return what the page opens with.

    Examples
    --------
    >>> scenario().name
    'insurance'
    """
    from relsim.scenario import load

    return load(DEFAULT) if _chosen is None else _chosen


def is_chosen() -> bool:
    """Return whether somebody chose what the page opens with.

    Examples
    --------
    >>> is_chosen()
    False
    """
    return _chosen is not None
