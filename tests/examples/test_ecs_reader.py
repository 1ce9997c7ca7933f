from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, of_type, only


def test_the_service_starts_after_the_agent_and_its_alarm_watches(tmp_path: Path) -> None:
    found = judged(examples.synthesized("ecs_reader", tmp_path))["Search"]

    app, agent = only(found, "AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    assert app["DependsOn"] == [{"Condition": "HEALTHY", "ContainerName": agent["Name"]}]
    assert {one["Name"]: one["Value"] for one in app["Environment"]} == {
        "APPCONFIG_APPLICATION": "Search-Flags",
        "APPCONFIG_ENVIRONMENT": "prod",
        "APPCONFIG_PROFILES": "features",
    }
    [monitor] = only(found, "AWS::AppConfig::Environment")["Monitors"]
    [alarm] = of_type(found, "AWS::CloudWatch::Alarm")
    assert monitor["AlarmArn"] == {"Fn::GetAtt": [alarm, "Arn"]}
    [service] = of_type(found, "AWS::ECS::Service")
    [_, name] = only(found, "AWS::CloudWatch::Alarm")["Dimensions"]
    assert name["Value"] == {"Fn::GetAtt": [service, "Name"]}
