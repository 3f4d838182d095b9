"""Charts as files, and what is said when a picture cannot be drawn."""

import pytest

from relsim.errors import InputError
from relsim.view import plot, save

pytestmark = pytest.mark.smoke


@pytest.fixture(scope="session")
def figure(lived):
    return plot(lived, "retention")


def test_html_needs_nothing_more(figure, tmp_path):
    path = save(figure, tmp_path / "chart.html")
    assert "Plotly.newPlot" in path.read_text(encoding="utf-8")


def test_a_plain_install_draws_pictures(figure, tmp_path):
    assert save(figure, tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["chart.pdf", "chart"])
def test_another_ending_is_refused(figure, tmp_path, name):
    with pytest.raises(InputError, match="png, svg, html"):
        save(figure, tmp_path / name)


def test_without_a_browser_it_says_so(figure, tmp_path, monkeypatch):
    def no_browser(*words, **more):
        raise RuntimeError("Kaleido requires Google Chrome to be installed.\nmore")

    monkeypatch.setattr(type(figure), "to_image", no_browser)
    with pytest.raises(InputError, match="needs a browser") as refusal:
        save(figure, tmp_path / "chart.svg")
    assert "chart.html" in str(refusal.value)
    assert list(tmp_path.iterdir()) == []
