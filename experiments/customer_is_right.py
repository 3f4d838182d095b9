"""The customer is always right.

Some failures are the customers' own doing. A firm may compensate these, too, may look who caused
them and compensate its own only, or may teach customers, so that fewer happen. The share of
failures that customers cause is swept (`behaviour.customer_failure_rate`). Either side of the
argument is reached by one setting, what serving costs (`firms.Alba.unit_cost`): where a customer
earns the firm little, appeasing is dear.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, difference, report


def their_share(run):
    """Return the share of the firm's failures that its customers caused."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    return mine.customer_failures.sum() / mine.failures.sum()


claim = Claim(
    name="customer_is_right",
    sentence="The customer is always right: compensating every failure, even the customers' own, "
    "keeps more of them and pays.",
    by="a maxim of trade; against it Bitner, Booms & Mohr 1994",
    concepts=("S2.12", "S2.13", "S2.34", "S3.26"),
    scenario="insurance",
    size=Size(30, customers=4000),  # failures that customers caused and voiced are rare
    quick=Size(8, customers=1500, periods=60),
    arms={
        "accept all": Arm(),
        "adjudicate": Arm(levers={"dispute": "adjudicate"}),
        "educate": Arm(levers={"education": 1.0}),
    },
    figures={"theirs": Figure(their_share, "Failures that customers caused", "percent")},
    contrasts=(
        difference("accept all", "adjudicate", "npv", smallest=0.002, relative_to="accept all",
                   name="accepting all: worth"),
        difference("accept all", "adjudicate", smallest=0.002, name="accepting all: retention"),
        report("educate", "npv", against="accept all", relative_to="accept all",
               name="educating: worth"),
        report("educate", "retention", against="accept all", name="educating: retention"),
        report("accept all", "theirs", name="failures that customers caused"),
    ),
    sweeps=(
        Vary("failures of customers without competence, a use", (0.0, 0.03, 0.1, 0.3),
             path="behaviour.customer_failure_rate", unit="percent"),
        Vary("cost of serving, of a price of 20", (12.0, 16.0, 18.0, 19.0),
             path="firms.Alba.unit_cost"),
    ),
    meaning={
        "supported": "Accepting all keeps {part_2} more than adjudicating and is worth {effect}.",
        "conditional": "Whether the customer is right depends on {where}; as the market is, "
        "accepting all keeps {part_2} more and is worth {effect}.",
        "refuted": "Accepting all keeps {part_2} more than adjudicating and is worth "
        "{effect}; teaching customers keeps {part_4} and is worth {part_3}.",
    },
    bet="A firm compensates every failure, or only those that it caused itself. By how many per "
    "cent is its net present value higher when it compensates all, the more failures customers "
    "cause?",
    questions=(
        "Who pays for the customer who is wrong and is treated as right?",
        "Where would you teach customers instead of appeasing them?",
        "Would more of your customers be wrong if all were right?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
