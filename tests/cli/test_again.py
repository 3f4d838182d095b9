"""A recorded command repeats: whatever made a result, what it says makes the same one again."""

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import relsim
from relsim.cli import main
from tests.study.shapes import FOLDER

ROOT = Path(__file__).parents[2]
SMALL = {"market.customers": 80, "market.periods": 12, "market.warm_up": 3.0}
ODD = """
[[segments]]
name = "older people"
[[segments]]
name = "a=b, c"
share = 0.5
[[firms]]
name = "Dr. Weiß"
[[firms]]
name = "Brio"
[strategies."cheap, but slow"]
price = 0.9
[strategies.'say "hello"']
social = 0.5
[strategies."ein Wort"]
extends = "financial"
"""
CHANGED = {
    **SMALL,
    'segments."older people".spend': {"mean": 1.5, "sigma": 0.2},
    'segments."a=b, c".restlessness': {"mean": 0.2},
    'firms."Dr. Weiß".price': 1.05,
    "firms.Brio.level": "basic",
    "behaviour.imitation": True,
    "market.title": 'say "hello", you',
}
NAMES = ["none", "cheap, but slow", 'say "hello"', "ein Wort"]


@pytest.fixture
def odd(tmp_path, monkeypatch):
    """Return a scenario whose names and path hold whatever a shell or a list could trip over."""
    monkeypatch.chdir(tmp_path)
    path = Path("my market's file.toml")
    path.write_text(ODD, encoding="utf-8")
    return relsim.load(str(path), CHANGED)


def again(command, capsys, *more):
    """Run a recorded command and return its data."""
    program, *words = shlex.split(command)
    assert program == "relsim"
    with pytest.raises(SystemExit) as leaving:
        main([*words, "--json", "--quiet", *more])
    captured = capsys.readouterr()
    assert leaving.value.code == 0, captured.err
    return json.loads(captured.out)


def same(result, capsys, *more):
    """Hold a result against what its recorded command makes."""
    made = json.loads(json.dumps(result.to_json()))
    assert again(result.command, capsys, *more) == made
    assert made["settings"]["command"] == result.command
    return made["settings"]


def test_a_comparison_is_made_again(odd, capsys):
    found = relsim.compare(odd, NAMES, replications=2, seed=5, equivalence={"npv": 3.0})
    settings = same(found, capsys)
    assert settings["overrides"] == CHANGED
    assert settings["fingerprint"] == odd.fingerprint
    assert settings["strategies"]["cheap, but slow"] == {"price": 0.9}
    assert (settings["seed"], settings["relsim"]) == (5, relsim.__version__)


def test_a_comparison_at_equal_budgets_and_to_a_precision_is_made_again(odd, capsys):
    found = relsim.compare(
        odd,
        ["none", "ein Wort"],
        replications=2,
        equal_budget=0.05,
        precision={"retention": 90.0},
        max_replications=4,
    )
    levers = found.scalings["ein Wort"].levers
    assert same(found, capsys)["strategies"]["ein Wort"] == dict(levers)


def test_a_run_is_made_again(odd, capsys):
    run = relsim.Market(odd, seed=3, replication=2, strategy='say "hello"').run()
    assert same(run, capsys)["replication"] == 2
    assert run.command in run.to_text(1000)


def test_a_run_that_stopped_early_says_that_no_command_repeats_it(odd):
    market = relsim.Market(odd)
    market.step()
    assert market.result().command.startswith("# no command makes this again")


def test_a_sweep_is_made_again(odd, capsys):
    design = relsim.grid(
        {
            'firms."Dr. Weiß".price': [1.0, 1.1],
            "firms.Brio.strategy": ["none", "cheap, but slow"],
            'segments."older people".spend': [1.0, {"mean": 2.0, "sigma": 0.1}],
        }
    )
    found = relsim.sweep(odd, design, ["none", 'say "hello"'], replications=2, seed=4)
    settings = same(found, capsys)
    assert settings["paths"] == list(design.columns)
    assert found.command in found.to_text(1000)


def test_a_sweep_over_no_grid_says_that_no_command_repeats_it(odd):
    design = relsim.latin_hypercube({"market.freedom": (0, 1)}, points=2)
    two = pd.concat([design, design + 0.01])
    two["firms.Brio.price"] = [1.0, 1.1, 1.2, 1.3]
    found = relsim.sweep(odd, two, ["none"], replications=1)
    assert "the design is no grid" in found.command


def test_a_fit_is_made_again(odd, capsys):
    Path("my cohort.csv").write_text("period,customers\n0,100\n1,75\n2,55\n", encoding="utf-8")
    found = relsim.fit(
        odd,
        "my cohort.csv",
        {'segments."a=b, c".restlessness.mean': (0.05, 0.5), "behaviour.failure_rate": (0.01, 1.0)},
        replications=1,
        evaluations=20,
    )
    # Nobody leaves this small market, so that no file would be better, and none is written.
    assert "--parameter 'segments.\"a=b, c\".restlessness.mean=0.05..0.5'" in found.command
    assert found.to_toml().startswith("# relsim fit ")


@pytest.mark.parametrize(
    ("shape", "said", "more"),
    [
        ("customers", {"leavers": "ever"}, {"hold_out": 2}),
        ("transactions", {"silence": 45.0}, {"horizon": 40}),
        ("triangle", {}, {"hold_out": 1}),
    ],
)
def test_a_fit_to_what_was_read_is_made_again(tmp_path, monkeypatch, capsys, shape, said, more):
    monkeypatch.chdir(tmp_path)
    file = FOLDER / f"{shape}_english.csv"
    found = relsim.fit(
        relsim.load(
            "insurance",
            # A policy's term would outlast the files.
            {
                "market.customers": 300,
                "firms.Alba.term": 0.0,
                "firms.Alba.notice": 0.0,
                "firms.Alba.price_promise": False,
            },
        ),
        relsim.read(file, shape, **said),
        {"segments.private.restlessness.mean": (0.01, 0.6)},
        replications=1,
        evaluations=12,
        **more,
    )
    assert f"--{shape} " in found.command
    assert same(found, capsys, "--output", "fitted.toml")


def test_a_fit_to_numbers_says_that_no_command_repeats_it(odd):
    found = relsim.fit(odd, [10, 9, 8], ["behaviour.loss_aversion"], replications=1, evaluations=6)
    assert "the cohort was given as numbers" in found.command


@pytest.mark.parametrize("against", ["none", None, 'say "hello"'])
def test_a_story_is_made_again(odd, capsys, against):
    found = relsim.story(odd, 17, 'say "hello"', against, seed=2, replication=1)
    assert same(found, capsys)["customer"] == 17


def test_an_attribution_is_in_the_command_of_what_it_explains(odd, capsys):
    words = shlex.join(NAMES[:1]) + ',"cheap, but slow"'
    first = f"relsim compare {shlex.quote(str(odd.path))} -s {shlex.quote(words)} -n 2"
    sets = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]
    data = again(first, capsys, "--attribution", *sets)
    assert data["attribution"] and again(data["settings"]["command"], capsys) == data


def test_a_market_made_in_python_says_that_no_command_repeats_it():
    scenario = relsim.parse(ODD, SMALL, name="insurance")
    found = relsim.compare(scenario, ["none", "social"], replications=1)
    assert found.command == (
        "# no command makes this again: the scenario was made in Python; scenario.to_toml() gives "
        "the file to name"
    )
    assert not shlex.split(found.command, comments=True)


@pytest.mark.parametrize("name", ["insurance", "-market.toml"])
def test_a_file_is_not_taken_for_a_bundled_name_or_an_option(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(ODD, encoding="utf-8")
    scenario = relsim.load(f"./{name}", SMALL)
    assert scenario.focal.name == "Dr. Weiß"
    assert f" ./{name} " in relsim.Market(scenario).run().command
    same(relsim.Market(scenario).run(), capsys)
    assert again(f"relsim run ./{name} --set market.periods=1", capsys)["focal"] == "Dr. Weiß"


OWN_CODE = """
from dataclasses import dataclass
import relsim


@dataclass(frozen=True)
class Birthday:
    name: str = "birthday"
    after: str = "talk"
    trust: float = 0.01

    def run(self, market):
        warmer = market.customers.get("trust") + self.trust
        market.customers.set("trust", warmer.clip(0, 1))


class Cutter(relsim.Firm):
    def decide(self):
        self.price = 0.8
"""


def run_in_shell(command, folder):
    """Run a recorded command as a shell would and return what it printed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    words = [sys.executable, *shlex.split(command)[1:]]
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


@pytest.fixture
def own(odd, tmp_path, monkeypatch):
    """Return a phase and a mind of a user's own, in a module that can be imported."""
    Path("own_market_code.py").write_text(OWN_CODE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import own_market_code

    yield {
        "phases": [own_market_code.Birthday(trust=0.05)],
        "firms": {"Brio": own_market_code.Cutter},
    }
    del sys.modules["own_market_code"]


@pytest.mark.parametrize("kind", ["compare", "run", "sweep"])
def test_phases_and_minds_are_in_the_command(odd, own, tmp_path, kind):
    market = odd.with_overrides({"phases.birthday.trust": 0.02})
    if kind == "run":
        found = relsim.Market(market, strategy="ein Wort", **own).run()
        without = relsim.Market(odd, strategy="ein Wort").run()
    elif kind == "compare":
        found = relsim.compare(market, NAMES[:2], replications=2, **own)
        without = relsim.compare(odd, NAMES[:2], replications=2)
    else:
        design = relsim.grid({"market.freedom": [0.5, 1.0]})
        found = relsim.sweep(market, design, NAMES[:2], replications=2, **own)
        without = relsim.sweep(odd, design, NAMES[:2], replications=2)
    assert run_in_shell(found.command, tmp_path) == str(found)
    assert str(found).split("Again")[0] != str(without).split("Again")[0]
    settings = found.settings()
    assert settings["phases"]["birthday"]["code"] == "own_market_code:Birthday"
    assert settings["minds"]["Brio"]["code"] == "own_market_code:Cutter"
    assert len(settings["minds"]["Brio"]["source"]) == 64
    assert settings["phases"]["birthday"]["source"] != settings["minds"]["Brio"]["source"]


def test_a_strategy_that_stands_there_twice_is_repeated_in_python(odd, tmp_path):
    found = relsim.compare(odd, ["none", "none"], replications=2)
    assert run_in_shell(found.command, tmp_path) == str(found)
    assert list(found.settings()["strategies"]) == ["none", "none (2)"]


def test_code_that_nobody_can_import_is_named_and_no_command_is_given(odd):
    class Cutter(relsim.Firm):
        def decide(self):
            self.price = 0.8

    found = relsim.compare(odd, ["none"], replications=1, firms={"Brio": Cutter})
    assert found.command.startswith("# no command makes this again: Brio (")
    assert len(found.settings()["minds"]["Brio"]["source"]) == 64


def test_a_kind_of_market_of_ones_own_is_named(odd):
    class Mine(relsim.Market):
        pass

    assert "Mine (" in Mine(odd).run().command


def rows_of(sheet):
    return {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}


@pytest.mark.parametrize("kind", ["compare", "run", "sweep", "fit", "story"])
def test_settings_stand_beside_csv_and_in_the_workbook(odd, tmp_path, kind):
    made = {
        "compare": lambda: relsim.compare(odd, NAMES, replications=1),
        "run": lambda: relsim.Market(odd, strategy="ein Wort").run(),
        "sweep": lambda: relsim.sweep(
            odd, relsim.grid({"market.freedom": [0.5]}), ["ein Wort"], replications=1
        ),
        "fit": lambda: relsim.fit(
            odd, [10, 9], ["behaviour.loss_aversion"], replications=1, evaluations=6
        ),
        "story": lambda: relsim.story(odd, 17, "ein Wort"),
    }
    found = made[kind]()
    settings = found.settings()
    found.to_csv(tmp_path / "out.csv")
    beside = pd.read_csv(tmp_path / "out.settings.csv").set_index("setting")["value"]
    book = rows_of(load_workbook(io.BytesIO(found.to_xlsx()))["settings"])
    for told in (beside, book):
        assert told["relsim"] == relsim.__version__
        assert told["fingerprint"] == settings["fingerprint"]
        assert told["command"] == found.command
        assert float(told['overrides.firms."Dr. Weiß".price']) == 1.05
        if kind != "fit":
            assert float(told["strategies.ein Wort.reward_rate"]) == 0.05


def test_a_report_carries_the_settings(odd):
    from relsim.view import sections

    found = relsim.compare(odd, NAMES, replications=1)
    text = str(sections.provenance(found))
    assert found.scenario.fingerprint in text and "strategies.ein Wort.reward_rate" in text
    assert "relsim compare" in text
