"""What each part of the page is given of a session's state: text that its template reads."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from relsim.app.page import explore, lessons, model, presenting, results, watch
from relsim.app.page.controls import groups, sliders
from relsim.app.page.gallery import cards
from relsim.app.page.pins import differing
from relsim.app.page.qr import qr_code
from relsim.app.page.story import as_plain
from relsim.app.server import ports
from relsim.app.session.link import to_link
from relsim.app.session.modelling import STATEMENTS
from relsim.app.session.selection import (
    ALL,
    CUSTOMERS,
    EXPLORE,
    LESSONS,
    MODEL,
    SETTINGS,
    WATCH,
    copying,
)
from relsim.app.session.state import State, pinned
from relsim.behaviour import LEVERS
from relsim.result.words import AFTER_COMMA, joined, singular
from relsim.scenario.structure import FEWEST_COMPARED, MOST_COMPARED
from relsim.study.levers import in_words
from relsim.view.glossary import GLOSSARY
from relsim.view.setting import market_facts
from relsim.view.titled import titles
from relsim.words.catalogue import marked, translate
from relsim.words.language import LANGUAGES, SOURCE, TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relsim.behaviour.declaration import Value
    from relsim.study.compare import Comparison
    from relsim.study.plausible import Plausible

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


def parts(state: State, trouble: str) -> dict[str, Any]:
    """Return what each part of the page is given; one that has nothing to show is left out."""
    given = {
        "top": as_json(_top(state)),
        "file": as_json(state.file),
        "side": as_json(_side(state)),
        "outcome": {**_now(state), "trouble": trouble},
    }
    if state.gallery:
        given["gallery"] = as_json(_gallery(state))
    if lessons.is_open(state.selection):
        given["lessons"] = as_json(lessons.chosen(state))
    if state.selection.picture == LESSONS:
        return given
    if state.selection.picture == MODEL:
        given["model"] = as_json(model.chosen(state))
        asked = state.selection.model == STATEMENTS
        given["register"] = _register(state.language) if asked else "[]"
        return given
    if state.selection.picture == EXPLORE and not trouble:
        given["explore"] = as_json(explore.chosen(state))
        return given
    watched = state.selection.picture == WATCH and not trouble
    if watched:
        given["watch"] = as_json(watch.chosen(state))
    elif not trouble:
        given["chosen"] = as_json(_chosen(state))
    if not watched and (state.pins or state.awaited):
        given["pins"] = as_json(_pins(state))
    return given


@lru_cache(maxsize=len(LANGUAGES))
def _register(language: str) -> str:
    """Return the statements: the same for everybody, and sent where they are looked at."""
    return as_json(model.statements())


@lru_cache(maxsize=len(LANGUAGES))
def glossary(language: str) -> str:
    """Return the words; other forms of them are those of English."""
    forms = language == SOURCE
    return as_json(
        [
            {
                "word": translate(one.word),
                "meaning": translate(one.meaning),
                "forms": one.forms if forms else (),
            }
            for one in GLOSSARY
        ]
    )


def as_json(value: object) -> str:
    """Return values as a part of the page takes them."""
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
            {"name": name, "sets": _sets(one.levers, str(scenario.market.currency))}
            for name, one in scenario.strategies.items()
        ],
        "focal": scenario.focal.name,
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


def _sets(levers: Mapping[str, Value], currency: str) -> str:
    said = [
        f"{translate(LEVERS[name].called)} {in_words(LEVERS[name], value, currency)}"
        for name, value in levers.items()
    ]
    return joined(said, AFTER_COMMA)


def settings(state: State) -> tuple[str, str]:
    """Return all settings, and apart from them their values, which change more often."""
    if not state.more:
        return "[]", "{}"
    found = groups(state.scenario, state.edited)
    values = {
        item["path"]: [item.pop("value"), item.pop("changed")]
        for group in found
        for item in group["items"]
    }
    return as_json(found), as_json(values)


def outcome(found: Comparison | None, plausible: Plausible | None) -> dict[str, Any]:
    """Return what came out, in sentences and figures."""
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


def slide(state: State, found: Comparison | None) -> str:
    """Return the slide, where one is shown."""
    if found is None or not state.presenting:
        return ""
    return as_json(presenting.slide(found, state.selection.picture, state.pins))


def pictures(state: State, found: Comparison | None, plausible: Plausible | None) -> str:
    """Return the charts that are looked at."""
    if state.comparison is None or found is None:
        return "[]"
    if state.selection.picture == CUSTOMERS:
        left = [results.who_left(state.comparison, state.leavers)] if state.leavers else []
        return as_json(left)
    if state.selection.picture == SETTINGS:
        return as_json(results.over_settings(plausible) if plausible else [])
    return as_json(results.pictures(found, state.selection.picture))


def _pins(state: State) -> dict[str, Any]:
    return {
        "labels": [pin.label for pin in state.pins],
        "rows": differing(state.pins),
        "awaited": [label for label, _ in state.awaited],
    }


def story(state: State) -> str:
    """Return the story that is told, if one is."""
    return as_json({"story": as_plain(state.story) if state.story else None})
