"""Each number that AWS's own API model has as well must be the same there."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from cdk_appconfig.model import limits
from cdk_appconfig.model.extension import ActionPoint


@pytest.fixture(scope="module")
def model() -> Any:
    return boto3.client("appconfig", region_name="us-east-1").meta.service_model


@pytest.mark.parametrize(
    ("operation", "member", "limit"),
    [
        ("CreateApplication", "Name", limits.APPLICATION_NAME),
        ("CreateApplication", "Description", limits.DESCRIPTION),
        ("CreateEnvironment", "Name", limits.ENVIRONMENT_NAME),
        ("CreateEnvironment", "Monitors", limits.MONITORS),
        ("CreateConfigurationProfile", "Name", limits.PROFILE_NAME),
        ("CreateDeploymentStrategy", "Name", limits.DEPLOYMENT_STRATEGY_NAME),
        ("CreateDeploymentStrategy", "DeploymentDurationInMinutes", limits.STRATEGY_MINUTES),
        ("CreateDeploymentStrategy", "FinalBakeTimeInMinutes", limits.STRATEGY_MINUTES),
        ("CreateDeploymentStrategy", "GrowthFactor", limits.GROWTH_FACTOR),
    ],
)
def test_a_limit_is_that_of_the_api(
    model: Any, operation: str, member: str, limit: limits.Limit
) -> None:
    shape = model.operation_model(operation).input_shape.members[member]

    assert shape.metadata["max"] == limit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AppConfig.AllAtOnce", True),
        ("AppConfig.x", False),
        ("abcd", True),
        ("abc1234", True),
        ("abc", False),
        ("abcd12345", False),
        ("ABCD", False),
        ("abcd\n", False),
    ],
)
def test_the_pattern_of_a_strategy_id_is_that_of_the_api(
    model: Any, text: str, expected: bool
) -> None:
    shape = model.operation_model("StartDeployment").input_shape.members["DeploymentStrategyId"]

    assert shape.metadata["pattern"] == r"(^[a-z0-9]{4,7}$|^AppConfig\.[A-Za-z0-9]{9,40}$)"
    assert limits.STRATEGY_ID.matches(text) is expected


def test_the_limits_of_extensions_are_those_of_the_api(model: Any) -> None:
    create = model.operation_model("CreateExtension").input_shape.members
    associate = model.operation_model("CreateExtensionAssociation").input_shape.members

    assert create["Actions"].metadata == {"min": 1, "max": limits.ACTION_POINTS}
    assert create["Actions"].value.metadata == {"min": 1, "max": 1}
    action = create["Actions"].value.member.members
    assert action["Name"].metadata["max"] == limits.ACTION_NAME
    assert create["Parameters"].metadata["max"] == limits.EXTENSION_PARAMETERS
    assert create["Name"].metadata["pattern"] == r"^[^\/#:\n]{1,64}$"
    assert limits.EXTENSION_NAME.regex.pattern == r"[^/#:\n]{1,64}"
    assert associate["Parameters"].value.metadata["max"] == limits.PARAMETER_VALUE
    assert sorted(create["Actions"].key.enum) == sorted(ActionPoint)


def test_every_limit_says_where_it_comes_from() -> None:
    for name in limits.__all__:
        limit = getattr(limits, name)
        if isinstance(limit, limits.Limit | limits.Pattern):
            assert limit.source.startswith("https://docs.aws.amazon.com/"), name
            assert limit.evidence in {"captured", "documented", "schema"}, name
