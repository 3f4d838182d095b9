"""How large a scenario is, from its settings alone: bytes and seconds, before anything is made.

Bytes are counted from the declarations: a customer's record, acquaintances, past
relationships, the books. Seconds are customers times periods times a measured rate. Both
are rough; what they are for is to refuse a market that could never fit, with the largest
that would.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass

from relsim.behaviour import COLUMNS, FIELDS, TRAITS
from relsim.errors import InputError
from relsim.scenario.footprint import VARIABLE, in_words, memory
from relsim.scenario.paths import split_path
from relsim.scenario.scenario import Scenario
from relsim.scenario.source import Source

# Measured by `python -m tests.size_rates`, which prints these lines anew, on one quiet core of a
# virtual server, and rounded up. Leaving is what a market with much churn shows.
SECONDS_PER_CUSTOMER_PERIOD = 1.7e-7
SECONDS_PER_CUSTOMER_PERIOD_AND_FIRM = 6e-9
SECONDS_PER_PERIOD = 2e-5
SECONDS_PER_NEW_CUSTOMER = 9e-7
SECONDS_TO_START = 2.0
BYTES_OF_THE_PROGRAM = 260_000_000  # once the engine is compiled; compiling takes twice that
ENDED_SPELLS_PER_CUSTOMER_MONTH = 0.04

SEATS = (4, 8, 16)
"""Numbers of beliefs a customer's record can hold; each is one compilation of the passes."""

_BYTES_PER_ENDED_SPELL = 3 * 23  # a record, and the array before and after it grows
_BYTES_PER_TIE_FROM_A_FILE = 200  # a line of text, and rows in several orders
_CHARACTERS_PER_TIE = 8
_BOOKS_OWN_COLUMNS = 8
_CURVES, _MOST_POINTS = 4, 240
_BYTES_PER_RUN = 8_000


@dataclass(frozen=True, slots=True)
class Size:
    """What some runs of a scenario need, roughly.

    Parameters
    ----------
    runs : int
        Strategies times replications.
    market_bytes : int
        Of one market while it runs.
    bytes : int
        Of everything at its fullest: the program, the markets that run side by side, what is
        kept of every run.
    seconds : float
        From the command to the result.
    """

    runs: int
    market_bytes: int
    bytes: int
    seconds: float


def size_of(
    scenario: Scenario, replications: int = 1, strategies: int = 1, at_once: int = 1
) -> Size:
    r"""Return what runs of a scenario need.

    Parameters
    ----------
    scenario : Scenario
        The market.
    replications, strategies : int
        Worlds, and runs in each.
    at_once : int
        Markets that run side by side.

    Returns
    -------
    Size
        Estimated from the settings alone.

    Examples
    --------
    >>> from relsim.scenario import parse
    >>> scenario = parse('[market]\ncustomers = 1_000_000\n[[firms]]\nname = "Alba"')
    >>> size_of(scenario).market_bytes > 200_000_000
    True
    """
    market = scenario.market
    runs = replications * strategies
    one = _market_bytes(scenario, market.customers, market.periods)
    side_by_side = min(at_once, max(1, runs))
    kept = runs * _bytes_kept(market.periods)
    periods = market.periods + scenario.warm_up_periods
    rate = SECONDS_PER_CUSTOMER_PERIOD + SECONDS_PER_CUSTOMER_PERIOD_AND_FIRM * len(scenario.firms)
    alone = market.customers * SECONDS_PER_NEW_CUSTOMER
    alone += periods * (market.customers * rate + SECONDS_PER_PERIOD)
    return Size(
        runs=runs,
        market_bytes=one,
        bytes=BYTES_OF_THE_PROGRAM + side_by_side * one + kept,
        seconds=SECONDS_TO_START + runs * alone / max(1, at_once),
    )


def record_bytes(firms: int) -> int:
    """Return the bytes of a customer's record, as the engine lays it out.

    Examples
    --------
    >>> record_bytes(4) < record_bytes(16)
    True
    """
    seats = next(size for size in SEATS if size >= firms)
    total = sum(int(trait.kind[1:]) for trait in TRAITS.values())
    for field in FIELDS.values():
        width = -(-seats // 8) if field.kind == "bits" else int(field.kind[1:])
        total += width * (seats if field.per_firm else 1)
    return -(-total // 8) * 8


def require_room(
    scenario: Scenario, replications: int = 1, strategies: int = 1, at_once: int = 1
) -> None:
    r"""Refuse what does not fit into memory, before anything is made.

    Parameters
    ----------
    scenario : Scenario
        The market.
    replications, strategies : int
        Worlds, and runs in each.
    at_once : int
        Markets that run side by side.

    Raises
    ------
    ScenarioError
        When the market is too large, with the most customers or periods that fit.
    InputError
        When there are too many runs, with the most replications or threads that fit.

    Examples
    --------
    >>> from relsim.scenario import parse
    >>> require_room(parse('[[firms]]\nname = "Alba"'))
    """
    room = memory()
    need = size_of(scenario, replications, strategies, at_once)
    if need.bytes <= room:
        return
    alone = size_of(scenario)
    if alone.bytes > room:
        _refuse_market(scenario, alone, room)
    one_by_one = size_of(scenario, replications, strategies)
    if one_by_one.bytes <= room:
        most = _most(at_once, room, lambda n: size_of(scenario, replications, strategies, n).bytes)
        raise InputError(
            f"threads: found {at_once:,}; so many markets side by side need about "
            f"{in_words(need.bytes)} of memory, and there are {in_words(room)}. Write at most "
            f"{most}. {_HINT}"
        )
    most = _most(replications, room, lambda n: size_of(scenario, n, strategies, at_once).bytes)
    raise InputError(
        f"replications: found {replications:,}, times {strategies} for the strategies; what is "
        f"kept of so many runs needs about {in_words(need.bytes)} of memory, and there are "
        f"{in_words(room)}. Write at most {most}. {_HINT}"
    )


_HINT = f'The estimate is rough; {VARIABLE} sets the limit, as in {VARIABLE}="64 GB".'


def _refuse_market(scenario: Scenario, need: Size, room: int) -> None:
    """Raise the fault of a market that alone does not fit, at the setting to change."""
    market = scenario.market
    customers = _most(
        market.customers,
        room - BYTES_OF_THE_PROGRAM,
        lambda n: _market_bytes(scenario, n, market.periods),
    )
    periods = _most(
        market.periods,
        room - BYTES_OF_THE_PROGRAM,
        lambda n: _market_bytes(scenario, market.customers, n),
    )
    key, most = ("customers", customers) if customers > 0 else ("periods", periods)
    path = ("market", key)
    origin = scenario.origin
    source = Source(origin.label, origin.text, {split_path(one): one for one in scenario.overrides})
    found = f"found {getattr(market, key):,}"
    allowed = (
        f"such a market needs about {in_words(need.bytes)} of memory, and there are "
        f"{in_words(room)}"
    )
    shorter = f", or market.periods of at most {periods}" if key == "customers" and periods else ""
    advice = f"write at most {most}{shorter}. {_HINT}" if most else _HINT
    source.fault(path, found, allowed, advice)
    source.refuse()


def _most(asked: int, room: float, needed: Callable[[int], float]) -> int:
    """Return the largest number up to what was asked for that fits, by bisection; 0 for none."""
    fits, fails = 0, asked
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if needed(middle) <= room:
            fits = middle
        else:
            fails = middle
    return _rounded(fits)


def _rounded(number: int) -> int:
    """Return a number cut to three digits: an estimate has no more."""
    unit = int(10 ** max(0, len(str(number)) - 3))
    return number // unit * unit


def _market_bytes(scenario: Scenario, customers: int, periods: int) -> int:
    """Return the bytes of a market at its fullest: when it opens, or when it ends."""
    firms = len(scenario.firms)
    lived = periods + scenario.warm_up_periods
    ties, from_file = _ties(scenario, customers)
    ended = customers * lived * min(1.0, ENDED_SPELLS_PER_CUSTOMER_MONTH * scenario.months)
    # Ties as pairs, counted with wider numbers, then laid out both ways.
    opening = 24 * ties + 16 * customers + from_file
    living = customers * (record_bytes(firms) + 5) + 8 * ties + ended * _BYTES_PER_ENDED_SPELL
    columns = len(COLUMNS) + _BOOKS_OWN_COLUMNS
    book = 8 * ((firms + 1) * columns + (firms + 1) ** 2 + 3 * firms + 2)
    size: float = max(opening, living) + 2 * lived * book
    return math.ceil(size)


def _ties(scenario: Scenario, customers: int) -> tuple[float, float]:
    """Return ties among customers, and the bytes that reading them takes."""
    market = scenario.market
    if market.network == "file":
        path = scenario.network_path
        try:
            characters = os.stat(path).st_size if path is not None else 0
        except OSError:
            characters = 0
        ties = characters / _CHARACTERS_PER_TIE
        return ties, characters + ties * _BYTES_PER_TIE_FROM_A_FILE
    if market.network in ("none", "complete"):
        return 0.0, 0.0
    return customers * min(market.network_degree, max(0, customers - 1)) / 2, 0.0


def _bytes_kept(periods: int) -> int:
    """Return what a comparison keeps of one run: figures, and courses of some points, twice."""
    return _BYTES_PER_RUN + 2 * 8 * (_CURVES * min(periods, _MOST_POINTS) + periods)
