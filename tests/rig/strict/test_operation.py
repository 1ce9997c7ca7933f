from __future__ import annotations

from typing import Any

import pytest

from rig.probe import Probe


@pytest.mark.parametrize(
    ("strategy", "depends_on", "failures"),
    [
        ("AppConfig.AllAtOnce", None, 1),
        ("AppConfig.AllAtOnce", "Between", 0),
        ("instant", None, 0),
    ],
    ids=["unordered", "ordered by way of another resource", "over at once"],
)
def test_deployments_of_one_stack(
    aws: Probe, strategy: str, depends_on: str | None, failures: int
) -> None:
    application = aws.application()
    environment = aws.environment(application)
    resources = {
        "First": deployment(aws, application, environment, strategy),
        "Between": {"Type": "AWS::SNS::Topic", "DependsOn": "First"},
        "Second": deployment(aws, application, environment, strategy),
    }
    if depends_on:
        resources["Second"]["DependsOn"] = depends_on

    aws.start_stack(resources)

    found = aws.failures()
    assert len(found) == failures
    assert all("is already in progress in environment" in failure for failure in found)


def test_deployments_to_two_environments_do_not_meet(aws: Probe) -> None:
    application = aws.application()
    one, two = (aws.environment(application, name) for name in ("one", "two"))

    aws.start_stack(
        {
            "First": deployment(aws, application, one, "AppConfig.AllAtOnce"),
            "Second": deployment(aws, application, two, "AppConfig.AllAtOnce"),
        }
    )

    assert aws.failures() == []


def deployment(aws: Probe, application: str, environment: str, strategy: str) -> dict[str, Any]:
    count = len(aws.control.list_configuration_profiles(ApplicationId=application)["Items"])
    profile = aws.profile(application, f"profile {count}")
    return {
        "Type": "AWS::AppConfig::Deployment",
        "Properties": {
            "ApplicationId": application,
            "EnvironmentId": environment,
            "ConfigurationProfileId": profile,
            "ConfigurationVersion": str(aws.version(application, profile, {})),
            "DeploymentStrategyId": aws.strategy() if strategy == "instant" else strategy,
        },
    }
