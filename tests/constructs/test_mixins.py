from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import Mixins, Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_sns as sns

from cdk_appconfig import (
    AppConfigError,
    Application,
    DeploymentStrategyId,
    FeatureFlags,
    ProductionRollout,
    ProtectedEnvironment,
)
from rig.templates import Template, of_type

ENVIRONMENT = "AWS::AppConfig::Environment"
PROFILE = "AWS::AppConfig::ConfigurationProfile"
DEPLOYMENT = "AWS::AppConfig::Deployment"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"


@pytest.fixture
def everybody(stack: Stack) -> Stack:
    """Return a stack with an environment and a deployment of ours, of the L2 and of the L1."""
    shop = Application(stack, "Shop")
    shop.add_feature_flags("flags").deploy(shop.add_environment("beta"), FeatureFlags())
    application: Any = appconfig.Application(stack, "L2", application_name="l2")
    environment: Any = appconfig.Environment(
        stack, "L2Environment", application=application, environment_name="l2"
    )
    appconfig.HostedConfiguration(
        stack,
        "L2Configuration",
        application=application,
        deploy_to=[environment],
        content=appconfig.ConfigurationContent.from_inline_text("x"),
        name="l2",
        deployment_strategy=appconfig.DeploymentStrategy.from_deployment_strategy_id(
            stack, "L2Strategy", appconfig.DeploymentStrategyId.ALL_AT_ONCE
        ),
    )
    l1 = appconfig.CfnEnvironment(
        stack, "L1", application_id=shop.application_id, name="l1", description="d"
    )
    appconfig.CfnDeployment(
        stack,
        "L1Deployment",
        application_id=shop.application_id,
        environment_id=l1.ref,
        configuration_profile_id="abc1234",
        configuration_version="1",
        deployment_strategy_id="AppConfig.AllAtOnce",
    )
    sns.Topic(stack, "Topic")
    return stack


def values(template: Template, type: str, name: str) -> list[Any]:
    return [one["Properties"].get(name) for one in of_type(template, type).values()]


def test_environments_and_profiles_are_protected_whoever_made_them(
    everybody: Stack, template: Callable[[], Template]
) -> None:
    Mixins.of(everybody).apply(ProtectedEnvironment())
    found = template()

    assert values(found, ENVIRONMENT, "DeletionProtectionCheck") == ["APPLY"] * 3
    assert values(found, PROFILE, "DeletionProtectionCheck") == ["APPLY"] * 2


def test_deployments_spread_as_in_production_whoever_made_them(
    everybody: Stack, template: Callable[[], Template]
) -> None:
    Mixins.of(everybody).apply(ProductionRollout())

    assert (
        values(template(), DEPLOYMENT, "DeploymentStrategyId")
        == ["AppConfig.Linear20PercentEvery6Minutes"] * 3
    )


def test_the_strategy_of_production_can_be_chosen(
    everybody: Stack, template: Callable[[], Template]
) -> None:
    strategy = DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES
    Mixins.of(everybody).apply(ProductionRollout(strategy))

    assert values(template(), DEPLOYMENT, "DeploymentStrategyId") == [str(strategy)] * 3


def test_a_strategy_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AppConfigError) as caught:
        ProductionRollout("AppConfig.Slow")

    assert str(caught.value).startswith(
        "production rollout: 1 error\n"
        "  APPCONFIG300 production rollout: there is no deployment strategy 'AppConfig.Slow'\n"
    )


def test_one_resource_can_have_a_mixin(stack: Stack, template: Callable[[], Template]) -> None:
    shop = Application(stack, "Shop")
    for id in ("beta", "prod"):
        shop.add_environment(id)
    prod: Any = shop.node.find_child("prod").node.default_child
    prod.with_(ProtectedEnvironment())

    assert values(template(), ENVIRONMENT, "DeletionProtectionCheck") == [None, "APPLY"]
