"""``relsim check``: whether a scenario is fine, and how large it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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
from relsim.result.words import Sentence, counted, spoken

if TYPE_CHECKING:
    from relsim.scenario import Scenario, Size


PLACE = 7
"""Among the commands, in the help."""


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
        show_json({"fine": False, "faults": [asdict(fault) for fault in error.faults]})
        raise Exit(error.exit_code) from None
    plan = _planned(market, split_names(strategies), replications, threads)
    if as_json:
        show_json({"fine": True, "faults": [], **_sizes(market, plan)})
    else:
        show_text(f"{_digest(market)}\n{_estimate(plan)}")
        if plan.refusal:
            show_text(f"\nIt would be refused: {plan.refusal}")


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
    needs = (scenario, replications, len(arms), at_once)
    refusal = ""
    try:
        require_room(*needs)
    except RelsimError as error:
        refusal = str(error)
    return _Plan(
        strategies=tuple(arm.strategy for arm in arms),
        replications=replications,
        at_once=threads or cores(),
        run=size_of(scenario),
        comparison=size_of(*needs),
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


def _digest(scenario: Scenario) -> Sentence:
    market = scenario.market
    return Sentence(
        "{scenario} is fine: {customers} × {periods} (after {warm_up} of warming up) × {firms}; "
        "{segments}, {events}, {strategies}.",
        scenario=scenario.name,
        customers=counted(market.customers, "customer"),
        periods=counted(market.periods, market.period),
        warm_up=f"{scenario.warm_up_periods:,}",
        firms=counted(len(scenario.firms), "firm"),
        segments=counted(len(scenario.segments), "segment"),
        events=counted(len(scenario.events), "event"),
        strategies=counted(len(scenario.strategies), "strategy"),
    )


def _estimate(plan: _Plan) -> Sentence:
    """Say what a run and a comparison need."""
    from relsim.scenario.footprint import in_words

    return Sentence(
        "A rough estimate: one market takes {market}, and a run {run}. A comparison of "
        "{strategies} in {worlds} takes {comparison}, the program included, and {time} with "
        "{threads}; there are {memory} of memory.",
        market=in_words(plan.run.market_bytes),
        run=spoken(plan.run.seconds),
        strategies=counted(len(plan.strategies), "strategy"),
        worlds=counted(plan.replications, "world"),
        comparison=in_words(plan.comparison.bytes),
        time=spoken(plan.comparison.seconds),
        threads=counted(plan.at_once, "thread"),
        memory=in_words(plan.memory),
    )
