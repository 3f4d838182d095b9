"""A commented scenario to start from, written from the declarations."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from relsim.behaviour import BEHAVIOUR, LEVERS, MARKET, TRAITS
from relsim.behaviour.declaration import Parameter, Trait
from relsim.scenario import structure
from relsim.scenario.strategies import ready_made
from relsim.scenario.wording import allowed
from relsim.scenario.writing import literal

_WIDTH = 88
_MARKET = ("customers", "periods", "period", "warm_up", "network")
_CONDITIONS = ("freedom", "observability", "capacity")
_LEVERS = (
    "price",
    "quality",
    "unit_cost",
    "level",
    "channel",
    "reward_rate",
    "social",
    "structural",
    "advertising",
    "training",
)


def starter() -> str:
    """Return a commented scenario that loads as it stands.

    Examples
    --------
    >>> from relsim.scenario import parse
    >>> parse(starter()).firm_names
    ('Alba', 'Brio', 'Corso', 'Duna')
    """
    levers = [LEVERS[name] for name in _LEVERS if name in LEVERS]
    market = [structure.MARKET[name] for name in _MARKET]
    market += [MARKET[name] for name in _CONDITIONS if name in MARKET]
    parts = [
        _comment(
            "A market for relsim. Lines that begin with # are notes, or settings at their "
            "default: take the # away and change the value. Check the file with: relsim check FILE"
        ),
        "[market]\n" + 'title = "My market"\n' + _settings(market),
        _segment(),
        _comment("Firms, from 1 to 16. The first is the one under study.")
        + '[[firms]]\nname = "Alba"\n'
        + _settings(levers),
        *(f'[[firms]]\nname = "{name}"\n' for name in ("Brio", "Corso", "Duna")),
        _strategies(),
        _event(),
        _behaviour(),
    ]
    return "\n".join(parts)


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, _WIDTH))


def _settings(parameters: Iterable[Parameter]) -> str:
    """Return settings as comments: what each means, and its default ready to be changed."""
    return "".join(_setting(parameter) for parameter in parameters)


def _setting(parameter: Parameter) -> str:
    value = literal(parameter.default)
    return (
        "\n" + _comment(parameter.meaning + _bounds(parameter)) + f"# {parameter.name} = {value}\n"
    )


def _bounds(parameter: Parameter) -> str:
    words = allowed(parameter).removeprefix("allowed is ")
    return f" {words[0].upper()}{words[1:]}."


def _segment() -> str:
    text = _comment(
        "Kinds of customers. A trait is a number, when everybody has the same, or a law: its "
        "mean, and how alike (concentration) or different (sigma) people are."
    )
    text += '[[segments]]\nname = "customers"\n'
    for trait in TRAITS.values():
        text += (
            "\n"
            + _comment(trait.meaning + _bounds(trait.settable))
            + f"# {trait.name} = {_law(trait)}\n"
        )
    return text


def _law(trait: Trait) -> str:
    terms = structure.law_terms(trait)
    return literal({name: term.default for name, term in terms.items()})


def _strategies() -> str:
    names = ", ".join(ready_made())
    return _comment(
        f"Strategies: levers that a firm sets once warming up is over. There are: {names}. "
        "One of your own may build upon another:"
    ) + ('[strategies.mine]\nextends = "social"\ntraining = 0.5\n')


def _event() -> str:
    return _comment(
        "Events change levers of a firm, or settings of the market, at a time; period 0 is the "
        "first after warming up."
    ) + (
        '# [[events]]\n# name = "rival cuts its price"\n# period = 24\n'
        '# firm = "Brio"\n# set = { price = 18.0 }\n'
    )


def _behaviour() -> str:
    switches = [name for name, parameter in BEHAVIOUR.items() if parameter.default is True]
    text = _comment(
        "How people and firms act. Each of these can be switched off, to see what difference it "
        "makes: " + ", ".join(switches) + ". relsim show parameters lists the numbers."
    )
    return text + "[behaviour]\n" + _settings([BEHAVIOUR["loss_aversion"]])
