"""Adding replications until differences are sharp."""

import pandas as pd
import pytest

import relsim.study.compare.worlds as worlds
from relsim.errors import InputError
from relsim.study.compare.precision import check_maximum, next_step


def test_nothing_is_added_when_the_first_worlds_are_enough(compare, scenario):
    found = compare(scenario, ["none", "social"], precision={"retention": 5})
    assert found.replications == 30
    assert found.precision.reached
    assert "(annual retention ± 5 points) after 30 worlds." in " ".join(str(found).split())


def test_worlds_are_doubled_until_every_difference_is_sharp(compare, scenario):
    widest = compare(scenario).differences["social"]["retention"].half_width * 100 / 1.8
    found = compare(scenario, precision={"retention": widest})
    assert found.replications in (60, 120, 240)
    halves = [one["retention"].half_width * 100 for one in found.differences.values()]
    assert max(halves) <= widest
    assert f"after {found.replications} worlds" in " ".join(str(found).split())


def test_the_first_worlds_are_unchanged_by_going_on(compare, scenario):
    few = compare(scenario, ["none", "social"]).samples
    many = compare(
        scenario, ["none", "social"], precision={"retention": 1e-6}, max_replications=120
    )
    first = many.samples[many.samples["replication"] < 30].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, few, check_exact=True)


def test_the_maximum_stops_it_and_is_told_first(compare, scenario):
    found = compare(
        scenario, ["none", "social"], precision={"retention": 1e-6}, max_replications=100
    )
    assert found.replications == 100
    assert not found.precision.reached
    assert str(found).startswith("The precision wished for was not reached: annual retention under")
    assert "The maximum of 100 stopped it." in " ".join(str(found).split())
    data = found.to_json()["precision"]
    assert (data["reached"], data["max_replications"]) == (False, 100)
    assert data["too_wide"][0]["strategy"] == "social"


def test_a_figure_that_is_undefined_never_gets_sharp(monkeypatch, compare, scenario):
    from tests.study.fakes import fake_live

    monkeypatch.setattr(worlds, "live", lambda *rest: {**fake_live(*rest), "share": None})
    found = compare(scenario, ["none", "social"], precision={"share": 1}, max_replications=60)
    assert found.replications == 60
    assert found.precision.blunt[0].half_width is None
    assert "market share under social undefined" in str(found)


def test_progress_counts_what_is_added(compare, scenario):
    told = []
    compare(
        scenario,
        ["none", "social"],
        precision={"retention": 1e-6},
        max_replications=60,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[59] == (60, 60) and told[60] == (61, 120) and told[-1] == (120, 120)


def test_an_interruption_while_adding_keeps_the_worlds_before(compare, scenario):
    def progress(done, total):
        if done == 75:
            raise KeyboardInterrupt

    found = compare(
        scenario, ["none", "social"], precision={"retention": 1e-6}, threads=1, progress=progress
    )
    assert found.interrupted
    assert found.replications in (37, 38)  # the run under way may be done, too
    assert "The maximum" not in str(found)


def test_the_command_makes_it_again(compare, scenario):
    found = compare(
        scenario, ["none", "social"], precision={"retention": 5, "npv": 1e6}, max_replications=90
    )
    assert found.command.endswith(
        "--precision retention=5 --precision npv=1000000.0 --max-replications 90"
    )


def test_one_strategy_alone_has_no_difference_to_sharpen(compare, scenario):
    with pytest.raises(InputError, match="Name a second one"):
        compare(scenario, ["none"], precision={"retention": 1})


def test_a_maximum_without_a_goal_is_refused():
    with pytest.raises(InputError, match="nothing is added without a precision"):
        check_maximum(100, 30, {})


def test_a_maximum_below_the_beginning_is_refused():
    with pytest.raises(InputError, match="from the 30 replications"):
        check_maximum(10, 30, {"npv": 1.0})


def test_doubling_ends_at_the_maximum():
    assert [next_step(done, 100) for done in (30, 60, 100)] == [60, 100, 100]
