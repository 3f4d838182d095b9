"""The page itself under attack: in a browser, through the websocket, with hostile files."""

import re

import pytest

TINY = "set=market.customers=150&set=market.periods=24&set=market.warm_up=6"
LARGE = "set=market.customers=80000&set=market.periods=96"
GROWING = "so far"
DONE = re.compile(r"^\d+ worlds$")


@pytest.fixture(scope="module")
def page_server(serve):
    return serve("relsim.app.page.page:Page")


def finished(visitor):
    visitor.page.locator(".worlds", has_text=DONE).wait_for(timeout=120_000)
    return visitor


def market(title, *firms):
    """Return a scenario file."""
    names = "".join(f"[[firms]]\nname = '{name}'\n" for name in firms)
    size = "customers = 100\nperiods = 12\nwarm_up = 3\n"
    return f"[market]\ntitle = '{title}'\n{size}{names}".encode()


def test_two_people_who_upload_markets_never_see_each_others_names(page_server, visit):
    mine, yours = visit(page_server.address), visit(page_server.address)
    mine.page.locator(".card").first.wait_for(timeout=60_000)
    mine.uploads("mine.toml", market("Minerals", "Mineralia", "Montevia"))
    yours.page.locator(".card").first.wait_for(timeout=60_000)
    yours.uploads("yours.toml", market("Yarns", "Yggdrasil", "Ypsilon"))
    for visitor, own, foreign in (
        (mine, ("Minerals", "Mineralia"), ("Yarns", "Yggdrasil", "Ypsilon")),
        (yours, ("Yarns", "Yggdrasil"), ("Minerals", "Mineralia", "Montevia")),
    ):
        visitor.page.locator("h1", has_text=own[0]).wait_for(timeout=60_000)
        finished(visitor)
        told = "".join(visitor.frames) + visitor.page.content()
        assert all(name in told for name in own)
        assert not [name for name in foreign if name in told]


def test_a_message_that_bypasses_the_slider_meets_the_same_limits(page_server, visit):
    def lie(socket):
        server = socket.connect_to_server()

        def tell(said):
            if isinstance(said, str) and '"set"' in said:
                said = re.sub(r'("value": ?")[^"]*"', r'\g<1>1e300"', said)
                lies.append(said)
            server.send(said)

        socket.on_message(tell)

    lies = []
    visitor = visit(f"{page_server.address}/?scenario=insurance&{TINY}", go=False)
    visitor.page.route_web_socket("**/*", lie)
    visitor.page.goto(visitor.address)
    finished(visitor)
    slider = visitor.page.locator("input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    visitor.page.locator(".problem", has_text="allowed").first.wait_for(timeout=60_000)
    assert lies
    finished(visitor)


def test_the_largest_run_of_one_does_not_keep_another_waiting(page_server, visit):
    modest = finished(visit(f"{page_server.address}/?scenario=insurance&{TINY}"))
    greedy = visit(f"{page_server.address}/?scenario=insurance&{LARGE}")
    greedy.page.locator("input[type=range]").first.wait_for(timeout=60_000)  # it has begun
    slider = modest.page.locator("input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    modest.page.locator(".worlds", has_text=GROWING).wait_for(timeout=60_000)
    assert not greedy.page.locator(".worlds", has_text=DONE).count()
    finished(modest)
    greedy.leave()


def test_the_real_page_asks_nobody_else_and_runs_no_strangers_script(page_server, visit):
    nasty = "<img src=x onerror=\"document.title='caught'\">"
    visitor = visit(page_server.address)
    visitor.page.locator(".card").first.wait_for(timeout=60_000)
    visitor.uploads("nasty.toml", market(nasty, nasty, "{{constructor.constructor('1')()}}"))
    finished(visitor)
    visitor.sees(nasty)
    tabs = visitor.page.locator(".tabs [role=tab]")
    for number in range(tabs.count()):
        tabs.nth(number).click()
        visitor.page.wait_for_timeout(300)
    assert "caught" not in visitor.page.title()
    assert visitor.page.locator("img[src=x]").count() == 0
