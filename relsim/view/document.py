"""The report: one HTML file that says what was asked, what came out and how sure that is.

It holds everything it needs, asks the network for nothing, and the same comparison gives the
same bytes. A content policy lets no script run but the two that it was written with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from relsim.errors import InputError
from relsim.result.figures import FIGURES
from relsim.result.markup import Html, data, element, fingerprint_of, join, script
from relsim.result.saving import check_writable, write_whole
from relsim.result.words import Sentence, listed
from relsim.scenario.wording import show
from relsim.version import __version__
from relsim.view import in_settings, losing, of_fit, of_settings, search, sections
from relsim.view.chart import Chart
from relsim.view.charts import CHARTS
from relsim.view.over_settings import over_settings
from relsim.view.setting import question
from relsim.view.style import NIGHT
from relsim.view.titled import titled, titled_explanation, titled_story
from relsim.view.tornado import tornado
from relsim.view.two_lives import KIND, two_lives
from relsim.words import language as words
from relsim.words.catalogue import marked, translate

if TYPE_CHECKING:
    from relsim.stories.story import Story
    from relsim.study.compare import Comparison
    from relsim.study.fit import Fit
    from relsim.study.optimise import Optimum
    from relsim.study.sensitivity import Sensitivity
    from relsim.study.settings import Calibration
    from relsim.study.sweep import Sweep

    Studied: TypeAlias = Sweep | Sensitivity | Optimum | Calibration | Fit
    Reported: TypeAlias = Comparison | Studied | Story


class Showable(Protocol):
    """A result that shows itself as HTML with everything in it escaped: a story, an attribution."""

    def _repr_html_(self) -> str: ...


def report(
    result: Reported,
    path: str | Path,
    additions: Sequence[Showable] = (),
    *,
    language: str | None = None,
) -> Path:
    """Write a result as a report that opens in any browser, without internet.

    Parameters
    ----------
    result : Comparison, Sweep, Sensitivity, Optimum, Calibration, Fit or Story
        The result of :func:`relsim.compare`, :func:`relsim.sweep`, :func:`relsim.sensitivity`,
        :func:`relsim.optimise`, :func:`relsim.calibrate`, :func:`relsim.fit` or
        :func:`relsim.story`.
    path : str or pathlib.Path
        The HTML file; one that is there is replaced as a whole.
    additions : sequence
        Further results to show below the charts: a story, an attribution.
    language : {"en", "zh"}, optional
        Of its words; by default the one in force, English where none is.

    Returns
    -------
    pathlib.Path
        The file, of some five megabytes: most of it is the program that draws the charts.

    Raises
    ------
    InputError
        When there is no report of the result, the path is a folder, or it lies in none that may be
        written.
    StorageError
        When the disk refuses.

    Examples
    --------
    >>> import relsim, tempfile
    >>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    >>> comparison = relsim.compare(scenario, ["none", "social"], replications=3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = relsim.report(comparison, f"{folder}/report.html")
    ...     written.name, written.stat().st_size > 1_000_000
    ('report.html', True)
    """
    spoken = words.known(words.language() if language is None else language)
    target = check_writable(path)
    with words.speaking(spoken):
        write_whole(target, to_html(result, additions))
    return target


def to_html(result: Reported, additions: Sequence[Showable] = ()) -> str:
    """Return the report as text.

    Parameters
    ----------
    result : Comparison, Sweep, Sensitivity, Optimum, Calibration, Fit or Story
        The result.
    additions : sequence
        Further results to show below the charts.

    Returns
    -------
    str
        A whole HTML document.
    """
    from relsim.stories import Story
    from relsim.study.compare import Comparison
    from relsim.study.fit import Fit
    from relsim.study.optimise import Optimum
    from relsim.study.plausible import Explanation, Plausible
    from relsim.study.sensitivity import Sensitivity
    from relsim.study.settings import Calibration
    from relsim.study.sweep import Sweep

    # These escape what they hold themselves.
    additions = [titled_story(one) if isinstance(one, Story) else one for one in additions]
    additions = [
        titled_explanation(one) if isinstance(one, Explanation) else one for one in additions
    ]
    more = [_section(one) for one in additions]
    if isinstance(result, Sweep | Sensitivity | Optimum | Calibration | Fit):
        return _study(result, more)
    if isinstance(result, Story):
        result = titled_story(result)
        drawn = {"life": two_lives(result)}
        asked = Sentence("What became of customer {customer}, and why?", customer=result.customer)
        warned = sections.warnings(result.warnings())
        told = [warned, sections.charts(drawn, {"life": KIND}), _section(result), *more]
        return _page(result, asked, told, drawn)
    if not isinstance(result, Comparison):
        raise InputError(
            f"report: found {show(result)}; there is a report of a comparison (relsim.compare), a "
            "sweep (relsim.sweep), a sensitivity study (relsim.sensitivity), a search "
            "(relsim.optimise), a calibration (relsim.calibrate), a fit (relsim.fit) and a life "
            "(relsim.story). "
            "Others go into it as additions."
        )
    shown = titled(result)
    drawn = {name: one.draw(shown) for name, one in CHARTS.items()}
    lives = {
        f"life-{place}": two_lives(one)
        for place, one in enumerate(additions)
        if isinstance(one, Story)
    }
    lost = losing.boxes(additions)
    found = shown.plausible if isinstance(shown.plausible, Plausible) else None
    unknown = {name: in_settings.draw(found, name) for name in in_settings.KINDS} if found else {}
    main = [
        sections.answer(shown),
        sections.market(shown),
        sections.strategies(shown),
        sections.results(shown),
        *([sections.in_settings(found, unknown, in_settings.KINDS)] if found else []),
        sections.charts(drawn, {name: one.title for name, one in CHARTS.items()}),
        *([sections.charts(lives, dict.fromkeys(lives, KIND))] if lives else []),
        *([sections.charts(lost, dict.fromkeys(lost, losing.KIND))] if lost else []),
        *more,
        sections.reading(shown),
    ]
    warned = sections.warnings(shown.warnings())
    return _page(result, question(shown), [warned, *main], {**drawn, **unknown, **lives, **lost})


def _study(result: Studied, more: Sequence[Html]) -> str:
    """Return the report of what is no comparison: its tables, and charts of its own."""
    from relsim.study.fit import Fit
    from relsim.study.optimise import Optimum
    from relsim.study.sensitivity import Sensitivity
    from relsim.study.settings import Calibration
    from relsim.study.sweep.field import is_field

    settings: list[Html] = []
    if isinstance(result, Optimum):
        drawn = {"tried": search.tried(result), "around": search.around(result)}
        kinds = marked({"tried": "What was tried", "around": "Around the best"})
        asked = Sentence(
            "Which setting of {levers} is best, held against {strategy}?",
            levers=listed(list(result.question.choices.levers)),
            strategy=result.question.choices.strategy,
        )
        if result.plausible is not None:
            settings = [_section(result.plausible)]
    elif isinstance(result, Sensitivity):
        drawn = {key: tornado(result, key) for key in result.question.figures}
        kinds = {
            key: str(Sentence("{figure} with one number low or high", figure=FIGURES[key].title))
            for key in drawn
        }
        asked = Sentence(
            "Which numbers decide what {strategies} lead to?",
            strategies=listed([arm.name for arm in result.question.arms]),
        )
    elif isinstance(result, Calibration):
        drawn = {"known": of_settings.known(result), "moved": of_settings.moved(result)}
        kinds = marked(
            {"known": "What is known, and what settings show", "moved": "What was learnt"}
        )
        asked = Sentence("Which settings show what is known of {name}?", name=result.scenario.name)
    elif isinstance(result, Fit):
        both = of_fit.charts(result)
        drawn = {key: chart for key, (_, chart) in both.items()}
        kinds = {key: kind for key, (kind, _) in both.items()}
        asked = of_fit.question(result)
    else:
        drawn = {key: over_settings(result, key) for key in _OF_A_SWEEP}
        kind = marked(
            "Best in {figure} in each cell" if is_field(result) else "{figure} at each setting"
        )
        kinds = {
            key: str(Sentence(kind, figure=FIGURES[key].noun)).capitalize() for key in _OF_A_SWEEP
        }
        asked = Sentence(
            "What do {strategies} lead to at different settings of {paths}?",
            strategies=listed(result.strategies),
            paths=listed(result.paths),
        )
    warned = sections.warnings(result.warnings())
    main = [warned, sections.found(result), sections.charts(drawn, kinds), *settings, *more]
    return _page(result, asked, main, drawn)


_OF_A_SWEEP = ("retention", "npv")


def _section(one: Showable) -> Html:
    return element("section", Html(one._repr_html_()), class_="addition")


def _page(
    result: Reported,
    asked: Sentence,
    main: Sequence[Html | None],
    drawn: Mapping[str, Chart],
) -> str:
    """Return a whole document: the question, what came out, and how to get it again."""
    drawing, ours = _drawing_program(), _text("report.js")
    title = translate(result.scenario.title)
    body = element(
        "body",
        element("header", element("h1", title), element("p", str(asked), class_="question")),
        element("main", *main),
        element("footer", sections.provenance(result)),
        [
            data(f"chart-{name}-data", chart.figure.to_json(engine="json"))
            for name, chart in drawn.items()
        ],
        data("night", json.dumps(NIGHT)),
        script(drawing),
        script(ours),
    )
    head = _head(f"{title}: {asked}", (drawing, ours))
    return (
        "<!DOCTYPE html>\n" + element("html", head, body, lang=words.TAGS[words.language()]) + "\n"
    )


def _head(title: str, programs: tuple[str, ...]) -> Html:
    allowed = " ".join(fingerprint_of(one) for one in programs)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name_="generator", content=f"relsim {__version__}"),
        element("title", title),
        join(Html(f"<style>{_text('report.css')}</style>")),
    )


@cache
def _drawing_program() -> str:
    """Return plotly's program for browsers."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


@cache
def _text(name: str) -> str:
    return (files("relsim.view") / name).read_text(encoding="utf-8")
