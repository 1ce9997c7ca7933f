"""JSON templates: their data, and where in the text a value stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cdk_appconfig.template.unreadable import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["JsonLines", "line_of", "read_json"]

Token = re.Match[str]

_WORD = r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+'


def read_json(text: str, name: str) -> Any:
    """Return the value of a JSON text.

    Args:
        text: The text.
        name: What it is called in an error, for example its file.

    Raises:
        TemplateError: It is no JSON.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise TemplateError.at(
            f"{name}:{error.lineno}:{error.colno}", f"is no JSON: {error.msg}", "correct the text"
        ) from None
    except ValueError:
        raise TemplateError.at(
            name, "holds a number of thousands of digits", "correct the number"
        ) from None
    except RecursionError:
        raise TemplateError.at(name, "is nested too deep", "make it flatter") from None


def line_of(text: str, steps: Sequence[str | int]) -> int | None:
    r"""Return the line on which a value of a JSON text stands, counted from 1.

    What is not there has the line of what is around it. Who asks for many keeps a `JsonLines`.

    Args:
        text: The text.
        steps: Keys and indices that lead to the value.

    Example:
        >>> line_of('{"Resources": {\n "Prod": {"Type": "A"}}}', ["Resources", "Prod", "Type"])
        2
    """
    return JsonLines(text).line(steps)


class JsonLines:
    """Where the values of a JSON text stand.

    Each object and array is gone through when something in it is asked for, and once only: nobody
    pays for lines who does not ask, and many of them take no longer than the text is.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._token = re.compile(_WORD)
        self._inside: dict[int, dict[str | int, int]] = {}

    def line(self, steps: Sequence[str | int]) -> int | None:
        """Return the line of a value, or of what is around it.

        Args:
            steps: Keys and indices that lead to the value.
        """
        first = self._token.search(self._text)
        if first is None:
            return None
        start = first.start()
        for step in steps:
            if start not in self._inside:
                self._inside[start] = _members(self._token.finditer(self._text, start))
            inside = self._inside[start].get(step)
            if inside is None:
                break
            start = inside
        return bisect_left(self._ends, start) + 1

    @cached_property
    def _ends(self) -> list[int]:
        """Where the lines end."""
        return [end.start() for end in re.finditer("\n", self._text)]


def _members(tokens: Iterator[Token]) -> dict[str | int, int]:
    """Return key or index and offset of each entry of the object or array that begins."""
    opening = next(tokens)[0]
    if opening == "[":
        return dict(enumerate(_of_array(tokens)))
    found: dict[str | int, int] = {}
    for key, start in _of_object(tokens) if opening == "{" else ():
        found.setdefault(key, start)
    return found


def _of_object(tokens: Iterator[Token]) -> Iterator[tuple[str, int]]:
    for token in tokens:
        if token[0] == "}":
            return
        if token[0] == ",":
            continue
        next(tokens)  # the colon
        value = next(tokens)
        yield json.loads(token[0]), value.start()
        _skip(tokens, value)


def _of_array(tokens: Iterator[Token]) -> Iterator[int]:
    for token in tokens:
        if token[0] == "]":
            return
        if token[0] != ",":
            yield token.start()
            _skip(tokens, token)


def _skip(tokens: Iterator[Token], value: Token) -> None:
    """Go to the end of the value that begins with a token."""
    depth = 0
    token: Token | None = value
    while token is not None:
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth == 0:
            return
        token = next(tokens, None)
