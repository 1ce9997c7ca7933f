from __future__ import annotations

from typing import Any

import pytest

from rig import examples
from rig.templates import Template, judged, of_type, only

ENVIRONMENT = "AWS::AppConfig::Environment"
DEPLOYMENT = "AWS::AppConfig::Deployment"
VERSION = "AWS::AppConfig::HostedConfigurationVersion"


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    return judged(examples.synthesized("defaults", tmp_path_factory.mktemp("defaults")))


def values(template: Template, type: str, name: str) -> list[Any]:
    return [one["Properties"].get(name) for one in of_type(template, type).values()]


@pytest.mark.parametrize(
    ("stack", "strategies", "protection", "versions"),
    [
        (
            "Checkout",
            ["AppConfig.AllAtOnce", "AppConfig.Linear20PercentEvery6Minutes"],
            ["APPLY", "APPLY"],
            {"RetainExceptOnCreate"},
        ),
        ("Preview", ["AppConfig.AllAtOnce"], ["BYPASS"], {"Delete"}),
        ("Legacy", ["AppConfig.Linear20PercentEvery6Minutes"], ["APPLY"], {"Retain"}),
    ],
)
def test_what_is_decided_once_holds_for_all(
    templates: dict[str, Template],
    stack: str,
    strategies: list[str],
    protection: list[str],
    versions: set[str],
) -> None:
    found = templates[stack]

    assert values(found, DEPLOYMENT, "DeploymentStrategyId") == strategies
    assert values(found, ENVIRONMENT, "DeletionProtectionCheck") == protection
    assert {one["DeletionPolicy"] for one in of_type(found, VERSION).values()} == versions
    team = [{"Key": "team", "Value": "shop"}]
    assert values(found, ENVIRONMENT, "Tags") == [team] * len(protection)
    assert set(map(str, values(found, DEPLOYMENT, "Tags"))) == {"None"}


def test_a_subclass_has_what_the_team_wants(templates: dict[str, Template]) -> None:
    assert values(templates["Checkout"], ENVIRONMENT, "Name") == ["beta", "prod"]
    statements = only(templates["Checkout"], "AWS::IAM::ManagedPolicy")["PolicyDocument"][
        "Statement"
    ]
    assert "appconfig:StartDeployment" in statements[-1]["Action"]
