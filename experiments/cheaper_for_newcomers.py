"""Cheaper for newcomers: what they bring, and what the loyal do who hear of it.

An insurer takes a quarter off the price in a newcomer's first year. Whoever pays in full may hear
of it at a need, and then looks around. Beside it stand the same offer of which nobody hears, and a
price that is lower for the loyal instead, a little more each year.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, difference, report

OFFER = {"introductory": 0.25, "introductory_months": 12.0}


def won(run):
    """Return how many customers the firm won."""
    summary = run.summary()
    return summary["acquired"] + summary["won_back"]


claim = Claim(
    name="cheaper_for_newcomers",
    sentence="A lower price for newcomers wins customers and loses loyal ones who hear of it, so "
    "that it is worth less than no offer.",
    by="Feinberg, Krishna & Zhang 2002",
    concepts=("S0.10", "S3.08"),
    scenario="insurance",
    arms={
        "none": Arm(),
        "for newcomers": Arm(levers=OFFER),
        "nobody hears": Arm(levers=OFFER, settings={"behaviour.loyalty_penalty": 0.0}),
        "for the loyal": Arm(levers={"loyalty_discount": 0.05}),
    },
    figures={"won": Figure(won, "Customers won", "count", 0)},
    contrasts=(
        difference("for newcomers", "none", "npv", "less", smallest=0.005, relative_to="none",
                   name="for newcomers: worth"),
        difference("for newcomers", "nobody hears", "retention", "less", smallest=0.005,
                   name="the loyal who hear: retention"),
        difference("for newcomers", "none", "won", smallest=0.01, relative_to="none",
                   name="for newcomers: won"),
        report("for newcomers", "retention", against="none", name="for newcomers: retention"),
        report("nobody hears", "npv", against="none", relative_to="none",
               name="of which nobody hears: worth"),
        report("for newcomers", "share", against="none", name="for newcomers: share at the end"),
        report("for the loyal", "npv", against="none", relative_to="none",
               name="for the loyal: worth"),
        report("for the loyal", "retention", against="none", name="for the loyal: retention"),
    ),
    sweeps=(
        Vary("chance to hear of it at a need, of 100 % off", (0.0, 0.5, 1.0, 2.0, 4.0),
             path="behaviour.loyalty_penalty"),
    ),
    meaning={
        "supported": "The offer wins {part_3} more customers and is worth {effect}; that the loyal "
        "hear of it lowers retention by {size_2}. Where nobody hears it is worth {part_5}; a price "
        "for the loyal is worth {part_7} and keeps {part_8}.",
        "conditional": "Whether the offer costs more than it brings depends on {where}; as the "
        "market is, it wins {part_3} more and is worth {effect}; that the loyal hear of it changes "
        "retention by {part_2}. Where nobody hears it is worth {part_5}; a price for the loyal "
        "{part_7}.",
        "refuted": "The offer wins {part_3} more customers and is worth {effect}; that the loyal "
        "hear of it changes retention by {part_2}. Where nobody hears it is worth {part_5}; a "
        "price for the loyal is worth {part_7} and changes retention by {part_8}.",
    },
    about="How many hear is a guess. Of five British markets, home insurance among them, Citizens "
    "Advice, a charity, told in 2018 that eight in ten people pay more for staying in some.",
    bet="Newcomers pay a quarter less in their first year. By how many per cent does that change "
    "the firm's net present value, the likelier the loyal hear of it (0: never)?",
    questions=(
        "What would your oldest customers say if they saw the offer on your own page?",
        "Who pays for a newcomer's first year?",
        "When does a price for newcomers win people who would have come anyway?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
