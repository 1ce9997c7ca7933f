from __future__ import annotations

import json

from cdk_appconfig.template.resource_type import ResourceType
from rig import resource_types

CONTENT = json.loads(resource_types.FILE.read_text(encoding="utf-8"))


def test_the_file_is_what_the_pinned_cfn_lint_carries() -> None:
    assert resource_types.content() == CONTENT


def test_the_file_says_where_it_comes_from_and_when() -> None:
    assert CONTENT["source"] == "cfn-lint 1.58.0, us-east-1"
    assert CONTENT["date"] == "2026-10-20T22:11:15Z"


def test_every_appconfig_type_is_there() -> None:
    assert [
        name.removeprefix("AWS::AppConfig::") for name in CONTENT["types"] if "AppCon" in name
    ] == [
        "Application",
        "ConfigurationProfile",
        "Deployment",
        "DeploymentStrategy",
        "Environment",
        "ExperimentDefinition",
        "ExperimentRun",
        "Extension",
        "ExtensionAssociation",
        "HostedConfigurationVersion",
    ]


def test_every_property_of_a_version_and_of_a_deployment_is_create_only() -> None:
    for term in ("HostedConfigurationVersion", "Deployment"):
        type = ResourceType.find(f"AWS::AppConfig::{term}")

        assert type is not None
        assert type.create_only == type.properties - type.attributes


def test_an_application_is_never_replaced() -> None:
    type = ResourceType.find("AWS::AppConfig::Application")

    assert type is not None
    assert type.create_only == frozenset()
    assert type.taggable


def test_a_type_that_is_not_there_is_none() -> None:
    assert ResourceType.find("AWS::DynamoDB::Table") is None
