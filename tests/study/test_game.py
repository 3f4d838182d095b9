"""A game between teams: one past, exact other pasts, a budget that holds, what teams are told."""

import json

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.study.game import Decision, Game, begin, debrief, lived, report
from relsim.study.game.living import market_of
from relsim.study.game.prices import prices_in
from relsim.study.game.reports import score

TEAMS = ("Red", "Blue", "Green")


@pytest.fixture(scope="module")
def fresh():
    scenario = relsim.load("insurance", {"market.customers": 150, "market.warm_up": 6})
    return begin(scenario, TEAMS, years=3)


@pytest.fixture(scope="module")
def played(fresh):
    game = fresh.decide({"Red": Decision({"social": 0.6}, True), "Blue": Decision({"price": 18.0})})
    game = game.decide({"Red": Decision({"social": 0.1}), "Green": Decision({"structural": 0.5})})
    return game.decide({"Blue": Decision({"price": 24.0, "speed": 0.9})})


@pytest.fixture(scope="module")
def told(played):
    return debrief(played)


def test_a_longer_game_has_the_same_past_to_the_bit(fresh, played):
    short = lived(fresh.decide(played.decided[0])).periods
    long = lived(played).periods
    assert short.equals(long[long.period < 12].reset_index(drop=True))


def test_a_game_is_saved_by_its_decisions(played):
    again = Game.from_json(json.loads(json.dumps(played.to_json())))
    assert again == played and lived(again).periods.equals(lived(played).periods)


def test_what_a_rival_would_have_brought_is_what_it_brings_who_plays_so(fresh, played, told):
    """Two ways to one past: replaced afterwards, and decided from the start."""
    game = fresh
    for year in played.decided:
        ours = Decision(year.get("Blue", Decision()).levers, year.get("Red", Decision()).research)
        game = game.decide({**year, "Red": ours})
    assert told.otherwise["Red"]["played as Blue"] == score(game, lived(game), "Red")
    kept = fresh.decide(played.decided[0])
    kept = kept.decide({"Green": played.decided[1]["Green"]}).decide(played.decided[2])
    assert told.otherwise["Red"]["kept its first levers"] == score(kept, lived(kept), "Red")
    assert len(set(told.otherwise["Red"].values()) | {told.scores["Red"]}) == 4


def test_who_never_changed_anything_would_have_been_the_same(played, told):
    never = played.with_first("Green")
    assert never.levers("Green")["structural"] == 0.0
    unmoved = Game.from_json({**played.to_json(), "decided": played.to_json()["decided"][:1]})
    assert market_of(unmoved.with_first("Red")) == market_of(unmoved)


def test_heads_add_up_over_all_moves(played, told):
    run = lived(played)
    for place, team in enumerate(TEAMS):
        ours = run.periods[run.periods.firm == team]
        opened = ours.opened.iloc[0]
        gained = told.moved[:, place].sum() - told.moved[place].sum()
        assert opened + gained == ours.customers.iloc[-1]
    assert np.diag(told.moved).sum() == 0
    assert told.scores[told.winner] == max(told.scores.values())


def test_profits_shares_and_books_are_those_of_the_periods_counted_anew(played, told):
    run = lived(played)
    for team in TEAMS:
        ours = run.periods[(run.periods.firm == team) & (run.periods.period >= 0)]
        first, second = (ours[ours.period // 12 == year] for year in (0, 1))
        # A tenth of the budget for each of its heads, month by month: of who asked, when it asked.
        paid = 0.1 * played.budget * first.customers.sum() if team == "Red" else 0.0
        assert told.scores[team] == pytest.approx(ours.profit.sum() - paid)
        assert told.shares[team] == ours.share.iloc[-1]
        assert told.misjudged[team] == ours.misjudged.iloc[-1]
        books = dict(report(played, run, team, 2).books)
        assert books["Won"].value == (second.acquired + second.won_back).sum()
        assert books["Profit of the year"].value == pytest.approx(second.profit.sum())
    assert run.periods[run.periods.period // 12 == 1].won_back.sum() > 0


def test_the_tables_say_who_earned_most_what_else_was_and_who_left_whom(told):
    standings, otherwise, moves, _ = told.tables()
    order = [row.top for row in standings.rows]
    assert order[0] == told.winner and order == sorted(order, key=lambda one: -told.scores[one])
    for row in otherwise.rows:
        shown = dict(zip(otherwise.columns, row.cells, strict=True))
        for what, profit in told.otherwise[row.top].items():
            assert shown[what].top.value == profit - told.scores[row.top]
    (red,) = (row for row in moves.rows if row.top == "Red")
    blue = red.cells[moves.columns.index("Blue")].top.value
    assert blue == told.moved[0, 1] != told.moved[1, 0]


def test_the_customer_told_of_has_seen_as_many_firms_as_anybody(played, told):
    spells = lived(played).spells
    there = spells[(spells.start <= 0) & (spells.start + spells.duration >= 0)].customer
    firms = [set(spells[spells.customer == one].firm) for one in set(there)]
    assert len({one.firm for one in told.stays}) == max(map(len, firms)) > 1


def test_who_sets_nothing_pays_nothing_and_prices_tell_nothing_of_the_luck(fresh, monkeypatch):
    assert fresh.cost("Red", Decision()) == 0.0
    assert all(min(costs) == 0.0 for costs in fresh.prices.costs.values())
    seeds = []

    class Tried:
        def __init__(self, market, seed):
            seeds.append(seed)

        def run(self):
            raise KeyboardInterrupt

    monkeypatch.setattr("relsim.market.bare.BareMarket", Tried)
    with pytest.raises(KeyboardInterrupt):
        prices_in(fresh.scenario, "Red", fresh.seed)
    assert seeds and fresh.seed not in seeds


@pytest.mark.parametrize(
    ("team", "levers", "said"),
    [
        ("Red", {"price": 100.0}, "it can be set from €15.00 to €25.00"),
        ("Red", {"price": float("nan")}, "price"),
        ("Red", {"social": True}, "social"),
        ("Red", {"social": "1"}, "social"),
        ("Red", {"mind": 1.0}, "not played"),
        ("Gold", {}, "there is no 'Gold'"),
        ("Red", {"quality": 0.82, "social": 1.0, "structural": 1.0}, "budget"),
    ],
)
def test_a_decision_against_the_rules_is_refused_in_words(fresh, team, levers, said):
    with pytest.raises(InputError, match=said):
        fresh.decide({team: Decision(levers)})


def test_research_counts_against_the_budget_and_a_game_ends(fresh, played):
    dear = Decision({"structural": 1.0})
    low = Game.from_json({**fresh.to_json(), "budget": 1.02 * fresh.cost("Red", dear)})
    low.check("Red", dear)
    with pytest.raises(InputError, match="research"):
        low.check("Red", Decision({"structural": 1.0}, research=True))
    assert played.over
    with pytest.raises(InputError, match="over"):
        played.decide({})


def test_who_does_not_pay_for_research_is_told_heads_and_money_alone(played):
    run = lived(played)
    red, blue = (report(played, run, team, 1) for team in ("Red", "Blue"))
    assert blue.research == () and len(red.research) > 4
    names = {name for name, _ in blue.books}
    assert not [name for name in names if "atisfaction" in name or "hare" in name]
    assert dict(red.books)["Spent on research"].value > 0
    later = report(played, run, "Red", 3)
    assert later.research == ()
    assert dict(later.books)["Profit so far"].value == score(played, run, "Red")


@pytest.mark.parametrize("teams", [["Us"], [f"Team {n}" for n in range(8)]])
def test_one_plays_against_minds_and_eight_against_each_other(fresh, teams, monkeypatch):
    # The prices are those of another market: what they are is not looked at here.
    monkeypatch.setattr("relsim.study.game.game.prices_in", lambda *given: fresh.prices)
    game = begin(relsim.load("insurance", {"market.customers": 160, "market.warm_up": 6}), teams)
    assert len(game.scenario.firm_names) == max(4, len(teams))
    minds = {firm.name: firm.mind for firm in game.scenario.firms}
    assert all(mind == ("still" if name in teams else "imitator") for name, mind in minds.items())
    assert lived(game.decide({teams[0]: Decision({"social": 0.3})})).periods.period.max() == 11


@pytest.mark.parametrize(
    "teams", [[], [f"Team {n}" for n in range(9)], ["Red", "RED"], ["‮Red", "Blue"], ["Red", ""]]
)
def test_teams_that_cannot_be_told_apart_do_not_begin(teams):
    with pytest.raises(InputError, match="team"):
        begin(relsim.load("insurance"), teams)


def test_the_debriefing_shows_itself_and_is_plain(told):
    shown = str(told)
    assert "Who earned what" in shown and "kept its first levers" in shown
    assert json.dumps(told.to_json(), allow_nan=False)
    assert set(told.frames()) == {"profits", "moves"}
