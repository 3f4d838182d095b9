"""Purchases followed where nobody says when they leave: counting, predicting, CDNOW."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import hyp2f1

import relsim
import relsim.study.fit.fitting as fitting
from relsim.errors import InputError
from relsim.study.data.repeats import repeats, so_far, split, summary, waiting
from relsim.study.fit import search
from relsim.study.fit.sales import Log
from relsim.study.fit.strands import Strand, purchases_of, survivors
from relsim.study.fit.till import Till
from relsim.study.fit.yardstick import coming_again, purchases_law, times_again
from relsim.study.parallel import Stop
from relsim.view import of_fit
from tests.study import cdnow
from tests.study.fakes import fake_survivors
from tests.study.shapes import FOLDER

LAW = np.array([0.243, 4.414, 0.793, 2.426])
MADE_UP = """id,date,amount
A,2024-01-01,10
A,2024-01-03,10
A,2024-01-05,10
A,2024-01-11,10
A,2024-02-05,10
B,2024-01-08,20
B,2024-02-12,20
C,2024-02-20,5
D,2024-03-04,5
"""


@pytest.fixture
def log(tmp_path):
    (tmp_path / "log.csv").write_text(MADE_UP)
    return relsim.read(tmp_path / "log.csv", period="week")


@pytest.fixture(scope="module")
def records():
    """Every tenth customer of CDNOW."""
    whole = relsim.read(cdnow.folder() / "CDNOW_master.txt", period="week")
    assert whole.shape == "transactions" and len(whole.each) == 23_570
    return replace(whole, days=whole.days[whole.days["customer"] % 10 == 0])


def test_what_is_bought_again_counts_once_a_period_of_age(log):
    found = repeats(log)
    # A: two purchases in the first week count once, then weeks 2 and 5; B: after 35 days.
    assert found["age"].tolist() == [1.0, 2.0, 5.0, 5.0]
    assert so_far(log, np.array([0.0, 1.0, 2.0, 9.0])).tolist() == [0.0, 1.0, 2.0, 4.0]
    many, last, seen = summary(log)
    assert many.tolist() == [3, 1, 0, 0] and seen.tolist() == [8, 7, 1, 0]
    assert last == pytest.approx([35 / log.length, 35 / log.length, 0, 0])
    again = waiting(log, 2)
    assert again.exits.tolist() == [2, 7, 1, 0] and again.left.tolist() == [True, *[False] * 3]


def test_what_is_held_out_tells_nothing_of_what_was_known(log):
    known, whole = split(log, 4)
    assert len(known.each) == len(whole.each) == 2  # C and D came later
    assert known.days["day"].max() <= known.end < whole.days["day"].max()
    assert summary(known)[2].tolist() == [4, 3]
    bent = replace(log, days=log.days[(log.days["day"] <= known.end) | (log.days["amount"] < 9)])
    assert Log(bent, 4).law == pytest.approx(Log(log, 4).law)


def test_bg_nbd_s_purchases_are_the_published_form():
    """Equation 10 of Fader, Hardie & Lee (2005), as remembered."""
    r, alpha, a, b = LAW
    for when in (1.0, 39.0, 78.0):
        inside = hyp2f1(r, b, a + b - 1, when / (alpha + when))
        published = (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + when)) ** r * inside)
        assert times_again(LAW, [when]) == pytest.approx([published], rel=1e-9)


def test_who_comes_again_under_bg_nbd_is_who_does_in_simulated_lives():
    draw = np.random.default_rng(5)
    many, when = 40_000, 30.0
    rates = draw.gamma(LAW[0], 1 / LAW[1], many)
    dropping = draw.beta(LAW[2], LAW[3], many)
    came = np.zeros(many)
    there, clock = np.ones(many, bool), np.zeros(many)
    while there.any():
        clock += draw.exponential(1 / rates)
        there &= clock <= when
        came += there
        there &= draw.random(many) >= dropping
    for often in (1, 2, 4):
        share = float((came >= often).mean())
        said = float(coming_again(LAW, often, [when])[0])
        assert said == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / many))


def test_who_needs_every_period_and_cannot_leave_buys_in_each():
    alone = {"market.customers": 50, "market.warm_up": 0.0, "market.periods": 4}
    alone |= {"behaviour.population_turnover": False, "behaviour.outside_option": False}
    text = '[[segments]]\nname = "all"\nneed_rate = 1.0\n[[firms]]\nname = "Alba"\n'
    scenario = relsim.parse(text, {**alone, "firms.Alba.capacity": 9.0})
    strand = Strand(relsim.study.data.Cohort((0, 1, 2, 4), (1.0,) * 4), again=2)
    count, begun = survivors(scenario, [strand, replace(strand, again=0)], 1, 0, Stop())
    assert begun.tolist() == [50.0] * 8
    assert count.tolist() == [50.0, 50.0, 0.0, 0.0, 0.0, 50.0, 100.0, 200.0]


def test_a_till_changes_nothing():
    small = relsim.load("insurance", {"market.customers": 100, "market.periods": 12})
    till = Till()
    with_it = relsim.Market(small, seed=4, phases=[till]).run()
    without = relsim.Market(small, seed=4).run()
    assert with_it.periods.equals(without.periods)
    uses = with_it.of_firm().line("uses")
    assert [int(one.sum()) for one in till.bought[-12:]] == uses.astype(int).tolist()


def test_a_fit_of_purchases_says_what_was_bought_where_it_was_held_out(monkeypatch, records):
    monkeypatch.setattr(search, "survivors", fake_survivors)
    market = relsim.parse('[market]\nperiod = "week"\n[[firms]]\nname = "Alba"\n')
    path = "behaviour.loss_aversion"
    words = {"hold_out": 39, "horizon": 90, "replications": 1, "evaluations": 40}
    found = fitting.fit(market, records, [path], **words)
    rows = found.to_json()["purchases"]
    assert [row["period"] for row in rows] == list(range(1, 91))
    assert rows[38]["observed"] is not None and rows[77]["observed"] is None
    assert [row["held_out"] for row in rows[36:40]] == [False, False, True, True]
    begun = split(records, 39)[0].each["first"].to_numpy() / records.length
    # Everybody of the made-up market buys in every tenth period.
    assert rows[50]["fitted"] == pytest.approx((51 - begun).sum() / 10)
    held = found.sales.held_out
    assert held.observed == rows[76]["observed"] - rows[37]["observed"]
    said = " ".join(str(found).split())
    assert "Purchases again so far, of all customers" in said
    assert "Customers who have not bought again 4 times" in said
    assert "Nobody says when they leave here" in said and "the yardstick (BG/NBD)" in said
    assert "Of this cohort" not in said
    assert set(found.frames()) == {"periods", "purchases"}
    assert "buy again as in" in str(of_fit.question(found))
    assert [*of_fit.charts(found)][:2] == ["purchases", "survival-0"]
    title = str(of_fit.charts(found)["purchases"][1].title)
    assert "Of what was held out the market says +" in title
    assert all(law.law == "BG/NBD" for law in found.courses)


def test_silence_is_followed_only_where_somebody_said_so(monkeypatch):
    monkeypatch.setattr(search, "survivors", fake_survivors)
    market = relsim.parse('[[firms]]\nname = "Alba"\n')
    source = FOLDER / "transactions_english.csv"
    by_rule = fitting.fit(
        market, relsim.read(source, silence=90.0), ["behaviour.loss_aversion"], replications=1
    )
    assert by_rule.sales is None and by_rule.strands[0].again is None
    assert "stay on average" in str(by_rule)
    with pytest.raises(InputError, match="too few customers have come again"):
        log = relsim.read(source)
        purchases_of(log, replace(log, days=log.days[log.days["customer"] < 3]))


def test_cdnow_s_first_half_tells_the_second_as_well_as_bg_nbd_does(records):
    """Begun at what the long test finds of all customers, rounded."""
    begun = dict(zip(cdnow.NUMBERS, (0.07, 5.8, 0.4, 8.8), strict=True))
    found = relsim.fit(
        relsim.parse(cdnow.market(7), {**begun, "market.customers": 1_500}),
        records,
        cdnow.NUMBERS,
        hold_out=cdnow.HOLD_OUT,
        replications=1,
        evaluations=8,
    )
    held = found.sales.held_out
    law = purchases_law(*summary(split(records, cdnow.HOLD_OUT)[0]))[0]
    assert law == pytest.approx([0.27, 5.8, 0.75, 2.3], rel=0.3)
    # Both are some 12 % below what came: a miss that stands.
    for said in (held.fitted, held.yardstick):
        assert -0.3 < said / held.observed - 1 < 0.1
    assert found.held_out_errors()["fitted"] < 3


@pytest.mark.statistics
@pytest.mark.parametrize(("shops", "off"), [(1, 0.45), (7, -0.12)])
def test_cdnow_fitted_from_far_away(shops, off):
    log = relsim.read(cdnow.folder() / "CDNOW_master.txt", period="week")
    found = cdnow.fitted(shops, log)
    held = found.sales.held_out
    assert held.observed == 18_630
    assert held.yardstick / held.observed - 1 == pytest.approx(-0.12, abs=0.01)
    assert held.fitted / held.observed - 1 == pytest.approx(off, abs=0.08)
    assert found.error < 2.5
