"""Versions that an update deletes although another resource stands for the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding
from cdk_appconfig.template.declaration import VERSION
from cdk_appconfig.template.left_behind import profile_of
from cdk_appconfig.template.version import may_share_a_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.template.site import Site
    from cdk_appconfig.template.update import Update

__all__ = ["shared_number_findings"]

SHARED_NUMBER = Check(
    id="APPCONFIG445",
    summary="An update deletes a version whose number another resource may stand for",
    rule="AppConfig answers flags equal to the latest version with that version's number, and what "
    "is deleted cannot be deployed again",
    source="https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
    "API_CreateHostedConfigurationVersion.html",
    evidence="captured",
    severity="warning",
)


def shared_number_findings(update: Update, sites: Sequence[Site]) -> Iterator[Finding]:
    """Yield versions that go, while one that is declared after the update may be the same.

    Args:
        update: The stacks before and after.
        sites: Its resources.
    """
    versions = [site for site in sites if site.type == VERSION]
    for site in versions:
        if not site.certainly("removed", "replaced") or site.stays:
            continue
        heir = next((other for other in versions if _may_be(update, site, other)), None)
        if heir is not None:
            yield SHARED_NUMBER.at(
                site.where,
                message=f"the version is deleted, and {heir.place} may stand for its number",
                found=site.resource.logical_id,
                fix="give it the DeletionPolicy and the UpdateReplacePolicy Retain in a deployment "
                "before this one",
            )


def _may_be(update: Update, gone: Site, other: Site) -> bool:
    """Tell whether another resource may be the version of one that goes."""
    old, _ = gone.pair.resource(gone.resource.logical_id)
    _, new = other.pair.resource(other.resource.logical_id)
    if gone is other or old is None or new is None or not may_share_a_number(old, new):
        return False
    profile = profile_of(update, gone.pair.before, old)
    return profile is not None and profile == profile_of(update, other.pair.after, new)
