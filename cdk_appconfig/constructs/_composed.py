"""Profiles and deployments, made in JavaScript: with all that is in them, in one call.

A call from Python to the CDK costs more than the resources it makes, and these are what an app has
most of. A call carries one text, which crosses faster than a mapping, and the constructs to wait
for. What is called is in ``javascript/``; all input has been checked before.

Profiles are typed L1s: tags of the app must reach them. Versions have no tags, and a deployment is
replaced when a tag of it changes, so both are plain ``CfnResource`` objects that ``Tags.of(app)``
does not reach.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import jsii
from constructs import Construct

import cdk_appconfig.constructs._jsii as _loaded  # noqa: F401  # the classes below are in there

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import CfnResource, IAspect, RemovalPolicy
    from constructs import IDependable

__all__ = [
    "ComposedDeployment",
    "ComposedProfile",
    "Planned",
    "add_deployments",
    "deployment_properties",
    "profile_properties",
    "version_properties",
    "watch",
]


class ComposedProfile(Construct, metaclass=jsii.JSIIMeta, jsii_type="cdk-appconfig.Profile"):
    """A configuration profile of AppConfig, made by this app or not.

    Args:
        scope: The construct to add it to.
        id: Its construct id.
        properties: Of its ``AWS::AppConfig::ConfigurationProfile``; left out, it has none, or gets
            it later.
    """

    def __init__(
        self, scope: Construct, id: str, properties: Mapping[str, Any] | None = None
    ) -> None:
        """Create the construct, with its resource if there is one."""
        text = None if properties is None else json.dumps(_set(properties))
        jsii.create(self.__class__, self, [scope, id, text])

    def _add_resource(
        self, properties: Mapping[str, Any], after: Sequence[IDependable] = ()
    ) -> None:
        """Add the resource, after what it needs."""
        jsii.invoke(self, "addResource", [json.dumps(_set(properties)), list(after)])

    def _ref(self) -> str:
        """Return the id of the profile that the resource makes."""
        return cast("str", jsii.get(self, "ref"))


class ComposedDeployment(Construct, metaclass=jsii.JSIIMeta, jsii_type="cdk-appconfig.Deployment"):
    """A deployment of a profile, and the version that is made for it.

    Args:
        made: What `add_deployments` has made; this stands for it from now on.
    """

    def __init__(self, made: Construct) -> None:
        """Stand for what is made already."""
        self.__jsii_ref__ = made.__jsii_ref__  # type: ignore[attr-defined]  # every object has one

    @cached_property
    def _resource(self) -> CfnResource:
        return cast("CfnResource", jsii.get(self, "resource"))

    @cached_property
    def _version(self) -> CfnResource | None:
        return cast("CfnResource | None", jsii.get(self, "version"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A deployment that is about to be made.

    Args:
        id: Its construct id.
        properties: Of its ``AWS::AppConfig::Deployment``; the profile is added.
        after: What must be complete first; of another deployment only the deployment itself.
        version: Properties and removal policy of the version that is made for it, if one is. It is
            made after earlier ones of the profile.
        version_after: What else must be complete before the version.
    """

    id: str
    properties: Mapping[str, Any]
    after: Sequence[IDependable]
    version: Mapping[str, Any] | None
    version_after: Sequence[IDependable]


def add_deployments(
    profile: ComposedProfile, planned: Sequence[Planned], *, in_order: bool
) -> list[Construct]:
    """Make deployments of a profile.

    Args:
        profile: The profile.
        planned: What is made.
        in_order: Whether each waits for the one before it.
    """
    waited_for: list[IDependable] = []

    def places(constructs: Sequence[IDependable]) -> list[int]:
        start = len(waited_for)
        waited_for.extend(constructs)
        return [*range(start, len(waited_for))]

    specified = [
        {
            "id": each.id,
            "properties": _set(each.properties),
            "after": places(each.after),
            "version": each.version,
            "versionAfter": places(each.version_after),
        }
        for each in planned
    ]
    made = jsii.invoke(profile, "addDeployments", [json.dumps(specified), waited_for, in_order])
    return cast("list[Construct]", made)


def watch(deployment: ComposedDeployment, *, late: IAspect, tags: IAspect) -> None:
    """Look again at the stack of a deployment during synthesis.

    The aspects sit on its resource, which has no children: they are called once, and only where
    there is something to see.

    Args:
        deployment: The first one of the stack.
        late: Called where L1 or L2 constructs have deployments in the stack.
        tags: Called where the stack has tags.
    """
    jsii.invoke(deployment, "watch", [late, tags])


def profile_properties(
    *,
    application_id: str,
    name: str,
    description: str | None,
    location_uri: str,
    type: str,
    retrieval_role_arn: str | None,
    kms_key_arn: str | None,
    deletion_protection_check: str | None,
    validators: Sequence[tuple[str, str]],
    permitted: Mapping[str, str],
) -> dict[str, Any]:
    """Return the properties of a profile as the L1 calls them.

    Validators are pairs of type and content. AppConfig may call what is permitted, construct id →
    ARN of a function, before the profile is made.
    """
    return {
        "applicationId": application_id,
        "name": name,
        "description": description,
        "locationUri": location_uri,
        "type": type,
        "retrievalRoleArn": retrieval_role_arn,
        "kmsKeyIdentifier": kms_key_arn,
        "deletionProtectionCheck": deletion_protection_check,
        "validators": [{"type": type, "content": content} for type, content in validators] or None,
        "permitted": permitted,
    }


def version_properties(
    *,
    application_id: str,
    content: str,
    content_type: str,
    description: str,
    removal_policy: RemovalPolicy,
) -> dict[str, Any]:
    """Return the properties of a version but its profile; every one replaces it."""
    return {
        "ApplicationId": application_id,
        "Content": content,
        "ContentType": content_type,
        "Description": description,
        "removalPolicy": removal_policy.name,
    }


def deployment_properties(
    *,
    application_id: str,
    environment_id: str,
    configuration_version: str | None,
    deployment_strategy_id: str,
    kms_key_arn: str | None,
    description: str | None,
    tags: Mapping[str, str] | None,
    dynamic_parameters: Sequence[tuple[str, str, str]],
) -> dict[str, Any]:
    """Return the properties of a deployment but its profile; every one starts a rollout.

    Dynamic parameters are triples: extension, name and value.
    """
    return {
        "ApplicationId": application_id,
        "EnvironmentId": environment_id,
        "ConfigurationVersion": configuration_version,
        "DeploymentStrategyId": deployment_strategy_id,
        "KmsKeyIdentifier": kms_key_arn,
        "Description": description,
        "Tags": [{"Key": key, "Value": value} for key, value in sorted((tags or {}).items())]
        or None,
        "DynamicExtensionParameters": [
            {"ExtensionReference": extension, "ParameterName": name, "ParameterValue": value}
            for extension, name, value in dynamic_parameters
        ]
        or None,
    }


def _set(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
