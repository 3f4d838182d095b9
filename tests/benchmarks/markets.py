"""Markets in which the engine and its twin are held against each other."""

from __future__ import annotations

from relsim.scenario import Scenario, parse

FOUR_FIRMS = "".join(f'[[firms]]\nname = "{name}"\n' for name in ("Alba", "Brio", "Cora", "Dune"))
HARD = """
[market]
period = "week"
capacity = "fixed"
freedom = 0.7

[behaviour]
imitation_speed = 0.2

[[segments]]
name = "weekly"
need_rate = { mean = 0.5 }

[[firms]]
name = "Alba"
level = "accountable"
advertising = 60.0
claim = 0.8
referral_reward = 0.5
capacity = 1.1

[[firms]]
name = "Brio"
mind = "imitator"
promotion_depth = 0.3
promotion_frequency = 0.2
price = 19.0
capacity = 1.0

[[firms]]
name = "Cora"
mind = "price_matcher"
loyalty_discount = 0.1
quality = 0.66

[[firms]]
name = "Dune"
mind = "learner"
level = "proactive"
account_capacity = 30
capacity = 0.9
"""
# What is rare elsewhere happens all the time here: a mistake in it would show.
LOUD = f"""
{FOUR_FIRMS}
[market]
population_turnover = 0.03
observability = 0.5

[behaviour]
failure_rate = 0.1
talk_base = 0.3
hearing_weight = 0.4
doubt_review = 0.3
reference_weight = 3.0
reputation = 0.9
taste_spread = 0.15

[[segments]]
name = "restless"
restlessness = {{ mean = 0.2, concentration = 20.0 }}
variety_seeking = {{ mean = 0.6 }}

[[events]]
name = "scandal"
period = 8
firm = "Alba"
set = {{ scandal = 1.0 }}

[[events]]
name = "challenge"
period = 12
firm = "Brio"
set = {{ challenge = 1.0 }}

[[events]]
name = "media"
period = 16
firm = "Cora"
set = {{ media = -0.05 }}
"""
# Memory, comfort, favours, guarantees and a machine, for some customers more than for others.
PAMPERED = """
[market]
observability = 0.5
population_turnover = 0.02

[behaviour]
failure_rate = 0.12
machine_failures = 0.7
severity_by_spend = 0.25
claim_trust = 0.2
low_price_signal = 0.4
low_price_memory = 0.2
hospitality_scandal = 0.1
convenience_effort = 1.0
convenience_experience = 0.1
knowing_rate = 0.4
doubt_review = 0.2
talk_base = 0.2

[[segments]]
name = "restless"
share = 0.6
restlessness = { mean = 0.15, concentration = 20.0 }

[[segments]]
name = "settled"
share = 0.4
price_sensitivity = 2.0

[[firms]]
name = "Alba"
customisation = 0.8
database = 0.7
convenience = 0.6
setting = 0.5
hospitality = 0.8
guarantee = 0.5
account_capacity = 30
advertising = 80.0
claim = 0.9
advertised_segment = 2

[[firms]]
name = "Brio"
price = 17.0
channel = "machine"
human_fallback = 0.4
social = 0.3
advertising = 60.0
claim = 0.85

[[firms]]
name = "Cora"
strategy = "rewarding"

[strategies.pampering]
target_by = "value"
target_from = 0.7
social = 0.8
structural = 0.7
reward_rate = 0.05
loyalty_discount = 0.1
level = "accountable"
reassurance = 0.5
referral_reward = 0.8

[strategies.rewarding]
target_by = "satisfaction"
target_from = 0.6
social = 0.6
structural = 0.5
convenience = 0.8
channel = "phone"
compensation = 1.0
speed = 0.9
"""
# Some know some firms, tell much, and need the service by the season.
UNKNOWN = """
[market]
spend_drift = 0.4
needs_second_quarter = 0.5
busy_chance = 0.3
busy_needs = 1.4
population_turnover = 0.03

[behaviour]
awareness = true
aware_start = 0.4
aware_by_bad_talk = 0.2
forgetting = 0.06
talk_base = 0.2
goal_gradient = 0.5
talk_spread = 0.8
look_ahead = 4.0
dissatisfaction_review = 0.6

[[segments]]
name = "restless"
restlessness = { mean = 0.15, concentration = 20.0 }
need_rate = { mean = 0.6 }

[[firms]]
name = "Alba"
advertising = 80.0

[[firms]]
name = "Brio"
reward_rate = 0.1
reward_threshold = 0.5

[[firms]]
name = "Cora"
price = 17.0
present = false

[[events]]
name = "entry"
period = 6
firm = "Cora"
set = { present = true }
"""
# Contracts and offers of all kinds, and people who are not free, move away, or fail to pay.
BOUND = """
[market]
freedom = 0.85
population_turnover = 0.02

[behaviour]
failure_rate = 0.1
talk_base = 0.2
doubt_review = 0.3
loyalty_penalty = 1.5
look_ahead = 5.0

[[segments]]
name = "restless"
restlessness = { mean = 0.15, concentration = 20.0 }
need_rate = { mean = 0.7 }

[[firms]]
name = "Alba"
term = 6.0
notice = 1.0
exit_fee = 15.0
price_promise = true
renewal_rise = 0.08
lapse_rate = 0.02
promotion_depth = 0.2
promotion_frequency = 0.3

[[firms]]
name = "Brio"
term = 4.0
exit_fee = 10.0
loyalty_discount = 0.1
introductory = 0.25
introductory_months = 5.0

[[firms]]
name = "Cora"
term = 3.0
renews = false
introductory = 0.15
price = 21.0

[strategies.long]
term = 15.0
price = 18.0
introductory = 0.1
"""
# Firms that learn whom they lose and whom their levers keep, and count some apart.
FOLLOWED = """
[behaviour]
failure_rate = 0.1
estimate_caution = 40.0
estimation_noise = 0.5

[[segments]]
name = "restless"
restlessness = { mean = 0.12, concentration = 4.0 }

[[firms]]
name = "Alba"
database = 0.7
reward_rate = 0.02

[[firms]]
name = "Brio"
strategy = "at_risk"

[[firms]]
name = "Cora"
strategy = "some"

[strategies.whom_it_keeps]
target_by = "uplift"
target_from = 0.5
control_share = 0.3
pilot_months = 8.0
social = 0.9
loyalty_discount = 0.15
reward_rate = 0.06

[strategies.at_risk]
target_by = "risk"
target_from = 0.6
control_share = 0.2
structural = 0.6
speed = 0.9

[strategies.some]
control_share = 0.4
social = 0.7
"""
# Every mechanism at once, in a market that differs from the plain one in nothing else.
EVERYTHING = f"""
[market]
spend_drift = 0.3
needs_second_quarter = 0.8
busy_chance = 0.3
busy_needs = 1.2

[behaviour]
awareness = true
talk_spread = 0.5

{FOUR_FIRMS}
"""
OFFER = {"introductory": 0.1, "introductory_months": 6.0}
TERMS = {"term": 12.0, "notice": 1.0, "exit_fee": 10.0}
MARKETS = {
    "plain": FOUR_FIRMS,
    "hard": HARD,
    "loud": LOUD,
    "pampered": PAMPERED,
    "unknown": UNKNOWN,
    "bound": BOUND,
    "followed": FOLLOWED,
}


def plain_market(customers: int, periods: int) -> Scenario:
    """Return the default market with four firms and no warm-up."""
    return parse(
        FOUR_FIRMS,
        {"market.customers": customers, "market.periods": periods, "market.warm_up": 0.0},
    )


def full_market(customers: int, periods: int, binding: int = 4) -> Scenario:
    """Return the plain market with every mechanism on, and contracts at some of its firms."""
    sizes = {"market.customers": customers, "market.periods": periods, "market.warm_up": 0.0}
    home = parse(EVERYTHING, sizes)
    offered = {}
    for place, firm in enumerate(home.firm_names):
        levers = OFFER | (TERMS if place < binding else {})
        offered |= {f"firms.{firm}.{lever}": value for lever, value in levers.items()}
    return home.with_overrides(offered)
