"""Updates that fail because a replacement takes a name before the old resource lets go of it.

CloudFormation creates a replacement before it deletes what it replaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.template.declaration import VERSION
from cdk_appconfig.template.reference import ABSENT
from cdk_appconfig.template.site import NAMED
from cdk_appconfig.template.version import may_share_a_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cdk_appconfig.template.site import Site
    from cdk_appconfig.template.update import Update

__all__ = ["kept_name_findings"]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"

REPLACED = Check(
    id="APPCONFIG350",
    summary="An update replaces a named resource that keeps its name",
    rule="CloudFormation creates the replacement before it deletes what it replaces, and AppConfig "
    "refuses a second configuration profile of one name in an application",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "using-cfn-updating-stacks-update-behaviors.html",
    evidence="captured",
)
LABEL = Check(
    id="APPCONFIG353",
    summary="An update replaces a version that keeps its label",
    rule="CloudFormation creates the new version before it deletes the old one, and AppConfig "
    "refuses a label that a version of the profile already has",
    source=f"{_API}/API_CreateHostedConfigurationVersion.html",
    evidence="captured",
)
LATEST_VERSION = Check(
    id="APPCONFIG354",
    summary="An update replaces a version that keeps its LatestVersionNumber",
    rule="LatestVersionNumber must be the number of the latest version there is, and the version "
    "that is replaced was made on top of it",
    source=f"{_API}/API_CreateHostedConfigurationVersion.html",
    evidence="inferred",
)


def kept_name_findings(update: Update, sites: Iterable[Site]) -> Iterator[Finding]:
    """Yield replacements that AWS refuses for a name, a label or a number that they keep.

    Args:
        update: The stacks before and after.
        sites: Its resources.
    """
    for site in sites:
        if site.certainly("replaced"):
            yield from _replaced(update, site)


def _replaced(update: Update, site: Site) -> Iterator[Finding]:
    same = {
        name: update.property(site.pair, site.resource.logical_id, name).outcome == "same"
        and site.get(name) is not ABSENT
        for name in ("ApplicationId", "Name", "VersionLabel", "LatestVersionNumber")
    }
    if site.type in NAMED and same["Name"] and same["ApplicationId"]:
        yield _replaced_finding(site)
    if site.type == VERSION and same["ApplicationId"]:
        profile = update.property(site.pair, site.resource.logical_id, "ConfigurationProfileId")
        old, new = site.pair.resource(site.resource.logical_id)
        one_number = old is not None and new is not None and may_share_a_number(old, new)
        if profile.outcome == "same" and not one_number:
            yield from _version_findings(site, same)


def _replaced_finding(site: Site) -> Finding:
    reasons = [cause.property for cause in site.effect.causes if cause.replaces]
    return REPLACED.at(
        site.where,
        message=f"the {site.named} is replaced because of {' and '.join(reasons)} and keeps its "
        "name",
        found=shown(site.get("Name")),
        fix="give it another name with the same change",
    )


def _version_findings(site: Site, same: Mapping[str, bool]) -> Iterator[Finding]:
    if same["VersionLabel"]:
        label = shown(site.get("VersionLabel"))
        yield LABEL.at(
            site.where,
            message=f"the version is replaced and keeps its label {label}",
            found=label,
            fix="leave VersionLabel out, or change it with the content",
        )
    if same["LatestVersionNumber"]:
        number = shown(site.get("LatestVersionNumber"))
        yield LATEST_VERSION.at(
            site.where,
            message=f"the version is replaced and keeps LatestVersionNumber {number}",
            found=number,
            fix="leave LatestVersionNumber out",
        )
