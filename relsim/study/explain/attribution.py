"""The result of an attribution: parts of levers, and retention by segment and tenure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from relsim.result.result import Result
from relsim.result.words import counted
from relsim.study.explain import attribution_tables
from relsim.study.explain.kept import Kept

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table


class Attribution(Kept, Result):
    """Which lever of a strategy kept which customers of the firm.

    Made by :func:`relsim.study.attribute`.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy, baseline : str
        What is compared.
    seed : int
        Of all luck.
    levers : tuple of str
        Those in which the two differ.
    customers : pandas.DataFrame
        A row a replication and customer who was there when the strategy started and whom
        population turnover left alone: ``replication``, ``customer``, ``segment``, ``tenure``,
        ``retained``, ``retained_by_baseline`` and a column ``without_LEVER`` for each lever,
        true when the customer has never left in that arm.
    splits : pandas.DataFrame
        Customers at the years' starts and those who stayed the year, by ``strategy``,
        ``replication``, ``split`` (segment, tenure) and ``group``.
    replications : int
        Worlds.
    decided_by : mapping of str to object
        Version, seed, changes, levers, code.
    """

    def settings(self) -> Mapping[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers, code."""
        return self.decided_by

    def to_frame(self) -> pd.DataFrame:
        """Return the parts, a row a lever, then what is joint and all together.

        Returns
        -------
        pandas.DataFrame
            ``lever``, ``customers``, ``low``, ``high`` (a mean a world), ``share`` (of the
            customers of the start) with ``share_low`` and ``share_high``, and ``n``.
        """
        rows = [
            {
                "lever": name,
                "customers": found.mean,
                "low": found.low,
                "high": found.high,
                "share": self.shares[name].mean,
                "share_low": self.shares[name].low,
                "share_high": self.shares[name].high,
                "n": found.n,
            }
            for name, found in self.parts.items()
        ]
        return pd.DataFrame(rows)

    def to_json(self) -> dict[str, object]:
        """Return the attribution as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            ``strategy``, ``baseline``, ``replications``, ``settings``, ``parts`` (customers
            and share by lever), ``kept_by`` (customers kept in all worlds, by the levers that they
            needed) and ``retention`` (by segment and tenure).
        """
        counts = self.kept["kept_by"].value_counts()
        return {
            "strategy": self.strategy,
            "baseline": self.baseline,
            "replications": self.replications,
            "settings": dict(self.settings()),
            "parts": [
                {
                    "lever": name,
                    "customers": found.ends(),
                    "share": self.shares[name].ends(),
                }
                for name, found in self.parts.items()
            ],
            "kept_by": {str(name): int(count) for name, count in counts.items()},
            "retention": [
                {
                    "split": split,
                    "group": group,
                    self.baseline: theirs.ends(),
                    self.strategy: ours.ends(),
                    "difference": gap.ends(),
                }
                for (split, group), (theirs, ours, gap) in self.retention.items()
            ],
        }

    def tables(self) -> list[Table]:
        """Return who keeps the customers, and how many stay by segment and tenure."""
        return attribution_tables.tables(self)

    def notes(self) -> list[Shown]:
        """Return what explains the tables."""
        return attribution_tables.notes(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the parts, with the strategy that they are of, by the name of their sheet."""
        return {"attribution": self.to_frame().assign(strategy=self.strategy)}

    def __repr__(self) -> str:
        """Return what is attributed, in a line."""
        return (
            f"<Attribution of {self.strategy} against {self.baseline} on {self.scenario.name!r}: "
            f"{', '.join(self.levers)}; {counted(self.replications, 'replication')}, seed "
            f"{self.seed}>"
        )
