"""CDK tokens, recognised without the CDK: values that are not known before deployment."""

from __future__ import annotations

__all__ = ["is_token"]


def is_token(text: str) -> bool:
    """Tell whether a text holds a CDK token, so that its value is not known before deployment.

    The same test as ``Token.is_unresolved`` makes for a text.

    Example:
        >>> is_token("prod"), is_token("${Token[TOKEN.7]}-prod")
        (False, True)
    """
    return "${Token[" in text
