"""What the bundled scenarios gave when somebody last looked, and what has moved since.

A golden file is a table of a small run of every strategy of a scenario: a row a figure, a column a
strategy. It holds each figure of ``Run.summary``, the sums of the books for the firm under study
and for its rivals together, and the heads at the end. Counts are kept as whole numbers and must be
equal; everything else must agree to 9 digits.
"""

from __future__ import annotations

import csv
import io
import json
import math
import platform
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numba
import numpy as np

import relsim
from relsim.behaviour import COLUMNS
from relsim.scenario import Scenario

FOLDER = Path(__file__).parent
SMALL = {"market.customers": 300, "market.periods": 24}
SEED = 1
DIGITS = 9
COUNTED = ("customers", "uses", "reports", "launches")
"""Units of figures that are whole numbers."""
SUMMARY_COUNTS = ("customers", "acquired", "won_back", "lost")
HEADERS = ("settings", "made_with")
"""What a golden file says above its table, a line each."""
PLACE = ("group", "figure", "whose")
WHOSE = ("own", "rivals")

Flat = dict[str, int | float | None]
"""Figures by what they are of: strategy, group, name, whose."""


class Moved(NamedTuple):
    """A figure that is not what it was."""

    name: str
    was: int | float | None
    now: int | float | None

    @property
    def change(self) -> float:
        """The relative change; infinite where a figure came, went or was 0."""
        if self.was is None or self.now is None or self.was == 0:
            return math.inf
        return abs(self.now - self.was) / abs(self.was)

    def __str__(self) -> str:
        """Return one line: the figure, before and after, and by how much."""
        change = "anew" if math.isinf(self.change) else f"{self.change:.3g}"
        return f"{change:>9}  {self.name}: {_shown(self.was)} -> {_shown(self.now)}"


def _shown(value: int | float | None) -> str:
    return "none" if value is None else f"{value:.12g}"


def many_figures(count: int) -> str:
    """Return a count of figures in words.

    Examples
    --------
    >>> many_figures(1), many_figures(2)
    ('1 figure', '2 figures')
    """
    return f"{count} figure" if count == 1 else f"{count} figures"


def file_of(name: str) -> Path:
    """Return where a scenario's golden figures are kept."""
    return FOLDER / f"{name}.csv"


def stored(name: str) -> dict[str, Any]:
    """Return what a scenario's golden file holds, in the shape in which it is computed."""
    return read(file_of(name).read_text(encoding="utf-8"))


def computed(name: str) -> dict[str, Any]:
    """Return what a scenario gives now, in the shape of its golden file.

    Parameters
    ----------
    name : str
        A bundled scenario.

    Returns
    -------
    dict
        With the settings, what it was made with, and the figures by strategy.
    """
    scenario = relsim.load(name, SMALL)
    return {
        "settings": {**SMALL, "seed": SEED},
        "made_with": versions(),
        "strategies": {strategy: figures(scenario, strategy) for strategy in scenario.strategies},
    }


def versions() -> dict[str, str]:
    """Return what may change the last bits of a number: versions and the machine's kind."""
    return {
        "relsim": relsim.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "machine": f"{platform.system()} {platform.machine()}",
    }


def figures(scenario: Scenario, strategy: str) -> dict[str, dict[str, Any]]:
    """Return all figures of one small run.

    Parameters
    ----------
    scenario : Scenario
        The market.
    strategy : str
        Of the firm under study.

    Returns
    -------
    dict
        ``summary`` by figure; ``books`` by figure, sums after the warm-up of the firm under study
        and of its rivals; ``heads`` by firm at the end.
    """
    run = relsim.Market(scenario, seed=SEED, strategy=strategy).run()
    books = run.books.tallies[run.warm_up :, :-1]
    focal = scenario.firm_names.index(scenario.focal.name)
    sums: dict[str, list[int | float]] = {}
    for name, figure in COLUMNS.items():
        own = books[name][:, focal].sum()
        others = np.delete(books[name], focal, axis=1).sum()
        counted = figure.unit in COUNTED and not figure.mean_of
        sums[name] = [_kept(own, counted), _kept(others, counted)]
    return {
        "summary": {
            name: None if value is None else _kept(value, name in SUMMARY_COUNTS)
            for name, value in run.summary().items()
        },
        "books": sums,
        "heads": {
            name: int(heads)
            for name, heads in zip(scenario.firm_names, run.books.closings[-1], strict=True)
        },
    }


def _kept(value: float, counted: bool) -> int | float:
    """Return a count whole, and any other number with a few digits more than are compared."""
    if not counted:
        return float(f"{value:.{DIGITS + 4}g}")
    if not float(value).is_integer():
        raise ValueError(f"a count of {value!r}")
    return int(value)


def flat(golden: Mapping[str, Any]) -> Flat:
    """Return the figures of a golden file side by side.

    Parameters
    ----------
    golden : mapping
        As :func:`computed` makes it.

    Returns
    -------
    dict
        From "strategy, group, figure" (and whose) to the number.

    Examples
    --------
    >>> flat({"strategies": {"none": {"books": {"uses": [8, 9]}, "heads": {"Alba": 7}}}})
    {'none, books, uses (own)': 8, 'none, books, uses (rivals)': 9, 'none, heads, Alba': 7}
    """
    return dict(_flat(golden))


def _flat(golden: Mapping[str, Any]) -> Iterator[tuple[str, int | float | None]]:
    for strategy, groups in golden["strategies"].items():
        for group, values in groups.items():
            for name, value in values.items():
                place = f"{strategy}, {group}, {name}"
                if isinstance(value, list):
                    yield f"{place} (own)", value[0]
                    yield f"{place} (rivals)", value[1]
                else:
                    yield place, value


def same(was: int | float | None, now: int | float | None) -> bool:
    """Tell whether a figure is what it was: counts exactly, the rest to 9 digits.

    Examples
    --------
    >>> same(1_000_000_000_000, 1_000_000_000_001), same(1.0, 1.0 + 1e-10), same(None, 0.0)
    (False, True, False)
    """
    if was is None or now is None:
        return was is now
    if isinstance(was, int) and isinstance(now, int):
        return was == now
    return math.isclose(was, now, rel_tol=10.0**-DIGITS, abs_tol=10.0 ** -(DIGITS + 3))


def moved(was: Flat, now: Flat) -> list[Moved]:
    """Return the figures that are not what they were, the largest relative change first.

    Parameters
    ----------
    was, now : dict
        As :func:`flat` returns them.

    Returns
    -------
    list of Moved
        New and lost figures stand among those that changed most.

    Examples
    --------
    >>> [one.name for one in moved({"a": 100.0, "b": 10, "c": 1}, {"a": 101.0, "b": 20, "c": 1})]
    ['b', 'a']
    """
    names = [*was, *(name for name in now if name not in was)]
    found = [
        Moved(name, was.get(name), now.get(name))
        for name in names
        if (name in was) != (name in now) or not same(was[name], now[name])
    ]
    return sorted(found, key=lambda one: -one.change)


def told(name: str, changes: Iterable[Moved], at_most: int = 20) -> str:
    """Return what moved in a scenario, in lines.

    Parameters
    ----------
    name : str
        The scenario.
    changes : iterable of Moved
        The largest first.
    at_most : int
        Lines; the rest is counted.

    Returns
    -------
    str
        Without a line's end.
    """
    changes = list(changes)
    lines = [f"{name}: {many_figures(len(changes))} moved (relative change, figure, before -> now)"]
    lines += [str(one) for one in changes[:at_most]]
    if len(changes) > at_most:
        lines.append(f"{'':>9}  … and {len(changes) - at_most} smaller changes")
    return "\n".join(lines)


def written(golden: Mapping[str, Any]) -> str:
    """Return a golden file's text: a line a figure, so that a difference reads well.

    Examples
    --------
    >>> small = {"none": {"books": {"uses": [1, 2.5]}}, "social": {"books": {"uses": [3, None]}}}
    >>> print(written({"settings": {}, "made_with": {}, "strategies": small}), end="")
    # settings: {}
    # made_with: {}
    group,figure,whose,none,social
    books,uses,own,1,3
    books,uses,rivals,2.5,
    """
    strategies = golden["strategies"]
    rows: dict[tuple[str, str, str], list[int | float | None]] = {}
    for groups in strategies.values():
        for group, values in groups.items():
            for name, value in values.items():
                shared = (
                    zip(WHOSE, value, strict=True) if isinstance(value, list) else [("", value)]
                )
                for whose, number in shared:
                    rows.setdefault((group, name, whose), []).append(number)
    text = io.StringIO()
    for header in HEADERS:
        text.write(f"# {header}: {json.dumps(golden[header], ensure_ascii=False)}\n")
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*PLACE, *strategies])
    table.writerows([*place, *map(_cell, numbers)] for place, numbers in rows.items())
    return text.getvalue()


def _cell(value: int | float | None) -> str:
    return "" if value is None else repr(value)


def read(text: str) -> dict[str, Any]:
    """Return what :func:`written` wrote, to the last bit."""
    lines = text.splitlines()
    headers = [line.removeprefix(f"# {name}: ") for name, line in zip(HEADERS, lines, strict=False)]
    columns, *rows = csv.reader(lines[len(HEADERS) :])
    strategies: dict[str, Any] = {name: {} for name in columns[len(PLACE) :]}
    for group, figure, whose, *cells in rows:
        for groups, cell in zip(strategies.values(), cells, strict=True):
            values = groups.setdefault(group, {})
            if whose:
                values.setdefault(figure, []).append(_number(cell))
            else:
                values[figure] = _number(cell)
    made = {name: json.loads(line) for name, line in zip(HEADERS, headers, strict=True)}
    return {**made, "strategies": strategies}


def _number(cell: str) -> int | float | None:
    """Return a cell's number: whole numbers are counts, and an empty cell is no number.

    Examples
    --------
    >>> _number("8"), _number("8.0"), _number("1e-07"), _number("")
    (8, 8.0, 1e-07, None)
    """
    if not cell:
        return None
    return int(cell) if cell.lstrip("-").isdigit() else float(cell)
