"""The package as a whole: its names, and how little it takes to import it."""

import subprocess
import sys

import pytest

import relsim

HEAVY = ("numba", "mesa", "pandas", "scipy", "pydantic", "numpy")
OF_THE_PAGE = ("solara", "plotly", "starlette", "uvicorn", "ipyvuetify", "ipywidgets")
NOT_FOR_COMPARING = (
    *("mesa", "networkx", "pandas", "pyarrow", "scipy.stats", "scipy.optimize", "openpyxl"),
    *("relsim.app", "relsim.view", "relsim.study.explain", "relsim.study.plausible"),
    *("relsim.study.settings", "relsim.study.store"),
)
TINY = "small = relsim.load('insurance', {'market.customers': 50, 'market.periods': 3})"


def loaded_after(statement):
    """Return the modules that a fresh interpreter has after a statement."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{statement}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_relsim_loads_nothing_heavy():
    assert not loaded_after("import relsim").intersection(HEAVY)


def test_loading_a_scenario_needs_no_engine():
    text = '[[firms]]\\nname = "Alba"'
    modules = loaded_after(f"import relsim; relsim.parse('{text}')")
    assert not modules.intersection(("numba", "mesa", "pandas", "scipy"))


@pytest.mark.parametrize(
    "question",
    [
        "relsim.Market(small).run()",
        "relsim.sweep(small, relsim.grid({'market.freedom': [0, 1]}), ['none'], replications=1)",
    ],
    ids=["market", "sweep"],
)
def test_a_market_and_a_study_load_nothing_of_the_page(question):
    modules = loaded_after(f"import relsim; {TINY}; {question}")
    assert "numba" in modules
    assert not modules.intersection((*OF_THE_PAGE, "relsim.app", "relsim.view"))


def test_a_comparison_in_a_terminal_loads_only_what_it_shows():
    """Half of the time that a small one took was loading what nobody asked for."""
    words = "compare insurance --set market.customers=50 --set market.periods=12 -n 2"
    modules = loaded_after(
        "from relsim.cli import main\n"
        f"try: main({[*words.split(), '--settings', 'none']})\n"
        "except SystemExit as left: assert not left.code"
    )
    assert "numba" in modules
    assert not modules.intersection((*NOT_FOR_COMPARING, *OF_THE_PAGE))


def test_every_public_name_is_there():
    assert all(hasattr(relsim, name) for name in relsim.__all__)


def test_the_list_of_names_is_in_order():
    assert list(relsim.__all__) == sorted(relsim.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        relsim.nonsense  # noqa: B018
