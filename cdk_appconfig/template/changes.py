"""What an update does to every AppConfig resource, known before it is deployed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cdk_appconfig.template.assembly import Source, load
from cdk_appconfig.template.changed_type import changed_type_findings
from cdk_appconfig.template.effect import Cause, Kind
from cdk_appconfig.template.exported import exported_findings
from cdk_appconfig.template.kept_name import kept_name_findings
from cdk_appconfig.template.left_behind import left_behind_findings
from cdk_appconfig.template.moved import moved_findings
from cdk_appconfig.template.shared_number import shared_number_findings
from cdk_appconfig.template.site import Site, sites
from cdk_appconfig.template.unreadable import TemplateError
from cdk_appconfig.template.update import Update

if TYPE_CHECKING:
    from cdk_appconfig.findings import Finding

__all__ = ["Cause", "Changes", "ResourceChange", "changes"]

_APPCONFIG = "AWS::AppConfig::"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceChange:
    """What an update does to one resource.

    Args:
        stack: Name of the stack. A nested stack is its parent and its logical id, joined by ``/``.
        logical_id: Logical id in the template.
        type: For example ``AWS::AppConfig::Deployment``.
        path: Construct path, where the CDK wrote it into the template.
        effect: ``unchanged``, ``updated`` (in place), ``replaced``, ``added`` or ``removed``.
        certain: Whether the effect is known before deployment; otherwise it may come.
        causes: The properties that change, and why.
        stays: Whether AWS keeps what was there, for a resource that is replaced or removed.
    """

    stack: str
    logical_id: str
    type: str
    path: str | None
    effect: Kind
    certain: bool
    causes: tuple[Cause, ...]
    stays: bool

    def __str__(self) -> str:
        """Effect, type and place, then a line for each cause."""
        effect = self.effect if self.certain else f"may be {self.effect}"
        rest = ", and what was there stays" if self.stays else ""
        where = self.logical_id if self.path is None else f"{self.logical_id} ({self.path})"
        lines = [f"{effect}: {self.type.removeprefix(_APPCONFIG)} {where}{rest}"]
        return "\n    ".join([*lines, *map(str, self.causes)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an update does: one entry for each AppConfig resource before or after it.

    Args:
        resources: Stack by stack, in the order of the templates after, then what is gone.
        findings: What makes the update fail.
    """

    resources: tuple[ResourceChange, ...]
    findings: tuple[Finding, ...]

    def having(self, *effects: Kind) -> tuple[ResourceChange, ...]:
        """Return the resources with one of these effects, also where it is not certain."""
        return tuple(one for one in self.resources if one.effect in effects)

    @property
    def rollouts(self) -> tuple[ResourceChange, ...]:
        """The deployments that start, or may start: those that are added or replaced."""
        return tuple(
            one for one in self.having("added", "replaced") if one.type == f"{_APPCONFIG}Deployment"
        )

    def __str__(self) -> str:
        """A report for people: what changes, stack by stack, and what makes the update fail."""
        changing = [one for one in self.resources if one.effect != "unchanged"]
        stacks = dict.fromkeys(one.stack for one in changing)
        lines = []
        for stack in stacks:
            lines.append(stack)
            lines += [_indented(str(one)) for one in changing if one.stack == stack]
        lines.append(f"{len(self.resources) - len(changing)} unchanged")
        return "\n".join([*lines, *map(str, self.findings)])


def changes(before: Source, after: Source) -> Changes:
    """Tell what an update does to every AppConfig resource.

    Values that are given at deployment are taken to stay what they are. What depends on a value
    that nobody can know before deployment is said to be possible, with the reason.

    Args:
        before: What is deployed: a template as a mapping, a template file, or the folder of a cloud
            assembly with all its stacks.
        after: What will be deployed, in the same form.

    Raises:
        TemplateError: Something in it cannot be read.

    Example:
        >>> def template(growth_factor, name):
        ...     strategy = {"Name": name, "DeploymentDurationInMinutes": 10, "ReplicateTo": "NONE",
        ...                 "GrowthFactor": growth_factor}
        ...     resource = {"Type": "AWS::AppConfig::DeploymentStrategy", "Properties": strategy}
        ...     return {"Resources": {"Slow": resource}}
        >>> print(changes(template(10, "slow"), template(20, "slow")))
        template
          updated: DeploymentStrategy Slow
              GrowthFactor is 20 instead of 10
        0 unchanged
        >>> [change] = changes(template(10, "slow"), template(10, "slower")).resources
        >>> change.effect, str(change.causes[0])
        ('replaced', "Name is 'slower' instead of 'slow' (create-only)")

    Source:
        CloudFormation resource schemas, ``createOnlyProperties``; CloudFormation user guide,
        "Update behaviors of stack resources".
    """
    try:
        return _changes(Update(load(before), load(after)))
    except RecursionError:
        raise TemplateError.at(
            "the templates", "values are nested too deep", "make them flatter"
        ) from None


def _changes(update: Update) -> Changes:
    found = list(sites(update))
    findings = (
        *changed_type_findings(found),
        *kept_name_findings(update, found),
        *moved_findings(update, found),
        *exported_findings(update),
        *left_behind_findings(update, found),
        *shared_number_findings(update, found),
    )
    return Changes(resources=tuple(map(_change, found)), findings=findings)


def _change(site: Site) -> ResourceChange:
    return ResourceChange(
        stack=site.pair.stack.name,
        logical_id=site.resource.logical_id,
        type=site.type,
        path=site.resource.path,
        effect=site.effect.kind,
        certain=site.effect.certain,
        causes=site.effect.causes,
        stays=site.stays,
    )


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
