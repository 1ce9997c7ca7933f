from __future__ import annotations

from typing import Any

from cdk_appconfig import changes


def template(type: str) -> dict[str, Any]:
    return {"Resources": {"Limits": {"Type": type, "Properties": {"Name": "limits"}}}}


def test_a_logical_id_that_names_another_type_makes_the_update_fail() -> None:
    version, profile = (
        template(f"AWS::AppConfig::{term}")
        for term in ("HostedConfigurationVersion", "ConfigurationProfile")
    )

    [finding] = changes(version, profile).findings

    assert str(finding) == (
        "APPCONFIG444 Limits: the logical id 'Limits' is that of an "
        "AWS::AppConfig::HostedConfigurationVersion and becomes that of an "
        "AWS::AppConfig::ConfigurationProfile\n"
        "    why: CloudFormation refuses an update in which a logical id has another type "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
        "using-cfn-updating-stacks-get-template.html)\n"
        "    fix: give it another logical id (override_logical_id)"
    )


def test_so_it_does_when_one_of_the_types_is_none_of_appconfig() -> None:
    topic, strategy = template("AWS::SNS::Topic"), template("AWS::AppConfig::DeploymentStrategy")

    assert [one.id for one in changes(topic, strategy).findings] == ["APPCONFIG444"]


def test_the_same_type_is_fine() -> None:
    same = template("AWS::AppConfig::ConfigurationProfile")

    assert changes(same, same).findings == ()
