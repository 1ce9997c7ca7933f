"""JSON as it is stored: the same meaning always gives the same bytes."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["canonical_json"]


def canonical_json(document: Any) -> str:
    r"""Return a document as canonical JSON: keys sorted, no white space, ASCII only.

    CloudFormation replaces a version when its text changes, so that layout and key order must not
    be part of the text. Characters beyond ASCII are escaped: the text then survives every template
    format unchanged.

    Args:
        document: Anything that JSON can hold.

    Raises:
        ValueError: A number is not finite.
        TypeError: A value has no JSON form.

    Example:
        >>> canonical_json({"b": 1, "a": ["é"]})
        '{"a":["\\u00e9"],"b":1}'
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
