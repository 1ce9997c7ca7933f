"""References followed: through stacks, nested stacks, parameters, and long chains."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import (
    App,
    Environment,
    Fn,
    NestedStack,
    Stack,
    aws_cloudwatch,
    aws_iam,
    aws_kms,
)
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import Changes, TemplateError, changes

Build = Callable[[Stack, str], None]


@pytest.fixture
def update(tmp_path: Path) -> Callable[[Build], Changes]:
    """Return a function that builds an app twice, with ``"old"`` and with ``"new"``."""

    def run(build: Build) -> Changes:
        folders = []
        for state in ("old", "new"):
            folders.append(tmp_path / state)
            app = App(outdir=str(folders[-1]), analytics_reporting=False)
            build(Stack(app, "Platform"), state)
            app.synth()
        return changes(*folders)

    return run


def told(found: Changes) -> dict[str, str]:
    return {
        f"{one.stack.partition('/')[0]} {one.type.split('::')[-1]}": (
            one.effect if one.certain else f"may be {one.effect}"
        )
        for one in found.resources
        if one.effect != "unchanged"
    }


def profile(scope: Stack, application_id: str, *, name: str, location_uri: str) -> str:
    return l1.CfnConfigurationProfile(
        scope, "Checkout", application_id=application_id, name=name, location_uri=location_uri
    ).ref


def version(scope: Stack, application_id: str, profile_id: str) -> str:
    return l1.CfnHostedConfigurationVersion(
        scope,
        "Version",
        application_id=application_id,
        configuration_profile_id=profile_id,
        content="a",
        content_type="text/plain",
    ).ref


def test_what_is_replaced_in_one_stack_is_followed_into_another(
    update: Callable[[Build], Changes],
) -> None:
    def build(stack: Stack, state: str) -> None:
        shop = l1.CfnApplication(stack, "Shop", name="shop").ref
        checkout = profile(stack, shop, name=state, location_uri=f"ssm-parameter://{state}")
        version(Stack(stack, "Content"), shop, checkout)

    found = update(build)

    assert told(found) == {
        "Platform ConfigurationProfile": "replaced",
        "PlatformContent905DB412 HostedConfigurationVersion": "replaced",
    }
    [change] = [one for one in found.resources if one.type.endswith("Version")]
    assert str(change.causes[0]).startswith("ConfigurationProfileId refers to Checkout")


def test_what_is_replaced_is_followed_into_a_nested_stack_and_out_again(
    update: Callable[[Build], Changes],
) -> None:
    def build(stack: Stack, state: str) -> None:
        shop = l1.CfnApplication(stack, "Shop", name="shop").ref
        prod = l1.CfnEnvironment(stack, "Prod", application_id=shop, name="prod").ref
        checkout = profile(stack, shop, name=state, location_uri=f"ssm-parameter://{state}")
        number = version(NestedStack(stack, "Content"), shop, checkout)
        l1.CfnDeployment(
            stack,
            "Rollout",
            application_id=shop,
            environment_id=prod,
            configuration_profile_id="abc1234",
            configuration_version=number,
            deployment_strategy_id="AppConfig.AllAtOnce",
        )

    found = update(build)

    assert told(found) == {
        "Platform ConfigurationProfile": "replaced",
        "Platform HostedConfigurationVersion": "replaced",
        "Platform Deployment": "replaced",
    }
    [rollout] = found.rollouts
    assert [cause.property for cause in rollout.causes] == ["ConfigurationVersion"]


def test_what_is_equal_in_nested_and_other_stacks_is_unchanged(
    update: Callable[[Build], Changes],
) -> None:
    def build(stack: Stack, state: str) -> None:
        shop = l1.CfnApplication(stack, "Shop", name="shop", description=state).ref
        checkout = profile(stack, shop, name="checkout", location_uri="hosted")
        version(NestedStack(stack, "Content"), shop, checkout)
        version(Stack(stack, "Other"), shop, checkout)

    assert told(update(build)) == {"Platform Application": "updated"}


def test_a_replaced_key_is_a_rollout_and_an_updated_one_is_none(
    update: Callable[[Build], Changes],
) -> None:
    def build(stack: Stack, state: str, *, usage: str | None = None) -> None:
        key = aws_kms.CfnKey(
            stack, "Key", key_policy={}, description=state, key_spec=usage or "SYMMETRIC_DEFAULT"
        )
        l1.CfnDeployment(
            stack,
            "Rollout",
            application_id="abc1234",
            environment_id="abc1234",
            configuration_profile_id="abc1234",
            configuration_version="1",
            deployment_strategy_id="AppConfig.AllAtOnce",
            kms_key_identifier=key.attr_arn,
        )

    assert told(update(build)) == {}


def test_a_replaced_alarm_updates_the_environment_it_watches(
    update: Callable[[Build], Changes],
) -> None:
    def build(stack: Stack, state: str) -> None:
        alarm = aws_cloudwatch.CfnAlarm(
            stack,
            "Errors",
            alarm_name=state,
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=1,
        )
        role = aws_iam.CfnRole(stack, "Role", assume_role_policy_document={}, description=state)
        monitor = l1.CfnEnvironment.MonitorsProperty(
            alarm_arn=alarm.attr_arn, alarm_role_arn=role.attr_arn
        )
        l1.CfnEnvironment(stack, "Prod", application_id="abc1234", name="prod", monitors=[monitor])

    found = update(build)

    assert told(found) == {"Platform Environment": "updated"}
    [environment] = found.having("updated")
    assert [str(cause) for cause in environment.causes] == [
        "Monitors[0].AlarmArn refers to Errors, which is replaced"
    ]


def test_a_resource_of_an_unknown_type_may_be_replaced_by_any_change() -> None:
    def template(purpose: str) -> dict[str, Any]:
        return {
            "Resources": {
                "Own": {"Type": "Custom::Own", "Properties": {"Purpose": purpose}},
                "Prod": {
                    "Type": "AWS::AppConfig::Environment",
                    "Properties": {"ApplicationId": {"Fn::GetAtt": ["Own", "Id"]}, "Name": "a"},
                },
            }
        }

    [prod] = changes(template("a"), template("b")).resources

    assert (prod.effect, prod.certain) == ("replaced", False)
    assert [str(cause) for cause in prod.causes] == [
        "ApplicationId refers to Own, which may be replaced (create-only)"
    ]


def chain(length: int, first: str) -> dict[str, Any]:
    """Return strategies of which each is named after the one before."""
    resources = {}
    for index in range(length):
        name: Any = {"Ref": f"S{index - 1}"} if index else first
        resources[f"S{index}"] = {
            "Type": "AWS::AppConfig::DeploymentStrategy",
            "Properties": {"Name": name},
        }
    return {"Resources": dict(reversed(resources.items()))}


def test_a_long_chain_of_references_is_followed_to_its_end() -> None:
    found = changes(chain(5000, "a"), chain(5000, "b"))

    assert len(found.having("replaced")) == 5000


def test_resources_that_refer_to_each_other_in_a_circle_end_the_search() -> None:
    def template(description: str) -> dict[str, Any]:
        return {
            "Resources": {
                logical_id: {
                    "Type": "AWS::AppConfig::DeploymentStrategy",
                    "Properties": {"Name": {"Ref": other}, "Description": description},
                }
                for logical_id, other in (("A", "B"), ("B", "A"))
            }
        }

    assert {one.effect for one in changes(template("a"), template("b")).resources} == {"updated"}


def test_a_condition_of_a_resource_leaves_open_whether_it_is_there() -> None:
    def template(**body: Any) -> dict[str, Any]:
        prod = {
            "Type": "AWS::AppConfig::Environment",
            "Properties": {"ApplicationId": "abc1234", "Name": "prod"},
            **body,
        }
        condition = {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}
        return {
            "Parameters": {"Stage": {"Type": "String"}},
            "Conditions": {"IsProd": condition, "IsLive": condition},
            "Resources": {"Prod": prod},
        }

    def effect(before: dict[str, Any], after: dict[str, Any]) -> str:
        [change] = changes(before, after).resources
        return str(change)

    sometimes, always = template(Condition="IsProd"), template()
    never: dict[str, Any] = {"Resources": {}}
    assert effect(sometimes, sometimes) == "unchanged: Environment Prod"
    assert effect(always, sometimes) == (
        "may be removed: Environment Prod\n    Condition IsProd is new"
    )
    assert effect(sometimes, always) == (
        "may be added: Environment Prod\n    Condition IsProd is gone"
    )
    assert effect(never, sometimes) == (
        "may be added: Environment Prod\n    Condition IsProd may be false"
    )
    assert effect(sometimes, never) == (
        "may be removed: Environment Prod\n    Condition IsProd may be false"
    )
    assert effect(sometimes, template(Condition="IsLive")) == (
        "may be added: Environment Prod\n    Condition IsLive takes the place of IsProd"
    )


def test_a_choice_by_the_condition_of_the_resource_is_made() -> None:
    def template(otherwise: str) -> dict[str, Any]:
        name = {"Fn::If": ["IsProd", "prod", otherwise]}
        return {
            "Parameters": {"Stage": {"Type": "String"}},
            "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
            "Resources": {
                "Prod": {
                    "Type": "AWS::AppConfig::Environment",
                    "Condition": "IsProd",
                    "Properties": {"ApplicationId": "abc1234", "Name": name},
                }
            },
        }

    assert [one.effect for one in changes(template("a"), template("b")).resources] == ["unchanged"]


def test_tags_in_another_order_may_change_something() -> None:
    def template(*keys: str) -> dict[str, Any]:
        tags = [{"Key": key, "Value": "1"} for key in keys]
        properties = {"ApplicationId": "abc1234", "Name": "prod", "Tags": tags}
        return {
            "Resources": {"P": {"Type": "AWS::AppConfig::Environment", "Properties": properties}}
        }

    [change] = changes(template("a", "b"), template("b", "a")).resources

    assert str(change) == (
        "may be updated: Environment P\n    Tags has the same entries in another order"
    )


def test_what_is_no_resource_is_passed_over() -> None:
    template = {
        "Resources": {"Fn::ForEach::Names": ["Name", ["a"], {}], "Odd": {"Type": 1}, "A": []}
    }

    assert changes(template, template).resources == ()


def test_a_stack_that_is_no_longer_in_the_app_stays(tmp_path: Path) -> None:
    for state, names in (("old", ["Shop", "Search"]), ("new", ["Shop"])):
        app = App(outdir=str(tmp_path / state), analytics_reporting=False)
        for name in names:
            l1.CfnApplication(Stack(app, name), "App", name=name)
        app.synth()

    [change] = changes(tmp_path / "old", tmp_path / "new").having("removed")

    assert str(change) == (
        "removed: Application App (Search/App), and what was there stays\n"
        "    Stack is no longer in the app; it stays until somebody deletes it"
    )


def test_account_and_region_are_known_where_the_assembly_names_them(tmp_path: Path) -> None:
    for state, region in (("old", "${AWS::Region}"), ("new", "eu-west-1")):
        app = App(outdir=str(tmp_path / state), analytics_reporting=False)
        env = Environment(account="123456789012", region="eu-west-1")
        l1.CfnApplication(Stack(app, "Shop", env=env), "App", name=Fn.sub(f"shop-{region}"))
        app.synth()

    assert told(changes(tmp_path / "old", tmp_path / "new")) == {}


def test_an_export_is_followed_within_its_account_only(tmp_path: Path) -> None:
    for state in ("old", "new"):
        app = App(outdir=str(tmp_path / state), analytics_reporting=False)
        for name, account in (("One", "111111111111"), ("Two", "222222222222")):
            env = Environment(account=account, region="eu-west-1")
            platform = Stack(app, f"Platform{name}", env=env)
            location = state if name == "Two" else "same"
            made = profile(platform, "abc1234", name=location, location_uri=f"s3://{location}/a")
            platform.export_value(made, name="checkout")
            version(Stack(app, f"User{name}", env=env), "abc1234", Fn.import_value("checkout"))
        app.synth()

    assert told(changes(tmp_path / "old", tmp_path / "new")) == {
        "PlatformTwo ConfigurationProfile": "replaced",
        "UserTwo HostedConfigurationVersion": "replaced",
    }


def test_values_that_are_nested_too_deep_for_python_are_one_error() -> None:
    name: Any = "a"
    for _ in range(2000):
        name = {"Fn::Sub": ["${x}!", {"x": name}]}
    template = {
        "Resources": {"Shop": {"Type": "AWS::AppConfig::Application", "Properties": {"Name": name}}}
    }

    with pytest.raises(TemplateError, match="values are nested too deep"):
        changes(template, template)


def described(type: str, attribute: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What becomes of an environment whose description is an attribute of a resource."""
    before, after = (
        {
            "Resources": {
                "It": {"Type": type, "Properties": properties},
                "Prod": {
                    "Type": "AWS::AppConfig::Environment",
                    "Properties": {
                        "ApplicationId": "abc1234",
                        "Name": "prod",
                        "Description": {"Fn::GetAtt": ["It", attribute]},
                    },
                },
            }
        }
        for properties in (old, new)
    )
    prod = next(one for one in changes(before, after).resources if one.logical_id == "Prod")
    return [str(prod).splitlines()[0], *map(str, prod.causes)]


UNCHANGED = ["unchanged: Environment Prod"]
UPDATED = "updated: Environment Prod"
MAYBE = "may be updated: Environment Prod"


@pytest.mark.parametrize(
    ("type", "attribute", "old", "new", "words"),
    [
        (
            "AWS::SSM::Parameter",
            "Value",
            {"Value": "a"},
            {"Value": "a", "Description": "b"},
            UNCHANGED,
        ),
        (
            "AWS::SSM::Parameter",
            "Value",
            {"Value": "a"},
            {"Value": "b"},
            [UPDATED, "Description is 'b' instead of 'a'"],
        ),
        ("AWS::IAM::Role", "Arn", {"Description": "a"}, {"Description": "b"}, UNCHANGED),
        (
            "AWS::IAM::Role",
            "Arn",
            {"RoleName": "a"},
            {"RoleName": "b"},
            [UPDATED, "Description refers to It, which is replaced"],
        ),
        ("AWS::AppConfig::Extension", "VersionNumber", {"Description": "a"}, {}, UNCHANGED),
        (
            "AWS::AppConfig::Extension",
            "VersionNumber",
            {"Name": "a"},
            {"Name": "b"},
            [MAYBE, "Description refers to VersionNumber of It, which is replaced"],
        ),
        (
            "AWS::AppConfig::ConfigurationProfile",
            "KmsKeyArn",
            {"KmsKeyIdentifier": "alias/a"},
            {"KmsKeyIdentifier": "alias/b"},
            [MAYBE, "Description refers to KmsKeyArn of It, which is updated"],
        ),
        (
            "AWS::AppConfig::ConfigurationProfile",
            "ConfigurationProfileId",
            {"Name": "a"},
            {"Name": "b"},
            UNCHANGED,
        ),
        (
            "AWS::CloudFormation::Stack",
            "Outputs.Id",
            {"TemplateURL": "https://a"},
            {"TemplateURL": "https://b"},
            [MAYBE, "Description refers to It, which may be replaced"],
        ),
    ],
)
def test_what_an_attribute_becomes_is_told(
    type: str, attribute: str, old: dict[str, Any], new: dict[str, Any], words: list[str]
) -> None:
    assert described(type, attribute, old, new) == words


def test_another_type_under_one_logical_id_is_another_resource() -> None:
    before, after = (
        {"Resources": {"It": {"Type": f"AWS::AppConfig::{term}"}}}
        for term in ("Application", "DeploymentStrategy")
    )

    [change] = changes(before, after).resources

    assert str(change) == (
        "replaced: DeploymentStrategy It\n    Type is AWS::AppConfig::DeploymentStrategy instead "
        "of AWS::AppConfig::Application (create-only)"
    )


def test_flags_that_get_a_version_of_their_own_may_have_the_number_that_was_written() -> None:
    def template(number: Any, content: str) -> dict[str, Any]:
        deployment = {"ConfigurationVersion": number, "ApplicationId": "abc1234"}
        version = {"ApplicationId": "abc1234", "Content": content}
        resources = {"Rollout": {"Type": "AWS::AppConfig::Deployment", "Properties": deployment}}
        if isinstance(number, dict):
            type = "AWS::AppConfig::HostedConfigurationVersion"
            resources["Version"] = {"Type": type, "Properties": version}
        return {"Resources": resources}

    def rollouts(content: str) -> list[bool]:
        found = changes(template("3", content), template({"Ref": "Version"}, content))
        return [one.certain for one in found.rollouts]

    assert rollouts('{"flags": {}, "values": {}, "version": "1"}') == [False]
    assert rollouts("retries: 3") == [True]


def test_an_output_that_one_side_does_not_have_may_be_something_else(tmp_path: Path) -> None:
    inner = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "inner.json"}}
    prod = {
        "Type": "AWS::AppConfig::Environment",
        "Properties": {"Name": {"Fn::GetAtt": ["Inner", "Outputs.Name"]}},
    }
    for state, outputs in (("old", {}), ("new", {"Name": {"Value": "prod"}})):
        folder = tmp_path / state
        folder.mkdir()
        outer = {"Resources": {"Inner": inner, "Prod": prod}}
        (folder / "outer.json").write_text(json.dumps(outer))
        (folder / "inner.json").write_text(json.dumps({"Resources": {}, "Outputs": outputs}))

    [change] = changes(tmp_path / "old" / "outer.json", tmp_path / "new" / "outer.json").resources

    assert [str(cause) for cause in change.causes] == [
        "Name refers to the output Name, which is not in both templates"
    ]


def test_tags_of_a_template_alone_are_not_known(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), analytics_reporting=False)
    l1.CfnApplication(Stack(app, "Shop", tags={"team": "web"}), "App", name="shop")
    app.synth()

    assert told(changes(tmp_path / "Shop.template.json", tmp_path)) == {}


def test_a_transform_that_changes_may_replace_what_it_completes() -> None:
    def template(location: str) -> dict[str, Any]:
        include = {"Name": "AWS::Include", "Parameters": {"Location": location}}
        properties = {"Name": "shop", "Fn::Transform": include}
        return {
            "Resources": {"A": {"Type": "AWS::AppConfig::Application", "Properties": properties}}
        }

    [change] = changes(template("s3://a/b"), template("s3://a/c")).resources

    assert (change.effect, change.certain) == ("replaced", False)
