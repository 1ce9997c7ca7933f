"""The tree of a rule: one small class for each form an expression can have.

Plain data. `Rule` wraps a tree and gives it operators, a text and a meaning; the printer and the
matcher each walk the tree on their own and share nothing.

Source: user guide, `operators of multi-variant flag rules
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-multi-variant-feature-flags-rules-operators.html>`_.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

__all__ = [
    "And",
    "Comparison",
    "ComparisonOperator",
    "Condition",
    "Context",
    "Exists",
    "In",
    "LiteralValue",
    "Matches",
    "Node",
    "Not",
    "Or",
    "Split",
    "TextOperator",
    "TextTest",
    "Value",
]

ComparisonOperator: TypeAlias = Literal["eq", "ne", "gt", "gte", "lt", "lte"]
TextOperator: TypeAlias = Literal["begins_with", "ends_with", "contains"]
LiteralValue: TypeAlias = str | int | float | bool | datetime
"""A constant. A ``datetime`` carries its offset from UTC."""


@dataclass(frozen=True, slots=True)
class Context:
    """A value that the application sends along: ``$key``."""

    key: str


Value: TypeAlias = Context | LiteralValue
"""What can be compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``(eq $a 1)`` and its five relatives."""

    operator: ComparisonOperator
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class TextTest:
    """``(begins_with $a "x")`` and its two relatives."""

    operator: TextOperator
    text: Value
    part: Value


@dataclass(frozen=True, slots=True)
class In:
    """``(in $a ["x", "y"])``."""

    value: Value
    members: tuple[LiteralValue, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """``(matches in::$a pattern::"x.*")``."""

    text: Value
    pattern: str


@dataclass(frozen=True, slots=True)
class Exists:
    """``(exists key::"a")``."""

    key: str


@dataclass(frozen=True, slots=True)
class Split:
    """``(split pct::10 by::$a seed::"s")``; the seed may be left out."""

    pct: int | float
    by: Context
    seed: str | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """``(not …)``."""

    operand: Condition


@dataclass(frozen=True, slots=True)
class And:
    """``(and … …)``."""

    operands: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """``(or … …)``."""

    operands: tuple[Condition, ...]


Node: TypeAlias = Comparison | TextTest | In | Matches | Exists | Split | Not | And | Or
"""An expression in parentheses: what a rule is."""

Condition: TypeAlias = Node | Context | bool
"""What ``and``, ``or`` and ``not`` combine: an expression, a boolean or a context value."""
