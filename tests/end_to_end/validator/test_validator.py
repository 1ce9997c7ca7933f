"""A validator of the profile refuses a bad value: the old one stays."""

from __future__ import annotations

import json

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import Application, HostedProfile
from rig.account import Account, Build
from rig.cdk_cli import CdkCliError

SCHEMA = {
    "type": "object",
    "properties": {"limit": {"type": "integer", "minimum": 1}},
    "required": ["limit"],
}


def shop(limit: int) -> Build:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        limits = HostedProfile(shop, "limits", application=shop)
        profile = limits.node.default_child
        assert isinstance(profile, l1.CfnConfigurationProfile)
        profile.validators = [
            l1.CfnConfigurationProfile.ValidatorsProperty(
                type="JSON_SCHEMA", content=json.dumps(SCHEMA)
            )
        ]
        limits.deploy(prod, {"limit": limit})

    return build


def test_a_bad_value_does_not_get_through(account: Account) -> None:
    assert account.apply(shop(1)) == []

    with pytest.raises(CdkCliError, match="0 is less than the minimum of 1"):
        account.deploy(shop(0))

    assert account.status("Shop") == "UPDATE_ROLLBACK_COMPLETE"
    assert account.served("shop", "prod", "limits") == {"limit": 1}
    assert account.deployments("prod") == [("limits", "1", "COMPLETE")]
    assert list(account.versions("limits")) == [1]


def test_a_bad_first_value_leaves_nothing_behind(account: Account) -> None:
    with pytest.raises(CdkCliError, match="0 is less than the minimum of 1"):
        account.deploy(shop(0))

    assert account.left() == {}
