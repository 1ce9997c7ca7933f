"""Parameters of extensions that a deployment gives values for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks.listed import DEPLOYMENT, EXTENSION, Listed
from cdk_appconfig.checks.value import Link
from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.model.extension import ExtensionParameter

__all__ = ["LISTED", "name_findings", "too_many"]

COUNT = Check(
    id="APPCONFIG374",
    summary="A deployment gives values to too many parameters of extensions",
    rule=f"a deployment gives values to at most {limits.DYNAMIC_PARAMETERS} parameters",
    source=limits.DYNAMIC_PARAMETERS.source,
    evidence=limits.DYNAMIC_PARAMETERS.evidence,
)
NOT_DYNAMIC = Check(
    id="APPCONFIG375",
    summary="A deployment gives a value to a parameter that is not a dynamic one",
    rule="a deployment gives values to the dynamic parameters that its extensions declare",
    source=limits.DYNAMIC_PARAMETERS.source,
    evidence="documented",
    severity="warning",
)

_PROPERTY = "DynamicExtensionParameters"


def dynamic_parameter_findings(deployment: Part) -> Iterator[Finding]:
    """Yield what is wrong with the parameters that a deployment gives values for."""
    given = deployment.items(_PROPERTY) or []
    if len(given) > limits.DYNAMIC_PARAMETERS:
        yield too_many(len(given), f"$.{_PROPERTY}")
    for index, each in enumerate(given):
        extension = each.get("ExtensionReference") if isinstance(each, dict) else None
        name = each.get("ParameterName") if isinstance(each, dict) else None
        declared = _declared(extension)
        if declared is None or not isinstance(extension, Link) or not isinstance(name, str):
            continue
        where = f"$.{_PROPERTY}[{index}].ParameterName"
        yield from name_findings(extension.resource.where, declared, name, where)


def too_many(count: int, where: str) -> Finding:
    """Return the finding that a deployment gives values to too many parameters.

    Args:
        count: To how many.
        where: Construct path of the profile, or place in the deployment.
    """
    return COUNT.at(
        where,
        message=f"the deployment gives values to {count} parameters",
        found=str(count),
        fix=f"keep {limits.DYNAMIC_PARAMETERS}",
    )


def name_findings(
    extension: str, declared: Mapping[str, ExtensionParameter], name: str, where: str
) -> Iterator[Finding]:
    """Yield the finding that an extension has no dynamic parameter of a name.

    Args:
        extension: What to call the extension, for people.
        declared: The parameters that it declares.
        name: Name of the parameter.
        where: Construct path of the profile, or place in the deployment.
    """
    dynamic = [known for known, parameter in declared.items() if parameter.dynamic]
    if name not in dynamic:
        near = closest(name, dynamic)
        yield NOT_DYNAMIC.at(
            where,
            message=f"{extension} has no dynamic parameter {shown(name)}",
            found=shown(name),
            fix=f"did you mean {near!r}?" if near else "declare it as dynamic",
        )


def _declared(extension: Any) -> dict[str, ExtensionParameter] | None:
    if isinstance(extension, Link) and extension.resource.type == EXTENSION:
        # Imported here: few deployments have extensions with parameters.
        from cdk_appconfig.checks.extension_in_template import (  # noqa: PLC0415
            declared_parameters,
        )

        return declared_parameters(extension.resource)
    return None


LISTED = (Listed(DEPLOYMENT, dynamic_parameter_findings, (COUNT, NOT_DYNAMIC), (_PROPERTY,)),)
