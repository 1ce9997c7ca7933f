from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import pytest

from rig.captured import rows
from rig.probe import Probe, refused

ROWS = rows("deployments")
DELETION = rows("deletion")
LONG = {"duration": 1440}


@dataclass(frozen=True)
class Shop:
    """An application with an environment and a flag profile that has one version."""

    aws: Probe
    application: str
    environment: str
    profile: str

    def start(self, strategy: str, version: object = 1) -> Any:
        return self.aws.start(self.application, self.environment, self.profile, version, strategy)

    def state(self, number: int) -> str:
        state: str = self.aws.control.get_deployment(
            ApplicationId=self.application, EnvironmentId=self.environment, DeploymentNumber=number
        )["State"]
        return state

    def stop(self, number: int = 1, **more: Any) -> Any:
        return self.aws.control.stop_deployment(
            ApplicationId=self.application,
            EnvironmentId=self.environment,
            DeploymentNumber=number,
            **more,
        )


@pytest.fixture
def shop(aws: Probe) -> Shop:
    application = aws.application()
    profile = aws.flags(application)
    aws.version(application, profile, {"version": "1"})
    return Shop(aws, application, aws.environment(application), profile)


def test_a_version_that_does_not_exist(shop: Shop) -> None:
    other = shop.aws.flags(shop.application, "other")
    row = ROWS["deploy-version-missing"]
    row = {**row, "message": row["message"].replace("flags", "other")}

    with refused(row):
        shop.aws.start(shop.application, shop.environment, other, 1, "AppConfig.AllAtOnce")


def test_a_label_stands_for_its_version(shop: Shop) -> None:
    shop.aws.version(
        shop.application, shop.profile, {"version": "1", "flags": {"a": {}}}, VersionLabel="two"
    )

    assert shop.start(shop.aws.strategy(), "two")["ConfigurationVersion"] == "2"
    with refused(ROWS["validate-label-missing"]):
        shop.aws.control.validate_configuration(
            ApplicationId=shop.application,
            ConfigurationProfileId=shop.profile,
            ConfigurationVersion="missing-label",
        )


def test_without_duration_and_bake_it_is_complete_at_once(shop: Shop) -> None:
    row = ROWS["deploy-instant"]["input"]
    strategy = shop.aws.strategy(
        duration=row["DeploymentDurationInMinutes"], bake=row["FinalBakeTimeInMinutes"]
    )

    assert shop.start(strategy)["State"] == "COMPLETE"


def test_a_bake_time_passes(shop: Shop) -> None:
    strategy = ROWS["deploy-bake"]["input"]["DeploymentStrategyId"]

    assert shop.start(strategy)["State"] in ("DEPLOYING", "BAKING")
    time.sleep(0.15)  # ten minutes and a half
    assert shop.state(1) == "COMPLETE"


def test_one_at_a_time(shop: Shop) -> None:
    strategy = shop.aws.strategy(**LONG)
    shop.start(strategy)

    with refused(ROWS["cal-deploy-in-progress"]):
        shop.start(strategy)


def test_what_is_in_flight_is_not_deleted(shop: Shop) -> None:
    shop.start(shop.aws.strategy(**LONG))

    with refused(DELETION["cal-delete-while-deploying"]):
        shop.aws.control.delete_environment(
            ApplicationId=shop.application, EnvironmentId=shop.environment
        )
    shop.stop()
    shop.aws.control.delete_environment(
        ApplicationId=shop.application, EnvironmentId=shop.environment
    )


def test_stopping_in_the_bake_time(shop: Shop) -> None:
    assert ROWS["stop-baking"]["verdict"] == "accept"
    shop.start(shop.aws.strategy(bake=1440))
    assert shop.state(1) == "BAKING"

    assert shop.stop()["State"] == "ROLLED_BACK"
    assert ROWS["deploy-same-version-again"]["verdict"] == "accept"
    assert shop.start("AppConfig.AllAtOnce")["DeploymentNumber"] == 2


def test_stopping_a_completed_one(shop: Shop) -> None:
    shop.start(shop.aws.strategy())
    row = ROWS["stop-complete"]
    message = row["message"].replace("wb325or", shop.application)

    with refused({**row, "message": message.replace("wy8y1eh", shop.environment)}):
        shop.stop()
    assert ROWS["stop-complete-revert"]["verdict"] == "accept"
    answer = shop.stop(AllowRevert=True)
    assert (answer["State"], answer["PercentageComplete"]) == ("REVERTED", 0)


def test_cloudformation_waits(shop: Shop) -> None:
    begin = time.monotonic()

    failures = shop.aws.create_stack({"D": deployment(shop, shop.aws.strategy(duration=60))})

    assert failures == []
    assert time.monotonic() - begin > 0.6
    assert shop.state(1) == "COMPLETE"


def test_cloudformation_does_not_wait_for_one_that_somebody_else_started(shop: Shop) -> None:
    shop.start(shop.aws.strategy(**LONG))

    [failure] = shop.aws.create_stack({"D": deployment(shop, "AppConfig.AllAtOnce")})

    assert failure == (
        f"Deployment 1 is already in progress in environment {shop.environment}. "
        "(Service: AppConfig, Status Code: 409)"
    )


def test_one_that_is_stopped_fails_its_resource(shop: Shop) -> None:
    resources = {"D": deployment(shop, shop.aws.strategy(**LONG))}
    shop.aws.start_stack(resources)
    while not shop.aws.control.list_deployments(
        ApplicationId=shop.application, EnvironmentId=shop.environment
    )["Items"]:
        time.sleep(0.02)
    shop.stop()

    [failure] = shop.aws.failures()

    assert failure.startswith("Deployment 1 was rolled back: Rollback initiated by ")


def test_deleting_a_deployment_leaves_what_is_served(shop: Shop) -> None:
    shop.aws.create_stack({"D": deployment(shop, "AppConfig.AllAtOnce")})
    shop.aws.cloudformation.delete_stack(StackName="Test")
    shop.aws.control.delete_hosted_configuration_version(
        ApplicationId=shop.application, ConfigurationProfileId=shop.profile, VersionNumber=1
    )

    assert shop.state(1) == "COMPLETE"
    assert shop.aws.served(shop.application, shop.environment, shop.profile) == b"{}"


def deployment(shop: Shop, strategy: str) -> dict[str, Any]:
    return {
        "Type": "AWS::AppConfig::Deployment",
        "Properties": {
            "ApplicationId": shop.application,
            "EnvironmentId": shop.environment,
            "ConfigurationProfileId": shop.profile,
            "ConfigurationVersion": "1",
            "DeploymentStrategyId": strategy,
        },
    }
