"""Files of data that a command takes: which one it follows, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relsim.cli.options import pairs
from relsim.cli.output import progress
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.study.data.cohort import Cohort
    from relsim.study.data.reading import Reading

Files = Mapping[str, Path | None]
Answers = Mapping[str, Any]


def one_curve(
    files: Files,
    period: str,
    decimal: str | None,
    answers: Answers,
    verb: str,
    *,
    quiet: bool = False,
) -> tuple[str, Path, Cohort | Reading]:
    """Return the one file that is followed: what it holds, where it lies, what was read."""
    given = given_of(files)
    if len(given) != 1:
        named = " and ".join(f"--{shape}" for shape in given) or "no file"
        others = [f"--{shape}" for shape in files]
        raise InputError(
            f"{verb}: found {named}; it follows exactly one file. Give {', '.join(others[:-1])} or "
            f"{others[-1]}."
        )
    refuse_answers(given, answers)
    ((shape, path),) = given.items()
    return shape, path, read_data(shape, path, period, decimal, answers, quiet=quiet)


def asked_of(observed: Cohort | Reading) -> dict[str, object]:
    """Return the options by which a file was read so, but for groups; a cohort has none."""
    from relsim.study.data.cohort import Cohort

    if isinstance(observed, Cohort):
        return {}
    return {name: said for name, said in observed.asked.options().items() if name != "by"}


def given_of(files: Files) -> dict[str, Path]:
    """Return the files that were given, by what they hold."""
    return {shape: path for shape, path in files.items() if path is not None}


def refuse_answers(given: Mapping[str, Path], answers: Answers) -> None:
    """Refuse an answer that none of the files asked for."""
    from relsim.study.data.roles import ASKED

    for name, answer in answers.items():
        shapes = [shape for shape, asked in ASKED.items() if name in asked]
        if answer and not set(shapes) & set(given):
            found = " and ".join(f"--{shape}" for shape in given) or "no file"
            raise InputError(
                f"--{name}: {found} has no use for it. Leave it out, or give "
                f"{' or '.join(f'--{one}' for one in shapes)}."
            )


def read_data(
    shape: str,
    path: Path,
    period: str,
    decimal: str | None,
    answers: Answers,
    *,
    quiet: bool = False,
) -> Cohort | Reading:
    """Return what a file says, with what was said of it."""
    from relsim.study.data.cohort import read_cohort
    from relsim.study.data.roles import ASKED

    if shape == "cohort":
        return read_cohort(path, period, decimal)
    from relsim.study.data.reader import read  # heavy: frames

    said = {name: answer for name, answer in answers.items() if name in ASKED[shape]}
    if "column" in said:
        said["columns"] = pairs("--column", said.pop("column"))
    with progress(f"Reading {path}", quiet=quiet):
        return read(path, shape, period=period, decimal=decimal, **said)
