"""A person of the Mesa twin: birth, joining and leaving, news, needs, reviews and choices."""

from __future__ import annotations

import math
from collections import deque
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from scipy.special import betaincinv

from tests.benchmarks.twin_contract import Contract

if TYPE_CHECKING:
    from tests.benchmarks.twin_firm import Firm
    from tests.benchmarks.twin_following import Seen
    from tests.benchmarks.twin_terms import Terms

HABIT = 6
ASSIGNED = "assigned_elsewhere"
STANDARD_NORMAL = NormalDist()


def within(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return the value, cut to a range."""
    return low if value < low else high if value > high else value


def short(value: float) -> float:
    """Return the value as it is kept: in 32 bits."""
    return float(np.float32(value))


class Person(mesa.Agent, Contract):
    """Somebody who may need the service, and chooses where to get it.

    Parameters
    ----------
    model : TwinMarket
        The market.
    place : int
        The place in the network; a newcomer takes over that of whoever left.
    priors : dict of Firm to float
        The experience to expect of each firm before taste and luck.
    known : dict of Firm to float
        The chance of knowing each firm from the start.
    """

    def __init__(
        self, model: Any, place: int, priors: dict[Firm, float], known: dict[Firm, float]
    ) -> None:
        super().__init__(model)
        self.place = place
        self.draw_traits()
        theory = model.theory
        gauss = self.random.gauss
        self.luck_of_estimate = {firm: gauss(0, 1) for firm in model.firms}
        self.luck_of_control = {firm: self.random.random() for firm in model.firms}
        self.taste = {firm: gauss(0, theory.taste_spread) for firm in model.firms}
        self.belief = {
            firm: within(prior + self.taste[firm] + gauss(0, theory.belief_spread))
            for firm, prior in priors.items()
        }
        self.price_sensitivity_now = self.price_sensitivity
        self.negativity_made = 0.0
        self.wants = self.used = False
        self.seen: Seen | None = None
        self.firm: Firm | None = None
        self.firm_before: Firm | None = None
        self.ever_left: set[Firm] = set()
        self.aware = {
            firm
            for firm, chance in known.items()
            if theory.awareness and self.random.random() < chance
        }
        self.heard_good: set[Firm] = set()
        self.inbox: list[tuple[Firm, float, bool]] = []
        self.cohort: Firm | None = None
        self.faithful = True
        self.begin_relationship()

    # Birth

    def draw_traits(self) -> None:
        """Draw the segment, and from its laws what never changes."""
        segments = self.model.scenario.segments
        (segment,) = self.random.choices(segments, [one.share for one in segments])
        self.segment = 1 + segments.index(segment)
        self.need_rate = self.beta(segment.need_rate)
        self.restlessness = short(self.beta(segment.restlessness))
        self.competence = short(self.beta(segment.competence))
        self.negativity = short(self.beta(segment.negativity))
        self.variety_seeking = short(self.exponential(segment.variety_seeking))
        spread = self.model.theory.talk_spread
        luck = self.random.gauss(0, 1) if spread else 0.0
        self.talkativeness = math.exp(spread * luck - spread**2 / 2)
        self.spend = self.lognormal(segment.spend, self.random.gauss(0, 1))
        # A Gaussian copula ties these two.
        first, second = self.random.gauss(0, 1), self.random.gauss(0, 1)
        tie = self.model.theory.price_bond_correlation
        tied = tie * first + math.sqrt(1 - tie**2) * second
        self.price_sensitivity = self.lognormal(segment.price_sensitivity, first)
        quantile = STANDARD_NORMAL.cdf(tied)
        self.relational_orientation = short(self.beta(segment.relational_orientation, quantile))
        self.freedom_luck = self.random.random()
        self.year: int | None = None

    def beta(self, law: Any, quantile: float | None = None) -> float:
        """Return a draw from a beta law, or its quantile; a number is itself."""
        if isinstance(law, int | float):
            return law
        first = law.mean * law.concentration
        second = law.concentration - first
        if first <= 0 or second <= 0:
            return law.mean
        if quantile is not None:
            return float(betaincinv(first, second, quantile))
        return self.random.betavariate(first, second)

    def spend_now(self) -> float:
        """Return what the customer spends at a use in this year."""
        drift, year = self.model.settings.spend_drift, self.model.period // self.model.year
        if not drift:
            return self.spend
        if year != self.year:
            self.year, self.luck_of_year = year, self.random.gauss(0, 1)
        return self.spend * math.exp(drift * self.luck_of_year - drift**2 / 2)

    def lognormal(self, law: Any, normal: float) -> float:
        """Return the lognormal value behind a standard normal one; a number is itself."""
        if isinstance(law, int | float):
            return law
        return math.exp(math.log(law.mean) - law.sigma**2 / 2 + law.sigma * normal)

    def exponential(self, law: Any) -> float:
        """Return a draw from an exponential law; a number is itself."""
        if isinstance(law, int | float):
            return law
        return self.random.expovariate(1 / law.mean) if law.mean > 0 else 0.0

    # Joining and leaving

    def begin_relationship(self) -> None:
        """Set what belongs to one relationship to its value at birth."""
        theory = self.model.theory
        self.start = self.model.period
        self.origin: Firm | None = None
        self.doubt = False
        self.last_outcome = "fine"
        self.last_severity = 0.0
        self.failures = 0
        self.satisfaction = theory.satisfaction_start
        self.recovery_expectation = theory.recovery_expectation_start
        self.harm = 0.0
        self.trust = theory.trust_start
        self.social_bond = 0.0
        self.structural_bond = 0.0
        self.satiation = 0.0
        self.known = 0.0
        self.worth = 0.0
        self.promised = False
        self.aside = self.in_target = self.newcomer = False
        self.points = 0.0
        self.habit: deque[bool] = deque(maxlen=HABIT)
        self.unbind()

    def settle(self, firm: Firm) -> None:
        """Be a customer of the firm at the opening."""
        self.firm = firm
        self.aware.add(firm)
        self.sign_as_newcomer(over=self.random.random())

    def join(self, firm: Firm, by_choice: bool) -> None:
        """Become a customer of the firm."""
        self.be_forgotten()
        self.begin_relationship()
        self.firm = firm
        self.aware.add(firm)
        self.aside = firm.targets
        self.newcomer = self.is_newcomer_to(firm)
        self.sign_as_newcomer()
        firm.books["won_back" if firm in self.ever_left else "acquired"] += 1
        if by_choice:
            firm.books["won_by_choice"] += 1
            firm.books["referrals"] += firm in self.heard_good

    def leave(self, reason: str) -> None:
        """End the relationship with the present firm."""
        firm = self.firm
        self.be_forgotten()
        firm.books[f"lost_{reason}"] += 1
        firm.books["points_forfeited"] += self.points
        firm.books["surplus"] -= self.points
        self.points = 0.0
        self.ever_left.add(firm)
        self.faithful = False
        self.origin = None
        self.firm = None
        self.start = self.model.period
        self.unbind()

    @property
    def long_elsewhere(self) -> bool:
        """Whether firms that make offers take the customer for new, after one long stretch."""
        enough = self.model.periods_of(self.model.theory.newcomer_again)
        offers = any(one.introductory and one.introductory_months for one in self.model.open_firms)
        return offers and self.model.period - self.start >= enough

    def be_forgotten(self) -> None:
        """Be nobody's former customer any more after one long stretch."""
        if self.long_elsewhere:
            self.ever_left.clear()

    def is_newcomer_to(self, firm: Firm) -> bool:
        """Return whether a firm would make its introductory offer."""
        return firm.introductory > 0 and (firm not in self.ever_left or self.long_elsewhere)

    def introductory_left(self, firm: Firm) -> int:
        """Return for how many periods the introductory offer of a firm lasts, or would last."""
        span = self.model.periods_of(firm.introductory_months)
        if firm is not self.firm:
            return span if self.is_newcomer_to(firm) else 0
        return max(0, span - (self.model.period - self.start)) if self.newcomer else 0

    def is_control_of(self, firm: Firm) -> bool:
        """Return whether a firm counts the customer apart."""
        return self.luck_of_control[firm] < firm.control_share

    @property
    def free(self) -> bool:
        """Whether the customer may choose the firm."""
        return self.freedom_luck < self.model.settings.freedom

    @property
    def tenure(self) -> float:
        """Years with the present firm."""
        return (self.model.period - self.start) * self.model.months / 12

    @property
    def terms(self) -> Terms:
        """The terms on which the present firm meets the customer."""
        return self.firm.terms_of(self)

    # Phase 2: news

    def hear_news(self, newsmakers: list[Firm]) -> None:
        """Take in challenges, scandals and the media."""
        theory = self.model.theory
        own = self.firm
        damping = 1 - self.terms.reassurance * self.trust if own else 1.0
        for firm in newsmakers:
            challenge = firm.challenge * damping if firm is not own else 0.0
            scandal = firm.scandal * (damping if firm is own else 1.0)
            moved = theory.news_weight * (challenge - scandal) + firm.media
            self.belief[firm] = within(self.belief[firm] + moved)
            threat = scandal if firm is own else challenge
            if own and self.random.random() < threat:
                self.doubt = True

    def renew(self) -> None:
        """See something new at the own firm."""
        if self.firm and self.firm.launched:
            self.satiation *= self.model.theory.renewal

    # Phase 3: needs, reviews, choices

    def note_cohort(self) -> None:
        """Note with which firm the year begins."""
        self.cohort = self.firm
        self.faithful = True

    def choose(self) -> None:
        """Meet a need: repeat, review, choose, or be assigned a firm."""
        if self.firm and not self.firm.present:
            self.leave("firm_closed")
        theory = self.model.theory
        before, standing = self.firm, (self.last_outcome, self.last_severity, self.failures)
        decides = self.may_decide()
        self.wants = theory.needs and self.random.random() < self.need_rate * self.model.demand
        if self.wants:
            self.hear_of_offer()
        asked = decides and self.may_leave and self.free
        prompted = asked and self.random.random() < theory.renewal_review
        if decides:
            self.decide_if_asked(prompted)
            if self.ends == self.model.period:
                self.renew_contract()
        if not (self.wants or prompted):
            return
        if self.wants and self.free and before and decides:
            stayed = self.firm is before and not self.given
            self.model.note_need(before, standing, stayed=stayed)
        self.doubt = False
        self.heard_good.clear()
        if self.firm:
            self.firm.books["wanted"] += self.wants

    def hear_of_offer(self) -> None:
        """Perhaps hear what newcomers pay here, and doubt."""
        firm = self.firm
        if firm and not self.introductory_left(firm):
            chance = self.model.theory.loyalty_penalty * firm.introductory
            if self.random.random() < chance:
                firm.books["offers_heard"] += 1
                self.doubt = True

    def decide_if_asked(self, prompted: bool) -> None:
        """Choose or be assigned a firm, where a need or a renewal gives the occasion."""
        if not self.free:
            if self.wants and not (self.bound or prompted):
                self.be_assigned()
        elif self.firm is None:
            if self.wants:
                self.decide()
        elif (self.wants and self.reviews()) or prompted:
            self.firm.books["reviews"] += 1
            self.decide()

    def be_assigned(self) -> None:
        """Get one of the firms in the market, whichever."""
        firms = self.model.open_firms
        aim = self.random.choice(firms) if firms else None
        if aim is not self.firm:
            self.go_to(aim, ASSIGNED)

    def reviews(self) -> bool:
        """Return whether there is a reason to reconsider, here and now."""
        theory = self.model.theory
        chance = self.harm + theory.doubt_review * self.doubt
        if not self.bound:
            known = [firm for firm in self.model.open_firms if self.knows(firm)]
            lowest = min(firm.net_price_of_newcomer(self) for firm in known)
            dearer = max(0.0, self.firm.net_price_for(self) / lowest - 1)
            chance += (
                self.restlessness
                + theory.dissatisfaction_review * self.breadth() * (1 - self.satisfaction) ** 4
                + theory.price_review * self.price_sensitivity_now * dearer
            )
        return theory.review and self.random.random() < chance

    def knows(self, firm: Firm) -> bool:
        """Return whether the customer knows a firm; the own one always."""
        return not self.model.theory.awareness or firm is self.firm or firm in self.aware

    def breadth(self) -> float:
        """Return how much of the market besides the own firm is known, as far as it matters."""
        others = [firm for firm in self.model.open_firms if firm is not self.firm]
        known = sum(self.knows(firm) for firm in others) / len(others) if others else 1.0
        return 1 - self.model.theory.review_by_breadth * (1 - known)

    def forget(self) -> None:
        """Perhaps forget firms that the customer is not with."""
        rate = self.model.carried["forgetting"]
        for firm in self.model.firms if self.model.theory.awareness else ():
            if firm in self.aware and firm is not self.firm and self.random.random() < rate:
                self.aware.remove(firm)

    def decide(self) -> None:
        """Take the option with the largest utility."""
        theory = self.model.theory
        peers = self.shares_of_acquaintances()
        options = {
            firm: self.utility_of(firm, peers) + self.gumbel() for firm in peers if self.knows(firm)
        }
        if theory.outside_option or not options:
            options[None] = theory.outside_utility + self.gumbel()
        winner = max(options, key=options.__getitem__)
        if winner is not self.firm:
            reason = self.reason_for(winner, peers) if self.firm else ""
            self.go_to(winner, reason)

    def move_to(self, firm: Firm | None, reason: str) -> None:
        """Leave the present firm for another one, or for none."""
        if self.firm:
            self.leave(reason)
        if firm:
            self.join(firm, by_choice=reason != ASSIGNED)

    def gumbel(self) -> float:
        """Return the luck of one option."""
        return -math.log(self.random.expovariate(1))

    def shares_of_acquaintances(self) -> dict[Firm, float]:
        """Return which share of the acquaintances each open firm had when the period began."""
        shares = dict.fromkeys(self.model.open_firms, 0.0)
        acquaintances = self.model.acquaintances_of(self)
        if self.model.theory.reference_group:
            for other in acquaintances:
                if other.firm_before in shares:
                    shares[other.firm_before] += 1 / len(acquaintances)
        return shares

    def utility_of(self, firm: Firm, peers: dict[Firm, float]) -> float:
        """Return what a firm is worth, luck apart."""
        theory = self.model.theory
        price = firm.net_price_looking_ahead(self)
        pull = (
            theory.belief_weight * self.quality_believed(firm)
            - self.price_sensitivity_now * (price / self.model.reference_price - 1)
            + theory.reference_weight * peers[firm]
        )
        return pull + self.attachment() if firm is self.firm else pull

    def quality_believed(self, firm: Firm) -> float:
        """Return the belief that counts in a choice: what is known as cheap is believed less."""
        return self.belief[firm] - self.model.theory.low_price_signal * firm.cheapness

    def attachment(self) -> float:
        """Return what only the present firm has."""
        theory = self.model.theory
        return (
            theory.satisfaction_weight * (2 * self.satisfaction - 1)
            + theory.trust_weight * (self.trust - theory.trust_start)
            - theory.harm_weight * self.harm
            + self.switching_cost()
            + self.weight_of_fee()
            + theory.convenience_effort * self.terms.convenience * theory.comfort
            - self.boredom()
        )

    def boredom(self) -> float:
        """Return what a wish for a change takes from the present firm."""
        return self.variety_seeking * min(self.satiation, self.model.theory.satiation_cap)

    def switching_cost(self) -> float:
        """Return what leaving would cost, in utils."""
        theory = self.model.theory
        if not theory.switching_cost:
            return 0.0
        settled = 1 - math.exp(-self.tenure / theory.settling_time)
        return theory.switching_cost_scale * (
            theory.procedural_cost * settled
            + self.weight_of_points()
            + theory.relational_cost * self.social_bond
            + theory.structural_cost * self.structural_bond
        )

    def weight_of_points(self) -> float:
        """Return what the points saved weigh: a price, spread over the needs to come."""
        theory = self.model.theory
        uses = self.points / (self.firm.price_for(self) * self.spend)
        to_go = self.firm.reward_threshold
        near = min(1.0, uses / to_go) if to_go else 1.0
        weight = self.price_sensitivity_now * uses / theory.look_ahead
        return weight * (1 + theory.goal_gradient * near)

    def reason_for(self, winner: Firm | None, peers: dict[Firm, float]) -> str:
        """Return why the customer leaves the present firm for the winner."""
        if winner is None:
            return "left_the_market"
        if self.harm > 0:
            return "failure" if self.last_outcome == "silent" else "poor_recovery"
        theory, own = self.model.theory, self.firm
        saved = own.net_price_looking_ahead(self) - winner.net_price_looking_ahead(self)
        cheaper = saved / self.model.reference_price
        better = self.quality_believed(winner) - self.quality_believed(own)
        advantages = {
            "price": self.price_sensitivity_now * cheaper,
            "rival_pull": theory.belief_weight * better,
            "peers": theory.reference_weight * (peers[winner] - peers[own]),
            "boredom": self.boredom(),
        }
        best = max(advantages, key=advantages.__getitem__)
        return best if advantages[best] > 0 else "no_bond"

    # Phase 7: the next generation

    def priors_of_newcomer(self) -> dict[Firm, float]:
        """Return what somebody new in this place would expect of each firm."""
        theory, acquaintances = self.model.theory, self.model.acquaintances_of(self)
        rumour = theory.reputation if acquaintances else 0.0
        known = max(1, len(acquaintances))
        return {
            firm: (1 - rumour) * theory.belief_start
            + rumour * sum(other.belief[firm] for other in acquaintances) / known
            for firm in self.belief
        }

    def chances_to_know(self) -> dict[Firm, float]:
        """Return how likely somebody new in this place knows each firm: as the acquaintances do."""
        acquaintances = self.model.acquaintances_of(self)
        if not acquaintances:
            return self.model.known_at_opening()
        return {
            firm: sum(firm in other.aware for other in acquaintances) / len(acquaintances)
            for firm in self.belief
        }

    def depart(self) -> None:
        """Leave the population."""
        if self.cohort:
            self.cohort.taken += 1
        if self.firm:
            self.leave("population_turnover")
        self.remove()
