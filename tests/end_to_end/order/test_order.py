"""Deployments to one environment: what happens without an order, and with ours."""

from __future__ import annotations

import pytest
from aws_cdk import App, CfnResource, Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import Application, FeatureFlags, Flag
from rig.account import Account, Build
from rig.cdk_cli import CdkCliError

FLAGS = FeatureFlags(Flag("one_click"))
ALL_AT_ONCE = "AppConfig.AllAtOnce"


def unordered(app: App) -> None:
    """Add two deployments of L1 constructs that do not know each other."""
    stack = Stack(app, "Shop")
    application = l1.CfnApplication(stack, "App", name="shop")
    environment = l1.CfnEnvironment(stack, "prod", application_id=application.ref, name="prod")
    for name in ("first", "second"):
        add_l1_deployment(stack, application, environment, name)


def add_l1_deployment(
    stack: Stack, application: CfnResource, environment: CfnResource, name: str
) -> None:
    profile = l1.CfnConfigurationProfile(
        stack, f"{name}Profile", application_id=application.ref, name=name, location_uri="hosted"
    )
    version = l1.CfnHostedConfigurationVersion(
        stack,
        f"{name}Version",
        application_id=application.ref,
        configuration_profile_id=profile.ref,
        content="{}",
        content_type="application/json",
    )
    l1.CfnDeployment(
        stack,
        f"{name}Deployment",
        application_id=application.ref,
        configuration_profile_id=profile.ref,
        configuration_version=version.ref,
        deployment_strategy_id=ALL_AT_ONCE,
        environment_id=environment.ref,
    )


def ours(app: App) -> None:
    """Add deployments of three profiles, between two of L1 constructs in the same environment."""
    stack = Stack(app, "Shop")
    shop = Application(stack, "App", application_name="shop")
    beta, prod = (
        shop.add_environment(name, deployment_strategy=ALL_AT_ONCE) for name in ("beta", "prod")
    )
    application, environment = (construct.node.default_child for construct in (shop, prod))
    assert isinstance(application, CfnResource)
    assert isinstance(environment, CfnResource)
    add_l1_deployment(stack, application, environment, "theirs")
    shop.add_feature_flags("a").deploy(prod, FLAGS)
    shop.add_feature_flags("b").deploy([beta, prod], FLAGS)
    shop.add_feature_flags("c").deploy([prod, beta], FLAGS)
    add_l1_deployment(stack, application, environment, "late")


def test_without_an_order_the_second_one_fails(account: Account) -> None:
    with pytest.raises(CdkCliError, match="is already in progress in environment"):
        account.deploy(unordered)

    assert account.status("Shop") == "ROLLBACK_COMPLETE"


def test_ours_run_one_after_another(account: Account) -> None:
    account.deploy(ours)

    assert account.deployments("prod") == [
        ("theirs", "1", "COMPLETE"),
        ("a", "1", "COMPLETE"),
        ("b", "1", "COMPLETE"),
        ("c", "1", "COMPLETE"),
        ("late", "1", "COMPLETE"),
    ]
    assert account.deployments("beta") == [("b", "1", "COMPLETE"), ("c", "1", "COMPLETE")]


def test_a_rollout_that_a_person_started_is_not_disturbed(account: Account) -> None:
    assert account.apply(one(FeatureFlags(Flag("one_click")))) == []
    control = account.client("appconfig")
    [application] = control.list_applications()["Items"]
    [environment] = control.list_environments(ApplicationId=application["Id"])["Items"]
    [profile] = control.list_configuration_profiles(ApplicationId=application["Id"])["Items"]
    strategy = control.create_deployment_strategy(
        Name="slow", DeploymentDurationInMinutes=1440, GrowthFactor=50
    )
    control.start_deployment(
        ApplicationId=application["Id"],
        EnvironmentId=environment["Id"],
        ConfigurationProfileId=profile["Id"],
        ConfigurationVersion="1",
        DeploymentStrategyId=strategy["Id"],
    )

    with pytest.raises(CdkCliError, match="Deployment 2 is already in progress in environment"):
        account.deploy(one(FeatureFlags(Flag("one_click", enabled=True))))

    assert account.status("Shop") == "UPDATE_ROLLBACK_COMPLETE"
    assert account.deployments("prod") == [("a", "1", "COMPLETE"), ("a", "1", "DEPLOYING")]


def one(flags: FeatureFlags) -> Build:
    """Return an app with one deployment."""

    def build(app: App) -> None:
        shop = Application(Stack(app, "Shop"), "App", application_name="shop")
        prod = shop.add_environment("prod", deployment_strategy=ALL_AT_ONCE)
        shop.add_feature_flags("a").deploy(prod, flags)

    return build
