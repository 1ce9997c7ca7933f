"""The rules of variants: built in Python, read from text, printed, matched against a context."""

from __future__ import annotations

from cdk_appconfig.model.rule.expression import ContextValue, Rule, context, split
from cdk_appconfig.model.rule.parser import parse_rule, rule_findings
from cdk_appconfig.model.rule.unreachable import unreachable_split_findings

__all__ = [
    "ContextValue",
    "Rule",
    "context",
    "parse_rule",
    "rule_findings",
    "split",
    "unreachable_split_findings",
]
