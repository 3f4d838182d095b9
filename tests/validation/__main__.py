"""``python -m tests.validation``: hold the model against the numbers from outside.

Lives through all worlds, keeps their figures beside this file and writes the section "Validation"
of ``relsim/behaviour/README.md``. With names of rows it lives through those only; with
``--text`` through none, and writes the section from what was kept.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from relsim.study.parallel import cores
from tests.validation.row import Row
from tests.validation.section import FILE, ROWS, kept, write


def measured(row: Row) -> dict[str, Any]:
    """Return a row's figures in all its worlds, with what had to be found before.

    Parameters
    ----------
    row : Row
        What to measure.

    Returns
    -------
    dict
        ``prepared`` and ``worlds``.
    """
    prepared = row.prepare() if row.prepare else {}
    with ThreadPoolExecutor(max_workers=cores()) as pool:
        worlds = list(pool.map(lambda world: row.measure(world, prepared), range(row.worlds)))
    return {
        "prepared": prepared,
        "worlds": [[float(f"{figure:.12g}") for figure in world] for world in worlds],
    }


def main(names: Sequence[str]) -> None:
    """Measure rows, keep them and write the section.

    Parameters
    ----------
    names : sequence of str
        Keys of rows, or ``--text``; none for all rows.
    """
    unknown = set(names) - {row.key for row in ROWS} - {"--text"}
    if unknown:
        sys.exit(f"No row {', '.join(unknown)}; there are {', '.join(row.key for row in ROWS)}.")
    worlds = dict(kept()) if names else {}
    for row in ROWS:
        if not names or row.key in names:
            start = time.perf_counter()
            worlds[row.key] = measured(row)
            print(f"{row.key}: {time.perf_counter() - start:.1f} s", flush=True)
    worlds = {row.key: worlds[row.key] for row in ROWS}
    FILE.write_text(json.dumps(worlds, indent=1) + "\n", encoding="utf-8")
    write(worlds)


if __name__ == "__main__":
    main(sys.argv[1:])
