"""A user's file: mypy --strict and pyright in strict mode read it, and pytest runs it."""

# pyright: strict

from __future__ import annotations

from datetime import date, timedelta

import pytest
from aws_cdk import App, Mixins, RemovalPolicy, Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm
from aws_cdk.interfaces.aws_appconfig import IExtensionAssociationRef
from typing_extensions import assert_type

import cdk_appconfig as ours
from cdk_appconfig import FeatureFlags, Flag, Number, NumberArray, String, StringArray


class Team(ours.Application):
    """Teams share subclasses of our constructs."""

    def beta(self) -> ours.Environment:
        return self.add_environment("beta", deployment_strategy="AppConfig.AllAtOnce")


def test_a_user_can_type_everything() -> None:
    stack = Stack(App(), "Test")
    shop = Team(stack, "Shop", application_name="shop", description="d")
    beta = shop.beta()
    prod = ours.Environment(stack, "Prod", application=shop, environment_name="prod")
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::123456789012:role/alarms")
    metric = cloudwatch.Metric(namespace="n", metric_name="m")
    alarm = cloudwatch.Alarm(stack, "Alarm", metric=metric, threshold=1, evaluation_periods=1)
    rule = cloudwatch.AlarmRule.from_boolean(True)
    prod.add_monitor(alarm)
    prod.add_monitor(cloudwatch.CompositeAlarm(stack, "Any", alarm_rule=rule))
    prod.add_monitor(cloudwatch.CfnCompositeAlarm(stack, "L1", alarm_rule="TRUE"), alarm_role=role)
    prod.add_monitor("arn:aws:cloudwatch:us-east-1:123456789012:alarm:any", composite=True)
    flags = FeatureFlags(
        Flag(
            "one_click",
            name="One click",
            enabled=True,
            deprecated=date(2027, 1, 1),
            attributes={
                "a": String("x", enum=["x"]),
                "b": Number(1.5, minimum=1),
                "c": ours.Boolean(True),
                "d": StringArray(["x"], pattern="x"),
                "e": NumberArray([1, 2.5]),
            },
        ),
    )
    state = flags.with_values({"one_click": {"enabled": False, "d": ["x", "xx"]}})
    profile = shop.add_feature_flags("flags", removal_policy=RemovalPolicy.DESTROY)
    l1 = appconfig.CfnEnvironment(
        stack, "L1Environment", application_id=shop.application_id, name="l1"
    )
    l2_application = appconfig.Application(stack, "L2")
    l2 = appconfig.Environment(stack, "L2Environment", application=l2_application)
    other = ours.FeatureFlagProfile(stack, "Other", application=l2_application)

    one = profile.deploy(l1, flags, deployment_strategy=ours.DeploymentStrategyId.ALL_AT_ONCE)
    stages: list[ours.Environment] = [beta, prod]
    several = profile.deploy(stages, state)
    other.deploy(
        l2,
        flags,
        deployment_strategy=appconfig.DeploymentStrategy(
            stack, "Strategy", rollout_strategy=appconfig.RolloutStrategy.ALL_AT_ONCE
        ),
    )
    read = shop.add_feature_flags("read").deploy(prod, flags.to_document(), after=one)
    shop.add_feature_flags("text").deploy([prod], '{"version": "1"}', after=several)
    assert_type(one, ours.Deployment)
    assert_type(several, list[ours.Deployment])
    assert_type(read, ours.Deployment)
    assert_type(flags["one_click"].key, str)
    assert flags["one_click"].state()["enabled"] is True


def test_a_profile_that_exists_already_has_no_deploy_to_type() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    flags = ours.FeatureFlagProfile.from_configuration_profile_id(
        stack, "Flags", "abc1234", application=shop
    )
    shop.add_environment("beta").grant_read_config(iam.User(stack, "User"), profiles=[flags])

    with pytest.raises(ours.AppConfigError):
        flags.deploy()  # type: ignore[attr-defined]  # and mypy says so


def test_a_user_can_type_freeform_content_and_strategies() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    slow = ours.DeploymentStrategy(
        stack, "Slow", deployment_duration=timedelta(minutes=5), growth_factor=20
    )
    known = ours.DeploymentStrategy.from_deployment_strategy_id(stack, "Known", "abc1234")
    beta = shop.add_environment("beta", deployment_strategy=slow)
    l1 = appconfig.CfnEnvironment(stack, "L1", application_id=shop.application_id, name="l1")
    limits = shop.add_hosted_profile("limits")
    texts = shop.add_hosted_profile("texts")

    one = limits.deploy(beta, {"requests": 100}, deployment_strategy=known)
    several = texts.deploy((beta, l1), "x", content_type="text/plain", deployment_strategy=slow)

    assert_type(limits, ours.HostedProfile)
    assert_type(one, ours.Deployment)
    assert_type(several, list[ours.Deployment])


def test_a_user_can_type_validators() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    function = lambda_.Function.from_function_name(stack, "Function", "check")
    alias = lambda_.CfnAlias(stack, "L1", name="a", function_name="f", function_version="1")
    schema = ours.JsonSchema({"type": "object"})
    check = ours.LambdaValidator(function, add_permission=False)
    several: list[ours.LambdaValidator] = [check, ours.LambdaValidator(alias)]

    shop.add_hosted_profile("limits", validators=[schema, check])
    shop.add_hosted_profile("texts", validators=(ours.LambdaValidator(check.function_arn),))
    shop.add_feature_flags("flags", validators=several)

    assert_type(check.function_arn, str)


def test_a_user_can_type_sources() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    key = kms.Key(stack, "Key")
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::123456789012:role/reader")
    sources: list[ours.ConfigurationSource] = [
        ours.ConfigurationSource.from_bucket(s3.Bucket(stack, "B", versioned=True), "a.json"),
        ours.ConfigurationSource.from_parameter(
            ssm.StringParameter.from_string_parameter_name(stack, "P", "limits")
        ),
        ours.ConfigurationSource.from_parameter("limits", kms_key=key),
        ours.ConfigurationSource.from_document("limits"),
        ours.ConfigurationSource.from_secret(
            secretsmanager.Secret.from_secret_name_v2(stack, "S", "db"), kms_key=key
        ),
        ours.ConfigurationSource.from_pipeline("release"),
    ]
    profiles = [
        shop.add_sourced_profile(f"profile-{number}", source=source, retrieval_role=role)
        for number, source in enumerate(sources)
    ]

    one = profiles[0].deploy(beta, version="Kz1", deployment_strategy="AppConfig.AllAtOnce")
    several = profiles[1].deploy([beta, prod], version=1, after=[one], revision="2")

    assert_type(profiles, list[ours.SourcedProfile])
    assert_type(one, ours.SourcedDeployment)
    assert_type(several, list[ours.SourcedDeployment])


def test_a_user_can_type_extensions() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    prod, profile = shop.add_environment("prod"), shop.add_feature_flags("flags")
    l1 = appconfig.CfnApplication(stack, "L1", name="l1")
    l2 = appconfig.Application(stack, "L2")
    role = iam.Role.from_role_arn(stack, "Caller", "arn:aws:iam::123456789012:role/caller")
    queue = sqs.Queue(stack, "Queue")
    function = lambda_.Function.from_function_name(stack, "Function", "check")
    on_start = {ours.ActionPoint.ON_DEPLOYMENT_START: queue}
    ours.Extension(stack, "OneKind", actions=on_start)
    extension = ours.Extension(
        stack,
        "Guard",
        actions={
            ours.ActionPoint.PRE_START_DEPLOYMENT: function,
            "ON_DEPLOYMENT_START": ours.ExtensionAction(queue, name="n", role=role),
        },
        parameters={"p": ours.ExtensionParameter(required=True)},
        extension_name="guard",
    )
    extension.add_action("ON_DEPLOYMENT_STEP", sns.Topic(stack, "Topic"))
    extension.add_action(
        "ON_DEPLOYMENT_BAKING", events.EventBus.from_event_bus_name(stack, "Bus", "default")
    )
    for associated in (shop, prod, profile, l1, l2):
        extension.associate(associated, parameters={"p": "x"})
    association = ours.ExtensionAssociation(
        stack,
        "Notify",
        extension=ours.AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_EVENT_BRIDGE,
        resource=prod,
    )
    ours.ExtensionAssociation(
        stack,
        "Existing",
        extension=ours.Extension.from_extension_id(stack, "ById", "abc1234"),
        resource=shop.application_arn,
        extension_version_number=1,
    )
    ours.Extension.from_extension_name(stack, "ByName", "guard").associate(shop)
    arn = "arn:aws:appconfig:us-east-1:123456789012:"
    ours.Extension.from_extension_arn(stack, "ByArn", f"{arn}extension/abc1234/1").associate(prod)
    slow = f"{arn}deploymentstrategy/abc1234"
    shop.add_environment(
        "slow",
        deployment_strategy=ours.DeploymentStrategy.from_deployment_strategy_arn(stack, "A", slow),
    )
    profile.deploy(
        prod,
        FeatureFlags(),
        dynamic_parameters=(ours.DynamicParameter(extension, "p", "x"),),
    )
    assert_type(association.extension_association_arn, str)
    known = ours.ExtensionAssociation.from_extension_association_id(stack, "Known", "abc1234")
    assert_type(known, IExtensionAssociationRef)
    same = ours.ExtensionAssociation.from_extension_association_arn(
        stack, "Same", f"{arn}extensionassociation/abc1234"
    )
    assert_type(same, IExtensionAssociationRef)
    assert_type(known.extension_association_ref.extension_association_arn, str)


def test_a_user_can_type_rules() -> None:
    age, tier = ours.context("age"), ours.context("tier")
    rule = ((age > 65) | (age <= 3.5)) & ~tier.is_in(["gold", "silver"]) & True
    rule |= ours.split(pct=10, by=ours.context("userId"), seed="s") & tier.exists()
    rule = rule | (age == date(2027, 1, 1)) | (age != tier) | tier.matches("x") | (tier & ~age)
    sent: dict[str, str] = {"age": "66", "tier": "free"}
    document = {"values": {"f": {"enabled": True}}}

    assert_type(rule, ours.Rule)
    assert_type(rule.matches(sent), bool)
    assert_type(str(ours.parse_rule(str(rule))), str)
    assert ours.evaluate(document, context=sent, entity_id="x")["f"]["enabled"] is True
    assert ours.Evaluator(document).evaluate_flag("f", context=sent)["enabled"] is True
    assert ours.latest_configuration(document)["f"]["enabled"] is True


def test_a_user_can_type_what_others_may_do() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    prod = shop.add_environment(
        "prod", deletion_protection_check=ours.DeletionProtectionCheck.APPLY
    )
    profile = shop.add_feature_flags("flags", deletion_protection_check="BYPASS")
    l1 = appconfig.CfnConfigurationProfile(
        stack, "L1", application_id=shop.application_id, name="l1", location_uri="hosted"
    )
    reader = lambda_.Function.from_function_name(stack, "Function", "reader")
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::123456789012:role/operator")
    arn = "arn:aws:sns:us-east-1:123456789012:people"
    topic = sns.Topic.from_topic_arn(stack, "Topic", arn)

    grants = [
        prod.grant_read_config(reader, profiles=[profile, l1]),
        prod.grant_start_deployment(role, deployment_strategies=["AppConfig.AllAtOnce"]),
        prod.grant_stop_deployment(iam.Group(stack, "Operators")),
        prod.grant_read_deployments(role),
        profile.grant_write_versions(iam.User(stack, "User")),
        profile.grant_read_config(reader, environment=prod),
        prod.grants.stop_deployment(role),
        ours.ConfigurationProfileGrants.from_configuration_profile(l1).write_versions(role),
        ours.EnvironmentGrants.from_environment(prod).read_config(role, profiles=[l1]),
    ]
    policy = prod.operator_policy(
        profiles=[profile, l1], deployment_strategies=["AppConfig.AllAtOnce"]
    )
    readers = prod.reader_role(
        ["111111111111", iam.AccountPrincipal("222222222222"), role], external_id="x"
    )
    rule = prod.on_deployment_rolled_back(targets.SnsTopic(topic))

    assert_type(grants, list[iam.Grant])
    assert_type(readers, iam.Role)
    assert_type(policy, iam.ManagedPolicy)
    assert_type(rule, events.Rule)


def test_a_user_can_type_variants_and_documents() -> None:
    tax = Flag(
        "tax",
        attributes={"engine": String(enum=["v1", "v2"]), "free": ours.Untyped()},
        variants=[
            ours.Variant("qa", rule=ours.context("email").ends_with("@qa"), enabled=True),
            ours.Variant("some", rule="(split pct::10 by::$userId)", attributes={"engine": "v2"}),
        ],
        default=ours.Variant("everyone else"),
    )
    flags = FeatureFlags(tax, Flag("declared", served=False))
    some = {"rule": ours.split(pct=50, by=ours.context("userId"))}
    prod = flags.with_values({"tax": {"variants": {"some": some}}, "declared": None})

    read = FeatureFlags.from_document(prod.to_document())
    found = ours.document_findings('{"version": "1"}')

    assert_type(read, FeatureFlags)
    assert_type(found, list[ours.Finding])
    assert_type(read.findings(), list[ours.Finding])
    assert_type(read["tax"].default, ours.Variant | None)
    assert read == prod


def test_a_user_can_type_the_defaults_of_a_team() -> None:
    app = App()
    stack = Stack(app, "Test")
    defaults = ours.AppConfigDefaults.of(app)
    defaults.set(
        deployment_strategy=ours.DeploymentStrategyId.ALL_AT_ONCE,
        kms_key=kms.Key(stack, "Key"),
        deletion_protection_check=ours.DeletionProtectionCheck.APPLY,
        removal_policy=RemovalPolicy.DESTROY,
        tags={"team": "shop"},
    )

    Mixins.of(app).apply(ours.ProtectedEnvironment())
    Mixins.of(app).apply(ours.ProductionRollout("AppConfig.AllAtOnce"))

    assert_type(defaults, ours.AppConfigDefaults)


def test_a_user_can_type_what_exists_already() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application.from_application_id(stack, "Shop", "abc1234")
    prod = ours.Environment.from_environment_id(stack, "Prod", "def5678", application=shop)
    profile = ours.HostedProfile.from_configuration_profile_id(
        stack, "Limits", "ghi9012", application=shop
    )
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::123456789012:role/operator")

    one = shop.add_feature_flags("flags").deploy(prod, FeatureFlags())
    granted = prod.grant_read_config(role, profiles=[profile])

    assert_type(one, ours.Deployment)
    assert_type(granted, iam.Grant)
    assert_type(shop.application_arn, str)


def test_a_user_can_type_readers() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    beta = shop.add_environment("beta")
    checkout, limits = shop.add_feature_flags("checkout"), shop.add_hosted_profile("limits")
    function = lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("pass"),
    )
    team: ours.AgentSettings = {"poll_interval": timedelta(seconds=30), "log_level": "debug"}

    agent = beta.add_agent_to_lambda(function, profiles=[checkout, limits], **team)
    beta.add_agent_to_lambda(function.add_alias("live"), profiles=(checkout,), port=2772)
    l1 = lambda_.CfnFunction(
        stack,
        "L1",
        code=lambda_.CfnFunction.CodeProperty(zip_file="pass"),
        role="arn:aws:iam::123456789012:role/reader",
    )
    beta.add_agent_to_lambda(l1, profiles=[checkout])

    assert_type(agent, ours.LambdaAgent)
    assert_type(agent.layer_version_arn, str | None)


def test_a_user_can_type_tasks_that_read() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    beta, checkout = shop.add_environment("beta"), shop.add_feature_flags("checkout")
    task = ecs.FargateTaskDefinition(stack, "Task")
    app = task.add_container("App", image=ecs.ContainerImage.from_registry("shop"))
    team: ours.ContainerSettings = {"poll_interval": timedelta(seconds=30), "http_host": "all"}

    agent = beta.add_agent_to_ecs(task, profiles=[checkout], containers=[app], **team)

    assert_type(agent, ours.ContainerAgent)
    assert_type(agent.container, ecs.ContainerDefinition)
