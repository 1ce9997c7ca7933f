"""The rules of variants: built in Python, read from text, printed, matched against a context.

Loaded on first use: most flags have no rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.lazy import door

if TYPE_CHECKING:
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

_HOMES = {
    "ContextValue": "model.rule.expression",
    "Rule": "model.rule.expression",
    "context": "model.rule.expression",
    "parse_rule": "model.rule.parser",
    "rule_findings": "model.rule.parser",
    "split": "model.rule.expression",
    "unreachable_split_findings": "model.rule.unreachable",
}

__getattr__, __dir__ = door(__name__, _HOMES)
