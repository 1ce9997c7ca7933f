"""Deployments in time: their order, how long they take, and what alarms can still do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks.listed import DEPLOYMENT, ENVIRONMENT, STRATEGY, Listed
from cdk_appconfig.checks.value import certainly_differ
from cdk_appconfig.findings import Check, Finding
from cdk_appconfig.model.deployment_strategy import DeploymentStrategyId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED", "alarm_time_findings"]

_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_DEPLOYING = f"{_GUIDE}/appconfig-deploying.html"
_STRATEGY = f"{_GUIDE}/appconfig-creating-deployment-strategy.html"

UNORDERED = Check(
    id="APPCONFIG362",
    summary="Two deployments to one environment are not ordered",
    rule="an environment takes one deployment at a time, and CloudFormation starts at once what "
    "nothing orders; AppConfig answers the second with a conflict",
    source=_DEPLOYING,
    evidence="documented",
)
UNORDERED_INSTANT = Check(
    id="APPCONFIG363",
    summary="Two deployments to one environment that take no time are not ordered",
    rule="an environment takes one deployment at a time; those without duration and bake time are "
    "over at once, so that the second fails by chance only",
    source=_DEPLOYING,
    evidence="inferred",
    severity="warning",
)
NO_BAKE_TIME = Check(
    id="APPCONFIG365",
    summary="The environment has alarms and the deployment has no time for them",
    rule="alarms roll a deployment back while it lasts: during its duration and its bake time",
    source=_STRATEGY,
    evidence="documented",
    severity="warning",
)
DEPLOYED_TWICE = Check(
    id="APPCONFIG369",
    summary="A stack deploys a profile twice to one environment",
    rule="an environment serves one version of a profile, so that the later deployment takes the "
    "place of the earlier one, and each of them takes its time",
    source=_DEPLOYING,
    evidence="documented",
    severity="warning",
)
LONG_QUEUE = Check(
    id="APPCONFIG368",
    summary="The deployments to one environment take hours one after another",
    rule="CloudFormation waits for each deployment, and an environment takes one at a time",
    source=_DEPLOYING,
    evidence="documented",
    severity="warning",
)

_LONGEST_QUEUE = 120
"""Minutes; an opinion of ours: longer than people expect a stack to take."""

_PREDEFINED_MINUTES: dict[str, tuple[float, float]] = {
    DeploymentStrategyId.ALL_AT_ONCE.value: (0, 10),
    DeploymentStrategyId.LINEAR_50_PERCENT_EVERY_30_SECONDS.value: (1, 1),
    DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES.value: (20, 10),
    DeploymentStrategyId.LINEAR_20_PERCENT_EVERY_6_MINUTES.value: (30, 30),
}


def order_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the findings that earlier deployments of the stack may run at the same time."""
    for other in deployment.app.unordered(DEPLOYMENT, "EnvironmentId").get(deployment, ()):
        if other.waits_for(deployment) or not _meet(other, deployment):
            continue
        instant = _minutes(other) == (0, 0) and _minutes(deployment) == (0, 0)
        check = UNORDERED_INSTANT if instant else UNORDERED
        yield check.at(
            "$",
            message=f"nothing orders the deployment after {other.where}, which goes to the same "
            "environment",
            found="no DependsOn",
            fix=f"add DependsOn: {other.logical_id}",
        )
        return


def twin_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that an earlier deployment of the stack deploys the same profile."""
    for other in deployment.app.earlier(deployment, "EnvironmentId", "ConfigurationProfileId"):
        if _meet(other, deployment):
            yield DEPLOYED_TWICE.at(
                "$",
                message=f"{other.where} deploys the same profile to the same environment",
                found=other.where,
                fix="keep one deployment for each profile and environment",
            )
            return


def _meet(one: Part, other: Part) -> bool:
    """Tell whether both are surely there, and in one application as far as that is known."""
    apart = certainly_differ(one.get("ApplicationId"), other.get("ApplicationId"))
    return not apart and one.certainly_with(other)


def _minutes(deployment: Part) -> tuple[float, float] | None:
    """Return duration and bake time of a deployment; ``None`` where one of them is open."""
    strategy = deployment.target("DeploymentStrategyId")
    if strategy is None or strategy.type != STRATEGY:
        return _PREDEFINED_MINUTES.get(deployment.text("DeploymentStrategyId") or "")
    duration = strategy.number("DeploymentDurationInMinutes")
    bake_time = strategy.number("FinalBakeTimeInMinutes")
    if bake_time is None and strategy.lacks("FinalBakeTimeInMinutes"):
        bake_time = 0
    return None if duration is None or bake_time is None else (duration, bake_time)


def bake_time_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that alarms have no time to roll a deployment back."""
    environment = deployment.target("EnvironmentId")
    if environment is None or environment.type != ENVIRONMENT or not environment.items("Monitors"):
        return
    minutes = _minutes(deployment)
    if minutes is not None:
        yield from alarm_time_findings(minutes, environment.where, "$.DeploymentStrategyId")


def alarm_time_findings(
    minutes: tuple[float, float], environment: str, where: str
) -> Iterator[Finding]:
    """Yield the finding that a deployment has no bake time for the alarms of its environment.

    Args:
        minutes: Duration and bake time of the deployment.
        environment: Construct path or logical id of the environment.
        where: Construct path of the profile, or place of the strategy.
    """
    duration, bake_time = minutes
    if bake_time > 0:
        return
    end = (
        f"after {duration:g} {'minute' if duration == 1 else 'minutes'}" if duration else "at once"
    )
    yield NO_BAKE_TIME.at(
        where,
        message=f"the deployment is complete {end}, without a bake time for the alarms of "
        f"{environment}",
        found="bake time of 0 minutes",
        fix="use a strategy with a bake time that is longer than the alarms need to see a mistake",
    )


def queue_findings(environment: Part) -> Iterator[Finding]:
    """Yield the finding that the deployments to an environment take hours."""
    deployments = [
        each
        for each in environment.app.users(environment, DEPLOYMENT)
        if each.target("EnvironmentId") is environment and each.condition is None
    ]
    minutes = [known for known in map(_minutes, deployments) if known is not None]
    total = sum(map(sum, minutes))
    if len(minutes) > 1 and total > _LONGEST_QUEUE:
        yield LONG_QUEUE.at(
            "$",
            message=f"the {len(minutes)} deployments to the environment take {total:g} minutes one "
            "after another",
            found=f"{total:g} minutes",
            fix="use a quicker strategy for environments that need no slow one, or join profiles",
        )


LISTED = (
    Listed(DEPLOYMENT, order_findings, (UNORDERED, UNORDERED_INSTANT)),
    Listed(DEPLOYMENT, twin_findings, (DEPLOYED_TWICE,)),
    Listed(DEPLOYMENT, bake_time_findings, (NO_BAKE_TIME,)),
    Listed(ENVIRONMENT, queue_findings, (LONG_QUEUE,)),
)
