"""Plausible settings of a market: a table, and the file that holds it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.result.saving import write_whole
from relsim.scenario.places import bundled as markets
from relsim.scenario.places import folder
from relsim.scenario.whole import check_whole
from relsim.study.settings.made_for import MAKE, check_made_for, fingerprint_of
from relsim.study.settings.uncertain import Uncertain, uncertain

if TYPE_CHECKING:
    from relsim.scenario import Scenario

Kind = Literal["calibrated", "prior"]

_FORMAT = "relsim settings 1"


@dataclass(frozen=True, eq=False)
class Settings:
    """Settings under which a market shows what is known of it, or those thought of beforehand.

    Parameters
    ----------
    numbers : pandas.DataFrame
        A row a setting, a column a number, by its path.
    kind : {"calibrated", "prior"}
        Whether patterns chose among them.
    fingerprint : dict of str to str
        Of the market, the declarations, a probe run and the patterns: what they were made for.
    uncertain : tuple of Uncertain
        The numbers, with their priors.
    about : dict
        How they were made, as plain values: for whoever reads the file, and for reports.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("insurance", {"market.customers": 200})
    >>> two = Settings.prior(market, 2, seed=1)
    >>> len(two), two.kind, 1.0 <= two.overrides(0)["behaviour.loss_aversion"] <= 4.0
    (2, 'prior', True)
    """

    numbers: pd.DataFrame
    kind: Kind
    fingerprint: Mapping[str, str]
    uncertain: tuple[Uncertain, ...]
    about: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many settings there are."""
        return len(self.numbers)

    @classmethod
    def prior(cls, scenario: Scenario, n: int, seed: int = 1, width: float = 1.0) -> Settings:
        """Return settings drawn from what is thought beforehand: a Latin hypercube.

        Parameters
        ----------
        scenario : Scenario
            The market.
        n : int
            How many.
        seed : int
            Of the draw.
        width : float
            What every interval is widened by.

        Returns
        -------
        Settings
            Of the kind ``"prior"``.
        """
        check_whole(1, settings=n)
        chosen = uncertain(scenario)
        numbers = drawn(chosen, unit_points(n, len(chosen), seed), width)
        return cls(numbers, "prior", fingerprint_of(scenario), chosen)

    def overrides(self, place: int) -> dict[str, float]:
        """Return one setting as overrides of the scenario, numbers of other segments included."""
        row = self.numbers.iloc[place]
        by_path = {one.path: one for one in self.uncertain}
        found: dict[str, float] = {}
        for path, value in row.items():
            found |= by_path[str(path)].overrides(float(value))
        return found

    def widened(self, width: float) -> Settings:
        """Return prior settings with every interval narrower or wider; the same ranks in each."""
        spread = {
            one.path: [one.at(one.part(value), width) for value in self.numbers[one.path]]
            for one in self.uncertain
        }
        return replace(self, numbers=pd.DataFrame(spread, index=self.numbers.index))

    def shuffled(self, most: int) -> Settings:
        """Return at most so many of them, in no order: the first few are as good as any."""
        kept = np.random.default_rng(0).permutation(len(self))[:most]
        return replace(self, numbers=self.numbers.iloc[kept].reset_index(drop=True))

    def under(self, scenario: Scenario) -> Settings:
        """Return them for a scenario, without the costs that it states; refuse another market.

        Parameters
        ----------
        scenario : Scenario
            Strategies, what the firm under study chooses, costs, and the size and length of the
            market may differ from what the settings were made for; nothing else may.

        Returns
        -------
        Settings
            Those that may be run.

        Raises
        ------
        InputError
            When they were made for another market, or are out of date.
        """
        # Costs that are stated now are inputs; what was thought of them does not count any more.
        known = {str(path) for path in self.numbers if _stated_now(str(path), scenario)}
        check_made_for(scenario, self.fingerprint)
        return self.without(known)

    def without(self, paths: Collection[str]) -> Settings:
        """Return them without numbers that are stated elsewhere, and so are no ignorance."""
        left = tuple(one for one in self.uncertain if one.path not in paths)
        return replace(self, numbers=self.numbers[[one.path for one in left]], uncertain=left)

    def to_csv(self) -> str:
        """Return them as CSV, with what they were made for as comments above."""
        head = {"format": _FORMAT, "kind": self.kind, "fingerprint": dict(self.fingerprint)}
        numbers = [{"number": one.to_dict()} for one in self.uncertain]
        lines = [head, {"about": dict(self.about)}, *numbers]
        text = "".join(f"# {json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        return text + self.numbers.to_csv(index=False, lineterminator="\n")

    def write(self, path: str | Path) -> None:
        """Write them into one CSV file; packed where its name ends in ``.gz``."""
        text = self.to_csv()
        # Without the time of day, so that the same settings are the same bytes.
        packed = Path(path).suffix == ".gz"
        write_whole(path, gzip.compress(text.encode(), mtime=0) if packed else text)

    @classmethod
    def read(cls, path: str | Path) -> Settings:
        """Return the settings in a file.

        Raises
        ------
        InputError
            When it is not there, or holds no settings.
        """
        try:
            data = Path(path).read_bytes()
            text = (gzip.decompress(data) if data.startswith(_PACKED) else data).decode()
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise InputError(f"{path}: could not be read ({why}). {MAKE}") from None
        try:
            return _parsed(text)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise InputError(f"{path}: holds no settings, or not all of them. {MAKE}") from None


_PACKED = b"\x1f\x8b"
"""What a packed file begins with, whatever its name."""


def _parsed(text: str) -> Settings:
    heads = [line for line in text.splitlines() if line.startswith("# ")]
    first, about, *numbers = (json.loads(line[2:]) for line in heads)
    if first["format"] != _FORMAT or first["kind"] not in ("calibrated", "prior"):
        raise ValueError(first)
    chosen = tuple(Uncertain.from_dict(line["number"]) for line in numbers)
    frame = pd.read_csv(StringIO(text), skiprows=len(heads), dtype=np.float64)
    if [one.path for one in chosen] != list(frame.columns) or not len(frame):
        raise ValueError("other columns")
    if not np.isfinite(frame.to_numpy()).all():
        raise ValueError("holes")
    return Settings(frame, first["kind"], first["fingerprint"], chosen, about["about"])


def bundled_file(name: str) -> Path | None:
    """Return where the settings of a bundled market are, or would be; None without its folder."""
    place = folder()
    return None if place is None else place / "settings" / f"{name}.csv.gz"


def bundled(scenario: Scenario) -> Settings | None:
    r"""Return the settings that come with a bundled market; None of a market that has none.

    Parameters
    ----------
    scenario : Scenario
        The market, whatever was changed of it: :meth:`Settings.under` says whether they still hold.

    Returns
    -------
    Settings or None

    Examples
    --------
    >>> import relsim
    >>> bundled(relsim.parse('[[firms]]\nname = "Alba"')) is None
    True
    """
    name, path = scenario.origin.name, scenario.origin.path
    if path is None or markets().get(name) != path:
        return None
    place = bundled_file(name)
    return Settings.read(place) if place is not None and place.is_file() else None


def unit_points(n: int, dimensions: int, seed: int) -> np.ndarray:
    """Return `n` points of the unit cube, evenly spread along each number: a Latin hypercube.

    A hundred points of a Sobol sequence in so many numbers are correlated by up to .94, so that
    what one number does would be seen in another.
    """
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(dimensions, rng=seed).random(n))


def drawn(chosen: tuple[Uncertain, ...], points: np.ndarray, width: float = 1.0) -> pd.DataFrame:
    """Return the numbers at points of the unit cube, a column a number."""
    columns = {
        one.path: [one.quantile(float(u), width) for u in points[:, place]]
        for place, one in enumerate(chosen)
    }
    return pd.DataFrame(columns)


def _stated_now(path: str, scenario: Scenario) -> bool:
    return path.startswith("market.costs.") and path in scenario.overrides
