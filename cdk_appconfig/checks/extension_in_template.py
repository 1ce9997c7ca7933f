"""Extensions of a template, judged like those that constructs make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks import extension as checks
from cdk_appconfig.checks.listed import EXTENSION, Listed
from cdk_appconfig.checks.value import Link, Open, is_open, pattern_of
from cdk_appconfig.findings import Check, Finding, json_path
from cdk_appconfig.model import limits
from cdk_appconfig.model.extension import ExtensionParameter
from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED", "declared_parameters"]

NO_ACTION = Check(
    id="APPCONFIG243",
    summary="An action point has no action",
    rule="an action point of an extension has one action",
    source=limits.ACTION_POINTS.source,
    evidence="schema",
)
FIXED_LOCK = Check(
    id="APPCONFIG257",
    summary="An extension has a fixed LatestVersionNumber",
    rule="AppConfig answers with a conflict when LatestVersionNumber is not that of the latest "
    "version, so that a stack that is made anew fails",
    source=limits.ACTION_POINTS.source,
    evidence="captured",
    severity="warning",
)

_SERVICES: dict[str, checks.Service] = {
    "AWS::Lambda::Function": "lambda",
    "AWS::Serverless::Function": "lambda",
    "AWS::Lambda::Alias": "lambda",
    "AWS::Lambda::Version": "lambda",
    "AWS::SQS::Queue": "sqs",
    "AWS::SNS::Topic": "sns",
    "AWS::Events::EventBus": "events",
}
_POLICIES = ("AWS::Lambda::Permission", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
_OTHER_NAME = "give one of the two another Name"


def name_findings(extension: Part) -> Iterator[Finding]:
    """Yield the finding that an extension cannot be called so."""
    name = extension.text("Name")
    if name is not None:
        for finding in checks.name_findings(name, "$.Name"):
            yield replace(finding, fix="give it another Name")


def point_findings(extension: Part) -> Iterator[Finding]:
    """Yield what is wrong with the action points of an extension."""
    points = extension.mapping("Actions")
    if points is None:
        return
    certain = [
        point
        for point, actions in points.items()
        if not (isinstance(actions, Open) and actions.optional)
    ]
    yield from checks.action_point_findings(certain, "$.Actions")
    for point, actions in points.items():
        where = f"$.Actions{json_path(point)[1:]}"
        if not isinstance(actions, list) or is_open(actions):
            continue
        if not actions:
            yield NO_ACTION.at(
                where, message=f"there is no action at {point}", found="[]", fix="add one"
            )
        elif len(actions) > 1:
            yield checks.point_taken(point, where)


def action_findings(extension: Part) -> Iterator[Finding]:
    """Yield what is wrong with each action of an extension."""
    for point, actions in (extension.mapping("Actions") or {}).items():
        for index, action in enumerate(actions if isinstance(actions, list) else []):
            if isinstance(action, dict):
                yield from _action_findings(
                    point, action, f"$.Actions{json_path(point)[1:]}[{index}]"
                )


def _action_findings(point: str, action: dict[str, Any], where: str) -> Iterator[Finding]:
    name, uri = action.get("Name"), action.get("Uri")
    yield from checks.action_findings(
        point,
        name=name if isinstance(name, str) else "…",
        uri=_written(uri),
        service=_service(uri),
        has_role="RoleArn" in action or _is_allowed(uri),
        where=where,
    )


def _written(uri: Any) -> str | None:
    """Return what an action calls; ``None`` if that is not known."""
    if isinstance(uri, Link):
        return uri.resource.where if uri.resource.type in _SERVICES else None
    pattern = pattern_of(uri)
    return None if pattern is None or pattern.startswith("\0") else pattern.replace("\0", "…")


def _service(uri: Any) -> checks.Service | None:
    if isinstance(uri, Link):
        return _SERVICES.get(uri.resource.type)
    return checks.service_of((pattern_of(uri) or "").replace("\0", "…"))


def _is_allowed(uri: Any) -> bool:
    """Tell whether a policy of the app may let AppConfig call what an action calls."""
    if not isinstance(uri, Link):
        return False
    called = uri.resource
    if not called.app.is_complete:
        return True
    users = [user for type in _POLICIES for user in called.app.users(called, type)]
    principals = [user.get("Principal") for user in users]
    return any(
        principal is None or is_open(principal) or principal in ("appconfig.amazonaws.com", "*")
        for principal in principals
    )


def declared_parameters(extension: Part) -> dict[str, ExtensionParameter] | None:
    """Return the parameters of an extension; ``None`` if they are not known."""
    parameters = extension.get("Parameters")
    if parameters is not None and not isinstance(parameters, dict):
        return None
    return {name: _parameter(facts) for name, facts in (parameters or {}).items()}


def _parameter(facts: Any) -> ExtensionParameter:
    known = facts if isinstance(facts, dict) else {}
    required, dynamic = (str(known.get(name)).lower() == "true" for name in ("Required", "Dynamic"))
    return ExtensionParameter(required=required, dynamic=dynamic)


def parameter_findings(extension: Part) -> Iterator[Finding]:
    """Yield what is wrong with the parameters of an extension."""
    yield from checks.parameter_findings(declared_parameters(extension) or {}, "$.Parameters")


def twin_findings(extension: Part) -> Iterator[Finding]:
    """Yield the finding that another extension has the same name."""
    name = extension.text("Name")
    if name is None or not extension.lacks("LatestVersionNumber"):
        return
    for other in extension.app.named(EXTENSION, name):
        if other is extension:
            return
        meet = extension.meets(other)
        if meet is False or not other.certainly_with(extension) or _may_be_one(other, extension):
            continue
        yield checks.name_taken(name, "$.Name", other.where, certain=meet is True, fix=_OTHER_NAME)
        return


def _may_be_one(one: Part, other: Part) -> bool:
    """Tell whether two extensions may have the same content, so that AppConfig makes one."""
    parts = [(one.get(part), other.get(part)) for part in ("Actions", "Parameters", "Description")]
    return all(is_open(mine) or is_open(theirs) or mine == theirs for mine, theirs in parts)


def lock_findings(extension: Part) -> Iterator[Finding]:
    """Yield the finding that an extension can be made once only."""
    number = extension.number("LatestVersionNumber")
    if number:
        yield FIXED_LOCK.at(
            "$.LatestVersionNumber",
            message=f"LatestVersionNumber is fixed at {number:g}",
            found=f"{number:g}",
            fix="leave it out; CloudFormation edits an extension in place",
        )


LISTED = (
    Listed(EXTENSION, name_findings, (checks.NAME,)),
    Listed(
        EXTENSION,
        point_findings,
        (checks.POINT, checks.POINT_COUNT, checks.POINT_TWICE, NO_ACTION),
    ),
    Listed(
        EXTENSION,
        action_findings,
        (
            checks.ACTION_NAME,
            checks.DESTINATION,
            checks.NO_ANSWER,
            checks.CUSTOM_BUS,
            checks.NO_ROLE,
        ),
    ),
    Listed(
        EXTENSION,
        parameter_findings,
        (checks.PARAMETER_NAME, checks.PARAMETER_COUNT, checks.REQUIRED_AND_DYNAMIC),
    ),
    Listed(EXTENSION, twin_findings, (checks.NAME_TWICE, checks.NAME_MAYBE_TWICE)),
    Listed(EXTENSION, lock_findings, (FIXED_LOCK,)),
)
