"""A page as small as can be, for tests of what stands around pages."""

import base64
import gc
import time
import weakref
from pathlib import Path

import solara
from solara.server import kernel_context

from relsim.app.server import scheduler
from relsim.app.server.files import PLOTLY_URL
from relsim.app.server.limits import read_upload
from relsim.app.session import opening
from relsim.errors import RelsimError

BURDENS = weakref.WeakSet()
"""What sessions hold in Python and have not let go of."""


class Burden:
    """A megabyte that somebody's session holds."""

    def __init__(self):
        self.bytes = bytearray(b"x") * 1_000_000
        BURDENS.add(self)


def compute(turn):
    """Take long, and look up often."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        turn.look_up()
        time.sleep(0.005)  # as the engine does, it lets others have Python's lock
    return "computed"


def count():
    """Return how many sessions, jobs and burdens there are."""
    gc.collect()
    threads = scheduler.shared.under_way()
    return f"{len(kernel_context.contexts)} sessions, {threads} jobs, {len(BURDENS)} burdens"


def memory():
    """Return this process's memory in MB, where the system says."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


@solara.component_vue("stub_upload.vue")
def Upload(event_upload):
    """Send a file as text in base 64."""


@solara.component
def Page():
    clicks, set_clicks = solara.use_state(0)
    words, set_words = solara.use_state("nothing yet")
    names, set_names = solara.use_state(opening.scenario().firm_names)
    counted, set_counted = solara.use_state("not counted")
    solara.use_memo(Burden, [])

    def upload(file):
        name, content = file
        try:
            set_names(read_upload(name, base64.b64decode(content)).firm_names)
            set_words("read")
        except RelsimError as error:
            set_words(str(error))

    def start():
        set_words("computing")
        scheduler.shared.submit(solara.get_kernel_id(), compute, lambda job: set_words(job.result))

    solara.Title("relsim")
    solara.Button(f"clicked {clicks}", on_click=lambda: set_clicks(clicks + 1))
    solara.Button("compute", on_click=start)
    solara.Button("be slow", on_click=lambda: time.sleep(30))
    solara.Button("count", on_click=lambda: set_counted(f"{count()}, {memory():.0f} MB"))
    solara.Text(counted, classes=["counted"])
    solara.Text(words, classes=["words"])
    for name in names:
        solara.Text(name, classes=["firm"])
    solara.Text(PLOTLY_URL, classes=["plotly"])
    Upload(event_upload=upload)
