"""Bad input that the CDK's L2 takes without a word: what ours say, and where.

The rows are those of ``tests/data/coverage/l2.yaml``; ``tests/checks/test_l2.py`` shows what the
judge says of the L2 itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError, ConfigurationSource, FeatureFlags, JsonSchema

HERE = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm"
PORT = JsonSchema({"type": "object", "properties": {"port": {"type": "integer"}}})


class Shop:
    """A shop in a stack whose account and region are known."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = App(analytics_reporting=False, builtin_cloud_formation_validation=False)
        env: Any = {"account": "111111111111", "region": "eu-west-1"}
        self.stack = Stack(self.app, "Test", env=env)
        self.shop = ours.Application(self.stack, "Shop", application_name="shop")
        self.prod = self.shop.add_environment("prod")

    def flags(self, content: Any) -> None:
        self.shop.add_feature_flags("flags").deploy(self.prod, content)

    def freeform(self, content: Any, *validators: Any, **options: Any) -> None:
        self.shop.add_hosted_profile("limits", validators=validators).deploy(
            self.prod, content, **options
        )

    def file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def strategy(self, **numbers: Any) -> None:
        given = {"deployment_duration": timedelta(minutes=10), "growth_factor": 10, **numbers}
        ours.DeploymentStrategy(self.stack, "Slow", **given)

    def extension(self, **actions: Any) -> None:
        ours.Extension(self.stack, "Guard", actions=actions)

    def alarm(self, **options: Any) -> cloudwatch.Alarm:
        metric = cloudwatch.Metric(namespace="shop", metric_name="errors")
        return metric.create_alarm(
            self.stack, "Errors", threshold=1, evaluation_periods=1, **options
        )

    def said(self) -> list[str]:
        """Return the ids of what was warned of."""
        metadata = [
            str(entry.data)
            for construct in self.stack.node.find_all()
            for entry in construct.node.metadata
            if entry.type == "aws:cdk:warning"
        ]
        return re.findall(r"\[ack: cdk-appconfig:(APPCONFIG\d+)\]", "\n".join(metadata))


def six_alarms(a: Shop) -> None:
    for number in range(6):
        a.prod.add_monitor(f"{HERE}:{number}")


def same_alarm_twice(a: Shop) -> None:
    for _ in range(2):
        a.prod.add_monitor(f"{HERE}:errors")


def another_application(a: Shop) -> None:
    other = ours.Application(a.stack, "Other").add_environment("prod")
    a.shop.add_feature_flags("flags").deploy(other, FeatureFlags())


def another_region(a: Shop) -> None:
    env: Any = {"account": "111111111111", "region": "eu-central-1"}
    ours.FeatureFlagProfile(Stack(a.app, "Far", env=env), "flags", application=a.shop)


def twice(a: Shop) -> None:
    flags = a.shop.add_feature_flags("flags")
    flags.deploy(a.prod, FeatureFlags())
    flags.deploy(a.prod, FeatureFlags())


def required_parameter(a: Shop) -> None:
    ours.Extension(
        a.stack,
        "Guard",
        actions={"ON_DEPLOYMENT_START": sqs.Queue(a.stack, "Queue")},
        parameters={"team": ours.ExtensionParameter(required=True)},
    ).associate(a.shop, parameters={"team": ""})


def unversioned(a: Shop) -> None:
    source = ConfigurationSource.from_bucket(s3.Bucket(a.stack, "Bucket"), "a.json")
    a.shop.add_sourced_profile("prices", source=source)


def without_version(a: Shop) -> None:
    source = ConfigurationSource.from_parameter("limits")
    a.shop.add_sourced_profile("limits", source=source).deploy(a.prod)


def queue(a: Shop) -> Any:
    return sqs.Queue(a.stack, "Queue")


def no_time_for_alarms(a: Shop) -> None:
    at_once = ours.DeploymentStrategy(
        a.stack, "AtOnce", deployment_duration=timedelta(0), growth_factor=100
    )
    a.prod.add_monitor(f"{HERE}:errors")
    a.shop.add_feature_flags("flags").deploy(a.prod, FeatureFlags(), deployment_strategy=at_once)


def many_environments(a: Shop) -> None:
    for number in range(20):
        a.shop.add_environment(f"preview-{number}")


POINTS = [
    "ON_DEPLOYMENT_START",
    "ON_DEPLOYMENT_STEP",
    "ON_DEPLOYMENT_BAKING",
    "ON_DEPLOYMENT_COMPLETE",
    "ON_DEPLOYMENT_ROLLED_BACK",
    "PRE_START_DEPLOYMENT",
]
BAD = {"flags": {"Bad Key!": {"name": "x"}}, "values": {"ghost": {"enabled": "yes"}}}
ROWS: dict[str, tuple[Callable[[Shop], object], list[str]]] = {
    "C1": (lambda a: a.flags("This is my configuration content."), ["APPCONFIG024"]),
    "C2": (lambda a: a.flags('{"flags": {'), ["APPCONFIG024"]),
    "C3": (lambda a: a.flags(BAD), ["APPCONFIG025", "APPCONFIG010", "APPCONFIG027"]),
    "C4": (lambda a: a.freeform("{oops", content_type="application/json"), ["APPCONFIG106"]),
    "C5": (lambda a: a.freeform({"port": "eighty"}, PORT), ["APPCONFIG070"]),
    "C6": (lambda _: JsonSchema("this is not a schema"), ["APPCONFIG071"]),
    "C7": (
        lambda a: a.freeform({}, JsonSchema({"dependentRequired": {"a": ["b"]}, "if": {}})),
        ["APPCONFIG072", "APPCONFIG072"],
    ),
    "C8": (lambda a: a.freeform("text", PORT), ["APPCONFIG076"]),
    "C9": (lambda a: a.shop.add_feature_flags("f", validators=[PORT]), ["APPCONFIG422"]),  # type: ignore[list-item]
    "C10": (lambda a: a.freeform({}, PORT, PORT, PORT), ["APPCONFIG421"]),
    "C11": (lambda a: a.freeform({}, JsonSchema({"description": "x" * 33_000})), ["APPCONFIG074"]),
    "C12": (lambda a: a.freeform("x" * 3_000_000), ["APPCONFIG100"]),
    "C13": (lambda a: a.freeform(""), ["APPCONFIG102"]),
    "C14": (lambda a: a.shop.add_environment("x" * 100), ["APPCONFIG201"]),
    "C18": (six_alarms, ["APPCONFIG210"]),
    "C19": (same_alarm_twice, ["APPCONFIG212"]),
    "C20": (lambda a: a.strategy(growth_factor=250), ["APPCONFIG331"]),
    "C21": (lambda a: a.strategy(final_bake_time=Duration.seconds(90)), ["APPCONFIG330"]),
    "C22": (
        lambda a: a.extension(**dict.fromkeys(POINTS, queue(a))),
        ["APPCONFIG404", "APPCONFIG408"],
    ),
    "C23": (lambda a: a.extension(PRE_START_DEPLOYMENT=queue(a)), ["APPCONFIG408"]),
    "C24": (
        lambda a: a.extension(ON_DEPLOYMENT_START=events.EventBus(a.stack, "Bus")),
        ["APPCONFIG409"],
    ),
    "C25": (unversioned, ["APPCONFIG436"]),
    "C27": (without_version, ["APPCONFIG437"]),
    "C31": (another_application, ["APPCONFIG301"]),
    "C32": (another_region, ["APPCONFIG286"]),
    "C33": (
        lambda a: ours.Application(a.stack, "Other", application_name="shop"),
        ["APPCONFIG204"],
    ),
    "C34": (lambda a: a.shop.add_environment("other", environment_name="prod"), ["APPCONFIG200"]),
    "C35": (twice, ["APPCONFIG302"]),
    "C37": (
        lambda a: a.shop.add_environment("b", deployment_strategy="AppConfig.AllAtOnse"),
        ["APPCONFIG300"],
    ),
    "C38": (
        lambda a: a.prod.add_monitor(HERE.replace("west", "north") + ":errors"),
        ["APPCONFIG213"],
    ),
    "C39": (lambda a: a.prod.add_monitor(a.alarm()), ["APPCONFIG214"]),
    "C40": (
        lambda a: a.prod.add_monitor(a.alarm(actions_enabled=False)),
        ["APPCONFIG214", "APPCONFIG215"],
    ),
    "C41": (no_time_for_alarms, ["APPCONFIG365"]),
    "C43": (many_environments, ["APPCONFIG296"]),
    "C44": (required_parameter, ["APPCONFIG416"]),
    "C45": (lambda a: a.freeform({"password": "tr0ub4dor&3"}), ["APPCONFIG155"]),
    "C46": (lambda a: a.freeform(a.file("a.bin", b"\xff\xfe\x00")), ["APPCONFIG103"]),
}


@pytest.mark.once
@pytest.mark.parametrize("row", ROWS)
def test_ours_say_it_at_the_users_line(tmp_path: Path, row: str) -> None:
    build, expected = ROWS[row]
    shop = Shop(tmp_path)

    try:
        build(shop)
    except AppConfigError as error:
        found = [finding.id for finding in error.findings]
    else:
        found = shop.said()

    assert found == expected
