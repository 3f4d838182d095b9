"""The page *Compare*: what can be set on the left, what comes out on the right."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import solara
from solara.lab import headers

from relsim.app.page import explore, lessons, model, presenting, results, watch
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
from relsim.app.page.controls import groups, sliders
from relsim.app.page.gallery import cards
from relsim.app.page.pins import differing
from relsim.app.page.qr import qr_code
from relsim.app.page.story import as_plain
from relsim.app.server import ports
from relsim.app.server.files import LESSON_URL
from relsim.app.session import opening
from relsim.app.session.faults import in_words
from relsim.app.session.link import from_link, pinned_in, to_link
from relsim.app.session.modelling import STATEMENTS
from relsim.app.session.selection import (
    ALL,
    CUSTOMERS,
    EXPLORE,
    LESSONS,
    MODEL,
    SETTINGS,
    WATCH,
    Selection,
    copying,
)
from relsim.app.session.session import Session
from relsim.app.session.state import State, pinned
from relsim.behaviour import LEVERS
from relsim.result.words import AFTER_COMMA, joined, singular
from relsim.scenario.structure import FEWEST_COMPARED, MOST_COMPARED
from relsim.view.glossary import GLOSSARY
from relsim.view.setting import market_facts
from relsim.view.titled import titled, titled_settings, titles
from relsim.words.catalogue import marked, translate
from relsim.words.language import LANGUAGES, SOURCE, TAGS, speaking

if TYPE_CHECKING:
    from relsim.study.compare import Comparison
    from relsim.study.plausible import Plausible

STYLE = Path(__file__).parent / "page.css"

VIEWS = marked(
    (
        ("", "Compare", "Strategies side by side"),
        (WATCH, "Watch", "The market, period by period"),
        (LESSONS, "Lessons", "What textbooks say: bet, then see"),
        (EXPLORE, "Explore", "Where which strategy is best: a map of two numbers"),
        (MODEL, "Model", "How it works: the plan, every equation as a curve, what textbooks say"),
    )
)
"""Views of a market, by the picture that opens each; Compare has pictures of its own."""

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
        lambda: _attempt(lambda: _pictures(state, found, plausible)),
        [
            id(state.comparison),
            state.selection.picture,
            id(state.leavers),
            id(state.plausible),
            state.language,
        ],
    )
    outcome, unsaid = solara.use_memo(
        lambda: _attempt(lambda: _outcome(found, plausible)),
        [id(state.comparison), id(state.plausible), state.language],
    )
    films, _ = solara.use_memo(
        lambda: _attempt(lambda: _json(watch.stages(state))),
        [id(state.recordings), state.language],
    )
    story, untold = solara.use_memo(
        lambda: _attempt(lambda: _story(state)), [id(state.story), state.language]
    )
    chart, unmapped = solara.use_memo(
        lambda: _attempt(lambda: _json(explore.drawn(state))),
        [id(state.explored), state.selection.explored, state.language],
    )
    settings, unset = solara.use_memo(
        lambda: _attempt(lambda: _settings(state)),
        [id(state.scenario), state.edited, state.more, state.language],
    )
    # What came out may fail alone: the levers stay there, to be taken back.
    trouble = state.trouble or undrawn or unsaid or unmapped or ""
    parts, error = _attempt(lambda: _parts(state, trouble))
    if parts is None or settings is None or story is None:
        Lost(error or untold or unset)
        return
    parts["outcome"] = _json({**(outcome or {}), **parts["outcome"]})
    shown, _ = _attempt(lambda: _slide(state, found))
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
            Lessons(content=parts["lessons"], program_url=LESSON_URL, event_hear=hear)
        if state.selection.picture == LESSONS:
            Words(content=_glossary(state.language))
            return
        if "model" in parts:
            Model(content=parts["model"], register=parts["register"], event_hear=hear)
            Words(content=_glossary(state.language))
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
        Words(content=_glossary(state.language))
        if drawn["slide"]:
            Present(content=drawn["slide"], event_hear=hear)
        Story(content=story, event_hear=hear)


def _parts(state: State, trouble: str) -> dict[str, Any]:
    """Return what each part of the page is given; one that has nothing to show is left out."""
    parts = {
        "top": _json(_top(state)),
        "file": _json(state.file),
        "side": _json(_side(state)),
        "outcome": {**_now(state), "trouble": trouble},
    }
    if state.gallery:
        parts["gallery"] = _json(_gallery(state))
    if lessons.is_open(state.selection):
        parts["lessons"] = _json(lessons.chosen(state))
    if state.selection.picture == LESSONS:
        return parts
    if state.selection.picture == MODEL:
        parts["model"] = _json(model.chosen(state))
        asked = state.selection.model == STATEMENTS
        parts["register"] = _register(state.language) if asked else "[]"
        return parts
    if state.selection.picture == EXPLORE and not trouble:
        parts["explore"] = _json(explore.chosen(state))
        return parts
    watched = state.selection.picture == WATCH and not trouble
    if watched:
        parts["watch"] = _json(watch.chosen(state))
    elif not trouble:
        parts["chosen"] = _json(_chosen(state))
    if not watched and (state.pins or state.awaited):
        parts["pins"] = _json(_pins(state))
    return parts


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
    swept = opening.swept()
    if swept is not None and not search.strip("?"):
        selection = Selection(strategies=swept.strategies, seed=swept.seed, picture=EXPLORE)
    held: Any = headers
    accepted = (held.value or {}).get("accept-language", [""])[0]
    spoken = opening.language(accepted)
    return Session(solara.get_kernel_id(), selection, problems, not chosen, aside, spoken)


@lru_cache(maxsize=len(LANGUAGES))
def _register(language: str) -> str:
    """Return the statements: the same for everybody, and sent where they are looked at."""
    return _json(model.statements())


@lru_cache(maxsize=len(LANGUAGES))
def _glossary(language: str) -> str:
    """Return the words; other forms of them are those of English."""
    forms = language == SOURCE
    return _json(
        [
            {
                "word": translate(one.word),
                "meaning": translate(one.meaning),
                "forms": one.forms if forms else (),
            }
            for one in GLOSSARY
        ]
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _top(state: State) -> dict[str, Any]:
    link, origin = to_link(state.selection, pinned(state)), ports.to_share()
    return {
        "title": translate(state.scenario.title),
        "languages": list(LANGUAGES.items()),
        "language": state.language,
        "tag": TAGS[state.language],
        "link": link,
        "origin": origin,
        "code": qr_code(f"{origin}/?{link}") if origin and link else None,
        "heard": state.heard,
        "views": [[name, str(title), str(about)] for name, title, about in VIEWS],
        "view": next((one for one, *_ in VIEWS if one == state.selection.picture), ""),
        "gallery": state.gallery,
        "ready": state.comparison is not None and not state.stale,
        "messages": state.messages,
        "problems": {
            key: text for key, text in state.problems.items() if key in ("download", "pin")
        },
    }


def _gallery(state: State) -> dict[str, Any]:
    return {
        "cards": cards(state.language),
        "chosen": state.selection.scenario,
        "title": translate(state.scenario.title),
        "problem": state.problems.get("upload") or state.problems.get("open", ""),
    }


def _side(state: State) -> dict[str, Any]:
    selection, scenario = state.selection, state.scenario
    return {
        "title": translate(scenario.title),
        "about": " ".join(translate(str(scenario.market.about)).split()),
        "facts": [(name, str(text)) for name, text in market_facts(scenario)],
        "strategies": [
            {"name": name, "sets": _sets(one.levers)} for name, one in scenario.strategies.items()
        ],
        "chosen": selection.strategies,
        "looks": results.strategy_looks(selection.strategies),
        "fewest": FEWEST_COMPARED,
        "most": MOST_COMPARED,
        "edited": state.edited,
        "titles": titles(scenario, list(scenario.strategies)),
        "builds_on": scenario.strategies[state.edited].extends,
        "sliders": sliders(scenario, state.edited, selection.strategies),
        "problems": state.problems,
        "changes": [path for path, _ in selection.overrides],
        "copying": copying(scenario),
        "copying_means": translate(LEVERS["mind"].meaning),
        "seed": selection.seed,
        "budget": selection.budget,
        "currency": str(scenario.market.currency),
        "period": translate(singular(str(scenario.market.period))),
        "spent": _spent(state),
        "more": state.more,
    }


def _spent(state: State) -> float | None:
    """Return what the dearest strategy spends: an amount to begin with for an equal budget."""
    if state.comparison is None:
        return None
    found = [one["cost_per_customer"].mean for one in state.comparison.estimates.values()]
    most = max((one for one in found if one is not None), default=None)
    return None if most is None else round(most, 2)


def _sets(levers: Any) -> str:
    return joined(
        [f"{translate(LEVERS[name].called)} {value}" for name, value in levers.items()], AFTER_COMMA
    )


def _settings(state: State) -> tuple[str, str]:
    """Return all settings, and apart from them their values, which change more often."""
    if not state.more:
        return "[]", "{}"
    found = groups(state.scenario, state.edited)
    values = {
        item["path"]: [item.pop("value"), item.pop("changed")]
        for group in found
        for item in group["items"]
    }
    return _json(found), _json(values)


def _outcome(found: Comparison | None, plausible: Plausible | None) -> dict[str, Any]:
    if found is None:
        return {"answer": None, "figures": None}
    return {"answer": results.answer(found, plausible), "figures": results.figures(found)}


def _now(state: State) -> dict[str, Any]:
    known = state.comparison is not None and not state.stale
    worlds = state.comparison.replications if state.comparison is not None and known else 0
    return {
        "progress": results.progress(worlds, state.goal, state.computing) if known else "",
        "stale": state.stale,
        "done": worlds,
        "goal": state.goal,
        "computing": state.computing,
        "note": translate(state.note),
        "heard": state.heard,
    }


def _chosen(state: State) -> dict[str, Any]:
    return {
        "tabs": results.tabs(),
        "chosen": state.selection.picture,
        "all": ALL,
        "customers": CUSTOMERS,
        "settings": SETTINGS,
        "settings_wanted": state.settings_wanted,
        "settings_so_far": results.settings_so_far(
            state.plausible, wanted=state.settings_wanted, luck=state.computing
        ),
        "strategies": state.selection.strategies,
        "titles": titles(state.scenario, list(state.scenario.strategies)),
        "leavers": state.leavers.strategy if state.leavers else state.edited,
        "story_under_way": state.story_under_way,
        "stale": state.stale,
        "heard": state.heard,
        "problem": state.problems.get("tell", ""),
        "most": int(state.scenario.market.customers) - 1,
    }


def _slide(state: State, found: Comparison | None) -> str:
    if found is None or not state.presenting:
        return ""
    return _json(presenting.slide(found, state.selection.picture, state.pins))


def _pictures(state: State, found: Comparison | None, plausible: Plausible | None) -> str:
    if state.comparison is None or found is None:
        return "[]"
    if state.selection.picture == CUSTOMERS:
        left = [results.who_left(state.comparison, state.leavers)] if state.leavers else []
        return _json(left)
    if state.selection.picture == SETTINGS:
        return _json(results.over_settings(plausible) if plausible else [])
    return _json(results.pictures(found, state.selection.picture))


def _pins(state: State) -> dict[str, Any]:
    return {
        "labels": [pin.label for pin in state.pins],
        "rows": differing(state.pins),
        "awaited": [label for label, _ in state.awaited],
    }


def _story(state: State) -> str:
    return _json({"story": as_plain(state.story) if state.story else None})
