from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError
from rig.templates import Template, of_type
from tests.policies import POLICY, READ
from tests.readers import (
    FLAGS,
    PREFETCH,
    alarm,
    function,
    refused,
    statements,
    variables,
)


def two_stacks(app: App) -> tuple[Stack, Stack, ours.Environment, ours.FeatureFlagProfile]:
    platform, service = Stack(app, "Platform"), Stack(app, "Service")
    shop = ours.Application(platform, "Shop", application_name="shop")
    return platform, service, shop.add_environment("beta"), shop.add_feature_flags("checkout")


def test_a_service_may_wait_for_a_platform(
    app: App, synthesize: Callable[[], dict[str, Template]]
) -> None:
    platform, service, beta, checkout = two_stacks(app)
    beta.add_agent_to_lambda(function(service, "Api"), profiles=[checkout])
    checkout.deploy(beta, FLAGS)

    templates = synthesize()

    assert of_type(templates["Platform"], POLICY) == {}
    assert variables(templates["Service"])[PREFETCH] == "shop:beta:checkout"
    assert [stack.node.path for stack in service.dependencies] == ["Platform"]
    assert platform.dependencies == []


CIRCLE = (
    "{subject}: 1 error\n"
    "  APPCONFIG480 Platform/Shop/beta: the stack Service waits for Platform, which {what} Service\n"
    "      why: what a function may read is named by ids, which exist once the stack of the "
    "environment is deployed; that stack cannot wait for the function's in turn "
    "(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html)\n"
    "      fix: put both into one stack, or name what crosses: give the alarm an alarm_name and "
    "watch its ARN as text, or import the environment into the function's stack by its id"
)


def test_a_platform_that_waits_for_the_service_is_an_explained_error(app: App) -> None:
    platform, service, beta, checkout = two_stacks(app)
    platform.add_stack_dependency(service)

    with pytest.raises(AppConfigError) as error:
        beta.add_agent_to_lambda(function(service, "Api"), profiles=[checkout])

    subject = "environment Platform/Shop/beta"
    assert str(error.value) == CIRCLE.format(subject=subject, what="already waits for")


@pytest.mark.parametrize("alarm_first", [True, False])
def test_an_alarm_of_the_service_is_an_explained_error_in_either_order(
    app: App, *, alarm_first: bool
) -> None:
    _, service, beta, checkout = two_stacks(app)
    api = function(service, "Api")
    what = "is watched by an alarm of" if alarm_first else "would be watched by an alarm of"

    with pytest.raises(AppConfigError) as error:  # noqa: PT012, the order is what is tested
        if alarm_first:
            beta.add_monitor(alarm(api))
        beta.add_agent_to_lambda(api, profiles=[checkout])
        beta.add_monitor(alarm(api))

    subject = "environment Platform/Shop/beta"
    assert str(error.value) == CIRCLE.format(subject=subject, what=what)


def test_the_circle_ends_with_the_arn_that_the_error_asks_for(
    app: App, synthesize: Callable[[], dict[str, Template]]
) -> None:
    _, service, beta, checkout = two_stacks(app)
    api = function(service, "Api")
    beta.add_monitor("arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors")
    beta.add_agent_to_lambda(api, profiles=[checkout])

    assert "Service" in synthesize()


def test_the_circle_ends_with_the_id_that_the_error_asks_for(
    app: App, synthesize: Callable[[], dict[str, Template]]
) -> None:
    platform, service, beta, _ = two_stacks(app)
    api = function(service, "Api")
    shop = ours.Application.from_application_id(service, "Shop", "abc1234")
    known = ours.Environment.from_environment_id(service, "Beta", "def5678", application=shop)
    flags = ours.FeatureFlagProfile.from_configuration_profile_id(
        service, "Checkout", "abcdef1", application=shop
    )
    beta.add_monitor(alarm(api))
    known.add_agent_to_lambda(api, profiles=[flags])

    assert "Service" in synthesize()
    assert [stack.node.path for stack in platform.dependencies] == ["Service"]
    assert service.dependencies == []


@pytest.mark.parametrize("how", ["variable", "policy", "dependency"])
def test_a_circle_that_names_avoid_is_explained_at_synthesis(
    app: App, beta: ours.Environment, api: lambda_.Function, how: str
) -> None:
    beta.add_monitor(alarm(api))
    if how == "variable":
        api.add_environment("URL", f"https://example.com/{beta.environment_id}")
        way = "Test/Api/Errors → Test/Api"
    elif how == "policy":
        reads, what = ["appconfig:GetLatestConfiguration"], [f"{beta.environment_arn}/*"]
        api.add_to_role_policy(iam.PolicyStatement(actions=reads, resources=what))
        way = "Test/Api/Errors → Test/Api → Test/Api/ServiceRole/DefaultPolicy"
    else:
        api.node.add_dependency(beta)
        way = "Test/Api/Errors"

    with pytest.raises(RuntimeError) as caught:
        app.synth()

    path = "Test/Shop/beta"
    assert (
        f"  [{path}] APPCONFIG290 {path}: the environment waits for itself: {path} → {way} → {path}\n"
        "    why: CloudFormation refuses resources that wait for each other in a circle "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html)\n"
        "    fix: grant the reading of the environment in the policy that grant_read_config or "
        "add_agent_to_lambda makes, and tell the reader names instead of ids"
    ) in str(caught.value)


ROLE = "arn:aws:iam::222222222222:role/reader"


def theirs(stack: Stack, region: str) -> tuple[Any, Any]:
    """Return an environment of another account, and a profile of its application."""
    start = f"arn:aws:appconfig:{region}:222222222222:application/abc1234"
    return (
        ours.Environment.from_environment_arn(stack, "Theirs", f"{start}/environment/def5678"),
        ours.FeatureFlagProfile.from_configuration_profile_arn(
            stack, "Flags", f"{start}/configurationprofile/abcdef1"
        ),
    )


@pytest.fixture
def owner(app: App) -> Stack:
    return Stack(app, "Test", env=Environment(account="111111111111", region="us-east-1"))


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_an_environment_of_another_account_is_read_with_its_role(
    owner: Stack, template: Callable[[], Template], region: str
) -> None:
    environment, flags = theirs(owner, region)
    environment.add_agent_to_lambda(function(owner, "Api"), profiles=[flags], role_arn=ROLE)

    found = template()
    expected = {
        "APPCONFIG_APPLICATION": "abc1234",
        "APPCONFIG_ENVIRONMENT": "def5678",
        "APPCONFIG_PROFILES": "abcdef1",
        PREFETCH: "abc1234:def5678:abcdef1",
        "AWS_APPCONFIG_EXTENSION_ROLE_ARN": ROLE,
    }
    if region == "eu-west-1":
        expected["AWS_APPCONFIG_EXTENSION_SERVICE_REGION"] = region
    assert variables(found) == expected
    assert statements(found) == [{"Action": "sts:AssumeRole", "Effect": "Allow", "Resource": ROLE}]


def test_a_manifest_gives_a_role_to_one_of_several(
    owner: Stack, template: Callable[[], Template]
) -> None:
    shop = ours.Application(owner, "Shop", application_name="shop")
    environment, flags = theirs(owner, "us-east-1")
    api = function(owner, "Api")
    credentials = {"roleArn": ROLE, "roleExternalId": "shop"}
    shop.add_environment("beta").add_agent_to_lambda(
        api,
        profiles=[shop.add_feature_flags("checkout")],
        manifest={"abc1234:def5678:abcdef1": {"credentials": credentials}, "a:b:c": {}},
    )
    environment.add_agent_to_lambda(
        api,
        profiles=[flags],
        manifest={"abc1234:def5678:abcdef1": {"credentials": credentials}, "a:b:c": {}},
    )

    found = template()
    assert json.loads(variables(found)["AWS_APPCONFIG_EXTENSION_MANIFEST"]) == {
        "abc1234:def5678:abcdef1": {"credentials": {"roleArn": ROLE, "roleExternalId": "shop"}},
        "a:b:c": {},
    }
    assume, read = statements(found)
    assert assume == {"Action": "sts:AssumeRole", "Effect": "Allow", "Resource": ROLE}
    assert read["Action"] == READ
    assert isinstance(read["Resource"], dict)


def test_another_account_asks_for_a_role(owner: Stack) -> None:
    environment, flags = theirs(owner, "us-east-1")
    api = function(owner, "Api")

    assert refused(environment, api, [flags]) == (
        "APPCONFIG485",
        "Test/Api is in account 111111111111, the environment in 222222222222",
        "make a role there with environment.reader_role([…]), and pass its ARN as role_arn",
    )
    environment.add_agent_to_lambda(api, profiles=[flags], manifest="file:/opt/manifest.json")


@pytest.mark.parametrize("role_first", [True, False])
def test_one_role_reads_everything_or_nothing(owner: Stack, *, role_first: bool) -> None:
    shop = ours.Application(owner, "Shop")
    api = function(owner, "Api")
    flags = shop.add_feature_flags("checkout")
    with_role: dict[str, Any] = {"role_arn": ROLE}
    first, second = (with_role, {}) if role_first else ({}, with_role)
    shop.add_environment("beta").add_agent_to_lambda(api, profiles=[flags], **first)

    assert refused(shop.add_environment("prod"), api, [flags], **second) == (
        "APPCONFIG484",
        "Test/Api reads one environment with role_arn, and another one without",
        "pass role_arn in each call or in none, or credentials in manifest={…}",
    )


@pytest.mark.parametrize("elsewhere_first", [True, False])
def test_one_agent_reads_from_one_region(owner: Stack, *, elsewhere_first: bool) -> None:
    shop = ours.Application(owner, "Shop")
    near = (shop.add_environment("beta"), shop.add_feature_flags("checkout"))
    far = theirs(owner, "eu-west-1")
    api = function(owner, "Api")
    (first, flags), (second, others) = (far, near) if elsewhere_first else (near, far)
    one, other = ("eu-west-1", "us-east-1") if elsewhere_first else ("us-east-1", "eu-west-1")
    first.add_agent_to_lambda(api, profiles=[flags], role_arn=ROLE)

    assert refused(second, api, [others], role_arn=ROLE) == (
        "APPCONFIG487",
        f"Test/Api reads from {one}, the environment is in {other}",
        "read it from a function or a task of its own; or pass service_region in each call",
    )
    second.add_agent_to_lambda(api, profiles=[others], role_arn=ROLE, service_region=one)
