"""What the passes are handed: tables that belong together, each under one name.

A pass unpacks what it needs once, before its loop: in compiled code every array that is handed
on to a function called for everybody costs as much as a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from relsim.market.typed import (
        Counters,
        CustomerRecord,
        Floats,
        Ints,
        Keys,
        LawRecord,
        MessageRecord,
        Number,
        SideRecord,
        SpellRecord,
        Table,
        TallyRecord,
        TheoryRecord,
        WorldRecord,
    )


class Block(NamedTuple):
    """Some rows of customers, and the row of the first."""

    customers: Table[CustomerRecord]
    first: int


class Around(NamedTuple):
    """Whom everybody was with when the period began, and who knows whom."""

    before: Ints
    heads: Floats
    offsets: Ints
    neighbours: Ints


class Conditions(NamedTuple):
    """What holds for everybody in a period.

    ``sides`` are the firms twice: as their customers meet them, and as those meet them whom
    their personal levers pass by. ``settled`` says how far a customer has settled in by periods
    with a firm, ``severities`` are quantiles, and ``newborn`` is what state begins with.
    """

    sides: Table[SideRecord]
    theories: Table[TheoryRecord]
    world: Table[WorldRecord]
    settled: Floats
    severities: Floats
    newborn: Table[CustomerRecord]


class Births(NamedTuple):
    """What newcomers are drawn from: laws of traits by segment, their quantiles, the segments."""

    laws: Table[Table[LawRecord]]
    quantiles: Floats
    shares: Floats
    segment_ids: Keys


class Counts(NamedTuple):
    """What a pass counts in: tallies, moves, stays, and the spells that it ends."""

    tallies: Table[TallyRecord]
    moves: Floats
    stays: Floats
    departures: Table[SpellRecord]


class Foresight(NamedTuple):
    """What firms know of their customers: mean worth, rates of leaving by kind, who is what.

    ``codes`` holds, by row, the kind of a customer and on which side of a measure; it is empty
    where no firm follows who leaves.
    """

    means: Floats
    rates: Floats
    codes: Ints


class Reports(NamedTuple):
    """Reports of a period, and the order in which a block takes them in."""

    messages: Table[MessageRecord]
    order: Ints


class Heard(NamedTuple):
    """What reports come to, by listener and firm: weight, weighted value, what is left, marks."""

    weights: Floats
    values: Floats
    lefts: Floats
    marks: Counters


class Copied(NamedTuple):
    """Columns of the firms' plain numbers that rivals copy: how well they see them, their range."""

    columns: Ints
    visibility: Floats
    lows: Floats
    highs: Floats


class Lines(NamedTuple):
    """Cost lines of the books: all, those spent on relationships, and what books them by head.

    ``levers``, ``rates`` and ``into`` are columns of the firms', the world's and the tallies'
    plain numbers; each of ``begins`` begins the levers that go into one column.
    """

    costs: Ints
    spending: Ints
    levers: Ints
    rates: Ints
    into: Ints
    begins: Ints


class Sheet(NamedTuple):
    """The books of one period: by name and as plain numbers, and the customers at its end."""

    tallies: Table[TallyRecord]
    plain: Floats
    closings: Floats


class Plain(NamedTuple):
    """Firms (twice) and world as plain numbers, for what goes by column."""

    sides: Floats
    world: Floats


class Scene(NamedTuple):
    """What a customer meets: the firm, as this customer meets it, and where things are counted."""

    firm: SideRecord
    theory: TheoryRecord
    world: WorldRecord
    tally: TallyRecord


class Turn(NamedTuple):
    """A customer's turn in a period: row and number, any need, how contracts stand, luck."""

    row: int
    number: Number
    need: bool
    standing: int
    luck: float


class Draws(NamedTuple):
    """The luck of one use, drawn ahead; ``number`` keys what is drawn seldom."""

    number: Number
    taste: float
    noise: float
    failing: float
    drift: float


class Use(NamedTuple):
    """One use: what the customer spends, its price and what was paid, net of points; quality."""

    spend: float
    net_price: float
    amount: float
    paid: float
    delivered: float


class Failure(NamedTuple):
    """A failure: whose, how grave, and how it is felt by whom, and would be had it gone well."""

    own_fault: bool
    severity: float
    negativity: float
    felt: float
    felt_without: float
