"""What a run of the Mesa twin reports."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from tests.benchmarks.twin_firm import LOSSES, RELATIONSHIP_COSTS

if TYPE_CHECKING:
    from tests.benchmarks.twin import TwinMarket
    from tests.benchmarks.twin_firm import Firm

COLUMNS = [
    *("period", "firm", "wanted", "reviews", "acquired", "won_back", "won_by_choice", "referrals"),
    *(f"lost_{reason}" for reason in LOSSES),
    *("loyalists", "mercenaries", "hostages", "defectors", "discounts", "uses", "turned_away"),
    *("experience", "expectation_error", "failures", "customer_failures"),
    *(f"tier_{tier}" for tier in range(1, 9)),
    *("complaints", "resolved", "resolved_fast", "mishandled", "silent"),
    *("satisfaction", "trust", "relationship_quality", "social_bond", "structural_bond"),
    *(
        "launches",
        "exposures",
        "passed_by",
        "known_by",
        "taken_up",
        "talk_good",
        "talk_bad",
        "skill",
        "staff_satisfaction",
    ),
    *RELATIONSHIP_COSTS,
    *("quality_cost", "staff_cost", "innovation_cost", "advertising_cost", "capacity_cost"),
    *("service_cost", "acquisition_cost", "revenue", "profit", "relationship_spending", "surplus"),
    *("points_earned", "points_redeemed", "points_forfeited", "points_held"),
    *("customers", "new", "kept", "enhanced", "misjudged", "opened", "lost", "closed"),
    *("share", "churn", "price", "neighbours_alike"),
    *("under_contract", "renewals", "notices", "exit_fees"),
    *("introductory_discounts", "offers_heard"),
    *("control", "control_lost", "with_levers", "with_levers_lost"),
    *("original_margin", "originals_left"),
]
OUTCOMES = ("fine", "resolved", "resolved fast", "mishandled", "silent")
SEVERITIES = ("< .4", ".4-.6", "> .6")
FAILURES = ("0", "1", "2 and more")


def kind_of(severity: float) -> str:
    """Return the class of a severity."""
    return SEVERITIES[0 if severity < 0.4 else 1 if severity <= 0.6 else 2]


def ladder(counts: Counter[tuple[Any, ...]], firm: str) -> pd.DataFrame:
    """Return the complaint ladder of one firm."""
    rows = []
    for outcome in OUTCOMES:
        for severity in SEVERITIES:
            for number, failures in enumerate(FAILURES):
                cell = (firm, outcome, severity, number)
                needs = counts[*cell, True] + counts[*cell, False]
                stayed = counts[*cell, True] / needs if needs else None
                rows.append((outcome, severity, failures, needs, stayed))
    return pd.DataFrame(rows, columns=["outcome", "severity", "failures", "needs", "stayed"])


def summary(model: TwinMarket, firm: Firm) -> dict[str, float | None]:
    """Return the figures of a whole run and one firm; ``None`` where undefined."""
    frame = model.periods
    own = frame[frame["firm"] == firm.name].reset_index(drop=True)
    total = own.sum(numeric_only=True)
    members, taken = firm.years["members"], firm.years["taken"]
    retention = ratio(firm.years["kept"], members)
    held = model.held_at_start[firm] - model.held_at_end[firm]
    of_the_free = ratio(firm.years["kept"] + held, members + held)
    won = total["acquired"] + total["won_back"]
    worth = discounting(model, own)

    def over_customers(name: str) -> float | None:
        return ratio((own[name] * own["customers"]).sum(), total["customers"])

    return {
        "retention": retention,
        "turnover": ratio(taken, members + taken),
        "profit": total["profit"],
        "npv": (own["profit"] * worth).sum(),
        "lifetime_value": lifetime_value(model, firm, own, of_the_free),
        "customer_equity": customer_equity(model, own, of_the_free),
        "share": own["share"].iloc[-1],
        "relationship_quality": over_customers("relationship_quality"),
        "cost_per_customer": ratio(total["relationship_spending"], total["customers"]),
        "relationship_spending": total["relationship_spending"],
        "customers": own["closed"].iloc[-1],
        "acquired": total["acquired"],
        "won_back": total["won_back"],
        "lost": total["lost"] - total["lost_population_turnover"],
        "satisfaction": over_customers("satisfaction"),
        "trust": over_customers("trust"),
        "cost_per_customer_won": ratio(total["acquisition_cost"] + total["advertising_cost"], won),
        "surplus_per_use": ratio(total["surplus"], total["uses"]),
        "talk_ratio": ratio(total["talk_good"], total["talk_bad"]),
    }


def ratio(part: float, whole: float) -> float | None:
    """Return a ratio, or nothing where there is none."""
    return part / whole if whole else None


def discounting(model: TwinMarket, own: pd.DataFrame) -> pd.Series[float]:
    """Return what money of each period is worth at the end of warming up."""
    years = (own["period"] + 1) * model.months / 12
    return (1 + model.settings.discount_rate) ** -years


def lifetime_value(
    model: TwinMarket, firm: Firm, own: pd.DataFrame, retention: float | None
) -> float | None:
    """Return what a customer of the end of warming up brings (Gupta & Lehmann 2003)."""
    if retention is None or not firm.originals:
        return None
    spending = (own["relationship_spending"] - own["discounts"]) / own["customers"]
    net = own["original_margin"] - spending.fillna(0) * own["originals_left"]
    worth = discounting(model, own)
    growth = retention / (1 + model.settings.discount_rate - retention)
    later = net.tail(model.year).sum() * growth * worth.iloc[-1]
    return ((net * worth).sum() + later) / firm.originals


def customer_equity(model: TwinMarket, own: pd.DataFrame, retention: float | None) -> float | None:
    """Return what present and coming customers are worth (Rust, Lemon & Zeithaml 2004)."""
    rate = model.settings.discount_rate
    last = own.tail(model.year)
    heads = last["customers"].mean()
    if retention is None or not rate or not heads:
        return None
    kept_for = last["service_cost"] + last["relationship_spending"] - last["discounts"]
    margin = (last["revenue"] - kept_for).sum() / heads
    value = margin * (1 + rate) / (1 + rate - retention)
    won = (last["acquired"] + last["won_back"]).sum()
    coming = (won * value - last["acquisition_cost"].sum()) / rate
    return own["closed"].iloc[-1] * value + coming
