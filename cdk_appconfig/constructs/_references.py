"""Resources that exist already: their ids out of what a user passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Fn, Stack
from aws_cdk.interfaces import ResourceEnvironment

from cdk_appconfig.checks import reference as checks
from cdk_appconfig.checks.boundary import other_place_findings
from cdk_appconfig.constructs._inputs import child_path, raise_for, stack_of
from cdk_appconfig.constructs._tree import place_of
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from aws_cdk.interfaces.aws_appconfig import IApplicationRef
    from constructs import Construct, IConstruct

    from cdk_appconfig.checks.reference import Referred
    from cdk_appconfig.findings import Finding

__all__ = ["environment_of_arn", "environment_of_stack", "ids_of_arn", "known_id", "place_findings"]

_ARN_PARTS = 6
"""How many parts an ARN has between colons; the last one may have more colons."""


def known_id(term: Referred, scope: Construct, id: str, resource_id: str) -> str:
    """Return the id of a resource, if it can be one."""
    path = child_path(scope, id)
    raise_for(f"{term} {path}", checks.id_findings(term, resource_id, path))
    return resource_id


def ids_of_arn(term: Referred, scope: Construct, id: str, arn: str) -> tuple[str, ...]:
    """Return the ids in the ARN of a resource: that of its application, if it has one, and its own.

    An ARN that is only known at deployment is taken apart there, unless its slashes are known.
    """
    path = child_path(scope, id)
    raise_for(f"{term} {path}", checks.arn_findings(term, arn, path))
    places = (1, 3) if term in ("environment", "configuration profile") else (1,)
    written = arn.split("/")
    if len(written) > places[-1]:
        return tuple(written[place] for place in places)
    parts = Fn.split("/", arn)
    return tuple(Fn.select(place, parts) for place in places)


def environment_of_stack(construct: IConstruct) -> ResourceEnvironment:
    """Return account and region of the stack that a construct is in."""
    stack = Stack.of(construct)
    return ResourceEnvironment(account=stack.account, region=stack.region)


def environment_of_arn(scope: Construct, arn: str) -> ResourceEnvironment:
    """Return account and region of an ARN; those of the stack where it has none."""
    written = arn.split(":")
    if is_token(arn) and len(written) < _ARN_PARTS:
        parts = Fn.split(":", arn)
        return ResourceEnvironment(account=Fn.select(4, parts), region=Fn.select(3, parts))
    own = environment_of_stack(scope)
    return ResourceEnvironment(account=written[4] or own.account, region=written[3] or own.region)


def place_findings(application: IApplicationRef, scope: Construct, where: str) -> list[Finding]:
    """Return the finding that an application is in another account or region than its part.

    Args:
        application: The application.
        scope: Where an environment or a profile of it is made.
        where: Construct path of that.
    """
    own = stack_of(scope)
    if stack_of(application) is own and getattr(application, "_env", None) is None:
        return []
    theirs = application.env
    there, here = (theirs.account, theirs.region), (own.account, own.region)
    named = place_of(application).path
    return list(other_place_findings(named, _known(*there), _known(*here), where))


def _known(account: str, region: str) -> tuple[str | None, str | None]:
    return None if is_token(account) else account, None if is_token(region) else region
