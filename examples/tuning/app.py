"""Operational tuning: how many requests are let through, and how much is logged."""

from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct
from function.tuning import Tuning

import cdk_appconfig as appconfig
from cdk_appconfig import JsonSchema

NOW = Tuning(requests_per_second=50, burst=100, log_level="INFO")


class Gateway(Stack):
    """A function that is tuned while it runs."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare what can be tuned, and who reads it."""
        super().__init__(scope, id)
        gateway = appconfig.Application(self, "Settings")
        prod = gateway.add_environment("prod")
        tuning = gateway.add_hosted_profile("tuning", validators=[JsonSchema(Tuning)])

        function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_asset("function", exclude=["__pycache__"]),
            environment={
                "APPCONFIG_APPLICATION": gateway.application_name,
                "APPCONFIG_ENVIRONMENT": prod.environment_name,
                "APPCONFIG_PROFILES": tuning.configuration_profile_name,
            },
        )
        tuning.grant_read_config(function, environment=prod)
        tuning.deploy(prod, NOW)


app = App()
Gateway(app, "Tuning")
app.synth()
