"""The insurance market told end to end: what is known, what stayed open, what strategies do.

``python -m tests.insurance_told`` writes it between the markers of ``relsim/study/README.md`` and
its pictures beside; some minutes on two cores. Nothing in it is typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import relsim
from relsim.result.markdown import as_markdown
from relsim.result.table import Block, Paragraph
from relsim.study.plausible import Explanation, Plausible
from relsim.study.settings import bundled, uncertain
from relsim.study.settings.pattern import bundled_patterns
from relsim.view import losing, save
from relsim.view.in_settings import KINDS, draw

TARGET = Path(relsim.__file__).parent / "study" / "README.md"
PICTURES = TARGET.parent / "pictures"
MARKER = re.compile(r"(<!-- generated: insurance -->\n)(.*?)(<!-- end -->)", re.DOTALL)
KNOWN = {"measured": "measured outside", "fitted": "fitted to a pattern", "guess": "guesses"}


def known(scenario: relsim.Scenario) -> list[str]:
    """Return what is known of the market, and what stayed open."""
    patterns, numbers = bundled_patterns(scenario), uncertain(scenario)
    settings, counts = bundled(scenario), Counter(one.known for one in numbers)
    listed = [
        f"- {one.name}: {one.target:g}, give or take {one.variance**0.5:.2g}"
        f"{' of its logarithm' if one.log else ''} ({one.source})"
        for one in patterns
    ]
    kinds = ", ".join(f"{counts[how]} {words}" for how, words in KNOWN.items() if counts[how])
    how = (
        f"Settings were chosen by these patterns (effective number {settings.about['effective']})."
        if settings
        else "No settings chosen by them come with the market: what follows is thought beforehand."
    )
    return [
        "**What is known** from outside, with a standard deviation that holds sampling and how "
        "wrong the model may be:",
        "\n".join(listed),
        f"**What stayed open.** {len(numbers)} numbers: {kinds}. {how}",
    ]


def over_settings(plausible: Plausible) -> list[str]:
    """Return what each strategy does over settings, and what decides it, with pictures."""
    pictures = [
        f"![{KINDS[name]}: {draw(plausible, name).title}](pictures/insurance_{name}.svg)"
        for name in KINDS
    ]
    return [
        "**What each strategy does over it.** `relsim compare insurance` with settings; the share "
        "of settings stands at three widths of what is thought.",
        in_short([*plausible.tables(), *map(Paragraph, plausible.conclusions())]),
        *pictures,
    ]


def where(found: Explanation) -> list[str]:
    """Return where the best strategy loses, and what turns that."""
    baseline, strategy = found.strategies
    pictures = []
    for name, one in losing.boxes([found]).items():
        save(one.titled(), PICTURES / f"insurance_{name}.svg")
        pictures.append(f"![{one.title}](pictures/insurance_{name}.svg)")
    return [
        f"**Where it goes wrong.** `relsim explain insurance --strategies {baseline},{strategy}`:",
        in_short([*found.tables(), *map(Paragraph, found.conclusions())]),
        *pictures,
    ]


def in_short(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown without an end of line."""
    return as_markdown(blocks).rstrip("\n")


def told() -> str:
    """Return the whole, and draw its pictures."""
    scenario = relsim.load("insurance")
    there = bundled(scenario) is not None
    comparison = relsim.compare(scenario, settings="bundled" if there else 100)
    plausible = comparison.plausible
    assert isinstance(plausible, Plausible)
    PICTURES.mkdir(exist_ok=True)
    for name in KINDS:
        save(draw(plausible, name).titled(), PICTURES / f"insurance_{name}.svg")
    others = comparison.strategies[1:]
    best = max(others, key=lambda name: plausible.best[name])
    found = relsim.explain(scenario, [comparison.baseline, best])
    return "\n\n".join([*known(scenario), *over_settings(plausible), *where(found)])


def main() -> None:
    """Write it anew."""
    text, made = TARGET.read_text(encoding="utf-8"), told()
    TARGET.write_text(MARKER.sub(lambda seen: f"{seen[1]}{made}\n{seen[3]}", text), "utf-8")


if __name__ == "__main__":
    main()
