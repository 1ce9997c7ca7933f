"""What profiles of the hosted store share: identity, versions and deployments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import jsii
from aws_cdk import RemovalPolicy, Stack, interfaces
from aws_cdk.interfaces.aws_appconfig import ConfigurationProfileReference, IConfigurationProfileRef
from constructs import Construct

from cdk_appconfig.checks import deployment as checks
from cdk_appconfig.checks.hosted_configuration_version import no_snapshot
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._deploying import (
    DeploymentOptions,
    environment_key,
    environments_of,
    version_description,
)
from cdk_appconfig.constructs._inputs import child_path, differ, raise_for
from cdk_appconfig.constructs._prerequisites import Rollout
from cdk_appconfig.constructs.deployment import Deployment
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.warnings import warn, warn_about_stack_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import CfnResource
    from aws_cdk.interfaces.aws_appconfig import IApplicationRef, IEnvironmentRef
    from aws_cdk.interfaces.aws_kms import IKeyRef
    from constructs import IDependable

    from cdk_appconfig.findings import Finding

__all__ = ["HostedStoreProfile", "Stored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Content as it is stored, and what is wrong with it.

    Args:
        text: The text to store.
        content_type: Its media type.
        findings: What is wrong with it, at the profile.
    """

    text: str
    content_type: str
    findings: Sequence[Finding]


@jsii.implements(IConfigurationProfileRef)
class HostedStoreProfile(Construct):
    """A configuration profile in the hosted store of AppConfig, whatever it holds."""

    _type: ClassVar[str]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        configuration_profile_name: str | None,
        description: str | None,
        kms_key: IKeyRef | None,
        removal_policy: RemovalPolicy,
    ) -> None:
        """Check the input, then create the profile."""
        path = child_path(scope, id)
        name = id if configuration_profile_name is None else configuration_profile_name
        application_id = application.application_ref.application_id
        ledger = Ledger.of(scope)
        findings = ledger.new_name_findings(
            "configuration profile", application_id, name, description, path
        )
        if removal_policy == RemovalPolicy.SNAPSHOT:
            findings.append(no_snapshot(path))
        raise_for(f"configuration profile {path}", findings)
        super().__init__(scope, id)
        ledger.take_name("configuration profile", application_id, name, path)
        self._path = path
        self._ledger = ledger
        self._application_id = application_id
        self._name = name
        self._removal_policy = removal_policy
        self._kms_key_arn = None if kms_key is None else kms_key.key_ref.key_arn
        self._resource = resources.add_hosted_profile(
            self,
            application_id=application_id,
            name=name,
            description=description,
            type=self._type,
            kms_key_arn=self._kms_key_arn,
        )
        self._id = self._resource.ref
        self._deployed_to: set[str] = set()
        self._last_version: CfnResource | None = None

    @property
    def application_id(self) -> str:
        """Id of the application it belongs to."""
        return self._application_id

    @property
    def configuration_profile_id(self) -> str:
        """Id of the profile, such as ``yjqg3ia``; known once it is deployed."""
        return self._id

    @property
    def configuration_profile_name(self) -> str:
        """Name of the profile in AppConfig; applications read their data by it."""
        return self._name

    @property
    def configuration_profile_arn(self) -> str:
        """ARN of the profile."""
        return Stack.of(self).format_arn(
            service="appconfig",
            resource="application",
            resource_name=f"{self._application_id}/configurationprofile/{self._id}",
        )

    @property
    def configuration_profile_ref(self) -> ConfigurationProfileReference:
        """Reference to the profile, as L1 and L2 constructs take it."""
        return ConfigurationProfileReference(
            application_id=self._application_id, configuration_profile_id=self._id
        )

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the profile."""
        stack = Stack.of(self)
        return interfaces.ResourceEnvironment(account=stack.account, region=stack.region)

    def _deploy_to(
        self, environment: object, stored: Stored, options: DeploymentOptions
    ) -> list[Deployment]:
        environments = environments_of(environment)
        findings = [
            *stored.findings,
            *self._environment_findings(environments),
            *options.findings(self._path),
        ]
        raise_for(f"deployment of {self._path}", findings)
        for finding in findings:
            warn(self, finding)
        deployments: list[Deployment] = []
        for each in environments:
            after = deployments[-1:] if options.after is None else options.after
            deployments.append(self._deploy(each, stored, options, after))
        return deployments

    def _environment_findings(self, environments: Sequence[Any]) -> list[Finding]:
        findings: list[Finding] = []
        seen = set(self._deployed_to)
        for environment in environments:
            if not hasattr(environment, "environment_ref"):
                findings.append(checks.not_an_environment(self._path, environment))
                continue
            reference = environment.environment_ref
            if differ(self._application_id, reference.application_id):
                findings.append(checks.foreign_environment(self._path, environment.node.path))
            elif reference.environment_id in seen:
                findings.append(checks.deployed_twice(self._path, environment.node.path))
            seen.add(reference.environment_id)
        return findings

    def _deploy(
        self,
        environment: IEnvironmentRef,
        stored: Stored,
        options: DeploymentOptions,
        after: Sequence[IDependable],
    ) -> Deployment:
        stack = Stack.of(self)
        environment_id = environment.environment_ref.environment_id
        first = not self._ledger.queues_of(stack)
        queue = self._ledger.queue(self._application_id, environment_id, stack)
        deployment = Deployment(
            self,
            f"Deployment-{environment_key(environment, self._path, stack)}",
            application_id=self._application_id,
            environment_id=environment_id,
            configuration_profile_id=self._id,
            content=stored.text,
            content_type=stored.content_type,
            version_description=version_description(environment),
            deployment_strategy_id=options.strategy_id(environment),
            kms_key_arn=self._kms_key_arn,
            description=options.description,
            tags=options.tags,
            removal_policy=self._removal_policy,
            version_after=self._last_version,
            after=[*after, *queue.before_next()],
        )
        self._deployed_to.add(environment_id)
        self._last_version = deployment.version
        rollout = Rollout(
            environment_id=environment_id,
            configuration_profile_id=self._id,
            deployment=deployment.resource,
            version=deployment.version,
        )
        self._ledger.prerequisites.add_rollout(self._application_id, rollout)
        queue.add(deployment.resource)
        if first:
            self._ledger.look_again_at_synthesis(deployment.resource)
            warn_about_stack_tags(deployment.resource)
        return deployment
