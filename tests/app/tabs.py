"""One browser with many tabs: what one tab has fetched, the next one has already."""

from urllib.parse import urlencode, urlsplit

SIZES = {"laptop": (1280, 800), "projector": (1024, 768), "phone": (400, 860)}
TINY = {"market.customers": 150, "market.periods": 24, "market.warm_up": 6}


def link_to(**more):
    """Return the part of a link that opens the tiny market."""
    pairs = [("scenario", "insurance"), *(("set", f"{path}={TINY[path]}") for path in TINY)]
    return "/?" + urlencode([*pairs, *more.items()])


class Tabs:
    """Somebody who opens tabs of one server.

    Unlike :class:`tests.app.browsing.Visitor` it only looks on as requests are made: stopping
    them would switch the browser's cache off, and every tab would fetch everything anew.

    Attributes
    ----------
    misdeeds : list of str
        Requests that leave the machine, errors, and what the content policy forbade.
    frames : list of str
        What came through the websockets.
    """

    def __init__(self, browser, address):
        self.address, self.misdeeds, self.frames = address, [], []
        self._host = urlsplit(address).netloc
        self._context = browser.new_context()
        self._context.on("request", self._look)

    def open(self, link, size, dark):
        """Open a tab on a link, in a size, by day or by night."""
        tab = self._context.new_page()
        tab.on("pageerror", lambda error: self.misdeeds.append(f"error: {error}"))
        tab.on("console", self._hear)
        tab.on("websocket", self._watch)
        width, height = SIZES[size]
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme="dark" if dark else "light")
        tab.goto(link if link.startswith("http") else self.address + link)
        return tab

    def close(self, tab):
        """Go elsewhere first: the page says good-bye to the server while it is unloaded."""
        tab.goto("about:blank")
        tab.close()

    def leave(self):
        """Close the browser."""
        self._context.close()

    def _look(self, request):
        ours = urlsplit(request.url).netloc == self._host
        if not ours and not request.url.startswith(("data:", "blob:", "about:")):
            self.misdeeds.append(f"request to {request.url}")

    def _hear(self, message):
        if message.type == "error":
            self.misdeeds.append(f"console: {message.text}")

    def _watch(self, websocket):
        if urlsplit(websocket.url).netloc != self._host:
            self.misdeeds.append(f"websocket to {websocket.url}")
        websocket.on("framereceived", lambda frame: self.frames.append(_text(frame)))


def _text(frame):
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
