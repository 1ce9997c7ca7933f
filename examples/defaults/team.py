"""What the team shares: applications as it wants them."""

from typing import Any

from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import DeploymentStrategyId


class TeamApplication(appconfig.Application):
    """An application with a beta and a prod, and a policy for those who look after prod."""

    def __init__(self, scope: Construct, id: str, **options: Any) -> None:
        """Compose it."""
        super().__init__(scope, id, **options)
        self.beta = self.add_environment(
            "beta", deployment_strategy=DeploymentStrategyId.ALL_AT_ONCE
        )
        self.prod = self.add_environment("prod")
        self.operators = self.prod.operator_policy()
