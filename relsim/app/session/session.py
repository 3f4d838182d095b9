"""One person's page: what is wished, what there is to show, and what is under way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import solara

from relsim.app.page.pins import MOST as MOST_PINS
from relsim.app.page.pins import Pin
from relsim.app.page.results import CUSTOMERS, PICTURES
from relsim.app.page.story import told
from relsim.app.server import scheduler as work
from relsim.app.server.limits import read_upload, why_too_large
from relsim.app.session.downloads import download
from relsim.app.session.selection import (
    Wish,
    check_budget,
    check_picture,
    check_seed,
    choose,
    read_setting,
)
from relsim.errors import InputError, RelsimError, ScenarioError
from relsim.study.arms import choose_arms
from relsim.study.compare.budget import MANY
from relsim.study.compare.comparing import Comparing
from relsim.study.compare.memory import Memory
from relsim.study.explain.departures import Departures, departures
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import cores

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.compare import Comparison

logger = logging.getLogger(__name__)

STEPS = (10, 20, 40, 70, 100)
"""Worlds after which the page is drawn anew."""

GOALS = (100, 70, 40, 20, 10, 5, 2)
"""How far a comparison grows: as far as the limits of the page allow for its market."""

PAUSE = 0.1
"""Seconds between the first worlds and those that make the result more precise: the browser,
often on this computer, draws the first ones meanwhile."""

MOST_KEPT = 2_000_000
"""Periods that a comparison keeps the profit of, over all its runs: sixteen megabytes."""

OUR_FAULT = "Something went wrong inside relsim, not in what you asked for: {}"

Following = Callable[[], None]
"""What is computed next, once the page shows what there is."""

Deliver = Callable[[work.Job], Following | None]

runs = Memory()
"""Shared by all pages of this server: what decides a run is its key, so nobody can change what
another one finds, and a class that follows one link computes it once."""


@dataclass(frozen=True, eq=False)
class State:
    """Everything that the page draws itself from.

    Parameters
    ----------
    wish : Wish
        What is wished.
    scenario : Scenario
        Its market.
    edited : str
        The strategy whose levers are shown.
    comparison : Comparison or None
        The result so far.
    goal : int
        Worlds that it grows to.
    growing : bool
        Whether more are under way.
    stale : bool
        Whether the result is still that of the wish before.
    note : str
        What is done now, where that is not plain.
    trouble : str
        Why there is no result.
    problems : mapping of str to str
        What is wrong with a value, by the control that was given it.
    messages : tuple of str
        What else is to be said.
    gallery, more : bool
        Whether the markets, and all settings, are open.
    leavers : Departures or None
        Who left in the first world.
    story : dict or None
        The story that is open.
    telling : bool
        Whether one is being told.
    pins : tuple of Pin
        Results put aside.
    file : dict or None
        The last file asked for.
    """

    wish: Wish
    scenario: Scenario
    edited: str
    comparison: Comparison | None = None
    goal: int = 0
    growing: bool = False
    stale: bool = False
    note: str = ""
    trouble: str = ""
    problems: Mapping[str, str] = ()  # type: ignore[assignment]
    messages: tuple[str, ...] = ()
    gallery: bool = False
    more: bool = False
    leavers: Departures | None = None
    story: Mapping[str, Any] | None = None
    telling: bool = False
    pins: tuple[Pin, ...] = ()
    file: Mapping[str, Any] | None = None


def _same(one: object, other: object) -> bool:
    # Comparing markets value by value would take longer than drawing the page anew.
    return one is other


class Desk:
    """Hears what is wished, has it computed, and says what there is to show.

    Parameters
    ----------
    session : str
        Whose it is, for taking turns.
    wish : Wish
        To begin with.
    problems : list of str
        What a link asked for in vain.
    gallery : bool
        Whether the markets stand open at first.
    """

    def __init__(self, session: str, wish: Wish, problems: list[str], gallery: bool) -> None:
        scenario = wish.market()
        start = State(
            wish,
            scenario,
            wish.strategies[-1],
            problems={},
            messages=tuple(problems),
            gallery=gallery,
        )
        self._state = start
        self._changed = solara.reactive(object(), equals=_same)
        self._session = session
        self._lock = threading.RLock()
        self._growing: Comparing | None = None
        self._files = 0
        self._begin()

    @property
    def state(self) -> State:
        """What there is to show; who reads it while drawing is drawn anew when it changes."""
        self._changed.get()
        return self._state

    # What is heard from the browser. Whatever it says is checked here.

    def hear(self, said: object) -> None:
        """Do what a component of the page asks for."""
        wish = said.get("do") if isinstance(said, Mapping) else None
        if not isinstance(said, Mapping) or not isinstance(wish, str) or wish not in _WISHES:
            return
        place = said.get("path") if isinstance(said.get("path"), str) else wish
        with self._lock:
            problems = {key: text for key, text in self._state.problems.items() if key != place}
            self._set(problems=problems, messages=())
            try:
                _WISHES[wish](self, said)
            except Exception as error:  # a page that shows a traceback helps nobody
                if not isinstance(error, RelsimError):
                    logger.exception("the page could not do what it was asked")
                self._set(problems={**problems, str(place): in_words(error)})
        self._draw()

    def _open(self, said: Mapping[str, Any]) -> None:
        wish = self._state.wish.with_market(scenario=_text(said, "name"))
        self._follow(wish, gallery=False)

    def _upload(self, said: Mapping[str, Any]) -> None:
        text = _text(said, "text")
        read_upload(_text(said, "name"), text)
        self._follow(self._state.wish.with_market(text=text), gallery=False)

    def _set_value(self, said: Mapping[str, Any]) -> None:
        path = _text(said, "path")
        value = read_setting(path, _text(said, "value"))
        self._follow(self._state.wish.with_setting(path, value))

    def _reset(self, said: Mapping[str, Any]) -> None:
        self._follow(self._state.wish.with_setting(_text(said, "path"), None))

    def _reset_all(self, said: Mapping[str, Any]) -> None:
        self._follow(replace(self._state.wish, overrides=()))

    def _choose(self, said: Mapping[str, Any]) -> None:
        names = said.get("names")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise InputError("strategies: write a list of names.")
        state = self._state
        wish = choose(state.wish, state.scenario, names)
        new = [name for name in wish.strategies if name not in state.wish.strategies]
        kept = state.edited if state.edited in wish.strategies else wish.strategies[-1]
        self._follow(wish, edited=new[0] if new else kept)

    def _edit(self, said: Mapping[str, Any]) -> None:
        name = _text(said, "name")
        if name in self._state.wish.strategies:
            self._set(edited=name)

    def _seed(self, said: Mapping[str, Any]) -> None:
        self._follow(replace(self._state.wish, seed=check_seed(said.get("value"))))

    def _budget(self, said: Mapping[str, Any]) -> None:
        self._follow(replace(self._state.wish, budget=check_budget(said.get("value"))))

    def _look(self, said: Mapping[str, Any]) -> None:
        known = dict.fromkeys((*PICTURES, CUSTOMERS))
        picture = check_picture(said.get("name"), known)
        self._set(wish=replace(self._state.wish, picture=picture))
        if picture == CUSTOMERS and self._state.leavers is None:
            self._find_leavers(self._state.edited)

    def _show(self, said: Mapping[str, Any]) -> None:
        if said.get("what") in ("gallery", "more"):
            self._set(**{str(said["what"]): said.get("open") is True})

    def _leave(self, said: Mapping[str, Any]) -> None:
        name = _text(said, "strategy")
        if name in self._state.wish.strategies:
            self._find_leavers(name)

    def _tell(self, said: Mapping[str, Any]) -> None:
        customer, strategy = said.get("customer"), _text(said, "strategy")
        if isinstance(customer, str) and customer.strip().isdigit():
            customer = int(customer.strip()[:12])
        self._tell_story(customer, strategy)

    def _close(self, said: Mapping[str, Any]) -> None:
        self._set(story=None)

    def _pin(self, said: Mapping[str, Any]) -> None:
        state = self._state
        if len(state.pins) >= MOST_PINS:
            raise InputError(f"{MOST_PINS} results are kept at most; take one away first.")
        self._set(pins=(*state.pins, Pin(_next_letter(state.pins), state.wish, self._result())))

    def _unpin(self, said: Mapping[str, Any]) -> None:
        label = said.get("label")
        self._set(pins=tuple(pin for pin in self._state.pins if pin.label != label))

    def _recall(self, said: Mapping[str, Any]) -> None:
        for pin in self._state.pins:
            if pin.label == said.get("label"):
                self._follow(pin.wish, edited=pin.wish.strategies[-1])

    def _download(self, said: Mapping[str, Any]) -> None:
        file = download(self._result(), _text(said, "kind"))
        self._files += 1
        self._set(file={**file, "number": self._files})

    def _result(self) -> Comparison:
        """Return the result of what is wished now."""
        if self._state.comparison is None or self._state.stale:
            raise InputError("The first worlds are still under way; try again in a moment.")
        return self._state.comparison

    # What is done about it.

    def _set(self, **changes: Any) -> None:
        with self._lock:
            self._state = replace(self._state, **changes)

    def _draw(self) -> None:
        # Never with the lock in hand: drawing waits for locks of its own.
        self._changed.value = object()

    def _submit(
        self, function: Callable[[work.Turn], Any], deliver: Deliver, after: float = 0.0
    ) -> None:
        """Have something computed; what it brings counts only while it is still wished for."""
        growing = self._growing

        def arrive(job: work.Job) -> None:
            with self._lock:
                if self._growing is not growing:
                    return
                following = deliver(job)
            # First what there is to see; what is computed next would take the cores from it.
            self._draw()
            with self._lock:
                # Somebody who wished for something else meanwhile has ended this job.
                if following is not None and job.wanted:
                    following()

        work.submit(self._session, function, arrive, after)

    def _follow(self, wish: Wish, **changes: Any) -> None:
        """Show what is wished, once it is known to make sense."""
        scenario = wish.market()
        names = tuple(name for name in wish.strategies if name in scenario.strategies)
        if names != wish.strategies:
            wish = choose(wish, scenario, names)
        edited = changes.pop("edited", self._state.edited)
        if edited not in wish.strategies:
            edited = wish.strategies[-1]
        same_market = _same_market(wish, self._state.wish)
        if not same_market:
            changes |= {"comparison": None, "problems": {}}
        self._set(wish=wish, scenario=scenario, edited=edited, leavers=None, story=None, **changes)
        self._begin()

    def _begin(self) -> None:
        """Have the wish computed, as far as the page's limits allow."""
        state = self._state
        wish, scenario = state.wish, state.scenario
        count = len(wish.strategies)
        goal = next((one for one in GOALS if _fits(scenario, count, one)), 0)
        trouble = why_too_large(scenario, count, GOALS[-1]) if not goal else None
        if goal and wish.budget is not None:
            # The factor is looked for in steps; each must be small enough on its own.
            trouble = why_too_large(scenario, 1, MANY)
        if trouble:
            self._growing = None
            work.forget(self._session)
            self._set(trouble=trouble, growing=False, stale=False, comparison=None, note="", goal=0)
            return
        self._growing = Comparing(
            scenario,
            choose_arms(scenario.strategies, wish.strategies),
            wish.seed,
            Laboratory(cores()),
            equal_budget=wish.budget,
            memory=runs,
        )
        searching = self._growing.seeks_budget
        note = "Looking for the strength at which every strategy spends the same …" * searching
        stale = state.comparison is not None
        self._set(trouble="", growing=True, stale=stale, goal=goal, note=note)
        self._grow(self._growing, 0)

    def _grow(self, growing: Comparing, done: int) -> None:
        """Live through the next worlds, then through those after them."""
        goal = self._state.goal
        target = next((step for step in STEPS if done < step < goal), goal)

        def deliver(job: work.Job) -> Following | None:
            if job.error is not None:
                self._set(
                    trouble=in_words(job.error),
                    growing=False,
                    stale=False,
                    note="",
                    comparison=None,
                )
                return None
            self._set(
                comparison=job.result, growing=target < goal, stale=False, note="", trouble=""
            )
            if self._state.wish.picture == CUSTOMERS and self._state.leavers is None:
                return lambda: self._find_leavers(self._state.edited)
            return (lambda: self._grow(growing, target)) if target < goal else None

        after = PAUSE if done == STEPS[0] else 0.0
        self._submit(lambda turn: growing.to(target, look_up=turn.look_up), deliver, after)

    def _go_on(self) -> None:
        """Grow on after something else took the turn."""
        state, growing = self._state, self._growing
        if growing is not None and state.growing:
            found = None if state.stale else state.comparison
            self._grow(growing, 0 if found is None else found.replications)

    def _find_leavers(self, strategy: str) -> None:
        growing = self._growing
        if growing is None or self._state.comparison is None or self._state.stale:
            return
        scenario, name = growing.market_of(strategy)
        seed = self._state.wish.seed

        def find(turn: work.Turn) -> Departures:
            return replace(departures(scenario, name, seed, 0, turn.look_up), strategy=strategy)

        def deliver(job: work.Job) -> Following:
            self._set(leavers=job.result, messages=_said(job.error))
            return self._go_on

        self._submit(find, deliver)

    def _tell_story(self, customer: Any, strategy: str) -> None:
        from relsim.stories import story
        from relsim.stories.question import check_question

        growing, state = self._growing, self._state
        if growing is None or strategy not in state.wish.strategies:
            return
        others = [name for name in state.wish.strategies if name != strategy]
        scenario, names = _beside(growing, strategy, others[0])
        check_question(scenario, customer, *names)
        seed = state.wish.seed

        def tell(turn: work.Turn) -> dict[str, Any]:
            return told(story(scenario, customer, *names, seed=seed, progress=turn.look_up))

        def deliver(job: work.Job) -> Following:
            self._set(story=job.result, telling=False, messages=_said(job.error))
            return self._go_on

        self._set(telling=True)
        self._submit(tell, deliver)


def _fits(scenario: Scenario, strategies: int, worlds: int) -> bool:
    """Return whether a comparison lies within the limits of the page."""
    kept = int(scenario.market.periods) * strategies * worlds
    return kept <= MOST_KEPT and why_too_large(scenario, strategies, worlds) is None


def _beside(growing: Comparing, strategy: str, other: str) -> tuple[Scenario, tuple[str, str]]:
    """Return one market that has both strategies as they are compared, and their names there."""
    scenario, first = growing.market_of(strategy)
    apart, second = growing.market_of(other)
    levers = apart.strategies[second].levers
    if second in scenario.strategies and scenario.strategies[second].levers == levers:
        return scenario, (first, second)
    name = f"{other}, equal budget"
    changed = scenario.with_overrides({f'strategies."{name}"': dict(levers)})
    return changed, (first, name)


def in_words(error: Exception) -> str:
    """Return what to say about an error beside the control that caused it.

    Examples
    --------
    >>> in_words(InputError("found nothing; write a value."))
    'found nothing; write a value.'
    """
    if isinstance(error, ScenarioError):
        return " ".join(str(fault).removeprefix(f"{fault.where}: ") for fault in error.faults[:3])
    if isinstance(error, RelsimError):
        return str(error)
    return OUR_FAULT.format(f"{type(error).__name__}.")


def _said(error: Exception | None) -> tuple[str, ...]:
    return () if error is None else (in_words(error),)


def _same_market(one: Wish, other: Wish) -> bool:
    return (one.scenario, one.text) == (other.scenario, other.text)


def _next_letter(pins: tuple[Pin, ...]) -> str:
    taken = {pin.label for pin in pins}
    return next(letter for letter in ascii_uppercase if letter not in taken)


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value)
    if not isinstance(value, str):
        raise InputError(f"{key}: write a text.")
    return value


_WISHES: dict[str, Callable[[Desk, Mapping[str, Any]], None]] = {
    "open": Desk._open,
    "upload": Desk._upload,
    "set": Desk._set_value,
    "reset": Desk._reset,
    "reset all": Desk._reset_all,
    "choose": Desk._choose,
    "edit": Desk._edit,
    "seed": Desk._seed,
    "budget": Desk._budget,
    "look": Desk._look,
    "show": Desk._show,
    "leavers": Desk._leave,
    "tell": Desk._tell,
    "close": Desk._close,
    "pin": Desk._pin,
    "unpin": Desk._unpin,
    "recall": Desk._recall,
    "download": Desk._download,
}
