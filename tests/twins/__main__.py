"""``python -m tests.twins``: calibrate markets whose numbers are known, and see what is covered.

Keeps what came of it in ``twins.json`` and writes the table of
``relsim/study/settings/README.md``. With ``--text`` it lives through nothing.
"""

import json
import sys

from tests.twins.section import FILE, write
from tests.twins.twin import KINDS, all_twins

if __name__ == "__main__":
    if "--text" not in sys.argv[1:]:
        found = {kind: all_twins(kind) for kind in KINDS}
        FILE.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")
    write()
