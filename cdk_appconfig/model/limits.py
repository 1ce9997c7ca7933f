"""Every number and pattern that AWS AppConfig sets, once, with where it comes from.

A `Limit` is an ``int`` and a `Pattern` holds a regular expression, so that code reads
``len(text) > limits.DESCRIPTION`` while the source stays attached to the number.

``evidence`` is ``captured`` (AWS was seen to refuse one beyond), ``documented`` (a page of the user
guide or the quotas page) or ``schema`` (API model, resource schema or published JSON Schema).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from cdk_appconfig.record import Record

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "ACTION_NAME",
    "ACTION_POINTS",
    "APPLICATIONS",
    "APPLICATION_NAME",
    "ARN",
    "ATTRIBUTE_KEY",
    "AUDIENCE_RULE",
    "CONFIGURATION_PROFILES",
    "CONFIGURATION_VERSION",
    "CONTENT_BYTES",
    "CONTENT_TYPE",
    "DELETION_PROTECTION_MINUTES",
    "DEPLOYMENT_MINUTES",
    "DEPLOYMENT_STRATEGIES",
    "DEPLOYMENT_STRATEGY_NAME",
    "DESCRIPTION",
    "DYNAMIC_PARAMETERS",
    "ENTITY_ID_BYTES",
    "ENVIRONMENTS",
    "ENVIRONMENT_NAME",
    "EXPERIMENT_DEFINITIONS",
    "EXPERIMENT_FLAG_KEY",
    "EXPERIMENT_NAME",
    "EXTENSION_NAME",
    "EXTENSION_NAME_LENGTH",
    "EXTENSION_PARAMETERS",
    "FALSE_TEXTS",
    "FLAG_ATTRIBUTES",
    "FLAG_ENUM",
    "FLAG_KEY",
    "FLAG_KEY_LENGTH",
    "FLAG_NAME",
    "FLAG_NAME_LENGTH",
    "FLAG_STRING",
    "FUNCTION_LAYERS",
    "GROWTH_FACTOR",
    "HOSTED_STORE_BYTES",
    "KMS_KEY",
    "LOCATION_URI",
    "MONITORS",
    "PARAMETER_VALUE",
    "PROFILE_NAME",
    "RESOURCE_ID",
    "REVERT_HOURS",
    "ROLE_ARN",
    "RULE",
    "RULE_INTEGER",
    "S3_OBJECT_BYTES",
    "SPLIT_PERCENT",
    "STRATEGY_ID",
    "STRATEGY_MINUTES",
    "TAGS",
    "TAG_KEY",
    "TAG_VALUE",
    "TEMPLATE_BYTES",
    "TREATMENTS",
    "TREATMENT_OVERRIDES",
    "TRUE_TEXTS",
    "VALIDATORS",
    "VALIDATOR_CONTENT",
    "VARIANTS",
    "VARIANT_NAME",
    "VERSION_LABEL",
    "VERSION_LABEL_LENGTH",
    "Limit",
    "Pattern",
    "Quota",
]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_FLAG_SCHEMA = f"{_GUIDE}/appconfig-type-reference-feature-flags.html"
_RULE_OPERATORS = f"{_GUIDE}/appconfig-creating-multi-variant-feature-flags-rules-operators.html"

_QUOTAS = "https://docs.aws.amazon.com/general/latest/gr/appconfig.html"
_CREATE_VERSION = f"{_API}/API_CreateHostedConfigurationVersion.html"
_CREATE_EXPERIMENT = f"{_API}/API_CreateExperimentDefinition.html"
_KIB = 1024

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


class Quota(Limit):
    """A number that AWS sets on an account in a Region, and raises on request.

    Args:
        value: What an account has by default.
        unit: What is counted, for example ``applications``.
        raised: The most that AWS gives.
        source: Address of the page it comes from.
        evidence: ``captured``, ``documented`` or ``schema``.
    """

    raised: int

    def __new__(
        cls, value: int, *, unit: str, raised: int, source: str, evidence: _Evidence = "documented"
    ) -> Self:
        """Make the number and attach what is known of it."""
        quota = super().__new__(cls, value, unit=unit, source=source, evidence=evidence)
        quota.raised = raised
        return quota


class Pattern(Record):
    """A form that AWS asks of a text.

    Args:
        text: The regular expression; a text must match it from its first to its last character.
        words: The same in words, as a clause that follows "it".
        source: Address of the page or API shape it comes from.
        evidence: ``captured``, ``documented`` or ``schema``.
    """

    text: str
    words: str
    source: str
    evidence: _Evidence

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, compiled when it is first asked for."""
        return re.compile(self.text)

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
    r"[a-z0-9]{4,7}|AppConfig\.[A-Za-z0-9]{9,40}",
    "is 'AppConfig.' and a name for a predefined strategy, or 4 to 7 lower-case letters and digits",
    f"{_API}/API_StartDeployment.html",
    "schema",
)
"""Id of a deployment strategy."""

CONTENT_BYTES = Quota(
    2048 * _KIB, unit="bytes", raised=4000 * _KIB, source=_QUOTAS, evidence="captured"
)
"""Size of one hosted configuration version, and of what one deployment delivers."""

CONTENT_TYPE = Limit(
    255,
    unit="characters",
    source=_CREATE_VERSION,
    evidence="schema",
)
"""Length of the content type of a hosted version, at least 1."""

FLAG_KEY_LENGTH = Limit(64, unit="characters", source=_FLAG_SCHEMA, evidence="schema")
"""Length of the key of a flag or an attribute, at least 1."""

FLAG_KEY = Pattern(
    rf"[a-z][a-zA-Z0-9_-]{{0,{FLAG_KEY_LENGTH - 1}}}",
    f"starts with a lower-case letter, followed by at most {FLAG_KEY_LENGTH - 1} letters, digits, "
    "'_' or '-'",
    _FLAG_SCHEMA,
    "schema",
)
"""Key of a flag."""

ATTRIBUTE_KEY = Pattern(FLAG_KEY.text, FLAG_KEY.words, _FLAG_SCHEMA, "schema")
"""Key of an attribute."""

FLAG_NAME_LENGTH = Limit(64, unit="characters", source=_FLAG_SCHEMA, evidence="schema")
"""Length of the name of a flag or a variant."""

FLAG_NAME = Pattern(
    rf"[^\n]{{0,{FLAG_NAME_LENGTH}}}",
    f"is one line of at most {FLAG_NAME_LENGTH} characters",
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
    rf"[^/#:\n]{{1,{EXTENSION_NAME_LENGTH}}}",
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

VARIANT_NAME = Pattern(FLAG_NAME.text, FLAG_NAME.words, _FLAG_SCHEMA, "schema")
"""Name of a variant. The published schema also forbids an empty one; AWS was not seen to."""

VARIANTS = Limit(33, unit="variants", source=_FLAG_SCHEMA, evidence="captured")
"""Variants of one flag, the default among them. The published schema says 32, AWS took 33; what it
does with more is not known."""

FLAG_ENUM = Limit(100, unit="entries", source=_FLAG_SCHEMA, evidence="documented")
"""Entries of the enum of an attribute, as the published schema means it. It uses a keyword that is
for texts, so that nothing enforces it."""

VERSION_LABEL_LENGTH = Limit(64, unit="characters", source=_CREATE_VERSION, evidence="schema")
"""Length of the label of a hosted version, at least 1."""

VERSION_LABEL = Pattern(
    rf"(?=.*[^0-9])[^\n]{{1,{VERSION_LABEL_LENGTH}}}",
    f"has 1 to {VERSION_LABEL_LENGTH} characters, and not digits only",
    _CREATE_VERSION,
    "captured",
)
"""Label of a hosted version."""

CONFIGURATION_VERSION = Limit(
    1024, unit="characters", source=f"{_API}/API_StartDeployment.html", evidence="schema"
)
"""Length of the version that a deployment names: a number, a label, the version of a source."""

LOCATION_URI = Limit(
    2048,
    unit="characters",
    source=f"{_API}/API_CreateConfigurationProfile.html",
    evidence="schema",
)
"""Length of the place where a profile's content is, at least 1."""

ROLE_ARN = Pattern(
    r"arn:(?:aws|aws-cn|aws-iso|aws-iso-[a-z]|aws-us-gov|aws-eusc):iam::[0-9]{12}:role/.*",
    "is the full ARN of an IAM role",
    f"{_API}/API_CreateConfigurationProfile.html",
    "schema",
)
"""A role that AppConfig assumes, to read a source, an alarm or a destination."""

ARN = Limit(2048, unit="characters", source=f"{_API}/API_TagResource.html", evidence="schema")
"""Length of an ARN, at least 20."""

KMS_KEY = Limit(
    2048,
    unit="characters",
    source=f"{_API}/API_CreateConfigurationProfile.html",
    evidence="schema",
)
"""Length of the id, alias or ARN of a key, at least 1."""

RESOURCE_ID = Pattern(
    r"[a-z0-9]{4,7}",
    "is 4 to 7 lower-case letters and digits",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-environment.html",
    "schema",
)
"""Id that AppConfig gives an application, an environment, a profile or a strategy."""

DYNAMIC_PARAMETERS = Limit(
    10, unit="parameters", source=f"{_API}/API_StartDeployment.html", evidence="schema"
)
"""Parameters of extensions that one deployment gives values for, at least 1."""

DELETION_PROTECTION_MINUTES = Limit(
    1440, unit="minutes", source=f"{_API}/API_DeletionProtectionSettings.html", evidence="schema"
)
"""Time since the last use for which deletion protection holds, at least 15."""

REVERT_HOURS = Limit(
    72,
    unit="hours",
    source=f"{_GUIDE}/appconfig-deploying-reverting.html",
    evidence="documented",
)
"""Time after a deployment is complete in which it can be reverted."""

TREATMENTS = Limit(5, unit="treatments", source=_CREATE_EXPERIMENT, evidence="schema")
"""Treatments of one experiment besides the control, at least 1."""

TREATMENT_OVERRIDES = Limit(
    32, unit="overrides", source=f"{_API}/API_StartExperimentRun.html", evidence="schema"
)
"""Entities that one run of an experiment gives a treatment by hand."""

EXPERIMENT_NAME = Pattern(
    r"(?!AWS\.)[^\n]{1,64}",
    "has 1 to 64 characters and does not start with 'AWS.'",
    _CREATE_EXPERIMENT,
    "schema",
)
"""Name of an experiment definition."""

EXPERIMENT_FLAG_KEY = Pattern(
    rf"[a-z][a-zA-Z0-9_-]{{1,{FLAG_KEY_LENGTH - 1}}}",
    f"has 2 to {FLAG_KEY_LENGTH} characters: a flag with a key of one letter cannot be "
    "experimented on",
    _CREATE_EXPERIMENT,
    "schema",
)
"""Key of a flag that an experiment is about."""

AUDIENCE_RULE = Limit(16384, unit="characters", source=_CREATE_EXPERIMENT, evidence="schema")
"""Length of the rule that says who takes part in an experiment, at least 1."""

ENTITY_ID_BYTES = Limit(
    2 * _KIB,
    unit="bytes",
    source=f"{_GUIDE}/appconfig-agent-how-to-use.html",
    evidence="documented",
)
"""Size of an entity id that an application passes to the agent."""

HOSTED_STORE_BYTES = Limit(
    _KIB**3,
    unit="bytes",
    source=f"{_GUIDE}/appconfig-free-form-configurations-creating.html",
    evidence="documented",
)
"""Size of all hosted versions of an account in a Region."""

S3_OBJECT_BYTES = Limit(
    _KIB**2,
    unit="bytes",
    source=f"{_GUIDE}/appconfig-creating-configuration-and-profile-S3-source.html",
    evidence="documented",
)
"""Size of an object that is content. The guide says 1 MB; the quotas have long been larger."""

TEMPLATE_BYTES = Limit(
    1_000_000,
    unit="bytes",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "cloudformation-limits.html",
    evidence="documented",
)
"""Size of a template in a bucket: CloudFormation's 1 MB. What stops large content is this one."""

TRUE_TEXTS = frozenset({"1", "t", "T", "true", "True", "TRUE"})
"""Texts that AppConfig reads as true where ``enabled`` is a text: captured."""

FALSE_TEXTS = frozenset({"0", "f", "F", "false", "False", "FALSE"})
"""Texts that AppConfig reads as false there: captured."""

FUNCTION_LAYERS = Limit(
    5,
    unit="layers",
    source="https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html",
    evidence="documented",
)
"""Layers of one Lambda function; AppConfig Agent is one of them."""

APPLICATIONS = Quota(100, unit="applications", raised=300, source=_QUOTAS)
"""Applications of an account in a Region."""

CONFIGURATION_PROFILES = Quota(100, unit="configuration profiles", raised=500, source=_QUOTAS)
"""Configuration profiles of one application."""

ENVIRONMENTS = Quota(20, unit="environments", raised=100, source=_QUOTAS)
"""Environments of one application."""

DEPLOYMENT_STRATEGIES = Quota(20, unit="deployment strategies", raised=100, source=_QUOTAS)
"""Deployment strategies of an account in a Region; the predefined ones do not count."""

EXPERIMENT_DEFINITIONS = Quota(50, unit="experiment definitions", raised=500, source=_QUOTAS)
"""Experiment definitions of one application, archived ones among them."""
