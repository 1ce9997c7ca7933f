"""The Lambda layer with AppConfig Agent: which one a function takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Aws, CfnMapping

from cdk_appconfig.checks import agent_layer as checks
from cdk_appconfig.constructs._agent_layer_table import LAYERS
from cdk_appconfig.constructs._agent_needs import AgentNeed
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aws_cdk import Stack

    from cdk_appconfig.findings import Finding

__all__ = ["NAMES", "LayerChoice", "is_agent_layer", "lacking", "layer_arn"]

NAMES = {"x86_64": "AWS-AppConfig-Extension", "arm64": "AWS-AppConfig-Extension-Arm64"}
"""Names of the layers by architecture, in the order of the table."""

_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc"}
_SHORT = {"x86_64": "x86", "arm64": "arm64"}
"""Architectures as the public parameters name them; mappings take no ``_`` either."""

_MAPPING = "AppConfigAgentLayers"
_ARN = re.compile(
    r"arn:[^:]+:lambda:(?P<region>[^:]+):\d{12}:layer:(?P<name>[\w-]+):(?P<number>\d+)"
)


def is_agent_layer(layer: object) -> bool:
    """Tell whether a layer of a function is known to be the agent."""
    match = _ARN.fullmatch(layer) if isinstance(layer, str) else None
    return match is not None and match["name"] in NAMES.values()


def partition_of(region: str) -> str:
    """Return the partition of a region."""
    found = [name for start, name in _PARTITIONS.items() if region.startswith(start)]
    return found[0] if found else "aws"


def layer_arn(region: str, architecture: str, account: str, number: int) -> str:
    """Return the ARN of a layer of AWS."""
    name = NAMES[architecture]
    return f"arn:{partition_of(region)}:lambda:{region}:{account}:layer:{name}:{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerChoice:
    """Which layer was asked for.

    Args:
        arn: One of the user's own.
        latest: Whether it is the newest one at the time of deployment.
        in_image: Whether the function is an image that has the agent, and takes none.
    """

    arn: str | None
    latest: bool
    in_image: bool

    @property
    def is_asked_for(self) -> bool:
        """Whether it is another one than that of the table."""
        return self.latest or self.arn is not None

    def findings(self, stack: Stack, architecture: str, where: str) -> Iterator[Finding]:
        """Yield what is wrong with the choice for a function.

        Args:
            stack: The stack of the function.
            architecture: Architecture of the function.
            where: Construct path of the environment.
        """
        if self.in_image:
            if self.is_asked_for:
                yield checks.layer_of_image(where)
        elif self.arn is not None and self.latest:
            yield checks.two_layers(where)
        elif self.arn is not None:
            yield from self._own_findings(stack, architecture, where)
        elif architecture not in NAMES:
            yield checks.unknown_architecture(architecture, where)
        elif self.latest and partition_of(stack.region) != "aws":
            yield checks.no_public_parameter(stack.region, where)
        elif not self.latest and not is_token(stack.region) and stack.region not in LAYERS:
            yield checks.unknown_region(stack.region, where)

    def _own_findings(self, stack: Stack, architecture: str, where: str) -> Iterator[Finding]:
        arn = self.arn or ""
        match = _ARN.fullmatch(arn)
        if is_token(arn):
            return
        if match is None:
            yield checks.not_a_layer(arn, where)
        elif not is_token(stack.region) and match["region"] != stack.region:
            yield checks.layer_elsewhere(arn, stack.region, where)
        elif match["name"] in NAMES.values() and NAMES.get(architecture) not in {
            None,
            match["name"],
        }:
            yield checks.layer_of_other_architecture(arn, architecture, where)

    def arn_in(self, stack: Stack, architecture: str) -> str:
        """Return the ARN of the layer for functions of a stack."""
        if self.arn is not None:
            return self.arn
        short = _SHORT[architecture]
        if self.latest:
            from aws_cdk import aws_ssm as ssm  # noqa: PLC0415 loaded for who asks for it

            name = f"/aws/service/aws-appconfig/lambda-extension/{short}/latest"
            return ssm.StringParameter.value_for_string_parameter(stack, name)
        if is_token(stack.region):
            return _mapping(stack).find_in_map(Aws.REGION, short)
        account, newest, *_ = LAYERS[stack.region]
        return layer_arn(
            stack.region, architecture, account, newest[list(NAMES).index(architecture)]
        )


def lacking(arn: object) -> set[AgentNeed]:
    """Return what the agent in a layer is known to be too old for; nothing of an unknown layer."""
    match = _ARN.fullmatch(arn) if isinstance(arn, str) else None
    if match is None or match["name"] not in NAMES.values() or match["region"] not in LAYERS:
        return set()
    _, _, *last_before = LAYERS[match["region"]]
    column = list(NAMES.values()).index(match["name"])
    return {
        need
        for need, numbers in zip(AgentNeed, last_before, strict=True)
        if int(match["number"]) <= numbers[column]
    }


def _mapping(stack: Stack) -> CfnMapping:
    """Return the table as a mapping of the stack, for stacks that any region may get."""
    known = stack.node.try_find_child(_MAPPING)
    if isinstance(known, CfnMapping):
        return known
    mapping = {
        region: {
            _SHORT[architecture]: layer_arn(region, architecture, account, number)
            for architecture, number in zip(NAMES, newest, strict=True)
        }
        for region, (account, newest, *_) in LAYERS.items()
    }
    return CfnMapping(stack, _MAPPING, mapping=mapping)
