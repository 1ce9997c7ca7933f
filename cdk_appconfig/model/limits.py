"""Every number and pattern that AWS AppConfig sets, once, with where it comes from.

A `Limit` is an ``int`` and a `Pattern` wraps a compiled regular expression, so that code reads
``len(text) > limits.DESCRIPTION`` while the source stays attached to the number.

``evidence`` is ``captured`` (AWS was seen to refuse one beyond), ``documented`` (a page of the user
guide or the quotas page) or ``schema`` (API model, resource schema or published JSON Schema).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "ACTION_NAME",
    "ACTION_POINTS",
    "APPLICATION_NAME",
    "ATTRIBUTE_KEY",
    "CONTENT_BYTES",
    "CONTENT_TYPE",
    "DEPLOYMENT_MINUTES",
    "DEPLOYMENT_STRATEGY_NAME",
    "DESCRIPTION",
    "ENVIRONMENT_NAME",
    "EXTENSION_NAME",
    "EXTENSION_NAME_LENGTH",
    "EXTENSION_PARAMETERS",
    "FLAG_ATTRIBUTES",
    "FLAG_KEY",
    "FLAG_NAME",
    "FLAG_STRING",
    "GROWTH_FACTOR",
    "MONITORS",
    "PARAMETER_VALUE",
    "PROFILE_NAME",
    "RULE",
    "RULE_INTEGER",
    "SPLIT_PERCENT",
    "STRATEGY_ID",
    "STRATEGY_MINUTES",
    "TAGS",
    "TAG_KEY",
    "TAG_VALUE",
    "VALIDATORS",
    "VALIDATOR_CONTENT",
    "VARIANTS",
    "VARIANT_NAME",
    "Limit",
    "Pattern",
]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_FLAG_SCHEMA = f"{_GUIDE}/appconfig-type-reference-feature-flags.html"
_RULE_OPERATORS = f"{_GUIDE}/appconfig-creating-multi-variant-feature-flags-rules-operators.html"

_Evidence = Literal["captured", "documented", "schema"]


class Limit(int):
    """A number that AWS sets: the largest one it takes.

    Args:
        value: The number itself.
        unit: What is counted, for example ``characters``.
        source: Address of the page or API shape it comes from.
        evidence: ``captured``, ``documented`` or ``schema``.
    """

    unit: str
    source: str
    evidence: _Evidence

    def __new__(cls, value: int, *, unit: str, source: str, evidence: _Evidence) -> Self:
        """Make the number and attach what is known of it."""
        limit = super().__new__(cls, value)
        limit.unit = unit
        limit.source = source
        limit.evidence = evidence
        return limit


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form that AWS asks of a text.

    Args:
        regex: The regular expression; a text must match it from its first to its last character.
        words: The same in words, as a clause that follows "it".
        source: Address of the page or API shape it comes from.
        evidence: ``captured``, ``documented`` or ``schema``.
    """

    regex: re.Pattern[str]
    words: str
    source: str
    evidence: _Evidence

    def matches(self, text: str) -> bool:
        """Tell whether the whole text has this form."""
        return self.regex.fullmatch(text) is not None


APPLICATION_NAME = Limit(
    64, unit="characters", source=f"{_API}/API_CreateApplication.html", evidence="schema"
)
"""Length of an application's name, at least 1."""

ENVIRONMENT_NAME = Limit(
    64, unit="characters", source=f"{_API}/API_CreateEnvironment.html", evidence="schema"
)
"""Length of an environment's name, at least 1."""

PROFILE_NAME = Limit(
    128, unit="characters", source=f"{_API}/API_CreateConfigurationProfile.html", evidence="schema"
)
"""Length of a configuration profile's name, at least 1."""

DESCRIPTION = Limit(
    1024, unit="characters", source=f"{_API}/API_CreateApplication.html", evidence="schema"
)
"""Length of the description of a resource, a flag or an attribute."""

TAGS = Limit(50, unit="tags", source=f"{_API}/API_TagResource.html", evidence="schema")
"""Tags of one resource."""

TAG_KEY = Limit(128, unit="characters", source=f"{_API}/API_TagResource.html", evidence="schema")
"""Length of the key of a tag, at least 1."""

TAG_VALUE = Limit(256, unit="characters", source=f"{_API}/API_TagResource.html", evidence="schema")
"""Length of the value of a tag."""

MONITORS = Limit(5, unit="alarms", source=f"{_API}/API_CreateEnvironment.html", evidence="schema")
"""CloudWatch alarms that watch one environment."""

DEPLOYMENT_STRATEGY_NAME = Limit(
    64, unit="characters", source=f"{_API}/API_CreateDeploymentStrategy.html", evidence="schema"
)
"""Length of a deployment strategy's name, at least 1."""

STRATEGY_MINUTES = Limit(
    1440, unit="minutes", source=f"{_API}/API_CreateDeploymentStrategy.html", evidence="schema"
)
"""Whole minutes that a rollout takes, and those of its bake time; at least 0."""

GROWTH_FACTOR = Limit(
    100, unit="percent", source=f"{_API}/API_CreateDeploymentStrategy.html", evidence="schema"
)
"""Growth factor of a deployment strategy, at least 1; it need not be a whole number."""

DEPLOYMENT_MINUTES = Limit(
    1445,
    unit="minutes",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-deployment.html",
    evidence="schema",
)
"""How long CloudFormation waits for a deployment: the time limit of the resource's handler."""

VALIDATORS = Limit(
    2,
    unit="validators",
    source=f"{_API}/API_CreateConfigurationProfile.html",
    evidence="schema",
)
"""Validators of one configuration profile."""

VALIDATOR_CONTENT = Limit(
    32768, unit="characters", source=f"{_API}/API_Validator.html", evidence="schema"
)
"""Length of a validator: of its JSON Schema as text, or of the ARN of its function."""

STRATEGY_ID = Pattern(
    re.compile(r"[a-z0-9]{4,7}|AppConfig\.[A-Za-z0-9]{9,40}"),
    "is 'AppConfig.' and a name for a predefined strategy, or 4 to 7 lower-case letters and digits",
    f"{_API}/API_StartDeployment.html",
    "schema",
)
"""Id of a deployment strategy."""

CONTENT_BYTES = Limit(
    2048 * 1024,
    unit="bytes",
    source="https://docs.aws.amazon.com/general/latest/gr/appconfig.html",
    evidence="captured",
)
"""Size of one hosted configuration version, by default; a quota that AWS raises on request."""

CONTENT_TYPE = Limit(
    255,
    unit="characters",
    source=f"{_API}/API_CreateHostedConfigurationVersion.html",
    evidence="schema",
)
"""Length of the content type of a hosted version, at least 1."""

FLAG_KEY = Pattern(
    re.compile(r"[a-z][a-zA-Z\d_-]{0,63}", re.ASCII),
    "starts with a lower-case letter, followed by at most 63 letters, digits, '_' or '-'",
    _FLAG_SCHEMA,
    "schema",
)
"""Key of a flag."""

ATTRIBUTE_KEY = Pattern(FLAG_KEY.regex, FLAG_KEY.words, _FLAG_SCHEMA, "schema")
"""Key of an attribute."""

FLAG_NAME = Pattern(
    re.compile(r"[^\n]{0,64}"),
    "is one line of at most 64 characters",
    _FLAG_SCHEMA,
    "schema",
)
"""Name of a flag. The published schema also forbids an empty one; nothing shows that AWS does."""

FLAG_ATTRIBUTES = Limit(25, unit="attributes", source=_FLAG_SCHEMA, evidence="schema")
"""Attributes that one flag defines."""

FLAG_STRING = Limit(1024, unit="characters", source=_FLAG_SCHEMA, evidence="schema")
"""Length of a string in a flag document: an attribute's value, a pattern, an enum entry."""

RULE = Limit(16384, unit="characters", source=_FLAG_SCHEMA, evidence="schema")
"""Length of the rule of a variant, at least 1."""

RULE_INTEGER = Limit(2**63 - 1, unit="", source=_RULE_OPERATORS, evidence="documented")
"""Largest integer of a rule; the smallest one is one further below zero: 64 bits."""

SPLIT_PERCENT = Limit(100, unit="percent", source=_RULE_OPERATORS, evidence="documented")
"""Percentage of a split, at least 0."""

EXTENSION_NAME_LENGTH = Limit(
    64, unit="characters", source=f"{_API}/API_CreateExtension.html", evidence="schema"
)
"""Length of the name of an extension, and of a parameter of one, at least 1."""

EXTENSION_NAME = Pattern(
    re.compile(rf"[^/#:\n]{{1,{EXTENSION_NAME_LENGTH}}}"),
    f"has 1 to {EXTENSION_NAME_LENGTH} characters, none of them '/', '#', ':' or a line break",
    f"{_API}/API_CreateExtension.html",
    "schema",
)
"""Name of an extension, and of a parameter of one."""

ACTION_NAME = Limit(64, unit="characters", source=f"{_API}/API_Action.html", evidence="schema")
"""Length of the name of an extension's action, at least 1. CloudFormation's schema says 128."""

ACTION_POINTS = Limit(
    5, unit="action points", source=f"{_API}/API_CreateExtension.html", evidence="schema"
)
"""Action points of one extension, at least 1, each with one action."""

EXTENSION_PARAMETERS = Limit(
    10, unit="parameters", source=f"{_API}/API_CreateExtension.html", evidence="schema"
)
"""Parameters that one extension declares."""

PARAMETER_VALUE = Limit(
    2048,
    unit="characters",
    source=f"{_API}/API_CreateExtensionAssociation.html",
    evidence="schema",
)
"""Length of the value of an extension's parameter, at least 1."""

VARIANT_NAME = Pattern(
    re.compile(r"[^\n]{0,64}"),
    "is one line of at most 64 characters",
    _FLAG_SCHEMA,
    "schema",
)
"""Name of a variant. The published schema also forbids an empty one; AWS was not seen to."""

VARIANTS = Limit(33, unit="variants", source=_FLAG_SCHEMA, evidence="captured")
"""Variants of one flag, the default among them. The published schema says 32, AWS took 33; what it
does with more is not known."""
