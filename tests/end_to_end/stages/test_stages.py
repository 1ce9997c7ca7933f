"""Two stages of one app in one account."""

from __future__ import annotations

from rig import cdk_cli, emulator, prepare, reader

EXAMPLE = prepare.ROOT / "examples" / "stages"


def test_two_stages_live_in_one_account() -> None:
    with emulator.running() as aws:
        cdk_cli.bootstrap(aws, EXAMPLE)
        cdk_cli.deploy(aws, EXAMPLE)

        names = [each["Name"] for each in aws.client("appconfig").list_applications()["Items"]]
        served = {
            stage: reader.read(aws, f"{stage.capitalize()}-Search-Flags", stage, "features")
            for stage in ("beta", "prod")
        }
        cdk_cli.deploy(aws, EXAMPLE, "Prod/*")

    assert sorted(names) == ["Beta-Search-Flags", "Prod-Search-Flags"]
    suggestions = {"enabled": True, "limit": 5}
    assert served == {
        "beta": {"suggestions": suggestions, "semantic_search": {"enabled": True}},
        "prod": {"suggestions": suggestions, "semantic_search": {"enabled": False}},
    }
