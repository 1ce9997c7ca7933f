"""What arguments must be: one of a name is of one kind, whichever constructor or method takes it.

A few are left to checks of their own, which have more to say about them: contents, environments,
strategies, alarms, destinations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aws_cdk import Duration, RemovalPolicy

from cdk_appconfig.model.extension import ExtensionParameter
from cdk_appconfig.model.token import is_token, is_unresolved

__all__ = ["DECLARED", "ENVIRONMENT", "KINDS", "LIST", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What an argument must be.

    Args:
        words: What to call it, for people.
        fits: Tells whether a value is of the kind, without a question to the CDK.
    """

    words: str
    fits: Callable[[Any], bool]


def _one_of(words: str, *types: type) -> Kind:
    return Kind(words, lambda value: isinstance(value, types))


def _like(words: str, attribute: str) -> Kind:
    """Return the kind of what has an attribute; to read it of the class costs nothing."""
    return Kind(words, lambda value: hasattr(type(value), attribute) or hasattr(value, attribute))


def _text_or(kind: Kind, words: str) -> Kind:
    return Kind(
        f"{kind.words}, or {words} as text",
        lambda value: isinstance(value, str) or kind.fits(value),
    )


def _named(kind: Kind) -> Kind:
    """Return the kind of what can be passed by its name, which an ARN is not."""
    return Kind(
        f"{kind.words}, or its name as text",
        lambda value: not value.startswith("arn:") if isinstance(value, str) else kind.fits(value),
    )


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _list_of(words: str, kind: Kind) -> Kind:
    return Kind(words, lambda value: _is_list(value) and all(map(kind.fits, value)))


def _texts_to(words: str, kind: Kind) -> Kind:
    return Kind(
        words,
        lambda value: (
            isinstance(value, Mapping)
            and all(map(_TEXT.fits, value))
            and all(map(kind.fits, value.values()))
        ),
    )


_TEXT = _one_of("text", str)
_SWITCH = _one_of("True or False", bool)
_NUMBER = Kind(
    "a whole number",
    lambda value: is_unresolved(value) or (isinstance(value, int) and not isinstance(value, bool)),
)
_ID = Kind(
    "text that is not empty and known at synthesis",
    lambda value: isinstance(value, str) and value != "" and not is_token(value),
)
_TEXTS = _texts_to("a dict of texts, value by name", _TEXT)
_CONTAINER = _like("a container", "container_name")
_DYNAMIC = _like("a DynamicParameter", "extension")
_ROLE = _like("a role: of the L2, of the L1 or imported", "role_ref")
_PROFILE = _like("a profile: ours, of the L1 or imported", "configuration_profile_ref")

ENVIRONMENT = _like("an environment: ours, of the L2, of the L1 or imported", "environment_ref")
LIST = Kind("a list", _is_list)
DECLARED = _texts_to(
    "a dict, ExtensionParameter by name",
    Kind(
        "an ExtensionParameter",
        lambda each: (
            isinstance(each, ExtensionParameter)
            and (each.description is None or _TEXT.fits(each.description))
            and _SWITCH.fits(each.required)
            and _SWITCH.fits(each.dynamic)
        ),
    ),
)

KINDS = {
    **dict.fromkeys(
        [
            "application_arn",
            "application_id",
            "application_name",
            "configuration_profile_arn",
            "configuration_profile_id",
            "configuration_profile_name",
            "content_type",
            "deployment_strategy_arn",
            "deployment_strategy_id",
            "deployment_strategy_name",
            "description",
            "environment_arn",
            "environment_id",
            "environment_name",
            "extension_arn",
            "extension_association_arn",
            "extension_association_id",
            "extension_id",
            "extension_name",
            "external_id",
            "flag_key",
            "image",
            "layer_version_arn",
            "managed_policy_name",
            "name",
            "object_key",
            "revision",
            "statistic",
            "value",
            "variant",
        ],
        _TEXT,
    ),
    **dict.fromkeys(
        ["add_permission", "agent_in_image", "composite", "latest_layer", "prefetch"], _SWITCH
    ),
    **dict.fromkeys(["extension_version_number", "memory_reservation_mib"], _NUMBER),
    **dict.fromkeys(["alarm_role", "retrieval_role", "role"], _ROLE),
    **dict.fromkeys(["deployment_strategies", "validators"], LIST),
    "actions": _one_of("a dict, what is called by action point", Mapping),
    "deletion_protection_check": Kind("'ACCOUNT_DEFAULT', 'APPLY' or 'BYPASS'", _TEXT.fits),
    "growth_type": Kind("'LINEAR' or 'EXPONENTIAL'", _TEXT.fits),
    "point": Kind("an ActionPoint", _TEXT.fits),
    "application": _like(
        "an application: ours, of the L2, of the L1 or imported", "application_ref"
    ),
    "bucket": _like("a bucket: of the L2, of the L1 or imported", "bucket_ref"),
    "containers": _list_of("a list of containers of the task", _CONTAINER),
    "document": _named(_like("a document", "document_ref")),
    "dynamic_parameters": _list_of("a list of DynamicParameter", _DYNAMIC),
    "extension": _text_or(_like("an extension", "extension_ref"), "its id, name or ARN"),
    "grantee": _like("who may do it: a role, a user, a group, a function", "grant_principal"),
    "health_check": _like("a HealthCheck of aws_ecs", "start_period"),
    "id": _ID,
    "kms_key": _like("a key: of the L2, of the L1 or imported", "key_ref"),
    "logging": _like("a LogDriver of aws_ecs", "bind"),
    "parameter": _named(_like("a parameter", "parameter_ref")),
    "parameters": _TEXTS,
    "period": _one_of("a Duration or a timedelta", Duration, timedelta),
    "pipeline": _named(_like("a pipeline", "pipeline_ref")),
    "principals": _list_of(
        "a list of principals of IAM, or of the ids of accounts as text",
        _text_or(_like("a principal of IAM", "policy_fragment"), "the id of an account"),
    ),
    "profile": _PROFILE,
    "profiles": _list_of("a list of profiles: ours, of the L1 or imported", _PROFILE),
    "removal_policy": _one_of("a RemovalPolicy of aws_cdk", RemovalPolicy),
    "scope": _like("a construct: an app, a stage, a stack or what is below one", "node"),
    "secret": _like("a secret: of the L2, of the L1 or imported", "secret_ref"),
    "tags": _TEXTS,
    "target": _like("a target of aws_events_targets", "bind"),
    "version": Kind(
        "the version as text or as a whole number",
        lambda value: _TEXT.fits(value) or _NUMBER.fits(value),
    ),
}
