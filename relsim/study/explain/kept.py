"""Who was kept, and by which levers: parts of levers, and retention by segment and tenure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from relsim.result.statistics import Difference, Estimate, difference, estimate

if TYPE_CHECKING:
    from relsim.scenario import Scenario


JOINT = "joint"
TOTAL = "all together"
ANY = "any of them"
"""What is told beside the levers: beyond the sum of their parts, the whole, and no single one."""


@dataclass(frozen=True, eq=False, repr=False)
class Kept:
    """What an attribution found; :class:`~relsim.study.explain.Attribution` says of its fields."""

    scenario: Scenario
    strategy: str
    baseline: str
    seed: int
    levers: tuple[str, ...]
    customers: pd.DataFrame
    splits: pd.DataFrame
    replications: int
    decided_by: Mapping[str, object] = field(default_factory=dict)

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
