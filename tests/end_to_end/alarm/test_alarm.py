"""An alarm goes off while the second of two environments is being deployed to."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch

from cdk_appconfig import Application, DeploymentStrategy, FeatureFlags, Flag
from rig.account import Account, Build
from rig.cdk_cli import CdkCliError

ALARM = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors"


def shop(*, one_click: bool, bake: Duration) -> Build:
    """Return an app that deploys to beta at once, and then to prod with a bake time."""

    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        watched = DeploymentStrategy(
            stack,
            "Watched",
            deployment_duration=Duration.minutes(0),
            growth_factor=100,
            final_bake_time=bake,
        )
        beta = shop.add_environment("beta", deployment_strategy="AppConfig.AllAtOnce")
        prod = shop.add_environment("prod", deployment_strategy=watched)
        metric = cloudwatch.Metric(namespace="Shop", metric_name="errors")
        prod.add_monitor(
            cloudwatch.Alarm(
                stack,
                "Errors",
                alarm_name="errors",
                metric=metric,
                threshold=1,
                evaluation_periods=1,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
        )
        flags = FeatureFlags(Flag("one_click", enabled=one_click))
        shop.add_feature_flags("features").deploy([beta, prod], flags)

    return build


def set_off_alarm_during_second_deployment(account: Account, failed: threading.Event) -> None:
    while not failed.is_set():
        deployments = account.deployments("prod")
        if len(deployments) == 2 and deployments[-1][2] in ("DEPLOYING", "BAKING"):
            account.client("cloudwatch").set_alarm_state(
                AlarmName="errors", StateValue="ALARM", StateReason="a test"
            )
            return
        time.sleep(0.02)


def test_the_first_environment_keeps_the_new_data_and_the_second_the_old(
    account: Account,
) -> None:
    assert account.apply(shop(one_click=False, bake=Duration.minutes(0))) == []

    over = threading.Event()
    with ThreadPoolExecutor() as pool:
        alarm = pool.submit(set_off_alarm_during_second_deployment, account, over)
        try:
            with pytest.raises(CdkCliError, match="Deployment 2 was rolled back"):
                account.deploy(shop(one_click=True, bake=Duration.hours(12)))
        finally:
            over.set()
        alarm.result()

    assert account.failures("Shop") == [
        f"Deployment 2 was rolled back: Rollback initiated by {ALARM} "
        "(Service: AppConfig, Status Code: 400)"
    ]
    assert account.status("Shop") == "UPDATE_ROLLBACK_COMPLETE"
    assert account.served("shop", "beta", "features") == {"one_click": {"enabled": True}}
    assert account.served("shop", "prod", "features") == {"one_click": {"enabled": False}}
    assert account.deployments("beta") == [
        ("features", "1", "COMPLETE"),
        ("features", "2", "COMPLETE"),
    ]
    assert account.deployments("prod") == [
        ("features", "1", "COMPLETE"),
        ("features", "2", "ROLLED_BACK"),
    ]
    stored = [json.loads(content)["values"] for content in account.versions("features").values()]
    assert stored == [{"one_click": {"enabled": False}}], "what beta serves is stored nowhere"
