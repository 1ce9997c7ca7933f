"""JSON text as it is written: what the standard library lets pass or does not tell.

``NaN`` is no JSON, a key may stand twice in one object, a number may be too long for Python, and
braces may be nested deeper than Python can follow.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["DocumentText", "RepeatingObject"]

NOT_JSON = Check(
    id="APPCONFIG024",
    summary="A flag document is not JSON",
    rule="the document of a feature-flag profile is JSON",
    source=limits.FLAG_KEY.source,
    evidence="documented",
)

_MOST_DIGITS = 400
_NOT_A_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<constant>NaN|-?Infinity)', re.DOTALL)


class RepeatingObject(dict[str, Any]):
    """A JSON object that has a key more than once; the last value counts.

    Args:
        pairs: The members as they are written.
    """

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.repeated = tuple(
            dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        )


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A text, read as JSON.

    Args:
        value: What it says, ``None`` if it is not JSON. An object with a repeated key is a
            `RepeatingObject`.
        findings: Why it is not JSON.
    """

    value: Any
    findings: Sequence[Finding]

    @classmethod
    def of_file(cls, file: Path) -> DocumentText:
        """Read a file; a byte order mark in front is skipped.

        Args:
            file: The file, in UTF-8.

        Raises:
            OSError: The file cannot be read.
        """
        try:
            return cls.read(file.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            return cls(None, [_not_json(f"byte {error.start} is not UTF-8", "", 0)])

    @classmethod
    def read(cls, text: str) -> DocumentText:
        """Read a text.

        Args:
            text: The text.

        Example:
            >>> DocumentText.read('{"a": [1, 2.50]}').value
            {'a': [1, 2.5]}
            >>> [finding] = DocumentText.read('{"a": NaN}').findings
            >>> finding.message
            'line 1, column 7: NaN is no number of JSON'
        """
        try:
            value = json.loads(
                text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_constant
            )
        except _ConstantError as error:
            return cls(None, [_constant_finding(text, str(error))])
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            return cls(None, [_not_json(f"{where}: {_words(error.msg)}", text, error.pos)])
        except RecursionError:
            return cls(None, [_not_json("it is nested too deeply", text, 0)])
        return cls(value, [])


class _ConstantError(Exception):
    """The text has ``NaN`` or ``Infinity`` where a value belongs."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else RepeatingObject(pairs)


def _integer(digits: str) -> int | float:
    # Python refuses thousands of digits, which no number of AppConfig has: infinity says so.
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _constant(name: str) -> float:
    raise _ConstantError(name)


def _constant_finding(text: str, name: str) -> Finding:
    for match in _NOT_A_NUMBER.finditer(text):
        if match["constant"] == name:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            message = f"line {line}, column {column}: {name} is no number of JSON"
            return _not_json(message, text, match.start())
    return _not_json(f"{name} is no number of JSON", text, 0)  # pragma: no cover


def _not_json(message: str, text: str, position: int) -> Finding:
    is_file_name = "\n" not in text and text.endswith(".json")
    return NOT_JSON.at(
        "$",
        message=message,
        found=shown(text[position : position + 81]),
        fix=f"pass Path({text!r}) to read a file" if is_file_name else "write plain JSON",
    )


def _words(message: str) -> str:
    """Return the parser's words in the manner of the other messages."""
    words = message.partition(" (")[0].partition(": ")[0].removesuffix(" at")
    return words[:1].lower() + words[1:].removesuffix(" starting")
