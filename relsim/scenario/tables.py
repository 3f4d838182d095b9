"""The tables of a scenario as frozen models, built from the declarations.

No key, range or default is written here: all of them come from the mechanisms and from
``structure``. A new parameter is therefore a key of its table, of the schema and of the
starter file as soon as its mechanism declares it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, create_model

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.behaviour.declaration import Parameter, Trait, Value
from relsim.scenario import structure
from relsim.scenario.table import Law, Table


def _kind(parameter: Parameter) -> Any:
    """Return the Python type that a parameter's value must have."""
    if parameter.choices:
        return Literal[parameter.choices]
    if isinstance(parameter.default, bool):
        return bool
    if isinstance(parameter.default, str):
        return str
    number: Any = int if parameter.whole else float
    return number | None if parameter.default is None else number


def _limits(parameter: Parameter) -> dict[str, Any]:
    """Return a number's range as keywords of a field."""
    if isinstance(parameter.default, (bool, str)):
        return {}
    exact: Any = int if parameter.whole else float
    return {"ge": exact(parameter.low), "le": exact(parameter.high)}


def _described(parameter: Parameter | Trait) -> str:
    unit = f" Unit: {parameter.unit}." if parameter.unit else ""
    return parameter.meaning + unit


def _no_default(schema: dict[str, Any]) -> None:
    """Leave the default out of the schema where a key that is not written means nothing."""
    schema.pop("default", None)


def _field(parameter: Parameter, optional: bool = False, required: bool = False) -> Any:
    default = parameter.default
    if isinstance(default, int) and not isinstance(default, bool) and not parameter.whole:
        default = float(default)
    keywords = _limits(parameter)
    keywords["description"] = _described(parameter)
    if optional:
        keywords["json_schema_extra"] = _no_default
    return _kind(parameter), Field(... if required else default, **keywords)


def law_model(trait: Trait) -> type[Law]:
    """Return the model of a trait's law.

    Examples
    --------
    >>> from relsim.behaviour import TRAITS
    >>> law_model(TRAITS["need_rate"])().mean
    0.9
    """
    fields = {name: _field(term) for name, term in structure.law_terms(trait).items()}
    words = "".join(word.capitalize() for word in trait.name.split("_"))
    return create_model(f"{words}Law", __base__=Law, __module__=__name__, **fields)


LAWS: dict[str, type[Law]] = {name: law_model(trait) for name, trait in TRAITS.items()}
# Pickle finds a class by its name in its module.
globals().update({model.__name__: model for model in LAWS.values()})


def is_constant(trait: Trait, law: Law) -> bool:
    """Tell whether a law makes everybody the same.

    Examples
    --------
    >>> from relsim.behaviour import TRAITS
    >>> is_constant(TRAITS["need_rate"], law_model(TRAITS["need_rate"])(mean=1.0))
    True
    """
    if trait.law == "lognormal":
        return law.spread == 0.0
    return bool(law.mean in (trait.low, trait.high))


def _trait_field(trait: Trait) -> Any:
    law = LAWS[trait.name]
    number: Any = _annotated_number(trait.settable)
    return number | law, Field(default=law(), description=_described(trait))


def _annotated_number(parameter: Parameter) -> Any:
    return Annotated[float, Field(**_limits(parameter))]


def _model(
    name: str, parameters: Iterable[Parameter], /, optional: bool = False, **more: Any
) -> type[Table]:
    """Build a model with one field for each parameter, and further fields."""
    fields: dict[str, Any] = {
        parameter.name: _field(parameter, optional) for parameter in parameters
    }
    return create_model(name, __base__=Table, __module__=__name__, **fields, **more)


STRATEGIC = {name: lever for name, lever in LEVERS.items() if lever.strategic}
STANDING = {name: lever for name, lever in LEVERS.items() if not lever.momentary}
FIRM_EVENTS = {name: lever for name, lever in LEVERS.items() if lever.event}
MARKET_EVENTS = {name: parameter for name, parameter in MARKET.items() if parameter.event} | {
    name: parameter for name, parameter in COSTS.items() if parameter.event
}

if TYPE_CHECKING:
    from relsim.scenario.keys import (
        BehaviourTable as BehaviourTable,
    )
    from relsim.scenario.keys import (
        CostsTable as CostsTable,
    )
    from relsim.scenario.keys import (
        EventTable as EventTable,
    )
    from relsim.scenario.keys import (
        FirmChange as FirmChange,
    )
    from relsim.scenario.keys import (
        FirmTable as FirmTable,
    )
    from relsim.scenario.keys import (
        MarketChange as MarketChange,
    )
    from relsim.scenario.keys import (
        MarketTable as MarketTable,
    )
    from relsim.scenario.keys import (
        SegmentTable as SegmentTable,
    )
    from relsim.scenario.keys import (
        StrategyTable as StrategyTable,
    )
else:
    CostsTable = _model("CostsTable", COSTS.values())
    MarketTable = _model(
        "MarketTable",
        [*structure.MARKET.values(), *MARKET.values()],
        costs=(CostsTable, Field(default=CostsTable(), description="Unit costs.")),
    )
    SegmentTable = _model(
        "SegmentTable",
        [structure.SEGMENT["id"], structure.SEGMENT["share"]],
        name=_field(structure.SEGMENT["name"], required=True),
        **{name: _trait_field(trait) for name, trait in TRAITS.items()},
    )
    FirmTable = _model(
        "FirmTable",
        [*(p for p in structure.FIRM.values() if p.name != "name"), *STANDING.values()],
        name=_field(structure.FIRM["name"], required=True),
    )
    StrategyTable = _model(
        "StrategyTable", [*structure.STRATEGY.values(), *STRATEGIC.values()], optional=True
    )
    EventTable = _model(
        "EventTable",
        [structure.EVENT["name"], structure.EVENT["firm"]],
        period=_field(structure.EVENT["period"], required=True),
    )
    FirmChange = _model("FirmChange", FIRM_EVENTS.values(), optional=True)
    MarketChange = _model("MarketChange", MARKET_EVENTS.values(), optional=True)
    BehaviourTable = _model("BehaviourTable", BEHAVIOUR.values())


def written(table: Table) -> dict[str, Value]:
    """Return only what was written in a table, without defaults.

    Examples
    --------
    >>> written(StrategyTable(extends="social"))
    {'extends': 'social'}
    """
    return {name: value for name, value in table if name in table.model_fields_set}


KEYS: Mapping[str, Mapping[str, Parameter | Trait]] = {
    "[market]": {**structure.MARKET, **MARKET},
    "[market.costs]": COSTS,
    "[behaviour]": BEHAVIOUR,
    "a segment": {**structure.SEGMENT, **TRAITS},
    "a firm": {**structure.FIRM, **STANDING},
    "a strategy": {**structure.STRATEGY, **STRATEGIC},
    "an event": structure.EVENT,
    "the set of an event": {name: lever for name, lever in LEVERS.items() if lever.momentary},
}
"""Every key of every table, by the words for the table: to say where a key belongs."""
