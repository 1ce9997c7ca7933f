"""The judge: every check over every resource of an app.

Constructs raise what they find in their own input, at the user's line. The judge looks at a whole
app, whoever wrote it, and calls the same functions.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks import listed as types
from cdk_appconfig.checks.app import App
from cdk_appconfig.findings import Finding, json_steps
from cdk_appconfig.template.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.checks.listed import Listed
    from cdk_appconfig.template.assembly import Source
    from cdk_appconfig.template.resource import Resource

    LISTED: tuple[Listed, ...]

__all__ = ["LISTED", "ResourceFinding", "judge"]

_APPCONFIG = "AWS::AppConfig::"

_MODULES: dict[str, tuple[str, ...]] = {
    "resource_schema": (),
    "undeclared": (),
    "name": (),
    "tag": (),
    "configuration_profile": (types.ENVIRONMENT, types.PROFILE, types.DEPLOYMENT),
    "access": (types.ENVIRONMENT, types.PROFILE, types.DEPLOYMENT),
    "validator_in_template": (types.PROFILE, types.VERSION, types.DEPLOYMENT),
    "content": (types.VERSION,),
    "hosted_configuration_version": (types.VERSION,),
    "environment": (types.ENVIRONMENT,),
    "deployment_strategy": (types.STRATEGY,),
    "deployment": (types.VERSION, types.DEPLOYMENT),
    "rollout": (types.ENVIRONMENT, types.DEPLOYMENT),
    "extension_in_template": (types.EXTENSION,),
    "association_in_template": (types.ASSOCIATION,),
    "dynamic_parameter": (types.DEPLOYMENT,),
    "experiment": (types.EXPERIMENT, types.RUN),
    "boundary": (),
    "quota": (types.APPLICATION, types.STRATEGY),
}
"""Module → the types that its functions look at; none stands for every type.

The modules stand in the order of their findings at one resource. One is loaded when a resource of
its types is judged: most apps have no experiment and no extension.
"""


def __getattr__(name: str) -> Any:
    """Make ``LISTED``: every function that the judge calls, in the order of its findings."""
    if name != "LISTED":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return tuple(_listed(_MODULES))


def _listed(modules: Iterable[str]) -> Iterator[Listed]:
    for module in modules:
        yield from importlib.import_module(f"cdk_appconfig.checks.{module}").LISTED


def _listed_for(found: Collection[str]) -> dict[str, list[Listed]]:
    """Return the functions that look at each of some types, in the order of their findings."""
    modules = [name for name, of in _MODULES.items() if not of or not set(of).isdisjoint(found)]
    listed = tuple(_listed(modules))
    return {type: [each for each in listed if each.type in {"", type}] for type in found}


class ResourceFinding(Finding, kw_only=True):
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
    parts = [part for part in App(graph).parts if part.type.startswith(_APPCONFIG)]
    listed = _listed_for({part.type for part in parts})
    by_shape = {
        shape: [each.find for each in listed[shape[0]] if each.concerns(shape)]
        for shape in {part.shape for part in parts}
    }
    for part in parts:
        for find in by_shape[part.shape]:
            for finding in find(part):
                found[_placed(finding, part)] = None
    return list(found)


def _placed(finding: Finding, resource: Part) -> ResourceFinding:
    return ResourceFinding(
        check=finding.check,
        where=resource.where + finding.where.removeprefix("$"),
        message=finding.message,
        found=finding.found,
        fix=finding.fix,
        resource=resource.resource,
        path=finding.where,
    )
