"""Content of hosted configuration versions."""

from __future__ import annotations

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.document import content_size_findings

__all__ = ["content_size_findings", "flags_in_freeform", "not_feature_flags"]

NOT_FEATURE_FLAGS = Check(
    id="APPCONFIG101",
    summary="A feature-flag profile is deployed with something else than feature flags",
    rule="AppConfig refuses a version of a feature-flag profile that is no feature-flag document",
    source=limits.FLAG_KEY.source,
    evidence="captured",
)
FLAGS_IN_FREEFORM = Check(
    id="APPCONFIG207",
    summary="A freeform profile is deployed with feature flags",
    rule="AppConfig reads feature flags as flags in a profile of type AWS.AppConfig.FeatureFlags "
    "only; the type of a profile cannot be changed later",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-configurationprofile.html",
    evidence="documented",
)


def flags_in_freeform(where: str) -> Finding:
    """Return the finding that a freeform profile got feature flags.

    Args:
        where: Construct path of the profile.
    """
    return FLAGS_IN_FREEFORM.at(
        where,
        message="the content is feature flags, and the profile is freeform",
        found="FeatureFlags",
        fix="make the profile with add_feature_flags, or pass to_document() of the flags to store "
        "them as plain JSON",
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
