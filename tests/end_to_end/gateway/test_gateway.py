"""Two environments in one stack: freeform limits of their own, and the same switches."""

from __future__ import annotations

from rig import cdk_cli, prepare
from rig.account import Account

EXAMPLE = prepare.ROOT / "examples" / "gateway"


def test_each_environment_reads_its_own_limits(account: Account) -> None:
    cdk_cli.deploy(account.aws, EXAMPLE, impatient=True)

    strategies = account.client("appconfig").list_deployment_strategies()["Items"]
    assert "Gateway-Gentle" in [strategy["Name"] for strategy in strategies]
    limits, switches = (
        {name: account.served("Gateway-Gateway", name, profile) for name in ("beta", "prod")}
        for profile in ("limits", "switches")
    )
    assert limits == {
        "beta": {"requests_per_second": 10, "burst": 20},
        "prod": {"requests_per_second": 1000, "burst": 2000},
    }
    assert switches["beta"] == {"maintenance": {"enabled": False}}
    assert switches["prod"] == switches["beta"]
