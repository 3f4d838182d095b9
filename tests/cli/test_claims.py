"""``relsim claims`` and ``relsim sweep``, called as a shell would."""

import json

import pytest

import relsim.claims.trying
import relsim.cli.commands.claims
import relsim.cli.commands.sweep
from relsim.claims import Breadth, Breaking, Size, claims, ledger
from relsim.claims.breadth import MEANT, WHOLE, Share
from relsim.claims.structures import Structures, Without

SMALL = ("--set", "market.customers=60", "--set", "market.periods=24")


@pytest.fixture
def tiny(monkeypatch):
    """Let quick be quicker still: two small worlds."""
    real = relsim.claims.trying.try_out

    def tried(claim, **words):
        return real(claim, **{**words, "size": Size(2, customers=60, periods=24), "budgets": False})

    monkeypatch.setattr(relsim.claims, "try_out", tried)


def test_the_list_names_every_claim_and_runs_nothing(relsim_command, monkeypatch):
    monkeypatch.setattr(
        relsim.cli.commands.claims, "_try", lambda *arguments: pytest.fail("it ran")
    )
    answer = relsim_command("claims", "--list")
    assert [line.split()[0] for line in answer.out.splitlines()] == sorted(claims())
    data = json.loads(relsim_command("claims", "--list", "--json").out)
    assert data[0]["concepts"]


def test_json_is_all_that_stands_on_standard_output(relsim_command, tiny):
    answer = relsim_command("claims", "two_keys", "--quick", "--json")
    data = json.loads(answer.out)
    assert answer.code == 0
    assert data["claim"] == "two_keys" and data["quick"] is True


def test_settings_stand_beside_the_verdict(relsim_command, tiny, monkeypatch):
    def tried(claim, settings, **words):
        share = Share(settings, settings, 1.0, 0.9, 1.0)
        shares = {way: {WHOLE: share, "more": share} for way in (MEANT, "half", "twice")}
        return Breadth(shares, (0.1,), settings, "prior", 188, "relsim claims …")

    monkeypatch.setattr(relsim.claims, "in_settings", tried)
    words = ("claims", "two_keys", "--quick", "--settings", 12)
    data = json.loads(relsim_command(*words, "--json").out)
    assert data["plausible_settings"]["word"] == "robust"
    assert "robust, with no exception found in 12 settings" in relsim_command(*words).out


def test_mechanisms_stand_beside_the_verdict_and_in_the_lesson(
    relsim_command, tmp_path, monkeypatch
):
    def tried(claim, **words):
        without = (Without("recovery", "refuted", 0.0, -0.1, 0.1),)
        return Structures(Without("", "supported"), without, 8, 500, 60, "relsim claims …")

    monkeypatch.setattr(relsim.claims, "without_each", tried)
    page = tmp_path / "lesson.html"
    answer = relsim_command("claims", "two_keys", "--structures", "--lesson", page, "--json")
    assert json.loads(answer.out)["structures"]["turns"] == ["recovery"], answer.err
    assert "and the contrary without recovery" in page.read_text(encoding="utf-8")


def test_a_search_stands_beside_the_verdict_and_its_numbers_are_checked(
    relsim_command, tmp_path, monkeypatch
):
    def tried(claim, tries, **words):
        return Breaking(None, tries, tries, 190, 0, 12, 2_000, 120, "relsim claims …")

    monkeypatch.setattr(relsim.claims, "try_to_break", tried)
    page = tmp_path / "lesson.html"
    words = ("claims", "two_keys", "--try-to-break", "--tries")
    told = json.loads(relsim_command(*words, "40", "--lesson", page, "--json").out)
    assert told["breaking"]["is_unbroken"] and told["breaking"]["tried"] == 40
    assert "No exception found in 40 tries" in page.read_text(encoding="utf-8")
    refused = relsim_command(*words, "0")
    assert refused.code == 2 and "tries: found 0" in refused.err
    alone = relsim_command("claims", "two_keys", "--tries", "40")
    assert alone.code == 2 and "write that, too" in alone.err


def test_several_claims_are_a_list(relsim_command, tiny):
    data = json.loads(relsim_command("claims", "two_keys", "word_of_mouth", "--json").out)
    assert [one["claim"] for one in data] == ["two_keys", "word_of_mouth"]


def test_out_holds_data_worlds_and_the_picture(relsim_command, tiny, tmp_path):
    place = tmp_path / "made" / "on the way"
    answer = relsim_command("claims", "two_keys", "--out", place)
    assert answer.code == 0
    assert sorted(one.name for one in place.iterdir()) == [
        "two_keys.csv",
        "two_keys.json",
        "two_keys.svg",
    ]
    assert json.loads((place / "two_keys.json").read_text())["claim"] == "two_keys"


def test_a_course_pack_has_a_lesson_a_claim_and_an_index(relsim_command, tiny, tmp_path):
    answer = relsim_command("claims", "two_keys", "word_of_mouth", "--course-pack", tmp_path)
    assert answer.code == 0
    names = {"index.html", "two_keys.html", "word_of_mouth.html"}
    assert {one.name for one in tmp_path.iterdir()} == names
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="two_keys.html"' in index and "supported" not in index


def test_lessons_tell_what_the_ledger_holds_and_run_nothing(relsim_command, monkeypatch, tmp_path):
    monkeypatch.setattr(
        relsim.cli.commands.claims, "_try", lambda *arguments: pytest.fail("it ran")
    )
    for words in ((), ("--quick",)):
        assert relsim_command("claims", "--course-pack", tmp_path, *words).code == 0
    for name, entry in ledger.read_ledger().items():
        text = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert f"<strong>{entry['evidence']['verdict']}</strong>" in text
        assert entry["evidence"]["parts"][0]["interval"] in text


def test_a_lesson_is_one_file(relsim_command, tiny, tmp_path):
    file = tmp_path / "lesson.html"
    assert relsim_command("claims", "two_keys", "--lesson", file).code == 0
    assert file.stat().st_size < 60_000


def test_ctrl_c_before_a_claims_first_world_leaves_the_claims_before_it(
    relsim_command, tiny, tmp_path, monkeypatch
):
    real = relsim.cli.commands.claims._try

    def stopped(claim, *words):
        if claim.name == "word_of_mouth":
            raise KeyboardInterrupt
        return real(claim, *words)

    monkeypatch.setattr(relsim.cli.commands.claims, "_try", stopped)
    names = ("two_keys", "word_of_mouth")
    answer = relsim_command("claims", *names, "--seed", 2, "--course-pack", tmp_path)
    assert answer.code == 130
    assert {one.name for one in tmp_path.iterdir()} == {"index.html", "two_keys.html"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["two_kys"], "did you mean two_keys"),
        (["two_keys", "--lesson", "x.pdf"], ".html"),
        (["two_keys", "--replications", "1"], "replications"),
        (["two_keys", "word_of_mouth", "--lesson", "x.html"], "writes one claim"),
        (["two_keys", "--lesson", "no/such/folder/x.html"], "there is no folder"),
        (["--ledger", "--quick"], "without --quick"),
        (["two_keys", "--settings", "11"], "from 12"),
        (["--ledger", "--settings", "0"], "from 12"),
        (["two_keys", "--replications", "0"], "replications"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_bad_input_is_refused_before_anything_runs(relsim_command, monkeypatch, words, said):
    monkeypatch.setattr(
        relsim.cli.commands.claims, "_try", lambda *arguments: pytest.fail("it ran")
    )
    answer = relsim_command("claims", *words)
    assert answer.code == 2
    assert said in answer.err.lower()


def test_a_sweep_shows_a_table_and_writes_files(relsim_command, tmp_path):
    csv, xlsx = tmp_path / "runs.csv", tmp_path / "runs.xlsx"
    answer = relsim_command(
        "sweep", "insurance", "--vary", "market.freedom=0:1:2", "-s", "none,social", "-n", 2,
        "--csv", csv, "--xlsx", xlsx, *SMALL,
    )  # fmt: skip
    assert answer.code == 0
    assert "freedom 1" in answer.out
    assert csv.read_text(encoding="utf-8").count("\n") == 9
    assert xlsx.stat().st_size > 0


def test_the_examples_of_the_help_run(relsim_command):
    help_text = relsim_command("sweep", "--help").out
    lines = [line.strip() for line in help_text.splitlines() if "relsim sweep " in line]
    shown = [line.split()[1:] for line in lines if "--vary" in line]
    assert len(shown) == 4
    written = ("--csv", "prices.csv", "--report", "map.html")
    for words in shown:
        words = [word for word in words if word not in written]
        answer = relsim_command(*words, "-n", 1, "--json", *SMALL)
        assert answer.code == 0, (words, answer.err)


def test_a_sweeps_json_is_data_alone(relsim_command):
    answer = relsim_command(
        "sweep", "insurance", "--vary", "firms.Alba.level=basic,proactive", "-s", "none", "-n", 1,
        "--json", *SMALL,
    )  # fmt: skip
    data = json.loads(answer.out)
    assert data["paths"] == ["firms.Alba.level"]
    assert {row["firms.Alba.level"] for row in data["summary"]} == {"basic", "proactive"}


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ("market.freedom", "cannot be read"),
        ("market.freedom=1:0", "cannot be read"),
        ("market.freedom=0:1:1", "cannot be read"),
        ("market.freedom=0:1:2.5", "cannot be read"),
        ("market.freedom=0:nan", "cannot be read"),
        ("market.freedom=0:1:1e9", "1,000,000,000 points"),
        ("market.fredom=0:1", "freedom"),
        ("market.freedom=0:7", "row 1 (market.freedom = 1.75)"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(relsim_command, vary, said):
    answer = relsim_command("sweep", "insurance", "--vary", vary, "-s", "none")
    assert answer.code == 2
    assert said in answer.err


def test_the_same_path_twice_is_refused(relsim_command):
    twice = ("--vary", "market.freedom=0:1", "--vary", "market.freedom=0:1")
    assert "named twice" in relsim_command("sweep", "insurance", *twice).err


def test_where_a_difference_flips_is_said(relsim_command, fake_engine, monkeypatch):
    def live(world, *rest):
        gain = world.scenario.market.freedom - 0.4 if world.strategy == "social" else 0.0
        return {"retention": 0.5 + gain + world.replication / 1000}

    monkeypatch.setattr(relsim.cli.commands.sweep, "ready_engine", lambda quiet: None)
    monkeypatch.setattr(relsim.study.compare.worlds, "live", live)
    answer = relsim_command(
        "sweep", "insurance", "--vary", "market.freedom=0:1:3", "-s", "none,social"
    )
    assert "social in annual retention flips at market.freedom = 0.4" in answer.out
