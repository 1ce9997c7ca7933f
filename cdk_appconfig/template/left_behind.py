"""Profiles that CloudFormation cannot delete, because versions of them stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.template.declaration import VERSION
from cdk_appconfig.template.scope import Target
from cdk_appconfig.template.site import PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.site import Site
    from cdk_appconfig.template.stack_template import StackTemplate
    from cdk_appconfig.template.update import Update

__all__ = ["left_behind_findings", "profile_of"]

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
        if site.type == VERSION and site.stays:
            old, _ = site.pair.resource(site.resource.logical_id)
            owner = profile_of(update, site.pair.before, old)
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


def profile_of(
    update: Update, stack: StackTemplate | None, version: Declaration | None
) -> tuple[int, str] | None:
    """Return what the profile of a version is known by: its stack and its logical id.

    Args:
        update: The stacks before and after.
        stack: The stack in which the version is declared.
        version: The version there.
    """
    if stack is None or version is None:
        return None
    node = update.scope(stack).resolve(version.get("ConfigurationProfileId")).node
    if not isinstance(node, Target):
        return None
    return id(update.pair_of(node.scope.stack)), node.logical_id
