"""A deployment, or all of an environment, is taken out of the app."""

from __future__ import annotations

import pytest
from aws_cdk import App, Stack
from botocore.exceptions import ClientError

from cdk_appconfig import Application, FeatureFlags, Flag
from rig.account import Account, Build


def shop(*, environments: list[str], deployed: list[str]) -> Build:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        added = {
            name: shop.add_environment(name, deployment_strategy="AppConfig.AllAtOnce")
            for name in environments
        }
        features = shop.add_feature_flags("features")
        features.deploy([added[name] for name in deployed], FeatureFlags(Flag("a", enabled=True)))

    return build


def test_applications_keep_the_last_data_as_long_as_the_environment_exists(
    account: Account,
) -> None:
    both = ["beta", "prod"]
    assert account.apply(shop(environments=both, deployed=both)) == []

    account.deploy(shop(environments=both, deployed=["beta"]))
    assert account.served("shop", "prod", "features") == {"a": {"enabled": True}}

    account.deploy(shop(environments=["beta"], deployed=["beta"]))
    with pytest.raises(ClientError, match="Environment not found"):
        account.served("shop", "prod", "features")
