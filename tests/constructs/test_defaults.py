from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aws_cdk import App, RemovalPolicy, Stack
from aws_cdk import aws_appconfig as l1
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk_appconfig import (
    AppConfigDefaults,
    AppConfigError,
    Application,
    ConfigurationSource,
    DeletionProtectionCheck,
    DeploymentStrategy,
    DeploymentStrategyId,
    Environment,
    Extension,
    FeatureFlags,
)
from rig.templates import Template, of_type, only

ENVIRONMENT = "AWS::AppConfig::Environment"
PROFILE = "AWS::AppConfig::ConfigurationProfile"
VERSION = "AWS::AppConfig::HostedConfigurationVersion"
DEPLOYMENT = "AWS::AppConfig::Deployment"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-0000-0000-0000-000000000000"
OTHER_KEY = KEY.replace("1111", "2222")
APPLY = DeletionProtectionCheck.APPLY
BYPASS = DeletionProtectionCheck.BYPASS


def key(stack: Stack, arn: str = KEY) -> Any:
    return kms.Key.from_key_arn(stack, f"Key{arn[-3:]}{arn.count('2')}", arn)


def test_what_a_team_decides_holds_below_the_scope(
    app: App, stack: Stack, template: Callable[[], Template]
) -> None:
    AppConfigDefaults.of(app).set(
        deployment_strategy=DeploymentStrategyId.LINEAR_20_PERCENT_EVERY_6_MINUTES,
        kms_key=key(stack),
        deletion_protection_check=APPLY,
        removal_policy=RemovalPolicy.DESTROY,
        tags={"team": "shop"},
    )
    shop = Application(stack, "Shop")
    shop.add_feature_flags("flags").deploy(shop.add_environment("beta"), FeatureFlags())
    found = template()

    [version] = of_type(found, VERSION).values()
    assert only(found, ENVIRONMENT)["DeletionProtectionCheck"] == "APPLY"
    assert only(found, PROFILE)["DeletionProtectionCheck"] == "APPLY"
    assert only(found, PROFILE)["KmsKeyIdentifier"] == KEY
    assert version["DeletionPolicy"] == "Delete"
    deployment = only(found, DEPLOYMENT)
    assert deployment["DeploymentStrategyId"] == "AppConfig.Linear20PercentEvery6Minutes"
    assert deployment["KmsKeyIdentifier"] == KEY


def test_what_a_construct_is_told_comes_first(
    stack: Stack, template: Callable[[], Template]
) -> None:
    AppConfigDefaults.of(stack).set(
        deployment_strategy=DeploymentStrategyId.ALL_AT_ONCE,
        kms_key=key(stack),
        deletion_protection_check=APPLY,
        removal_policy=RemovalPolicy.DESTROY,
    )
    shop = Application(stack, "Shop")
    beta = shop.add_environment(
        "beta",
        deployment_strategy="AppConfig.Canary10Percent20Minutes",
        deletion_protection_check=BYPASS,
    )
    shop.add_hosted_profile(
        "limits",
        kms_key=key(stack, OTHER_KEY),
        deletion_protection_check=BYPASS,
        removal_policy=RemovalPolicy.RETAIN,
    ).deploy(beta, "x")
    found = template()

    [version] = of_type(found, VERSION).values()
    assert only(found, ENVIRONMENT)["DeletionProtectionCheck"] == "BYPASS"
    assert only(found, PROFILE)["DeletionProtectionCheck"] == "BYPASS"
    assert only(found, PROFILE)["KmsKeyIdentifier"] == OTHER_KEY
    assert version["DeletionPolicy"] == "Retain"
    assert only(found, DEPLOYMENT)["DeploymentStrategyId"] == ("AppConfig.Canary10Percent20Minutes")


def test_an_inner_scope_decides_otherwise_and_leaves_the_rest(
    app: App, stack: Stack, template: Callable[[], Template]
) -> None:
    AppConfigDefaults.of(app).set(
        deletion_protection_check=APPLY, removal_policy=RemovalPolicy.DESTROY
    )
    AppConfigDefaults.of(stack).set(deletion_protection_check=BYPASS)
    shop = Application(Construct(stack, "Team"), "Shop")
    shop.add_hosted_profile("limits").deploy(shop.add_environment("beta"), "x")
    found = template()

    [version] = of_type(found, VERSION).values()
    assert only(found, ENVIRONMENT)["DeletionProtectionCheck"] == "BYPASS"
    assert version["DeletionPolicy"] == "Delete"


def test_other_scopes_are_left_alone(app: App, stack: Stack) -> None:
    other = Stack(app, "Testing")
    AppConfigDefaults.of(stack).set(deletion_protection_check=APPLY)
    Application(stack, "Shop").add_environment("beta")
    Application(other, "Shop").add_environment("beta")

    assembly = app.synth()

    assert "DeletionProtectionCheck" in only(
        assembly.get_stack_by_name("Test").template, ENVIRONMENT
    )
    assert "DeletionProtectionCheck" not in only(
        assembly.get_stack_by_name("Testing").template, ENVIRONMENT
    )


def test_what_is_decided_twice_is_what_was_said_last(
    stack: Stack, template: Callable[[], Template]
) -> None:
    defaults = AppConfigDefaults.of(stack)
    defaults.set(deletion_protection_check=APPLY, deployment_strategy="AppConfig.AllAtOnce")
    defaults.set(deletion_protection_check=BYPASS)
    shop = Application(stack, "Shop")
    beta = shop.add_environment("beta")

    assert beta.deployment_strategy_id == "AppConfig.AllAtOnce"
    assert only(template(), ENVIRONMENT)["DeletionProtectionCheck"] == "BYPASS"


def test_nothing_decided_is_what_it_was(stack: Stack, template: Callable[[], Template]) -> None:
    shop = Application(stack, "Shop")
    shop.add_hosted_profile("limits").deploy(shop.add_environment("beta"), "x")
    found = template()

    [version] = of_type(found, VERSION).values()
    assert version["DeletionPolicy"] == "RetainExceptOnCreate"
    assert "DeletionProtectionCheck" not in only(found, ENVIRONMENT)


def test_tags_reach_everything_but_deployments_and_versions(
    app: App, stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    slow = DeploymentStrategy(stack, "Slow", deployment_duration=timedelta(0), growth_factor=100)
    beta = shop.add_environment("beta", deployment_strategy=slow)
    shop.add_hosted_profile("limits").deploy(beta, "x")
    topic = "arn:aws:sns:us-east-1:123456789012:people"
    Extension(stack, "Tell", actions={"ON_DEPLOYMENT_START": topic}).associate(shop)
    AppConfigDefaults.of(app).set(tags={"team": "shop"})
    found = template()

    tagged = {
        resource["Type"].rpartition("::")[2]
        for resource in found["Resources"].values()
        if resource["Properties"].get("Tags") == [{"Key": "team", "Value": "shop"}]
    }
    assert tagged == {
        "Application",
        "DeploymentStrategy",
        "Environment",
        "ConfigurationProfile",
        "Extension",
        "ExtensionAssociation",
    }


def test_an_inner_scope_has_tags_of_its_own(
    app: App, stack: Stack, template: Callable[[], Template]
) -> None:
    AppConfigDefaults.of(app).set(tags={"team": "platform", "cost": "7"})
    AppConfigDefaults.of(stack).set(tags={"team": "shop"})
    Application(stack, "Shop")

    assert only(template(), "AWS::AppConfig::Application")["Tags"] == [
        {"Key": "cost", "Value": "7"},
        {"Key": "team", "Value": "shop"},
    ]


@pytest.mark.parametrize("kind", ["imported", "L1", "ours before"])
def test_deployments_to_environments_without_a_strategy_spread_as_the_team_says(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    shop = Application(stack, "Shop")
    made: dict[str, Callable[[], Any]] = {
        "imported": lambda: Environment.from_environment_id(
            stack, "Beta", "def5678", application=shop
        ),
        "L1": lambda: l1.CfnEnvironment(
            stack, "Beta", application_id=shop.application_id, name="beta"
        ),
        "ours before": lambda: shop.add_environment("beta"),
    }
    environment = made[kind]()
    AppConfigDefaults.of(stack).set(deployment_strategy=DeploymentStrategyId.ALL_AT_ONCE)
    source = ConfigurationSource.from_parameter("prices")
    shop.add_hosted_profile("limits").deploy(environment, "x")
    shop.add_sourced_profile("prices", source=source).deploy(environment, version=1)

    found = of_type(template(), DEPLOYMENT).values()
    strategies = [one["Properties"]["DeploymentStrategyId"] for one in found]
    assert strategies == ["AppConfig.AllAtOnce"] * 2


def test_the_key_of_the_team_is_part_of_permissions(
    stack: Stack, template: Callable[[], Template]
) -> None:
    AppConfigDefaults.of(stack).set(kms_key=key(stack))
    shop = Application(stack, "Shop")
    flags = shop.add_feature_flags("flags")
    role: Any = iam.Role.from_role_name(stack, "Reader", "reader")
    flags.grant_read_config(role, environment=shop.add_environment("beta"))

    statements = only(template(), "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert statements[-1] == {"Action": "kms:Decrypt", "Effect": "Allow", "Resource": KEY}


def test_the_key_of_the_team_is_not_put_on_other_sources(
    stack: Stack, template: Callable[[], Template]
) -> None:
    AppConfigDefaults.of(stack).set(kms_key=key(stack))
    shop = Application(stack, "Shop")
    source = ConfigurationSource.from_parameter("limits")
    shop.add_sourced_profile("limits", source=source).deploy(
        shop.add_environment("beta"), version=1
    )
    found = template()

    assert "KmsKeyIdentifier" not in only(found, PROFILE)
    assert "KmsKeyIdentifier" not in only(found, DEPLOYMENT)


def test_what_cannot_be_a_default_is_refused_together(app: App, stack: Stack) -> None:
    with pytest.raises(AppConfigError) as caught:
        AppConfigDefaults.of(app).set(
            deployment_strategy="AppConfig.AllAtOnse",
            deletion_protection_check="on",
            removal_policy=RemovalPolicy.SNAPSHOT,
            tags={"aws:team": "shop"},
        )

    assert caught.value.subject == "defaults of the app"
    assert [finding.id for finding in caught.value.findings] == [
        "APPCONFIG300",
        "APPCONFIG450",
        "APPCONFIG206",
        "APPCONFIG220",
    ]
    assert Application(stack, "Shop").add_environment("beta").deployment_strategy_id is None
