"""Extensions: points at which they act, parameters they declare, those that AWS brings along.

Source: user guide, `about extensions
<https://docs.aws.amazon.com/appconfig/latest/userguide/working-with-appconfig-extensions-about.html>`_.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["ActionPoint", "AwsExtension", "ExtensionParameter"]


class ActionPoint(str, Enum):
    """The points of a workflow at which an extension can act, in the order of the workflow.

    Each is a ``str``: it can stand wherever its name can.

    Example:
        >>> ActionPoint.AT_DEPLOYMENT_TICK.waits, ActionPoint.ON_DEPLOYMENT_START.waits
        (True, False)
    """

    PRE_CREATE_HOSTED_CONFIGURATION_VERSION = "PRE_CREATE_HOSTED_CONFIGURATION_VERSION"
    """Before a hosted version is stored; the function sees it and may change or refuse it."""

    PRE_START_DEPLOYMENT = "PRE_START_DEPLOYMENT"
    """Before a deployment starts; the function sees the content and may change or refuse it."""

    AT_DEPLOYMENT_TICK = "AT_DEPLOYMENT_TICK"
    """Again and again during a deployment; the function may take it back."""

    ON_DEPLOYMENT_START = "ON_DEPLOYMENT_START"
    """When a deployment has started."""

    ON_DEPLOYMENT_STEP = "ON_DEPLOYMENT_STEP"
    """When a deployment has reached more targets."""

    ON_DEPLOYMENT_BAKING = "ON_DEPLOYMENT_BAKING"
    """When a deployment has reached all targets and its bake time begins."""

    ON_DEPLOYMENT_COMPLETE = "ON_DEPLOYMENT_COMPLETE"
    """When a deployment has finished."""

    ON_DEPLOYMENT_ROLLED_BACK = "ON_DEPLOYMENT_ROLLED_BACK"
    """When a deployment has been taken back."""

    @property
    def waits(self) -> bool:
        """Whether AppConfig waits for an answer here, which only a function can give."""
        return not self.value.startswith("ON_")

    def __str__(self) -> str:
        """Return the name itself, whatever the Python version."""
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionParameter:
    """A parameter that an extension declares; its value comes with an association.

    Args:
        description: For people, at most 1024 characters.
        required: Whether every association must give it a value.
        dynamic: Whether a deployment may give it another value than the association. A parameter
            cannot be both required and dynamic.

    Example:
        >>> ExtensionParameter(description="Where to post", required=True)
        ExtensionParameter(description='Where to post', required=True, dynamic=False)

    Source:
        API ``CreateExtension``, shape ``Parameter``.
    """

    description: str | None = None
    required: bool = False
    dynamic: bool = False


class AwsExtension(str, Enum):
    """Names of the extensions that AWS brings along. They need no resource, only an association.

    Each is a ``str``: it can stand wherever the name itself can.

    Example:
        >>> AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_SNS.parameters
        {'topicArn': ExtensionParameter(description=None, required=True, dynamic=False)}
    """

    DEPLOYMENT_NOTIFICATIONS_TO_EVENT_BRIDGE = "AWS.AppConfig.DeploymentNotificationsToEventBridge"
    """Start, end and rollback of deployments to the default event bus."""

    DEPLOYMENT_NOTIFICATIONS_TO_SNS = "AWS.AppConfig.DeploymentNotificationsToSns"
    """The same to an SNS topic, whose ARN is the parameter ``topicArn``."""

    DEPLOYMENT_NOTIFICATIONS_TO_SQS = "AWS.AppConfig.DeploymentNotificationsToSqs"
    """The same to an SQS queue, whose ARN is the parameter ``queueArn``."""

    @property
    def parameters(self) -> dict[str, ExtensionParameter]:
        """The parameters that the extension declares."""
        return {
            AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_SNS: {
                "topicArn": ExtensionParameter(required=True)
            },
            AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_SQS: {
                "queueArn": ExtensionParameter(required=True)
            },
        }.get(self, {})

    def __str__(self) -> str:
        """Return the name itself, whatever the Python version."""
        return self.value
