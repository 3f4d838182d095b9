"""A network that a user brings as a graph."""

from itertools import pairwise

import networkx
import numpy as np
import pytest

import relsim
from relsim.errors import InputError

SMALL = {"market.customers": 60, "market.periods": 12, "market.warm_up": 0.0}


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


def graph_of(network):
    graph = networkx.empty_graph(len(network.offsets) - 1)
    for row in range(len(graph)):
        ends = network.neighbours[network.offsets[row] : network.offsets[row + 1]]
        graph.add_edges_from((row, int(end)) for end in ends)
    return graph


def acquaintances(market):
    ends, offsets = market.network.neighbours, market.network.offsets
    return [sorted(ends[one:other].tolist()) for one, other in pairwise(offsets)]


def test_a_graph_is_the_network_that_it_was_made_of(scenario):
    file = scenario.with_overrides({"market.network": "random"})
    graph = graph_of(relsim.Market(file).network)
    market = relsim.Market(scenario, network=graph)
    assert acquaintances(market) == [sorted(graph[row]) for row in range(60)]


def test_it_is_lived_with_as_the_same_edge_list_is(scenario, tmp_path):
    graph = networkx.watts_strogatz_graph(60, 4, 0.2, seed=3)
    networkx.write_edgelist(graph, tmp_path / "friends.csv", data=False)
    (tmp_path / "a.toml").write_text(scenario.to_toml())
    words = {"market.network": "file", "market.network_file": "friends.csv"}
    from_file = relsim.Market(relsim.load(tmp_path / "a.toml", words)).run()
    from_graph = relsim.Market(relsim.load(tmp_path / "a.toml"), network=graph).run()
    without = relsim.Market(relsim.load(tmp_path / "a.toml", {"market.network": "none"})).run()
    assert from_graph.periods.equals(from_file.periods)
    assert not from_graph.periods.equals(without.periods)


def test_numbers_are_customers_in_their_order_and_names_as_they_come(scenario):
    from_1 = networkx.Graph()
    from_1.add_nodes_from([7, 3, *range(1, 61)])
    from_1.add_edges_from((node, node + 1) for node in range(1, 60))
    named = networkx.relabel_nodes(networkx.path_graph(60), str)
    rows = acquaintances(relsim.Market(scenario, network=networkx.path_graph(60)))
    assert acquaintances(relsim.Market(scenario, network=from_1)) == rows
    assert acquaintances(relsim.Market(scenario, network=named)) == rows


def test_ties_of_directed_and_multiple_graphs_count_once(scenario):
    path = networkx.path_graph(60)
    rows = acquaintances(relsim.Market(scenario, network=path))
    many = networkx.MultiDiGraph(path)
    many.add_edges_from(path.edges)
    assert acquaintances(relsim.Market(scenario, network=many)) == rows


def test_whatever_has_nodes_and_edges_will_do(scenario):
    class Plain:
        nodes = np.arange(60)
        edges = np.array([[0, 1], [1, 2]])

    assert acquaintances(relsim.Market(scenario, network=Plain()))[1] == [0, 2]


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (
            networkx.path_graph(61),
            "61 nodes, and the market 60 customers",
        ),
        (networkx.Graph([(node, node) for node in range(60)]), "is tied to itself"),
        ("friends.csv", "has no nodes and edges"),
    ],
    ids=["size", "loop", "name"],
)
def test_what_is_no_network_of_this_market_is_refused(scenario, graph, words):
    with pytest.raises(InputError, match=words):
        relsim.Market(scenario, network=graph)


def test_everybody_knowing_everybody_is_no_graph(scenario):
    complete = scenario.with_overrides({"market.network": "complete"})
    with pytest.raises(InputError, match="everybody knows everybody"):
        relsim.Market(complete, network=networkx.path_graph(60))
