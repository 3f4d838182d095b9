"""Keyed chance: every random number is a pure function of what it is for.

A number depends on the seed, the replication, the period, the purpose, the customer and,
where it matters, the firm, and on nothing else. Hence results do not depend on threads
or on order, two strategies meet the same luck, and one customer's life can be lived
again alone. The generator is SplitMix64 (Steele, Lea & Flood 2014) used as a counter.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from relsim.market.engine import helper, making_room, rare

if TYPE_CHECKING:
    from relsim.market.typed import Floats, Keys, Number, Stream


class Purpose(IntEnum):
    """What a random number is for; each purpose has a stream of its own."""

    # Drawn once in a life.
    SEGMENT = 0
    OPENING = 1
    FREEDOM = 2
    TASTE = 3
    FIRST_BELIEF = 4
    TRAIT = 5  # one a trait: takes the next eight
    TALKATIVE = 13
    AWARE = 14
    WORTH = 15
    # Drawn every period.
    NEED = 16
    REVIEW = 17
    ASSIGNMENT = 18
    CHOICE = 19
    SERVED = 20
    NOISE = 21
    FAILURE = 22
    SEVERITY = 23
    VOICE = 24
    FOUND = 25
    FAST = 26
    RECOVERY = 27
    TALK = 28
    LISTENER = 29
    DOUBT = 30
    REACH = 31
    NEWS = 32
    DEPARTURE = 33
    PROMOTION = 34
    LAUNCH = 35
    NETWORK = 36
    EXPOSURE = 37
    RENEWAL = 38
    LAPSE = 39
    BUSY = 40
    FORGET = 41
    HEARD_OF = 42
    NOTICED = 43
    TRIAL = 44
    OFFER = 45
    # Drawn every year.
    SPEND = 46
    # Drawn once in a life, too: luck is keyed by these numbers, so that none may move.
    CONTROL = 47


PURPOSES = 48
YEARLY, LIFELONG_TOO = 46, 47
"""Purposes from the first on are drawn once a year: their keys change with the year alone; those
from the second on once in a life."""
LIFELONG = 16
"""Purposes below this are drawn once in a life, so their keys do not change with the period."""

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30 = np.uint64(30)
_S27 = np.uint64(27)
_S31 = np.uint64(31)
_S12 = np.uint64(12)
_ONE = np.uint64(1)
_STEP = 2.0**-52
_HALF = 2.0**-53


@helper
def mix(state: np.uint64) -> np.uint64:
    """Return SplitMix64's output for one state: every bit depends on every bit."""
    state = (state ^ (state >> _S30)) * _FIRST
    state = (state ^ (state >> _S27)) * _SECOND
    return state ^ (state >> _S31)


@helper
def bits(key: Stream, number: Number) -> np.uint64:
    """Return the 64 bits at place ``number`` of the stream ``key``.

    Examples
    --------
    >>> import numpy as np
    >>> with np.errstate(over="ignore"):
    ...     int(bits(np.uint64(1234567), np.uint64(0)))
    6457827717110365317
    """
    return mix(key + (number + _ONE) * GOLDEN)


@helper
def uniform(key: Stream, number: Number) -> float:
    """Return a uniform number strictly between 0 and 1."""
    return float(bits(key, number) >> _S12) * _STEP + _HALF


@helper
def derived(key: Stream, word: np.uint64) -> Stream:
    """Return the key of a stream below another: mixed twice, so neighbours are strangers."""
    return mix(mix(key ^ (word * GOLDEN + _SECOND)) + GOLDEN)


@helper
def normal(uniform: float) -> float:
    """Return the standard normal quantile of a uniform number (Wichura 1988, AS 241).

    By the quantile and not by rejection, so that one uniform gives one normal and a
    change of a parameter moves everybody the same way.

    Examples
    --------
    >>> normal(0.5)
    0.0
    >>> round(normal(0.975), 9)
    1.959963985
    """
    q = uniform - 0.5
    if -0.425 <= q <= 0.425:
        return _middle_quantile(q)
    return _tail_quantile(q, uniform)


@helper
def _middle_quantile(q: float) -> float:
    """Return the quantile where ``q`` = uniform − .5 is within ±.425: no branch, no logarithm."""
    r = 0.180625 - q * q
    above = 2509.0809287301226727 * r + 33430.575583588128105
    above = above * r + 67265.770927008700853
    above = above * r + 45921.953931549871457
    above = above * r + 13731.693765509461125
    above = above * r + 1971.5909503065514427
    above = above * r + 133.14166789178437745
    above = above * r + 3.387132872796366608
    below = 5226.495278852545925 * r + 28729.085735721942674
    below = below * r + 39307.89580009271061
    below = below * r + 21213.794301586595867
    below = below * r + 5394.1960214247511077
    below = below * r + 687.1870074920579083
    below = below * r + 42.313330701600911252
    below = below * r + 1.0
    return q * above / below


@rare
def _tail_quantile(q: float, uniform: float) -> float:
    tail = math.sqrt(-math.log(uniform if q < 0.0 else 1.0 - uniform))
    value = _tail_polynomials(tail)
    return -value if q < 0.0 else value


@rare
def _tail_polynomials(tail: float) -> float:
    if tail > 5.0:
        return _far_tail(tail - 5.0)
    r = tail - 1.6
    above = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
    above = above * r + 0.24178072517745061177
    above = above * r + 1.27045825245236838258
    above = above * r + 3.64784832476320460504
    above = above * r + 5.7694972214606914055
    above = above * r + 4.6303378461565452959
    above = above * r + 1.42343711074968357734
    below = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
    below = below * r + 0.0151986665636164571966
    below = below * r + 0.14810397642748007459
    below = below * r + 0.68976733498510000455
    below = below * r + 1.6763848301838038494
    below = below * r + 2.05319162663775882187
    below = below * r + 1.0
    return above / below


@rare
def _far_tail(r: float) -> float:
    above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    above = above * r + 0.0012426609473880784386
    above = above * r + 0.026532189526576123093
    above = above * r + 0.29656057182850489123
    above = above * r + 1.7848265399172913358
    above = above * r + 5.4637849111641143699
    above = above * r + 6.6579046435011037772
    below = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
    below = below * r + 1.8463183175100546818e-5
    below = below * r + 7.868691311456132591e-4
    below = below * r + 0.0148753612908506148525
    below = below * r + 0.13692988092273580531
    below = below * r + 0.59983220655588793769
    below = below * r + 1.0
    return above / below


@helper
def stage(key: Stream, numbers: Keys, size: int, luck: Floats) -> None:
    """Draw one uniform number for each of a tile of customers, in a tight loop."""
    for i in range(size):
        luck[i] = uniform(key, numbers[i])


@making_room
def make_normal(luck: Floats, size: int, normals: Floats) -> None:
    """Turn uniform numbers into standard normal ones, the same as :func:`normal` gives."""
    tails = np.empty(size, np.int64)
    count = 0
    for i in range(size):
        normals[i] = _middle_quantile(luck[i] - 0.5)
    # The tails are gathered first: mixed into one loop, the compiler would work out a
    # logarithm for everybody and throw most of them away.
    for i in range(size):
        q = luck[i] - 0.5
        tails[count] = i
        count += int(q < -0.425 or q > 0.425)
    for k in range(count):
        i = tails[k]
        normals[i] = _tail_quantile(luck[i] - 0.5, luck[i])


@helper
def fill_keys(keys: Keys, root: Stream, ids: Keys, period: int, first: int, last: int) -> None:
    """Write the keys of one period: one a purpose and firm."""
    clock = derived(root, np.uint64(period + 4294967296))
    for purpose in range(first, last):
        stream = derived(clock, np.uint64(purpose))
        for j in range(ids.shape[0]):
            keys[purpose, j] = derived(stream, ids[j])


def market_key(seed: int, replication: int) -> np.uint64:
    """Return the key of a market: everything random in it descends from this.

    Examples
    --------
    >>> bool(market_key(1, 0) == market_key(1, 1))
    False
    """
    with np.errstate(over="ignore"):
        return np.uint64(derived(derived(np.uint64(0), np.uint64(seed)), np.uint64(replication)))
