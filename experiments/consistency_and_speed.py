"""The same quality, evenly delivered, pleases more; and a fast repair keeps more than a late one.

Two firms are equally good on average, and one of them is sometimes better and sometimes worse. Two
firms put the same things right, and one of them at once. Nothing rewards evenness: only that a
shortfall is felt more than an equal surplus (`loss_aversion`) can tell the two apart.
"""

import relsim
from relsim.claims import Arm, Claim, Vary, difference, report

claim = Claim(
    name="consistency_and_speed",
    sentence="Even quality pleases more than uneven quality that is as good on average, and fast "
    "repair keeps more customers than slow repair.",
    by="Berry & Parasuraman 1991; Smith, Bolton & Wagner 1999",
    concepts=("S2.37", "S2.38", "S2.39"),
    scenario="insurance",
    arms={
        "as it is": Arm(),
        "even": Arm(levers={"consistency": 1.0}),
        "slow": Arm(levers={"speed": 0.0}),
        "fast": Arm(levers={"speed": 1.0}),
        "even and fast": Arm(levers={"consistency": 1.0, "speed": 1.0}),
    },
    contrasts=(
        difference("even", "as it is", "satisfaction", smallest=0.005, name="even: satisfaction"),
        difference("fast", "slow", smallest=0.005, name="fast against slow: retention"),
        report("even", "retention", against="as it is", name="even: retention"),
        report("even", "npv", against="as it is", relative_to="as it is", name="even: worth"),
        report("fast", "npv", against="slow", relative_to="as it is", name="fast: worth"),
        report("even and fast", "npv", against="as it is", relative_to="as it is",
               name="even and fast: worth"),
    ),
    sweeps=(
        Vary("loss aversion", (1.0, 1.5, 2.0, 3.0), path="behaviour.loss_aversion"),
        Vary("failures a use", (0.0, 0.003, 0.012, 0.048), path="behaviour.failure_rate",
             unit="percent"),
    ),
    meaning={
        "supported": "Evenness lifts satisfaction by {effect}; fast repair keeps {part_2} more "
        "than slow repair. They are worth {part_4} and {part_5}.",
        "conditional": "Whether both hold depends on {where}; as the market is, evenness lifts "
        "satisfaction by {effect} and fast repair keeps {part_2} more.",
        "refuted": "Evenness changes satisfaction by {effect}, and fast repair keeps "
        "{part_2} more than slow repair: not both are as told.",
    },
    bet="Two firms are equally good on average: one is always the same, the other now better, now "
    "worse. How much more satisfied (0 to 1) are customers of the even one, the more a loss "
    "weighs than a gain (1: alike)?",
    questions=(
        "Would you rather be good every day, or wonderful every other day?",
        "What does a standard take from a customer who likes surprises?",
        "How fast is fast enough, if the fault is small?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
