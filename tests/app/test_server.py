"""How the server starts, what it serves, how it ends."""

import gzip
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import plotly
import pytest

import relsim
from relsim.app.server.files import PLOTLY_URL
from relsim.app.server.ports import FIRST, listen
from relsim.app.session import opening
from tests.app.servers import ROOT, Server

pytestmark = pytest.mark.smoke


def relsim_app(*words):
    return subprocess.run(
        [sys.executable, "-m", "relsim", "app", *words, "--no-browser"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_page_loads_and_asks_nobody_else(stub, visit):
    visit(stub.address).sees("clicked 0").clicks("clicked 0").sees("clicked 1")


def test_a_chart_is_drawn_by_the_program_that_came_with_plotly(stub, visit):
    visitor = visit(stub.address).sees("clicked 0")
    visitor.page.evaluate(
        """url => new Promise((ready, failed) => {
            const script = document.createElement("script");
            script.src = url; script.onload = ready; script.onerror = failed;
            document.head.appendChild(script);
        })""",
        PLOTLY_URL,
    )
    visitor.page.evaluate(
        """() => Plotly.newPlot(document.body.appendChild(document.createElement("div")),
            [{y: [1, 3, 2]}], {title: {text: "$a$"}})"""
    )
    visitor.page.locator(".js-plotly-plot .scatterlayer").wait_for()


def test_plotly_is_served_as_installed_compressed_and_to_keep(stub):
    status, headers, body = stub.ask(PLOTLY_URL, headers={"Accept-Encoding": "gzip, br"})
    installed = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == installed.read_bytes()
    assert "immutable" in headers["cache-control"]


def test_plotly_is_served_plain_to_who_wants_it_so(stub):
    _, headers, body = stub.ask(PLOTLY_URL)
    assert "content-encoding" not in headers
    assert b"plotly.js v" in body[:200]


def test_an_asset_that_is_not_here_is_not_fetched_from_elsewhere(stub):
    assert stub.ask("/_solara/cdn/left-pad@1.3.0/index.js")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/_solara/cdn/../../../etc/passwd",
        "/_solara/cdn/%2e%2e/%2e%2e/%2e%2e/pyvenv.cfg",
        "/static/..%2f..%2fserver.py",
        "/jupyter/nbextensions/..%2f..%2f..%2fpyvenv.cfg",
    ],
)
def test_no_path_leads_out_of_the_folders_served(stub, path):
    assert stub.ask(path)[0] in (400, 404)


@pytest.mark.parametrize(
    "path",
    ["/resourcez", "/readyz", "/jupyter/api/kernels/x", "/_solara/api/evict/x", "/anything/else"],
)
def test_what_a_page_does_not_need_is_not_served(stub, path):
    assert stub.ask(path, headers={"Cookie": stub.cookie()})[0] == 404


def test_it_listens_to_this_computer_only():
    with listen(None) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_it_listens_to_others_when_told_to():
    with listen(None, lan=True) as listening:
        assert listening.getsockname()[0] == "0.0.0.0"


def test_without_a_port_it_takes_the_next_free_one():
    with listen(None) as first, listen(None) as second:
        taken, following = first.getsockname()[1], second.getsockname()[1]
    assert FIRST <= taken < following


def test_a_taken_port_is_refused_naming_a_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = relsim_app("--port", str(port))
    assert answer.returncode == 2
    assert f"Port {port} is taken" in answer.stderr
    assert "is free: relsim app --port " in answer.stderr


def test_a_wrong_scenario_is_refused_before_anything_starts(tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text('[[firms]]\nname = "Alba"\nprice = -1\n', encoding="utf-8")
    answer = relsim_app(str(file))
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "bad.toml:3 firms[0].price" in answer.stderr


def test_nothing_heavy_is_loaded_before_the_scenario_is_checked():
    program = (
        "import sys; from relsim.cli.faults import exit_code_of;"
        "code = exit_code_of(['app', 'no-such-market']);"
        "print(code, [name for name in ('solara', 'numba', 'uvicorn') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2 []\n"


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_while_a_page_is_open(visit, busy, number, code):
    server = Server("tests.app.stub_page:Page")
    try:
        visitor = visit(server.address, allow=["WebSocket", "ERR_CONNECTION"]).sees("clicked 0")
        if busy:
            visitor.clicks("be slow")
            visitor.page.wait_for_timeout(300)
        assert server.interrupt(number) == code
        said = server.process.stderr.read()
        assert "Traceback" not in said
        assert said.endswith("Interrupted.\n" if code == 130 else "Ended before all was done.\n")
    finally:
        server.end()


def test_the_page_opens_with_the_scenario_named(stub, visit):
    visitor = visit(stub.address).sees("clicked 0")
    named = list(relsim.load("supermarket").firm_names)
    assert visitor.page.locator(".firm").all_inner_texts() == named


def test_help_has_an_example():
    answer = relsim_app("--help")
    assert answer.returncode == 0
    assert "relsim app mine.toml" in answer.stdout.split("Examples:")[1]


def test_the_default_scenario_is_there():
    assert not opening.is_chosen()
    assert opening.scenario().name == opening.DEFAULT


def test_solara_is_settled_whatever_its_environment_says():
    program = (
        "from relsim.app.server.server import settle_solara; settle_solara();"
        "from solara.server import settings; import solara.settings;"
        "print(settings.telemetry.mixpanel_enable, settings.main.mode,"
        "settings.main.root_path == '', settings.kernel.cull_timeout, solara.settings.assets.proxy)"
    )
    hostile = {
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "true",
        "SOLARA_MODE": "development",
        "SOLARA_ROOT_PATH": "/elsewhere",
        "SOLARA_KERNEL_CULL_TIMEOUT": "24h",
        "SOLARA_ASSETS_PROXY": "false",
        "SOLARA_APP": "nowhere",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **hostile},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False production True 600s True\n"
