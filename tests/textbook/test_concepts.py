"""What textbooks say: every statement is there, lives somewhere that exists, and is referenced."""

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import relsim
from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.claims import claims, read_claim
from relsim.errors import InputError
from relsim.result.figures import COMPARED, PAYBACK
from relsim.scenario import bundled, structure
from relsim.scenario.strategies import ready_made
from relsim.study import compare, explain, fit, sweep
from relsim.textbook import concepts
from relsim.textbook.concept import HOME_KINDS, KINDS, Home
from relsim.textbook.meanings import meaning
from relsim.textbook.references import matches, references
from relsim.textbook.tried import tried

ROOT = Path(__file__).parent.parent.parent
ROOM = ROOT / "relsim" / "textbook"
README = ROOM / "README.md"
BESIDE = (ROOM / "REFERENCES.md").read_text(encoding="utf-8").split("\n- ")[1:]
"""Works beside the statements, as they are written."""

ALL = tuple(concepts())

LAST = {"S0": 36, "S1": 31, "S2": 40, "S3": 26, "S4": 18}
"""How far each theme went when its numbers were last looked through; it may go on from there."""

VACANT = {"S1.29"}
EMERGENT = [
    "S0.02",
    "S0.22",
    "S0.24",
    "S1.11",
    "S1.20",
    "S2.02",
    "S2.06",
    "S2.19",
    "S2.22",
    "S2.23",
    "S2.36",
    "S3.04",
    "S3.08",
    "S4.13",
    "S4.14",
]


def declared():
    """Return everything that is declared, by kind of home."""
    return {
        "lever": set(LEVERS),
        "parameter": set(BEHAVIOUR),
        "trait": set(TRAITS),
        "market": {*MARKET, *structure.MARKET, *(f"costs.{name}" for name in COSTS)},
        "strategy": set(ready_made()),
        "scenario": set(bundled()),
        "experiment": set(bundled("experiments")),
    }


def figures():
    """Return every figure that a run really has, and those of comparisons and studies."""
    scenario = relsim.load(
        "insurance", {"market.customers": 50, "market.periods": 12, "market.warm_up": 12.0}
    )
    run = relsim.Market(scenario, seed=1).run()
    return {
        "periods": set(run.periods.columns),
        "summary": set(run.summary()),
        "customers": {name.split(":")[0] for name in run.customers.columns},
        "spells": set(run.spells.columns),
        "run": {name for name in dir(relsim.Run) if not name.startswith("_")},
        "comparison": {*COMPARED, PAYBACK.key},
        "study": {name for room in (compare, explain, fit, sweep) for name in room.__all__},
    }


def homes(*kinds):
    """Return the homes of these kinds, each with the first concept that lives there."""
    found = {}
    for concept in ALL:
        for home in concept.homes:
            if home.kind in kinds:
                found.setdefault(home, concept.id)
    return found


# Completeness


def numbered(last):
    """Return the numbers of every theme up to its last, as they should be."""
    every = (f"{theme}.{n:02}" for theme, end in last.items() for n in range(1, end + 1))
    return [number for number in every if number not in VACANT]


def test_every_number_is_there_once_and_in_order():
    counts = Counter(concept.theme for concept in ALL)
    vacant = Counter(number.split(".")[0] for number in VACANT)
    found = [concept.id for concept in ALL]
    assert found == numbered({theme: held + vacant[theme] for theme, held in counts.items()})
    assert set(found) >= set(numbered(LAST))


def test_what_must_emerge_is_marked_and_nothing_else():
    known = set(numbered(LAST))
    assert [one.id for one in ALL if one.emergent and one.id in known] == EMERGENT


def test_every_statement_has_a_kind_words_literature_and_a_home():
    for concept in ALL:
        assert concept.kind in KINDS, concept.id
        assert concept.literature, concept.id
        assert concept.homes, concept.id
        for text in (concept.says, concept.shown, concept.missing or "."):
            assert text.endswith(".") and "  " not in text, concept.id


def test_no_statement_names_a_home_or_a_work_twice():
    for concept in ALL:
        assert len(set(concept.homes)) == len(concept.homes), concept.id
        assert len(set(concept.literature)) == len(concept.literature), concept.id


def test_opposites_know_each_other():
    by_id = {concept.id: concept for concept in ALL}
    pairs = [(concept.id, other) for concept in ALL for other in concept.against]
    assert pairs
    assert all(one in by_id[other].against for one, other in pairs)


# Homes


def test_every_kind_of_home_is_lived_in():
    assert {home.kind for home in homes(*HOME_KINDS)} == set(HOME_KINDS)


@pytest.mark.parametrize("kind", ["lever", "parameter", "trait", "market", "strategy", "scenario"])
def test_what_is_named_is_declared(kind):
    known = declared()[kind]
    gone = {str(home): where for home, where in homes(kind).items() if home.name not in known}
    assert gone == {}


@pytest.mark.parametrize("kind", ["lever", "parameter", "trait", "market", "strategy", "scenario"])
def test_what_is_declared_is_shown_with_its_meaning(kind):
    assert [str(home) for home in homes(kind) if not meaning(home)] == []


def test_figures_that_are_named_are_those_of_runs_and_studies():
    known = figures()
    gone = {}
    for home, where in homes("outcome").items():
        table, _, name = home.name.partition(".")
        if name not in known[table]:
            gone[home.name] = where
    assert gone == {}


def test_every_experiment_is_the_home_of_a_statement_and_nothing_else_is():
    assert {home.name for home in homes("experiment")} == declared()["experiment"]


def test_an_experiment_is_a_home_of_what_its_claim_names():
    named = {name: set(read_claim(name).concepts) for name in claims()}
    known = tried().items()
    assert named == {
        name: {number for number, scripts in known if name in scripts} for name in named
    }
    for name, numbers in named.items():
        assert all(Home("experiment", name) in concepts()[number].homes for number in numbers)


def test_no_statement_repeats_what_a_script_says():
    themes = [tomllib.loads(file.read_text("utf-8")) for file in ROOM.glob("statements/*.toml")]
    written = {
        f"{theme}.{place}": statement.get("homes", {}).get("experiment", ())
        for document in themes
        for theme, held in document.items()
        if theme != "title"
        for place, statement in held.items()
    }
    assert any(written.values())
    known = tried()
    assert [one for one in written if {*written[one]} & {*known.get(one, ())}] == []


@pytest.mark.parametrize("home", homes("test"), ids=lambda home: home.short)
def test_tests_that_are_named_exist(home):
    file, _, name = home.name.partition("::")
    source = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert f"\ndef test_{name}(" in source


def test_every_lever_that_a_strategy_may_set_is_a_textbooks_or_says_whose_it_is():
    theirs = {home.name for home in homes("lever")}
    named = {name for name, lever in LEVERS.items() if lever.source} | theirs
    assert [name for name, lever in LEVERS.items() if lever.strategic and name not in named] == []


# Literature


@pytest.mark.parametrize("citation", sorted({one for all_ in ALL for one in all_.literature}))
def test_a_citation_has_exactly_one_reference(citation):
    assert len(matches(citation)) == 1


def test_no_work_is_referenced_twice():
    heads = Counter(work.split(")")[0] + work.split("). ")[1][:20] for work in references())
    assert [head for head, times in heads.items() if times > 1] == []


def test_every_reference_beside_the_statements_is_cited():
    cited = {work for concept in ALL for one in concept.literature for work in matches(one)}
    assert BESIDE and {" ".join(work.split()) for work in BESIDE} <= cited


def test_references_are_in_order_of_author():
    authors = [work.split(" (")[0] for work in BESIDE]
    assert authors == sorted(authors)


# Finding


def ids(*wanted, **only):
    return [concept.id for concept in concepts(*wanted, **only)]


def test_nothing_wanted_is_everything():
    assert len(concepts()) == len(ALL)


def test_numbers_and_themes_add_up():
    assert ids("s1.20", "S1.19") == ["S1.19", "S1.20"]
    assert ids("S4", "S1.20") == ["S1.20", *(one.id for one in ALL if one.theme == "S4")]


def test_words_must_all_be_there_in_any_case():
    found = concepts("Apostles", "terrorists")
    assert found and all("apostles" in one.says.casefold() + str(one.homes) for one in found)
    assert set(ids("apostles terrorists")) == {one.id for one in found}


def test_words_are_found_in_homes_and_literature():
    assert "S1.22" in ids("structural_growth")
    assert "S0.23" in ids("levitt")


def test_kind_and_emergence_narrow_it_down():
    assert all(one.kind == "number" for one in concepts(kind="number"))
    assert ids(emergent=True) == [one.id for one in ALL if one.emergent]
    assert "S4.14" in ids("S4", kind="number", emergent=True)


def test_a_statement_is_had_by_its_number():
    assert concepts()["S1.30"].against == ("S0.27",)


@pytest.mark.parametrize(
    ("wanted", "only", "near"),
    [
        (["S1.29"], {}, "S1.28"),
        (["S4.99"], {}, ALL[-1].id),
        (["S1.2"], {}, "S1.02"),
        (["S7"], {}, "Did you mean S"),
        (["hostagez"], {}, "hostages"),
        (["qqqq"], {}, "another word"),
        ([], {"kind": "leaver"}, "lever"),
        (["S4.01"], {"emergent": True}, "ask for less"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest(wanted, only, near):
    with pytest.raises(InputError, match=re.escape(near)):
        concepts(*wanted, **only)


# Showing


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_statement_is_shown_and_no_line_is_too_wide(width):
    text = concepts().to_text(width)
    assert max(map(len, text.split("\n"))) <= width
    assert re.findall(r"^S\d\.\d\d", text, re.MULTILINE) == [concept.id for concept in ALL]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_one_statement_is_shown_in_full(width):
    concept = concepts()["S1.20"]
    text = concepts("S1.20").to_text(width)
    assert max(map(len, text.split("\n"))) <= width
    flat = "".join(text.split())
    wanted = [concept.says, concept.shown, *(home.name for home in concept.homes)]
    wanted += ["Marketing Services: Competing through Quality. Free Press."]
    assert [one for one in wanted if "".join(one.split()) not in flat] == []


def test_what_is_missing_and_what_speaks_against_is_told():
    assert "not here" in str(concepts("S3.25"))
    assert "S2.24" in str(concepts("S2.22"))


def test_frame_json_and_notebook_hold_everything():
    frame = concepts().to_frame()
    assert list(frame["id"]) == [concept.id for concept in ALL]
    assert frame["homes"].str.len().min() > 0
    assert json.loads(json.dumps(concepts().to_json())) == [concept.plain() for concept in ALL]
    page = concepts()._repr_html_()
    assert all(f">{concept.id}<" in page for concept in ALL)
    assert "Berry &amp; Parasuraman" in page and "Berry & " not in page


def test_the_readmes_examples_run():
    (example,) = re.findall(r"^```python\n(.*?)^```$", README.read_text("utf-8"), re.S | re.M)
    exec(example, {})


def test_showing_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from relsim.cli.faults import exit_code_of\n"
        "code = exit_code_of(['show', 'concepts'])\n"
        "heavy = {'numba', 'mesa', 'pandas', 'scipy', 'numpy'} & set(sys.modules)\n"
        "print(code, sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "0 []\n"
