"""Each number that AWS's own API model has as well must be the same there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
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
        ("CreateConfigurationProfile", "KmsKeyIdentifier", limits.KMS_KEY),
        ("CreateConfigurationProfile", "LocationUri", limits.LOCATION_URI),
        ("CreateConfigurationProfile", "RetrievalRoleArn", limits.ARN),
        ("CreateConfigurationProfile", "Validators", limits.VALIDATORS),
        ("CreateExperimentDefinition", "AudienceRule", limits.AUDIENCE_RULE),
        ("CreateExperimentDefinition", "Hypothesis", limits.DESCRIPTION),
        ("CreateExperimentDefinition", "Treatments", limits.TREATMENTS),
        ("CreateHostedConfigurationVersion", "ContentType", limits.CONTENT_TYPE),
        ("CreateHostedConfigurationVersion", "Description", limits.DESCRIPTION),
        ("CreateHostedConfigurationVersion", "VersionLabel", limits.VERSION_LABEL_LENGTH),
        ("StartDeployment", "ConfigurationVersion", limits.CONFIGURATION_VERSION),
        ("StartDeployment", "DynamicExtensionParameters", limits.DYNAMIC_PARAMETERS),
        ("TagResource", "ResourceArn", limits.ARN),
        ("TagResource", "Tags", limits.TAGS),
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


def test_limits_inside_of_structures_are_those_of_the_api(model: Any) -> None:
    profile = model.operation_model("CreateConfigurationProfile").input_shape.members
    tags = model.operation_model("TagResource").input_shape.members["Tags"]
    account = model.operation_model("UpdateAccountSettings").input_shape.members
    run = model.operation_model("StartExperimentRun").input_shape.members

    validator = profile["Validators"].member.members["Content"]
    assert validator.metadata["max"] == limits.VALIDATOR_CONTENT
    assert tags.key.metadata["max"] == limits.TAG_KEY
    assert tags.value.metadata["max"] == limits.TAG_VALUE
    period = account["DeletionProtection"].members["ProtectionPeriodInMinutes"]
    assert period.metadata["max"] == limits.DELETION_PROTECTION_MINUTES
    inline = run["TreatmentOverrides"].members["Inline"]
    assert inline.metadata["max"] == limits.TREATMENT_OVERRIDES


@pytest.mark.parametrize(
    ("operation", "member", "pattern", "ours"),
    [
        (
            "CreateHostedConfigurationVersion",
            "VersionLabel",
            ".*[^0-9].*",
            limits.VERSION_LABEL,
        ),
        (
            "CreateConfigurationProfile",
            "RetrievalRoleArn",
            r"^((arn):(aws|aws-cn|aws-iso|aws-iso-[a-z]{1}|aws-us-gov|aws-eusc):(iam)::\d{12}:role[/].*)$",
            limits.ROLE_ARN,
        ),
        (
            "CreateExperimentDefinition",
            "Name",
            r"^(?!AWS\.).{1,64}$",
            limits.EXPERIMENT_NAME,
        ),
        (
            "CreateExperimentDefinition",
            "FlagKey",
            r"^[a-z][a-zA-Z0-9_-]{1,64}",
            limits.EXPERIMENT_FLAG_KEY,
        ),
    ],
)
def test_a_pattern_accepts_what_that_of_the_api_accepts(
    model: Any, operation: str, member: str, pattern: str, ours: limits.Pattern
) -> None:
    shape = model.operation_model(operation).input_shape.members[member]
    texts = [
        *("", "1", "12", "a", "a1", "v1.0", "1-", "A1", "AWS.a", "AWSa", "a" * 64, "a b", "é"),
        *("arn:aws:iam::123456789012:role/a", "arn:aws-iso-b:iam::123456789012:role/a/b"),
        *("arn:aws:iam::123456789012:user/a", "arn:aws:iam::1234:role/a", "role/a"),
    ]

    assert shape.metadata["pattern"] == pattern
    for text in texts:
        assert ours.matches(text) is (re.fullmatch(pattern, text) is not None), text


@pytest.mark.parametrize("pattern", [limits.VERSION_LABEL, limits.EXPERIMENT_NAME])
def test_a_name_has_at_most_64_characters(pattern: limits.Pattern) -> None:
    assert pattern.matches("a" * 64)
    assert not pattern.matches("a" * 65)


def test_a_flag_with_a_key_of_one_letter_cannot_be_experimented_on() -> None:
    assert limits.FLAG_KEY.matches("a")
    assert not limits.EXPERIMENT_FLAG_KEY.matches("a")
    assert limits.EXPERIMENT_FLAG_KEY.matches("a" * 64)
    assert not limits.EXPERIMENT_FLAG_KEY.matches("a" * 65)


@pytest.mark.parametrize("text", ["abcd", "abc1234"])
def test_an_id_has_4_to_7_characters(text: str) -> None:
    assert limits.RESOURCE_ID.matches(text)
    assert not limits.RESOURCE_ID.matches(text[:3])
    assert not limits.RESOURCE_ID.matches(text * 2)
    assert not limits.RESOURCE_ID.matches(text.upper())


def test_a_quota_can_be_raised() -> None:
    quotas = [getattr(limits, name) for name in limits.__all__]
    for quota in quotas:
        if isinstance(quota, limits.Quota):
            assert quota.raised > quota


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


PACKAGE = Path(limits.__file__).parents[1]
LIMITS = [
    limit
    for limit in (getattr(limits, name) for name in limits.__all__)
    if isinstance(limit, limits.Limit) and limit > 10
]
NUMBERS = {int(limit) for limit in LIMITS}
TOLD = re.compile("|".join(f"\\b{int(limit)} {limit.unit}" for limit in LIMITS if limit.unit))


def repeated(tree: ast.Module) -> Iterator[str]:
    """Yield every number of AWS that code compares with, cuts at, multiplies or tells a person."""
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.Slice):
            parts = [child for child in ast.walk(node) if isinstance(child, ast.Constant)]
            numbers = [part.value for part in parts if type(part.value) is int]
            yield from (f"{n} in line {node.lineno}" for n in numbers if n in NUMBERS)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            told = TOLD.findall(node.value.replace(",", ""))
            if id(node) not in documentation:
                yield from (f"{text} in line {node.lineno}" for text in told)


def test_no_other_module_repeats_a_number() -> None:
    found = {
        str(file.relative_to(PACKAGE)): list(repeated(ast.parse(file.read_text())))
        for file in PACKAGE.rglob("*.py")
        if file != Path(limits.__file__)
    }

    assert {file: numbers for file, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize(
    "code",
    [
        "len(name) > 64",
        "name[:64]",
        "fix = 'at most 1,024 characters'",
        "x = f'{n} of 25 attributes'",
    ],
)
def test_a_repeated_number_would_be_found(code: str) -> None:
    assert list(repeated(ast.parse(code)))
