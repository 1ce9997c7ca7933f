"""What the judge's list is made of, and the names of the types that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cdk_appconfig.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cdk_appconfig.checks.app import Part, Shape
    from cdk_appconfig.findings import Check, Finding

    Kind: TypeAlias = type

__all__ = [
    "APPLICATION",
    "ASSOCIATION",
    "DEPLOYMENT",
    "ENVIRONMENT",
    "EXPERIMENT",
    "EXTENSION",
    "PROFILE",
    "RUN",
    "STRATEGY",
    "VERSION",
    "Listed",
]

APPLICATION = "AWS::AppConfig::Application"
ASSOCIATION = "AWS::AppConfig::ExtensionAssociation"
DEPLOYMENT = "AWS::AppConfig::Deployment"
ENVIRONMENT = "AWS::AppConfig::Environment"
EXPERIMENT = "AWS::AppConfig::ExperimentDefinition"
EXTENSION = "AWS::AppConfig::Extension"
PROFILE = "AWS::AppConfig::ConfigurationProfile"
RUN = "AWS::AppConfig::ExperimentRun"
STRATEGY = "AWS::AppConfig::DeploymentStrategy"
VERSION = "AWS::AppConfig::HostedConfigurationVersion"


class Listed(Record):
    """A function that looks at one resource, and the checks whose findings it gives.

    Args:
        type: The type of resource that it looks at; empty for every type of AppConfig.
        find: Yields findings relative to the resource: ``$`` is the resource itself, ``$.Name`` its
            property. A property that is known at deployment only yields none.
        checks: The checks it finds, besides those of the model.
        reads: The properties without which it finds nothing: it is called when one of them is there
            at least, and always when none is told.
        kind: Of which kind one of them has to be.
    """

    type: str
    find: Callable[[Part], Iterator[Finding]]
    checks: tuple[Check, ...]
    reads: tuple[str, ...] = ()
    kind: Kind = object

    def concerns(self, shape: Shape) -> bool:
        """Tell whether it may find anything at a resource of a shape."""
        _, names, kinds = shape
        return not self.reads or any(
            name in self.reads and issubclass(kind, self.kind)
            for name, kind in zip(names, kinds, strict=True)
        )
