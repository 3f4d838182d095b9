"""Loyal customers bring customers.

The same firm in the same market, bonding or not, once where people talk about their experiences and
once where they do not. If loyal customers recommend, bonding wins more customers where people talk.
"""

import relsim
from relsim.claims import Arm, Claim, Vary, interaction, report

SILENCE = {"behaviour.word_of_mouth": False}

claim = Claim(
    name="word_of_mouth",
    sentence="Loyal customers bring customers: bonding wins more of them where people talk.",
    by="Reichheld & Sasser 1990; Berry & Parasuraman 1991",
    concepts=("S0.04", "S0.30", "S1.12"),
    scenario="insurance",
    arms={
        "none, talk": Arm("none"),
        "bonding, talk": Arm("social"),
        "none, silence": Arm("none", settings=SILENCE),
        "bonding, silence": Arm("social", settings=SILENCE),
        "bonding, rewarded talk": Arm("social", levers={"referral_reward": 1.0}),
    },
    contrasts=(
        interaction(
            "bonding, talk", "bonding, silence", "none, talk", "none, silence", "acquired",
            smallest=0.02, relative_to="none, talk", name="won by the talk of the bonded",
        ),
        interaction(
            "bonding, talk", "bonding, silence", "none, talk", "none, silence", "npv",
            smallest=0.01, relative_to="none, talk", name="worth of the talk of the bonded",
        ),
        report("bonding, rewarded talk", "acquired", against="bonding, talk",
               relative_to="none, talk", name="won by a reward"),
        report("bonding, rewarded talk", "npv", against="bonding, talk",
               relative_to="none, talk", name="worth of a reward"),
        report("none, talk", "talk_ratio", name="good reports to one bad"),
    ),
    sweeps=(
        Vary("talk of strong feelings", (0.0, 0.25, 0.5, 1.0), path="behaviour.talk_feeling"),
    ),
    meaning={
        "supported": "Where people talk, bonding wins {effect} more customers than where they do "
        "not, worth {part_2} of net present value.",
        "conditional": "Whether it holds depends on {where}; as the market is, talk wins a bonding "
        "firm {effect} customers, worth {part_2}.",
        "refuted": "Talk wins a bonding firm {effect} customers, worth {part_2}: too little "
        "to call it a benefit of loyalty.",
    },
    bet="Bonded customers may praise the firm to others. By how many per cent does it win more "
    "customers because they do, the more readily strong feelings are talked about?",
    questions=(
        "Who hears your customers talk: strangers, or customers you have already?",
        "What is a recommendation worth to somebody who hardly ever reconsiders?",
        "Would you pay for recommendations?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
