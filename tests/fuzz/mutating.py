"""Bundled scenarios, spoilt: every number gives one spoilt text, the same on every machine."""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tomli_w

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.scenario import bundled, starter, structure

SEED = 20_071

TEXTS = [starter(), *(path.read_text(encoding="utf-8") for path in bundled().values())]
WORDS = sorted(
    {*BEHAVIOUR, *COSTS, *LEVERS, *MARKET, *TRAITS, *structure.MARKET, *structure.FIRM}
    | {*structure.SEGMENT, *structure.EVENT, "mean", "sigma", "concentration", "set", "costs"}
    | {"market", "segments", "firms", "strategies", "events", "behaviour", "phases", "include"}
)
NAMES = [
    "",
    " ",
    "Alba",
    "ALBA",
    "Dr. Weiß",
    "日本",
    "كلمة",
    "a\u202eb",
    "a\u200bb",
    "🙂",
    "x" * 10_000,
    "../x",
    "C:\\x",
    "/dev/zero",
    "<img onerror=1>",
    "{{x}}",
    "=cmd()",
    "__class__",
    "%s",
    "\\",
    '"',
    "none",
    "social",
]
TOML_VALUES = [
    "nan",
    "inf",
    "-inf",
    "1e400",
    "-0.0",
    "5e-324",
    "1e308",
    "0",
    "-1",
    "1.0000000000000002",
    "2",
    "60",
    "1_000_000_000_000",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 400,
    "9" * 5_000,
    "0x" + "f" * 5_000,
    "true",
    "false",
    '""',
    '"10"',
    '"5 %"',
    '"0,5"',
    "2020-01-01",
    "12:00:00",
    "[]",
    "[1, [2]]",
    "{}",
    "{ mean = 0.5 }",
    "{ x = { y = 1 } }",
    "0,5",
    "5 %",
    "yes",
    "'''\na\n'''",
    "[" * 300 + "]" * 300,
]
CHARACTERS = [
    "\0",
    "\x1b",
    "\x7f",
    "\ufeff",
    "\u202e",
    "é",
    "\U0001d538",
    "\r",
    "\t",
    "\n",
    '"',
    "'",
    "#",
]
CHARACTERS += ["[", "]", "=", ".", "{", "}", "\\", ",", "\u2028", "\u0301", "½", "٣"]


@dataclass(frozen=True)
class Spoilt:
    """One input of the command line: a file's bytes, and what ``--set`` says."""

    number: int
    content: bytes
    settings: tuple[str, ...]

    @property
    def text(self) -> str:
        """The file as far as it is text."""
        return self.content.decode("utf-8", "replace")


def spoilt(number: int) -> Spoilt:
    """Return the input of a number."""
    luck = random.Random(f"{SEED}:{number}")
    text = luck.choice(TEXTS)
    if luck.random() < 0.4:
        text = _spoil_data(text, luck)
    for _ in range(luck.choice((0, 1, 1, 1, 2, 3, 6))):
        text = luck.choice(_OF_TEXTS)(text, luck)
    content = text.encode("utf-8", "surrogatepass")
    if luck.random() < 0.03:
        content = _spoil_bytes(content, luck)
    settings = tuple(_setting(luck) for _ in range(luck.choice((0, 0, 0, 1, 2))))
    return Spoilt(number, content, settings)


# Of texts -----------------------------------------------------------------------------------


def _lines(text: str, luck: random.Random) -> tuple[list[str], int]:
    lines = text.split("\n")
    return lines, luck.randrange(len(lines))


def _delete_line(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    return "\n".join(lines[:place] + lines[place + 1 :])


def _repeat_line(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    return "\n".join(lines[: place + 1] + lines[place:])


def _swap_lines(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    other = luck.randrange(len(lines))
    lines[place], lines[other] = lines[other], lines[place]
    return "\n".join(lines)


def _repeat_block(text: str, luck: random.Random) -> str:
    blocks = text.split("\n\n")
    return "\n\n".join([*blocks, luck.choice(blocks)])


def _delete_block(text: str, luck: random.Random) -> str:
    blocks = text.split("\n\n")
    blocks.pop(luck.randrange(len(blocks)))
    return "\n\n".join(blocks)


def _foreign_line(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    return "\n".join([*lines[:place], luck.choice(luck.choice(TEXTS).split("\n")), *lines[place:]])


def _new_line(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    line = f"{_misspelt(luck.choice(WORDS), luck)} = {luck.choice(TOML_VALUES)}"
    return "\n".join([*lines[:place], line, *lines[place:]])


def _cut(text: str, luck: random.Random) -> str:
    return text[: luck.randrange(len(text) + 1)]


def _character(text: str, luck: random.Random) -> str:
    place = luck.randrange(len(text) + 1)
    gone = luck.choice((0, 0, 1, 3))
    return text[:place] + luck.choice(CHARACTERS) + text[place + gone :]


def _misspell_key(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    key, equals, value = lines[place].partition("=")
    lines[place] = _misspelt(key, luck) + equals + value
    return "\n".join(lines)


def _other_value(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    key, equals, _ = lines[place].partition("=")
    if equals:
        lines[place] = f"{key}= {luck.choice(TOML_VALUES)}"
    return "\n".join(lines)


def _swap_values(text: str, luck: random.Random) -> str:
    lines = text.split("\n")
    with_values = [number for number, line in enumerate(lines) if "=" in line]
    if len(with_values) < 2:
        return text
    one, other = luck.sample(with_values, 2)
    (key, _, value), (key_2, _, value_2) = lines[one].partition("="), lines[other].partition("=")
    lines[one], lines[other] = f"{key}={value_2}", f"{key_2}={value}"
    return "\n".join(lines)


def _other_header(text: str, luck: random.Random) -> str:
    lines, place = _lines(text, luck)
    header = luck.choice(("[{}]", "[[{}]]", "[{}.x]", "[strategies.{}]", "[phases.{}]", "[{}"))
    word = luck.choice(WORDS) if luck.random() < 0.7 else repr(luck.choice(NAMES))
    return "\n".join([*lines[:place], header.format(word), *lines[place:]])


def _line_ends(text: str, luck: random.Random) -> str:
    return text.replace("\n", luck.choice(("\r\n", "\r", "\n\n", "\n \t")))


_OF_TEXTS: list[Callable[[str, random.Random], str]] = [
    _delete_line,
    _repeat_line,
    _swap_lines,
    _repeat_block,
    _delete_block,
    _foreign_line,
    _new_line,
    _cut,
    _character,
    _misspell_key,
    _misspell_key,
    _other_value,
    _other_value,
    _other_value,
    _swap_values,
    _other_header,
    _line_ends,
]


def _misspelt(word: str, luck: random.Random) -> str:
    if not word:
        return word
    place = luck.randrange(len(word))
    kind = luck.randrange(5)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2:
        return word[:place] + luck.choice("abcxyz_-. ") + word[place + 1 :]
    return word.upper() if kind == 3 else word


def _spoil_bytes(content: bytes, luck: random.Random) -> bytes:
    place = luck.randrange(len(content) + 1)
    kind = luck.randrange(3)
    if kind == 0:
        return b"\xef\xbb\xbf" + content
    if kind == 1:
        return content + b"#" * 300_000
    return content[:place] + bytes([luck.randrange(256)]) + content[place + 1 :]


# Of data ------------------------------------------------------------------------------------


def _spoil_data(text: str, luck: random.Random) -> str:
    """Change what a text says, not how it is written."""
    data: Any = tomllib.loads(text)
    for _ in range(luck.choice((1, 1, 2, 4))):
        places = _places(data)
        if not places:
            break
        _spoil_place(*luck.choice(places), places, luck)
    return tomli_w.dumps(data)


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Return every place of the data, as what holds it and its key there."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        held = waiting.pop()
        keys = held if isinstance(held, dict) else range(len(held))
        found += [(held, key) for key in keys]
        waiting += [held[key] for key in keys if isinstance(held[key], (dict, list))]
    return found


def _spoil_place(held: Any, key: Any, places: list[tuple[Any, Any]], luck: random.Random) -> None:
    kind = luck.randrange(7)
    if kind == 0:
        del held[key]
    elif kind == 1:
        other, place = luck.choice(places)
        # A table must not come to hold itself.
        if not isinstance(other[place], (dict, list)):
            held[key] = other[place]
    elif kind == 2 and isinstance(held, dict):
        held[_misspelt(key, luck)] = held.pop(key)
    elif kind == 3 and isinstance(held, list):
        held.append(held[key])
    elif kind == 4:
        held[key] = luck.choice(NAMES)
    else:
        held[key] = _other(held[key], luck)


def _other(value: Any, luck: random.Random) -> Any:
    """Return a value like another one, and worse."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and luck.random() < 0.6:
        factor = luck.choice((0, -1, 0.5, 2, 100, 1e-9, 1e9, 1e18, 1e300))
        product = float(value) * factor
        return type(value)(product) if math.isfinite(product) else product
    others: tuple[Any, ...] = (
        *(str(value), [value], {"mean": value}, not value, 0, -1, 1e308, 10**12, 2**63),
        *(float("nan"), float("inf"), "", {}, [], [{}], 0.5, 1.0, 24),
    )
    return luck.choice(others)


# Of --set -----------------------------------------------------------------------------------


def _setting(luck: random.Random) -> str:
    """Return something to set, right or wrong."""
    room = luck.choice(("market", "market.costs", "behaviour", "firms.Alba", "firms.Brio"))
    room = luck.choice((room, "segments.customers", "strategies.social", "phases.x", "events.x"))
    path = f"{room}.{luck.choice(WORDS)}"
    if luck.random() < 0.3:
        path = _misspelt(path, luck)
    if luck.random() < 0.1:
        path = path.replace(".", luck.choice(("..", '."', "", " . ", ".'a'.")), 1)
    value = luck.choice((*TOML_VALUES, *NAMES, str(luck.random()), str(luck.randrange(100))))
    return f"{path}{luck.choice(('=', '=', '=', '=', ' = ', '', '=='))}{value}"
