"""Functions that read, for the tests of the agent: how they are made, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError, FeatureFlags, Flag, Variant, context, split
from rig.templates import Template, only
from tests.policies import POLICY

FUNCTION = "AWS::Lambda::Function"
PREFETCH = "AWS_APPCONFIG_EXTENSION_PREFETCH_LIST"
OWN_LAYER = "arn:aws:lambda:us-east-1:111111111111:layer:mine:7"
NEW_LAYER = "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:332"
FLAGS = FeatureFlags(Flag("one_click", enabled=True))

STICKY = FeatureFlags(
    Flag(
        "tax",
        variants=[Variant("half", rule=split(pct=50, by=context("entityId")), enabled=True)],
        default=Variant("rest", enabled=False),
    )
)


def function(
    stack: Stack, id: str, *, code: str = "def handler(event, context): pass", **options: Any
) -> lambda_.Function:
    return lambda_.Function(
        stack,
        id,
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline(code),
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


def variables(template: Template) -> dict[str, Any]:
    found: dict[str, Any] = only(template, FUNCTION)["Environment"]["Variables"]
    return found


def statements(template: Template) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = only(template, POLICY)["PolicyDocument"]["Statement"]
    return found


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
    "APPCONFIG487": "an agent asks AppConfig in one region: its own, or that of its variables "
    f"({GUIDE}/appconfig-integration-lambda-extensions-config.html)",
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
