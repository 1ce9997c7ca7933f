"""Roles that AppConfig assumes: who may assume them, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks.configuration_profile import key_of, source_of
from cdk_appconfig.checks.listed import DEPLOYMENT, ENVIRONMENT, PROFILE, Listed
from cdk_appconfig.checks.policy import (
    allows,
    as_list,
    policies_of,
    statements_of,
    words_of,
    written_arn,
)
from cdk_appconfig.checks.value import Link, is_open, links
from cdk_appconfig.findings import Check, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED"]

_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_RETRIEVAL = f"{_GUIDE}/appconfig-creating-configuration-and-profile-iam-role.html"
_ALARMS = f"{_GUIDE}/setting-up-appconfig.html"
_ROLE = "AWS::IAM::Role"
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

_DECRYPT = "kms:Decrypt"
_READ: dict[str, tuple[str, Sequence[str]]] = {
    "s3": ("arn:aws:s3:::{}", ("s3:GetObject", "s3:GetObjectVersion")),
    "secretsmanager": (
        "arn:aws:secretsmanager:::secret:{}-??????",
        ("secretsmanager:GetSecretValue",),
    ),
    "ssm-document": ("arn:aws:ssm:::document/{}", ("ssm:GetDocument",)),
    "ssm-parameter": ("arn:aws:ssm:::parameter/{}", ("ssm:GetParameter",)),
}
"""Source → the ARN of what has a name there, and what reading it takes."""


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
    yield from _reading_findings(profile, role)


def _reading_findings(profile: Part, role: Part) -> Iterator[Finding]:
    """Yield what the policies of a role do not let it read."""
    source, key = source_of(profile), key_of(profile)
    form, actions = _READ.get(source or "", ("", ()))
    arn = written_arn(profile.get("LocationUri"), form)
    missing = [action for action in actions if not allows(role, action)]
    if key is not None and not _names(key.resource, role):
        key_arn = written_arn(Link(key.resource, "Arn"), "")
        missing += [] if allows(role, _DECRYPT, key_arn) else [_DECRYPT]
    elsewhere = [each for each in actions if each not in missing and not allows(role, each, arn)]
    if missing:
        yield RETRIEVAL_POLICY.at(
            "$.RetrievalRoleArn",
            message=f"the role {role.where} does not allow {' and '.join(missing)}",
            found=", ".join(missing),
            fix=f"allow it on what the profile reads from {source}",
        )
    if elsewhere and arn is not None:
        yield RETRIEVAL_POLICY.at(
            "$.RetrievalRoleArn",
            message=f"the role {role.where} allows {' and '.join(elsewhere)}, and not on "
            f"{words_of(arn)}",
            found=", ".join(elsewhere),
            fix=f"allow it on {words_of(arn)}, which LocationUri names",
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
    for policy in policies_of(role):
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
        if not allows(role, "cloudwatch:DescribeAlarms"):
            yield ALARM_POLICY.at(
                where,
                message=f"the role {role.where} does not allow cloudwatch:DescribeAlarms",
                found="cloudwatch:DescribeAlarms",
                fix="allow it on the alarm, for a composite alarm on '*'",
            )


def _is_closed_to_appconfig(role: Part) -> bool:
    """Tell whether no statement of a trust policy can mean AppConfig."""
    document = role.get("AssumeRolePolicyDocument")
    statements = statements_of(document)
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
    services = as_list(principal.get("Service", []))
    return any(is_open(service) or service in (_APPCONFIG, "*") for service in services)


LISTED = (
    Listed(
        PROFILE,
        retrieval_role_findings,
        (RETRIEVAL_TRUST, RETRIEVAL_POLICY),
        ("RetrievalRoleArn",),
    ),
    Listed(DEPLOYMENT, late_policy_findings, (LATE_POLICY,)),
    Listed(ENVIRONMENT, alarm_role_findings, (ALARM_TRUST, ALARM_POLICY), ("Monitors",), list),
)
