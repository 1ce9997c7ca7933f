from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aws_cdk import App, CfnOutput, Stack, Tags
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct, DependencyGroup

from cdk_appconfig import (
    AppConfigError,
    Application,
    ConfigurationSource,
    Deployment,
    DeploymentStrategy,
    FeatureFlags,
)
from rig.templates import Template, of_type, only
from tests.told import warned

VERSION = "AWS::AppConfig::HostedConfigurationVersion"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"


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


def test_a_revision_is_a_new_deployment_of_the_same_version(
    stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    shop.add_feature_flags("flags").deploy(
        shop.add_environment("beta"), FeatureFlags(), revision="2"
    )
    found = template()

    assert only(found, "AWS::AppConfig::Deployment")["Description"] == "revision 2"
    assert only(found, VERSION)["Description"] == "Environment beta"


@pytest.mark.parametrize(("length", "refused"), [(1015, False), (1016, True)])
def test_a_revision_fits_into_a_description(stack: Stack, length: int, *, refused: bool) -> None:
    shop = Application(stack, "Shop")
    flags, beta = shop.add_feature_flags("flags"), shop.add_environment("beta")
    if not refused:
        assert flags.deploy(beta, FeatureFlags(), revision="x" * length)
        return

    with pytest.raises(AppConfigError) as caught:
        flags.deploy(beta, FeatureFlags(), revision="x" * length)

    assert str(caught.value) == (
        "deployment of Test/Shop/flags: 1 error\n"
        "  APPCONFIG305 Test/Shop/flags: the revision makes a description of 1025 characters\n"
        "      why: a revision becomes part of the description of a deployment, of at most 1024 "
        f"characters ({API}API_StartDeployment.html)\n"
        "      fix: use a short text, such as '2' or a date"
    )


def test_tags_of_a_deployment_are_those_that_were_asked_for(
    app: App, stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    shop.add_feature_flags("flags").deploy(
        shop.add_environment("beta"), FeatureFlags(), tags={"b": "2", "a": "1"}
    )
    Tags.of(app).add("team", "shop")

    assert only(template(), "AWS::AppConfig::Deployment")["Tags"] == [
        {"Key": "a", "Value": "1"},
        {"Key": "b", "Value": "2"},
    ]


def test_tags_of_the_app_reach_everything_but_deployments(
    app: App, stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    slow = DeploymentStrategy(stack, "Slow", deployment_duration=timedelta(0), growth_factor=100)
    beta = shop.add_environment("beta", deployment_strategy=slow)
    shop.add_feature_flags("flags").deploy(beta, FeatureFlags())
    shop.add_hosted_profile("limits").deploy(beta, {})
    Tags.of(app).add("team", "shop")
    resources = template()["Resources"].values()

    tagged = {one["Type"]: one["Properties"].get("Tags") for one in resources}
    tags = [{"Key": "team", "Value": "shop"}]
    assert tagged == {
        "AWS::AppConfig::Application": tags,
        "AWS::AppConfig::Environment": tags,
        "AWS::AppConfig::ConfigurationProfile": tags,
        "AWS::AppConfig::DeploymentStrategy": tags,
        VERSION: None,
        "AWS::AppConfig::Deployment": None,
    }


def test_tags_that_appconfig_does_not_take_are_refused_together(stack: Stack) -> None:
    shop = Application(stack, "Shop")
    good = {"k" * 128: "v" * 256, **{f"k{number}": "" for number in range(49)}}
    bad = {"aws:team": "x", "": "x", "k" * 129: "x", "long": "v" * 257, **good}

    assert shop.add_feature_flags("good").deploy(
        shop.add_environment("beta"), FeatureFlags(), tags=good
    )
    with pytest.raises(AppConfigError) as caught:
        shop.add_feature_flags("bad").deploy(shop.add_environment("prod"), FeatureFlags(), tags=bad)

    why = (
        "      why: a resource has at most 50 tags; a key has 1 to 128 characters and does not start "
        f"with 'aws:', a value has at most 256 ({API}API_TagResource.html)\n"
    )
    key_fix = "      fix: use 1 to 128 characters that do not start with 'aws:'\n"
    where = "  APPCONFIG220 Test/Shop/bad: "
    assert str(caught.value) == (
        "deployment of Test/Shop/bad: 5 errors\n"
        f"{where}there are 54 tags\n{why}      fix: keep 50\n"
        f"{where}'aws:team' cannot be the key of a tag\n{why}{key_fix}"
        f"{where}'' cannot be the key of a tag\n{why}{key_fix}"
        f"{where}'{'k' * 78}… cannot be the key of a tag\n{why}{key_fix}"
        f"{where}the value of the tag 'long' has 257 characters\n{why}      fix: shorten it"
    )


def test_it_waits_for_what_it_is_told_to(stack: Stack, template: Callable[[], Template]) -> None:
    shop = Application(stack, "Shop")
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    first = shop.add_feature_flags("first").deploy(beta, FeatureFlags())
    parameter = ssm.StringParameter(stack, "Parameter", string_value="x")
    shop.add_feature_flags("flags").deploy(prod, FeatureFlags(), after=[first, parameter])
    found = template()

    [to_prod] = [
        one
        for id, one in found["Resources"].items()
        if "Deploymentprod" in id and "Version" not in id
    ]
    assert sorted(to_prod["DependsOn"]) == sorted(
        [
            *of_type(found, "AWS::SSM::Parameter"),
            *(id for id in of_type(found, "AWS::AppConfig::Deployment") if "beta" in id),
        ]
    )


def test_one_construct_to_wait_for_needs_no_list(
    stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    first = shop.add_feature_flags("first").deploy(beta, FeatureFlags())
    parameter = ssm.StringParameter(stack, "Parameter", string_value="x")
    shop.add_feature_flags("flags").deploy(prod, FeatureFlags(), after=first)
    shop.add_hosted_profile("texts").deploy(prod, "x", after=parameter)
    found = template()

    deployments = of_type(found, "AWS::AppConfig::Deployment")
    to_beta, of_flags, of_texts = deployments
    [parameter_id] = of_type(found, "AWS::SSM::Parameter")
    assert deployments[of_flags]["DependsOn"] == [to_beta]
    assert sorted(deployments[of_texts]["DependsOn"]) == sorted([parameter_id, of_flags])


@pytest.mark.parametrize(
    ("after", "words"),
    [("Parameter", "'Parameter'"), ([None], "None"), ({}.values(), "dict_values([])")],
)
def test_what_is_no_construct_cannot_be_waited_for(stack: Stack, after: Any, words: str) -> None:
    shop = Application(stack, "Shop")
    beta, flags = shop.add_environment("beta"), shop.add_feature_flags("flags")
    before = [construct.node.path for construct in stack.node.find_all()]

    with pytest.raises(AppConfigError) as caught:
        flags.deploy(beta, FeatureFlags(), after=after)

    assert str(caught.value) == (
        "deployment of Test/Shop/flags: 1 error\n"
        f"  APPCONFIG307 Test/Shop/flags: a deployment cannot wait for {words}\n"
        "      why: a deployment waits for resources of its template (https://docs.aws.amazon.com/"
        "AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html)\n"
        "      fix: pass a construct, such as what deploy returned, or a list of constructs"
    )
    assert [construct.node.path for construct in stack.node.find_all()] == before


def test_grants_and_groups_of_constructs_can_be_waited_for(
    stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    beta, flags = shop.add_environment("beta"), shop.add_feature_flags("flags")
    parameter = ssm.StringParameter(stack, "Parameter", string_value="x")
    principal: Any = iam.AccountRootPrincipal()
    role: Any = iam.Role(stack, "Role", assumed_by=principal)
    flags.deploy(
        beta, FeatureFlags(), after=[DependencyGroup(parameter), parameter.grant_read(role)]
    )
    found = template()

    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    assert set(deployment["DependsOn"]) >= {
        *of_type(found, "AWS::SSM::Parameter"),
        *of_type(found, "AWS::IAM::Policy"),
    }


@pytest.mark.parametrize("kind", ["flags", "freeform", "sourced"])
def test_an_empty_list_of_environments_deploys_nothing_and_says_so(stack: Stack, kind: str) -> None:
    shop = Application(stack, "Shop")
    source = ConfigurationSource.from_parameter("limits")
    deploy: Callable[[], Any] = {
        "flags": lambda: shop.add_feature_flags("data").deploy([], FeatureFlags()),
        "freeform": lambda: shop.add_hosted_profile("data").deploy([], "x"),
        "sourced": lambda: shop.add_sourced_profile("data", source=source).deploy([], version=1),
    }[kind]

    assert deploy() == []
    assert warned(stack) == [
        "the list of environments is empty, and nothing is deployed: each environment of a list "
        "gets a deployment, so that an empty list deploys nothing (https://docs.aws.amazon.com/"
        "appconfig/2019-10-09/APIReference/API_StartDeployment.html); name an environment, or call "
        "deploy only where there is one [ack: cdk-appconfig:APPCONFIG446]"
    ]


def test_an_empty_list_sets_the_environments_of_a_list_free(
    stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    environments = [shop.add_environment("beta"), shop.add_environment("prod")]
    shop.add_feature_flags("flags").deploy(environments, FeatureFlags(), after=[])

    deployments = of_type(template(), "AWS::AppConfig::Deployment").values()
    assert ["DependsOn" in one for one in deployments] == [False, False]


def needed_by(template: Template, logical_id: str) -> set[str]:
    """Return everything that a resource waits for, directly or through others."""
    seen: set[str] = set()
    queue = [logical_id]
    while queue:
        text = json.dumps(template["Resources"][queue.pop()])
        for id in template["Resources"]:
            if f'"{id}"' in text and id not in seen:
                seen.add(id)
                queue.append(id)
    return seen


@pytest.mark.parametrize("alarm_first", [True, False])
def test_alarms_and_their_role_are_ready_before_a_rollout_starts(
    stack: Stack, template: Callable[[], Template], *, alarm_first: bool
) -> None:
    shop = Application(stack, "Shop")
    beta, flags = shop.add_environment("beta"), shop.add_feature_flags("flags")
    alarm = cloudwatch.Alarm(
        stack,
        "Alarm",
        metric=cloudwatch.Metric(namespace="n", metric_name="m"),
        threshold=1,
        evaluation_periods=1,
    )
    steps: list[Callable[[], object]] = [
        lambda: beta.add_monitor(alarm),
        lambda: flags.deploy(beta, FeatureFlags()),
    ]
    for step in steps if alarm_first else reversed(steps):
        step()
    found = template()

    [deployment] = of_type(found, "AWS::AppConfig::Deployment")
    assert needed_by(found, deployment) >= {
        *of_type(found, "AWS::IAM::Role"),
        *of_type(found, "AWS::CloudWatch::Alarm"),
    }


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
