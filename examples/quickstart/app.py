"""Feature flags for a shop: one contract, and a state of its own for beta and for prod."""

from typing import Any

from aws_cdk import App, Stack
from constructs import Construct
from shop_flags import STATE

import cdk_appconfig as appconfig


class Quickstart(Stack):
    """An application with two environments that serve the same flags in different states."""

    def __init__(self, scope: Construct, id: str, **kwargs: Any) -> None:
        """Compose the stack."""
        super().__init__(scope, id, **kwargs)
        shop = appconfig.Application(self, "Shop", description="Flags of the shop")
        features = shop.add_feature_flags("features", description="What customers see")

        beta = shop.add_environment("beta", deployment_strategy="AppConfig.AllAtOnce")
        prod = shop.add_environment("prod")

        features.deploy(beta, STATE["beta"])
        features.deploy(prod, STATE["prod"])


app = App()
Quickstart(app, "Quickstart", description="The quickstart of cdk-appconfig")
app.synth()
