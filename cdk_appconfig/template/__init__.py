"""What CloudFormation carries, read back: templates and their updates. Pure Python.

``Graph`` is what a check reads; `cdk_appconfig.changes` is what a person asks.
"""

from __future__ import annotations

from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.resource import Resource
from cdk_appconfig.template.scope import Target, Unknown, unknown_reason
from cdk_appconfig.template.unreadable import TemplateError
from cdk_appconfig.template.value import Value

__all__ = ["Graph", "Resource", "Target", "TemplateError", "Unknown", "Value", "unknown_reason"]
