from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aws_cdk import App, CfnParameter, Duration, Environment, Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Annotations, Match

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError, FeatureFlags, Flag, Variant, context, split
from rig.templates import Template, of_type, only

POLICY = "AWS::IAM::Policy"
FUNCTION = "AWS::Lambda::Function"
READ = ["appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"]
SHOP = {"Ref": "Shop563325D0"}
PREFETCH = "AWS_APPCONFIG_EXTENSION_PREFETCH_LIST"
FLAGS = FeatureFlags(Flag("one_click", enabled=True))
VARIED = FeatureFlags(
    Flag(
        "tax",
        variants=[Variant("qa", rule=context("user") == "qa", enabled=True)],
        default=Variant("rest", enabled=False),
    )
)
OWN_LAYER = "arn:aws:lambda:us-east-1:111111111111:layer:mine:7"
BEFORE_VARIANTS = "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:153"
BEFORE_ENTITY_IDS = "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:296"
NEW_LAYER = "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:332"


@pytest.fixture
def api(stack: Stack) -> lambda_.Function:
    return function(stack, "Api")


def function(stack: Stack, id: str, **options: Any) -> lambda_.Function:
    return lambda_.Function(
        stack,
        id,
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        **options,
    )


def alarm(function: lambda_.Function, id: str = "Errors") -> cloudwatch.Alarm:
    return function.metric_errors().create_alarm(
        function,
        id,
        threshold=1,
        evaluation_periods=1,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def readable(environment: str, profile: str, application: Any = SHOP) -> dict[str, Any]:
    start = ["arn:", {"Ref": "AWS::Partition"}, ":appconfig:", {"Ref": "AWS::Region"}, ":"]
    path = [":application/", application, "/environment/", {"Ref": environment}]
    end = ["/configuration/", {"Ref": profile}]
    return {"Fn::Join": ["", [*start, {"Ref": "AWS::AccountId"}, *path, *end]]}


BETA_CHECKOUT = readable("Shopbeta33A0DF31", "Shopcheckout72263494")


def variables(template: Template) -> dict[str, Any]:
    found: dict[str, Any] = only(template, FUNCTION)["Environment"]["Variables"]
    return found


def statements(template: Template) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = only(template, POLICY)["PolicyDocument"]["Statement"]
    return found


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


@pytest.mark.parametrize(
    ("region", "architecture", "arn"),
    [
        ("us-east-1", lambda_.Architecture.X86_64, NEW_LAYER),
        (
            "us-east-1",
            lambda_.Architecture.ARM_64,
            "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension-Arm64:265",
        ),
        (
            "cn-north-1",
            lambda_.Architecture.X86_64,
            "arn:aws-cn:lambda:cn-north-1:615057806174:layer:AWS-AppConfig-Extension:249",
        ),
    ],
)
def test_the_layer_is_that_of_region_and_architecture(
    app: App, region: str, architecture: lambda_.Architecture, arn: str
) -> None:
    stack = Stack(app, "Test", env=Environment(account="111111111111", region=region))
    shop = ours.Application(stack, "Shop")
    api = function(stack, "Api", architecture=architecture)

    agent = shop.add_environment("beta").add_agent_to_lambda(
        api, profiles=[shop.add_feature_flags("checkout")]
    )

    assert agent.layer_version_arn == arn


def test_the_newest_layer_comes_from_the_public_parameter(
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    template: Callable[[], Template],
) -> None:
    beta.add_agent_to_lambda(api, profiles=[checkout], latest_layer=True)

    found = template()
    [layer] = only(found, FUNCTION)["Layers"]
    assert found["Parameters"][layer["Ref"]] == {
        "Type": "AWS::SSM::Parameter::Value<String>",
        "Default": "/aws/service/aws-appconfig/lambda-extension/x86/latest",
    }


def test_a_layer_of_ones_own_is_taken_and_one_that_is_there_is_kept(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
) -> None:
    there = lambda_.LayerVersion.from_layer_version_arn(stack, "There", NEW_LAYER)
    job = function(stack, "Job", layers=[there])

    own = beta.add_agent_to_lambda(api, profiles=[checkout], layer_version_arn=OWN_LAYER)
    kept = beta.add_agent_to_lambda(job, profiles=[checkout])

    assert own.layer_version_arn == OWN_LAYER
    assert kept.layer_version_arn is None


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


GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
RULES = {
    "APPCONFIG470": "the agent is a layer and variables of a function, which only the app that "
    "makes the function can set "
    f"({GUIDE}/appconfig-integration-lambda-extensions.html)",
    "APPCONFIG471": "a function that is a container image has no layers: the agent is part of the "
    f"image ({GUIDE}/appconfig-integration-lambda-extensions-container-image.html)",
    "APPCONFIG472": "a function has at most 5 layers "
    "(https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html)",
    "APPCONFIG473": "AWS publishes the agent for x86_64 and for arm64 "
    f"({GUIDE}/appconfig-integration-lambda-extensions-versions.html)",
    "APPCONFIG474": "a layer is named by the ARN of one of its versions, and is in the region of "
    "the function (https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html)",
    "APPCONFIG475": "each region has a layer of its own, in an account of its own "
    f"({GUIDE}/appconfig-integration-lambda-extensions-versions.html)",
    "APPCONFIG476": "the agent chooses between variants since its version 2.0.678 "
    f"({GUIDE}/appconfig-integration-lambda-extensions-versions.html)",
    "APPCONFIG477": "the agent reads profiles of the application that the environment belongs to "
    f"({GUIDE}/appconfig-integration-lambda-extensions.html)",
    "APPCONFIG478": "the agent reads its settings from variables, each of a form of its own "
    f"({GUIDE}/appconfig-integration-lambda-extensions-config.html)",
    "APPCONFIG479": "one agent serves all environments and profiles of an application, with one "
    f"set of variables ({GUIDE}/appconfig-integration-lambda-extensions-config.html)",
    "APPCONFIG484": "the role of an agent's variables is that of everything it reads; only its "
    "manifest has a role for each configuration "
    f"({GUIDE}/appconfig-agent-how-to-use-additional-features-multi-account.html)",
    "APPCONFIG485": "an application of another account reads with a role of the environment's "
    f"account ({GUIDE}/appconfig-agent-how-to-use-additional-features-multi-account.html)",
    "APPCONFIG481": "the agent fetches a list of configurations first, which are separated by "
    f"commas ({GUIDE}/appconfig-integration-lambda-extensions-config.html)",
}


def refused(
    environment: ours.Environment, function: Any, profiles: Any, **options: Any
) -> tuple[str, str, str]:
    """Return id, message and mend of the one finding; its place and its rule are looked at."""
    before = [child.node.id for child in Stack.of(environment).node.children]
    with pytest.raises(AppConfigError) as error:
        environment.add_agent_to_lambda(function, profiles=profiles, **options)
    [finding] = error.value.findings
    path = environment.node.path
    assert str(error.value) == (
        f"agent of environment {path}: 1 error\n"
        f"  {finding.id} {path}: {finding.message}\n"
        f"      why: {RULES[finding.id]}\n"
        f"      fix: {finding.fix}"
    )
    assert [child.node.id for child in Stack.of(environment).node.children] == before
    return finding.id, finding.message, finding.fix


def test_a_function_that_the_app_does_not_make_is_refused(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    imported = lambda_.Function.from_function_name(stack, "Imported", "api")

    assert refused(beta, imported, [checkout]) == (
        "APPCONFIG470",
        "the function Test/Imported exists already, or is none of the L2",
        "add the agent in the app that makes the function; its role is allowed to read with "
        "environment.grant_read_config(role, profiles=[…])",
    )
    assert refused(beta, "api", [checkout])[:2] == (
        "APPCONFIG470",
        "the function 'api' exists already, or is none of the L2",
    )


def test_a_container_image_is_refused(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    repository = ecr.Repository.from_repository_name(stack, "Repository", "api")
    image = lambda_.DockerImageFunction(
        stack, "Image", code=lambda_.DockerImageCode.from_ecr(repository)
    )

    assert refused(beta, image, [checkout]) == (
        "APPCONFIG471",
        "the function Test/Image is a container image",
        "copy the layer into the image, and call environment.grant_read_config(function, "
        "profiles=[…])",
    )


@pytest.mark.parametrize("count", [4, 5])
def test_the_layer_needs_room(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile, count: int
) -> None:
    layers = [
        lambda_.LayerVersion.from_layer_version_arn(stack, f"Layer{number}", f"{OWN_LAYER}{number}")
        for number in range(count)
    ]
    api = function(stack, "Api", layers=layers)

    if count == 4:
        beta.add_agent_to_lambda(api, profiles=[checkout])
    else:
        assert refused(beta, api, [checkout]) == (
            "APPCONFIG472",
            "the function Test/Api has 5 layers already",
            "join two of its layers",
        )


@pytest.mark.parametrize(
    ("region", "options", "expected"),
    [
        (
            "us-east-1",
            {"layer_version_arn": NEW_LAYER.replace("Extension", "Extension-Arm64")},
            (
                "APPCONFIG473",
                "the layer arn:aws:lambda:us-east-1:027255383542:layer:"
                "AWS-AppConfig-Extension-Arm64:332 is not for x86_64, the architecture of the "
                "function",
                "leave layer_version_arn out, or pass the one of the function's architecture",
            ),
        ),
        (
            "us-east-1",
            {"layer_version_arn": OWN_LAYER, "latest_layer": True},
            (
                "APPCONFIG474",
                "layer_version_arn names a layer, and latest_layer asks for another one",
                "pass one of the two",
            ),
        ),
        (
            "us-east-1",
            {"layer_version_arn": "mine:7"},
            (
                "APPCONFIG474",
                "'mine:7' is not the ARN of a version of a layer",
                "pass one that ends in layer:<name>:<number>",
            ),
        ),
        (
            "eu-west-1",
            {"layer_version_arn": NEW_LAYER},
            (
                "APPCONFIG474",
                f"the layer {NEW_LAYER} is not in eu-west-1, the region of the function",
                "leave layer_version_arn out, or pass the one of that region",
            ),
        ),
        (
            "xx-north-9",
            {},
            (
                "APPCONFIG475",
                "no layer of the agent is known for xx-north-9",
                "pass latest_layer=True, or layer_version_arn",
            ),
        ),
        (
            "cn-north-1",
            {"latest_layer": True},
            (
                "APPCONFIG475",
                "the public parameter with the newest layer is not documented for cn-north-1",
                "leave latest_layer out",
            ),
        ),
    ],
)
def test_a_layer_that_cannot_be_is_refused(
    app: App, region: str, options: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    stack = Stack(app, "Test", env=Environment(account="111111111111", region=region))
    shop = ours.Application(stack, "Shop")
    beta, flags = shop.add_environment("beta"), shop.add_feature_flags("checkout")

    assert refused(beta, function(stack, "Api"), [flags], **options) == expected


def test_an_architecture_without_a_layer_is_refused(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    api = function(stack, "Api", architecture=lambda_.Architecture.custom("risc"))

    assert refused(beta, api, [checkout]) == (
        "APPCONFIG473",
        "there is no layer for the architecture 'risc'",
        "pass layer_version_arn",
    )


TOO_OLD = (
    "APPCONFIG476",
    "the flags of Test/Shop/checkout have variants, and the layer of Test/Api is older",
    "leave layer_version_arn out, or pass a newer one",
)


def test_variants_need_a_layer_that_can_choose_in_either_order(app: App) -> None:
    stack = Stack(app, "Test", env=Environment(account="111111111111", region="us-east-1"))
    shop = ours.Application(stack, "Shop")
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    checkout = shop.add_feature_flags("checkout")
    checkout.deploy(beta, VARIED)
    api = function(stack, "Api")

    assert refused(beta, api, [checkout], layer_version_arn=BEFORE_VARIANTS) == TOO_OLD

    prod.add_agent_to_lambda(api, profiles=[checkout], layer_version_arn=BEFORE_VARIANTS)
    with pytest.raises(AppConfigError) as error:
        checkout.deploy(prod, VARIED)
    [finding] = error.value.findings
    assert (finding.id, finding.message, finding.fix) == TOO_OLD
    assert finding.where == "Test/Shop/checkout"
    checkout.deploy(prod, FLAGS)


@pytest.mark.parametrize(
    "arn", [NEW_LAYER, BEFORE_VARIANTS.replace(":153", ":154"), OWN_LAYER, None]
)
def test_variants_are_fine_with_a_layer_that_is_newer_or_not_known(
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    arn: str | None,
) -> None:
    beta.add_agent_to_lambda(api, profiles=[checkout], layer_version_arn=arn)

    assert checkout.deploy(beta, VARIED).node.id == "Deployment-beta"


STICKY = FeatureFlags(
    Flag(
        "tax",
        variants=[Variant("half", rule=split(pct=50, by=context("entityId")), enabled=True)],
        default=Variant("rest", enabled=False),
    )
)
ASKS_FOR_ENTITY_IDS = (
    "rules of Test/Shop/checkout ask for entityId, and the layer of Test/Api is of February 2026 "
    "or older: rules know entityId since 26 March 2026, with version 2.0.136060 of the agent; "
    "which layer came first with it is not told, and 2.0.14126 was released the day before "
    "(https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-agent-how-to-use.html); "
    "leave layer_version_arn out, or pass a newer one [ack: cdk-appconfig:APPCONFIG483]"
)


@pytest.mark.parametrize("agent_first", [True, False])
def test_entity_ids_with_an_old_layer_are_a_warning_in_either_order(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    *,
    agent_first: bool,
) -> None:
    if not agent_first:
        checkout.deploy(beta, STICKY)
    beta.add_agent_to_lambda(api, profiles=[checkout], layer_version_arn=BEFORE_ENTITY_IDS)
    if agent_first:
        checkout.deploy(beta, STICKY)

    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert [each.entry.data for each in found] == [ASKS_FOR_ENTITY_IDS]


@pytest.mark.parametrize(
    ("layer", "flags"),
    [
        (BEFORE_ENTITY_IDS, VARIED),
        (BEFORE_ENTITY_IDS.replace(":296", ":297"), STICKY),
        (None, STICKY),
    ],
)
def test_entity_ids_with_a_newer_layer_and_other_rules_with_an_older_are_fine(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
    layer: str | None,
    flags: FeatureFlags,
) -> None:
    beta.add_agent_to_lambda(api, profiles=[checkout], layer_version_arn=layer)
    checkout.deploy(beta, flags)

    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


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
    options: dict[str, Any] = {"poll_seconds": 45}

    with pytest.raises(TypeError, match="unexpected keyword argument 'poll_seconds'"):
        beta.add_agent_to_lambda(api, profiles=[checkout], **options)


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


def test_an_id_in_a_variable_would_be_the_circle_that_names_avoid(
    synthesize: Callable[[], dict[str, Template]],
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    api: lambda_.Function,
) -> None:
    beta.add_agent_to_lambda(api, profiles=[checkout])
    beta.add_monitor(alarm(api))
    api.add_environment("ENVIRONMENT_ID", beta.environment_id)

    with pytest.raises(Exception, match=r"(?i)circular|cycl"):
        synthesize()


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
