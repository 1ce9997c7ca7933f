from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, CfnParameter, Environment, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Annotations, Match

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError, FeatureFlags, Flag, Variant, context
from rig.templates import Template, only
from tests.readers import FLAGS, FUNCTION, NEW_LAYER, OWN_LAYER, STICKY, function, refused

VARIED = FeatureFlags(
    Flag(
        "tax",
        variants=[Variant("qa", rule=context("user") == "qa", enabled=True)],
        default=Variant("rest", enabled=False),
    )
)
BEFORE_VARIANTS = "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:153"
BEFORE_ENTITY_IDS = "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:296"


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


def test_an_architecture_that_only_the_deployment_knows_takes_the_layer_that_you_choose(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    token = CfnParameter(stack, "Architecture").value_as_string
    api = function(stack, "Api", architecture=lambda_.Architecture.custom(token))

    assert refused(beta, api, [checkout]) == (
        "APPCONFIG473",
        """there is no layer for the architecture "{'Ref': 'Architecture'}\"""",
        "pass layer_version_arn",
    )
    agent = beta.add_agent_to_lambda(api, profiles=[checkout], layer_version_arn=NEW_LAYER)
    assert agent.layer_version_arn == NEW_LAYER


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


ASKS_FOR_ENTITY_IDS = (
    "rules of Test/Shop/checkout ask for entityId, and the layer of Test/Api is older: rules know "
    "entityId since 26 March 2026, with version 2.0.136060 of the agent; which layer came first "
    "with it is not told, and 2.0.14126 was released the day before "
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
