"""A function with Powertools: our flags as parameters, and rules in Powertools' own schema."""

from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import FeatureFlags, Flag, JsonSchema, Number

POWERTOOLS = "arn:aws:lambda:{}:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:27"

CHECKOUT = FeatureFlags(
    Flag("one_click", enabled=True, attributes={"max_items": Number(20, minimum=1, maximum=100)})
)
DISCOUNTS = {
    "ten_percent": {
        "default": False,
        "rules": {
            "gold customers": {
                "when_match": True,
                "conditions": [{"action": "EQUALS", "key": "plan", "value": "gold"}],
            }
        },
    }
}
RULES = JsonSchema(
    {"type": "object", "additionalProperties": {"type": "object", "required": ["default"]}}
)


class Basket(Stack):
    """A function that reads AppConfig with the SDK: no agent, a permission and names."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare what is read, who reads it, and what is deployed."""
        super().__init__(scope, id)
        shop = appconfig.Application(self, "Flags")
        prod = shop.add_environment("prod")
        checkout = shop.add_feature_flags("checkout")
        discounts = shop.add_hosted_profile("discounts", validators=[RULES])

        layer = POWERTOOLS.format(self.region)
        function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_asset("function"),
            layers=[lambda_.LayerVersion.from_layer_version_arn(self, "Powertools", layer)],
            environment={
                "APPCONFIG_APPLICATION": shop.application_name,
                "APPCONFIG_ENVIRONMENT": prod.environment_name,
            },
        )
        prod.grant_read_config(function, profiles=[checkout, discounts])

        checkout.deploy(prod, CHECKOUT)
        discounts.deploy(prod, DISCOUNTS)


app = App()
Basket(app, "Basket")
app.synth()
