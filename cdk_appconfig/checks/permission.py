"""Permissions on environments and profiles."""

from __future__ import annotations

from cdk_appconfig.findings import Check, Finding

__all__ = ["foreign_profile"]

FOREIGN_PROFILE = Check(
    id="APPCONFIG442",
    summary="A permission joins an environment and a profile of two applications",
    rule="data is deployed from a profile to environments of the same application, and permissions "
    "name all three",
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "list_awsappconfig.html",
    evidence="documented",
)


def foreign_profile(profile: str, where: str) -> Finding:
    """Return the finding that a profile belongs to another application than an environment.

    Args:
        profile: Construct path of the profile.
        where: Construct path of the environment.
    """
    return FOREIGN_PROFILE.at(
        where,
        message=f"the profile {profile} belongs to another application than the environment",
        found=profile,
        fix="name an environment of the application that the profile belongs to",
    )
