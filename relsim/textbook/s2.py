"""Customers of a service firm: what they are worth, what they do, and what service is."""

from __future__ import annotations

from relsim.textbook.concept import Concept, at

TITLE = "Customers of a service firm: what they are worth, what they do, and what service is"

CHAIN = "Heskett, Sasser & Schlesinger 1997"
LEVITT = "Levitt 1983"
DEFECT = "Jones & Sasser 1995"
TEXTBOOK = "Lovelock & Wirtz 2016"

CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "S2.01",
        "mechanism",
        "Customers take part in making a service; what they need and can do shapes it, and their "
        "experience is the yardstick.",
        "Competent customers cause fewer failures. What counts is the experience of each use.",
        ("Bendapudi & Leone 2003", TEXTBOOK),
        at(
            parameter="customer_failure_rate",
            trait="competence",
            outcome="periods.customer_failures periods.experience",
        ),
    ),
    Concept(
        "S2.02",
        "mechanism",
        "A chain leads from satisfaction over loyalty to growth and profit.",
        "Each link is read off the runs. No equation leads from satisfaction to profit.",
        ("Heskett et al. 1994", "Kamakura et al. 2002"),
        at(
            outcome="periods.satisfaction periods.churn periods.profit",
            experiment="staff_and_customers",
        ),
        emergent=True,
    ),
    Concept(
        "S2.03",
        "mechanism",
        "Satisfied customers and content staff make each other.",
        "Staff follow customers' satisfaction; their warmth and skill make experience. The circle "
        "can turn either way.",
        ("Heskett et al. 1994", CHAIN),
        at(
            parameter="staff staff_by_customers",
            outcome="periods.staff_satisfaction periods.satisfaction",
            experiment="staff_and_customers",
        ),
    ),
    Concept(
        "S2.04",
        "mechanism",
        "Every encounter acts directly on how customers feel.",
        "Each use makes an experience, which is judged and remembered.",
        ("Bitner, Booms & Tetreault 1990", "Oliver 1980"),
        at(
            parameter="disconfirmation felt_slope",
            outcome="periods.experience periods.satisfaction",
        ),
    ),
    Concept(
        "S2.05",
        "condition",
        "Contact can be close or slight; machines make slight contact possible, and welcome to "
        "some.",
        "The channel of contact and the convenience of the service are set firm by firm.",
        (TEXTBOOK, "Meuter, Ostrom, Roundtree & Bitner 2000"),
        at(lever="channel convenience", experiment="human_or_machine"),
    ),
    Concept(
        "S2.06",
        "mechanism",
        "Still, service by friendly people may please more and keep more customers.",
        "It depends on the customers' wish for a relationship and on how well they can judge; "
        "either side can win.",
        ("Meuter, Ostrom, Roundtree & Bitner 2000", "Garbarino & Johnson 1999"),
        at(
            lever="channel",
            trait="relational_orientation",
            market="observability",
            outcome="comparison.retention",
            experiment="human_or_machine",
        ),
        emergent=True,
    ),
    Concept(
        "S2.07",
        "lever",
        "Choose where and when to meet customers; each way takes other resources.",
        "Every channel has a cost of its own and a warmth of its own.",
        (TEXTBOOK, "Berry, Seiders & Grewal 2002"),
        at(
            lever="channel convenience",
            market="costs.channel_face costs.channel_phone costs.channel_mail "
            "costs.channel_machine",
            experiment="human_or_machine",
        ),
        missing="The hour and the site of contact are no settings; convenience stands for both.",
    ),
    Concept(
        "S2.08",
        "condition",
        "Service face to face lives on able staff, good tools, pleasant rooms and firm promises.",
        "Quality and failures depend on skill; the setting adds to the process and a guarantee "
        "finds failures.",
        (TEXTBOOK, "Bitner 1992"),
        at(
            lever="training setting guarantee",
            parameter="skill_effect",
            experiment="human_or_machine",
        ),
    ),
    Concept(
        "S2.09",
        "condition",
        "Service by machine must be easy, fast and safe, and a human must be within reach.",
        "Behind a machine customers are heard only as far as there is a human to fall back on.",
        ("Meuter, Ostrom, Roundtree & Bitner 2000",),
        at(lever="human_fallback channel convenience", experiment="human_or_machine"),
        missing="Security and insurance.",
    ),
    Concept(
        "S2.10",
        "condition",
        "Service between machines needs compatible systems that track, answer and keep records.",
        "Systems tie the customer's work to the firm's; a machine channel fails less often.",
        (TEXTBOOK,),
        at(
            lever="structural channel",
            parameter="failure_rate machine_failures",
            scenario="logistics",
            experiment="human_or_machine",
        ),
    ),
    Concept(
        "S2.11",
        "lever",
        "Rooms and surroundings shape how a service is perceived.",
        "The setting adds a little to the process half of experience.",
        ("Bitner 1992",),
        at(lever="setting", market="observability"),
    ),
    Concept(
        "S2.12",
        "mechanism",
        "Customers can be wrong: often a failure is their own mistake.",
        "Some failures come from the customer, fewer from competent ones.",
        ("Bitner, Booms & Mohr 1994",),
        at(
            parameter="customer_failure_rate",
            trait="competence",
            outcome="periods.customer_failures",
            experiment="customer_is_right",
        ),
        against=("S3.26",),
    ),
    Concept(
        "S2.13",
        "lever",
        "Teach customers how a service works and what they may count on.",
        "Education makes their mistakes rarer and draws expectations to what is delivered.",
        ("Bitner, Booms & Mohr 1994", TEXTBOOK),
        at(
            lever="education",
            parameter="education_expectation",
            experiment="customer_is_right",
        ),
    ),
    Concept(
        "S2.14",
        "mechanism",
        "Demand above capacity is lost, demand near it spoils quality, demand below it wastes "
        "money.",
        "Quality falls above the best load, excess uses are turned away, and room is paid for.",
        ("Sasser 1976", TEXTBOOK),
        at(
            lever="capacity",
            parameter="capacity_limits best_load load_penalty",
            market="capacity",
            outcome="periods.turned_away periods.capacity_cost",
            experiment="capacity",
        ),
    ),
    Concept(
        "S2.15",
        "lever",
        "Managing demand needs data: its history, forecasts by segment, swings, costs, sites, "
        "waiting, and what crowding does to quality.",
        "A database sharpens the firm's estimate of what each customer is worth.",
        ("Sasser 1976", TEXTBOOK),
        at(lever="database", outcome="customers.worth", experiment="capacity"),
        missing="Only value is estimated. Seasons, waiting lines, sites and forecasts of demand "
        "are not in the model.",
    ),
    Concept(
        "S2.16",
        "lever",
        "Price, product, time and place should fit capacity.",
        "An event, or a firm with a mind of its own, moves the price; load answers.",
        ("Sasser 1976",),
        at(
            lever="price capacity",
            experiment="capacity",
            test="market/test_extending.py::a_firm_with_a_mind_of_its_own_decides_every_period",
        ),
        missing="No lever lets the price follow demand by itself, and demand has no seasons.",
    ),
    Concept(
        "S2.17",
        "mechanism",
        "A service is perceived as good when it exceeds expectations, or when expectations are "
        "kept low.",
        "A lower claim is held against higher quality at the same cost, soon and late.",
        ("Oliver 1980", "Parasuraman, Zeithaml & Berry 1985"),
        at(
            lever="claim quality",
            parameter="expectation_rate",
            outcome="periods.expectation_error",
            experiment="overpromising",
        ),
    ),
    Concept(
        "S2.18",
        "outcome",
        "A customer is worth more than one sale, so firms should raise retention.",
        "Lifetime value: discounted margin less what is spent on the relationship.",
        ("Gupta & Lehmann 2003", "Reichheld & Sasser 1990"),
        at(
            outcome="comparison.lifetime_value summary.customer_equity",
            experiment="lifetime_value",
        ),
    ),
    Concept(
        "S2.19",
        "mechanism",
        "The longer customers stay, the more profit they bring.",
        "Those who stay may always have been the good ones, so sorting is told from dynamics. "
        "Evidence speaks on both sides.",
        ("Reichheld & Sasser 1990", "Reinartz & Kumar 2000"),
        at(
            parameter="spend_growth",
            outcome="study.sorting customers.spent",
            experiment="lifetime_value",
        ),
        emergent=True,
        missing="Profit by tenure is no figure of a run: leaving is what is split into sorting and "
        "dynamics.",
    ),
    Concept(
        "S2.20",
        "lever",
        "A database shows where marketing money is well spent.",
        "Levers go to the customers of highest estimated value; the database makes the estimate "
        "sharp.",
        ("Venkatesan & Kumar 2004",),
        at(
            lever="database target_by target_from target_to",
            outcome="customers.worth",
            experiment="concentration",
        ),
    ),
    Concept(
        "S2.21",
        "definition",
        "Customers fall into tiers by satisfaction, from terrorists, who warn others, to apostles, "
        "who win them.",
        "Eight tiers of satisfaction are counted every period; strong feelings are told most.",
        (DEFECT, CHAIN),
        at(
            outcome="periods.tier_1 periods.tier_8 periods.talk_good periods.talk_bad",
            experiment="apostles_and_terrorists",
        ),
        missing="Talk and value are booked by firm and not by tier.",
    ),
    Concept(
        "S2.22",
        "mechanism",
        "Stopping terrorists brings the highest return.",
        "A little money is spent on one tier at a time, and the returns are set side by side.",
        (CHAIN, "Rust, Zahorik & Keiningham 1995"),
        at(
            lever="target_by target_from target_to",
            parameter="negative_weight",
            experiment="apostles_and_terrorists",
        ),
        emergent=True,
        against=("S2.24",),
    ),
    Concept(
        "S2.23",
        "mechanism",
        "Keeping and making apostles brings the second highest.",
        "The same spending on the top tier, beside the bottom and the middle.",
        (CHAIN, DEFECT),
        at(
            lever="target_by target_from target_to",
            outcome="periods.tier_8",
            experiment="apostles_and_terrorists",
        ),
        emergent=True,
    ),
    Concept(
        "S2.24",
        "mechanism",
        "Spend little on the dissatisfied: some are born so.",
        "A part of negativity is born and a part made by experience; both discount what recovery "
        "repairs, and recovery can keep down the second alone.",
        (CHAIN,),
        at(
            parameter="born_negativity negativity_gain negativity_discount",
            trait="negativity",
            outcome="customers.negativity_made",
            experiment="apostles_and_terrorists",
        ),
        against=("S2.22",),
    ),
    Concept(
        "S2.25",
        "number",
        "Winning a customer costs five times as much as keeping one.",
        "A result and no setting. A run gives averages; the experiment divides the cost of one "
        "more customer won by that of one more kept.",
        ("Pfeifer 2005", "East, Hammond & Gendall 2006"),
        at(
            market="costs.acquisition",
            outcome="summary.cost_per_customer_won summary.cost_per_customer_kept",
            experiment="keep_or_win",
        ),
    ),
    Concept(
        "S2.26",
        "lever",
        "Among new customers, look for those who bring the best return.",
        "What a kind of customers brings is read from runs, segment by segment; advertising can go "
        "to one segment alone.",
        ("Blattberg & Deighton 1996", "Venkatesan & Kumar 2004"),
        at(
            lever="advertising advertised_segment target_by",
            outcome="spells.segment customers.spent",
            experiment="keep_or_win",
        ),
    ),
    Concept(
        "S2.27",
        "mechanism",
        "Power lies with customers: badly served ones leave as soon as a rival appears.",
        "A monopoly is opened by an entrant. Bound and dissatisfied customers are the hostages who "
        "go.",
        (DEFECT, "Hirschman 1970"),
        at(
            lever="present",
            parameter="dissatisfaction_review",
            scenario="water_utility",
            outcome="periods.hostages periods.lost_rival_pull",
            experiment="entry",
        ),
    ),
    Concept(
        "S2.28",
        "definition",
        "Real service is free: it comes before, during and after the sale and is not in the price.",
        "What levers cost is booked to the firm. Prices do not rise by them.",
        (LEVITT,),
        at(
            outcome="comparison.relationship_spending comparison.cost_per_customer",
            experiment="enough_service",
        ),
    ),
    Concept(
        "S2.29",
        "mechanism",
        "Service must be sincere; who deceives does not serve.",
        "A use that falls short of what an advertisement claimed lowers trust, where that is "
        "switched on.",
        ("Morgan & Hunt 1994", "Hochschild 1983"),
        at(
            lever="claim",
            parameter="claim_trust",
            outcome="periods.trust",
            experiment="overpromising",
        ),
        missing="Sincerity is the truth of the claim; feigned warmth cannot be told from real.",
    ),
    Concept(
        "S2.30",
        "mechanism",
        "The aim is a good memory of the firm that lasts.",
        "Satisfaction is a memory that fades: each use moves it part of the way.",
        ("Oliver 1980", "Bolton 1998"),
        at(
            parameter="satisfaction_rate",
            outcome="periods.satisfaction",
            test="market/test_service.py::"
            "b21_satisfaction_is_an_exponentially_weighted_mean_of_what_was_felt",
        ),
    ),
    Concept(
        "S2.31",
        "mechanism",
        "Where no feeling is exchanged, there is no service.",
        "A bond needs warmth: in a channel without it none grows.",
        ("Hochschild 1983", "Gwinner, Gremler & Bitner 1998"),
        at(lever="channel", parameter="social_growth warmth_machine"),
    ),
    Concept(
        "S2.32",
        "condition",
        "First error: to sell parts of the product, such as a guarantee, as service.",
        "Fewer failures at equal quality raise satisfaction to where nothing fails, not beyond.",
        (LEVITT,),
        at(
            lever="guarantee",
            parameter="failure_rate",
            test="market/test_relations.py::c7_where_nothing_fails_recovery_is_irrelevant",
        ),
    ),
    Concept(
        "S2.33",
        "lever",
        "Second error: to take lavish entertainment for service. It works on some, for a while.",
        "Hospitality pleases at one use, builds no trust and no bond, costs much, and can end in a "
        "scandal.",
        (LEVITT,),
        at(lever="hospitality scandal", outcome="periods.satisfaction periods.trust"),
    ),
    Concept(
        "S2.34",
        "lever",
        "Third error: to meet every demand. A firm may politely decline.",
        "The firm accepts all disputes, or looks who caused the failure.",
        ("Bitner, Booms & Mohr 1994", TEXTBOOK),
        at(
            lever="dispute",
            outcome="periods.compensation_cost",
            experiment="customer_is_right",
        ),
        missing="Demands other than compensation for a failure.",
    ),
    Concept(
        "S2.35",
        "mechanism",
        "Good service is felt: it is genuine.",
        "Warmth of contact grows with the content of the staff.",
        ("Hochschild 1983", "Heskett et al. 1994"),
        at(
            lever="staff_reward channel",
            parameter="staff",
            outcome="periods.staff_satisfaction",
        ),
    ),
    Concept(
        "S2.36",
        "mechanism",
        "Good service is measured: there can be too little and too much of it, because it costs.",
        "Profit over the level of service. A best level in between must come from effects that "
        "wear off; nothing punishes excess.",
        ("Rust, Zahorik & Keiningham 1995",),
        at(
            lever="level social quality",
            outcome="comparison.profit",
            experiment="enough_service",
        ),
        emergent=True,
    ),
    Concept(
        "S2.37",
        "lever",
        "Good service follows norms.",
        "Standards take away part of the spread of quality.",
        ("Levitt 1972",),
        at(
            lever="consistency",
            parameter="quality_noise",
            experiment="consistency_and_speed",
        ),
    ),
    Concept(
        "S2.38",
        "mechanism",
        "Good service is steady in time, matter and quality.",
        "More spread around the same mean lowers satisfaction, because losses loom larger.",
        ("Kahneman & Tversky 1979", "Rust, Inman, Jia & Zahorik 1999"),
        at(
            lever="consistency",
            parameter="loss_aversion",
            experiment="consistency_and_speed",
        ),
    ),
    Concept(
        "S2.39",
        "mechanism",
        "Good service is quick: two hours or two days make the difference.",
        "Speed is the chance that a complaint is answered fast; those answered fast stay more.",
        ("Taylor 1994", "Smith, Bolton & Wagner 1999"),
        at(
            lever="speed",
            parameter="recovery_by_speed late_harm",
            outcome="periods.resolved_fast run.ladder",
            experiment="consistency_and_speed",
        ),
        missing="Waiting for the service itself, apart from being turned away.",
    ),
    Concept(
        "S2.40",
        "mechanism",
        "A firm that suits only itself loses its customers the next time.",
        "Poor experience lowers satisfaction and belief; at the next review a rival wins (S0.32).",
        ("Hirschman 1970", "McFadden 1974"),
        at(
            parameter="belief_weight satisfaction_weight harm_base",
            outcome="run.losses",
        ),
    ),
)
