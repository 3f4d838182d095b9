"""Who stays: a real cohort, the complaint ladder, and what leaving would cost."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import relsim
from relsim.study.data.cohort import read_cohort
from tests.validation.lives import PUT_RIGHT, Bound, default_market, lived
from tests.validation.row import Line, Prepared, Row

OBSERVED = read_cohort(Path(__file__).parents[1] / "data" / "regular.csv").shares
RUNGS = ("silent", "mishandled", "resolved", "resolved fast")


def survival(world: int, _: Prepared) -> list[float]:
    """Return the share, in percent, of an opening cohort that never left, after each renewal."""
    scenario = relsim.load(
        "subscription_regular",
        {
            "market.warm_up": 0.0,
            "market.periods": len(OBSERVED) - 1,
            "behaviour.population_turnover": False,
        },
    )
    spells = lived(scenario, world).spells
    own = spells[(spells["firm"] == scenario.focal.name) & (spells["start"] < 0)]
    lasted = np.where(own["event"], own["duration"], np.inf)
    return [100 * float(np.mean(lasted > renewals)) for renewals in range(1, len(OBSERVED))]


def _stays(
    run: relsim.Run, firms: tuple[str, ...], outcomes: tuple[str, ...], severity: str | None
) -> tuple[int, int]:
    """Return how many stayed at the next need after some outcomes, of how many."""
    stayed = needs = 0
    for firm in firms:
        table = run.ladder(firm)
        chosen = table["outcome"].isin(outcomes)
        if severity is not None:
            chosen &= table["severity"] == severity
        rows = table[chosen]
        needs += int(rows["needs"].sum())
        stayed += round(float((rows["needs"] * rows["stayed"].fillna(0.0)).sum()))
    return stayed, needs


def ladder(severity: str):
    """Return the measure of who stayed on each rung after failures of one severity."""

    def measure(world: int, _: Prepared) -> list[float]:
        run = lived(default_market(), world)
        pairs = [_stays(run, run.scenario.firm_names, (rung,), severity) for rung in RUNGS]
        return [float(count) for pair in pairs for count in pair]

    return measure


def again(world: int, _: Prepared) -> list[float]:
    """Return who stayed when put right and when put off, whatever the failure's severity."""
    run = lived(default_market(), world)
    firms = run.scenario.firm_names
    pairs = [_stays(run, firms, outcomes, None) for outcomes in (PUT_RIGHT, ("mishandled",))]
    return [float(count) for pair in pairs for count in pair]


def stayed_more(run: relsim.Run) -> float:
    """Return who stayed after a failure put right less who stayed after a good use, in points."""
    firms = (run.scenario.focal.name,)
    right, fine = (_stays(run, firms, outcomes, None) for outcomes in (PUT_RIGHT, ("fine",)))
    return 100 * (right[0] / right[1] - fine[0] / fine[1])


def switching(world: int, _: Prepared) -> list[float]:
    """Return the correlation of what leaving would cost with leaving within the year after."""
    found = []
    for strategy in ("none", "structural"):
        bound = Bound()
        lived(default_market(), world, strategy, [bound])
        cost, left = (np.concatenate(column) for column in zip(*bound.noted, strict=True))
        found.append(float(np.corrcoef(cost, left)[0, 1]))
    return found


ROWS = (
    Row(
        key="survival",
        title="Survival of a real cohort of subscribers",
        unit="% left after so many annual renewals",
        source="Fader & Hardie 2007",
        status="fitted",
        lines=tuple(
            Line(f"after {renewals}", 100 * share)
            for renewals, share in enumerate(OBSERVED)
            if renewals
        ),
        worlds=20,
        measure=survival,
        note="Scenario `subscription_regular`, whose two fitted settings saw all seven renewals: "
        "a fit, and no evidence that the curve would be foretold.",
    ),
    *(
        Row(
            key=f"ladder {name}",
            title=f"Complaint ladder after a {name} loss",
            unit="% who stay at the next need",
            source="TARP 1979",
            status=status,
            lines=tuple(Line(*rung) for rung in zip(RUNGS, outside, strict=True)),
            worlds=20,
            measure=ladder(severity),
            counted=True,
            note=note,
        )
        for name, severity, status, outside, note in (
            (
                "large",
                "> .6",
                "fitted",
                (9.0, 19.0, 54.0, 82.0),
                "Outside: losses above $100, and whether people said they would buy again. Model: "
                "default market, all firms, severity above .6, and whether the customer was still "
                "there. Three constants were set by the eight rungs of this table and the next: "
                "the least squares of a coarse grid.",
            ),
            (
                "small",
                "< .4",
                "fitted",
                (37.0, 46.0, 70.0, 95.0),
                "Outside: losses under $5. Model: severity under .4. A failure of no severity at "
                "all still leaves harm in the model. Fitted together with the rungs above.",
            ),
        )
    ),
    Row(
        key="again",
        title="Complainants who would buy again",
        unit="% who stay at the next need",
        source="reported in the complaint literature, original not traced",
        status="predicted",
        lines=(
            Line("complaint resolved, fast or not", (69.0, 80.0)),
            Line("complaint mishandled", (17.0, 32.0)),
        ),
        worlds=20,
        measure=again,
        counted=True,
        note="Default market, failures of all severities together. Not independent of the ladder "
        "above, which was fitted.",
    ),
    Row(
        key="switching",
        title="Switching costs and switching",
        unit="correlation",
        source="Pick & Eisend 2014",
        status="predicted",
        lines=(
            Line("no bonding", "weak negative", 3),
            Line("points, contact and shared systems", "weak negative", 3),
        ),
        worlds=10,
        measure=switching,
        note="Default market: what leaving would cost a customer of the firm under study when a "
        "year begins, against having left by its end. Weak means less than .3 (Cohen "
        "1988). It is what an analyst of a survey would find: restlessness and satisfaction are "
        "not held constant.",
    ),
)
