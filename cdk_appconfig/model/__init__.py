"""What AWS AppConfig stores, as Python values.

Pure Python: no CDK, no Node.js, no boto3. A stack, a test or a Lambda function can import it in
milliseconds: every name is loaded on first use, as in ``cdk_appconfig`` itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.lazy import door

if TYPE_CHECKING:
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
    from cdk_appconfig.model.deletion_protection import DeletionProtectionCheck
    from cdk_appconfig.model.deployment_strategy import DeploymentStrategyId
    from cdk_appconfig.model.evaluation import Evaluator, evaluate, latest_configuration
    from cdk_appconfig.model.extension import ActionPoint, AwsExtension, ExtensionParameter
    from cdk_appconfig.model.feature_flags import FeatureFlags, document_findings
    from cdk_appconfig.model.flag import Flag
    from cdk_appconfig.model.freeform import FreeformContent
    from cdk_appconfig.model.json_schema import JsonSchema
    from cdk_appconfig.model.rollout import Rollout
    from cdk_appconfig.model.rule.expression import Rule, context, split
    from cdk_appconfig.model.rule.parser import parse_rule
    from cdk_appconfig.model.variant import Variant

__all__ = [
    "ActionPoint",
    "AppConfigError",
    "AwsExtension",
    "Boolean",
    "DeletionProtectionCheck",
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

_HOMES = {
    "ActionPoint": "model.extension",
    "AppConfigError": "findings",
    "AwsExtension": "model.extension",
    "Boolean": "model.attribute",
    "DeletionProtectionCheck": "model.deletion_protection",
    "DeploymentStrategyId": "model.deployment_strategy",
    "Evaluator": "model.evaluation",
    "ExtensionParameter": "model.extension",
    "FeatureFlags": "model.feature_flags",
    "Finding": "findings",
    "Flag": "model.flag",
    "FreeformContent": "model.freeform",
    "JsonSchema": "model.json_schema",
    "Number": "model.attribute",
    "NumberArray": "model.attribute",
    "Rollout": "model.rollout",
    "Rule": "model.rule.expression",
    "String": "model.attribute",
    "StringArray": "model.attribute",
    "Untyped": "model.attribute",
    "UntypedArray": "model.attribute",
    "Variant": "model.variant",
    "context": "model.rule.expression",
    "document_findings": "model.feature_flags",
    "evaluate": "model.evaluation",
    "latest_configuration": "model.evaluation",
    "parse_rule": "model.rule.parser",
    "split": "model.rule.expression",
}

__getattr__, __dir__ = door(__name__, _HOMES)
