"""What an extension does at each point: as the user says it, and brought into one shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cdk_appconfig.checks import extension as checks
from cdk_appconfig.checks.name import description_findings
from cdk_appconfig.constructs._arguments import field_findings
from cdk_appconfig.constructs._destination import Destination, DestinationInput
from cdk_appconfig.constructs._inputs import raise_for, words_for
from cdk_appconfig.model.extension import ActionPoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk.interfaces.aws_iam import IRoleRef

    from cdk_appconfig.findings import Finding

__all__ = [
    "ActionInput",
    "ExtensionAction",
    "PlannedAction",
    "action_findings",
    "in_order",
]

_ORDER = {point.value: place for place, point in enumerate(ActionPoint)}


@dataclass(frozen=True, slots=True)
class ExtensionAction:
    """What an extension does at one point, where a destination alone does not say enough.

    Args:
        destination: What is called; see `Extension`.
        name: Name of the action, 1 to 64 characters. Left out, it is that of the action point.
        description: For people, at most 1024 characters.
        role: The role with which AppConfig calls the destination; it must trust
            ``appconfig.amazonaws.com`` and is used as it is. Left out, one is made.

    Source:
        API ``CreateExtension``, shape ``Action``.
    """

    destination: DestinationInput
    name: str | None = None
    description: str | None = None
    role: IRoleRef | None = None

    def __post_init__(self) -> None:
        """Look at the fields."""
        raise_for("ExtensionAction", field_findings(self))


ActionInput: TypeAlias = "DestinationInput | ExtensionAction"
"""What is done at a point: a destination alone, or an action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """One action as the user wants it, brought into one shape."""

    destination: Destination
    name: str | None
    description: str | None
    role: IRoleRef | None

    @staticmethod
    def of(action: ActionInput) -> PlannedAction:
        """Return an action in the shape that all have."""
        given = action if isinstance(action, ExtensionAction) else ExtensionAction(action)
        return PlannedAction(
            destination=Destination.of(given.destination),
            name=given.name,
            description=given.description,
            role=given.role,
        )


def action_findings(planned: Mapping[str, PlannedAction], where: str) -> list[Finding]:
    """Return what is wrong with actions, by action point."""
    findings: list[Finding] = []
    for point, action in planned.items():
        destination = action.destination
        if destination.unknown is not None:
            findings.append(checks.not_a_destination(point, words_for(destination.unknown), where))
            continue
        if destination.new_bus is not None:
            findings.append(checks.custom_bus(point, destination.new_bus, where))
        findings += checks.action_findings(
            point,
            name=point if action.name is None else action.name,
            uri=destination.arn,
            service=destination.service,
            has_role=action.role is not None or destination.service is not None,
            where=where,
        )
        findings += description_findings(action.description, where)
    return findings


def in_order(points: Mapping[str, object]) -> list[str]:
    """Return action points in the order of the workflow, in whatever order they were given."""
    return sorted(points, key=lambda point: _ORDER[point])
