"""Faults in the rules: signs, bases, limits, parameters and periods."""

from __future__ import annotations

from tests.mutants.fault import Fault

BASE = "share of the wrong base"
CLIP = "wrong clip"
PARAMETER = "coefficient without its parameter"
PERIOD = "off by one period"
RATE = "monthly rate not carried to the period"
SIGN = "wrong sign"
SWAPPED = "swapped arguments or branches"
IGNORED = "a condition or a lever ignored"


def rule(name: str, mistake: str, file: str, text: str, instead: str) -> Fault:
    """Return a fault in a file of ``relsim/behaviour``."""
    return Fault(name, mistake, f"relsim/behaviour/{file}.py", text, instead)


FAULTS = (
    rule(
        "a fee weighs in full at every need",
        PARAMETER,
        "contract",
        "return price_sensitivity * fee / use_price / theory.look_ahead",
        "return price_sensitivity * fee / use_price",
    ),
    rule(
        "a rise at renewal begins from the list price each time",
        BASE,
        "contract",
        "return (signed if signed > 0.0 else offer) * (1.0 + rise)",
        "return offer * (1.0 + rise)",
    ),
    rule(
        "where a few tell much more is told by all",
        PARAMETER,
        "talkers",
        " - 0.5 * theory.talk_spread * theory.talk_spread",
        "",
    ),
    rule(
        "advertising goodwill forgets towards a month's spend",
        "goodwill decay",
        "advertising",
        "return goodwill + decay * (spend / monthly_decay - goodwill)",
        "return goodwill + decay * (spend - goodwill)",
    ),
    rule(
        "advertising moves the firm's own customers as it moves others",
        IGNORED,
        "advertising",
        "weight = theory.claim_weight * theory.hearing_own if own else theory.claim_weight",
        "weight = theory.claim_weight",
    ),
    rule(
        "a machine hears what people do not",
        SWAPPED,
        "assurance",
        "return human_fallback if machine else 1.0",
        "return 1.0 if machine else human_fallback",
    ),
    rule(
        "who knows nobody else looks around as far as who knows all",
        SWAPPED,
        "awareness",
        "(1.0 - known / others)",
        "known / others",
    ),
    rule(
        "a social bond grows as much in a week as in a month",
        RATE,
        "bonds",
        "over_months(smaller(1.0, rate), months)",
        "smaller(1.0, rate)",
    ),
    rule(
        "who is tied closer than the systems reach is untied",
        CLIP,
        "bonds",
        "theory.structural_growth * positive(lever - bond)",
        "theory.structural_growth * (lever - bond)",
    ),
    rule(
        "reassurance works on who has no trust",
        PARAMETER,
        "challenge",
        "return 1.0 - reassurance * trust",
        "return 1.0 - reassurance",
    ),
    rule(
        "dearer firms are liked better",
        "sign of price",
        "choice",
        "- price_sensitivity * (price / reference_price - 1.0)",
        "+ price_sensitivity * (price / reference_price - 1.0)",
    ),
    rule(
        "trust attaches from 0 and not from where it began",
        BASE,
        "choice",
        "trust_weight * (trust - trust_start)",
        "trust_weight * trust",
    ),
    rule(
        "a pleasant setting counts where the core is judged",
        BASE,
        "comfort",
        "(1.0 - observability) * process",
        "observability * process",
    ),
    rule(
        "account staff are shared by all customers, planned contact or not",
        BASE,
        "contact",
        "wanted = planned * customers",
        "wanted = customers",
    ),
    rule(
        "staff who leave take no knowledge along",
        IGNORED,
        "customisation",
        "after = known - forgets * known",
        "after = known",
    ),
    rule(
        "skilled staff fail more",
        SIGN,
        "failure",
        "(1.5 - firm.skill)",
        "(1.5 + firm.skill)",
    ),
    rule(
        "an offer for some months weighs as one for ever",
        PARAMETER,
        "introductory",
        "smaller(1.0, needs / theory.look_ahead)",
        "1.0",
    ),
    rule(
        "a price matcher follows below what a use costs it",
        CLIP,
        "minds",
        "max(lowest, unit_cost)",
        "lowest",
    ),
    rule(
        "imitators see every lever alike",
        "a lever visible that should not be",
        "imitation",
        "smaller(1.0, speed * visibility)",
        "smaller(1.0, speed)",
    ),
    rule(
        "a customer whose spend drifts spends more on the average",
        "coefficient without its parameter",
        "money",
        "drift * luck - 0.5 * drift * drift",
        "drift * luck",
    ),
    rule(
        "a season counts for the whole of a period that it touches",
        BASE,
        "needs",
        "return positive(end - start) / length",
        "return 1.0 if end > start else 0.0",
    ),
    rule(
        "a reward is never reached, only passed",
        CLIP,
        "rewards",
        "held >= threshold * use_price",
        "held > threshold * use_price",
    ),
    rule(
        "points saved weigh whole at every need",
        PARAMETER,
        "rewards",
        "price_sensitivity * uses / theory.look_ahead",
        "price_sensitivity * uses",
    ),
    rule(
        "a loyalty discount grows without end",
        CLIP,
        "pricing",
        "smaller(tenure * 0.5, 1.0)",
        "(tenure * 0.5)",
    ),
    rule(
        "who talks in a newcomer's ear counts for the rest",
        SWAPPED,
        "population",
        "(1.0 - theory.reputation) * theory.belief_start + theory.reputation * heard",
        "theory.reputation * theory.belief_start + (1.0 - theory.reputation) * heard",
    ),
    rule(
        "a poor answer is a gift",
        "sign of the double deviation",
        "amends",
        "felt -= theory.double_deviation",
        "felt += theory.double_deviation",
    ),
    rule(
        "delight is felt at poor answers, too",
        CLIP,
        "amends",
        "theory.delight * positive(effect - expectation)",
        "theory.delight * (effect - expectation)",
    ),
    rule(
        "one good recovery is expected again at once",
        "expectation_of_recovery_rate left out",
        "amends",
        "theory.expectation_of_recovery_rate * positive(given - expectation)",
        "positive(given - expectation)",
    ),
    rule(
        "who has a bond complains less",
        "sign of voice_bond",
        "recovery",
        "+ theory.voice_bond * social_bond",
        "- theory.voice_bond * social_bond",
    ),
    rule(
        "adjudicating firms compensate what customers caused",
        "adjudication ignored",
        "amends",
        "compensation = 0.0 if own_fault and firm.dispute > 0.0 else firm.compensation",
        "compensation = firm.compensation",
    ),
    rule(
        "firms learn from complaints without meaning to",
        "learning without its lever",
        "learning",
        "theory.learning_rate * lever * (complaints / customers)",
        "theory.learning_rate * (complaints / customers)",
    ),
    rule(
        "severe failures are repaired as easily as others",
        "severity discount dropped",
        "amends",
        "return given * for_severity * (1.0",
        "return given * (1.0",
    ),
    rule(
        "amends are worth as much to the bitter as to others",
        PARAMETER,
        "amends",
        "return given * for_severity * (1.0 - theory.negativity_discount * negativity)",
        "return given * for_severity",
    ),
    rule(
        "satisfaction is a reason to look around",
        SIGN,
        "review",
        "missing = (1.0 - satisfaction) * (1.0 - satisfaction)",
        "missing = satisfaction * satisfaction",
    ),
    rule(
        "prices are compared in money and not in per cent",
        BASE,
        "review",
        "positive(own_price / lowest_price - 1.0)",
        "positive(own_price - lowest_price)",
    ),
    rule(
        "gains loom larger than losses",
        SWAPPED,
        "satisfaction",
        "gap *= theory.loss_aversion if gap < 0.0 else 1.0",
        "gap *= theory.loss_aversion if gap > 0.0 else 1.0",
    ),
    rule(
        "staff who are content leave",
        "sign of staff turnover",
        "staff",
        "theory.staff_turnover * (1.5 - staff_satisfaction)",
        "theory.staff_turnover * (0.5 + staff_satisfaction)",
    ),
    rule(
        "worth is averaged over one period too few",
        PERIOD,
        "targeting",
        "span = (tenure + 1) * months",
        "span = tenure * months",
    ),
    rule(
        "who stands at the upper bound of a target is passed by",
        "targeting bounds",
        "targeting",
        "measure > high",
        "measure >= high",
    ),
    rule(
        "a firm knows of failures that nobody told it of",
        IGNORED,
        "propensity",
        "elif outcome == MISHANDLED:",
        "elif outcome >= MISHANDLED:",
    ),
    rule(
        "what is seldom seen is believed as it stands",
        "coefficient without its parameter",
        "propensity",
        "weight = seen + theory.estimate_caution",
        "weight = seen",
    ),
    rule(
        "boredom grows without end",
        "satiation cap left out",
        "variety",
        "counted = satiation if satiation < theory.satiation_cap else theory.satiation_cap",
        "counted = satiation",
    ),
    rule(
        "an innovation leaves what it should take away",
        "innovation that does not halve satiation",
        "variety",
        "return theory.renewal * satiation",
        "return (1.0 - theory.renewal) * satiation",
    ),
    rule(
        "negative customers talk more of what went well",
        SWAPPED,
        "word_of_mouth",
        "negativity if felt < theory.grumble_below",
        "negativity if felt > theory.grumble_below",
    ),
    rule(
        "praise goes beyond the best experience there is",
        CLIP,
        "word_of_mouth",
        "return share(theory.told_base + theory.told_slope * felt)",
        "return theory.told_base + theory.told_slope * felt",
    ),
    rule(
        "rates a month are multiplied by the months",
        RATE,
        "arithmetic",
        "return 1.0 - math.exp(months * math.log(1.0 - rate))",
        "return smaller(1.0, months * rate)",
    ),
    rule(
        "practice and training of a month are those of a period",
        RATE,
        "__init__",
        "return value * months",
        "return value",
    ),
)
