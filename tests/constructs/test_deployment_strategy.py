from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aws_cdk import CfnParameter, Duration, Stack, Tags, Token
from aws_cdk import aws_appconfig as appconfig
from aws_cdk.assertions import Annotations

from cdk_appconfig import AppConfigError, Application, DeploymentStrategy, FeatureFlags
from rig.templates import Template, of_type, only

TYPE = "AWS::AppConfig::DeploymentStrategy"
DEPLOYMENT = "AWS::AppConfig::Deployment"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"


def test_what_is_left_out_is_linear_and_without_bake_time(
    stack: Stack, template: Callable[[], Template]
) -> None:
    strategy = DeploymentStrategy(
        stack, "Slow", deployment_duration=Duration.hours(2), growth_factor=12.5
    )

    assert strategy.deployment_strategy_name == "Test-Slow"
    assert only(template(), TYPE) == {
        "Name": "Test-Slow",
        "DeploymentDurationInMinutes": 120,
        "GrowthFactor": 12.5,
        "GrowthType": "LINEAR",
        "FinalBakeTimeInMinutes": 0,
        "ReplicateTo": "NONE",
    }


def test_everything_can_be_said_with_durations_of_python(
    stack: Stack, template: Callable[[], Template]
) -> None:
    DeploymentStrategy(
        stack,
        "Slow",
        deployment_strategy_name="slow",
        deployment_duration=timedelta(minutes=90),
        growth_factor=2,
        growth_type="EXPONENTIAL",
        final_bake_time=timedelta(hours=1),
        description="Before the holidays",
    )

    assert only(template(), TYPE) == {
        "Name": "slow",
        "DeploymentDurationInMinutes": 90,
        "GrowthFactor": 2,
        "GrowthType": "EXPONENTIAL",
        "FinalBakeTimeInMinutes": 60,
        "ReplicateTo": "NONE",
        "Description": "Before the holidays",
    }


def test_numbers_at_the_limits_are_accepted(stack: Stack, template: Callable[[], Template]) -> None:
    DeploymentStrategy(
        stack,
        "Longest",
        deployment_strategy_name="x" * 64,
        deployment_duration=timedelta(minutes=1440),
        growth_factor=1,
    )
    DeploymentStrategy(stack, "Shortest", deployment_duration=timedelta(0), growth_factor=100)

    found = [
        (one["Properties"]["DeploymentDurationInMinutes"], one["Properties"]["GrowthFactor"])
        for one in of_type(template(), TYPE).values()
    ]
    assert found == [(1440, 1), (0, 100)]


def test_everything_wrong_is_told_together_before_anything_exists(stack: Stack) -> None:
    wrong: Any = "linear"
    with pytest.raises(AppConfigError) as caught:
        DeploymentStrategy(
            stack,
            "Slow",
            deployment_strategy_name="x" * 65,
            deployment_duration=timedelta(seconds=90),
            growth_factor=0.5,
            growth_type=wrong,
            final_bake_time=Duration.minutes(1441),
            description="x" * 1025,
        )

    strategy = f"({API}API_CreateDeploymentStrategy.html)"
    minutes = (
        "      why: the duration and the bake time of a deployment strategy are whole minutes, 0 "
        f"to 1440 {strategy}\n"
        "      fix: use whole minutes, 0 to 1440\n"
    )
    assert str(caught.value) == (
        "deployment strategy Test/Slow: 6 errors\n"
        "  APPCONFIG201 Test/Slow: the name of the deployment strategy has 65 characters\n"
        "      why: the name of an application, an environment or a deployment strategy has 1 to 64 "
        f"characters, that of a configuration profile 1 to 128 ({API}API_CreateEnvironment.html)\n"
        "      fix: use 1 to 64 characters\n"
        "  APPCONFIG202 Test/Slow: the description has 1025 characters\n"
        f"      why: a description has at most 1024 characters ({API}API_CreateApplication.html)\n"
        "      fix: shorten it\n"
        f"  APPCONFIG330 Test/Slow: the deployment duration is 1.5 minutes\n{minutes}"
        f"  APPCONFIG330 Test/Slow: the final bake time is 1441 minutes\n{minutes}"
        "  APPCONFIG331 Test/Slow: the growth factor is 0.5\n"
        f"      why: a growth factor is a percentage, 1 to 100 {strategy}\n"
        "      fix: use a percentage, 1 to 100: 20 is a fifth of the targets\n"
        "  APPCONFIG332 Test/Slow: there is no growth type 'linear'\n"
        f"      why: a deployment strategy grows LINEAR or EXPONENTIAL {strategy}\n"
        "      fix: did you mean 'LINEAR'?"
    )
    assert stack.node.try_find_child("Slow") is None


def test_what_is_no_time_and_no_percentage_is_told(stack: Stack) -> None:
    twenty: Any = "20"
    minutes: Any = 20
    with pytest.raises(AppConfigError) as caught:
        DeploymentStrategy(stack, "Slow", deployment_duration=minutes, growth_factor=twenty)

    why = (
        "      why: a deployment strategy is a duration, a bake time and a growth factor in percent "
        f"({API}API_CreateDeploymentStrategy.html)\n"
    )
    assert str(caught.value) == (
        "deployment strategy Test/Slow: 2 errors\n"
        f"  APPCONFIG310 Test/Slow: the deployment duration is 20\n{why}"
        "      fix: pass for example Duration.minutes(20)\n"
        f"  APPCONFIG310 Test/Slow: the growth factor is '20'\n{why}"
        "      fix: pass for example 20"
    )


def test_a_rollout_that_outlasts_cloudformation_is_warned_about(stack: Stack) -> None:
    DeploymentStrategy(
        stack,
        "Slow",
        deployment_duration=timedelta(minutes=1440),
        growth_factor=20,
        final_bake_time=timedelta(minutes=6),
    )

    Annotations.from_stack(stack).has_warning(
        "/Test/Slow",
        "a deployment takes 1446 minutes with its bake time: CloudFormation waits 1445 minutes for "
        "a deployment, which is complete after its duration and its bake time "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-appconfig-deployment.html); shorten the duration or the bake time "
        "[ack: cdk-appconfig:APPCONFIG333]",
    )


def test_numbers_that_are_only_known_at_deployment_are_left_alone(
    stack: Stack, template: Callable[[], Template]
) -> None:
    minutes = CfnParameter(stack, "Minutes", type="Number", default=10)
    factor = Token.as_number(CfnParameter(stack, "Factor", type="Number", default=20).value)
    DeploymentStrategy(
        stack,
        "Slow",
        deployment_duration=Duration.minutes(minutes.value_as_number),
        growth_factor=factor,
    )
    found = only(template(), TYPE)

    assert found["DeploymentDurationInMinutes"] == {"Ref": "Minutes"}
    assert found["GrowthFactor"] == {"Ref": "Factor"}


def test_a_long_path_gives_a_short_name(stack: Stack) -> None:
    strategy = DeploymentStrategy(
        stack, "x" * 70, deployment_duration=timedelta(0), growth_factor=100
    )

    assert strategy.deployment_strategy_name == f"Test-{'x' * 50}-e78d3107"


def test_environments_and_deployments_take_it(
    stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    slow = DeploymentStrategy(stack, "Slow", deployment_duration=timedelta(0), growth_factor=100)
    fast = DeploymentStrategy(stack, "Fast", deployment_duration=timedelta(0), growth_factor=100)
    beta = shop.add_environment("beta", deployment_strategy=slow)
    shop.add_feature_flags("a").deploy(beta, FeatureFlags())
    shop.add_feature_flags("b").deploy(beta, FeatureFlags(), deployment_strategy=fast)
    found = template()

    slow_id, fast_id = of_type(found, TYPE)
    used = [
        one["Properties"]["DeploymentStrategyId"] for one in of_type(found, DEPLOYMENT).values()
    ]
    assert used == [{"Ref": slow_id}, {"Ref": fast_id}]


@pytest.mark.parametrize("id", ["abc1234", "AppConfig.AllAtOnce"])
def test_one_that_exists_already_is_taken_by_its_id(
    stack: Stack, template: Callable[[], Template], id: str
) -> None:
    shop = Application(stack, "Shop")
    strategy = DeploymentStrategy.from_deployment_strategy_id(stack, "Imported", id)
    shop.add_feature_flags("flags").deploy(
        shop.add_environment("beta"), FeatureFlags(), deployment_strategy=strategy
    )
    found = template()

    assert only(found, DEPLOYMENT)["DeploymentStrategyId"] == id
    assert of_type(found, TYPE) == {}


def test_an_id_that_no_strategy_can_have_is_refused(stack: Stack) -> None:
    with pytest.raises(AppConfigError) as caught:
        DeploymentStrategy.from_deployment_strategy_id(stack, "Imported", "AppConfig.AllAtonce")

    assert str(caught.value) == (
        "deployment strategy Test/Imported: 1 error\n"
        "  APPCONFIG300 Test/Imported: there is no deployment strategy 'AppConfig.AllAtonce'\n"
        "      why: AppConfig answers 404 for a strategy that is neither predefined nor made in the "
        "account; an id is 'AppConfig.' and a name for a predefined strategy, or 4 to 7 lower-case "
        f"letters and digits ({API}API_StartDeployment.html)\n"
        "      fix: did you mean 'AppConfig.AllAtOnce'?"
    )
    assert stack.node.try_find_child("Imported") is None


def test_tags_of_the_app_reach_it(stack: Stack, template: Callable[[], Template]) -> None:
    DeploymentStrategy(stack, "Slow", deployment_duration=timedelta(0), growth_factor=100)
    Tags.of(stack.node.root).add("team", "shop")

    assert only(template(), TYPE)["Tags"] == [{"Key": "team", "Value": "shop"}]


def test_it_is_at_home_with_l1_and_l2(stack: Stack, template: Callable[[], Template]) -> None:
    strategy = DeploymentStrategy(
        stack, "Slow", deployment_duration=timedelta(0), growth_factor=100
    )
    application = appconfig.Application(stack, "L2", application_name="l2")
    environment: Any = appconfig.Environment(stack, "L2Env", application=application)
    appconfig.HostedConfiguration(
        stack,
        "L2Hosted",
        application=application,
        content=appconfig.ConfigurationContent.from_inline_text("x"),
        deploy_to=[environment],
        deployment_strategy=appconfig.DeploymentStrategy.from_deployment_strategy_id(
            stack,
            "L2Strategy",
            appconfig.DeploymentStrategyId.from_string(strategy.deployment_strategy_id),
        ),
    )
    found = template()

    [strategy_id] = of_type(found, TYPE)
    assert only(found, DEPLOYMENT)["DeploymentStrategyId"] == {"Ref": strategy_id}
    assert strategy.deployment_strategy_ref.deployment_strategy_id == (
        strategy.deployment_strategy_id
    )
    assert strategy.deployment_strategy_arn.endswith(
        f":deploymentstrategy/{strategy.deployment_strategy_id}"
    )
    assert (strategy.env.account, strategy.env.region) == (stack.account, stack.region)
