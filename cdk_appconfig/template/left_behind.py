"""Profiles that CloudFormation cannot delete, because versions of them stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.template.declaration import VERSION
from cdk_appconfig.template.scope import Target
from cdk_appconfig.template.site import PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.template.site import Site
    from cdk_appconfig.template.update import Update

__all__ = ["left_behind_findings"]

LEFT_BEHIND = Check(
    id="APPCONFIG357",
    summary="An update deletes a configuration profile whose versions stay",
    rule="AppConfig refuses to delete a configuration profile while hosted configuration versions "
    "exist under it, and an application while profiles exist under it",
    source="https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
    "API_DeleteConfigurationProfile.html",
    evidence="captured",
    severity="warning",
)


def left_behind_findings(update: Update, sites: Sequence[Site]) -> Iterator[Finding]:
    """Yield profiles that an update deletes in vain.

    Args:
        update: The stacks before and after.
        sites: Its resources.
    """
    kept: dict[tuple[int, str], Site] = {}
    for site in sites:
        owner = _profile_of(update, site) if site.type == VERSION and site.stays else None
        if owner is not None:
            kept.setdefault(owner, site)
    for site in sites:
        version = kept.get((id(site.pair), site.resource.logical_id))
        deleted = site.certainly("removed", "replaced") and not site.stays
        if site.type == PROFILE and deleted and version is not None:
            yield LEFT_BEHIND.at(
                site.where,
                message=f"the {site.named} is {site.effect.kind}, and its version {version.place} "
                "stays",
                found=shown(version.resource.logical_id),
                fix="give its versions the DeletionPolicy Delete in a deployment before this one, "
                "and delete by hand those that are older",
            )


def _profile_of(update: Update, version: Site) -> tuple[int, str] | None:
    """Return the stack and the logical id of the profile that a version belongs to before."""
    stack = version.pair.before
    old, _ = version.pair.resource(version.resource.logical_id)
    if stack is None or old is None:
        return None
    node = update.scope(stack).resolve(old.get("ConfigurationProfileId")).node
    if not isinstance(node, Target):
        return None
    return id(update.pair_of(node.scope.stack)), node.logical_id
