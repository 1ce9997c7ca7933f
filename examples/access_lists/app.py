"""Who is shut out and who may try what is new: a block list and an allow list."""

from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import DeploymentStrategyId, FeatureFlags, Flag, JsonSchema, Variant, context

BLOCKED = ["mallory@example.com"]
NO_ONE_TWICE = JsonSchema({"type": "array", "items": {"type": "string"}, "uniqueItems": True})

TESTERS = ["ada@example.com", "grace@example.com"]
PREVIEW = FeatureFlags(
    Flag(
        "reports",
        variants=[Variant("allow list", rule=context("user").is_in(TESTERS), enabled=True)],
        default=Variant("everyone else", enabled=False),
    )
)


class Gate(Stack):
    """An authorizer that asks for both lists with each request."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare the lists and the function."""
        super().__init__(scope, id)
        site = appconfig.Application(self, "Access")
        prod = site.add_environment("prod")
        blocked = site.add_hosted_profile("blocked", validators=[NO_ONE_TWICE])
        preview = site.add_feature_flags("preview")

        authorizer = lambda_.Function(
            self,
            "Authorizer",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_asset("authorizer"),
        )
        prod.add_agent_to_lambda(authorizer, profiles=[blocked, preview])

        blocked.deploy(prod, BLOCKED, deployment_strategy=DeploymentStrategyId.ALL_AT_ONCE)
        preview.deploy(prod, PREVIEW)


app = App()
Gate(app, "Gate")
app.synth()
