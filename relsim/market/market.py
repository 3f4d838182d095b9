"""A market as a Mesa model, whose firms are agents and may have minds of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Protocol

import mesa

from relsim.errors import InputError
from relsim.market import batch, copying
from relsim.market.bare import BareMarket
from relsim.market.chance import market_key
from relsim.market.firm import Firm
from relsim.market.network import Graph
from relsim.scenario import Scenario
from relsim.scenario.own_code import own_code, own_market


class Market(BareMarket, mesa.Model):  # type: ignore[misc]
    """A market of customers and competing firms.

    Parameters
    ----------
    scenario : Scenario
        From :func:`relsim.load`.
    seed : int
        Of all luck, 0 and more.
    replication : int, optional
        Which of the worlds of that seed, 0 and more; by default 0, or the iteration of
        ``mesa.batch_run``.
    strategy : str, optional
        The focal firm's strategy from period 0 on; by default the one its scenario names.
    phases : sequence of Phase
        A user's own mechanisms.
    firms : mapping of str to type
        Subclasses of :class:`Firm` for firms with a mind of their own, by name.
    threads : int
        Threads within the market; they change the time and nothing else. They pay above
        some 20 000 customers; below, run replications side by side.
    network : graph, optional
        Who knows whom, in place of the scenario's network: a graph of networkx, or anything with
        ``nodes`` and ``edges``, with a node a customer. Nodes that are whole numbers are the
        customers in that order, others in the order of the graph.
    uncompiled : bool
        Run the passes as plain Python: the reference, a thousand times slower.

    Attributes
    ----------
    spec : Scenario
        The scenario.
    period : int
        The period to come; 0 is the first after the warm-up, negative ones lie within it.
    customers : Customers
        Columns of all customers.
    firms : dict of str to Firm
        The firms, Mesa agents, by name.
    plan : Plan
        What happens in a period; prints as a list.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.Market(relsim.load("insurance", {"market.periods": 12}), seed=7)
    >>> run = market.run()
    >>> int(run.periods["period"].max())
    11
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        replication: int | None = None,
        *,
        strategy: str | None = None,
        phases: Iterable[Phase] = (),
        firms: Mapping[str, type[Firm]] | None = None,
        threads: int = 1,
        network: Graph | None = None,
        uncompiled: bool = False,
    ) -> None:
        if replication is None:
            replication = batch.iteration()
        super().__init__(
            scenario,
            seed,
            replication,
            strategy=strategy,
            phases=phases,
            threads=threads,
            network=network,
            uncompiled=uncompiled,
        )
        # What Mesa draws is new in every world, as all other luck is.
        mesa.Model.__init__(self, rng=int(market_key(seed, replication)))
        self._make_firms(dict(firms or {}))
        self.own = (*own_market(type(self)), *own_code(self.phases, firms))

    def _make_firms(self, minds: dict[str, type[Firm]]) -> None:
        """Make the firms as Mesa agents, and let Mesa forget this market."""
        self.firms: dict[str, Firm] = {}
        unknown = [name for name in minds if name not in self.spec.firm_names]
        if unknown:
            raise InputError(
                f"firms: there is no firm {unknown[0]!r}; there are "
                f"{', '.join(self.spec.firm_names)}."
            )
        for place, name in enumerate(self.spec.firm_names):
            self.firms[name] = minds.get(name, Firm)(self, place, name)
        # Mesa 3.3 counts agents in a class attribute keyed by model, which keeps every
        # model alive for ever; all firms exist now, so this market takes itself out.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self._minds = [firm for firm in self.firms.values() if type(firm).decide is not Firm.decide]

    def _decide(self) -> None:
        """Let minds decide."""
        for mind in self._minds:
            mind.decide()

    def _is_watched(self) -> bool:
        """Tell whether anything but the built-in phases has to see every period."""
        # Newer Mesa keeps a list of what is scheduled; the next step alone is always in it.
        scheduled = len(getattr(self, "_event_list", ())) > 1
        own = self._minds or type(self) is not Market
        return bool(own or scheduled) or super()._is_watched()

    @cached_property
    def datacollector(self) -> batch.Collected:
        """What ``mesa.batch_run`` and Mesa's plots read: the focal firm's figures by period."""
        focal = self.spec.firm_names.index(self.spec.focal.name)
        return batch.Collected(self.books, focal, self._periods_lived)

    def _periods_lived(self) -> int:
        return self._state.now

    def __copy__(self) -> Market:
        """Return a market that goes on from here by itself; nothing of it can be shared."""
        return self.__deepcopy__({})

    def __deepcopy__(self, memo: dict[int, Any]) -> Market:
        """Return a market that goes on from here by itself."""
        self._state.blocks.close()
        memo[id(self)] = copying.copied(self)
        return memo[id(self)]  # type: ignore[no-any-return]

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Return what pickle writes: all of the market, for the same version of relsim."""
        self._state.blocks.close()
        return copying.unpacked, copying.packed(self)


class Phase(Protocol):
    r"""A user's own mechanism: a frozen dataclass with a name, a place and ``run``.

    Its fields are parameters: overrides and designs address them as
    ``phases.NAME.parameter``. ``run`` may read and change the market's firms and
    customers and add columns with ``market.customers.add``.

    Attributes
    ----------
    name : str
        Unique in the plan.
    after : str
        Name of the phase that it follows.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Birthday:
    ...     name: str = "birthday"
    ...     after: str = "talk"
    ...     trust: float = 0.01
    ...
    ...     def run(self, market):
    ...         if market.period % 12 == 0:
    ...             warmer = market.customers.get("trust") + self.trust
    ...             market.customers.set("trust", warmer.clip(0, 1))
    >>> import relsim
    >>> scenario = relsim.scenario.parse('[[firms]]\nname = "Alba"')
    >>> market = relsim.Market(scenario, phases=[Birthday()])
    >>> [step.name for step in market.plan][-3:]
    ['birthday', 'turnover', 'books']
    """

    name: str
    after: str

    def run(self, market: Market) -> None:
        """Do what the phase does in one period."""
        ...
