"""Every page leads where it says, and a room's page names every file of the room."""

import re

import pytest

from tests.importing import PACKAGE, ROOT

PAGES = sorted(
    page
    for place in ("*", ".github/*", "relsim/**/*", "experiments/**/*", "tests/**/*")
    for page in ROOT.glob(f"{place}.md")
)
ROOMS = sorted(page.parent for page in PACKAGE.rglob("README.md"))
FILES = {
    f"/{path.relative_to(ROOT).as_posix()}"
    for folder in (PACKAGE, ROOT / "experiments", ROOT / "tests")
    for path in folder.rglob("*")
}


def title(path):
    return path.relative_to(ROOT).as_posix()


def headings(page):
    """Return what the headings of a page are called in links."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in lines
        if line.startswith("#")
    }


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]*)(?:#([^)]+))?\)", page.read_text(encoding="utf-8"))
    for file, heading in links:
        if not file.startswith("http"):
            there = page.parent / file if file else page
            assert there.exists(), file
            assert not heading or heading in headings(there), f"{file}#{heading}"


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_files_that_are_named_are_there(page):
    named = re.findall(r"`([\w/]+\.(?:py|vue))\b", page.read_text(encoding="utf-8"))
    assert [name for name in named if not any(file.endswith(f"/{name}") for file in FILES)] == []


@pytest.mark.parametrize("room", ROOMS, ids=title)
def test_every_file_of_a_room_is_named_and_the_readme_leads_to_the_room(room):
    text = (room / "README.md").read_text(encoding="utf-8")
    files = room.glob("*/*.py" if room.name == "app" else "*.py")
    named = {"__init__.py", *re.findall(r"\w+\.py", text)}
    assert {path.name for path in files} <= named
    if room.parent == PACKAGE:
        assert f"({title(room)}/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
