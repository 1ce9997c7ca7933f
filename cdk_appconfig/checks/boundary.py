"""Boundaries that references cross: accounts, regions, and the order of a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks.listed import (
    APPLICATION,
    ASSOCIATION,
    DEPLOYMENT,
    ENVIRONMENT,
    EXPERIMENT,
    EXTENSION,
    PROFILE,
    RUN,
    STRATEGY,
    VERSION,
    Listed,
)
from cdk_appconfig.checks.value import Link, certainly_differ
from cdk_appconfig.findings import Check, Finding, json_path, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED", "circle", "other_place_findings"]

_APPCONFIG = "AWS::AppConfig::"

OTHER_PLACE = Check(
    id="APPCONFIG286",
    summary="A resource names one of another account or region",
    rule="ids of AppConfig are those of one account and region, and unknown everywhere else",
    source="https://docs.aws.amazon.com/general/latest/gr/appconfig.html",
    evidence="inferred",
)
CIRCLE = Check(
    id="APPCONFIG290",
    summary="An environment or a profile waits for what waits for it",
    rule="CloudFormation refuses resources that wait for each other in a circle",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
    evidence="documented",
)

NO_REFERENCE = Check(
    id="APPCONFIG287",
    summary="A resource is named by its logical id as plain text",
    rule="a logical id means something within its template only, and only through Ref; AppConfig "
    "looks for a resource with this id or name",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "intrinsic-function-reference-ref.html",
    evidence="inferred",
    severity="warning",
)

NOT_AWAITED = Check(
    id="APPCONFIG236",
    summary="A resource names another one of its template by its name and does not wait for it",
    rule="CloudFormation orders resources by Ref, Fn::GetAtt and DependsOn: what is given by its "
    "name may be made later, and AppConfig does not find it then",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-attribute-dependson.html",
    evidence="documented",
    severity="warning",
)

_TERMS = {
    ENVIRONMENT: "environment",
    PROFILE: "configuration profile",
    APPLICATION: "application",
    DEPLOYMENT: "deployment",
    VERSION: "hosted version",
    STRATEGY: "deployment strategy",
    EXTENSION: "extension",
    ASSOCIATION: "association",
    EXPERIMENT: "experiment",
    RUN: "run",
}
"""Types in the order in which they stand for a circle that goes through several."""
_BY_NAME = {
    DEPLOYMENT: {
        "ApplicationId": APPLICATION,
        "EnvironmentId": ENVIRONMENT,
        "ConfigurationProfileId": PROFILE,
    },
    EXPERIMENT: {
        "ApplicationIdentifier": APPLICATION,
        "EnvironmentIdentifier": ENVIRONMENT,
        "ConfigurationProfileIdentifier": PROFILE,
    },
    RUN: {
        "ApplicationIdentifier": APPLICATION,
        "ExperimentDefinitionIdentifier": EXPERIMENT,
    },
    ASSOCIATION: {"ExtensionIdentifier": EXTENSION},
}
"""Type → property that takes a name → type of what it names."""
_NAMING = ("ApplicationId", "EnvironmentId", "ConfigurationProfileId")


def place_findings(resource: Part) -> Iterator[Finding]:
    """Yield the findings that a resource names one that is not where it is itself."""
    told = set()
    for name, target in resource.links:
        other = target.resource
        if other.scope is resource.scope or not other.type.startswith(_APPCONFIG):
            continue
        here, there = (resource.account, resource.region), (other.account, other.region)
        found = list(other_place_findings(other.where, there, here, json_path(name)))
        if found and name not in told:
            told.add(name)
            yield from found


def other_place_findings(
    named: str,
    there: tuple[str | None, str | None],
    here: tuple[str | None, str | None],
    where: str,
) -> Iterator[Finding]:
    """Yield the finding that a resource names one of another account or region.

    Args:
        named: What is named, for people.
        there: Its account and region, as far as they are known.
        here: Account and region of what names it.
        where: Construct path, or JSON path of the property.
    """
    pairs = zip(("account", "region"), here, there, strict=True)
    differ = [what for what, ours, theirs in pairs if ours and theirs and ours != theirs]
    if differ:
        yield OTHER_PLACE.at(
            where,
            message=f"{named} is in another {' and '.join(differ)}",
            found="/".join(part or "?" for part in there),
            fix="make an application, its environments and profiles in each account and region, or "
            "deploy from the one that has them",
        )


def reference_findings(resource: Part) -> Iterator[Finding]:
    """Yield the findings that a logical id stands where a reference is meant."""
    for name in _NAMING:
        text = resource.text(name)
        named = resource.app.part(resource.scope, text) if text else None
        if named is None or not named.type.startswith(_APPCONFIG) or named.get("Name") == text:
            continue
        if text is not None and named.text("Name") is not None:
            yield NO_REFERENCE.at(
                json_path(name),
                message=f"{name} is the text {shown(text)}, which is the logical id of a resource",
                found=shown(text),
                fix=f"use Ref: {text}",
            )


def name_findings(resource: Part) -> Iterator[Finding]:
    """Yield the findings that a name stands for a resource that may be made later."""
    for name, type in _BY_NAME.get(resource.type, {}).items():
        text = resource.text(name)
        named = resource.app.named(type, text) if text is not None else ()
        here = [each for each in named if each.scope is resource.scope and _may_own(resource, each)]
        if here and not any(map(resource.waits_for, here)):
            yield NOT_AWAITED.at(
                json_path(name),
                message=f"{name} is {shown(text)}, the name of {here[0].where}",
                found=shown(text),
                fix=f"use Ref: {here[0].logical_id}",
            )


def _may_own(resource: Part, named: Part) -> bool:
    """Tell whether what has a name may be of the application that a resource speaks of."""
    application = resource.get("ApplicationId") or resource.get("ApplicationIdentifier")
    owner = named.get("ApplicationId") or named.get("ApplicationIdentifier")
    if isinstance(application, str) and isinstance(owner, Link):
        return owner.resource.text("Name") in {None, application}
    return owner is None or not certainly_differ(application, owner)


def circle_findings(resource: Part) -> Iterator[Finding]:
    """Yield the finding that a resource waits for itself; a circle is told of once."""
    if not resource.waits_for(resource):
        return
    path = _way_back(resource)
    ours = [each for each in path if each.type in _TERMS]
    if resource is not min(ours, key=lambda each: list(_TERMS).index(each.type)):
        return
    term = _TERMS[resource.type]
    policy = "an AWS::IAM::Policy of its own that nothing waits for"
    yield circle(term, " → ".join(each.logical_id for each in path), "$", policy)


def circle(term: str, way: str, where: str, policy: str) -> Finding:
    """Return the finding that a resource waits for itself.

    Args:
        term: What it is.
        way: The way from it through what it waits for, back to itself.
        where: Construct path, or the root of the resource.
        policy: Where the permission of what reads it belongs.
    """
    return CIRCLE.at(
        where,
        message=f"the {term} waits for itself: {way}",
        found=way,
        fix=f"grant the reading of the {term} in {policy}, and tell the reader names instead of "
        "ids",
    )


def _way_back(start: Part) -> Sequence[Part]:
    """Return the shortest way from a resource through what it waits for back to itself."""
    came_from: dict[Part, Part] = {}
    queue = [start]
    for resource in queue:
        for direct in resource.app.direct(resource):
            if direct is start:
                way = [start, resource]
                while way[-1] is not start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if direct not in came_from:
                came_from[direct] = resource
                queue.append(direct)
    return [start]


LISTED = (
    Listed("", place_findings, (OTHER_PLACE,)),
    Listed("", reference_findings, (NO_REFERENCE,), _NAMING, str),
    *(
        Listed(type, name_findings, (NOT_AWAITED,), tuple(names), str)
        for type, names in _BY_NAME.items()
    ),
    Listed("", circle_findings, (CIRCLE,)),
)
