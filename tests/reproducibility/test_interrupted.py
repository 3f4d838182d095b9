"""Ctrl-C in the middle of a study: what is kept is what the whole study would have begun with."""

import signal

import pandas as pd
import pytest

import relsim

ARMS = ["none", "social", "structural"]
WORLDS = 6
SETTINGS = [0.2, 1.0]


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", {"market.customers": 200, "market.periods": 24})


def pressed_after(runs):
    """Return a progress callback that presses Ctrl-C once so many runs are done."""

    def progress(done, total):
        if done == runs:
            signal.raise_signal(signal.SIGINT)

    return progress


def interrupted(scenario, runs, threads):
    """Return what a comparison leaves when Ctrl-C comes after so many runs.

    Two workers may have passed a slow run by, so that no world is whole yet: there is nothing to
    keep then, and Ctrl-C is passed on. Press it a run later.
    """
    words = {"replications": WORLDS, "seed": 3, "threads": threads}
    for later in range(runs, (WORLDS - 1) * len(ARMS)):
        try:
            return relsim.compare(scenario, ARMS, **words, progress=pressed_after(later))
        except KeyboardInterrupt:
            assert threads > 1
    raise AssertionError("nothing was ever kept")


@pytest.fixture(scope="module")
def whole(scenario):
    return relsim.compare(scenario, ARMS, replications=WORLDS, seed=3)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("runs", [len(ARMS), 2 * len(ARMS) + 1, 3 * len(ARMS) + 2])
def test_an_interrupted_comparison_is_the_first_worlds_of_the_whole_one(
    scenario, whole, runs, threads
):
    part = interrupted(scenario, runs, threads)
    assert part.interrupted
    worlds = part.samples["replication"].nunique()
    assert 1 <= worlds < WORLDS
    first = whole.samples[whole.samples["replication"] < worlds]
    pd.testing.assert_frame_equal(
        part.samples.reset_index(drop=True), first.reset_index(drop=True), check_exact=True
    )


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupted_comparison_reports_what_a_smaller_one_would(scenario, threads):
    part = interrupted(scenario, 8, threads)
    smaller = relsim.compare(scenario, ARMS, replications=part.replications, seed=3)
    assert part.estimates == smaller.estimates
    assert part.differences == smaller.differences


@pytest.mark.parametrize("threads", [1, 2])
def test_rows_of_an_interrupted_sweep_are_rows_of_the_whole_one(scenario, threads):
    design = relsim.grid({"market.freedom": SETTINGS})
    words = {"replications": 4, "seed": 3}
    whole = relsim.sweep(scenario, design, ARMS, **words)
    part = relsim.sweep(scenario, design, ARMS, **words, threads=threads, progress=pressed_after(7))
    assert part.interrupted
    keys = ["point", "strategy", "replication"]
    kept, all_rows = (one.to_frame().set_index(keys) for one in (part, whole))
    assert 7 <= len(kept) < len(all_rows)
    pd.testing.assert_frame_equal(kept, all_rows.loc[kept.index], check_exact=True)
