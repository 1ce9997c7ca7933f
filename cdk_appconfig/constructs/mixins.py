"""What a team asks of environments and deployments, whoever made them: ours, the L2, the L1."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import jsii
from aws_cdk import CfnResource
from aws_cdk import aws_appconfig as l1
from constructs import IMixin

from cdk_appconfig.constructs._inputs import (
    StrategyInput,
    raise_for,
    strategy_findings,
    strategy_id,
)
from cdk_appconfig.model.deletion_protection import DeletionProtectionCheck
from cdk_appconfig.model.deployment_strategy import DeploymentStrategyId

if TYPE_CHECKING:
    from constructs import IConstruct

__all__ = ["ProductionRollout", "ProtectedEnvironment"]

_DEPLOYMENT = "AWS::AppConfig::Deployment"


@jsii.implements(IMixin)
class ProtectedEnvironment:
    """Keeps environments and profiles that are in use from being deleted.

    Apply it to an L1, or with ``Mixins.of(scope).apply(…)`` to everything below a scope, whether it
    was made by this package, the L2 or the L1. It changes no resource that it does not find, so
    apply it last.

    Source:
        User guide, `deletion protection
        <https://docs.aws.amazon.com/appconfig/latest/userguide/deletion-protection.html>`_.
    """

    def supports(self, construct: IConstruct) -> bool:
        """Tell whether something is an environment or a configuration profile."""
        return isinstance(construct, (l1.CfnEnvironment, l1.CfnConfigurationProfile))

    def apply_to(self, construct: IConstruct) -> None:
        """Protect an environment or a configuration profile."""
        if isinstance(construct, (l1.CfnEnvironment, l1.CfnConfigurationProfile)):
            construct.deletion_protection_check = DeletionProtectionCheck.APPLY.value


@jsii.implements(IMixin)
class ProductionRollout:
    """Lets deployments spread with one strategy, whatever they were told.

    Apply it to an L1, or with ``Mixins.of(scope).apply(…)`` to everything below a scope, whether it
    was made by this package, the L2 or the L1. A deployment whose strategy changes is a new one, so
    the first time starts a rollout.

    Args:
        deployment_strategy: An id as text, a `DeploymentStrategyId`, or a strategy of ours, the L1
            or the L2. Left out, it is ``AppConfig.Linear20PercentEvery6Minutes``, the more careful
            one of the two that AWS recommends for production.

    Raises:
        AppConfigError: The strategy does not exist.
    """

    def __init__(
        self,
        deployment_strategy: StrategyInput = DeploymentStrategyId.LINEAR_20_PERCENT_EVERY_6_MINUTES,
    ) -> None:
        subject = "production rollout"
        raise_for(subject, strategy_findings(deployment_strategy, subject))
        self._deployment_strategy_id = strategy_id(deployment_strategy)

    def supports(self, construct: IConstruct) -> bool:
        """Tell whether something is a deployment."""
        return isinstance(construct, CfnResource) and construct.cfn_resource_type == _DEPLOYMENT

    def apply_to(self, construct: IConstruct) -> None:
        """Let a deployment spread with the strategy."""
        if isinstance(construct, l1.CfnDeployment):
            construct.deployment_strategy_id = self._deployment_strategy_id
        elif self.supports(construct):
            deployment = cast("CfnResource", construct)
            deployment.add_property_override("DeploymentStrategyId", self._deployment_strategy_id)
