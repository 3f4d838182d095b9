"""The scenario: what a user wrote, complete, checked and frozen."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relsim.behaviour.declaration import Value
from relsim.scenario.building import checked
from relsim.scenario.document import Document, Origin, plain
from relsim.scenario.events import Event
from relsim.scenario.mapping import ReadOnly
from relsim.scenario.references import compared_in
from relsim.scenario.strategies import Strategy, title_of
from relsim.scenario.structure import MONTHS, whole_periods
from relsim.scenario.tables import BehaviourTable, FirmTable, MarketTable, SegmentTable
from relsim.scenario.uncertainty import Interval


@dataclass(frozen=True, eq=False)
class Scenario:
    r"""A market as a user described it; nothing of it can change.

    Made by :func:`relsim.scenario.load` and :func:`relsim.scenario.parse`.

    Attributes
    ----------
    name : str
        The file's name without its ending.
    path : pathlib.Path or None
        The file.
    market, behaviour : MarketTable, BehaviourTable
        Settings as attributes: ``scenario.market.customers``,
        ``scenario.market.costs.acquisition``, ``scenario.behaviour.loss_aversion``.
    segments, firms : tuple of SegmentTable, tuple of FirmTable
        In order of their ids. A segment's trait is a number, when everybody has the
        same, or a :class:`Law`.
    strategies : mapping of str to Strategy
        The file's own and the ready-made ones.
    events : tuple of Event
        In the order of the file.
    phases : mapping of str to value
        Parameters of a user's own phases, by ``"NAME.parameter"``.
    uncertainty : mapping of str to Interval
        What the file says of numbers that are not known exactly, by path.
    overrides : mapping of str to object
        The overrides that were applied, by path.

    Examples
    --------
    >>> from relsim.scenario import parse
    >>> scenario = parse('[[firms]]\nname = "Alba"', {"market.customers": 500})
    >>> scenario.market.customers, scenario.focal.name, scenario.months
    (500, 'Alba', 1.0)
    """

    name: str
    path: Path | None
    market: MarketTable
    segments: tuple[SegmentTable, ...]
    firms: tuple[FirmTable, ...]
    strategies: ReadOnly[Strategy]
    events: tuple[Event, ...]
    behaviour: BehaviourTable
    phases: ReadOnly[Value]
    uncertainty: ReadOnly[Interval]
    overrides: ReadOnly[object]
    _origin: Origin = field(repr=False)
    _document: Document = field(repr=False)

    @property
    def title(self) -> str:
        """What to write above a chart: the title, or the name where there is none."""
        return str(self.market.title or self.name)

    @property
    def compared(self) -> tuple[str, ...]:
        """The strategies that the page opens on, the baseline first; empty where none are named."""
        return compared_in(str(self.market.compare))

    @property
    def months(self) -> float:
        """Months in a period."""
        return MONTHS[self.market.period]

    @property
    def focal(self) -> FirmTable:
        """The firm under study."""
        return next(firm for firm in self.firms if firm.name == self.market.focal)

    @property
    def firm_names(self) -> tuple[str, ...]:
        """Names of the firms, in order of their ids."""
        return tuple(firm.name for firm in self.firms)

    @property
    def warm_up_periods(self) -> int:
        """Periods of warming up: its months, rounded up to whole periods."""
        return whole_periods(self.market.warm_up, self.market.period)

    @property
    def origin(self) -> Origin:
        """What it was built from, so that a fault found later can name file and line."""
        return self._origin

    @property
    def network_path(self) -> Path | None:
        """The edge list, where the market uses one."""
        if self.market.network != "file" or self._origin.folder is None:
            return None
        return self._origin.folder / str(self.market.network_file)

    @property
    def fingerprint(self) -> str:
        """A hash of everything that decides a result, the edge list included.

        Two scenarios with one fingerprint give the same results.
        """
        content = json.dumps(
            self.to_dict(words=False), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass"))
        if self.network_path is not None:
            digest.update(hashlib.sha256(self.network_path.read_bytes()).digest())
        return digest.hexdigest()

    def to_dict(self, words: bool = True) -> dict[str, Any]:
        """Return everything as plain nested data, defaults included.

        Parameters
        ----------
        words : bool
            Whether to say what strategies are called and what the page opens on. A hash leaves
            that out: it decides nothing.

        Returns
        -------
        dict
            In the layout of the file. :func:`relsim.scenario.from_dict` takes it back.
        """
        whole: dict[str, Any] = {
            "market": self.market.model_dump(),
            "segments": [segment.model_dump() for segment in self.segments],
            "firms": [firm.model_dump() for firm in self.firms],
            "strategies": {
                name: {**_title(strategy), "extends": strategy.extends, **strategy.own}
                for name, strategy in self.strategies.items()
            },
            "events": [
                {"name": event.name, "period": event.period, "firm": event.firm}
                | {"set": dict(event.set)}
                for event in self.events
            ],
            "behaviour": self.behaviour.model_dump(),
            "phases": copy.deepcopy(self._document["phases"]),
        }
        if self.uncertainty:
            whole["uncertainty"] = copy.deepcopy(self._document["uncertainty"])
        return whole if words else without_words(whole)

    def to_toml(self, defaults: bool = False, words: bool = True) -> str:
        """Return the scenario as a file would hold it, overrides included.

        Parameters
        ----------
        defaults : bool
            Whether to write what the scenario left to its defaults, too.
        words : bool
            As in :meth:`to_dict`.

        Returns
        -------
        str
            TOML that gives an equal scenario.
        """
        from relsim.scenario.writing import to_toml

        document = self.to_dict() if defaults else self._document
        return to_toml(document if words else without_words(document))

    def with_overrides(self, overrides: Mapping[str, object]) -> Scenario:
        """Return the scenario with some settings changed, checked anew.

        Parameters
        ----------
        overrides : mapping of str to object
            Values by path and name: ``{"firms.Alba.price": 22}``.

        Returns
        -------
        Scenario
            A new one; this one stays as it is.

        Raises
        ------
        ScenarioError
            When a path leads nowhere or a value is not allowed.
        """
        kept = {path: value for path, value in self.overrides.items() if path not in overrides}
        return build(self._origin, {**kept, **overrides})

    def __eq__(self, other: object) -> bool:
        """Two scenarios are equal when everything they say is equal."""
        if not isinstance(other, Scenario):
            return NotImplemented
        return self.to_dict() == other.to_dict() and self.network_path == other.network_path

    def __hash__(self) -> int:
        """Return a hash that equal scenarios share."""
        return hash(json.dumps(self.to_dict(), sort_keys=True))


def _title(strategy: Strategy) -> dict[str, str]:
    return {} if strategy.title == title_of(strategy.name) else {"title": strategy.title}


def without_words(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without what only names a strategy or opens the page."""
    market = {key: held for key, held in document["market"].items() if key != "compare"}
    strategies = {
        name: {key: held for key, held in table.items() if key != "title"}
        for name, table in document["strategies"].items()
    }
    return {**document, "market": market, "strategies": strategies}


def build(origin: Origin, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Return the scenario that a document and some overrides describe."""
    overrides = {path: plain(value) for path, value in (overrides or {}).items()}
    parts = checked(origin, overrides)
    return Scenario(
        name=origin.name,
        path=origin.path,
        market=parts.market,
        segments=parts.segments,
        firms=parts.firms,
        strategies=parts.strategies,
        events=parts.events,
        behaviour=parts.behaviour,
        phases=parts.phases,
        uncertainty=parts.uncertainty,
        overrides=ReadOnly(overrides),
        _origin=origin,
        _document=parts.document,
    )
