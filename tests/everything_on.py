"""An app that uses every construct and every option: for recorded ids, snapshots and cdk-nag."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aws_cdk import App, RemovalPolicy, Stack, Tags
from aws_cdk import aws_appconfig as l2
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_appconfig import (
    ActionPoint,
    Application,
    AwsExtension,
    ConfigurationSource,
    DeletionProtectionCheck,
    DeploymentStrategy,
    DynamicParameter,
    Environment,
    Extension,
    ExtensionAction,
    ExtensionAssociation,
    ExtensionParameter,
    FeatureFlagProfile,
    FeatureFlags,
    Flag,
    HostedProfile,
    JsonSchema,
    LambdaValidator,
    Number,
)
from tests.readers import function

NOT_OURS = [
    "Platform/Operator",
    "Platform/Key",
    "Platform/Errors",
    "Platform/People",
    "Platform/Any",
    "Platform/Api",
    "Platform/Bucket",
    "Platform/Secret",
    "Platform/Task",
    "Service/L2",
    "Service/L2Env",
]
"""What a user brings along. The agent's container is below ``Platform/Task``, which makes it."""

FLAGS = FeatureFlags(Flag("one_click", enabled=True, attributes={"max_items": Number(20)}))
FUNCTION = "arn:aws:lambda:eu-west-1:111111111111:function:check"
LAYER = "arn:aws:lambda:eu-west-1:111111111111:layer:agent:1"
ROLE = "arn:aws:iam::111111111111:role/operator"
TOPIC = "arn:aws:sns:eu-west-1:111111111111:people"
KEY = "arn:aws:kms:eu-west-1:111111111111:key/11111111-0000-0000-0000-000000000000"


def everything_on(app: App) -> None:
    """Declare everything in two stacks."""
    shop = platform(Stack(app, "Platform"))
    service(Stack(app, "Service"), shop)
    Tags.of(app).add("team", "shop")


def platform(stack: Stack) -> Application:
    """Applications, environments, strategies, alarms, profiles of all kinds, several stages."""
    key = kms.Key.from_key_arn(stack, "Key", KEY)
    slow = DeploymentStrategy(
        stack, "Slow", deployment_duration=timedelta(hours=1), growth_factor=20
    )
    shop = Application(stack, "Shop", description="Flags of the shop")
    beta = shop.add_environment("beta", deployment_strategy=slow)
    prod = shop.add_environment(
        "prod",
        environment_name="production",
        description="Customers",
        deletion_protection_check=DeletionProtectionCheck.APPLY,
    )
    metric = cloudwatch.Metric(namespace="shop", metric_name="errors")
    alarm = cloudwatch.Alarm(stack, "Errors", metric=metric, threshold=1, evaluation_periods=1)
    prod.add_monitor(alarm)
    checkout = shop.add_feature_flags("checkout", kms_key=key)
    checkout.deploy([beta, prod], FLAGS, tags={"team": "shop"})
    limits = shop.add_hosted_profile(
        "limits",
        removal_policy=RemovalPolicy.DESTROY,
        validators=[JsonSchema({"type": ["object", "string"]}), LambdaValidator(FUNCTION)],
    )
    limits.deploy(beta, {"requests": 100}, revision="2")
    limits.deploy(prod, "requests = 10", content_type="application/toml", after=[alarm])
    shop.add_feature_flags("operators")
    topic = sns.Topic.from_topic_arn(stack, "People", TOPIC)
    guard = Extension(stack, "Guard", actions={ActionPoint.ON_DEPLOYMENT_ROLLED_BACK: topic})
    for target in (shop, prod, checkout):
        guard.associate(target)
    database = shop.add_sourced_profile(
        "database",
        source=ConfigurationSource.from_parameter("/shop/database", kms_key=key),
        validators=[LambdaValidator(FUNCTION)],
    )
    database.deploy([beta, prod], version=1)
    operations(stack, prod, checkout, topic)
    prod.add_monitor(
        cloudwatch.CompositeAlarm(
            stack, "Any", alarm_rule=cloudwatch.AlarmRule.from_boolean(value=False)
        )
    )
    sources(stack, shop, prod, key)
    extensions(stack, shop, prod, topic)
    readers(stack, beta, checkout, limits)
    return shop


def operations(
    stack: Stack, prod: Environment, checkout: FeatureFlagProfile, topic: sns.ITopic
) -> None:
    """Permissions of people and pipelines, and what hears of deployments."""
    operator = iam.Role.from_role_arn(stack, "Operator", ROLE)
    prod.grant_read_config(operator, profiles=[checkout])
    prod.grant_start_deployment(operator)
    prod.grant_stop_deployment(operator)
    prod.grant_read_deployments(operator)
    prod.operator_policy()
    checkout.grant_write_versions(operator)
    prod.reader_role(["222222222222"])
    target: Any = targets.SnsTopic(topic)
    prod.on_deployment_rolled_back(target)
    prod.on_deployment_started(target)
    prod.on_deployment_completed(target)
    prod.reader_role(["333333333333"], id="EveryReader", external_id="shop")


def sources(stack: Stack, shop: Application, prod: Environment, key: kms.IKey) -> None:
    """Sources of the other kinds, encrypted where they can be."""
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "shop-prices")
    secret = secretsmanager.Secret.from_secret_name_v2(stack, "Secret", "shop/password")
    for id, source, version in (
        ("prices", ConfigurationSource.from_bucket(bucket, "prices.json", kms_key=key), "Kz1"),
        ("letters", ConfigurationSource.from_document("shop-letters"), "1"),
        ("password", ConfigurationSource.from_secret(secret, kms_key=key), "a1b2"),
    ):
        shop.add_sourced_profile(id, source=source).deploy(prod, version=version)
    shop.add_sourced_profile("release", source=ConfigurationSource.from_pipeline("release"))


def extensions(stack: Stack, shop: Application, prod: Environment, topic: sns.ITopic) -> None:
    """An extension with all kinds of actions and parameters, and one of AWS."""
    audit = Extension(
        stack,
        "Audit",
        actions={
            "PRE_START_DEPLOYMENT": FUNCTION,
            "ON_DEPLOYMENT_COMPLETE": ExtensionAction(topic, name="tell", description="People"),
            "ON_DEPLOYMENT_BAKING": "arn:aws:events:eu-west-1:111111111111:event-bus/default",
            "ON_DEPLOYMENT_STEP": "arn:aws:sqs:eu-west-1:111111111111:steps",
        },
        parameters={
            "reason": ExtensionParameter(description="Why", dynamic=True),
            "team": ExtensionParameter(required=True),
        },
    )
    audit.associate(shop, parameters={"team": "shop"})
    ExtensionAssociation(
        stack,
        "Notify",
        extension=AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_SNS,
        resource=prod,
        parameters={"topicArn": TOPIC},
    )
    shop.add_hosted_profile("audited").deploy(
        prod, "x", dynamic_parameters=[DynamicParameter(audit, "reason", "launch")]
    )


def readers(
    stack: Stack, beta: Environment, checkout: FeatureFlagProfile, limits: HostedProfile
) -> None:
    """A function and a task that read."""
    api = function(stack, "Api")
    beta.add_agent_to_lambda(api, profiles=[checkout, limits], layer_version_arn=LAYER)
    task = ecs.FargateTaskDefinition(stack, "Task")
    task.add_container(
        "App",
        image=ecs.ContainerImage.from_registry("shop"),
        logging=ecs.LogDrivers.aws_logs(stream_prefix="shop"),
    )
    beta.add_agent_to_ecs(task, profiles=[checkout])


def service(stack: Stack, shop: Application) -> None:
    """Constructs of their own, elsewhere in the tree and in the app, also of the L2."""
    team = Construct(stack, "Team")
    edge = Environment(team, "edge", application=shop)
    flags = FeatureFlagProfile(team, "flags", application=shop)
    flags.deploy(edge, FLAGS)
    texts = HostedProfile(stack, "Texts", application=shop, configuration_profile_name="texts")
    texts.deploy(
        [
            edge,
            Environment(
                Construct(stack, "Other"), "edge", application=shop, environment_name="edge-2"
            ),
        ],
        "hello",
    )
    application: Any = l2.Application(stack, "L2", application_name="l2")
    environment: Any = l2.Environment(stack, "L2Env", application=application)
    FeatureFlagProfile(stack, "Mine", application=application).deploy(environment, FLAGS)
