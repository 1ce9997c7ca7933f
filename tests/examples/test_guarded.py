from __future__ import annotations

import pytest

from rig import examples
from rig.templates import Template, judged, of_type, only


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return judged(examples.synthesized("guarded", tmp_path_factory.mktemp("guarded")))["Guarded"]


def test_the_deployment_waits_for_every_guard(template: Template) -> None:
    [deployment] = of_type(template, "AWS::AppConfig::Deployment").values()
    [profile] = of_type(template, "AWS::AppConfig::ConfigurationProfile").values()

    assert sorted(deployment["DependsOn"]) == sorted(
        of_type(template, "AWS::AppConfig::ExtensionAssociation")
    )
    assert profile["DependsOn"] == list(of_type(template, "AWS::Lambda::Permission"))
    assert len(only(template, "AWS::AppConfig::Environment")["Monitors"]) == 1


def test_the_team_has_decided_for_all(template: Template) -> None:
    deployment = only(template, "AWS::AppConfig::Deployment")
    environment = only(template, "AWS::AppConfig::Environment")

    assert deployment["DeploymentStrategyId"] == "AppConfig.Linear20PercentEvery6Minutes"
    assert environment["DeletionProtectionCheck"] == "APPLY"
    assert environment["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert "Tags" not in deployment


def test_people_hear_of_a_rollback(template: Template) -> None:
    rule = only(template, "AWS::Events::Rule")

    assert rule["EventPattern"]["detail"]["Type"] == ["OnDeploymentRolledBack"]
    [target] = rule["Targets"]
    assert target["Arn"]["Fn::Join"][1][-1] == ":people"
