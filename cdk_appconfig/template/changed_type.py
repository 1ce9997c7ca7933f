"""Updates that fail because a logical id names a resource of another type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cdk_appconfig.template.site import Site

__all__ = ["changed_type_findings"]

CHANGED_TYPE = Check(
    id="APPCONFIG444",
    summary="An update gives a logical id to a resource of another type",
    rule="CloudFormation refuses an update in which a logical id has another type",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "using-cfn-updating-stacks-get-template.html",
    evidence="documented",
)


def changed_type_findings(sites: Iterable[Site]) -> Iterator[Finding]:
    """Yield logical ids that CloudFormation knows as something else.

    Args:
        sites: The resources of an update.
    """
    for site in sites:
        old, new = site.pair.resource(site.resource.logical_id)
        if old is not None and new is not None and old.type != new.type:
            yield CHANGED_TYPE.at(
                site.where,
                message=f"the logical id {site.resource.logical_id!r} is that of an {old.type} and "
                f"becomes that of an {new.type}",
                found=new.type,
                fix="give it another logical id (override_logical_id)",
            )
