"""Kinds of relationships between firms and customers, and which suits whom."""

from __future__ import annotations

from relsim.textbook.concept import Concept, at

TITLE = "Kinds of relationships between firms and customers, and which suits whom"

KOTLER = "Kotler 2000"
STAGES = "Dwyer, Schurr & Oh 1987"

CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "S4.01",
        "definition",
        "A relationship is trade, interest and partnership together, and it is an asset.",
        "Customer equity: what present and expected customers are worth.",
        ("Rust, Lemon & Zeithaml 2004", STAGES),
        at(outcome="summary.customer_equity"),
    ),
    Concept(
        "S4.02",
        "mechanism",
        "A relationship makes dealing easier and cheaper, because both sides know each other.",
        "A settled customer saves the effort of settling in elsewhere, and is served as the firm "
        "has come to know.",
        ("Williamson 1981",),
        at(
            lever="customisation",
            parameter="procedural_cost settling_time",
            outcome="customers.known",
        ),
        missing="Searching and bargaining cost nobody anything, and a known customer is not "
        "cheaper to serve.",
    ),
    Concept(
        "S4.03",
        "mechanism",
        "A relationship exists only if the customer feels it; a firm may think there is one when "
        "there is none.",
        "A firm sees a relationship in six uses running. Customers for whom that and their own "
        "relationship quality disagree are counted.",
        ("Fournier, Dobscha & Mick 1998", "Barnes 1997"),
        at(outcome="periods.misjudged customers.habit", experiment="win_win"),
    ),
    Concept(
        "S4.04",
        "mechanism",
        "A relationship needs feeling, and both sides must want it.",
        "A bond grows by the warmth of the firm's contact and the customer's own wish.",
        ("Garbarino & Johnson 1999", STAGES),
        at(
            lever="social",
            parameter="social_bonding social_growth",
            trait="relational_orientation",
        ),
    ),
    Concept(
        "S4.05",
        "condition",
        "Needs differ from customer to customer.",
        "Traits are drawn customer by customer, kinds of customers are segments, and firms suit "
        "tastes differently.",
        ("Pine, Peppers & Rogers 1995",),
        at(
            parameter="taste_spread",
            trait="need_rate price_sensitivity relational_orientation variety_seeking spend",
            outcome="spells.segment",
        ),
    ),
    Concept(
        "S4.06",
        "number",
        "A fifth of the customers bring four fifths of the profit, so choose them and treat them "
        "one by one.",
        "Concentration is a result of spend, tenure and frequency. Nothing is set to 80 to 20.",
        ("Schmittlein, Cooper & Morrison 1993",),
        at(
            lever="target_by",
            trait="spend need_rate",
            outcome="customers.spent",
            experiment="concentration",
        ),
        missing="The share of the top fifth is computed by the experiment from what customers "
        "spent; it is no figure of a run.",
    ),
    Concept(
        "S4.07",
        "condition",
        "A relationship needs a need that goes on.",
        "How often customers need the service, from hardly ever to always.",
        ("Berry 1983",),
        at(trait="need_rate", scenario="supermarket funeral", experiment="preconditions"),
    ),
    Concept(
        "S4.08",
        "mechanism",
        "Competition makes products alike, and leads are hard to keep.",
        "Rivals that lose share copy the leader's quality as far as they see it.",
        ("Dickson 1992",),
        at(
            lever="quality innovation",
            parameter="imitation imitation_speed visibility_of_quality",
            test="market/test_mechanisms.py::"
            "a_rival_that_loses_share_copies_the_leader_by_what_it_sees",
        ),
    ),
    Concept(
        "S4.09",
        "outcome",
        "A good relationship pays both sides.",
        "The firm's net present value and the customers' surplus, strategy by strategy.",
        (STAGES, "Gwinner, Gremler & Bitner 1998"),
        at(
            outcome="comparison.npv summary.surplus_per_use periods.surplus",
            experiment="win_win",
        ),
    ),
    Concept(
        "S4.10",
        "mechanism",
        "How much is told and how deeply interests are joined decide how close a relationship is.",
        "Contact and systems, each with and without the other, and their interaction.",
        (STAGES, "Morgan & Hunt 1994"),
        at(
            lever="social structural",
            strategy="social_only structural_only",
            outcome="study.attribute comparison.relationship_quality",
        ),
    ),
    Concept(
        "S4.11",
        "condition",
        "Relationships differ in closeness: intimate, face to face, at a distance, or with a brand "
        "alone.",
        "Channel and level make the kind: face to face and proactive; face to face; mail or "
        "machine; advertising only.",
        (KOTLER, "Barnes 1997"),
        at(
            lever="channel level advertising",
            scenario="dental_clinic cosmetics mobile_telecom",
            experiment="human_or_machine",
        ),
    ),
    Concept(
        "S4.12",
        "lever",
        "There are five levels: basic, reactive, accountable, proactive, partnership.",
        "The level sets contact, a way to complain, how many silent failures are found, and "
        "improving together.",
        (KOTLER,),
        at(
            lever="level",
            parameter="level_contact_partnership level_found_accountable level_joint_proactive",
            market="costs.level_basic costs.level_partnership",
            experiment="kotler_grid",
        ),
    ),
    Concept(
        "S4.13",
        "mechanism",
        "No level is best for all; it depends on product and customers, and one firm may mix.",
        "The best level is looked for by kind of customer, and levels can be aimed at some of "
        "them.",
        (KOTLER,),
        at(
            lever="level target_by",
            outcome="comparison.npv",
            experiment="kotler_grid",
        ),
        emergent=True,
    ),
    Concept(
        "S4.14",
        "number",
        "Few customers at high margins deserve partnership; many at low margins, the basic level.",
        "Which level earns most is mapped over head count and margin. Head count matters only "
        "because staff are scarce.",
        (KOTLER,),
        at(
            lever="level account_capacity price unit_cost",
            market="customers costs.account_staff",
            experiment="kotler_grid",
        ),
        emergent=True,
    ),
    Concept(
        "S4.15",
        "outcome",
        "The trend is to satisfy each customer and to raise the margin.",
        "Satisfaction and profit of each strategy, side by side.",
        (KOTLER,),
        at(outcome="comparison.profit summary.satisfaction comparison.lifetime_value"),
    ),
    Concept(
        "S4.16",
        "mechanism",
        "Relationships have stages: they are begun, kept and deepened.",
        "Customers are counted as new, kept, or enhanced, by tenure and relationship quality.",
        (STAGES,),
        at(outcome="periods.new periods.kept periods.enhanced"),
    ),
    Concept(
        "S4.17",
        "lever",
        "Be convenient, caring, personal and immediate: a firm that is a vending machine has only "
        "its price.",
        "Convenience, warmth of contact, adapting and speed. Without warmth, shares are watched "
        "as prices move.",
        ("Berry, Seiders & Grewal 2002", "Pine, Peppers & Rogers 1995"),
        at(
            lever="convenience channel social customisation speed",
            outcome="comparison.share",
            experiment="knowing_the_customer human_or_machine",
        ),
        missing="Suggesting what a customer might need, and foreseeing when, are part of adapting "
        "and have no setting of their own.",
    ),
    Concept(
        "S4.18",
        "mechanism",
        "A customer who compares two shops buys where the question is answered at once.",
        "Reassurance under attack blunts the doubt and the pull of the rival.",
        ("McGuire 1964", "Festinger 1957"),
        at(
            lever="reassurance challenge",
            outcome="periods.lost_rival_pull",
            experiment="meeting_a_challenge",
            test="market/test_mechanisms.py::reassurance_blunts_a_challenge_as_far_as_trust_goes",
        ),
    ),
)
