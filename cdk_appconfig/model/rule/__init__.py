"""The rules of variants: built in Python, read from text, printed, matched against a context."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

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
    "ContextValue": "expression",
    "Rule": "expression",
    "context": "expression",
    "parse_rule": "parser",
    "rule_findings": "parser",
    "split": "expression",
    "unreachable_split_findings": "unreachable",
}


def __getattr__(name: str) -> Any:
    """Load a name from its module, once: most flags have no rule."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
