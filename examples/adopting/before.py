"""The app as it was: a stack of L1 constructs and one of L2 constructs."""

from pathlib import Path
from typing import Any

from aws_cdk import App, RemovalPolicy, Stack
from aws_cdk import aws_appconfig as appconfig
from constructs import Construct

CHECKOUT = Path(__file__).with_name("checkout.json")


class Shop(Stack):
    """L1: logical ids are construct ids, names are explicit."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        shop = appconfig.CfnApplication(self, "ShopApplication", name="shop")
        prod = appconfig.CfnEnvironment(self, "Prod", application_id=shop.ref, name="prod")
        checkout = appconfig.CfnConfigurationProfile(
            self,
            "Checkout",
            application_id=shop.ref,
            name="checkout",
            location_uri="hosted",
            type="AWS.AppConfig.FeatureFlags",
        )
        version = appconfig.CfnHostedConfigurationVersion(
            self,
            "CheckoutVersion",
            application_id=shop.ref,
            configuration_profile_id=checkout.ref,
            content=CHECKOUT.read_text(encoding="utf-8"),
            content_type="application/json",
        )
        # Deployed before the move: what is served can be deployed again after it.
        version.apply_removal_policy(RemovalPolicy.RETAIN)
        appconfig.CfnDeployment(
            self,
            "CheckoutDeployment",
            application_id=shop.ref,
            environment_id=prod.ref,
            configuration_profile_id=checkout.ref,
            configuration_version=version.ref,
            deployment_strategy_id="AppConfig.AllAtOnce",
        )


class Search(Stack):
    """L2: logical ids and most names are generated."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        search: Any = appconfig.Application(self, "Search", application_name="search")
        beta: Any = appconfig.Environment(self, "Beta", application=search)
        strategy: Any = appconfig.DeploymentStrategy(
            self, "Strategy", rollout_strategy=appconfig.RolloutStrategy.ALL_AT_ONCE
        )
        appconfig.HostedConfiguration(
            self,
            "Limits",
            application=search,
            deploy_to=[beta],
            content=appconfig.ConfigurationContent.from_inline_json('{"requests": 10}'),
            deployment_strategy=strategy,
        )


app = App()
Shop(app, "Shop")
Search(app, "Search")
app.synth()
