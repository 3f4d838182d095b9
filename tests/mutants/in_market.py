"""Faults in the passes, in what firms do, in births, turnover, targets, books and figures."""

from __future__ import annotations

from tests.mutants.fault import Fault

BASE = "share of the wrong base"
CLIP = "wrong clip"
COST = "a cost booked twice or on the wrong heads"
LUCK = "luck keyed by the wrong thing"
PERIOD = "off by one period"
RATE = "monthly rate not carried to the period"
RESET = "a reset forgotten"
SWAPPED = "swapped arguments or branches"
IGNORED = "a condition or a lever ignored"
UNITY = "1 instead of spend"


def step(name: str, mistake: str, file: str, text: str, instead: str) -> Fault:
    """Return a fault in a file of ``relsim/market``, or of the room that is named before it."""
    room, _, place = file.rpartition("/")
    return Fault(name, mistake, f"relsim/{room or 'market'}/{place}.py", text, instead)


CHOOSING = (
    step(
        "acquaintances count by the firm they have gone to this very period",
        "word of mouth using the new state",
        "passes",
        "            moves[before[row], customer.firm] += 1.0\n",
        "            moves[before[row], customer.firm] += 1.0\n"
        "            before[row] = customer.firm\n",
    ),
    step(
        "who was assigned a firm counts among those who stayed",
        IGNORED,
        "considering",
        "if need and free and own >= 0 and world.period >= 0.0 and standing != SETTLED:",
        "if need and own >= 0 and world.period >= 0.0 and standing != SETTLED:",
    ),
    step(
        "needs are booked with the firm that is left",
        "leaving before buying",
        "passes",
        "tallies[customer.firm].wanted += 1.0",
        "tallies[own].wanted += 1.0",
    ),
    step(
        "doubt lasts beyond the next need",
        RESET,
        "choosing",
        "    customer.doubt = np.int8(0)\n",
        "",
    ),
    step(
        "good that was heard refers at any later need",
        RESET,
        "choosing",
        "    customer.heard_good = np.uint16(0)\n",
        "",
    ),
    step(
        "a year's cohort is counted a period late",
        "off by one period in retention cohorts",
        "passes",
        "world.period % world.periods_per_year == 0.0",
        "world.period % world.periods_per_year == 1.0",
    ),
    step(
        "freedom is drawn anew every period",
        LUCK,
        "considering",
        "uniform(keys[Purpose.FREEDOM, nobody], number)",
        "uniform(keys[Purpose.ASSIGNMENT, nobody], number)",
    ),
    step(
        "luck in a choice is the same for all firms",
        LUCK,
        "choosing",
        "gumbel(uniform(keys[Purpose.CHOICE, j], number))",
        "gumbel(uniform(keys[Purpose.CHOICE, nobody], number))",
    ),
    step(
        "luck in a choice is drawn in sequence",
        "a global random number",
        "choosing",
        "gumbel(uniform(keys[Purpose.CHOICE, j], number))",
        "gumbel(np.random.random())",
    ),
    step(
        "the last open firm is assigned to nobody",
        "off by one",
        "choosing",
        "place = assigned(int(world.open_firms), luck)",
        "place = assigned(int(world.open_firms) - 1, luck)",
    ),
    step(
        "a loyalty discount holds nobody at a review",
        IGNORED,
        "choosing",
        "net = net_of_points(own_price_ahead(customer, firm, theory, world), firm, theory)",
        "net = net_of_points(firm.offer, firm, theory)",
    ),
    step(
        "the points of rivals are not seen by who compares",
        IGNORED,
        "choosing",
        "net = net_offer_ahead(customer, j, firm, theory, world)",
        "net = firm.offer",
    ),
    step(
        "a cheap firm is believed in as if it were not",
        IGNORED,
        "choosing",
        "customer.belief[j] - firm.tarnish,",
        "customer.belief[j],",
    ),
    step(
        "everybody is an acquaintance of one's own",
        BASE,
        "choosing",
        "peers[j] = (heads[j] - (1.0 if before[row] == j else 0.0)) / others",
        "peers[j] = heads[j] / others",
    ),
    step(
        "who leaves takes the points along in the books",
        "points not forfeited",
        "choosing",
        "        forfeit(customer.points, tallies[own])\n",
        "",
    ),
    step(
        "only the firm left last is remembered",
        "state written over",
        "choosing",
        "np.uint16(customer.ever_left | (1 << int(own)))",
        "np.uint16(1 << int(own))",
    ),
    step(
        "who was assigned counts as won by choice",
        COST,
        "choosing",
        "back > 0, reason != ASSIGNED, referred > 0",
        "back > 0, True, referred > 0",
    ),
)

ENCOUNTERS = (
    step(
        "taste of a firm is the same for all firms",
        LUCK,
        "passes",
        "uniform(keys[Purpose.TASTE, customers[low + i].firm], numbers[i])",
        "uniform(keys[Purpose.TASTE, nobody], numbers[i])",
    ),
    step(
        "what makes a use poor makes it fail",
        LUCK,
        "passes",
        "stage(keys[Purpose.FAILURE, nobody], numbers, size, luck[2])",
        "stage(keys[Purpose.NOISE, nobody], numbers, size, luck[2])",
    ),
    step(
        "the year's last season comes before its first",
        "off by one period",
        "firm_passes",
        "(int(world.period) % year) * length",
        "(int(world.period - 1) % year) * length",
    ),
    step(
        "customers forget the firm they are with",
        IGNORED,
        "knowing",
        "~(forgotten & ~own)",
        "~forgotten",
    ),
    step(
        "bad talk makes a firm known as good talk does",
        SWAPPED,
        "hearing",
        "theory.aware_by_talk if good else theory.aware_by_bad_talk",
        "theory.aware_by_talk",
    ),
    step(
        "the talkative tell no more than others",
        IGNORED,
        "hearing",
        "chance *= talkativeness_of(talkative, theory)",
        "pass",
    ),
    step(
        "everybody's spend drifts alike",
        LUCK,
        "passes",
        "failing[i], drift[i])",
        "failing[i], drift[0])",
    ),
    step(
        "who is turned away pays",
        "revenue counted for those turned away",
        "encounters",
        "    tally.turned_away += 1.0\n",
        "    tally.turned_away += 1.0\n"
        "    tally.revenue += own_price(customer, scene.firm, scene.world) * customer.spend\n",
    ),
    step(
        "amends are discounted for made negativity alone",
        "off by one period",
        "encounters",
        "effect = effect_of(given, failure.severity, failure.negativity, theory)",
        "effect = effect_of(given, failure.severity, customer.negativity_made, theory)",
    ),
    step(
        "no firm pays for a failure that the customer caused",
        IGNORED,
        "encounters",
        "if not (failure.own_fault and firm.dispute > 0.0):",
        "if not failure.own_fault:",
    ),
    step(
        "points are earned on the price of a use",
        UNITY,
        "encounters",
        "earned = firm.reward_rate * paid",
        "earned = firm.reward_rate * price",
    ),
    step(
        "serving costs the same whatever is bought",
        UNITY,
        "encounters",
        "tally.service_cost += firm.unit_cost * amount",
        "tally.service_cost += firm.unit_cost",
    ),
    step(
        "harm outlasts a good use",
        RESET,
        "encounters",
        "    customer.harm = 0.0\n",
        "",
    ),
    step(
        "orientation and satisfaction change places in the social bond",
        SWAPPED,
        "encounters",
        "(customer.relational_orientation),\n            customer.satisfaction,\n",
        "(customer.satisfaction),\n            customer.relational_orientation,\n",
    ),
    step(
        "a discount begins a month early",
        "off by one period in tenure",
        "terms",
        "(world.period - customer.start) * world.months / 12.0",
        "(world.period - customer.start + 1.0) * world.months / 12.0",
    ),
    step(
        "customers settle in a period early",
        "off by one period in tenure",
        "records",
        "years = np.arange(periods) * (scenario.months / 12.0)",
        "years = np.arange(1, periods + 1) * (scenario.months / 12.0)",
    ),
)

HEARING = (
    step(
        "good news of one's own firm raises doubt",
        IGNORED,
        "hearing",
        "((own and bad) or (good and not own))",
        "((own and bad) or good)",
    ),
    step(
        "people talk to themselves",
        "off by one",
        "hearing",
        "return listener + 1 if listener >= row else listener",
        "return listener",
    ),
    step(
        "a report of one's own firm counts as one of any",
        IGNORED,
        "hearing",
        "weight = report_weight(own, good, theory)",
        "weight = report_weight(False, good, theory)",
    ),
    step(
        "advertising for one segment goes to the next",
        "off by one",
        "passes",
        "addressed = firm.advertised_segment - 1.0",
        "addressed = firm.advertised_segment - 0.0",
    ),
    step(
        "trust in one's own firm damps the scandals of others",
        BASE,
        "passes",
        "change -= news_strength(scandal, 1.0, theory)",
        "change -= news_strength(scandal, damped, theory)",
    ),
    step(
        "a challenger shakes its own customers",
        IGNORED,
        "passes",
        "if own != j and firm.challenge > 0.0:",
        "if firm.challenge > 0.0:",
    ),
)

FIRMS = (
    step(
        "who loses share is judged by the heads of today",
        BASE,
        "minds",
        "closings[now - 1 - year, j] / before:",
        "closings[now - 1 - year, j] / after:",
    ),
    step(
        "launches a month are launches a period",
        RATE,
        "firm_passes",
        "luck < over_months(firm.innovation, world.months)",
        "luck < firm.innovation",
    ),
    step(
        "goodwill forgets by the period's rate where a month's is due",
        "goodwill decay",
        "firm_passes",
        "monthly = over_months(decay, 1.0 / world.months)",
        "monthly = decay",
    ),
    step(
        "the price level knows no promotions",
        BASE,
        "firm_passes",
        "weighted += sides[j].opened * sides[j].net_offer",
        "weighted += sides[j].opened * sides[j].price",
    ),
    step(
        "firms learn from failures that nobody voiced",
        BASE,
        "booking",
        "learn(firm.learned, firm.learning, tally.complaints, customers, theory)",
        "learn(firm.learned, firm.learning, tally.failures, customers, theory)",
    ),
    step(
        "staff feel the satisfaction of whom they had when the period began",
        BASE,
        "booking",
        "mean = tally.satisfaction / customers if customers > 0.0 else 0.5",
        "mean = tally.satisfaction / tally.opened if tally.opened > 0.0 else 0.5",
    ),
    step(
        "room is shared with firms that are not there",
        "capacity fair share",
        "records",
        "mean_need(scenario) / max(1, open_firms)",
        "mean_need(scenario) / len(scenario.firms)",
    ),
    step(
        "messages are paid for as contact, too",
        COST,
        "booking",
        "    tally.contact_cost += heads * world.cost_social * channel * firm.social\n",
        "    tally.contact_cost += heads * world.cost_social * channel * firm.social\n"
        "    tally.contact_cost += heads * world.cost_message * firm.direct_messages\n",
    ),
    step(
        "levers cost by who was there when the period began",
        COST,
        "booking",
        "picked = tally.customers - tally.passed_by",
        "picked = tally.opened - tally.passed_by",
    ),
    step(
        "who is won back is set up for nothing",
        COST,
        "booking",
        "won = tally.taken_up if firm.aims > 0.0 else tally.acquired + tally.won_back",
        "won = tally.taken_up if firm.aims > 0.0 else tally.acquired",
    ),
    step(
        "points that were forfeited cost what they would have",
        COST,
        "booking",
        "tally.reward_cost = tally.points_earned - tally.points_forfeited",
        "tally.reward_cost = tally.points_earned",
    ),
    step(
        "whoever is worth just too little is picked out",
        "targeting bounds",
        "targets",
        'low = math.ceil(firm["target_from"] * count)',
        'low = math.floor(firm["target_from"] * count)',
    ),
    step(
        "who is picked out is set up anew every period",
        COST,
        "targets",
        "if aside == REACHED and customer.aside > 0:",
        "if aside == REACHED:",
    ),
    step(
        "personal levers reach those whom they pass by",
        IGNORED,
        "targets",
        "            table[firms + j, columns[k]] = usual[j, columns[k]]\n",
        "            table[firms + j, columns[k]] = table[j, columns[k]]\n",
    ),
    step(
        "the control group gets the levers, too",
        IGNORED,
        "targets",
        "if held_back and firm.control_gets <= 0.0:",
        "if held_back and firm.control_gets > 0.0:",
    ),
    step(
        "who is in the control group is drawn anew with every estimate",
        LUCK,
        "targets",
        "is_control(firm.control_share, uniform(keys[Purpose.CONTROL, own], number))",
        "is_control(firm.control_share, uniform(keys[Purpose.NEED, -1], number))",
    ),
    step(
        "who left is counted among those of the firm that was gone to",
        BASE,
        "following",
        "        own = before[first + i]\n",
        "        own = customers[i].firm\n",
    ),
    step(
        "uplift is the risk of the control group alone",
        IGNORED,
        "targets",
        "                measure -= risk_of_kind(rates[own, WITH], kind)\n",
        "",
    ),
    step(
        "a measure is as sure as if its groups were one",
        "wrong variance",
        "measures",
        "GROUPS / (GROUPS - 1) * ((left - rate * seen) ** 2).sum()",
        "((left - rate * seen) ** 2).mean()",
    ),
)

LIVES = (
    step(
        "who joins is as tired of the new firm as of the old",
        "a reset forgotten on joining",
        "births",
        "if not field.lasting)",
        'if not field.lasting and name != "satiation")',
    ),
    step(
        "a newcomer is as bitter as who lived there before",
        "a newcomer inheriting state",
        "births",
        "if field.lasting and not field.per_firm",
        'if field.lasting and not field.per_firm and name != "negativity_made"',
    ),
    step(
        "a newcomer's luck is that of a neighbour",
        LUCK,
        "births",
        "np.uint64(row + int(generation) * population)",
        "np.uint64(row + int(generation))",
    ),
    step(
        "who moves in is who has moved out",
        "a newcomer inheriting luck",
        "turnover",
        "generation = customer.generation + 1",
        "generation = customer.generation",
    ),
    step(
        "the taste of a first belief is another than that of the encounters",
        LUCK,
        "births",
        "return spread * normal(uniform(keys[Purpose.TASTE, firm], number))",
        "return spread * normal(uniform(keys[Purpose.TASTE, keys.shape[1] - 1], number))",
    ),
    step(
        "a newcomer hears what the predecessor believed",
        BASE,
        "turnover",
        "heard[0, j] = (totals[0, j] - customers[row].belief[j]) / others",
        "heard[0, j] = totals[0, j] / others",
    ),
)

FIGURES = (
    step(
        "a customer of a year is still new",
        "off by one period in tenure",
        "tallying",
        "int(world.period - customer.start >= world.periods_per_year)",
        "int(world.period - customer.start > world.periods_per_year)",
    ),
    step(
        "hostages and mercenaries change places",
        SWAPPED,
        "tallying",
        "return KINDS - 1 - 2 * int(satisfaction >= theory.satisfied_from) - bound",
        "return KINDS - 1 - int(satisfaction >= theory.satisfied_from) - 2 * bound",
    ),
    step(
        "who joins in the first period is a founder",
        PERIOD,
        "tallying",
        "float(int(customer.start < 0))",
        "float(int(customer.start <= 0))",
    ),
    step(
        "who left and came back within the year was kept",
        "retention cohorts",
        "surveys",
        "if customer.firm == cohort and customer.start <= year_start:",
        "if customer.firm == cohort:",
    ),
    step(
        "money of a period is worth what it is at the period's beginning",
        "NPV discount at the wrong end",
        "result/formulas",
        "years = (np.arange(books.periods) + 1) *",
        "years = np.arange(books.periods) *",
    ),
    step(
        "who leaves after some periods is at risk one period too few",
        PERIOD,
        "measures",
        "np.concatenate([[0], np.cumsum(ending)[:-1]])",
        "np.cumsum(ending)",
    ),
    step(
        "a tail of value is discounted once too little",
        PERIOD,
        "result/formulas",
        "tail = for_ever(kept, 1.0 + books.discount_rate - kept)",
        "tail = for_ever(1.0 + books.discount_rate, 1.0 + books.discount_rate - kept)",
    ),
)

STRETCHES = (
    step(
        "a scandal of one period lasts to the end of a stretch",
        RESET,
        "stretch",
        "                small.plain.sides[j, small.momentary[c]] = 0.0\n",
        "                small.plain.sides[j, small.momentary[c]] *= 1.0\n",
    ),
    step(
        "in a stretch firms answer within the warm-up, too",
        IGNORED,
        "stretch",
        "if now >= small.warm_up and minds.anybody(conditions.sides):",
        "if minds.anybody(conditions.sides):",
    ),
    step(
        "a year that ends with a stretch is not surveyed",
        PERIOD,
        "clock",
        "        self._count_year(state.now - 1)\n",
        "        self._count_year(state.now)\n",
    ),
    step(
        "a stretch goes beyond the next event",
        PERIOD,
        "bare",
        "begins = [period for period in (0, *self._events) if period > now]",
        "begins = [period for period in (0, *self._events) if period > now + 1]",
    ),
)

TIES = (
    step(
        "a tie of a small world that is laid anew may lead back to oneself",
        BASE,
        "network",
        "                if other >= i:\n                    other += 1\n",
        "",
    ),
    step(
        "a random network is half as dense as asked for",
        BASE,
        "network",
        "random_pairs(size, size * degree // 2, stream)",
        "random_pairs(size, size * degree // 4, stream)",
    ),
    step(
        "a scale-free network ties everybody to twice as many",
        BASE,
        "network",
        "scale_free(size, max(1, degree // 2), stream)",
        "scale_free(size, max(1, degree), stream)",
    ),
    step(
        "a tie of a random network may lead to oneself",
        SWAPPED,
        "network",
        "        if other >= one:\n            other += 1\n",
        "        if other <= one:\n            other += 1\n",
    ),
)

BINDING = (
    step(
        "a fee for leaving is paid and not booked",
        "revenue left out",
        "binding",
        "        tally.revenue += fee\n",
        "",
    ),
    step(
        "who gave notice stays a period longer",
        PERIOD,
        "binding",
        "if world.period < customer.bound_until:",
        "if world.period <= customer.bound_until:",
    ),
    step(
        "who is bound looks around as the free do",
        IGNORED,
        "binding",
        "return BOUND if customer.bound_until > world.period else OPEN",
        "return OPEN",
    ),
    step(
        "at the opening all have signed on one day",
        LUCK,
        "signing",
        "over = int(uniform(stream + _STAGGER, number) * term)",
        "over = 0",
    ),
    step(
        "a renewal keeps the old end of the term",
        RESET,
        "signing",
        "    bind(customer, firm, world.period, world)\n",
        "",
    ),
    step(
        "a fee weighs where notice is given, too",
        IGNORED,
        "terms",
        "return left > 0 and customer.leaves_for <= 0 and left != notice_signed(customer)",
        "return left > 0",
    ),
    step(
        "a promised price outlasts a term that is not renewed",
        RESET,
        "signing",
        "        customer.signed = 0.0\n        customer.fee",
        "        customer.fee",
    ),
    step(
        "a renewal makes people look around who may not choose",
        IGNORED,
        "binding",
        "prompted = may_choose(world.freedom, luck)",
        "prompted = True",
    ),
    step(
        "who signed at the opening is free where nobody signs any more",
        IGNORED,
        "records",
        'world["contracts"] = signed and scenario.behaviour.contracts',
        'world["contracts"] = 0.0',
    ),
    step(
        "payments lapse as often in a year as in a month",
        RATE,
        "binding",
        "over_months(firm.lapse_rate, world.months)",
        "firm.lapse_rate",
    ),
)

OFFERS = (
    step(
        "who comes back is a newcomer at once",
        IGNORED,
        "terms",
        "return (customer.ever_left >> j) & 1 == 0 or is_long_elsewhere(customer, world)",
        "return True",
    ),
    step(
        "who moves on after years is remembered by all",
        RESET,
        "choosing",
        "        customer.ever_left = np.uint16(0)\n",
        "        pass\n",
    ),
    step(
        "time without a firm counts from when the last relationship began",
        RESET,
        "choosing",
        "        customer.start = np.int32(world.period)\n",
        "",
    ),
    step(
        "a newcomer pays less for ever",
        RESET,
        "terms",
        "    return left if left > 0.0 else 0.0\n",
        "    return 1.0\n",
    ),
    step(
        "who would look around for an offer to newcomers is not asked",
        IGNORED,
        "firm_passes",
        "    world.lowest_offer = offer\n",
        "    world.lowest_offer = lowest\n",
    ),
    step(
        "an offer of no months makes the loyal look around",
        IGNORED,
        "firm_passes",
        "        if firm.welcome > 0.0:\n            firm.newcomer_offer",
        "        if firm.welcome >= 0.0:\n            firm.newcomer_offer",
    ),
    step(
        "newcomers, too, hear of what newcomers pay",
        IGNORED,
        "choosing",
        "if welcome_left(customer, firm, world) <= 0.0:",
        "if welcome_left(customer, firm, world) >= 0.0:",
    ),
)

MINDS = (
    step(
        "a price matcher matches itself",
        IGNORED,
        "minds",
        "if k != j and sides[k].present > 0.0:",
        "if sides[k].present > 0.0:",
    ),
    step(
        "a learner keeps whatever it tried",
        IGNORED,
        "minds",
        "if firm.trial > 0.0 and not pays(firm.gained, firm.gained_before):",
        "if firm.trial > 1e9:",
    ),
    step(
        "a learner judges a trial by all that it ever gained",
        RESET,
        "minds",
        "        firm.gained_before = firm.gained\n        firm.gained = 0.0\n",
        "        firm.gained_before = firm.gained\n",
    ),
)

FAULTS = (
    *CHOOSING,
    *ENCOUNTERS,
    *HEARING,
    *FIRMS,
    *LIVES,
    *FIGURES,
    *STRETCHES,
    *TIES,
    *BINDING,
    *OFFERS,
    *MINDS,
)
