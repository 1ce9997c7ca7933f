"""What deployments of an application must wait for, in whatever order both are declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Stack

from cdk_appconfig.constructs import resources

if TYPE_CHECKING:
    from aws_cdk import CfnResource
    from constructs import IConstruct

__all__ = ["Prerequisite", "Prerequisites", "Rollout"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """One deployment, with what it deploys to where.

    Args:
        environment_id: Environment that it goes to.
        configuration_profile_id: Profile that is deployed.
        deployment: The ``AWS::AppConfig::Deployment``.
        version: The ``AWS::AppConfig::HostedConfigurationVersion`` made for it, if there is one.
    """

    environment_id: str
    configuration_profile_id: str
    deployment: CfnResource
    version: CfnResource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """What must be complete before certain deployments of an application start.

    Args:
        resource: The resource, or a construct with all resources below it.
        environment_id: Only deployments to this environment wait; ``None`` for all.
        configuration_profile_id: Only deployments of this profile wait; ``None`` for all.
        before_versions: Whether the versions that are deployed wait as well.
    """

    resource: IConstruct
    environment_id: str | None = None
    configuration_profile_id: str | None = None
    before_versions: bool = False

    def precede(self, rollout: Rollout) -> None:
        """Let a rollout wait, if it is one that must and both are in one stack.

        Between stacks the order is the user's: a dependency could make a cycle of stacks.
        """
        if (
            self.environment_id in {None, rollout.environment_id}
            and self.configuration_profile_id in {None, rollout.configuration_profile_id}
            and Stack.of(self.resource) is Stack.of(rollout.deployment)
        ):
            resources.wait_for(rollout.deployment, self.resource)
            if self.before_versions and rollout.version is not None:
                resources.wait_for(rollout.version, self.resource)


class Prerequisites:
    """What must be complete first, and what waits, by application."""

    def __init__(self) -> None:
        self._prerequisites: dict[str, list[Prerequisite]] = {}
        self._rollouts: dict[str, list[Rollout]] = {}

    def add(self, application_id: str, prerequisite: Prerequisite) -> None:
        """Let deployments wait for something: those declared already, and those to come."""
        self._prerequisites.setdefault(application_id, []).append(prerequisite)
        for rollout in self._rollouts.get(application_id, []):
            prerequisite.precede(rollout)

    def add_rollout(self, application_id: str, rollout: Rollout) -> None:
        """Note a deployment, and let it wait for what must be complete first."""
        self._rollouts.setdefault(application_id, []).append(rollout)
        for prerequisite in self._prerequisites.get(application_id, []):
            prerequisite.precede(rollout)
