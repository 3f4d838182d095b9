"""The customers of a market: columns with the verbs of Mesa's AgentSet, and views on one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.behaviour import FIELDS, TRAITS
from relsim.errors import InputError
from relsim.market.words import words

if TYPE_CHECKING:
    import pandas as pd

BOOKED = frozenset(
    ("firm", "segment", "start", "points", "spent", "generation", "cohort", "wants", "ever_left")
)
"""Columns that the books or the engine account for; a phase reads them."""

Chooser = Callable[["Customers"], Any]


class Customer:
    r"""One customer: attributes are the fields of the record, as they are now.

    Parameters
    ----------
    customers : Customers
        The market's customers.
    row : int
        Its row.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.scenario.parse('[[firms]]\nname = "Alba"')
    >>> someone = relsim.Market(scenario, seed=1).customers[17]
    >>> someone.firm_name, someone.satisfaction
    ('Alba', 0.55)
    """

    __slots__ = ("_customers", "row")

    def __init__(self, customers: Customers, row: int) -> None:
        self._customers = customers
        self.row = row

    @property
    def number(self) -> int:
        """The customer's number, which luck is keyed by."""
        return self.row + int(self.generation) * self._customers.population

    @property
    def firm_name(self) -> str | None:
        """Name of the firm the customer is with; None without one."""
        return None if self.firm < 0 else self._customers.firm_names[int(self.firm)]

    def __getattr__(self, name: str) -> Any:
        """Read a field, or a column that a phase added."""
        value = self._customers.get(name)[self.row]
        return value.item() if isinstance(value, np.generic) else value

    def __repr__(self) -> str:
        """Return row and firm."""
        return f"<Customer {self.row} with {self.firm_name or 'no firm'}>"


class Customers:
    """All customers of a market, or some of them: columns, never a Python object each.

    Customers are not in ``market.agents``: an object each would cost about a hundred
    times the whole simulation. The verbs are those of Mesa's AgentSet.

    Parameters
    ----------
    records : ndarray of records
        The engine's own array; what is set here, the engine sees.
    firm_names : tuple of str
        Names of the firms, by place.
    rows : ndarray of int, optional
        The rows selected; all when not given.
    columns : dict, optional
        Columns that phases added.
    """

    def __init__(
        self,
        records: np.ndarray,
        firm_names: tuple[str, ...],
        rows: np.ndarray | None = None,
        columns: dict[str, np.ndarray] | None = None,
    ) -> None:
        self.records = records
        self.firm_names = firm_names
        self._rows = rows
        self._added: dict[str, np.ndarray] = {} if columns is None else columns

    @property
    def population(self) -> int:
        """Rows of the whole market, selected or not."""
        return len(self.records)

    @property
    def rows(self) -> np.ndarray:
        """The rows selected."""
        return np.arange(self.population) if self._rows is None else self._rows

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns: traits, state, and what phases added."""
        return (*TRAITS, *FIELDS, *self._added)

    def __len__(self) -> int:
        """Return how many customers are selected."""
        return self.population if self._rows is None else len(self._rows)

    def __iter__(self) -> Iterator[Customer]:
        """Go through the customers one by one (slow; prefer columns)."""
        return (Customer(self, int(row)) for row in self.rows)

    def __getitem__(self, row: int) -> Customer:
        """Return a view on one customer, by row."""
        if not 0 <= row < self.population:
            raise InputError(
                f"there is no customer {row}; rows run from 0 to {self.population - 1}."
            )
        return Customer(self, row)

    def get(self, name: str) -> np.ndarray:
        """Return a column of the selected customers.

        Parameters
        ----------
        name : str
            A trait, a field, or a column that a phase added.

        Returns
        -------
        ndarray
            A copy, except of the whole market's own columns.
        """
        whole = self._column(name)
        return whole if self._rows is None else whole[self._rows]

    def set(self, name: str, values: Any) -> Customers:
        """Set a column of the selected customers, kept in the field's range.

        Parameters
        ----------
        name : str
            A field that changes, or a column that a phase added.
        values : array-like or scalar
            One for all, or one each.

        Returns
        -------
        Customers
            Itself.
        """
        if name in BOOKED:
            raise InputError(
                f"{name} is kept by the books, which would no longer balance; a phase may read it "
                "and set what customers feel instead."
            )
        column = self._column(name)
        values = np.asarray(values)
        low, high = self._range(name)
        # Written so that what is not a number is refused too.
        if not np.all((values >= low) & (values <= high)):
            raise InputError(f"{name} must lie in {low:g} to {high:g}; clip the values first.")
        column[self.rows if self._rows is not None else slice(None)] = values
        return self

    def add(self, name: str, values: Any = 0.0) -> Customers:
        """Add a column, for a phase of one's own. An existing one is left as it is.

        Parameters
        ----------
        name : str
            A new name.
        values : array-like or scalar
            What it begins with.

        Returns
        -------
        Customers
            Itself.
        """
        if name in TRAITS or name in FIELDS or not name.isidentifier():
            raise InputError(f"{name!r} cannot be added: it is taken or no plain name.")
        if name not in self._added:
            self._added[name] = np.broadcast_to(np.asarray(values), self.population).copy()
        return self

    def select(self, chosen: Chooser | Any = None, at_most: int | None = None) -> Customers:
        """Return those customers for whom a condition holds.

        Parameters
        ----------
        chosen : callable or array of bool, optional
            A condition on columns, for example
            ``lambda those: those.get("satisfaction") < 0.3``.
        at_most : int, optional
            The first so many.

        Returns
        -------
        Customers
        """
        rows = self.rows
        if chosen is not None:
            mask = np.asarray(chosen(self) if callable(chosen) else chosen, dtype=bool)
            rows = rows[mask]
        return Customers(self.records, self.firm_names, rows[:at_most], self._added)

    def agg(self, name: str, function: Callable[[np.ndarray], Any]) -> Any:
        """Return a column condensed by a function.

        Parameters
        ----------
        name : str
            The column.
        function : callable
            From an array to a value: ``np.mean``.

        Returns
        -------
        object
        """
        return function(self.get(name))

    def groupby(self, by: str | Callable[[Customers], Any]) -> dict[Any, Customers]:
        """Return the customers in groups of equal values.

        Parameters
        ----------
        by : str or callable
            A column, or a function of the customers that gives one.

        Returns
        -------
        dict
            Customers by value, in ascending order.
        """
        keys = np.asarray(by(self) if callable(by) else self.get(by))
        rows = self.rows
        return {
            value.item(): Customers(self.records, self.firm_names, rows[keys == value], self._added)
            for value in np.unique(keys)
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the selected customers as a frame, a row each.

        Returns
        -------
        pandas.DataFrame
            Indexed by row; beliefs in a column a firm, codes as words.
        """
        import pandas as pd

        columns: dict[str, Any] = {}
        for name in self.names:
            field = FIELDS.get(name)
            values = self.get(name)
            if field is not None and field.per_firm:
                for j, firm in enumerate(self.firm_names):
                    columns[f"{name}: {firm}"] = values[:, j]
            elif field is not None and field.codes:
                columns[name] = words(values, field.codes)
            else:
                columns[name] = values
        columns["firm"] = words(self.get("firm"), self.firm_names)
        frame = pd.DataFrame(columns, index=pd.Index(self.rows, name="customer"))
        return frame.copy()

    def _range(self, name: str) -> tuple[float, float]:
        """Return the range of a column."""
        declared = FIELDS.get(name) or TRAITS.get(name)
        return (declared.low, declared.high) if declared else (-np.inf, np.inf)

    def _column(self, name: str) -> np.ndarray:
        if name in self._added:
            return self._added[name]
        if name in TRAITS or name in FIELDS:
            return np.asarray(self.records[name])
        raise AttributeError(f"customers have no {name!r}; they have {', '.join(self.names)}")

    def __repr__(self) -> str:
        """Return how many they are."""
        return f"<Customers: {len(self):,} of {self.population:,}>"


def positions(rows: Iterable[int], population: int) -> tuple[int, ...]:
    """Return rows of customers, checked."""
    chosen = tuple(int(row) for row in rows)
    for row in chosen:
        if not 0 <= row < population:
            raise InputError(f"there is no customer {row}; rows run from 0 to {population - 1}.")
    return chosen
