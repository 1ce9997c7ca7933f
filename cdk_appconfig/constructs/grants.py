"""Permissions of people, pipelines and applications, on environments and profiles of anyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks import permission as checks
from cdk_appconfig.constructs._access import grant, reading, starting, stopping, watching, writing
from cdk_appconfig.constructs._argument_kinds import ENVIRONMENT
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._inputs import differ, raise_for, strategy_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk.interfaces.aws_appconfig import IConfigurationProfileRef, IEnvironmentRef

    from cdk_appconfig.constructs._inputs import StrategyInput
    from cdk_appconfig.findings import Finding

__all__ = ["ConfigurationProfileGrants", "EnvironmentGrants", "operation_findings"]


class EnvironmentGrants:
    """What can be allowed on an environment. Get it from ``environment.grants``.

    For an environment of the L1 or the L2, get it with `EnvironmentGrants.from_environment`.

    A permission of a role, a user or a group is in a policy of its own, so that a function may read
    an environment which an alarm of the function watches. What needs a permission waits for it with
    ``grant.apply_before(…)``.
    """

    def __init__(self, environment: IEnvironmentRef) -> None:
        self._environment = environment

    @staticmethod
    @checked(environment=ENVIRONMENT)
    def from_environment(environment: IEnvironmentRef) -> EnvironmentGrants:
        """Return what can be allowed on an environment of anyone: ours, of the L1 or the L2."""
        return EnvironmentGrants(environment)

    @checked()
    def read_config(
        self,
        grantee: iam.IGrantable,
        *,
        profiles: Sequence[IConfigurationProfileRef] | None = None,
    ) -> iam.Grant:
        """Allow to read what is deployed to the environment.

        With customer managed keys of the profiles, ``kms:Decrypt`` on them as well.

        Args:
            grantee: Who may: a function, a role, a user.
            profiles: What may be read. Left out, every profile, their keys excepted.

        Returns:
            The grant.

        Raises:
            AppConfigError: A profile belongs to another application. Nothing has been granted then.

        Source:
            Service authorization reference, resource type ``configuration``.
        """
        self._check(profiles)
        return grant(self._environment, "Read", grantee, reading(self._environment, profiles))

    @checked()
    def start_deployment(
        self,
        grantee: iam.IGrantable,
        *,
        profiles: Sequence[IConfigurationProfileRef] | None = None,
        deployment_strategies: Sequence[StrategyInput] | None = None,
    ) -> iam.Grant:
        """Allow to start deployments to the environment.

        With customer managed keys of the profiles, ``kms:GenerateDataKey`` and ``kms:Decrypt`` on
        them as well: AppConfig decrypts what is stored and encrypts what is deployed.

        Args:
            grantee: Who may: a pipeline, a role, a user.
            profiles: What may be deployed. Left out, every profile of the application, their keys
                excepted.
            deployment_strategies: How it may spread. Left out, in every way.

        Returns:
            The grant.

        Raises:
            AppConfigError: A profile belongs to another application, or a strategy does not exist.
                Nothing has been granted then.

        Source:
            Service authorization reference, ``StartDeployment``.
        """
        self._check(profiles, deployment_strategies)
        statements = starting(self._environment, profiles, deployment_strategies)
        return grant(self._environment, "Start", grantee, statements)

    @checked()
    def stop_deployment(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to stop deployments to the environment, and to take finished ones back.

        Args:
            grantee: Who may: a role, a user, a function.

        Returns:
            The grant.

        Source:
            Service authorization reference, ``StopDeployment``.
        """
        return grant(self._environment, "Stop", grantee, stopping(self._environment))

    @checked()
    def read_deployments(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to see the deployments to the environment, and how far they are.

        Whoever starts a deployment and waits for its end needs it. It shows no data.

        Args:
            grantee: Who may: a pipeline, a role, a function.

        Returns:
            The grant.

        Source:
            Service authorization reference, ``GetDeployment`` and ``ListDeployments``.
        """
        return grant(self._environment, "Watch", grantee, watching(self._environment))

    def _check(
        self,
        profiles: Sequence[IConfigurationProfileRef] | None,
        deployment_strategies: Sequence[StrategyInput] | None = None,
    ) -> None:
        where = self._environment.node.path
        findings = operation_findings(self._environment, profiles, deployment_strategies, where)
        raise_for(f"environment {where}", findings)


class ConfigurationProfileGrants:
    """What can be allowed on a configuration profile. Get it from ``profile.grants``.

    For a profile of the L1, get it with `ConfigurationProfileGrants.from_configuration_profile`.
    """

    def __init__(self, profile: IConfigurationProfileRef) -> None:
        self._profile = profile

    @staticmethod
    @checked()
    def from_configuration_profile(profile: IConfigurationProfileRef) -> ConfigurationProfileGrants:
        """Return what can be allowed on a profile of anyone: ours, of the L1 or imported."""
        return ConfigurationProfileGrants(profile)

    @checked(environment=ENVIRONMENT)
    def read_config(self, grantee: iam.IGrantable, *, environment: IEnvironmentRef) -> iam.Grant:
        """Allow to read what is deployed of the profile to one environment.

        With a customer managed key of the profile, ``kms:Decrypt`` on it as well.

        Args:
            grantee: Who may: a function, a role, a user.
            environment: Where: ours, of the L1 or the L2. IAM names data by profile and
                environment; `EnvironmentGrants.read_config` allows all data of an environment.

        Returns:
            The grant.

        Raises:
            AppConfigError: The environment belongs to another application. Nothing has been granted
                then.

        Source:
            Service authorization reference, resource type ``configuration``.
        """
        return EnvironmentGrants(environment).read_config(grantee, profiles=[self._profile])

    @checked()
    def write_versions(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to store versions of the profile, and to have its validators look at them.

        With a customer managed key of the profile, ``kms:GenerateDataKey`` on it as well. It is for
        profiles of the hosted store: other data is written where it is kept.

        Args:
            grantee: Who may: a role, a user, a function, a pipeline.

        Returns:
            The grant.

        Source:
            Service authorization reference, ``CreateHostedConfigurationVersion`` and
            ``ValidateConfiguration``.
        """
        return grant(self._profile, "Write", grantee, writing(self._profile))


def operation_findings(
    environment: IEnvironmentRef,
    profiles: Sequence[IConfigurationProfileRef] | None,
    deployment_strategies: Sequence[StrategyInput] | None,
    where: str,
) -> Iterator[Finding]:
    """Yield what is wrong with what is to be allowed on an environment.

    Args:
        environment: The environment.
        profiles: Profiles that are named.
        deployment_strategies: Strategies that are named.
        where: Construct path of the environment.
    """
    application_id = environment.environment_ref.application_id
    for profile in profiles or ():
        if differ(application_id, profile.configuration_profile_ref.application_id):
            yield checks.foreign_profile(profile.node.path, where)
    for strategy in deployment_strategies or ():
        yield from strategy_findings(strategy, where)
