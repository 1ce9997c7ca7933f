"""The app of before.py, moved over: the same resources under the same logical ids and names."""

from datetime import timedelta
from pathlib import Path
from typing import cast

from aws_cdk import App, CfnResource, Stack
from constructs import Construct

import cdk_appconfig as appconfig

CHECKOUT = Path(__file__).with_name("checkout.json")


def keep(construct: Construct, logical_id: str) -> CfnResource:
    """Let CloudFormation know a resource by the logical id that it has."""
    resource = cast("CfnResource", construct.node.default_child)
    resource.override_logical_id(logical_id)
    return resource


class Shop(Stack):
    """From L1: every named resource keeps its logical id."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        shop = appconfig.Application(self, "Shop", application_name="shop")
        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        checkout = shop.add_feature_flags("checkout")
        keep(shop, "ShopApplication")
        keep(prod, "Prod")
        keep(checkout, "Checkout")

        checkout.deploy(prod, CHECKOUT)


class Search(Stack):
    """From L2: equal construct ids give equal logical ids; generated names are written out."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        search = appconfig.Application(self, "Search", application_name="search")
        strategy = appconfig.DeploymentStrategy(
            self,
            "Strategy",
            deployment_strategy_name="Search-Strategy-DD6766C9",
            deployment_duration=timedelta(0),
            growth_factor=100,
            final_bake_time=timedelta(minutes=10),
        )
        beta = appconfig.Environment(
            self,
            "Beta",
            application=search,
            environment_name="Search-Beta-7545399D",
            deployment_strategy=strategy,
        )
        limits = search.add_hosted_profile(
            "limits", configuration_profile_name="Search-Limits-ACD79F06"
        )
        # The profile of a HostedConfiguration is a child of it, and may have no type.
        profile = keep(limits, "LimitsConfigurationProfile8AD935C1")
        profile.add_property_deletion_override("Type")

        limits.deploy(beta, {"requests": 10})


app = App()
Shop(app, "Shop")
Search(app, "Search")
app.synth()
