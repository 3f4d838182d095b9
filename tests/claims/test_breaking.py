"""Trying to break a claim: what is found, confirmed, narrowed down, kept, and what it is called."""

import dataclasses
import json

import pytest

import relsim.claims.breaking_search as trying
import relsim.claims.ledger_stages as stage
import relsim.study.compare.worlds as worlds
from relsim.claims import Size, because, read_claim, try_out, try_to_break
from relsim.claims.breadth import MEANT, WHOLE, Share
from relsim.claims.breaking import Breaking, Broken, Moved
from relsim.claims.contrast import difference
from relsim.claims.lesson import lesson
from relsim.claims.structures import Structures, Without
from relsim.claims.verdict import judge
from relsim.errors import InputError
from relsim.result.statistics import Estimate
from relsim.study.settings.settings import Settings, drawn, unit_points
from relsim.study.settings.uncertain import uncertain
from tests.claims.test_claims import claim_of
from tests.claims.test_settings import ALL, SOME, breadth, ledger_of_two  # noqa: F401

SMALL = Size(2, customers=100, periods=12)
LOSS, HARM = "behaviour.loss_aversion", "behaviour.harm_base"
ALONE = (LOSS, HARM, "behaviour.failure_rate", "market.costs.setup", "market.costs.social")
NUMBERS = {one.path: one for one in uncertain(claim_of().market_at(SMALL)) if one.path in ALONE}


def part(world, path):
    """Return where a number lies in its interval, in some world."""
    return NUMBERS[path].part(getattr(world.scenario.behaviour, path.partition(".")[2]))


def plane(world):
    """Return an effect that is too small beyond a corner of two numbers and large elsewhere."""
    return 0.95 - 0.5 * (part(world, LOSS) + 1 - part(world, HARM))


@pytest.fixture
def living(monkeypatch):
    """Let contact keep more by what a world's market says, of which five numbers are unknown."""

    def few(claim, home, n, seed):
        numbers = tuple(one for path, one in NUMBERS.items() if path not in claim.settings)
        points = unit_points(n, len(numbers), seed)
        return Settings(drawn(numbers, points), "prior", {}, numbers)

    # A setting of all 190 takes ten times as long to make.
    monkeypatch.setattr("relsim.claims.trying_to_break.settings_for", few)

    def by(effect):
        lived = []

        def live(world, *rest):
            lived.append(world)
            gain = effect(world) * (world.strategy == "social")
            return {"retention": 0.3 + gain, "npv": 10.0, "share": None}

        monkeypatch.setattr(worlds, "live", live)
        return lived

    return by


def test_what_breaks_beyond_a_corner_breaks_by_the_numbers_that_matter(living):
    living(plane)
    found = try_to_break(claim_of(), size=SMALL)
    assert {one.path for one in found.broken.moved} == {LOSS, HARM} and found.broken.narrowed
    assert found.broken.mean < 0.1 and not found.is_unbroken
    for one in found.broken.moved:
        assert one.low <= one.value <= one.high and one.home == NUMBERS[one.path].central
    assert try_to_break(claim_of(), size=SMALL, threads=3) == found
    assert Breaking.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_what_never_breaks_is_searched_to_the_end(living):
    lived = living(lambda world: 0.3)
    found = try_to_break(claim_of(), 50, size=SMALL, threads=1)
    assert found.is_unbroken and (found.tried, found.looks) == (50, 0)
    assert len(lived) == 50 * trying.WORLDS * 2
    assert lived[0].scenario.behaviour == claim_of().market_at(SMALL).behaviour, "home first"


def test_what_was_only_lucky_is_no_exception(living):
    """The search's own worlds break it everywhere; those that it did not see, nowhere."""
    lived = living(lambda world: 0.3 if world.replication >= trying.WORLDS else plane(world) - 0.4)
    found = try_to_break(claim_of(), 40, size=SMALL)
    assert found.is_unbroken and found.looks > 0
    looks = [one.replication for one in lived if one.replication >= trying.WORLDS]
    assert len(set(looks)) == found.looks * trying.FRESH, "every look has worlds of its own"
    text = str(dataclasses.replace(try_out(claim_of()), breaking=found)).replace("\n  ", " ")
    assert "and other worlds did not show it" in text


def test_what_was_narrowed_down_by_luck_is_looked_at_again(living):
    """Where it is narrowed down, one number seems enough; elsewhere both are needed."""
    steps = range(trying.WORLDS, trying.WORLDS + trying.FRESH)
    living(
        lambda world: (
            0.3 * (part(world, LOSS) < 0.8)
            if world.replication in steps
            else 0.3 * (part(world, LOSS) < 0.8 or part(world, HARM) > 0.3)
        )
    )
    broken = try_to_break(claim_of(), size=SMALL).broken
    assert {LOSS, HARM} <= {one.path for one in broken.moved} and not broken.narrowed


def test_what_other_worlds_leave_open_is_no_exception(living):
    """They take the effect away on average, but not so that an interval leaves it out."""

    def effect(world):
        if world.replication < trying.WORLDS:
            return plane(world) - 0.4
        return 0.05 + 0.5 * (-1) ** world.replication

    living(effect)
    found = try_to_break(claim_of(), 40, size=SMALL)
    assert found.is_unbroken and found.looks > 0


def test_the_search_sets_out_from_the_worst_and_leaves_what_was_tried_as_it_was(
    living, monkeypatch
):
    lived, searches, means = living(lambda world: plane(world) + 1), [], []
    result, optimiser = trying.Search.result, trying.cmaes().SepCMA

    def kept(search):
        searches.append(search)
        return result(search)

    def set_out(mean, **words):
        means.append(mean.copy())
        return optimiser(mean=mean, **words)

    monkeypatch.setattr(trying.Search, "result", kept)
    monkeypatch.setattr(trying.cmaes(), "SepCMA", set_out)
    try_to_break(claim_of(), 120, size=SMALL, threads=1)
    (search,), (mean,) = searches, means
    starts = search.margins[: trying.STARTS]
    worst = starts.index(min(starts))
    paths = [one.path for one in search.numbers]
    runs = lived[:: 2 * trying.WORLDS]
    for path in (LOSS, HARM):
        place = paths.index(path)
        told = [point[place] for point in search.points]
        assert told == pytest.approx([part(world, path) for world in runs], abs=1e-3)
        assert mean[place] == told[worst]


@pytest.mark.parametrize(
    ("predicts", "mean", "margin"),
    [
        ("more", 0.75, 0.5),
        ("more", -0.25, -1.5),
        ("less", -0.75, 0.5),
        ("less", 0.25, -1.5),
        ("same", 0.1, 0.8),
        ("same", -0.75, -0.5),
        ("more", None, None),
    ],
)
def test_a_margin_is_how_much_of_the_smallest_effect_is_left(predicts, mean, margin):
    one = difference("a", "b", smallest=0.5, predicts=predicts)
    found = trying.margin_of(judge(one, Estimate(mean, mean, mean, 20)))
    assert found == margin if margin is not None else found != found


def test_it_is_confirmed_in_its_own_size_unless_a_look_is_enough(living):
    lived = living(plane)
    sizes = {"size": Size(20, customers=300), "quick": Size(2, customers=100)}
    assert try_to_break(claim_of(**sizes)).customers == 300
    fresh = [one for one in lived if one.scenario.market.customers == 300]
    assert fresh and min(one.replication for one in fresh) >= trying.WORLDS
    assert try_to_break(claim_of(**sizes), quick=True).customers == 100


def test_tries_are_kept_and_the_same_call_goes_on(living, tmp_path, monkeypatch):
    def stop(done, total):
        if done == 30:
            raise KeyboardInterrupt

    lived = living(plane)
    monkeypatch.setattr("relsim.study.store.store.BATCH", 1)
    place, whole = tmp_path / "kept.sqlite", try_to_break(claim_of(), size=SMALL)
    runs = len(lived)
    first = try_to_break(claim_of(), size=SMALL, threads=1, progress=stop, store=place)
    assert first.interrupted and 0 < first.tried < 30 and not first.is_unbroken
    assert try_to_break(claim_of(), size=SMALL, store=place) == whole
    assert len(lived) <= 2 * runs + 2 * trying.WORLDS


@pytest.mark.parametrize(
    ("changes", "tries", "why"),
    [
        ({}, 0, "tries: found 0"),
        (
            {"settings": {path: because(one.central, "known") for path, one in NUMBERS.items()}},
            10,
            "nothing to move",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_a_run(changes, tries, why, living):
    lived = living(plane)
    with pytest.raises(InputError, match=why):
        try_to_break(claim_of(**changes), tries, size=SMALL)
    assert not lived


def test_a_figure_that_is_undefined_everywhere_leaves_nothing_to_judge(living):
    living(lambda world: float("nan"))
    with pytest.raises(InputError, match="can be judged in none of 8 settings"):
        try_to_break(claim_of(), 8, size=SMALL)


MOVED = (Moved(LOSS, 3.9, 2.0, 1.0, 4.0), Moved("market.costs.setup", 9.0, 25.0, 5.0, 50.0))
BROKEN = Broken(MOVED, True, "social against none", 0.02, 0.01, 0.03)
UNBROKEN = Breaking(None, 300, 300, 190, 2, 12, 500, 60, "relsim …")
APART = Structures(
    Without("", "supported", 0.2, 0.1, 0.3), (Without("trust", "refuted", 0.0, -0.1, 0.1),),
    4, 100, 12, "relsim …",
)  # fmt: skip


def test_evidence_shows_it_everywhere(living):
    living(lambda world: 0.3)
    tried = try_out(claim_of())
    found = dataclasses.replace(tried, breaking=dataclasses.replace(UNBROKEN, broken=BROKEN))
    text = " ".join(str(found).split())
    assert "Breaks where loss aversion is 3.9 (now 2, thought to be 1 to 4) and" in text
    assert "cost of setup" in text and "+2.0 pt" in text
    assert "Breaks where loss aversion" in lesson(found)
    assert json.loads(json.dumps(found.to_json()))["breaking"]["broken"]["moved"][0]["value"] == 3.9
    assert "Fewer of them" not in text
    many = dataclasses.replace(BROKEN, moved=MOVED * 4, narrowed=False)
    told = dataclasses.replace(tried, breaking=dataclasses.replace(UNBROKEN, broken=many))
    text = " ".join(str(told).split())
    assert "8 numbers are moved together" in text and "Fewer of them may be enough." in text
    home = dataclasses.replace(UNBROKEN, broken=dataclasses.replace(BROKEN, moved=()))
    assert "Refuted as the market is" in str(dataclasses.replace(tried, breaking=home))


@pytest.mark.parametrize(
    ("meant", "apart", "broken", "by_structure"),
    [
        (ALL, APART, UNBROKEN, True),
        (SOME, APART, UNBROKEN, False),
        (ALL, dataclasses.replace(APART, without=()), UNBROKEN, False),
        (ALL, APART, dataclasses.replace(UNBROKEN, broken=BROKEN), False),
        (ALL, APART, dataclasses.replace(UNBROKEN, tried=20, interrupted=True), False),
        (ALL, None, UNBROKEN, False),
        (ALL, APART, None, False),
    ],
)
def test_by_structure_is_what_neither_settings_nor_a_search_break_and_a_mechanism_turns(
    meant, apart, broken, by_structure, living
):
    living(lambda world: 0.3)
    beside = {"breadth": breadth(meant, ALL, ALL), "structures": apart, "breaking": broken}
    found = dataclasses.replace(try_out(claim_of()), **beside)
    assert found.by_structure == by_structure
    assert ("So it holds by structure" in str(found)) == by_structure


def test_the_ledgers_stage_searches_what_no_setting_breaks(ledger_of_two):  # noqa: F811
    place, _ = ledger_of_two
    entries, asked = stage.read_ledger(), []
    for name, holds in (("two_keys", 32), ("word_of_mouth", 31)):
        shares = {MEANT: {WHOLE: Share(32, holds, holds / 32, 0.9, 1.0)}}
        wide = breadth(ALL, ALL, ALL, shares=shares).to_json()
        entries[name] |= {
            "settings": {"made_for": "", "breadth": wide},
            "structures": {"made_for": "", "structures": APART.to_json()},
        }
    stage.write_ledger(place, entries)

    def one(claim, store):
        asked.append(claim.name)
        store.write_text("kept")
        return UNBROKEN

    said = list(stage.break_open(None, 300, one))
    list(stage.break_open(None, 300, one))
    assert asked == ["two_keys"] and said[1] == "two_keys: no exception found in 300 tries"
    assert said[0] == "1 claim left out: a plausible setting breaks each already."
    readme = (place / "README.md").read_text(encoding="utf-8")
    assert "By structure: 1." in readme and "| **by structure**; **robust**: 32 of 32" in readme
    assert not (place / ".settings").exists(), "nothing is left"
    list(stage.break_open([read_claim("word_of_mouth")], 300, one))
    assert asked[1:] == ["word_of_mouth"], "who is named is searched all the same"
    entries = stage.read_ledger()
    for name in ("settings", "structures"):
        entries["two_keys"].pop(name)
    assert stage.out_of_date(read_claim("two_keys"), entries) == ""
    entries["two_keys"]["breaking"]["made_for"] = "of before"
    assert "searched" in stage.out_of_date(read_claim("two_keys"), entries)
