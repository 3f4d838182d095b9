"""``python -m tests.mutants``: plant every fault, one at a time, and say which test catches it.

Works in a copy of the repository and writes the table of this folder's README.md. With ``--only
WORDS`` it looks for the faults in whose name or file these words stand, with ``--new`` for those
without a row of their file in the table; the other rows stay. What was found is kept in
``--folder`` and is looked for again only when sources or tests have changed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.mutants import FAULTS
from tests.mutants.planting import Search, look_for_all
from tests.mutants.table import bites, summary, told, write

FOLDER = Path(tempfile.gettempdir()) / "relsim-mutants"


def main() -> int:
    """Look for what catches the faults; return 0 when enough of them are caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument(
        "--only", metavar="WORDS", action="append", help="part of a fault's name or file"
    )
    parser.add_argument("--new", action="store_true", help="those without a row in the table")
    parser.add_argument("--list", action="store_true", help="show the faults and plant none")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="for the copy and the results")
    words = parser.parse_args()
    known = told() if words.new else {}
    chosen = [
        fault
        for fault in FAULTS
        if any(part in f"{fault.file} {fault.name}" for part in words.only or [""])
        and fault.name not in known
    ]
    if words.list:
        for fault in chosen:
            print(f"{fault.file}: {fault.name} ({fault.mistake})")
        return 0
    found = look_for_all(Search(words.folder), chosen)
    print(summary(found))
    write(found)
    return 0 if bites(found) else 1


if __name__ == "__main__":
    sys.exit(main())
