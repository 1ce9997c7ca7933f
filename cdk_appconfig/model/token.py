"""CDK tokens, recognised without the CDK: values that are not known before deployment."""

from __future__ import annotations

import re
import struct

__all__ = ["is_token", "is_unresolved", "without_tokens"]

_TEXT = r"\$\{Token\[[^\]]*\]\}"
_NUMBER_MARK = 0xFBFF
"""The upper 16 bits of every number that the CDK uses as a token."""


def is_token(text: str) -> bool:
    """Tell whether a text holds a CDK token, so that its value is not known before deployment.

    The same test as ``Token.is_unresolved`` makes for a text.

    Example:
        >>> is_token("prod"), is_token("${Token[TOKEN.7]}-prod")
        (False, True)
    """
    return "${Token[" in text


def is_unresolved(value: object) -> bool:
    """Tell whether a value is a CDK token: a text, a number, a list or an object.

    The same test as ``Token.is_unresolved`` makes. It looks at the value itself, not into a list or
    a mapping of values.

    Example:
        >>> is_unresolved("${Token[TOKEN.7]}"), is_unresolved(-1.8881545897087505e289)
        (True, True)
        >>> is_unresolved(["#{Token[TOKEN.7]}"]), is_unresolved([1, 2])
        (True, False)
    """
    if isinstance(value, str):
        return is_token(value)
    if isinstance(value, float):
        return int.from_bytes(struct.pack(">d", value)[:2], "big") == _NUMBER_MARK
    if isinstance(value, (list, tuple)):
        return len(value) == 1 and isinstance(value[0], str) and "#{Token[" in value[0]
    # On the type: reading a property of the object itself would cross into Node.js.
    return hasattr(type(value), "creation_stack") and hasattr(type(value), "resolve")


def without_tokens(text: str) -> str:
    """Return a text with a ``0`` where a token stands, to look at the form of the rest.

    Example:
        >>> without_tokens('{"port": ${Token[TOKEN.7]}}')
        '{"port": 0}'
    """
    return re.sub(_TEXT, "0", text)
