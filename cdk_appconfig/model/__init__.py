"""What AWS AppConfig stores, as Python values.

Pure Python: no CDK, no Node.js, no boto3. A stack, a test or a Lambda function can import it in
milliseconds.
"""

from __future__ import annotations

from cdk_appconfig.findings import AppConfigError, Finding
from cdk_appconfig.model.attribute import (
    Boolean,
    Number,
    NumberArray,
    String,
    StringArray,
    Untyped,
    UntypedArray,
)
from cdk_appconfig.model.evaluation import Evaluator, evaluate, latest_configuration
from cdk_appconfig.model.extension import ActionPoint, AwsExtension, ExtensionParameter
from cdk_appconfig.model.feature_flags import FeatureFlags, document_findings
from cdk_appconfig.model.flag import Flag
from cdk_appconfig.model.freeform import FreeformContent
from cdk_appconfig.model.json_schema import JsonSchema
from cdk_appconfig.model.rollout import DeploymentStrategyId, Rollout
from cdk_appconfig.model.rule import Rule, context, parse_rule, split
from cdk_appconfig.model.variant import Variant

__all__ = [
    "ActionPoint",
    "AppConfigError",
    "AwsExtension",
    "Boolean",
    "DeploymentStrategyId",
    "Evaluator",
    "ExtensionParameter",
    "FeatureFlags",
    "Finding",
    "Flag",
    "FreeformContent",
    "JsonSchema",
    "Number",
    "NumberArray",
    "Rollout",
    "Rule",
    "String",
    "StringArray",
    "Untyped",
    "UntypedArray",
    "Variant",
    "context",
    "document_findings",
    "evaluate",
    "latest_configuration",
    "parse_rule",
    "split",
]
