"""Ask for complaints and learn from them: each is worth more with the other.

A firm may invite complaints, may learn from those it hears, or both. Complaints that nobody hears
teach nothing, and complaints that nobody learns from come again.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, difference, interaction, report


def failures(run):
    """Return failures a use over the last half of the run."""
    books = run.periods[run.periods.firm == run.scenario.focal.name]
    late = books[books.period >= books.period.max() / 2]
    return late.failures.sum() / late.uses.sum()


DESIGN = ("both", "asking", "learning", "neither")

claim = Claim(
    name="voice_and_learning",
    sentence="Firms that ask for complaints and learn from them fail less and keep more; each is "
    "worth more with the other.",
    by="Berry & Parasuraman 1991; Hirschman 1970",
    concepts=("S1.24", "S1.27", "S1.31", "S3.24"),
    scenario="insurance",
    arms={
        "neither": Arm(),
        "asking": Arm(levers={"encouragement": 1.0}),
        "learning": Arm(levers={"learning": 1.0}),
        "both": Arm(levers={"encouragement": 1.0, "learning": 1.0}),
    },
    figures={"failures": Figure(failures, "Uses that fail, late", "percent", 2)},
    contrasts=(
        interaction(*DESIGN, figure="failures", predicts="less", smallest=0.001,
                    name="each makes the other stronger"),
        difference("both", "neither", "failures", "less", smallest=0.002, name="both: failures"),
        difference("both", "neither", smallest=0.005, name="both: retention"),
        report("asking", "retention", against="neither", name="asking: retention"),
        report("learning", "retention", against="neither", name="learning: retention"),
        report("both", "npv", against="neither", relative_to="neither", name="both: worth"),
    ),
    sweeps=(
        Vary("failures a use", (0.003, 0.012, 0.024, 0.048), path="behaviour.failure_rate",
             unit="percent"),
    ),
    meaning={
        "supported": "Both together change failures by {part_2}, {effect} beyond the sum of each "
        "alone, and retention by {part_3}.",
        "conditional": "Whether it holds depends on {where}; as the market is, both change "
        "failures by {part_2} and retention by {part_3}.",
        "refuted": "Both change failures by {part_2} and retention by {part_3}; beyond the "
        "sum of each alone that is {effect}.",
    },
    bet="A firm asks for complaints, and learns from them. By how many percentage points do more "
    "uses fail (below zero: fewer) than if the two only added up, the more often something fails "
    "at first?",
    questions=(
        "Where do complaints end in your firm?",
        "Why does learning alone do something even when nobody is asked?",
        "What would make asking for complaints do harm?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
