"""The deployment strategies that AWS AppConfig brings along.

Source: user guide, `predefined deployment strategies
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy-predefined.html>`_.
"""

from __future__ import annotations

from enum import Enum

__all__ = ["DeploymentStrategyId"]


class DeploymentStrategyId(str, Enum):
    """Ids of the predefined strategies. They need no resource and count against no quota.

    Each is a ``str``: it can stand wherever the id itself can.
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
