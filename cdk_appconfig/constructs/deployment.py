"""Deployments: one version of a profile on its way to one environment."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from cdk_appconfig.constructs._composed import (
    ComposedDeployment,
    deployment_properties,
    version_properties,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import CfnResource, RemovalPolicy
    from constructs import IDependable

    from cdk_appconfig.constructs._composed import ComposedProfile
    from cdk_appconfig.constructs.dynamic_parameter import DynamicParameter

__all__ = ["AnyDeployment", "Deployment", "SourcedDeployment"]


class AnyDeployment(ComposedDeployment):
    """A deployment, wherever its data comes from."""

    _version_number: str
    _deployment_strategy_id: str

    @property
    def version_number(self) -> str:
        """The version that is deployed, as text: of hosted data its number."""
        return self._version_number

    @property
    def deployment_number(self) -> str:
        """Number of the deployment in its environment."""
        return self.resource.get_att("DeploymentNumber").to_string()

    @property
    def deployment_strategy_id(self) -> str:
        """Id of the strategy it spreads with."""
        return self._deployment_strategy_id


class Deployment(AnyDeployment):
    """One version and one deployment for one profile and one environment.

    Made by ``profile.deploy``, which checks the input and orders deployments. CloudFormation
    replaces the deployment, and so starts a rollout, when its content or its strategy changes, and
    for no other reason.

    Args:
        scope: The profile.
        id: Its construct id, made from the environment's construct id.
        application_id: Application of both.
        environment_id: Environment to deploy to.
        content: What to store, as canonical text.
        content_type: Its media type.
        version_description: Constant ASCII text for the version, for people in the console.
        deployment_strategy_id: How it spreads.
        kms_key_arn: Customer managed key that encrypts the deployed data; changing it starts a
            rollout.
        description: Text of the deployment; changing it starts a rollout.
        tags: Tags of the deployment; changing one starts a rollout.
        dynamic_parameters: Values for parameters of extensions; changing one starts a rollout.
        removal_policy: What happens to a version that is no longer declared.
        version_after: What must be complete before the version; of another deployment its version.
        after: What must be complete first; of another deployment only the deployment itself.

    Source:
        CloudFormation ``AWS::AppConfig::Deployment`` and
        ``AWS::AppConfig::HostedConfigurationVersion``, whose properties are all create-only.
    """

    def __init__(
        self,
        scope: ComposedProfile,
        id: str,
        *,
        application_id: str,
        environment_id: str,
        content: str,
        content_type: str,
        version_description: str,
        deployment_strategy_id: str,
        kms_key_arn: str | None,
        description: str | None,
        tags: Mapping[str, str] | None,
        dynamic_parameters: Sequence[DynamicParameter] | None,
        removal_policy: RemovalPolicy,
        version_after: Sequence[IDependable],
        after: Sequence[IDependable],
    ) -> None:
        """Create the version and the deployment."""
        properties = deployment_properties(
            application_id=application_id,
            environment_id=environment_id,
            configuration_version=None,
            deployment_strategy_id=deployment_strategy_id,
            kms_key_arn=kms_key_arn,
            description=description,
            tags=tags,
            dynamic_parameters=_triples(dynamic_parameters),
        )
        version = version_properties(
            application_id=application_id,
            content=content,
            content_type=content_type,
            description=version_description,
            removal_policy=removal_policy,
        )
        super().__init__(
            scope, id, properties, after=after, version=version, version_after=version_after
        )
        self._deployment_strategy_id = deployment_strategy_id

    @property
    def hosted_version(self) -> CfnResource:
        """The ``AWS::AppConfig::HostedConfigurationVersion`` itself."""
        return cast("CfnResource", super().hosted_version)

    @property
    def version(self) -> CfnResource:
        """The ``AWS::AppConfig::HostedConfigurationVersion`` itself."""
        return self.hosted_version

    @cached_property
    def _version_number(self) -> str:  # type: ignore[override]
        return self.version.ref


class SourcedDeployment(AnyDeployment):
    """One deployment of a version that is kept outside of AppConfig.

    Made by ``profile.deploy`` of a `SourcedProfile`, which checks the input and orders deployments.
    CloudFormation replaces it, and so starts a rollout, when the version, its strategy or its key
    changes, and for no other reason.

    Args:
        scope: The profile.
        id: Its construct id, made from the environment's construct id.
        application_id: Application of both.
        environment_id: Environment to deploy to.
        configuration_version: Version in the source.
        deployment_strategy_id: How it spreads.
        kms_key_arn: Customer managed key that encrypts the deployed data.
        description: Text of the deployment; changing it starts a rollout.
        tags: Tags of the deployment; changing one starts a rollout.
        dynamic_parameters: Values for parameters of extensions; changing one starts a rollout.
        after: What must be complete first; of another deployment only the deployment itself.

    Source:
        CloudFormation ``AWS::AppConfig::Deployment``, whose properties are all create-only.
    """

    def __init__(
        self,
        scope: ComposedProfile,
        id: str,
        *,
        application_id: str,
        environment_id: str,
        configuration_version: str,
        deployment_strategy_id: str,
        kms_key_arn: str | None,
        description: str | None,
        tags: Mapping[str, str] | None,
        dynamic_parameters: Sequence[DynamicParameter] | None,
        after: Sequence[IDependable],
    ) -> None:
        """Create the deployment."""
        properties = deployment_properties(
            application_id=application_id,
            environment_id=environment_id,
            configuration_version=configuration_version,
            deployment_strategy_id=deployment_strategy_id,
            kms_key_arn=kms_key_arn,
            description=description,
            tags=tags,
            dynamic_parameters=_triples(dynamic_parameters),
        )
        super().__init__(scope, id, properties, after=after)
        self._deployment_strategy_id = deployment_strategy_id
        self._version_number = configuration_version


def _triples(parameters: Sequence[DynamicParameter] | None) -> list[tuple[str, str, str]]:
    return [(each.extension_arn, each.name, each.value) for each in parameters or ()]
