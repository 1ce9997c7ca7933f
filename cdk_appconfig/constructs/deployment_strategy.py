"""Deployment strategies: how a change spreads over the targets, and how long it is watched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import jsii
from aws_cdk import Duration, Token, interfaces
from aws_cdk.interfaces.aws_appconfig import DeploymentStrategyReference, IDeploymentStrategyRef
from constructs import Construct

from cdk_appconfig.checks import name as names
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._access import arn
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._inputs import (
    DurationInput,
    child_path,
    default_name,
    in_minutes,
    raise_for,
    stack_of,
    strategy_findings,
)
from cdk_appconfig.constructs._references import (
    environment_of_arn,
    environment_of_stack,
    ids_of_arn,
)
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.warnings import warn
from cdk_appconfig.model import deployment_strategy as checks
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cdk_appconfig.findings import Finding
    from cdk_appconfig.model.deployment_strategy import GrowthType

__all__ = ["DeploymentStrategy"]

_NO_BAKE_TIME = timedelta(0)


@jsii.implements(IDeploymentStrategyRef)
class _Strategy(Construct):
    """What strategies of this app and those that exist already share: their identity."""

    _id: str
    _env: interfaces.ResourceEnvironment | None = None

    @property
    def deployment_strategy_id(self) -> str:
        """Id of the strategy, such as ``abc1234``; that of a new one is known once deployed."""
        return self._id

    @property
    def deployment_strategy_arn(self) -> str:
        """ARN of the strategy."""
        return arn(self, self._id, kind="deploymentstrategy")

    @property
    def deployment_strategy_ref(self) -> DeploymentStrategyReference:
        """Reference to the strategy, as L1 and L2 constructs take it."""
        return DeploymentStrategyReference(deployment_strategy_id=self._id)

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the strategy."""
        return self._env or environment_of_stack(self)


class DeploymentStrategy(_Strategy):
    """A deployment strategy of your own. The predefined ones are values: `DeploymentStrategyId`.

    Declare it once in a stack and pass it to every environment or deployment that shall use it.
    Its numbers and its description are tuned in place, which starts no rollout; another name is
    another strategy, and deploys again what uses it.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        deployment_strategy_name: Name in AppConfig, 1 to 64 characters. Left out, it is the
            construct path joined by ``-``; a longer path is shortened and ends in a hash.
        deployment_duration: Time from the first target to the last, whole minutes, 0 to 1440.
        growth_factor: Percentage of targets that each step adds, 1 to 100.
        growth_type: ``LINEAR`` adds the same share in each step, ``EXPONENTIAL`` doubles it.
        final_bake_time: Time in which alarms are still watched after the last target, whole
            minutes, 0 to 1440.
        description: For people, at most 1024 characters.

    Raises:
        AppConfigError: A number is out of range, or a text is empty or too long. Nothing has been
            created then.

    Source:
        CloudFormation ``AWS::AppConfig::DeploymentStrategy``, API ``CreateDeploymentStrategy``.
    """

    @checked()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deployment_strategy_name: str | None = None,
        deployment_duration: DurationInput,
        growth_factor: float,
        growth_type: GrowthType = "LINEAR",
        final_bake_time: DurationInput = _NO_BAKE_TIME,
        description: str | None = None,
    ) -> None:
        """Check the input, then create the strategy."""
        path = child_path(scope, id)
        stack_of(scope)
        if deployment_strategy_name is None:
            name = default_name(path, limits.DEPLOYMENT_STRATEGY_NAME)
        else:
            name = deployment_strategy_name
        times = {"deployment duration": deployment_duration, "final bake time": final_bake_time}
        findings = [
            *names.text_findings("deployment strategy", name, description, path),
            *_time_findings(times, path),
            *_growth_factor_findings(growth_factor, path),
            *checks.growth_type_findings(growth_type, path),
        ]
        raise_for(f"deployment strategy {path}", findings)
        super().__init__(scope, id)
        for finding in findings:
            warn(self, finding)
        self._name = name
        minutes = in_minutes(deployment_duration), in_minutes(final_bake_time)
        self._id = resources.add_deployment_strategy(
            self,
            name=name,
            deployment_duration_in_minutes=minutes[0],
            growth_factor=growth_factor,
            growth_type=growth_type,
            final_bake_time_in_minutes=minutes[1],
            description=description,
        ).ref
        if not any(map(is_unresolved, minutes)):
            Ledger.of(scope).strategy_minutes[self._id] = minutes

    @staticmethod
    @checked()
    def from_deployment_strategy_id(
        scope: Construct, id: str, deployment_strategy_id: str
    ) -> IDeploymentStrategyRef:
        """Return a strategy that exists already, for code that takes constructs only.

        `deploy` and `Environment` take the id as text as well.

        Args:
            scope: The construct to add it to.
            id: Its construct id.
            deployment_strategy_id: Id of the strategy: 4 to 7 lower-case letters and digits, or
                that of a predefined one.

        Raises:
            AppConfigError: No strategy can have this id.
        """
        path = child_path(scope, id)
        raise_for(f"deployment strategy {path}", strategy_findings(deployment_strategy_id, path))
        return _Imported(scope, id, deployment_strategy_id)

    @staticmethod
    @checked()
    def from_deployment_strategy_arn(
        scope: Construct, id: str, deployment_strategy_arn: str
    ) -> IDeploymentStrategyRef:
        """Return a strategy that exists already, by its ARN; it may be a token.

        Raises:
            AppConfigError: No strategy can have this ARN.
        """
        [known] = ids_of_arn("deployment strategy", scope, id, deployment_strategy_arn)
        return _Imported(scope, id, known, env=environment_of_arn(scope, deployment_strategy_arn))

    @property
    def deployment_strategy_name(self) -> str:
        """Name of the strategy in AppConfig."""
        return self._name


class _Imported(_Strategy):
    """A strategy that exists already."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        deployment_strategy_id: str,
        *,
        env: interfaces.ResourceEnvironment | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._id = deployment_strategy_id
        self._env = env


def _time_findings(times: Mapping[str, object], where: str) -> list[Finding]:
    """Return what is wrong with times; those known only at deployment are left alone."""
    findings: list[Finding] = []
    known: list[float] = []
    for what, time in times.items():
        if not isinstance(time, (Duration, timedelta)):
            findings.append(checks.not_a_number(what, time, "Duration.minutes(20)", where))
        elif not Token.is_unresolved(minutes := in_minutes(time)):
            findings += checks.minutes_findings(what, minutes, where)
            known.append(minutes)
    return [*findings, *checks.timeout_findings(sum(known), where)]


def _growth_factor_findings(growth_factor: object, where: str) -> list[Finding]:
    if is_unresolved(growth_factor):
        return []
    return list(checks.growth_factor_findings(growth_factor, where))
