"""Alarms that watch an environment: what was passed, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch

from cdk_appconfig.checks import environment as checks
from cdk_appconfig.constructs._inputs import words_for
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aws_cdk.interfaces.aws_cloudwatch import IAlarmRef, ICompositeAlarmRef

    from cdk_appconfig.findings import Finding

__all__ = ["Alarm", "AlarmInput"]

AlarmInput: TypeAlias = "IAlarmRef | ICompositeAlarmRef | str"
"""A metric alarm or a composite alarm: any construct that is one, or its ARN as text."""

_ARN = re.compile(r"arn:[^:]+:cloudwatch:(?P<region>[^:]*):(?P<account>[^:]*):alarm:.+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm, whatever was passed for it.

    Args:
        arn: Its ARN; empty if it is none.
        words: What to call it, for people.
        is_composite: Whether it is a composite alarm, as far as that can be told.
        stack: The stack that makes it, if one does.
        resource: The resource itself, if it is one of the app.
    """

    arn: str
    words: Any
    is_composite: bool = False
    stack: Stack | None = None
    resource: Any = None

    @staticmethod
    def of(given: Any) -> Alarm:
        """Return the alarm that something a user passed stands for. Never raises."""
        if isinstance(given, str):
            arn = str(given) if is_token(given) or _ARN.fullmatch(given) else ""
            return Alarm(arn=arn, words=str(given))
        if isinstance(given, cloudwatch.CfnCompositeAlarm):
            arn = given.attr_arn
        elif hasattr(given, "alarm_ref"):
            arn = given.alarm_ref.alarm_arn
        else:
            return Alarm(arn="", words=words_for(given))
        resource = given if _is_resource(given) else given.node.default_child
        return Alarm(
            arn=arn,
            words=given.node.path,
            is_composite=isinstance(resource, cloudwatch.CfnCompositeAlarm),
            stack=Stack.of(given) if _is_resource(resource) else None,
            resource=resource,
        )

    def findings(self, environment: Stack, where: str) -> Iterator[Finding]:
        """Yield what is wrong with the alarm for an environment.

        Args:
            environment: The stack of the environment.
            where: Construct path of the environment.
        """
        if not self.arn:
            yield checks.not_an_alarm(self.words, where)
            return
        for what, theirs, ours in self._places(environment):
            if theirs and not is_token(theirs) and not is_token(ours) and theirs != ours:
                yield checks.alarm_elsewhere(self.words, what, theirs, ours, where)
        if isinstance(self.resource, cloudwatch.CfnAlarm):
            treatment = self.resource.treat_missing_data
            if treatment in {None, "missing"}:
                yield checks.missing_data(self.words, treatment, where)
        if _is_resource(self.resource) and self.resource.actions_enabled is False:
            yield checks.actions_disabled(self.words, where)

    def _places(self, environment: Stack) -> list[tuple[str, str, str]]:
        if self.stack is not None:
            account, region = self.stack.account, self.stack.region
        else:
            match = _ARN.fullmatch(self.arn)
            account, region = (match["account"], match["region"]) if match else ("", "")
        return [
            ("account", account, environment.account),
            ("region", region, environment.region),
        ]


def _is_resource(given: object) -> bool:
    return isinstance(given, (cloudwatch.CfnAlarm, cloudwatch.CfnCompositeAlarm))
