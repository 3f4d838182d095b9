"""What is said about an error beside the control that caused it."""

from __future__ import annotations

from relsim.errors import RelsimError, ScenarioError

OUR_FAULT = "Something went wrong inside relsim, not in what you asked for: {}"


def in_words(error: Exception) -> str:
    """Return what to say about an error.

    Examples
    --------
    >>> from relsim.errors import InputError
    >>> in_words(InputError("found nothing; write a value."))
    'found nothing; write a value.'
    """
    if isinstance(error, ScenarioError):
        return " ".join(str(fault).removeprefix(f"{fault.where}: ") for fault in error.faults[:3])
    if isinstance(error, RelsimError):
        return str(error)
    return OUR_FAULT.format(f"{type(error).__name__}.")
