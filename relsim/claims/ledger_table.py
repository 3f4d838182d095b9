"""The tables of ``experiments/README.md``, made from the ledger's entries and never typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from relsim.claims.breadth import Breadth, Word
from relsim.claims.breaking import Breaking, holds_by_structure
from relsim.claims.breaking_words import breaking_cell
from relsim.claims.claim import Verdict
from relsim.claims.kept import Entries
from relsim.claims.library import read_claim
from relsim.claims.structures import Structures
from relsim.claims.words import breadth_cell, structures_cell
from relsim.result.markdown import row_of
from relsim.result.quantity import UNDEFINED
from relsim.scenario.paths import split_path

MARKER = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_table(text: str, entries: Entries) -> str:
    """Return a README with its generated tables in their places."""
    tables = {"ledger": table_of(entries), "settings": settings_table(entries)}
    return MARKER.sub(lambda found: f"{found[1]}{tables[found[2]]}{found[3]}", text)


def settings_table(names: Iterable[str]) -> str:
    """Return what scripts set otherwise than their markets, with the reasons, as Markdown."""
    from relsim.scenario import load

    lines = ["| claim | setting | value | in the market | why |", "|---|---|---|---|---|"]
    for name in names:
        claim = read_claim(name)
        market = load(claim.scenario).to_dict()
        for path, setting in claim.settings.items():
            before = market
            for part in split_path(path):
                before = before[part] if isinstance(before, dict) else _named(before, part)
            lines.append(
                row_of([name, f"`{path}`", f"{setting.value}", f"{before}", setting.reason])
            )
    return "\n".join([*lines, ""])


def _named(tables: Any, name: str) -> Any:
    return next(one for one in tables if one["name"] == name)


def table_of(entries: Entries) -> str:
    """Return the ledger as a Markdown table."""
    lines = [
        f"Of {len(entries)} claims: {_counted(entries, 'verdict')}. As their markets are: "
        f"{_counted(entries, 'at_home')}. In plausible settings: {_widely(entries)}. "
        f"By structure: {sum(map(_by_structure, entries.values()))}.",
        "",
        "| claim | verdict | as the market is | in plausible settings | contrary without | effect "
        "| 95 % interval | flips at | what it means | picture |",
        "|---|---|---|---|---|---:|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_row(name, entry) for name, entry in entries.items()), ""])


def _counted(entries: Entries, which: str) -> str:
    verdicts = [entry["evidence"][which] for entry in entries.values()]
    words = [word for word in get_args(Verdict) if which == "verdict" or word != "conditional"]
    return ", ".join(f"{verdicts.count(word)} {word}" for word in words)


def _widely(entries: Entries) -> str:
    found = [_breadth(entry) for entry in entries.values()]
    words = [one.word for one in found if one is not None]
    counts = [f"{words.count(word)} {word}" for word in get_args(Word)]
    if missing := found.count(None):
        counts.append(f"{missing} not tried")
    return ", ".join(counts)


def _breadth(entry: Mapping[str, Any]) -> Breadth | None:
    return Breadth.from_json(entry["settings"]["breadth"]) if "settings" in entry else None


def _apart(entry: Mapping[str, Any]) -> Structures | None:
    return (
        Structures.from_json(entry["structures"]["structures"]) if "structures" in entry else None
    )


def _breaking(entry: Mapping[str, Any]) -> Breaking | None:
    found = entry.get("breaking")
    return None if found is None else Breaking.from_json(found["breaking"])


def _by_structure(entry: Mapping[str, Any]) -> bool:
    return holds_by_structure(_breadth(entry), _apart(entry), _breaking(entry))


def _settings_cell(entry: Mapping[str, Any]) -> str:
    """Return in how many settings a claim holds, and what came of trying to break it."""
    wide, broken = _breadth(entry), _breaking(entry)
    said = ["**by structure**"] if _by_structure(entry) else []
    said += [breadth_cell(wide)] if wide is not None else []
    said += [breaking_cell(broken)] if broken is not None else []
    return "; ".join(said) or UNDEFINED


def _row(name: str, entry: Mapping[str, Any]) -> str:
    evidence = entry["evidence"]
    main, apart = evidence["parts"][0], _apart(entry)
    figure = read_claim(name).figure(main["measure"])
    return row_of(
        [
            f"[{name}]({name}.py): {evidence['sentence']} ({evidence['by']})",
            f"**{evidence['verdict']}**",
            evidence["at_home"],
            _settings_cell(entry),
            UNDEFINED if apart is None else structures_cell(apart),
            f"{main['shown']} {figure.noun}, {main['name']}",
            main["interval"],
            evidence["flip"] or UNDEFINED,
            evidence["meaning"],
            f"![{name}](pictures/{name}.svg)",
        ]
    )
