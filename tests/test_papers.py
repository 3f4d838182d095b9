"""What stands around the code: the citation, and the API reference that the docstrings make."""

import os
import re
import shlex
import subprocess
import sys

import relsim
from relsim import claims
from tests.documentation import ROOT

CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_citation_names_this_version_and_licence():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {relsim.__version__}\n" in text
    assert "\nlicense: MIT\n" in text
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_the_reference_is_made_without_a_warning_and_holds_every_public_name(tmp_path):
    (command,) = re.findall(r"^pdoc .+$", CONTRIBUTING, re.MULTILINE)
    words = shlex.split(command)[1:]
    words[words.index("reference")] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pdoc", *words],
        env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for package in (relsim, claims):
        page = tmp_path.joinpath(*package.__name__.split(".")).with_suffix(".html")
        shown = set(re.findall(r'<section id="([\w.]+)"', page.read_text(encoding="utf-8")))
        assert set(package.__all__) <= shown
