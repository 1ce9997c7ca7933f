"""The judge: every check over every resource of an app.

Constructs raise what they find in their own input, at the user's line. The judge looks at a whole
app, whoever wrote it, and calls the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from cdk_appconfig.checks import (
    access,
    association_in_template,
    boundary,
    configuration_profile,
    content,
    deployment,
    deployment_strategy,
    dynamic_parameter,
    environment,
    experiment,
    extension_in_template,
    hosted_configuration_version,
    name,
    quota,
    resource_schema,
    rollout,
    tag,
    validator_in_template,
)
from cdk_appconfig.checks.app import App
from cdk_appconfig.findings import Finding, json_steps
from cdk_appconfig.template.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.checks.listed import Listed
    from cdk_appconfig.template.assembly import Source
    from cdk_appconfig.template.resource import Resource

__all__ = ["LISTED", "ResourceFinding", "judge"]

_APPCONFIG = "AWS::AppConfig::"

LISTED: tuple[Listed, ...] = (
    *resource_schema.LISTED,
    *name.LISTED,
    *tag.LISTED,
    *configuration_profile.LISTED,
    *access.LISTED,
    *validator_in_template.LISTED,
    *content.LISTED,
    *hosted_configuration_version.LISTED,
    *environment.LISTED,
    *deployment_strategy.LISTED,
    *deployment.LISTED,
    *rollout.LISTED,
    *extension_in_template.LISTED,
    *association_in_template.LISTED,
    *dynamic_parameter.LISTED,
    *experiment.LISTED,
    *boundary.LISTED,
    *quota.LISTED,
)
"""Every function that the judge calls, in the order of its findings at one resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFinding(Finding):
    """A finding at a resource of a template.

    Args:
        resource: The resource.
        path: JSON path into the properties of the resource; ``$`` for the resource itself.
    """

    resource: Resource
    path: str

    @property
    def logical_id(self) -> str:
        """Logical id of the resource."""
        return self.resource.logical_id

    @property
    def file(self) -> str | None:
        """The file of the template, if it was read from one."""
        return self.resource.file

    def line(self) -> int | None:
        """Return the line in that file, as far as it is known."""
        file = self.resource.stack.file
        if file is None:
            return None
        steps = tuple(json_steps(self.path))
        within = ("Properties", *steps) if steps else ()
        return file.line(("Resources", self.logical_id, *within))


def judge(source: Graph | Source) -> list[ResourceFinding]:
    """Return everything that is wrong with the AppConfig resources of an app.

    Args:
        source: The app: a `Graph`, or what ``Graph.read`` takes.

    Returns:
        The findings, in the order of stacks and resources.
    """
    found: dict[ResourceFinding, None] = {}
    graph = source if isinstance(source, Graph) else Graph.read(source)
    for resource in App(graph).parts:
        if resource.type.startswith(_APPCONFIG):
            found.update(dict.fromkeys(_findings(resource)))
    return list(found)


def _findings(resource: Part) -> Iterator[ResourceFinding]:
    for listed in LISTED:
        if listed.type in {"", resource.type}:
            for finding in listed.find(resource):
                yield _placed(finding, resource)


def _placed(finding: Finding, resource: Part) -> ResourceFinding:
    said = {field.name: getattr(finding, field.name) for field in fields(Finding)}
    return ResourceFinding(
        **{**said, "where": resource.where + finding.where.removeprefix("$")},
        resource=resource.resource,
        path=finding.where,
    )
