"""Codes of records as the words they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def words(codes: np.ndarray, names: Sequence[str]) -> pd.Categorical[Any]:
    """Return codes as a categorical column.

    Examples
    --------
    >>> list(words(np.array([1, 0]), ("no", "yes")))
    ['yes', 'no']
    """
    import pandas as pd

    return pd.Categorical.from_codes(codes.astype(np.int64), pd.Index(list(names), dtype=object))
