"""Two environments in one stack: freeform limits of their own, and the same switches."""

from __future__ import annotations

from rig import cdk_cli, emulator, prepare, reader

EXAMPLE = prepare.ROOT / "examples" / "gateway"


def test_each_environment_reads_its_own_limits() -> None:
    with emulator.running() as aws:
        cdk_cli.bootstrap(aws, EXAMPLE)
        cdk_cli.deploy(aws, EXAMPLE)

        strategies = aws.client("appconfig").list_deployment_strategies()["Items"]
        limits, switches = (
            {name: reader.read(aws, "Gateway-Gateway", name, profile) for name in ("beta", "prod")}
            for profile in ("limits", "switches")
        )

    assert "Gateway-Gentle" in [strategy["Name"] for strategy in strategies]
    assert limits == {
        "beta": {"requests_per_second": 10, "burst": 20},
        "prod": {"requests_per_second": 1000, "burst": 2000},
    }
    assert reader.as_served(switches["beta"]) == {"maintenance": {"enabled": False}}
    assert switches["prod"] == switches["beta"]
