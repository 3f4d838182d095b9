"""Aiming, period by period: whom firms' personal levers go to, and who of them has left."""

from __future__ import annotations

import numpy as np

from relsim.market import following, targets
from relsim.market.engine import Engine
from relsim.market.following import ROWS, SIDES, Following
from relsim.market.state import PERSONAL_PLACES, State
from relsim.market.tables import Foresight

_NOBODY = np.zeros(0, np.int16)


class Aiming:
    """Aims the levers of a market's firms.

    Parameters
    ----------
    state : State
        What the market holds.
    engine : callable
        From a pass to what is called in its place.
    """

    def __init__(self, state: State, engine: Engine) -> None:
        self.state = state
        self._step_aside = engine(targets.step_aside)
        self._estimate, self._take_aim = engine(targets.estimate), engine(targets.take_aim)
        self._follow = engine(following.follow)
        self._estimate_rates = engine(following.estimate_rates)
        self._aimed = False
        self._following: Following | None = None
        firms = len(state.heads)
        self._means, self._rates = np.zeros(firms), np.zeros((firms, SIDES, ROWS))

    @property
    def busy(self) -> bool:
        """Whether some firm has aimed at somebody, is about to, or follows who leaves."""
        state = self.state
        if self._aimed or state.world["follows"][0] or state.firms["target_by"].any():
            return True
        return bool(state.firms["control_share"].any())

    def aim(self) -> None:
        """Decide whom the personal levers of firms that target go to."""
        state = self.state
        aims = bool(state.firms["aims"].any())
        if aims:
            self.set_aside()
        if state.world["follows"][0]:
            self._look_up()
        if state.world["follows"][0] or (aims and state.world["keeps_worth"][0]):
            state.blocks.each(self._estimate_block)
            since = (state.period - state.firms["aims_since"]) * state.world["months"][0]
            targets.draw_line(state.firms, state.held, state.estimates, since)
        if aims or self._aimed:
            state.blocks.each(self._aim_block)
            state.blocks.add_up(state.now)
        self._aimed = aims

    def set_aside(self) -> None:
        """Write the firms as those meet them whom their personal levers pass by, if any aims."""
        state = self.state
        if state.firms["aims"].any():
            self._step_aside(state.conditions, state.plain.sides, state.usual, PERSONAL_PLACES)

    def follow(self) -> None:
        """Count who has left, where a firm follows it."""
        if self._following is not None:
            self.state.blocks.each(self._follow_block)
            if self.state.period >= 0:
                self.state.books.trials[:] = self._following.trials.sum(axis=0)

    def _look_up(self) -> None:
        """Let firms look up what they know of their customers' worth and leaving."""
        state = self.state
        if self._following is None:
            blocks = state.blocks.number
            self._following = Following(len(state.customers), len(state.heads), blocks)
        theirs = state.held >= 0
        held, worth = state.held[theirs], state.customers["worth"][theirs]
        worths = np.bincount(held, weights=worth, minlength=len(state.heads))
        self._means = worths / np.maximum(1.0, state.heads)
        history = self._following.history.sum(axis=0)
        self._estimate_rates(history, state.conditions, self._rates)

    def _codes(self, block: int) -> np.ndarray:
        if self._following is None:
            return _NOBODY
        return self._following.codes[self.state.blocks.ranges[block]]

    def _estimate_block(self, block: int) -> None:
        state, blocks = self.state, self.state.blocks
        known = Foresight(self._means, self._rates, self._codes(block))
        estimates = state.estimates[blocks.ranges[block]]
        self._estimate(blocks.rows[block], state.conditions, state.keys, known, estimates)

    def _aim_block(self, block: int) -> None:
        state, blocks = self.state, self.state.blocks
        estimates, codes = state.estimates[blocks.ranges[block]], self._codes(block)
        tallies = blocks.counts[block].tallies
        rows = blocks.rows[block]
        self._take_aim(rows, state.conditions, state.keys, estimates, codes, tallies)

    def _follow_block(self, block: int) -> None:
        state, found = self.state, self._following
        assert found is not None
        self._follow(
            state.blocks.rows[block],
            state.around.before,
            state.conditions,
            state.keys,
            self._codes(block),
            found.history[block],
            found.trials[block],
            state.blocks.counts[block].tallies,
        )
