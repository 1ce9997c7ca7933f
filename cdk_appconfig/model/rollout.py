"""How a rollout spreads: the steps of a deployment strategy over time, and those AWS brings along.

The sources differ on the first step. The user guide's timeline of a linear rollout begins with no
target at all; the API text of ``UpdateDeploymentStrategy`` has the first share at once; a recorded
``GetDeployment`` answer has steps that are a little closer. AWS was seen to report 0 percent at the
start. Linear steps are those of the guide here, exponential ones those of its formula, in equal
intervals; `docs/rollouts.md` says more.

Source: user guide, `deployment strategies
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy.html>`_
and `predefined deployment strategies
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy-predefined.html>`_.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, shown
from cdk_appconfig.model import deployment_strategy, limits
from cdk_appconfig.model.deployment_strategy import DeploymentStrategyId
from cdk_appconfig.model.rollout_drawing import chart, svg

if TYPE_CHECKING:
    from cdk_appconfig.model.deployment_strategy import GrowthType

__all__ = ["Rollout"]

_NO_TIME = timedelta(0)
_ALL = Decimal(int(limits.GROWTH_FACTOR))
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"

NOT_PREDEFINED = Check(
    id="APPCONFIG311",
    summary="A predefined deployment strategy does not exist",
    rule="AWS AppConfig brings along the predefined strategies of its user guide and no others",
    source=f"{_GUIDE}/appconfig-creating-deployment-strategy-predefined.html",
    evidence="documented",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """How a change spreads over the targets of an environment, and when it is done.

    Made by `linear`, `exponential` or `predefined`.

    Args:
        duration: Time from the start until every target has the change, whole minutes, 0 to 1440.
        growth_factor: Percentage of the targets, 1 to 100: what each step adds, or what the first
            one has.
        growth_type: ``LINEAR`` adds the growth factor in each step, ``EXPONENTIAL`` doubles the
            share.
        bake: Time in which alarms are still watched after the last step, whole minutes, 0 to 1440.

    Raises:
        AppConfigError: A number is out of range; every one of them is in it.

    Example:
        >>> rollout = Rollout.linear(duration=timedelta(hours=10), growth_factor=20)
        >>> [(time.seconds // 3600, share) for time, share in rollout.schedule()]
        [(0, 0.0), (2, 20.0), (4, 40.0), (6, 60.0), (8, 80.0), (10, 100.0)]
        >>> rollout.share_at(timedelta(hours=5))
        40.0

    Source:
        API ``CreateDeploymentStrategy``: ``DeploymentDurationInMinutes``, ``GrowthFactor``,
        ``GrowthType``, ``FinalBakeTimeInMinutes``.
    """

    duration: timedelta
    growth_factor: float
    growth_type: GrowthType = "LINEAR"
    bake: timedelta = _NO_TIME

    def __post_init__(self) -> None:
        """Raise everything that is wrong."""
        AppConfigError.raise_for("rollout", self._findings())

    @classmethod
    def linear(
        cls, *, duration: timedelta, growth_factor: float, bake: timedelta = _NO_TIME
    ) -> Rollout:
        """Return a rollout that adds the same share in each step.

        Args:
            duration: Time until every target has the change, whole minutes, 0 to 1440.
            growth_factor: Percentage of the targets that each step adds, 1 to 100. It need not
                divide 100: the last step is then a smaller one, at the end.
            bake: Time in which alarms are still watched after that, whole minutes, 0 to 1440.

        Raises:
            AppConfigError: A number is out of range.

        Example:
            >>> minutes = timedelta(minutes=1)
            >>> rollout = Rollout.linear(duration=10 * minutes, growth_factor=40, bake=5 * minutes)
            >>> [(time // minutes, share) for time, share in rollout.schedule()]
            [(0, 0.0), (4, 40.0), (8, 80.0), (10, 100.0)]
        """
        return cls(duration=duration, growth_factor=growth_factor, bake=bake)

    @classmethod
    def exponential(
        cls, *, duration: timedelta, growth_factor: float, bake: timedelta = _NO_TIME
    ) -> Rollout:
        """Return a rollout whose share doubles in each step: ``G``, ``2·G``, ``4·G``, and so on.

        Args:
            duration: Time until every target has the change, whole minutes, 0 to 1440.
            growth_factor: ``G``, the percentage of the targets that the first step has, 1 to 100.
            bake: Time in which alarms are still watched after that, whole minutes, 0 to 1440.

        Raises:
            AppConfigError: A number is out of range.

        Example:
            >>> rollout = Rollout.exponential(duration=timedelta(minutes=20), growth_factor=10)
            >>> [(time.seconds // 60, share) for time, share in rollout.schedule()]
            [(0, 10.0), (5, 20.0), (10, 40.0), (15, 80.0), (20, 100.0)]
        """
        return cls(
            duration=duration, growth_factor=growth_factor, growth_type="EXPONENTIAL", bake=bake
        )

    @staticmethod
    def predefined(deployment_strategy_id: str) -> Rollout:
        """Return the rollout of a strategy that AWS AppConfig brings along.

        Args:
            deployment_strategy_id: Its id, as text or as a `DeploymentStrategyId`.

        Raises:
            AppConfigError: There is no predefined strategy with this id.

        Example:
            >>> Rollout.predefined("AppConfig.AllAtOnce").ends_after
            datetime.timedelta(seconds=600)
        """
        known = {id.value: rollout for id, rollout in _PREDEFINED.items()}
        if deployment_strategy_id not in known:
            raise AppConfigError("rollout", [_not_predefined(deployment_strategy_id, list(known))])
        return known[deployment_strategy_id]

    @property
    def ends_after(self) -> timedelta:
        """Time from the start until the deployment is complete: the duration and the bake time."""
        return self.duration + self.bake

    def schedule(self) -> list[tuple[timedelta, float]]:
        """Return the steps: the time since the start, and the percentage that has the change then.

        Both rise from step to step. The last one has 100 percent; the bake time is no step.
        """
        if not self.duration:
            return [(_NO_TIME, float(_ALL))]
        growth = Decimal(str(self.growth_factor))
        parts = _linear(growth) if self.growth_type == "LINEAR" else _exponential(growth)
        # Of two steps within one microsecond the later one counts.
        return list({self._after(part): float(share) for part, share in parts}.items())

    def share_at(self, time: timedelta) -> float:
        """Return the percentage of targets that have the change.

        Args:
            time: Time since the start; before it, no target has the change.

        Example:
            >>> Rollout.predefined("AppConfig.Canary10Percent20Minutes").share_at(
            ...     timedelta(minutes=12)
            ... )
            40.0
        """
        return max((share for start, share in self.schedule() if start <= time), default=0.0)

    def chart(self) -> str:
        """Return the steps as a chart of text, for a terminal or a pull request.

        Example:
            >>> print(Rollout.predefined("AppConfig.Linear20PercentEvery6Minutes").chart())
            0:00:00    0 %
            0:06:00   20 %  ########
            0:12:00   40 %  ################
            0:18:00   60 %  ########################
            0:24:00   80 %  ################################
            0:30:00  100 %  ########################################
            1:00:00  complete
        """
        return chart(self.schedule(), self.ends_after)

    def svg(self) -> str:
        """Return the share over time as a picture, for a page: a text in SVG."""
        return svg(self.schedule(), self.ends_after)

    def _after(self, part: Decimal) -> timedelta:
        microseconds = self.duration // timedelta(microseconds=1)
        return timedelta(microseconds=round(microseconds * part))

    def _findings(self) -> list[Finding]:
        times = {"duration": self.duration, "bake time": self.bake}
        findings: list[Finding] = []
        for what, time in times.items():
            if isinstance(time, timedelta):
                minutes = time / timedelta(minutes=1)
                findings += deployment_strategy.minutes_findings(what, minutes, "$")
            else:
                example = "timedelta(minutes=20)"
                findings.append(deployment_strategy.not_a_number(what, time, example, "$"))
        findings += deployment_strategy.growth_factor_findings(self.growth_factor, "$")
        findings += deployment_strategy.growth_type_findings(self.growth_type, "$")
        return findings


def _linear(growth: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Return steps as parts of the duration and percentages."""
    shares = [growth * step for step in range(int(_ALL // growth) + 1)]
    shares += [_ALL] if shares[-1] < _ALL else []
    return [(share / _ALL, share) for share in shares]


def _exponential(growth: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Return steps as parts of the duration and percentages."""
    shares = [growth]
    while shares[-1] < _ALL:
        shares.append(min(shares[-1] * 2, _ALL))
    return [(Decimal(step) / (len(shares) - 1 or 1), share) for step, share in enumerate(shares)]


def _not_predefined(id: str, known: list[str]) -> Finding:
    near = closest(str(id), known)
    return NOT_PREDEFINED.at(
        "$",
        message=f"there is no predefined deployment strategy {shown(id)}",
        found=shown(id),
        fix=f"did you mean {near!r}?" if near else f"use one of {', '.join(known)}",
    )


def _minutes(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


_PREDEFINED = {
    DeploymentStrategyId.ALL_AT_ONCE: Rollout.linear(
        duration=_NO_TIME, growth_factor=100, bake=_minutes(10)
    ),
    DeploymentStrategyId.LINEAR_50_PERCENT_EVERY_30_SECONDS: Rollout.linear(
        duration=_minutes(1), growth_factor=50, bake=_minutes(1)
    ),
    DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES: Rollout.exponential(
        duration=_minutes(20), growth_factor=10, bake=_minutes(10)
    ),
    DeploymentStrategyId.LINEAR_20_PERCENT_EVERY_6_MINUTES: Rollout.linear(
        duration=_minutes(30), growth_factor=20, bake=_minutes(30)
    ),
}
"""The user guide's table of predefined strategies."""
