"""Who imports whom among relsim's files: when the program runs, and for types alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "relsim"

Graph = dict[str, set[str]]
"""From the name of a module to the names of those it imports."""


def name_of(path: Path) -> str:
    """Return a file's name as a module; a package's is that of its folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """Return all files of relsim by their names as modules."""
    return {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def promised(package: str) -> dict[str, str]:
    """Return the names that a package loads when they are first used, with their modules."""
    path = modules().get(package)
    stub = path.with_suffix(".pyi") if path is not None else None
    if stub is None or not stub.exists():
        return {}
    return {
        alias.asname or alias.name: f"{package}.{node.module}"
        for node in ast.parse(stub.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def import_graphs() -> tuple[Graph, Graph]:
    """Return who imports whom when the program runs, lazily or not, and for types alone."""
    running: Graph = {}
    typing: Graph = {}
    for name, path in modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for_types = {id(node) for node in _for_types(tree)}
        running[name], typing[name] = set(), set()
        for node in ast.walk(tree):
            graph = typing if id(node) in for_types else running
            graph[name] |= set(_reached(node)) - {name}
        for graph in (running, typing):
            graph[name] |= set(_packages_run(name, graph[name]))
        typing[name] -= running[name]
    return running, typing


def _for_types(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield whatever stands under ``if TYPE_CHECKING``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and _dotted(node.test).endswith("TYPE_CHECKING"):
            for inner in node.body:
                yield from ast.walk(inner)


def _reached(node: ast.AST) -> Iterator[str]:
    """Yield the modules that one piece of code asks for by name."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in modules())
    elif isinstance(node, ast.ImportFrom) and node.module in modules():
        for alias in node.names:
            yield _home(str(node.module), alias.name)
    elif isinstance(node, ast.Attribute) and _dotted(node.value) in modules():
        yield _home(_dotted(node.value), node.attr)


def _dotted(node: ast.AST) -> str:
    """Return ``relsim.market`` as text; empty for whatever is no name with dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def _home(package: str, name: str) -> str:
    """Return the module in which a name of a package lives."""
    inside = f"{package}.{name}"
    if inside in modules():
        return inside
    promise = promised(package).get(name, package)
    return promise if promise == package else _home(promise, name)


def _packages_run(name: str, imported: Iterable[str]) -> Iterator[str]:
    """Yield the packages whose ``__init__`` runs because something in them is imported.

    Those around the importing file have run by then.
    """
    for other in imported:
        parts = other.split(".")
        for end in range(1, len(parts)):
            package = ".".join(parts[:end])
            if not f"{name}.".startswith(f"{package}."):
                yield package


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of modules that reach each other, the largest first.

    Examples
    --------
    >>> circles({"a": {"b"}, "b": {"a"}, "c": {"a"}})
    [['a', 'b']]
    """
    reach = {name: reachable(graph, name) for name in graph}
    groups = {
        tuple(sorted(other for other in reach[name] if name in reach[other]))
        for name in graph
        if name in reach[name]
    }
    return sorted((list(group) for group in groups), key=lambda group: (-len(group), group))


def reachable(graph: Graph, name: str) -> set[str]:
    """Return every module that one leads to, itself only by way of a circle."""
    found: set[str] = set()
    waiting = list(graph.get(name, ()))
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += graph.get(here, ())
    return found


def closing(running: Graph, typing: Graph) -> set[tuple[str, str]]:
    """Return the imports for types alone that close a circle: from whom, and of whom."""
    both = {name: running[name] | typing[name] for name in running}
    return {
        (name, other)
        for name, others in typing.items()
        for other in others
        if name in reachable(both, other)
    }
