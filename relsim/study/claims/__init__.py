"""Claims of the textbooks, put to the test: one short script each, and this room does the rest.

A script in ``experiments/`` holds a :class:`Claim`: what is said and by whom, what stands beside
what (its arms), what is measured, what the textbook predicts, and from which effect on it would
matter. Everything else happens here: the runs, the paired interval, the verdict, the setting at
which it flips, the ledger of all claims. ``experiments/README.md`` says how a script is written.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.study.claims.claim import Arm, Claim, Size, Vary, because
    from relsim.study.claims.contrast import Contrast, difference, interaction, level, report
    from relsim.study.claims.evidence import Evidence
    from relsim.study.claims.library import claims, read_claim
    from relsim.study.claims.measuring import Measure
    from relsim.study.claims.searching import Ask, bisect
    from relsim.study.claims.trying import try_out

__all__ = [
    "Arm",
    "Ask",
    "Claim",
    "Contrast",
    "Evidence",
    "Measure",
    "Size",
    "Vary",
    "because",
    "bisect",
    "claims",
    "difference",
    "interaction",
    "level",
    "read_claim",
    "report",
    "try_out",
]

_HOMES = {
    "Arm": "claim",
    "Ask": "searching",
    "Claim": "claim",
    "Contrast": "contrast",
    "Evidence": "evidence",
    "Measure": "measuring",
    "Size": "claim",
    "Vary": "claim",
    "because": "claim",
    "bisect": "searching",
    "claims": "library",
    "difference": "contrast",
    "interaction": "contrast",
    "level": "contrast",
    "read_claim": "library",
    "report": "contrast",
    "try_out": "trying",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
