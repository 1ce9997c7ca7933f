from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Fn, NestedStack, Stack, Stage
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import Application, FeatureFlags, Flag
from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.resource import Resource
from cdk_appconfig.template.scope import Unknown
from cdk_appconfig.template.unreadable import TemplateError

TEMPLATES = Path(__file__).parents[1] / "data" / "templates"
EUROPE = Environment(account="123456789012", region="eu-west-1")


def only(resources: tuple[Resource, ...]) -> Resource:
    [resource] = resources
    return resource


@pytest.fixture
def shop() -> Graph:
    """Return a template that was written by hand."""
    return Graph.read(TEMPLATES / "shop.yaml")


def test_resources_are_found_by_their_type(shop: Graph) -> None:
    assert [resource.logical_id for resource in shop.resources] == [
        "Shop",
        "Prod",
        "Role",
        "Checkout",
        "Version",
        "Rollout",
    ]
    assert only(shop.applications).logical_id == "Shop"
    assert only(shop.environments).logical_id == "Prod"
    assert only(shop.configuration_profiles).logical_id == "Checkout"
    assert only(shop.hosted_configuration_versions).logical_id == "Version"
    assert only(shop.deployments).logical_id == "Rollout"
    assert only(shop.of_type("AWS::IAM::Role")).logical_id == "Role"
    for none in (
        shop.deployment_strategies,
        shop.extensions,
        shop.extension_associations,
        shop.experiment_definitions,
        shop.experiment_runs,
    ):
        assert none == ()


def test_references_lead_to_resources(shop: Graph) -> None:
    rollout = only(shop.deployments)

    for name, target in (
        ("ApplicationId", only(shop.applications)),
        ("EnvironmentId", only(shop.environments)),
        ("ConfigurationProfileId", only(shop.configuration_profiles)),
        ("ConfigurationVersion", only(shop.hosted_configuration_versions)),
    ):
        assert shop.resource(rollout[name]) == target
        assert not rollout[name].known
        assert rollout[name].reason == f"refers to {target.logical_id}"
    assert shop.resource(rollout["DeploymentStrategyId"]) is None


def test_a_resource_says_where_it_is(shop: Graph) -> None:
    prod = only(shop.environments)

    assert prod.type == "AWS::AppConfig::Environment"
    assert prod.where == "Prod"
    assert prod.path is None
    assert prod.file == str(TEMPLATES / "shop.yaml")
    assert prod.line() == 27
    assert prod.line(prod["Name"]) == 31
    assert prod.line(prod["Tags"]) == 29
    assert prod.properties == ("ApplicationId", "Name", "Description", "Monitors")
    assert prod.complete


def test_the_line_in_json_is_found_as_well() -> None:
    prod = only(Graph.read(TEMPLATES / "monitored.template.json").environments)
    [monitor] = prod["Monitors"].items

    assert prod.where == "MonitoredStack/AppConfigEnvironment"
    assert prod.line() == 12
    assert prod.line(monitor["AlarmRoleArn"]) == 35


def test_a_template_that_was_never_a_file_has_no_lines() -> None:
    template = {"Resources": {"Shop": {"Type": "AWS::AppConfig::Application"}}}
    shop = only(Graph.read(template).applications)

    assert (shop.file, shop.line()) == (None, None)


def test_what_waits_for_what_is_known(shop: Graph) -> None:
    role, rollout, version = (
        next(one for one in shop.resources if one.logical_id == logical_id)
        for logical_id in ("Role", "Rollout", "Version")
    )

    assert shop.waits_for(rollout, role)
    assert shop.waits_for(rollout, only(shop.applications))
    assert shop.waits_for(rollout, version)
    assert not shop.waits_for(version, rollout)
    assert not shop.waits_for(version, role)
    assert not shop.waits_for(rollout, only(Graph.read(TEMPLATES / "shop.yaml").applications))


def test_a_circle_of_references_ends() -> None:
    resources = {
        name: {"Type": "AWS::AppConfig::Application", "DependsOn": [other], "Properties": {}}
        for name, other in (("A", "B"), ("B", "A"))
    }
    graph = Graph.read({"Resources": resources})
    one, two = graph.applications

    assert graph.waits_for(one, two)
    assert graph.waits_for(two, one)
    assert graph.waits_for(one, one)


def test_what_cannot_be_seen_is_told() -> None:
    assert Graph.read(TEMPLATES / "sam.yaml").gaps == (
        "sam: the macro OwnMacro may change everything",
        "sam: Fn::ForEach::Names makes resources",
    )


def test_a_nested_template_that_is_missing_is_told() -> None:
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://x/y"}}

    assert Graph.read({"Resources": {"Inner": stack}}).gaps == (
        "template: the template of Inner is not at hand",
    )


def test_a_sam_template_keeps_what_is_its_own() -> None:
    prod = only(Graph.read(TEMPLATES / "sam.yaml").environments)

    assert prod["Name"].text == "prod"
    assert prod["ApplicationId"].reason == "is imported as 'platform-application'"
    assert prod.properties == ("ApplicationId", "Name")
    assert not prod.complete


def assembly(folder: Path, build: Callable[[App], object]) -> Graph:
    app = App(outdir=str(folder), analytics_reporting=False)
    build(app)
    app.synth()
    return Graph.read(folder)


def version(scope: Stack, application_id: str, profile_id: str) -> None:
    l1.CfnHostedConfigurationVersion(
        scope,
        "Version",
        application_id=application_id,
        configuration_profile_id=profile_id,
        content="a",
        content_type="text/plain",
    )


def test_references_are_followed_into_nested_and_other_stacks(tmp_path: Path) -> None:
    def build(app: App) -> None:
        stack = Stack(Stage(app, "Prod", env=EUROPE), "Shop")
        shop = l1.CfnApplication(stack, "Shop", name="shop").ref
        profile = l1.CfnConfigurationProfile(
            stack, "Checkout", application_id=shop, name="checkout", location_uri="hosted"
        ).ref
        version(NestedStack(stack, "Inner"), shop, profile)
        version(Stack(stack, "Other"), shop, profile)

    graph = assembly(tmp_path, build)

    versions = graph.hosted_configuration_versions
    assert [one.path for one in versions] == ["Prod/Shop/Other/Version", "Prod/Shop/Inner/Version"]
    for one in versions:
        assert graph.resource(one["ApplicationId"]) == only(graph.applications)
        assert graph.resource(one["ConfigurationProfileId"]) == only(graph.configuration_profiles)
        assert one["ApplicationId"].same_as(versions[0]["ApplicationId"])
    assert graph.gaps == ()


def test_an_output_of_a_nested_stack_leads_to_its_resource(tmp_path: Path) -> None:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = l1.CfnApplication(NestedStack(stack, "Inner"), "Shop", name="shop").ref
        l1.CfnEnvironment(stack, "Prod", application_id=shop, name="prod")

    graph = assembly(tmp_path, build)

    assert graph.resource(only(graph.environments)["ApplicationId"]) == only(graph.applications)


def test_an_export_of_another_account_is_not_taken_for_ours(tmp_path: Path) -> None:
    def build(app: App) -> None:
        for name, account in (("One", "111111111111"), ("Two", "222222222222")):
            env = Environment(account=account, region="eu-west-1")
            stack = Stack(app, f"Platform{name}", env=env)
            shop = l1.CfnApplication(stack, "Shop", name=name)
            stack.export_value(shop.ref, name="shop-id")
            user = Stack(app, f"User{name}", env=env)
            l1.CfnEnvironment(user, "Prod", application_id=Fn.import_value("shop-id"), name=name)

    graph = assembly(tmp_path, build)

    for environment in graph.environments:
        application = graph.resource(environment["ApplicationId"])
        assert application is not None
        assert application["Name"].text == environment["Name"].text


def test_our_own_constructs_are_read_back(tmp_path: Path) -> None:
    def build(app: App) -> None:
        shop = Application(Stack(app, "Platform", env=EUROPE), "Shop")
        checkout = shop.add_feature_flags("checkout")
        flags = FeatureFlags(Flag("one_click", enabled=True))
        checkout.deploy([shop.add_environment("beta"), shop.add_environment("prod")], flags)

    graph = assembly(tmp_path, build)

    first, second = graph.deployments
    assert graph.waits_for(second, first)
    for deployment in graph.deployments:
        content = graph.resource(deployment["ConfigurationVersion"])
        assert content is not None
        assert content["Content"].document["values"] == {"one_click": {"enabled": True}}


def test_a_folder_that_contains_itself_is_refused(tmp_path: Path) -> None:
    artifact = '{"type": "cdk:cloud-assembly", "properties": {"directoryName": "inner"}}'
    (tmp_path / "manifest.json").write_text(f'{{"artifacts": {{"inner": {artifact}}}}}')
    (tmp_path / "inner").symlink_to(tmp_path)

    with pytest.raises(TemplateError, match="is a folder that contains itself"):
        Graph.read(tmp_path)


def test_a_template_that_nests_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack", '
        '"Properties": {"TemplateURL": "a.json"}}}}'
    )

    with pytest.raises(TemplateError, match="is nested in itself"):
        Graph.read(tmp_path / "a.json")


@pytest.mark.parametrize("text", ["[]", '"a"', "{}", '{"flags": {}}', "null"])
def test_what_is_no_template_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)

    with pytest.raises(TemplateError, match="is no CloudFormation template"):
        Graph.read(tmp_path / "a.json")


@pytest.mark.parametrize("manifest", ["[]", '{"artifacts": []}'])
def test_a_folder_that_is_no_assembly_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)

    with pytest.raises(TemplateError, match="is no manifest of a cloud assembly"):
        Graph.read(tmp_path)


@pytest.mark.parametrize(
    "template",
    [
        {"Resources": []},
        {"Resources": {"A": None, "B": {"Type": 3}, "C": {"Type": "AWS::AppConfig::Application"}}},
        {"Resources": {"A": {"Type": "AWS::AppConfig::Application", "Properties": [1]}}},
        {"Parameters": [], "Conditions": 3, "Outputs": {"a": 1}, "Mappings": None, "Resources": {}},
    ],
)
def test_sections_of_another_form_are_passed_over(template: dict[str, Any]) -> None:
    graph = Graph.read(template)

    for resource in graph.resources:
        assert resource["Name"].absent
        assert resource.properties == ()


def test_several_templates_are_one_graph() -> None:
    graph = Graph.read([TEMPLATES / "shop.yaml", str(TEMPLATES / "monitored.template.json")])

    assert len(graph.environments) == 2
    assert len({*graph.environments}) == 2


def test_a_parameter_is_unknown_whatever_its_default(shop: Graph) -> None:
    name = only(shop.applications)["Name"]

    assert isinstance(name.plain, Unknown)
    assert (name.known, name.text, name.beginning) == (False, None, "shop-")


def test_a_resource_exists_when_its_condition_holds() -> None:
    graph = Graph.read(
        {
            "Parameters": {"Stage": {"Type": "String"}},
            "Conditions": {
                "Yes": {"Fn::Equals": ["a", "a"]},
                "No": {"Fn::Equals": ["a", "b"]},
                "Open": {"Fn::Equals": [{"Ref": "Stage"}, "b"]},
            },
            "Resources": {
                name: {"Type": "AWS::AppConfig::Application", "Condition": name}
                for name in ("Yes", "No", "Open")
            }
            | {"Always": {"Type": "AWS::AppConfig::Application"}},
        }
    )

    assert {one.logical_id: one.exists for one in graph.applications} == {
        "Yes": True,
        "No": False,
        "Open": None,
        "Always": True,
    }


def test_macros_are_told_in_every_form() -> None:
    assert Graph.read({"Transform": {"Name": "Own"}, "Resources": {}}).gaps == (
        "template: the macro Own may change everything",
    )
    assert Graph.read({"Transform": "AWS::LanguageExtensions", "Resources": {}}).gaps == ()


def test_parameters_of_a_nested_stack_are_what_is_passed_or_their_default(tmp_path: Path) -> None:
    inner = {
        "Parameters": {"A": {"Type": "String"}, "B": {"Default": "b"}, "C": {"Type": "String"}},
        "Resources": {
            "Shop": {
                "Type": "AWS::AppConfig::Application",
                "Properties": {name: {"Ref": name} for name in "ABC"},
            }
        },
    }
    properties = {"TemplateURL": "inner.json", "Parameters": {"A": "a"}}
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": properties}
    (tmp_path / "outer.json").write_text(json.dumps({"Resources": {"Inner": stack}}))
    (tmp_path / "inner.json").write_text(json.dumps(inner))

    shop = only(Graph.read(tmp_path / "outer.json").applications)

    assert (shop["A"].text, shop["B"].text, shop["C"].absent) == ("a", "b", True)


def test_an_output_of_a_stack_that_is_not_at_hand_is_unknown() -> None:
    graph = Graph.read(
        {
            "Resources": {
                "Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": {}}},
                "Prod": {
                    "Type": "AWS::AppConfig::Environment",
                    "Properties": {"Name": {"Fn::GetAtt": ["Inner", "Outputs.Name"]}},
                },
            }
        }
    )

    assert only(graph.environments)["Name"].reason == (
        "is the output Name of Inner, which is not at hand"
    )
