"""Content of hosted configuration versions."""

from __future__ import annotations

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.document import content_size_findings

__all__ = ["content_size_findings", "not_feature_flags"]

NOT_FEATURE_FLAGS = Check(
    id="APPCONFIG101",
    summary="A feature-flag profile is deployed with something else than feature flags",
    rule="AppConfig refuses a version of a feature-flag profile that is no feature-flag document",
    source=limits.FLAG_KEY.source,
    evidence="captured",
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
