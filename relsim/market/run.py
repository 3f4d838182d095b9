"""What a run leaves behind: tidy frames and a summary."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from relsim.behaviour import COLUMNS, REASONS
from relsim.errors import InputError
from relsim.market import measures
from relsim.market.books import LOSSES, Books
from relsim.market.customers import Customers
from relsim.market.firm_books import OfFirm
from relsim.market.measures import ControlGroup
from relsim.market.run_tables import figures_table, firm_row, firms_table, measured_in_words
from relsim.market.watch import Watch
from relsim.market.words import words
from relsim.result.figures import FIGURES
from relsim.result.result import Result
from relsim.result.words import Sentence, counted
from relsim.scenario import Scenario
from relsim.scenario.command import command, nothing
from relsim.scenario.own_code import Own
from relsim.scenario.provenance import settings_of
from relsim.version import __version__

if TYPE_CHECKING:
    import pandas as pd

    from relsim.result.formulas import Value
    from relsim.result.table import Shown, Table


class Lived(Protocol):
    """What a run is made of: a market that has lived for a while."""

    spec: Scenario
    seed: int
    replication: int
    strategy: str
    books: Books
    watched: Watch
    customers: Customers
    own: tuple[Own, ...]


class Run(Result):
    """What happened in a market.

    Attributes
    ----------
    scenario : Scenario
    seed, replication : int
    strategy : str
        The focal firm's.

    Examples
    --------
    >>> import relsim
    >>> run = relsim.Market(relsim.load("insurance", {"market.periods": 24}), seed=1).run()
    >>> list(run.periods.columns[:3])
    ['period', 'firm', 'wanted']
    >>> 0 < run.summary()["retention"] <= 1
    True
    """

    def __init__(self, market: Lived, lived: int) -> None:
        self.scenario = market.spec
        self.seed = market.seed
        self.replication = market.replication
        self.strategy = market.strategy
        self.books = market.books
        self.watched = market.watched
        self.own = market.own
        self._customers = market.customers
        self._lived = lived

    @property
    def command(self) -> str:
        """The command line that makes it again; a comment that says why, where none does."""
        if self._lived < self.books.periods:
            return nothing("the market was not lived through to its end")
        asked = {"strategy": self.strategy, "seed": self.seed, "replication": self.replication}
        return command("run", self.scenario, asked, self.own)

    @property
    def warm_up(self) -> int:
        """Periods of the warm-up."""
        return self.books.warm_up

    @cached_property
    def periods(self) -> pd.DataFrame:
        """A row a period and firm after the warm-up, a column a figure."""
        import pandas as pd

        books = self.books
        tallies = books.tallies[self.warm_up : self._lived, :-1]
        count, firms = tallies.shape
        columns: dict[str, Any] = {
            "period": np.repeat(np.arange(count), firms),
            "firm": pd.Categorical(
                list(self.scenario.firm_names) * count, categories=list(self.scenario.firm_names)
            ),
        }
        for name, figure in COLUMNS.items():
            values = tallies[name].ravel()
            if figure.mean_of:
                base = tallies[figure.mean_of].ravel()
                with np.errstate(invalid="ignore", divide="ignore"):
                    values = np.where(base > 0, values / base, np.nan)
            elif figure.unit in ("customers", "uses", "reports", "launches"):
                values = values.astype(np.int64)
            columns[name] = values
        closed = tallies["closed"]
        total = closed.sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            columns["share"] = np.where(total > 0, closed / total, np.nan).ravel()
            columns["churn"] = (
                (tallies["lost"] - tallies["lost_population_turnover"]) / tallies["opened"]
            ).ravel()
        columns["price"] = books.offers[self.warm_up : self._lived].ravel()
        columns["neighbours_alike"] = books.alike[self.warm_up : self._lived].ravel()
        return pd.DataFrame(columns)

    @cached_property
    def spell_records(self) -> np.ndarray:
        """All relationships as an array: those that ended, then those that the horizon cut."""
        ended = self.books.ended_spells()
        rows = np.flatnonzero(self._customers.records["firm"] >= 0)
        still = self._customers.records[rows]
        kind = np.dtype(
            [
                ("customer", "i8"),
                ("firm", "i1"),
                ("segment", "i1"),
                ("start", "i4"),
                ("duration", "i4"),
                ("ended", "?"),
                ("reason", "i1"),
                ("satisfaction", "f4"),
            ]
        )
        spells = np.zeros(len(ended) + len(rows), kind)
        old, new = spells[: len(ended)], spells[len(ended) :]
        for name in ("customer", "firm", "segment", "start", "reason", "satisfaction"):
            old[name] = ended[name]
        old["duration"] = ended["end"] - ended["start"]
        old["ended"] = True
        generations = still["generation"].astype(np.int64)
        new["customer"] = rows + generations * len(self._customers.records)
        for name in ("firm", "segment", "start", "satisfaction"):
            new[name] = still[name]
        new["duration"] = self._lived - self.warm_up - 1 - still["start"]
        new["reason"] = -1
        return spells

    @cached_property
    def spells(self) -> pd.DataFrame:
        """A row a relationship, with how long it lasted, why it ended and how satisfied it was.

        ``duration`` counts periods. ``event`` is true where the customer left the firm; it is
        false where population turnover took the customer (``reason`` says so) or the horizon came
        (``reason`` is missing), for either might have stayed longer. So survival tools take
        ``duration`` and ``event`` as they are. ``start`` is negative for the relationships of
        warming up. ``satisfaction`` is that with which it ended, or stands at the horizon.
        """
        import pandas as pd

        spells = self.spell_records
        names = [segment.name for segment in self.scenario.segments]
        return pd.DataFrame(
            {
                "customer": spells["customer"],
                "firm": words(spells["firm"], self.scenario.firm_names),
                "segment": words(spells["segment"], names),
                "start": spells["start"],
                "duration": spells["duration"],
                "event": measures.left(spells),
                "reason": words(spells["reason"], REASONS),
                "satisfaction": spells["satisfaction"].astype(float),
            }
        )

    @cached_property
    def customers(self) -> pd.DataFrame:
        """The state of everybody who is there at the end, a row each.

        Indexed by the customer's number, as in ``spells``; who left the population is not
        in it.
        """
        import pandas as pd

        frame = self._customers.to_frame()
        generations = self._customers.records["generation"].astype(np.int64)
        numbers = np.arange(len(frame)) + generations * len(frame)
        return frame.set_index(pd.Index(numbers, name="customer"))

    def survival(self, firm: str | None = None, *, since: int | None = None) -> pd.Series:
        """Return the Kaplan–Meier survival of a firm's relationships.

        Parameters
        ----------
        firm : str, optional
            The focal firm by default.
        since : int, optional
            Only relationships that began in this period or later: 0 leaves out those of warming
            up, which began before any strategy. All by default.

        Returns
        -------
        pandas.Series
            Share that lasts longer than a duration in periods; population turnover and the
            horizon censor.
        """
        import pandas as pd

        spells = self.spell_records[self.spell_records["firm"] == self._place(firm)]
        if since is not None:
            spells = spells[spells["start"] >= since]
        curve = measures.survival(spells, self._lived)
        return pd.Series(curve, index=pd.RangeIndex(len(curve), name="duration"), name="survival")

    def ladder(self, firm: str | None = None) -> pd.DataFrame:
        """Return who stayed at the next need by last outcome, severity and failures so far."""
        import pandas as pd

        return pd.DataFrame(measures.ladder(self.books.stays[self._place(firm)]))

    def quality_thirds(self, firm: str | None = None) -> pd.DataFrame:
        """Return who stayed at the next need by thirds of relationship quality."""
        import pandas as pd

        return pd.DataFrame(measures.quality_thirds(self.books.stays[self._place(firm)]))

    def control_group(self, firm: str | None = None) -> ControlGroup | None:
        """Return what a firm's control group tells it of its levers; None without one.

        Parameters
        ----------
        firm : str, optional
            The focal firm by default.

        Returns
        -------
        ControlGroup or None
            Shares that stay a year and their difference, which is the direct effect alone.

        Examples
        --------
        >>> import relsim
        >>> held_back = {"strategies.social.control_share": 0.2, "market.periods": 24}
        >>> market = relsim.Market(relsim.load("insurance", held_back), strategy="social")
        >>> market.run().control_group().kept.mean > 0
        True
        """
        trials = self.books.trials[self._place(firm)]
        return measures.control_group(trials, self.books.year)

    def switching(self, period: int) -> pd.DataFrame:
        """Return the switching matrix of a period: customers by firm before and after."""
        import pandas as pd

        lived = self._lived - self.warm_up
        if not -self.warm_up <= period < lived:
            raise InputError(
                f"period = {period!r}: the run has the periods {-self.warm_up} to {lived - 1}."
            )
        names = [*self.scenario.firm_names, "none"]
        matrix = self.books.moves[self.warm_up + period].astype(np.int64)
        return pd.DataFrame(matrix, pd.Index(names, name="from"), pd.Index(names, name="to"))

    def of_firm(self, firm: str | None = None) -> OfFirm:
        """Return one firm's books, from which figures are computed; the focal one by default."""
        return OfFirm(self.books, self._place(firm), self._lived)

    def summary(self, firm: str | None = None) -> dict[str, Value]:
        """Return the figures of a whole run for one firm; None where undefined.

        Parameters
        ----------
        firm : str, optional
            The focal firm by default.

        Returns
        -------
        dict
            By the key of :data:`relsim.result.figures.FIGURES`.
        """
        books = self.of_firm(firm)
        if books.periods == 0:
            return dict.fromkeys(FIGURES)
        return {key: figure.value(books) for key, figure in FIGURES.items()}

    def firms(self) -> list[dict[str, Any]]:
        """Return what became of every firm, as plain values.

        Returns
        -------
        list of dict
            ``name``, figures by the key and in the sense of :meth:`summary`, and ``revenue``, a sum
            since warming up ended. None is undefined.
        """
        names = self.scenario.firm_names if self._lived > self.warm_up else ()
        return [
            firm_row(name, self.summary(name), self.of_firm(name).total("revenue"))
            for name in names
        ]

    def tables(self) -> list[Table]:
        """Return what became of the firms, and the figures of the one under study."""
        focal, currency = self.scenario.focal.name, self.scenario.market.currency
        return [firms_table(self.firms()), figures_table(self.summary(), focal, currency)]

    def notes(self) -> list[Shown]:
        """Return what explains the numbers and how to get them again."""
        scenario, focal = self.scenario, self.scenario.focal.name
        return [
            Sentence(
                "Customers and share at the end; satisfaction and relationship quality, means over "
                "customers and periods; the others are sums since warming up ended, population "
                "turnover apart; money in {currency}.",
                currency=scenario.market.currency,
            ),
            Sentence(
                "{scenario}: {customers} customers, {periods}; strategy {strategy}, seed {seed}, "
                "replication {replication}; relsim {version}",
                scenario=scenario.name,
                customers=f"{scenario.market.customers:,}",
                periods=counted(scenario.market.periods, scenario.market.period),
                strategy=self.strategy,
                seed=self.seed,
                replication=self.replication,
                version=__version__,
            ),
            *measured_in_words(focal, self.control_group()),
            Sentence("Again: {command}", command=self.command),
        ]

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers, code."""
        return settings_of(
            self.scenario,
            {self.strategy: self.scenario.strategies[self.strategy].levers},
            self.own,
            seed=self.seed,
            replication=self.replication,
            command=self.command,
        )

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return periods, spells and customers, by the name of their sheet."""
        return {"periods": self.periods, "spells": self.spells, "customers": self.customers}

    def to_json(self) -> dict[str, object]:
        """Return the focal firm's figures and every firm's end, as plain values.

        Returns
        -------
        dict
            Keys ``scenario``, ``seed``, ``replication``, ``strategy``, ``periods``, ``version``,
            ``focal``, ``figures``, ``firms`` and ``settings`` (what decides it); where the focal
            firm has a control group, ``control_group``.
        """
        measured = self.control_group()
        more = {} if measured is None else {"control_group": asdict(measured)}
        return {
            **more,
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replication": self.replication,
            "strategy": self.strategy,
            "periods": self.scenario.market.periods,
            "version": __version__,
            "focal": self.scenario.focal.name,
            "figures": self.summary(),
            "firms": self.firms(),
            "settings": self.settings(),
        }

    def losses(self, firm: str | None = None) -> pd.Series:
        """Return the customers lost after the warm-up by reason."""
        import pandas as pd

        books = self.books.tallies[self.warm_up : self._lived, self._place(firm)]
        counts = [int(books[name].sum()) for name in LOSSES]
        return pd.Series(counts, index=pd.Index(REASONS, name="reason"), name="customers")

    def _place(self, firm: str | None) -> int:
        names = self.scenario.firm_names
        if firm is not None and firm not in names:
            raise InputError(f"firm = {firm!r}: there is no such firm; {', '.join(names)} are.")
        return names.index(self.scenario.focal.name if firm is None else firm)

    def __repr__(self) -> str:
        """Return what ran."""
        return (
            f"<Run of {self.scenario.name!r}: {self.strategy}, seed {self.seed}, replication "
            f"{self.replication}, {self._lived - self.warm_up} periods>"
        )
