"""Relationship quality in services that are hard to judge."""

from __future__ import annotations

from relsim.textbook.concept import Concept, at

TITLE = "Relationship quality in services that are hard to judge"

CROSBY = "Crosby, Evans & Cowles 1990"
BERRY = "Berry 1983"
LEVITT = "Levitt 1983"

CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "S0.01",
        "definition",
        "Relationship quality has two parts: trust in the firm and its people, and satisfaction "
        "with the relationship.",
        "The mean of satisfaction and trust, which are states of their own. It is reported; no "
        "customer decides by it.",
        (CROSBY,),
        at(outcome="periods.relationship_quality periods.satisfaction periods.trust"),
    ),
    Concept(
        "S0.02",
        "mechanism",
        "Building long relationships pays: the better the relationship, the higher the profit.",
        "Strategies are set side by side in relationship quality and in profit after all costs. No "
        "equation leads from the one to the other.",
        (CROSBY, "Reichheld & Sasser 1990"),
        at(
            outcome="comparison.relationship_quality comparison.profit comparison.npv",
            experiment="bonding_levels",
        ),
        emergent=True,
    ),
    Concept(
        "S0.03",
        "mechanism",
        "Clients in a good relationship think that nobody serves them better, and stay.",
        "Who stayed at the next need, by thirds of relationship quality.",
        (CROSBY, "Zeithaml, Berry & Parasuraman 1996"),
        at(parameter="satisfaction_weight trust_weight", outcome="run.quality_thirds"),
    ),
    Concept(
        "S0.04",
        "mechanism",
        "Loyal clients recommend the firm, which brings sales and profit.",
        "The same market with talk and without: customers won, and profit.",
        ("Anderson 1998", "East, Hammond & Wright 2007"),
        at(
            parameter="word_of_mouth",
            outcome="periods.talk_good periods.referrals summary.acquired",
            experiment="word_of_mouth",
        ),
    ),
    Concept(
        "S0.05",
        "mechanism",
        "Clients gain too: they risk less, search less, and get more service.",
        "Customer surplus, and how far expectation misses experience. Surplus counts the bond "
        "and what convenience adds.",
        (BERRY, "Gwinner, Gremler & Bitner 1998"),
        at(
            lever="convenience",
            outcome="summary.surplus_per_use periods.expectation_error",
            experiment="win_win",
        ),
        missing="Time and effort of searching: a review costs a customer nothing. The error of "
        "expectation is booked by firm and not by tenure.",
    ),
    Concept(
        "S0.06",
        "mechanism",
        "A relationship needs a client who wants one, and a warm way of dealing with each other.",
        "A bond grows by contact × warmth × the customer's wish for a relationship: with one of "
        "them at nothing there is none.",
        (CROSBY, "Garbarino & Johnson 1999"),
        at(
            lever="channel social",
            trait="relational_orientation",
            test="market/test_controls.py::without_relational_orientation_no_social_bond_forms",
        ),
    ),
    Concept(
        "S0.07",
        "mechanism",
        "The firm has to invest first, in time or money; clients follow, and never begin.",
        "What a bond becomes, and how many complain and recommend, is read off with contact and "
        "without.",
        (BERRY, "Dwyer, Schurr & Oh 1987"),
        at(
            lever="social level",
            parameter="contact_floor voice_bond",
            outcome="periods.social_bond periods.complaints periods.referrals",
        ),
    ),
    Concept(
        "S0.08",
        "mechanism",
        "A service has an outcome and a process. Better core quality improves the one, "
        "communication the other.",
        "Experience is a weighted mean of the quality delivered and of the process, which rests on "
        "trust; observability is the weight.",
        ("Grönroos 1984", "Parasuraman, Zeithaml & Berry 1985"),
        at(
            lever="quality social",
            parameter="process_base process_trust",
            market="observability",
            experiment="contact_or_core",
        ),
    ),
    Concept(
        "S0.09",
        "condition",
        "Communication counts more where a service is complex, hard to judge, uncertain in what "
        "it brings, and made without the client.",
        "Observability says how far customers can judge the outcome. The effect of contact is "
        "drawn over it.",
        (CROSBY, "Zeithaml 1981"),
        at(
            market="observability",
            scenario="professional_services dental_clinic",
            experiment="contact_or_core",
        ),
        missing="Complexity, uncertainty and taking part are not told apart: one number stands for "
        "them all.",
    ),
    Concept(
        "S0.10",
        "lever",
        "Give loyal clients something extra, such as the same cover for a lower premium.",
        "A price cut that grows with tenure.",
        (BERRY,),
        at(lever="loyalty_discount", outcome="periods.discounts", experiment="contact_or_core"),
    ),
    Concept(
        "S0.11",
        "mechanism",
        "Core quality pleases only when clients can see that it got better.",
        "There is no threshold in the rules. A small and a large gain of quality are compared "
        "where outcomes are easy to see and where they are not.",
        (CROSBY, "Zeithaml 1981"),
        at(lever="quality", market="observability", experiment="contact_or_core"),
    ),
    Concept(
        "S0.12",
        "mechanism",
        "Clients judge a firm by its contact with them, and talking both ways keeps them.",
        "The relationship levels are climbed one by one; satisfaction and trust are read off.",
        ("Parasuraman, Zeithaml & Berry 1985", LEVITT),
        at(
            lever="level social",
            outcome="periods.satisfaction periods.trust",
            experiment="contact_or_core",
        ),
    ),
    Concept(
        "S0.13",
        "lever",
        "Personal contact can do six things: be sociable, build confidence, show what was gained, "
        "solve problems, adapt the service, and take work off the client.",
        "One lever for the intensity of contact, and one each for reassuring, fast answers, "
        "adapting and convenience.",
        (CROSBY,),
        at(
            lever="social reassurance speed customisation convenience",
            experiment="contact_or_core knowing_the_customer",
        ),
    ),
    Concept(
        "S0.14",
        "mechanism",
        "Staff who know their trade are trusted.",
        "Skill raises the quality delivered and the recovery after failures; both raise trust.",
        (CROSBY,),
        at(
            lever="training skill_start",
            parameter="skill_effect recovery_by_skill",
            outcome="periods.skill periods.trust",
        ),
    ),
    Concept(
        "S0.15",
        "lever",
        "Managers should reward staff for staying in touch with clients.",
        "Contact that takes place is contact planned × motivation, which rises with reward and "
        "with the content of the staff.",
        (CROSBY, "Berry 1981"),
        at(
            lever="staff_reward",
            parameter="motivation_base motivation_reward",
            outcome="periods.social_bond periods.staff_satisfaction",
        ),
    ),
    Concept(
        "S0.16",
        "lever",
        "Letters and reports can say that a client belongs, show results and inform.",
        "Direct messages: cheap, one-way and lukewarm. They feed trust and no bond.",
        (CROSBY,),
        at(
            lever="direct_messages",
            parameter="trust_by_messages",
            market="costs.message",
            experiment="human_or_machine",
        ),
    ),
    Concept(
        "S0.17",
        "mechanism",
        "Mail does not feel personal, hears nothing and learns nothing; a screen lacks closeness.",
        "Messages open no way to complain and teach the firm nothing about a customer. Channels "
        "differ in warmth: face to face, phone, mail, machine.",
        (CROSBY, LEVITT),
        at(
            lever="channel direct_messages",
            parameter="warmth_face warmth_phone warmth_mail warmth_machine",
            experiment="human_or_machine",
        ),
    ),
    Concept(
        "S0.18",
        "mechanism",
        "A known name pleases its buyers, and advertising makes a name.",
        "Advertising moves what people expect of the firm towards its claim, customers or not.",
        ("Nerlove & Arrow 1962", CROSBY),
        at(
            lever="advertising claim",
            parameter="claim_weight goodwill_decay",
            experiment="overpromising",
        ),
        missing="A name pleases nobody by itself: advertising acts through expectation alone.",
    ),
    Concept(
        "S0.19",
        "mechanism",
        "Advertising hardly makes clients more satisfied.",
        "Response of satisfaction to advertising beside the response of customers won.",
        (CROSBY,),
        at(
            lever="advertising",
            outcome="periods.satisfaction periods.acquired",
            experiment="overpromising",
        ),
    ),
    Concept(
        "S0.20",
        "mechanism",
        "Advertising promises; clients judge by what they get.",
        "A claim becomes an expectation. A claim above quality wins trials first, then "
        "disappoints.",
        ("Oliver 1980", "Parasuraman, Zeithaml & Berry 1985"),
        at(
            lever="claim advertising",
            parameter="claim_weight disconfirmation",
            outcome="periods.expectation_error",
            experiment="overpromising",
        ),
    ),
    Concept(
        "S0.21",
        "condition",
        "Dealing with each client singly is the heart of relationship marketing.",
        "Adapting the service needs a database that knows the customer.",
        (BERRY, "Pine, Peppers & Rogers 1995"),
        at(
            lever="customisation database",
            outcome="customers.known",
            experiment="knowing_the_customer",
        ),
    ),
    Concept(
        "S0.22",
        "mechanism",
        "A relationship is fragile after the first purchase.",
        "New customers have little trust, no bond and nothing to lose. Whether that or the early "
        "leaving of the restless makes newcomers leave is told apart.",
        (LEVITT, "Dwyer, Schurr & Oh 1987"),
        at(
            trait="restlessness",
            outcome="study.sorting run.survival spells.duration",
            experiment="estrangement",
        ),
        emergent=True,
    ),
    Concept(
        "S0.23",
        "mechanism",
        "After a sale without contact, firm and client become strangers, and rivals step in.",
        "Trust and bond fade where there is no contact; leaving is followed over gaps in contact.",
        (LEVITT,),
        at(
            lever="social",
            parameter="estrangement social_decay",
            experiment="estrangement",
        ),
    ),
    Concept(
        "S0.24",
        "mechanism",
        "Following up does more for a relationship than slowly improving the core service.",
        "Contact and quality are raised at the same cost. Which wins depends on observability.",
        (CROSBY,),
        at(
            lever="social quality",
            market="observability",
            outcome="comparison.relationship_quality",
            experiment="contact_or_core",
        ),
        emergent=True,
    ),
    Concept(
        "S0.25",
        "mechanism",
        "A promise that firm or staff break makes clients dissatisfied, and some complain.",
        "Encounters fail by a chance that falls with skill and rises with load; severe failures "
        "are voiced more often.",
        ("Bitner, Booms & Tetreault 1990", "Keaveney 1995"),
        at(
            parameter="failure failure_rate voice_severity",
            outcome="periods.failures periods.complaints",
        ),
        missing="Failures of the system and of staff are one event; skill makes it rarer.",
    ),
    Concept(
        "S0.26",
        "mechanism",
        "A complaint handled badly costs the client time and nerves and ends the relationship.",
        "An answer that falls far short of expectation lowers satisfaction a second time.",
        ("Bitner, Booms & Tetreault 1990", "Hart, Heskett & Sasser 1990"),
        at(
            parameter="double_deviation",
            outcome="periods.mishandled periods.lost_poor_recovery run.ladder",
        ),
    ),
    Concept(
        "S0.27",
        "mechanism",
        "Handling a complaint well makes nobody more satisfied: it is the least one expects.",
        "Where customers expect full recovery, nothing overshoots.",
        (CROSBY, "Maxham & Netemeyer 2002"),
        at(
            parameter="recovery_expectation_start delight",
            experiment="recovery_paradox",
        ),
        against=("S1.30",),
    ),
    Concept(
        "S0.28",
        "lever",
        "Let staff decide, so that they mend things in time.",
        "Empowerment and speed are parts of the recovery that a complainant gets.",
        ("Bowen & Lawler 1992", "Hart, Heskett & Sasser 1990"),
        at(
            lever="empowerment speed",
            parameter="recovery_by_empowerment recovery_by_speed",
            experiment="voice_and_learning",
        ),
        missing="Empowerment helps after a failure; it prevents none.",
    ),
    Concept(
        "S0.29",
        "lever",
        "Treat staff as customers: train, listen, appraise, reward.",
        "Training and reward raise the content of staff, and training their skill.",
        ("Berry 1981", "Heskett et al. 1994"),
        at(
            lever="training staff_reward",
            parameter="staff_by_care skill_by_training",
            outcome="periods.staff_satisfaction",
            experiment="staff_and_customers",
        ),
    ),
    Concept(
        "S0.30",
        "mechanism",
        "The media and other clients sway who wants to stay.",
        "News about a firm moves all beliefs for a period; talk travels along a network.",
        ("Anderson 1998", "East, Hammond & Lomax 2008"),
        at(
            lever="media scandal",
            parameter="news_weight hearing_weight",
            market="network",
            experiment="word_of_mouth",
        ),
    ),
    Concept(
        "S0.31",
        "mechanism",
        "News of a rival's new service makes clients doubt their choice.",
        "A challenge raises what is believed of the rival and can leave a doubt, which leads to a "
        "review at the next need.",
        ("Festinger 1957",),
        at(
            lever="challenge",
            parameter="challenges news_weight doubt_review",
            experiment="meeting_a_challenge",
        ),
    ),
    Concept(
        "S0.32",
        "mechanism",
        "A relationship ends when switching gains more than it costs.",
        "Who reviews takes the firm with the largest utility; the present firm's holds the cost of "
        "leaving.",
        ("McFadden 1974", "Burnham, Frels & Mahajan 2003"),
        at(
            parameter="switching_cost switching_cost_scale",
            outcome="run.losses run.switching",
            experiment="meeting_a_challenge",
        ),
    ),
    Concept(
        "S0.33",
        "mechanism",
        "Clients want the approval of those around them.",
        "Utility grows with the share of acquaintances who use the firm.",
        ("Bearden & Etzel 1982",),
        at(
            parameter="reference_group reference_weight",
            outcome="periods.lost_peers",
            experiment="peer_approval meeting_a_challenge",
        ),
    ),
    Concept(
        "S0.34",
        "mechanism",
        "What others tell can raise doubt and make a client leave.",
        "Bad news of one's own firm, or good news of a rival, is doubt, and doubt leads to a "
        "review.",
        ("Festinger 1957", "East, Hammond & Lomax 2008"),
        at(parameter="doubt_review word_of_mouth", experiment="meeting_a_challenge"),
    ),
    Concept(
        "S0.35",
        "lever",
        "Keep innovating, and bring one's own clients along.",
        "A launch raises quality a little and makes the service fresh again. It is tried under "
        "attack.",
        (CROSBY, "McAlister & Pessemier 1982"),
        at(
            lever="innovation challenge",
            parameter="renewal innovation_quality",
            experiment="meeting_a_challenge",
        ),
    ),
    Concept(
        "S0.36",
        "lever",
        "Assure clients that their first choice still stands.",
        "Reassurance weakens a challenge and the doubt in proportion to trust: only who is trusted "
        "can inoculate.",
        ("McGuire 1964",),
        at(lever="reassurance", market="costs.reassurance", experiment="meeting_a_challenge"),
    ),
)
