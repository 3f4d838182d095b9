"""Watched lives: lived again to the bit, and noted with the engine's own numbers."""

from collections import Counter

import numpy as np
import pytest

import relsim
from relsim.errors import RunError
from relsim.market import Market
from relsim.market.witness import Witness
from relsim.market.witness.facts import GaveNotice, Heard, Moved, Reviewed, Told, Used, gist
from relsim.market.witness.offers import winner_of
from tests.market.markets import outcome, rich

SMALL = {"market.customers": 150, "market.periods": 24}
WORLDS = {
    "insurance, social": (relsim.load("insurance", SMALL), "social"),
    "logistics, structural": (relsim.load("logistics", SMALL), "structural"),
    "subscription, financial": (
        relsim.load("subscription_regular", {"market.customers": 150}),
        "financial",
    ),
    "four firms, months": (rich(4, periods=14), "recovery"),
    "one firm, weeks, complete network": (rich(1, period="week", network="complete"), "none"),
    "nine firms, years": (rich(9, period="year", network="random", warm_up=6.0), "social"),
}


class Attentive(Witness):
    """A witness that also keeps what the engine made of every offer."""

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        self.compared = []

    def _note(self, label, row, before, given):
        super()._note(label, row, before, given)
        if label == "choose" and self._calls.of("decide"):
            luck = [call.answer for call in self._calls.of("gumbel")]
            values = [call.answer for call in self._calls.of("utility")]
            firms = [call.given["j"] for call in self._calls.of("utility")]
            luck = luck[len(luck) - len(values) :]
            engine = {j: u + g for j, u, g in zip(firms, values, luck, strict=True)}
            review = next(fact for fact in self._facts[row] if isinstance(fact, Reviewed))
            self.compared.append((engine, review))


@pytest.fixture(scope="module", params=WORLDS)
def witness(request):
    scenario, strategy = WORLDS[request.param]
    market = Attentive(scenario, range(0, 100, 5), seed=11, strategy=strategy)
    market.watch(range(0, 100, 5))
    market.run()
    return market


def facts(market, kind):
    return [
        (row, period, fact)
        for row, life in market.lives.items()
        for period in life
        for fact in period.facts
        if isinstance(fact, kind)
    ]


def test_every_period_noted_is_the_row_to_the_bit(witness):
    kept = witness.watched.records
    started = -witness.books.warm_up
    for place, life in enumerate(witness.lives.values()):
        for period in life:
            if period.facts[-1:] and period.facts[-1].what == "replaced":
                continue
            row = kept[period.period - started, place]
            assert period.record.tobytes() == row.tobytes()


def test_terms_add_up_to_the_engines_utility_exactly(witness):
    assert witness.compared
    for engine, review in witness.compared:
        offered = {offer.firm: offer.utility for offer in review.offers if offer.firm >= 0}
        assert offered == engine


def test_every_choice_made_from_the_terms_is_the_engines(witness):
    for _, period, review in facts(witness, Reviewed):
        assert winner_of(review.offers) == review.winner
        moves = [fact for fact in period.facts if isinstance(fact, Moved)]
        if notices := [fact for fact in period.facts if isinstance(fact, GaveNotice)]:
            assert (notices[0].to, period.record.firm) == (review.winner, review.firm)
            continue
        assert period.record.firm == review.winner
        assert bool(moves and moves[-1].to == review.winner) == (review.winner != review.firm)


def test_parts_of_the_switching_cost_are_the_whole(witness):
    for _, _, review in facts(witness, Reviewed):
        for offer in review.offers:
            if offer.own:
                whole = offer.terms["switching cost"]
                assert sum(offer.cost_parts.values()) == pytest.approx(whole, abs=1e-12)


def test_reasons_of_a_review_are_its_chance(witness):
    for _, _, review in facts(witness, Reviewed):
        if review.chance is not None:
            assert min(1.0, sum(review.reasons.values())) == pytest.approx(review.chance)


def test_a_life_holds_uses_as_the_books_do(witness):
    for row, period, used in facts(witness, Used):
        assert period.wanted, row
        assert used.paid > 0


def test_what_is_told_is_heard():
    everybody = Witness(rich(4, customers=60, periods=6), range(60), seed=5)
    everybody.run()
    told, heard = Counter(), Counter()
    alive = {row: len(life) for row, life in everybody.lives.items()}
    for row, period, fact in facts(everybody, Told):
        if alive[fact.listener] == alive[row]:
            told[period.period, row, fact.listener, fact.firm, fact.good] += 1
    for row, period, fact in facts(everybody, Heard):
        for report in fact.reports:
            if alive[report.talker] == alive[row]:
                heard[period.period, report.talker, row, report.firm, report.good] += 1
    assert sum(told.values()) > 20
    assert told == heard


def test_nobody_is_named_where_everybody_knows_everybody():
    scenario, _ = WORLDS["one firm, weeks, complete network"]
    market = Witness(scenario, range(0, 100, 9), seed=11)
    market.run()
    reports = [report for _, _, fact in facts(market, Heard) for report in fact.reports]
    assert reports
    assert {report.talker for report in reports} == {-1}


def test_witnessing_changes_nothing():
    scenario, strategy = WORLDS["four firms, months"]
    plain = outcome(Market(scenario, seed=3, strategy=strategy))
    assert outcome(Witness(scenario, [4, 9], seed=3, strategy=strategy)) == plain


def test_threads_change_nothing():
    scenario = relsim.load("insurance", {"market.customers": 20_000, "market.periods": 3})
    rows = [8191, 8192]
    one, two = (Witness(scenario, rows, threads=threads) for threads in (1, 2))
    one.run()
    two.run()
    for row in rows:
        for mine, yours in zip(one.lives[row], two.lives[row], strict=True):
            assert mine.facts == yours.facts
            assert mine.record.tobytes() == yours.record.tobytes()


def test_a_life_that_differs_from_its_row_is_a_fault_of_ours():
    market = Witness(rich(2), [3], seed=1)
    market.step()
    market._alive[3]["trust"] += 1e-12
    with pytest.raises(RunError, match="customer 3, lived again, differs"):
        market.step()


def test_notes_begin_with_who_holds_the_row_when_the_strategy_starts():
    scenario = rich(2, periods=4, warm_up=24.0, population_turnover=0.1)
    market = Witness(scenario, range(60), seed=2)
    market.run()
    newcomers = [row for row in market.lives if market.opening[row].generation > 0]
    assert newcomers
    for row, life in market.lives.items():
        generation = market.opening[row].generation
        assert all(period.record.generation == generation for period in life)
        assert life[-1].period == 3 or life[-1].facts[-1].what == "replaced"
        assert life[0].period <= 0


def test_the_gist_of_a_fact_leaves_measured_numbers_out():
    assert gist(Used(0, 1.0, 0.5, 0.6, 0.7)) == gist(Used(0, 2.0, 0.5, 0.6, 0.8))
    assert gist(Used(0, 1.0, 0.5, 0.6, 0.7)) != gist(Used(1, 1.0, 0.5, 0.6, 0.7))


def test_lives_are_eventful():
    scenario, strategy = WORLDS["four firms, months"]
    market = Witness(scenario, range(0, 100, 4), seed=11, strategy=strategy)
    market.run()
    kinds = {fact.what for life in market.lives.values() for p in life for fact in p.facts}
    assert kinds == {
        *("news", "doubted", "renewed", "reviewed", "repeated", "moved", "turned away", "used"),
        *("failed", "told", "heard", "advertised", "replaced", "aimed"),
        *("contract renewed", "gave notice"),
    }
    assert np.isfinite([p.record.trust for life in market.lives.values() for p in life]).all()
