"""``relsim check``: whether a scenario is fine, and how large it is."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from typer import Exit, Option, Typer

from relsim.cli.options import (
    AsJson,
    Replications,
    ScenarioName,
    Settings,
    Threads,
    examples,
    load_scenario,
    split_names,
)
from relsim.cli.output import show_json, show_text
from relsim.errors import RelsimError, ScenarioError

if TYPE_CHECKING:
    from relsim.scenario import Scenario, Size


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "check",
        short_help="Whether a scenario is fine, and how large.",
        help="Check a scenario file. Says that it is fine and roughly how much memory and time a "
        "comparison takes, or every fault with its line and what to write instead.",
        epilog=examples(
            "relsim check mine.toml",
            "relsim check mine.toml --replications 1000 --strategies none,social",
            "relsim check mine.toml --json",
        ),
    )(check)


def check(
    scenario: ScenarioName,
    strategies: Annotated[
        str | None,
        Option(
            "--strategies",
            "-s",
            metavar="A,B,…",
            help="Those of the comparison whose size is estimated.",
            show_default=False,
        ),
    ] = None,
    replications: Replications = 30,
    threads: Threads = None,
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Check a scenario."""
    try:
        market = load_scenario(scenario, settings)
    except ScenarioError as error:
        if not as_json:
            raise
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
    plan = _planned(market, split_names(strategies), replications, threads)
    if as_json:
        show_json({"fine": True, "faults": [], **_sizes(market, plan)})
    else:
        show_text(f"{_digest(market)}\n{_estimate(plan)}")


@dataclass(frozen=True)
class _Plan:
    """A comparison that somebody may want, and what it would need."""

    strategies: tuple[str, ...]
    replications: int
    at_once: int
    run: Size
    comparison: Size
    memory: int
    refusal: str


def _planned(
    scenario: Scenario, names: list[str] | None, replications: int, threads: int | None
) -> _Plan:
    """Estimate one run and a comparison, and note whether they would be refused."""
    from relsim.scenario import require_room, size_of
    from relsim.scenario.footprint import memory
    from relsim.study.arms import choose_arms
    from relsim.study.parallel import cores, share_out

    arms = choose_arms(scenario.strategies, names)
    at_once, _ = share_out(threads, scenario.market.customers)
    asked = (scenario, replications, len(arms), at_once)
    refusal = ""
    try:
        require_room(*asked)
    except RelsimError as error:
        refusal = str(error)
    return _Plan(
        strategies=tuple(arm.strategy for arm in arms),
        replications=replications,
        at_once=threads or cores(),
        run=size_of(scenario),
        comparison=size_of(*asked),
        memory=memory(),
        refusal=refusal,
    )


def _sizes(scenario: Scenario, plan: _Plan) -> dict[str, object]:
    return {
        "scenario": scenario.name,
        "customers": scenario.market.customers,
        "periods": scenario.market.periods,
        "warm_up_periods": scenario.warm_up_periods,
        "firms": len(scenario.firms),
        "segments": len(scenario.segments),
        "strategies": list(scenario.strategies),
        "events": len(scenario.events),
        "bytes": plan.run.market_bytes,
        "seconds": plan.run.seconds,
        "comparison": {
            "strategies": list(plan.strategies),
            "replications": plan.replications,
            "bytes": plan.comparison.bytes,
            "seconds": plan.comparison.seconds,
        },
        "memory": plan.memory,
        "fits": not plan.refusal,
        "fingerprint": scenario.fingerprint,
    }


def _digest(scenario: Scenario) -> str:
    market = scenario.market
    periods = str(market.period).replace("_", " ")
    return (
        f"{scenario.name} is fine: {market.customers:,} customers × {market.periods:,} {periods}s "
        f"(after {scenario.warm_up_periods:,} of warming up) × {_counted(scenario.firms, 'firm')}; "
        f"{_counted(scenario.segments, 'segment')}, {_counted(scenario.events, 'event')}, "
        f"{len(scenario.strategies)} strategies."
    )


def _estimate(plan: _Plan) -> str:
    """Say what a run and a comparison need."""
    from relsim.scenario.footprint import in_words

    worlds = "1 world" if plan.replications == 1 else f"{plan.replications:,} worlds"
    arms = _counted(plan.strategies, "strategy").replace("strategys", "strategies")
    text = (
        f"A rough estimate: one market takes {in_words(plan.run.market_bytes)}, and a run "
        f"{_spoken(plan.run.seconds)}. A comparison of {arms} in {worlds} takes "
        f"{in_words(plan.comparison.bytes)}, the program included, and "
        f"{_spoken(plan.comparison.seconds)} with {_counted(range(plan.at_once), 'thread')}; there "
        f"are {in_words(plan.memory)} of memory."
    )
    return f"{text}\n\nIt would be refused: {plan.refusal}" if plan.refusal else text


def _counted(things: Sized, noun: str) -> str:
    return f"{len(things):,} {noun}{'' if len(things) == 1 else 's'}"


def _spoken(seconds: float) -> str:
    """Return a time as people say it.

    Examples
    --------
    >>> _spoken(4.2), _spoken(600), _spoken(40_000)
    ('4 seconds', '10 minutes', '11 hours')
    """
    for unit, length, most in (("second", 1, 120), ("minute", 60, 120), ("hour", 3600, 72)):
        if seconds < most * length:
            count = max(1, round(seconds / length))
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds / 86_400:,.0f} days"
