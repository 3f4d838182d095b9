"""Spend on keeping while one more unit of money keeps more than it wins, and then on winning.

Both have diminishing returns: the first money finds those who are easily kept, or won. So the best
division of a budget lies between all for one and all for the other. Half, all or nothing of the
same money goes to contact with customers, the rest to advertising.
"""

import relsim
from relsim.claims import Arm, Claim, Size, Vary, difference, report

MONEY = 250.0  # a month: what full contact with the firm's 500 customers costs at the start


def divided(keeping):
    """Return an arm that gives this share of the money to keeping and the rest to winning."""
    return Arm(levers={"social": keeping, "advertising": (1 - keeping) * MONEY})


claim = Claim(
    name="win_or_keep",
    sentence="Money is best divided between winning and keeping, for both have diminishing "
    "returns.",
    by="Blattberg & Deighton 1996",
    concepts=("S1.16", "S2.25", "S2.26"),
    scenario="insurance",
    quick=Size(8, customers=800, periods=60),
    arms={
        "nothing": Arm(),
        "all for winning": divided(0.0),
        "a quarter for keeping": divided(0.25),
        "half and half": divided(0.5),
        "three quarters for keeping": divided(0.75),
        "all for keeping": divided(1.0),
    },
    contrasts=(
        difference("half and half", "all for keeping", "customer_equity", smallest=0.01,
                   relative_to="nothing", name="half against all for keeping: equity"),
        difference("half and half", "all for winning", "customer_equity", smallest=0.01,
                   relative_to="nothing", name="half against all for winning: equity"),
        report("all for winning", "npv", against="nothing", relative_to="nothing",
               name="all for winning: worth"),
        report("a quarter for keeping", "npv", against="nothing", relative_to="nothing",
               name="a quarter for keeping: worth"),
        report("half and half", "npv", against="nothing", relative_to="nothing",
               name="half and half: worth"),
        report("three quarters for keeping", "npv", against="nothing", relative_to="nothing",
               name="three quarters for keeping: worth"),
        report("all for keeping", "npv", against="nothing", relative_to="nothing",
               name="all for keeping: worth"),
    ),
    sweeps=(
        Vary("money that reaches 63 % of people, a head", (0.1, 0.4, 1.25, 4.0),
             path="market.costs.reach"),
    ),
    meaning={
        "supported": "Half and half is worth {effect} more than all for keeping and {part_2} more "
        "than all for winning, in customer equity; in net present value of ten years all for "
        "winning brings {part_3}, half {part_5}, all for keeping {part_7}.",
        "conditional": "Whether dividing is best depends on {where}; as the market is, half and "
        "half changes customer equity by {effect} against all for keeping and by {part_2} against "
        "all for winning; net present value by {part_5}, {part_7} and {part_3} against nothing.",
        "refuted": "Half and half is worth {effect} more than all for keeping and {part_2} "
        "more than all for winning, in customer equity; against nothing, net present value changes "
        "by {part_3} (all for winning), {part_5} (half) and {part_7} (all for keeping).",
    },
    about="Equity judges, as Blattberg and Deighton have it: what customers are worth at the end, "
    "those yet to be won included. Net present value stands beside it.",
    bet="A budget goes half to winning and half to keeping, or all to keeping. By how many per "
    "cent of customer equity is the first worth more, the dearer people are to reach?",
    questions=(
        "What does your last unit of money win, and what would it keep?",
        "How would you find the best division without a model?",
        "Why does a young firm divide it otherwise than an old one?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
