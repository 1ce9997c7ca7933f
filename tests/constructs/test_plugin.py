from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import (
    Acknowledgment,
    Annotations,
    App,
    CfnResource,
    Environment,
    NestedStack,
    Stack,
    Stage,
    Validations,
)
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk.assertions import Annotations as Annotated
from aws_cdk.assertions import Match, Template
from aws_cdk.cloudformation_include import CfnInclude

from cdk_appconfig import AppConfigChecks, Application, DeploymentStrategy, FeatureFlags
from cdk_appconfig import Environment as Watched

ALARM = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors"
TOO_LONG = "x" * 65


@pytest.fixture
def app(tmp_path: Path) -> App:
    app = App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False)
    Validations.of(app).add_plugins(AppConfigChecks())
    return app


def report(app: App) -> dict[str, Any]:
    """Return what the CDK reports of the plugin; of one that found nothing it reports nothing."""
    text = Path(app.outdir, "validation-report.json").read_text()
    reports = {one["pluginName"]: one for one in json.loads(text)["pluginReports"]}
    return dict(reports.get("cdk-appconfig", {"violations": []}))


def found(app: App) -> list[tuple[str, str, str]]:
    """Return id, severity and construct path of everything in the report."""
    return [
        (violation["ruleName"], violation["severity"], construct["constructPath"])
        for violation in report(app)["violations"]
        for construct in violation["violatingConstructs"]
    ]


def is_printed(text: str, capfd: pytest.CaptureFixture[str]) -> bool:
    """Tell whether the CDK prints a text; what it prints comes from its own process, later."""
    printed, late = "", time.monotonic() + 10
    while text not in printed and time.monotonic() < late:
        time.sleep(0.01)
        printed += capfd.readouterr().err
    return text in printed


def add_strategy_too_slow(stack: Stack, id: str = "Slow") -> None:
    """Add what AWS takes and people regret: longer than CloudFormation waits."""
    appconfig.CfnDeploymentStrategy(
        stack,
        id,
        name=id,
        deployment_duration_in_minutes=1440,
        final_bake_time_in_minutes=60,
        growth_factor=10,
        replicate_to="NONE",
    )


def test_an_error_in_an_l1_stops_the_synthesis_and_names_the_construct(app: App) -> None:
    appconfig.CfnApplication(Stack(app, "Test"), "Shop", name=TOO_LONG)

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()

    assert found(app) == [("APPCONFIG201", "error", "Test/Shop")]
    [violation] = report(app)["violations"]
    assert violation["suggestedFix"] == "use 1 to 64 characters"
    assert violation["description"] == (
        "Test/Shop.Name: the name of the application has 65 characters: the name of an application, "
        "an environment or a deployment strategy has 1 to 64 characters, that of a configuration "
        "profile 1 to 128 (https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
        "API_CreateEnvironment.html)"
    )


def test_a_warning_is_printed_and_does_not_stop(
    app: App, capfd: pytest.CaptureFixture[str]
) -> None:
    add_strategy_too_slow(Stack(app, "Test"))

    app.synth()

    assert found(app) == [("APPCONFIG333", "warning", "Test/Slow")]
    assert is_printed("cdk-appconfig::APPCONFIG333", capfd)


def test_it_judges_what_the_l2_and_included_templates_make(app: App, tmp_path: Path) -> None:
    included = tmp_path / "shop.json"
    shop = {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "shop"}}
    included.write_text(json.dumps({"Resources": {"Included": shop}}))
    stack = Stack(app, "Test")
    CfnInclude(stack, "Template", template_file=str(included))
    appconfig.Application(stack, "L2", application_name="shop")

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()

    [(id, severity, _)] = found(app)
    assert (id, severity) == ("APPCONFIG204", "error")


def test_it_judges_nested_stacks_and_stages_as_one_app(app: App) -> None:
    appconfig.CfnApplication(NestedStack(Stack(app, "Test"), "Nested"), "Shop", name=TOO_LONG)
    stage = Stage(app, "Prod", env=Environment(account="111111111111", region="eu-west-1"))
    appconfig.CfnApplication(Stack(stage, "Stack"), "Shop", name=TOO_LONG)

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()

    assert {one for one in found(app) if one[0] == "APPCONFIG201"} == {
        ("APPCONFIG201", "error", "Prod/Stack/Shop"),
        ("APPCONFIG201", "error", "Test/Nested/Shop"),
    }


def watched_by_an_alarm_without_data(app: App) -> tuple[Watched, Stack]:
    stack = Stack(app, "Test")
    environment = Application(stack, "Shop").add_environment("prod")
    metric = cloudwatch.Metric(namespace="shop", metric_name="errors")
    environment.add_monitor(
        cloudwatch.Alarm(stack, "Alarm", metric=metric, threshold=1, evaluation_periods=1)
    )
    return environment, stack


@pytest.mark.parametrize("acknowledged", [False, True])
def test_what_a_construct_warns_of_is_not_said_twice(app: App, *, acknowledged: bool) -> None:
    environment, stack = watched_by_an_alarm_without_data(app)
    if acknowledged:
        Annotations.of(environment).acknowledge_warning("cdk-appconfig:APPCONFIG214")
    app.synth()
    warnings = Annotated.from_stack(stack).find_warning("*", Match.any_value())

    assert ["[ack: cdk-appconfig:APPCONFIG214]" in str(each.entry.data) for each in warnings] == (
        [] if acknowledged else [True]
    )
    assert found(app) == []


def without_bake_time(stack: Stack, *, monitor_first: bool) -> None:
    shop = Application(stack, "Shop")
    at_once = DeploymentStrategy(
        stack, "AtOnce", deployment_duration=timedelta(0), growth_factor=100
    )
    prod = shop.add_environment("prod", deployment_strategy=at_once)
    flags = shop.add_feature_flags("flags")
    if monitor_first:
        prod.add_monitor(ALARM)
    flags.deploy(prod, FeatureFlags())
    if not monitor_first:
        prod.add_monitor(ALARM)


def twenty_three_environments(stack: Stack) -> None:
    shop = Application(stack, "Shop")
    for number in range(23):
        shop.add_environment(f"preview-{number}")


def hundred_and_one_profiles(stack: Stack) -> None:
    shop = Application(stack, "Shop")
    for number in range(101):
        shop.add_hosted_profile(f"profile-{number}")


def password_in_two_environments(stack: Stack) -> None:
    shop = Application(stack, "Shop")
    environments = [shop.add_environment("beta"), shop.add_environment("prod")]
    content = {"password": "tr0ub4dor&3"}
    shop.add_hosted_profile("limits").deploy(environments, content)


@pytest.mark.parametrize(
    ("build", "place", "text"),
    [
        (
            partial(without_bake_time, monitor_first=True),
            "/Test/Shop/flags",
            "the deployment is complete at once, without a bake time for the alarms of "
            "Test/Shop/prod: ",
        ),
        (
            partial(without_bake_time, monitor_first=False),
            "/Test/Shop/flags",
            "the deployment is complete at once, without a bake time for the alarms of "
            "Test/Shop/prod: ",
        ),
        (
            twenty_three_environments,
            "/Test/Shop/preview-20",
            "the application has 21 environments: ",
        ),
        (
            hundred_and_one_profiles,
            "/Test/Shop/profile-100",
            "the application has 101 configuration profiles: ",
        ),
        (
            password_in_two_environments,
            "/Test/Shop/limits",
            "the content holds what looks like a password, 'pass…': ",
        ),
    ],
    ids=["alarm, then deployment", "deployment, then alarm", "environments", "profiles", "secret"],
)
def test_what_constructs_find_among_themselves_is_said_once_and_by_them(
    app: App, build: Callable[[Stack], None], place: str, text: str
) -> None:
    build(stack := Stack(app, "Test"))
    app.synth()
    [warning] = Annotated.from_stack(stack).find_warning("*", Match.any_value())

    assert (warning.id, str(warning.entry.data)[: len(text)]) == (place, text)
    assert found(app) == []


def test_strategies_of_others_and_environments_without_alarms_are_left_to_the_plugin(
    app: App,
) -> None:
    stack = Stack(app, "Test")
    shop = Application(stack, "Shop")
    flags = shop.add_feature_flags("flags")
    l1 = appconfig.CfnDeploymentStrategy(
        stack,
        "L1",
        name="L1",
        deployment_duration_in_minutes=0,
        growth_factor=100,
        replicate_to="NONE",
    )
    minute = DeploymentStrategy(
        stack,
        "Minute",
        deployment_duration=timedelta(0),
        growth_factor=100,
        final_bake_time=timedelta(minutes=1),
    )
    flags.deploy(shop.add_environment("calm"), FeatureFlags(), deployment_strategy=l1)
    for id, strategy in (("baked", minute), ("prod", l1)):
        watched = shop.add_environment(id)
        watched.add_monitor(ALARM)
        flags.deploy(watched, FeatureFlags(), deployment_strategy=strategy)
    app.synth()

    Annotated.from_stack(stack).has_no_warning("*", Match.any_value())
    assert found(app) == [("APPCONFIG365", "warning", "Test/Shop/flags/Deployment-prod/Resource")]


def test_what_no_construct_warned_of_is_said_beside_it(app: App) -> None:
    environment, stack = watched_by_an_alarm_without_data(app)
    silent = cloudwatch.CfnAlarm(
        stack, "L1", comparison_operator="GreaterThanThreshold", evaluation_periods=1
    )
    environment.add_monitor(silent.attr_arn)
    app.synth()
    [violation] = report(app)["violations"]

    assert violation["ruleName"] == "APPCONFIG214"
    assert violation["description"].startswith(
        "Test/Shop/prod.Monitors[1].AlarmArn: the alarm Test/L1 does not say how it treats missing"
    )


def test_an_app_with_stages_only_is_judged(app: App) -> None:
    appconfig.CfnApplication(Stack(Stage(app, "Prod"), "Stack"), "Shop", name=TOO_LONG)

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()

    assert found(app) == [("APPCONFIG201", "error", "Prod/Stack/Shop")]


@pytest.mark.once  # the oldest CDK takes an acknowledgment of one construct for the whole app
def test_a_finding_can_be_acknowledged_at_one_construct(app: App) -> None:
    stack = Stack(app, "Test")
    add_strategy_too_slow(stack, "Slow")
    add_strategy_too_slow(stack, "Slower")
    acknowledgment = Acknowledgment(id="cdk-appconfig::APPCONFIG333", reason="it may wait")
    Validations.of(stack.node.find_child("Slow")).acknowledge(acknowledgment)

    app.synth()

    assert found(app) == [("APPCONFIG333", "warning", "Test/Slower")]
    [suppressed] = report(app)["suppressedViolations"]
    assert suppressed["ruleName"] == "APPCONFIG333"
    assert "it may wait" in json.dumps(suppressed)


def test_an_error_can_be_acknowledged_with_a_reason(app: App) -> None:
    stack = Stack(app, "Test")
    appconfig.CfnApplication(stack, "Shop", name=TOO_LONG)
    acknowledgment = Acknowledgment(id="cdk-appconfig::APPCONFIG201", reason="a test")
    Validations.of(stack).acknowledge(acknowledgment)

    app.synth()

    assert found(app) == []


def test_what_it_cannot_know_stays_silent(app: App) -> None:
    stack = Stack(app, "Test")
    CfnResource(
        stack,
        "Shop",
        type="AWS::AppConfig::Application",
        properties={"Name": {"Fn::If": ["Known", TOO_LONG, "shop"]}},
    )
    CfnResource(stack, "Topic", type="AWS::SNS::Topic")

    app.synth()

    assert found(app) == []


def test_it_speaks_in_assertions_as_well(app: App) -> None:
    stack = Stack(app, "Test")
    appconfig.CfnApplication(stack, "Shop", name=TOO_LONG)

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        Template.from_stack(stack)


def test_an_app_without_appconfig_is_left_alone(app: App) -> None:
    Stack(app, "Test")

    app.synth()

    assert found(app) == []
