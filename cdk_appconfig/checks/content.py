"""Content of hosted configuration versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["content_size_findings", "not_feature_flags"]

CONTENT_SIZE = Check(
    id="APPCONFIG100",
    summary="The content of a hosted version is too large",
    rule=f"a hosted configuration version has at most {limits.CONTENT_BYTES} bytes, unless the "
    "quota of the account was raised",
    source=limits.CONTENT_BYTES.source,
    evidence=limits.CONTENT_BYTES.evidence,
)
NOT_FEATURE_FLAGS = Check(
    id="APPCONFIG101",
    summary="A feature-flag profile is deployed with something else than feature flags",
    rule="AppConfig refuses a version of a feature-flag profile that is no feature-flag document",
    source=limits.FLAG_KEY.source,
    evidence="captured",
)


def content_size_findings(content: str, where: str) -> Iterator[Finding]:
    """Yield the finding that content is larger than a hosted version may be.

    Args:
        content: The content as text; its size counts in UTF-8 bytes.
        where: Construct path or logical id of the version.
    """
    size = len(content.encode())
    if size > limits.CONTENT_BYTES:
        yield CONTENT_SIZE.at(
            where,
            message=f"the content has {size} bytes",
            found=f"{size} bytes",
            fix="split it over several profiles, or keep it in S3",
        )


def not_feature_flags(content: object, where: str) -> Finding:
    """Return the finding that a feature-flag profile got something else than feature flags.

    Args:
        content: What was passed.
        where: Construct path of the profile.
    """
    return NOT_FEATURE_FLAGS.at(
        where,
        message=f"the content {shown(content)} is not feature flags",
        found=shown(content),
        fix="pass FeatureFlags(…)",
    )
