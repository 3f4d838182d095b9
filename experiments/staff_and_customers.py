"""Content staff make content customers, who stay and bring profit, and make staff content in turn.

The service-profit chain, link by link: a firm trains its staff, rewards them, or does both; another
gives its customers a better service. No equation leads from staff to profit. Does each
link hold, both ways, and does the end of the chain pay for its beginning?
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, difference, report


def mine(run):
    """Return the focal firm's books."""
    return run.periods[run.periods.firm == run.scenario.focal.name]


def staff(run):
    """Return the mean satisfaction of the firm's staff."""
    return mine(run).staff_satisfaction.mean()


def lead(run, months=6):
    """Return how much more staff foretell customers than customers foretell staff."""
    books = mine(run)
    people, guests = books.staff_satisfaction.to_numpy(), books.satisfaction.to_numpy()
    if len(people) <= 2 * months:
        return None
    ahead = np.corrcoef(people[:-months], guests[months:])[0, 1]
    behind = np.corrcoef(guests[:-months], people[months:])[0, 1]
    return ahead - behind


claim = Claim(
    name="staff_and_customers",
    sentence="Content staff make content customers, who stay and bring profit; and content "
    "customers make content staff.",
    by="Heskett et al. 1994",
    concepts=("S0.15", "S0.29", "S1.13", "S2.02", "S2.03"),
    scenario="insurance",
    arms={
        "none": Arm(),
        "training": Arm(levers={"training": 0.5}),
        "reward": Arm(levers={"staff_reward": 0.5}),
        "training and reward": Arm(levers={"training": 0.5, "staff_reward": 0.5}),
        "customers first": Arm(levers={"quality": 0.77}),
    },
    figures={
        "staff": Figure(staff, "Satisfaction of staff", "score"),
        "lead": Figure(lead, "Staff lead customers by half a year", "score"),
    },
    contrasts=(
        difference("training and reward", "none", "npv", smallest=0.005, relative_to="none",
                   name="staff first: worth"),
        difference("training and reward", "none", "staff", smallest=0.01,
                   name="staff first: staff"),
        difference("training and reward", "none", "satisfaction", smallest=0.005,
                   name="staff first: customers"),
        difference("training and reward", "none", smallest=0.005, name="staff first: retention"),
        difference("customers first", "none", "staff", smallest=0.01,
                   name="customers first: staff"),
        report("training", "npv", against="none", relative_to="none", name="training: worth"),
        report("reward", "npv", against="none", relative_to="none", name="reward: worth"),
        report("none", "lead", name="staff lead customers, by themselves"),
    ),
    sweeps=(
        Vary("cost of full training a customer and month", (0.0, 0.1, 0.4, 1.6),
             path="market.costs.training"),
    ),
    meaning={
        "supported": "Training and reward lift staff by {part_2}, customers by {part_3}, retention "
        "by {part_4} and net present value by {effect}; customers lift staff by {part_5}.",
        "conditional": "Whether the chain pays depends on {where}; as the market is, it lifts "
        "staff by {part_2}, customers by {part_3}, retention by {part_4} and net present value by "
        "{effect}.",
        "refuted": "Training and reward change the satisfaction of staff by {part_2}, of "
        "customers by {part_3}, retention by {part_4} and net present value by {effect}; customers "
        "cared for change staff by {part_5}. One link at least does not hold.",
    },
    bet="A firm trains and rewards its staff. By how many per cent does that change its net "
    "present value, the more training costs?",
    questions=(
        "Which link of the chain have you seen break?",
        "Who is first: the content clerk or the content customer? How would you find out?",
        "What would a year without training save, and when would it show?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
