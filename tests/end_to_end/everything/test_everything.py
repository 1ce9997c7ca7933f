"""Two applications, three environments, six profiles, with all that watches and hears of them."""

from __future__ import annotations

import json
from typing import Any

from aws_cdk import App, Aws, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm

from cdk_appconfig import (
    ActionPoint,
    AppConfigDefaults,
    Application,
    ConfigurationSource,
    Extension,
    FeatureFlags,
    Flag,
    JsonSchema,
    LambdaValidator,
)
from rig.account import Account, Build
from rig.templates import Template, of_type
from tests.even_numbers import even_numbers_only

FLAGS = FeatureFlags(Flag("one_click", enabled=True))


def company(*, limit: int) -> Build:
    def build(app: App) -> None:
        AppConfigDefaults.of(app).set(
            deployment_strategy="AppConfig.AllAtOnce", removal_policy=RemovalPolicy.DESTROY
        )
        stack = Stack(app, "Company")
        people: Any = sns.Topic(stack, "People")
        shop(stack, limit, people)
        warehouse(stack, people)

    return build


def shop(stack: Stack, limit: int, people: Any) -> None:
    """Flags, limits with validators and prices in S3, in beta and in prod, which alarms watch."""
    shop = Application(stack, "Shop", application_name="shop")
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    metric = cloudwatch.Metric(namespace="Shop", metric_name="errors")
    prod.add_monitor(
        metric.create_alarm(
            stack,
            "Errors",
            threshold=1,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
    )
    schema = JsonSchema({"type": "object", "required": ["limit", "region"]})
    bucket = s3.Bucket(stack, "Prices", versioned=True, removal_policy=RemovalPolicy.DESTROY)
    source = ConfigurationSource.from_bucket(bucket, "prices.json")

    shop.add_feature_flags("features").deploy([beta, prod], FLAGS)
    shop.add_hosted_profile(
        "limits", validators=[schema, LambdaValidator(even_numbers_only(stack))]
    ).deploy(prod, {"limit": limit, "region": Aws.REGION})
    shop.add_sourced_profile("prices", source=source).deploy(prod, version="Kz1")
    guard = Extension(
        stack,
        "Guard",
        actions={
            ActionPoint.ON_DEPLOYMENT_COMPLETE: people,
            ActionPoint.ON_DEPLOYMENT_ROLLED_BACK: sqs.Queue(stack, "RolledBack"),
        },
    )
    guard.associate(shop)


def warehouse(stack: Stack, people: Any) -> None:
    """Flags, a time in SSM and a password in Secrets Manager, live."""
    warehouse = Application(stack, "Warehouse", application_name="warehouse")
    live = warehouse.add_environment("live")
    key = kms.Key(stack, "Key", removal_policy=RemovalPolicy.DESTROY)
    secret = secretsmanager.Secret.from_secret_name_v2(stack, "Password", "password")
    parameter = ssm.StringParameter(stack, "Timeout", string_value="30")

    warehouse.add_feature_flags("switches", kms_key=key).deploy(live, FLAGS)
    warehouse.add_sourced_profile(
        "timeout", source=ConfigurationSource.from_parameter(parameter)
    ).deploy(live, version=1)
    warehouse.add_sourced_profile(
        "password", source=ConfigurationSource.from_secret(secret), kms_key=key
    ).deploy(live, version="a1b2")
    live.on_deployment_rolled_back(targets.SnsTopic(people))


def statements(template: Template, profile: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the retrieval role of a profile may do."""
    role = template["Resources"][profile["Properties"]["RetrievalRoleArn"]["Fn::GetAtt"][0]]
    [policy] = role["Properties"]["Policies"]
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def several(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def test_a_bad_value_is_refused_everything_else_stays_and_destroy_leaves_nothing(
    account: Account,
) -> None:
    assert account.apply(company(limit=2)) == []

    [refusal] = account.apply(company(limit=3))

    assert "3 is not even" in refusal
    assert account.status("Company") == "UPDATE_ROLLBACK_COMPLETE"
    assert {name: set(children) for name, children in account.left().items()} == {
        "shop": {"beta", "prod", "features", "limits", "prices"},
        "warehouse": {"live", "switches", "timeout", "password"},
    }
    assert account.served("shop", "prod", "limits") == {"limit": 2, "region": "us-east-1"}
    for application, environment, profile in (
        ("shop", "beta", "features"),
        ("shop", "prod", "features"),
        ("warehouse", "live", "switches"),
    ):
        served = account.served(application, environment, profile)
        assert served == {"one_click": {"enabled": True}}
    control = account.client("appconfig")
    assert len(control.list_extension_associations()["Items"]) == 2

    account.destroy()

    assert account.left() == {}
    assert control.list_extensions()["Items"] == []
    assert account.client("iam").list_roles()["Roles"] == []
    assert account.client("lambda").list_functions()["Functions"] == []
    assert account.client("events").list_rules()["Rules"] == []
    assert account.client("cloudwatch").describe_alarms()["MetricAlarms"] == []


def test_data_that_the_emulator_does_not_fetch_is_named_and_may_be_read_in_the_template(
    account: Account,
) -> None:
    assembly = account.synthesize(company(limit=2))
    template = json.loads((assembly / "Company.template.json").read_text(encoding="utf-8"))

    read = {
        profile["Properties"]["Name"]: [
            action
            for statement in statements(template, profile)
            for action in several(statement["Action"])
        ]
        for profile in of_type(template, "AWS::AppConfig::ConfigurationProfile").values()
        if profile["Properties"]["LocationUri"] != "hosted"
    }

    assert read == {
        "prices": [
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:GetBucketLocation",
            "s3:GetBucketVersioning",
            "s3:ListBucket",
            "s3:ListBucketVersions",
            "s3:ListAllMyBuckets",
        ],
        "timeout": ["ssm:GetParameter"],
        "password": ["secretsmanager:GetSecretValue"],
    }
    versions = {
        deployment["Properties"]["ConfigurationVersion"]
        for deployment in of_type(template, "AWS::AppConfig::Deployment").values()
        if isinstance(deployment["Properties"]["ConfigurationVersion"], str)
    }
    assert versions == {"Kz1", "1", "a1b2"}
