"""Claims: from intervals to verdicts, what a script may state, and how a claim is tried."""

import dataclasses
import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import relsim.claims.bisection as bisection
import relsim.study.compare.worlds as worlds
from relsim.claims import (
    Arm,
    Claim,
    Contrast,
    Figure,
    Size,
    Vary,
    because,
    bisect,
    difference,
    interaction,
    level,
    read_claim,
    report,
    try_out,
)
from relsim.claims.verdict import Curve, flips_of, judge, verdict_of
from relsim.claims.words import where_text
from relsim.errors import InputError, SomeRunsFailed
from relsim.result.exports import as_csv
from relsim.result.statistics import Estimate

MEANING = {"supported": "{effect}", "conditional": "flips at {flip}", "refuted": "{interval}"}
LADDER = difference("social", "none", smallest=0.1)


def claim_of(**changes):
    """Return a claim that is as short as can be, with changes."""
    stated = {
        "name": "made_up",
        "sentence": "A claim.",
        "by": "nobody",
        "concepts": ("S1.01",),
        "scenario": "insurance",
        "arms": {"none": "none", "social": "social"},
        "contrasts": (LADDER,),
        "meaning": MEANING,
        "questions": ("?", "?", "?"),
    }
    return Claim(**{**stated, **changes})


def seen(mean, half=0.01):
    return Estimate(mean, mean - half, mean + half, 20)


@pytest.mark.parametrize(
    ("predicts", "mean", "half", "status"),
    [
        ("more", 0.30, 0.05, "holds"),
        ("more", 0.12, 0.11, "open"),
        ("more", 0.13, 0.02, "holds"),
        ("more", 0.30, 0.35, "open"),
        ("more", 0.05, 0.01, "too small"),
        ("more", 0.00, 0.01, "too small"),
        ("more", 0.09, 0.05, "open"),
        ("more", -0.05, 0.01, "reverse"),
        ("less", -0.30, 0.05, "holds"),
        ("less", -0.12, 0.11, "open"),
        ("less", 0.30, 0.05, "reverse"),
        ("less", -0.05, 0.01, "too small"),
        ("same", 0.05, 0.04, "holds"),
        ("same", 0.05, 0.06, "open"),
        ("same", -0.20, 0.05, "differs"),
    ],
)
def test_an_interval_agrees_with_a_prediction_or_does_not(predicts, mean, half, status):
    contrast = dataclasses.replace(LADDER, predicts=predicts)
    assert judge(contrast, seen(mean, half)).status == status


def test_without_an_interval_nothing_is_decided():
    assert judge(LADDER, Estimate(5.0, None, None, 1)).status == "open"


def test_what_is_only_reported_is_never_judged():
    assert judge(report("none", "npv"), seen(5.0)).status == "reported"


VARY = Vary("freedom", (0.0, 0.5, 1.0), path="market.freedom")


def along(means, contrast=LADDER):
    return Curve(VARY, tuple(judge(contrast, seen(mean)) for mean in means))


@pytest.mark.parametrize(
    ("home", "means", "verdict"),
    [
        ([0.3], None, "supported"),
        ([0.3, 0.3], None, "supported"),
        ([0.3, 0.02], None, "refuted"),
        ([-0.3], None, "refuted"),
        ([0.3], [0.2, 0.2, 0.3], "supported"),
        ([0.3], [0.0, 0.2, 0.3], "conditional"),
        ([0.3], [-0.3, 0.2, 0.3], "conditional"),
        ([-0.3], [-0.3, 0.2, 0.3], "conditional"),
        ([0.0], [-0.3, 0.0, 0.05], "refuted"),
    ],
)
def test_the_verdict_on_a_whole_claim(home, means, verdict):
    parts = [judge(LADDER, seen(mean)) for mean in home]
    curves = [] if means is None else [along(means)]
    assert verdict_of(parts, curves) == verdict


def test_a_part_with_a_setting_of_its_own_is_not_judged_along_the_sweep():
    nothing = difference("social", "none", predicts="same", smallest=0.1, at=0.0)
    parts = [judge(nothing, seen(0.0)), judge(dataclasses.replace(LADDER, at=1.0), seen(0.3))]
    assert verdict_of(parts, []) == "supported"
    assert verdict_of([judge(nothing, seen(0.5))], []) == "refuted"


def test_what_does_not_count_decides_nothing():
    aside = dataclasses.replace(LADDER, counts=False)
    parts = [judge(LADDER, seen(0.3)), judge(aside, seen(-0.3))]
    assert verdict_of(parts, [along([-0.3, 0.3, 0.3], aside)]) == "supported"


def test_it_flips_where_the_sign_turns_else_where_it_stops_to_matter():
    claim = claim_of(sweeps=(VARY,))
    (turns,) = flips_of(claim, [along([-0.3, 0.3, 0.3])])
    assert (turns.at, turns.level) == (0.25, 0.0)
    (fades,) = flips_of(claim, [along([0.0, 0.2, 0.3])])
    assert (fades.at, fades.level) == (0.25, 0.1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contrasts": ()}, "no contrast"),
        ({"contrasts": (difference("social", "nobody", smallest=0.1),)}, "no arm 'nobody'"),
        ({"contrasts": (difference("social", "none", smallest=0.0),)}, "smallest effect"),
        ({"contrasts": (dataclasses.replace(LADDER, at=0.3),)}, "no sweep of made_up has"),
        ({"contrasts": (dataclasses.replace(LADDER, predicts="up"),)}, "write more, less or same"),
        ({"contrasts": (dataclasses.replace(LADDER, predicts=""),)}, "predicts nothing"),
        ({"meaning": {"supported": ""}}, "conditional, refuted"),
        ({"size": Size(19)}, "at least 20"),
        ({"settings": {"market.freedom": 0.5}}, "no reason"),
        ({"drawn": ("nothing",)}, "no contrast"),
    ],
)
def test_a_claim_that_could_not_be_tried_is_refused(changes, words):
    with pytest.raises(InputError, match=words):
        claim_of(**changes)


def fake(world, *rest):
    """Return figures that are known: contact keeps .2 more where freedom is above a half."""
    *_, keep = rest
    market = world.scenario.market
    luck = np.random.default_rng([world.seed, world.replication]).normal()
    gain = {"social": 0.2, "social_recovery": 0.5, "recovery": 0.1}.get(world.strategy, 0.0)
    gain *= market.freedom >= 0.5
    if keep is not None:
        keep(world)
    return {"retention": 0.5 + gain + 0.05 * luck, "npv": 100.0 * (1 + gain) + luck, "share": None}


@pytest.fixture
def made_up(monkeypatch):
    monkeypatch.setattr(worlds, "live", fake)


def test_arms_meet_the_same_luck(made_up):
    found = try_out(claim_of())
    assert found.main.effect.mean == pytest.approx(0.2)
    assert found.main.effect.half_width == pytest.approx(0.0, abs=1e-12)
    assert (found.verdict, str(found.meaning)) == ("supported", "+20.0\u00a0pt")


def test_a_sweep_makes_it_conditional_and_says_where(made_up):
    found = try_out(
        claim_of(sweeps=(Vary("freedom", (0.0, 0.4, 0.6, 1.0), path="market.freedom"),))
    )
    assert found.verdict == "conditional"
    (flip,) = found.flips
    assert flip.at == pytest.approx(0.5)
    assert str(found.meaning) == "flips at freedom: 0.5 (0.5 to 0.5)"
    assert where_text(found) == "freedom (holds at 0.6 and 1; fails at 0 and 0.4)"
    assert found.at_home == found.to_json()["at_home"] == "supported"
    assert "As the market is: supported." in str(found)
    below = try_out(claim_of(sweeps=(Vary("freedom", (0.0, 0.4), path="market.freedom"),)))
    assert where_text(below) == "freedom (holds as the market is; fails at 0 and 0.4)"


def test_what_no_part_refutes_is_said_to_be_open(monkeypatch):
    def noisy(world, *rest):
        luck = np.random.default_rng([world.replication, len(world.strategy)]).normal()
        return {"retention": 0.5 + noise * luck, "npv": 0.0, "share": None}

    monkeypatch.setattr(worlds, "live", noisy)
    noise = 0.0
    refuted = try_out(claim_of())
    noise = 0.5
    undecided = try_out(claim_of())
    assert (refuted.verdict, undecided.verdict) == ("refuted", "undecided")
    assert [one.main.status for one in (refuted, undecided)] == ["too small", "open"]
    assert not str(refuted.meaning).startswith("Not shown either way")
    assert str(undecided.meaning).startswith("Not shown either way: ")


def test_an_interaction_is_what_two_do_beyond_the_sum_of_each(made_up):
    arms = {"neither": "none", "a": "social", "b": "recovery", "both": "social_recovery"}
    found = try_out(
        claim_of(arms=arms, contrasts=(interaction("both", "a", "b", "neither", smallest=0.1),))
    )
    assert found.main.effect.mean == pytest.approx(0.5 - 0.2 - 0.1)


def test_an_effect_may_be_a_part_of_an_arms_mean(made_up):
    contrast = difference("social", "none", "npv", smallest=0.01, relative_to="none")
    found = try_out(claim_of(contrasts=(contrast,)))
    assert found.main.effect.mean == pytest.approx(0.2, abs=0.001)
    assert str(found.meaning) == "+20.0\u00a0%"


def test_a_part_is_judged_at_the_setting_it_names(made_up):
    sweeps = (Vary("freedom", (0.0, 1.0), path="market.freedom"),)
    parts = (
        difference("social", "none", predicts="same", smallest=0.01, at=("freedom", 0.0)),
        difference("social", "none", smallest=0.01, at=1.0),
    )
    found = try_out(claim_of(sweeps=sweeps, contrasts=parts))
    assert [one.effect.mean for one in found.parts] == pytest.approx([0.0, 0.2])
    assert found.verdict == "supported"


def test_a_course_is_reduced_after_the_arms_are_subtracted(made_up):
    def course(world):
        return np.arange(5.0) ** (2 if world.strategy == "social" else 1)

    figures = {"course": Figure(course, "A course")}
    rising = Contrast(
        name="rising",
        weights={"social": 1.0, "none": -1.0},
        less={"none": 1.0},
        figure="course",
        then=lambda one: one[-1],
        smallest=0.1,
    )
    found = try_out(claim_of(figures=figures, contrasts=(rising,), courses=("course",)))
    assert found.main.effect.mean == (16 - 4) - 4
    assert [one.mean for one in found.worlds.course("social", "course")] == [0, 1, 4, 9, 16]


def test_a_level_is_held_against_nothing(made_up):
    found = try_out(claim_of(contrasts=(level("none", "retention", smallest=0.1),)))
    assert found.main.effect.mean == pytest.approx(0.5, abs=0.03)


def test_levers_and_settings_of_an_arm_hold_in_that_arm_alone(monkeypatch):
    heard = {}

    def live(world, *rest):
        levers = world.scenario.strategies[world.strategy].levers
        heard[dict(levers).get("social", 0.0)] = world.scenario.behaviour.word_of_mouth
        return {"retention": 0.5}

    monkeypatch.setattr(worlds, "live", live)
    quiet = Arm("social", levers={"social": 0.9}, settings={"behaviour.word_of_mouth": False})
    try_out(claim_of(arms={"none": "none", "social": quiet}))
    assert heard == {0.0: True, 0.9: False}


def test_settings_may_be_sought_in_worlds_of_their_own(monkeypatch):
    lived = []

    def live(world, *rest):
        *_, keep = rest
        freedom = world.scenario.market.freedom
        lived.append((world.seed, freedom))
        if keep is not None:
            keep(SimpleNamespace(summary=lambda: {"retention": freedom**2}))
        return {"retention": freedom**2}

    def settings(ask):
        def kept(freedom):
            return ask.mean("retention", {"market.freedom": freedom}, worlds=2)

        return {"market.freedom": bisect(kept, 0.1, 1.0, target=0.25)}

    monkeypatch.setattr(worlds, "live", live)
    monkeypatch.setattr(bisection, "live", live)
    sought = claim_of(arms={"none": "none", "social": Arm(settings=settings)})
    found = try_out(sought, quick=True)
    assert found.main.effect.mean == pytest.approx(0.25 - 1.0, abs=1e-3)
    searched = {freedom for seed, freedom in lived if seed != 1}
    tried = sorted({freedom for seed, freedom in lived if seed == 1})
    assert len(searched) > 10
    assert tried == pytest.approx([0.5, 1.0], abs=1e-3)


def test_threads_change_nothing(made_up):
    one, many = (try_out(claim_of(sweeps=(VARY,)), threads=threads) for threads in (1, 4))
    assert json.dumps(one.to_json()) == json.dumps(many.to_json())
    pd.testing.assert_frame_equal(one.to_frame(), many.to_frame(), check_exact=True)


def test_failed_runs_are_left_out_and_too_many_leave_no_verdict(monkeypatch):
    broken = {0}

    def live(world, *rest):
        if world.replication in broken and world.strategy == "social":
            raise ZeroDivisionError("by nothing")
        return fake(world, *rest)

    monkeypatch.setattr(worlds, "live", live)
    found = try_out(claim_of(), replications=50)
    assert found.main.effect.n == 49
    (failure,) = found.to_json()["failures"]
    assert (failure["strategy"], failure["replication"]) == (found.failures[0].strategy, 0)
    assert failure["traceback"].endswith("ZeroDivisionError: by nothing\n")
    broken.update(range(5))
    with pytest.raises(SomeRunsFailed, match="5 of 100 runs failed"):
        try_out(claim_of(), replications=50)


def test_an_interruption_keeps_the_worlds_that_are_whole(made_up, monkeypatch):
    def stop(done, *others):
        if done == 13:
            raise KeyboardInterrupt

    found = try_out(claim_of(), threads=1, progress=stop)
    assert found.interrupted and found.replications in (6, 7)  # the run under way may be done, too
    assert found.main.effect.n == found.replications
    monkeypatch.setattr("relsim.study.parallel._finished", lambda *others: stop(13))
    with pytest.raises(KeyboardInterrupt):
        try_out(claim_of())


def test_it_shows_itself_everywhere(made_up):
    found = try_out(
        claim_of(sweeps=(VARY,), settings={"market.freedom": because(0.9, "why <not>")})
    )
    text = str(found)
    for words in (
        "CONDITIONAL",
        "as predicted",
        "market.freedom = 0.9: why <not>",
        "Again: relsim",
    ):
        assert words in text
    assert "<table>" in found._repr_html_()
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["parts"][0]["mean"] == found.main.effect.mean
    assert len(found.findings()) == 4


def test_the_command_makes_it_again(made_up):
    found = try_out(read_claim("two_keys"), quick=True, replications=3, seed=7)
    assert found.command == "relsim claims two_keys --quick --seed 7 --replications 3"


@pytest.mark.parametrize(
    ("text", "words"),
    [("nothing = 1", "states no claim"), ("claim = (", "no Python"), (None, "no such file")],
)
def test_what_is_no_claims_script_is_refused(tmp_path, text, words):
    file = tmp_path / "mine.py"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_claim(file)


def test_a_zero_has_no_sign_and_an_interval_its_unit_once(made_up):
    found = try_out(claim_of(contrasts=(report("none", "retention"), LADDER)))
    effect = found.claim.effect(LADDER, Estimate(0.0, -0.034, 0.022, 20))
    assert (str(effect), effect.interval()) == ("0.0\u00a0pt", "−3.4 to +2.2\u00a0pt")
    undefined = found.claim.effect(LADDER, Estimate(None, None, None, 0))
    assert (str(undefined), undefined.interval()) == ("–", "–")


def test_evidence_is_a_result_like_any_other(made_up):
    found = try_out(claim_of(sweeps=(VARY,)))
    assert "### CONDITIONAL" in found.to_markdown()
    assert found.to_csv() == as_csv(found.to_frame())
    assert list(found.frames()) == ["worlds", "findings"]
    assert found.to_xlsx()[:2] == b"PK"
    assert {row.key for table in found.tables() for row in table.rows} == {"retention"}
