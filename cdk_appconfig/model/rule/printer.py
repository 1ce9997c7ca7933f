"""A rule as text, in the one form that this package gives it.

One blank between operands, a comma and a blank between the members of a list, full date-times,
named operands in the order of the user guide. The text is Amazon Ion.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from cdk_appconfig.model.rule.node import (
    And,
    Comparison,
    Context,
    Exists,
    In,
    Matches,
    Not,
    Or,
    Split,
    TextTest,
)

if TYPE_CHECKING:
    from cdk_appconfig.model.rule.node import Condition, Node, Value

__all__ = ["IDENTIFIER", "rule_text", "value_text"]

IDENTIFIER = re.compile(r"(?![0-9]+$)[A-Za-z0-9_$]+")
"""A context key that Ion reads as one word behind a ``$``; digits alone would number a symbol."""

_SPECIAL = re.compile(r'[\x00-\x1f\\"\x7f]')
_QUOTED_SPECIAL = re.compile(r"[\x00-\x1f\\'\x7f]")
_SHORT_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\", '"': r"\"", "'": r"\'"}


def rule_text(node: Node) -> str:
    """Return the text of a rule.

    Walks the tree with a stack of its own: how deep a rule is nested does not matter.
    """
    words: list[str] = []
    todo: list[Condition | str] = [node]
    while todo:
        part = todo.pop()
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Not):
            todo += [")", part.operand, "(not "]
        elif isinstance(part, (And, Or)):
            name = "and" if isinstance(part, And) else "or"
            todo.append(")")
            for operand in reversed(part.operands):
                todo += [operand, " "]
            todo.append(f"({name}")
        else:
            words.append(_leaf_text(part))
    return "".join(words)


def _leaf_text(part: Comparison | TextTest | In | Matches | Exists | Split | Context | bool) -> str:
    match part:
        case Comparison(operator, left, right) | TextTest(operator, left, right):
            return f"({operator} {value_text(left)} {value_text(right)})"
        case In(value, members):
            return f"(in {value_text(value)} [{', '.join(map(value_text, members))}])"
        case Matches(text, pattern):
            return f"(matches in::{value_text(text)} pattern::{value_text(pattern)})"
        case Exists(key):
            return f"(exists key::{value_text(key)})"
        case Split(pct, by, seed):
            seeded = "" if seed is None else f" seed::{value_text(seed)}"
            return f"(split pct::{value_text(pct)} by::{value_text(by)}{seeded})"
        case Context() | bool():
            return value_text(part)


def value_text(value: Value) -> str:
    r"""Return the text of a literal or a context value.

    Example:
        >>> value_text('say "hi"'), value_text(True), value_text(Context("age"))
        ('"say \\"hi\\""', 'true', '$age')
    """
    match value:
        case Context(key):
            return f"${key}" if IDENTIFIER.fullmatch(key) else _quoted_symbol(f"${key}")
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{_SPECIAL.sub(_escape, value)}"'
        case int() | float():
            return repr(value)
        case datetime():
            return _timestamp_text(value)


def _quoted_symbol(text: str) -> str:
    return f"'{_QUOTED_SPECIAL.sub(_escape, text)}'"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _SHORT_ESCAPES.get(character, f"\\x{ord(character):02x}")


def _timestamp_text(moment: datetime) -> str:
    text = moment.isoformat()
    return text if moment.utcoffset() else f"{text[:-6]}Z"
