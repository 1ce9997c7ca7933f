"""The deployments to one environment, one after another, whoever declared them.

AppConfig refuses a deployment while another one to the same environment is running. CloudFormation
starts what nothing holds back, so order has to be said with ``DependsOn``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import CfnResource

from cdk_appconfig.constructs._inputs import environment_identity
from cdk_appconfig.constructs._tree import deployments_of_others

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aws_cdk import Stack
    from aws_cdk import aws_appconfig as l1
    from constructs import IDependable

    from cdk_appconfig.constructs.deployment import AnyDeployment

__all__ = ["DeploymentQueue"]


class DeploymentQueue:
    """The deployments to one environment within one stack, in the order in which they run.

    Args:
        stack: The stack of the deployments.
        environment: What the environment is known by; see `environment_identity`.
    """

    def __init__(self, stack: Stack, environment: str) -> None:
        self._stack = stack
        self._environment = environment
        self._ours: list[AnyDeployment] = []
        self._earlier = self._of_others()

    def before_next(self) -> Sequence[IDependable]:
        """Return what the next deployment must wait for.

        That is our last one. The first one waits for all that L1 and L2 constructs have declared.
        """
        return self._ours[-1:] or self._earlier

    def add(self, deployment: AnyDeployment) -> None:
        """Note a new deployment; it comes after all others."""
        self._ours.append(deployment)

    def place_late_ones(self) -> None:
        """Let deployments that L1 and L2 constructs declared after ours wait for them.

        One that ours already wait for, by ``after=`` or a dependency of the user's, stays where it
        is and waits for those before.
        """
        known = {deployment.node.path for deployment in self._earlier}
        for deployment in self._of_others():
            if deployment.node.path not in known:
                self._place(deployment)

    def _place(self, late: CfnResource) -> None:
        """Let a deployment wait for those of ours that do not wait for it.

        What waits for what is looked at again each time: placing one may be what lets ours wait
        for the next.
        """
        before: CfnResource | None = None
        for ours in self._ours:
            if late.node.path in _waits_for(ours.resource):
                break
            before = ours.resource
        if before is not None:
            late.add_resource_dependency(before)

    def _of_others(self) -> list[l1.CfnDeployment]:
        return [
            deployment
            for deployment in deployments_of_others(self._stack)
            if environment_identity(deployment.environment_id, self._stack) == self._environment
        ]


def _waits_for(resource: CfnResource) -> set[str]:
    """Return the paths of everything that a resource has been told to wait for."""
    paths: set[str] = set()
    queue = [resource]
    while queue:
        for other in _dependencies(queue.pop()):
            if other.node.path not in paths:
                paths.add(other.node.path)
                queue.append(other)
    return paths


def _dependencies(resource: CfnResource) -> Iterator[CfnResource]:
    for other in resource.obtain_dependencies():
        if isinstance(other, CfnResource):
            yield other
    for scope in resource.node.scopes:
        for construct in scope.node.dependencies:
            for inner in construct.node.find_all():
                if isinstance(inner, CfnResource):
                    yield inner
