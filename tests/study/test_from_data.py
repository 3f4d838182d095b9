"""What files of one's own say of money and of who comes again, held against a market."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.study.data.repeats import waiting
from relsim.study.data.spending import spent
from relsim.study.fit.till import Till, own
from relsim.study.settings.calibrating import _known
from relsim.study.settings.from_data import _jackknife, _mean_paid, of_reading
from relsim.study.settings.measures import Noted, cohort_of, measure
from relsim.study.settings.pattern import read_patterns
from tests.study.shapes import FOLDER

SMALL = {"market.customers": 150, "market.periods": 24, "market.warm_up": 3.0}
MONEY = ("paid", "best_fifth", "best_fifth_lost")


def written(till, path):
    """Write what a till noted as a firm's log of purchases, a month a period."""
    lines = ["id,date,amount"]
    first = date(2020, 1, 15)
    for period, (numbers, money) in enumerate(till._paid):
        day = first + timedelta(days=int(period * 30.4375))
        lines += [
            f"{who},{day.isoformat()},{max(paid, 0.0):.9f}"
            for who, paid in zip(numbers, money, strict=True)
        ]
    path.write_text("\n".join(lines))
    return relsim.read(path)


@pytest.fixture(scope="module")
def lived():
    """A small market, and what its till noted."""
    till = Till()
    market = relsim.Market(relsim.load("hotel", SMALL), seed=2, phases=till.phases)
    till.whose = own(market)
    return market.run(), till


def test_a_market_s_own_log_read_as_a_file_says_what_the_market_says(lived, tmp_path):
    run, till = lived
    log = written(till, tmp_path / "log.csv")
    known, unused = of_reading(log, run.scenario)
    targets = {one.measured: one.target for one in known}
    for word in MONEY:
        value, _ = measure(word).value(run, Noted({}, till))
        assert targets[word] == pytest.approx(value, rel=1e-6), word
    assert not unused and all(one.error > 0 and one.own for one in known)


def test_who_comes_again_in_a_market_is_who_does_in_its_log(tmp_path):
    word = measure("again.8.2")
    scenario = cohort_of(relsim.load("hotel", SMALL), [word])
    till = Till()
    market = relsim.Market(scenario, seed=2, phases=till.phases)
    till.whose = own(market)
    rows = np.flatnonzero(till.whose)
    value, luck = word.value(market.run(), Noted({}, till))
    # All who opened the market have just bought.
    till._paid = [(rows, np.zeros(len(rows))), *till._paid]
    log = written(till, tmp_path / "log.csv")
    whole = log.days[log.days["customer"] < len(rows)]
    again = waiting(replace(log, days=whole, closes=log.end + 1), 2)
    assert value == pytest.approx(1 - again.curve.at(np.array([8.0]))[0], abs=0.02)
    assert luck > 0


def test_spending_by_hand():
    year = spent(np.array([3, 1, 3, 2, 4, 5]), np.array([4.0, 1.0, 6.0, 2.0, 0.0, 3.0]))
    assert year.whose.tolist() == [1, 2, 3, 4, 5] and year.often.tolist() == [1, 1, 2, 1, 1]
    assert year.best_fifth() == 10 / 16 and sorted(year.paid()) == [1.0, 2.0, 3.0, 5.0]
    assert year.best_lost(spent(np.array([1, 2]), np.ones(2))) == (1, 1)
    assert year.without(3, 20).whose.tolist() == [1, 2, 4, 5]


def test_customers_bring_their_spending_and_their_segments():
    read = relsim.read(FOLDER / "customers_english.csv", leavers="ever")
    names = [one.name for one in read.groups[1:]]
    text = "".join(f'[[segments]]\nname = "{name}"\n' for name in names)
    known, unused = of_reading(read, relsim.parse(text + '[[firms]]\nname = "Alba"\n'))
    found = {one.measured: one for one in known}
    for one in read.groups[1:]:
        pattern = found[f"mix.{one.name}"]
        assert pattern.target == pytest.approx(len(one.exits) / len(read.groups[0].exits))
    every = read.groups[0]
    assert (found["paid"].target, found["paid_spread"].target) == (every.spend, every.spread)
    assert not unused
    known, (said,) = of_reading(read, relsim.load("insurance"))
    assert "no segments Month-to-month" in str(said) and "mix" not in str(known)


def test_a_share_of_a_segment_is_measured_of_the_firms_own_customers():
    text = '[[firms]]\nname = "Alba"\n[[firms]]\nname = "Brio"\n'
    text += '[[segments]]\nname = "few"\nshare = 0.2\n[[segments]]\nname = "many"\nshare = 0.8\n'
    run = relsim.Market(relsim.parse(text, SMALL), seed=5).run()
    value, luck = measure("mix.few").value(run, Noted({}, Till()))
    few = run.customers["segment"] == 0
    ours = run.customers["firm"] == run.scenario.focal.name
    assert value == pytest.approx(few[ours].mean()) and luck > 0
    assert value != pytest.approx(few.mean()), "of the market"


def test_a_segment_that_the_market_lacks_is_refused(tmp_path):
    path = tmp_path / "known.toml"
    path.write_text(
        '[[patterns]]\nname = "few"\nmeasured = "mix.few"\ntarget = 0.2\nerror = 0.05\n'
        'source = "books"\n'
    )
    with pytest.raises(InputError, match="no segment 'few'; there are private"):
        _known(relsim.load("insurance"), path, None, None)


def test_a_mean_is_as_sure_as_its_customers_differ():
    paid = np.random.default_rng(1).lognormal(3.0, 0.5, 4000)
    year = spent(np.arange(4000), paid)
    assert _jackknife(year, _mean_paid) == pytest.approx(paid.std() / 4000**0.5, rel=0.4)


def test_money_needs_a_market_that_lives_for_a_year(tmp_path):
    years = ("2022", "2023", "2024")
    rows = [f"{who},{year}-0{1 + who % 6}-11,{who + 1}" for who in range(30) for year in years]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["id,date,amount", *rows]))
    short = relsim.load("insurance", {"market.periods": 12, "market.warm_up": 0.0})
    log = relsim.read(path)
    with pytest.raises(InputError, match="periods to 24 or"):
        _known(short, [], log, None)


def test_a_level_that_no_setting_reaches_says_where_it_is_set(tmp_path):
    path = tmp_path / "known.toml"
    path.write_text(
        '[[patterns]]\nname = "paid"\nmeasured = "paid"\ntarget = 9000.0\nlog = true\n'
        'discrepancy = 0.1\nsource = "books"\n'
    )
    small = relsim.load("insurance", {**SMALL, "market.periods": 12})
    with pytest.raises(InputError, match=r"target is 9e\+03.*set firms\.NAME\.price"):
        relsim.calibrate(small, read_patterns(path), runs=60)
