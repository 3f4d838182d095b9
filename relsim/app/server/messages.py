"""What a browser may say through the websocket.

The page's widgets live in Python; a browser shows them and sends what people do with them. The
protocol (Jupyter's) can do more: let a browser make widgets of any kind, for one. That is refused.
"""

from __future__ import annotations

import json
from struct import error as StructError
from struct import unpack_from

MESSAGE_BYTES = 512 * 1024
"""Of one message: an uploaded scenario, written in base 64, with room to spare."""

_KINDS = {
    "kernel_info_request",
    "comm_info_request",
    "comm_open",
    "comm_msg",
    "comm_close",
    "shutdown_request",
}
_OPENED_BY_BROWSERS = {"jupyter.widget.control", "solara.control"}


def is_sound(message: str | bytes) -> bool:
    """Return whether a message is one that the page's own scripts may send.

    Examples
    --------
    >>> is_sound('{"header": {"msg_type": "comm_msg"}, "channel": "shell", "content": {}}')
    True
    >>> is_sound('{"header": {"msg_type": "execute_request"}, "channel": "shell", "content": {}}')
    False
    """
    size = len(message) if isinstance(message, bytes) else len(message.encode("utf-8", "replace"))
    if size > MESSAGE_BYTES:
        return False
    try:
        parsed = json.loads(message if isinstance(message, str) else _head(message))
        kind, content = parsed["header"]["msg_type"], parsed["content"]
        channel = parsed["channel"]
    except (ValueError, KeyError, TypeError, StructError, RecursionError):
        return False
    if kind not in _KINDS or not isinstance(content, dict) or channel != "shell":
        return False
    return kind != "comm_open" or content.get("target_name") in _OPENED_BY_BROWSERS


def _head(message: bytes) -> bytes:
    """Return the JSON of a message with buffers."""
    (count,) = unpack_from("!I", message)
    if not 1 <= count <= 16:
        raise ValueError
    offsets = unpack_from(f"!{count}I", message, 4)
    end = offsets[1] if count > 1 else len(message)
    return message[offsets[0] : end]
