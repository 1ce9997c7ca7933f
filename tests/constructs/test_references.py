from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import App, Aws, Fn, Stack
from aws_cdk import aws_appconfig as l2
from aws_cdk import aws_iam as iam

from cdk_appconfig import (
    Application,
    AwsExtension,
    DeploymentStrategy,
    DynamicParameter,
    Environment,
    Extension,
    ExtensionAssociation,
    FeatureFlagProfile,
    FeatureFlags,
    HostedProfile,
    SourcedProfile,
)
from cdk_appconfig.findings import shown
from rig.templates import Template, of_type, only
from tests.told import refusal

ARN = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234"
ENVIRONMENT_ARN = f"{ARN}/environment/def5678"
PROFILE_ARN = f"{ARN}/configurationprofile/ghi9012"
REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/"
ENVIRONMENT = "AWS::AppConfig::Environment"
PROFILE = "AWS::AppConfig::ConfigurationProfile"
DEPLOYMENT = "AWS::AppConfig::Deployment"


def selected(index: int, between: str = "/") -> dict[str, Any]:
    return {"Fn::Select": [index, {"Fn::Split": [between, {"Fn::ImportValue": "exported"}]}]}


@pytest.mark.parametrize("kind", ["id", "arn", "token"])
def test_environments_and_profiles_of_an_application_that_exists_already(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    shop = {
        "id": lambda: Application.from_application_id(stack, "Shop", "abc1234"),
        "arn": lambda: Application.from_application_arn(stack, "Shop", ARN),
        "token": lambda: Application.from_application_arn(
            stack, "Shop", Fn.import_value("exported")
        ),
    }[kind]()
    beta = shop.add_environment("beta")
    shop.add_hosted_profile("limits").deploy(beta, "x")
    found = template()

    expected = selected(1) if kind == "token" else "abc1234"
    assert only(found, ENVIRONMENT)["ApplicationId"] == expected
    assert only(found, PROFILE)["ApplicationId"] == expected
    assert only(found, DEPLOYMENT)["ApplicationId"] == expected
    assert of_type(found, "AWS::AppConfig::Application") == {}
    assert shop.application_ref.application_id == shop.application_id
    assert (
        stack.resolve(shop.application_arn)["Fn::Join"][1][2:]
        == {
            "id": [
                ":appconfig:",
                {"Ref": "AWS::Region"},
                ":",
                {"Ref": "AWS::AccountId"},
                ":application/abc1234",
            ],
            "arn": [":appconfig:us-east-1:123456789012:application/abc1234"],
            "token": [
                ":appconfig:",
                selected(3, ":"),
                ":",
                selected(4, ":"),
                ":application/",
                selected(1),
            ],
        }[kind]
    )


def test_two_references_to_one_application_know_each_other(stack: Stack) -> None:
    Application.from_application_id(stack, "One", "abc1234").add_environment("beta")
    two = Application.from_application_arn(stack, "Two", ARN)

    assert "APPCONFIG200 Test/Two/beta: the environment name 'beta' is already used by" in refusal(
        lambda: two.add_environment("beta")
    )


@pytest.mark.parametrize("kind", ["id", "arn", "token"])
def test_an_environment_that_exists_already_is_deployed_to_read_and_listened_to(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    shop = Application.from_application_id(stack, "Shop", "abc1234")
    prod = {
        "id": lambda: Environment.from_environment_id(stack, "Prod", "def5678", application=shop),
        "arn": lambda: Environment.from_environment_arn(stack, "Prod", ENVIRONMENT_ARN),
        "token": lambda: Environment.from_environment_arn(
            stack, "Prod", Fn.import_value("exported")
        ),
    }[kind]()
    owner = l2.Application.from_application_id(stack, "Owner", prod.application_id)
    application: Any = shop if kind != "token" else owner
    flags = FeatureFlagProfile(stack, "Flags", application=application)
    flags.deploy(prod, FeatureFlags())
    operator: Any = iam.Role.from_role_arn(
        stack, "Operator", "arn:aws:iam::123456789012:role/operator"
    )
    prod.grant_stop_deployment(operator)
    Extension(
        stack, "Tell", actions={"ON_DEPLOYMENT_START": "arn:aws:sns:us-east-1:123456789012:t"}
    ).associate(prod)
    found = template()

    application_id = selected(1) if kind == "token" else "abc1234"
    environment_id = selected(3) if kind == "token" else "def5678"
    deployment = only(found, DEPLOYMENT)
    assert (deployment["ApplicationId"], deployment["EnvironmentId"]) == (
        application_id,
        environment_id,
    )
    [resource] = of_type(found, DEPLOYMENT).values()
    assert resource["DependsOn"] == list(of_type(found, "AWS::AppConfig::ExtensionAssociation"))
    assert of_type(found, ENVIRONMENT) == {}


@pytest.mark.parametrize("kind", ["id", "arn", "token"])
@pytest.mark.parametrize("of", [FeatureFlagProfile, HostedProfile, SourcedProfile])
def test_a_profile_that_exists_already_can_be_read(
    stack: Stack, template: Callable[[], Template], of: Any, kind: str
) -> None:
    shop = Application.from_application_id(stack, "Shop", "abc1234")
    prod = Environment.from_environment_id(stack, "Prod", "def5678", application=shop)
    profile = {
        "id": lambda: of.from_configuration_profile_id(stack, "Flags", "ghi9012", application=shop),
        "arn": lambda: of.from_configuration_profile_arn(stack, "Flags", PROFILE_ARN),
        "token": lambda: of.from_configuration_profile_arn(
            stack, "Flags", Fn.import_value("exported")
        ),
    }[kind]()
    operator: Any = iam.Role.from_role_arn(
        stack, "Operator", "arn:aws:iam::123456789012:role/operator"
    )
    prod.grant_read_config(operator, profiles=[profile])

    [statement] = only(template(), "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    data = ":application/abc1234/environment/def5678/configuration/"
    assert statement["Resource"]["Fn::Join"][1][-2:] == (
        [data, selected(3)] if kind == "token" else [{"Ref": "AWS::AccountId"}, f"{data}ghi9012"]
    )
    assert stack.resolve([profile.application_id, profile.configuration_profile_id]) == (
        [selected(1), selected(3)] if kind == "token" else ["abc1234", "ghi9012"]
    )


@pytest.mark.parametrize("of", [FeatureFlagProfile, HostedProfile, SourcedProfile])
def test_a_profile_that_exists_already_is_not_deployed(stack: Stack, of: Any) -> None:
    profile = of.from_configuration_profile_arn(stack, "Flags", PROFILE_ARN)

    assert refusal(lambda: profile.deploy("prod", FeatureFlags(), revision="2")) == (
        "deployment of Test/Flags: 1 error\n"
        "  APPCONFIG447 Test/Flags: the profile exists already: it is there for permissions, agents "
        "and extensions\n"
        "      why: deployments and versions are declared beside their profile, which knows their "
        "order, its validators and its key; of an imported one only the id is known "
        "(https://docs.aws.amazon.com/cdk/v2/guide/resources.html)\n"
        "      fix: call deploy where the profile is made, take the profile over as docs/adopting.md "
        "says, or make CfnHostedConfigurationVersion and CfnDeployment of aws_appconfig"
    )


def test_permissions_name_the_account_and_the_region_of_an_arn(
    stack: Stack, template: Callable[[], Template]
) -> None:
    elsewhere = ENVIRONMENT_ARN.replace("us-east-1:123456789012", "eu-west-1:111111111111")
    far = Environment.from_environment_arn(stack, "Far", elsewhere)
    operator: Any = iam.Role.from_role_arn(
        stack, "Operator", "arn:aws:iam::123456789012:role/operator"
    )
    far.grant_start_deployment(operator, deployment_strategies=["AppConfig.AllAtOnce"])

    [statement] = only(template(), "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert [each["Fn::Join"][1][2] for each in statement["Resource"]] == [
        f":appconfig:eu-west-1:111111111111:{resource}"
        for resource in (
            "application/abc1234",
            "application/abc1234/environment/def5678",
            "application/abc1234/configurationprofile/*",
            "deploymentstrategy/AppConfig.AllAtOnce",
        )
    ]
    assert (far.env.account, far.env.region) == ("111111111111", "eu-west-1")


def test_an_arn_of_which_only_places_are_open_is_taken_apart_at_once(stack: Stack) -> None:
    arn = ENVIRONMENT_ARN.replace("us-east-1:123456789012", f"{Aws.REGION}:{Aws.ACCOUNT_ID}")
    prod = Environment.from_environment_arn(stack, "Prod", arn)

    assert (prod.application_id, prod.environment_id) == ("abc1234", "def5678")
    assert stack.resolve(prod.env.region) == {"Ref": "AWS::Region"}
    assert stack.resolve(prod.env.account) == {"Ref": "AWS::AccountId"}


def test_an_application_of_another_region_takes_no_environment_from_here(app: App) -> None:
    here = cdk.Environment(account="123456789012", region="eu-west-1")
    shop = Application.from_application_arn(Stack(app, "Here", env=here), "Shop", ARN)

    message = refusal(lambda: shop.add_environment("beta"))

    assert message.startswith(
        "environment Here/Shop/beta: 1 error\n"
        "  APPCONFIG286 Here/Shop/beta: Here/Shop is in another region\n"
    )


@pytest.mark.parametrize("kind", ["id", "arn", "token"])
def test_a_strategy_that_exists_already_is_deployed_with(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    arn = "arn:aws:appconfig:us-east-1:123456789012:deploymentstrategy/abc1234"
    strategy = {
        "id": lambda: DeploymentStrategy.from_deployment_strategy_id(stack, "Slow", "abc1234"),
        "arn": lambda: DeploymentStrategy.from_deployment_strategy_arn(stack, "Slow", arn),
        "token": lambda: DeploymentStrategy.from_deployment_strategy_arn(
            stack, "Slow", Fn.import_value("exported")
        ),
    }[kind]()
    shop = Application(stack, "Shop")
    beta = shop.add_environment("beta", deployment_strategy=strategy)
    shop.add_hosted_profile("limits").deploy(beta, "x")

    assert only(template(), DEPLOYMENT)["DeploymentStrategyId"] == (
        selected(1) if kind == "token" else "abc1234"
    )


EXTENSION_ARN = "arn:aws:appconfig:us-east-1:123456789012:extension/abc1234/2"


@pytest.mark.parametrize(
    ("kind", "identifier"),
    [
        ("id", "abc1234"),
        ("arn", "abc1234"),
        ("token", selected(1)),
        ("name", "guard"),
        ("of AWS", "AWS.AppConfig.DeploymentNotificationsToEventBridge"),
    ],
)
def test_an_extension_that_exists_already_is_associated(
    stack: Stack, template: Callable[[], Template], kind: str, identifier: object
) -> None:
    extension = {
        "id": lambda: Extension.from_extension_id(stack, "Guard", "abc1234"),
        "arn": lambda: Extension.from_extension_arn(stack, "Guard", EXTENSION_ARN),
        "token": lambda: Extension.from_extension_arn(stack, "Guard", Fn.import_value("exported")),
        "name": lambda: Extension.from_extension_name(stack, "Guard", "guard"),
        "of AWS": lambda: Extension.from_extension_name(
            stack, "Guard", AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_EVENT_BRIDGE
        ),
    }[kind]()
    extension.associate(Application(stack, "Shop"))

    assert only(template(), "AWS::AppConfig::ExtensionAssociation")["ExtensionIdentifier"] == (
        identifier
    )


def test_the_arn_of_an_extension_is_the_given_one_or_made_of_its_id(stack: Stack) -> None:
    by_arn = Extension.from_extension_arn(stack, "ByArn", EXTENSION_ARN)
    by_id = Extension.from_extension_id(stack, "ById", "abc1234")

    assert by_arn.extension_arn == by_arn.extension_ref.extension_arn == EXTENSION_ARN
    assert stack.resolve(by_id.extension_arn)["Fn::Join"][1][-1] == ":extension/abc1234"


def test_the_arn_of_an_extension_is_more_than_its_name(stack: Stack) -> None:
    guard = Extension.from_extension_name(stack, "Guard", "guard")
    shop = Application(stack, "Shop")
    beta, limits = shop.add_environment("beta"), shop.add_hosted_profile("limits")
    parameter = DynamicParameter(guard, "ticket", "SHOP-7")

    reason = (
        "the ARN of the extension 'guard' is not known\n"
        "      why: AppConfig takes the name of an extension in an association; the ARN holds its id "
        "(https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
        "API_CreateExtensionAssociation.html)\n"
        "      fix: use from_extension_arn or from_extension_id"
    )
    assert refusal(lambda: guard.extension_arn) == (
        f"extension Test/Guard: 1 error\n  APPCONFIG443 Test/Guard: {reason}"
    )
    assert refusal(lambda: limits.deploy(beta, "x", dynamic_parameters=[parameter])) == (
        f"deployment of Test/Shop/limits: 1 error\n  APPCONFIG443 Test/Shop/limits: {reason}"
    )


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            lambda stack: Application.from_application_id(stack, "X", "Shop"),
            "application Test/X: 1 error\n"
            "  APPCONFIG453 Test/X: 'Shop' is not the id of an application\n",
        ),
        (
            lambda stack: Environment.from_environment_id(
                stack, "X", "prod-1", application=Application(stack, "Shop")
            ),
            "environment Test/X: 1 error\n"
            "  APPCONFIG453 Test/X: 'prod-1' is not the id of an environment\n",
        ),
        (
            lambda stack: HostedProfile.from_configuration_profile_id(
                stack, "X", "ab", application=Application(stack, "Shop")
            ),
            "configuration profile Test/X: 1 error\n"
            "  APPCONFIG453 Test/X: 'ab' is not the id of a configuration profile\n",
        ),
    ],
)
def test_a_name_is_not_an_id(stack: Stack, build: Any, expected: str) -> None:
    message = refusal(lambda: build(stack))

    assert message.startswith(expected)
    assert message.endswith(
        "      fix: pass the id, not the name: AppConfig shows it next to the name"
    )
    assert stack.node.try_find_child("X") is None


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            lambda stack: Application.from_application_arn(stack, "X", ENVIRONMENT_ARN),
            f"  APPCONFIG454 Test/X: {shown(ENVIRONMENT_ARN)} is not the ARN of an application\n"
            "      why: the ARN of a resource holds its id, and below an application that of the "
            f"application ({REFERENCE}list_awsappconfig.html)\n"
            "      fix: pass one that ends in application/<id>",
        ),
        (
            lambda stack: Environment.from_environment_arn(stack, "X", PROFILE_ARN),
            f"  APPCONFIG454 Test/X: {shown(PROFILE_ARN)} is not the ARN of an environment\n"
            "      why: the ARN of a resource holds its id, and below an application that of the "
            f"application ({REFERENCE}list_awsappconfig.html)\n"
            "      fix: pass one that ends in application/<id>/environment/<id>",
        ),
        (
            lambda stack: DeploymentStrategy.from_deployment_strategy_arn(stack, "X", ARN),
            f"  APPCONFIG454 Test/X: {shown(ARN)} is not the ARN of a deployment strategy\n"
            "      why: the ARN of a resource holds its id, and below an application that of the "
            f"application ({REFERENCE}list_awsappconfig.html)\n"
            "      fix: pass one that ends in deploymentstrategy/<id>",
        ),
        (
            lambda stack: Extension.from_extension_arn(stack, "X", ARN),
            f"  APPCONFIG454 Test/X: {shown(ARN)} is not the ARN of an extension\n"
            "      why: the ARN of a resource holds its id, and below an application that of the "
            f"application ({REFERENCE}list_awsappconfig.html)\n"
            "      fix: pass one that ends in extension/<id>/<version>",
        ),
    ],
)
def test_the_arn_of_something_else_is_refused(stack: Stack, build: Any, expected: str) -> None:
    assert refusal(lambda: build(stack)).partition("\n")[2] == expected


@pytest.mark.parametrize("kind", ["id", "arn", "token"])
def test_an_association_that_exists_already_is_known_by_id_and_arn(stack: Stack, kind: str) -> None:
    arn = "arn:aws:appconfig:eu-west-1:111111111111:extensionassociation/abc1234"
    of = ExtensionAssociation
    found = {
        "id": lambda: of.from_extension_association_id(stack, "A", "abc1234"),
        "arn": lambda: of.from_extension_association_arn(stack, "A", arn),
        "token": lambda: of.from_extension_association_arn(stack, "A", Fn.import_value("exported")),
    }[kind]()
    reference = found.extension_association_ref
    id, named = stack.resolve(
        [reference.extension_association_id, reference.extension_association_arn]
    )

    assert id == (selected(1) if kind == "token" else "abc1234")
    shown_arn = named["Fn::Join"][1][-1] if kind == "id" else named
    assert shown_arn == {
        "id": ":extensionassociation/abc1234",
        "arn": arn,
        "token": {"Fn::ImportValue": "exported"},
    }.get(kind)
    assert found.env.region == "eu-west-1" or kind != "arn"


def test_what_no_association_has_is_refused(stack: Stack) -> None:
    of = ExtensionAssociation
    by_id = refusal(lambda: of.from_extension_association_id(stack, "X", "Guard"))
    by_arn = refusal(lambda: of.from_extension_association_arn(stack, "X", ARN))

    assert "APPCONFIG453 Test/X: 'Guard' is not the id of an extension association\n" in by_id
    assert by_arn.endswith("fix: pass one that ends in extensionassociation/<id>")
    assert stack.node.try_find_child("X") is None


def test_the_name_of_an_extension_is_not_its_id(stack: Stack) -> None:
    message = refusal(lambda: Extension.from_extension_id(stack, "X", "Guard"))

    assert message.startswith("extension Test/X: 1 error\n  APPCONFIG453 Test/X: 'Guard' is not ")
    assert message.endswith("fix: pass the id, or use from_extension_name for a name")


def test_a_name_that_no_extension_has_is_refused(stack: Stack) -> None:
    message = refusal(lambda: Extension.from_extension_name(stack, "X", "a/b"))

    assert "APPCONFIG400 Test/X: 'a/b' cannot be the name of an extension" in message


def test_an_id_may_be_known_at_deployment_only(stack: Stack) -> None:
    id = Fn.import_value("exported")
    shop = Application.from_application_id(stack, "Shop", id)
    found = [
        shop.application_id,
        Environment.from_environment_id(stack, "Prod", id, application=shop).environment_id,
        HostedProfile.from_configuration_profile_id(
            stack, "Limits", id, application=shop
        ).configuration_profile_id,
        DeploymentStrategy.from_deployment_strategy_id(
            stack, "Slow", id
        ).deployment_strategy_ref.deployment_strategy_id,
        Extension.from_extension_id(stack, "Guard", id).extension_id,
        Extension.from_extension_name(stack, "Named", id).extension_id,
    ]

    assert stack.resolve(found) == [{"Fn::ImportValue": "exported"}] * 6


def test_the_longest_and_the_shortest_id(stack: Stack) -> None:
    for id in ("abcd", "abcd567"):
        assert Application.from_application_id(stack, id, id).application_id == id
