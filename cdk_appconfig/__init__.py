"""AWS AppConfig for Python CDK apps: typed flags, checked before they leave the laptop.

Every public name is here and is loaded on first use, so that ``from cdk_appconfig import Flag``
starts no Node.js and ``from cdk_appconfig import Application`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.lazy import door

if TYPE_CHECKING:
    from cdk_appconfig.constructs._agent_container import ContainerAgent
    from cdk_appconfig.constructs._agent_settings import AgentSettings, ContainerSettings
    from cdk_appconfig.constructs._agent_variables import AgentVariables
    from cdk_appconfig.constructs._extension_action import ExtensionAction
    from cdk_appconfig.constructs.agent import LambdaAgent
    from cdk_appconfig.constructs.application import Application
    from cdk_appconfig.constructs.configuration_profile import FeatureFlagProfile, HostedProfile
    from cdk_appconfig.constructs.defaults import AppConfigDefaults
    from cdk_appconfig.constructs.deployment import Deployment, SourcedDeployment
    from cdk_appconfig.constructs.deployment_strategy import DeploymentStrategy
    from cdk_appconfig.constructs.dynamic_parameter import DynamicParameter
    from cdk_appconfig.constructs.environment import Environment
    from cdk_appconfig.constructs.extension import Extension
    from cdk_appconfig.constructs.extension_association import ExtensionAssociation
    from cdk_appconfig.constructs.grants import ConfigurationProfileGrants, EnvironmentGrants
    from cdk_appconfig.constructs.mixins import ProductionRollout, ProtectedEnvironment
    from cdk_appconfig.constructs.plugin import AppConfigChecks
    from cdk_appconfig.constructs.source import ConfigurationSource
    from cdk_appconfig.constructs.sourced_profile import SourcedProfile
    from cdk_appconfig.constructs.validator import LambdaValidator
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
    from cdk_appconfig.template.changes import Cause, Changes, ResourceChange, changes
    from cdk_appconfig.template.unreadable import TemplateError

__all__ = [
    "ActionPoint",
    "AgentSettings",
    "AgentVariables",
    "AppConfigChecks",
    "AppConfigDefaults",
    "AppConfigError",
    "Application",
    "AwsExtension",
    "Boolean",
    "Cause",
    "Changes",
    "ConfigurationProfileGrants",
    "ConfigurationSource",
    "ContainerAgent",
    "ContainerSettings",
    "DeletionProtectionCheck",
    "Deployment",
    "DeploymentStrategy",
    "DeploymentStrategyId",
    "DynamicParameter",
    "Environment",
    "EnvironmentGrants",
    "Evaluator",
    "Extension",
    "ExtensionAction",
    "ExtensionAssociation",
    "ExtensionParameter",
    "FeatureFlagProfile",
    "FeatureFlags",
    "Finding",
    "Flag",
    "FreeformContent",
    "HostedProfile",
    "JsonSchema",
    "LambdaAgent",
    "LambdaValidator",
    "Number",
    "NumberArray",
    "ProductionRollout",
    "ProtectedEnvironment",
    "ResourceChange",
    "Rollout",
    "Rule",
    "SourcedDeployment",
    "SourcedProfile",
    "String",
    "StringArray",
    "TemplateError",
    "Untyped",
    "UntypedArray",
    "Variant",
    "changes",
    "context",
    "document_findings",
    "evaluate",
    "latest_configuration",
    "parse_rule",
    "split",
]

_HOMES = {
    "ActionPoint": "model.extension",
    "AgentSettings": "constructs._agent_settings",
    "AgentVariables": "constructs._agent_variables",
    "AppConfigChecks": "constructs.plugin",
    "AppConfigDefaults": "constructs.defaults",
    "AppConfigError": "findings",
    "Application": "constructs.application",
    "AwsExtension": "model.extension",
    "Boolean": "model.attribute",
    "Cause": "template.changes",
    "Changes": "template.changes",
    "ConfigurationProfileGrants": "constructs.grants",
    "ConfigurationSource": "constructs.source",
    "ContainerAgent": "constructs._agent_container",
    "ContainerSettings": "constructs._agent_settings",
    "DeletionProtectionCheck": "model.deletion_protection",
    "Deployment": "constructs.deployment",
    "DeploymentStrategy": "constructs.deployment_strategy",
    "DeploymentStrategyId": "model.deployment_strategy",
    "DynamicParameter": "constructs.dynamic_parameter",
    "Environment": "constructs.environment",
    "EnvironmentGrants": "constructs.grants",
    "Evaluator": "model.evaluation",
    "Extension": "constructs.extension",
    "ExtensionAction": "constructs._extension_action",
    "ExtensionAssociation": "constructs.extension_association",
    "ExtensionParameter": "model.extension",
    "FeatureFlagProfile": "constructs.configuration_profile",
    "FeatureFlags": "model.feature_flags",
    "Finding": "findings",
    "Flag": "model.flag",
    "FreeformContent": "model.freeform",
    "HostedProfile": "constructs.configuration_profile",
    "JsonSchema": "model.json_schema",
    "LambdaAgent": "constructs.agent",
    "LambdaValidator": "constructs.validator",
    "Number": "model.attribute",
    "NumberArray": "model.attribute",
    "ProductionRollout": "constructs.mixins",
    "ProtectedEnvironment": "constructs.mixins",
    "ResourceChange": "template.changes",
    "Rollout": "model.rollout",
    "Rule": "model.rule.expression",
    "SourcedDeployment": "constructs.deployment",
    "SourcedProfile": "constructs.sourced_profile",
    "String": "model.attribute",
    "StringArray": "model.attribute",
    "TemplateError": "template.unreadable",
    "Untyped": "model.attribute",
    "UntypedArray": "model.attribute",
    "Variant": "model.variant",
    "changes": "template.changes",
    "context": "model.rule.expression",
    "document_findings": "model.feature_flags",
    "evaluate": "model.evaluation",
    "latest_configuration": "model.evaluation",
    "parse_rule": "model.rule.parser",
    "split": "model.rule.expression",
}

__getattr__, __dir__ = door(__name__, _HOMES)
