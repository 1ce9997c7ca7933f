"""Two witnesses of an update: what `changes` tells before it, and what happens in the account."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from aws_cdk import App, Duration, Stack

from cdk_appconfig import Application, DeploymentStrategy, FeatureFlags, Flag, changes
from rig.account import Account


@dataclass(frozen=True, kw_only=True)
class Shop:
    """An app, and everything about it that an edit may change."""

    description: str = "Flags of the shop"
    flag_description: str = "Skip the basket"
    prod_name: str = "prod"
    prod_strategy: str = "AppConfig.AllAtOnce"
    bake_minutes: int = 1
    beta_is_on: bool = True
    revision: str | None = None
    profiles: tuple[str, ...] = ("features",)

    def __call__(self, app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop", description=self.description)
        quick = DeploymentStrategy(
            stack,
            "Quick",
            deployment_duration=Duration.minutes(0),
            growth_factor=100,
            final_bake_time=Duration.minutes(self.bake_minutes),
        )
        beta = shop.add_environment("beta", deployment_strategy=quick)
        prod = shop.add_environment(
            "prod", environment_name=self.prod_name, deployment_strategy=self.prod_strategy
        )
        for name in self.profiles:
            profile = shop.add_feature_flags(name)
            for environment, enabled in ((beta, self.beta_is_on), (prod, False)):
                flag = Flag("one_click", enabled=enabled, description=self.flag_description)
                profile.deploy(environment, FeatureFlags(flag), revision=self.revision)


BEFORE = Shop()
ALWAYS = ["Deployment-beta", "Deployment-prod"]
EDITS = {
    "a description": (replace(BEFORE, description="Flags of our shop"), []),
    "an environment renamed": (replace(BEFORE, prod_name="production"), []),
    "a strategy tuned": (replace(BEFORE, bake_minutes=2), []),
    "a profile before another": (replace(BEFORE, profiles=("checkout", "features")), []),
    "a strategy swapped": (
        replace(BEFORE, prod_strategy="AppConfig.Linear50PercentEvery30Seconds"),
        ["Deployment-prod"],
    ),
    "a revision": (replace(BEFORE, revision="2"), ALWAYS),
    "one value in one environment": (
        replace(BEFORE, beta_is_on=False, flag_description="Skip the basket"),
        ["Deployment-beta", "Deployment-beta/Version"],
    ),
    "a description inside the flags": (
        replace(BEFORE, flag_description="No basket"),
        [*ALWAYS, "Deployment-beta/Version", "Deployment-prod/Version"],
    ),
}


@pytest.mark.parametrize(("after", "expected"), EDITS.values(), ids=EDITS.keys())
def test_they_agree(account: Account, after: Shop, expected: list[str]) -> None:
    assert account.apply(BEFORE) == []
    before = account.physical_ids("Shop")

    assert account.apply(after) == []

    now = account.physical_ids("Shop")
    told = changes(*account.assemblies)
    replaced = {one.logical_id: one for one in told.having("replaced")}
    assert {id for id in before if now[id] != before[id]} == replaced.keys()
    assert {id for id in now if id not in before} == {
        one.logical_id for one in told.having("added")
    }
    paths = [one.path or "" for one in replaced.values()]
    assert sorted(path.removeprefix("Shop/App/features/") for path in paths) == sorted(
        f"{each}/Resource" if each in ALWAYS else each for each in expected
    )
