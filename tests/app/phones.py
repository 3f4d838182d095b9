"""Phones, boards and a teacher without a browser: plain requests, and a stream that is read."""

import json
import socket


class Phone:
    """Somebody who entered a class with its code."""

    def __init__(self, server):
        self.server = server
        answer = server.ask(f"/class?code={server.code}")
        assert answer[0] == 303, answer
        self.cookie = answer[1]["set-cookie"].split(";")[0]

    def post(self, path, body):
        """Send something as the page does; return status and answer."""
        own = {"Cookie": self.cookie, "Origin": self.server.address}
        status, _, said = self.server.ask(path, "POST", own, body)
        return status, said

    def say(self, **said):
        """Say something."""
        return self.post("/class/say", json.dumps(said).encode())

    def led(self, **said):
        """Lead, which a phone cannot."""
        status, told = self.post("/class/led", json.dumps(said).encode())
        assert status == 200, told
        return json.loads(told)

    def told(self):
        """Return what the phone shows at the moment."""
        with Stream(self.server, "phone", self.cookie) as stream:
            return stream.wait()

    def points(self):
        """Return how many numbers a bet has."""
        along = self.told()["round"]["along"]
        return len(along["labels"]) if along else 1


def teacher(server):
    """Return who leads: the key of the address has become a cookie."""
    found = Phone(server)
    path = server.lead.removeprefix(server.address)
    status, headers, _ = server.ask(path, headers={"Cookie": found.cookie})
    assert status == 303 and headers["location"] == "/class/lead"
    found.cookie += "; " + headers["set-cookie"].split(";")[0]
    return found


class Stream:
    """What a page is told, as it comes; read until it says what is waited for."""

    def __init__(self, server, role, cookie):
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        head = f"GET /class/told/{role} HTTP/1.0\r\nHost: 127.0.0.1:{server.port}\r\n"
        self._socket.sendall(f"{head}Cookie: {cookie}\r\n\r\n".encode())
        self._lines = self._socket.makefile("rb")
        status = self._lines.readline()
        assert b"200" in status, status

    def wait(self, fits=lambda seen: True):
        """Return the first that fits of what is told from now on."""
        for line in self._lines:
            if line.startswith(b"data: ") and fits(found := json.loads(line[6:])):
                return found
        raise AssertionError("the stream ended")

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self._lines.close()
        self._socket.close()
