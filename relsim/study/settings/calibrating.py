"""Calibrating a market: waves of runs, until settings are found that show what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.result.words import counted, listed
from relsim.scenario import require_room
from relsim.scenario.command import command, nothing
from relsim.scenario.whole import check_whole
from relsim.study.arms import choose_arms
from relsim.study.data.cohort import Cohort
from relsim.study.data.reading import Reading
from relsim.study.data.survey import Survey
from relsim.study.fit.following import options_of, require_period
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.parallel import Progress
from relsim.study.settings import matching
from relsim.study.settings.calibration import Calibration
from relsim.study.settings.from_data import of_reading, of_survey
from relsim.study.settings.living import Living, Measuring, kept_in, prepared
from relsim.study.settings.made_for import fingerprint_of
from relsim.study.settings.pattern import Pattern, bundled_patterns, digest, read_patterns
from relsim.study.settings.settings import Settings, drawn
from relsim.study.settings.uncertain import uncertain
from relsim.study.settings.waves import TWICE, match

if TYPE_CHECKING:
    from relsim.result.table import Shown
    from relsim.scenario import Scenario
    from relsim.study.cluster import Cluster

_FIRST = 0.4
"""Part of all runs that is spread over the box; two waves share the rest."""
RUNS, LEAST = 600, 60
FURTHER = 7
"""Waves that may follow by themselves, where needs are so rare that 600 runs tell too little."""


def calibrate(
    scenario: Scenario,
    patterns: str | Path | Sequence[Pattern] | None = None,
    cohort: str | Path | Sequence[float] | Cohort | Reading | None = None,
    survey: Survey | None = None,
    *,
    settings: int = 240,
    runs: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    cluster: str | Cluster | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Find settings of the uncertain numbers under which a market shows what is known of it.

    Parameters
    ----------
    scenario : Scenario
        The market.
    patterns : path or sequence of Pattern, optional
        A TOML file of ``[[patterns]]``; by default the few with a source outside that come with
        relsim.
    cohort : path, sequence of float, or Reading, optional
        A real cohort, customers, purchases or a triangle, as :func:`relsim.fit` takes them: shares
        left, or who comes again, become patterns of one's own, and so do what is paid, on whom the
        money rests and shares of segments. What hangs on a rule of silence adds to their doubt.
    survey : Survey, optional
        What :func:`relsim.read` returns of one, with ``over`` said: staying by tier becomes
        patterns, the tiers being so many of those who answer lowest, and so on.
    settings : int
        How many are wanted.
    runs : int, optional
        Runs that are used together. By default 600; then more, up to 1,797, until 100 settings
        (or as many as are wanted) say as much, or a wave of them brings none.
    seed : int
        Of designs and luck.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    cluster : str, optional
        As in :func:`relsim.sweep`.
    store : path, optional
        Where runs are kept as they finish; the same calibration goes on from there.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    Calibration
        With its ``settings_found``, every one of which was run.

    Raises
    ------
    InputError
        When patterns or cohort are wrong, or no setting comes near them.
    RunError
        When many runs fail.

    Notes
    -----
    Two fifths of the runs are spread over the whole prior box, some of them lived twice, which
    tells luck; there it is seen which patterns tell anything of this market. Two waves, or more
    where needed, are drawn by the likelihood that emulators learnt from those before them, where
    they find nothing implausible. At the end every run is weighed by what it showed, held between
    itself and what emulators made of it without it, each by its error, over how densely the waves
    lie there; settings are drawn from them, each once, in equal weights: as many as the effective
    number, `settings` at most. No setting was adjusted after it was run (as Beaumont, Zhang &
    Balding 2002 would).

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.settings.pattern import Pattern
    >>> small = relsim.load("insurance", {"market.customers": 100, "market.periods": 24})
    >>> books = {"name": "staying", "measured": "retention", "target": 0.9, "error": 0.02}
    >>> known = Pattern(**books, source="our books", own=True)
    >>> found = calibrate(small, [known], settings=20, runs=60)
    >>> found.settings_found.kind
    'calibrated'
    """
    planned = RUNS if runs is None else runs
    check_numbers(planned, seed)
    check_whole(1, settings=settings)
    check_whole(LEAST, runs=planned)
    known, unused = _known(scenario, patterns, cohort, survey)
    market = prepared(scenario)
    laboratory = Laboratory.sharing(threads, market.market.customers)
    require_room(market, planned, at_once=laboratory.at_once)
    numbers = uncertain(market)
    waves = _waves(planned)
    place = None if store is None else Path(store)
    with (
        laboratory.on(cluster) as there,
        kept_in(place, market, known, seed, planned) as kept,
    ):
        living = Living(Measuring(market, numbers, known, seed), there, kept)
        told = told_in_all(progress, sum(waves) + min(TWICE, waves[0]))
        found = match(
            lambda wave, points: living.points(wave, points, told(len(points))),
            known,
            len(numbers),
            waves,
            seed,
            more=(0 if runs else min(matching.ENOUGH, settings), FURTHER),
        )
    many = max(1, min(settings, int(found.effective)))
    chosen = matching.equally_weighted(found.weights, many, seed)
    asked = {"settings": settings, "runs": runs, "seed": seed}
    again = _command(scenario, patterns, (cohort, survey), asked)
    lived = len(found.points) + min(TWICE, waves[0])
    about = {"effective": round(found.effective, 1), **asked, "runs": lived, "command": again}
    made_for = {**fingerprint_of(scenario), "patterns": digest(found.known)}
    table = drawn(numbers, found.points[chosen])
    return Calibration(
        scenario=scenario,
        patterns=found.known,
        left_out=tuple(one.name for one in known if one not in found.known),
        settings_found=Settings(table, "calibrated", made_for, numbers, about),
        points=found.points[chosen],
        shown=found.shown[chosen],
        first_points=found.points[: found.first],
        first_shown=found.shown[: found.first],
        emulators=found.emulators,
        luck=found.luck,
        effective=found.effective,
        plausible=found.plausible,
        seed=seed,
        runs=lived,
        command=again,
        unused=tuple(unused),
    )


def _known(
    scenario: Scenario,
    patterns: str | Path | Sequence[Pattern] | None,
    cohort: str | Path | Sequence[float] | Cohort | Reading | None,
    survey: Survey | None,
) -> tuple[tuple[Pattern, ...], list[Shown]]:
    """Return what is known, of the user or of any market, and from data; and what says nothing."""
    unused: list[Shown] = []
    if patterns is None:
        known = bundled_patterns(scenario)
    else:
        known = read_patterns(patterns) if isinstance(patterns, str | Path) else tuple(patterns)
    if cohort is not None:
        found, unused = of_reading(cohort, scenario)
        known += found
    if survey is not None:
        require_period(survey, scenario.market.period)
        known += of_survey(survey)
    _require_length(scenario, known)
    if not matching.calibrating(known):
        raise InputError("patterns: all of them are held out, so none chooses a setting.")
    names = [one.name for one in scenario.segments]
    for one in known:
        if one.measure.segment and one.measure.segment not in names:
            raise InputError(
                f"patterns: {one.measured}: the market has no segment {one.measure.segment!r}; "
                f"there are {listed(names)}."
            )
        if one.arms:
            choose_arms(scenario.strategies, one.arms)
    return known, unused


def _require_length(scenario: Scenario, known: Sequence[Pattern]) -> None:
    """Refuse a market too short to see what it is held against."""
    longest = max((one.measure.periods for one in known if one.measure.of_survey), default=0)
    if longest >= scenario.market.periods:
        raise InputError(
            f"the leavers of the survey left within {longest} periods, and the market lives "
            f"through {scenario.market.periods}. Set market.periods to {longest + 1} or more."
        )
    years = max((one.measure.years for one in known), default=0)
    needed = round(12 * years / scenario.months) - scenario.warm_up_periods
    if needed > scenario.market.periods:
        raise InputError(
            f"what is paid is measured over the last {counted(years, 'year')}, and the market "
            f"lives through {scenario.market.periods} periods after warming up. Set "
            f"market.periods to {needed} or more."
        )


def _command(
    scenario: Scenario,
    patterns: str | Path | Sequence[Pattern] | None,
    data: Sequence[object],
    asked: Mapping[str, object],
) -> str:
    """Return the command that makes it again."""
    if not (patterns is None or isinstance(patterns, str | Path)):
        return nothing("the patterns were made in Python; write them to a file of [[patterns]]")
    files: dict[str, object] = {"patterns": patterns and str(patterns)}
    for one in data:
        if isinstance(one, Reading):
            files |= {**dict(options_of(one)), "decimal": one.asked.decimal}
        elif one is not None:
            files["cohort"] = one.source if isinstance(one, Cohort) else one
            files["decimal"] = (one.decimal or None) if isinstance(one, Cohort) else None
    if not isinstance(files.get("cohort") or "", str | Path) or files.get("cohort") == "":
        return nothing("the cohort was given as numbers; write them to a file")
    return command("calibrate", scenario, {**files, **asked})


def _waves(runs: int) -> list[int]:
    """Return how many points each wave has: with those that are lived twice, as many as runs."""
    twice = min(TWICE, runs // 4)
    first = round(_FIRST * (runs - twice))
    second = (runs - twice - first) // 2
    return [first, second, runs - twice - first - second]


Told = Callable[[int], Progress | None]


def told_in_all(progress: Progress | None, total: int) -> Told:
    """Return what gives each part of the work its place in the progress of all."""
    begun = 0

    def part(many: int) -> Progress | None:
        nonlocal begun, total
        before, begun = begun, begun + many
        total = max(total, begun)
        return None if progress is None else lambda done, _: progress(before + done, total)

    return part
