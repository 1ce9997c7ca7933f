"""A user's file with every option of every construct: read by mypy --strict and pyright, and run."""

# pyright: strict

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from aws_cdk import App, Duration, RemovalPolicy, Stack, Validations
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from typing_extensions import assert_type

import cdk_appconfig as ours

SHOP = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234"
FLAGS = ours.FeatureFlags()


def test_every_option_of_applications_strategies_and_environments() -> None:
    app = App()
    stack = Stack(app, "Test")
    Validations.of(app).add_plugins(ours.AppConfigChecks())
    shop = ours.Application(stack, "Shop", application_name="shop", description="d")
    slow = ours.DeploymentStrategy(
        stack,
        "Slow",
        deployment_strategy_name="slow",
        deployment_duration=Duration.minutes(20),
        growth_factor=20,
        growth_type="EXPONENTIAL",
        final_bake_time=timedelta(minutes=10),
        description="d",
    )
    beta = shop.add_environment(
        "beta",
        environment_name="b",
        description="d",
        deployment_strategy=slow,
        deletion_protection_check=ours.DeletionProtectionCheck.BYPASS,
    )
    prod = ours.Environment(
        stack,
        "prod",
        application=shop,
        environment_name="p",
        description="d",
        deployment_strategy="AppConfig.AllAtOnce",
        deletion_protection_check="APPLY",
    )
    theirs = ours.Application.from_application_arn(stack, "Theirs", SHOP)
    edge = ours.Environment.from_environment_arn(stack, "Edge", f"{SHOP}/environment/abc1234")

    assert_type(beta, ours.Environment)
    assert_type(prod.environment_name, str)
    assert_type(theirs.application_id, str)
    assert_type(edge.environment_arn, str)


def test_every_option_of_profiles() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    prod = shop.add_environment("prod")
    key = kms.Key(stack, "Key")
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::123456789012:role/reader")
    function = lambda_.Function.from_function_name(stack, "Function", "check")
    check = ours.LambdaValidator(function, add_permission=False)
    bucket = s3.Bucket(stack, "Bucket", versioned=True)
    source = ours.ConfigurationSource.from_bucket(bucket, "limits.json", kms_key=key)
    flags = [
        shop.add_feature_flags(
            "flags",
            configuration_profile_name="f",
            description="d",
            kms_key=key,
            removal_policy=RemovalPolicy.DESTROY,
            validators=[check],
            deletion_protection_check="APPLY",
        ),
        ours.FeatureFlagProfile(
            stack,
            "Flags",
            application=shop,
            configuration_profile_name="F",
            description="d",
            kms_key=key,
            removal_policy=RemovalPolicy.DESTROY,
            validators=[check],
            deletion_protection_check="APPLY",
        ),
    ]
    hosted = [
        shop.add_hosted_profile(
            "limits",
            configuration_profile_name="l",
            description="d",
            kms_key=key,
            removal_policy=RemovalPolicy.DESTROY,
            validators=[ours.JsonSchema({}), check],
            deletion_protection_check="APPLY",
        ),
        ours.HostedProfile(
            stack,
            "Limits",
            application=shop,
            configuration_profile_name="L",
            description="d",
            kms_key=key,
            removal_policy=RemovalPolicy.DESTROY,
            validators=[ours.JsonSchema({}), check],
            deletion_protection_check="APPLY",
        ),
    ]
    sourced = [
        shop.add_sourced_profile(
            "prices",
            source=source,
            configuration_profile_name="s",
            description="d",
            validators=[check],
            retrieval_role=role,
            kms_key=key,
            deletion_protection_check="APPLY",
        ),
        ours.SourcedProfile(
            stack,
            "Prices",
            application=shop,
            source=source,
            configuration_profile_name="S",
            description="d",
            validators=[check],
            retrieval_role=role,
            kms_key=key,
            deletion_protection_check="APPLY",
        ),
    ]
    extension = ours.Extension(
        stack,
        "Guard",
        actions={"PRE_START_DEPLOYMENT": ours.ExtensionAction(function, description="d")},
        parameters={"p": ours.ExtensionParameter(description="d", dynamic=True)},
        description="d",
    )
    ours.ExtensionAssociation(
        stack, "Association", extension=extension, resource=prod, parameters={"p": "x"}
    )

    first = flags[0].deploy(
        prod,
        FLAGS,
        deployment_strategy=ours.DeploymentStrategyId.ALL_AT_ONCE,
        after=[],
        revision="2",
        tags={"team": "shop"},
        dynamic_parameters=[ours.DynamicParameter(extension, "p", "y")],
    )
    second = hosted[0].deploy(
        prod, {}, content_type="application/json", after=first, tags={"team": "shop"}
    )
    third = sourced[0].deploy(prod, version="Kz1", after=[first, second], tags={"team": "shop"})

    assert_type(third, ours.SourcedDeployment)
    assert_type(third.deployment_number, str)


def test_every_option_of_operations() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    prod, profile = shop.add_environment("prod"), shop.add_feature_flags("flags")
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::123456789012:role/operator")
    topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:us-east-1:123456789012:people")
    theirs = ours.FeatureFlagProfile.from_configuration_profile_arn(
        stack, "Theirs", f"{SHOP}/configurationprofile/abc1234"
    )

    prod.grant_start_deployment(
        role, profiles=[profile], deployment_strategies=["AppConfig.AllAtOnce"]
    )
    prod.grants.start_deployment(
        role, profiles=[profile], deployment_strategies=["AppConfig.AllAtOnce"]
    )
    granted = [
        prod.grants.read_deployments(role),
        profile.grants.read_config(role, environment=prod),
        theirs.grants.write_versions(role),
    ]
    policy = prod.operator_policy(
        id="Operators",
        managed_policy_name="operators",
        profiles=[profile],
        deployment_strategies=["AppConfig.AllAtOnce"],
    )
    readers = prod.reader_role(["123456789012"], id="Readers", external_id="x", profiles=[profile])
    rules = [
        prod.on_deployment_started(targets.SnsTopic(topic)),
        prod.on_deployment_completed(targets.SnsTopic(topic)),
    ]
    metric = prod.metric_returned_count(
        profile=profile,
        flag_key="one_click",
        variant="qa",
        statistic="Sum",
        period=Duration.minutes(1),
    )

    assert_type(granted, list[iam.Grant])
    assert_type(policy, iam.ManagedPolicy)
    assert_type(readers, iam.Role)
    assert_type(rules, list[events.Rule])
    assert_type(metric, cloudwatch.MathExpression)


def test_every_option_of_agents() -> None:
    stack = Stack(App(), "Test")
    shop = ours.Application(stack, "Shop")
    beta, checkout = shop.add_environment("beta"), shop.add_feature_flags("checkout")
    function = lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("pass"),
    )
    task = ecs.FargateTaskDefinition(stack, "Task")
    app = task.add_container("App", image=ecs.ContainerImage.from_registry("shop"))

    beta.add_agent_to_lambda(
        function,
        profiles=[checkout],
        prefetch=False,
        layer_version_arn="arn:aws:lambda:us-east-1:123456789012:layer:agent:1",
        latest_layer=False,
        agent_in_image=False,
        poll_interval=Duration.seconds(30),
        request_timeout=timedelta(seconds=1),
        log_level="warn",
        port=2773,
        max_connections=4,
        service_region="eu-west-1",
        role_arn="arn:aws:iam::123456789012:role/reader",
        role_external_id="x",
        role_session_name="s",
        proxy_url="http://proxy",
        proxy_headers={"a": "b"},
        manifest="{}",
        wait_on_manifest=False,
        experiment_assignment_log_destination="stderr",
    )
    beta.add_agent_to_ecs(
        task,
        profiles=[checkout],
        containers=[app],
        prefetch=False,
        image="agent",
        memory_reservation_mib=64,
        health_check=ecs.HealthCheck(command=["CMD-SHELL", "true"]),
        logging=ecs.LogDrivers.aws_logs(stream_prefix="agent"),
        access_token="{{resolve:secretsmanager:token}}",  # noqa: S106 where it is
        backup_directory="/backup",
        preload_backups=False,
        http_host="all",
        log_path="/log",
    )
    variables = beta.agent_variables(
        profiles=[checkout],
        prefetch=False,
        manifest={"a:b:c": {"credentials": {"roleArn": "arn:aws:iam::123456789012:role/reader"}}},
    )

    assert_type(variables, ours.AgentVariables)
    assert variables == ours.AgentVariables(
        agent=dict(variables.agent), application=dict(variables.application)
    )


def test_every_name_of_the_model_and_of_the_command_line(tmp_path: Path) -> None:
    template = tmp_path / "template.json"
    template.write_text('{"Resources": {"A": {"Type": "AWS::AppConfig::Application"}}}')

    found = ours.changes(template, template)
    content = ours.FreeformContent.of({"requests": 100})
    steps = ours.Rollout.linear(duration=timedelta(minutes=1), growth_factor=50).schedule()
    flags = ours.FeatureFlags(ours.Flag("f", attributes={"a": ours.UntypedArray()}))

    assert_type(found, ours.Changes)
    [change] = found.resources
    assert_type(change, ours.ResourceChange)
    assert_type(change.causes, tuple[ours.Cause, ...])
    assert_type(content.content_type, str)
    assert_type(steps, list[tuple[timedelta, float]])
    assert flags["f"].key == "f"
    with pytest.raises(ours.TemplateError):
        ours.changes(tmp_path / "none.json", template)
    with pytest.raises(ours.AppConfigError):
        ours.parse_rule("(")
