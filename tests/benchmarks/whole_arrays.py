"""A part of `experience` in whole-array NumPy: uses that go well, then trust and the social bond.

Failure, recovery, money, talk and the books are left out, and the columns lie one by one: what is
measured is less than what NumPy would cost.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from relsim.market.chance import GOLDEN, Purpose
from relsim.market.state import State

COLUMNS = "trust belief negativity negativity_made satisfaction social_bond structural_bond "
COLUMNS += "relational_orientation satiation spend wants firm"
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def uniform(key: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return the engine's own luck."""
    x = key + (numbers + np.uint64(1)) * GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _FIRST
    x = (x ^ (x >> np.uint64(27))) * _SECOND
    x ^= x >> np.uint64(31)
    return (x >> np.uint64(12)).astype(float) * 2.0**-52 + 2.0**-53


def columns_of(customers: np.ndarray) -> dict[str, np.ndarray]:
    """Return what is read and written, a column each."""
    return {name: customers[name].copy() for name in COLUMNS.split()}


def live(state: State, columns: dict[str, np.ndarray], numbers: np.ndarray) -> None:
    """Let everybody who has a need use the service, without failures; and bonds move."""
    theory, world, firms = state.theory[0], state.world[0], state.firms
    one = dict(columns)
    place = one["firm"]
    firm = {name: firms[name][place] for name in ("quality", "improvement", "joint", "delivery")}
    touch = (firms["contact"] * firms["warmth"])[place]
    contact = firms["contact"][place]
    taste = ndtri(uniform(state.keys[Purpose.TASTE][place], numbers))
    noise = ndtri(uniform(state.keys[Purpose.NOISE, -1], numbers))
    used = (one["wants"] > 0) & (place >= 0)
    core = firm["quality"] + firm["improvement"] + firm["joint"]
    core += theory["joint_value"] * one["structural_bond"]
    blur = theory["quality_noise"] * (1.0 - firms["consistency"][place]) * noise
    delivered = core * firm["delivery"] + theory["taste_spread"] * taste + blur
    process = theory["process_base"] + theory["process_trust"] * one["trust"]
    seen = world["observability"]
    experience = seen * delivered.clip(0.0, 1.0) + (1.0 - seen) * process
    rows = np.arange(len(place))
    expectation = one["belief"][rows, place]
    born = theory["born_negativity"]
    negativity = born * one["negativity"].astype(float) + (1.0 - born) * one["negativity_made"]
    gap = experience - expectation
    gap = np.where(gap < 0.0, theory["loss_aversion"] * gap, gap)
    felt = 0.5 + theory["felt_slope"] * (experience - theory["felt_centre"]) + gap
    felt = (felt - theory["negativity_weight"] * negativity).clip(0.0, 1.0)
    satisfaction = one["satisfaction"]
    moved = satisfaction + theory["satisfaction_rate"] * (felt - satisfaction)
    satisfaction = np.where(used, moved.clip(0.0, 1.0), satisfaction)
    after = expectation + theory["expectation_rate"] * (experience - expectation)
    columns["belief"][rows, place] = np.where(used, after.clip(0.0, 1.0), expectation)
    made = one["negativity_made"]
    columns["negativity_made"] = np.where(used, made - theory["negativity_loss"] * made, made)
    satiation = theory["satiation_memory"] * (one["satiation"] + 1.0)
    columns["satiation"] = np.where(used, satiation, one["satiation"])
    columns["satisfaction"] = satisfaction
    trust = one["trust"]
    change = theory["trust_by_contact"] * touch * (1.0 - trust)
    pleased = theory["trust_by_satisfaction"] * (satisfaction - 0.5).clip(0.0) * (1.0 - trust)
    change += np.where(used, pleased, 0.0)
    change -= theory["estrangement"] * (trust - theory["trust_floor"]) * (1.0 - contact)
    columns["trust"] = np.where(place >= 0, (trust + change).clip(0.0, 1.0), trust)
    welcome = one["relational_orientation"] * np.minimum(1.0, 2.0 * satisfaction)
    growth = theory["social_growth"] * touch * welcome
    rate = growth + theory["social_decay"]
    bond = one["social_bond"]
    bond = (bond + (growth / rate - bond) * np.minimum(1.0, rate)).clip(0.0, 1.0)
    columns["social_bond"] = np.where(place >= 0, bond, one["social_bond"])


def differs_by(state: State, columns: dict[str, np.ndarray]) -> float:
    """Return by how much anything differs from what the engine left, where no use failed."""
    customers = state.customers
    fine = (customers["wants"] > 0) & (customers["last_outcome"] == 0) & (customers["firm"] >= 0)
    names = ("trust", "belief", "negativity_made", "satisfaction", "social_bond", "satiation")
    return max(float(abs(customers[name] - columns[name])[fine].max()) for name in names)
