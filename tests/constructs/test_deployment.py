from __future__ import annotations

from collections.abc import Callable

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from cdk_appconfig import Application, Deployment, FeatureFlags
from rig.templates import Template, of_type


def deployed(stack: Stack) -> Deployment:
    shop = Application(stack, "Shop")
    return shop.add_feature_flags("flags").deploy(shop.add_environment("beta"), FeatureFlags())


def test_its_numbers_can_be_used_elsewhere(stack: Stack, template: Callable[[], Template]) -> None:
    deployment = deployed(stack)
    CfnOutput(stack, "Version", value=deployment.version_number)
    CfnOutput(stack, "Number", value=deployment.deployment_number)
    found = template()

    [deployment_id] = of_type(found, "AWS::AppConfig::Deployment")
    [version_id] = of_type(found, "AWS::AppConfig::HostedConfigurationVersion")
    assert found["Outputs"] == {
        "Version": {"Value": {"Ref": version_id}},
        "Number": {"Value": {"Fn::GetAtt": [deployment_id, "DeploymentNumber"]}},
    }


def test_other_constructs_can_wait_for_it(stack: Stack, template: Callable[[], Template]) -> None:
    deployment = deployed(stack)
    later = Application(stack, "Later")
    later.node.add_dependency(deployment)
    found = template()

    waiting = found["Resources"][stack.get_logical_id(later.node.default_child)]  # type: ignore[arg-type]
    assert sorted(waiting["DependsOn"]) == sorted(
        [
            *of_type(found, "AWS::AppConfig::Deployment"),
            *of_type(found, "AWS::AppConfig::HostedConfigurationVersion"),
        ]
    )


def test_the_resources_are_at_hand_for_overrides(
    stack: Stack, template: Callable[[], Template]
) -> None:
    deployment = deployed(stack)
    deployment.resource.add_property_override("Description", "by hand")
    deployment.version.override_logical_id("Version")
    found = template()

    [resource] = of_type(found, "AWS::AppConfig::Deployment").values()
    assert resource["Properties"]["Description"] == "by hand"
    assert resource["Properties"]["ConfigurationVersion"] == {"Ref": "Version"}


def test_the_tree_is_a_contract(stack: Stack) -> None:
    deployed(stack)

    def paths(construct: Construct) -> list[str]:
        inner = [path for child in construct.node.children for path in paths(child)]  # type: ignore[arg-type]
        return [construct.node.path, *inner]

    assert paths(stack) == [
        "Test",
        "Test/Shop",
        "Test/Shop/Resource",
        "Test/Shop/flags",
        "Test/Shop/flags/Resource",
        "Test/Shop/flags/Deployment-beta",
        "Test/Shop/flags/Deployment-beta/Version",
        "Test/Shop/flags/Deployment-beta/Resource",
        "Test/Shop/beta",
        "Test/Shop/beta/Resource",
    ]
