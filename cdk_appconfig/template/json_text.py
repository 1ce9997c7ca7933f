"""JSON templates: their data, and where in the text a value stands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from cdk_appconfig.template.unreadable import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["line_of", "read_json"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


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

    What is not there has the line of what is around it. The text is read up to there only, so
    that nobody pays for lines who does not ask.

    Args:
        text: The text.
        steps: Keys and indices that lead to the value.

    Example:
        >>> line_of('{"Resources": {\n "Prod": {"Type": "A"}}}', ["Resources", "Prod", "Type"])
        2
    """
    tokens = _TOKEN.finditer(text)
    start = next(tokens, None)
    for step in steps:
        member = _member(tokens, start, step)
        if member is None:
            break
        start = member
    return None if start is None else text.count("\n", 0, start.start()) + 1


Token = re.Match[str]


def _member(tokens: Iterator[Token], start: Token | None, step: str | int) -> Token | None:
    """Return the first token of an entry of the object or array that starts at ``start``."""
    opening = start[0] if start else ""
    if opening == "{" and isinstance(step, str):
        return _value_of_key(tokens, step)
    if opening == "[" and isinstance(step, int):
        return _entry(tokens, step)
    return None


def _value_of_key(tokens: Iterator[Token], key: str) -> Token | None:
    for token in tokens:
        if token[0] == "}":
            return None
        if token[0] == ",":
            continue
        next(tokens)  # the colon
        value = next(tokens)
        if json.loads(token[0]) == key:
            return value
        _skip(tokens, value)
    return None


def _entry(tokens: Iterator[Token], index: int) -> Token | None:
    for token in tokens:
        if token[0] == "]":
            return None
        if token[0] == ",":
            continue
        if index == 0:
            return token
        index -= 1
        _skip(tokens, token)
    return None


def _skip(tokens: Iterator[Token], value: Token) -> None:
    """Go to the end of the value that begins with a token."""
    depth = 0
    token: Token | None = value
    while token is not None:
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth == 0:
            return
        token = next(tokens, None)
