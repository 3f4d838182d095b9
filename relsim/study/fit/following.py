"""The one curve that a fit follows, whatever it is made from; loads no engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from relsim.errors import InputError
from relsim.study.data.cohort import Cohort, read_cohort
from relsim.study.data.customers import Customers
from relsim.study.data.reading import Reading
from relsim.study.data.roles import ASKED


def cohort_of(source: str | Path | Sequence[float] | Cohort | Reading, period: str) -> Cohort:
    """Return the curve to follow, whatever it is made from."""
    if not isinstance(source, Reading):
        return read_cohort(source, period)
    if isinstance(source, Customers) and source.asked.leavers is None:
        raise InputError(
            f"{source.origin.source}: {source.questions()[0]}"
            if source.questions()
            else f"{source.origin.source}: nobody has left, so there is nothing to follow."
        )
    require_period(source, period)
    made = source.cohort()
    if len(made.periods) < 2:
        raise InputError(f"{source.origin.source}: nothing is seen beyond period 0.")
    return replace(
        made,
        source=source.origin.source,
        decimal=source.asked.decimal or "",
        remarks=source.origin.remarks,
        read_with=options_of(source),
    )


def require_period(source: Reading, period: str) -> None:
    """Refuse what was counted in other periods than the market's."""
    if source.asked.period != period:
        raise InputError(
            f"{source.origin.source} was read in periods of a {source.asked.period}, and the "
            f'market\'s period is a {period}. Read it with period="{period}".'
        )


def options_of(source: Reading) -> tuple[tuple[str, object], ...]:
    """Return the options of a command line that read a file so."""
    return (
        (source.shape, source.origin.source),
        # Groups do not change the curve of all, and a cohort has nothing to be asked about.
        *(
            one
            for one in source.asked.options().items()
            if one[0] in ASKED[source.shape] and one[0] != "by"
        ),
    )
