"""Permissions of those who read, deploy and write: as narrow as IAM allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._inputs import construct_key, strategy_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk.interfaces.aws_appconfig import (
        IApplicationRef,
        IConfigurationProfileRef,
        IDeploymentStrategyRef,
        IEnvironmentRef,
        IExtensionAssociationRef,
        IExtensionRef,
    )
    from constructs import Construct, IConstruct

    from cdk_appconfig.constructs._inputs import StrategyInput

__all__ = [
    "READ_ACTIONS",
    "Statement",
    "arn",
    "grant",
    "key_arns",
    "operating",
    "policy_statements",
    "reading",
    "starting",
    "stopping",
    "watching",
    "writing",
]

Place: TypeAlias = """
    IApplicationRef | IConfigurationProfileRef | IDeploymentStrategyRef | IEnvironmentRef
    | IExtensionAssociationRef | IExtensionRef
"""
"""What knows its account and region."""

Statement: TypeAlias = "tuple[Sequence[str], Sequence[str]]"
"""Actions, and the resources that they are allowed on."""

READ_ACTIONS = ("appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration")
"""Reading takes both: a session is started, then its configuration is asked for."""

_LIST_ACTIONS = ("appconfig:ListApplications", "appconfig:ListDeploymentStrategies")
"""What IAM offers for a whole account only."""

_OPERATE_ACTIONS = tuple(
    f"appconfig:{action}"
    for action in (
        "CreateHostedConfigurationVersion",
        "GetApplication",
        "GetConfigurationProfile",
        "GetDeployment",
        "GetDeploymentStrategy",
        "GetEnvironment",
        "GetHostedConfigurationVersion",
        "ListConfigurationProfiles",
        "ListDeployments",
        "ListEnvironments",
        "ListHostedConfigurationVersions",
        "ListTagsForResource",
        "StartDeployment",
        "StopDeployment",
        "ValidateConfiguration",
    )
)
_WRITE_ACTIONS = ("appconfig:CreateHostedConfigurationVersion", "appconfig:ValidateConfiguration")


def arn(place: Place, *steps: str, kind: str = "application") -> str:
    """Return the ARN of what the steps lead to, in account and region of a resource."""
    env = place.env
    return Stack.of(place).format_arn(
        service="appconfig",
        account=env.account,
        region=env.region,
        resource=kind,
        resource_name="/".join(steps),
    )


def reading(
    environment: IEnvironmentRef, profiles: Sequence[IConfigurationProfileRef] | None
) -> list[Statement]:
    """Return what it takes to read what is deployed to an environment."""
    start = f"{_environment_arn(environment)}/configuration"
    arns = [f"{start}/{id}" for id in _profile_ids(profiles)]
    return [(READ_ACTIONS, arns), *_key_statements(profiles, ["kms:Decrypt"])]


def starting(
    environment: IEnvironmentRef,
    profiles: Sequence[IConfigurationProfileRef] | None,
    deployment_strategies: Sequence[StrategyInput] | None,
) -> list[Statement]:
    """Return what it takes to start deployments to an environment."""
    arns = [
        _application_arn(environment),
        _environment_arn(environment),
        *_profile_arns(environment, profiles),
        *_strategy_arns(environment, deployment_strategies),
    ]
    keys = _key_statements(profiles, ["kms:Decrypt", "kms:GenerateDataKey"])
    return [(["appconfig:StartDeployment"], arns), *keys]


def stopping(environment: IEnvironmentRef) -> list[Statement]:
    """Return what it takes to stop deployments to an environment and to take them back."""
    return [(["appconfig:StopDeployment"], _deployment_arns(environment))]


def watching(environment: IEnvironmentRef) -> list[Statement]:
    """Return what it takes to see the deployments to an environment, and how they go on."""
    actions = ["appconfig:GetDeployment", "appconfig:ListDeployments"]
    return [(actions, _deployment_arns(environment))]


def writing(profile: IConfigurationProfileRef) -> list[Statement]:
    """Return what it takes to store versions of a profile."""
    reference = profile.configuration_profile_ref
    application_id = reference.application_id
    arns = [
        arn(profile, application_id),
        arn(profile, application_id, "configurationprofile", reference.configuration_profile_id),
    ]
    return [(_WRITE_ACTIONS, arns), *_key_statements([profile], ["kms:GenerateDataKey"])]


def operating(
    environment: IEnvironmentRef,
    profiles: Sequence[IConfigurationProfileRef] | None,
    deployment_strategies: Sequence[StrategyInput] | None,
) -> list[Statement]:
    """Return what it takes to look after an environment by hand.

    An action counts on the kinds of resources that it has to do with and on no other, so that one
    list of resources does for all. The room in a managed policy is small.
    """
    of_profiles = _profile_arns(environment, profiles)
    arns = [
        *_deployment_arns(environment),
        *of_profiles,
        # The ARN of a version is that of its profile on one page of AWS, and goes on from there
        # in what AppConfig answers.
        *(f"{each}/*" for each in of_profiles if profiles is not None),
        *_strategy_arns(environment, deployment_strategies),
    ]
    keys = _key_statements(profiles, ["kms:Decrypt", "kms:GenerateDataKey"])
    return [(_LIST_ACTIONS, ["*"]), (_OPERATE_ACTIONS, arns), *keys]


def key_arns(profiles: Sequence[IConfigurationProfileRef] | None) -> list[str]:
    """Return the customer managed keys of profiles, as far as the profiles know them."""
    keys = [_key_arn(profile) for profile in profiles or ()]
    return list(dict.fromkeys(key for key in keys if key is not None))


def policy_statements(statements: Sequence[Statement]) -> list[iam.PolicyStatement]:
    """Return statements as the CDK takes them."""
    return [
        iam.PolicyStatement(actions=list(actions), resources=list(arns))
        for actions, arns in statements
    ]


def grant(
    scope: IConstruct, id: str, grantee: iam.IGrantable, statements: Sequence[Statement]
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


def _policy(scope: IConstruct, id: str, principal: Any) -> iam.Policy:
    """Return the policy for one kind of permission of a principal; made once."""
    own, theirs = Stack.of(scope), Stack.of(principal)
    owner = cast("Construct", scope)
    key = f"{id}-{construct_key(principal, own)}"
    if own is not theirs:
        owner = theirs
        key = f"{id}-{construct_key(scope, theirs)}-{construct_key(principal, theirs)}"
    policy = cast("iam.Policy | None", owner.node.try_find_child(key))
    if policy is None:
        policy = resources.add_policy(owner, key)
        principal.attach_inline_policy(policy)
    return policy


def _application_arn(environment: IEnvironmentRef) -> str:
    return arn(environment, environment.environment_ref.application_id)


def _environment_arn(environment: IEnvironmentRef) -> str:
    reference = environment.environment_ref
    return arn(environment, reference.application_id, "environment", reference.environment_id)


def _deployment_arns(environment: IEnvironmentRef) -> list[str]:
    """Return what the actions on deployments count on: all above them as well."""
    own = _environment_arn(environment)
    return [_application_arn(environment), own, f"{own}/deployment/*"]


def _profile_ids(profiles: Sequence[IConfigurationProfileRef] | None) -> list[str]:
    """Return the ids of profiles, or what stands for all of them."""
    if profiles is None:
        return ["*"]
    return [profile.configuration_profile_ref.configuration_profile_id for profile in profiles]


def _profile_arns(
    environment: IEnvironmentRef, profiles: Sequence[IConfigurationProfileRef] | None
) -> list[str]:
    application_id = environment.environment_ref.application_id
    return [
        arn(environment, application_id, "configurationprofile", id)
        for id in _profile_ids(profiles)
    ]


def _strategy_arns(
    environment: IEnvironmentRef, deployment_strategies: Sequence[StrategyInput] | None
) -> list[str]:
    ids = ["*"] if deployment_strategies is None else map(strategy_id, deployment_strategies)
    return [arn(environment, id, kind="deploymentstrategy") for id in ids]


def _key_statements(
    profiles: Sequence[IConfigurationProfileRef] | None, actions: Sequence[str]
) -> list[Statement]:
    """Return what is needed on the customer managed keys of profiles."""
    arns = key_arns(profiles)
    return [(actions, arns)] if arns else []


def _key_arn(profile: Any) -> str | None:
    """Return the key of a profile of ours or of the L1, if it has one."""
    if getattr(profile, "kms_key_identifier", None) is not None:
        return str(profile.attr_kms_key_arn)
    found: str | None = getattr(profile, "kms_key_arn", None)
    return found
