"""How large a scenario is, said before anything is made, and what does not fit."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from relsim.errors import InputError, ScenarioError
from relsim.market.books import Books
from relsim.market.records import SPELL, customer_type
from relsim.scenario import Scenario, footprint, parse, require_room, size, size_of

GIGABYTE = 1_000_000_000
TEXT = """[market]
customers = 1_000_000
periods = 60

[[firms]]
name = "Alba"
[[firms]]
name = "Brio"
"""


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Give the tests the same memory on every machine; what is found in one stays in it."""
    monkeypatch.setenv(footprint.VARIABLE, "1 GB")
    footprint._found.cache_clear()
    yield monkeypatch
    footprint._found.cache_clear()


def market(**settings: object) -> Scenario:
    return parse(TEXT, {f"market.{key}": value for key, value in settings.items()}, "a.toml")


@pytest.mark.parametrize("firms", range(1, 17))
def test_a_record_is_as_long_as_the_engine_lays_it_out(firms: int) -> None:
    assert size.record_bytes(firms) == customer_type(firms).itemsize


def test_what_is_known_of_the_engine_without_loading_it_is_what_it_does() -> None:
    assert 3 * SPELL.itemsize == size._BYTES_PER_ENDED_SPELL


def test_the_books_are_counted_as_long_as_they_are() -> None:
    short, long = market(customers=0, periods=0), market(customers=0, periods=1000)
    counted = size_of(long).market_bytes - size_of(short).market_bytes
    books = [Books(scenario) for scenario in (short, long)]
    arrays = ("tallies", "moves", "closings", "offers", "alike")
    made = [sum(getattr(one, name).nbytes for name in arrays) for one in books]
    assert made[1] - made[0] <= counted <= 3 * (made[1] - made[0])


def test_more_of_anything_takes_more_memory_and_more_time() -> None:
    small = size_of(market(), replications=2, strategies=2)
    for larger in (
        size_of(market(customers=2_000_000), replications=2, strategies=2),
        size_of(market(periods=600), replications=2, strategies=2),
        size_of(market(), replications=3, strategies=2),
        size_of(market(), replications=2, strategies=3),
    ):
        assert larger.bytes > small.bytes and larger.seconds > small.seconds


def test_more_at_once_takes_more_memory_and_less_time() -> None:
    one, two = (size_of(market(), 2, 2, at_once=many) for many in (1, 2))
    assert two.bytes > one.bytes and two.seconds < one.seconds


def test_a_dense_network_takes_more_memory() -> None:
    sparse, dense = (size_of(market(network_degree=degree)) for degree in (2, 200))
    ties = market().market.customers * (200 - 2)
    # Each tie is known at both ends, by a number of four bytes.
    assert dense.market_bytes - sparse.market_bytes >= 4 * ties
    assert size_of(market(network="none")).bytes < sparse.bytes


def test_the_edge_list_counts_by_the_length_of_its_file(tmp_path: Path) -> None:
    ties = "".join(f"{one},{one + 1}\n" for one in range(100_000))
    (tmp_path / "friends.csv").write_text(ties, encoding="utf-8")
    words: dict[str, object] = {"market.network": "file", "market.network_file": "friends.csv"}
    with_file = parse(TEXT, words, folder=tmp_path)
    assert size_of(with_file).market_bytes > size_of(market(network="none")).market_bytes


def test_a_market_that_does_not_fit_is_refused_at_its_line_with_the_largest_that_does() -> None:
    scenario = parse(TEXT.replace("1_000_000", "9_000_000"), name="a.toml")
    with pytest.raises(ScenarioError) as refusal:
        require_room(scenario)
    (said,) = refusal.value.faults
    assert said.where == "a.toml:2 market.customers"
    assert "found 9,000,000" in said.what and "there are 1.0 GB" in said.allowed
    largest = int(re.split(r"[.,]", said.instead.split("at most ")[1])[0])
    require_room(scenario.with_overrides({"market.customers": largest}))
    with pytest.raises(ScenarioError):
        require_room(scenario.with_overrides({"market.customers": int(largest * 1.02)}))


def test_the_longest_that_fits_is_named_beside_it() -> None:
    with pytest.raises(ScenarioError) as refusal:
        require_room(market(periods=1000))
    longest = int(str(refusal.value).split("market.periods of at most ")[1].split(".")[0])
    require_room(market(periods=longest))


def test_an_override_that_does_not_fit_is_named_as_one() -> None:
    with pytest.raises(ScenarioError, match=r"override market\.customers: found 9,000,000"):
        require_room(market(customers=9_000_000))


def test_a_horizon_that_does_not_fit_without_customers_is_named() -> None:
    firms = "".join(f'[[firms]]\nname = "F{i}"\n' for i in range(16))
    scenario = parse(f"[market]\ncustomers = 0\nperiods = 100_000\n{firms}", name="a.toml")
    with pytest.raises(ScenarioError, match=r"a\.toml:3 market\.periods: found 100,000"):
        require_room(scenario)


@pytest.mark.parametrize("replications", [10**6, 10**12, 10**30])
def test_replications_that_do_not_fit_are_refused_with_the_most_that_do(replications: int) -> None:
    scenario = market(customers=100)
    with pytest.raises(InputError, match="replications: found") as refusal:
        require_room(scenario, replications, strategies=4)
    most = int(str(refusal.value).split("Write at most ")[1].split(".")[0])
    require_room(scenario, most, strategies=4)
    with pytest.raises(InputError):
        require_room(scenario, int(most * 1.02), strategies=4)


def test_markets_side_by_side_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match=r"threads: found 64") as refusal:
        require_room(market(customers=100_000), 100, strategies=4, at_once=64)
    most = int(str(refusal.value).split("Write at most ")[1].split(".")[0])
    require_room(market(customers=100_000), 100, strategies=4, at_once=most)


def test_a_machine_without_room_for_the_program_refuses_everything(
    room: pytest.MonkeyPatch,
) -> None:
    room.setenv(footprint.VARIABLE, "1 MB")
    with pytest.raises(ScenarioError, match=r"there are 1\.0 MB"):
        require_room(parse('[[firms]]\nname = "Alba"'))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("4096", 4096),
        ("2 GB", 2 * GIGABYTE),
        ("2gb", 2 * GIGABYTE),
        ("0.5 TB", 500 * GIGABYTE),
        ("10 kB", 10_000),
        ("7 b", 7),
    ],
)
def test_an_amount_of_memory_is_read(text: str, expected: int) -> None:
    assert footprint.amount(text) == expected


@pytest.mark.parametrize(
    "text", ["0", "-1", "much", "2 GiB", "2,5 GB", "GB", "nan", "1e9", "0.1", "9" * 9999, "2 GB 3"]
)
def test_what_is_no_amount_of_memory_is_refused(text: str, room: pytest.MonkeyPatch) -> None:
    room.setenv(footprint.VARIABLE, text)
    with pytest.raises(InputError, match=r'RELSIM_MEMORY: found ".*such as "2 GB"') as refusal:
        footprint.memory()
    assert len(str(refusal.value)) < 300


def test_without_the_variable_the_machine_is_asked(room: pytest.MonkeyPatch) -> None:
    room.delenv(footprint.VARIABLE)
    assert 10_000_000 < footprint.memory() < 10**16


def test_a_system_that_does_not_say_is_taken_for_a_small_one(room: pytest.MonkeyPatch) -> None:
    room.delenv(footprint.VARIABLE)
    room.delattr(os, "sysconf", raising=False)
    room.setattr(footprint, "_groups", list)
    room.setattr(footprint, "_process", list)
    assert footprint.memory() == footprint.WITHOUT_ANSWER


def test_the_limit_of_a_container_counts(room: pytest.MonkeyPatch, tmp_path: Path) -> None:
    room.delenv(footprint.VARIABLE)
    (tmp_path / "memory.max").write_text("123456789\n")
    (tmp_path / "max.max").write_text("max\n")
    room.setattr(footprint, "_limit_files", lambda: [*tmp_path.glob("*.max"), tmp_path / "none"])
    assert footprint.memory() == 123_456_789


@pytest.mark.parametrize(
    ("bytes_", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (12_345, "12 kB"), (1e18, "1 EB")],
)
def test_bytes_are_said_in_words(bytes_: float, words: str) -> None:
    assert footprint.in_words(bytes_) == words


def test_nothing_that_fits_is_zero() -> None:
    assert size._most(100, -math.inf, lambda n: n) == 0
