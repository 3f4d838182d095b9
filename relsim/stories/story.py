"""One customer's life under one strategy, beside the same life under another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relsim.result.result import Result
from relsim.result.words import Sentence
from relsim.scenario import require_room
from relsim.scenario.provenance import settings_of
from relsim.stories import data, writing
from relsim.stories.life import Life
from relsim.stories.lives import Lives
from relsim.stories.portrait import Trait, traits_of
from relsim.stories.question import check_question

if TYPE_CHECKING:
    import pandas as pd

    from relsim.market.witness import Witness
    from relsim.result.table import Block, Shown, Table
    from relsim.scenario import Scenario
    from relsim.study.parallel import Progress


class Story(Lives, Result):
    """What happened to one customer, period by period, and why.

    What it holds is that of :class:`Lives`.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> story = relsim.story(scenario, 17, "social")
    >>> print(str(story).splitlines()[0])
    Customer 17 of Household insurance: one life under social and under none
    """

    def blocks(self) -> list[Block]:
        """Return the story, from who this is to where the two lives part."""
        return [*writing.blocks(self), *super().blocks()]

    def tables(self) -> list[Table]:
        """Return no table: a story is told."""
        return []

    def notes(self) -> list[Shown]:
        """Return what explains the numbers, and how to get the story again."""
        return [writing.notes(self), Sentence("Again: {command}", command=self.command)]

    def to_json(self) -> dict[str, object]:
        """Return the story as plain values.

        Returns
        -------
        dict
            ``scenario, seed, replication, version, customer, focal, period_length``;
            ``who``: ``segment``, ``number`` and ``traits`` (by name: ``value``, and ``rank``,
            the share of the population with less, null where all are alike);
            ``lives``: the one of interest first. Each has ``strategy``; ``ended`` (null, or
            ``population turnover``); ``spells`` (``firm``, ``first``, ``last``, ``reason``) and
            ``periods``. A period has ``period``, ``wanted`` (whether there was a need), the
            state at its end (``firm, satisfaction, trust, social_bond, structural_bond,
            points, harm, belief`` by firm) and ``happenings``: each with ``what`` and the
            details of its kind (``relsim.market.witness.facts``), firms by name, null for
            none. ``reviewed`` has ``unknown``, the firms not known, and ``offers``: ``firm``,
            ``own``, ``belief``, ``price``, ``terms`` in utils in the order in which they are
            added, ``cost_parts`` of the switching cost, and ``utility``, their sum with luck;
            ``parting``: null with one life; else ``parts_at`` and ``ways_part_at`` (periods or
            null), ``gap`` (null, or ``own``, ``rival``, how far ahead under ``one`` and ``other``
            strategy, and ``terms`` of the difference) and ``sentences``.
            ``settings``: what decides it. Numbers are not rounded.
        """
        return {**data.story_data(self), "settings": self.settings()}

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values: version, seed, changes, levers."""
        names = [self.strategy] if self.against is None else [self.strategy, self.against]
        return settings_of(
            self.scenario,
            {name: self.scenario.strategies[name].levers for name in names},
            seed=self.seed,
            replication=self.replication,
            customer=self.customer,
            command=self.command,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return what happened, a row each.

        Returns
        -------
        pandas.DataFrame
            ``strategy, period, what, details``: details in words.
        """
        return data.story_frame(self)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return what happened, by the name of its sheet."""
        return {"happenings": self.to_frame()}

    def __repr__(self) -> str:
        """Return whose story this is."""
        return f"<Story of customer {self.customer} in {self.scenario.name!r}: {self.strategy}>"


def story(
    scenario: Scenario,
    customer: int,
    strategy: str | None = None,
    against: str | None = "none",
    seed: int = 1,
    replication: int = 0,
    *,
    threads: int = 1,
    progress: Progress | None = None,
) -> Story:
    """Tell one customer's life, beside the same life under another strategy.

    The market is lived through once more for each strategy, with this customer watched:
    nothing is logged for it otherwise. Both lives meet the same luck.

    Parameters
    ----------
    scenario : Scenario
        The market; :func:`relsim.load` reads one.
    customer : int
        Row of the customer: whoever holds it when the strategies start.
    strategy : str, optional
        What the firm under study follows; by default what the scenario says.
    against : str or None
        The other strategy; None, or the same, for one life alone.
    seed, replication : int
        Of all luck; those of a comparison show one of its worlds.
    threads : int
        Within the market; they change the time and nothing else.
    progress : callable, optional
        Called as ``progress(done, total)`` after every period.

    Returns
    -------
    Story

    Raises
    ------
    InputError
        For a customer or a strategy that is not there.

    Examples
    --------
    >>> import relsim
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> story = relsim.story(scenario, 17, "social")
    >>> story.strategy, story.against
    ('social', 'none')
    """
    first, second = check_question(scenario, customer, strategy, against)
    require_room(scenario)
    names = [first] if second is None else [first, second]
    lives = []
    traits: dict[str, Trait] = {}
    for place, name in enumerate(names):
        words = {"seed": seed, "replication": replication, "strategy": name, "threads": threads}
        market = _lived(scenario, customer, words, _share(progress, place, len(names)))
        opening = market.opening[customer]
        traits = traits or traits_of(opening, market.customers.get)
        lives.append(Life(name, opening, tuple(market.lives[customer])))
    return Story(
        scenario=scenario,
        customer=customer,
        seed=seed,
        replication=replication,
        life=lives[0],
        other=lives[1] if len(lives) > 1 else None,
        traits=traits,
    )


def _lived(
    scenario: Scenario, customer: int, words: dict[str, Any], progress: Progress | None
) -> Witness:
    """Live through the market once, with the customer watched."""
    from relsim.market.witness import Witness

    market = Witness(scenario, [customer], **words)
    market.run(progress=progress)
    return market


def _share(progress: Progress | None, place: int, runs: int) -> Progress | None:
    """Return a progress over all runs that one of them can be given."""
    if progress is None:
        return None
    return lambda done, total: progress(place * total + done, runs * total)
