from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from aws_cdk import App, Stack, Stage, Tags
from aws_cdk import aws_appconfig as l1
from constructs import Construct

from cdk_appconfig import AppConfigError, Application, FeatureFlags
from cdk_appconfig.constructs import resources
from rig.templates import Template, of_type, only

TYPE = "AWS::AppConfig::Application"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"


def test_the_default_name_is_the_construct_path(
    stack: Stack, template: Callable[[], Template]
) -> None:
    team = Construct(stack, "Team")
    shop = Application(team, "Shop")

    assert only(template(), TYPE) == {"Name": "Test-Team-Shop"}
    assert shop.application_name == "Test-Team-Shop"


def test_name_and_description_can_be_given(stack: Stack, template: Callable[[], Template]) -> None:
    Application(stack, "Shop", application_name="shop", description="Flags of the shop")

    assert only(template(), TYPE) == {"Name": "shop", "Description": "Flags of the shop"}


def test_the_stages_of_a_pipeline_do_not_share_a_name(app: App) -> None:
    names = []
    for stage in ("Beta", "Prod"):
        shop = Stack(Stage(app, stage), "Shop")
        names.append(Application(shop, "Flags").application_name)

    assert names == ["Beta-Shop-Flags", "Prod-Shop-Flags"]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("x" * 59, f"Test-{'x' * 59}"),
        ("x" * 60, f"Test-{'x' * 50}-18361261"),
        ("x" * 61, f"Test-{'x' * 50}-97ba348c"),
    ],
)
def test_a_long_path_is_shortened_and_ends_in_a_hash(stack: Stack, id: str, expected: str) -> None:
    name = Application(stack, id).application_name

    assert name == expected
    assert len(name) == 64


@pytest.mark.parametrize("name", ["x", "x" * 64, "Größe 😀"])
def test_a_name_at_the_limit_is_accepted(stack: Stack, name: str) -> None:
    assert Application(stack, "Shop", application_name=name).application_name == name


def test_a_mistake_is_refused_before_anything_exists(stack: Stack) -> None:
    with pytest.raises(AppConfigError) as caught:
        Application(stack, "Shop", application_name="x" * 65, description="x" * 1025)

    assert str(caught.value) == (
        "application Test/Shop: 2 errors\n"
        "  APPCONFIG201 Test/Shop: the name of the application has 65 characters\n"
        "      why: the name of an application, an environment or a deployment strategy has 1 to 64 "
        f"characters, that of a configuration profile 1 to 128 ({API}API_CreateEnvironment.html)\n"
        "      fix: use 1 to 64 characters\n"
        "  APPCONFIG202 Test/Shop: the description has 1025 characters\n"
        "      why: a description has at most 1024 characters "
        f"({API}API_CreateApplication.html)\n"
        "      fix: shorten it"
    )
    assert stack.node.try_find_child("Shop") is None


def test_the_error_is_at_the_users_line_and_speaks_no_javascript(stack: Stack) -> None:
    with pytest.raises(AppConfigError) as caught:
        Application(stack, "Shop", application_name="")

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert caught.traceback[0].path == Path(__file__)
    assert "_kernel" not in str([entry.path for entry in caught.traceback])


def test_an_empty_name_is_refused(stack: Stack) -> None:
    with pytest.raises(AppConfigError, match="the name of the application has 0 characters"):
        Application(stack, "Shop", application_name="")


def test_a_name_that_is_only_known_at_deployment_is_left_alone(stack: Stack) -> None:
    name = f"{stack.region}-{'x' * 64}"

    assert Application(stack, "Shop", application_name=name).application_name == name


def test_what_the_cdk_refuses_of_a_new_construct_is_not_taken_for_a_used_id(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(resources, "add_environment", refuse)

    with pytest.raises(RuntimeError, match=r"^no room$"):
        Application(stack, "Shop").add_environment("main")


def test_an_id_below_the_application_is_used_once(stack: Stack) -> None:
    shop = Application(stack, "Shop")
    shop.add_environment("main")

    with pytest.raises(AppConfigError) as caught:
        shop.add_feature_flags("main")

    assert str(caught.value) == (
        "configuration profile Test/Shop/main: 1 error\n"
        "  APPCONFIG203 Test/Shop/main: the application already has a construct with the id "
        "'main'\n"
        "      why: construct ids are unique within their scope, and an application is the scope "
        "of the environments and profiles that are added to it "
        "(https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html)\n"
        "      fix: use another id; the name of the configuration profile can still be 'main', "
        "with configuration_profile_name='main'"
    )


def test_it_is_at_home_with_l1_and_l2(stack: Stack, template: Callable[[], Template]) -> None:
    shop = Application(stack, "Shop")
    l1.CfnEnvironment(stack, "L1", application_id=shop, name="l1")
    l1.CfnEnvironment(stack, "ById", application_id=shop.application_id, name="by-id")

    [logical_id] = of_type(found := template(), TYPE)

    environments = of_type(found, "AWS::AppConfig::Environment").values()
    assert [each["Properties"]["ApplicationId"] for each in environments] == [
        {"Ref": logical_id},
        {"Ref": logical_id},
    ]
    assert stack.resolve(shop.application_ref.application_id) == {"Ref": logical_id}
    assert stack.resolve(shop.application_arn) == {
        "Fn::Join": [
            "",
            [
                "arn:",
                {"Ref": "AWS::Partition"},
                ":appconfig:",
                {"Ref": "AWS::Region"},
                ":",
                {"Ref": "AWS::AccountId"},
                ":application/",
                {"Ref": logical_id},
            ],
        ]
    }
    assert (shop.env.account, shop.env.region) == (stack.account, stack.region)


def test_tags_of_the_app_reach_everything_but_versions_and_deployments(
    app: App, stack: Stack, template: Callable[[], Template]
) -> None:
    shop = Application(stack, "Shop")
    shop.add_feature_flags("flags").deploy(shop.add_environment("beta"), FeatureFlags())
    Tags.of(app).add("team", "shop")

    tagged = {
        resource["Type"]
        for resource in template()["Resources"].values()
        if resource["Properties"].get("Tags") == [{"Key": "team", "Value": "shop"}]
    }

    assert tagged == {
        "AWS::AppConfig::Application",
        "AWS::AppConfig::ConfigurationProfile",
        "AWS::AppConfig::Environment",
    }
