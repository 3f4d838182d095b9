"""How large a run and an uploaded file may be on a server that several people share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.scenario import Scenario

UPLOAD_BYTES = 256 * 1024
"""Of an uploaded scenario file; those that come with relsim have a few."""

CUSTOMERS = 100_000
"""In a market of the page: memory grows with them."""

LIVED = 200_000_000
"""Customers × periods × strategies × replications of a run: half a minute, more or less."""


def why_too_large(scenario: Scenario, strategies: int, replications: int) -> str | None:
    """Say why a run is too large for the page, if it is.

    Examples
    --------
    >>> import relsim
    >>> why_too_large(relsim.load("insurance"), strategies=4, replications=30)
    >>> why_too_large(relsim.load("insurance", {"market.customers": 20_000}), 4, 100)[:52]
    '20,000 customers × 144 periods (warming up included)'
    """
    market = scenario.market
    if market.customers > CUSTOMERS:
        return (
            f"{market.customers:,} customers are more than the page takes on: at most "
            f"{CUSTOMERS:,}. Choose fewer, or use the command line: relsim compare."
        )
    periods = market.periods + scenario.warm_up_periods
    lived = market.customers * periods * strategies * replications
    if lived <= LIVED:
        return None
    fewer = max(1, LIVED // (market.customers * periods * strategies))
    return (
        f"{market.customers:,} customers × {periods:,} periods (warming up included) × "
        f"{strategies} strategies × {replications:,} replications are {lived / 1e6:,.0f} million "
        f"customer-periods; the page takes on {LIVED / 1e6:,.0f} million at a time. Choose fewer, "
        f"for example {_counted(fewer, 'replication')}, or use the command line: relsim compare."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def read_upload(name: str, content: str | bytes) -> Scenario:
    r"""Return the scenario in an uploaded file.

    Examples
    --------
    >>> read_upload("mine.toml", '[[firms]]\nname = "Alba"').firm_names
    ('Alba',)
    """
    from relsim.scenario import parse

    label = f"{name[:80]!r}"
    size = len(content.encode("utf-8", "replace") if isinstance(content, str) else content)
    if size > UPLOAD_BYTES:
        raise InputError(
            f"{label} has {size / 1024:,.0f} kB; a scenario file may have "
            f"{UPLOAD_BYTES // 1024} kB. Use the command line for larger ones: "
            "relsim compare FILE."
        )
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(
                f"{label} is no text in UTF-8. A scenario is a TOML file; relsim new mine.toml "
                "writes one to begin with."
            ) from None
    return parse(content, name=name[:80] or "upload.toml")
