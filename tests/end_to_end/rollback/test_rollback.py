"""A resource that comes after a deployment fails, when AppConfig has already finished."""

from __future__ import annotations

import pytest
from aws_cdk import App, RemovalPolicy, Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import Application, FeatureFlags, Flag
from rig.account import Account, Build
from rig.cdk_cli import CdkCliError

OLD = {"one_click": {"enabled": False}}
NEW = {"one_click": {"enabled": True}}


def shop(
    *,
    one_click: bool,
    fails_afterwards: bool = False,
    revision: str | None = None,
    removal_policy: RemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
) -> Build:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        flags = FeatureFlags(Flag("one_click", enabled=one_click))
        features = shop.add_feature_flags("features", removal_policy=removal_policy)
        deployment = features.deploy(prod, flags, revision=revision)
        if fails_afterwards:
            late = l1.CfnApplication(stack, "Late", name="shop")
            late.node.add_dependency(deployment)

    return build


def test_the_new_data_stays_and_a_revision_repairs_it(account: Account) -> None:
    assert account.apply(shop(one_click=False)) == []

    with pytest.raises(CdkCliError, match="Application with name shop already exists"):
        account.deploy(shop(one_click=True, fails_afterwards=True))

    assert account.status("Shop") == "UPDATE_ROLLBACK_COMPLETE"
    assert account.served("shop", "prod", "features") == NEW
    assert list(account.versions("features")) == [1]

    assert "(no changes)" in account.deploy(shop(one_click=False))
    assert account.served("shop", "prod", "features") == NEW

    account.deploy(shop(one_click=False, revision="2"))

    assert account.served("shop", "prod", "features") == OLD
    assert account.deployments("prod") == [
        ("features", "1", "COMPLETE"),
        ("features", "2", "COMPLETE"),
        ("features", "1", "COMPLETE"),
    ]


@pytest.mark.parametrize(
    ("removal_policy", "status", "left"),
    [
        (RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, "ROLLBACK_COMPLETE", {}),
        (RemovalPolicy.DESTROY, "ROLLBACK_COMPLETE", {}),
        (RemovalPolicy.RETAIN, "ROLLBACK_FAILED", {"shop": ["features"]}),
    ],
    ids=["default", "destroy", "retain"],
)
def test_a_first_deployment_has_nothing_to_fall_back_to(
    account: Account, removal_policy: RemovalPolicy, status: str, left: dict[str, list[str]]
) -> None:
    build = shop(one_click=True, fails_afterwards=True, removal_policy=removal_policy)

    [failure, *_] = account.apply(build)

    assert failure.startswith("Application with name shop already exists")
    assert account.status("Shop") == status
    assert account.left() == left
