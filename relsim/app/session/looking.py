"""What is looked at on a page: charts, customers, maps, lessons, the model, a life."""

from __future__ import annotations

from dataclasses import replace

from relsim.app.session import exploring, modelling, teaching, watching
from relsim.app.session.fields import asked
from relsim.app.session.link import from_link, pinned_in
from relsim.app.session.page import Action, Page, Said, text_of
from relsim.app.session.selection import (
    CUSTOMERS,
    LESSONS,
    MODEL,
    OPENING_PICTURE,
    WATCH,
)
from relsim.words.language import known


def _look(page: Page, said: Said) -> None:
    page.look(said.get("name"))


def _stop(page: Page, said: Said) -> None:
    page.computing.stop_settings()


def _watch(page: Page, said: Said) -> None:
    page.see(watching.watch(page.selection, said))


def _fork(page: Page, said: Said) -> None:
    page.see(watching.fork(page.selection, page.state.scenario, said))


def _explore(page: Page, said: Said) -> None:
    before = asked(page.selection)
    explored = exploring.explore(page.state.scenario, page.selection.strategies, said)
    page.screen.set(selection=replace(page.selection, explored=explored))
    if asked(page.selection) != before:
        page.begin_map()


def _stop_map(page: Page, said: Said) -> None:
    page.computing.stop_map()


def _cell(page: Page, said: Said) -> None:
    """Open a cell of the map in Compare."""
    found, point = page.state.explored, said.get("point")
    known = () if found is None else tuple(found.points.index)
    if found is None or isinstance(point, bool) or point not in known:
        return
    selection = replace(page.selection, picture=OPENING_PICTURE)
    for path, value in found.overrides[known.index(point)].items():
        selection = selection.with_setting(path, value)
    page.follow(selection)


def _teach(page: Page, said: Said) -> None:
    """Go to a step of a lesson; no name leaves it, on the market where it was."""
    name, step = text_of(said, "name"), said.get("step")
    if not name:
        left = replace(page.selection, lesson="", step=0)
        page.screen.set(selection=left)
        page.look(LESSONS)
        return
    selection = teaching.at(page.selection, name, step if isinstance(step, int) else 0)
    if selection.compared != page.selection.compared:
        page.follow(selection, gallery=False)
        return
    page.screen.set(selection=selection)
    page.look(selection.picture)


def _model(page: Page, said: Said) -> None:
    part = modelling.check_part(said.get("part"))
    page.screen.set(selection=replace(page.selection, picture=MODEL, model=part), bent={})


def _bend(page: Page, said: Said) -> None:
    place, bent = modelling.bend(page.state.scenario, page.selection.model, said)
    page.screen.set(bent={**page.state.bent, place: bent})


def _show(page: Page, said: Said) -> None:
    if said.get("what") in ("gallery", "more", "presenting"):
        page.screen.set(**{str(said["what"]): said.get("open") is True})


def _speak(page: Page, said: Said) -> None:
    page.screen.set(language=known(text_of(said, "language")))


def _leave(page: Page, said: Said) -> None:
    name = text_of(said, "strategy")
    if name in page.selection.strategies:
        page.computing.find_leavers(name)


def _tell(page: Page, said: Said) -> None:
    customer, strategy = said.get("customer"), text_of(said, "strategy")
    if isinstance(customer, str) and customer.strip().isdigit():
        customer = int(customer.strip()[:12])
    other_future = said.get("forked") is True
    page.computing.find_story(customer, strategy, other_future)
    if isinstance(customer, int) and page.state.story_under_way and not other_future:
        told = replace(page.selection, story=(strategy, customer))
        page.screen.set(selection=told)


def _close(page: Page, said: Said) -> None:
    page.screen.set(story=None, selection=replace(page.selection, story=None))


def _visit(page: Page, said: Said) -> None:
    """Go where the browser's Back and Forward lead."""
    link = text_of(said, "link")
    selection, problems = from_link(link)
    aside = pinned_in(link)
    there = tuple(pin for pin in page.state.pins if (pin.label, pin.selection) in aside)
    known = [pin.label for pin in there]
    awaited = tuple(one for one in aside if one[0] not in known)
    page.screen.set(messages=tuple(problems), pins=there, awaited=awaited)
    if selection.compared != page.selection.compared:
        page.follow(selection, story=selection.story)
        return
    _close(page, said)
    looked = (selection.watched, selection.fork)
    if looked != (page.selection.watched, page.selection.fork):
        same = replace(page.selection, watched=looked[0], fork=looked[1])
        page.screen.set(selection=same, recorded=False)
    if selection.explored != page.selection.explored:
        gone = {} if asked(selection) == asked(page.selection) else {"explored": None}
        same = replace(page.selection, explored=selection.explored)
        page.screen.set(selection=same, **gone)
    taught = replace(page.selection, lesson=selection.lesson, step=selection.step)
    page.screen.set(selection=taught)
    if selection.model != page.selection.model:
        page.screen.set(selection=replace(page.selection, model=selection.model), bent={})
    page.look(selection.picture)
    if selection.story is not None:
        _tell(page, {"strategy": selection.story[0], "customer": selection.story[1]})
    elif page.state.leavers is not None or selection.picture not in (CUSTOMERS, WATCH):
        page.computing.go_on()


LOOKING: dict[str, Action] = {
    "look": _look,
    "stop": _stop,
    "watch": _watch,
    "fork": _fork,
    "explore": _explore,
    "stop map": _stop_map,
    "cell": _cell,
    "lesson": _teach,
    "model": _model,
    "bend": _bend,
    "show": _show,
    "speak": _speak,
    "leavers": _leave,
    "tell": _tell,
    "close": _close,
    "visit": _visit,
}
