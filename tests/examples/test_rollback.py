from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, of_type, only


def test_people_read_which_deployment_was_rolled_back(tmp_path: Path) -> None:
    found = judged(examples.synthesized("rollback", tmp_path))["Watched"]

    rule = only(found, "AWS::Events::Rule")
    [target] = rule["Targets"]
    transformer = target["InputTransformer"]
    assert rule["EventPattern"]["detail"]["Type"] == ["OnDeploymentRolledBack"]
    assert list(transformer["InputPathsMap"].values()) == [
        "$.detail.DeploymentNumber",
        "$.detail.ConfigurationProfile.Name",
        "$.detail.Environment.Name",
    ]
    assert transformer["InputTemplate"] == (
        '"Deployment <detail-DeploymentNumber> of <detail-ConfigurationProfile-Name> to '
        '<detail-Environment-Name> was rolled back."'
    )
    assert only(found, "AWS::SNS::Subscription")["Protocol"] == "email"


def test_the_alarm_watches_and_the_event_is_sent_before_the_deployment(tmp_path: Path) -> None:
    found = judged(examples.synthesized("rollback", tmp_path))["Watched"]

    [alarm] = of_type(found, "AWS::CloudWatch::Alarm")
    [monitor] = only(found, "AWS::AppConfig::Environment")["Monitors"]
    assert monitor["AlarmArn"] == {"Fn::GetAtt": [alarm, "Arn"]}
    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    assert deployment["DependsOn"] == list(of_type(found, "AWS::AppConfig::ExtensionAssociation"))
