"""``python tests/lowest.py``: the oldest versions that ``pyproject.toml`` allows, as constraints.

It needs nothing but Python, so that it runs before anything is installed. ``.ci/run`` installs what
it prints and tries relsim with that.
"""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
BOUND = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[\w+\])?>=(?P<lowest>[0-9.]+)")


def lowest(requirements: list[str]) -> list[str]:
    """Return each requirement that has a lower bound, pinned to it.

    Examples
    --------
    >>> lowest(["mesa>=3.3,<4", "ipyvue<2"])
    ['mesa==3.3']
    """
    found = [BOUND.match(requirement) for requirement in requirements]
    return [f"{one['name']}=={one['lowest']}" for one in found if one]


def main() -> None:
    """Print the constraints: what relsim needs, and what its extras and its tests do."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    print(*lowest([*project["dependencies"], *chain(*extras)]), sep="\n")


if __name__ == "__main__":
    main()
