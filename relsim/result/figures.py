"""The figures of a run: one list, from which every table, chart, file and sentence is made."""

from __future__ import annotations

from relsim.result import formulas
from relsim.result.figure import Figure, Phrases

FIGURES: dict[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure(
            formulas.retention,
            "Annual retention",
            "percent",
            key="retention",
            per="of customers, a year",
            meaning="Of the firm's customers at the start of a year, the share that never left it "
            "within that year; those whom population turnover took are in neither number.",
            compared=True,
            phrases=Phrases(
                "{strategy} keeps {amount} more customers a year than {other}",
                "{strategy} keeps {amount} fewer customers a year than {other}",
                "{strategy} keeps more customers than {other}",
            ),
        ),
        Figure(
            formulas.turnover,
            "Turnover",
            "percent",
            key="turnover",
            per="of customers, a year",
            meaning="Of the firm's customers at the start of a year, the share that population "
            "turnover took within it.",
            higher_is_better=False,
        ),
        Figure(
            formulas.total("profit"),
            "Profit",
            "money",
            key="profit",
            per="whole horizon",
            meaning="Revenue minus every cost, added up from the strategy's start to the end.",
            compared=True,
            phrases=Phrases(
                "{strategy} earns {amount} more than {other}",
                "{strategy} earns {amount} less than {other}",
                "{strategy} earns more than {other}",
            ),
            counts="every customer and every cost up to the horizon, and nothing later",
        ),
        Figure(
            formulas.npv,
            "Net present value",
            "money",
            key="npv",
            per="discounted to the start",
            meaning="Revenue minus every cost, discounted to the day the strategy starts and added "
            "up to the end.",
            compared=True,
            phrases=Phrases(
                "{strategy} is worth {amount} more today than {other}",
                "{strategy} is worth {amount} less today than {other}",
                "{strategy} is worth more today than {other}",
            ),
            counts="every customer and every cost up to the horizon, the late ones for less, and "
            "nothing later",
        ),
        Figure(
            formulas.lifetime_value,
            "Lifetime value",
            "money",
            1,
            key="lifetime_value",
            per="per customer",
            meaning="Of the customers whom the firm has when the strategy starts: mean discounted "
            "margin less relationship spending, with what lies beyond the horizon.",
            compared=True,
            phrases=Phrases(
                "{strategy} makes a customer worth {amount} more than {other}",
                "{strategy} makes a customer worth {amount} less than {other}",
                "{strategy} makes a customer worth more than {other}",
            ),
            counts="the customers of the start alone, their margin less relationship spending, "
            "carried on beyond the horizon",
        ),
        Figure(
            formulas.customer_equity,
            "Customer equity",
            "money",
            key="customer_equity",
            per="of the firm, at the end",
            meaning="What the customers whom the firm has at the end, and those whom it may expect "
            "to win, are worth then: at the last year's margin, relationship spending and winning.",
            compared=True,
            phrases=Phrases(
                "{strategy} leaves the firm customers worth {amount} more than {other}",
                "{strategy} leaves the firm customers worth {amount} less than {other}",
                "{strategy} leaves the firm customers worth more than {other}",
            ),
            counts="the customers of the end and those to be won later, and nothing that was spent "
            "before",
        ),
        Figure(
            formulas.share,
            "Market share",
            "percent",
            key="share",
            per="of customers, at the end",
            meaning="The firm's part of all customers who have a firm at the end.",
            compared=True,
            phrases=Phrases(
                "{strategy} ends with {amount} more of the market than {other}",
                "{strategy} ends with {amount} less of the market than {other}",
                "{strategy} ends with more of the market than {other}",
            ),
        ),
        Figure(
            formulas.a_customer("relationship_quality"),
            "Relationship quality",
            "score",
            key="relationship_quality",
            per="0 to 1, mean",
            meaning="Half satisfaction, half trust: the mean over customers and periods.",
            compared=True,
            phrases=Phrases(
                "{strategy} brings relationship quality {amount} higher than {other}",
                "{strategy} brings relationship quality {amount} lower than {other}",
                "{strategy} brings better relationships than {other}",
            ),
        ),
        Figure(
            formulas.a_customer("relationship_spending"),
            "Relationship cost",
            "money",
            2,
            key="cost_per_customer",
            per="per customer, period",
            meaning="What the firm spends on the relationship beyond the baseline's staff and "
            "innovation, per customer and period; lower counts as better.",
            higher_is_better=False,
            compared=True,
            phrases=Phrases(
                "{strategy} spends {amount} more per customer and period than {other}",
                "{strategy} spends {amount} less per customer and period than {other}",
                "{strategy} spends less per customer than {other}",
            ),
        ),
        Figure(
            formulas.total("relationship_spending"),
            "Relationship spending",
            "money",
            key="relationship_spending",
            per="whole horizon",
            meaning="What the firm spends on relationships beyond the baseline's staff and "
            "innovation, on all customers from the strategy's start to the end; it grows with the "
            "customers, too. Lower counts as better.",
            higher_is_better=False,
            compared=True,
        ),
        Figure(
            lambda books: books.closed,
            "Customers",
            "count",
            0,
            key="customers",
            per="at the end",
            meaning="The firm's customers at the end.",
        ),
        Figure(
            formulas.total("acquired"),
            "Acquired",
            "count",
            0,
            key="acquired",
            per="customers, whole horizon",
            meaning="Customers won, those won back apart.",
        ),
        Figure(
            formulas.total("won_back"),
            "Won back",
            "count",
            0,
            key="won_back",
            per="customers, whole horizon",
            meaning="Customers who came again.",
        ),
        Figure(
            formulas.lost,
            "Lost",
            "count",
            0,
            key="lost",
            per="customers, whole horizon",
            meaning="Customers lost, population turnover apart.",
            higher_is_better=False,
        ),
        Figure(
            formulas.a_customer("satisfaction"),
            "Satisfaction",
            "score",
            key="satisfaction",
            per="0 to 1, mean",
            meaning="How satisfied the firm's customers are: the mean over customers and periods.",
        ),
        Figure(
            formulas.a_customer("trust"),
            "Trust",
            "score",
            key="trust",
            per="0 to 1, mean",
            meaning="How far the firm's customers trust it: the mean over customers and periods.",
        ),
        Figure(
            formulas.cost_per_customer_won,
            "Cost per customer won",
            "money",
            2,
            key="cost_per_customer_won",
            per="per customer won",
            meaning="Acquisition cost and advertising for each customer won.",
            higher_is_better=False,
        ),
        Figure(
            formulas.cost_per_customer_kept,
            "Cost per customer kept",
            "money",
            2,
            key="cost_per_customer_kept",
            per="per customer kept a year",
            meaning="Relationship spending for each customer kept through a whole year.",
            higher_is_better=False,
        ),
        Figure(
            formulas.a_customer("surplus", "uses"),
            "Surplus per use",
            "money",
            2,
            key="surplus_per_use",
            per="per use",
            meaning="Customer surplus, a mean over uses.",
        ),
        Figure(
            formulas.a_customer("talk_good", "talk_bad"),
            "Talk ratio",
            "ratio",
            key="talk_ratio",
            per="good reports to one bad",
            meaning="Good reports told by the firm's customers, to one bad report.",
        ),
    )
}
"""By key, in the order in which tables show them."""

COMPARED: dict[str, Figure] = {key: one for key, one in FIGURES.items() if one.compared}
"""Those that strategies are compared on."""


PAYBACK = Figure(
    lambda books: None,
    "Pay-back",
    "periods",
    key="payback",
    per="first period ahead for good",
    meaning="The first period (0 is the first of all) from which the discounted profit so far is "
    "never again below the baseline's in the same world; the mean of the worlds in which there "
    "is one.",
    higher_is_better=False,
)
"""Only a strategy beside its baseline has it, so it stands apart."""
