"""Where a bet may lie: within reach of the truth, and without a word of how large it is."""

import dataclasses

import pytest

from relsim.claims import claims, difference, level, read_claim
from relsim.claims.bet import STEPS, bet_scale, drawn_curves
from relsim.claims.ledger import from_ledger


@pytest.fixture(scope="module")
def ledger():
    """Return the evidence of every claim."""
    return {name: from_ledger(read_claim(name)) for name in claims()}


def ends_of(found):
    """Return the ends of all intervals that a bet is compared with."""
    told = [found.main, *(one for curve in drawn_curves(found) for one in curve.findings)]
    return [end for one in told for end in (one.effect.low, one.effect.high)]


def test_every_scale_reaches_the_truth(ledger):
    for name, found in ledger.items():
        scale, ends = bet_scale(found), ends_of(found)
        assert scale.low <= min(ends) and max(ends) <= scale.high, name


def test_what_was_found_takes_no_part_in_the_scale(ledger):
    kinds = {}
    for name, found in ledger.items():
        contrast, unit = found.main.contrast, found.effect(found.main).unit
        kinds.setdefault((unit.kind, contrast.smallest), {})[name] = bet_scale(found)
    assert any(len(of_one) > 10 for of_one in kinds.values())
    for of_one in kinds.values():
        assert len({(scale.high, scale.step) for scale in of_one.values()}) == 1, of_one
    # The ends of a scale are the truth's neither: a tenth of it in one claim, all of it in another.
    parts = [max(map(abs, ends_of(one))) / bet_scale(one).high for one in ledger.values()]
    assert min(parts) < 0.06 and max(parts) > 0.8


def test_no_share_is_bet_beyond_what_is_possible(ledger):
    for found in ledger.values():
        scale = bet_scale(found)
        if found.effect(found.main).unit.kind in ("percent", "points", "score"):
            assert scale.high <= 1
    below = {name for name, found in ledger.items() if bet_scale(found).low == 0}
    assert below == {"concentration", "satisfaction_is_not_loyalty"}


def test_a_step_is_seen_and_nothing_can_be_bet(ledger):
    for name, found in ledger.items():
        scale, unit = bet_scale(found), found.effect(found.main).unit
        assert unit.text(scale.step) != unit.text(0.0), name
        assert scale.low in (0.0, -scale.high)
        assert scale.high / scale.step == pytest.approx(STEPS), name
        assert scale.step <= found.main.contrast.smallest, name


@pytest.mark.parametrize(
    ("contrast", "low", "high"),
    [
        (difference("both", "bonding", smallest=0.003), -0.2, 0.2),
        (difference("both", "bonding", smallest=0.3), -1.0, 1.0),
        (difference("both", "bonding", "npv", relative_to="neither", smallest=0.001), -0.1, 0.1),
        (difference("both", "bonding", "npv", smallest=500.0), -50_000.0, 50_000.0),
        (level("both", "retention", smallest=0.01), 0.0, 1.0),
        (level("both", "retention", "same", smallest=0.001), -0.1, 0.1),
    ],
)
def test_the_scale_follows_from_unit_and_what_matters(ledger, contrast, low, high):
    found = ledger["two_keys"]
    claim = dataclasses.replace(found.claim, contrasts=(contrast,))
    other = dataclasses.replace(found.main, contrast=contrast)

    class Asked:
        main = other
        effect = staticmethod(lambda one: claim.effect(one.contrast, one.effect))

    assert (bet_scale(Asked).low, bet_scale(Asked).high) == (low, high)
