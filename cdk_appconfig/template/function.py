"""CloudFormation's functions on values that are known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cdk_appconfig.template.reference import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["compute"]


def compute(function: str, argument: Any) -> Any:
    """Return what a function gives, or `ABSENT` if that is not known before deployment.

    Args:
        function: Its full name.
        argument: Its argument, followed. What is not known in it is neither text, number, list nor
            mapping.

    Example:
        >>> compute("Fn::Select", [1, ["a", "b"]]), compute("Fn::Split", ["-", "a-b"])
        ('b', ['a', 'b'])
    """
    known = _FUNCTIONS.get(function)
    computed = None if known is None else known(argument)
    return ABSENT if computed is None else computed


def _select(argument: Any) -> Any:
    match argument:
        case [int() | str() as index, list(items)] if str(index).isdecimal():
            return items[int(index)] if int(index) < len(items) else None
    return None


def _split(argument: Any) -> list[str] | None:
    match argument:
        case [str(delimiter), str(text)] if delimiter:
            return text.split(delimiter)
    return None


def _join(argument: Any) -> str | None:
    match argument:
        case [str(delimiter), list(items)] if all(isinstance(item, str) for item in items):
            return delimiter.join(items)
    return None


def _base64(argument: Any) -> str | None:
    from base64 import b64encode  # noqa: PLC0415  few templates need it, and it costs

    return b64encode(argument.encode()).decode() if isinstance(argument, str) else None


def _length(argument: Any) -> int | None:
    return len(argument) if isinstance(argument, list) else None


def _to_json(argument: Any) -> str | None:
    try:
        return json.dumps(argument, separators=(",", ":"))
    except TypeError:
        return None


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "Fn::Base64": _base64,
    "Fn::Join": _join,
    "Fn::Length": _length,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::ToJsonString": _to_json,
}
