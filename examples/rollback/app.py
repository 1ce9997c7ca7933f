"""An alarm takes a bad change back, and people hear of it."""

from typing import Any

from aws_cdk import App, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import FeatureFlags, Flag

FLAGS = FeatureFlags(Flag("one_click", enabled=True))
TEXT = "Deployment {} of {} to {} was rolled back."


class Watched(Stack):
    """An environment that an alarm watches, with a message to those who are on call."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        shop = appconfig.Application(self, "Shop")
        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        errors = cloudwatch.Metric(namespace="Shop", metric_name="Errors")
        prod.add_monitor(
            errors.create_alarm(
                self,
                "ManyErrors",
                threshold=10,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
        )

        people: Any = sns.Topic(self, "OnCall")
        people.add_subscription(subscriptions.EmailSubscription("on-call@example.com"))
        fields = ("DeploymentNumber", "ConfigurationProfile.Name", "Environment.Name")
        told = (events.EventField.from_path(f"$.detail.{field}") for field in fields)
        message = events.RuleTargetInput.from_text(TEXT.format(*told))
        prod.on_deployment_rolled_back(targets.SnsTopic(people, message=message))

        shop.add_feature_flags("checkout").deploy(prod, FLAGS)


app = App()
Watched(app, "Watched")
app.synth()
