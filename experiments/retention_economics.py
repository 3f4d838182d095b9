"""Five per cent fewer defections raise profit by 25 to 85 per cent.

"Five per cent" is read in both ways: five more of a hundred customers stay each year, and one in
twenty of those who leave stays. Everybody in the market is made calmer, just so far that this many
fewer leave. First we ask what a customer is worth, which is what the authors computed; then what
the firm earns, and how much of that is margin and how much is saved on winning customers.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, bisect, difference, report

CALMEST = 0.0001  # hardly anybody reconsiders without a reason


def restless(mean):
    """Return settings under which customers reconsider without a reason this often, a need."""
    return {f"segments.{name}.restlessness.mean": mean for name in ("private", "families")}


def leaving(run):
    """Return the share of customers that leaves by choice within a year, all firms together."""
    lost = (run.periods.lost - run.periods.lost_population_turnover).sum()
    return 12 * lost / run.periods.opened.sum()


LEAVING = Figure(leaving, "Left in a year, all firms", "percent")


def fewer(wanted):
    """Return an arm whose customers are just so calm that `wanted` of those now leaving leave."""

    def settings(ask):
        larger = {"market.customers": 4 * ask.scenario.market.customers}

        def left(mean):
            return ask.mean(LEAVING, {**restless(mean), **larger}, worlds=2)

        usual = ask.scenario.segments[0].restlessness.mean
        target = max(wanted(left(usual)), left(CALMEST))
        return restless(bisect(left, CALMEST, usual, target, steps=6))

    return Arm(settings=settings)


def worth(run):
    """Return what a customer is worth beyond what winning one costs."""
    return run.summary()["lifetime_value"] - run.scenario.market.costs.acquisition


def margin(run):
    """Return what the firm's customers paid beyond the cost of serving them."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    return mine.revenue.sum() - mine.service_cost.sum()


def winning(run):
    """Return what the firm spent on winning customers."""
    return run.periods[run.periods.firm == run.scenario.focal.name].acquisition_cost.sum()


NOW, POINTS, PART = "as the market is", "5 points fewer", "5 % fewer"

claim = Claim(
    name="retention_economics",
    sentence="Five points fewer defections a year raise profit by 25 to 85 per cent.",
    by="Reichheld & Sasser 1990",
    concepts=("S1.15", "S1.16"),
    scenario="insurance",
    arms={
        NOW: Arm(),
        POINTS: fewer(lambda share: share - 0.05),
        PART: fewer(lambda share: 0.95 * share),
    },
    figures={
        "leaving": LEAVING,
        "worth": Figure(worth, "Lifetime value beyond the cost of winning", "money"),
        "margin": Figure(margin, "Margin earned", "money"),
        "winning": Figure(winning, "Spent on winning customers", "money"),
    },
    contrasts=(
        difference(POINTS, NOW, "worth", smallest=0.25, relative_to=NOW,
                   name="5 points: worth of a customer"),
        difference(POINTS, NOW, "profit", smallest=0.25, relative_to=NOW,
                   name="5 points: the firm's profit"),
        report(PART, "worth", against=NOW, relative_to=NOW,
               name="5 %: worth of a customer"),
        report(PART, "profit", against=NOW, relative_to=NOW, name="5 %: the firm's profit"),
        report(POINTS, "margin", against=NOW, name="5 points: margin"),
        report(POINTS, "winning", against=NOW, name="5 points: cost of winning"),
        report(POINTS, "leaving", against=NOW, name="5 points: left in a year"),
    ),
    sweeps=(
        Vary("restlessness before, a need", (0.05, 0.14, 0.3), settings=restless,
             unit="percent"),
    ),
    meaning={
        "supported": "Five points fewer make a customer worth {effect} more and the firm earn "
        "{part_2} more: the range is reached.",
        "conditional": "Whether the range is reached depends on {where}; as the market is, five "
        "points make a customer worth {effect} more, and the firm's profit changes by {part_2}.",
        "refuted": "Five points fewer make a customer worth {effect} more; the firm's profit "
        "changes by {part_2}. Of five per cent, read as a part of those leaving, {part_3} and "
        "{part_4} come. Where all firms keep more, nobody wins what others lose.",
    },
    about="Spending does not grow with tenure here, as it does in the article: what is left is "
    "that customers stay longer and fewer have to be won. All firms keep more, as in an industry.",
    bet="Of a hundred customers, five fewer leave each year. By how many per cent is a customer "
    "worth more, the more restless people were before?",
    questions=(
        "Whose profit rises when every firm of an industry keeps five points more?",
        "Which of the two readings would you like your board to have?",
        "What else must be true of your customers for profit to rise by a quarter?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
