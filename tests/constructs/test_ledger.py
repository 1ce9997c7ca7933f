"""What only shows between constructs that do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Aws, Environment, Stack, Stage
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match

from cdk_appconfig import AppConfigError, Application, Extension, FeatureFlagProfile, FeatureFlags
from rig.templates import Template, of_type

DEPLOYMENT = "AWS::AppConfig::Deployment"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
HERE = Environment(account="111111111111", region="eu-west-1")
ELSEWHERE = Environment(account="111111111111", region="eu-central-1")


def after(template: Template) -> dict[str, list[str]]:
    """Return the deployments that each deployment waits for."""
    deployments = of_type(template, DEPLOYMENT)
    return {id: sorted(one.get("DependsOn", [])) for id, one in deployments.items()}


def test_two_applications_of_one_name_in_a_stack_are_refused(stack: Stack) -> None:
    Application(stack, "Shop", application_name="shop")

    with pytest.raises(AppConfigError) as caught:
        Application(stack, "Other", application_name="shop")

    assert str(caught.value) == (
        "application Test/Other: 1 error\n"
        "  APPCONFIG204 Test/Other: the application name 'shop' is already used by Test/Shop\n"
        "      why: AppConfig refuses a second application of one name in an account and region "
        f"({API}API_CreateApplication.html)\n"
        "      fix: leave application_name out, so that the construct path is the name"
    )
    assert stack.node.try_find_child("Other") is None


def test_what_is_refused_for_another_reason_takes_no_name(stack: Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    actions = {"ON_DEPLOYMENT_START": topic}

    with pytest.raises(AppConfigError, match="the description has"):
        Application(stack, "Shop", application_name="shop", description="x" * 1025)
    with pytest.raises(AppConfigError, match="the description has"):
        Extension(stack, "Guard", actions=actions, extension_name="g", description="x" * 1025)

    Application(stack, "Shop", application_name="shop")
    Extension(stack, "Guard", actions=actions, extension_name="g")


def test_two_stacks_of_one_account_and_region_share_the_names(app: App) -> None:
    Application(Stack(app, "One", env=HERE), "Shop", application_name="shop")
    Application(Stack(app, "Two", env=ELSEWHERE), "Shop", application_name="shop")

    with pytest.raises(AppConfigError, match="already used by One/Shop"):
        Application(Stack(app, "Three", env=HERE), "Shop", application_name="shop")


def test_stages_of_a_pipeline_share_the_names_as_well(app: App) -> None:
    Application(Stack(Stage(app, "Beta", env=HERE), "S"), "Shop", application_name="shop")

    with pytest.raises(AppConfigError, match="already used by Beta/S/Shop"):
        Application(Stack(Stage(app, "Prod", env=HERE), "S"), "Shop", application_name="shop")


def test_stacks_that_can_go_anywhere_get_a_warning(app: App) -> None:
    Application(Stack(app, "One"), "Shop", application_name="shop")
    Application(two := Stack(app, "Two"), "Shop", application_name="shop")
    Application(three := Stack(app, "Three", env=HERE), "Shop", application_name="shop")

    Annotations.from_stack(three).has_no_warning("*", Match.any_value())
    Annotations.from_stack(two).has_warning(
        "/Two/Shop",
        "the application name 'shop' is already used by One/Shop: AppConfig refuses a second "
        "application of one name in an account and region, and stacks without an env can be "
        f"deployed to any ({API}API_CreateApplication.html); leave application_name out, so that "
        "the construct path is the name, or give the stacks an env "
        "[ack: cdk-appconfig:APPCONFIG205]",
    )


def test_default_names_never_meet(app: App) -> None:
    for stage in ("Beta", "Prod"):
        stack = Stack(Stage(app, stage, env=HERE), "S")

        assert Application(stack, "Shop").application_name == f"{stage}-S-Shop"


def test_two_imports_of_one_environment_are_one_environment(
    stack: Stack, template: Callable[[], Template]
) -> None:
    application: Any = appconfig.Application.from_application_id(stack, "App", "abc1234")
    for id in ("one", "two"):
        environment: Any = appconfig.Environment.from_environment_attributes(
            stack, f"Import{id}", application=application, environment_id="def5678"
        )
        profile = FeatureFlagProfile(stack, id, application=application)
        profile.deploy(environment, FeatureFlags())

    first, second = after(template()).items()
    assert first[1] == []
    assert second[1] == [first[0]]


def test_deployments_of_the_l1_and_the_l2_come_first(
    stack: Stack, template: Callable[[], Template]
) -> None:
    application: Any = appconfig.Application(stack, "App", application_name="a")
    environment: Any = appconfig.Environment(stack, "Env", application=application)
    other = appconfig.Environment(stack, "Other", application=application)
    appconfig.HostedConfiguration(
        stack,
        "L2",
        application=application,
        deploy_to=[environment],
        content=appconfig.ConfigurationContent.from_inline_text("text"),
    )
    for id, target in (("L1", environment), ("L1Other", other)):
        appconfig.CfnDeployment(
            stack,
            id,
            application_id=application.application_id,
            environment_id=target.environment_id,
            configuration_profile_id="abc1234",
            configuration_version="1",
            deployment_strategy_id="AppConfig.AllAtOnce",
        )
    FeatureFlagProfile(stack, "Ours", application=application).deploy(environment, FeatureFlags())
    FeatureFlagProfile(stack, "Next", application=application).deploy(environment, FeatureFlags())
    found = after(template())

    ours, following = [next(id for id in found if id.startswith(name)) for name in ("Ours", "Next")]
    l2 = next(id for id in found if id.startswith("L2"))
    assert found[ours] == sorted(["L1", l2])
    assert found[following] == [ours]
    assert "L1Other" in found


def test_another_stack_keeps_its_own_order(app: App) -> None:
    platform = Stack(app, "Platform")
    shop = Application(platform, "Shop")
    beta = shop.add_environment("beta")
    for id in ("One", "Two"):
        profile = FeatureFlagProfile(Stack(app, id), id, application=shop)

        deployment = profile.deploy(beta, FeatureFlags())

        assert deployment.resource.obtain_dependencies() == []


def test_names_known_at_deployment_only_are_not_compared(stack: Stack) -> None:
    Application(stack, "One", application_name=f"{Aws.REGION}-shop")

    assert Application(stack, "Two", application_name=f"{Aws.STACK_NAME}-shop")
