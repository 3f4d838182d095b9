"""Everything that can be wrong in a command line: exit 2, words, and nothing on standard output."""

import os

import pytest

from tests.study.fakes import fake_survivors

SCENARIO = "SCENARIO"
"""Stands for the path of a scenario that is fine."""

COHORT = "COHORT"
"""Stands for the path of a cohort that is fine."""

COMPARE = ["compare", SCENARIO]
FIT = ["fit", SCENARIO, "--cohort", COHORT]
ONE = ["-p", "behaviour.loss_aversion"]

# The command line; words of the refusal.
REFUSED = [
    # Commands and arguments
    (["compar", "insurance"], "Did you mean 'compare'"),
    (["comparison"], "No such command"),
    (["--versoin"], "No such option"),
    (["compare"], "Missing argument 'SCENARIO'"),
    (["compare", "insurance", "logistics"], "unexpected extra argument"),
    (["compare", ""], "the name of the scenario is empty"),
    (["compare", "insurence"], "Did you mean insurance?"),
    (["compare", "insurance.tml"], "Did you mean insurance?"),
    (["compare", "../insurance"], "Did you mean insurance?"),
    *(
        ([*command, "nomine.toml"], "Begin one with relsim new nomine.toml")
        for command in (
            ["compare"],
            ["run"],
            ["check"],
            ["calibrate"],
            ["sweep", "--vary", "a=1:2"],
        )
    ),
    (["compare", "gyms.toml"], "Did you mean gym?"),
    (["compare", "no\x1b[31mwhere"], "no\\u001b[31mwhere: there is no such file"),
    (["compare", "x" * 5_000], "there is no such file"),
    (["compare", "/dev/null"], "not an ordinary file"),
    (["compare", "/"], "this is a folder"),
    (["check", "--strategy", "none", "insurance"], "Possible options: --strategies"),
    (["show", "lever"], "Did you mean levers?"),
    (["show", "LEVERS"], "Did you mean levers?"),
    (["show", "zzz"], "There are: levers"),
    (["show", "strategies", "insurence"], "Did you mean insurance?"),
    (["show", "plan", "insurence"], "Did you mean insurance?"),
    (["show", "parameters", "insurance"], "takes no scenario"),
    # Replications, seeds, threads
    ([*COMPARE, "-n", "0"], "--replications"),
    ([*COMPARE, "-n", "-3"], "--replications"),
    ([*COMPARE, "-n", "1.5"], "--replications"),
    ([*COMPARE, "-n", "ten"], "--replications"),
    ([*COMPARE, "-n", "1e3"], "--replications"),
    ([*COMPARE, "-n", ""], "--replications"),
    ([*COMPARE, "-n", "1000000000000"], "Write at most"),
    ([*COMPARE, "-n", "9" * 30], "Write at most"),
    ([*COMPARE, "--seed", "-1"], "--seed"),
    ([*COMPARE, "--seed", "1.5"], "--seed"),
    ([*COMPARE, "--seed", str(2**63)], "--seed"),
    ([*COMPARE, "--seed", "9" * 5_000], "--seed"),
    ([*COMPARE, "--threads", "0"], "--threads"),
    ([*COMPARE, "--threads", "many"], "--threads"),
    (["run", SCENARIO, "--replication", "-1"], "--replication"),
    (["run", SCENARIO, "--replication", str(2**63)], "--replication"),
    # Strategies
    ([*COMPARE, "-s", "none,socail"], 'no strategy "socail". Did you mean "social"?'),
    ([*COMPARE, "-s", "none,none"], '"none" is named twice'),
    ([*COMPARE, "-s", "none,social,none"], '"none" is named twice'),
    ([*COMPARE, "-s", ""], "the list is empty"),
    ([*COMPARE, "-s", ", ,"], "the list is empty"),
    ([*COMPARE, "-s", "none;social"], "no strategy"),
    ([*COMPARE, "--baseline", "nun"], 'no strategy "nun"'),
    ([*COMPARE, "--baseline", ""], 'no strategy ""'),
    (["check", SCENARIO, "-s", "none,none"], '"none" is named twice'),
    (["check", SCENARIO, "-s", "socail"], 'Did you mean "social"?'),
    (["run", SCENARIO, "-s", "socail"], 'Did you mean "social"?'),
    (["story", SCENARIO, "--customer", "1", "-s", "socail"], 'Did you mean "social"?'),
    (["story", SCENARIO, "--customer", "1", "--against", "nun"], 'no strategy "nun"'),
    # Stories
    (["story", SCENARIO], "name one customer"),
    (["story", SCENARIO, "--customer", "1", "--find", "left"], "not both"),
    (["story", SCENARIO, "--customer", "2000"], "The nearest is 1999"),
    (["story", SCENARIO, "--customer", "-1"], "The nearest is 0"),
    (["story", SCENARIO, "--customer", "one"], "--customer"),
    (["story", SCENARIO, "--find", "lost"], "allowed is one of"),
    (["story", SCENARIO, "--customer", "0", "--set", "market.customers=0"], "has no customers"),
    ([*COMPARE, "--story", "3"], "goes into a report"),
    # Budgets, precision, equivalence, capacity
    ([*COMPARE, "--equal-budget", "0,5"], 'equal_budget: found "0,5"'),
    ([*COMPARE, "--equal-budget", "inf"], 'equal_budget: found "inf"'),
    ([*COMPARE, "--precision", "=1"], "Write FIGURE=AMOUNT"),
    ([*COMPARE, "--precision", "npv=1e400"], "a number above 0"),
    ([*COMPARE, "--precision", "npv=nan"], "Write FIGURE=AMOUNT"),
    ([*COMPARE, "--precision", "npv=1,5"], "Write FIGURE=AMOUNT"),
    ([*COMPARE, "--precision", "npv=1", "--precision", "npv=2"], "named twice"),
    ([*COMPARE, "--precision", "Retention=1"], "Did you mean retention?"),
    ([*COMPARE, "--precision", "npv=1", "--max-replications", "0"], "--max-replications"),
    ([*COMPARE, "--precision", "npv=1", "--max-replications", "1" + "0" * 12], "Write at most"),
    ([*COMPARE, "--equivalence", "retention"], "Write FIGURE=AMOUNT"),
    ([*COMPARE, "--equivalence", "profits=1"], "Did you mean profit?"),
    ([*COMPARE, "--equivalence", "npv=-1"], "a number above 0"),
    ([*COMPARE, "--capacity", "Fixed"], "write elastic, fixed or both"),
    # Files to write
    ([*COMPARE, "--csv", "out.xlsx"], "ends in .csv. Write out.csv."),
    ([*COMPARE, "--csv", "out"], "ends in .csv. Write out.csv."),
    ([*COMPARE, "--xlsx", "out.csv"], "ends in .xlsx. Write out.xlsx."),
    ([*COMPARE, "--xlsx", "out.xls"], "ends in .xlsx. Write out.xlsx."),
    ([*COMPARE, "--report", "out.pdf"], "ends in .html or .htm. Write out.html."),
    ([*COMPARE, "--report", "out"], "Write out.html."),
    ([*COMPARE, "--csv", "."], "this is a folder"),
    ([*COMPARE, "--csv", ""], "this is a folder"),
    ([*COMPARE, "--csv", "nowhere/out.csv"], "there is no folder nowhere"),
    ([*COMPARE, "--report", "nowhere/out.html"], "there is no folder nowhere"),
    ([*COMPARE, "--csv", "x" * 5_000 + ".csv"], "--csv:"),
    ([*COMPARE, "--csv", "no\x1b[31m/out.csv"], "no\\u001b[31m"),
    (["run", SCENARIO, "--spells-csv", "out.txt"], "ends in .csv"),
    (["run", SCENARIO, "--periods-csv", "nowhere/out.csv"], "there is no folder nowhere"),
    (["run", SCENARIO, "--periods-csv", "x.csv", "--spells-csv", "./x.csv"], "Name another one"),
    (["story", SCENARIO, "--customer", "1", "--csv", "out.html"], "ends in .csv"),
    (["new", "mine"], "ends in .toml. Write mine.toml."),
    (["new", "mine.csv"], "ends in .toml. Write mine.toml."),
    (["new", "nowhere/mine.toml"], "there is no folder nowhere"),
    (["new", "."], "this is a folder"),
    # Fitting
    (["fit", SCENARIO, *ONE], "it follows exactly one file"),
    ([*FIT, *ONE, "--customers", COHORT], "found --cohort and --customers"),
    ([*FIT, *ONE, "--leavers", "ever"], "--cohort has no use for it"),
    ([*FIT, *ONE, "--hold-out", "90"], "can be held out"),
    ([*FIT, *ONE, "--horizon", "1000000"], "--horizon: found 1000000"),
    ([*FIT], "Missing option '--parameter'"),
    ([*FIT, "-p", "behaviour.loss_averson"], "leads to no setting"),
    ([*FIT, "-p", "market.customers"], "leads to no setting"),
    ([*FIT, "-p", "market.title"], "leads to no setting"),
    ([*FIT, "-p", ""], "is not a path"),
    ([*FIT, "-p", "behaviour.loss_aversion=1"], "has no bounds"),
    ([*FIT, "-p", "behaviour.loss_aversion=4..1"], "rising"),
    ([*FIT, "-p", "behaviour.loss_aversion=nan..2"], "rising"),
    ([*FIT, "-p", "behaviour.loss_aversion=-1..2"], "rising"),
    ([*FIT, "-p", "behaviour.loss_aversion=1,5..2"], "has no bounds"),
    ([*FIT, *ONE, *ONE], "named twice"),
    ([*FIT, *(word for i in range(7) for word in ("-p", f"market.costs.x{i}"))], "name 1 to 6"),
    ([*FIT, *ONE, "--evaluations", "0"], "--evaluations"),
    ([*FIT, *ONE, "--evaluations", "1000000000000"], "--evaluations"),
    ([*FIT, *ONE, "-n", "0"], "--replications"),
    ([*FIT, *ONE, "-n", "1000000000000"], "Write at most"),
    ([*FIT, *ONE, "--output", "fitted"], "ends in .toml"),
    ([*FIT, *ONE, "--csv", "fitted.toml"], "ends in .csv"),
]

# What --set says; words of the refusal.
SETTINGS = [
    ("market.customers", "sets nothing. Write PATH=VALUE"),
    ("", "sets nothing"),
    ("=5", "is not a path"),
    (".=5", "is not a path"),
    ("market..customers=5", "is not a path"),
    (".customers=5", "is not a path"),
    ("market.=5", "is not a path"),
    ('market."customers=5', "sets nothing"),
    ("market=5", "Name a key: market.KEY"),
    ("customers=5", "a scenario has no"),
    ("markt.customers=5", "Did you mean market?"),
    ("market.custmers=5", "Did you mean customers?"),
    ("market.customers=", "allowed is a whole number"),
    ("market.customers=ten", "allowed is a whole number"),
    ("market.customers=5.0", "Write 5"),
    ('market.customers="5"', "Write 5 without quotes"),
    ("market.customers=true", "found true"),
    ("market.customers=nan", "found nan"),
    ("market.customers=[5]", "found a list"),
    ("market.customers={x=5}", "found a table"),
    ("market.customers=-1", "Write at least 0"),
    ("market.customers=1000000000000", "Write at most 10000000"),
    ("market.customers=" + "9" * 5_000, "allowed is a whole number"),
    ("market.periods=1000000000000", "Write at most 100000"),
    ("market.freedom=5", "Write 0.05 for 5 %"),
    ("market.freedom=1.0000000000000002", "Write at most 1"),
    ("market.freedom=50%", "Write 0.5 for 50 %"),
    ("market.freedom=0,5", "Write 0.5."),
    ("market.customers=5,000", "Write 5000."),
    ("market.customers=5\u00a0000", "5[no-break space]000"),
    ("market.customers.x=5", "found a table"),
    ("market.costs=5", "found 5"),
    ("firms=5", "Write firms.NAME.KEY"),
    ("firms.Alva.price=5", "Did you mean Alba?"),
    ("firms.alba.price=5", "Did you mean Alba?"),
    ("firms.Alba=5", "firms are tables"),
    ("firms.Alba.prize=5", "Did you mean price?"),
    ("firms.Alba.price=0", "from 1e-12"),
    ("firms.0.price=5", "there is no"),
    ("firms.Alba.level=pro-active", 'Did you mean "proactive"?'),
    ("firms.Alba.scandal=0.5", "set of an event"),
    ("segments.customer.need_rate=0.5", "there is no"),
    ("strategies.socail.social=1", "Did you mean social?"),
    ("strategies.social.socail=1", "Did you mean social?"),
    ("strategies.social.extends=social", "in a circle"),
    ("events.x.period=5", "there is no"),
    ("behaviour.loss_averson=1", "Did you mean loss_aversion?"),
    ("behaviour.word_of_mouth=no", "Write false"),
    ("phases.fashion.strength=inf", "found inf"),
    ("market.network=file", "network_file is missing"),
    ("market.network_file=../x", "in the scenario's folder"),
    ("market.title=a\x1b[31m", "a control character (U+001B)"),
]


@pytest.fixture
def words_of(tmp_path, monkeypatch, scenario_file):
    """Return a function that puts the paths of right files into a command line."""
    monkeypatch.chdir(tmp_path)
    cohort = tmp_path / "cohort.csv"
    cohort.write_text("period,customers\n0,100\n1,90\n", encoding="utf-8")
    places = {SCENARIO: scenario_file, COHORT: cohort}
    return lambda words: [str(places.get(word, word)) for word in words]


def in_one_line(text):
    """Return what a box of the command line says, without the box."""
    return " ".join(text.replace("│", " ").split())


def check_refused(answer, words, folder):
    said = in_one_line(answer.err)
    assert answer.code == 2, (answer.out, answer.err)
    assert words in said, said
    assert "Traceback" not in said and "fault of relsim" not in said
    assert "\x1b" not in answer.err
    assert {path.name for path in folder.iterdir()} <= {"mine.toml", "cohort.csv"}


@pytest.mark.parametrize(
    ("line", "words"),
    REFUSED,
    ids=[" ".join(line)[:70].encode("unicode_escape").decode() for line, _ in REFUSED],
)
def test_a_wrong_command_line_is_refused(
    relsim_command, fake_engine, words_of, tmp_path, line, words
):
    answer = relsim_command(*words_of(line))
    check_refused(answer, words, tmp_path)
    assert answer.out == ""


@pytest.mark.parametrize(
    ("setting", "words"),
    SETTINGS,
    ids=[setting[:60].encode("unicode_escape").decode() for setting, _ in SETTINGS],
)
def test_a_wrong_setting_is_refused(relsim_command, tmp_path, scenario_file, setting, words):
    check_refused(relsim_command("check", scenario_file, "--set", setting), words, tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_in_which_nothing_may_be_written_is_refused(
    relsim_command, tmp_path, scenario_file
):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    answer = relsim_command("compare", scenario_file, "--csv", folder / "out.csv")
    assert answer.code == 2 and "nothing may be written" in answer.err


def test_an_unwritable_folder_is_refused(relsim_command, tmp_path, scenario_file, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    answer = relsim_command("compare", scenario_file, "--csv", tmp_path / "out.csv")
    assert answer.code == 2 and "nothing may be written" in answer.err


def test_a_folder_in_place_of_the_file_is_refused(relsim_command, tmp_path, scenario_file):
    (tmp_path / "out.csv").mkdir()
    answer = relsim_command("compare", scenario_file, "--csv", tmp_path / "out.csv")
    assert answer.code == 2 and "this is a folder" in answer.err


@pytest.mark.usefixtures("fake_engine")
def test_one_world_is_compared_with_a_word_of_warning(relsim_command, scenario_file):
    answer = relsim_command("compare", scenario_file, "--replications", "1", "--json")
    assert answer.code == 0
    assert "no intervals" in answer.err and "--replications 30" in answer.err
    quiet = relsim_command("compare", scenario_file, "-n", "1", "--json", "--quiet")
    assert (quiet.err, quiet.out) == ("", answer.out)


def test_the_cohort_that_the_refusals_use_is_fine(relsim_command, fake_engine, words_of):
    assert fake_survivors
    answer = relsim_command(*words_of([*FIT, *ONE, "--evaluations", "8", "-n", "1", "--quiet"]))
    assert answer.code == 0, answer.err
