"""The catalogues: every word that is shown, found anew, with what was said of it before."""

import ast
import re
import tomllib
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import relsim
from relsim.app.page.model import named, said_of
from relsim.app.session.curves import arguments_of
from relsim.behaviour import (
    BEHAVIOUR,
    COLUMNS,
    COSTS,
    LEVERS,
    MARKET,
    MECHANISMS,
    REASONS,
    RULES,
    TRAITS,
)
from relsim.behaviour.declaration import Lever
from relsim.claims import claims, read_claim
from relsim.claims.breadth import WHOLE
from relsim.claims.breadth import Word as Width
from relsim.claims.verdict import Verdict
from relsim.claims.words import mechanism_text
from relsim.market.plan import BUILT_IN
from relsim.market.witness.offers import GROUPED, PARTS, TERMS
from relsim.result.figures import FIGURES, PAYBACK
from relsim.result.table import Mood
from relsim.result.words import plural, singular
from relsim.scenario import structure
from relsim.scenario.strategies import ready_made, title_of
from relsim.scenario.structure import MONTHS
from relsim.stories.life import FELT
from relsim.study.explain.kept import JOINT, TOTAL
from relsim.study.explain.lives import TENURES
from relsim.study.explain.spill_over import EFFECTS
from relsim.study.plausible.living import BOX, WIDTHS
from relsim.study.settings.pattern import read_patterns
from relsim.textbook import concepts
from relsim.textbook.concept import Concept
from relsim.textbook.meanings import meaning
from relsim.view.by_strategy import cost_groups
from relsim.view.glossary import GLOSSARY
from relsim.view.two_lives import _MARKS as MARKS_OF_A_LIFE
from relsim.words.catalogue import PLACE
from relsim.words.language import LANGUAGES, SOURCE
from relsim.words.templates import in_markup, in_program, texts
from tests.importing import PACKAGE, ROOT

WORDS = PACKAGE / "words"
MARKS = {"Sentence": (0,), "marked": (0,), "translate": (0,), "Word": (0,), "valued": (0,)}
MARKS |= {"Phrase": (0,), "translated": (0,)}
MARKS |= {"course": (0,), "drawing": (1, 2)}
"""Functions that show a text of ours, and which of their arguments it is."""

IN_ENGLISH = {
    "claims/ledger": "the ledger is written and read in the terminal; pages show its verdicts",
    "cli": "the terminal and its errors are English by intent",
    "study/profile.py": "times of the engine, which the terminal alone shows",
    "textbook/tables.py": "relsim concepts, in the terminal; the page tells them in its own words",
}
"""Where all that is said stays English, and why."""

SERVED = {
    "app/classroom/served/class.html": in_markup,
    "app/classroom/served/class.js": in_program,
    "app/classroom/served/game.js": in_program,
    "claims/lesson.js": in_program,
}
"""Pages and programs that are put into a language as they are sent, and how."""


def said(node):
    """Yield the texts that an argument may come to: no key of a table, and no condition."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and any(map(str.isalpha, node.value)):
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from said(node.body)
        yield from said(node.orelse)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from said(value)
    elif isinstance(node, ast.Tuple | ast.List):
        for one in node.elts:
            yield from said(one)


def marked_in(path):
    """Yield the texts that a file marks, one or, where a number decides, two."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name, found = node.func.id, node.args
        for place in MARKS.get(name, ()):
            if place < len(found) and not isinstance(found[place], ast.Starred):
                yield from said(found[place])
        if name in ("counted", "Count"):
            yield from (numbered(noun) for noun in said(found[1]))


def numbered(noun):
    return f"{{number}} {singular(noun)}", f"{{number}} {plural(noun)}"


def declared():
    """Yield the words that stand in declarations, with where they do."""
    for one in (*FIGURES.values(), PAYBACK):
        yield from (("figures", text) for text in (one.title, one.per, one.meaning, one.counts))
        if one.phrases:
            phrases = (one.phrases.higher, one.phrases.lower, one.phrases.undecided)
            yield from (("figures", text) for text in phrases)
    yield from (("settings", name) for name in (*WIDTHS, BOX))
    for one in read_patterns(PACKAGE / "study" / "settings" / "patterns.toml"):
        yield from (("patterns", text) for text in (one.name, one.block))
    terms = (*TRAITS, *BEHAVIOUR, *MARKET, *structure.MARKET, *structure.FIRM, *LEVERS)
    terms += tuple(structure.SEGMENT)
    laws = [structure.law_terms(one) for one in TRAITS.values()]
    terms += tuple(term for law in laws for term in law)
    yield from (("numbers", singular(name)) for name in terms)
    yield from (("numbers", singular(name)) for name in COSTS)
    yield from (("kept", name) for name in (JOINT, TOTAL, *TENURES))
    yield from (("kept", name.replace("_", "-")) for name in EFFECTS)
    yield from (("figures", mood) for mood in get_args(Mood) if mood)
    for path in sorted((ROOT / "scenarios").glob("*.toml")):
        yield from (("scenarios", text) for text in market_words(path))
    for name in claims():
        yield from (("claims", text) for text in claim_words(read_claim(name)))
    for path in sorted((PACKAGE / "textbook" / "statements").glob("*.toml")):
        yield "statements", tomllib.loads(path.read_text(encoding="utf-8"))["title"]
    yield from (("claims", word) for word in (*get_args(Verdict), *get_args(Width), WHOLE))
    used = (one.name for one in MECHANISMS if one.switch)
    yield from (("mechanisms", str(mechanism_text(name))) for name in used)
    yield from (("glossary", text) for one in GLOSSARY for text in (one.word, one.meaning))
    for one in LEVERS.values():
        yield from (("levers", text) for text in lever_words(one))
    yield from (("model", text) for text in model_words())
    yield from (("statements", text) for one in concepts() for text in statement_words(one))
    for one in COSTS.values():
        yield "costs", one.unit.removeprefix("money ")
    for name, column in COLUMNS.items():
        if column.cost:
            yield "costs", name.removesuffix("_cost").replace("_", " ")
    yield from (("costs", name) for name in cost_groups())
    yield from (("reasons", name) for name in REASONS)
    terms = (*GROUPED, *PARTS, *(rule.term for rule in TERMS.values()), *FELT)
    yield from (("stories", singular(name)) for name in terms)
    yield from (("stories", singular(name)) for name in TRAITS)
    yield from (("charts", kind) for kind in MARKS_OF_A_LIFE)
    for noun in MONTHS:
        yield "periods", singular(noun)
        yield "periods", plural(noun)
        yield "periods", numbered(noun)


def claim_words(claim):
    """Yield all that is shown of a claim; who only names authors and years needs no words."""
    yield from (claim.sentence, claim.about, claim.bet, *claim.questions, *claim.meaning.values())
    yield from claim.arms
    yield from (one.name for one in claim.contrasts)
    yield from (one.title for one in claim.figures.values())
    for one in claim.sweeps:
        yield from (one.name, *one.axes)
    if set(re.findall(r"\b[a-z]{2,}", claim.by)) - {"et", "al"}:
        yield claim.by


def market_words(path):
    """Return what a market that comes with relsim says of itself."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    named = [one["name"] for one in held.get("segments", ()) if "name" in one]
    events = [one["name"] for one in held.get("events", ()) if "name" in one]
    titles = [title_of(name) for name in ready_made()]
    titles += [one.get("title", title_of(name)) for name, one in held.get("strategies", {}).items()]
    return [held["market"]["title"], held["market"]["about"], *named, *events, *titles]


def model_words():
    """Yield what is told of the model: its plan, its rules, and all that can be set of it."""
    yield from (text for step in BUILT_IN for text in step)
    yield from (text for one in MECHANISMS for text in (one.title, one.switch))
    market = relsim.load("insurance")
    for rule in RULES:
        yield said_of(rule)
        for one in arguments_of(rule, market):
            yield from (named(one), one.meaning)
    market_wide = {**structure.MARKET, **MARKET, **structure.FIRM, **structure.SEGMENT}
    laws = [term for one in TRAITS.values() for term in structure.law_terms(one).values()]
    for one in (*BEHAVIOUR.values(), *market_wide.values(), *COSTS.values(), *laws):
        yield from (one.meaning, one.called, one.unit)
    yield from (one.meaning for one in TRAITS.values())
    for one in BEHAVIOUR.values():
        yield one.how_known
        if set(re.findall(r"\b[a-z]{2,}", one.source)) - {"et", "al"}:
            yield one.source


def statement_words(one: Concept):
    """Yield what a statement says, what it is, and where it lives."""
    yield from (one.says, one.shown, one.missing, one.kind)
    yield from (home.kind for home in one.homes)
    yield from (meaning(home) for home in one.homes if home.kind != "strategy")


def lever_words(one: Lever):
    """Return what a lever is, what it costs and what it may be set to."""
    return [
        one.called,
        one.meaning,
        one.cost,
        one.unit,
        *(c.replace("_", " ") for c in one.choices or ()),
    ]


def template(name: str = SOURCE) -> Catalog:
    """Return every text, and where it is shown, ready for a language's."""
    found = Catalog(locale=name)
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).as_posix().startswith(tuple(IN_ENGLISH)):
            continue
        for text in marked_in(path):
            found.add(_plain(text), locations=[(str(path.relative_to(PACKAGE)), None)])
    for path in sorted(PACKAGE.rglob("*.vue")):
        for text in texts(path.read_text(encoding="utf-8")):
            found.add(text, locations=[(str(path.relative_to(PACKAGE)), None)])
    for name, made in SERVED.items():
        for text in texts((PACKAGE / name).read_text(encoding="utf-8"), made):
            found.add(text, locations=[(name, None)])
    for place, text in declared():
        if text:
            found.add(_plain(text), locations=[(f"declared/{place}", None)])
    return found


def _plain(text):
    """Return a text as what it is in English, not in the language in force."""
    return tuple(map(_plain, text)) if isinstance(text, tuple) else str.__str__(text)


def path_of(name: str) -> Path:
    return WORDS / name / PLACE


def read(name: str) -> Catalog:
    """Return the catalogue of a language as its file holds it."""
    with path_of(name).open("rb") as file:
        return read_po(file, locale=name)


def renewed(name: str) -> Catalog:
    """Return the catalogue of a language with the words of today."""
    kept = read(name) if path_of(name).exists() else Catalog(locale=name)
    found = template(name)
    for one in found:
        if one.id and (before := kept.get(one.id)) is not None:
            one.string = before.string
    return found


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file holds it: with no day and no tool in it."""
    from io import BytesIO

    held = BytesIO()
    write_po(
        held,
        catalogue,
        width=100,
        sort_by_file=True,
        include_lineno=False,
        ignore_obsolete=True,
        omit_header=True,
    )
    head = (
        f"# {LANGUAGES[str(catalogue.locale)]}. English is the source; python -m tests.words "
        'renews this file.\nmsgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + held.getvalue()


def has_words(message):
    """Tell whether a text has a translation."""
    held = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(held)
