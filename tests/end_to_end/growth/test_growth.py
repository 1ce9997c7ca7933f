"""An app grows in the middle: nothing that was there is deployed again."""

from __future__ import annotations

from aws_cdk import App, Stack

from cdk_appconfig import Application, FeatureFlags, Flag, HostedProfile, changes
from rig.account import Account, Build

ALL_AT_ONCE = "AppConfig.AllAtOnce"


def shop(environments: list[str], profiles: list[str]) -> Build:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        added = [
            shop.add_environment(name, deployment_strategy=ALL_AT_ONCE) for name in environments
        ]
        for name in profiles:
            flags = FeatureFlags(*(Flag(f"{name}_{each}") for each in "ab"))
            shop.add_feature_flags(name).deploy(added, flags)
        HostedProfile(shop, "limits", application=shop).deploy(added, {"limit": 1})

    return build


def test_an_environment_in_the_middle_and_a_profile_before_others(account: Account) -> None:
    before = shop(["beta", "prod"], ["features"])
    after = shop(["beta", "gamma", "prod"], ["checkout", "features"])
    assert account.apply(before) == []

    account.deploy(after)

    first = [("features", "1", "COMPLETE"), ("limits", "1", "COMPLETE")]
    assert account.deployments("beta") == [*first, ("checkout", "1", "COMPLETE")]
    first[1] = ("limits", "2", "COMPLETE")
    assert account.deployments("prod") == [*first, ("checkout", "1", "COMPLETE")]
    assert account.deployments("gamma") == [
        ("checkout", "1", "COMPLETE"),
        ("features", "1", "COMPLETE"),
        ("limits", "3", "COMPLETE"),
    ]
    witness = changes(account.synthesize(before), account.synthesize(after))
    assert witness.having("replaced", "removed") == ()
    assert len(witness.rollouts) == 5
