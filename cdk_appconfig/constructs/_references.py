"""Resources that exist already: their ids out of what a user passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Fn

from cdk_appconfig.checks import reference as checks
from cdk_appconfig.constructs._inputs import child_path, raise_for

if TYPE_CHECKING:
    from constructs import Construct

    from cdk_appconfig.checks.reference import Referred

__all__ = ["ids_of_arn", "known_id"]


def known_id(term: Referred, scope: Construct, id: str, resource_id: str) -> str:
    """Return the id of a resource, if it can be one."""
    path = child_path(scope, id)
    raise_for(f"{term} {path}", checks.id_findings(term, resource_id, path))
    return resource_id


def ids_of_arn(term: Referred, scope: Construct, id: str, arn: str) -> tuple[str, str]:
    """Return the id of the application and that of the resource itself.

    An ARN that is only known at deployment is taken apart there, unless its slashes are known.
    """
    path = child_path(scope, id)
    raise_for(f"{term} {path}", checks.arn_findings(term, arn, path))
    last = 1 if term == "application" else 3
    written = arn.split("/")
    if len(written) == last + 1:
        return written[1], written[last]
    parts = Fn.split("/", arn)
    return Fn.select(1, parts), Fn.select(last, parts)
