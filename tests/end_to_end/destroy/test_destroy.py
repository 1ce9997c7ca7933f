"""What ``cdk destroy`` takes away, and what it leaves."""

from __future__ import annotations

import pytest
from aws_cdk import App, RemovalPolicy, Stack
from botocore.exceptions import ClientError

from cdk_appconfig import Application, FeatureFlags, Flag, HostedProfile
from rig.account import Account, Build
from rig.cdk_cli import CdkCliError


def shop(removal_policy: RemovalPolicy, *, limit: int = 1) -> Build:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        beta, prod = (
            shop.add_environment(name, deployment_strategy="AppConfig.AllAtOnce")
            for name in ("beta", "prod")
        )
        features = shop.add_feature_flags("features", removal_policy=removal_policy)
        features.deploy([beta, prod], FeatureFlags(Flag("one_click", description=f"{limit}")))
        limits = HostedProfile(shop, "limits", application=shop, removal_policy=removal_policy)
        limits.deploy([beta, prod], {"limit": limit})

    return build


def test_destroy_leaves_nothing(account: Account) -> None:
    assert account.apply(shop(RemovalPolicy.DESTROY)) == []
    account.deploy(shop(RemovalPolicy.DESTROY, limit=2))

    account.destroy()

    assert account.left() == {}
    with pytest.raises(ClientError, match="Shop does not exist"):
        account.status("Shop")


def test_the_default_leaves_the_profiles_and_their_versions(account: Account) -> None:
    default = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    assert account.apply(shop(default)) == []
    account.deploy(shop(default, limit=2))

    with pytest.raises(CdkCliError, match="DELETE_FAILED"):
        account.destroy()

    assert account.left() == {"shop": ["features", "limits"]}
    assert list(account.versions("features")) == [1, 2]
    assert list(account.versions("limits")) == [1, 2, 3, 4]
    reasons = [
        failure.partition(" (")[0].split(" because ")[1] for failure in account.failures("Shop")
    ]
    assert sorted(reasons) == [
        "there are still configuration profiles existing under it.",
        "there are still hosted configuration versions existing under it.",
        "there are still hosted configuration versions existing under it.",
    ]

    account.delete_versions("features")
    account.delete_versions("limits")
    account.destroy()

    assert account.left() == {}


def test_a_version_that_a_person_made_stands_in_the_way(account: Account) -> None:
    assert account.apply(shop(RemovalPolicy.DESTROY)) == []
    account.create_version("limits", '{"limit": 3}')

    with pytest.raises(CdkCliError, match="DELETE_FAILED"):
        account.destroy()

    assert account.left() == {"shop": ["limits"]}
    assert account.versions("limits") == {3: '{"limit": 3}'}
