"""Destinations of an extension's actions: what is called, and what a role needs to call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from aws_cdk import Reference, Tokenization
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from cdk_appconfig.checks.extension import Service, service_of
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from aws_cdk.interfaces.aws_events import IEventBusRef
    from aws_cdk.interfaces.aws_lambda import IAliasRef, IFunctionRef, IVersionRef
    from aws_cdk.interfaces.aws_sns import ITopicRef
    from aws_cdk.interfaces.aws_sqs import IQueueRef

__all__ = ["Destination", "DestinationInput"]

DestinationInput: TypeAlias = (
    "IFunctionRef | IAliasRef | IVersionRef | IQueueRef | ITopicRef | IEventBusRef | str"
)
"""What an action can call: any construct that is one, or an ARN as text."""

_REFERENCES: tuple[tuple[str, str, Service], ...] = (
    ("function_ref", "function_arn", "lambda"),
    ("alias_ref", "alias_arn", "lambda"),
    ("version_ref", "function_arn", "lambda"),
    ("queue_ref", "queue_arn", "sqs"),
    ("topic_ref", "topic_arn", "sns"),
    ("event_bus_ref", "event_bus_arn", "events"),
)
_KEYS = ("encryption_master_key", "master_key", "kms_master_key_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What an action calls, whatever was passed for it.

    Args:
        arn: Its ARN.
        service: What it is, as far as that is known.
        key_arn: ARN of the customer managed key that encrypts its messages, if it has one.
        new_bus: Path of an event bus of this app, which can never be the default one.
        unknown: What was passed, if it is nothing that can be called.
    """

    arn: str = ""
    service: Service | None = None
    key_arn: str | None = None
    new_bus: str | None = None
    unknown: object = None

    @staticmethod
    def of(given: object) -> Destination:
        """Return the destination that something a user passed stands for. Never raises."""
        if isinstance(given, str):
            return Destination(arn=str(given), service=service_of(given))
        for reference, attribute, service in _REFERENCES:
            if hasattr(given, reference):
                arn: str = getattr(getattr(given, reference), attribute)
                return Destination(
                    arn=arn, service=service, key_arn=_key_arn(given), new_bus=_new_bus(given)
                )
        return Destination(unknown=given)

    def actions_at(self, point: str) -> list[str]:
        """Return what a role must allow for an action at a point; nothing if it needs no role.

        AppConfig's guide asks for ``lambda:InvokeAsync`` where it does not wait for the function.
        """
        if self.service == "lambda":
            asynchronous = ["lambda:InvokeAsync"] if point.startswith("ON_") else []
            return ["lambda:InvokeFunction", *asynchronous]
        return {"sqs": ["sqs:SendMessage"], "sns": ["sns:Publish"]}.get(self.service or "", [])

    def key_statements(self) -> list[iam.PolicyStatement]:
        """Return what a role must allow on the key that encrypts the messages."""
        if self.key_arn is None:
            return []
        return [
            iam.PolicyStatement(
                actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[self.key_arn]
            )
        ]


def _new_bus(destination: object) -> str | None:
    if isinstance(destination, (events.EventBus, events.CfnEventBus)):
        return destination.node.path
    return None


def _key_arn(destination: Any) -> str | None:
    """Return the ARN of the customer managed key of a queue or a topic, as far as it is known."""
    for attribute in _KEYS:
        key = getattr(destination, attribute, None)
        if key is not None:
            return _arn_of(key)
    return None


def _arn_of(key: Any) -> str | None:
    """Return the ARN of a key: a construct, or what an L1 has been given as its id."""
    if not isinstance(key, str):
        arn: str = key.key_ref.key_arn
        return arn
    if key.startswith("arn:"):
        return key
    reference = Tokenization.reverse_string(key).first_token if is_token(key) else None
    target = reference.target if isinstance(reference, Reference) else None
    return target.attr_arn if isinstance(target, kms.CfnKey) else None
