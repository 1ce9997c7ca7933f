"""A function reads its flags, and its own error alarm takes a bad change back: one stack."""

from aws_cdk import App, Stack, aws_cloudwatch, aws_lambda

import cdk_appconfig as appconfig
from cdk_appconfig import FeatureFlags, Flag, Number, Variant, context

CHECKOUT = FeatureFlags(
    Flag("one_click", enabled=True, attributes={"max_items": Number(20, minimum=1, maximum=100)}),
    Flag(
        "new_tax_engine",
        variants=[Variant("qa", rule=context("email").ends_with("@qa.example.com"), enabled=True)],
        default=Variant("everyone else", enabled=False),
    ),
)
app = App()
stack = Stack(app, "Shop")
shop = appconfig.Application(stack, "Flags")
prod = shop.add_environment("prod")
checkout = shop.add_feature_flags("checkout")

python, code = aws_lambda.Runtime.PYTHON_3_13, aws_lambda.Code.from_asset("api")
api = aws_lambda.Function(stack, "Api", runtime=python, handler="index.handler", code=code)
prod.add_agent_to_lambda(api, profiles=[checkout])  # layer, variables, the right to read

quiet = aws_cloudwatch.TreatMissingData.NOT_BREACHING
errors = api.metric_errors().create_alarm(
    stack, "Errors", threshold=1, evaluation_periods=1, treat_missing_data=quiet
)
prod.add_monitor(errors)  # errors during a rollout: AppConfig takes the change back
checkout.deploy(prod, CHECKOUT)
app.synth()
