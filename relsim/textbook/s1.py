"""Long relationships: when they pay, what binds, and how to recover from failures."""

from __future__ import annotations

from relsim.textbook.concept import Concept, at

TITLE = "Long relationships: when they pay, what binds, and how to recover from failures"

BERRY = "Berry 1983"
BOOK = "Berry & Parasuraman 1991"
ZERO_DEFECTIONS = "Reichheld & Sasser 1990"

CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "S1.01",
        "condition",
        "Only an excellent service gets the chance of a lasting relationship.",
        "Lower the quality, and see whether any strategy still pays. That there is such a floor "
        "is not built in.",
        (BOOK, "Zeithaml, Berry & Parasuraman 1996"),
        at(lever="quality", outcome="comparison.npv comparison.retention"),
    ),
    Concept(
        "S1.02",
        "condition",
        "Relationships matter most in services, where firm and customer meet often.",
        "What contact is worth, drawn over how often customers need the service.",
        (BOOK,),
        at(lever="social", trait="need_rate", experiment="preconditions"),
    ),
    Concept(
        "S1.03",
        "mechanism",
        "How good a relationship is decides how long it lasts.",
        "Chance of staying at the next need by relationship quality, and survival of "
        "relationships.",
        ("Crosby, Evans & Cowles 1990", "Bolton 1998"),
        at(outcome="run.quality_thirds run.survival spells.duration"),
    ),
    Concept(
        "S1.04",
        "condition",
        "Some services leave no room for a relationship: at a taxi rank, the queue decides.",
        "Freedom of choice 0: at every need the firm is drawn by lot.",
        (BOOK,),
        at(
            market="freedom",
            scenario="airport_taxi",
            experiment="preconditions",
            test="market/test_controls.py::without_freedom_no_strategy_changes_who_has_which_firm",
        ),
    ),
    Concept(
        "S1.05",
        "condition",
        "First condition: the customer wants the service again and again.",
        "As needs grow rare, spending on relationships loses money.",
        (BERRY, BOOK),
        at(trait="need_rate", scenario="insurance cinema funeral", experiment="preconditions"),
    ),
    Concept(
        "S1.06",
        "condition",
        "Second condition: the customer chooses the firm.",
        "What social bonding is worth, drawn over freedom of choice.",
        (BERRY, BOOK),
        at(market="freedom", strategy="social", experiment="preconditions"),
    ),
    Concept(
        "S1.07",
        "condition",
        "Third condition: there are other firms to choose from.",
        "Where there is one firm, everybody stays with it anyhow. Each further firm lowers "
        "retention and gives bonds something to do.",
        (BERRY, BOOK),
        at(
            lever="present",
            parameter="outside_option",
            scenario="water_utility",
            experiment="preconditions",
        ),
    ),
    Concept(
        "S1.08",
        "mechanism",
        "First benefit: customers who trust more buy more.",
        "Spending may grow with trust; by default it does not. Spending over tenure is read "
        "within customers, not between them.",
        (ZERO_DEFECTIONS, BOOK),
        at(parameter="spend_growth", outcome="customers.spent", experiment="six_benefits"),
        missing="What a customer spends is summed over a lifetime and not kept by tenure, so the "
        "reading within customers takes a phase of one's own.",
    ),
    Concept(
        "S1.09",
        "mechanism",
        "Second benefit: starting with a new customer costs more than keeping an old one.",
        "Cost of one customer won beside the cost of one kept.",
        (ZERO_DEFECTIONS, "Blattberg & Deighton 1996"),
        at(
            market="costs.acquisition costs.setup",
            outcome="summary.cost_per_customer_won summary.cost_per_customer_kept",
            experiment="keep_or_win six_benefits",
        ),
    ),
    Concept(
        "S1.10",
        "number",
        "Third benefit: a lifetime of small sums. £8 of profit a week, 45 weeks a year, makes "
        "about £11,000 in 30 years.",
        "The product of the three numbers is the value without churn and without interest. What "
        "both leave of it is computed and simulated.",
        ("Gupta & Lehmann 2003",),
        at(
            market="discount_rate",
            outcome="summary.lifetime_value",
            experiment="lifetime_value six_benefits",
            test="market/test_churn.py::b5_lifetime_value_after_the_first_renewal_is_the_textbooks",
        ),
    ),
    Concept(
        "S1.11",
        "mechanism",
        "Fourth benefit: what binds cannot be touched, so rivals cannot copy it.",
        "Rivals copy whatever they see, all levers at one speed. A bond that a rival copies still "
        "has to grow.",
        (BOOK, "Dickson 1992"),
        at(
            parameter="imitation imitation_speed visibility_of_contact visibility_of_systems",
            experiment="imitation six_benefits",
        ),
        emergent=True,
    ),
    Concept(
        "S1.12",
        "mechanism",
        "Fifth benefit: satisfied customers bring others.",
        "Word of mouth is switched off, and what is lost is its part.",
        ("Anderson 1998", "East, Hammond & Wright 2007"),
        at(
            lever="referral_reward",
            parameter="word_of_mouth",
            outcome="periods.referrals",
            experiment="word_of_mouth six_benefits",
        ),
    ),
    Concept(
        "S1.13",
        "mechanism",
        "Sixth benefit: satisfied customers make content staff, who stay.",
        "The content of staff follows the satisfaction of customers. Staff turnover follows their "
        "content and takes skill away.",
        ("Heskett et al. 1994", "Heskett, Sasser & Schlesinger 1997"),
        at(
            parameter="staff_by_customers staff_turnover",
            outcome="periods.staff_satisfaction periods.skill",
            experiment="staff_and_customers six_benefits",
        ),
    ),
    Concept(
        "S1.14",
        "outcome",
        "Together the six benefits make high profits.",
        "Each benefit is switched off in turn; what profit loses is its part.",
        (ZERO_DEFECTIONS, BOOK),
        at(outcome="comparison.profit comparison.npv", experiment="six_benefits"),
    ),
    Concept(
        "S1.15",
        "number",
        "Five per cent fewer defections raise profit by 25 to 85 per cent, by industry.",
        "Both readings are tried: five points fewer leavers a year, and five per cent fewer. "
        "Nothing is fitted to the band.",
        (ZERO_DEFECTIONS, "East, Hammond & Gendall 2006"),
        at(
            trait="restlessness",
            outcome="comparison.retention comparison.profit",
            experiment="retention_economics",
        ),
    ),
    Concept(
        "S1.16",
        "mechanism",
        "The reasons: long customers are worth more, and keeping is cheaper than winning.",
        "The gain is split into longer lives, acquisition saved, and growing margins.",
        (ZERO_DEFECTIONS,),
        at(
            parameter="spend_growth",
            outcome="summary.lifetime_value periods.acquisition_cost",
            experiment="retention_economics",
        ),
    ),
    Concept(
        "S1.17",
        "mechanism",
        "Customers gain as well: less risk, a service made for them, no costs of switching, "
        "company and standing.",
        "Customer surplus counts what a use is worth beyond doing without, the bond included.",
        ("Gwinner, Gremler & Bitner 1998",),
        at(
            lever="customisation",
            outcome="summary.surplus_per_use periods.social_bond",
            experiment="win_win",
        ),
        missing="Standing: nobody gains status from being a customer. The effort of switching "
        "that a stayer saves is in the choice and not in the surplus.",
    ),
    Concept(
        "S1.18",
        "lever",
        "Two things are the keys to long relationships: bonding, and recovery from failures.",
        "Neither, each alone and both, with their interaction.",
        (BOOK,),
        at(strategy="social recovery social_recovery", experiment="two_keys"),
    ),
    Concept(
        "S1.19",
        "lever",
        "First level, financial: discounts for volume, frequency or points.",
        "Points are earned by paying and are forfeited by leaving.",
        (BOOK, "Sharp & Sharp 1997"),
        at(
            lever="reward_rate loyalty_discount",
            strategy="financial reward_only",
            experiment="bonding_levels",
        ),
    ),
    Concept(
        "S1.20",
        "mechanism",
        "Financial bonds give little lasting advantage, because price is easy to copy, however it "
        "is dressed.",
        "Prices and points are easier to see than contact and systems; that is the only "
        "difference. It is swept to where the order of the levels turns.",
        (BOOK, "Dowling & Uncles 1997"),
        at(
            parameter="imitation_speed visibility_of_price visibility_of_points",
            scenario="mobile_telecom",
            experiment="imitation bonding_levels",
            test="behaviour/test_rules.py::what_is_seen_better_is_copied_faster",
        ),
        emergent=True,
    ),
    Concept(
        "S1.21",
        "lever",
        "Second level, social as well: frequent personal contact, events, preferences remembered.",
        "Warm contact builds trust, and a bond with those who wish for it. What is remembered "
        "makes the service fit better.",
        (BOOK, "Gwinner, Gremler & Bitner 1998"),
        at(
            lever="social customisation",
            strategy="social social_only",
            scenario="hotel",
            outcome="customers.known periods.social_bond",
            experiment="bonding_levels knowing_the_customer",
        ),
    ),
    Concept(
        "S1.22",
        "lever",
        "Third level, structural as well: solve problems by tying customers into one's systems.",
        "A bond to this firm that grows by use, makes the service more valuable, and is lost on "
        "leaving.",
        (BOOK, "Burnham, Frels & Mahajan 2003"),
        at(
            lever="structural",
            parameter="structural_growth structural_cost joint_value",
            strategy="structural structural_only",
            scenario="logistics",
            experiment="bonding_levels",
        ),
    ),
    Concept(
        "S1.23",
        "definition",
        "The levels add up: the third holds the other two.",
        "The ready-made strategies nest. Their parts can be run alone, so that each is seen.",
        (BOOK,),
        at(
            strategy="financial social structural reward_only social_only structural_only",
            outcome="study.attribute",
            experiment="bonding_levels",
        ),
    ),
    Concept(
        "S1.24",
        "lever",
        "Recovery must mend the problem, restore trust, and change what caused it.",
        "Recovery repairs the feeling and the harm, being heard raises trust, and learning makes "
        "failures rarer.",
        (BOOK, "Smith, Bolton & Wagner 1999"),
        at(
            lever="compensation empowerment speed learning",
            parameter="trust_by_hearing learning_rate",
            strategy="recovery",
            experiment="two_keys voice_and_learning",
        ),
    ),
    Concept(
        "S1.25",
        "mechanism",
        "A failure left alone drives the customer away and turns others off.",
        "Who stayed after silence, after a bad answer and after a good one; and who told others.",
        ("TARP 1979", "Keaveney 1995"),
        at(
            outcome="run.ladder periods.talk_bad",
            experiment="complaint_ladder voice_and_learning",
        ),
    ),
    Concept(
        "S1.26",
        "mechanism",
        "Recovery matters most for those who paid much.",
        "A switch lets failures weigh more, the more a customer spends.",
        (BOOK,),
        at(
            parameter="severity_by_spend",
            trait="spend",
            scenario="airline",
            experiment="voice_and_learning concentration",
        ),
    ),
    Concept(
        "S1.27",
        "lever",
        "First step: track failures and invite complaints, because the silent do not come back.",
        "Encouragement makes more customers speak up. The silent are compared with those heard.",
        ("Hirschman 1970", "Fornell & Wernerfelt 1987"),
        at(
            lever="encouragement",
            parameter="voice_encouragement",
            outcome="periods.silent periods.complaints",
            experiment="voice_and_learning",
        ),
    ),
    Concept(
        "S1.28",
        "lever",
        "Second step: train staff to deal with complaints.",
        "Training raises skill, and skill is part of the recovery given.",
        ("Hart, Heskett & Sasser 1990",),
        at(
            lever="training",
            parameter="recovery_by_skill skill_by_training",
            experiment="voice_and_learning",
        ),
    ),
    Concept(
        "S1.30",
        "mechanism",
        "A problem solved well leaves customers happier than no problem at all.",
        "A recovery above what was expected adds delight. Whether it makes them stay, and whether "
        "it works twice, is looked at apart.",
        ("Maxham & Netemeyer 2002", "de Matos, Henrique & Rossi 2007"),
        at(
            lever="compensation",
            scenario="cruise_line",
            parameter="delight recovery_expectation_start",
            outcome="run.ladder",
            experiment="recovery_paradox",
        ),
        against=("S0.27",),
    ),
    Concept(
        "S1.31",
        "mechanism",
        "Third step: learn. Whoever finds and ends a recurring problem makes customers loyal.",
        "Complaints that are captured make failures rarer: asking for them and learning from them "
        "need each other.",
        (BOOK, "Hart, Heskett & Sasser 1990"),
        at(
            lever="learning encouragement",
            parameter="learning_rate learning_limit",
            outcome="periods.failures",
            experiment="voice_and_learning",
        ),
    ),
)
