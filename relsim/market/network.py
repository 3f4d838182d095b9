"""Who knows whom: built compiled, as offsets into one list of acquaintances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from relsim.errors import InputError
from relsim.market.chance import Purpose, derived, uniform
from relsim.market.engine import compiled
from relsim.scenario import Scenario
from relsim.scenario.edges import Numbering, read_ties

if TYPE_CHECKING:
    from relsim.market.typed import Ints, Stream


@dataclass(frozen=True, slots=True)
class Network:
    """Acquaintances of every customer, both ways.

    Parameters
    ----------
    offsets : ndarray of int32 or int64, shape (customers + 1,)
        Where each row's acquaintances begin in ``neighbours``.
    neighbours : ndarray of int32
        Rows of acquaintances.
    complete : bool
        Everybody knows everybody; the arrays are then empty.
    """

    offsets: np.ndarray
    neighbours: np.ndarray
    complete: bool = False

    @property
    def bytes(self) -> int:
        """Memory that the network takes."""
        return int(self.offsets.nbytes + self.neighbours.nbytes)


class Graph(Protocol):
    """What is asked of a graph: nodes, and edges that are pairs of them, as networkx has them."""

    @property
    def nodes(self) -> Iterable[Any]:
        """All of its nodes."""

    @property
    def edges(self) -> Iterable[Any]:
        """Pairs of nodes, with whatever else behind them."""


def network_of(scenario: Scenario, key: np.uint64, graph: Graph | None = None) -> Network:
    """Build the network that a scenario asks for, or that a graph is."""
    market = scenario.market
    size = market.customers
    if graph is not None:
        return of_graph(graph, size)
    with np.errstate(over="ignore"):
        stream = np.uint64(derived(key, np.uint64(1_000_000 + Purpose.NETWORK)))
    if market.network == "complete":
        return Network(np.zeros(size + 1, np.int32), np.zeros(0, np.int32), complete=True)
    if market.network == "none" or size < 2:
        return Network(np.zeros(size + 1, np.int32), np.zeros(0, np.int32))
    if market.network == "file":
        path = scenario.network_path
        if path is None:
            raise InputError(
                f'{scenario.name}: market.network = "file" needs a scenario that stands in a '
                "folder. Load it from a file."
            )
        ties = read_ties(path, path.name, Numbering(size, market.network_first))
        return from_edges(ties, size)
    degree = min(market.network_degree, size - 1)
    if market.network == "small_world":
        half = degree // 2
        if half == 0:
            return Network(np.zeros(size + 1, np.int32), np.zeros(0, np.int32))
        edges = small_world(size, half, market.network_rewiring, stream)
    elif market.network == "random":
        edges = random_pairs(size, size * degree // 2, stream)
    else:
        edges = scale_free(size, max(1, degree // 2), stream)
    return from_edges(edges, size)


@compiled
def small_world(size: int, half: int, rewiring: float, key: Stream) -> Ints:
    """Return the ties of a small world (Watts & Strogatz 1998)."""
    edges = np.empty((size * half, 2), np.int32)
    for i in range(size):
        for k in range(half):
            place = i * half + k
            other = (i + k + 1) % size
            number = np.uint64(2 * place)
            if uniform(key, number) < rewiring:
                other = int(uniform(key, number + np.uint64(1)) * (size - 1))
                if other >= i:
                    other += 1
            edges[place, 0] = i
            edges[place, 1] = other
    return edges


@compiled
def random_pairs(size: int, count: int, key: Stream) -> Ints:
    """Return ties between pairs drawn at random (Erdős & Rényi 1959)."""
    edges = np.empty((count, 2), np.int32)
    for place in range(count):
        number = np.uint64(2 * place)
        one = int(uniform(key, number) * size)
        other = int(uniform(key, number + np.uint64(1)) * (size - 1))
        if other >= one:
            other += 1
        edges[place, 0] = one
        edges[place, 1] = other
    return edges


@compiled
def scale_free(size: int, half: int, key: Stream) -> Ints:
    """Return ties of a network in which the known become better known (Barabási & Albert 1999)."""
    core = min(half + 1, size)
    count = core * (core - 1) // 2 + (size - core) * half
    edges = np.empty((count, 2), np.int32)
    place = 0
    for i in range(core):
        for j in range(i):
            edges[place, 0] = i
            edges[place, 1] = j
            place += 1
    for i in range(core, size):
        known = place
        for _ in range(half):
            # An end of a tie drawn at random is a customer in proportion to ties.
            end = int(uniform(key, np.uint64(place)) * 2 * known)
            edges[place, 0] = i
            edges[place, 1] = edges[end // 2, end % 2]
            place += 1
    return edges


@compiled
def _lay_out(edges: Ints, offsets: Ints, neighbours: Ints, cursor: Ints) -> None:
    for k in range(edges.shape[0]):
        for side in range(2):
            one = edges[k, side]
            neighbours[cursor[one]] = edges[k, 1 - side]
            cursor[one] += 1


def from_edges(edges: np.ndarray, size: int) -> Network:
    """Lay ties out by customer, both ways."""
    degrees = np.bincount(edges.ravel(), minlength=size)
    kind = np.int32 if 2 * len(edges) < 2**31 else np.int64
    offsets: np.ndarray = np.zeros(size + 1, kind)
    np.cumsum(degrees, out=offsets[1:])
    neighbours = np.empty(2 * len(edges), np.int32)
    _lay_out(np.ascontiguousarray(edges, np.int32), offsets, neighbours, offsets[:-1].copy())
    return Network(offsets, neighbours)


def of_graph(graph: Graph, size: int) -> Network:
    """Lay a graph of a user's own out by customer: numbers in their order, names as they come.

    Examples
    --------
    >>> import networkx
    >>> of_graph(networkx.path_graph(3), 3).neighbours
    array([1, 0, 2, 1], dtype=int32)
    """
    nodes = list(graph.nodes)
    if len(nodes) != size:
        raise InputError(
            f"network: the graph has {len(nodes):,} nodes, and the market {size:,} customers. Set "
            f"market.customers to {len(nodes)}, or give the graph a node for every customer."
        )
    if all(isinstance(node, int | np.integer) for node in nodes):
        nodes.sort()
    rows = {node: row for row, node in enumerate(nodes)}
    # A tie may be there from both sides, or several times over.
    ties = dict.fromkeys(
        (min(rows[one], rows[other]), max(rows[one], rows[other])) for one, other, *_ in graph.edges
    )
    if loops := [nodes[one] for one, other in ties if one == other]:
        raise InputError(
            f"network: {loops[0]!r} is tied to itself. Take such edges out of the graph first."
        )
    return from_edges(np.array([*ties], np.int64).reshape(-1, 2), size)
