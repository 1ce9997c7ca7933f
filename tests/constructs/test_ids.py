"""Construct paths and logical ids of an app that uses everything: what updates rely on.

CloudFormation knows a resource by its logical id, and AppConfig refuses a second one of its name. A
changed line of ``tests/data/ids/everything_on.txt`` replaces resources of everyone who updates, or
fails their update. Lines are added with new features; a changed or removed one is a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CfnElement, RemovalPolicy, Stack, Tags
from aws_cdk import aws_appconfig as l2
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct, IConstruct
from syrupy.assertion import SnapshotAssertion

from cdk_appconfig import (
    ActionPoint,
    Application,
    ConfigurationSource,
    DeploymentStrategy,
    Environment,
    Extension,
    FeatureFlagProfile,
    FeatureFlags,
    Flag,
    HostedProfile,
    LambdaValidator,
    Number,
)
from rig.templates import STRICT_CONTEXT, judged

NOT_OURS = [
    "Platform/Operator",
    "Platform/Key",
    "Platform/Errors",
    "Platform/People",
    "Service/L2",
    "Service/L2Env",
]
RECORDED = Path(__file__).parents[1] / "data/ids/everything_on.txt"
FLAGS = FeatureFlags(Flag("one_click", enabled=True, attributes={"max_items": Number(20)}))
FUNCTION = "arn:aws:lambda:eu-west-1:111111111111:function:check"
ROLE = "arn:aws:iam::111111111111:role/operator"
TOPIC = "arn:aws:sns:eu-west-1:111111111111:people"
KEY = "arn:aws:kms:eu-west-1:111111111111:key/11111111-0000-0000-0000-000000000000"


def platform(stack: Stack) -> Application:
    """Applications, environments, strategies, alarms, profiles of both kinds, several stages."""
    key = kms.Key.from_key_arn(stack, "Key", KEY)
    slow = DeploymentStrategy(
        stack, "Slow", deployment_duration=timedelta(hours=1), growth_factor=20
    )
    shop = Application(stack, "Shop", description="Flags of the shop")
    beta = shop.add_environment("beta", deployment_strategy=slow)
    prod = shop.add_environment("prod", environment_name="production", description="Customers")
    metric = cloudwatch.Metric(namespace="shop", metric_name="errors")
    alarm = cloudwatch.Alarm(stack, "Errors", metric=metric, threshold=1, evaluation_periods=1)
    prod.add_monitor(alarm)
    checkout = shop.add_feature_flags("checkout", kms_key=key)
    checkout.deploy([beta, prod], FLAGS, tags={"team": "shop"})
    limits = shop.add_hosted_profile("limits", removal_policy=RemovalPolicy.DESTROY)
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
    operator = iam.Role.from_role_arn(stack, "Operator", ROLE)
    prod.grant_read_config(operator, profiles=[checkout])
    prod.grant_start_deployment(operator)
    prod.grant_stop_deployment(operator)
    prod.grant_read_deployments(operator)
    prod.operator_policy()
    checkout.grant_write_versions(operator)
    prod.reader_role(["222222222222"])
    prod.on_deployment_rolled_back(targets.SnsTopic(topic))
    return shop


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


@pytest.fixture
def everything_on(tmp_path: Path) -> App:
    app = App(outdir=str(tmp_path / "cdk.out"), context=STRICT_CONTEXT, analytics_reporting=False)
    shop = platform(Stack(app, "Platform"))
    service(Stack(app, "Service"), shop)
    Tags.of(app).add("team", "shop")
    return app


def ids(construct: IConstruct) -> Iterator[str]:
    """Yield path and logical id of all constructs below that are ours, in the order of the tree."""
    if construct.node.path in NOT_OURS:
        return
    if isinstance(construct, CfnElement):
        yield f"{construct.node.path} {construct.stack.resolve(construct.logical_id)}"
    else:
        yield construct.node.path
    for child in construct.node.children:
        yield from ids(child)


def test_paths_and_logical_ids_are_the_recorded_ones(everything_on: App) -> None:
    recorded = RECORDED.read_text(encoding="utf-8").splitlines()

    assert [id for id in ids(everything_on) if id] == recorded


def test_the_templates(everything_on: App, snapshot_json: SnapshotAssertion) -> None:
    templates = judged(Path(everything_on.synth().directory))

    assert {name: template["Resources"] for name, template in templates.items()} == snapshot_json
