"""The bundled scenarios give what they gave: a change of any figure is told, and is deliberate."""

import copy

import pytest

import relsim
from relsim.behaviour import COLUMNS
from relsim.result.figures import FIGURES
from tests.golden import __main__ as command
from tests.golden import figures
from tests.golden.figures import (
    FOLDER,
    computed,
    file_of,
    flat,
    moved,
    read,
    stored,
    told,
    written,
)

HOW = "\nIf that is meant: python -m tests.golden, and a line in CHANGELOG.md (numbers change)."


@pytest.mark.smoke
@pytest.mark.parametrize("name", relsim.bundled())
def test_the_figures_are_the_golden_ones(name):
    changes = moved(flat(stored(name)), flat(computed(name)))
    assert not changes, f"\n{told(name, changes)}{HOW}"


def test_every_scenario_and_no_other_has_a_golden_file():
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(relsim.bundled())


@pytest.mark.parametrize("name", relsim.bundled())
def test_a_golden_file_holds_every_strategy_and_every_figure(name):
    scenario, golden = relsim.load(name), stored(name)
    assert list(golden["strategies"]) == list(scenario.strategies)
    for groups in golden["strategies"].values():
        assert set(groups["summary"]) == set(FIGURES)
        assert set(groups["books"]) == set(COLUMNS)
        assert set(groups["heads"]) == set(scenario.firm_names)


@pytest.fixture
def golden():
    return stored("insurance")


@pytest.mark.parametrize(
    ("group", "figure", "spoil"),
    [
        ("summary", "retention", lambda value: value * (1 + 2e-9)),
        ("summary", "customers", lambda value: value + 1),
        ("books", "uses", lambda values: [values[0], values[1] - 1]),
        ("books", "revenue", lambda values: [values[0], values[1] * (1 - 2e-9)]),
        ("heads", "Brio", lambda value: value + 1),
        ("summary", "npv", lambda value: None),
    ],
)
def test_a_figure_that_moved_is_found_and_named(golden, group, figure, spoil):
    spoilt = copy.deepcopy(golden)
    place = spoilt["strategies"]["social"][group]
    place[figure] = spoil(place[figure])
    (change,) = moved(flat(golden), flat(spoilt))
    assert change.name.startswith(f"social, {group}, {figure}")


def test_what_another_machine_may_do_to_the_last_bits_is_no_change(golden):
    spoilt = copy.deepcopy(golden)
    for groups in spoilt["strategies"].values():
        for name, value in groups["summary"].items():
            if isinstance(value, float):
                groups["summary"][name] = value * (1 + 1e-12)
    assert moved(flat(golden), flat(spoilt)) == []


def test_the_largest_relative_change_is_told_first_and_the_many_small_ones_are_counted():
    was = {f"figure {number}": 100.0 for number in range(30)}
    now = {name: 100.0 + number for number, name in enumerate(was)}
    lines = told("cinema", moved(was, now), at_most=3).splitlines()
    assert lines[0].startswith("cinema: 29 figures moved")
    assert [line.split(": ")[0].strip() for line in lines[1:4]] == [
        "0.29  figure 29",
        "0.28  figure 28",
        "0.27  figure 27",
    ]
    assert lines[4].strip() == "… and 26 smaller changes"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Keep golden files in another folder, of one scenario, whose figures are handed over."""
    made = {"settings": {}, "made_with": {"python": "3.0"}, "strategies": {"none": {"heads": {}}}}
    monkeypatch.setattr(command, "computed", lambda name: copy.deepcopy(made))
    monkeypatch.setattr(figures, "FOLDER", tmp_path)
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    monkeypatch.setattr(relsim, "bundled", lambda: ("inn",))
    return made


def test_the_command_says_what_moved_and_asks_for_a_line_in_the_changelog(
    elsewhere, tmp_path, capsys
):
    elsewhere["strategies"]["none"]["heads"]["Alba"] = 100
    command.main()
    assert "inn: new, 1 figure\n" in capsys.readouterr().out
    elsewhere["strategies"]["none"]["heads"]["Alba"] = 90
    command.main()
    said = capsys.readouterr().out
    assert "0.1  none, heads, Alba: 100 -> 90" in said
    assert "**Numbers change** in inn" in said
    assert stored("inn") == elsewhere


def test_the_command_leaves_a_file_alone_whose_figures_stand(elsewhere, tmp_path, capsys):
    command.main()
    before = (tmp_path / "inn.csv").read_bytes()
    elsewhere["made_with"]["python"] = "4.0"
    capsys.readouterr()
    command.main()
    assert capsys.readouterr().out == "Nothing moved.\n"
    assert (tmp_path / "inn.csv").read_bytes() == before


@pytest.mark.parametrize("name", relsim.bundled())
def test_a_golden_file_is_one_small_table_that_is_read_as_it_was_written(name):
    text = file_of(name).read_text(encoding="utf-8")
    assert written(read(text)) == text
    assert len(text.splitlines()) < 300
