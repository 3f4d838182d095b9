"""Who of a log of purchases comes again and when, counted as a market without contracts can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from relsim.result.quantity import Quantity
from relsim.result.words import Sentence, singular
from relsim.study.data.cells import COUNT, FEWEST, Numbers
from relsim.study.data.customers import Group
from relsim.study.data.transactions import Transactions
from relsim.words.catalogue import Word, marked

_OFTEN = (1, 2, 4, 8)
"""How often somebody has come again: these together tell how many come and how much they differ."""
_IN_VIEW = 0.1
"""Part of the customers who have to be seen so long, for an age to be looked at."""
_ROUNDING = 1e-9


def split(log: Transactions, hold_out: int) -> tuple[Transactions, Transactions]:
    """Return a log as it was so many periods before its end, and all of the same customers."""
    if not hold_out:
        return log, log
    cut = log.end - hold_out * log.length
    known = log.each.index[log.each["first"] <= cut]
    whole = log.days[log.days["customer"].isin(known)]
    before = whole[whole["day"] <= cut]
    return replace(log, days=before, closes=cut), replace(log, days=whole, closes=log.end)


def repeats(log: Transactions) -> pd.DataFrame:
    """Return a row a customer and period of age with a purchase, the first purchase left out.

    A market has at most one need a period, so what is bought in one period counts once.
    """
    age = (log.days["day"] - log.days["customer"].map(log.each["first"])) / log.length
    found = log.days.assign(age=np.ceil(age - _ROUNDING), since=age)
    return found[found["age"] > 0].drop_duplicates(["customer", "age"], keep="last")


def told_once(log: Transactions) -> Sentence | None:
    """Say how many purchases fall into a period with another, and what would tell them apart."""
    every = len(log.days) - len(log.each)
    once = every - len(repeats(log))
    if not once:
        return None
    shorter = marked(" A shorter market.period tells them apart.")
    return Sentence(
        "A market has at most one need a {period}: {once} of {every} purchases again fall into one "
        "with another, and count once.{shorter}",
        period=Word(singular(log.asked.period)),
        once=Quantity(float(once), COUNT),
        every=Quantity(float(every), COUNT),
        shorter=shorter if log.asked.period != "week" else "",
    )


def seen(log: Transactions) -> Numbers:
    """Return for how many whole periods each customer was seen, as in ``log.each``."""
    return np.floor((log.end - log.each["first"].to_numpy(np.float64)) / log.length + _ROUNDING)


def waiting(log: Transactions, often: int) -> Group:
    """Return how long customers wait until they have come so often again."""
    found = repeats(log)
    reached = found[found.groupby("customer").cumcount() == often - 1].set_index("customer")["age"]
    when = reached.reindex(log.each.index).to_numpy(np.float64)
    whole = seen(log)
    came = when <= whole
    return Group("", np.where(came, when, whole), came, None, None, None, None)


def often_enough(log: Transactions) -> list[int]:
    """Return how often again is worth asking: what enough customers have reached."""
    return [often for often in _OFTEN if waiting(log, often).left.sum() >= FEWEST]


def longest_age(log: Transactions) -> int:
    """Return the age to which customers are followed: a tenth of them are seen so long."""
    return int(np.quantile(seen(log), 1 - _IN_VIEW))


def summary(log: Transactions) -> tuple[Numbers, Numbers, Numbers]:
    """Return how often each came again, when last, and how long each was seen, in periods."""
    whole = pd.Series(seen(log), log.each.index)
    found = repeats(log)
    came = found[found["age"] <= found["customer"].map(whole)].groupby("customer")["since"]
    each = pd.DataFrame({"many": came.count(), "last": came.last()})
    each = each.reindex(log.each.index, fill_value=0.0).astype(np.float64)
    return each["many"].to_numpy(), each["last"].to_numpy(), seen(log)


def begun(log: Transactions) -> Numbers:
    """Return when each customer began, in periods since the first day of the log."""
    return log.each["first"].to_numpy(np.float64) / log.length


def whole_periods(log: Transactions) -> int:
    """Return how many whole periods of the market a log spans."""
    return int(log.end / log.length + _ROUNDING)


def so_far(log: Transactions, periods: Numbers) -> Numbers:
    """Return how often customers have come again by the end of periods since the first day."""
    days = np.sort(repeats(log)["day"].to_numpy(np.float64))
    return np.searchsorted(days, periods * log.length + _ROUNDING, side="right").astype(np.float64)
