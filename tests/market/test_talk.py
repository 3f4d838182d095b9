"""Word of mouth and advertising as diffusion: B13 and B14, and who hears what."""

import numpy as np
import pytest

from relsim.market import Market
from relsim.scenario import Scenario
from tests.market.markets import bare, closed, figure, live

N = 5_000
TALK = 0.5

DECISIVE = {
    "word_of_mouth": True,
    "advertising": True,
    "outside_option": True,
    "review": False,
    # Nobody joins from what everybody begins with; everybody does from a good word.
    "belief_weight": 1e5,
    "belief_start": 0.3,
    "outside_utility": 5e4,
    "talk_base": TALK,
    "talk_feeling": 0.0,
    "hearing_weight": 1.0,
    "told_base": 0.9,
    "told_slope": 0.0,
    "claim_weight": 1.0,
    "goodwill_decay": 1.0,
    "quality_noise": 0.0,
}


def diffusion(opening: float, outside: float = 0.0, seed: int = 1, periods: int = 20) -> np.ndarray:
    """Return the share of customers by period, the opening first."""
    spend = -np.log1p(-outside) * N
    firm = {"opening_share": opening, "advertising": spend, "claim": 0.9}
    scenario = bare(
        [firm, {"opening_share": 1.0 - opening, "present": False}],
        customers=N,
        periods=periods,
        market={"network": "complete", "costs": {"reach": 1.0}},
        behaviour=DECISIVE,
    )
    market = Market(scenario, seed=seed)
    begun = market.heads[0] / N
    return np.concatenate([[begun], closed(market.run())[:, 0] / N])


def follows_the_map(shares: np.ndarray, outside: float) -> bool:
    """Tell whether each period follows from the one before, within 4 standard errors + 3/N."""
    now, after = shares[:-1], shares[1:]
    won = 1 - (1 - outside) * np.exp(-TALK * now)
    error = np.sqrt((1 - now) * won * (1 - won) / N)
    return bool((np.abs(after - now - (1 - now) * won) <= 4 * error + 3 / N).all())


def test_b13_word_of_mouth_and_advertising_spread_by_the_map():
    # What is heard in a period is acted upon at the next need.
    shares = diffusion(0.0, outside=0.05)
    assert shares[-1] > 0.9
    assert follows_the_map(shares[1:], 0.05)


def test_b14_word_of_mouth_alone_spreads_by_the_map():
    shares = diffusion(0.05)
    assert 0.5 < shares[-1] < 1.0
    assert follows_the_map(shares[1:], 0.0)


def test_b14_without_a_seed_nothing_ever_spreads():
    assert not diffusion(0.0).any()


def told(scenario: Scenario) -> float:
    """Return all reports of a run."""
    run = live(scenario)
    return float(figure(run, "talk_good").sum() + figure(run, "talk_bad").sum())


def talkers(network: str, customers: int = 200) -> Scenario:
    return bare(
        1,
        customers=customers,
        periods=5,
        market={"network": network},
        behaviour={**DECISIVE, "talk_base": 1.0, "belief_start": 0.9},
    )


def test_everybody_who_must_talk_talks_once_a_use():
    assert told(talkers("complete")) == 200 * 5


@pytest.mark.parametrize(("network", "customers"), [("none", 200), ("complete", 1)])
def test_who_knows_nobody_tells_nobody(network, customers):
    assert told(talkers(network, customers)) == 0


def test_nobody_hears_from_a_stranger(tmp_path):
    (tmp_path / "friends.csv").write_text("0 1\n2 3\n")
    scenario = bare(
        [{"opening_share": 0.5}, {"opening_share": 0.5, "present": False}],
        customers=40,
        periods=10,
        market={"network": "file", "network_file": "friends.csv"},
        behaviour={**DECISIVE, "talk_base": 1.0},
        folder=tmp_path,
    )
    market = Market(scenario, seed=2)
    begun = market.customers.get("belief")[:, 0].copy()
    market.run()
    heard = np.flatnonzero(market.customers.get("belief")[:, 0] != begun)
    assert set(heard) <= {0, 1, 2, 3}
    assert len(heard)


def test_what_was_heard_moves_the_belief_once_whatever_the_order(tmp_path):
    # Five friends tell row 0 about a firm each; twice as many words are one movement.
    np.savetxt(tmp_path / "friends.csv", [[0, k] for k in range(1, 6)], fmt="%d")
    scenario = bare(
        [{"opening_share": 1.0}],
        customers=6,
        periods=1,
        market={"network": "file", "network_file": "friends.csv"},
        behaviour={
            **DECISIVE,
            "talk_base": 1.0,
            "hearing_weight": 0.2,
            "hearing_own": 1.0,
            "belief_start": 0.6,
        },
        folder=tmp_path,
    )
    market = Market(scenario)
    market.run()
    left = (1 - 0.2) ** 5
    assert market.customers[0].belief[0] == pytest.approx(0.9 - left * 0.3, rel=1e-12)
