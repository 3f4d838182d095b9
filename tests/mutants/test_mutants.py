"""Planted faults: each still fits its file, and some, or with ``-m mutants`` all, are caught."""

import re

import pytest

from tests.copying import ROOT
from tests.mutants import FAULTS
from tests.mutants.__main__ import FOLDER
from tests.mutants.fault import Fault, Stale
from tests.mutants.planting import Copy, Search, look_for_all
from tests.mutants.stages import STAGES, family_of
from tests.mutants.table import README, bites, summary, write

ROWS = [
    line.strip("| ").split(" | ")
    for line in README.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| what is wrong")
]
FEW = (
    "dearer firms are liked better",
    "a poor answer is a gift",
    "imitators see every lever alike",
    "boredom grows without end",
)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_fits_its_file_and_is_python(fault):
    source = (ROOT / fault.file).read_text(encoding="utf-8")
    planted = fault.planted(source)
    assert planted != source
    compile(planted, fault.file, "exec")


@pytest.mark.parametrize("source", ["", "a = 1\na = 1\n"])
def test_a_fault_whose_text_does_not_stand_exactly_once_is_stale(source):
    with pytest.raises(Stale, match="is stale: its text stands"):
        Fault("a wrong number", "sign", "file.py", "a = 1", "a = -1").planted(source)


def test_there_are_enough_faults_and_no_two_have_one_name():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40


def test_the_table_has_a_row_for_every_fault():
    assert [row[0] for row in ROWS] == [fault.name for fault in FAULTS]
    assert [row[1] for row in ROWS] == [fault.mistake for fault in FAULTS]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_the_table_names_is_there(row):
    caught = re.fullmatch(r"`(\S+\.py): (\w+).*`", row[3])
    assert caught or row[3] == "**nothing**"
    if caught:
        file, test = caught.groups()
        source = (ROOT / "tests" / file).read_text(encoding="utf-8")
        assert re.search(rf"^def test_{test}\(", source, re.MULTILINE)
        assert row[4] == family_of(f"tests/{file}::test_{test}")


def test_enough_of_the_faults_in_the_table_are_caught():
    assert bites({row[0]: {"caught_by": row[3].replace("**nothing**", "")} for row in ROWS})


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return Copy(tmp_path_factory.mktemp("faults"))


def test_the_rules_pass_where_nothing_is_planted(copy):
    assert copy.run(STAGES[0]) == []


@pytest.mark.parametrize("name", FEW)
def test_a_wrong_rule_is_caught(copy, name):
    fault = next(fault for fault in FAULTS if fault.name == name)
    source = copy.plant(fault)
    try:
        assert copy.run(STAGES[0]) != []
    finally:
        copy.write(fault.file, source)


@pytest.mark.mutants
def test_the_suite_bites():
    found = look_for_all(Search(FOLDER), list(FAULTS))
    assert len(found) == len(FAULTS), "some rows are stale"
    assert bites(found), summary(found)


def test_the_table_is_written_between_its_markers(tmp_path, monkeypatch):
    page = tmp_path / "README.md"
    page.write_text("before\n<!-- generated -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr("tests.mutants.table.README", page)
    test = "tests/market/test_costs.py::test_a_lowered_tie_gives_nothing_back"
    result = {"caught_by": test, "family": "B", "stage": STAGES[1].name}
    write({fault.name: result for fault in FAULTS})
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- generated -->\n") and text.endswith(
        "<!-- end -->\nafter\n"
    )
    assert "old" not in text.splitlines()
    assert text.count("`market/test_costs.py: a_lowered_tie_gives_nothing_back`") == len(FAULTS)
