"""What a team decides once: for its own constructs, and for those that others have written."""

from typing import Any

from aws_cdk import App, Mixins, RemovalPolicy, Stack
from aws_cdk import aws_appconfig as l2
from team import TeamApplication

import cdk_appconfig as appconfig
from cdk_appconfig import FeatureFlags, Flag, ProductionRollout, ProtectedEnvironment

FLAGS = FeatureFlags(Flag("one_click", enabled=True))

app = App()
appconfig.AppConfigDefaults.of(app).set(
    deployment_strategy="AppConfig.Linear20PercentEvery6Minutes",
    deletion_protection_check="APPLY",
    tags={"team": "shop"},
)

checkout = Stack(app, "Checkout")
application = TeamApplication(checkout, "App")
flags = application.add_feature_flags("flags")
flags.deploy([application.beta, application.prod], FLAGS)

preview = Stack(app, "Preview")
appconfig.AppConfigDefaults.of(preview).set(
    deployment_strategy="AppConfig.AllAtOnce",
    deletion_protection_check="BYPASS",
    removal_policy=RemovalPolicy.DESTROY,
)
branch = appconfig.Application(preview, "App")
branch.add_feature_flags("flags").deploy(branch.add_environment("branch"), FLAGS)

legacy = Stack(app, "Legacy")
old: Any = l2.Application(legacy, "App", application_name="legacy")
environment: Any = l2.Environment(legacy, "Live", application=old, environment_name="live")
l2.HostedConfiguration(
    legacy,
    "Limits",
    application=old,
    name="limits",
    content=l2.ConfigurationContent.from_inline_text("10"),
    deploy_to=[environment],
    deployment_strategy=l2.DeploymentStrategy.from_deployment_strategy_id(
        legacy, "Strategy", l2.DeploymentStrategyId.ALL_AT_ONCE
    ),
)
Mixins.of(legacy).apply(ProtectedEnvironment())
Mixins.of(legacy).apply(ProductionRollout())

app.synth()
