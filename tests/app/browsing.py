"""A browser that is installed already, and visitors who may ask nobody but the server."""

import shutil
from urllib.parse import urlsplit

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = (
    "The tests of the page drive Chromium, and none is installed. On Debian and Ubuntu: "
    "apt-get install chromium. Elsewhere install Chromium or Chrome so that chromium, "
    "chromium-browser or google-chrome is on the PATH."
)


def chromium():
    """Return where a browser is, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def launch(playwright):
    """Return a browser without a window."""
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


class Visitor:
    """Somebody with cookies of their own who opens an address.

    Attributes
    ----------
    page : playwright.sync_api.Page
        What they see.
    misdeeds : list of str
        Requests that would have left the machine, errors, and what the content policy forbade.
    frames : list of str
        What came through the websocket.
    """

    def __init__(self, browser, address, allow=(), go=True, **keywords):
        self.address, self._allow = address, allow
        self.misdeeds, self.frames, self.sent = [], [], []
        self._host = urlsplit(address).netloc
        self.context = browser.new_context(**keywords)
        self.context.set_default_timeout(90_000)
        # Nothing leaves the machine while the test watches: what would is stopped and noted.
        self.context.route("**/*", self._look)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.misdeeds.append(f"error: {error}"))
        self.page.on("console", self._hear)
        self.page.on("websocket", self._watch)
        if go:
            self.page.goto(address)

    def leave(self):
        """Go elsewhere: the page says good-bye to the server while it is unloaded."""
        for page in self.context.pages:
            page.goto("about:blank")

    def sees(self, text, **keywords):
        """Wait until a text is there."""
        self.page.get_by_text(text, **keywords).first.wait_for(timeout=60_000)
        return self

    def clicks(self, text):
        """Click what carries a text."""
        self.page.get_by_text(text).first.click()
        return self

    def uploads(self, name, content):
        """Hand a file to the page."""
        self.page.locator("input[type=file]").first.set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": content}
        )
        return self

    def _look(self, route):
        address = route.request.url
        if urlsplit(address).netloc == self._host or address.startswith(("data:", "blob:")):
            route.continue_()
            return
        self.misdeeds.append(f"request to {address}")
        route.abort()

    def _hear(self, message):
        if message.type == "error" and not any(one in message.text for one in self._allow):
            self.misdeeds.append(f"console: {message.text}")

    def _watch(self, websocket):
        if urlsplit(websocket.url).netloc != self._host:
            self.misdeeds.append(f"websocket to {websocket.url}")
        websocket.on("framereceived", lambda frame: self.frames.append(_text(frame)))
        websocket.on("framesent", lambda frame: self.sent.append(_text(frame)))


def _text(frame):
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
