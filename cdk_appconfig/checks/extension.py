"""Extensions: names, action points, destinations, parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.extension import ActionPoint
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cdk_appconfig.model.extension import ExtensionParameter

__all__ = [
    "Service",
    "action_findings",
    "action_point_findings",
    "custom_bus",
    "name_findings",
    "name_taken",
    "not_a_destination",
    "parameter_findings",
    "point_taken",
    "service_of",
]

Service = Literal["lambda", "sqs", "sns", "events"]
"""What an action can call: a function, a queue, a topic or the default event bus."""

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_POINTS = [point.value for point in ActionPoint]
_DESTINATION = r"arn:[^:]*:(lambda|sqs|sns|events):"
_WORDS: dict[Service, str] = {
    "lambda": "a Lambda function",
    "sqs": "a queue",
    "sns": "a topic",
    "events": "an event bus",
}

NAME = Check(
    id="APPCONFIG400",
    summary="The name of an extension is not one that AppConfig takes",
    rule=f"the name of an extension {limits.EXTENSION_NAME.words}",
    source=limits.EXTENSION_NAME.source,
    evidence=limits.EXTENSION_NAME.evidence,
)
NAME_TWICE = Check(
    id="APPCONFIG401",
    summary="Two extensions have the same name",
    rule="AppConfig refuses a second extension of one name in an account and region, unless it is "
    "meant as a new version of the first",
    source=limits.EXTENSION_NAME.source,
    evidence="captured",
)
NAME_MAYBE_TWICE = Check(
    id="APPCONFIG402",
    summary="Two extensions of the same name may meet in one account and region",
    rule="AppConfig refuses a second extension of one name in an account and region, and stacks "
    "without an env can be deployed to any",
    source=limits.EXTENSION_NAME.source,
    evidence="captured",
    severity="warning",
)
POINT = Check(
    id="APPCONFIG403",
    summary="An extension acts at a point that does not exist",
    rule=f"the action points are {', '.join(_POINTS)}",
    source=f"{_API}/API_CreateExtension.html",
    evidence="schema",
)
POINT_COUNT = Check(
    id="APPCONFIG404",
    summary="An extension acts at no point or at too many",
    rule=f"an extension acts at 1 to {limits.ACTION_POINTS} points",
    source=limits.ACTION_POINTS.source,
    evidence=limits.ACTION_POINTS.evidence,
)
POINT_TWICE = Check(
    id="APPCONFIG405",
    summary="An extension has two actions at one point",
    rule="an extension has one action at each of its points",
    source=f"{_API}/API_CreateExtension.html",
    evidence="schema",
)
ACTION_NAME = Check(
    id="APPCONFIG406",
    summary="The name of an action is empty or too long",
    rule=f"the name of an action has 1 to {limits.ACTION_NAME} characters",
    source=limits.ACTION_NAME.source,
    evidence=limits.ACTION_NAME.evidence,
)
DESTINATION = Check(
    id="APPCONFIG407",
    summary="An action calls something that AppConfig cannot call",
    rule="an action calls a Lambda function, an SQS queue, an SNS topic or the default event bus",
    source=f"{_API}/API_Action.html",
    evidence="documented",
)
NO_ANSWER = Check(
    id="APPCONFIG408",
    summary="An action from which AppConfig waits for an answer goes to something that gives none",
    rule="at the PRE_ points and at AT_DEPLOYMENT_TICK AppConfig waits for an answer, which only a "
    "Lambda function gives",
    source=f"{_GUIDE}/working-with-appconfig-extensions-creating-custom-notification.html",
    evidence="documented",
)
CUSTOM_BUS = Check(
    id="APPCONFIG409",
    summary="An action sends events to another bus than the default one",
    rule="AppConfig supports the default event bus only",
    source=f"{_GUIDE}/working-with-appconfig-extensions-about-predefined-notification-eventbridge"
    ".html",
    evidence="documented",
)
NO_ROLE = Check(
    id="APPCONFIG410",
    summary="An action calls something without a role",
    rule="without a role AppConfig may only call what allows it in a resource policy of its own",
    source=f"{_GUIDE}/working-with-appconfig-extensions-creating-custom-permissions.html",
    evidence="documented",
    severity="warning",
)
PARAMETER_NAME = Check(
    id="APPCONFIG411",
    summary="The name of an extension's parameter is not one that AppConfig takes",
    rule=f"the name of a parameter {limits.EXTENSION_NAME.words}",
    source=limits.EXTENSION_NAME.source,
    evidence=limits.EXTENSION_NAME.evidence,
)
PARAMETER_COUNT = Check(
    id="APPCONFIG412",
    summary="An extension declares too many parameters",
    rule=f"an extension declares at most {limits.EXTENSION_PARAMETERS} parameters",
    source=limits.EXTENSION_PARAMETERS.source,
    evidence=limits.EXTENSION_PARAMETERS.evidence,
)
REQUIRED_AND_DYNAMIC = Check(
    id="APPCONFIG413",
    summary="A parameter of an extension is both required and dynamic",
    rule="AppConfig refuses a parameter that is both required and dynamic",
    source=f"{_API}/API_CreateExtension.html",
    evidence="captured",
)


def name_findings(name: str, where: str) -> Iterator[Finding]:
    """Yield the finding that no extension can have this name.

    Args:
        name: The name.
        where: Construct path or logical id of the extension.
    """
    if not is_token(name) and not limits.EXTENSION_NAME.matches(name):
        yield NAME.at(
            where,
            message=f"{shown(name)} cannot be the name of an extension",
            found=shown(name),
            fix="give it another one with extension_name=…",
        )


def name_taken(
    name: str, where: str, owner: str, *, certain: bool, fix: str | None = None
) -> Finding:
    """Return the finding that another extension of the app has the same name.

    Args:
        name: The name.
        where: Construct path of the second extension.
        owner: Construct path of the first one.
        certain: Whether both are known to be in one account and region.
        fix: What to do about it. Left out, it is what a user of the constructs does.
    """
    check = NAME_TWICE if certain else NAME_MAYBE_TWICE
    fix = fix or "leave extension_name out, so that the construct path is the name"
    return check.at(
        where,
        message=f"the extension name {name!r} is already used by {owner}",
        found=shown(name),
        fix=fix if certain else f"{fix}, or give the stacks an env",
    )


def action_point_findings(points: Collection[str], where: str) -> Iterator[Finding]:
    """Yield what is wrong with the points at which an extension acts.

    Args:
        points: Names of the points.
        where: Construct path or logical id of the extension.
    """
    if not 1 <= len(points) <= limits.ACTION_POINTS:
        yield POINT_COUNT.at(
            where,
            message=f"the extension acts at {len(points)} points",
            found=", ".join(points),
            fix="split it into several extensions" if points else "give it an action",
        )
    for point in points:
        if point not in _POINTS:
            near = closest(point, _POINTS)
            yield POINT.at(
                where,
                message=f"there is no action point {shown(str(point))}",
                found=shown(str(point)),
                fix=f"did you mean {near!r}?" if near else "use an ActionPoint",
            )


def point_taken(point: str, where: str) -> Finding:
    """Return the finding that an extension already has an action at a point.

    Args:
        point: Name of the point.
        where: Construct path or logical id of the extension.
    """
    return POINT_TWICE.at(
        where,
        message=f"the extension already has an action at {point}",
        found=str(point),
        fix="make a second extension and associate both; the resource then runs both",
    )


def action_findings(
    point: str,
    *,
    name: str,
    uri: str | None,
    service: Service | None,
    has_role: bool,
    where: str,
) -> Iterator[Finding]:
    """Yield what is wrong with one action.

    Args:
        point: Name of the point at which it acts.
        name: Its name.
        uri: ARN of what it calls; ``None`` if that is not known.
        service: What it calls, as far as that is known; see `service_of`.
        has_role: Whether it has a role for the call.
        where: Construct path or logical id of the extension.
    """
    if not is_token(name) and not 1 <= len(name) <= limits.ACTION_NAME:
        yield ACTION_NAME.at(
            where,
            message=f"the name of the action at {point} has {len(name)} characters",
            found=shown(name),
            fix=f"use 1 to {limits.ACTION_NAME} characters",
        )
    if service is None:
        if uri is not None and not is_token(uri):
            yield not_a_destination(point, uri, where)
        elif uri is not None and not has_role:
            yield _without_role(point, "something known at deployment only", uri, where)
        return
    if service != "lambda" and point in _POINTS and ActionPoint(point).waits:
        yield NO_ANSWER.at(
            where,
            message=f"the action at {point} goes to {_WORDS[service]}",
            found=shown(uri),
            fix="call a function, or act at one of the ON_ points",
        )
    if service == "events":
        yield from _bus_findings(point, uri or "", where)
    elif not has_role:
        yield _without_role(point, _WORDS[service], uri, where)


def _without_role(point: str, called: str, uri: str | None, where: str) -> Finding:
    return NO_ROLE.at(
        where,
        message=f"the action at {point} calls {called} without a role",
        found=shown(uri),
        fix="give it a RoleArn, or make sure that its resource policy allows "
        "appconfig.amazonaws.com",
    )


def _bus_findings(point: str, uri: str, where: str) -> Iterator[Finding]:
    bus = uri.rpartition("/")[2]
    if not is_token(bus) and bus != "default":
        yield custom_bus(point, bus, where)


def custom_bus(point: str, bus: str, where: str) -> Finding:
    """Return the finding that an action sends events to another bus than the default one.

    Args:
        point: Name of the point at which it acts.
        bus: What to call the bus, for people.
        where: Construct path or logical id of the extension.
    """
    return CUSTOM_BUS.at(
        where,
        message=f"the action at {point} sends events to the bus {shown(bus)}",
        found=shown(bus),
        fix="use the default event bus, with a rule that forwards to yours",
    )


def not_a_destination(point: str, destination: object, where: str) -> Finding:
    """Return the finding that an action calls something that AppConfig cannot call.

    Args:
        point: Name of the point at which it acts.
        destination: What it calls.
        where: Construct path or logical id of the extension.
    """
    return DESTINATION.at(
        where,
        message=f"the action at {point} calls {shown(destination)}",
        found=shown(destination),
        fix="pass a function, a queue, a topic, an event bus, or the ARN of one",
    )


def service_of(arn: str) -> Service | None:
    """Return what the ARN of an action's destination names, if it is known and can be called.

    Example:
        >>> service_of("arn:aws:sns:us-east-1:123456789012:deployments")
        'sns'
    """
    match = re.match(_DESTINATION, arn)
    if match is None:
        return None
    service: Service = match[1]  # type: ignore[assignment]  # the expression allows no other
    return service


def parameter_findings(
    parameters: Mapping[str, ExtensionParameter], where: str
) -> Iterator[Finding]:
    """Yield what is wrong with the parameters that an extension declares.

    Args:
        parameters: Name → parameter.
        where: Construct path or logical id of the extension.
    """
    if len(parameters) > limits.EXTENSION_PARAMETERS:
        yield PARAMETER_COUNT.at(
            where,
            message=f"the extension declares {len(parameters)} parameters",
            found=str(len(parameters)),
            fix=f"keep {limits.EXTENSION_PARAMETERS}, or put several values into one as JSON",
        )
    for name, parameter in parameters.items():
        if not is_token(name) and not limits.EXTENSION_NAME.matches(name):
            yield PARAMETER_NAME.at(
                where,
                message=f"{shown(name)} cannot be the name of a parameter",
                found=shown(name),
                fix="rename it",
            )
        if parameter.required and parameter.dynamic:
            yield REQUIRED_AND_DYNAMIC.at(
                where,
                message=f"the parameter {name!r} is both required and dynamic",
                found=shown(name),
                fix="make it dynamic only, and give the association a value to start from",
            )
