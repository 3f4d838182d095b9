"""What a firm learns from the complaints that it captures."""

from __future__ import annotations

from relsim.behaviour.arithmetic import share, smaller
from relsim.behaviour.declaration import Record
from relsim.behaviour.recovery import recovery


@recovery.rule(
    "learned += learning_rate·learning·(complaints captured / customers)·(learning_limit − learned)"
)
def learn(
    learned: float, lever: float, complaints: float, customers: float, theory: Record
) -> float:
    """Return the share of failures that a firm has learned to prevent.

    Parameters
    ----------
    learned : float
        Before, in [0, 1].
    lever : float
        The lever ``learning``, in [0, 1].
    complaints, customers : float
        This period's.
    theory : record
        The ``[behaviour]`` parameters.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> from relsim.behaviour import defaults
    >>> round(learn(0.0, 0.5, 10.0, 1000.0, defaults()), 6)
    0.015
    """
    if customers <= 0.0:
        return learned
    step = theory.learning_rate * lever * (complaints / customers)
    return share(learned + smaller(1.0, step) * (theory.learning_limit - learned))
