"""The package as a whole: its names, and how little it takes to import it."""

import subprocess
import sys

import pytest

import relsim

HEAVY = ("numba", "mesa", "pandas", "scipy", "pydantic", "numpy")
PAGE = ("solara", "reacton", "ipywidgets", "ipyvuetify", "starlette", "uvicorn", "plotly")
SMALL = '{"market.customers": 50, "market.periods": 2, "market.warm_up": 0.0}'


def loaded_after(statement):
    """Return the modules that a fresh interpreter has after a statement."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{statement}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_relsim_loads_nothing_heavy():
    assert not loaded_after("import relsim").intersection(HEAVY)


def test_loading_a_scenario_needs_no_engine():
    text = '[[firms]]\\nname = "Alba"'
    modules = loaded_after(f"import relsim; relsim.parse('{text}')")
    assert not modules.intersection(("numba", "mesa", "pandas", "scipy"))


@pytest.mark.parametrize(
    "study",
    [
        "relsim.Market(scenario, seed=1).run()",
        "relsim.compare(scenario, ['none'], replications=2)",
        "relsim.sweep(scenario, relsim.grid({'market.freedom': [0.0]}), ['none'], replications=2)",
    ],
    ids=["market", "comparison", "sweep"],
)
def test_a_market_or_a_worker_imports_nothing_of_the_page(study):
    modules = loaded_after(f"import relsim\nscenario = relsim.load('insurance', {SMALL})\n{study}")
    assert not modules.intersection(PAGE)


def test_every_public_name_is_there():
    assert all(hasattr(relsim, name) for name in relsim.__all__)


def test_the_list_of_names_is_in_order():
    assert list(relsim.__all__) == sorted(relsim.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        relsim.nonsense  # noqa: B018
