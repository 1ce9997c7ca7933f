"""What a resource refers to and its template does not declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks.listed import Listed
from cdk_appconfig.findings import Check, Finding, closest, json_path, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.template.stack_template import StackTemplate

UNDECLARED = Check(
    id="APPCONFIG238",
    summary="A resource refers to something that its template does not declare",
    rule="CloudFormation refuses a template in which Ref, Fn::GetAtt, Fn::Sub or DependsOn names "
    "neither a resource nor a parameter",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "intrinsic-function-reference-ref.html",
    evidence="documented",
)


def undeclared_findings(resource: Part) -> Iterator[Finding]:
    """Yield the references of a resource that lead to nothing in its template."""
    found = list(_undeclared_names(resource))
    if found and not resource.is_open and not _may_declare_more(resource.scope.stack):
        yield from found


def _undeclared_names(resource: Part) -> Iterator[Finding]:
    resources = resource.scope.stack.section("Resources")
    parameters = resource.scope.stack.section("Parameters")
    for property, names in resource.declaration.references.items():
        for name in names:
            if name not in resources and name not in parameters and not name.startswith("AWS::"):
                yield _undeclared(name, json_path(property), [*resources, *parameters])
    for name in resource.declaration.depends_on:
        if name not in resources:
            yield _undeclared(name, "$.DependsOn", list(resources))


def _may_declare_more(stack: StackTemplate) -> bool:
    """Tell whether a macro, a loop or a module may bring what is not written."""
    return (
        "Transform" in stack.template
        or any(key.startswith("Fn::") for key in stack.section("Resources"))
        or any(each.type.endswith("::MODULE") for each in stack.resources.values())
    )


def _undeclared(name: str, where: str, declared: list[str]) -> Finding:
    near = closest(name, declared)
    return UNDECLARED.at(
        where,
        message=f"the template declares no {shown(name)}",
        found=shown(name),
        fix=f"did you mean {near!r}?" if near else "declare it, or name what is declared",
    )


LISTED = (Listed("", undeclared_findings, (UNDECLARED,)),)
