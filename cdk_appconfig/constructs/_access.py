"""Permissions of those who read, deploy and write: as narrow as IAM allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._inputs import construct_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk.interfaces.aws_appconfig import IConfigurationProfileRef
    from constructs import Construct

__all__ = [
    "READ_ACTIONS",
    "Statement",
    "arn",
    "grant",
    "key_statements",
    "profile_ids",
]

Statement: TypeAlias = "tuple[Sequence[str], Sequence[str]]"
"""Actions, and the resources that they are allowed on."""

READ_ACTIONS = ("appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration")
"""Reading takes both: a session is started, then its configuration is asked for."""


def arn(scope: Construct, *steps: str) -> str:
    """Return the ARN of something below an application, such as an environment."""
    return Stack.of(scope).format_arn(
        service="appconfig", resource="application", resource_name="/".join(steps)
    )


def profile_ids(profiles: Sequence[IConfigurationProfileRef] | None) -> list[str]:
    """Return the ids of profiles, or what stands for all of them."""
    if profiles is None:
        return ["*"]
    return [profile.configuration_profile_ref.configuration_profile_id for profile in profiles]


def key_statements(
    profiles: Sequence[IConfigurationProfileRef] | None, actions: Sequence[str]
) -> list[Statement]:
    """Return what is needed on the customer managed keys of our profiles."""
    keys = [getattr(profile, "kms_key_arn", None) for profile in profiles or ()]
    arns = list(dict.fromkeys(key for key in keys if key is not None))
    return [(actions, arns)] if arns else []


def grant(
    scope: Construct, id: str, grantee: iam.IGrantable, statements: Sequence[Statement]
) -> iam.Grant:
    """Allow something, in a policy of its own where the grantee is a role, a user or a group.

    The policy that a function's role has anyway would do as well, but the function waits for that
    one, and an alarm of the function may be what the environment waits for. The policy is in the
    stack of the grantee: that stack may refer to the environment's, so the other way round would
    close a circle of stacks.
    """
    principal: Any = grantee.grant_principal
    if hasattr(principal, "attach_inline_policy"):
        grantee = cast("iam.IGrantable", _policy(scope, id, principal))
    grants = [
        iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=list(arns))
        for actions, arns in statements
    ]
    for other in grants[1:]:
        grants[0] = grants[0].combine(other)
    return grants[0]


def _policy(scope: Construct, id: str, principal: Any) -> iam.Policy:
    """Return the policy for one kind of permission of a principal; made once."""
    own, theirs = Stack.of(scope), Stack.of(principal)
    owner: Construct = scope
    key = f"{id}-{construct_key(principal, own)}"
    if own is not theirs:
        owner = theirs
        key = f"{id}-{construct_key(scope, theirs)}-{construct_key(principal, theirs)}"
    policy = cast("iam.Policy | None", owner.node.try_find_child(key))
    if policy is None:
        policy = resources.add_policy(owner, key)
        principal.attach_inline_policy(policy)
    return policy
