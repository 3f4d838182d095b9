"""A customer of the Mesa twin: encounters, failures, feelings, bonds, talk and hearing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tests.benchmarks.twin_person import Person, within

if TYPE_CHECKING:
    from tests.benchmarks.twin_firm import Firm

UNRESOLVED = ("mishandled", "silent")


def logistic(log_odds: float) -> float:
    """Return a chance from its log-odds."""
    return 1 / (1 + math.exp(-log_odds))


class Customer(Person):
    """A person at and after the encounter with a firm."""

    # Phase 5: the encounter

    def experience(self) -> None:
        """Live through the encounter, if there is one, and what every period brings."""
        firm, used, unresolved = self.firm, False, 0.0
        self.margin, self.used = 0.0, False
        if firm:
            if self.wants:
                used = self.random.random() < firm.served_chance
                self.habit.append(used)
                self.used = used
                unresolved = self.use() if used else self.be_turned_away()
            self.move_trust(used, unresolved)
            self.move_social_bond()
            self.become_known(used)
            self.be_valued()
            firm.count(self)
        self.learn_prices(promoted=used and firm.promoted)

    def be_turned_away(self) -> float:
        """Find no room; return how bad that is."""
        theory = self.model.theory
        self.firm.books["turned_away"] += 1
        if theory.disconfirmation:
            self.satisfaction = within(self.satisfaction - theory.refusal_dissatisfaction)
        self.harm = max(self.harm, theory.refusal_severity)
        self.last_outcome = "silent"
        self.last_severity = theory.refusal_severity
        return theory.refusal_severity

    def use(self) -> float:
        """Use the service; return the severity of what went wrong and was not resolved."""
        theory, firm = self.model.theory, self.firm
        negativity = self.negativity_now()
        paid = self.pay()
        culprit = self.who_fails()
        severity = self.draw_severity() if culprit else 0.0
        quality = self.quality_delivered()
        experience = self.experience_of(quality, severity)
        felt = self.feeling_of(experience, negativity)
        self.harm, self.last_outcome, self.last_severity = 0.0, "fine", severity
        if culprit:
            unharmed = self.feeling_of(self.experience_of(quality, 0.0), negativity)
            felt = self.suffer(culprit, severity, felt, unharmed, paid)
        if theory.hospitality:
            felt = within(felt + theory.hospitality_feeling * self.terms.hospitality)
        firm.count_use(experience, self.belief[firm], self.surplus_of(experience))
        self.hold_to_claim(experience)
        self.remember(felt, experience)
        self.grow_used_to_it()
        self.talk(felt, negativity)
        return severity if self.last_outcome in UNRESOLVED else 0.0

    def pay(self) -> float:
        """Pay for one use, earn points, get the reward when it is full; return the net money."""
        theory, firm, books = self.model.theory, self.firm, self.firm.books
        price, loyal = firm.price_for(self), firm.loyal_price_for(self)
        amount = self.spend_now() * (1 + theory.spend_growth * (self.trust - theory.trust_start))
        paid, cost = price * amount, firm.unit_cost * amount
        books["revenue"] += paid
        books["service_cost"] += cost
        books["discounts"] += ((self.signed or firm.offer) - loyal) * amount
        books["introductory_discounts"] += (loyal - price) * amount
        if self.origin:
            books["original_margin"] += paid - cost
        earned = self.terms.reward_rate * paid * theory.rewards
        self.margin = paid - earned - cost
        self.points += earned
        books["points_earned"] += earned
        if theory.rewards and self.points >= firm.reward_threshold * price * self.spend:
            books["points_redeemed"] += self.points
            self.points = 0.0
        return paid - earned

    def who_fails(self) -> str:
        """Return ``"firm"``, ``"customer"`` or nothing, by one number."""
        theory, firm = self.model.theory, self.firm
        if not theory.failure:
            return ""
        own = theory.customer_failure_rate * (1 - self.terms.education) * (1 - self.competence)
        luck = self.random.random()
        if luck < firm.failure_chance:
            return "firm"
        return "customer" if luck < firm.failure_chance + own else ""

    def draw_severity(self) -> float:
        """Return how bad a failure is."""
        theory = self.model.theory
        first = theory.severity_mean * theory.severity_concentration
        second = theory.severity_concentration - first
        if first <= 0 or second <= 0:
            drawn = theory.severity_mean
        else:
            drawn = self.random.betavariate(first, second)
        return min(1.0, drawn * self.spend_now() ** theory.severity_by_spend)

    def quality_delivered(self) -> float:
        """Return the quality of this use."""
        theory, firm = self.model.theory, self.firm
        core = firm.quality + firm.improvement + self.terms.joint
        core += theory.joint_value * self.structural_bond
        noise = theory.quality_noise * (1 - firm.consistency) * self.random.gauss(0, 1)
        fit = theory.knowing_quality * self.known
        return within(core * firm.delivery + self.taste[firm] + fit + noise)

    def experience_of(self, quality: float, severity: float) -> float:
        """Return what the customer makes of a quality; trust fills in what cannot be judged."""
        theory = self.model.theory
        seen = self.model.settings.observability
        believed = theory.process_base + theory.process_trust * self.trust
        experience = seen * quality + (1 - seen) * believed - theory.severity_weight * severity
        if theory.comfort:
            experience += theory.convenience_experience * self.terms.convenience
            experience += (1 - seen) * theory.setting_process * self.firm.setting
        return experience

    def negativity_now(self) -> float:
        """Return how negative the customer is: partly born, partly made."""
        born = self.model.theory.born_negativity
        return born * self.negativity + (1 - born) * self.negativity_made

    def feeling_of(self, experience: float, negativity: float) -> float:
        """Return the feeling that an experience leaves against what was expected."""
        theory = self.model.theory
        gap = experience - self.belief[self.firm]
        if gap < 0:
            gap *= theory.loss_aversion
        level = theory.felt_slope * (experience - theory.felt_centre)
        return within(0.5 + level + gap - theory.negativity_weight * negativity)

    def surplus_of(self, experience: float) -> float:
        """Return what the use was worth beyond its net price, in money."""
        price = self.firm.net_price_for(self)
        theory, reference = self.model.theory, self.model.reference_price
        utils = (
            theory.belief_weight * experience
            - self.price_sensitivity_now * (price / reference - 1)
            + theory.relational_cost * self.social_bond
            - theory.outside_utility
        )
        return utils * reference * self.spend_now() / self.price_sensitivity_now

    # Failure and recovery

    def suffer(
        self, culprit: str, severity: float, felt: float, unharmed: float, paid: float
    ) -> float:
        """Live through a failure and perhaps its recovery; return the final feeling."""
        theory, books = self.model.theory, self.firm.books
        self.failures = min(self.failures + 1, 255)
        books["failures"] += 1
        books["customer_failures"] += culprit == "customer"
        if self.is_handled(severity):
            return self.recover(culprit, severity, felt, unharmed, paid)
        books["silent"] += 1
        self.last_outcome = "silent"
        self.harm = min(1.0, theory.harm_base + theory.harm_severity * severity)
        return felt

    def is_handled(self, severity: float) -> bool:
        """Return whether the customer complains or the firm finds the failure."""
        theory, terms = self.model.theory, self.terms
        if not theory.recovery:
            return False
        log_odds = (
            theory.voice_base
            + theory.voice_encouragement * terms.encouragement
            + theory.voice_severity * severity
            + theory.voice_bond * self.social_bond
        )
        chance = logistic(log_odds) * terms.chance_to_be_heard(theory)
        return self.random.random() < chance or self.random.random() < terms.found

    def recover(
        self, culprit: str, severity: float, felt: float, unharmed: float, paid: float
    ) -> float:
        """Be heard, and get what the firm gives; return the final feeling."""
        theory, firm, terms = self.model.theory, self.firm, self.terms
        fast = self.random.random() < terms.speed
        compensated = culprit == "firm" or terms.dispute == "accept_all"
        given = max(
            0.0,
            theory.recovery_by_compensation * terms.compensation * compensated
            + theory.recovery_by_empowerment * terms.empowerment
            + theory.recovery_by_skill * firm.skill
            + theory.recovery_by_speed * fast
            + theory.recovery_noise * self.random.gauss(0, 1),
        )
        expected = self.recovery_expectation
        works = given * (1 - theory.severity_discount * severity)
        works *= 1 - theory.negativity_discount * self.negativity_now()
        repair = min(1.0, works / expected) if expected > 0 else 1.0
        self.harm = min(1.0, theory.harm_base + theory.harm_severity * severity)
        self.harm *= 1 - max(0.0, 2 * repair - 1) * (1 if fast else 1 - theory.late_harm)
        risen = theory.expectation_of_recovery_rate * max(0.0, given - expected)
        self.recovery_expectation = min(1.2, expected + risen)
        if theory.trust:
            self.trust = within(self.trust + theory.trust_by_hearing)
        if given >= theory.resolved_from * expected:
            self.last_outcome = "resolved fast" if fast else "resolved"
        else:
            self.last_outcome = "mishandled"
        firm.count_complaint(self.last_outcome, terms.compensation * paid * compensated)
        return within(
            felt
            + repair * (unharmed - felt)
            + theory.delight * max(0.0, works - expected)
            - theory.double_deviation * max(0.0, 0.5 * expected - works)
        )

    # What a use leaves behind

    def remember(self, felt: float, experience: float) -> None:
        """Move satisfaction, then the expectation, then the negativity that experience made."""
        theory, firm = self.model.theory, self.firm
        if theory.disconfirmation:
            self.satisfaction += theory.satisfaction_rate * (felt - self.satisfaction)
            rate = theory.expectation_rate + theory.education_expectation * self.terms.education
            expected = self.belief[firm]
            self.belief[firm] = within(expected + rate * (experience - expected))
        if self.last_outcome in UNRESOLVED:
            self.negativity_made += theory.negativity_gain * (1 - self.negativity_made)
        else:
            self.negativity_made -= theory.negativity_loss * self.negativity_made

    def hold_to_claim(self, experience: float) -> None:
        """Trust less a firm whose advertising came through and promised more."""
        theory = self.model.theory
        if self.promised and theory.trust:
            short = max(0.0, self.firm.claim - experience)
            self.trust = within(self.trust - theory.claim_trust * short)
        self.promised = False

    def grow_used_to_it(self) -> None:
        """Tie the own work to the firm's systems, and tire of the same again."""
        theory = self.model.theory
        if theory.structural_bonding:
            missing = max(0.0, self.terms.structural - self.structural_bond)
            self.structural_bond += theory.structural_growth * missing
        if theory.satiation:
            self.satiation = theory.satiation_memory * (self.satiation + 1)

    def talk(self, felt: float, negativity: float) -> None:
        """Perhaps tell an acquaintance; it is heard in a later phase."""
        theory = self.model.theory
        acquaintances = self.model.acquaintances_of(self)
        if not (theory.word_of_mouth and acquaintances):
            return
        strength = theory.talk_feeling * (2 * felt - 1) ** 2
        chance = theory.talk_base + strength * (1 + negativity * (felt < theory.grumble_below))
        chance *= 1 + self.terms.referral_reward * (felt > theory.refer_above)
        if self.random.random() < chance * self.talkativeness:
            good = felt >= 0.5
            self.firm.books["talk_good" if good else "talk_bad"] += 1
            told = theory.told_base + theory.told_slope * felt
            self.random.choice(acquaintances).inbox.append((self.firm, told, good))

    # What every period brings

    def move_trust(self, used: bool, unresolved: float) -> None:
        """Let trust grow with satisfaction and contact, fade without, and break."""
        theory, terms, carried = self.model.theory, self.terms, self.model.carried
        if not theory.trust:
            return
        distrust = 1 - self.trust
        warm = terms.contact * terms.warmth + theory.trust_by_messages * terms.direct_messages
        change = carried["trust_by_contact"] * warm * distrust
        distance = self.trust - theory.trust_floor
        change -= carried["estrangement"] * distance * (1 - terms.contact)
        if used:
            pleased = max(self.satisfaction - 0.5, 0.0)
            change += theory.trust_by_satisfaction * pleased * distrust
        change -= theory.trust_loss * self.trust * unresolved
        self.trust = within(self.trust + change)

    def move_social_bond(self) -> None:
        """Let the personal bond move towards where growth and decay meet."""
        theory, terms = self.model.theory, self.terms
        if not theory.social_bonding:
            return
        welcome = self.relational_orientation * min(1.0, 2 * self.satisfaction)
        growth = theory.social_growth * terms.contact * terms.warmth * welcome
        rate = growth + theory.social_decay
        if rate > 0:
            step = 1 - (1 - min(1.0, rate)) ** self.model.months
            self.social_bond += (growth / rate - self.social_bond) * step

    def become_known(self, used: bool) -> None:
        """Let the firm learn what the customer likes, and forget it with its staff."""
        theory, firm, terms = self.model.theory, self.firm, self.terms
        if not theory.customisation:
            return
        rate = theory.knowing_rate * terms.customisation * firm.database * terms.contact
        lost = firm.staff_leaving() * self.known
        self.known += rate * (1 - self.known) * used - lost

    def be_valued(self) -> None:
        """Move the margin a month that the firm sees, over the last year at most."""
        months = self.model.months
        step = min(1.0, months / min(12.0, 12 * self.tenure + months))
        self.worth += (self.margin / months - self.worth) * step

    def learn_prices(self, promoted: bool) -> None:
        """Become more price sensitive by promotions, and forget it again."""
        theory, born = self.model.theory, self.price_sensitivity
        if theory.price_learning:
            change = self.model.carried["price_recovery"] * (born - self.price_sensitivity_now)
            change += theory.promotion_learning * born * promoted
            self.price_sensitivity_now += change

    def relationship_quality(self) -> float:
        """Return satisfaction and trust together."""
        return (self.satisfaction + self.trust) / 2

    # Phase 6: hearing

    def hear(self) -> None:
        """Take in everything heard this period, firm by firm."""
        if not self.inbox:
            return
        unsettling = False
        for firm in {firm: None for firm, _, _ in self.inbox}:
            reports = [(told, good) for about, told, good in self.inbox if about is firm]
            theory, praised = self.model.theory, any(good for _, good in reports)
            chance = theory.aware_by_talk if praised else theory.aware_by_bad_talk
            if theory.awareness and self.random.random() < chance:
                self.aware.add(firm)
            self.take_in(firm, reports)
            if firm is self.firm:
                unsettling |= not all(good for _, good in reports)
            elif any(good for _, good in reports):
                self.heard_good.add(firm)
                unsettling = True
        self.inbox.clear()
        if unsettling and self.firm:
            self.doubt |= self.random.random() < 1 - self.terms.reassurance * self.trust

    def take_in(self, firm: Firm, reports: list[tuple[float, bool]]) -> None:
        """Move the belief about one firm once, by all that was heard of it."""
        theory = self.model.theory
        plain = theory.hearing_weight * (theory.hearing_own if firm is self.firm else 1)
        weights = [min(1.0, plain * (1 if good else theory.negative_weight)) for _, good in reports]
        if not any(weights):
            return
        left = math.prod(1 - weight for weight in weights)
        pairs = zip(weights, reports, strict=True)
        heard = sum(weight * told for weight, (told, _) in pairs) / sum(weights)
        self.belief[firm] += (1 - left) * (heard - self.belief[firm])

    def see_advertising(self, firm: Firm) -> None:
        """Perhaps be reached, and believe a little more of what is claimed."""
        if firm.advertised_segment not in (None, self.segment):
            return
        if self.random.random() < firm.reached:
            theory = self.model.theory
            self.promised |= firm is self.firm
            if theory.awareness and self.random.random() < theory.aware_by_advertising:
                self.aware.add(firm)
            weight = theory.claim_weight * (theory.hearing_own if firm is self.firm else 1)
            self.belief[firm] += weight * (firm.claim - self.belief[firm])
