"""A service on ECS with AppConfig Agent in its task, and its own alarm that takes a change back."""

from aws_cdk import App, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import FeatureFlags, Flag, Number, Variant, context

SEARCH = FeatureFlags(
    Flag("suggestions", enabled=True, attributes={"limit": Number(5, minimum=1, maximum=20)}),
    Flag(
        "semantic",
        variants=[Variant("beta country", rule=context("country") == "NZ", enabled=True)],
        default=Variant("everywhere else", enabled=False),
    ),
)


class Search(Stack):
    """A Fargate service and what it reads."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare the service first: its task asks the agent, and its alarm watches."""
        super().__init__(scope, id)
        search = appconfig.Application(self, "Flags")
        prod = search.add_environment("prod")
        features = search.add_feature_flags("features")

        task = ecs.FargateTaskDefinition(self, "Task")
        images = ecr.Repository.from_repository_name(self, "Images", "search")
        task.add_container(
            "App",
            image=ecs.ContainerImage.from_ecr_repository(images, "1.0.0"),
            logging=ecs.LogDrivers.aws_logs(stream_prefix="search"),
        )
        prod.add_agent_to_ecs(task, profiles=[features])

        network = ec2.Vpc(self, "Network", max_azs=2, nat_gateways=0)
        service = ecs.FargateService(
            self,
            "Service",
            cluster=ecs.Cluster(self, "Cluster", vpc=network),
            task_definition=task,
            assign_public_ip=True,
            min_healthy_percent=100,
        )
        busy = service.metric_cpu_utilization().create_alarm(
            self,
            "Busy",
            threshold=90,
            evaluation_periods=3,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        prod.add_monitor(busy)
        features.deploy(prod, SEARCH)


app = App()
Search(app, "Search")
app.synth()
