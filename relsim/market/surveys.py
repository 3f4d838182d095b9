"""What is counted once a year: who stayed the whole year, and who has like-minded acquaintances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.market.engine import compiled

if TYPE_CHECKING:
    from relsim.market.tables import Around
    from relsim.market.typed import CustomerRecord, Floats, Table


@compiled
def count_cohorts(customers: Table[CustomerRecord], year_start: int, kept: Floats) -> None:
    """Count, for each firm, its customers of the year's start and those who never left since."""
    for i in range(customers.shape[0]):
        customer = customers[i]
        cohort = customer.cohort
        if cohort >= 0:
            kept[cohort, 0] += 1.0
            if customer.firm == cohort and customer.start <= year_start:
                kept[cohort, 1] += 1.0


@compiled
def count_alike(customers: Table[CustomerRecord], around: Around, counts: Floats) -> None:
    """Count ties of each firm's customers, and those that lead to a customer of the same firm."""
    _, _, offsets, neighbours = around
    for i in range(customers.shape[0]):
        firm = customers[i].firm
        if firm < 0:
            continue
        counts[firm, 2] += 1.0
        low = offsets[i]
        high = offsets[i + 1]
        if high == low:
            continue
        same = 0.0
        for k in range(low, high):
            if customers[neighbours[k]].firm == firm:
                same += 1.0
        counts[firm, 0] += 1.0
        counts[firm, 1] += same / (high - low)
