"""`relsim app` in a process of its own."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

ASIDE = {"XDG_DATA_HOME": tempfile.mkdtemp(prefix="relsim-class-")}
"""Classes of tests are kept here, not among those of whoever runs them."""


class Server:
    """A running `relsim app`.

    Attributes
    ----------
    address : str
        As it printed it.
    port : int
        Of the address.
    more : list of str
        What else it printed: other addresses, the class code.
    """

    def __init__(self, page, *words, port=None, **settings):
        place = () if port is None else ("--port", str(port))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.serving", page, *words, "--no-browser", *place],
            cwd=ROOT,
            env={**os.environ, **ASIDE, "RELSIM_TESTED_SETTINGS": json.dumps(settings)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.address = self._line()
        if not self.address.startswith("http://"):
            self.process.wait(60)
            raise RuntimeError(self.process.stderr.read())
        self.port = int(self.address.rpartition(":")[2])
        self.more = []
        while "--lan" in words and "Class" not in "".join(self.more):
            self.more.append(self._line())

    def _line(self):
        return self.process.stdout.readline().strip()

    @property
    def lead(self):
        """The address of who leads the class."""
        return self.more[-2].removeprefix("Lead the class: ")

    @property
    def code(self):
        """The class code."""
        return self.more[-1].removeprefix("Class code: ")

    def ask(self, path="/", method="GET", headers=(), body=None, host=None):
        """Return an answer's status, headers (names in lower case) and body.

        `headers` is a mapping, or pairs when a name comes twice; nothing is added but a Host,
        unless `host` is False.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if host is not False:
                connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            for name, value in dict(headers).items() if isinstance(headers, dict) else headers:
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()
        finally:
            connection.close()

    def cookie(self):
        """Return the cookie that somebody new is given."""
        return self.ask()[1]["set-cookie"].split(";")[0]

    def interrupt(self, number=signal.SIGINT):
        """Press Ctrl-C, or send another signal; return what the process left with."""
        self.process.send_signal(number)
        return self.process.wait(60)

    def end(self):
        """End the process, if it runs."""
        if self.process.poll() is None:
            self.interrupt()
        self.process.stdout.close()
        self.process.stderr.close()
