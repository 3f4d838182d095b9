"""One person's open page: hears what is done on it, and follows. Whatever it hears is checked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from relsim.app.server.limits import read_upload
from relsim.app.session import exploring, modelling, opening, teaching, watching
from relsim.app.session.computing import Computing, in_full
from relsim.app.session.downloads import download
from relsim.app.session.faults import in_words
from relsim.app.session.fields import asked, kept
from relsim.app.session.link import MOST_PINS, Pinned, from_link, pinned_in
from relsim.app.session.selection import (
    CUSTOMERS,
    EXPLORE,
    LESSONS,
    MODEL,
    OPENING_PICTURE,
    SETTINGS,
    WATCH,
    Selection,
    check_budget,
    check_picture,
    check_seed,
    choose,
    read_setting,
)
from relsim.app.session.state import Pin, Screen, State, pinned
from relsim.errors import InputError, RelsimError
from relsim.words.language import SOURCE, known, speaking

if TYPE_CHECKING:
    from relsim.study.compare import Comparison

logger = logging.getLogger(__name__)

Said = Mapping[str, Any]
"""What a component of the page says was done: ``{do: …}`` and whatever goes with it."""


class Session:
    """Hears what a person does on the page and has it computed."""

    def __init__(
        self,
        name: str,
        selection: Selection,
        problems: list[str],
        gallery: bool,
        pinned: Pinned = (),
        language: str = SOURCE,
    ) -> None:
        self.screen = Screen(
            State(
                selection,
                selection.market(),
                selection.strategies[-1],
                messages=tuple(problems),
                gallery=gallery,
                awaited=pinned,
                language=language,
                settings_wanted=selection.picture == SETTINGS,
            )
        )
        self._computing = Computing(name, self.screen)
        self._files = 0
        self._computing.begin()
        if selection.picture == EXPLORE:
            self.hear({"do": "look", "name": EXPLORE})

    @property
    def state(self) -> State:
        """What there is to show."""
        return self.screen.state

    def hear(self, said: object) -> None:
        """Do what a component of the page asks for."""
        action = said.get("do") if isinstance(said, Mapping) else None
        if not isinstance(said, Mapping) or not isinstance(action, str) or action not in _ACTIONS:
            return
        place = said.get("path") if isinstance(said.get("path"), str) else action
        with self.screen.lock:
            problems = {key: text for key, text in self.state.problems.items() if key != place}
            self.screen.set(problems=problems, messages=(), heard=self.state.heard + 1)
            try:
                _ACTIONS[action](self, said)
            except Exception as error:  # a page that shows a traceback helps nobody
                if not isinstance(error, RelsimError):
                    logger.exception("the page could not do what it was asked")
                self.screen.set(problems={**problems, str(place): in_words(error)})
        self.screen.draw()

    # What the market, the strategies and their levers are.

    def _open(self, said: Said) -> None:
        self._follow(self._selection.with_market(scenario=_text(said, "name")), gallery=False)

    def _upload(self, said: Said) -> None:
        text = _text(said, "text")
        read_upload(_text(said, "name"), text)
        self._follow(self._selection.with_market(text=text), gallery=False)

    def _set_value(self, said: Said) -> None:
        path = _text(said, "path")
        value = read_setting(path, _text(said, "value"))
        self._follow(self._selection.with_setting(path, value))

    def _reset(self, said: Said) -> None:
        self._follow(self._selection.with_setting(_text(said, "path"), None))

    def _reset_all(self, said: Said) -> None:
        self._follow(replace(self._selection, overrides=()))

    def _copy(self, said: Said) -> None:
        self._follow(self._selection.with_copying(said.get("on") is True))

    def _toggle(self, said: Said) -> None:
        # One name, not the whole list: a second click would else undo one that is on its way.
        name, before = _text(said, "name"), self._selection
        names = [one for one in before.strategies if one != name]
        on = said.get("on") is True
        selection = choose(before, self.state.scenario, [*names, name] if on else names)
        self._follow(selection, edited=name if on else self.state.edited)

    def _baseline(self, said: Said) -> None:
        name = _text(said, "name")
        if name in self._selection.strategies:
            names = dict.fromkeys((name, *self._selection.strategies))
            self._follow(choose(self._selection, self.state.scenario, names))

    def _edit(self, said: Said) -> None:
        name = _text(said, "name")
        if name in self._selection.strategies:
            self.screen.set(edited=name)

    def _seed(self, said: Said) -> None:
        self._follow(replace(self._selection, seed=check_seed(said.get("value"))))

    def _budget(self, said: Said) -> None:
        self._follow(replace(self._selection, budget=check_budget(said.get("value"))))

    # What is looked at.

    def _look(self, said: Said) -> None:
        picture = check_picture(said.get("name"))
        wanted = picture == SETTINGS and not in_full(self.state.plausible)
        self.screen.set(
            selection=replace(self._selection, picture=picture),
            settings_wanted=wanted,
            gallery=False,
        )
        if wanted:
            self._computing.find_settings()
        if picture == CUSTOMERS and self.state.leavers is None:
            self._computing.find_leavers(self.state.edited)
        if picture == WATCH and not self.state.recorded:
            self._computing.find_recordings()
        if picture == EXPLORE and self.state.explored is None:
            self._begin_map()

    def _stop(self, said: Said) -> None:
        self._computing.stop_settings()

    def _watch(self, said: Said) -> None:
        self._see(watching.watch(self._selection, said))

    def _fork(self, said: Said) -> None:
        self._see(watching.fork(self._selection, self.state.scenario, said))

    def _see(self, selection: Selection) -> None:
        self.screen.set(selection=selection, recorded=False)
        self._computing.find_recordings()

    def _explore(self, said: Said) -> None:
        before = asked(self._selection)
        explored = exploring.explore(self.state.scenario, self._selection.strategies, said)
        self.screen.set(selection=replace(self._selection, explored=explored))
        if asked(self._selection) != before:
            self._begin_map()

    def _begin_map(self) -> None:
        selection, scenario = self._selection, self.state.scenario
        there = kept(selection, scenario, opening.swept())
        if there is not None:
            self.screen.set(selection=there, explored=opening.swept())
            return
        if not exploring.is_there(selection.explored, scenario, selection.strategies):
            opened = exploring.opening(scenario, selection.strategies)
            self.screen.set(selection=replace(selection, explored=opened))
        self.screen.set(explored=None, explored_part=0.0)
        self._computing.begin_map()

    def _stop_map(self, said: Said) -> None:
        self._computing.stop_map()

    def _cell(self, said: Said) -> None:
        """Open a cell of the map in Compare."""
        found, point = self.state.explored, said.get("point")
        known = () if found is None else tuple(found.points.index)
        if found is None or isinstance(point, bool) or point not in known:
            return
        selection = replace(self._selection, picture=OPENING_PICTURE)
        for path, value in found.overrides[known.index(point)].items():
            selection = selection.with_setting(path, value)
        self._follow(selection)

    def _teach(self, said: Said) -> None:
        """Go to a step of a lesson; no name leaves it, on the market where it was."""
        name, step = _text(said, "name"), said.get("step")
        if not name:
            left = replace(self._selection, lesson="", step=0)
            self.screen.set(selection=left)
            self._look({"name": LESSONS})
            return
        selection = teaching.at(self._selection, name, step if isinstance(step, int) else 0)
        if selection.compared != self._selection.compared:
            self._follow(selection, gallery=False)
            return
        self.screen.set(selection=selection)
        self._look({"name": selection.picture})

    def _model(self, said: Said) -> None:
        part = modelling.check_part(said.get("part"))
        self.screen.set(selection=replace(self._selection, picture=MODEL, model=part), bent={})

    def _bend(self, said: Said) -> None:
        place, bent = modelling.bend(self.state.scenario, self._selection.model, said)
        self.screen.set(bent={**self.state.bent, place: bent})

    def _show(self, said: Said) -> None:
        if said.get("what") in ("gallery", "more", "presenting"):
            self.screen.set(**{str(said["what"]): said.get("open") is True})

    def _speak(self, said: Said) -> None:
        self.screen.set(language=known(_text(said, "language")))

    def _leave(self, said: Said) -> None:
        name = _text(said, "strategy")
        if name in self._selection.strategies:
            self._computing.find_leavers(name)

    def _tell(self, said: Said) -> None:
        customer, strategy = said.get("customer"), _text(said, "strategy")
        if isinstance(customer, str) and customer.strip().isdigit():
            customer = int(customer.strip()[:12])
        other_future = said.get("forked") is True
        self._computing.find_story(customer, strategy, other_future)
        if isinstance(customer, int) and self.state.story_under_way and not other_future:
            told = replace(self._selection, story=(strategy, customer))
            self.screen.set(selection=told)

    def _close(self, said: Said) -> None:
        self.screen.set(story=None, selection=replace(self._selection, story=None))

    def _visit(self, said: Said) -> None:
        """Go where the browser's Back and Forward lead."""
        link = _text(said, "link")
        selection, problems = from_link(link)
        aside = pinned_in(link)
        there = tuple(pin for pin in self.state.pins if (pin.label, pin.selection) in aside)
        known = [pin.label for pin in there]
        awaited = tuple(one for one in aside if one[0] not in known)
        self.screen.set(messages=tuple(problems), pins=there, awaited=awaited)
        if selection.compared != self._selection.compared:
            self._follow(selection, story=selection.story)
            return
        self._close(said)
        looked = (selection.watched, selection.fork)
        if looked != (self._selection.watched, self._selection.fork):
            same = replace(self._selection, watched=looked[0], fork=looked[1])
            self.screen.set(selection=same, recorded=False)
        if selection.explored != self._selection.explored:
            gone = {} if asked(selection) == asked(self._selection) else {"explored": None}
            same = replace(self._selection, explored=selection.explored)
            self.screen.set(selection=same, **gone)
        taught = replace(self._selection, lesson=selection.lesson, step=selection.step)
        self.screen.set(selection=taught)
        if selection.model != self._selection.model:
            self.screen.set(selection=replace(self._selection, model=selection.model), bent={})
        self._look({"name": selection.picture})
        if selection.story is not None:
            self._tell({"strategy": selection.story[0], "customer": selection.story[1]})
        elif self.state.leavers is not None or selection.picture not in (CUSTOMERS, WATCH):
            self._computing.go_on()

    # What is kept of a result.

    def _pin(self, said: Said) -> None:
        pins = self.state.pins
        aside = pinned(self.state)
        if len(aside) >= MOST_PINS:
            raise InputError(f"{MOST_PINS} results are kept at most; take one away first.")
        kept = replace(self._selection, story=None)
        pin = Pin(_next_letter(aside), kept, self._result())
        self.screen.set(pins=(*pins, pin))

    def _unpin(self, said: Said) -> None:
        label = said.get("label")
        pins, awaited = self.state.pins, self.state.awaited
        self.screen.set(
            pins=tuple(pin for pin in pins if pin.label != label),
            awaited=tuple(one for one in awaited if one[0] != label),
        )

    def _recall(self, said: Said) -> None:
        for pin in self.state.pins:
            if pin.label == said.get("label"):
                self._follow(pin.selection, edited=pin.selection.strategies[-1])

    def _download(self, said: Said) -> None:
        with speaking(self.state.language):
            file = download(self._result(), _text(said, "kind"))
        self._files += 1
        self.screen.set(file={**file, "number": self._files})

    @property
    def _selection(self) -> Selection:
        return self.state.selection

    def _result(self) -> Comparison:
        """Return the result of what is selected now."""
        if self.state.comparison is None or self.state.stale:
            raise InputError("The first worlds are still under way; try again in a moment.")
        return self.state.comparison

    def _follow(self, selection: Selection, **changes: Any) -> None:
        """Show what is selected, once it is known to make sense."""
        scenario = selection.market()
        selection = replace(selection, story=changes.pop("story", None))
        names = tuple(name for name in selection.strategies if name in scenario.strategies)
        if names != selection.strategies:
            selection = choose(selection, scenario, names)
        edited = changes.pop("edited", self.state.edited)
        if edited not in selection.strategies:
            edited = selection.strategies[-1]
        if asked(selection) != asked(self._selection):
            changes |= {"explored": None, "explored_part": 0.0}
        if not _same_market(selection, self._selection):
            changes |= {"comparison": None, "recordings": (), "problems": {}}
        self.screen.set(
            selection=selection,
            scenario=scenario,
            edited=edited,
            leavers=None,
            recorded=False,
            plausible=None,
            settings_wanted=selection.picture == SETTINGS,
            story=None,
            exploring=False,
            **changes,
        )
        self._computing.begin()
        if selection.picture == EXPLORE and self.state.explored is None:
            self._begin_map()


def _same_market(one: Selection, other: Selection) -> bool:
    return (one.scenario, one.text) == (other.scenario, other.text)


def _next_letter(aside: Pinned) -> str:
    taken = [label for label, _ in aside]
    return next(letter for letter in ascii_uppercase if letter not in taken)


def _text(said: Said, key: str) -> str:
    value = said.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value)
    if not isinstance(value, str):
        raise InputError(f"{key}: write a text.")
    return value


_ACTIONS: dict[str, Callable[[Session, Said], None]] = {
    "open": Session._open,
    "upload": Session._upload,
    "set": Session._set_value,
    "reset": Session._reset,
    "reset all": Session._reset_all,
    "copy": Session._copy,
    "toggle": Session._toggle,
    "baseline": Session._baseline,
    "edit": Session._edit,
    "seed": Session._seed,
    "budget": Session._budget,
    "look": Session._look,
    "stop": Session._stop,
    "watch": Session._watch,
    "fork": Session._fork,
    "explore": Session._explore,
    "stop map": Session._stop_map,
    "cell": Session._cell,
    "lesson": Session._teach,
    "model": Session._model,
    "bend": Session._bend,
    "show": Session._show,
    "speak": Session._speak,
    "leavers": Session._leave,
    "tell": Session._tell,
    "close": Session._close,
    "visit": Session._visit,
    "pin": Session._pin,
    "unpin": Session._unpin,
    "recall": Session._recall,
    "download": Session._download,
}
