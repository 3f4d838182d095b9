"""A websocket as any program may open one, a browser or not."""

import json
import socket
import struct
from uuid import uuid4

from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect


def message(kind="comm_msg", channel="shell", **content):
    """Return a message as a page sends it."""
    head = {"msg_type": kind, "msg_id": "1", "session": "s"}
    return json.dumps({"header": head, "channel": channel, "content": content})


HELLO = message("kernel_info_request")


def packed(text, buffer):
    """Return a message with a buffer as Jupyter packs it."""
    head = text.encode()
    return struct.pack("!III", 2, 12, 12 + len(head)) + head + buffer


def speak(server, cookie=None, origin=..., host=None, session=None, where="127.0.0.1"):
    """Open a websocket to a server, at one of its addresses."""
    own = f"{where}:{server.port}"
    place = f"{host or own}/jupyter/api/kernels/{session or uuid4()}/channels"
    return connect(
        f"ws://{place}?session_id=tab",
        sock=socket.create_connection((where, server.port)),
        origin=f"http://{own}" if origin is ... else origin,
        additional_headers={"Cookie": cookie} if cookie else {},
    )


def refused(*words, **keywords):
    """Return whether a server refuses a websocket."""
    try:
        with speak(*words, **keywords):
            return False
    except InvalidStatus as answer:
        return answer.response.status_code == 403
