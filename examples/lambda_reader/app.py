"""A function reads its flags, and its own error alarm takes a bad change back: one stack."""

from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_

import cdk_appconfig as appconfig
from cdk_appconfig import FeatureFlags, Flag, Number, Variant, context

CHECKOUT = FeatureFlags(
    Flag("one_click", enabled=True, attributes={"max_items": Number(20, minimum=1)}),
    Flag(
        "new_tax_engine",
        variants=[Variant("qa", rule=context("user").ends_with("@example.com"), enabled=True)],
        default=Variant("everyone else", enabled=False),
    ),
)
app = App()
stack = Stack(app, "LambdaReader", description="A function that reads its flags")
shop = appconfig.Application(stack, "Shop")
beta = shop.add_environment("beta", deployment_strategy="AppConfig.AllAtOnce")
checkout = shop.add_feature_flags("checkout")

code = lambda_.Code.from_inline(Path(__file__).with_name("index.py").read_text(encoding="utf-8"))
api = lambda_.Function(
    stack, "Api", runtime=lambda_.Runtime.PYTHON_3_13, handler="index.handler", code=code
)
errors = api.metric_errors().create_alarm(
    stack,
    "Errors",
    threshold=1,
    evaluation_periods=1,
    treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
)
beta.add_agent_to_lambda(api, profiles=[checkout])
beta.add_monitor(errors)
checkout.deploy(beta, CHECKOUT)
app.synth()
