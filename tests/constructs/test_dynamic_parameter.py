from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_appconfig as l1
from aws_cdk.assertions import Annotations, Match

from cdk_appconfig import (
    ActionPoint,
    AppConfigError,
    Application,
    ConfigurationSource,
    DynamicParameter,
    Extension,
    ExtensionParameter,
    FeatureFlags,
)
from rig.templates import Template, of_type, only

DEPLOYMENT = "AWS::AppConfig::Deployment"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:check"
EXTENSION = "arn:aws:appconfig:us-east-1:123456789012:extension/abc1234/1"


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


@pytest.fixture
def guard(stack: Stack) -> Extension:
    return Extension(
        stack,
        "Guard",
        actions={ActionPoint.PRE_START_DEPLOYMENT: FUNCTION},
        parameters={
            "ticket": ExtensionParameter(dynamic=True),
            "channel": ExtensionParameter(required=True),
        },
    )


@pytest.mark.parametrize("kind", ["flags", "hosted", "sourced"])
def test_a_deployment_gives_values(
    shop: Application, guard: Extension, template: Callable[[], Template], kind: str
) -> None:
    beta = shop.add_environment("beta")
    given = [DynamicParameter(guard, "ticket", "SHOP-7")]
    source = ConfigurationSource.from_parameter("limits")
    deploy: dict[str, Callable[[], object]] = {
        "flags": lambda: shop.add_feature_flags("p").deploy(
            beta, FeatureFlags(), dynamic_parameters=given
        ),
        "hosted": lambda: shop.add_hosted_profile("p").deploy(beta, "x", dynamic_parameters=given),
        "sourced": lambda: shop.add_sourced_profile("p", source=source).deploy(
            beta, version=1, dynamic_parameters=given
        ),
    }
    deploy[kind]()
    found = template()

    [extension] = of_type(found, "AWS::AppConfig::Extension")
    assert only(found, DEPLOYMENT)["DynamicExtensionParameters"] == [
        {
            "ExtensionReference": {"Fn::GetAtt": [extension, "Arn"]},
            "ParameterName": "ticket",
            "ParameterValue": "SHOP-7",
        }
    ]


@pytest.mark.parametrize("kind", ["arn", "l1"])
def test_the_extension_may_be_of_others(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    actions = {"PRE_START_DEPLOYMENT": [{"Name": "Check", "Uri": FUNCTION}]}
    extension: Any = (
        EXTENSION
        if kind == "arn"
        else l1.CfnExtension(stack, "Extension", name="check", actions=actions)
    )
    shop.add_hosted_profile("limits").deploy(
        shop.add_environment("beta"),
        "x",
        dynamic_parameters=[DynamicParameter(extension, "ticket", "7")],
    )

    expected = EXTENSION if kind == "arn" else {"Fn::GetAtt": ["Extension", "Arn"]}
    [given] = only(template(), DEPLOYMENT)["DynamicExtensionParameters"]
    assert given["ExtensionReference"] == expected


@pytest.mark.parametrize("name", ["tickt", "channel"])
def test_a_parameter_that_is_not_dynamic_is_warned_of(
    stack: Stack, shop: Application, guard: Extension, name: str
) -> None:
    shop.add_hosted_profile("limits").deploy(
        shop.add_environment("beta"), "x", dynamic_parameters=[DynamicParameter(guard, name, "7")]
    )

    [entry] = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    fix = "did you mean 'ticket'?" if name == "tickt" else "declare it as dynamic"
    assert str(entry.entry.data) == (
        f"Test/Guard has no dynamic parameter {name!r}: a deployment gives values to the dynamic "
        f"parameters that its extensions declare ({API}API_StartDeployment.html); {fix} "
        "[ack: cdk-appconfig:APPCONFIG375]"
    )


def test_ten_values_are_accepted_and_eleven_or_a_long_one_refused(shop: Application) -> None:
    limits = shop.add_hosted_profile("limits")
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    ten = [DynamicParameter(EXTENSION, f"p{number}", "x" * 2048) for number in range(10)]
    limits.deploy(beta, "x", dynamic_parameters=ten)

    with pytest.raises(AppConfigError) as caught:
        limits.deploy(prod, "x", dynamic_parameters=[*ten, DynamicParameter(EXTENSION, "p10", "")])

    assert str(caught.value) == (
        "deployment of Test/Shop/limits: 2 errors\n"
        "  APPCONFIG416 Test/Shop/limits: the value of the parameter 'p10' has 0 characters\n"
        "      why: the value of a parameter has 1 to 2048 characters "
        f"({API}API_CreateExtensionAssociation.html)\n"
        "      fix: use 1 to 2048 characters\n"
        "  APPCONFIG374 Test/Shop/limits: the deployment gives values to 11 parameters\n"
        "      why: a deployment gives values to at most 10 parameters "
        f"({API}API_StartDeployment.html)\n"
        "      fix: keep 10"
    )
