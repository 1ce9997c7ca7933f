"""Limits that are looked at before they are served: their form by a schema, their sense by code."""

from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import JsonSchema, LambdaValidator

CODE = Path(__file__).with_name("index.py")
NUMBER = {"type": "integer", "minimum": 1}
FORM = JsonSchema(
    {
        "type": "object",
        "properties": {"requests": NUMBER, "burst": NUMBER},
        "required": ["requests", "burst"],
        "additionalProperties": False,
    }
)


class Limits(Stack):
    """A profile with both kinds of validators."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        gateway = appconfig.Application(self, "Gateway")
        prod = gateway.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        sense = lambda_.Function(
            self,
            "Sense",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline(CODE.read_text(encoding="utf-8")),
        )
        limits = gateway.add_hosted_profile("limits", validators=[FORM, LambdaValidator(sense)])
        limits.deploy(prod, {"requests": 100, "burst": 200})


app = App()
Limits(app, "Limits")
app.synth()
