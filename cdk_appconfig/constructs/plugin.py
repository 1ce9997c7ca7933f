"""Every check at synth, for any CDK app: a validation plugin."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import TYPE_CHECKING

import jsii
from aws_cdk import (
    IPolicyValidationPlugin,
    PolicyValidationPluginReport,
    PolicyViolatingResource,
    PolicyViolation,
)

from cdk_appconfig.checks.judge import judge
from cdk_appconfig.constructs.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import IPolicyValidationContext

    from cdk_appconfig.checks.judge import ResourceFinding
    from cdk_appconfig.findings import Finding

__all__ = ["AppConfigChecks"]

_NAME = "cdk-appconfig"


@jsii.implements(IPolicyValidationPlugin)
class AppConfigChecks:
    """Judges every AppConfig resource of an app when it is synthesized, whoever made it.

    It reads the templates: resources of the L1, of the L2, of an included template and of this
    package are the same to it. An error stops the synthesis; a warning is printed and does not.
    What a construct of this package warns of by itself is not said twice.
    Each finding can be acknowledged, with a reason, for the whole app or for one construct::

        Validations.of(app).add_plugins(AppConfigChecks())
        Validations.of(app).acknowledge(
            Acknowledgment(id="cdk-appconfig::APPCONFIG333", reason="the stack may wait")
        )

    Example:
        >>> from aws_cdk import App, Validations
        >>> Validations.of(App()).add_plugins(AppConfigChecks())

    Source:
        CDK developer guide, `policy validation at synthesis time
        <https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html>`_.
    """

    @property
    def name(self) -> str:
        """Name of the plugin, the first half of what is acknowledged."""
        return _NAME

    @property
    def version(self) -> str:
        """Version of this package."""
        return importlib.metadata.version(_NAME)

    @property
    def rule_ids(self) -> list[str] | None:
        """Not told: the ids are those of ``docs/checks.md``."""
        return None

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Judge the assembly that is about to be finished.

        Args:
            context: What the CDK says about it.
        """
        files = [Path(stack.template_path) for stack in context.stack_templates]
        found = [finding for folder in _assemblies(files) for finding in judge(folder)]
        findings = _unsaid(found, Ledger.of(context.app_construct).said)
        return PolicyValidationPluginReport(
            success=not any(finding.severity == "error" for finding in findings),
            violations=[_violation(finding) for finding in findings],
        )


def _assemblies(templates: Sequence[Path]) -> list[Path]:
    """Return the outermost assemblies that templates belong to: one, or none without stacks."""
    return list(dict.fromkeys(_outermost(template.parent.absolute()) for template in templates))


def _outermost(folder: Path) -> Path:
    """Return the assembly around the assemblies of stages.

    The assembly of a stage is a folder of its parent's, so that a manifest in the folder above is
    that of the parent.
    """
    while folder.name.startswith("assembly-") and (folder.parent / "manifest.json").is_file():
        folder = folder.parent
    return folder


def _unsaid(found: list[ResourceFinding], said: Sequence[Finding]) -> list[ResourceFinding]:
    """Leave out what constructs warned of: the same words, or else as many of the same check."""
    for warning in said:
        place = warning.where.partition(" $")[0]
        alike = [each for each in found if each.id == warning.id and _is_below(place, each)]
        again = [each for each in alike if each.message == warning.message] or alike[:1]
        found = [each for each in found if each not in again]
    return found


def _is_below(place: str, finding: ResourceFinding) -> bool:
    return f"{finding.resource.where}/".startswith(f"{place}/")


def _violation(finding: ResourceFinding) -> PolicyViolation:
    return PolicyViolation(
        rule_name=finding.id,
        description=f"{finding.where}: {finding.message}: {finding.why} ({finding.source})",
        fix=finding.fix,
        severity=finding.severity,
        violating_resources=[
            PolicyViolatingResource(
                resource_logical_id=finding.logical_id,
                template_path=finding.file or "",
                locations=[finding.path],
            )
        ],
    )
