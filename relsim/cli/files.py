"""The files that a command writes beside what it prints: checked before it runs, written after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from relsim.cli.output import deliver, is_standard, message, progress, show_result
from relsim.errors import InputError
from relsim.words.language import SOURCE, speaking

if TYPE_CHECKING:
    from relsim.result.result import Result
    from relsim.view.document import Reported, Showable

Files = Mapping[str, Path | None]
"""What is to be written, by the option that names it."""

PAGES = (".html", ".htm")
_ENDINGS = {"csv": (".csv",), "xlsx": (".xlsx",), "report": PAGES, "lesson": PAGES}
"""What names end in, by the last word of the option; others are checked where they are made."""


def check_files(
    as_json: bool,
    files: Files,
    *,
    sources: Files | None = None,
    stores: Files | None = None,
) -> bool:
    """Refuse files that cannot be written, or not together with what is read and kept.

    Return whether one goes to standard output, which then holds nothing else.
    """
    for option, path in files.items():
        endings = _ENDINGS.get(option.rpartition("-")[2])
        if path is not None and endings is not None:
            output_file(option, path, *endings)
    _differing({**(sources or {}), **files, **(stores or {})})
    return _takes_standard_output(as_json, files)


def output_file(option: str, path: Path, *endings: str) -> Path:
    """Refuse a file to write that could not be written, or whose name says something else."""
    from relsim.result.saving import check_writable, is_irregular
    from relsim.scenario.wording import show

    if is_standard(path):
        return path
    try:
        check_writable(path)
    except OSError as error:
        raise InputError(f"{option}: {show(str(path))}: {error.strerror}. Name another.") from None
    if path.suffix.lower() not in endings and not is_irregular(path):
        raise InputError(
            f"{option}: found {show(path.name)}; allowed is a name that ends in "
            f"{' or '.join(endings)}. Write {path.with_suffix(endings[0])}."
        )
    return path


def _differing(files: Files) -> None:
    """Refuse results that would be written over each other, or over what they are made from."""
    from relsim.result.saving import settings_beside

    taken: dict[Path, str] = {}
    for option, path in files.items():
        if path is None or is_standard(path):
            continue
        beside = [settings_beside(path)] if option.endswith("csv") else []
        for place in (path, *beside):
            if place.resolve() in taken:
                raise InputError(
                    f"{option}: {place} is the file of {taken[place.resolve()]}, too. Name another "
                    "one."
                )
            taken[place.resolve()] = option


def _takes_standard_output(as_json: bool, files: Files) -> bool:
    """Tell whether a file goes to standard output."""
    taking = [option for option, path in files.items() if is_standard(path)]
    if taking and as_json:
        taking.append("--json")
    if len(taking) > 1:
        raise InputError(
            f"{taking[0]} and {taking[1]} would both be written to standard output. Name a file "
            "for one of them."
        )
    return bool(taking)


def hand_out(
    found: Result,
    files: Files,
    *,
    as_json: bool,
    quiet: bool,
    page: Callable[[], tuple[Reported, Sequence[Showable]]] | None = None,
    language: str = SOURCE,
) -> None:
    """Show a result and write its files; `page` says what a report shows, if not the result."""
    # Shown first: whatever a disk may do, the answer is there.
    if not any(map(is_standard, files.values())):
        show_result(found, as_json=as_json)
    csv, xlsx, report = (files.get(f"--{name}") for name in ("csv", "xlsx", "report"))
    if csv is not None and is_standard(csv):
        deliver(csv, found.to_csv(), quiet=quiet)
    elif csv is not None:
        found.to_csv(csv)
        message(f"Written: {csv}", quiet=quiet)
    if xlsx is not None:
        with progress(f"Writing {xlsx}", quiet=quiet):
            workbook = found.to_xlsx()
        deliver(xlsx, workbook, quiet=quiet)
    if report is not None:
        with progress(f"Writing {report}", quiet=quiet), speaking(language):
            from relsim.view.document import to_html  # heavy: the charts' library

            shown, more = page() if page is not None else (cast("Reported", found), ())
            text = to_html(shown, more)
        deliver(report, text, quiet=quiet)
