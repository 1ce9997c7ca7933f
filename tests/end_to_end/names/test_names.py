"""Two applications of one name: AWS refuses the second one, we say so at synth."""

from __future__ import annotations

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import AppConfigError, Application
from rig.account import Account
from rig.cdk_cli import CdkCliError
from rig.emulator import ACCOUNT, REGION

HERE = Environment(account=ACCOUNT, region=REGION)


def test_aws_refuses_the_second_one(account: Account) -> None:
    def build(app: App) -> None:
        for stage in ("Beta", "Prod"):
            l1.CfnApplication(Stack(app, stage, env=HERE), "Shop", name="shop")

    with pytest.raises(CdkCliError, match="Application with name shop already exists with id"):
        account.deploy(build)

    assert account.left() == {"shop": []}


def test_we_say_so_at_synth(account: Account) -> None:
    def build(app: App) -> None:
        for stage in ("Beta", "Prod"):
            Application(Stack(app, stage, env=HERE), "Shop", application_name="shop")

    with pytest.raises(AppConfigError) as caught:
        account.synthesize(build)

    [finding] = caught.value.findings
    assert (finding.severity, finding.where) == ("error", "Prod/Shop")


def test_names_of_our_own_never_meet(account: Account) -> None:
    def build(app: App) -> None:
        for stage in ("Beta", "Prod"):
            Application(Stack(app, stage, env=HERE), "Shop")

    account.deploy(build)

    assert account.left() == {"Beta-Shop": [], "Prod-Shop": []}
