"""A production environment with everything that guards it, as a team standardises it."""

from aws_cdk import App, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import ActionPoint, Boolean, FeatureFlags, Flag, Number

CHECKOUT = FeatureFlags(
    Flag("one_click", enabled=True, attributes={"max_items": Number(20, minimum=1, maximum=100)}),
    Flag("gift_wrap", attributes={"free": Boolean(False)}),
)


class Shop(Stack):
    """Flags that are looked at before, watched during, and reported after a rollout."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare the guards first: every deployment waits for them anyway."""
        super().__init__(scope, id)
        shop = appconfig.Application(self, "Shop")
        prod = shop.add_environment("prod")

        review = lambda_.Function.from_function_name(self, "Review", "review-flags")
        checkout = shop.add_feature_flags(
            "checkout", validators=[appconfig.LambdaValidator(review)]
        )
        errors = cloudwatch.Metric(namespace="Shop", metric_name="Errors")
        prod.add_monitor(
            errors.create_alarm(
                self,
                "Errors",
                threshold=10,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
        )
        freeze = lambda_.Function.from_function_name(self, "Freeze", "refuse-on-holidays")
        calendar = appconfig.Extension(
            self, "Calendar", actions={ActionPoint.PRE_START_DEPLOYMENT: freeze}
        )
        calendar.associate(prod)
        arn = self.format_arn(service="sns", resource="people")
        people = sns.Topic.from_topic_arn(self, "People", arn)
        prod.on_deployment_rolled_back(targets.SnsTopic(people))

        checkout.deploy(prod, CHECKOUT)


app = App()
appconfig.AppConfigDefaults.of(app).set(
    deployment_strategy="AppConfig.Linear20PercentEvery6Minutes",
    deletion_protection_check="APPLY",
    tags={"team": "shop"},
)
Shop(app, "Guarded")
app.synth()
