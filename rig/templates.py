"""Templates that the tests made, judged by the CDK's own rules and by cfn-lint."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from cfnlint import core
from cfnlint.api import lint

Template: TypeAlias = dict[str, Any]

STRICT_CONTEXT = {
    "@aws-cdk/core:explicitStackTags": True,
    "@aws-cdk/core:validateAgainstDefaultRules": True,
}
"""Context of an app whose synthesis fails on what the CDK's own rules find."""


OF_THE_L2 = {("W3005", "AWS::Lambda::Function"), ("W3005", "AWS::CodePipeline::Pipeline")}
"""What constructs of the L2 are known to break: a rule of cfn-lint, and the type that breaks it.

A function and a pipeline wait for their role, which they refer to anyway.
"""


def judged(assembly: Path) -> dict[str, Template]:
    """Return the templates of a cloud assembly by file, after nothing was found in them.

    Args:
        assembly: The cloud assembly, with those of its stages.

    Raises:
        AssertionError: The CDK's own rules or cfn-lint, its warnings included, found something.
    """
    report = json.loads((assembly / "validation-report.json").read_text())
    found = [one for plugin in report["pluginReports"] for one in plugin["violations"]]
    templates = {}
    for file in sorted(assembly.rglob("*.template.json")):
        text = file.read_text()
        template = templates[file.name.removesuffix(".template.json")] = json.loads(text)
        matches: list[Any] = lint(text, _rules(), ["us-east-1"])
        found += [
            f"{file.name}: {match}"
            for match in matches
            if (match.rule.id, _type_at(template, match.path)) not in OF_THE_L2
        ]
    if found:
        raise AssertionError("\n".join(map(str, found)))
    return templates


def _type_at(template: Template, path: Sequence[Any]) -> str | None:
    """Return the type of the resource that a path leads into, if it leads into one."""
    resource = template["Resources"].get(path[1]) if path[:1] == ["Resources"] else None
    return None if resource is None else str(resource["Type"])


@cache
def _rules() -> Any:
    return core.get_rules([], [], ["W", "E"], {})


def of_type(template: Template, type: str) -> dict[str, Any]:
    """Return the resources of one type by logical id."""
    return {
        logical_id: resource
        for logical_id, resource in template["Resources"].items()
        if resource["Type"] == type
    }


def only(template: Template, type: str) -> dict[str, Any]:
    """Return the properties of the only resource of a type."""
    [resource] = of_type(template, type).values()
    properties: dict[str, Any] = resource["Properties"]
    return properties
