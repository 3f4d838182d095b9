"""Designs as people keep them: TOML that says how to draw them, or a CSV file of points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError, ScenarioError
from relsim.scenario.paths import parse_assignment
from relsim.scenario.reading import parse_toml, read_text
from relsim.scenario.wording import nearest, show
from relsim.scenario.writing import path_of
from relsim.study.data.sheet import LARGEST_FILE, read_sheet
from relsim.study.sweep.design import grid, latin_hypercube, sobol

if TYPE_CHECKING:
    import pandas as pd

    from relsim.scenario import Scenario

_DRAWN: dict[str, Callable[..., pd.DataFrame]] = {
    "latin_hypercube": latin_hypercube,
    "sobol": sobol,
}
_TABLES = ("grid", *_DRAWN)
_OF_THE_DRAW = ("points", "seed")
_SEPARATORS = (";", "\t", ",")
_SETTINGS = '# {"format": "relsim settings'


def read_design(path: str | Path, scenario: Scenario) -> pd.DataFrame:
    r"""Return the design that a file holds.

    Parameters
    ----------
    path : str or pathlib.Path
        TOML with ``[grid]``, ``[latin_hypercube]`` or ``[sobol]``, of which every row of one meets
        every row of the other; a CSV file or workbook with a column a path; or a file of settings.
    scenario : Scenario
        The market; settings are refused that were made for another.

    Returns
    -------
    pandas.DataFrame
        A row a point, a column a path.

    Raises
    ------
    InputError
        For a file that cannot be read, or holds no design.

    Examples
    --------
    >>> import relsim, tempfile
    >>> file = Path(tempfile.mkdtemp()) / "design.toml"
    >>> text = "[grid]\nmarket.freedom = [0, 1]\n[sobol]\npoints = 4\nfirms.Alba.price = [18, 24]"
    >>> _ = file.write_text(text)
    >>> read_design(file, relsim.load("insurance")).shape
    (8, 2)
    """
    place = Path(path)
    try:
        text = read_text(place, str(place), LARGEST_FILE) if place.suffix == ".toml" else ""
        if text:
            return _of_tables(place, parse_toml(text, str(place)))
    except ScenarioError as error:
        raise InputError(str(error)) from None
    return _of_settings(place, scenario) if _holds_settings(place) else _of_points(place)


def _of_tables(place: Path, document: Mapping[str, Any]) -> pd.DataFrame:
    for name, table in document.items():
        if name not in _TABLES or not isinstance(table, Mapping):
            near = nearest(name, _TABLES)
            raise InputError(
                f"{place}: {show(name)} is no table of a design. "
                f"{f'Did you mean [{near}]? ' if near else ''}Write [grid], [latin_hypercube] or "
                "[sobol]."
            )
    parts = [_of_table(place, name, table) for name, table in document.items()]
    if not parts:
        raise InputError(f"{place}: empty. Write [grid] and a path with its values below it.")
    whole, *others = parts
    for other in others:
        if twice := [path for path in other if path in whole]:
            raise InputError(f"{place}: {twice[0]} stands in two tables. Vary it in one.")
        whole = whole.merge(other, how="cross")
    return whole


def _of_table(place: Path, name: str, table: Mapping[str, Any]) -> pd.DataFrame:
    try:
        if name == "grid":
            return grid(dict(_by_path(table)))
        said = {word: table[word] for word in _OF_THE_DRAW if word in table}
        if "points" not in said:
            raise InputError("there is no number of points; write points = 64.")
        ranges = {word: held for word, held in table.items() if word not in _OF_THE_DRAW}
        return _DRAWN[name](dict(_by_path(ranges)), **said)
    except InputError as error:
        raise InputError(f"{place} [{name}]: {error}") from None


def _by_path(table: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield what stands under each path, whether it is written with dots, in quotes or nested."""
    for name, held in table.items():
        if isinstance(held, Mapping):
            yield from _by_path(held, (*before, name))
        else:
            yield (path_of(*before, name) if before else name), held


def _holds_settings(place: Path) -> bool:
    try:
        with place.open("rb") as file:
            return file.read(len(_SETTINGS)) == _SETTINGS.encode()
    except OSError:
        return False  # whoever reads it says why


def _of_settings(place: Path, scenario: Scenario) -> pd.DataFrame:
    import pandas as pd

    from relsim.study.settings.settings import Settings

    found = Settings.read(place).under(scenario)
    return pd.DataFrame([found.overrides(row) for row in range(len(found))])


def _of_points(place: Path) -> pd.DataFrame:
    import pandas as pd

    faults: list[str] = []
    sheet = read_sheet(place, _headings(place), faults)
    names = [str(cell).strip() for cell in sheet.header.cells]
    columns: dict[str, list[object]] = {}
    for name, column in zip(names, sheet.header.names, strict=True):
        cells = sheet.column(column)
        faults += [f"{one.where}: the cell is empty. Fill it." for one in cells if not one.text]
        columns[name] = [_value(one.cell) for one in cells]
    if faults:
        raise InputError("\n\n".join(faults))
    if len(columns) < len(names):
        raise InputError(f"{place}: a path heads two columns. Name each once.")
    return pd.DataFrame(columns)


def _headings(place: Path) -> list[str]:
    """Return the paths above a text, so that what separates the columns is known."""
    try:
        with place.open(encoding="utf-8-sig") as file:
            first = next((line for line in file if line.strip() and line[0] != "#"), "")
    except (OSError, UnicodeDecodeError):
        return []  # no text; whoever reads it knows more
    lines = [[part.strip(' "\r\n') for part in first.split(sign)] for sign in _SEPARATORS]
    return [name.casefold() for name in max(lines, key=len)]


def _value(cell: object) -> object:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return parse_assignment(f"x={cell}")[1] if isinstance(cell, str) else cell
