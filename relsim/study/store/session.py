"""With what a session computes, and when it began: every run says of which one it is."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from relsim.version import __version__


@dataclass(frozen=True, slots=True)
class Session:
    """What runs were made with; nothing in it tells whose computer it was."""

    begun: str
    relsim: str
    python: str
    numpy: str
    numba: str
    system: str

    @classmethod
    def this(cls) -> Session:
        """Return the one that begins now."""
        return cls(
            begun=datetime.now(UTC).isoformat(timespec="seconds"),
            relsim=__version__,
            python=platform.python_version(),
            numpy=version("numpy"),
            numba=version("numba"),
            system=f"{platform.system()} {platform.machine()}",
        )
