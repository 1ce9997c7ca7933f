"""Creates every CloudFormation resource of this package, so that how they are made is one decision.

Applications, environments, profiles and strategies are typed L1s: tags of the app must reach them.
Versions have no tags, and a deployment is replaced when a tag of it changes, so both are plain
``CfnResource`` objects that ``Tags.of(app)`` does not reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import CfnResource, RemovalPolicy
from aws_cdk import aws_appconfig as l1

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct, IDependable

__all__ = [
    "add_application",
    "add_deployment",
    "add_deployment_strategy",
    "add_environment",
    "add_hosted_configuration_version",
    "add_hosted_profile",
    "set_monitors",
    "wait_for",
]

_PRIMARY = "Resource"


def add_application(scope: Construct, *, name: str, description: str | None) -> l1.CfnApplication:
    """Add an ``AWS::AppConfig::Application``."""
    return l1.CfnApplication(scope, _PRIMARY, name=name, description=description)


def add_environment(
    scope: Construct, *, application_id: str, name: str, description: str | None
) -> l1.CfnEnvironment:
    """Add an ``AWS::AppConfig::Environment`` without monitors."""
    return l1.CfnEnvironment(
        scope, _PRIMARY, application_id=application_id, name=name, description=description
    )


def set_monitors(environment: l1.CfnEnvironment, monitors: list[tuple[str, str]]) -> None:
    """Give an environment its monitors: ARN of the alarm, ARN of the role that reads its state."""
    environment.monitors = [
        l1.CfnEnvironment.MonitorsProperty(alarm_arn=alarm, alarm_role_arn=role)
        for alarm, role in monitors
    ]


def add_hosted_profile(
    scope: Construct,
    *,
    application_id: str,
    name: str,
    description: str | None,
    type: str,
    kms_key_arn: str | None,
) -> l1.CfnConfigurationProfile:
    """Add an ``AWS::AppConfig::ConfigurationProfile`` in the hosted store."""
    return l1.CfnConfigurationProfile(
        scope,
        _PRIMARY,
        application_id=application_id,
        name=name,
        description=description,
        location_uri="hosted",
        type=type,
        kms_key_identifier=kms_key_arn,
    )


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


def add_hosted_configuration_version(
    scope: Construct,
    id: str,
    *,
    application_id: str,
    configuration_profile_id: str,
    content: str,
    content_type: str,
    description: str,
    removal_policy: RemovalPolicy,
    after: CfnResource | None,
) -> CfnResource:
    """Add an ``AWS::AppConfig::HostedConfigurationVersion``; every property replaces it."""
    version = _add(
        scope,
        id,
        "AWS::AppConfig::HostedConfigurationVersion",
        {
            "ApplicationId": application_id,
            "ConfigurationProfileId": configuration_profile_id,
            "Content": content,
            "ContentType": content_type,
            "Description": description,
        },
    )
    version.apply_removal_policy(removal_policy)
    if after is not None:
        version.add_resource_dependency(after)
    return version


def add_deployment(
    scope: Construct,
    *,
    application_id: str,
    environment_id: str,
    configuration_profile_id: str,
    configuration_version: str,
    deployment_strategy_id: str,
    kms_key_arn: str | None,
    description: str | None,
    tags: Mapping[str, str] | None,
    after: Sequence[IDependable],
) -> CfnResource:
    """Add an ``AWS::AppConfig::Deployment``; every property replaces it and so starts a rollout."""
    properties: dict[str, Any] = {
        "ApplicationId": application_id,
        "EnvironmentId": environment_id,
        "ConfigurationProfileId": configuration_profile_id,
        "ConfigurationVersion": configuration_version,
        "DeploymentStrategyId": deployment_strategy_id,
    }
    if kms_key_arn is not None:
        properties["KmsKeyIdentifier"] = kms_key_arn
    if description is not None:
        properties["Description"] = description
    if tags:
        properties["Tags"] = [{"Key": key, "Value": tags[key]} for key in sorted(tags)]
    deployment = _add(scope, _PRIMARY, "AWS::AppConfig::Deployment", properties)
    for earlier in after:
        wait_for(deployment, earlier)
    return deployment


def wait_for(resource: CfnResource, earlier: IDependable) -> None:
    """Let a resource wait for another one, or for all resources of a construct."""
    if isinstance(earlier, CfnResource):
        resource.add_resource_dependency(earlier)
    else:
        resource.node.add_dependency(earlier)


def _add(scope: Construct, id: str, type: str, properties: Mapping[str, Any]) -> CfnResource:
    return CfnResource(scope, id, type=type, properties=properties)
