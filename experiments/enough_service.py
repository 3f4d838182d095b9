"""Service should be neither too little nor too much.

A firm gives its customers no service beyond the core, some, or all there is: contact, short ways,
a pleasant setting, a guarantee. Service is never punished here; if there is a best amount, it is
because more of it adds less and less while it costs the same.
"""

import relsim
from relsim.claims import Arm, Claim, Vary, difference, report

KINDS = ("social", "convenience", "setting", "guarantee")


def service(amount):
    """Return an arm that gives this much of every kind of service."""
    return Arm(levers=dict.fromkeys(KINDS, amount))


claim = Claim(
    name="enough_service",
    sentence="Service pays up to a point: some is worth more than none, and all more costs than "
    "it brings.",
    by="Rust, Zahorik & Keiningham 1995",
    concepts=("S2.28", "S2.36", "S4.15"),
    scenario="insurance",
    arms={
        "none": Arm(),
        "a little": service(0.25),
        "some": service(0.5),
        "much": service(0.75),
        "all": service(1.0),
    },
    contrasts=(
        difference("all", "some", "npv", "less", smallest=0.005, relative_to="none",
                   name="all against some: worth"),
        difference("some", "none", "npv", smallest=0.005, relative_to="none",
                   name="some against none: worth"),
        report("a little", "npv", against="none", relative_to="none", name="a little: worth"),
        report("much", "npv", against="some", relative_to="none", name="much against some: worth"),
        report("some", "retention", against="none", name="some against none: retention"),
        report("all", "retention", against="some", name="all against some: retention"),
    ),
    sweeps=(
        Vary("cost of serving, of a price of 20", (6.0, 12.0, 14.0, 15.0, 16.0, 18.0),
             path="firms.Alba.unit_cost"),
    ),
    meaning={
        "supported": "Some service is worth {part_2} of net present value, all of it {effect} more "
        "on top: enough lies between.",
        "conditional": "Whether enough lies between none and all depends on {where}; as the market "
        "is, some service is worth {part_2}, and all of it {effect} on top of that.",
        "refuted": "Some service changes net present value by {part_2} and all of it by "
        "{effect} on top; retention by {part_5} and {part_6}. The best amount is at an end.",
    },
    bet="A firm goes from some service to all there is. By how many per cent does that change its "
    "net present value, the more serving costs (the price is 20)?",
    questions=(
        "What do your customers get that none of them would miss?",
        "Why does the second hour of attention bring less than the first?",
        "With twice the margin, would you give more service, or the same?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
