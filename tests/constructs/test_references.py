from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import Fn, Stack
from aws_cdk import aws_appconfig as l2
from aws_cdk import aws_iam as iam

from cdk_appconfig import (
    AppConfigError,
    Application,
    Environment,
    Extension,
    FeatureFlagProfile,
    FeatureFlags,
    HostedProfile,
    SourcedProfile,
)
from cdk_appconfig.findings import shown
from rig.templates import Template, of_type, only

ARN = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234"
ENVIRONMENT_ARN = f"{ARN}/environment/def5678"
PROFILE_ARN = f"{ARN}/configurationprofile/ghi9012"
REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/"
ENVIRONMENT = "AWS::AppConfig::Environment"
PROFILE = "AWS::AppConfig::ConfigurationProfile"
DEPLOYMENT = "AWS::AppConfig::Deployment"


def refusal(build: Callable[[], object]) -> str:
    with pytest.raises(AppConfigError) as caught:
        build()
    return str(caught.value)


def selected(index: int) -> dict[str, Any]:
    return {"Fn::Select": [index, {"Fn::Split": ["/", {"Fn::ImportValue": "exported"}]}]}


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
    assert stack.resolve(shop.application_arn)["Fn::Join"][1][-1] in (
        ":application/abc1234",
        selected(1),
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


@pytest.mark.parametrize("kind", ["id", "arn"])
@pytest.mark.parametrize("of", [FeatureFlagProfile, HostedProfile, SourcedProfile])
def test_a_profile_that_exists_already_can_be_read(
    stack: Stack, template: Callable[[], Template], of: Any, kind: str
) -> None:
    shop = Application.from_application_id(stack, "Shop", "abc1234")
    prod = Environment.from_environment_id(stack, "Prod", "def5678", application=shop)
    profile = (
        of.from_configuration_profile_id(stack, "Flags", "ghi9012", application=shop)
        if kind == "id"
        else of.from_configuration_profile_arn(stack, "Flags", PROFILE_ARN)
    )
    operator: Any = iam.Role.from_role_arn(
        stack, "Operator", "arn:aws:iam::123456789012:role/operator"
    )
    prod.grant_read_config(operator, profiles=[profile])

    [statement] = only(template(), "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert statement["Resource"]["Fn::Join"][1][-1] == (
        ":application/abc1234/environment/def5678/configuration/ghi9012"
    )
    assert (profile.application_id, profile.configuration_profile_id) == ("abc1234", "ghi9012")


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
    ],
)
def test_the_arn_of_something_else_is_refused(stack: Stack, build: Any, expected: str) -> None:
    assert refusal(lambda: build(stack)).partition("\n")[2] == expected


def test_the_longest_and_the_shortest_id(stack: Stack) -> None:
    for id in ("abcd", "abcd567"):
        assert Application.from_application_id(stack, id, id).application_id == id
