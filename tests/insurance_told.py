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
from relsim.study.settings import Calibration, bundled, uncertain
from relsim.view import losing, save
from relsim.view.in_settings import KINDS, draw

TARGET = Path(relsim.__file__).parent / "study" / "README.md"
PICTURES = TARGET.parent / "pictures"
MARKER = re.compile(r"(<!-- generated: insurance -->\n)(.*?)(<!-- end -->)", re.DOTALL)
KNOWN = {"measured": "measured outside", "fitted": "fitted to a pattern", "guess": "guesses"}


def known(scenario: relsim.Scenario) -> list[str]:
    """Return what is known of the market beside what its settings show, and what stayed open."""
    numbers, found = uncertain(scenario), again(scenario)
    counts, covered = Counter(one.known for one in numbers), as_covered(found)
    listed = [
        f"- {one.name}: {one.target:g}, give or take {one.variance**0.5:.2g}"
        f"{' of its logarithm' if one.log else ''} ({one.source})"
        for one in found.patterns
    ]
    kinds = ", ".join(f"{counts[how]} {words}" for how, words in KNOWN.items() if counts[how])
    cohort = again(relsim.load("subscription_regular"))
    return [
        "**What is known** from outside, with a standard deviation that holds sampling and how "
        "wrong the model may be:",
        "\n".join(listed),
        f"Settings were chosen by these patterns, but for those held out (effective number "
        f"{found.effective:.1f}, {found.runs:,} runs).",
        in_short(found.tables()[:1]),
        f"{covered} In `subscription_regular`: {as_covered(cohort)}",
        f"**What stayed open.** {len(numbers)} numbers: {kinds}. {found.conclusions()[0]}",
    ]


def again(scenario: relsim.Scenario) -> Calibration:
    """Return the calibration that made the settings that come with a market."""
    settings = bundled(scenario)
    assert settings is not None, "relsim calibrate --all makes it"
    about = settings.about
    return relsim.calibrate(scenario, settings=about["settings"], seed=about["seed"])


def as_covered(found: Calibration) -> str:
    """Return what is said of the patterns that were held out."""
    return " ".join(str(one) for one in found.conclusions() if str(one).startswith("Held out"))


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
    comparison = relsim.compare(scenario, settings="bundled")
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
