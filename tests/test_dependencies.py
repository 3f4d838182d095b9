"""What is installed is what is used: nothing more, and CI knows which versions."""

import ast
import re
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement

from tests.documentation import ROOT
from tests.lowest import lowest

TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(TEXT)["project"]
EXTRAS = PROJECT["optional-dependencies"]
OWN, *FOR_TESTS = EXTRAS["test"]
SELDOM = [one for name, held in EXTRAS.items() if name != "test" for one in held]
EVERY = [*PROJECT["dependencies"], *SELDOM, *FOR_TESTS]
CONSTRAINTS = (ROOT / "tests" / "constraints.txt").read_text(encoding="utf-8").splitlines()
SAID = re.compile(r'((?: {4}# .+\n)+) {4}"([^"]+)",\n')
NOT_IMPORTED = "Not imported: "


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement):
    return plain(Requirement(requirement).name)


def comments():
    """Return the comment above each dependency, by its requirement."""
    return {
        requirement: " ".join(line.strip(" #") for line in comment.splitlines())
        for comment, requirement in SAID.findall(TEXT.split("[project.scripts]")[0])
    }


@cache
def imported(*folders):
    """Return whatever a folder's imports may be called in pyproject.toml, a set a module."""
    modules = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    known = packages_distributions()
    # solara is the name of a package that only gathers those that hold the module.
    return [{plain(name) for name in (module, *known[module])} for module in modules & {*known}]


def test_every_dependency_has_its_own_comment():
    assert sorted(comments()) == sorted({OWN, *EVERY})


@pytest.mark.parametrize("requirement", dict.fromkeys(EVERY))
def test_a_dependency_is_imported_or_its_comment_says_what_it_is_for(requirement):
    used = imported("tests" if requirement in FOR_TESTS else "relsim")
    silent = not any(name_of(requirement) in names for names in used)
    comment = comments()[requirement]
    assert comment.startswith(NOT_IMPORTED) == silent
    assert len(comment.removeprefix(NOT_IMPORTED)) > 10


def test_nothing_is_imported_that_is_not_installed_by_name():
    own = {"relsim", *(name_of(one) for one in (*PROJECT["dependencies"], *SELDOM))}
    assert [names for names in imported("relsim", "experiments") if not names & own] == []


def test_constraints_are_versions_and_nothing_else():
    assert [line for line in CONSTRAINTS if not re.fullmatch(r"[\w.-]+==[\w.]+|# .+", line)] == []


@pytest.mark.parametrize("requirement", dict.fromkeys(EVERY))
def test_constraints_name_an_allowed_version_of_every_dependency(requirement):
    pinned = dict(line.split("==") for line in CONSTRAINTS if "==" in line)
    versions = {plain(name): version for name, version in pinned.items()}
    assert versions[name_of(requirement)] in Requirement(requirement).specifier


def test_the_lowest_versions_are_allowed_ones():
    bounds = [one.split("==") for one in lowest(EVERY)]
    allowed = {name_of(one): Requirement(one).specifier for one in EVERY}
    assert all(version in allowed[plain(name)] for name, version in bounds)
    unbounded = {one for one in EVERY if ">=" not in one}
    assert {name_of(one) for one in unbounded} == {"ipyvuetify", "ipyvue"}


def test_an_extra_is_seldom_wanted_tried_by_the_tests_and_named_where_it_is_missed():
    assert Requirement(OWN).extras == {*EXTRAS} - {"test"}
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "relsim").rglob("*.py"))
    assert [name for name in {*EXTRAS} - {"test"} if f"relsim[{name}]" not in code] == []
