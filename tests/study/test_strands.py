"""Customers followed group by group, and staying by tier."""

import dataclasses

import numpy as np
import pytest

import relsim
import relsim.study.fit.fitting as fitting
from relsim.errors import InputError
from relsim.study.data.cohort import Cohort
from relsim.study.fit import search
from relsim.study.fit.bounds import Bounds
from relsim.study.fit.known import _variance, how_well_known
from relsim.study.fit.strands import Strand, prepared, strands_of, survivors
from relsim.study.parallel import Stop
from tests.study.fakes import fake_survivors
from tests.study.shapes import FOLDER

PATH = "behaviour.loss_aversion"
NAMES = ("Month-to-month", "One year", "Two year")
FIRMS = '[[firms]]\nname = "Alba"\n[[firms]]\nname = "Brio"\n'
SEGMENTS = "".join(f'[[segments]]\nname = "{name}"\nshare = {1 / 3!r}\n' for name in NAMES)
SMALL = "[market]\ncustomers = 600\n"


@pytest.fixture
def fit(monkeypatch):
    monkeypatch.setattr(search, "survivors", fake_survivors)

    def fitted(source, text=SEGMENTS + FIRMS, **more):
        return fitting.fit(relsim.parse(text), source, [PATH], replications=1, **more)

    return fitted


def customers(**more):
    return relsim.read(FOLDER / "customers_english.csv", leavers="ever", **more)


def survey(**more):
    return relsim.read(FOLDER / "survey_english.csv", **more)


@pytest.mark.parametrize("groups", ["contracts", "segments"])
def test_groups_are_followed_one_by_one_and_both_stories_are_told(fit, groups):
    read = customers()
    found = fit(read, groups=groups, hold_out=1, horizon=40)
    rows = found.to_json()["survival"]
    assert {row["group"] for row in rows} == set(NAMES)
    for group in read.groups[1:]:
        shares = group.cohort().shares
        own = [row for row in rows if row["group"] == group.name]
        assert [row["observed"] for row in own[: len(shares)]] == pytest.approx(list(shares))
        assert [row["period"] for row in own] == list(range(41))
        assert [row["held_out"] for row in own].index(True) == len(shares) - 1
        assert all(row["low"] <= row["fitted"] <= row["high"] for row in own)
    said = " ".join(str(found).split())
    assert f"Customers left of {NAMES[1]}" in said and "would tell the two stories apart" in said
    other = {"contracts": "segments", "segments": "contracts"}[groups]
    assert f"told by --groups {other}" in said and "where a term of 12 months ends" in said
    assert dict(found.cohort.read_with)["groups"] == groups
    assert list(found.to_frame().columns[:3]) == ["group", "period", "customers"]


@pytest.mark.parametrize(
    ("source", "more", "said"),
    [
        (customers, {"groups": "contract"}, "did you mean contracts"),
        (customers, {"groups": "segments", "text": FIRMS}, "has no segment"),
        (survey, {}, "Say --over 12"),
        (lambda: survey(over=12), {"hold_out": 1}, "a survey looks at one time alone"),
        (lambda: survey(over=12, period="week"), {}, "was read in periods of a week"),
        (lambda: [100, 90], {"groups": "segments"}, "only customers in groups"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_words(fit, source, more, said):
    with pytest.raises(InputError, match="(?i)" + said):
        fit(source(), **more)


def test_a_group_that_names_no_term_is_no_contract(fit, tmp_path):
    path = tmp_path / "named.csv"
    rows = [
        f"{who},{1 + who % 9},{'Gold' if who % 2 else 'One year'},{who % 3 % 2}"
        for who in range(40)
    ]
    path.write_text("\n".join(["id,tenure,contract,churn", *rows]))
    with pytest.raises(InputError, match='"Gold" does not say how long it binds'):
        fit(relsim.read(path, leavers="ever"), groups="contracts")


def test_tiers_of_a_survey_are_followed(fit):
    read = survey(over=12)
    found = fit(read)
    rows = found.to_json()["survival"]
    later = [row for row in rows if row["period"] == 12]
    assert [row["observed"] for row in later] == [tier.share for tier, *_ in read.ranked()]
    assert all(row["yardstick"] is None for row in rows) and found.to_json()["yardstick"] is None
    said = " ".join(str(found).split())
    assert "Customers still there after 12 months" in said and "Tiers are ranks" in said
    assert "yardstick" not in said
    assert found.cohort.read_with == (("survey", str(FOLDER / "survey_english.csv")), ("over", 12))


def test_tiers_rank_from_the_least_satisfied_up():
    read = survey(over=12)
    strands = strands_of(read, relsim.parse(FIRMS), None)
    assert [one.ranks for one in strands] == [(low, high) for _, low, high in read.ranked()]
    low, *_, high = strands
    assert (low.ranks[0], high.ranks[1]) == (0.0, 1.0)
    assert low.name.endswith("low") and high.name.endswith("high")


GROUPS = (Strand(Cohort((0, 1), (400.0, 300.0)), "a"), Strand(Cohort((0, 2), (160.0, 90.0)), "b"))


def test_the_interval_of_two_groups_is_that_of_two_binomial_rates(monkeypatch):
    """A year of one rate and two years of it, each by its own heads and its own lives: λ / 10."""

    def two(scenario, strands, *rest):
        left = fake_survivors(scenario, strands)
        return left * np.repeat([1.0, 0.3], 2)  # of the second group 300 are lived

    monkeypatch.setattr(search, "survivors", two)
    sought = search.Search(relsim.parse(FIRMS), GROUPS, [Bounds(PATH, 1.0, 4.0)], 1, 1, 60)
    sought.start()
    sought.polish()
    (known,), covariance = how_well_known(sought)
    slopes, shares = np.array([0.1, 0.15]), np.array([0.75, 0.5625])
    chance = shares * (1 - shares) * (1 / np.array([400, 160]) + 1 / np.array([1000, 300]))
    error = np.sqrt(slopes**2 @ chance) / (slopes @ slopes)
    assert known.value == pytest.approx(2.5, abs=0.01)
    assert known.high - known.low == pytest.approx(2 * 1.96 * error, rel=0.02)
    assert 3 * np.sqrt(covariance[0, 0]) == pytest.approx(error, rel=0.02)


def test_groups_share_the_periods_that_are_left_to_judge_by(monkeypatch):
    """Two groups that miss alike are as unsure as each would be with a half of the setting."""
    monkeypatch.setattr(search, "survivors", fake_survivors)
    curve = Cohort((0, 1, 2, 3), (1.0, 0.6, 0.55, 0.5))
    pair = [Strand(curve, "a"), Strand(curve, "b")]
    sought = search.Search(relsim.parse(FIRMS), pair, [Bounds(PATH, 1.0, 4.0)], 1, 1, 1)
    sought.start()
    fitted = 0.75 ** np.arange(4)
    expected = np.append(-np.diff(fitted), fitted[-1])
    gaps = np.append(-np.diff(curve.shares), curve.shares[-1]) - expected
    missed = np.sum(gaps**2 / expected) / 2.5
    found = _variance(sought, np.tile(fitted, 2))
    assert np.diag(found) == pytest.approx(
        np.tile((missed + 1e-3) * fitted * (1 - fitted), 2)[[1, 2, 3, 5, 6, 7]]
    )
    assert (found[:3, 3:] == 0.0).all(), "groups know nothing of each other"


def test_after_ctrl_c_each_group_has_its_own_fitted_shares(fit):
    def stop(done, total):
        raise KeyboardInterrupt

    found = fit(customers(), groups="segments", progress=stop)
    shown = np.arange(len(found.fitted)) / 1000
    rows = dataclasses.replace(found, fitted=shown).survival()
    assert found.interrupted and [row["fitted"] for row in rows] == shown.tolist()


def count(market, *strands):
    """Return who began and who is left of each strand, in a market that lives."""
    left, begun = survivors(prepared(market, strands), strands, 1, 0, Stop())
    many = len(strands[0].cohort.periods)
    return left.reshape(-1, many), begun.reshape(-1, many)


def test_segments_together_are_all_and_whom_a_contract_binds_stays():
    market = relsim.parse(SMALL + SEGMENTS + FIRMS)
    curve = Cohort((0, 6, 12), (1.0,) * 3)
    alone, _ = count(market, Strand(curve))
    parts, begun = count(market, *(Strand(curve, name, segment=name) for name in NAMES))
    assert parts.sum(axis=0) == pytest.approx(alone[0]) and (begun == begun[:, :1]).all()
    (free, bound), _ = count(market, Strand(curve, term=0.0), Strand(curve, term=24.0))
    assert free[0] == bound[0] and bound[1] > free[1]
    assert free == pytest.approx(alone[0])


def test_tiers_are_all_who_were_asked_and_the_satisfied_stay():
    market = relsim.parse(SMALL + FIRMS)
    curve = Cohort((0, 12), (1.0, 1.0))
    ends = ((0.0, 0.5), (0.5, 1.0))
    left, begun = count(market, *(Strand(curve, f"{one}", ranks=one) for one in ends))
    low, high = left[:, 1] / begun[:, 1]
    assert abs(begun[0, 0] - begun[1, 0]) <= 1 and np.all(begun > 50)
    assert low < high
