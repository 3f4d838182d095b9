"""The page as a whole: which parts a view has, drawn from the state of a session."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import solara
from solara.lab import headers

from relsim.app.page import explore, given, watch
from relsim.app.page.components import (
    Explore,
    Gallery,
    Lessons,
    Model,
    Outcome,
    Pictures,
    Pins,
    Present,
    Side,
    Story,
    Top,
    Watch,
    Words,
)
from relsim.app.server.files import LESSON_URL
from relsim.app.session import opening
from relsim.app.session.faults import in_words
from relsim.app.session.link import from_link, pinned_in
from relsim.app.session.selection import EXPLORE, LESSONS, OPENING_PICTURE, Selection
from relsim.app.session.session import Session
from relsim.app.session.state import State
from relsim.view.titled import titled, titled_settings
from relsim.words.catalogue import translate
from relsim.words.language import speaking

STYLE = Path(__file__).parent / "page.css"

logger = logging.getLogger(__name__)

Built = TypeVar("Built")


@solara.component
def Page() -> None:
    """Show the page, or, whatever happens while it is drawn, one sentence with a way back."""
    search = solara.use_router().search or ""
    session, error = solara.use_memo(lambda: _attempt(lambda: _session(search)), [])
    if session is None:
        Lost(error)
    else:
        Compare(session)


@solara.component
def Compare(session: Session) -> None:
    """Show what is selected, and what comes of it, in the language of who looks."""
    state = session.screen.drawn()
    with speaking(state.language):
        _show(session, state)


def _show(session: Session, state: State) -> None:
    found = solara.use_memo(
        lambda: state.comparison and titled(state.comparison),
        [id(state.comparison), state.language],
    )
    plausible = solara.use_memo(
        lambda: state.plausible and titled_settings(state.plausible),
        [id(state.plausible), state.language],
    )
    pictures, undrawn = solara.use_memo(
        lambda: _attempt(lambda: given.pictures(state, found, plausible)),
        [
            id(state.comparison),
            state.selection.picture,
            id(state.leavers),
            id(state.plausible),
            state.language,
        ],
    )
    outcome, unsaid = solara.use_memo(
        lambda: _attempt(lambda: given.outcome(found, plausible)),
        [id(state.comparison), id(state.plausible), state.language],
    )
    films, _ = solara.use_memo(
        lambda: _attempt(lambda: given.as_json(watch.stages(state))),
        [id(state.recordings), state.language],
    )
    story, untold = solara.use_memo(
        lambda: _attempt(lambda: given.story(state)), [id(state.story), state.language]
    )
    chart, unmapped = solara.use_memo(
        lambda: _attempt(lambda: given.as_json(explore.drawn(state))),
        [id(state.explored), state.selection.explored, state.language],
    )
    settings, unset = solara.use_memo(
        lambda: _attempt(lambda: given.settings(state)),
        [id(state.scenario), state.edited, state.more, state.language],
    )
    # What came out may fail alone: the levers stay there, to be taken back.
    trouble = state.trouble or undrawn or unsaid or unmapped or ""
    parts, error = _attempt(lambda: given.parts(state, trouble))
    if parts is None or settings is None or story is None:
        Lost(error or untold or unset)
        return
    parts["outcome"] = given.as_json({**(outcome or {}), **parts["outcome"]})
    shown, _ = _attempt(lambda: given.slide(state, found))
    drawn = {"pictures": pictures or "[]", "films": films or "[]", "map": chart or "null"}
    drawn["slide"] = shown or ""
    _draw(session, parts, drawn, settings, story)


def _draw(
    session: Session,
    parts: dict[str, Any],
    drawn: dict[str, str],
    settings: tuple[str, str],
    story: str,
) -> None:
    state, hear = session.state, session.hear
    solara.Title(f"{translate(state.scenario.title)} – relsim")
    solara.Style(STYLE)
    with solara.v.Html(tag="div", class_="relsim"):
        Top(content=parts["top"], file=parts["file"], event_hear=hear)
        if "gallery" in parts:
            Gallery(content=parts["gallery"], event_hear=hear)
        if "lessons" in parts:
            Lessons(
                content=parts["lessons"],
                program_url=f"{LESSON_URL}&language={state.language}",
                event_hear=hear,
            )
        if state.selection.picture == LESSONS:
            Words(content=given.glossary(state.language))
            return
        if "model" in parts:
            Model(content=parts["model"], register=parts["register"], event_hear=hear)
            Words(content=given.glossary(state.language))
            return
        with solara.v.Html(tag="div", class_="columns"):
            Side(content=parts["side"], settings=settings[0], values=settings[1], event_hear=hear)
            with solara.v.Html(tag="main", class_="right", attributes={"id": "outcome"}):
                if "watch" in parts:
                    Watch(content=parts["watch"], stages=drawn["films"], event_hear=hear)
                elif "explore" in parts:
                    Explore(content=parts["explore"], chart=drawn["map"], event_hear=hear)
                else:
                    Outcome(content=parts["outcome"], event_hear=hear)
                if "chosen" in parts:
                    Pictures(content=parts["chosen"], charts=drawn["pictures"], event_hear=hear)
                if "pins" in parts:
                    Pins(content=parts["pins"], event_hear=hear)
        Words(content=given.glossary(state.language))
        if drawn["slide"]:
            Present(content=drawn["slide"], event_hear=hear)
        Story(content=story, event_hear=hear)


def _attempt(build: Callable[[], Built]) -> tuple[Built | None, str]:
    """Return what is built, and what to say if it cannot be."""
    try:
        return build(), ""
    except Exception as error:  # a page that shows a traceback helps nobody
        logger.exception("the page could not be drawn")
        return None, in_words(error)


@solara.component
def Lost(error: str) -> None:
    """Say why there is no page, and show a way back."""
    solara.Title("relsim")
    solara.Style(STYLE)
    sentence = f"This page cannot be shown. {error}"
    with solara.v.Html(tag="main", class_="relsim lost"):
        solara.v.Html(
            tag="p", class_="problem large", attributes={"role": "alert"}, children=[sentence]
        )
        solara.v.Html(
            tag="a", attributes={"href": "/"}, children=["Begin again without what the link sets"]
        )


@solara.component
def Layout(children: Any = ()) -> Any:
    """Leave the page as it is; Solara would put a bar around it."""
    return solara.v.Html(tag="div", children=list(children))


def _session(search: str) -> Session:
    selection, problems = from_link(search)
    aside = pinned_in(search)
    chosen = bool(selection.scenario or selection.text) or opening.is_chosen()
    looks = selection.picture != OPENING_PICTURE  # at what a link leads to
    swept = opening.swept()
    if swept is not None and not search.strip("?"):
        selection = Selection(strategies=swept.strategies, seed=swept.seed, picture=EXPLORE)
    held: Any = headers
    accepted = (held.value or {}).get("accept-language", [""])[0]
    spoken = opening.language(accepted)
    return Session(
        solara.get_kernel_id(), selection, problems, not (chosen or looks), aside, spoken
    )
