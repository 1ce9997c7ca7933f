"""Environments and the alarms that watch them."""

from __future__ import annotations

from cdk_appconfig.findings import Check, Finding
from cdk_appconfig.model import limits

__all__ = ["MONITOR_COUNT", "too_many_monitors"]

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
