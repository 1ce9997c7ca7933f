from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from syrupy.assertion import SnapshotAssertion

from cdk_appconfig import (
    AppConfigError,
    Application,
    AwsExtension,
    ConfigurationSource,
    Environment,
    Extension,
    ExtensionAction,
    ExtensionAssociation,
    FeatureFlagProfile,
    FeatureFlags,
    LambdaValidator,
)
from rig.templates import STRICT_CONTEXT, Template, of_type, only
from tests.policies import POLICY, READ, allow
from tests.readers import FUNCTION, alarm, function

ROLE = "AWS::IAM::Role"
RULE = "AWS::Events::Rule"
ASSOCIATION = "AWS::AppConfig::ExtensionAssociation"
SHOP = {"Ref": "Shop563325D0"}
BETA = {"Ref": "Shopbeta33A0DF31"}


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


@pytest.fixture
def beta(shop: Application) -> Environment:
    return shop.add_environment("beta")


@pytest.fixture
def operator(stack: Stack) -> Any:
    return iam.Role.from_role_arn(stack, "Operator", "arn:aws:iam::123456789012:role/operator")


def arn(resource: str, *steps: Any) -> dict[str, Any]:
    start = ["arn:", {"Ref": "AWS::Partition"}, ":appconfig:", {"Ref": "AWS::Region"}, ":"]
    parts = [*start, {"Ref": "AWS::AccountId"}, f":{resource}", *steps]
    return {"Fn::Join": ["", parts]}


def below_shop(*steps: Any) -> dict[str, Any]:
    return arn("application/", SHOP, *steps)


def beta_arn(below: str = "") -> dict[str, Any]:
    steps = [below] if below else []
    return below_shop("/environment/", BETA, *steps)


def statements(template: Template) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = only(template, POLICY)["PolicyDocument"]["Statement"]
    return found


def test_a_function_reads_an_environment_that_its_own_alarm_watches(
    app: App, stack: Stack, beta: Environment
) -> None:
    api: Any = function(stack, "Api")

    beta.add_monitor(alarm(api))
    beta.grant_read_config(api)

    # The app is strict: its synthesis fails on a circle.
    template = app.synth().get_stack_by_name("Test").template
    [policy_id] = of_type(template, POLICY)
    [reader] = of_type(template, FUNCTION).values()
    assert policy_id not in reader["DependsOn"]
    assert statements(template) == [allow(READ, beta_arn("/configuration/*"))]


def test_a_grantee_of_another_stack_may_refer_to_the_environment(
    app: App, shop: Application, beta: Environment
) -> None:
    service = Stack(app, "Service")
    principal: Any = iam.ServicePrincipal("lambda.amazonaws.com")
    reader: Any = iam.Role(service, "Reader", assumed_by=principal)
    mine: Any = FeatureFlagProfile(service, "Mine", application=shop)
    beta.grant_read_config(reader, profiles=[mine])
    beta.grant_read_config(reader, profiles=[mine])

    assembly = app.synth()

    assert of_type(assembly.get_stack_by_name("Test").template, POLICY) == {}
    found = statements(assembly.get_stack_by_name("Service").template)
    assert {str(one["Action"]) for one in found} == {str(READ)}
    assert [one.node.id for one in service.dependencies] == ["Test"]


def test_readers_of_another_account(
    shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    flags = shop.add_feature_flags("flags")
    beta.reader_role(
        ["111111111111", iam.ArnPrincipal("arn:aws:iam::222222222222:role/app")],
        external_id="shop-beta",
        profiles=[flags],
    )
    found = template()

    role = only(found, ROLE)
    external = {"StringEquals": {"sts:ExternalId": "shop-beta"}}
    root = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::111111111111:root"]]}
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Action": "sts:AssumeRole",
            "Condition": external,
            "Effect": "Allow",
            "Principal": {"AWS": who},
        }
        for who in (root, "arn:aws:iam::222222222222:role/app")
    ]
    [profile] = of_type(found, "AWS::AppConfig::ConfigurationProfile")
    [policy] = role["Policies"]
    assert policy["PolicyDocument"]["Statement"] == [
        allow(READ, below_shop("/environment/", BETA, "/configuration/", {"Ref": profile}))
    ]


def test_a_second_role_for_readers_has_an_id_of_its_own(
    beta: Environment, template: Callable[[], Template]
) -> None:
    first = beta.reader_role(["111111111111"])
    second = beta.reader_role(["222222222222"], id="Partner")

    assert (first.node.id, second.node.id) == ("ReaderRole", "Partner")
    assert all("Condition" not in str(role) for role in of_type(template(), ROLE).values())


def test_a_role_for_nobody_is_refused(beta: Environment) -> None:
    with pytest.raises(AppConfigError) as caught:
        beta.reader_role([])

    assert str(caught.value) == (
        "environment Test/Shop/beta: 1 error\n"
        "  APPCONFIG451 Test/Shop/beta: the role for readers trusts nobody\n"
        "      why: a role names those who may assume it (https://docs.aws.amazon.com/IAM/latest/"
        "UserGuide/reference_policies_elements_principal.html)\n"
        "      fix: pass principals, or ids of accounts"
    )
    assert beta.node.try_find_child("ReaderRole") is None


@pytest.mark.parametrize(
    ("given", "fix"),
    [
        ("12345678901", "pass its 12 digits"),
        (
            "arn:aws:iam::123456789012:role/reader",
            "pass ArnPrincipal(…) of aws_iam for an ARN",
        ),
    ],
)
def test_a_role_for_what_is_no_account_is_refused(beta: Environment, given: str, fix: str) -> None:
    with pytest.raises(AppConfigError) as caught:
        beta.reader_role(["123456789012", given])

    assert str(caught.value) == (
        "environment Test/Shop/beta: 1 error\n"
        f"  APPCONFIG239 Test/Shop/beta: {given!r} is not the id of an account\n"
        "      why: the id of an account has 12 digits, and IAM refuses a role that trusts another "
        "one (https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html)\n"
        f"      fix: {fix}"
    )
    assert beta.node.try_find_child("ReaderRole") is None


def test_a_role_may_trust_an_account_that_is_known_at_deployment_only(
    stack: Stack, beta: Environment
) -> None:
    assert beta.reader_role([stack.account]).node.id == "ReaderRole"


def topic(stack: Stack, id: str = "Topic") -> Any:
    sent: Any = sns.Topic(stack, id)
    return targets.SnsTopic(sent)


def test_events_of_deployments(
    stack: Stack, beta: Environment, template: Callable[[], Template]
) -> None:
    target = topic(stack)
    beta.on_deployment_started(target)
    beta.on_deployment_completed(target)
    beta.on_deployment_rolled_back(target)
    found = template()

    assert [one["Properties"]["EventPattern"] for one in of_type(found, RULE).values()] == [
        {
            "source": ["aws.appconfig"],
            "detail": {"Type": [event], "Environment": {"Id": [BETA]}},
        }
        for event in ("OnDeploymentStart", "OnDeploymentComplete", "OnDeploymentRolledBack")
    ]
    assert only(found, ASSOCIATION) == {
        "ExtensionIdentifier": "AWS.AppConfig.DeploymentNotificationsToEventBridge",
        "ResourceIdentifier": beta_arn(),
    }


def test_one_event_has_one_rule_with_several_targets(
    stack: Stack, beta: Environment, template: Callable[[], Template]
) -> None:
    first = beta.on_deployment_rolled_back(topic(stack, "A"))
    second = beta.on_deployment_rolled_back(topic(stack, "B"))

    assert first is second
    assert len(only(template(), RULE)["Targets"]) == 2


@pytest.mark.parametrize("associated", ["application", "environment"])
def test_events_that_are_sent_already_are_not_sent_twice(
    stack: Stack,
    shop: Application,
    beta: Environment,
    template: Callable[[], Template],
    associated: str,
) -> None:
    ExtensionAssociation(
        stack,
        "Events",
        extension=AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_EVENT_BRIDGE,
        resource=shop if associated == "application" else beta,
    )
    beta.on_deployment_completed(topic(stack))

    assert (
        list(of_type(template(), ASSOCIATION)) == ["Events"]
        or len(of_type(template(), ASSOCIATION)) == 1
    )


def test_deployments_wait_until_events_are_sent(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    shop.add_feature_flags("flags").deploy(beta, FeatureFlags())
    beta.on_deployment_started(topic(stack))
    found = template()

    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    assert deployment["DependsOn"] == list(of_type(found, ASSOCIATION))


def test_everything_on(
    stack: Stack,
    shop: Application,
    beta: Environment,
    operator: Any,
    template: Callable[[], Template],
    snapshot_json: SnapshotAssertion,
) -> None:
    flags = shop.add_feature_flags("flags", kms_key=kms.Key(stack, "Key"))
    beta.grant_read_config(operator, profiles=[flags])
    beta.grant_start_deployment(operator, profiles=[flags])
    beta.grant_stop_deployment(operator)
    beta.grant_read_deployments(operator)
    flags.grant_write_versions(operator)
    beta.operator_policy(managed_policy_name="beta-operators", profiles=[flags])
    beta.reader_role(["111111111111"], external_id="shop", profiles=[flags])
    beta.on_deployment_rolled_back(topic(stack))
    found = template()

    assert len(of_type(found, POLICY)) == 5
    assert found["Resources"] == snapshot_json


def test_precreated_roles_take_the_place_of_all_of_ours(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), context=STRICT_CONTEXT)
    stack = Stack(app, "Test")
    made = {
        "Test/Shop/beta/AlarmRole": "alarms",
        "Test/Shop/beta/ReaderRole": "reader",
        "Test/Shop/limits/RetrievalRole": "retrieval",
        "Test/Tell/Role-ON_DEPLOYMENT_START": "extension",
    }
    iam.Role.customize_roles(stack, use_precreated_roles=made)
    shop = Application(stack, "Shop")
    with_every_role(stack, shop, shop.add_environment("beta"))

    template = app.synth().get_stack_by_name("Test").template

    assert of_type(template, ROLE) == {}
    assert of_type(template, POLICY) == {}
    text = json.dumps(template)
    assert all(f":role/{name}" in text for name in made.values() if name != "reader")


def with_every_role(stack: Stack, shop: Application, beta: Environment) -> None:
    """Let each kind of role be made, once."""
    beta.reader_role(["111111111111"])
    beta.add_monitor("arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors")
    shop.add_sourced_profile("limits", source=ConfigurationSource.from_parameter("limits"))
    topic = "arn:aws:sns:us-east-1:123456789012:people"
    Extension(stack, "Tell", actions={"ON_DEPLOYMENT_START": topic})


def test_counts_of_returned_flags_are_searched_for(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    flags = shop.add_feature_flags("flags")
    metrics: list[Any] = [
        beta.metric_returned_count(),
        beta.metric_returned_count(
            profile=flags, flag_key="checkout", variant="t1", period=timedelta(seconds=123)
        ),
    ]
    widget: Any = cloudwatch.GraphWidget(left=metrics)
    cloudwatch.Dashboard(stack, "Dashboard", widgets=[[widget]])

    body = json.dumps(only(template(), "AWS::CloudWatch::Dashboard")["DashboardBody"])
    text = body.replace("\\", "")
    assert 'SEARCH(\'Namespace="AWS/AppConfig" MetricName="ReturnedCount" "' in text
    assert '"checkout" "t1"\', \'Sum\', 123)' in text
    assert "', 'Sum', 300)" in text


@pytest.mark.parametrize("how", ["boundary", "path"])
def test_roles_fit_into_the_rules_of_an_organisation(
    app: App, stack: Stack, shop: Application, beta: Environment, how: str
) -> None:
    with_every_role(stack, shop, beta)
    policy = "arn:aws:iam::123456789012:policy/boundary"
    if how == "boundary":
        boundary: Any = iam.ManagedPolicy.from_managed_policy_arn(stack, "Boundary", policy)
        iam.PermissionsBoundary.of(app).apply(boundary)
    else:
        for construct in stack.node.find_all():
            if isinstance(construct, iam.CfnRole):
                construct.path = "/apps/"

    roles = of_type(app.synth().get_stack_by_name("Test").template, ROLE)

    name, value = ("PermissionsBoundary", policy) if how == "boundary" else ("Path", "/apps/")
    assert [role["Properties"][name] for role in roles.values()] == [value] * 4


LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:agent:1"


def test_an_app_without_iam_resources_of_its_own(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    role: Any = iam.Role.from_role_arn(
        stack, "Own", "arn:aws:iam::123456789012:role/appconfig", mutable=False
    )
    beta.add_monitor("arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors", alarm_role=role)
    shop.add_sourced_profile(
        "limits", source=ConfigurationSource.from_parameter("limits"), retrieval_role=role
    ).deploy(beta, version=1)
    topic = "arn:aws:sns:us-east-1:123456789012:people"
    Extension(
        stack, "Tell", actions={"ON_DEPLOYMENT_START": ExtensionAction(topic, role=role)}
    ).associate(shop)
    beta.grant_read_config(role)
    check = LambdaValidator("arn:aws:lambda:us-east-1:123456789012:function:check")
    flags = shop.add_feature_flags("flags", validators=[check])
    api = function(stack, "Api", role=role)
    beta.add_agent_to_lambda(api, profiles=[flags], layer_version_arn=LAYER)

    types = {resource["Type"] for resource in template()["Resources"].values()}

    assert not [type for type in types if type.startswith("AWS::IAM::")]
