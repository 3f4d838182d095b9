"""``relsim show``: what there is to set, to follow and to start from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer

from relsim.cli.listing import Catalogue
from relsim.cli.options import AsJson, Quiet, examples, load_scenario, ready_engine
from relsim.cli.output import show_json, show_result, show_text
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.cli.listing import Listing
    from relsim.scenario import Scenario

_SMALLEST = '[[firms]]\nname = "Alba"\n'


class Subject(StrEnum):
    """What can be shown."""

    levers = "levers"
    parameters = "parameters"
    strategies = "strategies"
    scenarios = "scenarios"
    concepts = "concepts"
    uncertainty = "uncertainty"
    patterns = "patterns"
    plan = "plan"
    schema = "schema"


_OF_A_SCENARIO = (Subject.strategies, Subject.uncertainty, Subject.patterns, Subject.plan)

PLACE = 9
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "show",
        short_help="Levers, parameters, what is uncertain or known, concepts, plan, schema.",
        help="Show what there is: levers with their costs, parameters with their sources, "
        "strategies, scenarios, what textbooks say and where it lives (concepts), which numbers of "
        "a market are uncertain and how far, what is known from outside (patterns), the plan of "
        "one period, or the JSON schema for an editor.",
        epilog=examples(
            "relsim show levers",
            "relsim show strategies insurance",
            "relsim show parameters --markdown > parameters.md",
            "relsim show uncertainty insurance",
            "relsim show concepts S1.20",
            "relsim show concepts trust --kind lever",
            "relsim show schema > relsim.schema.json",
        ),
    )(show)


def show(
    subject: Annotated[
        str,
        Argument(
            metavar="|".join(Subject),
            help="What to show.",
            show_default=False,
            autocompletion=lambda: list(Subject),
        ),
    ],
    names: Annotated[
        list[str] | None,
        Argument(
            metavar="NAME",
            help="For strategies, uncertainty, patterns and plan: those of this scenario. For "
            "concepts: numbers such as S1.20, themes such as S1, or words.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        Option(
            "--kind",
            metavar="KIND",
            help="For concepts: only definitions, mechanisms, levers, conditions, outcomes or "
            "numbers; write one of them, without the s.",
            show_default=False,
        ),
    ] = None,
    emergent: Annotated[
        bool,
        Option("--emergent", help="For concepts: only what must come out of the runs."),
    ] = False,
    csv: Annotated[
        Path | None,
        Option(
            "--csv",
            metavar="FILE",
            help="For concepts: write them as CSV, too.",
            show_default=False,
        ),
    ] = None,
    as_markdown: Annotated[bool, Option("--markdown", help="Print Markdown tables.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show tables, the plan or the schema."""
    subject = _subject(subject)
    if as_markdown and as_json:
        raise InputError("--markdown and --json exclude each other; give one of them.")
    if subject is Subject.concepts:
        from relsim.cli.concepts import show_concepts
        from relsim.textbook import concepts

        said = concepts(*(names or ()), kind=kind, emergent=emergent)
        show_concepts(said, as_markdown=as_markdown, as_json=as_json, csv=csv, quiet=quiet)
        return
    if kind is not None or emergent or csv is not None:
        raise InputError("--kind, --emergent and --csv go with relsim show concepts alone.")
    scenario = _only_scenario(subject, names or [])
    if subject is Subject.schema:
        from relsim.scenario import json_schema

        show_json(json_schema())
    elif subject is Subject.plan:
        _show_plan(_scenario(scenario), as_json=as_json, quiet=quiet)
    else:
        found = Catalogue(_listings(subject, scenario))
        show_result(found, as_markdown=as_markdown, as_json=as_json)


def _only_scenario(subject: Subject, names: list[str]) -> str | None:
    """Return the scenario that follows a subject, if any."""
    if names and subject not in _OF_A_SCENARIO:
        raise InputError(f"relsim show {subject} takes no scenario; leave {names[0]} away.")
    if len(names) > 1:
        raise InputError(f"relsim show {subject} takes one scenario; leave {names[1]} away.")
    return names[0] if names else None


def _subject(word: str) -> Subject:
    """Return what a word asks for."""
    if word == "concept":
        return Subject.concepts
    if word in list(Subject):
        return Subject(word)
    from relsim.scenario.wording import nearest
    from relsim.scenario.wording import show as quoted

    near = nearest(word, Subject)
    hint = f"Did you mean {near}? " if near else ""
    raise InputError(f"show: found {quoted(word)}. {hint}There are: {', '.join(Subject)}.")


def _listings(subject: Subject, scenario: str | None) -> list[Listing]:
    from relsim.cli import catalogue

    match subject:
        case Subject.levers:
            return catalogue.levers()
        case Subject.parameters:
            return catalogue.parameters()
        case Subject.scenarios:
            return catalogue.scenarios()
        case Subject.uncertainty:
            return catalogue.uncertainty(_scenario(scenario))
        case Subject.patterns:
            return catalogue.patterns(_scenario(scenario))
        case _:
            return catalogue.strategies(_scenario(scenario))


def _scenario(name: str | None) -> Scenario:
    """Return a scenario, or one with nothing but defaults."""
    from relsim.scenario import parse

    return parse(_SMALLEST) if name is None else load_scenario(name, None)


def _show_plan(scenario: Scenario, *, as_json: bool, quiet: bool) -> None:
    """Show what happens in a period, which a market knows."""
    ready_engine(quiet)
    from relsim.market import Market

    plan = str(Market(scenario.with_overrides({"market.customers": 0})).plan)
    if as_json:
        show_json({"plan": plan.splitlines()})
    else:
        show_text(plan)
