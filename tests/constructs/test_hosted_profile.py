"""Freeform content on its way to an environment; what text it gives is proved in the model."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Annotations, Match

from cdk_appconfig import AppConfigError, Application, FeatureFlags, HostedProfile
from rig.templates import Template, of_type, only

PROFILE = "AWS::AppConfig::ConfigurationProfile"
VERSION = "AWS::AppConfig::HostedConfigurationVersion"
DEPLOYMENT = "AWS::AppConfig::Deployment"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


@pytest.fixture
def limits(shop: Application) -> HostedProfile:
    return shop.add_hosted_profile("limits", description="Of the gateway")


def test_it_is_a_freeform_profile_of_the_hosted_store(
    limits: HostedProfile, template: Callable[[], Template]
) -> None:
    assert limits.configuration_profile_name == "limits"
    assert only(template(), PROFILE) == {
        "ApplicationId": {"Ref": "Shop563325D0"},
        "Name": "limits",
        "Description": "Of the gateway",
        "LocationUri": "hosted",
        "Type": "AWS.Freeform",
    }


def test_a_deployment_has_a_version_of_its_own(
    shop: Application, limits: HostedProfile, template: Callable[[], Template]
) -> None:
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    limits.deploy(beta, {"requests": 100}, deployment_strategy="AppConfig.AllAtOnce")
    limits.deploy(prod, {"requests": 10})
    found = template()

    versions = of_type(found, VERSION)
    first, second = versions
    assert [one["Properties"]["Content"] for one in versions.values()] == [
        '{"requests":100}',
        '{"requests":10}',
    ]
    assert versions[first]["Properties"]["Description"] == "Environment beta"
    assert versions[second]["DependsOn"] == [first]
    assert [
        (one["Properties"]["ConfigurationVersion"], one["Properties"]["DeploymentStrategyId"])
        for one in of_type(found, DEPLOYMENT).values()
    ] == [
        ({"Ref": first}, "AppConfig.AllAtOnce"),
        ({"Ref": second}, "AppConfig.Canary10Percent20Minutes"),
    ]


@dataclass
class Limits:
    requests: int


@pytest.mark.parametrize(
    "content",
    [{"requests": 100}, '{\n  "requests": 100\n}', b'{"requests":100}', Limits(requests=100)],
    ids=["dict", "text", "bytes", "dataclass"],
)
def test_json_is_the_same_in_every_form(
    shop: Application, limits: HostedProfile, template: Callable[[], Template], content: Any
) -> None:
    limits.deploy(shop.add_environment("beta"), content)
    found = only(template(), VERSION)

    assert (found["Content"], found["ContentType"]) == ('{"requests":100}', "application/json")


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [(None, "text/plain"), ("application/toml", "application/toml")],
)
def test_other_text_is_stored_as_it_is_written(
    shop: Application,
    limits: HostedProfile,
    template: Callable[[], Template],
    content_type: str | None,
    expected: str,
) -> None:
    limits.deploy(shop.add_environment("beta"), "requests  = 100\n", content_type=content_type)
    found = only(template(), VERSION)

    assert (found["Content"], found["ContentType"]) == ("requests  = 100\n", expected)


def test_a_file_says_what_it_is(
    shop: Application, limits: HostedProfile, template: Callable[[], Template], tmp_path: Path
) -> None:
    file = tmp_path / "limits.yaml"
    file.write_text("requests: 100\n")
    limits.deploy(shop.add_environment("beta"), file)
    found = only(template(), VERSION)

    assert (found["Content"], found["ContentType"]) == ("requests: 100\n", "application/x-yaml")


@pytest.mark.parametrize("kind", ["dict", "json text", "text"])
def test_tokens_pass_through(
    shop: Application,
    limits: HostedProfile,
    stack: Stack,
    template: Callable[[], Template],
    kind: str,
) -> None:
    region = stack.region
    content: Any = {
        "dict": {"z": region, "a": 1},
        "json text": json.dumps({"z": region, "a": 1}),
        "text": f"region is {region}",
    }[kind]
    limits.deploy(shop.add_environment("beta"), content)
    found = only(template(), VERSION)

    assert found["Content"]["Fn::Join"][1] == (
        ["region is ", {"Ref": "AWS::Region"}]
        if kind == "text"
        else ['{"a":1,"z":"', {"Ref": "AWS::Region"}, '"}']
    )
    assert found["ContentType"] == ("text/plain" if kind == "text" else "application/json")


def test_what_cannot_be_stored_is_told_with_everything_else(limits: HostedProfile) -> None:
    wrong: Any = "beta"
    with pytest.raises(AppConfigError) as caught:
        limits.deploy(wrong, {"requests": {"now": object}}, deployment_strategy="AppConfig.Fast")

    assert [(finding.id, finding.where) for finding in caught.value.findings] == [
        ("APPCONFIG104", "Test/Shop/limits $.requests.now"),
        ("APPCONFIG303", "Test/Shop/limits"),
        ("APPCONFIG300", "Test/Shop/limits"),
    ]
    assert [child.node.id for child in limits.node.children] == ["Resource"]


def test_empty_content_is_refused(shop: Application, limits: HostedProfile) -> None:
    with pytest.raises(AppConfigError) as caught:
        limits.deploy(shop.add_environment("beta"), "")

    assert str(caught.value) == (
        "deployment of Test/Shop/limits: 1 error\n"
        "  APPCONFIG102 Test/Shop/limits $: the content is empty\n"
        "      why: AppConfig refuses a hosted configuration version without content "
        f"({API}API_CreateHostedConfigurationVersion.html)\n"
        "      fix: store something, for example {}"
    )


def test_feature_flags_belong_into_a_profile_of_flags(
    shop: Application, limits: HostedProfile, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta")

    with pytest.raises(AppConfigError) as caught:
        limits.deploy(beta, FeatureFlags())
    limits.deploy(beta, FeatureFlags().to_document())

    assert str(caught.value) == (
        "deployment of Test/Shop/limits: 1 error\n"
        "  APPCONFIG207 Test/Shop/limits: the content is feature flags, and the profile is freeform\n"
        "      why: AppConfig reads feature flags as flags in a profile of type "
        "AWS.AppConfig.FeatureFlags only; the type of a profile cannot be changed later "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-appconfig-configurationprofile.html)\n"
        "      fix: make the profile with add_feature_flags, or pass to_document() of the flags to "
        "store them as plain JSON"
    )
    assert only(template(), VERSION)["ContentType"] == "application/json"


def test_what_aws_accepts_and_people_regret_is_a_warning(
    shop: Application, limits: HostedProfile, stack: Stack
) -> None:
    limits.deploy(shop.add_environment("beta"), "{oops", content_type="application/json")

    [found] = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert found.id == "/Test/Shop/limits"
    assert str(found.entry.data).startswith("the text is not JSON: ")
    assert str(found.entry.data).endswith("correct it [ack: cdk-appconfig:APPCONFIG106]")


def test_key_and_removal_policy_are_those_of_every_profile(
    shop: Application, stack: Stack, template: Callable[[], Template]
) -> None:
    key = kms.Key.from_key_arn(
        stack, "Key", "arn:aws:kms:us-east-1:111111111111:key/11111111-0000-0000-0000-000000000000"
    )
    limits = HostedProfile(
        stack,
        "Limits",
        application=shop,
        configuration_profile_name="limits",
        kms_key=key,
        removal_policy=RemovalPolicy.DESTROY,
    )
    limits.deploy(shop.add_environment("beta"), {}, revision="2", tags={"team": "shop"})
    found = template()

    [version] = of_type(found, VERSION).values()
    assert (version["DeletionPolicy"], version["UpdateReplacePolicy"]) == ("Delete", "Delete")
    assert only(found, PROFILE)["KmsKeyIdentifier"] == key.key_arn
    deployment = only(found, DEPLOYMENT)
    assert deployment["KmsKeyIdentifier"] == key.key_arn
    assert deployment["Description"] == "revision 2"
    assert deployment["Tags"] == [{"Key": "team", "Value": "shop"}]


def test_a_list_is_deployed_in_its_order(
    shop: Application, limits: HostedProfile, template: Callable[[], Template]
) -> None:
    deployments = limits.deploy([shop.add_environment("beta"), shop.add_environment("prod")], {})
    found = template()

    to_beta, to_prod = of_type(found, DEPLOYMENT)
    assert len(deployments) == 2
    assert found["Resources"][to_prod]["DependsOn"] == [to_beta]


def test_flags_and_freeform_content_share_the_order_of_an_environment(
    shop: Application, limits: HostedProfile, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta")
    shop.add_feature_flags("flags").deploy(beta, FeatureFlags())
    limits.deploy(beta, {})
    found = template()

    to_limits, to_flags = of_type(found, DEPLOYMENT)
    assert found["Resources"][to_limits]["DependsOn"] == [to_flags]
