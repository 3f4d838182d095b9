"""The model's description says everything that the code declares, and says it as the code does."""

import re
import sys
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
from relsim.result.figures import FIGURES
from relsim.scenario import structure
from tests import record_types
from tests.documentation import (
    DESCRIPTION,
    DRAWN,
    FIRST,
    KEYS,
    MARKER,
    MODEL,
    PAGES,
    README,
    ROOT,
    WHOLE,
    first_command,
    generated,
    keys,
    names_in,
    tables,
)
from tests.documentation import Purpose as Purposes

TEXTS = [page.read_text(encoding="utf-8") for page in DESCRIPTION]
TEXT = "\n".join(TEXTS)
PROSE = MARKER.sub("", TEXTS[DESCRIPTION.index(MODEL)])
REFERENCES = TEXTS[DESCRIPTION.index(MODEL)].split("## References")[1]
EVERYWHERE = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
READMES = [ROOT / "relsim" / room / "README.md" for room in ("behaviour", "market")]
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)

DECLARED = {
    "parameter": (*BEHAVIOUR, *MARKET, *COSTS, *structure.MARKET),
    "trait": tuple(TRAITS),
    "lever": tuple(LEVERS),
    "customer's field": tuple(FIELDS),
    "firm's field": tuple(FIRM_FIELDS),
    "figure": (*COLUMNS, *FIGURES),
}


def in_tables(name):
    """Tell whether a name stands alone in the first cell of some table's row."""
    return (
        re.search(rf"^\| `?{re.escape(name)}`?(, one a firm)? \|", TEXT, re.MULTILINE) is not None
    )


@pytest.mark.parametrize("name", sorted(tables()))
def test_generated_table_is_fresh(name):
    found = {match[2]: match[3] for match in MARKER.finditer(EVERYWHERE)}
    assert found[name] == tables()[name]() + "\n", "run python -m tests.documentation"


def test_everything_generated_stands_on_one_page_once():
    assert sorted(names_in(EVERYWHERE)) == sorted(tables())


@pytest.mark.parametrize("text", TEXTS, ids=[page.name for page in DESCRIPTION])
def test_writing_the_tables_anew_leaves_the_text_around_them(text):
    assert MARKER.sub("", generated(text)) == MARKER.sub("", text)


def test_the_description_is_prose_and_equations():
    kept = [
        line for line in TEXTS[DESCRIPTION.index(MODEL)].splitlines() if line.startswith("<!-- gen")
    ]
    assert {line.split()[2] for line in kept} == {"equations", "contradictions"}


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


@pytest.mark.parametrize("text", TEXTS, ids=[page.name for page in DESCRIPTION])
def test_every_mechanism_has_a_section(text):
    headings = re.findall(r"^### .+ \(`(\w+)`\)$", text, re.MULTILINE)
    assert headings == [mechanism.name for mechanism in MECHANISMS]


def test_every_cost_line_says_how_it_is_booked():
    booked = re.findall(r"^\| `(\w+_cost)` \| .+ \|$", PROSE, re.MULTILINE)
    assert sorted(booked) == sorted(COST_LINES)


def test_every_phase_is_described_at_its_place():
    described = re.findall(r"^\*\*(\d)\. (\w+)\*\*", PROSE, re.MULTILINE)
    places = [(str(place), name.capitalize()) for place, (name, _) in enumerate(BUILT_IN, 1)]
    assert described == places


def test_the_keys_of_a_scenario_are_typed_as_they_are_declared():
    assert KEYS.read_text(encoding="utf-8") == keys(), "run python -m tests.documentation"


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


def test_the_first_command_of_the_readme_is_the_one_whose_output_it_shows():
    start = README.read_text(encoding="utf-8").split("## Start")[1]
    assert start.split("```sh\n")[1].split("\n")[0].endswith(f"relsim {' '.join(FIRST)}")


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


@pytest.mark.statistics
def test_the_readme_shows_what_its_first_command_says_of_settings(monkeypatch):
    """By default luck alone is held against it; settings take most of a minute."""
    monkeypatch.setattr(sys, "argv", ["documentation", WHOLE])
    assert first_command() in README.read_text(encoding="utf-8")
