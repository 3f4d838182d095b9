"""The clock of a market: the phases of a period, over all customers and firms."""

from __future__ import annotations

import numpy as np

from relsim.market import booking, firm_passes, minds, passes, surveys, turnover
from relsim.market.aiming import Aiming
from relsim.market.books import check_states
from relsim.market.chance import LIFELONG, LIFELONG_TOO, YEARLY
from relsim.market.engine import Engine, Readable
from relsim.market.holding import held_years, terms_asked
from relsim.market.records import MESSAGE, SPELL
from relsim.market.state import MOMENTARY_PLACES, State, draw_keys
from relsim.market.stretch import Luck, Small, Volume, live_through
from relsim.market.tables import Counts, Reports, Sheet

_NO_SPELLS = np.zeros(0, SPELL)
_NO_MESSAGES = np.zeros(0, MESSAGE)


class Clock:
    """Lives through a market's periods, phase by phase.

    Its methods named as the phases of :mod:`relsim.market.plan` are these phases.

    Parameters
    ----------
    state : State
        What the market holds.
    engine : callable
        From a pass to what is called in its place.
    readable : callable
        From records to what the passes read.
    """

    def __init__(self, state: State, engine: Engine, readable: Readable) -> None:
        self.state = state
        self._readable = readable
        self._engine = engine
        self._draw_keys = engine(draw_keys)
        self._act, self._answer = engine(firm_passes.act), engine(minds.answer)
        self._meet_demand = engine(firm_passes.meet_demand)
        self._keep_books = engine(booking.keep_books)
        self._choose, self._experience = engine(passes.choose), engine(passes.experience)
        self._talk, self._bucket = engine(passes.talk), engine(passes.bucket)
        self._spread_news, self._renew_all = engine(passes.spread_news), engine(passes.renew_all)
        self._turn_over = engine(turnover.turn_over)
        self.aiming = Aiming(state, engine)
        self._told: list[np.ndarray] = []
        self._departures: list[np.ndarray] = []
        self._reports: list[Reports] = []

    def begin_period(self) -> None:
        """Draw the period's keys and note who is with whom."""
        state = self.state
        state.world["period"] = state.period
        self._draw_keys(state.keys, state.key, state.ids, state.period, LIFELONG, YEARLY)
        year = state.period // state.books.year
        self._draw_keys(state.keys, state.key, state.ids, year, YEARLY, LIFELONG_TOO)
        np.copyto(state.around.before, state.held)

    def end_period(self) -> None:
        """Go on to the next period."""
        self.state.now += 1

    @property
    def told(self) -> np.ndarray:
        """The reports of the last period."""
        return np.concatenate([_NO_MESSAGES, *self._told])

    def hurry(self, until: int) -> None:
        """Live through quiet periods in one call; see :mod:`relsim.market.stretch`."""
        state, books = self.state, self.state.books
        state.make_room()
        small = self._whole()
        reserve = len(state.customers) + len(state.turned)
        begun = state.now
        while state.now < until:
            books.make_room(reserve)
            state.now, books.ended = live_through(
                state.now, begun, until, books.spells, books.ended, reserve, small
            )
        self._count_year(state.now - 1)

    def _whole(self) -> Small:
        """Return the market as a stretch is lived with it."""
        state, books, blocks = self.state, self.state.books, self.state.blocks
        return Small(
            books.warm_up,
            blocks.rows[0],
            state.around,
            state.conditions,
            Luck(state.keys, state.key, state.ids),
            state.births,
            state.plain,
            MOMENTARY_PLACES,
            state.copied,
            state.lines,
            Volume(books.tallies, books.plain, books.moves, books.closings, books.offers),
            blocks.counts[0],
            blocks.plain[0],
            Reports(blocks.messages[0], blocks.in_order),
            blocks.room(0).heard,
            state.rows,
        )

    def close_books(self) -> None:
        """Add up what is counted by block, and hold the identities of the books."""
        state = self.state
        state.books.stays[:] = state.blocks.stays.sum(axis=0)
        state.books.check(state.now)
        check_states(state.scenario, state.customers)

    def answer(self) -> None:
        """Let firms with a mind answer their rivals, once the warm-up is over."""
        state = self.state
        if state.period >= 0 and state.firms["mind"].any():
            sides, closings = state.plain.sides, state.books.closings
            self._answer(state.conditions, sides, state.copied, closings, state.keys, state.now)

    def offer(self) -> None:
        """Set the period's offers."""
        state = self.state
        self._act(state.conditions, state.heads, state.births.shares, state.keys)
        state.books.offers[state.now] = state.firms["offer"]
        self.aiming.aim()

    def news(self) -> None:
        """Let challenges, scandals, media and innovations reach everybody."""
        state = self.state
        if state.world["news"][0] and state.theory["challenges"][0]:
            state.blocks.each(self._news_block)
        if state.world["launches"][0] and state.theory["satiation"][0]:
            state.blocks.each(self._renewal_block)

    def _news_block(self, block: int) -> None:
        state = self.state
        self._spread_news(state.blocks.rows[block], state.conditions, state.keys)

    def _renewal_block(self, block: int) -> None:
        self._renew_all(self.state.blocks.rows[block], self.state.conditions)

    def choose(self) -> None:
        """Let needs arise and customers review."""
        state = self.state
        self._departures = [_NO_SPELLS] * state.blocks.number
        state.blocks.each(self._choose_block)
        for departures in self._departures:
            state.books.end_spells(departures)
        state.blocks.add_moves(state.now)
        self.aiming.follow()
        state.blocks.add_up(state.now)

    def _choose_block(self, block: int) -> None:
        state, blocks = self.state, self.state.blocks
        counts = blocks.counts[block]
        ended = self._choose(blocks.rows[block], state.around, state.conditions, state.keys, counts)
        if ended:
            self._departures[block] = blocks.room(block).departures[:ended].copy()

    def load(self) -> None:
        """Let demand meet capacity."""
        state = self.state
        self._meet_demand(state.conditions, self._readable(state.books.tallies[state.now]))
        self.aiming.set_aside()

    def experience(self) -> None:
        """Let customers live through their uses."""
        state = self.state
        self._told = [_NO_MESSAGES] * state.blocks.number
        state.blocks.each(self._experience_block)
        state.blocks.add_up(state.now)

    def _experience_block(self, block: int) -> None:
        state, blocks = self.state, self.state.blocks
        told = self._experience(
            blocks.rows[block],
            state.around,
            state.conditions,
            state.keys,
            blocks.counts[block].tallies,
            blocks.messages[block],
        )
        if told:
            self._told[block] = blocks.room(block).messages[:told].copy()

    def talk(self) -> None:
        """Let word of mouth and advertising reach people."""
        state, blocks = self.state, self.state.blocks
        told = self._told[0] if blocks.number == 1 else np.concatenate(self._told)
        advertised = state.theory["advertising"][0] > 0 and state.firms["reached"].any()
        if not len(told) and not advertised:
            return
        starts = np.zeros(blocks.number + 1, np.int64)
        order = np.empty(len(told), np.int64)
        if blocks.number > 1:
            self._bucket(self._readable(told), blocks.size, starts, order)
        self._reports = blocks.reports_of(told, order, starts)
        blocks.each(self._talk_block)

    def _talk_block(self, block: int) -> None:
        state, blocks = self.state, self.state.blocks
        self._talk(
            blocks.rows[block],
            self._reports[block],
            state.conditions,
            state.keys,
            blocks.room(block).heard,
        )

    def turnover(self) -> None:
        """Let a few people leave the population."""
        state, books = self.state, self.state.books
        if state.theory["population_turnover"][0] <= 0 or not len(state.customers):
            return
        state.make_room()
        counts = Counts(
            self._readable(books.tallies[state.now]),
            books.moves[state.now],
            books.stays,
            self._readable(state.turned),
        )
        ended = self._turn_over(
            state.everybody,
            state.around,
            state.conditions,
            state.keys,
            state.births,
            counts,
            state.rows,
        )
        books.end_spells(state.turned[:ended])

    def books(self) -> None:
        """Book the period, and once a year count what is not counted every period."""
        state, books = self.state, self.state.books
        sheet = Sheet(
            self._readable(books.tallies[state.now]),
            books.plain[state.now],
            books.closings[state.now],
        )
        self._keep_books(state.conditions, state.plain, sheet, state.lines)
        state.heads[:] = books.closings[state.now]
        self._count_year(state.now)

    def _count_year(self, now: int) -> None:
        """Count what is counted once a year, if a period is the last of one."""
        books = self.state.books
        lived = now - books.warm_up + 1
        if lived > 0 and lived % books.year == 0:
            self._survey_year(lived // books.year - 1, now)

    def count_held(self, years: int) -> None:
        """Count how long contracts have held those who could not choose since, after some years."""
        state, books = self.state, self.state.books
        if not state.world["contracts"][0]:
            return
        # A strategy's terms bind nobody before period 0.
        terms = terms_asked(books.scenario, state.firms if years else None)
        if terms.any():
            period = years * books.year
            books.held[years] = held_years(state.customers, terms, period, books.year)

    def _survey_year(self, which: int, now: int) -> None:
        """Count at the end of a year what is not counted every period."""
        state, books = self.state, self.state.books
        customers = state.everybody.customers
        start = which * books.year
        self.count_held(which + 1)
        self._engine(surveys.count_cohorts)(customers, start, books.cohorts[which])
        if not len(state.network.neighbours):
            return
        counts = np.zeros((len(state.heads), 3))
        self._engine(surveys.count_alike)(customers, state.around, counts)
        with np.errstate(invalid="ignore", divide="ignore"):
            alike = counts[:, 1] / counts[:, 0] - counts[:, 2] / len(state.customers)
        books.alike[now] = alike
