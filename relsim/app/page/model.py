"""The model as the page shows it: a period's plan, curves with equation and source, statements."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from relsim.app.page.controls import label_of
from relsim.app.session.curves import places
from relsim.app.session.modelling import STATEMENTS, curves, shown
from relsim.behaviour import BEHAVIOUR, MECHANISMS, RULES
from relsim.market.plan import BUILT_IN
from relsim.result.quantity import Unit
from relsim.result.words import Sentence, counted, singular
from relsim.scenario.writing import path_of
from relsim.textbook import concepts
from relsim.textbook.meanings import meaning
from relsim.textbook.references import reference
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.app.session.curves import Argument
    from relsim.app.session.modelling import Curve
    from relsim.app.session.state import State
    from relsim.behaviour.declaration import Mechanism, Rule
    from relsim.scenario import Scenario
    from relsim.textbook.concept import Concept, Home

Plain = dict[str, Any]

_NUMBER = Unit("ratio", 3, significant=True)

_ROWS = 7
"""Of the table behind a curve."""


def chosen(state: State) -> Plain:
    """Return what is shown of the model, and what can be chosen."""
    part, scenario = state.selection.model, state.scenario
    at_statements = part == STATEMENTS
    return {
        "title": _title(scenario),
        "plan": [
            {"name": label_of(translate(name)), "what": translate(what)} for name, what in BUILT_IN
        ],
        "mechanisms": [
            {"name": one.name, "title": translate(one.title), "off": not _is_on(one, scenario)}
            for one in MECHANISMS
        ],
        "part": STATEMENTS if at_statements else shown(part).name,
        "statements": STATEMENTS,
        "shown": None if at_statements else _mechanism(state),
        "problem": state.problems.get("bend", ""),
        "heard": state.heard,
    }


def _title(scenario: Scenario) -> str:
    words = Sentence(
        "How this market works: {steps} a {period}, {mechanisms}, {equations}",
        steps=counted(len(BUILT_IN), "step"),
        period=Word(singular(str(scenario.market.period))),
        mechanisms=counted(len(MECHANISMS), "mechanism"),
        equations=counted(len(RULES), "equation"),
    )
    return str(words)


def _is_on(mechanism: Mechanism, scenario: Scenario) -> bool:
    return not mechanism.switch or bool(getattr(scenario.behaviour, mechanism.name))


def _mechanism(state: State) -> Plain:
    scenario, found = state.scenario, shown(state.selection.model)
    return {
        "name": found.name,
        "title": translate(found.title),
        "switch": translate(found.switch),
        "off": not _is_on(found, scenario),
        "path": path_of("behaviour", found.name),
        "literature": [reference(one) for one in found.literature],
        "curves": [_curve(one) for one in curves(scenario, state.selection.model, state.bent)],
        "numbers": [_number(name, scenario) for name in _own(found)],
        "says": [{"id": one.id, "says": translate(one.says)} for one in _about(found.name)],
    }


def _own(mechanism: Mechanism) -> list[str]:
    return [one.name for one in mechanism.parameters]


def _number(name: str, scenario: Scenario) -> Plain:
    declared = BEHAVIOUR[name]
    value = getattr(scenario.behaviour, name)
    return {
        "name": name,
        "value": _text(value) if isinstance(value, int | float) else str(value),
        "unit": translate(declared.unit),
        "meaning": translate(declared.meaning),
        "source": translate(declared.source),
        "known": translate(declared.how_known),
    }


def _curve(found: Curve) -> Plain:
    function, at = found.rule.function, found.along
    file = f"{function.__module__.rpartition('.')[2]}.py"
    xs = places(at.low, at.high)
    shown_rows = range(0, len(xs), max(1, (len(xs) - 1) // (_ROWS - 1)))
    return {
        "equation": found.rule.equation,
        "where": f"behaviour/{file}: {function.__name__}",
        "says": translate(said_of(found.rule)),
        "arguments": [_argument(one) for one in found.arguments],
        "along": at.name,
        "answers": found.answers,
        "before": found.before,
        "here": found.here,
        "rows": [
            [_text(xs[row]), _text(found.answers[row]), _text(found.before[row])]
            for row in shown_rows
        ],
    }


def said_of(rule: Rule) -> str:
    """Say what a rule answers, as its docstring does.

    Examples
    --------
    >>> said_of(RULES[2]), said_of(RULES[3])
    ('Whether a need arises this period.', 'Whether a customer is free to choose the firm.')
    """
    first = (rule.function.__doc__ or "").partition("\n")[0]
    first = first.removeprefix("Return ").removeprefix("Tell ")
    return first[:1].upper() + first[1:]


def _argument(one: Argument) -> Plain:
    return {
        "name": one.name,
        "label": translate(named(one)),
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "meaning": translate(one.meaning),
        "switch": one.switch,
        "parameter": one.parameter,
    }


def named(one: Argument) -> str:
    """Return what a number that a rule is given is called."""
    return one.name.replace(".", ": ").replace("_", " ")


def _text(value: float | None) -> str:
    return _NUMBER.text(value)


# The register of statements, each with the ways to where it lives.


def statements() -> list[Plain]:
    """Return every statement of the register by theme.

    Examples
    --------
    >>> found = statements()
    >>> found[0]["entries"][0]["id"], sum(len(one["entries"]) for one in found) > 100
    ('S0.01', True)
    """
    return [
        {"title": translate(title), "entries": [_statement(one) for one in held]}
        for title, held in concepts().by_theme().items()
    ]


def _statement(one: Concept) -> Plain:
    return {
        "id": one.id,
        "kind": translate(one.kind),
        "emergent": one.emergent,
        "says": translate(one.says),
        "shown": translate(one.shown),
        "missing": translate(one.missing),
        "against": one.against,
        "literature": "; ".join(one.literature),
        "homes": [_home(home) for home in one.homes],
    }


def _home(home: Home) -> Plain:
    return {
        "kind": home.kind,
        "called": translate(home.kind),
        "name": home.short,
        "meaning": translate(meaning(home)),
        "mechanism": _mechanism_of().get((home.kind, home.name), ""),
    }


@lru_cache(maxsize=1)
def _mechanism_of() -> dict[tuple[str, str], str]:
    """Return the mechanism in which something is declared that a statement may live in."""
    found: dict[tuple[str, str], str] = {}
    for one in MECHANISMS:
        declared = [
            *(("lever", lever.name) for lever in one.levers),
            *(("parameter", each.name) for each in one.behaviour),
            *(("trait", trait.name) for trait in one.traits),
            *(("market", each.name) for each in one.market),
            *(("market", f"costs.{each.name}") for each in one.costs),
            *(("outcome", f"periods.{column.name}") for column in one.columns),
        ]
        found |= dict.fromkeys(declared, one.name)
    return found


@lru_cache(maxsize=64)
def _about(mechanism: str) -> tuple[Concept, ...]:
    """Return the statements that live in a mechanism."""
    of = _mechanism_of()
    return tuple(
        one
        for one in concepts()
        if any(of.get((home.kind, home.name)) == mechanism for home in one.homes)
    )
