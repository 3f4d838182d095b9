"""The model's description says everything that the code declares, and says it as the code does."""

import re
from pathlib import Path

import pytest

from relsim.behaviour import (
    BEHAVIOUR,
    COLUMNS,
    COSTS,
    FIELDS,
    FIRM_FIELDS,
    LEVERS,
    MARKET,
    MECHANISMS,
    RULES,
    TRAITS,
)
from relsim.market.books import COSTS as COST_LINES
from relsim.market.plan import BUILT_IN
from relsim.market.run import SUMMARY
from relsim.scenario import structure
from tests import record_types
from tests.documentation import DRAWN, MARKER, MODEL, ROOT, generated, names_in, tables
from tests.documentation import Purpose as Purposes

TEXT = MODEL.read_text(encoding="utf-8")
PROSE = MARKER.sub("", TEXT)
REFERENCES = TEXT.split("## References")[1]
READMES = [ROOT / "relsim" / room / "README.md" for room in ("behaviour", "market")]
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)

DECLARED = {
    "parameter": (*BEHAVIOUR, *MARKET, *COSTS, *structure.MARKET),
    "trait": tuple(TRAITS),
    "lever": tuple(LEVERS),
    "customer's field": tuple(FIELDS),
    "firm's field": tuple(FIRM_FIELDS),
    "figure": (*COLUMNS, *SUMMARY),
}


def in_tables(name):
    """Tell whether a name stands alone in the first cell of some table's row."""
    return (
        re.search(rf"^\| `?{re.escape(name)}`?(, one a firm)? \|", TEXT, re.MULTILINE) is not None
    )


@pytest.mark.parametrize("name", sorted(tables()))
def test_generated_table_is_fresh(name):
    found = {match[2]: match[3] for match in MARKER.finditer(TEXT)}
    assert found[name] == tables()[name]() + "\n", "run python -m tests.documentation"


def test_every_generated_table_stands_in_the_description_once():
    assert sorted(names_in(TEXT)) == sorted(tables())


def test_writing_the_tables_anew_leaves_the_text_around_them():
    assert MARKER.sub("", generated(TEXT)) == PROSE


@pytest.mark.parametrize("kind", DECLARED)
def test_nothing_declared_is_missing_from_the_description(kind):
    assert [name for name in DECLARED[kind] if not in_tables(name)] == []


def test_every_equation_stands_beside_its_function():
    missing = [
        rule.function.__name__
        for rule in RULES
        if not re.search(rf"^\| .+ \| `\w+\.py: {rule.function.__name__}` \|$", TEXT, re.MULTILINE)
    ]
    assert missing == []


def test_every_mechanism_has_a_section():
    headings = re.findall(r"^### .+ \(`(\w+)`\)$", PROSE, re.MULTILINE)
    assert headings == [mechanism.name for mechanism in MECHANISMS]


def test_every_cost_line_says_how_it_is_booked():
    booked = re.findall(r"^\| `(\w+_cost)` \| .+ \|$", PROSE, re.MULTILINE)
    assert sorted(booked) == sorted(COST_LINES)


def test_every_phase_is_described_at_its_place():
    described = re.findall(r"^\*\*(\d)\. (\w+)\*\*", PROSE, re.MULTILINE)
    places = [(str(place), name.capitalize()) for place, (name, _) in enumerate(BUILT_IN, 1)]
    assert described == places


def test_every_purpose_of_chance_has_its_law():
    assert set(DRAWN) == set(Purposes)


def cited():
    """Return every author and year that a mechanism or a parameter names."""
    texts = [
        source
        for mechanism in MECHANISMS
        for source in (
            *mechanism.literature,
            *(one.source for one in (*mechanism.parameters, *mechanism.market, *mechanism.costs)),
            *(one.source for one in (*mechanism.traits, *mechanism.levers)),
        )
    ]
    texts += [one.source for one in structure.MARKET.values()]
    names = re.compile(r"([A-Z]\w+)(?:(?:,| &| et al\.?)[^;()\d]*)? (\d{4})")
    return sorted({(found[1], found[2]) for text in texts for found in names.finditer(text)})


@pytest.mark.parametrize(("author", "year"), cited())
def test_cited_work_is_among_the_references(author, year):
    works = [work for work in REFERENCES.split("\n- ") if f"({year})" in work]
    assert any(author in work.split(f"({year})")[0] for work in works)


def functions_named():
    """Return every file and function that the prose names."""
    found = re.findall(r"`((?:market/)?\w+\.py): ([\w, ]+)`", PROSE)
    return sorted({(file, name) for file, names in found for name in names.split(", ")})


@pytest.mark.parametrize(("file", "name"), functions_named())
def test_function_named_in_the_description_exists(file, name):
    room = ROOT / "relsim" if "/" in file else MODEL.parent
    source = (room / file).read_text(encoding="utf-8")
    assert re.search(rf"^( *def {name}\(|{name}\b)", source, re.MULTILINE)


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.parent.name)
def test_examples_of_a_readme_run_in_order(path):
    run_examples(path)


def run_examples(path: Path) -> None:
    """Run a README's Python examples one after another, as a reader would type them."""
    text = path.read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "readme"}
    examples = list(EXAMPLE.finditer(text))
    assert examples
    for example in examples:
        line = text.count("\n", 0, example.start(1))
        # Blank lines before it make a traceback point at the README's own line.
        exec(compile("\n" * line + example[1], str(path), "exec"), names)


def test_the_types_of_records_are_those_of_the_declarations():
    text = record_types.STUB.read_text(encoding="utf-8")
    assert text == record_types.stub(), "run python -m tests.documentation"
