"""The plan of the house: imports go down only and in no circle, and the top level stays tidy."""

import ast
import subprocess

import pytest

from tests import importing
from tests.importing import PACKAGE, ROOT, circles, closing, import_graphs

FLOORS = (
    ("errors", "version"),
    ("words",),
    ("behaviour", "result"),
    ("scenario",),
    ("market",),
    ("study", "textbook"),
    ("stories",),
    ("view",),
    ("claims",),
    ("app",),
    ("cli",),
)
"""From the ground up: a room imports from the floors below its own, and from nowhere else."""

FLOORS_INSIDE = {"app": ("server", "session", "page", "classroom")}
"""Floors of rooms within a room."""

MAY_IMPORT = {
    room: {below for floor in FLOORS[:height] for below in floor}
    for height, rooms in enumerate(FLOORS)
    for room in rooms
}
HANDED_TO_ITS_PARTS = {
    ("relsim.market.firm", "relsim.market.market"): "a rival of one's own looks at its market",
}
"""Who names for types alone what it is a part of, and why it is handed the whole."""

TOP_LEVEL = {
    "pyproject.toml",
    "relsim",
    "scenarios",
    "experiments",
    "tests",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CITATION.cff",
}


def names_imported(path):
    """Return what a file imports, wherever in the file it does so, and what that lies in."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    lies_in = {".".join(name.split(".")[:3]) for name in found}
    return found | lies_in


def rooms_imported(path):
    """Return the rooms that a file imports, wherever in the file it does so."""
    parts = (name.split(".") for name in names_imported(path))
    return {name[1] for name in parts if name[0] == "relsim" and len(name) > 1} & set(MAY_IMPORT)


def files(room):
    single = PACKAGE / f"{room}.py"
    return [single] if single.exists() else sorted((PACKAGE / room).rglob("*.py"))


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_down_only(room):
    upward = {
        f"{path.relative_to(ROOT)} imports {other}"
        for path in files(room)
        for other in rooms_imported(path) - MAY_IMPORT[room] - {room}
    }
    assert not upward


@pytest.mark.parametrize("house", FLOORS_INSIDE)
def test_imports_inside_a_room_go_down_only(house):
    floors = FLOORS_INSIDE[house]
    upward = {
        f"{path.relative_to(ROOT)} imports {other}"
        for height, room in enumerate(floors)
        for path in files(f"{house}/{room}")
        for other in floors[height + 1 :]
        if f"relsim.{house}.{other}" in names_imported(path)
    }
    assert not upward
    assert {path.parent.name for path in (PACKAGE / house).glob("*/*.py")} == set(floors)


def test_every_room_is_on_the_plan():
    rooms = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    assert rooms <= set(MAY_IMPORT)


@pytest.fixture(scope="module")
def graphs():
    return import_graphs()


def test_no_two_files_import_each_other_when_the_program_runs(graphs):
    running, _ = graphs
    assert circles(running) == []


def test_types_alone_close_a_circle_where_a_thing_is_handed_to_its_own_parts(graphs):
    found = closing(*graphs)
    assert found == set(HANDED_TO_ITS_PARTS)


def test_a_circle_is_seen_however_it_is_closed(tmp_path, monkeypatch):
    (tmp_path / "relsim" / "room").mkdir(parents=True)
    files = {
        "relsim/__init__.py": "",
        "relsim/__init__.pyi": "from .room.high import top as top",
        "relsim/low.py": "import relsim\n\ndef lazily():\n    return relsim.top",
        "relsim/room/__init__.py": "from relsim.room.high import top",
        "relsim/room/high.py": "from relsim.low import lazily",
        "relsim/room/deep.py": "import relsim.alone",
        "relsim/alone.py": "import relsim.room.deep",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(importing, "ROOT", tmp_path)
    monkeypatch.setattr(importing, "PACKAGE", tmp_path / "relsim")
    monkeypatch.setattr(importing, "modules", importing.modules.__wrapped__)
    monkeypatch.setattr(importing, "promised", importing.promised.__wrapped__)
    running, _ = import_graphs()
    assert circles(running) == [
        ["relsim.low", "relsim.room", "relsim.room.high"],
        ["relsim.alone", "relsim.room.deep"],
    ]


def test_declarations_import_nothing_heavy():
    tree = ast.parse((PACKAGE / "behaviour" / "declaration.py").read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= {"__future__", "collections.abc", "dataclasses", "typing"}


def test_top_level_holds_nothing_else():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL
