"""Calibrating from the command line: what is brought, what is written, every bundled market."""

import json
import re
import shlex
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import get_type_hints

import pytest

import relsim
from relsim.errors import InputError
from relsim.study.plausible import losing
from relsim.study.settings import Settings, calibrating, matching
from relsim.study.settings.settings import bundled_file
from tests.study.shapes import FOLDER

CUSTOMERS, SURVEY = (FOLDER / f"{shape}_english.csv" for shape in ("customers", "survey"))
SMALL = (
    *("--set", "market.customers=120", "--set", "market.periods=12"),
    *("--set", "market.warm_up=0", "--runs", "60", "--settings", "20", "--quiet"),
)
KNOWN = """[[patterns]]
name = "our books"
measured = "retention"
target = 0.8
error = 0.05
source = "our books"
"""


@pytest.fixture
def brought(tmp_path):
    known, cohort = tmp_path / "known.toml", tmp_path / "cohort.csv"
    known.write_text(KNOWN, encoding="utf-8")
    cohort.write_text("period,customers\n0,100\n3,92\n6,85\n", encoding="utf-8")
    survey = tmp_path / "survey.csv"
    people = [f"Emil {number},{1 + number % 10},{int(number % 7 == 1)}" for number in range(40)]
    survey.write_text("\n".join(["customer,satisfaction,left", *people]), encoding="utf-8")
    return "--patterns", known, "--cohort", cohort, "--survey", survey, "--over", "3"


def test_patterns_a_cohort_and_a_survey_choose_settings_that_compare_takes(
    relsim_command, brought, tmp_path
):
    out, page = tmp_path / "mine.csv", tmp_path / "mine.html"
    files = ("--out", out, "--report", page)
    answer = relsim_command("calibrate", "insurance", *brought, *SMALL, *files, "--json")
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    names = [one["pattern"] for one in found["patterns"]]
    left = [f"left of the cohort after {period}" for period in (3, 6)]
    tiers = [f"staying, satisfaction {tier}" for tier in ("low", "middle", "high")]
    assert names == ["our books", *left, *tiers]
    assert " ".join(map(str, brought)) in found["settings"]["command"]
    written = answer.out + out.read_text() + page.read_text(encoding="utf-8")
    assert "survey" in written and "Emil" not in written, "a person can be told"
    kept = Settings.read(out)
    assert (kept.kind, len(kept)) == ("calibrated", found["settings_found"])
    other = {"market.customers": 90, "market.warm_up": 0.0}
    assert len(kept.under(relsim.load("insurance", other))) == len(kept)
    html = page.read_text(encoding="utf-8")
    assert html.count('class="chart"') == 2 and "our books" in html
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        ["known.toml", "cohort.csv", "survey.csv", "mine.csv", "mine.html"]
    ), "runs are kept only until the settings are"


@pytest.mark.parametrize("shape", ["customers", "transactions", "triangle"])
def test_every_shape_is_read_and_said_again(relsim_command, tmp_path, monkeypatch, shape):
    asked = {}

    def calibrated(market, patterns, cohort, **more):
        asked["command"] = calibrating._command(market, patterns, (cohort,), {})
        raise InputError("enough")

    monkeypatch.setattr("relsim.study.settings.calibrate", calibrated)
    file = FOLDER / f"{shape}_english.csv"
    said = {"customers": ("--leavers", "ever"), "transactions": ("--silence", "90")}
    words = (f"--{shape}", file, *said.get(shape, ()))
    answer = relsim_command("calibrate", "insurance", *words, "--out", tmp_path / "mine.csv")
    assert answer.err.strip() == "enough"
    assert " ".join(map(str, words)) in asked["command"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("insurance", "--survey", SURVEY), "Say --over 12"),
        (("insurance", "--survey", SURVEY, "--over", "500"), "Set market.periods to 501"),
        (("insurance", "--survey", SURVEY, "--silence", "9"), "--survey has no use for it"),
        (("insurance", "--customers", "a.csv", "--cohort", "b.csv"), "tell of the same leaving"),
        (("insurance", "--customers", CUSTOMERS), "Say --leavers ever"),
        (("insurance", "--patterns", "nowhere.toml"), "nowhere.toml: could not be read"),
        (("insurance", "--cohort", "nowhere.csv"), "nowhere.csv"),
        (("insurance", "--report", "mine.txt"), "Write mine.html"),
        (("insurance", "--out", "same.html", "--report", "same.html"), "--out"),
        (("insurance", "--all"), "--all goes with"),
        (("--all", "--report", "a.html"), "--all goes with"),
        ((), "name a scenario"),
    ],
)
def test_what_cannot_be_is_refused_in_words(relsim_command, words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = relsim_command("calibrate", *words)
    assert answer.code == 2 and said in answer.err
    assert "Traceback" not in answer.err and not list(tmp_path.iterdir())


def test_every_bundled_market_is_calibrated_once_and_then_holds(
    relsim_command, tmp_path, monkeypatch
):
    """Each stands for its kind: settings, none, what is known cannot be shown, or by too few."""
    market = relsim.load("insurance", {"market.customers": 120, "market.periods": 12})
    places = {
        name: tmp_path / "settings" / f"{name}.csv.gz"
        for name in ("funeral", "hotel", "insurance", "gym")
    }
    places["insurance"].parent.mkdir()
    (tmp_path / "settings" / "gym-0123456789abcdef.runs").touch()
    Settings.prior(market, 3).write(places["insurance"])
    monkeypatch.setattr("relsim.scenario.bundled", lambda: places)
    monkeypatch.setattr("relsim.study.settings.settings.bundled_file", places.get)
    done = []

    def calibrated(market, **asked):
        if market.name == "funeral":
            raise InputError("patterns: nothing of the kind happens there.")
        asked["store"].touch()
        if market.name == "hotel":
            return SimpleNamespace(settings_found=range(99), runs=1797)
        done.append((market.name, asked["settings"], asked["runs"]))
        return SimpleNamespace(settings_found=Settings.prior(market, 100), runs=600)

    monkeypatch.setattr("relsim.study.settings.calibrate", calibrated)
    for _ in range(2):
        answer = relsim_command("calibrate", "--all")
        assert answer.code == 0, answer.err
        assert f"{places['insurance']}: holds." in answer.err
        assert "funeral: patterns: nothing of the kind happens there. No file" in answer.err
        assert "hotel: 1,797 runs say no more than 99 settings would" in answer.err
    assert done == [("gym", 128, None)]
    assert len(Settings.read(places["gym"])) == 100
    assert places["gym"].read_bytes()[:2] == b"\x1f\x8b", "packed, to be light"
    left = {one.name for one in places["gym"].parent.iterdir()}
    assert left == {"gym.csv.gz", "insurance.csv.gz"}, "runs of an older engine are gone, too"


@pytest.mark.parametrize("name", relsim.bundled())
def test_settings_that_come_with_a_market_hold(name):
    place = bundled_file(name)
    if place is None or not place.is_file():
        pytest.skip("relsim calibrate --all makes it")
    kept = Settings.read(place)
    assert kept.kind == "calibrated" and 100 <= len(kept) <= 128
    assert place.stat().st_size < 80 * 1024, "a few tens of kB: they travel with every copy"
    assert kept.under(relsim.load(name)) is not None


def test_the_numbers_of_runs_that_are_told_are_those_that_are_lived_through(relsim_command):
    waves = calibrating._waves(calibrating.RUNS)
    most = f"{calibrating.RUNS + calibrating.FURTHER * waves[-1]:,}"
    readme = (Path(calibrating.__file__).parent / "README.md").read_text(encoding="utf-8")
    for text in (relsim_command("calibrate", "--help").out, calibrating.calibrate.__doc__, readme):
        words = re.sub(r"[│\s]+", " ", text)
        assert f"{calibrating.RUNS}" in words and f"up to {most}" in words
        assert f"{matching.ENOUGH} settings" in words


@pytest.mark.parametrize("command", ["calibrate", "sweep", "fit", "optimise"])
def test_help_loses_nothing_in_brackets(command):
    """Rich takes words in brackets for styles and leaves them out."""
    module = import_module(f"relsim.cli.commands.{command}")
    hints = get_type_hints(getattr(module, command), include_extras=True)
    texts = [one.help or "" for hint in hints.values() for one in getattr(hint, "__metadata__", ())]
    assert texts and not [one for one in texts if re.search(r"\[[a-z]", one)]


def test_a_file_is_walked_from_reading_it_to_explaining_a_loss(
    relsim_command, tmp_path, monkeypatch
):
    """Each command is the one that the last one named, made small."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(losing, "_POINTS", 300)
    table = (FOLDER / "triangle_english.csv").read_bytes()
    (tmp_path / "cohorts.csv").write_bytes(table)

    def named(answer, word="Then"):
        text = " ".join((answer.out + answer.err).split())
        assert answer.code == 0, answer.err
        return shlex.split(
            re.search(rf"{word}: relsim (.*?)(?= (?:Written|Then|First): |$)", text)[1]
        )

    read = relsim_command("read", "cohorts.csv")
    (made, *_), fit = named(read, "First"), named(read)
    assert made == "new" and relsim_command(*named(read, "First")).code == 0
    size = ["market.customers=80", "market.periods=12", "market.warm_up=3"]
    small = [word for one in size for word in ("--set", one)]
    fitted = relsim_command(*fit, *small, "-n", "1", "--evaluations", "40")
    assert "those who began together" in fitted.out, "which of two retentions"
    calibrate = named(fitted)
    found = relsim_command(*calibrate, *small, "--runs", "60", "--settings", "12")
    compare = named(found)
    assert compare[:2] == ["compare", "mine-fitted.toml"]
    few = ["--strategies", "none,social", "-n", "2"]
    compared = relsim_command(*compare, *few, "--json")
    assert compared.code == 0, compared.err
    told = json.loads(compared.out)
    assert told["plausible"] and "mine-fitted" in told["settings"]["command"]
    explained = relsim_command("explain", *compare[1:], "--strategies", "none,social", "--json")
    assert explained.code == 0, explained.err
