"""Environments and the alarms that watch them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks.listed import ENVIRONMENT, Listed
from cdk_appconfig.checks.value import Link, Open, pattern_of
from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.checks.app import Part

__all__ = [
    "LISTED",
    "MONITOR_COUNT",
    "actions_disabled",
    "alarm_elsewhere",
    "alarm_twice",
    "missing_data",
    "not_an_alarm",
    "reader_findings",
    "too_many_monitors",
]

_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_ALARMS = f"{_GUIDE}/setting-up-appconfig.html"
_MONITORING = f"{_GUIDE}/monitoring-deployments.html"
_ALARM_ARN = r"arn:[^:]+:cloudwatch:(?P<region>[^:]*):(?P<account>[^:]*):alarm:"

MONITOR_COUNT = Check(
    id="APPCONFIG210",
    summary="An environment is watched by too many alarms",
    rule=f"an environment is watched by at most {limits.MONITORS} alarms",
    source=limits.MONITORS.source,
    evidence=limits.MONITORS.evidence,
)


def too_many_monitors(count: int, where: str) -> Finding:
    """Return the finding that an environment has more monitors than AppConfig takes.

    Args:
        count: How many it would have.
        where: Construct path or logical id of the environment.
    """
    return MONITOR_COUNT.at(
        where,
        message=f"the environment would be watched by {count} alarms",
        found=str(count),
        fix="join several alarms in one aws_cloudwatch.CompositeAlarm and watch that",
    )


ALARM_ROLE = Check(
    id="APPCONFIG211",
    summary="An alarm of an environment has no role",
    rule="AppConfig refuses an alarm without a role, which the resource schema calls optional",
    source=limits.MONITORS.source,
    evidence="captured",
)
ALARM_TWICE = Check(
    id="APPCONFIG212",
    summary="An environment is watched by the same alarm twice",
    rule=f"an environment is watched by at most {limits.MONITORS} alarms, and the same one again "
    "adds nothing",
    source=_ALARMS,
    evidence="inferred",
    severity="warning",
)
ALARM_ELSEWHERE = Check(
    id="APPCONFIG213",
    summary="An environment is watched by an alarm of another account or region",
    rule="AppConfig looks at alarms of its own account and region",
    source=_ALARMS,
    evidence="documented",
    severity="warning",
)
MISSING_DATA = Check(
    id="APPCONFIG214",
    summary="An alarm has no data for a while and rolls deployments back",
    rule="an alarm without data goes to INSUFFICIENT_DATA, which rolls a deployment back by one "
    "page of AWS, and does not by another",
    source=_MONITORING,
    evidence="documented",
    severity="warning",
)
ACTIONS_DISABLED = Check(
    id="APPCONFIG215",
    summary="An alarm of an environment has its actions disabled",
    rule="an alarm whose actions are disabled rolls no deployment back",
    source=_MONITORING,
    evidence="documented",
    severity="warning",
)
NOT_AN_ALARM = Check(
    id="APPCONFIG452",
    summary="An environment is watched by something that is no alarm",
    rule="an environment is watched by alarms of CloudWatch, each named by its ARN",
    source=limits.MONITORS.source,
    evidence="documented",
)
NO_READERS = Check(
    id="APPCONFIG451",
    summary="A role for readers trusts nobody",
    rule="a role names those who may assume it",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal"
    ".html",
    evidence="documented",
)
NO_ACCOUNT = Check(
    id="APPCONFIG239",
    summary="A role for readers trusts an account by something else than its id",
    rule="the id of an account has 12 digits, and IAM refuses a role that trusts another one",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal"
    ".html",
    evidence="documented",
)

_ACCOUNT = re.compile(r"[0-9]{12}")


def reader_findings(principals: Sequence[object], where: str) -> Iterator[Finding]:
    """Yield what is wrong with those whom a role for readers trusts.

    Args:
        principals: Principals of IAM, or ids of accounts as text.
        where: Construct path of the environment.
    """
    if not principals:
        yield NO_READERS.at(
            where,
            message="the role for readers trusts nobody",
            found="no principals",
            fix="pass principals, or ids of accounts",
        )
    for each in principals:
        if isinstance(each, str) and not is_token(each) and not _ACCOUNT.fullmatch(each):
            fix = "pass ArnPrincipal(…) of aws_iam for an ARN"
            yield NO_ACCOUNT.at(
                where,
                message=f"{shown(each)} is not the id of an account",
                found=shown(each),
                fix=fix if each.startswith("arn:") else "pass its 12 digits",
            )


def not_an_alarm(alarm: object, where: str) -> Finding:
    """Return the finding that something is no alarm.

    Args:
        alarm: What was passed, for people.
        where: Construct path of the environment.
    """
    return NOT_AN_ALARM.at(
        where,
        message=f"{shown(alarm)} is not an alarm",
        found=shown(alarm),
        fix="pass an alarm of the L2 or L1, or the ARN of one",
    )


def alarm_twice(alarm: str, other: str, where: str) -> Finding:
    """Return the finding that an environment is watched by the same alarm twice.

    Args:
        alarm: The alarm, for people.
        other: Where it is already.
        where: Place of the second one.
    """
    return ALARM_TWICE.at(
        where,
        message=f"the alarm is already that of {other}",
        found=alarm,
        fix="remove one of the two",
    )


def alarm_elsewhere(alarm: str, what: str, theirs: str, ours: str, where: str) -> Finding:
    """Return the finding that an alarm is in another account or region than the environment.

    Args:
        alarm: The alarm, for people; empty if the place says which.
        what: ``account`` or ``region``.
        theirs: That of the alarm.
        ours: That of the environment.
        where: Construct path of the environment, or place of the alarm.
    """
    named = f"the alarm {alarm}" if alarm else "the alarm"
    return ALARM_ELSEWHERE.at(
        where,
        message=f"{named} is in the {what} {theirs}, the environment in {ours}",
        found=theirs,
        fix=f"watch an alarm of the {what} {ours}",
    )


def missing_data(alarm: str, treatment: str | None, where: str) -> Finding:
    """Return the finding that an alarm may lack data, and so stop deployments.

    Args:
        alarm: The alarm, for people.
        treatment: What it says of missing data, if anything.
        where: Construct path of the environment, or place of the alarm.
    """
    return MISSING_DATA.at(
        where,
        message=f"the alarm {alarm} does not say how it treats missing data",
        found=treatment or "no TreatMissingData",
        fix="set TreatMissingData to notBreaching, so that silence is no failure",
    )


def actions_disabled(alarm: str, where: str) -> Finding:
    """Return the finding that the actions of an alarm are disabled.

    Args:
        alarm: The alarm, for people.
        where: Construct path of the environment, or place of the alarm.
    """
    return ACTIONS_DISABLED.at(
        where,
        message=f"the actions of the alarm {alarm} are disabled",
        found="ActionsEnabled: false",
        fix="enable them, or remove the alarm",
    )


def count_findings(environment: Part) -> Iterator[Finding]:
    """Yield the finding that an environment has more monitors than AppConfig takes."""
    monitors = environment.items("Monitors") or []
    count = sum(not (isinstance(one, Open) and one.optional) for one in monitors)
    if count > limits.MONITORS:
        yield too_many_monitors(count, "$.Monitors")


def monitor_findings(environment: Part) -> Iterator[Finding]:
    """Yield what is wrong with each monitor of an environment."""
    seen: list[Any] = []
    for index, monitor in enumerate(environment.items("Monitors") or []):
        if not isinstance(monitor, dict):
            continue
        where, alarm = f"$.Monitors[{index}]", monitor.get("AlarmArn")
        if "AlarmRoleArn" not in monitor:
            yield ALARM_ROLE.at(
                where,
                message="the alarm has no AlarmRoleArn",
                found="no AlarmRoleArn",
                fix="add AlarmRoleArn, a role that may call cloudwatch:DescribeAlarms",
            )
        if alarm is not None and alarm in seen:
            other = f"Monitors[{seen.index(alarm)}]"
            yield alarm_twice(_shown_alarm(alarm), other, f"{where}.AlarmArn")
        seen.append(alarm)
        yield from _place_findings(environment, alarm, f"{where}.AlarmArn")
        if isinstance(alarm, Link):
            yield from _alarm_findings(alarm.resource, f"{where}.AlarmArn")


def _place_findings(environment: Part, alarm: Any, where: str) -> Iterator[Finding]:
    arn = re.match(_ALARM_ARN, pattern_of(alarm) or "")
    if isinstance(alarm, Link):
        region, account = alarm.resource.region, alarm.resource.account
    elif arn:
        region, account = arn["region"], arn["account"]
    else:
        return
    own = (environment.account, environment.region)
    for what, theirs, ours in zip(("account", "region"), (account, region), own, strict=True):
        if theirs and ours and "\0" not in theirs and theirs != ours:
            yield alarm_elsewhere("", what, theirs, ours, where)


def _alarm_findings(alarm: Part, where: str) -> Iterator[Finding]:
    if alarm.type not in {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}:
        return
    treatment = alarm.text("TreatMissingData")
    if alarm.type == "AWS::CloudWatch::Alarm" and (
        alarm.lacks("TreatMissingData") or treatment == "missing"
    ):
        yield missing_data(alarm.where, treatment, where)
    if str(alarm.get("ActionsEnabled")).lower() == "false":
        yield actions_disabled(alarm.where, where)


def _shown_alarm(alarm: Any) -> str:
    return alarm.resource.where if isinstance(alarm, Link) else shown(alarm)


LISTED = (
    Listed(ENVIRONMENT, count_findings, (MONITOR_COUNT,), ("Monitors",)),
    Listed(
        ENVIRONMENT,
        monitor_findings,
        (ALARM_ROLE, ALARM_TWICE, ALARM_ELSEWHERE, MISSING_DATA, ACTIONS_DISABLED),
        ("Monitors",),
    ),
)
