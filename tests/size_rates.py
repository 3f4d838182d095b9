"""``python -m tests.size_rates``: measure the rates that relsim/scenario/size.py estimates with.

Prints the constants as they would be on this machine. Run it alone on a quiet machine, after a
change of the engine, and copy the lines into that file, rounded up.
"""

from __future__ import annotations

import subprocess
import sys
import time

from relsim.market import Market
from relsim.scenario import load

MANY, FEW, PERIODS = 100_000, 200, 60
BASE = {"market.periods": PERIODS, "market.warm_up": 0.0}
MORE_FIRMS = {f"firms.F{i}": {} for i in range(12)}


def lived(customers: int, more: dict[str, object]) -> tuple[float, float, float]:
    """Return seconds to make a market and to live through it, and ended spells a customer."""
    scenario = load("insurance", {**BASE, **more, "market.customers": customers})
    start = time.process_time()
    market = Market(scenario)
    made = time.process_time()
    market.run()
    end = time.process_time()
    spells = market.books.ended_spells()
    return made - start, end - made, len(spells) / customers


def program_bytes() -> int:
    """Return what a process takes that has lived through the smallest market."""
    code = (
        "import resource, relsim\n"
        f"relsim.compare(relsim.load('insurance', {{'market.customers': 10, **{BASE!r}}}),"
        " ['none', 'social'], replications=2)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def main() -> None:
    """Measure and print."""
    for more in ({}, MORE_FIRMS):
        lived(FEW, more)  # compiles
    program_bytes()  # compiles what is left
    start = time.perf_counter()
    # Before this process grows: a child counts what its parent took when it was born.
    size = program_bytes()
    to_start = time.perf_counter() - start
    made, four, ended = lived(MANY, {})
    _, sixteen, _ = lived(MANY, MORE_FIRMS)
    _, small, _ = lived(FEW, {})
    a_firm = (sixteen - four) / 12 / MANY / PERIODS
    a_customer = four / MANY / PERIODS - 4 * a_firm
    a_period = max(0.0, small / PERIODS - FEW * four / MANY / PERIODS)
    print(f"SECONDS_PER_CUSTOMER_PERIOD = {a_customer:.2g}")
    print(f"SECONDS_PER_CUSTOMER_PERIOD_AND_FIRM = {a_firm:.2g}")
    print(f"SECONDS_PER_PERIOD = {a_period:.2g}")
    print(f"SECONDS_PER_NEW_CUSTOMER = {made / MANY:.2g}")
    print(f"SECONDS_TO_START = {to_start:.2g}")
    print(f"BYTES_OF_THE_PROGRAM = {size:_}")
    print(f"ENDED_SPELLS_PER_CUSTOMER_MONTH = {ended / PERIODS:.2g}")


if __name__ == "__main__":
    main()
