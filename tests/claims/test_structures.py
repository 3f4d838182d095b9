"""A claim without each mechanism: which turn it, which leave it open, what is kept and goes on."""

import dataclasses
import json

import numpy as np
import pytest

import relsim.claims.ledger_stages as stage
import relsim.study.compare.worlds as worlds
from relsim.claims import Arm, Size, because, ledger, read_claim, try_out, without_each
from relsim.claims.contrast import Contrast
from relsim.claims.lesson import lesson
from relsim.claims.structures import Structures, Without
from relsim.claims.worlds import Worlds
from relsim.errors import InputError
from tests.claims.test_claims import claim_of
from tests.claims.test_settings import ledger_of_two  # noqa: F401

SMALL = Size(4, customers=100, periods=12)


@pytest.fixture
def live(monkeypatch):
    """Let contact keep .2 more while trust grows; without talk, .2 or nothing by the world."""
    lived = []

    def one(world, *rest):
        lived.append(world)
        known = world.scenario.behaviour
        chance = known.word_of_mouth or world.replication % 2
        gain = 0.2 * known.trust * bool(chance) * (world.strategy == "social")
        return {"retention": 0.5 + gain, "npv": 10.0, "share": None}

    monkeypatch.setattr(worlds, "live", one)
    return lived


def test_what_turns_a_claim_is_named_and_what_leaves_it_open(live):
    found = without_each(claim_of(), size=SMALL)
    assert (found.whole.verdict, found.turns, found.opens) == (
        "supported",
        ["trust"],
        ["word_of_mouth"],
    )
    assert "contracts" in {one.mechanism for one in found.without}, "the market uses it"
    assert "awareness" not in {one.mechanism for one in found.without}, "it is off"
    assert len(live) == 2 * SMALL.replications * (1 + len(found.without))
    lucks = {world.replication for world in live}
    assert lucks == set(range(4)), "the same worlds with every mechanism and without"
    assert without_each(claim_of(), size=SMALL, threads=3) == found
    assert Structures.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_the_command_that_makes_it_again_has_the_luck_that_was_asked_for(live):
    commands = [without_each(claim_of(), size=SMALL, seed=seed).command for seed in (1, 7)]
    assert commands == [
        "relsim claims made_up --structures",
        "relsim claims made_up --seed 7 --structures",
    ]


def test_what_a_script_or_an_arm_switches_by_itself_is_left_as_it_is(live):
    arms = {"none": "none", "social": Arm("social", settings={"behaviour.trust": True})}
    stated = {"behaviour.contracts": because(True, "so it is asked")}
    tried = without_each(claim_of(arms=arms, settings=stated), size=SMALL).without
    assert {"trust", "contracts"}.isdisjoint(one.mechanism for one in tried)


def test_a_claim_that_cannot_be_asked_without_a_mechanism_says_so(live):
    def settings(ask):
        if not ask.scenario.behaviour.recovery:
            raise InputError("bisect: nobody complains")
        return {}

    sought = claim_of(arms={"none": "none", "social": Arm("social", settings=settings)})
    found = without_each(sought, size=SMALL)
    assert found.not_asked == ["recovery"]
    text = str(dataclasses.replace(try_out(claim_of()), structures=found))
    assert "It cannot be asked without recovery." in text.replace("\n  ", " ")


def test_evidence_shows_it_everywhere(live):
    found = dataclasses.replace(
        try_out(claim_of()), structures=without_each(claim_of(), size=SMALL)
    )
    text = str(found)
    assert "By structure:" in text and "and the contrary without trust" in " ".join(text.split())
    rows = [line for line in text.splitlines() if line.startswith("trust ")]
    assert len(rows) == 1 and "refuted" in rows[0]
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))["structures"]
    assert data["turns"] == ["trust"] and data["whole"]["mean"] == pytest.approx(0.2)
    assert "the contrary without trust" in lesson(found)
    assert "one mechanism less" not in lesson(try_out(claim_of()))


def test_mechanisms_that_were_tried_are_kept_and_the_same_call_goes_on(live, tmp_path, monkeypatch):
    def stop(done, total):
        if done == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("relsim.study.store.store.BATCH", 1)
    place, whole = tmp_path / "kept.sqlite", without_each(claim_of(), size=SMALL)
    runs = len(live)
    first = without_each(claim_of(), size=SMALL, threads=1, progress=stop, store=place)
    assert first.interrupted and 0 < len(first.without) < len(whole.without)
    assert without_each(claim_of(), size=SMALL, store=place) == whole
    assert len(live) == 2 * runs


def test_the_ledgers_stage_tries_what_is_out_of_date_alone(ledger_of_two):  # noqa: F811
    place, _ = ledger_of_two
    asked = []
    apart = Structures(
        Without("", "supported", 0.2, 0.1, 0.3),
        (Without("trust", "refuted", 0.0, -0.1, 0.1), Without("contracts", "supported")),
        4, 100, 12, "relsim \u2026",
    )  # fmt: skip

    def one(claim, store):
        asked.append(claim.name)
        store.write_text("kept")
        return apart

    said = list(stage.take_apart(None, one))
    assert (
        said[0] == "two_keys: trust"
        and said[-1] == "2 claims of the ledger were tried in structures."
    )
    list(stage.take_apart(None, one))
    assert asked == ["two_keys", "word_of_mouth"]
    assert "| trust |" in (place / "README.md").read_text(encoding="utf-8")
    assert not (place / ".settings").exists(), "nothing is left"
    entries = stage.read_ledger()
    assert Structures.from_json(entries["two_keys"]["structures"]["structures"]) == apart
    assert ledger._still_true(entries["two_keys"], entries["two_keys"]).keys() == {"structures"}
    kept = read_claim("two_keys")
    assert stage.out_of_date(kept, entries) == ""
    entries["two_keys"]["structures"]["made_for"] = "of before"
    assert "others now" in stage.out_of_date(kept, entries)


@pytest.mark.parametrize("told", [0.0, np.nan])
def test_a_part_of_nothing_is_undefined_and_no_warning(told):
    part = Contrast(
        name="", weights={"now": 1}, figure="profit", relative_to="before", smallest=0.1
    )
    values = {
        (0, "now"): {"profit": np.ones((3, 1))},
        (0, "before"): {"profit": np.full((3, 1), told)},
    }
    assert np.isnan(Worlds(places=(), values=values).samples(part)).all()
