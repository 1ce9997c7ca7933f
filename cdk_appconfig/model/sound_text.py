"""JSON text read in one go, for those who look whether a document is surely fine.

`surely sound`, here and in the modules beside, means: whoever looks closely finds nothing, neither
an error nor a warning. Most documents are fine, and telling so takes a hundredth of the time that
it takes to build values of a document, and to load what they are made of. Whatever is out of the
ordinary is not *surely* sound, and is then looked at closely. A property test holds both together.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from cdk_appconfig.model import limits

__all__ = ["Unsure", "is_surely_sound_content", "json_of"]

_LARGEST = 2**53
"""Numbers up to here are the same for every reader of JSON."""

_DEEPEST = 100
"""Levels of nesting that no reader stops at."""


class Unsure(Exception):  # noqa: N818 it is no error: somebody else has to look
    """Whether something is sound has to be looked at closely."""


@lru_cache(maxsize=1)
def json_of(text: str) -> Any:
    r"""Return the value of a JSON text that every reader reads alike; nobody may change it.

    The last one is remembered: content is looked at by itself, and then under its schema.

    Raises:
        Unsure: It is no JSON, it is deep, or it has a key twice, a number too large or half of a
            character.

    Example:
        >>> json_of('{"a": [1, 2.5]}')
        {'a': [1, 2.5]}
    """
    if "\\ud" in text or "\\uD" in text:  # may be half of a character
        raise Unsure
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_real,
            parse_int=_integer,
            parse_constant=_real,
        )
    except (ValueError, RecursionError):
        raise Unsure from None
    if text.count("[") + text.count("{") > _DEEPEST and _is_deep(value):
        raise Unsure
    return value


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            entry
            for value in level
            for entry in (value.values() if isinstance(value, dict) else value)
            if isinstance(entry, (dict, list))
        ]
    return bool(level)


def is_surely_sound_content(text: str, content_type: str | None) -> bool:
    """Tell whether freeform content surely has neither an error nor a warning.

    Args:
        text: The content.
        content_type: Its MIME type, if it is told.

    Example:
        >>> is_surely_sound_content('{"a": 1}', None), is_surely_sound_content('{"a": 1', None)
        (True, False)
    """
    if content_type not in {None, "application/json"} or len(text) * 6 > limits.CONTENT_BYTES:
        return False  # none takes more than six bytes for a character
    try:
        text.encode()
        json_of(text)
    except (UnicodeEncodeError, Unsure):
        return False
    return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Unsure
    return members


def _integer(text: str) -> int:
    number = int(text)
    if not -_LARGEST <= number <= _LARGEST:
        raise Unsure
    return number


def _real(text: str) -> float:
    number = float(text)
    if not -_LARGEST <= number <= _LARGEST:  # nor is it NaN
        raise Unsure
    return number
