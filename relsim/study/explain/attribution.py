"""The result of an attribution: parts of levers, and retention by segment and tenure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from relsim.result.result import Result
from relsim.result.statistics import Difference, Estimate, difference, estimate
from relsim.result.words import counted
from relsim.study.explain import attribution_tables
from relsim.study.explain.attribution_tables import ANY, JOINT, TOTAL

if TYPE_CHECKING:
    from relsim.result.table import Shown, Table
    from relsim.scenario import Scenario


@dataclass(frozen=True, eq=False, repr=False)
class Attribution(Result):
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
    """

    scenario: Scenario
    strategy: str
    baseline: str
    seed: int
    levers: tuple[str, ...]
    customers: pd.DataFrame
    splits: pd.DataFrame
    replications: int

    @cached_property
    def worlds(self) -> pd.DataFrame:
        """A row a replication: customers, ``all together`` kept, each lever's part, ``joint``.

        The parts and what is joint add up to all together exactly.
        """
        frame = self.customers
        own = frame["retained"].astype(int)
        gains = pd.DataFrame({TOTAL: own - frame["retained_by_baseline"].astype(int)})
        for name in self.levers:
            gains[name] = own - frame[f"without_{name}"].astype(int)
        everyone = pd.RangeIndex(self.replications, name="replication")
        found = gains.groupby(frame["replication"]).sum().reindex(everyone, fill_value=0)
        found.insert(0, "customers", frame.groupby("replication").size().reindex(everyone))
        found["customers"] = found["customers"].fillna(0).astype(int)
        found[JOINT] = found[TOTAL] - found[list(self.levers)].sum(axis=1)
        return found

    @cached_property
    def parts(self) -> dict[str, Estimate]:
        """Customers kept, a mean a world: by lever, then ``joint`` and ``all together``."""
        return {
            name: estimate(self.worlds[name].to_numpy(np.float64))
            for name in (*self.levers, JOINT, TOTAL)
        }

    @cached_property
    def shares(self) -> dict[str, Estimate]:
        """The same as a share of the customers of the start."""
        base = self.worlds["customers"].to_numpy(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                name: estimate(self.worlds[name].to_numpy(np.float64) / base)
                for name in (*self.levers, JOINT, TOTAL)
            }

    @cached_property
    def kept(self) -> pd.DataFrame:
        """A row a customer whom the strategy kept and the baseline would have lost.

        Column ``kept_by``: the levers of which none could be removed without losing this
        customer; ``any of them`` where no single removal loses the customer.
        """
        columns = ["replication", "customer", "segment", "tenure"]
        needed = [
            " + ".join(name for name in self.levers if row[name]) or ANY
            for row in self.needed.to_dict("records")
        ]
        return self._saved[columns].assign(kept_by=needed).reset_index(drop=True)

    @cached_property
    def needed(self) -> pd.DataFrame:
        """The same customers, a column a lever: whether its removal alone would lose them."""
        return pd.DataFrame({name: ~self._saved[f"without_{name}"] for name in self.levers})

    @property
    def _saved(self) -> pd.DataFrame:
        frame = self.customers
        return frame[frame["retained"] & ~frame["retained_by_baseline"]]

    @cached_property
    def retention(self) -> dict[tuple[str, str], tuple[Estimate, Estimate, Difference]]:
        """Annual retention under baseline and strategy, and the difference, by split and group."""
        found = {}
        for (split, group), rows in self.splits.groupby(["split", "group"], sort=False):
            values = []
            for name in (self.baseline, self.strategy):
                arm = rows[rows["strategy"] == name].sort_values("replication")
                base = arm["customers"].to_numpy(np.float64)
                with np.errstate(invalid="ignore", divide="ignore"):
                    values.append(arm["kept"].to_numpy(np.float64) / base)
            theirs, ours = values
            found[str(split), str(group)] = (
                estimate(theirs),
                estimate(ours),
                difference(ours, theirs),
            )
        return found

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
            ``strategy``, ``baseline``, ``replications``, ``parts`` (customers and share by
            lever), ``kept_by`` (customers kept in all worlds, by the levers that they needed)
            and ``retention`` (by segment and tenure).
        """
        counts = self.kept["kept_by"].value_counts()
        return {
            "strategy": self.strategy,
            "baseline": self.baseline,
            "replications": self.replications,
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
