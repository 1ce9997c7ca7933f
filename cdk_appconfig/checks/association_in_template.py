"""Associations of a template: which extension runs for what, and with which parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks import extension_association as checks
from cdk_appconfig.checks.extension_in_template import declared_parameters
from cdk_appconfig.checks.listed import (
    APPLICATION,
    ASSOCIATION,
    ENVIRONMENT,
    EXTENSION,
    PROFILE,
    Listed,
)
from cdk_appconfig.checks.value import Holes, Link, links, pattern_of
from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model.extension import AwsExtension
from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.model.extension import ExtensionParameter

__all__ = ["LISTED"]

_CREATE = (
    "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
    "API_CreateExtensionAssociation.html"
)
_ENDS = ("ExtensionIdentifier", "ResourceIdentifier")
_OF_A_VERSION = r"arn:[^:]+:appconfig:[^:]*:[^:]*:extension/[^/]+/(?P<version>[0-9]+)"
_OF_AWS = r"arn:[^:]+:appconfig:[^:]*::extension/(?P<name>AWS\.[A-Za-z.]+)"

INCOMPLETE = Check(
    id="APPCONFIG254",
    summary="An association names no extension, or nothing that it runs for",
    rule="AppConfig needs ExtensionIdentifier and ResourceIdentifier, which the resource schema of "
    "CloudFormation calls optional",
    source=_CREATE,
    evidence="schema",
)
NO_ARN = Check(
    id="APPCONFIG255",
    summary="What an association runs for is not given by its ARN",
    rule="an extension runs for an application, an environment or a configuration profile, which "
    "the association names by its ARN",
    source=_CREATE,
    evidence="documented",
    severity="warning",
)
TWO_VERSIONS = Check(
    id="APPCONFIG235",
    summary="An association asks for two versions of an extension",
    rule="AppConfig refuses the ARN of one version of an extension together with the number of "
    "another one",
    source=_CREATE,
    evidence="inferred",
    severity="warning",
)


def incomplete_findings(association: Part) -> Iterator[Finding]:
    """Yield the finding that an association lacks one of its two ends."""
    for name in _ENDS:
        if association.lacks(name):
            yield INCOMPLETE.at(
                "$", message=f"{name} is missing", found="nothing", fix=f"add {name}"
            )


def _declared(association: Part) -> tuple[str, dict[str, ExtensionParameter] | None]:
    """Return the extension, for people, and its parameters as far as they are known."""
    value = association.get("ExtensionIdentifier")
    if isinstance(value, Link) and value.resource.type == EXTENSION:
        return value.resource.where, declared_parameters(value.resource)
    name = _name(value)
    known = [extension.value for extension in AwsExtension]
    return name, AwsExtension(name).parameters if name in known else None


def _name(value: Any) -> str:
    pattern = pattern_of(value) or ""
    arn = re.match(_OF_AWS, pattern)
    return arn["name"] if arn else pattern.replace("\0", "…")


def parameter_findings(association: Part) -> Iterator[Finding]:
    """Yield what is wrong with the values that an association gives."""
    extension, declared = _declared(association)
    values = association.get("Parameters")
    if values is None or isinstance(values, dict):
        texts = {
            name: value if isinstance(value, str) else "…" for name, value in (values or {}).items()
        }
        for finding in checks.value_findings(extension, declared, texts, "$.Parameters"):
            missing = finding.check is checks.VALUE_MISSING
            yield replace(finding, fix="give it a value in Parameters") if missing else finding


def resource_findings(association: Part) -> Iterator[Finding]:
    """Yield the finding that an association names its resource otherwise than by ARN."""
    value = association.get("ResourceIdentifier")
    by_id = isinstance(value, Link) and value.attribute is None
    if by_id and value.resource.type in {APPLICATION, ENVIRONMENT, PROFILE}:
        what = f"the id of {value.resource.where}"
    elif isinstance(value, str) and not value.startswith("arn:"):
        what = shown(value)
    else:
        return
    yield NO_ARN.at(
        "$.ResourceIdentifier",
        message=f"the association runs for {what}, which is no ARN",
        found=what,
        fix="use arn:${AWS::Partition}:appconfig:${AWS::Region}:${AWS::AccountId}:application/…",
    )


def twin_findings(association: Part) -> Iterator[Finding]:
    """Yield the finding that an earlier association runs the same actions."""
    ends = [association.get(name) for name in _ENDS]
    named = next(links(ends), None)
    if named is None or None in ends:
        return
    for other in association.app.users(named.resource, ASSOCIATION):
        if other is association:
            return
        extension, resource = (other.get(name) for name in _ENDS)
        twice = _twice(resource, ends[1]) if extension == ends[0] else None
        if twice is not None and other.certainly_with(association):
            words, _ = _declared(association)
            ours = (pattern_of(ends[1]) or "its resource").replace("\0", "…")
            yield twice(words, ours, "$", other.where)
            return


def _twice(one: Any, other: Any) -> Callable[[str, str, str, str], Finding] | None:
    """Return what to say of two resources of one extension, if its actions run twice for one."""
    if one == other:
        return checks.associated_twice
    around = _is_around(one, other) or _is_around(other, one)
    return checks.acts_twice if around else None


def _is_around(outer: Any, inner: Any) -> bool:
    """Tell whether an ARN is that of an application, and another one that of something in it."""
    (*start, end), after = (
        value.parts if isinstance(value, Holes) else (value,) for value in (outer, inner)
    )
    rest = after[len(start) :]
    if after[: len(start)] != tuple(start) or not rest:
        return False
    if isinstance(end, str):
        return isinstance(rest[0], str) and rest[0].startswith(f"{end}/")
    return rest[0] == end and str(*rest[1:2]).startswith("/")


def authored_findings(association: Part) -> Iterator[Finding]:
    """Yield the finding that AWS has no such extension."""
    name = _name(association.get("ExtensionIdentifier"))
    if "…" not in name:
        yield from checks.aws_extension_findings(name, "$.ExtensionIdentifier")


def version_findings(association: Part) -> Iterator[Finding]:
    """Yield the finding that an association names another version than its extension's ARN."""
    arn = re.fullmatch(_OF_A_VERSION, pattern_of(association.get("ExtensionIdentifier")) or "")
    number = association.number("ExtensionVersionNumber")
    if arn is not None and number is not None and number != int(arn["version"]):
        yield TWO_VERSIONS.at(
            "$.ExtensionVersionNumber",
            message=f"the ARN is that of version {arn['version']}, and ExtensionVersionNumber is "
            f"{number:g}",
            found=f"{number:g}",
            fix="leave ExtensionVersionNumber out, or the version at the end of the ARN",
        )


LISTED = (
    Listed(ASSOCIATION, incomplete_findings, (INCOMPLETE,)),
    Listed(
        ASSOCIATION,
        parameter_findings,
        (checks.VALUE_MISSING, checks.VALUE_UNKNOWN, checks.VALUE_LENGTH),
    ),
    Listed(ASSOCIATION, resource_findings, (NO_ARN,)),
    Listed(ASSOCIATION, twin_findings, (checks.ASSOCIATED_TWICE, checks.ACTS_TWICE)),
    Listed(ASSOCIATION, version_findings, (TWO_VERSIONS,)),
    Listed(ASSOCIATION, authored_findings, (checks.UNKNOWN_AWS_EXTENSION,)),
)
