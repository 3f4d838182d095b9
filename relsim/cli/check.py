"""``relsim check``: whether a scenario is fine, and how large it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer import Exit, Typer

from relsim.cli.options import AsJson, ScenarioName, Settings, examples, load_scenario
from relsim.cli.output import show_json, show_text
from relsim.errors import ScenarioError

if TYPE_CHECKING:
    from relsim.scenario import Scenario

_BYTES_A_CUSTOMER = 160
_BYTES_A_CUSTOMER_AND_FIRM = 24
_BYTES_A_PERIOD_AND_FIRM = 1_000


def register(application: Typer) -> None:
    """Add the command.

    Parameters
    ----------
    application : typer.Typer
        Changed in place.
    """
    application.command(
        "check",
        short_help="Whether a scenario is fine, and how large.",
        help="Check a scenario file. Says that it is fine and how large, or every fault with "
        "its line and what to write instead.",
        epilog=examples("relsim check mine.toml", "relsim check mine.toml --json"),
    )(check)


def check(scenario: ScenarioName, settings: Settings = None, as_json: AsJson = False) -> None:
    """Check a scenario."""
    if not as_json:
        show_text(_digest(load_scenario(scenario, settings)))
        return
    try:
        market = load_scenario(scenario, settings)
    except ScenarioError as error:
        faults = [
            {
                "where": fault.where,
                "what": fault.what,
                "allowed": fault.allowed,
                "instead": fault.instead,
            }
            for fault in error.faults
        ]
        show_json({"fine": False, "faults": faults})
        raise Exit(error.exit_code) from None
    show_json({"fine": True, "faults": [], **_sizes(market)})


def _sizes(scenario: Scenario) -> dict[str, object]:
    return {
        "scenario": scenario.name,
        "customers": scenario.market.customers,
        "periods": scenario.market.periods,
        "warm_up_periods": scenario.warm_up_periods,
        "firms": len(scenario.firms),
        "segments": len(scenario.segments),
        "strategies": list(scenario.strategies),
        "events": len(scenario.events),
        "bytes": _bytes(scenario),
        "fingerprint": scenario.fingerprint,
    }


def _digest(scenario: Scenario) -> str:
    market = scenario.market
    periods = str(market.period).replace("_", " ")
    return (
        f"{scenario.name} is fine: {market.customers:,} customers × {market.periods:,} {periods}s "
        f"(after {scenario.warm_up_periods:,} of warming up) × {_counted(scenario.firms, 'firm')}; "
        f"{_counted(scenario.segments, 'segment')}, {_counted(scenario.events, 'event')}, "
        f"{len(scenario.strategies)} strategies; about {_in_words(_bytes(scenario))} of memory."
    )


def _counted(things: tuple[object, ...], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _bytes(scenario: Scenario) -> int:
    """Estimate the memory of one run: records, network, books."""
    market, firms = scenario.market, len(scenario.firms)
    periods = market.periods + scenario.warm_up_periods
    customer = _BYTES_A_CUSTOMER + _BYTES_A_CUSTOMER_AND_FIRM * firms
    return int(market.customers * customer + periods * firms * _BYTES_A_PERIOD_AND_FIRM)


def _in_words(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
