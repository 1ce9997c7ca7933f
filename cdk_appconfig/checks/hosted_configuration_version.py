"""Hosted configuration versions: what becomes of them."""

from __future__ import annotations

from cdk_appconfig.findings import Check, Finding

__all__ = ["no_snapshot"]

NO_SNAPSHOT = Check(
    id="APPCONFIG206",
    summary="A removal policy asks for a snapshot of a hosted version",
    rule="CloudFormation makes snapshots of volumes, databases, caches and the like, and refuses a "
    "template that asks for one of anything else",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-attribute-deletionpolicy.html",
    evidence="documented",
)


def no_snapshot(where: str) -> Finding:
    """Return the finding that a hosted configuration version cannot become a snapshot.

    Args:
        where: Construct path of the profile.
    """
    return NO_SNAPSHOT.at(
        where,
        message="the removal policy of the versions is SNAPSHOT",
        found="SNAPSHOT",
        fix="use RETAIN_ON_UPDATE_OR_DELETE, RETAIN or DESTROY",
    )
