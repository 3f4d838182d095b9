"""The parts of the page, each a template beside this file.

A part is given text (JSON) and says what was done with one event; everything is decided in
Python. Templates show texts with ``{{ … }}`` only, which escapes them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relsim.app.page.components.translated import component

Hear = Callable[[Any], None]


@component("top.vue")
def Top(content: str, file: str, event_hear: Hear) -> None:
    """Show the market's name, and what is done with a result: link, files, pin, colours."""


@component("gallery.vue")
def Gallery(content: str, event_hear: Hear) -> None:
    """Show the markets to choose from."""


@component("side.vue")
def Side(content: str, settings: str, values: str, event_hear: Hear) -> None:
    """Show what can be set."""


@component("outcome.vue")
def Outcome(content: str, event_hear: Hear) -> None:
    """Show what came out, in sentences and figures."""


@component("pictures.vue")
def Pictures(content: str, charts: str, event_hear: Hear) -> None:
    """Show charts, each with the table behind it."""


@component("watch.vue")
def Watch(content: str, stages: str, event_hear: Hear) -> None:
    """Play markets that were lived through, period by period."""


@component("explore.vue")
def Explore(content: str, chart: str, event_hear: Hear) -> None:
    """Show a map of two numbers, and what can be explored."""


@component("model.vue")
def Model(content: str, register: str, event_hear: Hear) -> None:
    """Show how the market works: a period's plan, curves, statements."""


@component("lessons.vue")
def Lessons(content: str, program_url: str, event_hear: Hear) -> None:
    """Show textbooks' claims, and the steps of one: bet, what is true, where it turns."""


@component("present.vue")
def Present(content: str, event_hear: Hear) -> None:
    """Show one sentence and one chart to a room."""


@component("words.vue")
def Words(content: str) -> None:
    """Say what words mean where they stand, and list those of the page."""


@component("pins.vue")
def Pins(content: str, event_hear: Hear) -> None:
    """Show results that were put aside, and what differs between them."""


@component("story.vue")
def Story(content: str, event_hear: Hear) -> None:
    """Tell one customer's life."""
