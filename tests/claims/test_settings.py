"""A claim in plausible settings: its shares without luck, what is kept, the ledger's stage."""

import dataclasses
import json

import numpy as np
import pytest
from scipy.special import ndtr

import relsim.claims.ledger_stages as stage
import relsim.study.compare.worlds as worlds
from relsim.claims import Arm, Size, Vary, because, difference, in_settings, ledger, read_claim
from relsim.claims.breadth import MEANT, WHOLE, Breadth, Share
from relsim.claims.lesson import lesson
from relsim.claims.shares import Seen, _possible_means, shares_of
from relsim.claims.trying_settings import settings_for
from relsim.claims.words import named_with_figure, part_text
from relsim.errors import InputError
from relsim.study.settings.settings import Settings
from relsim.words.language import speaking
from tests.claims.test_claims import claim_of

SMALL = Size(2, customers=100, periods=12)
MORE = difference("social", "none", smallest=0.1)


def seen(effects, luck=0.0, worlds=2):
    """Return what settings of known mean effects show, a part a column, with luck on top."""
    effects = np.atleast_2d(np.asarray(effects, dtype=float).T).T
    chance = np.random.default_rng(5).normal(0.0, luck, (len(effects), worlds, effects.shape[1]))
    return Seen(effects[:, None] + chance, np.ones(effects.shape))


def share(parts, effects, luck=1e-4):
    found = seen(effects, luck)
    return shares_of({one.name: one for one in parts}, found, found.luck)


@pytest.mark.parametrize(
    ("predicts", "effects", "holds"),
    [
        ("more", np.linspace(0.2, 0.5, 32), 32),
        ("more", np.linspace(-0.5, 0.05, 32), 0),
        ("less", np.linspace(-0.5, -0.2, 32), 32),
        ("same", np.linspace(-0.05, 0.05, 32), 32),
        ("more", np.repeat([0.05, 0.15], 16), 16),
    ],
)
def test_a_part_holds_where_its_effect_is_as_predicted_and_matters(predicts, effects, holds):
    found = share([dataclasses.replace(MORE, predicts=predicts)], effects)[WHOLE]
    assert (found.n, found.holds) == (32, holds)
    assert found.mean == pytest.approx(holds / 32, abs=0.01)
    assert found.low < found.mean < found.high or found.mean in (0.0, 1.0)


def test_a_claim_holds_where_all_parts_that_count_do():
    second = dataclasses.replace(MORE, name="second")
    aside = dataclasses.replace(MORE, name="aside", counts=False)
    effects = np.array([[0.3, 0.3, -1.0], [0.3, 0.0, 1.0], [0.0, 0.3, 1.0], [0.0, 0.0, 1.0]])
    found = share([MORE, second, aside], np.repeat(effects, 8, axis=0))
    assert {name: one.holds for name, one in found.items()} == {
        WHOLE: 8, MORE.name: 16, "second": 16, "aside": 24,
    }  # fmt: skip


def test_luck_is_taken_off_and_what_it_leaves_open_is_in_the_interval():
    # Every setting's mean is .15: luck alone throws half of the runs to the other side.
    found = share([MORE], np.full(200, 0.15), luck=0.15)[WHOLE]
    raw = (seen(np.full(200, 0.15), 0.15).means[:, 0] >= 0.1).mean()
    assert raw < 0.7 and found.mean > 0.9
    # Luck that hides the mean of few settings: nearly all may hold, or nearly none.
    assert share([MORE], np.full(20, 0.2), luck=0.3)[WHOLE].is_open


@pytest.mark.parametrize("worlds", [1, 2, 4])
def test_a_settings_mean_is_as_open_as_the_luck_of_its_own_worlds_leaves_it(worlds):
    effects = np.random.default_rng(2).normal(0.0, 1.0, 400)
    draws = _possible_means(seen(effects, np.sqrt(0.5), worlds), np.array([[0.5]]))[:, :, 0]
    # Between settings that spread by 1 and a mean of so many worlds, each by its variance.
    luck = 0.5 / worlds
    assert draws.var(axis=1).mean() == pytest.approx(luck / (1 + luck), rel=0.1)
    assert draws.mean(axis=1).var() == pytest.approx(1 / (1 + luck), rel=0.15)


def test_an_effect_told_as_a_part_is_held_against_the_base_of_its_setting():
    found = Seen(np.full((20, 2, 1), 5.0), np.repeat([[10.0], [100.0]], 10, axis=0))
    assert shares_of({"part": MORE}, found, np.array([[1e-9]]))[WHOLE].holds == 10


def breadth(meant, half, twice, **changes):
    def one(holds, low, high):
        found = Share(32, holds, holds / 32, low, high)
        return {WHOLE: found, MORE.name: found}

    shares = {MEANT: one(*meant), "half as wide": one(*half), "twice as wide": one(*twice)}
    told = {"effects": (0.2, 0.3, 0.9), "settings": 32, "kind": "prior", "numbers": 188}
    return Breadth(**{"shares": shares, "command": "relsim …", **told, **changes})


ALL, NONE, SOME, OPEN = (32, 0.93, 1.0), (0, 0.0, 0.07), (16, 0.3, 0.7), (16, 0.1, 0.9)


@pytest.mark.parametrize(
    ("widths", "word", "told"),
    [
        ((ALL, ALL, ALL), "robust", "robust, with no exception found in 32 settings"),
        ((ALL, ALL, SOME), "contested", "32 of 32 where every interval is half as wide, in 16 of"),
        ((NONE, NONE, NONE), "refuted", "refuted: it holds in 0 of 32 settings"),
        ((SOME, SOME, SOME), "contested", "contested: it holds in 16 of 32"),
        ((OPEN, SOME, SOME), "undecided", "undecided: it holds in 16 of 32"),
        (((30, 0.81, 0.99), ALL, ALL), "robust", "robust: it holds in 30 of 32"),
        (((30, 0.79, 0.99), ALL, ALL), "contested", "30 of 32"),
    ],
)
def test_shares_at_three_widths_become_a_word(widths, word, told, live):
    found = breadth(*widths)
    assert found.word == word
    text = str(dataclasses.replace(tried(), breadth=found)).replace("\n  ", " ")
    assert told in text
    again = Breadth.from_json(json.loads(json.dumps(found.to_json())))
    assert again == found


def test_the_weakest_part_holds_in_fewest_settings():
    parts = {name: Share(32, n, n / 32, 0.0, 1.0) for name, n in (("a", 30), ("b", 5), ("c", 20))}
    found = breadth(SOME, SOME, SOME, shares={MEANT: {WHOLE: Share(32, 4, 0.1, 0, 1), **parts}})
    assert found.weakest == "b"


@pytest.fixture
def live(monkeypatch):
    """Let contact keep .2 more, and only where trust grows fast."""
    lived = []

    def one(world, *rest):
        lived.append(world)
        grows = world.scenario.behaviour.loss_aversion > 2.0
        gain = 0.2 * grows * (world.strategy == "social") * (world.scenario.market.freedom > 0.5)
        return {"retention": 0.5 + gain, "npv": 10.0, "share": None}

    monkeypatch.setattr(worlds, "live", one)
    return lived


def tried(**changes):
    from relsim.claims import try_out

    return try_out(claim_of(**changes))


def test_every_arm_is_lived_through_in_every_setting_with_the_same_luck(live):
    found = in_settings(claim_of(), 20, size=SMALL)
    assert [one.n for shares in found.shares.values() for one in shares.values()] == [20] * 6
    # Half of a law with its middle at 2 lies above.
    assert 7 <= found.whole.holds <= 13
    assert {round(one, 3) for one in found.effects} == {0.0, 0.2}
    assert len(live) == 2 * (2 * 20 + 20 + 20)
    lucks = [(one.replication, one.strategy) for one in live]
    assert {lucks.count(one) for one in lucks} == {1, 3}, "widths share the luck of a setting"
    assert in_settings(claim_of(), 20, size=SMALL, threads=3) == found


def test_each_width_is_lived_through_under_its_own_name(monkeypatch):
    def one(world, *rest):
        # Loss aversion is thought to lie between 1 and 4: half as wide, below 2.9.
        gain = 0.2 * (world.scenario.behaviour.loss_aversion > 2.9) * (world.strategy == "social")
        return {"retention": 0.5 + gain, "npv": 10.0, "share": None}

    monkeypatch.setattr(worlds, "live", one)
    found = in_settings(claim_of(), 24, size=SMALL).shares
    half, meant, twice = (
        found[way][WHOLE].holds for way in ("half as wide", MEANT, "twice as wide")
    )
    assert 0 == half < meant < twice


def test_what_a_script_states_is_not_varied(live):
    stated = claim_of(settings={"behaviour.loss_aversion": because(1.5, "so it is asked")})
    market = stated.market_at(SMALL)
    numbers = settings_for(stated, market, 12, seed=1).numbers
    assert "behaviour.loss_aversion" not in numbers and "behaviour.talk_feeling" in numbers
    assert in_settings(stated, 12, size=SMALL).whole.holds == 0


def test_settings_that_come_with_a_market_are_drawn_from_all_of_their_file(live, monkeypatch):
    claim = claim_of()
    home = claim.market_at(SMALL)
    many = Settings.prior(home, 60)
    # As a file whose first settings are of the first wave: another number the farther down.
    path = "behaviour.loss_aversion"
    numbers = many.numbers.sort_values(path).reset_index(drop=True)
    kept = dataclasses.replace(many, numbers=numbers, kind="calibrated")
    monkeypatch.setattr("relsim.claims.trying_settings.bundled", lambda market: kept)
    chosen = settings_for(claim, home, 20, seed=1)
    rows = [numbers.index[numbers[path] == one][0] for one in chosen.numbers[path]]
    assert chosen.kind == "calibrated" and len(set(rows)) == 20
    # Of 60 places the mean of 20 lies 3.2 around 29.5; the first 20 would give 9.5.
    assert abs(np.mean(rows) - 29.5) < 4 * 3.2 and min(rows) < 15 and max(rows) >= 45
    assert numbers.loc[rows].reset_index(drop=True).equals(chosen.numbers), "whole settings"
    assert settings_for(claim, home, 61, seed=1).kind == "prior", "the file has too few"


def test_a_part_is_judged_at_the_value_of_a_sweep_that_it_names(live):
    sweep = Vary("freedom", (0.2, 0.9), path="market.freedom")
    parts = (
        dataclasses.replace(MORE, name="free", at=0.9),
        dataclasses.replace(MORE, name="bound", at=0.2, predicts="same"),
    )
    arms = {
        name: Arm(name, settings={"behaviour.loss_aversion": 3.0}) for name in ("none", "social")
    }
    found = in_settings(claim_of(arms=arms, contrasts=parts, sweeps=(sweep,)), 12, size=SMALL)
    assert found.whole.holds == 12


def test_what_must_be_sought_and_is_not_found_leaves_the_setting_out(live):
    def settings(ask):
        if ask.scenario.behaviour.loss_aversion < 1.7:
            raise InputError("bisect: the target lies outside")
        return {}

    sought = claim_of(arms={"none": "none", "social": Arm("social", settings=settings)})
    found = in_settings(sought, 40, size=SMALL)
    assert 12 <= found.whole.n < 40
    with pytest.raises(InputError, match="of fewer than 12 nothing can be said"):
        in_settings(sought, 13, size=SMALL)


def test_settings_that_were_tried_are_kept_and_the_same_call_goes_on(live, tmp_path):
    def stop(done, total):
        raise KeyboardInterrupt

    place = tmp_path / "kept.sqlite"
    with pytest.raises(KeyboardInterrupt):
        in_settings(claim_of(), 20, size=SMALL, threads=1, progress=stop, store=place)
    assert 0 < len(live) < 2 * 80
    found = in_settings(claim_of(), 20, size=SMALL, store=place)
    assert len(live) == 2 * 80
    assert found == in_settings(claim_of(), 20, size=SMALL)


def test_ctrl_c_after_some_of_every_width_shows_what_there_is(live):
    def stop(done, total):
        if done == 55:
            raise KeyboardInterrupt

    found = in_settings(claim_of(), 20, size=SMALL, threads=1, progress=stop)
    assert found.interrupted
    assert [one[WHOLE].n >= 12 for one in found.shares.values()] == [True] * 3


def test_evidence_shows_it_everywhere(live):
    found = dataclasses.replace(tried(), breadth=breadth(ALL, ALL, SOME))
    assert "Where it holds, of plausible settings" in str(found)
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))["plausible_settings"]
    assert (data["word"], data["exceptions"]) == ("contested", 16)
    assert data["shares"]["twice as wide"][WHOLE]["holds"] == 16
    text = lesson(found)
    assert "Had the market been another" in text and text.count("<circle") >= 4
    assert "Had the market been another" not in lesson(tried())


@pytest.fixture
def ledger_of_two(tmp_path, monkeypatch):
    """A ledger of two claims, in a folder of its own."""
    whole = ledger.read_ledger()
    entries = {name: dict(whole[name]) for name in ("two_keys", "word_of_mouth")}
    for one in entries.values():
        one.pop("settings", None)
        one.pop("structures", None)
        one.pop("breaking", None)
    (tmp_path / "README.md").write_text("<!-- generated: ledger -->\n<!-- end -->\n")
    for module in (stage, ledger):
        monkeypatch.setattr(module, "folder", lambda: tmp_path)
        monkeypatch.setattr(module, "stale", lambda claim, entries: reasons.get(claim.name, ""))
    monkeypatch.setattr(stage, "claims", lambda: [*entries])
    monkeypatch.setattr(
        stage, "read_ledger", lambda: json.loads((tmp_path / "ledger.json").read_text())
    )
    reasons = {}
    ledger.write_ledger(tmp_path, entries)
    return tmp_path, reasons


def test_a_part_is_called_by_its_own_figure_and_kept_in_one_language():
    claim = read_claim("bonding_levels")
    worth = next(one for one in claim.contrasts if one.figure == "npv")
    kept = named_with_figure(claim, worth)
    assert kept == "financial against none, net present value"
    assert str(part_text(claim, kept)) == "financial against none: net present value"
    assert str(part_text(claim, "financial against none")) == "financial against none"
    with speaking("zh"):
        assert named_with_figure(claim, worth) == kept
        assert "present" not in str(part_text(claim, kept))


def test_the_ledgers_stage_tries_what_is_out_of_date_alone(ledger_of_two):
    place, reasons = ledger_of_two
    asked = []

    def one(claim, store):
        asked.append(claim.name)
        assert store.parent.parent == place
        store.write_text("kept")
        return breadth(ALL, ALL, ALL, settings=12)

    reasons["two_keys"] = "its script or its market has changed"
    said = list(stage.widen(None, 12, one))
    assert "First: relsim claims --ledger" in said[0]
    assert said[1].startswith("word_of_mouth: **robust**: 32 of 32")
    reasons.clear()
    list(stage.widen(None, 12, one))
    list(stage.widen(None, 12, one))
    assert asked == ["word_of_mouth", "two_keys"]
    assert {one.name for one in place.iterdir()} == {"README.md", "ledger.json"}, "nothing is left"
    table = (place / "README.md").read_text(encoding="utf-8")
    assert "In plausible settings: 2 robust" in table and "32 of 32, 93 to 100" in table
    list(stage.widen(None, 13, one))
    assert asked[2:] == ["two_keys", "word_of_mouth"], "other settings are asked for"
    entries = stage.read_ledger()
    assert stage.out_of_date(read_claim("two_keys"), entries) == "other settings are plausible now"


def test_a_claim_that_can_hardly_be_judged_does_not_end_the_stage(ledger_of_two):
    def one(claim, store):
        if claim.name == "two_keys":
            raise InputError("two_keys: it can be judged in 3 settings of 12.")
        return breadth(ALL, ALL, ALL)

    said = list(stage.widen(None, 12, one))
    assert "3 settings of 12. The others go on." in said[0]
    assert ["settings" in one for one in stage.read_ledger().values()] == [False, True]


def test_an_interrupted_stage_keeps_its_store_and_its_entries(ledger_of_two):
    place, _ = ledger_of_two

    def one(claim, store):
        store.write_text("kept")
        return breadth(ALL, ALL, ALL, interrupted=claim.name == "word_of_mouth")

    said = list(stage.widen(None, 12, one))
    assert "goes on from there" in said[-1]
    assert ["settings" in one for one in stage.read_ledger().values()] == [True, False]
    assert [one.name.split("-")[0] for one in (place / ".settings").iterdir()] == ["word_of_mouth"]


def test_an_entry_keeps_its_settings_only_while_script_and_numbers_stay():
    tried = {"settings": {"breadth": 1}, "structures": {"structures": 2}}
    before = {"fingerprint": "a", "pulse": {"none": {"npv": [1.0]}}, **tried}
    moved = {**before, "pulse": {"none": {"npv": [2.0]}}}
    assert ledger._still_true(before, before) == tried
    assert ledger._still_true(before, moved) == {}
    assert ledger._still_true(before, {**before, "fingerprint": "b"}) == {}
    assert ledger._still_true(None, before) == {}


@pytest.mark.statistics
@pytest.mark.parametrize(("luck", "least"), [(0.3, 0.9), (1.0, 0.9), (3.0, 0.75)])
def test_intervals_of_shares_cover_the_share_of_all_settings(luck, least):
    # Effects spread by 1 over settings; luck is that of one world, two worlds in each of 32.
    chance, covered, trials = np.random.default_rng(3), 0, 150
    for _ in range(trials):
        middle = 0.1 + chance.normal()
        truth = 1.0 - ndtr(0.1 - middle)
        effects = chance.normal(middle, 1.0, (32, 1, 1)) + chance.normal(0.0, luck, (32, 2, 1))
        shown = Seen(effects, np.ones((32, 1)))
        found = shares_of({MORE.name: MORE}, shown, shown.luck)[WHOLE]
        covered += found.low <= truth <= found.high
    print(f"luck {luck}: {covered / trials:.2f} covered")
    assert covered / trials >= least
