"""The page *Compare*: what can be set on the left, what comes out on the right."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import reacton
import solara

from relsim.app.page import results
from relsim.app.page.components import Gallery, Outcome, Pictures, Pins, Side, Story, Top
from relsim.app.page.controls import groups, sliders
from relsim.app.page.gallery import cards
from relsim.app.page.pins import differing
from relsim.app.page.qr import qr_code
from relsim.app.page.story import as_plain
from relsim.app.server import ports
from relsim.app.server.files import PLOTLY_URL
from relsim.app.session import opening
from relsim.app.session.faults import in_words
from relsim.app.session.link import from_link, pinned_in, to_link
from relsim.app.session.selection import ALL, CUSTOMERS, FEWEST, MOST, Selection
from relsim.app.session.session import Session
from relsim.app.session.state import State, pinned
from relsim.result.words import singular
from relsim.view.setting import market_facts
from relsim.view.style import NIGHT

STYLE = Path(__file__).parent / "page.css"

logger = logging.getLogger(__name__)


@solara.component
def Page() -> None:
    """Show the page, or, whatever happens while it is drawn, one sentence with a way back."""
    error, _ = reacton.use_exception()
    if not isinstance(error, Exception):
        Compare()
        return
    logger.error("the page could not be drawn", exc_info=error)
    solara.Title("relsim")
    solara.Style(STYLE)
    with solara.v.Html(tag="main", class_="relsim lost"):
        solara.v.Html(
            tag="p",
            class_="problem large",
            attributes={"role": "alert"},
            children=[f"This page cannot be shown. {in_words(error)}"],
        )
        solara.v.Html(
            tag="a", attributes={"href": "/"}, children=["Begin again without what the link sets"]
        )


@solara.component
def Compare() -> None:
    """Show what is selected and what comes of it."""
    search = solara.use_router().search or ""
    session = solara.use_memo(lambda: _session(search), [])
    state = session.screen.drawn()
    solara.Title(f"{state.scenario.title} – relsim")
    solara.Style(STYLE)
    pictures = solara.use_memo(
        lambda: _pictures(state), [id(state.comparison), state.selection.picture, id(state.leavers)]
    )
    outcome = solara.use_memo(lambda: _outcome(state), [id(state.comparison)])
    story = solara.use_memo(lambda: _story(state), [id(state.story)])
    held, values = solara.use_memo(
        lambda: _settings(state), [id(state.scenario), state.edited, state.more]
    )
    with solara.v.Html(tag="div", class_="relsim"):
        Top(
            content=_json(_top(state)),
            file=_json(state.file),
            plotly_url=PLOTLY_URL,
            event_hear=session.hear,
        )
        if state.gallery:
            Gallery(content=_json(_gallery(state)), event_hear=session.hear)
        with solara.v.Html(tag="div", class_="columns"):
            Side(content=_json(_side(state)), settings=held, values=values, event_hear=session.hear)
            with solara.v.Html(tag="main", class_="right", attributes={"id": "outcome"}):
                Outcome(content=_json({**outcome, **_now(state)}), event_hear=session.hear)
                if not state.trouble:
                    Pictures(
                        content=_json(_chosen(state)),
                        charts=pictures,
                        night=json.dumps(NIGHT),
                        plotly_url=PLOTLY_URL,
                        event_hear=session.hear,
                    )
                if state.pins or state.awaited:
                    Pins(content=_json(_pins(state)), event_hear=session.hear)
        Story(content=story, event_hear=session.hear)


@solara.component
def Layout(children: Any = ()) -> Any:
    """Leave the page as it is; Solara would put a bar around it."""
    return solara.v.Html(tag="div", children=list(children))


def _session(search: str) -> Session:
    selection, problems = from_link(search)
    aside = pinned_in(search)
    chosen = bool(selection.scenario or selection.text) or opening.is_chosen()
    if not selection.scenario and not selection.text and opening.is_chosen():
        known = opening.scenario().strategies
        if any(name not in known for name in selection.strategies):
            selection = Selection(strategies=tuple(known)[:FEWEST])
    return Session(solara.get_kernel_id(), selection, problems, not chosen, aside)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _top(state: State) -> dict[str, Any]:
    link, origin = to_link(state.selection, pinned(state)), ports.to_share()
    return {
        "title": state.scenario.title,
        "link": link,
        "origin": origin,
        "code": qr_code(f"{origin}/?{link}") if origin and link else None,
        "heard": state.heard,
        "gallery": state.gallery,
        "ready": state.comparison is not None and not state.stale,
        "messages": state.messages,
        "problems": {
            key: text for key, text in state.problems.items() if key in ("download", "pin")
        },
    }


def _gallery(state: State) -> dict[str, Any]:
    return {
        "cards": cards(),
        "chosen": state.selection.scenario,
        "title": state.scenario.title,
        "problem": state.problems.get("upload") or state.problems.get("open", ""),
    }


def _side(state: State) -> dict[str, Any]:
    selection, scenario = state.selection, state.scenario
    return {
        "title": scenario.title,
        "about": " ".join(str(scenario.market.about).split()),
        "facts": [(name, str(text)) for name, text in market_facts(scenario)],
        "strategies": [
            {"name": name, "sets": _sets(scenario.strategies[name].levers)}
            for name in scenario.strategies
        ],
        "chosen": selection.strategies,
        "looks": results.strategy_looks(selection.strategies),
        "fewest": FEWEST,
        "most": MOST,
        "edited": state.edited,
        "builds_on": scenario.strategies[state.edited].extends,
        "sliders": sliders(scenario, state.edited, selection.strategies),
        "problems": state.problems,
        "changes": [path for path, _ in selection.overrides],
        "seed": selection.seed,
        "budget": selection.budget,
        "currency": str(scenario.market.currency),
        "period": singular(str(scenario.market.period)),
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
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in levers.items())


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


def _outcome(state: State) -> dict[str, Any]:
    if state.comparison is None:
        return {"answer": None, "figures": None}
    return {
        "answer": results.answer(state.comparison),
        "figures": results.figures(state.comparison),
    }


def _now(state: State) -> dict[str, Any]:
    known = state.comparison is not None and not state.stale
    worlds = state.comparison.replications if state.comparison is not None and known else 0
    return {
        "progress": results.progress(worlds, state.goal, state.computing) if known else "",
        "stale": state.stale,
        "done": worlds,
        "goal": state.goal,
        "computing": state.computing,
        "note": state.note,
        "heard": state.heard,
        "trouble": state.trouble,
    }


def _chosen(state: State) -> dict[str, Any]:
    return {
        "tabs": results.tabs(),
        "chosen": state.selection.picture,
        "all": ALL,
        "customers": CUSTOMERS,
        "strategies": state.selection.strategies,
        "leavers": state.leavers.strategy if state.leavers else state.edited,
        "story_under_way": state.story_under_way,
        "stale": state.stale,
        "heard": state.heard,
        "problem": state.problems.get("tell", ""),
        "most": int(state.scenario.market.customers) - 1,
    }


def _pictures(state: State) -> str:
    if state.comparison is None:
        return "[]"
    if state.selection.picture == CUSTOMERS:
        found = [results.who_left(state.comparison, state.leavers)] if state.leavers else []
        return _json(found)
    return _json(results.pictures(state.comparison, state.selection.picture))


def _pins(state: State) -> dict[str, Any]:
    return {
        "labels": [pin.label for pin in state.pins],
        "rows": differing(state.pins),
        "awaited": [label for label, _ in state.awaited],
    }


def _story(state: State) -> str:
    return _json({"story": as_plain(state.story) if state.story else None})
