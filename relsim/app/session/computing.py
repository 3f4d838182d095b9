"""What is computed for one person: worlds, few at first and many soon after; leavers; stories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relsim.app.server import scheduler
from relsim.app.server.limits import why_too_large
from relsim.app.session import growing
from relsim.app.session.faults import in_words
from relsim.app.session.fields import Fields
from relsim.app.session.growing import fits, goal_of, settings_after, worlds_after
from relsim.app.session.selection import CUSTOMERS, WATCH, Selection
from relsim.app.session.state import Pin
from relsim.app.session.telling import told
from relsim.app.session.turns import Following, InTurns
from relsim.app.session.watching import stages
from relsim.errors import RelsimError
from relsim.study.arms import choose_arms
from relsim.study.compare.budget import MANY
from relsim.study.compare.comparing import Comparing
from relsim.study.compare.memory import Memory
from relsim.study.explain.departures import Departures, departures
from relsim.study.explain.recording import Recording, record
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import cores
from relsim.study.plausible.asking import UNASKED, some_settings
from relsim.study.plausible.living import TWICE
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.app.server.jobs import Job, Turn
    from relsim.app.session.state import Screen
    from relsim.scenario import Scenario
    from relsim.stories import Story
    from relsim.study.plausible import Plausible

PAUSE = 0.1
"""Seconds between the first worlds and those that make the result more precise: the browser,
often on this computer, draws the first ones meanwhile."""

runs = Memory()
"""Shared by all pages of this server: what decides a run is its key, so nobody can change what
another one finds, and a class that follows one link computes it once."""

_SEEKING = marked("Looking for the strength at which every strategy spends the same …")


class Computing(InTurns):
    """Has computed what a screen shows, in turns with everybody else, and draws it as it comes."""

    def __init__(self, session: str, screen: Screen) -> None:
        super().__init__(session, screen)
        self._fields = Fields(screen, runs)

    def begin(self) -> None:
        """Have the selection compared, as far as the page's limits allow."""
        state = self._screen.state
        selection, scenario = state.selection, state.scenario
        count = len(selection.strategies)
        goal = goal_of(scenario, count)
        trouble = why_too_large(scenario, count, growing.GOALS[-1]) if not goal else None
        if goal and selection.budget is not None:
            # The factor is looked for in steps; each must be small enough on its own.
            trouble = why_too_large(scenario, 1, MANY)
        if trouble:
            self._comparing = None
            scheduler.shared.forget(self._session)
            self._end(trouble)
            self._screen.set(goal=0)
            return
        self._comparing = _comparing(selection, scenario)
        note = _SEEKING * self._comparing.seeks_budget
        stale = state.comparison is not None
        self._screen.set(trouble="", computing=True, stale=stale, goal=goal, note=note)
        self._add_worlds(self._comparing, 0)

    def find_leavers(self, strategy: str) -> None:
        """Have found out who left under a strategy."""
        comparing, state = self._comparing, self._screen.state
        if comparing is None or state.comparison is None or state.stale:
            return
        scenario, name = comparing.market_of(strategy)
        seed = state.selection.seed

        def find(turn: Turn) -> Departures:
            return replace(departures(scenario, name, seed, 0, turn.look_up), strategy=strategy)

        def deliver(job: Job) -> Following:
            self._screen.set(leavers=job.result, messages=_said(job.error))
            return self.go_on

        self._submit(find, deliver)

    def find_recordings(self) -> None:
        """Have the markets that are watched lived through once more, and kept."""
        comparing, state = self._comparing, self._screen.state
        if comparing is None or state.comparison is None or state.stale:
            return
        selection = state.selection

        def find(turn: Turn) -> tuple[Recording, ...]:
            return tuple(
                replace(record(market, name, selection.seed, 0, turn.look_up), strategy=shown)
                for market, name, shown in stages(selection, comparing)
            )

        def deliver(job: Job) -> Following:
            found = () if job.error is not None else job.result
            self._screen.set(recordings=found, recorded=True, messages=_said(job.error))
            return self.go_on

        self._submit(find, deliver)

    def find_settings(self) -> None:
        """Have the next plausible settings lived through, once luck is done."""
        state = self._screen.state
        found, before = state.comparison, state.plausible
        if found is None or state.stale or state.computing:
            return
        strategies = len(state.selection.strategies)
        if not fits(state.scenario, strategies, UNASKED + TWICE):
            trouble = why_too_large(state.scenario, strategies, UNASKED + TWICE) or ""
            self._screen.set(settings_wanted=False, messages=(trouble,))
            return
        done = 0 if before is None else before.n
        target = settings_after(done)

        def find(turn: Turn) -> Plausible:
            return some_settings(found, target, before, Laboratory(cores()), turn.look_up)

        def deliver(job: Job) -> Following:
            wanted = self._screen.state.settings_wanted and job.error is None
            self._screen.set(
                plausible=before if job.error else job.result,
                settings_wanted=wanted and target < growing.IN_SETTINGS[-1],
                messages=_said(job.error),
            )
            return self.go_on

        self._submit(find, deliver)

    def stop_settings(self) -> None:
        """Live through no more settings; those that are done stay."""
        if self._screen.state.settings_wanted:
            self._screen.set(settings_wanted=False)
            if not self._screen.state.computing:
                scheduler.shared.forget(self._session)
                self.go_on()

    def begin_map(self) -> None:
        """Have the map that is selected computed, after what is said of it makes sense."""
        self._fields.begin()
        self._screen.set(exploring=self._comparing is not None)
        state = self._screen.state
        if state.comparison is not None and not state.stale:
            self._grow_map()

    def stop_map(self) -> None:
        """Let the map be as it is."""
        if self._screen.state.exploring:
            self._screen.set(exploring=False)
            scheduler.shared.forget(self._session)
            self.go_on()

    def _grow_map(self) -> None:
        """Have every cell live through its next worlds."""
        state, fields = self._screen.state, self._fields

        def deliver(job: Job) -> Following:
            if job.error is not None:
                self._screen.set(exploring=False, messages=_said(job.error))
                return self.go_on
            self._screen.set(explored=job.result)
            whole = fields.is_whole(self._screen.state)
            self._screen.set(exploring=not whole)
            return self.go_on

        self._submit(lambda turn: fields.grow(state, turn.look_up), deliver)

    def find_story(self, customer: Any, strategy: str, other_future: bool = False) -> None:
        """Have one customer's life found out, under a strategy and under another."""
        from relsim.stories import story
        from relsim.stories.question import check_question

        comparing, state = self._comparing, self._screen.state
        if comparing is None or strategy not in state.selection.strategies:
            return
        scenario, name, against = told(state.selection, comparing, strategy, other_future)
        check_question(scenario, customer, name, against)
        seed = state.selection.seed

        def find(turn: Turn) -> Story:
            return story(scenario, customer, name, against, seed, progress=turn.look_up)

        def deliver(job: Job) -> Following:
            self._screen.set(story=job.result, story_under_way=False, messages=_said(job.error))
            if job.error is not None:
                self._forget_story()
            return self.go_on

        self._screen.set(story_under_way=True)
        self._submit(find, deliver)

    def _add_worlds(self, comparing: Comparing, done: int) -> None:
        """Live through the next worlds, then through those after them."""
        goal = self._screen.state.goal
        target = worlds_after(done, goal)

        def deliver(job: Job) -> Following | None:
            if job.error is not None:
                self._end(in_words(job.error))
                return None
            more = target < goal
            self._screen.set(
                comparison=job.result, computing=more, stale=False, note="", trouble=""
            )
            state = self._screen.state
            if state.selection.picture == CUSTOMERS and state.leavers is None:
                return lambda: self.find_leavers(state.edited)
            if state.selection.picture == WATCH and not state.recorded:
                return self.find_recordings
            return self.go_on

        after = PAUSE if done == growing.STEPS[0] else 0.0
        self._submit(lambda turn: comparing.to(target, look_up=turn.look_up), deliver, after)

    def go_on(self) -> None:
        """Do what is still to be done: the story of a link, more worlds, then its pins."""
        state, comparing = self._screen.state, self._comparing
        if comparing is None:
            return
        found = None if state.stale else state.comparison
        asked = state.selection.story
        if asked is not None and found is not None and state.story is None:
            try:
                self.find_story(asked[1], asked[0])
                return
            except RelsimError as error:
                self._forget_story()
                self._screen.set(messages=_said(error))
        if state.exploring and found is not None:
            self._grow_map()
        elif state.computing:
            self._add_worlds(comparing, 0 if found is None else found.replications)
        elif state.settings_wanted and found is not None:
            self.find_settings()
        elif state.awaited:
            self._find_pin(*state.awaited[0])

    def _forget_story(self) -> None:
        selection = self._screen.state.selection
        self._screen.set(selection=replace(selection, story=None))

    def _find_pin(self, label: str, selection: Selection) -> None:
        """Have a result computed that a link says was put aside."""
        scenario = selection.market()
        goal = goal_of(scenario, len(selection.strategies)) or growing.GOALS[-1]
        comparing = _comparing(selection, scenario)

        def deliver(job: Job) -> Following:
            state = self._screen.state
            pins = state.pins
            if job.error is None:
                new = Pin(label, selection, job.result)
                pins = tuple(sorted((*pins, new), key=lambda one: one.label))
            awaited = tuple(one for one in state.awaited if one[0] != label)
            self._screen.set(pins=pins, awaited=awaited, messages=_said(job.error))
            return self.go_on

        self._submit(lambda turn: comparing.to(goal, look_up=turn.look_up), deliver)


def _comparing(selection: Selection, scenario: Scenario) -> Comparing:
    return Comparing(
        scenario,
        choose_arms(scenario.strategies, selection.strategies),
        selection.seed,
        Laboratory(cores()),
        equal_budget=selection.budget,
        memory=runs,
    )


def _said(error: Exception | None) -> tuple[str, ...]:
    return () if error is None else (in_words(error),)
