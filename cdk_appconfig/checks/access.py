"""Roles that AppConfig assumes: who may assume them, and what they may do."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks.configuration_profile import key_of, source_of
from cdk_appconfig.checks.listed import DEPLOYMENT, ENVIRONMENT, PROFILE, Listed
from cdk_appconfig.checks.value import Open, is_open, links
from cdk_appconfig.findings import Check, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED"]

_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_RETRIEVAL = f"{_GUIDE}/appconfig-creating-configuration-and-profile-iam-role.html"
_ALARMS = f"{_GUIDE}/setting-up-appconfig.html"
_ROLE = "AWS::IAM::Role"
_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy")
_APPCONFIG = "appconfig.amazonaws.com"

RETRIEVAL_TRUST = Check(
    id="APPCONFIG117",
    summary="AppConfig may not assume the retrieval role of a profile",
    rule=f"AppConfig assumes the retrieval role while it makes the profile, as {_APPCONFIG}",
    source=_RETRIEVAL,
    evidence="captured",
)
RETRIEVAL_POLICY = Check(
    id="APPCONFIG118",
    summary="The retrieval role of a profile may not read its data",
    rule="AppConfig reads the data of a profile with its retrieval role when it is deployed",
    source=_RETRIEVAL,
    evidence="documented",
    severity="warning",
)
LATE_POLICY = Check(
    id="APPCONFIG119",
    summary="A deployment may start before its retrieval role may read",
    rule="CloudFormation orders resources by what they refer to, and a policy that grants the "
    "retrieval role its rights is not referred to by the deployment that needs them",
    source=_RETRIEVAL,
    evidence="documented",
    severity="warning",
)
ALARM_TRUST = Check(
    id="APPCONFIG217",
    summary="AppConfig may not assume the role of an alarm",
    rule=f"AppConfig looks at an alarm with the role of the monitor, as {_APPCONFIG}",
    source=_ALARMS,
    evidence="documented",
    severity="warning",
)
ALARM_POLICY = Check(
    id="APPCONFIG218",
    summary="The role of an alarm may not look at alarms",
    rule="AppConfig asks for the state of an alarm with cloudwatch:DescribeAlarms",
    source=_ALARMS,
    evidence="documented",
    severity="warning",
)

_READ: dict[str, Sequence[str]] = {
    "s3": ("s3:GetObject", "s3:GetObjectVersion"),
    "secretsmanager": ("secretsmanager:GetSecretValue",),
    "ssm-document": ("ssm:GetDocument",),
    "ssm-parameter": ("ssm:GetParameter",),
}


def retrieval_role_findings(profile: Part) -> Iterator[Finding]:
    """Yield what keeps AppConfig from reading the data of a profile with its role."""
    role = profile.target("RetrievalRoleArn")
    if role is None or role.type != _ROLE:
        return
    if _is_closed_to_appconfig(role):
        yield RETRIEVAL_TRUST.at(
            "$.RetrievalRoleArn",
            message=f"the role {role.where} does not let {_APPCONFIG} assume it",
            found="AssumeRolePolicyDocument",
            fix=f"allow sts:AssumeRole to the service {_APPCONFIG}",
        )
    source = source_of(profile)
    key = key_of(profile)
    decrypts = () if key is None or _names(key.resource, role) else ("kms:Decrypt",)
    missing = _missing(role, (*_READ.get(source or "", ()), *decrypts))
    if missing:
        yield RETRIEVAL_POLICY.at(
            "$.RetrievalRoleArn",
            message=f"the role {role.where} does not allow {' and '.join(missing)}",
            found=", ".join(missing),
            fix=f"allow it on what the profile reads from {source}",
        )


def _names(key: Part, role: Part) -> bool:
    """Tell whether the policy of a key names a role, or may."""
    policy = key.get("KeyPolicy")
    return not isinstance(policy, dict) or any(link.resource is role for link in links(policy))


def late_policy_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that a deployment does not wait for the rights it needs."""
    profile = deployment.target("ConfigurationProfileId")
    role = profile.target("RetrievalRoleArn") if profile else None
    if role is None or role.scope is not deployment.scope:
        return
    for policy in _policies_of(role):
        if not deployment.waits_for(policy) and policy.condition == deployment.condition:
            yield LATE_POLICY.at(
                "$",
                message=f"the deployment does not wait for {policy.where}, which lets its profile "
                "be read",
                found="no DependsOn",
                fix=f"add DependsOn: {policy.logical_id}",
            )


def alarm_role_findings(environment: Part) -> Iterator[Finding]:
    """Yield what keeps AppConfig from looking at the alarms of an environment."""
    for index, monitor in enumerate(environment.items("Monitors") or []):
        value = monitor.get("AlarmRoleArn") if isinstance(monitor, dict) else None
        role = getattr(value, "resource", None)
        if role is None or role.type != _ROLE:
            continue
        where = f"$.Monitors[{index}].AlarmRoleArn"
        if _is_closed_to_appconfig(role):
            yield ALARM_TRUST.at(
                where,
                message=f"the role {role.where} does not let {_APPCONFIG} assume it",
                found="AssumeRolePolicyDocument",
                fix=f"allow sts:AssumeRole to the service {_APPCONFIG}",
            )
        if _missing(role, ("cloudwatch:DescribeAlarms",)):
            yield ALARM_POLICY.at(
                where,
                message=f"the role {role.where} does not allow cloudwatch:DescribeAlarms",
                found="cloudwatch:DescribeAlarms",
                fix="allow it on the alarm, for a composite alarm on '*'",
            )


def _is_closed_to_appconfig(role: Part) -> bool:
    """Tell whether no statement of a trust policy can mean AppConfig."""
    document = role.get("AssumeRolePolicyDocument")
    statements = _statements(document)
    if statements is None:
        return False
    return not any(_trusts_appconfig(statement) for statement in statements)


def _trusts_appconfig(statement: Any) -> bool:
    if not isinstance(statement, dict) or is_open(statement.get("Effect")):
        return True
    principal = statement.get("Principal")
    if statement.get("Effect") != "Allow" or isinstance(principal, str):
        return principal == "*" and statement.get("Effect") == "Allow"
    if not isinstance(principal, dict):
        return True
    services = _listed(principal.get("Service", []))
    return any(is_open(service) or service in {_APPCONFIG, "*"} for service in services)


def _missing(role: Part, actions: Sequence[str]) -> list[str]:
    """Return the actions that no policy of the app can allow a role; none when that is open."""
    policies = role.get("Policies") or []
    if not role.app.is_complete or role.get("ManagedPolicyArns") or not isinstance(policies, list):
        return []
    documents = [
        *(
            policy.get("PolicyDocument") if isinstance(policy, dict) else None
            for policy in policies
        ),
        *(policy.get("PolicyDocument") for policy in _policies_of(role)),
    ]
    allowed: list[Any] = []
    for document in documents:
        statements = _statements(document)
        if statements is None:
            return []
        for statement in statements:
            if not isinstance(statement, dict) or _is_vague(statement):
                return []
            if statement.get("Effect") == "Allow":
                allowed += _listed(statement.get("Action", []))
    return [action for action in actions if not _is_allowed(action, allowed)]


def _is_vague(statement: dict[str, Any]) -> bool:
    """Tell whether it is open, or told by exclusion, what a statement allows."""
    asked = [statement.get("Effect"), statement.get("Action")]
    return any(map(is_open, asked)) or "NotAction" in statement


def _is_allowed(action: str, patterns: Sequence[Any]) -> bool:
    lower = action.lower()
    return any(fnmatch.fnmatchcase(lower, str(pattern).lower()) for pattern in patterns)


def _policies_of(role: Part) -> list[Part]:
    return [policy for type in _POLICIES for policy in role.app.users(role, type)]


def _statements(document: Any) -> list[Any] | None:
    if not isinstance(document, dict):
        return None
    statements = document.get("Statement")
    return None if statements is None or isinstance(statements, Open) else _listed(statements)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


LISTED = (
    Listed(PROFILE, retrieval_role_findings, (RETRIEVAL_TRUST, RETRIEVAL_POLICY)),
    Listed(DEPLOYMENT, late_policy_findings, (LATE_POLICY,)),
    Listed(ENVIRONMENT, alarm_role_findings, (ALARM_TRUST, ALARM_POLICY)),
)
