"""One table of a scenario, whatever its keys: strict, frozen, and what a law is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """One table of a scenario: strict, complete, frozen; its keys are attributes."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        validate_default=True,
        protected_namespaces=(),
    )


class Law(Table):
    """How a trait is spread over customers: a mean, and how much they differ.

    Attributes
    ----------
    mean : float
        The mean over customers.
    concentration : float
        Of a Beta law: the sum of its two parameters.
    sigma : float
        Of a lognormal law: the spread of the logarithm.
    """

    if TYPE_CHECKING:
        mean: float = 0.0

    @property
    def spread(self) -> float:
        """The law's second term, whatever it is called; 0 for a law that has only a mean."""
        terms = [value for name, value in self if name != "mean"]
        return float(terms[0]) if terms else 0.0
