"""Deployments: one version of a profile on its way to one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cdk_appconfig.constructs._composed import ComposedDeployment

if TYPE_CHECKING:
    from aws_cdk import CfnResource
    from constructs import Construct

__all__ = ["AnyDeployment", "Deployment", "SourcedDeployment"]


class AnyDeployment(ComposedDeployment):
    """A deployment, wherever its data comes from. Made by ``profile.deploy``."""

    def __init__(
        self, made: Construct, *, deployment_strategy_id: str, version_number: str | None
    ) -> None:
        """Stand for what is made already; without a version number a version was made for it."""
        super().__init__(made)
        self._deployment_strategy_id = deployment_strategy_id
        self._version_number = version_number

    @property
    def resource(self) -> CfnResource:
        """The ``AWS::AppConfig::Deployment`` itself."""
        return self._resource

    @property
    def hosted_version(self) -> CfnResource | None:
        """The hosted version that was made for it, if there is one."""
        return self._version

    @property
    def version_number(self) -> str:
        """The version that is deployed, as text: of hosted data its number."""
        if self._version_number is None:
            self._version_number = cast("CfnResource", self._version).ref
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

    Source:
        CloudFormation ``AWS::AppConfig::Deployment`` and
        ``AWS::AppConfig::HostedConfigurationVersion``, whose properties are all create-only.
    """

    @property
    def hosted_version(self) -> CfnResource:
        """The ``AWS::AppConfig::HostedConfigurationVersion`` itself."""
        return cast("CfnResource", self._version)

    @property
    def version(self) -> CfnResource:
        """The ``AWS::AppConfig::HostedConfigurationVersion`` itself."""
        return self.hosted_version


class SourcedDeployment(AnyDeployment):
    """One deployment of a version that is kept outside of AppConfig.

    Made by ``profile.deploy`` of a `SourcedProfile`, which checks the input and orders deployments.
    CloudFormation replaces it, and so starts a rollout, when the version, its strategy or its key
    changes, and for no other reason.

    Source:
        CloudFormation ``AWS::AppConfig::Deployment``, whose properties are all create-only.
    """
