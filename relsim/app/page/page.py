"""The page *Compare*: what can be set on the left, what comes out on the right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import solara

from relsim.app.page import results as showing
from relsim.app.page.components import Gallery, Outcome, Pictures, Pins, Side, Story, Top
from relsim.app.page.controls import groups, sliders
from relsim.app.page.gallery import cards
from relsim.app.page.pins import differing
from relsim.app.server.files import PLOTLY_URL
from relsim.app.session import opening
from relsim.app.session.link import from_link, to_link
from relsim.app.session.selection import ALL, FEWEST, MOST, Wish
from relsim.app.session.session import Desk, State
from relsim.result.words import singular
from relsim.view.setting import market_facts
from relsim.view.style import NIGHT

STYLE = Path(__file__).parent / "page.css"


@solara.component
def Page() -> None:
    """Show the page."""
    search = solara.use_router().search or ""
    desk = solara.use_memo(lambda: _desk(search), [])
    state = desk.state
    solara.Title(f"{state.scenario.title} – relsim")
    solara.Style(STYLE)
    pictures = solara.use_memo(
        lambda: _pictures(state), [id(state.comparison), state.wish.picture, id(state.leavers)]
    )
    outcome = solara.use_memo(lambda: _outcome(state), [id(state.comparison)])
    held, values = solara.use_memo(
        lambda: _settings(state), [id(state.scenario), state.edited, state.more]
    )
    with solara.v.Html(tag="div", class_="relsim"):
        Top(
            content=_json(_top(state)),
            file=_json(state.file),
            plotly_url=PLOTLY_URL,
            event_hear=desk.hear,
        )
        if state.gallery:
            Gallery(content=_json(_gallery(state)), event_hear=desk.hear)
        with solara.v.Html(tag="div", class_="columns"):
            Side(content=_json(_side(state)), settings=held, values=values, event_hear=desk.hear)
            with solara.v.Html(tag="main", class_="right", attributes={"id": "outcome"}):
                Outcome(content=_json({**outcome, **_now(state)}), event_hear=desk.hear)
                if not state.trouble:
                    Pictures(
                        content=_json(_chosen(state)),
                        charts=pictures,
                        night=json.dumps(NIGHT),
                        plotly_url=PLOTLY_URL,
                        event_hear=desk.hear,
                    )
                if state.pins:
                    Pins(content=_json(_pins(state)), event_hear=desk.hear)
        Story(content=_json({"story": state.story, "telling": state.telling}), event_hear=desk.hear)


@solara.component
def Layout(children: Any = ()) -> Any:
    """Leave the page as it is; Solara would put a bar around it."""
    return solara.v.Html(tag="div", children=list(children))


def _desk(search: str) -> Desk:
    wish, problems = from_link(search, dict.fromkeys((*showing.PICTURES, showing.CUSTOMERS)))
    chosen = bool(wish.scenario or wish.text) or opening.is_chosen()
    if not wish.scenario and not wish.text and opening.is_chosen():
        known = opening.scenario().strategies
        if any(name not in known for name in wish.strategies):
            wish = Wish(strategies=tuple(known)[:FEWEST])
    return Desk(solara.get_kernel_id(), wish, problems, gallery=not chosen)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _top(state: State) -> dict[str, Any]:
    return {
        "title": state.scenario.title,
        "link": to_link(state.wish),
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
        "chosen": state.wish.scenario,
        "title": state.scenario.title,
        "problem": state.problems.get("upload") or state.problems.get("open", ""),
    }


def _side(state: State) -> dict[str, Any]:
    wish, scenario = state.wish, state.scenario
    return {
        "title": scenario.title,
        "about": " ".join(str(scenario.market.about).split()),
        "facts": [(name, str(text)) for name, text in market_facts(scenario)],
        "strategies": [
            {"name": name, "sets": _sets(scenario.strategies[name].levers)}
            for name in scenario.strategies
        ],
        "chosen": wish.strategies,
        "looks": showing.strategy_looks(wish.strategies),
        "fewest": FEWEST,
        "most": MOST,
        "edited": state.edited,
        "builds_on": scenario.strategies[state.edited].extends,
        "sliders": sliders(scenario, state.edited, wish.strategies),
        "problems": state.problems,
        "changes": [path for path, _ in wish.overrides],
        "seed": wish.seed,
        "budget": wish.budget,
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
        "answer": showing.answer(state.comparison),
        "figures": showing.figures(state.comparison),
    }


def _now(state: State) -> dict[str, Any]:
    known = state.comparison is not None and not state.stale
    worlds = state.comparison.replications if state.comparison is not None and known else 0
    return {
        "progress": showing.progress(worlds, state.goal, state.growing) if known else "",
        "stale": state.stale,
        "done": worlds,
        "goal": state.goal,
        "growing": state.growing,
        "note": state.note,
        "trouble": state.trouble,
    }


def _chosen(state: State) -> dict[str, Any]:
    return {
        "tabs": showing.tabs(),
        "chosen": state.wish.picture,
        "all": ALL,
        "customers": showing.CUSTOMERS,
        "strategies": state.wish.strategies,
        "leavers": state.leavers.strategy if state.leavers else state.edited,
        "telling": state.telling,
        "problem": state.problems.get("tell", ""),
        "most": int(state.scenario.market.customers) - 1,
    }


def _pictures(state: State) -> str:
    if state.comparison is None:
        return "[]"
    if state.wish.picture == showing.CUSTOMERS:
        found = [showing.who_left(state.comparison, state.leavers)] if state.leavers else []
        return _json(found)
    return _json(showing.pictures(state.comparison, state.wish.picture))


def _pins(state: State) -> dict[str, Any]:
    return {"labels": [pin.label for pin in state.pins], "rows": differing(state.pins)}
