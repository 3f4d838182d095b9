"""Who knows whom among the customers of the Mesa twin."""

from __future__ import annotations

import random

from relsim.scenario import Scenario


def ties_of(scenario: Scenario, luck: random.Random) -> list[list[int]]:
    """Return, for each place in the market, the places that it is tied to.

    Parameters
    ----------
    scenario : Scenario
        Says how many customers there are and which network ties them.
    luck : random.Random
        Draws the ties.

    Returns
    -------
    list of list of int
        A tie stands in both lists; two customers may be tied twice.
    """
    settings = scenario.market
    size = settings.customers
    degree = min(settings.network_degree, size - 1)
    builders = {
        "small_world": lambda: small_world(size, degree, settings.network_rewiring, luck),
        "random": lambda: random_ties(size, degree, luck),
        "scale_free": lambda: scale_free(size, degree, luck),
        "complete": lambda: everybody(size),
        "none": list,
    }
    if settings.network not in builders:
        raise NotImplementedError(f"The twin builds no network of the kind {settings.network!r}.")
    ties: list[list[int]] = [[] for _ in range(size)]
    for one, other in builders[settings.network]():
        ties[one].append(other)
        ties[other].append(one)
    return ties


def anybody_but(place: int, size: int, luck: random.Random) -> int:
    """Return one of all other places, each with equal chance."""
    other = luck.randrange(size - 1)
    return other + (other >= place)


def small_world(
    size: int, degree: int, rewiring: float, luck: random.Random
) -> list[tuple[int, int]]:
    """Return a ring in which some ties lead far away (Watts & Strogatz 1998)."""
    pairs = []
    for place in range(size):
        for step in range(1, degree // 2 + 1):
            far = luck.random() < rewiring
            other = anybody_but(place, size, luck) if far else (place + step) % size
            pairs.append((place, other))
    return pairs


def random_ties(size: int, degree: int, luck: random.Random) -> list[tuple[int, int]]:
    """Return ties between any two, each as likely (Erdős & Rényi 1959)."""
    firsts = [luck.randrange(size) for _ in range(size * degree // 2)] if degree > 0 else []
    return [(one, anybody_but(one, size, luck)) for one in firsts]


def scale_free(size: int, degree: int, luck: random.Random) -> list[tuple[int, int]]:
    """Return ties that go to those who have many (Barabási & Albert 1999)."""
    half = max(1, degree // 2)
    pairs = [(one, other) for other in range(min(half + 1, size)) for one in range(other)]
    ends = [end for pair in pairs for end in pair]
    for newcomer in range(half + 1, size):
        new = [(newcomer, luck.choice(ends)) for _ in range(half)]
        pairs += new
        ends += [end for pair in new for end in pair]
    return pairs


def everybody(size: int) -> list[tuple[int, int]]:
    """Return a tie between every two."""
    return [(one, other) for other in range(size) for one in range(other)]
