"""The result of an attribution: parts of levers, and retention by segment and tenure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from relsim.result.figures import OUTCOMES
from relsim.result.statistics import Difference, Estimate, difference, estimate
from relsim.result.table import Cell, Row, Sheet
from relsim.study.compare.plain_data import ends

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from relsim.scenario import Scenario

JOINT = "joint"
TOTAL = "all together"
ANY = "any of them"
_BELOW = {JOINT: "beyond the sum", TOTAL: "the strategy"}


@dataclass(frozen=True, eq=False)
class Attribution:
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
        frame = self.customers
        saved = frame[frame["retained"] & ~frame["retained_by_baseline"]]
        needed = [
            " + ".join(name for name in self.levers if not row[f"without_{name}"]) or ANY
            for row in saved.to_dict("records")
        ]
        columns = ["replication", "customer", "segment", "tenure"]
        return saved[columns].assign(kept_by=needed).reset_index(drop=True)

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
        rows = []
        for name, found in self.parts.items():
            share = self.shares[name]
            rows.append(
                (
                    name,
                    found.mean,
                    found.low,
                    found.high,
                    share.mean,
                    share.low,
                    share.high,
                    found.n,
                )
            )
        columns = ["lever", "customers", "low", "high", "share", "share_low", "share_high", "n"]
        return pd.DataFrame(rows, columns=columns)

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
                    "customers": ends(found),
                    "share": ends(self.shares[name]),
                }
                for name, found in self.parts.items()
            ],
            "kept_by": {str(name): int(count) for name, count in counts.items()},
            "retention": [
                {
                    "split": split,
                    "group": group,
                    self.baseline: ends(theirs),
                    self.strategy: ends(ours),
                    "difference": ends(gap),
                }
                for (split, group), (theirs, ours, gap) in self.retention.items()
            ],
        }

    def sheets(self) -> list[Sheet]:
        """Return its tables, whatever shows them."""
        return [
            self._parts_sheet(),
            self._retention_sheet("segment", "Annual retention by segment"),
            self._retention_sheet("tenure", "Annual retention by tenure at the year's start"),
        ]

    def notes(self) -> list[str]:
        """Return what explains the tables."""
        base = self.worlds["customers"].mean()
        return [
            f"Of {base:,.0f} customers a world who were there when the strategy started and whom "
            "population turnover left alone, all together counts those who had never left by the "
            f"end under {self.strategy} less those under {self.baseline}. A lever's part is "
            "what is lost when it alone is put back to the baseline's value under the same luck. "
            "Effects that reach a customer through other people (talk, what acquaintances do, "
            "prices) are included.",
            "Joint: what all levers together lose beyond the sum of their parts. Above 0, some "
            "customers would have been kept by any of several levers; below 0, some needed several "
            f"at once. ± is half of a 95 % interval over {self.replications} worlds.",
        ]

    def _parts_sheet(self) -> Sheet:
        rows = [
            Row(name, _BELOW.get(name, "its removal loses"), self._cells(name, found))
            for name, found in self.parts.items()
        ]
        title = f"Who keeps the customers under {self.strategy}, held against {self.baseline}"
        return Sheet(title, ("customers kept", "part of all", "those kept"), tuple(rows))

    def _cells(self, name: str, found: Estimate) -> tuple[Cell, ...]:
        share = self.shares[name]
        half = "" if found.half_width is None else f"± {found.half_width:,.1f}"
        points = "" if share.half_width is None else f"± {100 * share.half_width:.1f}"
        top, bottom = self._needing(name)
        return (
            Cell("-" if found.mean is None else f"{found.mean:+,.1f}", half),
            Cell(OUTCOMES["retention"].show(share.mean, signed=True), points),
            Cell(top, bottom),
        )

    def _needing(self, name: str) -> tuple[str, str]:
        """Say how many of those kept would have been lost without a lever."""
        kept = self.kept["kept_by"]
        if name == TOTAL or kept.empty:
            return "", ""
        if name == JOINT:
            return f"{100 * (kept == ANY).mean():.0f} %", "need no single one"
        needing = kept.str.split(" + ", regex=False).map(lambda names: name in names)
        alone = f"{100 * (kept == name).mean():.0f} % it alone"
        return f"{100 * needing.mean():.0f} % need it", alone

    def _retention_sheet(self, split: str, title: str) -> Sheet:
        outcome = OUTCOMES["retention"]

        def cell(found: Estimate, *, signed: bool = False) -> Cell:
            half = found.half_width
            doubt = "" if half is None else f"± {outcome.show(half, unit=False)}"
            return Cell(outcome.show(found.mean, signed=signed), doubt)

        rows = [
            Row(group, "", (cell(theirs), cell(ours), cell(gap, signed=True)))
            for (kind, group), (theirs, ours, gap) in self.retention.items()
            if kind == split
        ]
        return Sheet(title, (self.baseline, self.strategy, "difference"), tuple(rows))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Show the tables in a terminal."""
        from relsim.result.layout import on_terminal

        yield from on_terminal(self.sheets(), self.notes(), options.max_width)

    def __str__(self) -> str:
        """Return the tables as plain text, 100 characters wide."""
        from relsim.result.layout import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from relsim.result.layout import as_html

        return as_html(self.sheets(), self.notes())
