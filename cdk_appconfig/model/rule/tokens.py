"""The words of a rule: Amazon Ion text, as far as a rule can use it, with the place of each word.

Source: `Amazon Ion, text encoding <https://amazon-ion.github.io/ion-docs/docs/spec.html>`_.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from cdk_appconfig.findings import shown
from cdk_appconfig.model.rule.timestamp import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = ["Kind", "NotIonError", "Token", "tokens"]

Kind: TypeAlias = Literal["(", ")", "[", "]", ",", "::", "literal", "word", "sign", "end"]

_BLANK = re.compile(r"(?:[ \t\n\r\v\f]|//[^\n\r]*|/\*.*?\*/)*", re.DOTALL)
_TOKEN = re.compile(
    r"""
    (?P<mark>[()\[\],]|::)
  | (?P<number>-?\d[^\s{}\[\](),"']*)
  | (?P<long>'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*''')
  | (?P<text>"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*")
  | (?P<quoted>'[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*')
  | (?P<word>[A-Za-z_$][A-Za-z0-9_$]*)
  | (?P<sign>[-!#%&*+./;<=>?@^`|~]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_DIGITS = r"\d(?:_?\d)*"
_INTEGER = re.compile(rf"-?(?:0|(?!0){_DIGITS})", re.ASCII)
_OTHER_BASE = re.compile(r"-?0(?:[xX][\da-fA-F](?:_?[\da-fA-F])*|[bB][01](?:_?[01])*)", re.ASCII)
_REAL = re.compile(
    rf"-?(?:0|(?!0){_DIGITS})(?:\.(?:{_DIGITS})?(?:[eEdD][+-]?\d+)?|[eEdD][+-]?\d+)", re.ASCII
)
_MARKS: dict[str, Kind] = {"(": "(", ")": ")", "[": "[", "]": "]", ",": ",", "::": "::"}
_CONSTANTS = {"true": True, "false": False}
_ESCAPE = re.compile(
    r"\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(\r\n|.))", re.DOTALL
)
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    "v": "\v",
    "\n": "",
    "\r": "",
    "\r\n": "",
    **{character: character for character in "?'\"/\\"},
}
_MOST_DIGITS = 400
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a rule.

    Args:
        kind: What it is; ``word`` is an identifier or a quoted symbol, ``sign`` a run of
            punctuation that Ion takes as a symbol.
        start: Offset of its first character.
        end: Offset behind its last character.
        value: What a literal stands for, or the text of a word.
        quoted: Whether a word stands in quotes.
    """

    kind: Kind
    start: int
    end: int
    value: str | int | float | bool | datetime = ""
    quoted: bool = False


class NotIonError(Exception):
    """The text is not Ion from here on.

    Args:
        message: What is wrong.
        start: Offset of the first character it is about.
        end: Offset behind the last one.
        fix: What to do about it.
    """

    def __init__(self, message: str, start: int, end: int, fix: str) -> None:
        self.message = message
        self.start = start
        self.end = end
        self.fix = fix
        super().__init__(message, start, end, fix)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text and at last the token ``end``.

    Raises:
        NotIonError: Something is no word of Ion, or none that a rule can hold.
    """
    place = 0
    while True:
        place = _after_blank(text, place)
        if place == len(text):
            yield Token("end", place, place)
            return
        token = _token(text, place)
        yield token
        place = token.end


def _after_blank(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank else place


def _token(text: str, place: int) -> Token:  # noqa: PLR0911 one line for each kind
    found = _TOKEN.match(text, place)
    if found is None or _has_no_end(text, place, found):
        raise _no_word(text, place)
    start, end = found.span()
    match found.lastgroup:
        case "mark":
            return Token(_MARKS[found[0]], start, end)
        case "number":
            return Token("literal", start, end, _number(found[0], start, end))
        case "long":
            return _long_string(text, place)
        case "text":
            return Token("literal", start, end, _unescaped(found[0][1:-1], start + 1))
        case "quoted":
            return Token("word", start, end, _unescaped(found[0][1:-1], start + 1), quoted=True)
        case "word" if found[0] in _CONSTANTS:
            return Token("literal", start, end, _CONSTANTS[found[0]])
        case "word":
            return Token("word", start, end, found[0])
        case _:
            return Token("sign", start, end, found[0])


def _has_no_end(text: str, place: int, found: re.Match[str]) -> bool:
    """Tell whether something begins here that ends nowhere and so was taken for something else."""
    return text.startswith("/*", place) or (
        text.startswith("'''", place) and found.lastgroup != "long"
    )


def _no_word(text: str, place: int) -> NotIonError:
    if text.startswith("/*", place):
        return NotIonError("a comment has no end", place, place + 2, "close it with */")
    character = text[place]
    if text.startswith("'''", place):
        return NotIonError("a string has no end", place, place + 3, "close it with '''")
    if character in "\"'":
        fix = f"close it with {character} on the same line"
        return NotIonError("a string has no end", place, place + 1, fix)
    return NotIonError(
        f"{character!r} does not belong in a rule",
        place,
        place + 1,
        "take it out; text stands in double quotes",
    )


def _long_string(text: str, place: int) -> Token:
    """Read ``'''…'''`` and all that follow it: to Ion they are one string."""
    start = end = place
    parts: list[str] = []
    while (found := _TOKEN.match(text, place)) and found.lastgroup == "long":
        body = found[0][3:-3].replace("\r\n", "\n").replace("\r", "\n")
        parts.append(_unescaped(body, found.start() + 3))
        end = found.end()
        place = _after_blank(text, end)
    return Token("literal", start, end, "".join(parts))


def _unescaped(body: str, start: int) -> str:
    control = _CONTROL.search(body)
    if control:
        place = start + control.start()
        raise NotIonError(
            f"a string holds the control character {control[0]!r}",
            place,
            place + 1,
            f"write it as \\x{ord(control[0]):02x}",
        )
    if "\\" not in body:
        return body

    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code and int(code, 16) <= 0x10FFFF:  # noqa: PLR2004 the last character of Unicode
            return chr(int(code, 16))
        if found[4] in _ESCAPED:
            return _ESCAPED[found[4]]
        place = start + found.start()
        raise NotIonError(
            f"{found[0]!r} is no escape of a string",
            place,
            place + len(found[0]),
            "write a backslash as \\\\; a regular expression then has two of them, such as \\\\d",
        )

    return _joined(_ESCAPE.sub(character, body), start)


def _joined(body: str, start: int) -> str:
    """Return a string whose characters beyond the first 65536 may come as two halves."""
    try:
        return body.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise NotIonError(
            "a string holds half of a character",
            start,
            start + 1,
            "write both halves, or the character itself",
        ) from None


def _number(word: str, start: int, end: int) -> int | float | datetime:
    if _INTEGER.fullmatch(word):  # Python refuses thousands of digits; far fewer are too many
        return int(word.replace("_", "")[:_MOST_DIGITS])
    if _OTHER_BASE.fullmatch(word):
        return int(word.replace("_", ""), 0)
    if _REAL.fullmatch(word):
        return float(re.sub("[dD]", "e", word.replace("_", "")))
    moment = timestamp(word)
    if moment is not None:
        return moment
    raise NotIonError(f"{shown(word)} is no number and no timestamp", start, end, _number_fix(word))


def _number_fix(word: str) -> str:
    if re.fullmatch(r"\d{4}(-\d\d)?", word):
        return f"write a month or a year as a day, such as {word}-01"
    if re.match(r"\d{4}-", word):
        return (
            "write a date as 2026-03-04 or 2026-03-04T05:06:07Z, with Z or an offset after a time"
        )
    return "write 7, -7, 0.5 or 1.5e3, without leading zeros; text stands in double quotes"
