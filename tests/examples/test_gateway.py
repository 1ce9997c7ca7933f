from __future__ import annotations

import json

import pytest

from rig import examples
from rig.templates import Template, judged, of_type


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return judged(examples.synthesized("gateway", tmp_path_factory.mktemp("gateway")))["Gateway"]


def test_each_environment_has_limits_of_its_own_and_both_the_same_switches(
    template: Template,
) -> None:
    versions = of_type(template, "AWS::AppConfig::HostedConfigurationVersion").values()

    contents = [json.loads(version["Properties"]["Content"]) for version in versions]
    assert contents[:2] == [
        {"burst": 20, "requests_per_second": 10},
        {"burst": 2000, "requests_per_second": 1000},
    ]
    assert contents[2] == contents[3]


def test_prod_waits_for_beta_and_has_a_strategy_of_its_own(template: Template) -> None:
    deployments = of_type(template, "AWS::AppConfig::Deployment")
    [strategy] = of_type(template, "AWS::AppConfig::DeploymentStrategy")
    limits_in_beta, limits_in_prod, switches_in_beta, switches_in_prod = deployments

    assert {
        id: (one["Properties"]["DeploymentStrategyId"], sorted(one.get("DependsOn", [])))
        for id, one in deployments.items()
    } == {
        limits_in_beta: ("AppConfig.AllAtOnce", []),
        limits_in_prod: ({"Ref": strategy}, [limits_in_beta]),
        switches_in_beta: ("AppConfig.AllAtOnce", [limits_in_beta]),
        switches_in_prod: ({"Ref": strategy}, sorted([limits_in_prod, switches_in_beta])),
    }
