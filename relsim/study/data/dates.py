"""A column of periods: whole numbers from 0, years, or dates that lie whole periods apart."""

from __future__ import annotations

import calendar
import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from relsim.scenario.structure import MONTHS
from relsim.scenario.wording import show
from relsim.study.data.numbers import read_numbers
from relsim.study.data.sheet import Placed

_FORMATS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m", "%Y/%m"),
    *("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%m/%Y", "%m.%Y", "%m-%Y"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y"),
    *("%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%b %y"),
)
_QUARTER = re.compile(r"(?:(?P<y>\d{4})[- /]?Q(?P<q>[1-4])|Q(?P<Q>[1-4])[- /]?(?P<Y>\d{4}))", re.I)
_TIME_OF_DAY = re.compile(
    r"(?:T|,? +)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]\.?M\.?)?"
    r"(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?$",
    re.IGNORECASE,
)
_YEARS = range(1900, 2101)
_EXAMPLES = "a whole number from 0, a year, or a date such as 2024-03-31"
_WORDS = {months: word for word, months in MONTHS.items()}
_DAYS_OF_WEEK = 7
_JUDGED = 50


def read_periods(
    column: Sequence[Placed], period: str, decimal: str | None, faults: list[str]
) -> tuple[list[int | None], bool]:
    """Return periods of a market's length, and whether they were read from dates or years."""
    dated = _dated([placed.text for placed in column])
    if dated:
        return _settled(column, dated, period, faults), True
    strange = [placed for placed in column if not _is_number(placed) or _dated([placed.text])]
    if strange:
        faults += [f"{placed.where}: {_no_period(placed, column)}" for placed in strange]
        return [], False
    numbers = read_numbers(column, decimal, faults)
    if numbers and all(number in _YEARS for number in numbers):
        years = [date(int(number or 0), 1, 1) for number in numbers]
        return _settled(column, [years], period, faults), True
    for placed, number in zip(column, numbers, strict=True):
        if number is not None and number != int(number):
            faults.append(f"{placed.where}: found {number:g}; allowed is {_EXAMPLES}.")
    return [None if number is None else int(number) for number in numbers], False


def read_dates(column: Sequence[Placed], faults: list[str]) -> list[date]:
    """Return the dates of a column, all written in one way, and note what is wrong."""
    texts = [placed.text for placed in column]
    # A column has fewer different days than lines, and reading them is what takes time.
    days = [*dict.fromkeys(texts)]
    found = _dated(days, ("%Y%m%d", *_FORMATS))
    if len(found) > 1:
        one = next(place for place, day in enumerate(found[0]) if day != found[1][place])
        faults.append(
            f"{column[0].where}: {show(days[one])} may be {found[0][one].isoformat()} or "
            f"{found[1][one].isoformat()}, and nothing else in the column tells. Write "
            "year-month-day."
        )
        return []
    if found:
        known = dict(zip(days, found[0], strict=True))
        return [known[text] for text in texts]
    usual = Counter(form for text in days[:_JUDGED] for form in _forms(text)).most_common(1)
    strange = [
        placed for placed in column if not usual or not _dated([placed.text], (usual[0][0],))
    ]
    faults += [
        f"{placed.where}: found {show(placed.text)}; allowed is a date such as 2024-03-31, written "
        "in one way in the whole column."
        for placed in strange
    ]
    return []


def _forms(text: str) -> list[str]:
    """Return the formats under which a text is a date."""
    return [form for form in ("%Y%m%d", *_FORMATS) if _dated([text], (form,))]


def _is_number(placed: Placed) -> bool:
    # What looks like one and is none, as -1 or 1e400, is told by whoever reads numbers.
    return bool(placed.text) and not re.search(r"[^-\d.,' \s\u2019\u2212eE+]", placed.text)


def _no_period(placed: Placed, column: Sequence[Placed]) -> str:
    found = f"found {show(placed.text)}; allowed is {_EXAMPLES}."
    if not placed.text:
        return f"{found} The cell is empty: fill it; if the row holds a total, delete it."
    if _dated([placed.text]) and placed is not column[0]:
        return f"{found} Write it like {show(column[0].text)} on line {column[0].line}."
    return found


def _dated(texts: Sequence[str], formats: Sequence[str] = _FORMATS) -> list[list[date]]:
    """Return the columns of dates that texts may mean, each under one format for all."""
    plain = [_TIME_OF_DAY.sub("", _QUARTER.sub(_first_month, text)) for text in texts]
    found: list[list[date]] = []
    for form in formats if plain else ():
        try:
            dates = [datetime.strptime(text, form).date() for text in plain]
        except ValueError:
            continue
        if dates not in found:
            found.append(dates)
    return found


def _first_month(found: re.Match[str]) -> str:
    year, quarter = found["y"] or found["Y"], int(found["q"] or found["Q"])
    return f"{year}-{3 * quarter - 2:02d}"


def _settled(
    column: Sequence[Placed], columns: Sequence[list[date]], period: str, faults: list[str]
) -> list[int | None]:
    """Return the periods between dates, of which day or month may come first."""
    answers = [periods_between(dates, period) for dates in columns]
    sound = [answer for answer in answers if not isinstance(answer, str)]
    if not sound:
        faults.append(f"{column[0].where}: {answers[0]}")
    elif any(answer != sound[0] for answer in sound):
        faults.append(
            f"{column[0].where}: {show(column[0].text)} may begin with the day or the month, and "
            f"nothing else in the column tells. Write {columns[0][0].isoformat()} or "
            f"{columns[1][0].isoformat()}."
        )
    return [*sound[0]] if sound else []


def periods_between(dates: Sequence[date], period: str) -> list[int] | str:
    """Return how many periods each date lies after the first of all, or why that is no answer.

    Examples
    --------
    >>> periods_between([date(2024, 1, 31), date(2024, 2, 29)], "month")
    [0, 1]
    >>> print(periods_between([date(2024, 1, 31), date(2024, 2, 29)], "quarter"))
    the dates lie whole months apart, and the market's period is a quarter. Keep one date a ...
    """
    first = min(dates)
    days = [(one - first).days for one in dates]
    months = [12 * (one.year - first.year) + one.month - first.month for one in dates]
    regular = len({one.day for one in dates}) == 1 or all(map(_ends_a_month, dates))
    if period == "week":
        if not any(day % _DAYS_OF_WEEK for day in days):
            return [day // _DAYS_OF_WEEK for day in days]
    elif regular and not any(gap % MONTHS[period] for gap in months):
        return [int(gap / MONTHS[period]) for gap in months]
    return f"the dates lie {_apart(days, months, regular)} apart, and {_remedy(period)}"


def whole_periods(start: date, end: date, period: str) -> float:
    """Return how many whole periods lie between two dates.

    Examples
    --------
    >>> whole_periods(date(2024, 1, 31), date(2024, 2, 29), "month")
    1.0
    >>> whole_periods(date(2024, 1, 31), date(2024, 3, 30), "month")
    1.0
    """
    if period == "week":
        return float((end - start).days // _DAYS_OF_WEEK)
    months = 12 * (end.year - start.year) + end.month - start.month
    months -= end.day < start.day and not _ends_a_month(end)
    return float(months // MONTHS[period])


def _ends_a_month(one: date) -> bool:
    return one.day == calendar.monthrange(one.year, one.month)[1]


def _apart(days: Sequence[int], months: Sequence[int], regular: bool) -> str:
    """Say how far dates lie apart: the longest step of which all gaps are made."""
    if regular:
        step = math.gcd(*months)
        return f"whole {_word(_WORDS.get(float(step), 'month'))}s"
    if not math.gcd(*days) % _DAYS_OF_WEEK:
        return "whole weeks"
    return "neither whole weeks nor whole months"


def _remedy(period: str) -> str:
    word = _word(period)
    return (
        f"the market's period is a {word}. Keep one date a {word}, or set market.period to what "
        "the dates are."
    )


def _word(period: str) -> str:
    return period.replace("_", " ").replace("half year", "half-year")
