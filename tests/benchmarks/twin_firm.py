"""A firm of the Mesa twin: its offer, its contact, its staff and its books."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import mesa

from relsim.behaviour import LEVERS
from tests.benchmarks.twin_following import Followed
from tests.benchmarks.twin_person import Person, within
from tests.benchmarks.twin_terms import PassedBy, Terms, choose_targets

if TYPE_CHECKING:
    from relsim.scenario import Firm as FirmTable
    from tests.benchmarks.twin_customer import Customer

MEANS_OF_CUSTOMERS = (
    "satisfaction",
    "trust",
    "relationship_quality",
    "social_bond",
    "structural_bond",
)
MEANS_OF_USES = ("experience", "expectation_error")
LOSSES = (
    "left_the_market",
    "failure",
    "poor_recovery",
    "price",
    "rival_pull",
    "peers",
    "boredom",
    "no_bond",
    "assigned_elsewhere",
    "firm_closed",
    "population_turnover",
    "payment_lapsed",
)
# Cost lines that count as spending on relationships as they stand.
RELATIONSHIP_COSTS = tuple(
    f"{name}_cost"
    for name in (
        *("contact", "level", "account", "message", "reward", "systems", "setup", "recovery"),
        *("compensation", "handling", "reassurance", "education", "referral", "assurance"),
        *("customisation", "comfort", "hospitality"),
    )
)
VISIBLE = {
    "price": ("price", "renewal_rise"),
    "points": (
        *("promotion_depth", "promotion_frequency", "loyalty_discount", "reward_threshold"),
        *("referral_reward", "reward_rate", "term", "notice", "exit_fee"),
        *("introductory", "introductory_months"),
    ),
    "quality": (
        *("quality", "consistency", "encouragement", "compensation", "empowerment"),
        *("speed", "learning", "innovation", "convenience", "setting", "guarantee"),
    ),
    "contact": (
        *("social", "direct_messages", "reassurance", "hospitality", "human_fallback"),
        "customisation",
    ),
    "systems": ("education", "structural", "training", "staff_reward", "database"),
}


class Firm(mesa.Agent, Terms, Followed):
    """A firm: levers and circumstances as attributes, and what they lead to.

    Parameters
    ----------
    model : TwinMarket
        The market.
    table : FirmTable
        The firm as the scenario describes it; its settings become attributes.
    strategy : str
        The strategy that it starts in period 0.
    """

    def __init__(self, model: Any, table: FirmTable, strategy: str) -> None:
        super().__init__(model)
        self.baseline = table
        for name, value in dict(table).items():
            setattr(self, name, value)
        self.passed_by = PassedBy(table)
        self.strategy = strategy
        self.challenge = self.scandal = self.media = 0.0
        self.skill = table.skill_start
        self.staff_satisfaction = table.staff_satisfaction_start
        self.learned = self.improvement = self.goodwill = self.structural_before = 0.0
        self.promoted = self.launched = self.exposed = False
        self.offer = table.price
        self.reached = self.cheapness = 0.0
        self.customers_at_start = 0
        self.shares: list[float] = []
        self.profits: list[float] = []
        self.trial: tuple[str, float] | None = None
        self.originals = 0
        self.years: Counter[str] = Counter()
        self.taken = 0
        self.books: Counter[str] = Counter()
        self.begin_to_follow()

    # Phase 1: acting

    def open_period(self, head_count: int, aside: int) -> None:
        """Open new books, and forget what held for one period only."""
        self.books = Counter()
        self.customers_at_start = head_count
        self.aside_before = aside
        self.challenge = self.scandal = self.media = 0.0
        self.promoted = self.launched = self.exposed = False
        self.reached = 0.0

    def start_strategy(self) -> None:
        """Give each lever that the strategy sets its value."""
        for name, value in self.model.scenario.strategies[self.strategy].levers.items():
            setattr(self, name, value)

    def imitate(self, leader: Firm) -> None:
        """Move the visible levers towards those of the leader."""
        theory = self.model.theory
        for sight, levers in VISIBLE.items():
            speed = theory.imitation_speed * getattr(theory, f"visibility_of_{sight}")
            step = self.model.carry(min(1.0, speed))
            for lever in levers:
                own = getattr(self, lever)
                setattr(self, lever, own + step * (getattr(leader, lever) - own))

    def follow(self, lowest: float) -> None:
        """Move the price towards the lowest, but neither above the usual nor below cost."""
        step = self.model.carry(min(1.0, self.model.theory.imitation_speed))
        target = min(self.baseline.price, max(lowest, self.unit_cost))
        self.price += step * (target - self.price)

    def learn_by_trial(self) -> None:
        """Measure for a span, try a lever for another, and take it back unless it paid."""
        theory = self.model.theory
        span = max(1, math.ceil(1 / (theory.imitation_speed * self.model.months) - 1e-9))
        place = self.model.period % (2 * span)
        if place == 0:
            gained, before = sum(self.profits[-span:]), sum(self.profits[-2 * span : -span])
            if self.trial and gained <= before:
                setattr(self, *self.trial)
            self.trial = None
        elif place == span:
            name = self.random.choice([lever for levers in VISIBLE.values() for lever in levers])
            value, lever = getattr(self, name), LEVERS[name]
            self.trial = name, value
            step = theory.trial_step * (1 if lever.high <= 1 else value)
            value += step * self.random.choice((1, -1))
            setattr(self, name, within(value, lever.low, lever.high))

    def act(self) -> None:
        """Set the offer, launch, plan contact and advertise."""
        self.promoted = self.random.random() < self.promotion_frequency
        self.offer = self.price * (1 - self.promotion_depth * self.promoted)
        self.launched = self.random.random() < self.model.carry(self.innovation)
        self.improvement += self.model.theory.innovation_quality * self.launched
        self.entertain()
        aside = self.aside_before if self.targets else 0
        self.plan_contact(self, self.customers_at_start - aside)
        self.passed_by.plan_contact(self, self.aside_before)
        self.advertise()

    def entertain(self) -> None:
        """See whether lavish favours come to light."""
        theory = self.model.theory
        chance = self.model.carry(theory.hospitality_scandal * self.hospitality)
        self.exposed = theory.hospitality and self.random.random() < chance
        if self.exposed:
            self.scandal = max(self.scandal, 1.0)

    @property
    def targets(self) -> bool:
        """Whether the personal levers go to some customers only."""
        chosen = self.target_by != "everybody" or self.control_share > 0
        return self.model.theory.targeting and chosen

    def choose_targets(self, customers: list[Person]) -> None:
        """Decide to whom of the customers the personal levers go in this period."""
        choose_targets(self, customers)

    def blur(self, estimate: float, customer: Person) -> float:
        """Return an estimate as well as the firm's database knows it."""
        error = self.model.theory.estimation_noise * (1 - self.database)
        return estimate * math.exp(within(error * customer.luck_of_estimate[self], -100.0, 100.0))

    def terms_of(self, customer: Person) -> Terms:
        """Return the terms on which the firm meets one of its customers."""
        return self.passed_by if customer.aside else self

    def become_known_as_cheap(self, level: float) -> None:
        """Move how far the firm is known to be below a price level."""
        below = max(0.0, 1 - self.price / level)
        self.cheapness += self.model.carried["low_price_memory"] * (below - self.cheapness)

    def advertise(self) -> None:
        """Build goodwill, and see whom it reaches."""
        theory, model = self.model.theory, self.model
        aim = self.advertising / theory.goodwill_decay
        self.goodwill += model.carried["goodwill_decay"] * (aim - self.goodwill)
        enough = model.costs.reach * len(model.customers) * self.share_addressed()
        if theory.advertising and enough:
            self.reached = 1 - math.exp(-model.months * self.goodwill / enough)

    def share_addressed(self) -> float:
        """Return the share of the population that is advertised to."""
        segments, place = self.model.scenario.segments, self.advertised_segment
        if place is None:
            return 1.0
        return segments[int(place) - 1].share if place <= len(segments) else 0.0

    def price_for(self, customer: Person) -> float:
        """Return the price that a customer of the firm pays now."""
        newcomer = customer.introductory_left(self) > 0
        return self.loyal_price_for(customer) * (1 - self.introductory * newcomer)

    def loyal_price_for(self, customer: Person) -> float:
        """Return the same but for an introductory offer: what was promised, or is offered now."""
        discount = self.terms_of(customer).loyalty_discount
        return (customer.signed or self.offer) * (1 - discount * min(customer.tenure / 2, 1))

    def net_of_points(self, price: float, customer: Person) -> float:
        """Return a price of a customer of the firm, less the points earned by paying it."""
        return price * (1 - self.terms_of(customer).reward_rate * self.model.theory.rewards)

    def net_price_for(self, customer: Person) -> float:
        """Return what a customer of the firm pays now, less the points earned by paying it."""
        return self.net_of_points(self.price_for(customer), customer)

    def net_price_of_newcomer(self, customer: Person) -> float:
        """Return what the firm offers: to who was never its customer, as a newcomer's price."""
        lower = customer.firm is not self and customer.introductory_left(self) > 0
        return self.net_offer * (1 - self.introductory * lower)

    def net_price_looking_ahead(self, customer: Person) -> float:
        """Return the net price here over the needs looked ahead, for its customer or any other."""
        needs = customer.need_rate * customer.introductory_left(self)
        lowered = 1 - self.introductory * min(1.0, needs / self.model.theory.look_ahead)
        if customer.firm is not self:
            return self.net_offer * lowered
        return self.net_of_points(self.loyal_price_for(customer), customer) * lowered

    @property
    def net_offer(self) -> float:
        """Return what a newcomer pays, who gets no personal lever of a firm that targets."""
        rate = self.baseline.reward_rate if self.targets else self.reward_rate
        return self.offer * (1 - rate * self.model.theory.rewards)

    # Phase 4: demand meets capacity

    def meet_demand(self) -> None:
        """See how many can be served, how well, and how often that fails."""
        theory, wanted = self.model.theory, self.books["wanted"]
        self.room, self.load, served = 0.0, theory.elastic_load, 1.0
        if self.model.settings.capacity == "fixed":
            self.room = self.capacity * self.model.fair_share
            self.load = wanted / self.room if self.room else 0.0
            served = min(1.0, self.room / wanted) if wanted else 1.0
        limited = theory.capacity_limits
        excess = max(0.0, self.load - theory.best_load) if limited else 0.0
        self.served_chance = served if limited else 1.0
        ease = math.exp(-theory.load_penalty * excess)
        self.delivery = ease * (theory.skill_base + theory.skill_effect * self.skill)
        self.failure_chance = within(
            theory.failure_rate
            * (theory.machine_failures if self.channel == "machine" else 1)
            * (1 - self.learned)
            * (1 + theory.failures_under_load * excess)
            * (1.5 - self.skill)
        )

    # Phase 5: counting

    def count_use(self, experience: float, expected: float, surplus: float) -> None:
        """Note one use."""
        self.books["uses"] += 1
        self.books["experience"] += experience
        self.books["expectation_error"] += abs(experience - expected)
        self.books["surplus"] += surplus

    def count_complaint(self, outcome: str, compensation: float) -> None:
        """Note one complaint, and the money it brought."""
        books = self.books
        books["complaints"] += 1
        books["resolved"] += outcome != "mishandled"
        books["resolved_fast"] += outcome == "resolved fast"
        books["mishandled"] += outcome == "mishandled"
        books["compensation_cost"] += compensation

    def count(self, customer: Customer) -> None:
        """Note how one customer stands after the encounter."""
        books, theory = self.books, self.model.theory
        quality = customer.relationship_quality()
        books["customers"] += 1
        books["passed_by"] += customer.aside
        books["satisfaction"] += customer.satisfaction
        books["trust"] += customer.trust
        books["relationship_quality"] += quality
        books["social_bond"] += customer.social_bond
        books["structural_bond"] += customer.structural_bond
        books["originals_left"] += customer.origin is self
        books[f"tier_{tier_of(customer.satisfaction)}"] += 1
        books["under_contract"] += customer.within_term
        bound = customer.switching_cost() + customer.weight_of_fee() >= theory.bound_from
        if customer.satisfaction >= theory.satisfied_from:
            books["loyalists" if bound else "mercenaries"] += 1
        else:
            books["hostages" if bound else "defectors"] += 1
        if customer.tenure < 1:
            books["new"] += 1
        else:
            books["enhanced" if quality >= 0.7 else "kept"] += 1
        habit = customer.habit
        believed = len(habit) == habit.maxlen and all(habit)
        books["misjudged"] += believed != (quality >= 0.5)

    # Phase 8: books and staff

    def keep_books(self) -> None:
        """Book the period, let staff react, and learn from complaints."""
        books = self.books
        books["opened"] = self.customers_at_start
        books["lost"] = sum(books[f"lost_{reason}"] for reason in LOSSES)
        won = books["acquired"] + books["won_back"]
        books["closed"] = books["opened"] + won - books["lost"]
        books["launches"] = int(self.launched)
        books["exposures"] = int(self.exposed)
        costs = self.costs_of_events() | dict(self.costs_of_levers() if self.present else {})
        books.update(costs)
        costs["compensation_cost"] = books["compensation_cost"]
        costs["service_cost"] = books["service_cost"]
        books["profit"] = books["revenue"] - sum(costs.values())
        books["relationship_spending"] = self.relationship_spending()
        self.structural_before = self.structural
        self.move_staff()
        self.learn()

    def costs_of_levers(self) -> dict[str, float]:
        """Return what the levers cost, whatever happens."""
        unit, months = self.model.costs, self.model.months
        head_months = self.books["customers"] * months
        steepness = unit.quality_steepness * (self.quality - unit.quality_reference)
        quality = unit.quality * (math.exp(steepness) - 1) + unit.consistency * self.consistency
        costs: Counter[str] = Counter(
            {
                "quality_cost": head_months * quality,
                "recovery_cost": head_months * unit.learning * self.learning,
                "customisation_cost": head_months * unit.database * self.database,
                "comfort_cost": head_months * unit.setting * self.setting,
                "account_cost": (self.account_capacity or 0) * unit.account_staff * months,
                "setup_cost": self.setup_cost(),
                "staff_cost": head_months * self.cost_of_care(self),
                "advertising_cost": self.advertising * months,
                "capacity_cost": self.room * unit.capacity,
            }
        )
        aside = self.books["passed_by"] * months
        costs.update(self.costs_by_heads(unit, head_months - aside))
        costs.update(self.passed_by.costs_by_heads(unit, aside))
        return costs

    def costs_of_events(self) -> dict[str, float]:
        """Return what single events cost."""
        unit, books = self.model.costs, self.books
        return {
            "handling_cost": unit.handling * books["complaints"],
            "referral_cost": unit.referral * self.referral_reward * books["referrals"],
            "reward_cost": books["points_earned"] - books["points_forfeited"],
            "innovation_cost": unit.launch * len(self.model.customers) * self.launched,
            "acquisition_cost": unit.acquisition * books["won_by_choice"],
        }

    def setup_cost(self) -> float:
        """Return the cost of tying newcomers, and everybody when the lever is raised."""
        books = self.books
        new = books["acquired"] + books["won_back"]
        rise = max(0.0, self.structural - self.structural_before)
        stayed = books["opened"] - (books["lost"] - books["lost_population_turnover"])
        if self.targets:
            # Who joins is passed by, so all others were there when the period began.
            new, stayed = books["taken_up"], books["customers"] - books["passed_by"]
        return self.model.costs.setup * (self.structural * new + rise * stayed)

    def cost_of_care(self, levers: Any) -> float:
        """Return the cost of training and rewarding staff, a customer and month."""
        unit = self.model.costs
        return unit.training * levers.training + unit.staff_reward * levers.staff_reward

    def relationship_spending(self) -> float:
        """Return what the firm spends on relationships."""
        books, model = self.books, self.model
        usual_care = books["customers"] * model.months * self.cost_of_care(self.baseline)
        usual = model.carry(self.baseline.innovation) if self.present else 0.0
        usual_launches = usual * len(model.customers)
        return (
            sum(books[line] for line in RELATIONSHIP_COSTS)
            + books["discounts"]
            + (books["staff_cost"] - usual_care)
            + (books["innovation_cost"] - model.costs.launch * usual_launches)
        )

    def staff_leaving(self) -> float:
        """Return the share of staff that leaves in a period."""
        theory = self.model.theory
        rate = within(theory.staff_turnover * (1.5 - self.staff_satisfaction))
        return self.model.carry(rate) if theory.staff else 0.0

    def move_staff(self) -> None:
        """Let skill move, then staff satisfaction."""
        theory, model = self.model.theory, self.model
        if not theory.staff:
            return
        leaving = self.staff_leaving()
        practice = theory.skill_by_practice + theory.skill_by_training * self.training
        gain = practice * model.months * (1 - self.skill)
        loss = leaving * (self.skill - theory.skill_of_new_staff)
        self.skill = within(self.skill + gain - loss)
        heads = self.books["customers"]
        pleased = self.books["satisfaction"] / heads if heads else 0.5
        load = self.load if theory.capacity_limits else 0.0
        aim = (
            0.5
            + theory.staff_by_customers * (pleased - 0.5)
            + theory.staff_by_care * (self.training + self.staff_reward)
            - theory.staff_under_load * max(0.0, load - theory.staff_load_limit)
        )
        change = model.carried["staff_satisfaction_rate"] * (aim - self.staff_satisfaction)
        self.staff_satisfaction = within(self.staff_satisfaction + change)

    def learn(self) -> None:
        """Learn from the complaints that were captured."""
        theory, heads = self.model.theory, self.books["customers"]
        if heads:
            captured = self.books["complaints"] / heads
            missing = theory.learning_limit - self.learned
            rate = theory.learning_rate * self.learning
            self.learned = within(self.learned + rate * captured * missing)

    def row(self) -> dict[str, Any]:
        """Return the period's figures."""
        books = self.books
        row: dict[str, Any] = dict(books)
        for base, names in (("customers", MEANS_OF_CUSTOMERS), ("uses", MEANS_OF_USES)):
            for name in names:
                row[name] = books[name] / books[base] if books[base] else math.nan
        gone = books["lost"] - books["lost_population_turnover"]
        return row | {
            "firm": self.name,
            "price": self.offer,
            "skill": self.skill,
            "staff_satisfaction": self.staff_satisfaction,
            "share": self.shares[-1],
            "churn": gone / books["opened"] if books["opened"] else math.nan,
        }


def tier_of(satisfaction: float) -> int:
    """Return the tier of satisfaction, 1 to 8."""
    return 1 + sum(satisfaction >= bound for bound in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9))
