"""``relsim claims``: what the textbooks say, put to the test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option, Typer

from relsim.cli.files import check_files
from relsim.cli.leaving import leave
from relsim.cli.options import (
    AsJson,
    ClusterAt,
    Quiet,
    ReportLanguage,
    Seed,
    Threads,
    examples,
    ready_engine,
)
from relsim.cli.output import deliver, message, progress, show, show_json, show_text, standard
from relsim.errors import InputError
from relsim.words.language import SOURCE, speaking

if TYPE_CHECKING:
    from relsim.claims import Breadth, Breaking, Claim, Evidence, Structures

Machines = Mapping[str, Any]
"""Where worlds are lived through: threads, and a cluster or None."""

Names = Annotated[
    list[str] | None,
    Argument(
        metavar="[NAME…]",
        help="Claims that come with relsim, or scripts of your own; all when none is named.",
        show_default=False,
    ),
]


PLACE = 3
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "claims",
        short_help="What the textbooks say, put to the test.",
        help="Put claims of the textbooks to the test: each has a script that says what is claimed "
        "and by whom, what stands beside what, what is predicted and from which effect on it would "
        "matter. The verdict comes from the paired 95 % interval: supported, refuted, undecided, "
        "or conditional, with the setting at which it flips. Lessons tell what the ledger holds, "
        "without a run; with numbers of your own, or where the ledger is out of date, they tell "
        "what is run.",
        epilog=examples(
            "relsim claims --list",
            "relsim claims bonding_levels --quick",
            "relsim claims bonding_levels --lesson lesson.html",
            "relsim claims two_keys --quick --settings 12",
            "relsim claims two_keys --quick --try-to-break --tries 60",
            "relsim claims --course-pack course",
        ),
    )(claims)


def claims(
    names: Names = None,
    list_only: Annotated[bool, Option("--list", help="Name the claims and run nothing.")] = False,
    quick: Annotated[
        bool, Option("--quick", help="Small markets and few worlds: a look, in seconds.")
    ] = False,
    seed: Seed = 1,
    replications: Annotated[
        int | None,
        Option(
            "--replications",
            "-n",
            min=2,
            help="How many worlds, at least two for an interval; by default what each script says.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        Option(
            "--out",
            metavar="DIR",
            help="Write evidence (JSON), every world (CSV) and the picture (SVG) there, too.",
            show_default=False,
        ),
    ] = None,
    lesson: Annotated[
        Path | None,
        Option(
            "--lesson",
            metavar="FILE.html",
            help="Write one claim as a lesson: bet, reveal, verdict; it opens without internet.",
            show_default=False,
        ),
    ] = None,
    course_pack: Annotated[
        Path | None,
        Option(
            "--course-pack",
            metavar="DIR",
            help="Write every claim as a lesson, with an index.",
            show_default=False,
        ),
    ] = None,
    ledger: Annotated[
        bool,
        Option(
            "--ledger",
            help="Bring the ledger up to date (experiments/README.md): runs the claims named, "
            "or those whose entry is out of date. With --settings, --structures or --try-to-break, "
            "those alone.",
        ),
    ] = False,
    settings: Annotated[
        int | None,
        Option(
            "--settings",
            metavar="N",
            help="Try each claim in N plausible settings of its market, too: in how many does it "
            "hold where nobody knows the numbers? 32 are enough for a look.",
            show_default=False,
        ),
    ] = None,
    structures: Annotated[
        bool,
        Option(
            "--structures",
            help="Try each claim without each mechanism that its market uses, too, in markets of "
            "its quick size: which of them does it rest on?",
        ),
    ] = False,
    try_to_break: Annotated[
        bool,
        Option(
            "--try-to-break",
            help="Search for a setting of the numbers that nobody knows in which a claim is "
            "refuted, too, and say what has to be moved for it (after pip install "
            "'relsim\\[optimise]').",
        ),
    ] = False,
    tries: Annotated[
        int | None,
        Option(
            "--tries",
            metavar="N",
            help="How many settings --try-to-break tries; 300 unless you say otherwise.",
            show_default=False,
        ),
    ] = None,
    language: ReportLanguage = SOURCE,
    threads: Threads = None,
    cluster: ClusterAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run claims, or list them."""
    from relsim.claims import claims as known
    from relsim.claims import read_claim
    from relsim.claims.breadth import LEAST
    from relsim.claims.breaking import TRIES
    from relsim.claims.kept import kept_beside
    from relsim.claims.ledger import from_ledger
    from relsim.scenario.whole import check_whole
    from relsim.study.cluster import cluster_at

    found = [read_claim(name) for name in names or known()]
    if not found:
        raise InputError("claims: there is no script in the experiments folder.")
    if list_only:
        _list(found, as_json)
        return
    if settings is not None:
        check_whole(LEAST, settings=settings)
    if tries is not None and not try_to_break:
        raise InputError("--tries says how long --try-to-break searches: write that, too.")
    tries = TRIES if tries is None else tries
    check_whole(1, tries=tries)
    if lesson is not None and len(found) != 1:
        raise InputError("--lesson writes one claim: name it. For all, use --course-pack DIR.")
    if ledger and (quick or replications is not None or seed != 1):
        raise InputError(
            "--ledger runs every claim as its script says: without --quick or numbers."
        )
    taken = check_files(as_json, {"--lesson": lesson})
    for place in (out, course_pack):
        if place is not None:
            _folder(place)
    if ledger:
        ready_engine(quiet)
        with cluster_at(cluster, threads) as there:
            stages = settings, structures, tries if try_to_break else None
            _ledger(found if names else None, stages, {"threads": threads, "cluster": there}, quiet)
        return
    as_it_stands = (lesson or course_pack) and not out and seed == 1 and replications is None

    machines: dict[str, Any] = {"threads": threads}

    def evidence_on(claim: Claim) -> Evidence:
        known = from_ledger(claim) if as_it_stands else None
        if known is not None and settings is None and not structures and not try_to_break:
            return known
        ready_engine(quiet)
        found = known or _try(claim, quick, seed, replications, machines, quiet)
        found = replace(found, **kept_beside(claim))
        if settings is not None and not found.interrupted:
            breadth = _widely(claim, settings, quick, seed, machines, quiet)
            found = replace(found, breadth=breadth, interrupted=breadth.interrupted)
        if structures and not found.interrupted:
            apart = _apart(claim, seed, machines, quiet)
            found = replace(found, structures=apart, interrupted=apart.interrupted)
        if try_to_break and not found.interrupted:
            broken = _broken(claim, tries, quick, seed, machines, quiet)
            found = replace(found, breaking=broken, interrupted=broken.interrupted)
        return found

    with cluster_at(cluster, threads) as machines["cluster"]:
        tried = (evidence_on(one) for one in found)
        evidence, interrupted = _gathered(tried, out, quiet, shown=not (as_json or taken))
    if as_json:
        data = [one.to_json() for one in evidence]
        show_json(data[0] if len(data) == 1 and names and len(names) == 1 else data)
    with speaking(language):
        _hand_out(evidence, lesson, course_pack, quiet)
    leave(interrupted=interrupted)


def _gathered(
    tried: Iterator[Evidence], out: Path | None, quiet: bool, *, shown: bool
) -> tuple[list[Evidence], bool]:
    """Show and write claim by claim; say whether Ctrl-C ended it."""
    evidence: list[Evidence] = []
    try:
        for one in tried:
            evidence.append(one)
            if shown:
                show(*([""] if len(evidence) > 1 else []), one)
            if out is not None:
                _write(one, out, quiet)
            if one.interrupted:
                return evidence, True
            if shown and standard.unread and out is None:
                raise SystemExit(0)  # nobody reads the others
    except KeyboardInterrupt:
        # Before a claim's first world; what was tried before it is written all the same.
        if not evidence:
            raise
        return evidence, True
    return evidence, False


def _hand_out(
    evidence: list[Evidence], lesson: Path | None, course_pack: Path | None, quiet: bool
) -> None:
    """Write what a class is given."""
    if lesson is not None:
        from relsim.claims.lesson import lesson as written

        with progress(f"Writing {lesson}", quiet=quiet):
            page = written(evidence[0])
        deliver(lesson, page, quiet=quiet)
    if course_pack is not None:
        from relsim.claims.course import write_course

        with progress(f"Writing {course_pack}", quiet=quiet):
            write_course(evidence, course_pack)
        message(f"Written: {course_pack / 'index.html'}", quiet=quiet)


def _try(
    claim: Claim,
    quick: bool,
    seed: int,
    replications: int | None,
    machines: Machines,
    quiet: bool,
) -> Evidence:
    from relsim.claims import try_out

    with progress(f"Trying {claim.name}", quiet=quiet) as report:
        return try_out(
            claim,
            quick=quick,
            seed=seed,
            replications=replications,
            progress=report,
            **machines,
        )


def _widely(
    claim: Claim,
    settings: int,
    quick: bool,
    seed: int,
    machines: Machines,
    quiet: bool,
    store: Path | None = None,
) -> Breadth:
    from relsim.claims import in_settings

    with progress(f"Trying {claim.name} in settings", quiet=quiet) as report:
        return in_settings(
            claim,
            settings,
            quick=quick,
            seed=seed,
            progress=report,
            store=store,
            **machines,
        )


def _apart(
    claim: Claim, seed: int, machines: Machines, quiet: bool, store: Path | None = None
) -> Structures:
    from relsim.claims import without_each

    with progress(f"Trying {claim.name} without each mechanism", quiet=quiet) as report:
        return without_each(claim, seed=seed, progress=report, store=store, **machines)


def _broken(
    claim: Claim,
    tries: int,
    quick: bool,
    seed: int,
    machines: Machines,
    quiet: bool,
    store: Path | None = None,
) -> Breaking:
    from relsim.claims import try_to_break

    with progress(f"Trying to break {claim.name}", quiet=quiet) as report:
        return try_to_break(
            claim,
            tries,
            quick=quick,
            seed=seed,
            progress=report,
            store=store,
            **machines,
        )


def _list(found: list[Claim], as_json: bool) -> None:
    """Name the claims, with who made them."""
    if as_json:
        show_json(
            [
                {
                    "name": one.name,
                    "sentence": one.sentence,
                    "by": one.by,
                    "concepts": list(one.concepts),
                    "scenario": one.scenario,
                }
                for one in found
            ]
        )
        return
    width = max(len(one.name) for one in found)
    for one in found:
        show_text(f"{one.name:<{width}}  {one.sentence} ({one.by})")


def _write(evidence: Evidence, folder: Path, quiet: bool) -> None:
    """Write the data and the picture of a claim."""
    from relsim.claims.picture import picture
    from relsim.result.result import json_text
    from relsim.result.saving import write_whole

    base = folder / evidence.claim.name
    write_whole(base.with_suffix(".json"), json_text(evidence.to_json()) + "\n")
    evidence.to_csv(base.with_suffix(".csv"))
    write_whole(base.with_suffix(".svg"), picture(evidence))
    message(f"Written: {base}.json, .csv, .svg", quiet=quiet)


def _folder(place: Path) -> None:
    """Make a folder before hours of work depend on it."""
    if place.exists() and not place.is_dir():
        raise InputError(f"{place}: this is a file. Name a folder.")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{place}: cannot be made ({error.strerror}).") from error


def _ledger(
    chosen: list[Claim] | None,
    stages: tuple[int | None, bool, int | None],
    machines: Machines,
    quiet: bool,
) -> None:
    """Bring the ledger, or one of its other stages, up to date and say what was run."""
    from relsim.claims.ledger import bring_up_to_date
    from relsim.claims.ledger_stages import break_open, take_apart, widen

    settings, structures, tries = stages
    said: list[Iterator[str]] = []
    if settings is not None:
        said.append(
            widen(
                chosen,
                settings,
                lambda one, store: _widely(one, settings, False, 1, machines, quiet, store),
            )
        )
    if structures:
        said.append(take_apart(chosen, lambda one, store: _apart(one, 1, machines, quiet, store)))
    if tries is not None:
        said.append(
            break_open(
                chosen,
                tries,
                lambda one, store: _broken(one, tries, False, 1, machines, quiet, store),
            )
        )
    if not said:
        said = [bring_up_to_date(chosen, lambda one: _try(one, False, 1, None, machines, quiet))]
    for line in chain.from_iterable(said):
        message(line, quiet=quiet)
