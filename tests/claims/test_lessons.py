"""Lessons, pictures and the ledger of claims: safe, small, and without a request to anybody."""

import dataclasses
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import numpy as np
import pytest

import relsim.claims.kept as kept
import relsim.study.compare.worlds as worlds
from relsim.claims import Arm, Claim, Figure, Vary, difference, ledger, level, report, try_out
from relsim.claims.drawing import ticks
from relsim.claims.lesson import lesson
from relsim.claims.picture import picture
from relsim.errors import InputError

NASTY = "<img onerror=alert(1)> & </script>"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    def live(world, *rest):
        *_, keep = rest
        if keep is not None:
            keep(world)
        gain = (world.scenario.market.freedom - 0.4) * (world.strategy == "social")
        luck = np.random.default_rng([world.seed, world.replication]).normal()
        return {"retention": 0.5 + gain + 0.01 * luck, "npv": 10.0 + gain + luck}

    monkeypatch.setattr(worlds, "live", live)


def evidence(**changes):
    stated = {
        "name": "made_up",
        "sentence": f"A claim {NASTY}",
        "by": NASTY,
        "concepts": ("S1.01",),
        "scenario": "insurance",
        "arms": {NASTY: "none", "social": "social"},
        "contrasts": (difference("social", NASTY, smallest=0.1),),
        "meaning": dict.fromkeys(("supported", "conditional", "refuted"), "{effect}."),
        "questions": (NASTY, "b?", "c?"),
    }
    return try_out(Claim(**{**stated, **changes}))


FREEDOM = Vary(NASTY, (0.0, 0.25, 0.5, 1.0), path="market.freedom", unit="percent")
PAIRS = Vary(
    "pairs",
    tuple((x, y) for x in (0.0, 1.0) for y in (0.2, 0.8)),
    settings=lambda pair: {"market.freedom": pair[0], "market.observability": pair[1]},
    axes=("freedom", "observability"),
)
COURSE = Figure(lambda world: np.arange(4.0) + (world.strategy == "social"), "A course")

KINDS = {
    "sweep": {"sweeps": (FREEDOM,)},
    "arms": {},
    "grid": {
        "sweeps": (PAIRS,),
        "contrasts": (difference("social", NASTY, smallest=0.1, at=(1.0, 0.2)),),
    },
    "course": {
        "figures": {"course": COURSE},
        "courses": ("course",),
        "contrasts": (difference("social", NASTY, "course", smallest=0.1),),
    },
    "rows": {"contrasts": (level("social", "retention", smallest=0.1), report(NASTY, "retention"))},
    "drawn": {
        "contrasts": (
            difference("social", NASTY, smallest=0.1),
            report(NASTY, "npv", name="worth"),
        ),
        "drawn": ("worth",),
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_sound_svg_within_its_frame(kind):
    root = ElementTree.fromstring(picture(evidence(**KINDS[kind])))
    _, _, width, height = (float(one) for one in root.get("viewBox").split())
    assert root.find(f"{SVG}title") is not None
    for one in root.iter():
        for name, most in (("cx", width), ("x", width), ("cy", height), ("y", height)):
            if one.get(name) is not None:
                assert 0 <= float(one.get(name)) <= most
        for place in (one.get("points") or "").split():
            x, y = place.split(",")
            assert -1 <= float(x) <= width + 1 and -1 <= float(y) <= height + 1


def test_a_point_that_does_not_hold_is_hollow_and_the_flip_is_drawn():
    found = evidence(sweeps=(FREEDOM,))
    root = ElementTree.fromstring(picture(found))
    fills = [one.get("fill") for one in root.iter(f"{SVG}circle")]
    statuses = [one.status for one in found.curves[0].findings]
    assert [fill != "#fff" for fill in fills] == [status == "holds" for status in statuses]
    assert "stroke-dasharray" in picture(found)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.sources = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.sources += [value for name, value in attributes if name in ("src", "href", "action")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_asks_nobody_and_lets_no_text_become_markup(kind):
    text = lesson(evidence(**KINDS[kind]))
    page = Page(text)
    assert page.sources == []
    assert "img" not in page.tags
    assert page.tags.count("script") == 2
    assert len(text) < 60_000
    assert "default-src 'none'" in text


def data_of(text):
    return json.loads(re.search(r'id="lesson">(.*?)</script>', text)[1])


def test_the_lesson_holds_the_sweep_computed_beforehand():
    found = evidence(sweeps=(FREEDOM,))
    (sweep,) = data_of(lesson(found))["sweeps"]
    assert [one["mean"] for one in sweep["points"]] == [
        one.effect.mean for one in found.curves[0].findings
    ]
    assert sweep["flips"] == [found.flips[0].at]
    assert [one[0] for one in sweep["points"][0]["arms"]] == ["social", NASTY]


def test_the_scale_of_the_bet_gives_neither_sign_nor_size_away():
    found, none = evidence(sweeps=(FREEDOM,)), evidence(arms={NASTY: "none", "social": "none"})
    for text in (lesson(found), lesson(none)):
        data = data_of(text)
        assert (data["low"], data["high"], data["step"]) == (-1.0, 1.0, 0.01)
    assert 'min="-1" max="1" step="0.01"' in re.sub(r"\s+", " ", lesson(none))


def test_nothing_that_must_be_guessed_stands_before_the_bet():
    text = lesson(evidence())
    before = text[: text.index('id="reveal"')]
    assert "SUPPORTED" not in before.upper().replace("MADE", "")
    assert found_effect(evidence()) not in before


def found_effect(found):
    return str(found.effect(found.main))


def test_the_question_names_the_three_for_the_class():
    assert Page(lesson(evidence())).tags.count("ol") == 1


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3.2, 7.9), (0.0001, 0.0002), (0, 10_800)])
def test_ticks_are_round_and_within(low, high):
    found = ticks(low, high)
    assert 2 <= len(found) <= 7
    assert all(low - 1e-12 <= one <= high + 1e-12 for one in found)


def test_pulses_are_compared_but_for_the_last_digits():
    ours = {"none": {"npv": [1.0, None]}}
    assert ledger.same_pulse(ours, {"none": {"npv": [1.0 + 1e-9, None]}})
    assert not ledger.same_pulse(ours, {"none": {"npv": [1.0 + 1e-5, None]}})
    assert not ledger.same_pulse(ours, {"none": {"npv": [1.0, 2.0]}})
    assert not ledger.same_pulse(ours, {"social": {"npv": [1.0, None]}})


def test_an_interrupted_claim_leaves_its_entry_as_it_was(monkeypatch, tmp_path):
    (tmp_path / "README.md").write_text("<!-- generated: ledger -->\n<!-- end -->\n")
    for module in (ledger, kept):
        monkeypatch.setattr(module, "folder", lambda: tmp_path)
    claim = Claim(
        name="two_keys",
        sentence="A.",
        by="b",
        concepts=(),
        scenario="insurance",
        arms={"none": Arm(), "social": "social"},
        contrasts=(difference("social", "none", smallest=0.1),),
        meaning=dict.fromkeys(("supported", "conditional", "refuted"), "x."),
        questions=(),
    )

    def stop(done, total):
        if done == 9:
            raise KeyboardInterrupt

    tried = lambda one: try_out(one, threads=1, progress=stop)  # noqa: E731
    line, _ = ledger.bring_up_to_date([claim], tried)
    assert "interrupted" in line
    assert ledger.read_ledger() == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_made_from_the_ledger_is_that_made_from_the_run(kind, monkeypatch, tmp_path):
    found = evidence(**KINDS[kind])
    monkeypatch.setattr(kept, "folder", lambda: tmp_path)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "made_up.svg").write_text(picture(found))
    entry = json.loads(json.dumps(found.to_json()))
    again = dataclasses.replace(found, worlds=kept.Kept(found.claim, entry))
    assert lesson(again) == lesson(found)
    assert again.to_json() == found.to_json()
    assert str(again) == str(found)
    with pytest.raises(InputError, match="keeps no worlds"):
        again.to_frame()


def test_another_look_shows_the_ledgers_verdict_beside_its_own(monkeypatch):
    found = evidence(sweeps=(FREEDOM,))
    entry = {**found.to_json(), "verdict": "refuted", "meaning": "Not so."}
    monkeypatch.setattr("relsim.claims.words.kept", lambda claim: entry)
    assert found.is_whole
    assert "The ledger:" not in str(found)
    for change in ({"quick": True}, {"seed": 2}, {"replications": 7}):
        look = dataclasses.replace(found, **change)
        assert "The ledger: refuted, in 30 worlds at full size. Not so." in str(look)
        assert look.to_json()["ledger"] == "refuted, in 30 worlds at full size. Not so."
        assert "refuted, in 30 worlds at full size" in lesson(look)
    assert "A QUICK LOOK: CONDITIONAL" in str(dataclasses.replace(found, quick=True))


SCRIPT = '''"""What it is about."""
import relsim

LEAST = 0.1  # a comment


def gain(run):
    """Return a gain."""
    return run.gain * LEAST


claim = dict(sentence="So.", bet="How large?")
'''


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ([("import relsim", "from relsim import load\nimport math")], True),
        ([("What it is about.", "What else."), ("Return a gain.", "Return it.")], True),
        ([("# a comment", "# another"), ("return run.gain", "return  run . gain")], True),
        ([("\n", "\r\n")], True),
        ([("How large?", "How much?")], True),
        ([('sentence="So."', 'sentence="No."')], False),
        ([("LEAST = 0.1", "LEAST = 0.2")], False),
        ([("* LEAST", "+ LEAST")], False),
        ([("run.gain", "run.loss")], False),
    ],
)
def test_a_fingerprint_is_of_what_a_script_says(changes, same, monkeypatch, tmp_path):
    file = tmp_path / "mine.py"
    monkeypatch.setattr(Claim, "script", lambda claim: file)
    claim = evidence().claim

    def fingerprint(text):
        file.write_bytes(text.encode())
        return ledger.fingerprint(claim)

    changed = SCRIPT
    for old, new in changes:
        changed = changed.replace(old, new)
    assert (fingerprint(SCRIPT) == fingerprint(changed)) == same
