"""What others made, wherever one of theirs can stand: L1, L2, imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm

import cdk_appconfig as ours
from cdk_appconfig import ConfigurationSource, FeatureFlags, Flag
from rig.templates import Template, of_type

ACCOUNT = "123456789012"
FLAGS = FeatureFlags(Flag("one_click"))
NOTHING = {"Version": "2012-10-17", "Statement": []}


def of_l1(stack: Stack) -> dict[str, Any]:
    application = appconfig.CfnApplication(stack, "Application", name="shop")
    role = iam.CfnRole(stack, "Role", assume_role_policy_document=NOTHING)
    return {
        "application": application,
        "environment": appconfig.CfnEnvironment(
            stack, "Environment", application_id=application.ref, name="prod"
        ),
        "strategy": appconfig.CfnDeploymentStrategy(
            stack,
            "Strategy",
            name="slow",
            deployment_duration_in_minutes=10,
            growth_factor=50,
            replicate_to="NONE",
        ),
        "alarm": cloudwatch.CfnAlarm(
            stack,
            "Alarm",
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=1,
            threshold=1,
            metric_name="errors",
            namespace="shop",
            period=60,
            statistic="Sum",
            treat_missing_data="notBreaching",
        ),
        "role": role,
        "key": kms.CfnKey(stack, "Key", key_policy=NOTHING),
        "function": lambda_.CfnFunction(
            stack,
            "Function",
            code=lambda_.CfnFunction.CodeProperty(zip_file="pass"),
            handler="index.handler",
            runtime="python3.13",
            role=role.attr_arn,
        ),
        "queue": sqs.CfnQueue(stack, "Queue"),
        "topic": sns.CfnTopic(stack, "Topic"),
        "bucket": s3.CfnBucket(
            stack,
            "Bucket",
            versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(status="Enabled"),
        ),
        "secret": secretsmanager.CfnSecret(stack, "Secret", name="password"),
        "parameter": ssm.CfnParameter(stack, "Parameter", type="String", value="x", name="limits"),
        "document": ssm.CfnDocument(stack, "Document", content={"schemaVersion": "2.2"}),
        "pipeline": codepipeline.CfnPipeline.from_pipeline_arn(
            stack, "Pipeline", f"arn:aws:codepipeline:us-east-1:{ACCOUNT}:release"
        ),
    }


def of_l2(stack: Stack) -> dict[str, Any]:
    application = appconfig.Application(stack, "Application", application_name="shop")
    trusted: Any = iam.ServicePrincipal("appconfig.amazonaws.com")
    return {
        "application": application,
        "environment": application.add_environment("Environment", environment_name="prod"),
        "strategy": appconfig.DeploymentStrategy(
            stack, "Strategy", rollout_strategy=appconfig.RolloutStrategy.ALL_AT_ONCE
        ),
        "alarm": cloudwatch.Metric(namespace="shop", metric_name="errors").create_alarm(
            stack,
            "Alarm",
            threshold=1,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        ),
        "role": iam.Role(stack, "Role", assumed_by=trusted),
        "key": kms.Key(stack, "Key"),
        "function": lambda_.Function(
            stack,
            "Function",
            code=lambda_.Code.from_inline("pass"),
            handler="index.handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
        ),
        "queue": sqs.Queue(stack, "Queue"),
        "topic": sns.Topic(stack, "Topic"),
        "bucket": s3.Bucket(stack, "Bucket", versioned=True),
        "secret": secretsmanager.Secret(stack, "Secret"),
        "parameter": ssm.StringParameter(stack, "Parameter", string_value="x"),
        "document": ssm.CfnDocument(stack, "Document", content={"schemaVersion": "2.2"}),
        "pipeline": codepipeline.Pipeline.from_pipeline_arn(
            stack, "Pipeline", f"arn:aws:codepipeline:us-east-1:{ACCOUNT}:release"
        ),
    }


def imported(stack: Stack) -> dict[str, Any]:
    application = ours.Application.from_application_id(stack, "Application", "abc1234")
    arn = f"arn:aws:{{}}:us-east-1:{ACCOUNT}:{{}}"
    return {
        "application": application,
        "environment": ours.Environment.from_environment_id(
            stack, "Environment", "def5678", application=application
        ),
        "strategy": ours.DeploymentStrategy.from_deployment_strategy_id(
            stack, "Strategy", "ghi9012"
        ),
        "alarm": cloudwatch.Alarm.from_alarm_name(stack, "Alarm", "errors"),
        "role": iam.Role.from_role_name(stack, "Role", "appconfig"),
        "key": kms.Key.from_key_arn(stack, "Key", arn.format("kms", "key/1")),
        "function": lambda_.Function.from_function_name(stack, "Function", "check"),
        "queue": sqs.Queue.from_queue_arn(stack, "Queue", arn.format("sqs", "queue")),
        "topic": sns.Topic.from_topic_arn(stack, "Topic", arn.format("sns", "topic")),
        "bucket": s3.Bucket.from_bucket_name(stack, "Bucket", "bucket"),
        "secret": secretsmanager.Secret.from_secret_name_v2(stack, "Secret", "password"),
        "parameter": ssm.StringParameter.from_secure_string_parameter_attributes(
            stack, "Parameter", parameter_name="limits"
        ),
        "document": "limits",
        "pipeline": codepipeline.Pipeline.from_pipeline_arn(
            stack, "Pipeline", arn.format("codepipeline", "release")
        ),
    }


@pytest.mark.parametrize("others", [of_l1, of_l2, imported])
def test_theirs_stand_wherever_ours_can(
    stack: Stack, template: Callable[[], Template], others: Callable[[Stack], dict[str, Any]]
) -> None:
    has = others(stack)
    application, environment, key = has["application"], has["environment"], has["key"]
    flags = ours.FeatureFlagProfile(
        stack,
        "flags",
        application=application,
        kms_key=key,
        validators=[ours.LambdaValidator(has["function"])],
    )
    flags.deploy(environment, FLAGS, deployment_strategy=has["strategy"], after=has["alarm"])
    for name, source, version in (
        ("bucket", ConfigurationSource.from_bucket(has["bucket"], "a.json", kms_key=key), "Kz1"),
        ("document", ConfigurationSource.from_document(has["document"]), "1"),
        ("parameter", ConfigurationSource.from_parameter(has["parameter"]), "1"),
        ("secret", ConfigurationSource.from_secret(has["secret"], kms_key=key), "a1"),
    ):
        ours.SourcedProfile(stack, name, application=application, source=source).deploy(
            environment, version=version
        )
    ours.SourcedProfile(
        stack,
        "pipeline",
        application=application,
        source=ConfigurationSource.from_pipeline(has["pipeline"]),
    )
    watched = ours.Environment(
        stack, "watched", application=application, deployment_strategy=has["strategy"]
    )
    watched.add_monitor(has["alarm"], alarm_role=has["role"])
    extension = ours.Extension(
        stack,
        "Extension",
        actions={
            "PRE_START_DEPLOYMENT": has["function"],
            "ON_DEPLOYMENT_START": has["queue"],
            "ON_DEPLOYMENT_COMPLETE": ours.ExtensionAction(has["topic"], role=has["role"]),
        },
    )
    extension.associate(application)
    reader = iam.Role.from_role_name(stack, "Reader", "reader")
    ours.EnvironmentGrants.from_environment(environment).read_config(reader, profiles=[flags])

    found = template()

    assert len(of_type(found, "AWS::AppConfig::ConfigurationProfile")) == 6
    deployments = of_type(found, "AWS::AppConfig::Deployment")
    assert len(deployments) == 5
    assert len({str(one["Properties"]["EnvironmentId"]) for one in deployments.values()}) == 1
    waits = [
        len(set(one.get("DependsOn", [])) & deployments.keys()) for one in deployments.values()
    ]
    assert sorted(waits) == [0, 1, 1, 1, 1]
