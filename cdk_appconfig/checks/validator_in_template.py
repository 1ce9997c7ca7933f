"""Validators in a template: what they are, and what they say to the content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig import model
from cdk_appconfig.checks import validator
from cdk_appconfig.checks.listed import DEPLOYMENT, PROFILE, VERSION, Listed
from cdk_appconfig.checks.source import FEATURE_FLAGS
from cdk_appconfig.checks.value import Link, Open
from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.sound_schema import is_surely_sound_schema, surely_fits
from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED"]

_CREATE = (
    "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
    "API_CreateConfigurationProfile.html"
)
_GUIDE = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-creating-configuration-and-profile-validators.html"
)
_TYPES = ("JSON_SCHEMA", "LAMBDA")
_PERMISSION = "AWS::Lambda::Permission"

INCOMPLETE = Check(
    id="APPCONFIG131",
    summary="A validator lacks its type or its content, or its type does not exist",
    rule=f"a validator has a type, {' or '.join(_TYPES)}, and content",
    source=_CREATE,
    evidence="schema",
)
LENGTH = Check(
    id="APPCONFIG132",
    summary="The content of a validator is too long",
    rule=f"the content of a validator has at most {limits.VALIDATOR_CONTENT} characters",
    source=limits.VALIDATOR_CONTENT.source,
    evidence=limits.VALIDATOR_CONTENT.evidence,
)
SCHEMA_LATER = Check(
    id="APPCONFIG135",
    summary="The schema of a profile that nothing deploys yet would be refused",
    rule="AppConfig takes any schema and refuses a bad one at the first deployment",
    source=_GUIDE,
    evidence="captured",
    severity="warning",
)
CONTENT_LATER = Check(
    id="APPCONFIG137",
    summary="A version that nothing deploys yet breaks the schema of its profile",
    rule="AppConfig stores any content and refuses it when it is deployed",
    source=_GUIDE,
    evidence="captured",
    severity="warning",
)
NO_PERMISSION = Check(
    id="APPCONFIG139",
    summary="AppConfig may not call the function of a validator",
    rule="a function lets AppConfig call it with a permission for appconfig.amazonaws.com",
    source=_GUIDE,
    evidence="documented",
    severity="warning",
)
LATE_PERMISSION = Check(
    id="APPCONFIG140",
    summary="A deployment may start before AppConfig may call the function of its validator",
    rule="CloudFormation orders resources by what they refer to, and a permission is not referred "
    "to by the deployment that needs it",
    source=_GUIDE,
    evidence="documented",
    severity="warning",
)


def validators_of(profile: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the validators of a profile that are known, each with its place."""
    for index, each in enumerate(profile.items("Validators") or []):
        if isinstance(each, dict):
            yield f"$.Validators[{index}]", each


def count_findings(profile: Part) -> Iterator[Finding]:
    """Yield the finding that a profile has more validators than AppConfig takes."""
    validators = profile.items("Validators") or []
    certain = [one for one in validators if not (isinstance(one, Open) and one.optional)]
    yield from validator.count_findings(len(certain), "$.Validators")


def form_findings(profile: Part) -> Iterator[Finding]:
    """Yield what is wrong with the form of the validators of a profile."""
    for where, each in validators_of(profile):
        yield from _type_findings(each, where)
        content = each.get("Content")
        if isinstance(content, str) and len(content) > limits.VALIDATOR_CONTENT:
            yield LENGTH.at(
                f"{where}.Content",
                message=f"the validator has {len(content)} characters",
                found=f"{len(content)} characters",
                fix="shorten the schema, or use a Lambda validator",
            )
        if each.get("Type") == "LAMBDA":
            yield from _function_findings(content, f"{where}.Content")


def _type_findings(facts: dict[str, Any], where: str) -> Iterator[Finding]:
    for name in ("Type", "Content"):
        if name not in facts:
            yield INCOMPLETE.at(
                where, message=f"the validator has no {name}", found="nothing", fix=f"add {name}"
            )
    kind = facts.get("Type")
    if isinstance(kind, str) and kind not in _TYPES:
        near = closest(kind, _TYPES)
        yield INCOMPLETE.at(
            f"{where}.Type",
            message=f"there is no validator {shown(kind)}",
            found=shown(kind),
            fix=f"did you mean {near!r}?" if near else f"use {' or '.join(_TYPES)}",
        )


def _function_findings(content: Any, where: str) -> Iterator[Finding]:
    if isinstance(content, str):
        yield from validator.function_findings(content, where)
    elif isinstance(content, Link) and content.attribute is None and _is_function(content):
        yield from validator.function_findings(content.resource.logical_id, where)


def _is_function(target: Link) -> bool:
    return target.resource.type in {"AWS::Lambda::Function", "AWS::Serverless::Function"}


def schema_findings(profile: Part) -> Iterator[Finding]:
    """Yield what is wrong with the JSON Schemas of a profile: now, or at its first deployment."""
    deployed = bool(profile.app.users(profile, DEPLOYMENT))
    for where, each in validators_of(profile):
        text = _schema_text(each)
        if text is None or is_surely_sound_schema(text):
            continue
        try:
            findings = list(model.JsonSchema(text).warnings)
        except AppConfigError as error:
            findings = list(error.findings)
        for finding in findings:
            placed = finding.under(f"{where}.Content")
            yield placed if deployed else _later(placed, SCHEMA_LATER)


def _schema_text(facts: dict[str, Any]) -> str | None:
    """Return the schema of a validator, if it is one and known and not too long."""
    text = facts.get("Content")
    fits = isinstance(text, str) and len(text) <= limits.VALIDATOR_CONTENT
    return text if fits and facts.get("Type") == "JSON_SCHEMA" else None


def content_findings(version: Part) -> Iterator[Finding]:
    """Yield what the JSON Schemas of its profile say to a version."""
    profile = version.target("ConfigurationProfileId")
    content = version.text("Content")
    if profile is None or profile.type != PROFILE or not content:
        return
    if profile.text("Type") == FEATURE_FLAGS:
        return
    deployed = bool(version.app.users(version, DEPLOYMENT))
    for _, each in validators_of(profile):
        text = _schema_text(each)
        if text is None or surely_fits(content, text):
            continue
        try:
            schema = model.JsonSchema(text)
        except AppConfigError:
            continue  # said at the profile
        for finding in schema.findings(content)[len(schema.warnings) :]:
            placed = finding.under("$.Content")
            yield placed if deployed else _later(placed, CONTENT_LATER)


def _later(finding: Finding, check: Check) -> Finding:
    """Return an error that only a deployment will meet as the warning that it is until then."""
    return finding if finding.severity == "warning" else replace(finding, check=check)


def flags_findings(profile: Part) -> Iterator[Finding]:
    """Yield the finding that feature flags are given a JSON Schema."""
    for where, each in validators_of(profile):
        if profile.text("Type") == FEATURE_FLAGS and each.get("Type") == "JSON_SCHEMA":
            yield validator.schema_of_feature_flags(where)


def permission_findings(profile: Part) -> Iterator[Finding]:
    """Yield the finding that AppConfig may not call the function of a validator."""
    for where, each in validators_of(profile):
        function = _function_of(each) if profile.app.is_complete else None
        if function is not None and not _permissions(function):
            yield NO_PERMISSION.at(
                f"{where}.Content",
                message=f"nothing lets AppConfig call {function.where}",
                found=function.where,
                fix="add an AWS::Lambda::Permission for the principal appconfig.amazonaws.com",
            )


def late_permission_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that a deployment does not wait for a permission it needs."""
    profile = deployment.target("ConfigurationProfileId")
    if profile is None or profile.type != PROFILE:
        return
    functions = [_function_of(each) for _, each in validators_of(profile)]
    for function in functions:
        permissions = _permissions(function) if function else []
        here = [each for each in permissions if each.scope is deployment.scope]
        if here and not any(map(deployment.waits_for, here)):
            yield LATE_PERMISSION.at(
                "$",
                message=f"the deployment does not wait for {here[0].where}, which lets its "
                "validator be called",
                found="no DependsOn",
                fix=f"add DependsOn: {here[0].logical_id}",
            )


def _function_of(facts: dict[str, Any]) -> Part | None:
    """Return the function of a Lambda validator, if it is in the app."""
    content = facts.get("Content")
    if facts.get("Type") != "LAMBDA" or not isinstance(content, Link):
        return None
    return content.resource if content.resource.type == "AWS::Lambda::Function" else None


def _permissions(function: Part) -> list[Part]:
    """Return what may let AppConfig call a function."""
    found = function.app.users(function, _PERMISSION)
    principals = [(each, each.get("Principal")) for each in found]
    return [
        each
        for each, principal in principals
        if not isinstance(principal, str) or principal in {"appconfig.amazonaws.com", "*"}
    ]


LISTED = (
    Listed(PROFILE, count_findings, (validator.COUNT,), ("Validators",)),
    Listed(PROFILE, form_findings, (INCOMPLETE, LENGTH, validator.FUNCTION), ("Validators",)),
    Listed(PROFILE, schema_findings, (SCHEMA_LATER,), ("Validators",)),
    Listed(VERSION, content_findings, (CONTENT_LATER,), ("Content",), str),
    Listed(PROFILE, flags_findings, (validator.SCHEMA_OF_FLAGS,), ("Validators",)),
    Listed(PROFILE, permission_findings, (NO_PERMISSION,), ("Validators",)),
    Listed(DEPLOYMENT, late_permission_findings, (LATE_PERMISSION,)),
)
