from __future__ import annotations

import pytest

from cdk_appconfig.model import ActionPoint, AwsExtension


@pytest.mark.parametrize("point", ActionPoint)
def test_an_action_point_is_its_name(point: ActionPoint) -> None:
    assert f"{point}" == point.name == point.value


def test_appconfig_waits_at_three_points() -> None:
    assert [point.name for point in ActionPoint if point.waits] == [
        "PRE_CREATE_HOSTED_CONFIGURATION_VERSION",
        "PRE_START_DEPLOYMENT",
        "AT_DEPLOYMENT_TICK",
    ]


def test_extensions_of_aws_declare_where_they_send() -> None:
    declared = {str(extension): list(extension.parameters) for extension in AwsExtension}

    assert declared == {
        "AWS.AppConfig.DeploymentNotificationsToEventBridge": [],
        "AWS.AppConfig.DeploymentNotificationsToSns": ["topicArn"],
        "AWS.AppConfig.DeploymentNotificationsToSqs": ["queueArn"],
    }
