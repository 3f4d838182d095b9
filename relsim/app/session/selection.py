"""What is selected on the page: market, strategies, seed, picture. It fits into a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from relsim.app.server.limits import read_upload
from relsim.app.session import opening
from relsim.errors import InputError
from relsim.scenario import bundled, load
from relsim.scenario.paths import parse_assignment, split_path
from relsim.scenario.structure import FEWEST_COMPARED, MOST_COMPARED
from relsim.scenario.wording import nearest, show
from relsim.scenario.writing import path_of
from relsim.study.compare.budget import check_amount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relsim.app.session.exploring import Explored
    from relsim.scenario import Scenario
    from relsim.study.explain.fork import Fork

FIRST_PAIR = ("none", "social")
"""What is compared where a market names nothing; it lacks neither, since both are ready-made."""

ALL = "all"
"""The picture that is all charts."""

CUSTOMERS = "customers"
"""The picture whose marks are customers, each the door to a story."""

WATCH = "watch"
"""The picture that moves: the market, period by period."""

EXPLORE = "explore"
"""The picture that is a map: the best strategy of each cell of two numbers."""

MODEL = "model"
"""The picture of how the market works: the plan, the curves, the statements behind them."""

LESSONS = "lessons"
"""The picture of textbooks' claims: a bet, what is true, where it turns."""

SETTINGS = "settings"
"""The picture of what nobody knows: strategies in plausible settings, computed when looked at."""

VIEWED = (ALL, CUSTOMERS, WATCH, EXPLORE, LESSONS, MODEL, SETTINGS)
"""Pictures that are no chart."""

OPENING_PICTURE = "survival"

LARGEST_SEED = 2**53
"""Beyond it a browser's numbers are no longer exact."""

Overrides = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Selection:
    """Everything that decides what the page shows."""

    scenario: str = ""
    """Name of a bundled market; empty for `text`, or for the one that the page opens with."""
    text: str = ""
    """TOML of a market that somebody brought along."""
    overrides: Overrides = ()
    strategies: tuple[str, ...] = FIRST_PAIR
    """The baseline first."""
    seed: int = 1
    budget: float | None = None
    """Money per customer and period that all but the baseline are to spend."""
    picture: str = OPENING_PICTURE
    story: tuple[str, int] | None = None
    """The strategy and the customer of the story that lies open."""
    watched: tuple[str, ...] = ()
    """The strategy that is watched, and the one beside it; empty for the last one alone."""
    fork: Fork | None = None
    """Where the strategy that is watched has another future."""
    explored: Explored | None = None
    """The two numbers of the map; nothing until somebody chooses."""
    lesson: str = ""
    """The claim of the lesson that is under way."""
    step: int = 0
    """Where in it somebody is."""
    model: str = ""
    """The part of the model that is looked at; empty for the opening one."""

    @property
    def compared(self) -> Selection:
        """The same, without what is only looked at."""
        looked = replace(self, picture="", story=None, watched=(), fork=None, explored=None)
        return replace(looked, model="", lesson="", step=0)

    def market(self) -> Scenario:
        """Return the market, checked."""
        base = _base(self.scenario, self.text) if self.scenario or self.text else opening.scenario()
        for path, _ in self.overrides:
            if "network_file" in split_path(path):
                raise InputError(
                    "market.network_file: the page opens no file of this computer. Use the "
                    "command line: relsim compare FILE."
                )
        return base.with_overrides(dict(self.overrides)) if self.overrides else base

    def with_setting(self, path: str, value: object) -> Selection:
        """Return the selection with one setting changed; None takes it back to the market's own.

        Examples
        --------
        >>> Selection("insurance").with_setting("market.freedom", 0.5).overrides
        (('market.freedom', 0.5),)
        """
        kept = tuple(pair for pair in self.overrides if pair[0] != path)
        return replace(self, overrides=kept if value is None else (*kept, (path, value)))

    def with_copying(self, on: bool) -> Selection:
        """Return the selection in which all rivals copy the leader, or none does.

        Examples
        --------
        >>> changed = Selection("insurance").with_copying(True)
        >>> changed.overrides[0], copying(changed.market())
        (('firms.Brio.mind', 'imitator'), True)
        >>> changed.with_copying(False).overrides
        ()
        """
        market = self.market()
        rivals = [firm.name for firm in market.firms if firm.name != market.focal.name]
        paths = [path_of("firms", name, "mind") for name in rivals]
        kept = replace(self, overrides=tuple(one for one in self.overrides if one[0] not in paths))
        if copying(kept.market()) is on:
            return kept
        minds = tuple((path, "imitator" if on else "still") for path in paths)
        return replace(kept, overrides=(*kept.overrides, *minds))

    def with_market(self, scenario: str = "", text: str = "") -> Selection:
        """Return the selection for another market, on the comparison that it is for."""
        fresh = Selection(scenario, text, seed=self.seed, picture=self.picture)
        return replace(fresh, strategies=fresh.market().compared or FIRST_PAIR)


def copying(scenario: Scenario) -> bool | None:
    """Return whether all rivals copy the leader; None where there are none."""
    minds = [firm.mind for firm in scenario.firms if firm.name != scenario.focal.name]
    return all(mind == "imitator" for mind in minds) if minds else None


@lru_cache(maxsize=32)
def _base(scenario: str, text: str) -> Scenario:
    """Return a market as it was written. Frozen, so that all may share it."""
    if text:
        return read_upload("your market", text)
    if scenario not in bundled():
        # A path would let anybody read this computer's files.
        near = nearest(scenario, bundled())
        hint = f" Did you mean {show(near)}?" if near else ""
        raise InputError(
            f"scenario: there is no bundled market {show(scenario)}.{hint} There are "
            f"{', '.join(bundled())}."
        )
    return load(scenario)


def read_setting(path: str, text: str) -> object:
    """Return a value as somebody typed it.

    Examples
    --------
    >>> read_setting("market.freedom", "0.5"), read_setting("firms.Alba.level", "basic")
    (0.5, 'basic')
    """
    words = text.strip()
    if not words:
        raise InputError("found nothing; write a value, or take the setting back with ↺.")
    if len(path) + len(words) > 1_000:
        raise InputError("this is too long for a setting.")
    return parse_assignment(f"{path}={words}")[1]


def choose(selection: Selection, scenario: Scenario, names: Iterable[str]) -> Selection:
    """Return a selection with other strategies.

    Examples
    --------
    >>> import relsim
    >>> choose(Selection(), relsim.load("insurance"), ["none", "structural"]).strategies
    ('none', 'structural')
    """
    chosen = tuple(dict.fromkeys(names))
    if unknown := [name for name in chosen if name not in scenario.strategies]:
        raise InputError(
            f"strategies: this market has no strategy {show(unknown[0])}; it has "
            f"{', '.join(scenario.strategies)}."
        )
    if not FEWEST_COMPARED <= len(chosen) <= MOST_COMPARED:
        raise InputError(
            f"Two to four strategies stand side by side; these would be {len(chosen)}."
        )
    return replace(selection, strategies=chosen)


def check_seed(value: object) -> int:
    """Return a seed as somebody typed it, checked.

    Examples
    --------
    >>> check_seed("7")
    7
    """
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST_SEED:
        raise InputError(f"seed: found {show(text)}; allowed is a whole number from 0 to 2^53.")
    return int(text)


def check_budget(value: object) -> float | None:
    """Return an amount as somebody typed it, checked; None for no equal budget.

    Examples
    --------
    >>> check_budget("0.6"), check_budget(None)
    (0.6, None)
    """
    return None if value is None else check_amount(str(value))


def check_picture(value: object) -> str:
    """Return the name of a picture; the opening one for what is none.

    Examples
    --------
    >>> check_picture("profit"), check_picture("<b>")
    ('profit', 'survival')
    """
    from relsim.view.charts import CHARTS  # heavy: the charts' library

    known = isinstance(value, str) and value in (*VIEWED, *CHARTS)
    return str(value) if known else OPENING_PICTURE
