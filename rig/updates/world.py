"""One app in two hands: the same flags and texts, with our constructs and with those of the L2.

Every way of editing the app is a field of `World`, so that an edit is a change of values and both
hands get the same one.
"""

from __future__ import annotations

import inspect
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from aws_cdk import App, CfnParameter, Duration, Stack, Tags
from aws_cdk import aws_appconfig as l2
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_kms as kms
from constructs import Construct

import cdk_appconfig as ours
from cdk_appconfig import FeatureFlags, Flag, Number

__all__ = ["Hand", "World", "synthesize", "with_ours", "with_the_l2"]

KEYS = {
    name: f"arn:aws:kms:eu-west-1:111111111111:key/{name}-0000-0000-0000-000000000000"
    for name in ("11111111", "22222222")
}
ALARM = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An app, in every respect that an edit can change.

    Args:
        app_tags: Tags of the app.
        stack_tags: Tags of the stack itself.
        scope: Id of a construct around everything, if there is one.
        application_name: Name of the application.
        description: Description of application, environments, profiles and strategy.
        flag_description: Description inside the flag document.
        max_items: Value of an attribute, by environment.
        extra_flag: Whether the contract has one more flag.
        indent: Indentation of JSON, for whoever stores it as it is written.
        reverse_keys: Whether flags and JSON keys are written in the other order.
        environments: Construct ids of the environments.
        environment_names: Names of environments that are not their construct id.
        token_names: Whether the names of environments hold a parameter, as a token.
        profile_first: Whether one more profile is declared before all others.
        reverse_profiles: Whether the profiles are declared in the other order.
        parameter: Whether an unrelated CloudFormation parameter is declared first.
        growth_factor: Growth factor of the custom strategy.
        strategy_name: Name of the custom strategy.
        strategy: ``custom``, or the id of a predefined strategy.
        key: Customer key of the profiles, if they have one.
        monitors: Whether an alarm watches the environments.
        revision: Revision of the deployments.
    """

    app_tags: dict[str, str] = field(default_factory=dict)
    stack_tags: dict[str, str] = field(default_factory=dict)
    scope: str | None = None
    application_name: str = "shop"
    description: str = "first"
    flag_description: str = "first"
    max_items: dict[str, int] = field(default_factory=dict)
    extra_flag: bool = False
    indent: int | None = None
    reverse_keys: bool = False
    environments: tuple[str, ...] = ("beta", "prod")
    environment_names: dict[str, str] = field(default_factory=dict)
    token_names: bool = False
    profile_first: bool = False
    reverse_profiles: bool = False
    parameter: bool = False
    growth_factor: int = 20
    strategy_name: str = "slow"
    strategy: str = "custom"
    key: str | None = None
    monitors: bool = False
    revision: str | None = None

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles, in the order in which they are declared."""
        profiles = ("limits", "checkout") if self.reverse_profiles else ("checkout", "limits")
        return ("aaa", *profiles) if self.profile_first else profiles

    def flags(self, environment: str) -> FeatureFlags:
        """Return the flags in the state of one environment."""
        flags = [
            Flag(
                "one_click",
                description=self.flag_description,
                enabled=True,
                attributes={"max_items": Number(self.max_items.get(environment, 20))},
            ),
            Flag("new_tax_engine"),
            *([Flag("extra")] if self.extra_flag else []),
        ]
        return FeatureFlags(*(reversed(flags) if self.reverse_keys else flags))

    def limits(self) -> str:
        """Return the text of the freeform profile."""
        items: list[tuple[str, Any]] = [("requests", 100), ("size", {"kilobytes": 64})]
        document = dict(reversed(items) if self.reverse_keys else items)
        return json.dumps(document, indent=self.indent)

    def name(self, environment: str, stack: Stack) -> str:
        """Return the name of an environment in AppConfig."""
        name = self.environment_names.get(environment, environment)
        if not self.token_names:
            return name
        return f"{CfnParameter(stack, f'Prefix{environment}', default='eu').value_as_string}-{name}"

    def kms_key(self, stack: Stack) -> Any:
        """Return the customer key, if there is one."""
        return None if self.key is None else kms.Key.from_key_arn(stack, "Key", KEYS[self.key])

    def alarm(self, stack: Stack) -> Any:
        """Return the alarm, if there is one."""
        return cloudwatch.Alarm.from_alarm_arn(stack, "Alarm", ALARM) if self.monitors else None


Hand: TypeAlias = Callable[[World, Stack, Construct], None]
"""Writes the app into a stack, below a scope."""


def synthesize(world: World, hand: Hand) -> Path:
    """Return the cloud assembly of an app that one of the two hands has written."""
    app = App(
        outdir=tempfile.mkdtemp(),
        context={"@aws-cdk/core:explicitStackTags": True},
        analytics_reporting=False,
        **_without_lint(),
    )
    stack = Stack(app, "Test", tags=world.stack_tags or None)
    if world.parameter:
        _ = CfnParameter(stack, "Unrelated", default="x").value_as_string
    for key, value in world.app_tags.items():
        Tags.of(app).add(key, value)
    hand(world, stack, stack if world.scope is None else Construct(stack, world.scope))
    return Path(app.synth().directory)


def _without_lint() -> dict[str, Any]:
    """Return the option that saves the CDK's own lint, which the oldest versions do not have."""
    option = "builtin_cloud_formation_validation"
    return {option: False} if option in inspect.signature(App).parameters else {}


def with_ours(world: World, stack: Stack, scope: Construct) -> None:
    """Write the app with our constructs."""
    shop = ours.Application(
        scope, "Shop", application_name=world.application_name, description=world.description
    )
    key, alarm = world.kms_key(stack), world.alarm(stack)
    profiles = {
        id: shop.add_feature_flags(id, description=world.description, kms_key=key)
        if id == "checkout"
        else shop.add_hosted_profile(id, description=world.description, kms_key=key)
        for id in world.profiles
    }
    strategy = _our_strategy(world, scope)
    for id in world.environments:
        environment = shop.add_environment(
            id,
            environment_name=world.name(id, stack),
            description=world.description,
            deployment_strategy=strategy,
        )
        if alarm is not None:
            environment.add_monitor(alarm)
        for profile in profiles.values():
            content: Any = world.limits()
            if isinstance(profile, ours.FeatureFlagProfile):
                content = world.flags(id)
            profile.deploy(environment, content, revision=world.revision)


def _our_strategy(world: World, scope: Construct) -> Any:
    if world.strategy != "custom":
        return world.strategy
    return ours.DeploymentStrategy(
        scope,
        "Strategy",
        deployment_strategy_name=world.strategy_name,
        deployment_duration=Duration.minutes(10),
        growth_factor=world.growth_factor,
        description=world.description,
    )


def with_the_l2(world: World, stack: Stack, scope: Construct) -> None:
    """Write the app with the L2.

    The L2 has one content for a profile, so that content of its own for each environment takes a
    profile of its own for each environment.
    """
    shop = l2.Application(
        scope, "Shop", application_name=world.application_name, description=world.description
    )
    key, alarm = world.kms_key(stack), world.alarm(stack)
    strategy = _l2_strategy(world, scope)
    for id in world.environments:
        environment = l2.Environment(
            scope,
            id,
            application=shop,
            environment_name=world.name(id, stack),
            description=world.description,
            monitors=None if alarm is None else [l2.Monitor.from_cloud_watch_alarm(alarm)],
        )
        for profile in world.profiles:
            flags = profile == "checkout"
            l2.HostedConfiguration(
                scope,
                f"{profile}-{id}",
                name=f"{profile}-{id}",
                application=shop,
                description=world.description,
                type=l2.ConfigurationType.FEATURE_FLAGS if flags else l2.ConfigurationType.FREEFORM,
                content=l2.ConfigurationContent.from_inline_json(
                    json.dumps(world.flags(id).to_document(), indent=world.indent)
                    if flags
                    else world.limits()
                ),
                deploy_to=[_any(environment)],
                deployment_strategy=strategy,
                kms_key=key,
                deployment_key=key,
            )


def _l2_strategy(world: World, scope: Construct) -> Any:
    if world.strategy != "custom":
        return l2.DeploymentStrategy.from_deployment_strategy_id(
            scope, "Strategy", l2.DeploymentStrategyId.from_string(world.strategy)
        )
    return l2.DeploymentStrategy(
        scope,
        "Strategy",
        deployment_strategy_name=world.strategy_name,
        description=world.description,
        rollout_strategy=l2.RolloutStrategy.linear(
            growth_factor=world.growth_factor, deployment_duration=Duration.minutes(10)
        ),
    )


def _any(environment: l2.Environment) -> Any:
    """Return an environment as pyright takes it: ``IEnvironment`` names an argument otherwise."""
    return environment
