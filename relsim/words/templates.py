"""Templates and programs in other languages: their texts are found where they stand, and replaced.

A text is what stands between tags (with the values in it as places: ``{0}``), what an attribute
such as ``title`` says, and, in a program, a string or a template literal that reads as words: in
double quotes with a space or a capital; in single quotes, within a tag, with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Translate = Callable[[str], str]

TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
SAYING = re.compile(r'(?<![:\w@-])(aria-label|title|placeholder|alt)="([^"]*)"')
BOUND = re.compile(r'(?<=\s)([:@][\w.-]+|v-[\w:.-]+)="([^"]*)"')
LITERAL = re.compile(
    r"""//[^\n]*|/\*.*?\*/|\bclass: (?:"[^"]*"|`[^`]*`)|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`""",
    re.DOTALL,
)
WITHIN_A_TAG = re.compile(r"'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`")
PART = re.compile(r"\$\{([^{}]*)\}")
LETTERS = re.compile(r"[A-Za-z]{2,}")
PHRASE = re.compile(r"[A-Z“][a-z].*|.*[A-Za-z…“]{2,}.* .*|.* [a-z]{2,}.*", re.DOTALL)
CAPITAL = re.compile(r"[A-Z“][a-z].*", re.DOTALL)
NO_WORDS = re.compile(
    r"Arrow\w+|Page(Up|Down)|Home|End|Escape|Enter|Tab|relsim([ -].*)?|\(prefers-.*|<.*|.*[={}#].*"
    r"|[\w-]+/[\w-]+|use strict|\d+ \d+px.*|.*\bpx\b.*"
    r"|(?![A-Z])[.\[\w-]+([ ,>]+[.\[:][\w.:-]+|, \w+)+|\.[\w-]+ \w+|button, .*",
    re.DOTALL,
)
"""What looks like words and is none: names of keys, styles, places in the page."""


def texts(source: str, made: Callable[[str, Translate], str] | None = None) -> Iterator[str]:
    """Yield the texts of a template, or of what another function puts into another language.

    Examples
    --------
    >>> list(texts('<template><p title="Why">of {{ d.name }}</p></template><script>"No";</script>'))
    ['Why', 'of {0}', 'No']
    >>> list(texts('say("A bet", { class: "as it is" });', in_program))
    ['A bet']
    """
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    (made or in_language)(source, note)
    yield from found


def in_language(template: str, translate: Translate) -> str:
    """Return a template in another language.

    Examples
    --------
    >>> in_language("<template><b>Why {{ a }}?</b></template>", lambda text: "{0}: 为什么")
    '<template><b>{{ a }}: 为什么</b></template>'
    """
    end = template.rindex("</template>")
    return in_markup(template[:end], translate) + in_program(template[end:], translate)


def in_markup(markup: str, translate: Translate) -> str:
    """Return a page, or a part of one, in another language.

    Examples
    --------
    >>> in_markup("<p>Again</p>", lambda text: "重现")
    '<p>重现</p>'
    """
    shown, place = [], 0
    for tag in TAG.finditer(markup):
        shown.append(_between(markup[place : tag.start()], translate))
        shown.append(_tag(tag.group(), translate))
        place = tag.end()
    shown.append(_between(markup[place:], translate))
    return "".join(shown)


def in_program(program: str, translate: Translate) -> str:
    """Return a program in another language.

    Examples
    --------
    >>> in_program('say("A bet");', lambda text: "下注")
    'say("下注");'
    """
    return _program(program, LITERAL, translate)


def _between(text: str, translate: Translate) -> str:
    """Return what stands between two tags: one text, with the values in it as places."""
    values = [_program(one, LITERAL, translate) for one in VALUE.findall(text)]
    places = iter(range(len(values)))
    whole = VALUE.sub(lambda _: f"{{{next(places)}}}", text)
    said = whole.strip()
    if LETTERS.search(re.sub(r"\{\w+\}|&\w+;", "", said)) and not said.startswith("relsim"):
        whole = whole.replace(said, translate(said))
    return re.sub(r"\{(\d)\}", lambda one: f"{{{{{values[int(one[1])]}}}}}", whole)


def _tag(tag: str, translate: Translate) -> str:
    def saying(found: re.Match[str]) -> str:
        said = translate(found[2]) if LETTERS.search(found[2]) else found[2]
        return f'{found[1]}="{said}"'

    def bound(found: re.Match[str]) -> str:
        return f'{found[1]}="{_program(found[2], WITHIN_A_TAG, translate)}"'

    return BOUND.sub(bound, SAYING.sub(saying, tag))


def _program(text: str, literal: re.Pattern[str], translate: Translate) -> str:
    """Return a piece of program, its strings in another language where they are words."""

    def string(found: re.Match[str]) -> str:
        mark, inside = found[0][0], found[0][1:-1]
        values = PART.findall(inside) if mark == "`" else []
        places = iter(range(len(values)))
        said = PART.sub(lambda _: f"{{{next(places)}}}", inside) if values else inside
        words = CAPITAL if mark == "'" else PHRASE
        if mark in "/c" or not words.fullmatch(said) or NO_WORDS.fullmatch(PART.sub("", inside)):
            return found[0]
        told = translate(said)
        if values:
            told = re.sub(r"\{(\d)\}", lambda one: f"${{{values[int(one[1])]}}}", told)
        return f"{mark}{told}{mark}"

    return literal.sub(string, text)
