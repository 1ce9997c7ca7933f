"""The layer of AppConfig Agent beside a function: which one it can be."""

from __future__ import annotations

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits

_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_VERSIONS = f"{_GUIDE}/appconfig-integration-lambda-extensions-versions.html"
_LAYERS = "https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html"

LAYER_COUNT = Check(
    id="APPCONFIG472",
    summary="A function has no room for the layer of the agent",
    rule=f"a function has at most {limits.FUNCTION_LAYERS} layers",
    source=limits.FUNCTION_LAYERS.source,
    evidence=limits.FUNCTION_LAYERS.evidence,
)
ARCHITECTURE = Check(
    id="APPCONFIG473",
    summary="There is no layer of the agent for the architecture of a function",
    rule="AWS publishes the agent for x86_64 and for arm64",
    source=_VERSIONS,
    evidence="documented",
)
LAYER = Check(
    id="APPCONFIG474",
    summary="The layer of the agent is not one that the function can take",
    rule="a layer is named by the ARN of one of its versions, and is in the region of the function",
    source=_LAYERS,
    evidence="documented",
)
REGION = Check(
    id="APPCONFIG475",
    summary="No layer of the agent is known for a region",
    rule="each region has a layer of its own, in an account of its own",
    source=_VERSIONS,
    evidence="documented",
)
VARIANTS = Check(
    id="APPCONFIG476",
    summary="A layer of the agent is too old for flags with variants",
    rule="the agent chooses between variants since its version 2.0.678",
    source=_VERSIONS,
    evidence="documented",
)
ENTITY_IDS = Check(
    id="APPCONFIG483",
    summary="An agent is too old for entity ids, or may be",
    rule="rules know entityId since 26 March 2026, with version 2.0.136060 of the agent; which "
    "layer came first with it is not told, and 2.0.14126 was released the day before",
    source=f"{_GUIDE}/appconfig-agent-how-to-use.html",
    evidence="documented",
    severity="warning",
)


def too_many_layers(function: str, count: int, where: str) -> Finding:
    """Return the finding that a function has as many layers as it can."""
    return LAYER_COUNT.at(
        where,
        message=f"the function {function} has {count} layers already",
        found=str(count),
        fix="join two of its layers",
    )


def unknown_architecture(architecture: str, where: str) -> Finding:
    """Return the finding that AWS publishes no layer for an architecture."""
    return ARCHITECTURE.at(
        where,
        message=f"there is no layer for the architecture {shown(architecture)}",
        found=shown(architecture),
        fix="pass layer_version_arn",
    )


def layer_of_other_architecture(arn: str, architecture: str, where: str) -> Finding:
    """Return the finding that a layer of AWS is for the other architecture."""
    return ARCHITECTURE.at(
        where,
        message=f"the layer {arn} is not for {architecture}, the architecture of the function",
        found=arn,
        fix="leave layer_version_arn out, or pass the one of the function's architecture",
    )


def two_layers(where: str) -> Finding:
    """Return the finding that two layers were asked for."""
    return LAYER.at(
        where,
        message="layer_version_arn names a layer, and latest_layer asks for another one",
        found="layer_version_arn and latest_layer",
        fix="pass one of the two",
    )


def layer_of_image(where: str) -> Finding:
    """Return the finding that a layer was asked for where the agent is in an image."""
    return LAYER.at(
        where,
        message="a layer is asked for, and agent_in_image says that the agent is in the image",
        found="agent_in_image",
        fix="leave layer_version_arn and latest_layer out",
    )


def not_a_layer(arn: str, where: str) -> Finding:
    """Return the finding that a text is not the ARN of a version of a layer."""
    return LAYER.at(
        where,
        message=f"{shown(arn)} is not the ARN of a version of a layer",
        found=shown(arn),
        fix="pass one that ends in layer:<name>:<number>",
    )


def layer_elsewhere(arn: str, region: str, where: str) -> Finding:
    """Return the finding that a layer is in another region than the function."""
    return LAYER.at(
        where,
        message=f"the layer {arn} is not in {region}, the region of the function",
        found=arn,
        fix="leave layer_version_arn out, or pass the one of that region",
    )


def unknown_region(region: str, where: str) -> Finding:
    """Return the finding that no layer is known for a region."""
    return REGION.at(
        where,
        message=f"no layer of the agent is known for {region}",
        found=region,
        fix="pass latest_layer=True, or layer_version_arn",
    )


def no_public_parameter(region: str, where: str) -> Finding:
    """Return the finding that a region has no public parameter that names the layer."""
    return REGION.at(
        where,
        message=f"the public parameter with the newest layer is not documented for {region}",
        found=region,
        fix="leave latest_layer out",
    )


def too_old_for_variants(agent: str, option: str, profile: str, where: str) -> Finding:
    """Return the finding that an agent cannot read flags with variants.

    Args:
        agent: What to call it.
        option: The argument that chose it.
        profile: Path of the profile with the flags.
        where: Construct path of what is told of.
    """
    return VARIANTS.at(
        where,
        message=f"the flags of {profile} have variants, and {agent} is older",
        found=agent,
        fix=f"leave {option} out, or pass a newer one",
    )


def too_old_for_entity_ids(agent: str, option: str, profile: str, where: str) -> Finding:
    """Return the finding that an agent may not know the entity ids that rules ask for."""
    return ENTITY_IDS.at(
        where,
        message=f"rules of {profile} ask for entityId, and {agent} is older",
        found=agent,
        fix=f"leave {option} out, or pass a newer one",
    )
