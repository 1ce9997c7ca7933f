"""Stacks of the L1 and the L2 move over: what has a name stays, and each environment rolls out once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import App, Stack

from cdk_appconfig import Application, Environment, changes
from rig import cdk_cli, examples
from rig.account import Account, Build
from rig.templates import judged

NAMED = {
    "Shop": {"ShopApplication", "Prod", "Checkout"},
    "Search": {
        "Search14E54FC3",
        "BetaC60672CA",
        "StrategyA5D7D848",
        "LimitsConfigurationProfile8AD935C1",
    },
}


def deploy(account: Account, assembly: Path) -> dict[str, dict[str, str]]:
    """Deploy a cloud assembly and return physical ids by stack and logical id."""
    cdk_cli.deploy(account.aws, account.folder, app=assembly, impatient=True)
    return {stack: account.physical_ids(stack) for stack in NAMED}


def test_what_has_a_name_stays_and_each_environment_rolls_out_once(account: Account) -> None:
    before, after = (
        examples.synthesized("adopting", account.folder / script, script=script)
        for script in ("before.py", "app.py")
    )
    told = changes(before, after)

    old = deploy(account, before)
    served = [account.served("shop", "prod", "checkout")]
    served.append(account.served("search", "Search-Beta-7545399D", "Search-Limits-ACD79F06"))
    new = deploy(account, after)

    assert told.findings == ()
    assert told.having("replaced", "updated") == ()
    assert {one.logical_id for one in told.having("unchanged")} == set().union(*NAMED.values())
    assert [one.path for one in told.rollouts] == [
        "Shop/Shop/checkout/Deployment-prod/Resource",
        "Search/Search/limits/Deployment-Beta-70339031/Resource",
    ]
    for stack, named in NAMED.items():
        assert {id: new[stack][id] for id in named} == {id: old[stack][id] for id in named}
        assert old[stack].keys() & new[stack].keys() == named
    assert account.left() == {
        "shop": ["prod", "checkout"],
        "search": ["Search-Beta-7545399D", "Search-Limits-ACD79F06"],
    }
    assert served == [{"one_click": {"enabled": True}}, {"requests": 10}]
    assert served == [
        account.served("shop", "prod", "checkout"),
        account.served("search", "Search-Beta-7545399D", "Search-Limits-ACD79F06"),
    ]
    assert rollouts(account) == {"shop": ["1", "1"], "search": ["1", "2"]}
    judged(after)

    assert account.apply(beside(new["Shop"])) == []
    assert account.served("shop", "prod", "banner") == {"text": "hello"}


def beside(ids: Mapping[str, str]) -> Build:
    """Return an app with a new profile in an application and an environment of another stack."""

    def build(app: App) -> None:
        stack = Stack(app, "Banner")
        shop = Application.from_application_id(stack, "Shop", ids["ShopApplication"])
        prod = Environment.from_environment_id(stack, "Prod", ids["Prod"], application=shop)
        banner = shop.add_hosted_profile("banner")
        banner.deploy(prod, {"text": "hello"}, deployment_strategy="AppConfig.AllAtOnce")

    return build


def rollouts(account: Account) -> dict[str, list[str]]:
    """Return the versions that were deployed to the environment of each application, in order."""
    control = account.client("appconfig")
    found = {}
    for application in control.list_applications()["Items"]:
        ids = {"ApplicationId": application["Id"]}
        [environment] = control.list_environments(**ids)["Items"]
        listed = control.list_deployments(**ids, EnvironmentId=environment["Id"])["Items"]
        in_order = sorted(listed, key=lambda one: one["DeploymentNumber"])
        found[application["Name"]] = [one["ConfigurationVersion"] for one in in_order]
    return found
