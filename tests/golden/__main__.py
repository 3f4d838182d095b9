"""``python -m tests.golden``: look at every bundled scenario anew, say what moved, and keep it.

A golden file is written only where a figure moved, so its ``made_with`` says under which versions
the figures were last different. That numbers change is for the changelog to say.
"""

from __future__ import annotations

import relsim
from tests.golden.figures import (
    FOLDER,
    computed,
    file_of,
    flat,
    many_figures,
    moved,
    stored,
    told,
    written,
)


def refresh(name: str) -> str:
    """Write a scenario's golden file if a figure of it moved.

    Parameters
    ----------
    name : str
        A bundled scenario.

    Returns
    -------
    str
        What was done, in lines; empty when nothing moved.
    """
    now = computed(name)
    path = file_of(name)
    if not path.exists():
        path.write_text(written(now), encoding="utf-8")
        return f"{name}: new, {many_figures(len(flat(now)))}"
    was = stored(name)
    changes = moved(flat(was), flat(now))
    if changes or was["settings"] != now["settings"]:
        path.write_text(written(now), encoding="utf-8")
        return told(name, changes)
    return ""


def main() -> None:
    """Refresh all golden files."""
    names = relsim.bundled()
    said = {name: refresh(name) for name in names}
    for path in sorted(FOLDER.glob("*.csv")):
        if path.stem not in names:
            path.unlink()
            said[path.stem] = f"{path.stem}: no such scenario any more, file removed"
    changed = [name for name, text in said.items() if text]
    print("\n".join(said[name] for name in changed) or "Nothing moved.")
    if changed:
        print(
            "\nWrite into CHANGELOG.md, with the reason:\n"
            f"- **Numbers change** in {', '.join(changed)}: …"
        )


if __name__ == "__main__":
    main()
