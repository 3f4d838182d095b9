"""``python -m tests.fuzz 17 18``: inputs by number, and what became of them; ``--valid`` ones."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import tomli_w

from relsim.cli.options import load_scenario
from relsim.errors import RelsimError
from tests.fuzz.declared import declared
from tests.fuzz.lived import lived
from tests.fuzz.mutating import spoilt
from tests.fuzz.outcome import outcome

valid = "--valid" in sys.argv
for word in sys.argv[2:] if valid else ():
    print(tomli_w.dumps(declared(int(word))), lived(int(word)))

for word in () if valid else sys.argv[1:]:
    case = spoilt(int(word))
    print(f"# --- {case.number} --set {case.settings}\n{case.text}\n# ---")
    with tempfile.TemporaryDirectory() as folder:
        print("#", outcome(case, Path(folder)))
        try:
            print("#", load_scenario(str(Path(folder) / "spoilt.toml"), case.settings))
        except RelsimError as error:
            print(error)
