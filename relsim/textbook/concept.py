"""One thing that textbooks say about customer relationships, and where it lives in relsim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["definition", "mechanism", "lever", "condition", "outcome", "number"]
HomeKind = Literal[
    "lever",
    "parameter",
    "trait",
    "market",
    "strategy",
    "scenario",
    "outcome",
    "experiment",
    "test",
]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a concept can be."""

HOME_KINDS: tuple[HomeKind, ...] = get_args(HomeKind)
"""Where a concept can live, in the order in which homes are shown."""


@dataclass(frozen=True, slots=True)
class Home:
    """One place where a concept can be set, seen or tried.

    Parameters
    ----------
    kind : str
        One of :data:`HOME_KINDS`.

        * ``"lever"``: a key of a firm; a strategy or an event may set it too.
        * ``"parameter"``: a key of ``[behaviour]``, switches of mechanisms included.
        * ``"trait"``: a key of a segment.
        * ``"market"``: a key of ``[market]``, or ``costs.NAME`` of ``[market.costs]``.
        * ``"strategy"``: a ready-made strategy.
        * ``"scenario"``: a scenario that comes with relsim.
        * ``"outcome"``: a figure: ``periods.NAME``, ``summary.NAME``, ``customers.NAME`` and
          ``spells.NAME`` of a run, ``run.NAME`` for its methods, ``comparison.NAME``, or
          ``study.NAME`` for a question of its own.
        * ``"experiment"``: a script of that name in ``experiments/``.
        * ``"test"``: ``FOLDER/FILE.py::NAME``, where only a test shows it.
    name : str
        Its name there.

    Examples
    --------
    >>> str(Home("lever", "social"))
    'lever social'
    """

    kind: HomeKind
    name: str

    def __str__(self) -> str:
        """Return kind and name."""
        return f"{self.kind} {self.name}"

    @property
    def short(self) -> str:
        """Its name, or what a test says without its file."""
        return self.name.split("::")[1].replace("_", " ") if self.kind == "test" else self.name


@dataclass(frozen=True, slots=True)
class Concept:
    """One statement, in relsim's own words.

    Parameters
    ----------
    id : str
        ``S1.20``: theme and number. Numbers are never given again; S1.29 is vacant.
    kind : str
        One of :data:`KINDS`: a definition, a mechanism (something brings something about), a
        lever (a firm can do it), a condition (something must hold), an outcome or a number.
    says : str
        What is claimed.
    shown : str
        How relsim represents it or puts it to the test.
    literature : tuple of str
        Author and year; :func:`relsim.textbook.references.reference` has the rest.
    homes : tuple of Home
        Where it lives; at least one.
    emergent : bool
        Whether it must come out of the runs without being put in, and can fail.
    against : tuple of str
        Concepts that say the opposite; the market decides between them.
    missing : str
        What of the statement this version does not hold; empty when all is there.
    """

    id: str
    kind: Kind
    says: str
    shown: str
    literature: tuple[str, ...]
    homes: tuple[Home, ...]
    emergent: bool = False
    against: tuple[str, ...] = ()
    missing: str = ""

    @property
    def theme(self) -> str:
        """The text it belongs to: ``"S1"``."""
        return self.id.split(".")[0]

    def homes_by_kind(self) -> dict[HomeKind, list[str]]:
        """Return the names of the homes, in short, by kind."""
        found: dict[HomeKind, list[str]] = {}
        for kind in HOME_KINDS:
            if names := [home.short for home in self.homes if home.kind == kind]:
                found[kind] = names
        return found

    def homes_in_words(self) -> str:
        """Return the homes as people read them.

        Examples
        --------
        >>> homes = (Home("lever", "social"), Home("lever", "channel"), Home("trait", "spend"))
        >>> Concept("S9.01", "lever", "", "", (), homes).homes_in_words()
        'lever: social, channel; trait: spend'
        """
        found = self.homes_by_kind().items()
        return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in found)

    def plain(self) -> dict[str, object]:
        """Return it as plain values, ready for :func:`json.dumps`."""
        return {
            "id": self.id,
            "kind": self.kind,
            "emergent": self.emergent,
            "says": self.says,
            "shown": self.shown,
            "missing": self.missing,
            "against": list(self.against),
            "literature": list(self.literature),
            "homes": [{"kind": home.kind, "name": home.name} for home in self.homes],
        }
