"""The books: everything a run reports, made once for the whole horizon, and its identities."""

from __future__ import annotations

import numpy as np

from relsim.behaviour import COLUMNS, FIELDS, TRAITS
from relsim.behaviour.control_group import GROUPS
from relsim.errors import IdentityError
from relsim.market.records import SPELL, TALLY, plain_of
from relsim.market.tallying import STAYS, row_of
from relsim.scenario import Scenario

COSTS = tuple(name for name, column in COLUMNS.items() if column.cost)
LOSSES, TIERS = row_of("losses"), row_of("tiers")
MONEY_TOLERANCE = 1e-9


class Books:
    """Books of one run.

    Parameters
    ----------
    scenario : Scenario
        Validated settings: horizon and firms.

    Attributes
    ----------
    tallies : ndarray of ``TALLY``, shape (periods, firms + 1)
        Warm-up first; the last column is for customers without a firm.
    moves : ndarray of float, shape (periods, firms + 1, firms + 1)
        Customers by firm before and after the period; the last is "none".
    closings : ndarray of float, shape (periods, firms)
        Customers at the end of each period.
    offers : ndarray of float, shape (periods, firms)
        Price of each period, promotion included.
    stays : ndarray of float, shape (firms, STAYS, 2)
        Needs by what went before, and whether the customer left or stayed.
    trials : ndarray of float, shape (firms, 2, GROUPS, 2)
        Customers × periods with the personal levers and in the control group, by group: those
        that ended in leaving, and all.
    cohorts : ndarray of float, shape (years, firms, 2)
        Customers at each whole year's start, and those of them who never left.
    held : ndarray of float, shape (years + 1, firms)
        At the start and at the end of each whole year, the years for which contracts have held
        customers who could not choose since.
    alike : ndarray of float, shape (periods, firms)
        Share of acquaintances with the same firm beyond the firm's share; NaN in
        periods in which nobody counted.
    spells : ndarray of ``SPELL``
        Spells that have ended, with room for more.
    ended : int
        How many have.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.warm_up = scenario.warm_up_periods
        self.year = max(1, round(12 / scenario.months))
        periods = self.warm_up + scenario.market.periods
        firms = len(scenario.firms)
        self.tallies = np.zeros((periods, firms + 1), TALLY)
        self.moves = np.zeros((periods, firms + 1, firms + 1))
        self.closings = np.zeros((periods, firms))
        self.offers = np.zeros((periods, firms))
        self.stays = np.zeros((firms, STAYS, 2))
        self.trials = np.zeros((firms, 2, GROUPS, 2))
        self.cohorts = np.zeros((scenario.market.periods // self.year, firms, 2))
        self.held = np.zeros((len(self.cohorts) + 1, firms))
        self.alike = np.full((periods, firms), np.nan)
        self.plain = plain_of(self.tallies)
        self.spells = np.zeros(1024, SPELL)
        self.ended = 0

    @property
    def periods(self) -> int:
        """Periods of the horizon, warm-up included."""
        return len(self.tallies)

    def end_spells(self, departures: np.ndarray) -> None:
        """Keep spells that ended."""
        self.make_room(len(departures))
        after = self.ended + len(departures)
        self.spells[self.ended : after] = departures
        self.ended = after

    def make_room(self, more: int) -> None:
        """Make sure that some more spells can end."""
        wanted = self.ended + more
        if wanted > len(self.spells):
            longer = np.zeros(max(wanted, 2 * len(self.spells)), SPELL)
            longer[: self.ended] = self.spells[: self.ended]
            self.spells = longer

    def ended_spells(self) -> np.ndarray:
        """Return all spells that have ended, in the order in which they did."""
        return self.spells[: self.ended]

    def check(self, lived: int) -> None:
        """Hold the identities of the books over the periods lived so far."""
        if lived == 0:
            return
        check_heads(self, lived)
        check_moves(self, lived)
        check_money(self, lived)
        check_events(self, lived)
        check_spells(self)


def check_heads(books: Books, lived: int) -> None:
    """Hold A1 to A3: heads balance, everybody is in one state, shares sum to 1."""
    tallies = books.tallies[:lived]
    firms = tallies[:, :-1]
    flow = firms["opened"] + firms["acquired"] + firms["won_back"] - firms["lost"]
    _hold(books, flow == firms["closed"], "A1: opening + won − lost = closing")
    _hold(
        books,
        firms["opened"][1:] == firms["closed"][:-1],
        "A1: customers counted when a period begins = customers when the one before ended",
    )
    opened = tallies["opened"].sum(axis=1)
    _hold(
        books,
        opened == books.scenario.market.customers,
        "A2: customers of all firms and of none = population",
    )
    base = firms["closed"].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = (firms["closed"] / base[:, None]).sum(axis=1)
    _hold(books, (base == 0) | (np.abs(shares - 1) <= 1e-12), "A3: shares sum to 1")


def check_moves(books: Books, lived: int) -> None:
    """Hold A4: the switching matrix's margins are the openings and closings."""
    tallies = books.tallies[:lived]
    moves = books.moves[:lived]
    opening = moves.sum(axis=2)
    _hold(books, opening == tallies["opened"], "A4: rows of the switching matrix = opening")
    closing = moves.sum(axis=1)[:, :-1]
    closed = tallies["closed"][:, :-1]
    _hold(books, closing == closed, "A4: columns of the switching matrix = closing")


def check_money(books: Books, lived: int) -> None:
    """Hold A5 to A7 and A12: profit, double entry and points balance."""
    tallies = books.tallies[:lived]
    firms = tallies[:, :-1]
    costs = [firms[name] for name in COSTS]
    size = firms["revenue"] + sum(np.abs(cost) for cost in costs)
    gap = firms["profit"] - (firms["revenue"] - sum(costs))
    _hold(books, np.abs(gap) <= MONEY_TOLERANCE * size, "A5: profit = revenue − costs")
    paid = tallies["paid_so_far"].sum(axis=1)
    departed = np.cumsum(tallies["paid_by_departed"].sum(axis=1))
    # What the departed of a period had paid was still theirs when its payments were counted.
    gone = np.concatenate([[0.0], departed[:-1]])
    taken = (firms["revenue"] - firms["points_redeemed"]).sum(axis=1)
    taken = np.cumsum(taken)
    _hold(
        books,
        np.abs(paid + gone - taken) <= MONEY_TOLERANCE * (paid + gone + taken),
        "A6: what customers spent = what firms took less the rewards they paid out",
    )
    held = firms["points_held"]
    before = np.vstack([np.zeros(held.shape[1]), held[:-1]])
    earned, redeemed = firms["points_earned"], firms["points_redeemed"]
    forfeited = firms["points_forfeited"]
    turnover = np.cumsum(earned + redeemed + forfeited, axis=0) + before
    gap = before + earned - redeemed - forfeited - held
    sound = (np.abs(gap) <= MONEY_TOLERANCE * (1.0 + turnover)) & (
        held >= -MONEY_TOLERANCE * (1.0 + turnover)
    )
    _hold(books, sound, "A12: points opening + earned − redeemed − forfeited = closing ≥ 0")


def check_events(books: Books, lived: int) -> None:
    """Hold A8 and A9: complaints within failures within uses, everything finite and in range."""
    tallies = books.tallies[:lived]
    firms = tallies[:, :-1]
    nested = (
        (firms["resolved"] + firms["mishandled"] == firms["complaints"])
        & (firms["complaints"] + firms["silent"] == firms["failures"])
        & (firms["failures"] <= firms["uses"])
        & (firms["uses"] + firms["turned_away"] == firms["wanted"])
    )
    _hold(books, nested, "A8: resolved ≤ complaints ≤ failures ≤ uses served + turned away")
    _hold(books, firms["out_of_range"] == 0, "A9: states and chances lie in their ranges")
    _hold(books, np.isfinite(books.plain[:lived]).all(axis=2), "A9: every figure is finite")
    tiers = firms["tiers"].sum(axis=-1)
    _hold(books, tiers == firms["customers"], "A2: every customer is in one satisfaction tier")
    losses = firms["losses"].sum(axis=-1)
    _hold(books, losses == firms["lost"], "A1: every loss has one reason")


def check_spells(books: Books) -> None:
    """Hold A10: spells of a customer follow each other; tenure is the time between events."""
    spells = books.ended_spells()
    if len(spells) == 0:
        return
    # By customer; a customer's spells stand in the order in which they ended.
    order = np.argsort(spells["customer"], kind="stable")
    customer, start, end = (spells[name][order] for name in ("customer", "start", "end"))
    same = customer[1:] == customer[:-1]
    if (end < start).any() or (start[1:][same] < end[:-1][same]).any():
        raise IdentityError(
            "A10: a customer was with two firms at once, or left before joining. This is a fault "
            f"of relsim, not of the scenario {books.scenario.name!r}; its figures cannot be "
            "trusted."
        )


def check_states(scenario: Scenario, customers: np.ndarray) -> None:
    """Hold A9 for the customers' records: every trait and state lies in its declared range."""
    ranges = {name: (trait.low, trait.high) for name, trait in TRAITS.items()}
    ranges |= {name: (field.low, field.high) for name, field in FIELDS.items()}
    for name, (low, high) in ranges.items():
        column = customers[name]
        sound = (column >= low) & (column <= high)
        if sound.all():
            continue
        row = int(np.argwhere(~sound)[0][0])
        raise IdentityError(
            f"A9: {name} of customer {row} is {column[row]!r}, outside {low:g} to "
            f"{high:g}. This is a fault of relsim, not of the scenario "
            f"{scenario.name!r}; its figures cannot be trusted."
        )


def _hold(books: Books, sound: np.ndarray, identity: str) -> None:
    """Raise when an identity fails anywhere, naming the first place."""
    if sound.all():
        return
    place = np.argwhere(~np.atleast_1d(sound))[0]
    period = int(place[0]) - books.warm_up
    names = (*books.scenario.firm_names, "customers without a firm")
    whose = f", firm {names[place[1]]!r}" if len(place) > 1 else ""
    raise IdentityError(
        f"The books do not balance ({identity}) in period {period}{whose} of the scenario "
        f"{books.scenario.name!r}. This is a fault of relsim; its figures cannot be trusted."
    )
