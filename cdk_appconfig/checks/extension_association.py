"""Associations of extensions: what an extension is tied to, and the values of its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.extension import AwsExtension
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cdk_appconfig.model.extension import ExtensionParameter

__all__ = [
    "associate_twice",
    "associated_twice",
    "aws_extension_findings",
    "not_associable",
    "value_findings",
    "value_length_findings",
]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_KNOWN = [extension.value for extension in AwsExtension]
_OTHERS_OF_AWS = (
    "AWS.AppConfig.FeatureFlags",
    "AWS.AppConfig.JiraIntegration",
    "AWS.Evidently.ProjectImporter",
)
"""Extensions of AWS that it associates by itself, or that are being retired."""

VALUE_MISSING = Check(
    id="APPCONFIG414",
    summary="An association gives no value to a required parameter",
    rule="AppConfig refuses an association that lacks the value of a required parameter",
    source=f"{_API}/API_CreateExtensionAssociation.html",
    evidence="captured",
)
VALUE_UNKNOWN = Check(
    id="APPCONFIG415",
    summary="An association gives a value to a parameter that the extension does not declare",
    rule="an extension receives the parameters that it declares",
    source=f"{_API}/API_CreateExtensionAssociation.html",
    evidence="documented",
    severity="warning",
)
VALUE_LENGTH = Check(
    id="APPCONFIG416",
    summary="The value of an extension's parameter is empty or too long",
    rule=f"the value of a parameter has 1 to {limits.PARAMETER_VALUE} characters",
    source=limits.PARAMETER_VALUE.source,
    evidence=limits.PARAMETER_VALUE.evidence,
)
ASSOCIATED_TWICE = Check(
    id="APPCONFIG417",
    summary="An extension is associated twice with one resource",
    rule="AppConfig accepts a second association and then runs every action twice",
    source=f"{_API}/API_CreateExtensionAssociation.html",
    evidence="captured",
    severity="warning",
)
ACTS_TWICE = Check(
    id="APPCONFIG426",
    summary="An extension is associated with an application and with something below it",
    rule="an extension of an application acts for all of its environments and profiles, and two "
    "associations run every action twice",
    source=f"{_GUIDE}/working-with-appconfig-extensions-about.html",
    evidence="inferred",
    severity="warning",
)
UNKNOWN_AWS_EXTENSION = Check(
    id="APPCONFIG418",
    summary="AWS is not known to bring along an extension of this name",
    rule="names that begin with 'AWS.' are those of the extensions that AWS brings along",
    source=f"{_GUIDE}/working-with-appconfig-extensions-about-predefined.html",
    evidence="documented",
    severity="warning",
)
ASSOCIATE_TWICE = Check(
    id="APPCONFIG420",
    summary="associate is called twice for one extension and one resource",
    rule="construct ids are unique within their scope, and associate takes them from the resource",
    source="https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html",
    evidence="documented",
)
NOT_ASSOCIABLE = Check(
    id="APPCONFIG419",
    summary="An extension is associated with something else than AppConfig's resources",
    rule="an extension acts for an application, an environment or a configuration profile",
    source=f"{_API}/API_CreateExtensionAssociation.html",
    evidence="documented",
)


def value_findings(
    extension: str,
    declared: Mapping[str, ExtensionParameter] | None,
    values: Mapping[str, str],
    where: str,
) -> Iterator[Finding]:
    """Yield what is wrong with the values that an association gives to parameters.

    Args:
        extension: What to call the extension, for people.
        declared: Parameters of the extension; ``None`` if they are not known.
        values: Name → value.
        where: Construct path or logical id of the association.
    """
    for name, parameter in (declared or {}).items():
        if parameter.required and name not in values:
            yield VALUE_MISSING.at(
                where,
                message=f"the required parameter {name!r} of {extension} has no value",
                found=shown(dict(values)),
                fix=f"pass parameters={{{name!r}: …}}",
            )
    for name, value in values.items():
        if declared is not None and name not in declared and not is_token(name):
            near = closest(name, declared)
            yield VALUE_UNKNOWN.at(
                where,
                message=f"{extension} declares no parameter {name!r}",
                found=shown(name),
                fix=f"did you mean {near!r}?" if near else "leave it out, or declare it",
            )
        yield from value_length_findings(name, value, where)


def value_length_findings(name: str, value: str, where: str) -> Iterator[Finding]:
    """Yield the finding that the value of a parameter is empty or too long.

    Args:
        name: Name of the parameter.
        value: Its value.
        where: Construct path or logical id of what gives it.
    """
    if not is_token(value) and not 1 <= len(value) <= limits.PARAMETER_VALUE:
        yield VALUE_LENGTH.at(
            where,
            message=f"the value of the parameter {name!r} has {len(value)} characters",
            found=shown(value),
            fix=f"use 1 to {limits.PARAMETER_VALUE} characters",
        )


def associated_twice(extension: str, resource: str, where: str, owner: str) -> Finding:
    """Return the finding that an extension is already associated with a resource.

    Args:
        extension: What to call the extension, for people.
        resource: What to call the resource, for people.
        where: Construct path of the second association.
        owner: Construct path of the first one.
    """
    return ASSOCIATED_TWICE.at(
        where,
        message=f"{extension} is already associated with {resource} by {owner}",
        found=resource,
        fix="remove one of the two",
    )


def acts_twice(extension: str, resource: str, where: str, owner: str) -> Finding:
    """Return the finding that an extension acts for what is above or below a resource as well.

    Args:
        extension: What to call the extension, for people.
        resource: What to call the resource, for people.
        where: Construct path of the second association.
        owner: Construct path of the first one.
    """
    return ACTS_TWICE.at(
        where,
        message=f"{extension} is associated with {resource}, and by {owner} with its application "
        "or something below it",
        found=resource,
        fix="keep the one with the application, or those below it",
    )


def associate_twice(resource: str, where: str) -> Finding:
    """Return the finding that an extension has been told to act for a resource before.

    Args:
        resource: Construct path of the resource.
        where: Construct path of the extension.
    """
    return ASSOCIATE_TWICE.at(
        where,
        message=f"the extension is already associated with {resource}",
        found=resource,
        fix="call associate once; to run every action twice, make an ExtensionAssociation",
    )


def aws_extension_findings(name: str, where: str) -> Iterator[Finding]:
    """Yield the finding that AWS is not known to bring along an extension of this name.

    Args:
        name: Name, id or ARN of an extension.
        where: Construct path or logical id of the association.
    """
    if not name.startswith("AWS.") or name in {*_KNOWN, *_OTHERS_OF_AWS}:
        return
    near = closest(name, _KNOWN)
    yield UNKNOWN_AWS_EXTENSION.at(
        where,
        message=f"there is no known extension {shown(name)}",
        found=shown(name),
        fix=f"did you mean {near!r}?" if near else f"use one of {', '.join(_KNOWN)}",
    )


def not_associable(resource: object, where: str) -> Finding:
    """Return the finding that an extension is associated with something that cannot have one.

    Args:
        resource: What was passed.
        where: Construct path of the association.
    """
    return NOT_ASSOCIABLE.at(
        where,
        message=f"{shown(resource)} cannot have extensions",
        found=shown(resource),
        fix="pass an application, an environment or a configuration profile, or the ARN of one",
    )
