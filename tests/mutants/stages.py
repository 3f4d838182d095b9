"""Which tests look for a fault, in which order, and to which family they belong.

The families are those of ``tests/README.md``: A, identities; B, closed forms and known answers; C,
metamorphic relations and negative controls. Cheap tests come first, and the first that fails ends
the search: rules as plain functions, small markets as plain Python, then everything compiled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FAMILIES = {
    "luck_is_used_once": "A",
    "by_hand": "B",
    "costs": "B",
    "joining": "B",
    "measures": "B",
    "passes_by_hand": "B",
    "ladder_by_hand": "B",
    "periods_by_hand": "B",
    "newcomers_by_hand": "B",
    "aiming_by_hand": "B",
    "figures_by_hand": "B",
    "hearing_by_hand": "B",
    "without_luck": "B",
    "churn": "B",
    "logit": "B",
    "network": "B",
    "probabilities": "B",
    "service": "B",
    "survival": "B",
    "talk": "B",
    # First of the compiled ones: nothing else holds stretches and steps together.
    "stretch": "C",
    "relations": "C",
    "controls": "C",
    # Last, because markets of many firms are compiled for these alone.
    "identities": "A",
    "any_market": "A",
    "replay": "A",
    "net_price": "C",
    "neutral": "C",
    "awareness": "C",
    "contracts": "C",
    "minds": "C",
    "introductory": "C",
    "control_group": "C",
    "propensity": "C",
}
"""Test files of ``tests/market`` by family; ``behaviour/test_known_answers.py`` is of family B."""

RULES = "tests/behaviour/test_known_answers.py"
NAMED = re.compile(r"test_([abc])\d+_")
"""A test that is named after its case belongs to the family of the case."""


@dataclass(frozen=True)
class Stage:
    """Tests that are run together.

    Parameters
    ----------
    name : str
        What kind of tests they are.
    tests : tuple of str
        Files, in the order in which they are run.
    seconds : float
        When to give up.
    compiled : bool
        Whether markets are compiled.
    room : str
        The only folder whose faults it can catch; any when empty.
    """

    name: str
    tests: tuple[str, ...]
    seconds: float
    compiled: bool = False
    room: str = ""

    def concerns(self, file: str) -> bool:
        """Tell whether these tests may catch a fault in a file."""
        return file.startswith(self.room)


def market(*names: str) -> tuple[str, ...]:
    """Return files of ``tests/market``."""
    return tuple(f"tests/market/test_{name}.py" for name in names)


SMALL = (
    *("by_hand", "costs", "joining", "measures", "luck_is_used_once"),
    *("network", "hearing_by_hand", "figures_by_hand", "ladder_by_hand"),
    *("passes_by_hand", "periods_by_hand", "newcomers_by_hand", "aiming_by_hand"),
    "without_luck",
)
STAGES = (
    Stage("rules", (RULES,), 300.0, room="relsim/behaviour/"),
    Stage("small markets, uncompiled", market(*SMALL), 3600.0),
    Stage("compiled", market(*(name for name in FAMILIES if name not in SMALL)), 3600.0, True),
)


def family_of(test: str) -> str:
    """Return the family of a test.

    Parameters
    ----------
    test : str
        As pytest names it: file, ``::`` and name.

    Examples
    --------
    >>> family_of("tests/market/test_costs.py::test_a_lowered_tie_gives_nothing_back")
    'B'
    >>> family_of("tests/market/test_without_luck.py::test_c3_customers_who_change_places[x]")
    'C'
    """
    file, _, name = test.partition("::")
    if case := NAMED.match(name):
        return case[1].upper()
    return "B" if file == RULES else FAMILIES[file.removeprefix("tests/market/test_")[:-3]]
