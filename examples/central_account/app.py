"""Flags of a central account, read by a function of another one: an app of two stacks."""

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_lambda as lambda_

import cdk_appconfig as appconfig
from cdk_appconfig import FeatureFlags, Flag, Number

CENTRAL, SHOP = "111111111111", "222222222222"
REGION = "us-east-1"
EXTERNAL_ID = "shop-reads-payments"
app = App()

central = Stack(app, "Central", env=Environment(account=CENTRAL, region=REGION))
payments = appconfig.Application(central, "Payments")
prod = payments.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
limits = payments.add_feature_flags("limits")
INSTANT = Flag("instant", enabled=True, attributes={"up_to": Number(500)})
limits.deploy(prod, FeatureFlags(INSTANT))
reader = prod.reader_role([SHOP], external_id=EXTERNAL_ID, profiles=[limits])

shop = Stack(app, "Shop", env=Environment(account=SHOP, region=REGION))
api = lambda_.Function(
    shop,
    "Api",
    runtime=lambda_.Runtime.PYTHON_3_13,
    handler="index.handler",
    code=lambda_.Code.from_asset("api"),
)
prod.add_agent_to_lambda(
    api,
    profiles=[limits],
    role_arn=reader.role_arn,
    role_external_id=EXTERNAL_ID,
    role_session_name="shop-api",
)
app.synth()
