"""A market that is watched, as plain values: what moves goes to the browser once, packed."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.app.page.controls import levers_to_change
from relsim.app.session.watching import watched
from relsim.behaviour import LEVERS, REASONS
from relsim.result.quantity import Unit
from relsim.result.words import AFTER_COMMA, Sentence, counted, joined, singular
from relsim.scenario.tables import FIRM_EVENTS, MARKET_EVENTS
from relsim.study.explain.fork import STRATEGY, Fork
from relsim.study.levers import in_words
from relsim.view.periods import horizon
from relsim.view.style import firm_colours, reason_looks
from relsim.view.titled import titles
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.app.session.selection import Selection
    from relsim.app.session.state import State
    from relsim.scenario import Scenario
    from relsim.study.explain.recording import Recording

Plain = dict[str, Any]

_SET = {**MARKET_EVENTS, **FIRM_EVENTS}
"""What an event may set."""

_PACES = (1, 2, 4, 8, 16)
"""Periods a second."""

_SHARE, _FELT = Unit("percent", 0), Unit("score", 2)


def chosen(state: State) -> Plain:
    """Return what is watched and what can be chosen."""
    selection, scenario = state.selection, state.scenario
    names = watched(selection)
    fork = selection.fork
    return {
        "strategies": selection.strategies,
        "strategy": names[0],
        "beside": names[1] if len(names) > 1 else "",
        "fork": [fork.period, fork.lever, str(fork.value), fork.firm] if fork else None,
        "levers": levers_to_change(scenario, names[0]),
        "focal": scenario.focal.name,
        "rivals": {
            firm.name: {
                one["name"]: one["value"]
                for one in levers_to_change(scenario, str(firm.strategy), firm.name)
            }
            for firm in scenario.firms
            if firm.name != scenario.focal.name
        },
        "titles": titles(scenario, list(scenario.strategies)),
        "others": [name for name in scenario.strategies if name != names[0]],
        "period": translate(singular(str(scenario.market.period))),
        "paces": [[many, counted(many, str(scenario.market.period))] for many in _PACES],
        "periods": int(scenario.market.periods),
        "year": max(1, round(12 / scenario.months)),
        "events": _events(scenario),
        "old": state.stale or not state.recorded,
        "heard": state.heard,
        "problem": state.problems.get("fork", ""),
        "story_under_way": state.story_under_way,
    }


def _events(scenario: Scenario) -> list[Plain]:
    """Return what happens on the time line."""
    currency = str(scenario.market.currency)
    found = [{"period": 0, "text": translate("strategies start")}]
    for event in scenario.events:
        changes = joined(
            [
                f"{translate(_SET[name].called)} {in_words(_SET[name], value, currency)}"
                for name, value in event.set.items()
            ],
            AFTER_COMMA,
        )
        text = translate(event.name) or f"{event.firm} {changes}".strip()
        found.append({"period": event.period, "text": text})
    return [one for one in found if int(str(one["period"])) >= 0]


def stages(state: State) -> list[Plain]:
    """Return what there is to watch, side by side."""
    return [
        _stage(one, _title(one, state.selection, place))
        for place, one in enumerate(state.recordings)
    ]


def _title(found: Recording, selection: Selection, place: int) -> str:
    """Say what is watched; not how it ends, for somebody may have bet on that."""
    firm, fork = found.scenario.focal.name, selection.fork
    strategies = found.scenario.strategies
    under = titles(found.scenario, [found.strategy])[found.strategy]
    if place == 0 or fork is None:
        start = _SHARE.text(float(found.share[0, _focal(found)]))
        said = Sentence(
            "{firm} under {strategy}: {start} of customers at the start, {time} to come",
            firm=firm,
            strategy=under,
            start=start,
            time=horizon(found.scenario),
        )
        return str(said)
    said = Sentence(
        "{firm} under {strategy}, from {period} {number} on {lever} {value}",
        firm=firm,
        strategy=under,
        period=Word(singular(str(found.scenario.market.period))),
        number=str(fork.period + 1),
        lever=translate("under") if fork.lever == STRATEGY else _whose(fork),
        value=Word(strategies[str(fork.value)].title)
        if fork.lever == STRATEGY
        else in_words(LEVERS[fork.lever], fork.value, str(found.scenario.market.currency)),
    )
    return str(said)


def _whose(fork: Fork) -> str:
    called = translate(LEVERS[fork.lever].called)
    if not fork.firm:
        return called
    return str(Sentence("{firm}'s {lever}", firm=fork.firm, lever=called))


def _focal(found: Recording) -> int:
    return found.scenario.firm_names.index(found.scenario.focal.name)


def _stage(found: Recording, title: str) -> Plain:
    scenario, share = found.scenario, found.share
    felt = np.nan_to_num(found.satisfaction) * 100
    return {
        "title": title,
        "strategy": found.strategy,
        "firms": scenario.firm_names,
        "focal": _focal(found),
        "colours": firm_colours(scenario.firm_names, scenario.focal.name),
        "reasons": reason_looks([translate(one) for one in REASONS]),
        "all": int(scenario.market.customers),
        "customers": found.firm.shape[1],
        "firm": _packed(found.firm, np.int8),
        "felt": _packed(felt.round(), np.uint8),
        "failure": _packed(found.failure, np.uint8),
        "moves": np.stack(
            [found.moves[name] for name in found.moves.dtype.names or ()], 1
        ).tolist(),
        "talk": [list(one) for one in found.talk.tolist()],
        "share": np.round(np.nan_to_num(share), 4).tolist(),
        "shares": [[_SHARE.text(float(one)) for one in row] for row in share],
        "satisfied": [[_FELT.text(float(one)) for one in row] for row in found.satisfied],
        "caption": _caption(found),
    }


def _packed(values: np.ndarray, kind: type) -> str:
    return base64.b64encode(np.ascontiguousarray(values, kind).tobytes()).decode("ascii")


def _caption(found: Recording) -> str:
    """Say who is seen."""
    seen, there = found.firm.shape[1], int(found.scenario.market.customers)
    said = Sentence(
        "{seen} of {there} customers of the first world; shares are those of all."
        if seen < there
        else "All {there} customers of the first world.",
        seen=f"{seen:,}",
        there=f"{there:,}",
    )
    return str(said)
