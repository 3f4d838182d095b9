"""The example of Mesa's own view, as the README gives it, and as somebody uses it."""

import pytest

from tests.documentation import ROOT
from tests.test_documentation import EXAMPLE

pytestmark = pytest.mark.smoke

TEXT = (ROOT / "relsim" / "market" / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def example():
    """Return the names of the README's example after it ran by itself."""
    (code,) = [match[1] for match in EXAMPLE.finditer(TEXT) if "SolaraViz" in match[1]]
    names = {}
    exec("import relsim\n" + code, names)
    return names


def button(render, word):
    import ipyvuetify

    return next(one for one in render.find(ipyvuetify.Btn).widgets if word in one.children)


def test_mesas_view_steps_a_market_and_makes_it_anew_from_its_sliders(example):
    import ipyvuetify
    import solara

    _, render = solara.render(solara.AppLayout(children=[example["page"]]), handle_error=False)
    market = example["shown"].value
    began = market.period
    button(render, "Step").click()
    assert market.period == began + 1
    (slider,) = [
        one for one in render.find(ipyvuetify.Slider).widgets if one.label == "Personal contact"
    ]
    slider.v_model = 0.8
    button(render, "Reset").click()
    fresh = example["shown"].value
    assert fresh is not market
    assert fresh.period == began
    assert fresh.spec.strategies["social"].levers["social"] == 0.8
    render.close()


def test_the_example_is_short():
    (code,) = [match[1] for match in EXAMPLE.finditer(TEXT) if "SolaraViz" in match[1]]
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
