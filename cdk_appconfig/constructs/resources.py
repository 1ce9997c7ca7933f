"""Creates the CloudFormation resources of this package, so that how is decided in one place.

They are typed L1s: tags of the app must reach them. Profiles, versions and deployments, which an
app has most of, are made in `_composed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from aws_cdk import CfnResource, PhysicalName, Stack
from aws_cdk import aws_appconfig as l1
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct, IDependable

    from cdk_appconfig.model.extension import ExtensionParameter

__all__ = [
    "Action",
    "add_application",
    "add_deployment_rule",
    "add_deployment_strategy",
    "add_environment",
    "add_extension",
    "add_extension_association",
    "add_managed_policy",
    "add_policy",
    "add_reader_role",
    "add_role",
    "set_actions",
    "set_monitors",
    "wait_for",
]

_PRIMARY = "Resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action of an extension, as CloudFormation takes it.

    Args:
        name: Its name.
        uri: ARN of what it calls.
        role_arn: ARN of the role with which it calls; ``None`` where none is needed.
        description: For people.
    """

    name: str
    uri: str
    role_arn: str | None
    description: str | None


def add_application(scope: Construct, *, name: str, description: str | None) -> l1.CfnApplication:
    """Add an ``AWS::AppConfig::Application``."""
    return l1.CfnApplication(scope, _PRIMARY, name=name, description=description)


def add_environment(
    scope: Construct,
    *,
    application_id: str,
    name: str,
    description: str | None,
    deletion_protection_check: str | None,
) -> l1.CfnEnvironment:
    """Add an ``AWS::AppConfig::Environment`` without monitors."""
    return l1.CfnEnvironment(
        scope,
        _PRIMARY,
        application_id=application_id,
        name=name,
        description=description,
        deletion_protection_check=deletion_protection_check,
    )


def set_monitors(environment: l1.CfnEnvironment, monitors: list[tuple[str, str]]) -> None:
    """Give an environment its monitors: ARN of the alarm, ARN of the role that reads its state."""
    environment.monitors = [
        l1.CfnEnvironment.MonitorsProperty(alarm_arn=alarm, alarm_role_arn=role)
        for alarm, role in monitors
    ]


def add_deployment_strategy(
    scope: Construct,
    *,
    name: str,
    deployment_duration_in_minutes: float,
    growth_factor: float,
    growth_type: str,
    final_bake_time_in_minutes: float,
    description: str | None,
) -> l1.CfnDeploymentStrategy:
    """Add an ``AWS::AppConfig::DeploymentStrategy``; its name replaces it, its numbers do not."""
    return l1.CfnDeploymentStrategy(
        scope,
        _PRIMARY,
        name=name,
        deployment_duration_in_minutes=deployment_duration_in_minutes,
        growth_factor=growth_factor,
        growth_type=growth_type,
        final_bake_time_in_minutes=final_bake_time_in_minutes,
        replicate_to="NONE",
        description=description,
    )


def wait_for(resource: CfnResource, earlier: IDependable) -> None:
    """Let a resource wait for another one, or for all resources of a construct."""
    if isinstance(earlier, CfnResource):
        resource.add_resource_dependency(earlier)
    else:
        resource.node.add_dependency(earlier)


def add_extension(
    scope: Construct,
    *,
    name: str,
    description: str | None,
    actions: Mapping[str, Action],
    parameters: Mapping[str, ExtensionParameter],
) -> l1.CfnExtension:
    """Add an ``AWS::AppConfig::Extension``; its name replaces it, nothing else does."""
    declared = {
        name: l1.CfnExtension.ParameterProperty(
            required=parameter.required,
            dynamic=parameter.dynamic,
            description=parameter.description,
        )
        for name, parameter in parameters.items()
    }
    return l1.CfnExtension(
        scope,
        _PRIMARY,
        name=name,
        description=description,
        actions=_actions(actions),
        parameters=declared or None,
    )


def set_actions(extension: l1.CfnExtension, actions: Mapping[str, Action]) -> None:
    """Give an extension its actions: name of the action point → action."""
    extension.actions = _actions(actions)


def _actions(actions: Mapping[str, Action]) -> dict[str, Any]:
    return {point: [_action(action)] for point, action in actions.items()}


def _action(action: Action) -> dict[str, str]:
    properties = {"Name": action.name, "Uri": action.uri}
    if action.role_arn is not None:
        properties["RoleArn"] = action.role_arn
    if action.description is not None:
        properties["Description"] = action.description
    return properties


def add_extension_association(
    scope: Construct,
    *,
    extension: str,
    version_number: int | None,
    resource_arn: str,
    parameters: Mapping[str, str],
) -> l1.CfnExtensionAssociation:
    """Add an ``AWS::AppConfig::ExtensionAssociation``; only its parameters change in place."""
    return l1.CfnExtensionAssociation(
        scope,
        _PRIMARY,
        extension_identifier=extension,
        extension_version_number=version_number,
        resource_identifier=resource_arn,
        parameters=dict(parameters) or None,
    )


def add_role(
    scope: Construct,
    id: str,
    *,
    description: str,
    policy_name: str,
    statements: Sequence[iam.PolicyStatement],
) -> iam.Role:
    """Add a role that AppConfig may use for resources of the stack's own account.

    The policy is part of the role: AppConfig may use the role as soon as it exists.
    """
    trusted = iam.ServicePrincipal(
        "appconfig.amazonaws.com",
        conditions={"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}},
    )
    return iam.Role(
        scope,
        id,
        description=description,
        assumed_by=cast("iam.IPrincipal", trusted),
        inline_policies={policy_name: iam.PolicyDocument(statements=list(statements))},
    )


def add_policy(scope: Construct, id: str) -> iam.Policy:
    """Add a policy without statements, for a principal that has others already."""
    return iam.Policy(scope, id)


def add_managed_policy(
    scope: Construct,
    id: str,
    *,
    name: str | None,
    description: str,
    statements: Sequence[iam.PolicyStatement],
) -> iam.ManagedPolicy:
    """Add a policy that roles, groups and users can share."""
    return iam.ManagedPolicy(
        scope,
        id,
        managed_policy_name=name,
        description=description,
        statements=list(statements),
    )


def add_reader_role(
    scope: Construct,
    id: str,
    *,
    trusted: Sequence[iam.IPrincipal],
    external_id: str | None,
    statements: Sequence[iam.PolicyStatement],
) -> iam.Role:
    """Add a role with which others read; its policy is part of it.

    It has a name of its own as soon as a stack of another account refers to it.
    """
    principals = iam.CompositePrincipal(*trusted)
    return iam.Role(
        scope,
        id,
        role_name=PhysicalName.GENERATE_IF_NEEDED,
        description="Lets others read the configuration of one environment",
        assumed_by=cast("iam.IPrincipal", principals),
        external_ids=None if external_id is None else [external_id],
        inline_policies={"Read": iam.PolicyDocument(statements=list(statements))},
    )


def add_deployment_rule(
    scope: Construct, id: str, *, description: str, environment_id: str, event: str
) -> events.Rule:
    """Add an EventBridge rule for one kind of event of the deployments to an environment."""
    return events.Rule(
        scope,
        id,
        description=description,
        event_pattern=events.EventPattern(
            source=["aws.appconfig"],
            detail={"Type": [event], "Environment": {"Id": [environment_id]}},
        ),
    )
