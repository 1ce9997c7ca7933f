"""What CloudFormation would do side by side: MiniStack makes one resource after another.

AWS starts a resource as soon as everything it depends on is there, so that two deployments to one
environment meet unless one depends on the other. Row: cal-deploy-in-progress; that CloudFormation
runs into it is known from aws/aws-cdk issue 18745.

Our reading: deployments of one stack operation that do not depend on each other are in flight at
the same time, unless the first was complete in the answer that started it (deploy-instant).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rig.strict.refusal import RefusedError
from rig.strict.seams import engine, stacks

__all__ = ["check_order", "install", "note"]


@dataclass
class _Operation:
    resources: Mapping[str, Any]
    started: list[tuple[str, str, int]] = field(default_factory=list)

    def depends(self, logical_id: str, on: str) -> bool:
        """Tell whether a resource has to wait for another one."""
        seen, waiting = {logical_id}, [logical_id]
        while waiting:
            resource = self.resources.get(waiting.pop(), {})
            needed: set[str] = engine._extract_deps(resource, set(self.resources))
            waiting += needed - seen
            seen |= needed
        return on in seen


_RUNNING: ContextVar[_Operation] = ContextVar("strict_operation")


def install() -> None:
    """Note the resources of each stack operation, which begins by putting them in order."""
    original = stacks._topological_sort

    def sort(resources: dict[str, Any], conditions: dict[str, Any]) -> Any:
        _RUNNING.set(_Operation(resources))
        return original(resources, conditions)

    stacks._topological_sort = sort


def note(logical_id: str, environment_id: str, deployment: Mapping[str, Any]) -> None:
    """Note a deployment that the running operation has started."""
    if deployment["State"] != "COMPLETE":
        number = deployment["DeploymentNumber"]
        _RUNNING.get().started.append((logical_id, environment_id, number))


def check_order(logical_id: str, environment_id: str) -> None:
    """Look for a deployment that would still be in flight when this one starts.

    Raises:
        RefusedError: There is one in the same environment.
    """
    operation = _RUNNING.get()
    for earlier, environment, number in operation.started:
        if environment == environment_id and not operation.depends(logical_id, earlier):
            raise RefusedError(
                f"Deployment {number} is already in progress in environment {environment_id}.",
                status=409,
                code="ConflictException",
            )
