"""Evidence as people read it: the verdict, the tables behind it, and what explains them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relsim.claims.breadth import MEANT, MOST, SURELY
from relsim.claims.breaking_words import VALUE, breaking_text, thought
from relsim.claims.verdict import AGAINST, IN_WORDS, Curve, Finding
from relsim.claims.words import (
    breadth_text,
    flip_text,
    ledger_text,
    meaning,
    mechanism_text,
    of_all,
    share_of,
    structures_text,
)
from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import Estimate
from relsim.result.table import Block, Cell, Heading, Mood, Paragraph, Row, Shown, Table
from relsim.result.words import Sentence, counted
from relsim.study.plausible.deciding import called
from relsim.version import __version__
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.claims.breadth import Breadth
    from relsim.claims.breaking import Breaking
    from relsim.claims.claim import Verdict
    from relsim.claims.judged import Judged

REACHED = "{arm}: levers {factor} to spend its budget."
OUT_OF_REACH = "{arm}: levers {factor} to spend its budget, its limit: the budget is out of reach."
PREDICTED = marked({"more": "more", "less": "less", "same": "the same", "": "–"})
_HEADLINES: dict[Verdict, Heading] = {
    "supported": Heading("SUPPORTED", "better"),
    "conditional": Heading("CONDITIONAL"),
    "refuted": Heading("REFUTED", "worse"),
    "undecided": Heading("UNDECIDED"),
}


def headline(evidence: Judged) -> list[Block]:
    """Return what is claimed, the verdict, and what it means."""
    claim, heading = evidence.claim, _HEADLINES[evidence.verdict]
    if evidence.quick:
        heading = Heading(Sentence("A QUICK LOOK: {verdict}", verdict=heading.text))
    blocks: list[Block] = [
        Paragraph(Sentence("{sentence} ({by})", sentence=claim.sentence, by=claim.by)),
        heading,
        Paragraph(meaning(evidence)),
    ]
    if evidence.verdict == "conditional":
        blocks.append(Paragraph(f"{evidence.at_home}.", "strong", "As the market is:"))
    if beside := ledger_text(evidence):
        blocks.append(Paragraph(beside, "strong", "The ledger:"))
    if evidence.breadth is not None:
        told = breadth_text(evidence.claim, evidence.breadth)
        blocks.append(Paragraph(told, "strong", "In plausible settings:"))
    if evidence.structures is not None:
        told = structures_text(evidence.structures)
        blocks.append(Paragraph(told, "strong", "By structure:"))
    if evidence.breaking is not None:
        told = breaking_text(evidence, evidence.breaking)
        blocks.append(Paragraph(told, "strong", "Tried to break:"))
    return blocks


def tables(evidence: Judged) -> list[Table]:
    """Return the parts, the arms, and the first part along each sweep."""
    parts = Table(
        "What was predicted, and what came out",
        ("predicted", "effect", "95 % interval", "so"),
        tuple(_part(evidence, one) for one in evidence.parts),
    )
    along = [
        _sweep(evidence, curve)
        for curve in evidence.curves
        if curve.contrast is evidence.main.contrast and not curve.vary.is_grid
    ]
    beside = [*_widely(evidence), *_apart(evidence), *_moved(evidence)]
    return [parts, *_arms(evidence), *along, *beside]


def _part(evidence: Judged, one: Finding) -> Row:
    contrast, effect = one.contrast, evidence.effect(one)
    least = Sentence("from {amount}", amount=evidence.matters_from(contrast))
    below: Shown = evidence.claim.figure(contrast.figure).title
    if contrast.at is not None:
        below = Sentence("{figure}, at {setting}", figure=below, setting=at_text(contrast.at))
    return Row(
        contrast.name,
        below,
        (
            Cell(PREDICTED[contrast.predicts], least if contrast.predicts else ""),
            Cell(effect, "", _mood(one)),
            Cell(effect.interval(), counted(one.effect.n, "world")),
            Cell(IN_WORDS[one.status], _weight(one), _mood(one)),
        ),
        contrast.figure,
    )


def _arms(evidence: Judged) -> Iterator[Table]:
    """Yield a table of the arms, if any figure says something of one arm alone."""
    rows = []
    for key in filter(evidence.has_level, evidence.claim.contrasted):
        levels = [evidence.level(arm, key) for arm in evidence.claim.arms]
        shown = tuple(Cell(level, level.doubt()) for level in levels)
        rows.append(Row(evidence.claim.figure(key).title, "", shown, key))
    if rows:
        yield Table("Arm by arm", tuple(evidence.claim.arms), tuple(rows))


def _sweep(evidence: Judged, curve: Curve) -> Table:
    vary, key = curve.vary, curve.contrast.figure
    row = Row(
        evidence.claim.figure(key).title,
        vary.name,
        tuple(
            Cell(evidence.effect(one), IN_WORDS[one.status], _mood(one)) for one in curve.findings
        ),
        key,
    )
    title = Sentence("{contrast}, along {sweep}", contrast=curve.contrast.name, sweep=vary.name)
    return Table(title, tuple(str(vary.quantity(value)) for value in vary.values), (row,))


def _widely(evidence: Judged) -> Iterator[Table]:
    """Yield in how many plausible settings the claim and its parts hold, if that was tried."""
    if (found := evidence.breadth) is None:
        return
    rows = []
    for name in found.shares[MEANT]:
        shown = [shares[name] for shares in found.shares.values()]
        cells = tuple(Cell(of_all(one), share_of(one).interval()) for one in shown)
        rows.append(Row(name, "", cells, name))
    yield Table("Where it holds, of plausible settings", tuple(found.shares), tuple(rows))


def _apart(evidence: Judged) -> Iterator[Table]:
    """Yield what becomes of the claim without each mechanism, if that was tried."""
    if (found := evidence.structures) is None:
        return
    contrast = evidence.main.contrast
    rows = []
    for one in (found.whole, *found.without):
        effect = evidence.claim.effect(
            contrast, Estimate(one.mean, one.low, one.high, found.worlds)
        )
        name = mechanism_text(one.mechanism) if one.mechanism else marked("with all of the model")
        verdict = Word(one.verdict) if one.verdict else marked("cannot be asked")
        cells = (Cell(verdict), Cell(effect, effect.interval()))
        rows.append(Row(name, "", cells, name))
    title = Sentence("Without one mechanism, in {worlds}", worlds=counted(found.worlds, "world"))
    yield Table(title, ("verdict", contrast.name), tuple(rows), "without")


def _moved(evidence: Judged) -> Iterator[Table]:
    """Yield what has to be moved for the claim to break, if that was found."""
    found = evidence.breaking
    if found is None or found.broken is None or not found.broken.moved:
        return
    rows = tuple(
        Row(
            Word(called(one.path)),
            one.path,
            (Cell(Quantity(one.value, VALUE)), Cell(thought(one), thought(one).interval())),
            one.path,
        )
        for one in found.broken.moved
    )
    yield Table("Where it breaks", ("there", "as the market is"), rows, "number")


def warnings(evidence: Judged) -> list[Shown]:
    """Return what a reader must know before reading any number; empty when all went well."""
    return ["Interrupted: only the worlds that were done count."] if evidence.interrupted else []


def notes(evidence: Judged) -> list[Shown]:
    """Return what explains the numbers and how to get them again."""
    claim, market = evidence.claim, evidence.scenario.market
    found: list[Shown] = [claim.about] if claim.about else []
    for arm, one in evidence.scalings.items():
        factor = Quantity(one.factor, Unit("factor"))
        found.append(Sentence(REACHED if one.reached else OUT_OF_REACH, arm=arm, factor=factor))
    if flips := flip_text(evidence):
        found.append(Sentence("It flips at {flips}.", flips=flips))
    for path, setting in claim.settings.items():
        found.append(
            Sentence(
                "{path} = {value}: {reason}.",
                path=path,
                value=setting.value,
                reason=setting.reason,
            )
        )
    if evidence.breadth is not None:
        found += _about_settings(evidence.breadth)
    if evidence.structures is not None:
        found.append(
            Sentence("Without each mechanism again: {command}", command=evidence.structures.command)
        )
    if evidence.breaking is not None:
        found += _about_breaking(evidence.breaking)
    if evidence.quick:
        found.append("A quick look: small markets, short times and few worlds decide nothing.")
    paired = Sentence(
        "Paired over {worlds} that every arm met alike; {scenario}, {customers}, {periods}; seed "
        "{seed}; relsim {version}. Concepts {concepts}.",
        worlds=counted(evidence.replications, "world"),
        scenario=claim.scenario,
        customers=counted(market.customers, "customer"),
        periods=counted(market.periods, market.period),
        seed=evidence.seed,
        version=__version__,
        concepts=", ".join(claim.concepts),
    )
    return [*found, paired, Sentence("Again: {command}", command=evidence.command)]


_CHOSEN = {
    "prior": "drawn from what is thought of them beforehand",
    "calibrated": "under which the market shows what is known of it",
}


def _about_settings(found: Breadth) -> list[Shown]:
    """Say what a plausible setting is, and from when on a share has a name."""
    return [
        Sentence(
            "A plausible setting is one full set of the {numbers} that nobody knows exactly, "
            "{chosen}; half and twice as wide: every interval of what is thought. It holds where "
            "the mean effect of every part that counts, luck taken off, is as predicted and "
            "matters.",
            numbers=counted(found.numbers, "number"),
            chosen=_CHOSEN[found.kind],
        ),
        Sentence(
            "Robust: at every width it holds in {most} of the settings, and its interval begins "
            "above {surely}; refuted is the mirror. Undecided: the interval leaves both open. "
            "Contested: neither. That no exception was found among so few is no proof.",
            most=Quantity(MOST, Unit("percent", 0)),
            surely=Quantity(SURELY, Unit("percent", 0)),
        ),
        Sentence("In settings again: {command}", command=found.command),
    ]


def _about_breaking(found: Breaking) -> list[Shown]:
    """Say where an exception is sought, and what counts as one."""
    return [
        Sentence(
            "Tried to break: an optimiser moves {numbers} at once, in markets of the claim's quick "
            "size, each anywhere within what is thought of it beforehand, though the market may "
            "not show what is known of it there. An exception is what {worlds} of {customers} "
            "that it did not see refute, and so is the least that has to be moved for it. A "
            "search that finds none is no proof.",
            numbers=counted(found.numbers, "number"),
            worlds=counted(found.worlds, "world"),
            customers=counted(found.customers, "customer"),
        ),
        Sentence("To break again: {command}", command=found.command),
    ]


def at_text(value: object) -> str:
    """Return a setting at which a part is judged, in words."""
    parts = value if isinstance(value, tuple) else (value,)
    return " ".join(translate(str(one)) for one in parts)


def _weight(one: Finding) -> str:
    """Say when a part that predicts something takes no part in the verdict."""
    return "" if one.contrast.counts or not one.contrast.predicts else "does not count"


def _mood(one: Finding) -> Mood:
    if one.status == "holds":
        return "better"
    return "worse" if one.status in AGAINST else ""
