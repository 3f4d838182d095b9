"""What a verdict means, in words: the script's own sentence with today's numbers in its places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from relsim.claims.breadth import MEANT, WHOLE, Breadth, Share
from relsim.claims.kept import Kept, kept
from relsim.claims.verdict import AGAINST, Curve, Finding
from relsim.result.quantity import Quantity, Unit
from relsim.result.words import AFTER, AFTER_SEMICOLON, Sentence, counted, joined, listed
from relsim.words.catalogue import Word, marked, translate
from relsim.words.language import SOURCE, language, speaking

if TYPE_CHECKING:
    from relsim.claims.claim import Claim
    from relsim.claims.contrast import Contrast
    from relsim.claims.judged import Judged
    from relsim.claims.structures import Structures

NOWHERE = marked("no single setting")

AND_ON = marked("{first} and on {second}")
"""How two sweeps along which a claim turns follow one another."""

HOLDS, UNDECIDED, FAILS = marked(
    ("holds at {values}", "undecided at {values}", "fails at {values}")
)
"""What is said of the values of a sweep."""


def meaning(evidence: Judged) -> Sentence:
    """Return what the verdict means, in one line."""
    main = evidence.effect(evidence.main)
    places: dict[str, object] = {
        "effect": main,
        "size": main.size,
        "interval": main.interval(),
        "flip": flip_text(evidence) or str(NOWHERE),
        "where": where_text(evidence) or str(NOWHERE),
    }
    for number, part in enumerate(evidence.parts, 1):
        effect = evidence.effect(part)
        places[f"part_{number}"] = effect
        places[f"size_{number}"] = effect.size
        places[f"interval_{number}"] = effect.interval()
    if evidence.verdict == "undecided":
        return Sentence("Not shown either way: {parts}.", parts=listed(_open_parts(evidence)))
    return Sentence(evidence.claim.meaning[evidence.verdict], **places)


def _open_parts(evidence: Judged) -> list[str]:
    """Return the parts whose intervals leave it open whether they are as predicted."""
    return [
        str(
            Sentence(
                "{part} ({effect}, where {least} would matter)",
                part=Word(one.contrast.name),
                effect=evidence.effect(one).with_interval(),
                least=evidence.matters_from(one.contrast),
            )
        )
        for one in evidence.parts
        if one.contrast.counts and one.status == "open"
    ]


def ledger_text(evidence: Judged) -> Sentence | None:
    """Return what the ledger says, for those who took another look than it did."""
    found = None if isinstance(evidence.worlds, Kept) else kept(evidence.claim)
    if found is None or evidence.is_whole:
        return None
    # An entry holds its own words in English alone.
    there = replace(evidence, worlds=Kept(evidence.claim, found))
    return Sentence(
        "{verdict}, in {worlds} at full size. {meaning}",
        verdict=Word(found["verdict"]),
        worlds=counted(found["replications"], "world"),
        meaning=found["meaning"] if language() == SOURCE else meaning(there),
    )


_SHARE = Unit("percent", 0)


def breadth_text(claim: Claim, found: Breadth) -> Sentence:
    """Return in how many plausible settings a claim holds, in words."""
    whole, (half, twice) = found.whole, [found.shares[way][WHOLE] for way in found.shares][1:]
    if not found.exceptions:
        return Sentence(
            "{word}, with no exception found in {settings}, nor in those where every interval is "
            "half or twice as wide.",
            word=Word(found.word),
            settings=counted(whole.n, "setting"),
        )
    said = Sentence(
        "{word}: it holds in {holds} of {settings}, {share}; in {half} where every interval is "
        "half as wide, in {twice} where it is twice as wide.",
        word=Word(found.word),
        holds=whole.holds,
        settings=counted(whole.n, "setting"),
        share=share_of(whole).with_interval(),
        half=of_all(half),
        twice=of_all(twice),
    )
    if len(found.shares[MEANT]) < 3 or found.word == "robust":
        return said
    rarest = Sentence(
        "The part that holds least often is {weakest}, in {least}.",
        weakest=part_text(claim, found.weakest),
        least=of_all(found.shares[MEANT][found.weakest]),
    )
    return Sentence(AFTER, first=said, second=rarest)


def part_text(claim: Claim, part: str) -> Sentence | Word:
    """Return a part's name as it is shown: what stands for its figure is a word of its own."""
    for one in claim.contrasts:
        if part == named_with_figure(claim, one):
            figure = claim.figure(one.figure).noun
            return Sentence("{part}: {figure}", part=Word(one.name), figure=figure)
    return Word(part)


def named_with_figure(claim: Claim, one: Contrast) -> str:
    """Return what a part is called as data where another has its name, whoever reads it."""
    with speaking(SOURCE):
        return f"{one.name}, {claim.figure(one.figure).noun}"


def breadth_cell(found: Breadth) -> str:
    """Return the same in a few words."""
    kind = ", calibrated" if found.kind == "calibrated" else ""
    return f"**{found.word}**: {of_all(found.whole)}{kind}, {share_of(found.whole).interval()}"


def structures_text(found: Structures) -> Sentence:
    """Return which mechanisms a claim rests on, in words."""
    places = {
        "verdict": Word(found.whole.verdict or ""),
        "worlds": counted(found.worlds, "world"),
        "customers": counted(found.customers, "customer"),
    }
    if found.whole.verdict == "undecided":
        return Sentence(
            "{verdict} with all of the model, in {worlds} of {customers}: too few to tell what it "
            "rests on.",
            **places,
        )
    if found.turns:
        said = Sentence(
            "{verdict} with all of the model, in {worlds} of {customers}, and the contrary without "
            "{turns}.",
            **places,
            turns=mechanisms_text(found.turns),
        )
    else:
        said = Sentence(
            "{verdict} with all of the model, in {worlds} of {customers}; to take away one of "
            "{mechanisms} alone never makes it the contrary.",
            **places,
            mechanisms=counted(len(found.without), "mechanism"),
        )
    if found.opens:
        more = Sentence("Undecided there without {names}.", names=mechanisms_text(found.opens))
        said = Sentence(AFTER, first=said, second=more)
    if found.not_asked:
        more = Sentence(
            "It cannot be asked without {names}.", names=mechanisms_text(found.not_asked)
        )
        said = Sentence(AFTER, first=said, second=more)
    return said


def mechanism_text(name: str) -> Word:
    """Return what a mechanism is called."""
    return Word(name.replace("_", " "))


def mechanisms_text(names: Sequence[str], last: str = "or") -> str:
    """Return what several mechanisms are called."""
    return listed([mechanism_text(one) for one in names], last)


def structures_cell(found: Structures) -> str:
    """Return the same in a few words."""
    if found.whole.verdict == "undecided":
        return "too few worlds"
    return mechanisms_text(found.turns) or f"none of {len(found.without)}"


def share_of(found: Share) -> Quantity:
    """Return a share of settings, ready to be shown."""
    return Quantity(found.mean, _SHARE, found.low, found.high)


def of_all(found: Share) -> Sentence:
    """Return in how many settings of how many."""
    return Sentence("{holds} of {settings}", holds=found.holds, settings=found.n)


def flip_text(evidence: Judged) -> str:
    """Return where it flips, in words; empty when it does not."""
    places: dict[str, list[str]] = {}
    for flip in evidence.flips:
        vary = next(one for one in evidence.claim.sweeps if one.name == flip.path)
        where = str(Quantity(flip.at, vary.counted_in, flip.low, flip.high).with_interval())
        known = places.setdefault(flip.path, [])
        if where not in known:
            known.append(where)
    return joined(
        [
            Sentence("{sweep}: {places}", sweep=Word(name), places=listed(found))
            for name, found in places.items()
        ],
        AFTER_SEMICOLON,
    )


def where_text(evidence: Judged) -> str:
    """Return along which sweeps the claim turns: at which values all of it holds, or fails."""
    home = all(one.status == "holds" for one in evidence.parts if one.contrast.counts)
    groups: dict[str, list[Curve]] = {}
    for curve in evidence.curves:
        if curve.contrast.counts:
            groups.setdefault(curve.vary.name, []).append(curve)
    turns: list[Sentence] = []
    for name, curves in groups.items():
        values = _by_state(curves)
        if not values[FAILS]:
            continue
        states = [
            str(Sentence(state, values=listed(shown))) for state, shown in values.items() if shown
        ]
        if home and not values[HOLDS]:
            states.insert(0, translate("holds as the market is"))
        said = joined(states, AFTER_SEMICOLON)
        turns.append(Sentence("{sweep} ({states})", sweep=Word(name), states=said))
    return joined(turns, AND_ON)


def _by_state(curves: list[Curve]) -> dict[str, list[str]]:
    """Return the values of a sweep by what becomes of the claim there."""
    vary = curves[0].vary
    found: dict[str, list[str]] = {HOLDS: [], UNDECIDED: [], FAILS: []}
    for place, value in enumerate(vary.values):
        state = _all_of(curve.findings[place] for curve in curves)
        found[state].append(str(vary.quantity(value)))
    return found


def _all_of(findings: Iterable[Finding]) -> str:
    """Say whether all parts hold at a setting, or some part fails."""
    found = {one.status for one in findings}
    if found.intersection(AGAINST):
        return FAILS
    return UNDECIDED if "open" in found else HOLDS
