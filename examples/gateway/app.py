"""Two environments in one stack: limits as freeform JSON, switches as flags, a gentle rollout."""

from dataclasses import dataclass
from datetime import timedelta

from aws_cdk import App, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import DeploymentStrategyId, FeatureFlags, Flag, String


@dataclass
class Limits:
    """What the gateway reads."""

    requests_per_second: int
    burst: int


SWITCHES = FeatureFlags(Flag("maintenance", attributes={"message": String("Back soon")}))


class Gateway(Stack):
    """The configuration of an API gateway, for beta and for production."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        gentle = appconfig.DeploymentStrategy(
            self,
            "Gentle",
            deployment_duration=timedelta(minutes=30),
            growth_factor=20,
            final_bake_time=timedelta(minutes=15),
        )
        gateway = appconfig.Application(self, "Gateway")
        beta = gateway.add_environment("beta", deployment_strategy=DeploymentStrategyId.ALL_AT_ONCE)
        prod = gateway.add_environment("prod", deployment_strategy=gentle)
        errors = cloudwatch.Metric(namespace="Gateway", metric_name="Errors")
        prod.add_monitor(
            errors.create_alarm(
                self,
                "ManyErrors",
                threshold=100,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
        )

        limits = gateway.add_hosted_profile("limits")
        tried = limits.deploy(beta, Limits(requests_per_second=10, burst=20))
        limits.deploy(prod, Limits(requests_per_second=1000, burst=2000), after=[tried])

        gateway.add_feature_flags("switches").deploy([beta, prod], SWITCHES)


app = App()
Gateway(app, "Gateway")
app.synth()
