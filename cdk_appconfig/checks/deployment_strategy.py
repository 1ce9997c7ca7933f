"""Deployment strategies of a template, judged like those that constructs make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks.listed import STRATEGY, Listed
from cdk_appconfig.model import deployment_strategy as model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.findings import Finding

__all__ = ["LISTED"]

_MINUTES = {
    "DeploymentDurationInMinutes": "deployment duration",
    "FinalBakeTimeInMinutes": "final bake time",
}


def strategy_findings(strategy: Part) -> Iterator[Finding]:
    """Yield what is wrong with the numbers of a strategy."""
    total = 0.0
    for name, what in _MINUTES.items():
        minutes = strategy.number(name)
        if minutes is not None:
            total += minutes
            yield from model.minutes_findings(what, minutes, f"$.{name}")
    yield from model.timeout_findings(total, "$")
    growth_factor, growth_type = strategy.number("GrowthFactor"), strategy.text("GrowthType")
    if growth_factor is not None:
        yield from model.growth_factor_findings(growth_factor, "$.GrowthFactor")
    if growth_type is not None:
        yield from model.growth_type_findings(growth_type, "$.GrowthType")


LISTED = (
    Listed(
        STRATEGY,
        strategy_findings,
        (model.MINUTES, model.GROWTH_FACTOR, model.GROWTH_TYPE, model.TIMEOUT),
    ),
)
