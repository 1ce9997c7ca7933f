"""What goes wrong with the L2, judged as the L2 writes it: the rows of tests/data/coverage/l2.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from aws_cdk import App, Duration, Environment, Stack
from aws_cdk import aws_appconfig as l2
from aws_cdk import aws_cloudwatch as cw
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from cdk_appconfig.checks.judge import judge

Build: TypeAlias = Callable[[Stack], Any]

FLAGS = l2.ConfigurationType.FEATURE_FLAGS
IGNORE = cw.TreatMissingData.IGNORE
START = l2.ActionPoint.ON_DEPLOYMENT_START
AT_ONCE = l2.RolloutStrategy.linear(growth_factor=100, deployment_duration=Duration.minutes(0))
TWO_DAYS = l2.RolloutStrategy.linear(growth_factor=250, deployment_duration=Duration.days(2))
NO_STRATEGY = l2.DeploymentStrategyId.from_string("AppConfig.AllAtOnse")
SIX_POINTS = [point for point in l2.ActionPoint if point is not START][:6]


def json(text: str) -> l2.ConfigurationContent:
    return l2.ConfigurationContent.from_inline_json(text)


def text(text: str) -> l2.ConfigurationContent:
    return l2.ConfigurationContent.from_inline_text(text)


def schema(text: str) -> Any:
    return l2.JsonSchemaValidator.from_inline(text)


def alarm(stack: Stack, id: str = "Alarm", **properties: Any) -> l2.Monitor:
    metric = cw.Metric(namespace="shop", metric_name="errors")
    return l2.Monitor.from_cloud_watch_alarm(
        cw.Alarm(stack, id, metric=metric, threshold=1, evaluation_periods=1, **properties)
    )


def watched(stack: Stack, *monitors: l2.Monitor) -> l2.Environment:
    application = l2.Application(stack, "Shop")
    return l2.Environment(stack, "Prod", application=application, monitors=list(monitors))


def deployed(content: l2.ConfigurationContent, **properties: Any) -> Build:
    """Return what deploys content to one environment."""

    def build(stack: Stack) -> None:
        environment = watched(stack)
        l2.HostedConfiguration(
            stack,
            "Config",
            application=environment.application,  # type: ignore[arg-type]
            deploy_to=[environment],  # pyright: ignore[reportArgumentType]
            content=content,
            **properties,
        )

    return build


def sourced(*, versioned: bool, **properties: Any) -> Build:
    """Return what reads an object of a bucket."""

    def build(stack: Stack) -> None:
        bucket = s3.Bucket(stack, "Bucket", versioned=versioned)
        l2.SourcedConfiguration(
            stack,
            "Config",
            application=l2.Application(stack, "Shop"),
            location=l2.ConfigurationSource.from_bucket(bucket, "prod.json"),
            **properties,
        )

    return build


def function(stack: Stack) -> lambda_.Function:
    code = lambda_.Code.from_inline("def handler(event, context): ...")
    runtime = lambda_.Runtime.PYTHON_3_12
    return lambda_.Function(stack, "Function", runtime=runtime, handler="index.handler", code=code)


def six_points(stack: Stack) -> None:
    destination = l2.LambdaDestination(function(stack))  # pyright: ignore[reportArgumentType]
    action = l2.Action(action_points=SIX_POINTS, event_destination=destination)
    l2.Extension(stack, "Extension", actions=[action])


def queue_before_a_deployment(stack: Stack) -> None:
    queue = sqs.Queue(stack, "Queue")
    l2.Application(stack, "Shop").pre_start_deployment(l2.SqsDestination(queue))


def custom_bus(stack: Stack) -> None:
    bus = events.EventBus(stack, "Bus")
    l2.Application(stack, "Shop").on_deployment_start(l2.EventBridgeDestination(bus))  # type: ignore[arg-type]


def other_application(stack: Stack) -> None:
    environment = watched(stack)
    l2.HostedConfiguration(
        stack,
        "Config",
        application=l2.Application(stack, "Other"),
        deploy_to=[environment],  # pyright: ignore[reportArgumentType]
        content=json("{}"),
    )


def names_twice(stack: Stack) -> None:
    application = l2.Application(stack, "Shop", application_name="shop")
    for id in ("Prod", "Test"):
        l2.Environment(stack, id, application=application, environment_name="prod")
    l2.Application(stack, "Other", application_name="shop")


def unknown_strategy(stack: Stack) -> None:
    strategy = l2.DeploymentStrategy.from_deployment_strategy_id(stack, "Strategy", NO_STRATEGY)
    deployed(json("{}"), deployment_strategy=strategy)(stack)


def no_time_for_alarms(stack: Stack) -> None:
    environment = watched(stack, alarm(stack, treat_missing_data=IGNORE))
    l2.HostedConfiguration(
        stack,
        "Config",
        application=environment.application,  # type: ignore[arg-type]
        deploy_to=[environment],  # pyright: ignore[reportArgumentType]
        content=json("{}"),
        deployment_strategy=l2.DeploymentStrategy(stack, "S", rollout_strategy=AT_ONCE),
    )


def one_alarm_twice(stack: Stack) -> None:
    monitor = alarm(stack, treat_missing_data=IGNORE)
    watched(stack, monitor, monitor)


def six_alarms(stack: Stack) -> None:
    watched(stack, *(alarm(stack, f"A{i}", treat_missing_data=IGNORE) for i in range(6)))


def many_configurations(count: int, *, deploy: bool) -> Build:
    def build(stack: Stack) -> None:
        environment = watched(stack)
        for index in range(count):
            l2.HostedConfiguration(
                stack,
                f"Config{index}",
                application=environment.application,  # type: ignore[arg-type]
                content=json("{}"),
                deploy_to=[environment] if deploy else None,  # pyright: ignore[reportArgumentType]
            )

    return build


def many_environments(stack: Stack) -> None:
    application = l2.Application(stack, "Shop")
    for index in range(21):
        l2.Environment(stack, f"Env{index}", application=application)


def value_missing(stack: Stack) -> None:
    destination = l2.SqsDestination(sqs.Queue(stack, "Queue"))
    action = l2.Action(action_points=[START], event_destination=destination)
    parameters = [l2.Parameter.required("topic", "")]
    extension = l2.Extension(stack, "Extension", actions=[action], parameters=parameters)
    l2.Application(stack, "Shop").add_extension(extension)


def reader_and_its_alarm(stack: Stack) -> None:
    reader = function(stack)
    errors = reader.metric_errors().create_alarm(
        stack, "Errors", threshold=1, evaluation_periods=1, treat_missing_data=IGNORE
    )
    watched(stack, l2.Monitor.from_cloud_watch_alarm(errors)).grant_read_config(reader)


def function_validator(stack: Stack) -> None:
    validator = l2.LambdaValidator.from_function(function(stack))
    deployed(json("{}"), validators=[validator])(stack)


NEWER = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "dependentRequired": {}}'
PORT = '{"properties": {"port": {"type": "integer"}}}'
ROWS: Mapping[str, tuple[Build, list[str]]] = {
    "C1": (deployed(text("plain"), type=FLAGS), ["APPCONFIG024", "APPCONFIG154"]),
    "C2": (deployed(json('{"flags": {'), type=FLAGS), ["APPCONFIG024"]),
    "C3": (
        deployed(json('{"flags": {"Bad!": {}}, "values": {"x": {"enabled": "yes"}}}'), type=FLAGS),
        ["APPCONFIG025", "APPCONFIG010", "APPCONFIG065", "APPCONFIG027"],
    ),
    "C4": (deployed(json("{oops")), ["APPCONFIG106"]),
    "C5": (deployed(json('{"port": "x"}'), validators=[schema(PORT)]), ["APPCONFIG070"]),
    "C6": (deployed(json("{}"), validators=[schema("no schema")]), ["APPCONFIG071"]),
    "C7": (deployed(json("{}"), validators=[schema(NEWER)]), ["APPCONFIG072"]),
    "C9": (
        deployed(json('{"version": "1"}'), type=FLAGS, validators=[schema("{}")]),
        ["APPCONFIG422"],
    ),
    "C10": (deployed(json("{}"), validators=[schema("{}")] * 3), ["APPCONFIG421"]),
    "C13": (deployed(text("")), ["APPCONFIG102"]),
    "C15": (deployed(json("{}"), description="Größe"), ["APPCONFIG160"]),
    "C16": (deployed(json("{}"), version_label="42"), ["APPCONFIG161"]),
    "C17": (deployed(json("{}"), version_label="v1"), ["APPCONFIG163"]),
    "C18": (six_alarms, ["APPCONFIG210"]),
    "C19": (one_alarm_twice, ["APPCONFIG212"]),
    "C20": (
        lambda stack: l2.DeploymentStrategy(stack, "S", rollout_strategy=TWO_DAYS),
        ["APPCONFIG330", "APPCONFIG333", "APPCONFIG331"],
    ),
    "C22": (six_points, ["APPCONFIG404"]),
    "C23": (queue_before_a_deployment, ["APPCONFIG408"]),
    "C24": (custom_bus, ["APPCONFIG409"]),
    "C25": (sourced(versioned=False), ["APPCONFIG436"]),
    "C29": (sourced(versioned=True, type=FLAGS), ["APPCONFIG432"]),
    "C31": (other_application, ["APPCONFIG301"]),
    "C33": (names_twice, ["APPCONFIG200", "APPCONFIG204"]),
    "C37": (unknown_strategy, ["APPCONFIG300"]),
    "C39": (lambda stack: watched(stack, alarm(stack)), ["APPCONFIG214"]),
    "C40": (
        lambda stack: watched(
            stack, alarm(stack, actions_enabled=False, treat_missing_data=IGNORE)
        ),
        ["APPCONFIG215"],
    ),
    "C41": (no_time_for_alarms, ["APPCONFIG365"]),
    "C42": (many_configurations(21, deploy=False), ["APPCONFIG295"]),
    "C43": (many_environments, ["APPCONFIG296"]),
    "C44": (value_missing, ["APPCONFIG414"]),
    "C45": (deployed(json('{"password": "tr0ub4dor&3"}')), ["APPCONFIG155"]),
    "C47": (deployed(text("\ufeff{}")), ["APPCONFIG152"]),
    "C50": (reader_and_its_alarm, ["APPCONFIG290"]),
    "C52": (many_configurations(10, deploy=True), ["APPCONFIG368"]),
    "C60": (function_validator, ["APPCONFIG140"]),
    "nothing": (deployed(json('{"port": 80}'), validators=[schema(PORT)]), []),
}


@pytest.mark.parametrize(("build", "expected"), ROWS.values(), ids=ROWS.keys())
def test_what_the_l2_lets_through_is_found(
    build: Build, expected: list[str], tmp_path: Path
) -> None:
    app = App(outdir=str(tmp_path))
    build(Stack(app, "Shop"))
    app.synth()

    assert [finding.id for finding in judge(tmp_path)] == expected


def test_an_application_of_another_place_is_found(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    here = Environment(account="111111111111", region="eu-west-1")
    there = Environment(account="222222222222", region="us-east-1")
    environment = watched(Stack(app, "Here", env=here))
    l2.HostedConfiguration(
        Stack(app, "There", env=there),
        "Config",
        application=environment.application,  # type: ignore[arg-type]
        deploy_to=[environment],  # pyright: ignore[reportArgumentType]
        content=json("{}"),
    )
    app.synth()
    found = {
        (finding.id, finding.resource.stack.name, finding.message) for finding in judge(tmp_path)
    }

    assert found == {
        ("APPCONFIG286", "There", "Here/Shop is in another account and region"),
        ("APPCONFIG286", "There", "Here/Prod is in another account and region"),
    }
