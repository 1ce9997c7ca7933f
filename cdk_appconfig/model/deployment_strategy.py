"""Deployment strategies: the ids of those that AWS brings along, and the numbers of others."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal

from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DeploymentStrategyId",
    "GrowthType",
    "growth_factor_findings",
    "growth_type_findings",
    "minutes_findings",
    "not_a_number",
    "timeout_findings",
]

GrowthType = Literal["LINEAR", "EXPONENTIAL"]
"""How a rollout grows: by the same share in each step, or by twice the share of the step before."""

_GROWTH_TYPES = ("LINEAR", "EXPONENTIAL")


class DeploymentStrategyId(str, Enum):
    """Ids of the predefined strategies. They need no resource and count against no quota.

    Each is a ``str``: it can stand wherever the id itself can.

    Example:
        >>> f"{DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES}"
        'AppConfig.Canary10Percent20Minutes'
    """

    ALL_AT_ONCE = "AppConfig.AllAtOnce"
    """Every target at once, then 10 minutes of bake time."""

    LINEAR_50_PERCENT_EVERY_30_SECONDS = "AppConfig.Linear50PercentEvery30Seconds"
    """Half of the targets every 30 seconds, then 1 minute of bake time. For tests and demos."""

    CANARY_10_PERCENT_20_MINUTES = "AppConfig.Canary10Percent20Minutes"
    """10 % growing exponentially over 20 minutes, then 10 minutes of bake time. For production."""

    LINEAR_20_PERCENT_EVERY_6_MINUTES = "AppConfig.Linear20PercentEvery6Minutes"
    """20 % every 6 minutes over 30 minutes, then 30 minutes of bake time. For production."""

    def __str__(self) -> str:
        """Return the id itself, whatever the Python version."""
        return self.value


NOT_A_NUMBER = Check(
    id="APPCONFIG310",
    summary="A deployment strategy is given something else than times and a percentage",
    rule="a deployment strategy is a duration, a bake time and a growth factor in percent",
    source=limits.GROWTH_FACTOR.source,
    evidence="schema",
)
MINUTES = Check(
    id="APPCONFIG330",
    summary="The duration or the bake time of a deployment strategy is out of range",
    rule=f"the duration and the bake time of a deployment strategy are whole minutes, 0 to "
    f"{limits.STRATEGY_MINUTES}",
    source=limits.STRATEGY_MINUTES.source,
    evidence=limits.STRATEGY_MINUTES.evidence,
)
GROWTH_FACTOR = Check(
    id="APPCONFIG331",
    summary="The growth factor of a deployment strategy is out of range",
    rule=f"a growth factor is a percentage, 1 to {limits.GROWTH_FACTOR}",
    source=limits.GROWTH_FACTOR.source,
    evidence=limits.GROWTH_FACTOR.evidence,
)
GROWTH_TYPE = Check(
    id="APPCONFIG332",
    summary="The growth type of a deployment strategy does not exist",
    rule=f"a deployment strategy grows {' or '.join(_GROWTH_TYPES)}",
    source=limits.GROWTH_FACTOR.source,
    evidence="schema",
)
TIMEOUT = Check(
    id="APPCONFIG333",
    summary="A deployment strategy takes longer than CloudFormation waits",
    rule=f"CloudFormation waits {limits.DEPLOYMENT_MINUTES} minutes for a deployment, which is "
    "complete after its duration and its bake time",
    source=limits.DEPLOYMENT_MINUTES.source,
    evidence=limits.DEPLOYMENT_MINUTES.evidence,
    severity="warning",
)


def minutes_findings(what: str, minutes: float, where: str) -> Iterator[Finding]:
    """Yield the finding that a duration or a bake time is not one that AppConfig takes.

    Args:
        what: Which of the two, as a person calls it.
        minutes: Its minutes.
        where: Construct path or logical id of the strategy, ``$`` where there is none.
    """
    if minutes % 1 != 0 or not 0 <= minutes <= limits.STRATEGY_MINUTES:
        yield MINUTES.at(
            where,
            message=f"the {what} is {minutes:g} minutes",
            found=f"{minutes:g} minutes",
            fix=f"use whole minutes, 0 to {limits.STRATEGY_MINUTES}",
        )


def not_a_number(what: str, value: object, example: str, where: str) -> Finding:
    """Return the finding that a time or a percentage is something else.

    Args:
        what: Which of the numbers, as a person calls it.
        value: What was passed.
        example: What can be passed, as Python.
        where: Construct path of the strategy, ``$`` where there is none.
    """
    return NOT_A_NUMBER.at(
        where,
        message=f"the {what} is {shown(value)}",
        found=shown(value),
        fix=f"pass for example {example}",
    )


def growth_factor_findings(growth_factor: object, where: str) -> Iterator[Finding]:
    """Yield the finding that a growth factor is not one that AppConfig takes.

    Args:
        growth_factor: The growth factor, in percent.
        where: Construct path or logical id of the strategy, ``$`` where there is none.
    """
    if isinstance(growth_factor, bool) or not isinstance(growth_factor, (int, float)):
        yield not_a_number("growth factor", growth_factor, "20", where)
    elif not 1 <= growth_factor <= limits.GROWTH_FACTOR:
        yield GROWTH_FACTOR.at(
            where,
            message=f"the growth factor is {growth_factor:g}",
            found=f"{growth_factor:g}",
            fix=f"use a percentage, 1 to {limits.GROWTH_FACTOR}: 20 is a fifth of the targets",
        )


def growth_type_findings(growth_type: str, where: str) -> Iterator[Finding]:
    """Yield the finding that there is no such growth type.

    Args:
        growth_type: The growth type.
        where: Construct path or logical id of the strategy, ``$`` where there is none.
    """
    if growth_type not in _GROWTH_TYPES:
        near = closest(growth_type, _GROWTH_TYPES)
        yield GROWTH_TYPE.at(
            where,
            message=f"there is no growth type {shown(growth_type)}",
            found=shown(growth_type),
            fix=f"did you mean {near!r}?" if near else f"use {' or '.join(_GROWTH_TYPES)}",
        )


def timeout_findings(minutes: float, where: str) -> Iterator[Finding]:
    """Yield the finding that CloudFormation will not wait for the end of a deployment.

    Args:
        minutes: Duration and bake time together.
        where: Construct path or logical id of the strategy.
    """
    if minutes > limits.DEPLOYMENT_MINUTES:
        yield TIMEOUT.at(
            where,
            message=f"a deployment takes {minutes:g} minutes with its bake time",
            found=f"{minutes:g} minutes",
            fix="shorten the duration or the bake time",
        )
