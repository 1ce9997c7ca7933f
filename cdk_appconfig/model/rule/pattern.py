r"""Regular expressions of rules, in the dialect that AppConfig most likely has, as Python's.

AppConfig does not document the dialect. Its agent is written in Go, whose expressions (RE2) differ
from Python's here and there: ``$`` is the very end, ``\d`` is ASCII, flags may start in the middle,
``\z`` and ``\pL`` exist, and look-around and back references do not.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Translation", "compiled", "problem", "translation"]

_PART = r"""
    \\Q(?P<verbatim>.*?)(?:\\E|\Z)
  | \\(?P<category>[pP](?:\{\^?\w+\}|[A-Za-z]))
  | \\x\{(?P<code>[0-9A-Fa-f]{1,6})\}
  | \\(?P<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})
  | (?P<beyond>\\[1-9]|\(\?(?:P=|<?[=!]|[>#(])|(?:[*+?]|\{\d+(?:,\d*)?\})\+)
  | \\(?P<kind>[dDsSwW])
  | \\(?P<other>[bBzC])
  | (?P<escape>\\.)
  | (?P<class>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])
  | (?P<unended>\[.*)
  | \(\?P?<(?P<name>\w+)>
  | \(\?(?P<flags>(?=[imsU-]|:)[imsU]*(?:-[imsU]+)?)(?P<scope>[:)])
  | (?P<mark>[()|$]|\{(?=,))
  | (?P<plain>.)
    """
_IN_CLASS = r"""
    \[:(?P<posix>\^?\w+):\]
  | \\(?P<category>[pP](?:\{\^?\w+\}|[A-Za-z]))
  | \\x\{(?P<code>[0-9A-Fa-f]{1,6})\}
  | \\(?P<octal>[0-7]{1,3})
  | \\(?P<kind>[dswDSW])
  | (?P<escape>\\.)
  | (?P<plain>.)
    """
_OTHERS = {"b": r"(?a:\b)", "B": r"(?a:\B)", "z": r"\Z", "C": "(?s:.)"}
_KINDS = {"d": "09", "s": "\t\n\f\r  ", "w": "09AZ__az"}
_POSIX = {
    "alnum": "09AZaz",
    "alpha": "AZaz",
    "ascii": "\x00\x7f",
    "blank": "\t\t  ",
    "cntrl": "\x00\x1f\x7f\x7f",
    "digit": "09",
    "graph": "!~",
    "lower": "az",
    "print": " ~",
    "punct": "!/:@[`{~",
    "space": "\t\r  ",
    "upper": "AZ",
    "word": "09AZ__az",
    "xdigit": "09AFaf",
}
"""Classes: the first and the last character of each range, in the order of the characters."""

_Ranges: TypeAlias = "list[tuple[int, int]]"


@dataclass(frozen=True, slots=True)
class Translation:
    """A pattern as Python's.

    Args:
        pattern: The pattern for Python; it need not be a valid one.
        beyond: The first part that RE2 has not, if there is one.
        unknown: The first part that only RE2 has and that is not translated.
    """

    pattern: str
    beyond: str | None
    unknown: str | None


@dataclass(slots=True)
class _Group:
    """An open group, and the flags that were set within it and hold from there to its end.

    Args:
        multiline: Whether ``$`` is the end of a line.
        flags: Flag → whether it was set or taken back.
        opened: The group of Python that holds them, without its end.
    """

    multiline: bool
    flags: dict[str, bool] = field(default_factory=dict)
    opened: str = ""


def translation(pattern: str) -> Translation:
    r"""Return a pattern as Python's.

    Example:
        >>> translation(r"^a(?i)b\z").pattern
        '^a(?i:b\\Z)'
    """
    return _Translator().translated(pattern)


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern, compiled for Python.

    Raises:
        NotImplementedError: It names a script such as Greek, which is not translated.
        re.error: It is no regular expression.
    """
    python = translation(pattern)
    if python.unknown is not None:
        raise NotImplementedError(f"{python.unknown} of {pattern!r} cannot be matched in Python")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(python.pattern)


def problem(pattern: str) -> str | None:
    r"""Return why a pattern is none of RE2, as a clause; ``None`` if it may be one.

    Example:
        >>> problem("^[a-z]+$"), problem(r"\bshop(?=s)")
        (None, "has '(?=', which is not in RE2")
    """
    python = translation(pattern)
    if python.beyond is not None:
        return f"has {python.beyond!r}, which is not in RE2"
    try:
        if python.unknown is None:
            compiled(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        words = error.msg if isinstance(error, re.error) else str(error)
        return f"is no regular expression: {words}"
    return None


class _Translator:
    """Translates one pattern once."""

    def __init__(self) -> None:
        self._groups = [_Group(multiline=False)]
        self._beyond: str | None = None
        self._unknown: str | None = None

    def translated(self, pattern: str) -> Translation:
        """Return the translation."""
        text = "".join(self._part(part) for part in _parts(_PART, pattern))
        if self._groups[-1].opened:
            text += ")"
        return Translation(text, self._beyond, self._unknown)

    def _part(self, part: re.Match[str]) -> str:  # noqa: PLR0911 one line for each kind
        match part.lastgroup:
            case "verbatim":
                return re.escape(part["verbatim"])
            case "class":
                return self._class(part["class"])
            case "name":
                return self._opened(f"(?P<{part['name']}>", self._groups[-1].multiline)
            case "scope":
                return self._flags(part["flags"], part["scope"])
            case "mark":
                return self._mark(part[0])
            case "beyond":
                self._beyond = self._beyond or part[0]
                opens = part[0].startswith("(") and part[0] not in {"(?P=", "(?#"}
                return self._opened(part[0], self._groups[-1].multiline) if opens else part[0]
            case "kind":
                return f"[{_kind(part['kind'])}]"
            case "other":
                return _OTHERS[part["other"]]
            case _:
                return self._character(part, "[{}]")

    def _character(self, part: re.Match[str], category: str) -> str:
        match part.lastgroup:
            case "code":
                return _escaped(int(part["code"], 16))
            case "octal":
                return _escaped(int(part["octal"], 8))
            case "category":
                return category.format(self._category(part["category"]))
            case _:
                return part[0]

    def _opened(self, text: str, multiline: bool) -> str:
        self._groups.append(_Group(multiline))
        return text

    def _flags(self, flags: str, scope: str) -> str:
        on, _, off = flags.replace("U", "").partition("-")
        group = self._groups[-1]
        multiline = (group.multiline or "m" in on) and "m" not in off
        changed = {**dict.fromkeys(on, True), **dict.fromkeys(off, False)}
        if scope == ":":
            return self._opened(_with_flags(changed), multiline)
        closing = ")" if group.opened else ""
        group.multiline = multiline
        group.flags |= changed
        group.opened = _with_flags(group.flags)
        return f"{closing}{group.opened}"

    def _mark(self, mark: str) -> str:
        group = self._groups[-1]
        if mark == "{":  # Python would read {,2} as {0,2}
            return r"\{"
        if mark == "$":
            return "$" if group.multiline else r"\Z"
        if mark == "(":
            return self._opened("(", group.multiline)
        closing = ")" if group.opened else ""
        if mark == "|":
            return f"{closing}|{group.opened}"
        if len(self._groups) > 1:
            self._groups.pop()
        else:
            group.opened = ""
        return f"{closing})"

    def _class(self, text: str) -> str:
        negated = text.startswith("[^")
        body = text[2:-1] if negated else text[1:-1]
        return f"[{'^' if negated else ''}{''.join(map(self._member, _parts(_IN_CLASS, body)))}]"

    def _member(self, part: re.Match[str]) -> str:
        if part.lastgroup == "posix":
            return _posix(part["posix"])
        if part.lastgroup == "kind":
            return _kind(part["kind"])
        if part.lastgroup == "plain" and part[0] in "[]&~|^":
            return f"\\{part[0]}"
        return self._character(part, "{}")

    def _category(self, name: str) -> str:
        wanted = name[1:].strip("{}")
        negated = (name[0] == "P") != wanted.startswith("^")
        ranges = _category(wanted.removeprefix("^"))
        if not ranges:
            self._unknown = self._unknown or f"\\{name}"
            return ""
        return _text(_complement(ranges) if negated else ranges)


def _with_flags(flags: dict[str, bool]) -> str:
    on = "".join(flag for flag, is_set in flags.items() if is_set)
    off = "".join(flag for flag, is_set in flags.items() if not is_set)
    return f"(?{on}-{off}:" if off else f"(?{on}:"


def _kind(letter: str) -> str:
    ranges = _ranges(_KINDS[letter.lower()])
    return _text(ranges if letter.islower() else _complement(ranges))


def _posix(name: str) -> str:
    pairs = _POSIX.get(name.removeprefix("^"))
    if pairs is None:
        return f"[:{name}:]"
    ranges = _ranges(pairs)
    return _text(_complement(ranges) if name.startswith("^") else ranges)


def _parts(kinds: str, text: str) -> Iterator[re.Match[str]]:
    # Compiled here and kept by `re`: most programs have no patterns.
    return re.finditer(kinds, text, re.VERBOSE | re.DOTALL)


def _escaped(code: int) -> str:
    return re.escape(chr(code)) if code <= sys.maxunicode else f"\\U{code:08x}"


def _ranges(pairs: str) -> _Ranges:
    return [(ord(first), ord(last)) for first, last in zip(pairs[::2], pairs[1::2], strict=True)]


def _text(ranges: _Ranges) -> str:
    return "".join(f"{_escaped(first)}-{_escaped(last)}" for first, last in ranges)


def _complement(ranges: _Ranges) -> _Ranges:
    """Return the characters between the ranges."""
    firsts = [0, *(last + 1 for _, last in ranges)]
    lasts = [*(first - 1 for first, _ in ranges), sys.maxunicode]
    return [(first, last) for first, last in zip(firsts, lasts, strict=True) if first <= last]


def _category(name: str) -> _Ranges:
    """Return the members of a general category of Unicode, such as ``L`` or ``Lu``."""
    return sorted(
        one
        for category, ranges in _categories().items()
        if category.startswith(name)
        for one in ranges
    )


@lru_cache(maxsize=1)
def _categories() -> dict[str, _Ranges]:
    """Return the ranges of every general category; it takes a moment, once."""
    categories: dict[str, _Ranges] = {}
    category, first = unicodedata.category("\0"), 0
    for code in range(1, sys.maxunicode + 2):
        following = unicodedata.category(chr(code)) if code <= sys.maxunicode else ""
        if following != category:
            categories.setdefault(category, []).append((first, code - 1))
            category, first = following, code
    return categories
