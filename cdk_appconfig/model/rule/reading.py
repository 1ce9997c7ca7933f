"""How a value of the context is read: applications send text, rules compare with typed literals."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cdk_appconfig.model.rule.timestamp import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["as_type_of", "boolean", "moment", "number", "same_kind", "text"]

_INTEGER = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_BOOLEANS = {"true": True, "false": False}


def text(value: object) -> str | None:
    """Return a value as the text that an application would send for it.

    Example:
        >>> text("a"), text(True), text(7), text(None)
        ('a', 'true', '7', None)
    """
    match value:
        case str():
            return str.__str__(value)
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float() | int():
            return repr(value)
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


def number(value: object) -> int | float | None:
    """Return a value as a number, or ``None`` if it is none.

    Example:
        >>> number("65"), number("1.5e3"), number(7), number("many"), number(True)
        (65, 1500.0, 7, None, None)
    """
    if isinstance(value, (int, float)):
        return None if isinstance(value, bool) else value
    found = text(value)
    if found is None:
        return None
    if _INTEGER.fullmatch(found):
        return int(found)
    return float(found) if _NUMBER.fullmatch(found) else None


def boolean(value: object) -> bool | None:
    """Return a value as a boolean, or ``None`` if it is none.

    Example:
        >>> boolean("true"), boolean(False), boolean("yes")
        (True, False, None)
    """
    if isinstance(value, bool):
        return value
    found = text(value)
    return None if found is None else _BOOLEANS.get(found)


def moment(value: object) -> datetime | None:
    """Return a value as a moment, or ``None`` if it names none.

    Example:
        >>> moment("2026-03-04T05:06:07Z")
        datetime.datetime(2026, 3, 4, 5, 6, 7, tzinfo=datetime.timezone.utc)
    """
    if isinstance(value, datetime):
        return None if value.utcoffset() is None else value
    found = text(value)
    return None if found is None else timestamp(found)


def as_type_of(literal: object) -> Callable[[object], Any]:
    """Return the function that reads a value as the type of a literal."""
    match literal:
        case str():
            return text
        case bool():
            return boolean
        case datetime():
            return moment
        case _:
            return number


def same_kind(left: object, right: object) -> tuple[Any, Any] | None:
    """Return two values of the context as numbers, moments or texts, whichever suits both.

    ``None`` if one of them is missing.
    """
    for read in (number, moment, text):
        pair = read(left), read(right)
        if None not in pair:
            return pair
    return None
