"""The same bytes: for any number of threads, again, in another process, and uncompiled."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from relsim.market import Market, blocks
from tests.market.markets import differing, outcome, rich

ROOT = Path(__file__).parents[2]
WIDE = rich(4, customers=1500, periods=8)


def fingerprint() -> str:
    """Return a hash of everything that one market leaves behind."""
    found = outcome(Market(rich(3, customers=200, periods=6), seed=9))
    return hashlib.sha256(b"".join(found[name] for name in sorted(found))).hexdigest()


@pytest.fixture
def small_blocks(monkeypatch):
    """Cut the rows into many blocks, so that threads have something to share."""
    monkeypatch.setattr(blocks, "BLOCK", 256)


@pytest.mark.parametrize("threads", [2, 8])
def test_threads_change_not_a_byte(threads, small_blocks):
    one = outcome(Market(WIDE, seed=4, threads=1))
    many = outcome(Market(WIDE, seed=4, threads=threads))
    assert differing(one, many) == []


def test_threads_change_not_a_byte_at_the_real_size_of_blocks():
    scenario = rich(4, customers=20_000, periods=4)
    one, two = (outcome(Market(scenario, seed=4, threads=threads)) for threads in (1, 2))
    assert differing(one, two) == []


def test_blocks_change_no_customer(monkeypatch):
    whole = Market(WIDE, seed=4)
    whole = outcome(whole)
    monkeypatch.setattr(blocks, "BLOCK", 100)
    cut = outcome(Market(WIDE, seed=4))
    # Sums over customers may differ in the last bit, and with them what is built on sums.
    exact = ("firm", "start", "generation", "ever_left", "spell customer", "moves", "cohorts")
    assert not set(differing(whole, cut)).intersection(exact)


def test_the_same_market_again_is_the_same_to_the_byte():
    assert differing(outcome(Market(WIDE, seed=4)), outcome(Market(WIDE, seed=4))) == []


def test_another_market_in_between_changes_nothing():
    before = outcome(Market(WIDE, seed=4))
    outcome(Market(rich(2, customers=50), seed=5))
    assert differing(before, outcome(Market(WIDE, seed=4))) == []


@pytest.mark.parametrize("change", [{"seed": 5}, {"replication": 1}])
def test_another_world_is_another_world(change):
    one = outcome(Market(WIDE, **{"seed": 4, **change}))
    assert "firm" in differing(one, outcome(Market(WIDE, seed=4)))


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_a_fresh_process_with_another_hash_seed_gives_the_same_bytes(hash_seed):
    code = "from tests.market.test_reproducibility import fingerprint; print(fingerprint())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == fingerprint()


UNCOMPILED = {
    "four firms, months, small world": rich(4, periods=10),
    "one firm, weeks, complete network": rich(1, period="week", network="complete", warm_up=0.5),
    "five firms, years, random network": rich(5, period="year", network="random", warm_up=12.0),
    "nine firms, quarters, scale-free network": rich(9, period="quarter", network="scale_free"),
    "two firms, nobody knows anybody": rich(2, network="none", capacity="elastic"),
}


@pytest.mark.parametrize("name", UNCOMPILED)
def test_uncompiled_is_compiled_to_the_byte(name):
    compiled = outcome(Market(UNCOMPILED[name], seed=7))
    uncompiled = outcome(Market(UNCOMPILED[name], seed=7, uncompiled=True))
    assert differing(compiled, uncompiled) == []


def test_the_rich_market_is_rich():
    run = Market(rich(4, customers=1000, periods=36), seed=7).run()
    books = run.books.tallies
    silent = [name for name in books.dtype.names if not books[name].any()]
    # Points are forfeited, people are referred, turned away … nothing is left untried.
    assert silent == ["out_of_range"]
