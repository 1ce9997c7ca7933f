"""JSON as it is stored: the same meaning always gives the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["canonical_json", "content_size_findings"]

CONTENT_SIZE = Check(
    id="APPCONFIG100",
    summary="The content of a hosted version is too large",
    rule=f"a hosted configuration version has at most {limits.CONTENT_BYTES} bytes, unless the "
    "quota of the account was raised",
    source=limits.CONTENT_BYTES.source,
    evidence=limits.CONTENT_BYTES.evidence,
)


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


def content_size_findings(content: str, where: str) -> Iterator[Finding]:
    """Yield the finding that content is larger than a hosted version may be.

    Args:
        content: The content as text; its size counts in UTF-8 bytes.
        where: Construct path or logical id of the version, or ``$``.
    """
    size = len(content.encode(errors="surrogatepass"))
    if size > limits.CONTENT_BYTES:
        yield CONTENT_SIZE.at(
            where,
            message=f"the content has {size} bytes",
            found=f"{size} bytes",
            fix="split it over several profiles, or keep it in S3",
        )
