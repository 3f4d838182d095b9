"""What nobody types: tables and equations of the model, a command's output, a scenario's keys.

``python -m tests.documentation`` writes them anew, between the markers of ``PAGES`` and in
``KEYS``; ``tests/test_documentation.py`` fails when one is stale.
"""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from relsim.behaviour import BEHAVIOUR, FIELDS, FIRM_FIELDS, MARKET, MECHANISMS, TRAITS
from relsim.behaviour.declaration import Field, Mechanism, Rule
from relsim.cli import catalogue
from relsim.cli.listing import Catalogue, Listing
from relsim.market.chance import LIFELONG, LIFELONG_TOO, YEARLY, Purpose
from relsim.market.plan import BUILT_IN
from relsim.result.figures import FIGURES
from relsim.result.markdown import as_markdown
from relsim.scenario import parse
from relsim.scenario.wording import number
from tests import record_types
from tests.keys import keys

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "relsim" / "behaviour" / "README.md"
PARAMETERS = MODEL.with_name("PARAMETERS.md")
DESCRIPTION = (MODEL, PARAMETERS)
KEYS = ROOT / "relsim" / "scenario" / "keys.pyi"
README = ROOT / "README.md"
PAGES = (README, *DESCRIPTION)
FIRST = ("compare", "insurance")
"""What the README starts with, behind ``relsim``."""
WHOLE = "--whole"
LEDGER = ROOT / "experiments" / "ledger.json"
MARKER = re.compile(r"(<!-- generated: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
SECTION = re.compile(r"^### (.+) \(`(\w+)`\)$", re.MULTILINE)
"""Heading of a mechanism's section in the description: title and name."""

DRAWN = {
    Purpose.SEGMENT: ("which segment", "customer and segment", "exponential race by share"),
    Purpose.OPENING: ("which firm at the opening", "customer", "by opening share"),
    Purpose.FREEDOM: ("may choose the firm", "customer", "yes below `freedom`"),
    Purpose.TASTE: ("taste", "customer and firm", "normal(0, `taste_spread`)"),
    Purpose.FIRST_BELIEF: (
        "luck of a first belief",
        "customer and firm",
        "normal(0, `belief_spread`)",
    ),
    Purpose.WORTH: ("luck of an estimate", "customer and firm", "normal(0, 1)"),
    Purpose.CONTROL: ("in the control group", "customer and firm", "yes below `control_share`"),
    Purpose.TRAIT: ("traits, a stream each", "customer", "the trait's law"),
    Purpose.NEED: ("a need arises", "customer", "yes below `need_rate`"),
    Purpose.REVIEW: ("a review", "customer", "yes below the chance of a review"),
    Purpose.ASSIGNMENT: (
        "the firm of who may not choose",
        "customer",
        "each open firm equally likely",
    ),
    Purpose.CHOICE: (
        "luck in a choice",
        "customer and firm (and doing without)",
        "Gumbel(0, 1)",
    ),
    Purpose.SERVED: ("served or turned away", "customer", "yes below `served_chance`"),
    Purpose.NOISE: ("noise of the quality", "customer", "normal(0, 1)"),
    Purpose.FAILURE: (
        "a failure, and whose fault",
        "customer",
        "below the firm's chance: the firm's; below the sum of both: the customer's",
    ),
    Purpose.SEVERITY: (
        "severity of a failure",
        "customer",
        "Beta by `severity_mean` and `severity_concentration`",
    ),
    Purpose.VOICE: ("a complaint", "customer", "yes below the chance of voice"),
    Purpose.FOUND: ("a silent failure is found", "customer", "yes below `found`"),
    Purpose.FAST: ("a fast answer", "customer", "yes below `speed`"),
    Purpose.RECOVERY: ("noise of the recovery", "customer", "normal(0, 1)"),
    Purpose.TALK: ("a report is told", "customer", "yes below the chance to talk"),
    Purpose.LISTENER: ("who hears it", "customer", "each tie equally likely"),
    Purpose.DOUBT: ("doubt from what was heard", "customer", "yes below the damping"),
    Purpose.REACH: ("reached by advertising", "customer and firm", "yes below `reached`"),
    Purpose.NEWS: ("doubt from news", "customer and firm", "yes below the chance of doubt"),
    Purpose.DEPARTURE: ("leaving the population", "row", "yes below `population_turnover`"),
    Purpose.PROMOTION: ("a promotion is on", "firm", "yes below `promotion_frequency`"),
    Purpose.LAUNCH: ("an innovation is launched", "firm", "yes below `innovation`, per period"),
    Purpose.TALKATIVE: ("talkativeness", "customer", "normal(0, 1)"),
    Purpose.AWARE: ("a firm is known at birth", "customer and firm", "yes below the chance"),
    Purpose.FORGET: ("a firm is forgotten", "customer and firm", "yes below `forgetting`"),
    Purpose.HEARD_OF: ("known by talk", "customer and firm", "yes below the chance"),
    Purpose.NOTICED: ("known by advertising", "customer and firm", "yes below the chance"),
    Purpose.OFFER: (
        "what newcomers pay is heard of",
        "customer",
        "yes below the chance, at a need",
    ),
    Purpose.TRIAL: ("a learner's trial", "firm", "which lever, and up or down"),
    Purpose.BUSY: ("a busy period", "market", "yes below `busy_chance`"),
    Purpose.SPEND: ("spend of the year", "customer", "normal(0, 1)"),
    Purpose.EXPOSURE: (
        "favours come to light",
        "firm",
        "yes below `hospitality_scandal`·hospitality, per period",
    ),
    Purpose.RENEWAL: (
        "a renewal makes one look around",
        "customer",
        "yes below `renewal_review`, at a renewal",
    ),
    Purpose.LAPSE: ("payments lapse", "customer", "yes below `lapse_rate`, per period"),
    Purpose.NETWORK: ("ties of the network", "tie", "see Initialisation"),
}
"""What each purpose decides, by whom or what it is keyed, and its law."""

HOW = {"month": "r becomes 1 − (1 − r)^months", "month amount": "× months"}
"""How a parameter given for a month is carried to a period, in words."""


def tables() -> dict[str, Callable[[], str]]:
    """Return the makers of all generated tables by the names in their markers.

    Returns
    -------
    dict
        From a name to a function that returns Markdown.
    """
    made: dict[str, Callable[[], str]] = {
        "mechanisms": mechanisms,
        "mechanism parameters": every_mechanism,
        "market": lambda: settings("[market]"),
        "costs": lambda: settings("[market.costs]"),
        "traits": lambda: settings("[[segments]]"),
        "firms": lambda: settings("[[firms]]"),
        "levers": levers,
        "customer fields": customer_fields,
        "firm fields": firm_fields,
        "strategies": strategies,
        "plan": plan,
        "purposes": purposes,
        "conversion": conversion,
        "fitted": fitted,
        "figures": figures,
        "summary": summary,
        "contradictions": contradictions,
        "first command": first_command,
    }
    for mechanism in MECHANISMS:
        made[f"equations {mechanism.name}"] = lambda mechanism=mechanism: equations(mechanism)
    return made


def generated(text: str) -> str:
    """Return a text with every table between markers made anew.

    Parameters
    ----------
    text : str
        Markdown with ``<!-- generated: NAME -->`` and ``<!-- end -->``.

    Returns
    -------
    str
        The same, but for the tables.

    Raises
    ------
    KeyError
        For a marker whose name is no table.
    """
    known = tables()
    return MARKER.sub(lambda found: f"{found[1]}{known[found[2]]()}\n{found[4]}", text)


def names_in(text: str) -> list[str]:
    """Return the names of the tables that a text has markers for, in order."""
    return [found[2] for found in MARKER.finditer(text)]


def home_of(rule: Rule) -> str:
    """Return the file that holds a rule's function."""
    return rule.function.__module__.rsplit(".", 1)[1] + ".py"


def file_of(mechanism: Mechanism) -> str:
    """Return the file that holds a mechanism, found as the one that has it as an attribute."""
    from importlib import import_module
    from pkgutil import iter_modules

    import relsim.behaviour

    for module in iter_modules(relsim.behaviour.__path__):
        found = import_module(f"relsim.behaviour.{module.name}")
        if module.name != "declaration" and mechanism in vars(found).values():
            return f"{module.name}.py"
    raise LookupError(mechanism.name)


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table, drawn as the command line draws its own.

    Parameters
    ----------
    columns : iterable of str
        Headings.
    rows : iterable of iterable
        Cells.

    Returns
    -------
    str
        Without a heading above it.

    Examples
    --------
    >>> print(table(["fruit"], [["pear"]]))
    | fruit |
    | --- |
    | pear |
    """
    columns = tuple(columns)
    entries = tuple(dict(zip(columns, row, strict=True)) for row in rows)
    return without_heading(Listing("", "", columns, entries))


def without_heading(listing: Listing) -> str:
    """Return a listing as a table alone."""
    return as_markdown([listing.table()]).rstrip("\n")


def mechanisms() -> str:
    """Return every mechanism with its file, switch and literature."""
    columns = ("mechanism", "file", "what it says", "switch; turned off", "literature")
    return table(columns, (_mechanism(mechanism) for mechanism in MECHANISMS))


def _mechanism(mechanism: Mechanism) -> tuple[str, ...]:
    switch = "none"
    if mechanism.switch:
        on = "on" if mechanism.on else "off"
        switch = f"`{mechanism.name}` ({on} by default): {mechanism.switch}"
    return (
        f"`{mechanism.name}`",
        f"`{file_of(mechanism)}`",
        mechanism.title,
        switch,
        "; ".join(mechanism.literature) or "none",
    )


def settings(place: str) -> str:
    """Return the settings of one table of a scenario file."""
    return without_heading(next(one for one in catalogue.parameters() if one.place == place))


def levers() -> str:
    """Return every lever with its cost and how visible it is, a table a mechanism."""
    columns = (*catalogue.LEVER_COLUMNS, "visibility", "personal")
    return in_sections(
        replace(listing, place="", columns=columns) for listing in catalogue.levers()
    )


def in_sections(listings: Iterable[Listing]) -> str:
    """Return listings below each other, each with its heading."""
    return Catalogue(tuple(listings)).to_markdown(level=4).rstrip("\n")


def strategies() -> str:
    """Return the ready-made strategies."""
    (listing,) = catalogue.strategies(parse('[[firms]]\nname = "Alba"'))
    return without_heading(listing)


def customer_fields() -> str:
    """Return the state of a customer."""
    columns = ("field", "range", "at birth", "set anew on joining", "meaning")
    return table(
        columns,
        (
            (*_field(field), "no" if field.lasting else "yes", _meaning(field))
            for field in FIELDS.values()
        ),
    )


def firm_fields() -> str:
    """Return the state of a firm."""
    columns = ("field", "range", "at the opening", "meaning")
    return table(columns, ((*_field(field), _meaning(field)) for field in FIRM_FIELDS.values()))


def _field(field: Field) -> tuple[str, str, str]:
    birth = f"`{field.birth}`" if isinstance(field.birth, str) else number(field.birth)
    if field.name == "belief":
        birth = "see Initialisation"
    elif field.birth in TRAITS:
        birth = f"the trait `{field.birth}`"
    name = f"`{field.name}`, one a firm" if field.per_firm else f"`{field.name}`"
    return name, _range(field.low, field.high), birth


def _range(low: float, high: float) -> str:
    """Return a closed range in few characters.

    Examples
    --------
    >>> _range(0, 1), _range(0, math.inf), _range(-math.inf, math.inf)
    ('0 to 1', '≥ 0', 'any')
    """
    if math.isinf(low):
        return "any"
    return f"≥ {number(low)}" if math.isinf(high) else f"{number(low)} to {number(high)}"


def _meaning(field: Field) -> str:
    words = "; ".join(f"{code} = {word}" for code, word in enumerate(field.codes))
    return f"{field.meaning} {words}." if words else field.meaning


def plan() -> str:
    """Return the phases of a period."""
    rows = ((place, f"`{name}`", what) for place, (name, what) in enumerate(BUILT_IN, 1))
    return table(("place", "phase", "what happens"), rows)


def _how_often(purpose: Purpose) -> str:
    """Return how often a random number is drawn."""
    if not LIFELONG <= purpose < LIFELONG_TOO or purpose is Purpose.NETWORK:
        return "once"
    return "every year" if purpose >= YEARLY else "every period"


def purposes() -> str:
    """Return what random numbers are drawn for."""
    rows = (
        (
            f"`{purpose.name}`",
            DRAWN[purpose][0],
            DRAWN[purpose][1],
            DRAWN[purpose][2],
            _how_often(purpose),
        )
        for purpose in Purpose
    )
    return table(("purpose", "decides", "one a", "law", "drawn"), rows)


def conversion() -> str:
    """Return the parameters that are carried from a month to the scenario's period."""
    rows = (
        (f"`{parameter.name}`", parameter.unit, HOW[parameter.per])
        for parameter in (*BEHAVIOUR.values(), *MARKET.values())
        if parameter.per
    )
    return table(("parameter", "unit", "carried to a period"), rows)


def fitted() -> str:
    """Return the parameters whose value was fitted."""
    rows = (
        (f"`{parameter.name}`", parameter.default, parameter.source)
        for parameter in BEHAVIOUR.values()
        if parameter.source.startswith("fitted")
    )
    return table(("parameter", "value", "source"), rows)


def figures() -> str:
    """Return the columns of the books, a table a mechanism."""
    return in_sections(
        Listing(
            mechanism.title,
            "",
            ("figure", "unit", "kind", "meaning"),
            tuple(
                {
                    "figure": f"`{figure.name}`",
                    "unit": figure.unit,
                    "kind": _kind(figure.cost, figure.mean_of),
                    "meaning": figure.meaning,
                }
                for figure in mechanism.columns
            ),
        )
        for mechanism in MECHANISMS
        if mechanism.columns
    )


def _kind(cost: bool, mean_of: str) -> str:
    if cost:
        return "cost line"
    return f"mean over `{mean_of}`" if mean_of else "number"


def summary() -> str:
    """Return the figures of a whole run."""
    rows = ((f"`{key}`", one.title, one.meaning, one.per) for key, one in FIGURES.items())
    return table(("figure", "called", "what it is", "counted on"), rows)


def contradictions() -> str:
    """Return the textbook claims of which the ledger has shown some part not to hold."""
    entries = json.loads(LEDGER.read_text(encoding="utf-8")).values()
    claims = [entry["evidence"] for entry in entries]
    rows = [
        (
            f"[{one['claim']}](../../experiments/{one['claim']}.py): {one['sentence']}",
            one["by"],
            one["meaning"],
        )
        for one in claims
        if one["verdict"] == "refuted"
    ]
    return table(("claim", "made by", "what the model does"), rows)


def first_command() -> str:
    """Return what the README's first command prints, as it stands in a README.

    Settings take as long as all other texts together: they are lived through where what luck says
    is not what stands there, or where ``--whole`` asks for it.
    """
    text = README.read_text(encoding="utf-8")
    block = next(one[3] for one in MARKER.finditer(text) if one[2] == "first command").rstrip("\n")
    alone = printed(*FIRST, "--settings", "none").replace(" --settings none", "")
    same = luck_of(block).splitlines() == luck_of(alone).splitlines()
    return block if same and WHOLE not in sys.argv else printed(*FIRST)


def luck_of(text: str) -> str:
    """Return the part of a comparison's text that luck alone decides."""
    return (
        text.partition("\nBetter than none in plausible worlds")[0].removesuffix("\n```").rstrip()
    )


@cache
def printed(*words: str) -> str:
    """Return what a command prints, as it stands in a README."""
    done = subprocess.run(
        [sys.executable, "-m", "relsim", *words, "--quiet"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(["```text", *lines, "```"])


def equations(mechanism: Mechanism) -> str:
    """Return a mechanism's literature, and its equations with their functions."""
    parts = [f"Literature: {'; '.join(mechanism.literature)}."] if mechanism.literature else []
    if mechanism.rules:
        rows = (
            (rule.equation, f"`{home_of(rule)}: {rule.function.__name__}`")
            for rule in mechanism.rules
        )
        parts.append(table(("equation", "file: function"), rows))
    return "\n\n".join(parts)


def every_mechanism() -> str:
    """Return the keys that each mechanism adds, under the heading of its section."""
    found = SECTION.findall(MODEL.read_text(encoding="utf-8"))
    headings = {name: heading for heading, name in found}
    undescribed = [one.name for one in MECHANISMS if one.name not in headings]
    if undescribed:
        raise LookupError(f"{MODEL.name} has no section for {', '.join(undescribed)}")
    return "\n\n".join(
        f"### {headings[one.name]} (`{one.name}`)\n\n{parameters(one)}" for one in MECHANISMS
    )


def parameters(mechanism: Mechanism) -> str:
    """Return the keys that a mechanism adds to ``[behaviour]``."""
    if not mechanism.behaviour:
        return "It adds no parameter."
    listings = (one for one in catalogue.parameters() if one.place == "[behaviour]")
    places = [one.name for one in MECHANISMS if one.behaviour]
    return without_heading(dict(zip(places, listings, strict=True))[mechanism.name])


def main() -> None:
    """Write everything anew."""
    KEYS.write_text(keys(), encoding="utf-8")
    for page in PAGES:
        page.write_text(generated(page.read_text(encoding="utf-8")), encoding="utf-8")
    record_types.STUB.write_text(record_types.stub(), encoding="utf-8")


if __name__ == "__main__":
    main()
