"""The Mesa twin: the model written a second time, from its description alone.

It follows ``relsim/behaviour/README.md`` and shares no line with the engine, so that what the two
agree on is what the description says. It is also what the model looks like as a plain Mesa model:
one Python object a customer, one generator from which luck is drawn in turn. Its luck is not
that of the engine; only distributions can be compared (``test_twin.py``).
"""

from __future__ import annotations

import math
from collections import Counter
from types import SimpleNamespace
from typing import Any

import mesa
import pandas as pd

from relsim.scenario import Scenario
from tests.benchmarks import twin_results
from tests.benchmarks.twin_customer import Customer
from tests.benchmarks.twin_firm import Firm
from tests.benchmarks.twin_network import ties_of

# Rates a month that are carried to the length of a period before they are used.
RATES = (
    "price_recovery",
    "low_price_memory",
    "trust_by_contact",
    "estrangement",
    "goodwill_decay",
    "staff_satisfaction_rate",
    "forgetting",
)


class TwinMarket(mesa.Model):
    """A market of customers and competing firms.

    Parameters
    ----------
    scenario : Scenario
        The market, as ``relsim.load`` returns it.
    seed : int
        Of the one generator that all luck is drawn from.
    strategy : str, optional
        The focal firm's strategy from period 0 on; by default the one the scenario names.

    Attributes
    ----------
    period : int
        The period to come, or at work; 0 is the first after the warm-up.
    customers : mesa.agent.AgentSet
        Everybody in the population.
    firms : list of Firm
        All firms, in the market or not.
    """

    def __init__(self, scenario: Scenario, seed: int = 1, strategy: str | None = None) -> None:
        super().__init__(rng=seed)
        self.scenario = scenario
        self.settings = SimpleNamespace(**dict(scenario.market))
        self.costs = scenario.market.costs
        self.theory = scenario.behaviour
        self.months = scenario.months
        self.year = round(12 / self.months)
        self.carried = {name: self.carry(getattr(self.theory, name)) for name in RATES}
        self.datacollector = mesa.DataCollector(tables={"periods": twin_results.COLUMNS})
        self.ladder_counts: Counter[tuple[Any, ...]] = Counter()
        # What stands at the opening stands since the period before the first.
        self.period = -scenario.warm_up_periods - 1
        self.open_firms_for_business(strategy)
        self.settle_customers()
        self.period += 1

    # The opening

    def open_firms_for_business(self, strategy: str | None) -> None:
        """Set up the firms at their baseline."""
        focal = self.scenario.focal.name
        self.firms = [
            Firm(self, table, strategy if strategy and table.name == focal else table.strategy)
            for table in self.scenario.firms
        ]
        self.focal = next(firm for firm in self.firms if firm.name == focal)
        self.follows = False
        self.held_at_start = self.held_at_end = Counter[Firm | None]()
        self.fair_share = self.needs_expected() / max(1, len(self.open_firms))

    def needs_expected(self) -> float:
        """Return the mean number of needs in a period."""
        rates = [
            segment.share * getattr(segment.need_rate, "mean", segment.need_rate)
            for segment in self.scenario.segments
        ]
        return self.settings.customers * sum(rates)

    def settle_customers(self) -> None:
        """Set up the network, and in every place of it a customer with a firm."""
        prior = dict.fromkeys(self.firms, self.theory.belief_start)
        self.ties = ties_of(self.scenario, self.random)
        known = self.known_at_opening()
        self.places = [Customer(self, place, prior, known) for place in range(len(self.ties))]
        shares = [firm.opening_share for firm in self.firms]
        for customer in self.places:
            (firm,) = self.random.choices(self.firms, shares)
            if firm.present:
                customer.settle(firm)
        self.tie_people()

    def known_at_opening(self) -> dict[Firm, float]:
        """Return how likely each firm is known to who has heard nothing of it."""
        return {firm: self.theory.aware_start * bool(firm.present) for firm in self.firms}

    def tie_people(self) -> None:
        """Look up who knows whom; people change, places and their ties stay."""
        self.acquaintances = [[self.places[other] for other in ties] for ties in self.ties]

    @property
    def customers(self) -> Any:
        """Everybody in the population, as a set of agents."""
        return self.agents_by_type.get(Customer, ())

    @property
    def open_firms(self) -> list[Firm]:
        """The firms in the market."""
        return [firm for firm in self.firms if firm.present]

    def acquaintances_of(self, customer: Customer) -> list[Customer]:
        """Return whom a customer knows."""
        return self.acquaintances[customer.place]

    def carry(self, rate: float) -> float:
        """Return a rate a month, carried to the length of a period."""
        return 1 - (1 - rate) ** self.months

    def periods_of(self, months: float) -> int:
        """Return how many whole periods so many months are, rounded up."""
        return math.ceil(months / self.months - 1e-9)

    # One period

    def step(self) -> None:
        """Live through one period, phase by phase; nobody sees another's new state in a phase."""
        self.act()
        self.spread_news()
        self.let_customers_choose()
        for firm in self.firms:
            firm.meet_demand()
        self.everybody("experience")
        self.everybody("forget")
        for firm in self.firms:
            counted = sum(firm in one.aware for one in self.places) if self.theory.awareness else 0
            firm.books["known_by"] = counted
        self.let_customers_talk()
        self.turn_over()
        self.close_books()
        self.period += 1

    def everybody(self, what: str, *arguments: Any) -> None:
        """Have every customer do something."""
        if self.places:
            self.customers.do(what, *arguments)

    def run(self) -> TwinMarket:
        """Live through all periods."""
        while self.period < self.scenario.market.periods:
            self.step()
        return self

    def act(self) -> None:
        """Start strategies, let events happen, imitate, and set offers."""
        heads = Counter(customer.firm for customer in self.places)
        aside = Counter(customer.firm for customer in self.places if customer.aside)
        for firm in self.firms:
            firm.open_period(heads[firm], aside[firm])
        if self.period == 0:
            self.begin_study()
        for event in self.scenario.events:
            if event.period == self.period:
                self.happen(event)
        if self.period >= 0:
            self.answer()
        self.demand = self.demand_now()
        for firm in self.open_firms:
            firm.act()
        self.compare_prices()
        self.choose_targets()

    def demand_now(self) -> float:
        """Return by what season and busy times multiply needs: the mean over days of the period."""
        names = ("first", "second", "third", "fourth")
        quarters = [getattr(self.settings, f"needs_{name}_quarter") for name in names]
        begins = self.period % self.year / self.year
        days = [begins + (day + 0.5) / (400 * self.year) for day in range(400)]
        season = sum(quarters[int(4 * day)] for day in days) / len(days)
        chance = self.settings.busy_chance
        busy = bool(chance) and self.random.random() < chance
        return season * (self.settings.busy_needs if busy else 1)

    def choose_targets(self) -> None:
        """Let firms decide to whom of their customers their personal levers go."""
        self.follows |= any(map(self.makes_follow, self.firms))
        if self.theory.targeting:
            of_firm = {firm: [] for firm in self.firms}
            for customer in self.places:
                if customer.firm:
                    of_firm[customer.firm].append(customer)
            for firm in self.firms:
                firm.choose_targets(of_firm[firm])

    def makes_follow(self, firm: Firm) -> bool:
        """Return whether a firm, with the strategy it has or will have, follows who leaves."""
        levers = self.scenario.strategies[firm.strategy].levers
        aims = {firm.target_by, levers.get("target_by")}
        return bool(aims & {"risk", "uplift"} or firm.control_share or levers.get("control_share"))

    def begin_study(self) -> None:
        """Start all strategies, and note who is a customer at the end of warming up."""
        for firm in self.firms:
            firm.start_strategy()
            firm.originals = firm.customers_at_start
        for customer in self.places:
            customer.origin = customer.firm
        self.held_at_start = self.held_at_end = self.years_held(self.period)

    def years_held(self, period: int) -> Counter[Firm | None]:
        """Return for how many years long terms have held people who have not chosen since."""
        years: Counter[Firm | None] = Counter()
        for customer in self.places:
            years[customer.firm] += customer.years_held(period)
        return years

    def happen(self, event: Any) -> None:
        """Set what an event sets."""
        target = next((firm for firm in self.firms if firm.name == event.firm), self.settings)
        for name, value in event.set.items():
            setattr(target, name, value)

    def answer(self) -> None:
        """Let firms with a mind answer what stood before."""
        lowest = {
            firm: min((other.price for other in self.open_firms if other is not firm), default=None)
            for firm in self.open_firms
        }
        if self.theory.imitation:
            self.imitate()
        for firm in self.open_firms:
            if firm.mind == "price_matcher" and lowest[firm] is not None:
                firm.follow(lowest[firm])
            elif firm.mind == "learner" and self.theory.imitation_speed > 0:
                firm.learn_by_trial()

    def imitate(self) -> None:
        """Let firms that lost share within a year move towards the leader."""
        if len(self.firms[0].shares) <= self.year or not self.open_firms:
            return
        half = math.ceil(self.year / 2)
        leader = max(self.open_firms, key=lambda firm: sum(firm.shares[-half:]))
        for firm in self.open_firms:
            may = firm.mind == "imitator"
            if may and firm is not leader and firm.shares[-1] < firm.shares[-1 - self.year]:
                firm.imitate(leader)

    def compare_prices(self) -> None:
        """Find the lowest price and the price that prices are compared with."""
        firms = self.open_firms
        weights = [firm.customers_at_start for firm in firms]
        if not any(weights):
            weights = [1] * len(firms)
        pairs = zip(weights, firms, strict=True)
        self.lowest_price = min((firm.net_offer for firm in firms), default=1.0)
        level = (
            sum(weight * firm.net_offer for weight, firm in pairs) / sum(weights) if firms else 1.0
        )
        self.reference_price = self.settings.reference_price or level
        for firm in firms:
            firm.become_known_as_cheap(self.reference_price)

    def spread_news(self) -> None:
        """Tell everybody what is in the news, then let launches renew the interest."""
        newsmakers = [firm for firm in self.firms if firm.challenge or firm.scandal or firm.media]
        if newsmakers and self.theory.challenges:
            self.everybody("hear_news", newsmakers)
        if self.theory.satiation and any(firm.launched for firm in self.firms):
            self.everybody("renew")

    def let_customers_choose(self) -> None:
        """Let needs arise; whom acquaintances were with is as the period began."""
        for customer in self.places:
            customer.firm_before = customer.firm
        if self.period >= 0 and self.period % self.year == 0:
            self.everybody("note_cohort")
        self.everybody("choose")
        for customer in self.places:
            if customer.seen and customer.seen.firm.present:
                customer.seen.firm.note_fate(customer, customer.seen)
            customer.seen = None

    def let_customers_talk(self) -> None:
        """Let everybody hear what was told, then what is advertised."""
        self.everybody("hear")
        for firm in self.firms:
            if firm.reached > 0:
                self.everybody("see_advertising", firm)

    def turn_over(self) -> None:
        """Let newcomers take the places of those who leave the population."""
        if not self.theory.population_turnover:
            return
        chance = self.carry(self.settings.population_turnover)
        leaving = [customer for customer in self.places if self.random.random() < chance]
        heard = [(one.priors_of_newcomer(), one.chances_to_know()) for one in leaving]
        for customer, (prior, known) in zip(leaving, heard, strict=True):
            customer.depart()
            self.places[customer.place] = Customer(self, customer.place, prior, known)
        if leaving:
            self.tie_people()

    def note_need(self, firm: Firm, standing: tuple[str, float, int], stayed: bool) -> None:
        """Note for the complaint ladder who stayed at a need."""
        if self.period >= 0:
            outcome, severity, failures = standing
            kind = twin_results.kind_of(severity)
            self.ladder_counts[firm.name, outcome, kind, min(failures, 2), stayed] += 1

    def close_books(self) -> None:
        """Close the period's books and, at its end, those of the year."""
        for firm in self.firms:
            firm.keep_books()
        placed = sum(firm.books["closed"] for firm in self.firms)
        for firm in self.firms:
            firm.profits.append(firm.books["profit"])
            firm.shares.append(firm.books["closed"] / placed if placed else math.nan)
        year_ends = self.period >= 0 and (self.period + 1) % self.year == 0
        if year_ends:
            self.close_year()
        if self.period >= 0:
            self.report(year_ends)

    def report(self, year_ends: bool) -> None:
        """Collect the period's figures of every firm."""
        held: Counter[Firm | None] = Counter()
        for customer in self.places:
            held[customer.firm] += customer.points
        for firm in self.firms:
            row = dict.fromkeys(twin_results.COLUMNS, 0) | firm.row()
            row["period"], row["points_held"] = self.period, held[firm]
            row["neighbours_alike"] = self.neighbours_alike(firm) if year_ends else math.nan
            self.datacollector.add_table_row("periods", row)

    def close_year(self) -> None:
        """Count who of the year's first customers never left."""
        for customer in self.places:
            if customer.cohort:
                customer.cohort.years["members"] += 1
                customer.cohort.years["kept"] += customer.faithful
        for firm in self.firms:
            firm.years["taken"] += firm.taken
            firm.taken = 0
        self.held_at_end = self.years_held(self.period + 1)

    def neighbours_alike(self, firm: Firm) -> float:
        """Return how much more alike acquaintances are than the market; none where all are tied."""
        if self.settings.network == "complete":
            return math.nan
        known = [self.acquaintances_of(one) for one in self.places if one.firm is firm]
        shares = [sum(one.firm is firm for one in group) / len(group) for group in known if group]
        if not shares:
            return math.nan
        return sum(shares) / len(shares) - len(known) / len(self.places)

    # Results

    @property
    def periods(self) -> pd.DataFrame:
        """Every period's figures of every firm."""
        return self.datacollector.get_table_dataframe("periods")

    def summary(self, firm: str | None = None) -> dict[str, float | None]:
        """Return the figures of the whole run for one firm, by default the focal one."""
        name = firm or self.focal.name
        return twin_results.summary(self, next(one for one in self.firms if one.name == name))

    def ladder(self, firm: str | None = None) -> pd.DataFrame:
        """Return who stayed at the next need, by last outcome, severity and failures."""
        return twin_results.ladder(self.ladder_counts, firm or self.focal.name)
