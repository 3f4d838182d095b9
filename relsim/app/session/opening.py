"""The scenario that the page opens with: one for everybody, chosen before the server starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.words.language import fitting

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.sweep import Sweep

DEFAULT = "insurance"
"""The bundled scenario for who names none."""

_chosen: Scenario | None = None
_swept: Sweep | None = None
_language: str | None = None


def open_with(scenario: Scenario | None, swept: Sweep | None = None) -> None:
    """Choose what the page opens with, and a sweep of it that was made before.

    Examples
    --------
    >>> import relsim
    >>> open_with(relsim.load("supermarket"))
    >>> scenario().name
    'supermarket'
    >>> open_with(None)
    """
    global _chosen, _swept
    _chosen, _swept = scenario, swept


def swept() -> Sweep | None:
    """Return the sweep whose map the page opens with, if it was given one.

    Examples
    --------
    >>> swept() is None
    True
    """
    return _swept


def scenario() -> Scenario:
    """Return what the page opens with.

    Examples
    --------
    >>> scenario().name
    'insurance'
    """
    from relsim.scenario import load

    return load(DEFAULT) if _chosen is None else _chosen


def speak(language: str | None) -> None:
    """Choose the language of every page; None lets each browser say what it likes.

    Examples
    --------
    >>> speak("zh")
    >>> language("en"), speak(None), language("zh-CN,en;q=0.5")
    ('zh', None, 'zh')
    """
    global _language
    _language = language


def language(accepted: str) -> str:
    """Return the language of a page for a browser that accepts some."""
    return _language or fitting(accepted)


def is_chosen() -> bool:
    """Return whether somebody chose what the page opens with.

    Examples
    --------
    >>> is_chosen()
    False
    """
    return _chosen is not None
