"""Where the server listens."""

from __future__ import annotations

import os
import socket

from relsim.errors import InputError

FIRST = 8765
"""Tried first when nobody names a port."""

_TRIED = 50
_shared = ""
_HERE = "127.0.0.1"
_EVERYWHERE = "0.0.0.0"


def listen(port: int | None, lan: bool = False) -> socket.socket:
    """Take a port.

    Examples
    --------
    >>> with listen(None) as taken:
    ...     taken.getsockname()[0]
    '127.0.0.1'
    """
    address = _EVERYWHERE if lan else _HERE
    if port is not None:
        found = _bind(address, port)
        if found is None:
            raise InputError(_taken(address, port))
        return found
    for candidate in range(FIRST, FIRST + _TRIED):
        found = _bind(address, candidate)
        if found is not None:
            return found
    raise InputError(
        f"Ports {FIRST} to {FIRST + _TRIED - 1} are all taken. Name another with --port."
    )


def lan_addresses() -> list[str]:
    """Return the addresses under which other computers may reach this one."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks which way a packet would leave.
            probe.connect(("192.0.2.1", 9))
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass
    try:
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            found.append(str(address[0]))
    except OSError:
        pass
    return [one for one in dict.fromkeys(found) if not one.startswith("127.")]


def share(port: int) -> None:
    """Note that other computers may come, and where they find this one."""
    global _shared
    _shared = next((f"http://{one}:{port}" for one in lan_addresses()), "")


def to_share() -> str:
    """Return the address that other computers open, empty when they cannot.

    Examples
    --------
    >>> to_share()
    ''
    """
    return _shared


def _bind(address: str, port: int) -> socket.socket | None:
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Take a port again right after a server on it has ended. Elsewhere the option would
        # let two servers share one.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((address, port))
        taken.listen(128)
    except OSError:
        taken.close()
        return None
    return taken


def _taken(address: str, port: int) -> str:
    what = f"Port {port} is taken, or not yours to take"
    for candidate in range(max(port + 1, 1024), min(port + _TRIED, 65_536)):
        free = _bind(address, candidate)
        if free is not None:
            free.close()
            return f"{what}; {candidate} is free: relsim app --port {candidate}"
    return f"{what}. Leave --port out, and a free one is found."
