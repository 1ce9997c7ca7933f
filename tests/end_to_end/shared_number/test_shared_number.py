"""Two environments with equal flags: AWS gives both versions one number.

What that does is the same for every app, whoever wrote it: CloudFormation takes two resources for
two things where AppConfig has one. ``docs/updates.md`` tells how to live with it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from aws_cdk import App, RemovalPolicy, Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import Application, FeatureFlags, Flag
from rig.account import Account, Build

DEFAULT, DESTROY = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, RemovalPolicy.DESTROY
RETAIN = RemovalPolicy.RETAIN
POLICIES = pytest.mark.parametrize("policy", [DEFAULT, DESTROY], ids=["default", "destroy"])
ALL_AT_ONCE = "AppConfig.AllAtOnce"
OTHER = "AppConfig.Linear50PercentEvery30Seconds"
GONE = (
    "Could not find configuration features with version number 1 "
    "(Service: AppConfig, Status Code: 404)"
)
OFF, ON = {"one_click": {"enabled": False}}, {"one_click": {"enabled": True}}


def shop(
    states: Mapping[str, bool],
    policy: RemovalPolicy,
    *,
    strategy: Mapping[str, str] | None = None,
    fails_afterwards: bool = False,
) -> Build:
    """Return an app with an environment for each state of the one flag."""

    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        features = shop.add_feature_flags("features", removal_policy=policy)
        for name, enabled in states.items():
            deployment = features.deploy(
                shop.add_environment(name),
                FeatureFlags(Flag("one_click", enabled=enabled)),
                deployment_strategy=(strategy or {}).get(name, ALL_AT_ONCE),
            )
            if fails_afterwards:
                late = l1.CfnApplication(stack, f"Late{name}", name="shop")
                late.node.add_dependency(deployment)

    return build


def served(account: Account) -> dict[str, object]:
    return {name: account.served("shop", name, "features") for name in ("beta", "prod")}


@POLICIES
def test_both_serve_the_one_version(account: Account, policy: RemovalPolicy) -> None:
    account.deploy(shop({"beta": False, "prod": False}, policy))

    assert list(account.versions("features")) == [1]
    assert account.deployments("beta") == [("features", "1", "COMPLETE")]
    assert account.deployments("prod") == [("features", "1", "COMPLETE")]
    assert served(account) == {"beta": OFF, "prod": OFF}


def test_the_default_keeps_the_number_when_one_environment_moves_on(account: Account) -> None:
    assert account.apply(shop({"beta": False, "prod": False}, DEFAULT)) == []
    assert account.apply(shop({"beta": True, "prod": False}, DEFAULT)) == []

    assert (
        account.apply(shop({"beta": True, "prod": False}, DEFAULT, strategy={"prod": OTHER})) == []
    )

    assert list(account.versions("features")) == [1, 2]
    assert [version for _, version, _ in account.deployments("prod")] == ["1", "1"]
    assert served(account) == {"beta": ON, "prod": OFF}


def test_destroy_deletes_the_number_when_one_environment_moves_on(account: Account) -> None:
    assert account.apply(shop({"beta": False, "prod": False}, DESTROY)) == []
    assert account.apply(shop({"beta": True, "prod": False}, DESTROY)) == []

    assert list(account.versions("features")) == [2]
    assert served(account) == {"beta": ON, "prod": OFF}, "served from the deployment's own copy"

    failures = account.apply(shop({"beta": True, "prod": False}, DESTROY, strategy={"prod": OTHER}))
    assert failures == [GONE]
    assert account.status("Shop") == "UPDATE_ROLLBACK_COMPLETE"
    assert served(account) == {"beta": ON, "prod": OFF}

    assert (
        account.apply(shop({"beta": True, "prod": True}, DESTROY, strategy={"prod": OTHER})) == []
    )
    assert served(account) == {"beta": ON, "prod": ON}, "another content has a number of its own"


@POLICIES
def test_an_environment_that_is_rolled_back_takes_the_number_of_the_others_along(
    account: Account, policy: RemovalPolicy
) -> None:
    assert account.apply(shop({"beta": False}, policy)) == []

    [failure, *_] = account.apply(
        shop({"beta": False, "prod": False}, policy, fails_afterwards=True)
    )
    assert failure.startswith("Application with name shop already exists")

    assert account.versions("features") == {}
    assert account.served("shop", "beta", "features") == OFF
    assert account.apply(shop({"beta": False}, policy, strategy={"beta": OTHER})) == [GONE]
    assert account.served("shop", "beta", "features") == OFF

    assert account.apply(shop({"beta": True}, policy, strategy={"beta": OTHER})) == []
    assert account.served("shop", "beta", "features") == ON


def test_retain_keeps_every_number(account: Account) -> None:
    assert account.apply(shop({"beta": False, "prod": False}, RETAIN)) == []
    assert account.apply(shop({"beta": True, "prod": False}, RETAIN)) == []

    states = {"beta": True, "prod": True, "gamma": True}
    [failure, *_] = account.apply(shop(states, RETAIN, fails_afterwards=True))
    assert failure.startswith("Application with name shop already exists")

    assert list(account.versions("features")) == [1, 2]
    back = shop({"beta": True, "prod": False}, RETAIN, strategy={"beta": OTHER})
    assert account.apply(back) == []


@POLICIES
def test_a_promotion_that_is_rolled_back_takes_the_number_along(
    account: Account, policy: RemovalPolicy
) -> None:
    assert account.apply(shop({"beta": False, "prod": False}, policy)) == []
    assert account.apply(shop({"beta": True, "prod": False}, policy)) == []

    [failure, *_] = account.apply(shop({"beta": True, "prod": True}, policy, fails_afterwards=True))
    assert failure.startswith("Application with name shop already exists")

    assert 2 not in account.versions("features"), "the number that beta's resource stands for"
    assert served(account) == {"beta": ON, "prod": ON}, "prod's deployment had completed"
    assert account.apply(shop({"beta": True, "prod": True}, policy)) == [], "it can be repeated"
    assert [version for _, version, _ in account.deployments("prod")] == ["1", "2", "3"]


def test_destroy_deletes_a_number_once(account: Account) -> None:
    assert account.apply(shop({"beta": False, "prod": False}, DESTROY)) == []

    account.destroy()

    assert account.left() == {}


def test_destroy_works_after_one_environment_moved_on(account: Account) -> None:
    assert account.apply(shop({"beta": False, "prod": False}, DESTROY)) == []
    assert account.apply(shop({"beta": True, "prod": False}, DESTROY)) == []

    account.destroy()

    assert account.left() == {}


def test_an_environment_that_is_removed(account: Account) -> None:
    assert account.apply(shop({"beta": False, "prod": False}, DESTROY)) == []
    assert account.apply(shop({"beta": False}, DESTROY)) == []

    assert account.versions("features") == {}
    assert account.served("shop", "beta", "features") == OFF
