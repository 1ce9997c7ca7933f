from __future__ import annotations

from typing import Any, get_args

import boto3
import pytest

from cdk_appconfig.model import deployment_strategy as numbers
from cdk_appconfig.model import limits


@pytest.mark.parametrize(
    ("minutes", "accepted"),
    [(0, True), (1440, True), (-1, False), (1441, False), (0.5, False), (float("inf"), False)],
)
def test_minutes_are_whole_and_at_most_a_day(minutes: float, *, accepted: bool) -> None:
    findings = list(numbers.minutes_findings("final bake time", minutes, "$"))

    assert [finding.id for finding in findings] == ([] if accepted else ["APPCONFIG330"])


@pytest.mark.parametrize(
    ("factor", "accepted"),
    [(1, True), (100, True), (33.3, True), (0.9, False), (100.1, False), (float("nan"), False)],
)
def test_a_growth_factor_is_a_percentage(factor: float, *, accepted: bool) -> None:
    findings = list(numbers.growth_factor_findings(factor, "$"))

    assert [finding.id for finding in findings] == ([] if accepted else ["APPCONFIG331"])


def test_the_growth_types_are_those_of_the_api() -> None:
    client: Any = boto3.client("appconfig", region_name="us-east-1")
    operation = client.meta.service_model.operation_model("CreateDeploymentStrategy")
    growth_type, growth_factor = (
        operation.input_shape.members[name] for name in ("GrowthType", "GrowthFactor")
    )

    assert set(get_args(numbers.GrowthType)) == set(growth_type.enum)
    assert growth_factor.metadata == {"min": 1, "max": limits.GROWTH_FACTOR}
    for type in growth_type.enum:
        assert list(numbers.growth_type_findings(type, "$")) == []


@pytest.mark.parametrize(
    ("growth_type", "fix"),
    [("linear", "did you mean 'LINEAR'?"), ("canary!", "use LINEAR or EXPONENTIAL")],
)
def test_a_growth_type_that_does_not_exist_is_told_the_nearest(growth_type: str, fix: str) -> None:
    [finding] = numbers.growth_type_findings(growth_type, "$")

    assert (finding.id, finding.fix) == ("APPCONFIG332", fix)


@pytest.mark.parametrize(("minutes", "accepted"), [(1445, True), (1446, False)])
def test_cloudformation_must_see_the_end_of_a_deployment(minutes: int, *, accepted: bool) -> None:
    findings = list(numbers.timeout_findings(minutes, "$"))

    assert [(finding.id, finding.severity) for finding in findings] == (
        [] if accepted else [("APPCONFIG333", "warning")]
    )
