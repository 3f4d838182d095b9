"""The declaration of the number that a path leads to."""

from __future__ import annotations

from collections.abc import Sequence

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.behaviour.declaration import Parameter
from relsim.scenario.structure import law_terms


def declaration(parts: Sequence[str]) -> Parameter | None:
    """Return the declaration of a setting; None where a path leads to none of a mechanism.

    Examples
    --------
    >>> declaration(("behaviour", "loss_aversion")).default
    2.0
    """
    match tuple(parts):
        case ("behaviour", name):
            return BEHAVIOUR.get(name)
        case ("market", name):
            return MARKET.get(name)
        case ("market", "costs", name):
            return COSTS.get(name)
        case ("firms" | "strategies", _, name):
            return LEVERS.get(name)
        case ("segments", _, name) if name in TRAITS:
            return law_terms(TRAITS[name])["mean"]
        case ("segments", _, name, term) if name in TRAITS:
            return law_terms(TRAITS[name]).get(term)
    return None


def is_decimal(parameter: Parameter) -> bool:
    """Tell whether a declaration is of a number with decimals."""
    return not (isinstance(parameter.default, bool | str) or parameter.whole)
