"""Warmth wins: people keep more customers than machines.

The same contact is kept up by people, on the telephone, by mail or by a machine. A machine costs
next to nothing and fails half as often; it is not warm, and hears no complaint unless a human is
behind it. What it saves may go into that human, or into being there at any hour. How much customers
want a relationship (`relational_orientation`) is swept: it decides which side is right.
"""

import relsim
from relsim.claims import Arm, Claim, Vary, difference, report

SEGMENTS = ("private", "families")


def wanting(mean):
    """Return settings under which customers want a relationship this much."""
    return {f"segments.{name}.relational_orientation.mean": mean for name in SEGMENTS}


def by(channel, **levers):
    """Return an arm that keeps the same contact up through a channel."""
    return Arm(levers={"social": 0.4, "channel": channel, **levers})


claim = Claim(
    name="human_or_machine",
    sentence="People win more satisfaction and loyalty than machines that do the same.",
    by="Crosby, Evans & Cowles 1990; against it Meuter et al. 2000",
    concepts=("S0.16", "S0.17", "S2.05", "S2.06", "S2.07", "S2.08", "S2.09", "S2.10", "S4.11",
              "S4.17"),
    scenario="insurance",
    arms={
        "people": by("face"),
        "telephone": by("phone"),
        "mail": by("mail"),
        "machine": by("machine"),
        "machine, human behind": by("machine", human_fallback=1.0),
        "machine, any hour": by("machine", convenience=1.0),
    },
    contrasts=(
        difference("people", "machine", smallest=0.005, name="people against machine: retention"),
        difference("people", "machine", "satisfaction", smallest=0.005,
                   name="people against machine: satisfaction"),
        report("people", "npv", against="machine", relative_to="people",
               name="people against machine: worth"),
        report("people", "retention", against="machine, human behind",
               name="people against a human behind the machine, same money"),
        report("people", "retention", against="machine, any hour",
               name="people against a machine at any hour, same money"),
        report("people", "npv", against="machine, any hour", relative_to="people",
               name="people against a machine at any hour: worth"),
        report("people", "retention", against="telephone", name="people against telephone"),
        report("people", "retention", against="mail", name="people against mail"),
    ),
    sweeps=(
        Vary("wish for a relationship", (0.05, 0.25, 0.5, 0.75, 0.95), settings=wanting),
    ),
    meaning={
        "supported": "People keep {effect} more than a machine that does the same and satisfy by "
        "{part_2} more; that is worth {part_3}. Against a machine that is there at any hour, for "
        "the same money, it is {part_5}.",
        "conditional": "Whether warmth wins depends on {where}; as the market is, people keep "
        "{effect} more than a machine that does the same, worth {part_3}. Against a machine that "
        "is there at any hour, for the same money, it is {part_5}.",
        "refuted": "People keep {effect} more than a machine that does the same and satisfy "
        "by {part_2} more, worth {part_3}; against a machine that is there at any hour, for the "
        "same money, it is {part_5}: warmth alone does not win.",
    },
    about="The parameter that is to decide is the customers' relational_orientation.",
    bet="People or a machine keep up the same contact. By how many percentage points a year do "
    "people keep more customers, the more these wish for a relationship (0: not at all)?",
    questions=(
        "Which of your own suppliers do you want to talk to, and which never?",
        "What does a machine do better than a person, even for somebody lonely?",
        "When did you last look for the human behind the machine?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
