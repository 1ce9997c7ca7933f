"""What deployments of an application must wait for, in whatever order both are declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._inputs import stack_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import Stack
    from aws_cdk.interfaces.aws_appconfig import IConfigurationProfileRef
    from constructs import IConstruct

    from cdk_appconfig.constructs.deployment import AnyDeployment

__all__ = ["DeploymentPlace", "Prerequisite", "Prerequisites"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentPlace:
    """Where something is deployed: a profile in an environment.

    Args:
        environment_id: Environment that it goes to.
        profile: Profile that is deployed.
        stack: Its stack.
    """

    environment_id: str
    profile: IConfigurationProfileRef
    stack: Stack


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

    def concerns(self, place: DeploymentPlace) -> bool:
        """Tell whether deployments to a place are some that must wait, and both are in one stack.

        Between stacks the order is the user's: a dependency could make a cycle of stacks.
        """
        return (
            self.environment_id in {None, place.environment_id}
            and self._is_of(place.profile)
            and stack_of(self.resource) is place.stack
        )

    def _is_of(self, profile: IConfigurationProfileRef) -> bool:
        """Tell whether it concerns a profile; the id of one is only asked for if it matters."""
        own = self.configuration_profile_id
        return own is None or own == profile.configuration_profile_ref.configuration_profile_id

    def precede(self, deployment: AnyDeployment) -> None:
        """Let a deployment wait that is made already."""
        resources.wait_for(deployment.resource, self.resource)
        version = deployment.hosted_version
        if self.before_versions and version is not None:
            resources.wait_for(version, self.resource)


class Prerequisites:
    """What must be complete first, and what waits, by application."""

    def __init__(self) -> None:
        self._prerequisites: dict[str, list[Prerequisite]] = {}
        self._deployments: dict[str, list[tuple[DeploymentPlace, AnyDeployment]]] = {}

    def add(self, application_id: str, prerequisite: Prerequisite) -> None:
        """Let deployments wait for something: those declared already, and those to come."""
        self._prerequisites.setdefault(application_id, []).append(prerequisite)
        for place, deployment in self.deployments_of(application_id):
            if prerequisite.concerns(place):
                prerequisite.precede(deployment)

    def before(self, application_id: str, place: DeploymentPlace) -> list[Prerequisite]:
        """Return what must be complete before a deployment that is about to be made."""
        known = self._prerequisites.get(application_id, [])
        return [prerequisite for prerequisite in known if prerequisite.concerns(place)]

    def deployments_of(
        self, application_id: str
    ) -> Sequence[tuple[DeploymentPlace, AnyDeployment]]:
        """Return the deployments of an application, in the order in which they were declared."""
        return self._deployments.get(application_id, [])

    def add_deployment(
        self, application_id: str, place: DeploymentPlace, deployment: AnyDeployment
    ) -> None:
        """Note a deployment for what is declared after it."""
        self._deployments.setdefault(application_id, []).append((place, deployment))
