"""Measure the engine on this machine, beside plain C, NumPy and plain Mesa.

``python -m tests.benchmarks`` writes the tables of relsim/market/README.md and a chart; some six
minutes of a quiet machine. ``--quick`` prints small ones in a minute and writes nothing,
``--large`` adds a market of ten million (5 GB), ``--json FILE`` keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numba
import numpy as np

import relsim
from relsim.market import Market, blocks
from relsim.market.records import customer_type
from tests.benchmarks import timing
from tests.benchmarks.in_c import STRICT, compiler
from tests.benchmarks.markets import plain_market
from tests.benchmarks.rows import Row, figures, table
from tests.benchmarks.sizes import (
    BY_HEART,
    PERIODS,
    Size,
    by_size,
    draw,
    limits,
    measured,
    with_everything_on,
)
from tests.benchmarks.timing import in_turns, many, one_large

README = Path(relsim.__file__).parent / "market" / "README.md"
MARKER = re.compile(r"(<!-- generated: benchmarks -->\n)(.*?)(<!-- end -->)", re.DOTALL)
SIZES = (2_000, 10_000, 100_000, 1_000_000)
VERY_LARGE = 10_000_000
KINDS = {"f8": "numbers of 64 bits", "f4": "numbers of 32 bits", "i4": "periods and counts"}


def spaced(number: int) -> str:
    """Return a whole number as the page writes it."""
    return f"{number:,}".replace(",", " ")


def say(words: str) -> None:
    """Say on standard error how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {words} …", file=sys.stderr, flush=True)


def of_passes(sizes: list[Size]) -> list[Row]:
    """Return the figures of the passes, of which C is the measure."""
    rows = []
    for size in sizes if compiler() else ():
        ratio = size.both("engine") / size.both("c")
        same = "to the bit the same" if size.same else "NOT THE SAME"
        words = f"`choose` and `experience` against C ({same}), {spaced(size.customers)} customers"
        rows.append(Row(f"c_{size.customers}", words, ratio, "×", 2, most=1.3, aim="1.15"))
    by = {size.customers: size for size in sizes}
    last = max(size for size in by if size < VERY_LARGE)
    growth = by[last].period / by[10_000].period
    words = f"a customer and period in a market of {spaced(last)}, against one of 10 000"
    words += f", {PERIODS} periods"
    return [*rows, Row("growth", words, growth, "×", 2)]


def of_everything(quick: bool) -> list[Row]:
    """Return how much dearer passes are with every mechanism on than with those of default."""
    asked = ((10_000, 4), (10_000, 2), (BY_HEART, 2))[: 1 if quick else 3]
    rows = []
    for customers, binding in asked:
        dearer = with_everything_on(customers, binding, 1 if quick else 5)
        words = (
            f"passes with every mechanism on, {binding} of 4 firms with contracts, against those "
            f"on by default, {spaced(customers)} customers"
        )
        rows.append(Row(f"everything_{customers}_{binding}", words, dearer, "×", 2, most=1.35))
    return rows


def of_small_markets(quick: bool) -> list[Row]:
    """Return the figures of 2 000 customers × 120 periods, as most markets are."""
    inside, outside = timing.in_and_outside_the_passes()
    share = 100 * outside / (inside + outside)
    cores = os.cpu_count() or 1
    runs = 20 if quick else 400
    each = 4 if quick else 20
    alone, beside = in_turns([many(Market, each, 1), many(Market, each, 2)], 3 if quick else 5)
    kinds = [many(timing.Stepped, each, 1), many(timing.Stepped, each, 2)]
    stepped = in_turns(kinds, 1 if quick else 3)
    (all_cores,) = in_turns([many(Market, runs, cores)], 1)
    where = "2 000 customers × 120 periods"
    return [
        Row("inside", f"{where}: in the passes", 1e3 * inside, "ms", most=25.0),
        Row("outside", "outside the passes, of the whole", share, "%", most=15.0),
        Row("checking", "of which checking", 100 * timing.of_checking(), "%", most=5.0),
        Row("beside", "two such markets side by side", alone / beside, "×", 2, aim="1.9 ×"),
        Row("stepped", "the same, step by step", stepped[0] / stepped[1], "×", 2),
        Row("settings", f"{runs} such markets on all {cores} cores", all_cores, "s"),
    ]


def of_large_markets() -> list[Row]:
    """Return the figures of a million customers."""
    works = [one_large(1_000_000, 60, threads) for threads in (1, 2)]
    one, two = in_turns(works, 2)
    return [
        Row("million", "1 000 000 customers × 60 periods, one thread", one, "s"),
        Row("threads", "two threads against one", one / two, "×", 2, aim="1.5 ×"),
    ]


def of_very_large_markets() -> list[Row]:
    """Return the figures of ten million customers."""
    periods = 52
    seconds, busy, peak = timing.of_a_very_large_run(VERY_LARGE, periods)
    small = timing.nanoseconds(Market, 10_000, periods, 5)
    growth = 1e9 * busy / (VERY_LARGE * periods) / small
    where = f"{spaced(VERY_LARGE)} customers × {periods} periods"
    words = f"{where}: a customer and period, against one in a market of 10 000"
    return [
        Row("ten_million", f"{where}, one thread", seconds, "s"),
        Row("growth_to_ten_million", words, growth, "×", 2, most=1.5),
        Row("peak", f"{where}, memory", peak / 1e9, "GB", 2, most=4.5),
    ]


def of_twins(quick: bool) -> tuple[list[Row], dict[int, float]]:
    """Return how many times as fast the engine is as the same model in plain Mesa."""
    rows, twins = [], {}
    plan = ((2_000, 12 if quick else 120, 150.0), (100_000, 4, 120.0))[: 1 if quick else 2]
    for customers, periods, least in plan:
        engine, twin = timing.against_the_twin(customers, periods, 1 if quick else 2)
        twins[customers] = twin
        where = f"{spaced(customers)} customers × {periods} periods"
        words = f"{where}, against the same model in plain Mesa (`twin.py`)"
        rows.append(Row(f"twin_{customers}", words, twin / engine, "×", 0, least=least))
    return rows, twins


def of_starting(quick: bool) -> tuple[list[Row], str]:
    """Return the figures of a start, and the table of its parts."""
    times = 2 if quick else 4
    first = (*timing.COMPARE, *timing.ALONE)
    cached = timing.of_command(*first, times=times)
    rows = [
        Row("cached", "`relsim compare insurance --replications 1 --settings none`", cached, "s"),
        Row("help", "`relsim --help`", timing.of_command("--help", times=times), "s", 2, most=0.3),
        Row("refused", "a file that is refused", timing.of_a_refusal(), "s", 2, most=0.3),
    ]
    kept = timing.of_starting(times)
    columns = [kept]
    if not quick:
        nothing = timing.with_nothing_kept
        cold = nothing(lambda cache: timing.of_command(*first, times=1, cache=cache))
        words = "the first run ever, above a cached one"
        rows.append(Row("cold", words, cold - cached, "s", most=12.0))
        columns.append(nothing(lambda cache: timing.of_starting(1, cache)))
        settled = ("--settings", "none")
        plain = timing.of_command(*timing.COMPARE, *timing.FOUR, *settled, times=3)
        judged = timing.of_command(*timing.COMPARE, *timing.FOUR, times=2)
        words = "`relsim compare insurance`, 4 strategies × 30 worlds"
        rows.append(Row("compare", f"{words}, without settings", plain, "s", most=15.0))
        rows.append(Row("judged", f"{words}, and its settings", judged, "s", most=30.0))
    heads = ("start, seconds", "compiled code kept", "nothing kept")[: 1 + len(columns)]
    lines = [(part, *(f"{one[part]:.2f}" for one in columns)) for part in kept]
    return rows, table(heads, lines)


def of_bytes() -> tuple[Row, str]:
    """Return the bytes of a customer, and where they go."""
    market = Market(plain_market(100_000, 1))
    state = market._clock.state
    kinds: Counter[str] = Counter()
    record = customer_type(4)
    for name, (kind, *_) in (record.fields or {}).items():
        where = KINDS.get(kind.base.str[1:], "small counts, codes and flags")
        kinds["beliefs, one a firm" if kind.shape and name == "belief" else where] += kind.itemsize
    around, network = state.around, state.network
    apart = {
        "firm when the period began": around.before,
        "network: where acquaintances begin": network.offsets,
        "network: eight acquaintances": network.neighbours,
        "room for who changes hands": state.rows,
    }
    lines = [(name, f"{size}") for name, size in kinds.items()]
    lines += [(name, f"{table.nbytes / len(state.customers):.3g}") for name, table in apart.items()]
    words = "a customer with its network, 4 firms"
    row = Row("bytes", words, market.bytes_per_customer, "bytes", most=256.0)
    return row, table(("where the bytes go", "bytes"), lines)


def machine() -> str:
    """Return on what was measured, and with which versions."""
    made = compiler()
    told = "no C compiler: install gcc to measure against C"
    if made:
        done = subprocess.run([made, "--version"], capture_output=True, text=True, check=True)
        told = f"{done.stdout.splitlines()[0]} {' '.join(STRICT)}"
    versions = f"NumPy {np.__version__}, Numba {numba.__version__}, relsim {relsim.__version__}"
    return (
        f"Medians; ratios in one run, in turns; of one thread, processor time. {os.cpu_count()} "
        f"processors, {platform.machine()}, Python {platform.python_version()}; {versions}; "
        f"{told}; block of {blocks.BLOCK} rows."
    )


def measure(quick: bool, large: bool) -> tuple[list[Row], list[str]]:
    """Measure everything; return the figures, and the text."""
    sizes = []
    for customers in SIZES[: 2 if quick else None] + ((VERY_LARGE,) if large else ()):
        say(f"passes of {spaced(customers)} customers")
        sizes.append(measured(customers))
    rows = of_passes(sizes)
    say("passes with every mechanism on")
    rows += of_everything(quick)
    say("plain Mesa")
    beside, twins = of_twins(quick)
    rows += beside
    say("small markets")
    rows += of_small_markets(quick)
    if not quick:
        say("a million customers")
        rows += of_large_markets()
    if large:
        say("ten million customers")
        rows += of_very_large_markets()
    say("starts and comparisons")
    started, parts = of_starting(quick)
    size, where = of_bytes()
    rows += [size, *started]
    if not quick:
        draw(sizes, twins)
    return rows, [figures(rows), by_size(sizes), limits(sizes), where, parts, machine()]


def main() -> None:
    """Measure, print and, unless it was quick, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small markets; nothing is written")
    parser.add_argument("--large", action="store_true", help="a market of ten million too")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    asked = parser.parse_args()
    rows, parts = measure(asked.quick, asked.large)
    text = "\n\n".join(parts)
    print(text)
    if asked.json:
        kept = {row.key: row._asdict() for row in rows}
        asked.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
    if not asked.quick:
        page = README.read_text(encoding="utf-8")
        new = MARKER.sub(lambda found: f"{found[1]}{text}\n{found[3]}", page)
        README.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
