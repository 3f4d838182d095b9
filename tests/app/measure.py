"""How fast the page is on this machine: ``python -m tests.app.measure [SESSIONS]``.

Seconds depend on the machine and on what else it does: they are printed, never asserted.
"""

import sys
import time
from pathlib import Path
from statistics import median

from relsim.app.server.tidying import SECONDS_AFTER, SECONDS_BETWEEN
from tests.app.browsing import NO_BROWSER, Visitor, chromium, launch
from tests.app.servers import Server

MARKET = "/?scenario=insurance&set=market.customers=2000&set=market.periods=60"
SMALL = "/?scenario=insurance&set=market.customers=150&set=market.periods=24&set=market.warm_up=6"
LARGE = "/?scenario=insurance&set=market.customers=80000&set=market.periods=120&seed={seed}"
CHART = "svg.main-svg"
RELEASE = """([place, share]) => new Promise((drawn) => {
    const chart = document.querySelector(".js-plotly-plot");
    const slider = document.querySelectorAll("input[type=range]")[place];
    const low = Number(slider.min), high = Number(slider.max), step = Number(slider.step) || 0.01;
    slider.value = low + step * Math.round((high - low) * share / step);
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    const begun = performance.now();
    const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => drawn(performance.now() - begun));
    });
    watch.observe(chart, {subtree: true, childList: true, attributes: true});
    slider.dispatchEvent(new Event("change", {bubbles: true}));
})"""


def memory(process):
    """Return a process's memory in MB, or None where the system does not say."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return None
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def opened(browser, address, **keywords):
    """Open an address; return the visitor and the seconds until a chart is drawn."""
    begun = time.monotonic()
    visitor = Visitor(browser, address, **keywords)
    visitor.page.locator(CHART).first.wait_for(timeout=600_000)
    return visitor, time.monotonic() - begun


def finished(visitor):
    """Wait until no more worlds are under way."""
    visitor.page.locator(".worlds").wait_for(timeout=600_000)
    visitor.page.wait_for_function(
        "() => /^\\d+ worlds$/.test(document.querySelector('.worlds').innerText.trim())",
        timeout=600_000,
    )
    return visitor


def loading(browser, server):
    """Yield how long the page takes to load, the second time."""
    visitor, _ = opened(browser, server.address + MARKET)
    finished(visitor)
    visitor.frames.clear()
    begun = time.monotonic()
    visitor.page.reload()
    visitor.page.locator("input[type=range]").first.wait_for(timeout=60_000)
    yield "page, warm: until the sliders stand", f"{time.monotonic() - begun:.2f} s"
    visitor.page.locator(CHART).first.wait_for(timeout=60_000)
    yield "page, warm: until the chart is drawn", f"{time.monotonic() - begun:.2f} s"
    size = sum(len(frame.encode()) for frame in visitor.frames)
    yield "page, warm: through the websocket", f"{size / 1000:,.0f} kB"
    visitor.context.close()


def sliding(browser, server):
    """Yield how long it takes from letting a slider go to the chart."""
    visitor, _ = opened(browser, server.address + MARKET)
    finished(visitor)
    shares = (0.2, 0.4, 0.6, 0.8, 0.3, 0.5, 0.7, 0.9)
    found = []
    for share in shares:
        found.append(visitor.page.evaluate(RELEASE, [0, share]))
        finished(visitor)
    yield (
        f"slider let go until the chart is drawn, median of {len(found)}",
        f"{median(found):,.0f} ms (from {min(found):,.0f} to {max(found):,.0f})",
    )
    visitor.context.close()


def crowding(browser, server, sessions):
    """Yield what many sessions at once take."""
    before = memory(server.process)
    visitors, seconds = [], []
    for _ in range(sessions):
        visitor, taken = opened(browser, server.address + SMALL)
        visitors.append(finished(visitor))
        seconds.append(taken)
    after = memory(server.process)
    yield f"page, {sessions} sessions open: until the chart is drawn", f"{seconds[-1]:.2f} s"
    if before is not None:
        yield (
            f"memory of the server before and with {sessions} more",
            (f"{before:,.0f} and {after:,.0f} MB: {(after - before) / sessions:.1f} MB each"),
        )
    for visitor in visitors:
        visitor.leave()
    time.sleep(5)
    if before is not None:
        # The system may not get it back at once; the next thirty do.
        yield "memory of the server when they have gone", f"{memory(server.process):,.0f} MB"
    for visitor in visitors:
        visitor.context.close()


def returning(browser, server, cycles=10, sessions=3):
    """Yield whether the server has its memory back after sessions that came and went."""
    before = memory(server.process)
    if before is None:
        return
    for _ in range(cycles):
        visitors = [finished(opened(browser, server.address + SMALL)[0]) for _ in range(sessions)]
        for visitor in visitors:
            visitor.leave()
        time.sleep(1)  # until their good-byes have been heard
        for visitor in visitors:
            visitor.context.close()
    at_once = memory(server.process)
    time.sleep(SECONDS_AFTER + SECONDS_BETWEEN)
    yield (
        f"memory of the server before {cycles} × {sessions} sessions, right after, tidied up",
        f"{before:,.0f}, {at_once:,.0f}, {memory(server.process):,.0f} MB",
    )


def disturbing(browser, server):
    """Yield how long a click takes while others have large markets computed."""
    visitor, _ = opened(browser, server.address + SMALL)
    finished(visitor)
    yield "click on another chart, alone", clicking(visitor)
    others = []
    for seed in range(4):
        others.append(Visitor(browser, server.address + LARGE.format(seed=seed)))
        others[-1].page.locator("input[type=range]").first.wait_for(timeout=120_000)
    yield "click on another chart, four of the largest runs under way", clicking(visitor)
    left = sum(not other.page.locator(".worlds", has_text="worlds").count() for other in others)
    yield "of these, under way to the end", str(left)
    for other in others:
        other.leave()
        other.context.close()
    visitor.context.close()


def clicking(visitor, times=20):
    """Return how long a click on a tab takes until the chart has changed."""
    tabs = visitor.page.locator(".tabs [role=tab]")
    found = []
    for number in range(times):
        tab = tabs.nth(number % 2)
        begun = time.monotonic()
        tab.click()
        visitor.page.wait_for_function(
            "tab => tab.getAttribute('aria-selected') === 'true'", arg=tab.element_handle()
        )
        found.append(1000 * (time.monotonic() - begun))
    return f"{median(found):,.0f} ms median, {max(found):,.0f} at most"


def main(sessions=30):
    """Measure and print a table."""
    from playwright.sync_api import sync_playwright
    from rich.console import Console
    from rich.table import Table

    begun = time.monotonic()
    server = Server("relsim.app.page.page:Page")
    rows = [("server ready", f"{time.monotonic() - begun:.1f} s")]
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for measured in (
                loading(browser, server),
                sliding(browser, server),
                returning(browser, server),
                disturbing(browser, server),
                crowding(browser, server, sessions),
                crowding(browser, server, sessions),  # again: what was let go is used again
            ):
                for row in measured:
                    print(*row, sep=": ", file=sys.stderr)
                    rows.append(row)
            browser.close()
    finally:
        server.end()
    table = Table("what", "measured")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    if chromium() is None:
        sys.exit(NO_BROWSER)
    main(*map(int, sys.argv[1:2]))
