"""A pipeline: what is pushed goes to beta first and, when people agree, to prod."""

from aws_cdk import App, Stack, Stage, pipelines
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from constructs import Construct
from order_flags import STATE, STRATEGY

import cdk_appconfig as appconfig

CONNECTION = "arn:aws:codeconnections:us-east-1:111122223333:connection/orders"


class Orders(Stack):
    """The service of one stage, and the flags in the state of that stage."""

    def __init__(self, scope: Construct, id: str, *, stage: str) -> None:
        """Compose the stack."""
        super().__init__(scope, id)
        orders = appconfig.Application(self, "Flags")
        environment = orders.add_environment(stage, deployment_strategy=STRATEGY[stage])
        features = orders.add_feature_flags("features")

        function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_asset("function"),
        )
        environment.add_agent_to_lambda(function, profiles=[features])
        environment.add_monitor(
            function.metric_errors().create_alarm(
                self,
                "Errors",
                threshold=1,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
        )
        features.deploy(environment, STATE[stage])


class OrdersStage(Stage):
    """What the pipeline deploys as one step."""

    def __init__(self, scope: Construct, id: str, *, stage: str) -> None:
        """Compose the stage."""
        super().__init__(scope, id)
        Orders(self, "Orders", stage=stage)


class Delivery(Stack):
    """The pipeline."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Build and check, then beta, then prod."""
        super().__init__(scope, id)
        source = pipelines.CodePipelineSource.connection(
            "example/orders", "main", connection_arn=CONNECTION
        )
        build = pipelines.ShellStep(
            "Build",
            input=source,
            install_commands=["npm install -g aws-cdk", "pip install -r requirements.txt"],
            commands=["cdk synth", "cdk-appconfig check cdk.out"],
        )
        pipeline = pipelines.CodePipeline(self, "Pipeline", synth=build)
        pipeline.add_stage(OrdersStage(self, "Beta", stage="beta"))
        release = pipelines.ManualApprovalStep("Release", comment="Beta has had it since a while")
        pipeline.add_stage(OrdersStage(self, "Prod", stage="prod"), pre=[release])


app = App()
Delivery(app, "Delivery")
app.synth()
