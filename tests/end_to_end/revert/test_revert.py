"""Deploy, change, and go back to the first content."""

from __future__ import annotations

import pytest
from aws_cdk import App, RemovalPolicy, Stack

from cdk_appconfig import Application, FeatureFlags, Flag
from rig.account import Account, Build


def shop(*, one_click: bool, removal_policy: RemovalPolicy) -> Build:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        features = shop.add_feature_flags("features", removal_policy=removal_policy)
        features.deploy(prod, FeatureFlags(Flag("one_click", enabled=one_click)))

    return build


@pytest.mark.parametrize(
    ("removal_policy", "stored"),
    [(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, [1, 2, 3]), (RemovalPolicy.DESTROY, [3])],
    ids=["default", "destroy"],
)
def test_the_first_content_again_is_a_version_of_its_own(
    account: Account, removal_policy: RemovalPolicy, stored: list[int]
) -> None:
    for one_click in (False, True):
        assert account.apply(shop(one_click=one_click, removal_policy=removal_policy)) == []

    account.deploy(shop(one_click=False, removal_policy=removal_policy))

    assert account.served("shop", "prod", "features") == {"one_click": {"enabled": False}}
    assert [version for _, version, _ in account.deployments("prod")] == ["1", "2", "3"]
    assert list(account.versions("features")) == stored
