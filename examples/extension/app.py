"""No deployment without a ticket: code of your own before every deployment of an application."""

from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import ActionPoint, DynamicParameter, ExtensionParameter, FeatureFlags, Flag

CODE = Path(__file__).with_name("index.py")


class Tickets(Stack):
    """An extension with two actions, and what it acts for."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        ask = lambda_.Function(
            self,
            "Ask",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline(CODE.read_text(encoding="utf-8")),
        )
        tickets = appconfig.Extension(
            self,
            "Extension",
            actions={
                ActionPoint.PRE_START_DEPLOYMENT: ask,
                ActionPoint.ON_DEPLOYMENT_COMPLETE: sns.Topic(self, "Done"),
            },
            parameters={"ticket": ExtensionParameter(description="What it is for", dynamic=True)},
        )
        shop = appconfig.Application(self, "Shop")
        tickets.associate(shop)

        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        shop.add_feature_flags("checkout").deploy(
            prod,
            FeatureFlags(Flag("one_click", enabled=True)),
            dynamic_parameters=[DynamicParameter(tickets, "ticket", "SHOP-7")],
        )


app = App()
Tickets(app, "Tickets")
app.synth()
