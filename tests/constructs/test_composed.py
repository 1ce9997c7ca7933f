"""Profiles and deployments cost few calls, and are what any other construct of the CDK is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsii
import pytest
from aws_cdk import (
    App,
    Aspects,
    CfnElement,
    CfnOutput,
    CfnResource,
    Environment,
    IAspect,
    NestedStack,
    Stack,
    Stage,
)
from aws_cdk import aws_appconfig as l1
from aws_cdk.assertions import Template as Assertions
from constructs import Construct, IConstruct

from cdk_appconfig import (
    AppConfigError,
    Application,
    Deployment,
    HostedProfile,
    JsonSchema,
    LambdaValidator,
)
from rig.templates import Template, of_type, only

PROFILE = "AWS::AppConfig::ConfigurationProfile"
DEPLOYMENT = "AWS::AppConfig::Deployment"
VERSION = "AWS::AppConfig::HostedConfigurationVersion"
FUNCTION = "arn:aws:lambda:eu-west-1:111111111111:function:check"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the calls from Python to the CDK, as they are made."""
    made: list[str] = []
    provider: Any = jsii.kernel.provider
    process = provider._process  # noqa: SLF001  # every call goes through it
    send = process.send

    def counted(request: object, response_type: object) -> object:
        made.append(type(request).__name__)
        return send(request, response_type)

    monkeypatch.setattr(process, "send", counted)
    return made


def test_a_further_profile_with_two_deployments_is_two_calls(
    stack: Stack, calls: list[str]
) -> None:
    shop = Application(stack, "Shop")
    environments = [shop.add_environment("beta"), shop.add_environment("prod")]
    schema = JsonSchema({"type": "object"})
    shop.add_hosted_profile("first", validators=[schema]).deploy(environments, {"size": 1})
    calls.clear()

    shop.add_hosted_profile("second", validators=[schema]).deploy(environments, {"size": 2})

    assert calls == ["CreateRequest", "InvokeRequest"]


def deployed(scope: Construct) -> tuple[HostedProfile, Deployment]:
    shop = Application(scope, "Shop")
    profile = shop.add_hosted_profile("limits")
    return profile, profile.deploy(shop.add_environment("beta"), {"size": 1})


def test_resources_are_overridden_and_renamed_after_they_are_made(stack: Stack) -> None:
    profile, deployment = deployed(stack)
    resource: Any = profile.node.default_child
    [environment] = [e for e in stack.node.find_all() if isinstance(e, l1.CfnEnvironment)]
    resource.description = "typed"
    resource.add_property_override("Name", "by hand")
    resource.override_logical_id("Limits")
    deployment.version.override_logical_id("Version")
    deployment.resource.add_override("Metadata.team", "shop")
    stack.rename_logical_id(stack.get_logical_id(environment), "Beta")
    deployment.resource.override_logical_id("Rollout")

    template = Assertions.from_stack(stack).to_json()["Resources"]

    assert isinstance(resource, l1.CfnConfigurationProfile)
    assert template["Limits"]["Properties"]["Name"] == "by hand"
    assert template["Limits"]["Properties"]["Description"] == "typed"
    assert template["Rollout"]["Metadata"]["team"] == "shop"
    found = template["Rollout"]["Properties"]
    assert found["ConfigurationProfileId"] == {"Ref": "Limits"}
    assert found["ConfigurationVersion"] == {"Ref": "Version"}
    assert found["EnvironmentId"] == {"Ref": "Beta"}
    assert template["Version"]["Properties"]["ConfigurationProfileId"] == {"Ref": "Limits"}


def test_a_logical_id_is_renamed_until_synthesis(stack: Stack) -> None:
    _, deployment = deployed(stack)
    made = stack.get_logical_id(deployment.version)
    stack.rename_logical_id(made, "Renamed")

    template = Assertions.from_stack(stack).to_json()["Resources"]

    [rollout] = [each for each in template.values() if each["Type"] == DEPLOYMENT]
    assert rollout["Properties"]["ConfigurationVersion"] == {"Ref": "Renamed"}


class TeamStack(Stack):
    """A stack with a naming scheme of its own."""

    def _allocate_logical_id(self, cfn_element: CfnElement) -> str:
        return "Team" + super()._allocate_logical_id(cfn_element)


def test_a_naming_scheme_of_the_user_names_every_resource(app: App) -> None:
    stack = TeamStack(app, "Test")
    deployed(stack)

    template = Assertions.from_stack(stack).to_json()["Resources"]

    assert all(name.startswith("Team") for name in template)
    [rollout] = [each for each in template.values() if each["Type"] == DEPLOYMENT]
    assert rollout["Properties"]["ConfigurationVersion"]["Ref"].startswith("TeamShoplimits")


@pytest.mark.parametrize("made", ["ours", "imported"])
def test_a_profile_stands_for_itself_where_the_cdk_takes_one(
    stack: Stack, template: Callable[[], Template], made: str
) -> None:
    shop = Application(stack, "Shop")
    profile: Any = shop.add_hosted_profile("limits")
    if made == "imported":
        profile = HostedProfile.from_configuration_profile_id(
            stack, "Known", "abc1234", application=shop
        )

    l1.CfnHostedConfigurationVersion(
        stack,
        "Version",
        application_id=shop.application_id,
        configuration_profile_id=profile,
        content="{}",
        content_type="application/json",
    )

    found = template()
    [limits] = of_type(found, PROFILE)
    expected = {"Ref": limits} if made == "ours" else "abc1234"
    assert only(found, VERSION)["ConfigurationProfileId"] == expected


def test_dependencies_go_both_ways(stack: Stack, template: Callable[[], Template]) -> None:
    before, after, last = (
        CfnResource(stack, id, type="AWS::CloudFormation::WaitConditionHandle")
        for id in ("Before", "After", "Last")
    )
    profile, deployment = deployed(stack)
    deployment.node.add_dependency(before)
    after.node.add_dependency(deployment)
    last.add_resource_dependency(deployment.resource)
    profile.node.add_dependency(before)

    found = template()

    [(rollout_id, rollout)] = of_type(found, DEPLOYMENT).items()
    [(version_id, version)] = of_type(found, VERSION).items()
    [limits] = of_type(found, PROFILE).values()
    assert rollout["DependsOn"] == version["DependsOn"] == limits["DependsOn"] == ["Before"]
    assert found["Resources"]["After"]["DependsOn"] == sorted([rollout_id, version_id])
    assert found["Resources"]["Last"]["DependsOn"] == [rollout_id]


@jsii.implements(IAspect)
class Seen:
    """Notes what it visits, and changes a typed L1."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def visit(self, node: IConstruct) -> None:
        self.paths.append(node.node.path)
        if isinstance(node, l1.CfnConfigurationProfile):
            node.description = "seen"


def test_an_aspect_sees_every_resource_and_the_tree_knows_each(
    stack: Stack, template: Callable[[], Template]
) -> None:
    profile, deployment = deployed(stack)
    seen = Seen()
    Aspects.of(profile).add(seen)
    found = template()

    made = [
        "Test/Shop/limits",
        "Test/Shop/limits/Resource",
        "Test/Shop/limits/Deployment-beta",
        "Test/Shop/limits/Deployment-beta/Version",
        "Test/Shop/limits/Deployment-beta/Resource",
    ]
    assert sorted(seen.paths) == sorted(made)
    assert [each.node.path for each in profile.node.find_all()] == made
    assert profile.node.find_child("Deployment-beta") is deployment
    assert deployment.resource.node.path == made[-1]
    assert deployment.resource is deployment.resource
    assert only(found, PROFILE)["Description"] == "seen"


def test_stacks_refer_to_each_other(app: App) -> None:
    platform, service, reader = (Stack(app, name) for name in ("Platform", "Service", "Reader"))
    shop = Application(platform, "Shop")
    profile = HostedProfile(service, "limits", application=shop)
    deployment = profile.deploy(shop.add_environment("beta"), {"size": 1})
    CfnResource(reader, "Any", type="AWS::CloudFormation::WaitConditionHandle")
    CfnOutput(reader, "Profile", value=profile.configuration_profile_id)
    CfnOutput(reader, "Version", value=deployment.version_number)
    CfnOutput(reader, "Number", value=deployment.deployment_number)

    templates = {
        name: app.synth().get_stack_by_name(name).template for name in ("Service", "Reader")
    }

    found = only(templates["Service"], DEPLOYMENT)
    assert "Fn::ImportValue" in found["ApplicationId"]
    assert "Fn::ImportValue" in found["EnvironmentId"]
    assert all(
        list(output["Value"]) == ["Fn::ImportValue"]
        for output in templates["Reader"]["Outputs"].values()
    )


def test_nested_stacks_and_stages_hold_them(app: App) -> None:
    stage = Stage(app, "Prod", env=Environment(account="111111111111", region="eu-west-1"))
    nested = NestedStack(Stack(stage, "Parent"), "Nested")
    deployed(nested)
    deployed(Stack(stage, "Beside"))

    assembly = stage.synth()

    [beside] = [each for each in assembly.stacks if each.stack_name == "Prod-Beside"]
    assert set(of_type(beside.template, DEPLOYMENT)) == {"ShoplimitsDeploymentbeta47147EDF"}
    assert len(Assertions.from_stack(nested).find_resources(DEPLOYMENT)) == 1


class TeamProfile(HostedProfile):
    """A profile as a team wants it."""

    def __init__(self, scope: Construct, id: str, *, application: Application) -> None:
        super().__init__(scope, id, application=application, validators=[LambdaValidator(FUNCTION)])
        self.deployed: list[Deployment] = []

    def deploy(self, environment: Any, content: object, **options: Any) -> Any:
        made = super().deploy(environment, content, revision="1", **options)
        self.deployed.append(made)
        return made


def test_a_subclass_of_a_user_is_a_profile(stack: Stack, template: Callable[[], Template]) -> None:
    shop = Application(stack, "Shop")
    profile = TeamProfile(shop, "limits", application=shop)
    made = profile.deploy(shop.add_environment("beta"), {"size": 1})
    found = template()

    assert profile.deployed == [made]
    assert shop.node.find_child("limits") is profile
    assert only(found, DEPLOYMENT)["Description"] == "revision 1"
    [permission] = of_type(found, "AWS::Lambda::Permission")
    [limits] = of_type(found, PROFILE).values()
    assert limits["DependsOn"] == [permission]


def test_an_id_that_is_taken_is_told_without_javascript(stack: Stack) -> None:
    shop = Application(stack, "Shop")
    profile = shop.add_hosted_profile("limits")
    Construct(profile, "Deployment-beta")

    with pytest.raises(AppConfigError) as caught:
        profile.deploy(shop.add_environment("beta"), {"size": 1})

    [finding] = caught.value.findings
    assert (
        finding.message == "Test/Shop/limits already has a construct with the id 'Deployment-beta'"
    )
    assert caught.value.__suppress_context__


TRACED = """
from aws_cdk import App, Stack
from cdk_appconfig import Application
shop = Application(Stack(App(), "Test"), "Shop")
rollout = shop.add_hosted_profile("limits").deploy(shop.add_environment("beta"), {"size": 1})
print(rollout.resource.creation_stack[-1])
"""


def test_where_the_host_made_a_resource_is_told_if_jsii_tells_it(tmp_path: Path) -> None:
    program = tmp_path / "app.py"
    program.write_text(TRACED)

    traced = subprocess.run(
        [sys.executable, program],
        env={**os.environ, "JSII_HOST_STACK_TRACES": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert traced.stdout.strip() == f"<module> ({program}:5)"
