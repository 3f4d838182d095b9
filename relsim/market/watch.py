"""Watching some customers: their records at the end of every period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.behaviour import FIELDS

if TYPE_CHECKING:
    import pandas as pd


class Watch:
    """Records of watched customers, a row a customer and period.

    Nothing is logged for it in the engine: the rows are copied when a period ends, and
    only theirs. ``market.watch([17])`` makes one.

    Parameters
    ----------
    rows : tuple of int
        Rows of the customers.
    firm_names : tuple of str
        Names of the firms, by place.
    """

    def __init__(self, rows: tuple[int, ...], firm_names: tuple[str, ...] = ()) -> None:
        self.rows = rows
        self._periods: list[int] = []
        self._kept: list[np.ndarray] = []
        self._names = firm_names

    def end(self, period: int, customers: np.ndarray) -> None:
        """Keep the watched customers' records at the end of a period."""
        self._periods.append(period)
        self._kept.append(customers[list(self.rows)])

    @property
    def records(self) -> np.ndarray:
        """The records kept, shape (periods, watched)."""
        return np.array(self._kept)

    def to_frame(self) -> pd.DataFrame:
        """Return the watched customers' states at the end of each period.

        Returns
        -------
        pandas.DataFrame
            Indexed by period and customer.
        """
        import pandas as pd

        columns: dict[str, Any] = {}
        kept = self.records
        for name, field in FIELDS.items():
            if len(kept) == 0:
                columns[name] = []
            elif field.per_firm:
                for j, firm in enumerate(self._names):
                    columns[f"{name}: {firm}"] = kept[name][:, :, j].ravel()
            else:
                columns[name] = kept[name].ravel()
        index = pd.MultiIndex.from_product([self._periods, self.rows], names=["period", "customer"])
        return pd.DataFrame(columns, index=index)
