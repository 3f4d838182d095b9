"""Loyalty: what it is, what it is not, and how firms try to earn it."""

from __future__ import annotations

from relsim.textbook.concept import Concept, at

TITLE = "Loyalty: what it is, what it is not, and how firms try to earn it"

OLIVER = "Oliver 1999"
DICK = "Dick & Basu 1994"
SWITCHING = "Burnham, Frels & Mahajan 2003"
TEXTBOOK = "Lovelock & Wirtz 2016"

CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "S3.01",
        "condition",
        "Relationship marketing is not having connections: production, technology, marketing and "
        "money must change with it.",
        "Contact alone, at poor quality, is held against contact at good quality.",
        ("Grönroos 1984", OLIVER),
        at(
            lever="social quality",
            strategy="social_only",
            outcome="comparison.retention",
        ),
    ),
    Concept(
        "S3.02",
        "lever",
        "A firm must hear what goes on and improve by it, or it will sell less.",
        "Learning needs complaints that are captured; innovation raises quality.",
        ("Fornell & Wernerfelt 1987", "Hirschman 1970"),
        at(
            lever="learning encouragement innovation",
            parameter="learning_rate innovation_quality",
        ),
    ),
    Concept(
        "S3.03",
        "lever",
        "Firms spend too little on channels of communication and find needs too late.",
        "More contact and a better database are paid for and set against profit.",
        ("Crosby, Evans & Cowles 1990", "Levitt 1983"),
        at(lever="social level database", outcome="comparison.profit"),
    ),
    Concept(
        "S3.04",
        "mechanism",
        "Satisfied is not loyal: loyalty needs satisfaction and more than that.",
        "Satisfied customers who leave, and dissatisfied ones who stay. The second, if there are "
        "any, speak against the claim.",
        (OLIVER, "Jones & Sasser 1995"),
        at(
            parameter="satisfied_from bound_from dissatisfaction_review",
            outcome="periods.loyalists periods.mercenaries periods.hostages periods.defectors "
            "spells.satisfaction",
            experiment="satisfaction_is_not_loyalty",
        ),
        emergent=True,
    ),
    Concept(
        "S3.05",
        "mechanism",
        "First reason: customers are as satisfied with rivals, or more.",
        "Every customer holds a belief about every firm, and the pull of a rival is a reason for "
        "leaving.",
        (OLIVER, DICK),
        at(
            parameter="belief_weight",
            outcome="periods.lost_rival_pull customers.belief",
            experiment="satisfaction_is_not_loyalty",
        ),
    ),
    Concept(
        "S3.06",
        "mechanism",
        "Second reason: pleasure wears off, and customers want something new.",
        "Satiation grows by use and counts as much as the customer seeks variety.",
        (OLIVER, "McAlister & Pessemier 1982"),
        at(
            parameter="satiation satiation_memory",
            trait="variety_seeking",
            scenario="cinema",
            outcome="periods.lost_boredom",
            experiment="satisfaction_is_not_loyalty",
        ),
    ),
    Concept(
        "S3.07",
        "mechanism",
        "Third reason: news changes what is expected of products not yet tried.",
        "Advertising, news and talk move beliefs about rivals.",
        (OLIVER, "East, Hammond & Lomax 2008"),
        at(
            lever="advertising challenge",
            parameter="hearing_weight claim_weight news_weight",
            experiment="satisfaction_is_not_loyalty",
        ),
    ),
    Concept(
        "S3.08",
        "mechanism",
        "Price promotions sell more now and weaken loyalty later.",
        "Buying on promotion makes customers more price sensitive. A promotion that ends is set "
        "beside none.",
        ("Mela, Gupta & Lehmann 1997",),
        at(
            lever="promotion_depth promotion_frequency",
            parameter="price_learning promotion_learning",
            outcome="customers.price_sensitivity_now comparison.retention",
            experiment="price_promotion",
        ),
        emergent=True,
    ),
    Concept(
        "S3.09",
        "mechanism",
        "Customers attached to a brand hardly look at prices.",
        "Price sensitivity and the wish for a relationship can be drawn together; by default they "
        "are independent.",
        (DICK,),
        at(
            parameter="price_bond_correlation",
            trait="price_sensitivity relational_orientation",
            experiment="price_promotion",
        ),
    ),
    Concept(
        "S3.10",
        "mechanism",
        "Loyalty to a low price is not loyalty and ends with the price.",
        "Rewards or discounts are withdrawn by an event; retention is compared with never having "
        "had them.",
        (DICK, "Dowling & Uncles 1997"),
        at(
            lever="reward_rate loyalty_discount price",
            strategy="financial",
            outcome="periods.churn",
            experiment="price_promotion",
        ),
    ),
    Concept(
        "S3.11",
        "lever",
        "Know the different needs of customers and meet them.",
        "Firms fit customers by luck of taste; adapting the service adds a fit that is learnt.",
        ("Pine, Peppers & Rogers 1995",),
        at(
            lever="customisation database",
            parameter="taste_spread",
            outcome="customers.known",
            experiment="knowing_the_customer",
        ),
    ),
    Concept(
        "S3.12",
        "mechanism",
        "Products carry the relationship, so renew them. A lasting low price helps at the start "
        "and harms the name later.",
        "Launches keep the service fresh. A price below the market's lowers the belief in quality, "
        "where that is switched on.",
        ("Rao & Monroe 1989", "McAlister & Pessemier 1982"),
        at(
            lever="innovation price",
            parameter="low_price_signal",
            experiment="price_promotion",
        ),
    ),
    Concept(
        "S3.13",
        "mechanism",
        "Products stand for a way of life and for belonging to a group.",
        "Approval by acquaintances makes users of one firm cluster on the network, beyond chance.",
        ("Muniz & O'Guinn 2001", "Bearden & Etzel 1982"),
        at(
            parameter="reference_weight",
            market="network network_degree",
            outcome="periods.neighbours_alike",
            experiment="peer_approval",
            test="market/test_mechanisms.py::acquaintances_grow_alike_where_they_count",
        ),
    ),
    Concept(
        "S3.14",
        "lever",
        "Make leaving costly: rewards that are lost, support, and the effort of starting anew.",
        "Leaving costs effort, points, people and systems; each has a weight and a lever or time "
        "behind it.",
        (SWITCHING, "Klemperer 1987"),
        at(
            lever="reward_rate social structural",
            parameter="procedural_cost financial_cost relational_cost structural_cost",
            experiment="entry",
        ),
    ),
    Concept(
        "S3.15",
        "mechanism",
        "Costs of switching blunt the pull of rivals and keep customers.",
        "Fewer leave, and those who stay may be less satisfied: hostages are counted.",
        (SWITCHING, "Pick & Eisend 2014"),
        at(
            parameter="switching_cost_scale",
            scenario="retail_bank",
            outcome="periods.hostages comparison.retention",
            experiment="satisfaction_is_not_loyalty entry",
            test="behaviour/test_rules.py::every_bond_makes_leaving_dearer",
        ),
    ),
    Concept(
        "S3.16",
        "lever",
        "Keep a database of who customers are, what reached them and what they bought, and keep it "
        "fresh.",
        "A database between 0 and 1: how well customers are known and their value estimated. What "
        "is known is lost with the staff who leave.",
        ("Pine, Peppers & Rogers 1995", "Venkatesan & Kumar 2004"),
        at(lever="database customisation", outcome="customers.known customers.worth"),
        missing="The kinds of data are one number.",
    ),
    Concept(
        "S3.17",
        "lever",
        "A call centre is one door to the firm: personal, well informed, and in need of priority.",
        "Contact by phone, a level that hears complaints, and encouragement to use it.",
        (TEXTBOOK,),
        at(
            lever="channel level encouragement speed",
            parameter="warmth_phone voice_base",
        ),
    ),
    Concept(
        "S3.18",
        "lever",
        "Electronic service lets customers serve themselves, design their own product and ask how "
        "things stand, through any channel.",
        "The machine channel with convenience, adapting and a human to fall back on.",
        ("Meuter, Ostrom, Roundtree & Bitner 2000",),
        at(lever="channel convenience customisation human_fallback"),
        missing="A firm has one channel at a time, so several channels side by side, and designing "
        "one's own product, have no setting.",
    ),
    Concept(
        "S3.19",
        "lever",
        "Service is needed before, during and after the sale.",
        "Advertising comes before, quality and setting during, contact after; events say when.",
        ("Levitt 1983", TEXTBOOK),
        at(lever="advertising quality setting social"),
        missing="Contact has one intensity for all moments of a purchase.",
    ),
    Concept(
        "S3.20",
        "mechanism",
        "Service beyond expectation builds trust, and trust loyalty.",
        "Experience above expectation raises satisfaction, and satisfaction above neutral builds "
        "trust.",
        (OLIVER, "Morgan & Hunt 1994"),
        at(
            lever="quality convenience",
            parameter="felt_slope trust_by_satisfaction",
            outcome="periods.trust",
        ),
    ),
    Concept(
        "S3.21",
        "mechanism",
        "Expectations come from past purchases, of this kind or a like one; people differ in them, "
        "and the whole process counts.",
        "Each customer expects something of each firm, and experience moves it: what delighted "
        "becomes normal.",
        ("Oliver 1980", "Rust & Oliver 2000"),
        at(
            parameter="expectation_rate belief_start belief_spread reputation",
            outcome="periods.expectation_error customers.belief",
            test="behaviour/test_rules.py::higher_expectations_make_the_same_service_feel_worse",
        ),
        missing="Customers are not sorted into types by what they expect.",
    ),
    Concept(
        "S3.22",
        "mechanism",
        "Business begins after the sale, which is where a name is made.",
        "Contact after the sale raises relationship quality and the talk that follows.",
        ("Levitt 1983",),
        at(
            lever="social level",
            outcome="periods.relationship_quality periods.talk_good",
            experiment="estrangement",
        ),
    ),
    Concept(
        "S3.23",
        "mechanism",
        "Objections come from missing the right moment or offering what nobody needs; badly "
        "answered, they turn into resentment and complaints.",
        "A failure may be voiced, answered badly, told to others and end in leaving.",
        ("Bitner, Booms & Tetreault 1990", "Keaveney 1995"),
        at(
            parameter="harm_base double_deviation negativity_gain",
            outcome="periods.mishandled periods.talk_bad periods.lost_poor_recovery",
        ),
        missing="Contact and service that nobody asked for are never unwelcome.",
    ),
    Concept(
        "S3.24",
        "mechanism",
        "Complaints are free information; a dissatisfied customer who speaks gives a second "
        "chance.",
        "What is voiced is learnt from, and can be put right.",
        ("Fornell & Wernerfelt 1987", "Hirschman 1970"),
        at(
            lever="learning encouragement",
            outcome="periods.complaints periods.resolved",
            experiment="voice_and_learning",
            test="behaviour/test_rules.py::a_firm_that_hears_nothing_learns_nothing",
        ),
    ),
    Concept(
        "S3.25",
        "number",
        "Of complainants fully satisfied, 69 to 80 per cent would buy again, also something else; "
        "of those poorly answered, 17 to 32 per cent.",
        "Staying at the next need after good and after bad recovery, set beside these bands. The "
        "bands are handed on in writings on complaints; their origin could not be traced.",
        ("TARP 1979", "Gilly & Gelb 1982"),
        at(
            outcome="run.ladder periods.resolved periods.mishandled",
            experiment="complaint_ladder",
        ),
        missing="A firm sells one service: buying another kind from it is not in the model.",
    ),
    Concept(
        "S3.26",
        "lever",
        "Act as if the customer were always right.",
        "All failures are compensated, whoever caused them, beside looking who did.",
        ("Hart, Heskett & Sasser 1990",),
        at(lever="dispute compensation", experiment="customer_is_right"),
        against=("S2.12",),
    ),
)
