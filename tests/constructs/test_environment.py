from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk import Environment as AwsEnvironment
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from syrupy.assertion import SnapshotAssertion

from cdk_appconfig import (
    AppConfigError,
    Application,
    ConfigurationSource,
    DeletionProtectionCheck,
    DeploymentStrategyId,
    Environment,
    FeatureFlags,
)
from rig.templates import Template, of_type, only
from tests.told import warned

TYPE = "AWS::AppConfig::Environment"
DEPLOYMENT = "AWS::AppConfig::Deployment"
GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide/"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
ALARM = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


def alarm(stack: Stack, id: str = "Errors", **properties: Any) -> cloudwatch.Alarm:
    metric = cloudwatch.Metric(namespace="Shop", metric_name=id, period=Duration.minutes(1))
    given = {"treat_missing_data": cloudwatch.TreatMissingData.NOT_BREACHING, **properties}
    return cloudwatch.Alarm(stack, id, metric=metric, threshold=1, evaluation_periods=1, **given)


def test_the_default_name_is_the_construct_id(
    shop: Application, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta", description="For testers")

    assert beta.environment_name == "beta"
    assert only(template(), TYPE) == {
        "ApplicationId": {"Ref": "Shop563325D0"},
        "Name": "beta",
        "Description": "For testers",
    }


def test_a_name_can_be_given(shop: Application, template: Callable[[], Template]) -> None:
    shop.add_environment("Beta", environment_name="beta 1")

    assert only(template(), TYPE)["Name"] == "beta 1"


def test_a_name_used_twice_in_one_application_is_refused(shop: Application, stack: Stack) -> None:
    shop.add_environment("beta")

    with pytest.raises(AppConfigError) as caught:
        Environment(stack, "Second", application=shop, environment_name="beta")

    assert str(caught.value) == (
        "environment Test/Second: 1 error\n"
        "  APPCONFIG200 Test/Second: the environment name 'beta' is already used by "
        "Test/Shop/beta\n"
        "      why: AppConfig refuses a second environment or configuration profile of one name in "
        f"an application ({API}API_CreateEnvironment.html)\n"
        "      fix: give one of the two another name with environment_name=…"
    )
    assert stack.node.try_find_child("Second") is None


def test_two_applications_may_use_one_name(
    shop: Application, stack: Stack, template: Callable[[], Template]
) -> None:
    shop.add_environment("beta")
    Application(stack, "Other").add_environment("beta")

    names = [one["Properties"]["Name"] for one in of_type(template(), TYPE).values()]

    assert names == ["beta", "beta"]


def test_a_profile_may_have_the_name_of_an_environment(shop: Application) -> None:
    shop.add_environment("main")

    assert shop.add_feature_flags("Flags", configuration_profile_name="main")


@pytest.mark.parametrize("kind", ["l1", "l2", "l2 imported"])
def test_it_takes_the_applications_of_others(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    kinds: dict[str, Callable[[], Any]] = {
        "l1": lambda: appconfig.CfnApplication(stack, "A", name="a"),
        "l2": lambda: appconfig.Application(stack, "A", application_name="a"),
        "l2 imported": lambda: appconfig.Application.from_application_id(stack, "A", "abc1234"),
    }
    application = kinds[kind]()
    Environment(stack, "Beta", application=application)

    with pytest.raises(AppConfigError, match="already used by Test/Beta"):
        Environment(stack, "Second", application=application, environment_name="Beta")
    assert only(template(), TYPE)["ApplicationId"] == stack.resolve(
        application.application_ref.application_id
    )


def test_a_strategy_of_its_own_is_the_default_of_its_deployments(
    shop: Application, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta", deployment_strategy=DeploymentStrategyId.ALL_AT_ONCE)
    shop.add_feature_flags("flags").deploy(beta, FeatureFlags())

    assert only(template(), DEPLOYMENT)["DeploymentStrategyId"] == "AppConfig.AllAtOnce"


def test_a_strategy_that_does_not_exist_is_refused(shop: Application) -> None:
    with pytest.raises(AppConfigError) as caught:
        shop.add_environment("beta", deployment_strategy="AppConfig.AllAtOnse")

    assert str(caught.value) == (
        "environment Test/Shop/beta: 1 error\n"
        "  APPCONFIG300 Test/Shop/beta: there is no deployment strategy 'AppConfig.AllAtOnse'\n"
        "      why: AppConfig answers 404 for a strategy that is neither predefined nor made in the "
        "account; an id is 'AppConfig.' and a name for a predefined strategy, or 4 to 7 lower-case "
        f"letters and digits ({API}API_StartDeployment.html)\n"
        "      fix: did you mean 'AppConfig.AllAtOnce'?"
    )
    assert shop.node.try_find_child("beta") is None


def test_name_and_strategy_are_refused_together(shop: Application) -> None:
    with pytest.raises(AppConfigError) as caught:
        shop.add_environment("beta", environment_name="", deployment_strategy="Fast!")

    assert [finding.id for finding in caught.value.findings] == [
        "APPCONFIG201",
        "APPCONFIG300",
    ]


def test_an_alarm_and_its_role(
    shop: Application,
    stack: Stack,
    template: Callable[[], Template],
    snapshot_json: SnapshotAssertion,
) -> None:
    beta = shop.add_environment("beta")
    beta.add_monitor(alarm(stack))
    found = template()

    [role_id] = of_type(found, "AWS::IAM::Role")
    [alarm_id] = of_type(found, "AWS::CloudWatch::Alarm")
    arn = {"Fn::GetAtt": [alarm_id, "Arn"]}
    role = only(found, "AWS::IAM::Role")
    assert only(found, TYPE)["Monitors"] == [
        {"AlarmArn": arn, "AlarmRoleArn": {"Fn::GetAtt": [role_id, "Arn"]}}
    ]
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
            "Effect": "Allow",
            "Principal": {"Service": "appconfig.amazonaws.com"},
        }
    ]
    [policy] = role["Policies"]
    assert policy["PolicyDocument"]["Statement"] == [
        {"Action": "cloudwatch:DescribeAlarms", "Effect": "Allow", "Resource": arn}
    ]
    assert found["Resources"] == snapshot_json


def test_an_alarm_added_after_a_deployment_reaches_the_template(
    shop: Application, stack: Stack, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta")
    shop.add_feature_flags("flags").deploy(beta, FeatureFlags())
    beta.add_monitor(alarm(stack, "First"))
    beta.add_monitor(alarm(stack, "Second"))
    found = template()

    alarms = [{"Fn::GetAtt": [one, "Arn"]} for one in of_type(found, "AWS::CloudWatch::Alarm")]
    [policy] = only(found, "AWS::IAM::Role")["Policies"]
    assert [one["AlarmArn"] for one in only(found, TYPE)["Monitors"]] == alarms
    assert policy["PolicyDocument"]["Statement"][0]["Resource"] == alarms


@pytest.mark.parametrize("kind", ["l1", "l2 imported"])
def test_alarms_of_others_are_read_by_arn(
    shop: Application, stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    kinds: dict[str, Callable[[], Any]] = {
        "l1": lambda: alarm(stack).node.default_child,
        "l2 imported": lambda: cloudwatch.Alarm.from_alarm_arn(stack, "Imported", ALARM),
    }
    watched = kinds[kind]()
    shop.add_environment("beta").add_monitor(watched)
    found = template()

    arn = stack.resolve(watched.alarm_ref.alarm_arn)
    [policy] = only(found, "AWS::IAM::Role")["Policies"]
    assert only(found, TYPE)["Monitors"][0]["AlarmArn"] == arn
    assert policy["PolicyDocument"]["Statement"][0]["Resource"] == arn


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_a_composite_alarm_can_only_be_read_with_all_alarms(
    shop: Application, stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    rule = cloudwatch.AlarmRule.from_alarm(alarm(stack), cloudwatch.AlarmState.ALARM)
    composite = cloudwatch.CompositeAlarm(stack, "Any", alarm_rule=rule)
    primary: Any = composite.node.default_child
    shop.add_environment("beta").add_monitor(primary if kind == "l1" else composite)
    found = template()

    [alarm_id] = of_type(found, "AWS::CloudWatch::CompositeAlarm")
    [policy] = only(found, "AWS::IAM::Role")["Policies"]
    assert only(found, TYPE)["Monitors"][0]["AlarmArn"] == {"Fn::GetAtt": [alarm_id, "Arn"]}
    assert policy["PolicyDocument"]["Statement"][0]["Resource"] == "*"


def test_a_role_of_ones_own_is_used_as_it_is(
    shop: Application, stack: Stack, template: Callable[[], Template]
) -> None:
    role = iam.Role.from_role_arn(stack, "Own", "arn:aws:iam::123456789012:role/alarms")
    beta = shop.add_environment("beta")
    beta.add_monitor(alarm(stack), alarm_role=role)
    found = template()

    assert only(found, TYPE)["Monitors"][0]["AlarmRoleArn"] == role.role_arn
    assert of_type(found, "AWS::IAM::Role") == {}
    assert beta.alarm_role is None


def test_a_fifth_monitor_is_accepted_and_a_sixth_refused(
    shop: Application, stack: Stack, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta")
    for number in range(5):
        beta.add_monitor(alarm(stack, f"Errors{number}"))
    sixth = alarm(stack, "Errors5")

    with pytest.raises(AppConfigError) as caught:
        beta.add_monitor(sixth)

    assert str(caught.value) == (
        "environment Test/Shop/beta: 1 error\n"
        "  APPCONFIG210 Test/Shop/beta: the environment would be watched by 6 alarms\n"
        "      why: an environment is watched by at most 5 alarms "
        f"({API}API_CreateEnvironment.html)\n"
        "      fix: join several alarms in one aws_cloudwatch.CompositeAlarm and watch that"
    )
    found = template()
    [policy] = only(found, "AWS::IAM::Role")["Policies"]
    assert len(only(found, TYPE)["Monitors"]) == 5
    assert len(policy["PolicyDocument"]["Statement"][0]["Resource"]) == 5


def test_it_is_at_home_with_l1_and_l2(
    shop: Application, stack: Stack, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta")
    reference = beta.environment_ref

    assert stack.resolve([reference.application_id, reference.environment_id]) == [
        {"Ref": "Shop563325D0"},
        {"Ref": next(iter(of_type(template(), TYPE)))},
    ]
    assert (beta.application_id, beta.environment_id) == (
        reference.application_id,
        reference.environment_id,
    )
    assert beta.environment_arn.endswith(
        f":application/{beta.application_id}/environment/{beta.environment_id}"
    )
    assert (beta.env.account, beta.env.region) == (stack.account, stack.region)


@pytest.mark.parametrize("kind", ["environment", "flags", "hosted", "sourced"])
def test_deletion_protection(
    shop: Application, template: Callable[[], Template], kind: str
) -> None:
    protected = DeletionProtectionCheck.APPLY
    source = ConfigurationSource.from_parameter("limits")
    add: dict[str, Callable[[str], object]] = {
        "environment": lambda p: shop.add_environment("x", deletion_protection_check=p),
        "flags": lambda p: shop.add_feature_flags("x", deletion_protection_check=p),
        "hosted": lambda p: shop.add_hosted_profile("x", deletion_protection_check=p),
        "sourced": lambda p: shop.add_sourced_profile(
            "x", source=source, deletion_protection_check=p
        ),
    }
    with pytest.raises(AppConfigError, match="APPCONFIG450 Test/Shop/x: there is no deletion"):
        add[kind]("on")
    add[kind](protected)

    type = TYPE if kind == "environment" else "AWS::AppConfig::ConfigurationProfile"
    assert only(template(), type)["DeletionProtectionCheck"] == "APPLY"


@pytest.mark.parametrize("treatment", ["left out", "missing"])
def test_an_alarm_that_may_lack_data_is_warned_of(
    shop: Application, stack: Stack, treatment: str
) -> None:
    missing = cloudwatch.TreatMissingData.MISSING if treatment == "missing" else None
    shop.add_environment("beta").add_monitor(alarm(stack, treat_missing_data=missing))

    assert warned(stack) == [
        "the alarm Test/Errors does not say how it treats missing data: an alarm without data goes "
        "to INSUFFICIENT_DATA, which rolls a deployment back by one page of AWS, and does not by "
        f"another ({GUIDE}monitoring-deployments.html); set TreatMissingData to notBreaching, so "
        "that silence is no failure [ack: cdk-appconfig:APPCONFIG214]"
    ]


@pytest.mark.parametrize("kind", ["l2", "l1", "composite"])
def test_an_alarm_that_does_nothing_is_warned_of(
    shop: Application, stack: Stack, kind: str
) -> None:
    rule = cloudwatch.AlarmRule.from_boolean(True)
    kinds: dict[str, Callable[[], Any]] = {
        "l2": lambda: alarm(stack, actions_enabled=False),
        "l1": lambda: alarm(stack, actions_enabled=False).node.default_child,
        "composite": lambda: cloudwatch.CompositeAlarm(
            stack, "Errors", alarm_rule=rule, actions_enabled=False
        ),
    }
    shop.add_environment("beta").add_monitor(kinds[kind]())

    assert warned(stack) == [
        f"the actions of the alarm Test/Errors{'/Resource' if kind == 'l1' else ''} are disabled: "
        "an alarm whose actions are disabled rolls no deployment back "
        f"({GUIDE}monitoring-deployments.html); enable them, or remove the alarm "
        "[ack: cdk-appconfig:APPCONFIG215]"
    ]


def test_an_alarm_that_watches_twice_is_warned_of(shop: Application, stack: Stack) -> None:
    beta = shop.add_environment("beta")
    beta.add_monitor(watching := alarm(stack))
    beta.add_monitor(watching)

    assert warned(stack) == [
        "the alarm is already that of another monitor: Test/Errors: an environment is watched by "
        f"at most 5 alarms, and the same one again adds nothing ({GUIDE}setting-up-appconfig.html)"
        "; remove one of the two [ack: cdk-appconfig:APPCONFIG212]"
    ]


@pytest.mark.parametrize("kind", ["arn", "construct"])
def test_an_alarm_of_another_account_or_region_is_warned_of(app: App, kind: str) -> None:
    def stack(id: str, account: str, region: str) -> Stack:
        return Stack(app, id, env=AwsEnvironment(account=account, region=region))

    own = stack("Own", "111111111111", "us-east-1")
    named = {"arn": ALARM.replace("us-east-1", "eu-west-1").replace("123456789012", "222222222222")}
    watching: Any = named.get(kind) or alarm(
        stack("Other", "111111111111", "eu-west-1"), alarm_name="errors"
    )
    Application(own, "Shop").add_environment("beta").add_monitor(watching)

    words = named.get(kind, "Other/Errors")
    places = [("account", "222222222222", "111111111111"), ("region", "eu-west-1", "us-east-1")]
    assert [text.partition(": AppConfig looks")[0] for text in warned(own)] == [
        f"the alarm {words} is in the {what} {theirs}, the environment in {ours}"
        for what, theirs, ours in places[0 if kind == "arn" else 1 :]
    ]


def test_what_is_known_at_deployment_only_is_not_compared(shop: Application, stack: Stack) -> None:
    shop.add_environment("beta").add_monitor(ALARM)

    assert warned(stack) == []


@pytest.mark.parametrize("given", ["errors", "arn:aws:sns:us-east-1:123456789012:errors", 7])
def test_what_is_no_alarm_is_refused(shop: Application, given: Any) -> None:
    beta = shop.add_environment("beta")

    with pytest.raises(AppConfigError) as caught:
        beta.add_monitor(given)

    assert str(caught.value) == (
        "environment Test/Shop/beta: 1 error\n"
        f"  APPCONFIG452 Test/Shop/beta: {given!r} is not an alarm\n"
        "      why: an environment is watched by alarms of CloudWatch, each named by its ARN "
        f"({API}API_CreateEnvironment.html)\n"
        "      fix: pass an alarm of the L2 or L1, or the ARN of one"
    )


@pytest.mark.parametrize("composite", [None, True])
def test_an_alarm_known_by_its_arn_is_taken_for_a_metric_alarm_unless_told(
    shop: Application, template: Callable[[], Template], composite: bool | None
) -> None:
    shop.add_environment("beta").add_monitor(ALARM, composite=composite)
    found = template()

    [policy] = only(found, "AWS::IAM::Role")["Policies"]
    assert only(found, TYPE)["Monitors"][0]["AlarmArn"] == ALARM
    assert policy["PolicyDocument"]["Statement"][0]["Resource"] == ("*" if composite else ALARM)
