from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aws_cdk import CfnParameter, Duration, Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_

import cdk_appconfig as ours
from rig.templates import Template, of_type, only
from tests.policies import POLICY, READ
from tests.readers import (
    FLAGS,
    FUNCTION,
    NEW_LAYER,
    OWN_LAYER,
    PREFETCH,
    alarm,
    function,
    refused,
    statements,
    variables,
)

SHOP = {"Ref": "Shop563325D0"}


def readable(environment: str, profile: str, application: Any = SHOP) -> dict[str, Any]:
    start = ["arn:", {"Ref": "AWS::Partition"}, ":appconfig:", {"Ref": "AWS::Region"}, ":"]
    path = [":application/", application, "/environment/", {"Ref": environment}]
    end = ["/configuration/", {"Ref": profile}]
    return {"Fn::Join": ["", [*start, {"Ref": "AWS::AccountId"}, *path, *end]]}


BETA_CHECKOUT = readable("Shopbeta33A0DF31", "Shopcheckout72263494")


def test_a_function_gets_layer_variables_and_the_right_to_read(
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    template: Callable[[], Template],
) -> None:
    agent = beta.add_agent_to_lambda(api, profiles=[checkout])

    found = template()
    assert variables(found) == {
        "APPCONFIG_APPLICATION": "shop",
        "APPCONFIG_ENVIRONMENT": "beta",
        "APPCONFIG_PROFILES": "checkout",
        PREFETCH: "shop:beta:checkout",
    }
    assert only(found, FUNCTION)["Layers"] == [
        {"Fn::FindInMap": ["AppConfigAgentLayers", {"Ref": "AWS::Region"}, "x86"]}
    ]
    assert found["Mappings"]["AppConfigAgentLayers"]["us-east-1"]["x86"] == NEW_LAYER
    assert statements(found) == [{"Action": READ, "Effect": "Allow", "Resource": BETA_CHECKOUT}]
    assert only(found, POLICY)["Roles"] == [{"Ref": "ApiServiceRole1BD550DA"}]
    assert agent.node.path.startswith("Test/AppConfigAgent-Api-")


def test_an_alarm_of_the_function_may_watch_what_it_reads_and_deployments_wait_for_it(
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    template: Callable[[], Template],
) -> None:
    checkout.deploy(beta, FLAGS)
    beta.add_monitor(alarm(api))
    agent = beta.add_agent_to_lambda(api, profiles=[checkout])

    found = template()
    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    policy = agent.policy.node.default_child
    assert policy is not None
    assert deployment["DependsOn"] == ["ApiF70053CD", *of_type(found, POLICY)]


def test_every_setting_has_its_name_of_the_lambda_line(
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    template: Callable[[], Template],
) -> None:
    beta.add_agent_to_lambda(
        api,
        profiles=[checkout],
        prefetch=False,
        poll_interval=Duration.minutes(1),
        request_timeout=timedelta(milliseconds=500),
        log_level="debug",
        port=2773,
        max_connections=1,
        service_region="eu-west-1",
        role_arn="arn:aws:iam::222222222222:role/reader",
        role_external_id="shop",
        role_session_name="api",
        proxy_url="http://proxy",
        proxy_headers={"a": "1", "b": "2"},
        manifest="shop:beta:manifest",
        wait_on_manifest=False,
        experiment_assignment_log_destination="stderr",
    )

    found = template()
    start = "AWS_APPCONFIG_EXTENSION_"
    assert {
        name.removeprefix(start): value
        for name, value in variables(found).items()
        if name.startswith(start)
    } == {
        "POLL_INTERVAL_SECONDS": "60",
        "POLL_TIMEOUT_MILLIS": "500",
        "LOG_LEVEL": "debug",
        "HTTP_PORT": "2773",
        "MAX_CONNECTIONS": "1",
        "SERVICE_REGION": "eu-west-1",
        "ROLE_ARN": "arn:aws:iam::222222222222:role/reader",
        "ROLE_EXTERNAL_ID": "shop",
        "ROLE_SESSION_NAME": "api",
        "PROXY_URL": "http://proxy",
        "PROXY_HEADERS": "a: 1, b: 2",
        "MANIFEST": "shop:beta:manifest",
        "WAIT_ON_MANIFEST": "false",
        "EXPERIMENT_ASSIGNMENT_LOG_DESTINATION": "stderr",
    }
    assert statements(found) == [
        {
            "Action": "sts:AssumeRole",
            "Effect": "Allow",
            "Resource": "arn:aws:iam::222222222222:role/reader",
        }
    ]


def test_a_customer_key_has_a_statement_of_its_own(
    stack: Stack,
    shop: ours.Application,
    beta: ours.Environment,
    api: lambda_.Function,
    template: Callable[[], Template],
) -> None:
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    profiles = [shop.add_feature_flags(id, kms_key=key) for id in ("checkout", "search")]
    beta.add_agent_to_lambda(api, profiles=profiles)

    [read, decrypt] = statements(template())
    assert read["Resource"] == [
        BETA_CHECKOUT,
        readable("Shopbeta33A0DF31", "Shopsearch6BC466D0"),
    ]
    assert decrypt == {
        "Action": "kms:Decrypt",
        "Effect": "Allow",
        "Resource": {"Fn::GetAtt": ["Key961B73FD", "Arn"]},
    }


def test_more_calls_go_on_with_one_list_one_layer_and_one_statement(
    stack: Stack,
    shop: ours.Application,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    template: Callable[[], Template],
) -> None:
    search = shop.add_feature_flags("search")
    prod = shop.add_environment("prod")
    other = ours.Application(stack, "Other", application_name="other")
    their_beta, their_flags = other.add_environment("beta"), other.add_feature_flags("flags")

    agents = [
        beta.add_agent_to_lambda(api, profiles=[checkout], log_level="debug"),
        beta.add_agent_to_lambda(api, profiles=[search, checkout], log_level="debug"),
        prod.add_agent_to_lambda(api, profiles=[checkout]),
        their_beta.add_agent_to_lambda(api, profiles=[their_flags]),
    ]

    found = template()
    assert len(set(agents)) == 1
    assert variables(found) == {
        "APPCONFIG_APPLICATION": "shop",
        "APPCONFIG_ENVIRONMENT": "beta",
        "APPCONFIG_PROFILES": "checkout,search",
        "APPCONFIG_2_APPLICATION": "shop",
        "APPCONFIG_2_ENVIRONMENT": "prod",
        "APPCONFIG_2_PROFILES": "checkout",
        "APPCONFIG_3_APPLICATION": "other",
        "APPCONFIG_3_ENVIRONMENT": "beta",
        "APPCONFIG_3_PROFILES": "flags",
        PREFETCH: "shop:beta:checkout,shop:beta:search,shop:prod:checkout,other:beta:flags",
        "AWS_APPCONFIG_EXTENSION_LOG_LEVEL": "debug",
    }
    [statement] = statements(found)
    assert statement["Action"] == READ
    assert len(statement["Resource"]) == 4
    assert len(only(found, FUNCTION)["Layers"]) == 1


def test_an_alias_and_a_version_stand_for_their_function(
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    template: Callable[[], Template],
) -> None:
    version = api.current_version
    by_alias = beta.add_agent_to_lambda(api.add_alias("live"), profiles=[checkout])

    assert beta.add_agent_to_lambda(version, profiles=[checkout]) is by_alias
    assert variables(template())[PREFETCH] == "shop:beta:checkout"


def l1_function(stack: Stack, id: str, role: str, **options: Any) -> lambda_.CfnFunction:
    return lambda_.CfnFunction(
        stack,
        id,
        runtime="python3.13",
        handler="index.handler",
        code=lambda_.CfnFunction.CodeProperty(zip_file="def handler(event, context): ..."),
        role=role,
        **options,
    )


def test_a_function_of_the_l1_gets_the_same_beside_what_it_has(
    stack: Stack,
    shop: ours.Application,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    template: Callable[[], Template],
) -> None:
    principal: Any = iam.ServicePrincipal("lambda.amazonaws.com")
    role = iam.Role(stack, "Role", assumed_by=principal, path="/shop/")
    api = l1_function(
        stack,
        "Api",
        role.role_arn,
        architectures=["arm64"],
        environment=lambda_.CfnFunction.EnvironmentProperty(variables={"STAGE": "beta"}),
        layers=[OWN_LAYER],
    )
    checkout.deploy(beta, FLAGS)
    beta.add_monitor(cloudwatch.CfnAlarm(stack, "Errors", **errors_of(api.ref)))
    agent = beta.add_agent_to_lambda(api, profiles=[checkout])
    again = beta.add_agent_to_lambda(api, profiles=[shop.add_feature_flags("search")])

    found = template()
    assert again is agent
    assert variables(found) == {
        "STAGE": "beta",
        "APPCONFIG_APPLICATION": "shop",
        "APPCONFIG_ENVIRONMENT": "beta",
        "APPCONFIG_PROFILES": "checkout,search",
        PREFETCH: "shop:beta:checkout,shop:beta:search",
    }
    assert only(found, FUNCTION)["Layers"] == [
        OWN_LAYER,
        {"Fn::FindInMap": ["AppConfigAgentLayers", {"Ref": "AWS::Region"}, "arm64"]},
    ]
    [policy_id] = of_type(found, POLICY)
    assert only(found, POLICY)["Roles"] == [{"Ref": "Role1ABCC5F0"}]
    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    assert deployment["DependsOn"] == ["Api", policy_id]


def errors_of(function_name: str) -> dict[str, Any]:
    return {
        "namespace": "AWS/Lambda",
        "metric_name": "Errors",
        "dimensions": [{"name": "FunctionName", "value": function_name}],
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "threshold": 1,
        "evaluation_periods": 1,
        "statistic": "Sum",
        "period": 300,
        "treat_missing_data": "notBreaching",
    }


def test_a_role_of_an_l1_may_be_one_that_exists_already(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    template: Callable[[], Template],
) -> None:
    api = l1_function(stack, "Api", "arn:aws:iam::123456789012:role/shop/api")
    beta.add_agent_to_lambda(api, profiles=[checkout])

    assert only(template(), POLICY)["Roles"] == ["api"]


def test_an_imported_role_gets_the_policy_and_a_fixed_one_does_not(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    template: Callable[[], Template],
) -> None:
    arn = "arn:aws:iam::123456789012:role/api"
    role = iam.Role.from_role_arn(stack, "Role", arn)
    fixed = iam.Role.from_role_arn(stack, "Fixed", arn, mutable=False)
    beta.add_agent_to_lambda(function(stack, "Api", role=role), profiles=[checkout])
    beta.add_agent_to_lambda(function(stack, "Job", role=fixed), profiles=[checkout])

    assert only(template(), POLICY)["Roles"] == ["api"]


def test_what_is_of_the_l1_the_l2_or_imported_is_read_by_its_name_or_its_id(
    stack: Stack, api: lambda_.Function, template: Callable[[], Template]
) -> None:
    l1 = appconfig.CfnApplication(stack, "L1", name="l1")
    named = ours.Environment(stack, "Named", application=l1)
    profile = appconfig.CfnConfigurationProfile(
        stack, "Profile", application_id=l1.ref, name="profile:1/a", location_uri="hosted"
    )
    known = ours.Application.from_application_id(stack, "Known", "abc1234")
    imported = ours.Environment.from_environment_id(stack, "Beta", "def5678", application=known)
    theirs = ours.FeatureFlagProfile.from_configuration_profile_id(
        stack, "Theirs", "abcdef1", application=known
    )
    named.add_agent_to_lambda(api, profiles=[profile])
    imported.add_agent_to_lambda(api, profiles=[theirs])

    assert variables(template())[PREFETCH] == (
        "/applications/l1/environments/Named/configurations/profile%3A1%2Fa,abc1234:def5678:abcdef1"
    )


def test_a_function_that_the_app_does_not_make_is_refused(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    imported = lambda_.Function.from_function_name(stack, "Imported", "api")

    assert refused(beta, imported, [checkout]) == (
        "APPCONFIG470",
        "the function Test/Imported exists already, or is none of the L2 or the L1",
        "add the agent in the app that makes the function; its role is allowed to read with "
        "environment.grant_read_config(role, profiles=[…])",
    )
    assert refused(beta, "api", [checkout])[:2] == (
        "APPCONFIG470",
        "the function 'api' exists already, or is none of the L2 or the L1",
    )


def images(stack: Stack) -> list[Any]:
    repository = ecr.Repository.from_repository_name(stack, "Repository", "api")
    code = lambda_.DockerImageCode.from_ecr(repository)
    image_of_l1 = lambda_.CfnFunction.CodeProperty(image_uri="api:1")
    role = "arn:aws:iam::123456789012:role/api"
    return [
        lambda_.DockerImageFunction(stack, "Image", code=code),
        lambda_.CfnFunction(stack, "L1", code=image_of_l1, package_type="Image", role=role),
    ]


def test_a_container_image_is_refused_unless_it_has_the_agent(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    template: Callable[[], Template],
) -> None:
    for image in images(stack):
        assert refused(beta, image, [checkout]) == (
            "APPCONFIG471",
            f"the function {image.node.path} is a container image",
            "copy the layer into the image, and pass agent_in_image=True",
        )
        agent = beta.add_agent_to_lambda(image, profiles=[checkout], agent_in_image=True)
        beta.add_agent_to_lambda(image, profiles=[checkout], agent_in_image=True)
        assert agent.layer_version_arn is None

    found = template()
    for made in of_type(found, FUNCTION).values():
        assert "Layers" not in made["Properties"]
        assert made["Properties"]["Environment"]["Variables"][PREFETCH] == "shop:beta:checkout"
    assert len(of_type(found, POLICY)) == 2


def test_an_agent_in_the_image_is_of_an_image_and_no_layer(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile, api: lambda_.Function
) -> None:
    assert refused(beta, api, [checkout], agent_in_image=True) == (
        "APPCONFIG471",
        "the function Test/Api is no container image",
        "leave agent_in_image out",
    )
    image, _ = images(stack)
    assert refused(beta, image, [checkout], agent_in_image=True, latest_layer=True) == (
        "APPCONFIG474",
        "a layer is asked for, and agent_in_image says that the agent is in the image",
        "leave layer_version_arn and latest_layer out",
    )


def test_profiles_are_asked_for_and_are_of_the_application(
    stack: Stack, beta: ours.Environment, api: lambda_.Function
) -> None:
    foreign = ours.Application(stack, "Other").add_feature_flags("flags")

    assert refused(beta, api, []) == (
        "APPCONFIG477",
        "the agent would read no profile",
        "pass profiles=[…]",
    )
    assert refused(beta, api, ["checkout"]) == (
        "APPCONFIG477",
        "'checkout' is not a configuration profile",
        "pass profiles of ours, of the L2 or of the L1",
    )
    assert refused(beta, api, [foreign]) == (
        "APPCONFIG477",
        "the profile Test/Other/flags belongs to another application than the environment",
        "read it from an environment of its own application",
    )


def test_a_name_with_a_comma_is_no_part_of_the_list(
    shop: ours.Application, beta: ours.Environment, api: lambda_.Function
) -> None:
    odd = shop.add_feature_flags("odd", configuration_profile_name="a,b")

    assert refused(beta, api, [odd]) == (
        "APPCONFIG481",
        "the name 'a,b' has a comma in it",
        "pass prefetch=False, or choose another name",
    )
    beta.add_agent_to_lambda(api, profiles=[odd], prefetch=False)


MANIFEST_FORM = "text that is not empty, or a dict: {'application:environment:profile': {…}}"
MANIFEST_SHOWN = "{'shop:beta:checkout': {'credentials': {}}}"


@pytest.mark.parametrize(
    ("name", "value", "shown", "expected"),
    [
        (
            "poll_interval",
            timedelta(milliseconds=1500),
            "datetime.timedelta(seconds=1, microseconds=500000)",
            "a Duration or timedelta of whole seconds, at least 1",
        ),
        ("poll_interval", 45, "45", "a Duration or timedelta of whole seconds, at least 1"),
        (
            "request_timeout",
            timedelta(0),
            "datetime.timedelta(0)",
            "a Duration or timedelta of whole milliseconds, at least 1",
        ),
        (
            "log_level",
            "verbose",
            "'verbose'",
            "one of trace, debug, info, warn, error, fatal, none",
        ),
        ("port", 65536, "65536", "a number from 1 to 65535"),
        ("max_connections", True, "True", "a number from 1"),
        ("proxy_headers", "a: 1", "'a: 1'", "a dict, value by name"),
        ("wait_on_manifest", "false", "'false'", "True or False"),
        ("manifest", "", "''", MANIFEST_FORM),
        ("manifest", {"shop:beta:checkout": {"credentials": {}}}, MANIFEST_SHOWN, MANIFEST_FORM),
        ("role_session_name", "", "''", "text that is not empty"),
    ],
)
def test_a_setting_that_the_agent_does_not_take_is_refused(
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    name: str,
    value: object,
    shown: str,
    expected: str,
) -> None:
    assert refused(beta, api, [checkout], **{name: value}) == (
        "APPCONFIG478",
        f"{name} is {shown}",
        f"pass {expected}",
    )


def test_a_setting_at_its_limit_is_taken(
    beta: ours.Environment, checkout: ours.FeatureFlagProfile, api: lambda_.Function
) -> None:
    beta.add_agent_to_lambda(
        api,
        profiles=[checkout],
        poll_interval=timedelta(seconds=1),
        request_timeout=Duration.millis(1),
        port=65535,
        max_connections=1,
    )


def test_an_unknown_setting_is_a_mistake_of_python(
    beta: ours.Environment, checkout: ours.FeatureFlagProfile, api: lambda_.Function
) -> None:
    options: dict[str, Any] = {"poll_intervall": 45}

    with pytest.raises(TypeError) as caught:
        beta.add_agent_to_lambda(api, profiles=[checkout], **options)

    assert str(caught.value) == (
        "agent of Test/Shop/beta got an unexpected keyword argument 'poll_intervall'; "
        "did you mean 'poll_interval'?"
    )


def test_one_setting_has_one_value(
    beta: ours.Environment, checkout: ours.FeatureFlagProfile, api: lambda_.Function
) -> None:
    variable = "AWS_APPCONFIG_EXTENSION_LOG_LEVEL"
    beta.add_agent_to_lambda(api, profiles=[checkout], log_level="debug")

    assert refused(beta, api, [checkout], log_level="info") == (
        "APPCONFIG479",
        f"{variable} of Test/Api is already 'debug', and would be 'info'",
        "give a setting once, or the same value each time",
    )
    assert refused(beta, api, [checkout], layer_version_arn=OWN_LAYER) == (
        "APPCONFIG479",
        "the function Test/Api has a layer with the agent already",
        "choose the layer where the agent is added first",
    )


def test_variables_of_the_function_are_kept_and_its_list_goes_on(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    template: Callable[[], Template],
) -> None:
    own = {
        "STAGE": "beta",
        "AWS_APPCONFIG_EXTENSION_LOG_LEVEL": "debug",
        PREFETCH: "other:beta:flags",
    }
    api = function(stack, "Api", environment=own)
    beta.add_agent_to_lambda(api, profiles=[checkout], log_level="debug")

    found = variables(template())
    assert found["STAGE"] == "beta"
    assert found["AWS_APPCONFIG_EXTENSION_LOG_LEVEL"] == "debug"
    assert found[PREFETCH] == "other:beta:flags,shop:beta:checkout"


@pytest.mark.parametrize(
    ("name", "value", "new"),
    [
        ("AWS_APPCONFIG_EXTENSION_LOG_LEVEL", "debug", "info"),
        ("APPCONFIG_ENVIRONMENT", "test", "beta"),
    ],
)
def test_a_variable_of_the_function_is_not_overwritten(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    name: str,
    value: str,
    new: str,
) -> None:
    api = function(stack, "Api", environment={name: value})

    assert refused(beta, api, [checkout], log_level="info") == (
        "APPCONFIG479",
        f"{name} of Test/Api is already {value!r}, and would be {new!r}",
        "give a setting once, or the same value each time",
    )


def test_a_list_that_is_not_known_is_not_overwritten(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    listed = CfnParameter(stack, "Listed").value_as_string
    api = function(stack, "Api", environment={PREFETCH: listed})

    assert refused(beta, api, [checkout])[:2] == (
        "APPCONFIG479",
        f"{PREFETCH} of Test/Api is already {{'Ref': 'Listed'}}, and would be 'shop:beta:checkout'",
    )
    beta.add_agent_to_lambda(api, profiles=[checkout], prefetch=False)
