"""What a rule means: whether it holds for a context.

A tree becomes a list of steps. Each step is a test and the steps to go on with when it is true and
when it is false, so that ``and``, ``or`` and ``not`` cost nothing and no depth of nesting is too
much. AppConfig documents its operators and not their every corner; what we chose where it is silent
is in one table, in ``docs/evaluation.md``. This module shares nothing with the printer.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from cdk_appconfig.model.rule.node import (
    And,
    Comparison,
    Condition,
    Context,
    Exists,
    In,
    LiteralValue,
    Matches,
    Node,
    Not,
    Or,
    Split,
    TextOperator,
    TextTest,
    Value,
)
from cdk_appconfig.model.rule.pattern import compiled
from cdk_appconfig.model.rule.reading import as_type_of, boolean, same_kind, text

__all__ = ["Matcher", "matcher"]

Matcher: TypeAlias = Callable[[Mapping[str, Any]], bool]
"""Tells whether something holds for a context."""

_Step: TypeAlias = tuple[Matcher, int, int]
_Compare: TypeAlias = Callable[[Any, Any], bool]
_Leaf: TypeAlias = Comparison | TextTest | In | Matches | Exists | Split | Context | bool

_TRUE, _FALSE = -1, -2
_ORDER: dict[str, _Compare] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_COMPARE: dict[str, _Compare] = {"eq": operator.eq, "ne": operator.ne, **_ORDER}
_TEXT_TESTS: dict[TextOperator, Callable[[str, str], bool]] = {
    "begins_with": str.startswith,
    "ends_with": str.endswith,
    "contains": operator.contains,
}


def matcher(node: Node, flag: str | None = None) -> Matcher:
    """Return a function that tells whether a rule holds for a context.

    Args:
        node: The tree of the rule.
        flag: Key of the flag that the rule belongs to; splits without a seed hash with it.
    """
    steps = _steps(node, flag)

    def holds(context: Mapping[str, Any]) -> bool:
        at = 0
        while at >= 0:
            test, if_true, if_false = steps[at]
            at = if_true if test(context) else if_false
        return at == _TRUE

    return holds


def _steps(node: Node, flag: str | None) -> list[_Step]:
    steps: dict[int, _Step] = {}
    count = 1
    todo: list[tuple[Condition, int, int, int]] = [(node, 0, _TRUE, _FALSE)]
    while todo:
        part, at, if_true, if_false = todo.pop()
        match part:
            case Not(operand):
                todo.append((operand, at, if_false, if_true))
            case And(operands) | Or(operands):
                for operand in operands[:-1]:
                    onward = (count, if_false) if isinstance(part, And) else (if_true, count)
                    todo.append((operand, at, *onward))
                    at, count = count, count + 1
                todo.append((operands[-1], at, if_true, if_false))
            case _:
                steps[at] = (_test(part, flag), if_true, if_false)
    return [steps[at] for at in range(count)]


def _test(part: _Leaf, flag: str | None) -> Matcher:  # noqa: PLR0911 one line for each form
    match part:
        case Comparison():
            return _comparison(part)
        case TextTest():
            return _text_test(part)
        case In(value, members):
            return _membership(value, members)
        case Matches(value, pattern):
            return _pattern(value, pattern)
        case Exists(key):
            return lambda context: context.get(key) is not None
        case Split():
            return _split(part, flag)
        case Context(key):
            return lambda context: boolean(context.get(key)) is True
        case bool():
            return lambda _: part


def _comparison(part: Comparison) -> Matcher:
    compare = _COMPARE[part.operator]
    left, right = part.left, part.right
    if isinstance(left, Context) and isinstance(right, Context):
        return _comparison_of_two(left.key, right.key, part.operator)
    if isinstance(left, Context):
        return _comparison_with(left.key, compare, right, part.operator)  # type: ignore[arg-type]
    if isinstance(right, Context):
        turned: _Compare = lambda value, literal: compare(literal, value)  # noqa: E731
        return _comparison_with(right.key, turned, left, part.operator)
    value = as_type_of(right)(left)
    holds = value is not None and _ordered(part.operator, right) and compare(value, right)
    return lambda _: holds


def _comparison_with(key: str, compare: _Compare, literal: LiteralValue, name: str) -> Matcher:
    read, kind = as_type_of(literal), type(literal)
    if not _ordered(name, literal):
        return lambda _: False

    def test(context: Mapping[str, Any]) -> bool:
        value = context.get(key)
        if type(value) is not kind:
            value = read(value)
        return value is not None and compare(value, literal)

    return test


def _comparison_of_two(left: str, right: str, name: str) -> Matcher:
    compare = _COMPARE[name]

    def test(context: Mapping[str, Any]) -> bool:
        pair = same_kind(context.get(left), context.get(right))
        return pair is not None and compare(*pair)

    return test


def _ordered(name: str, literal: LiteralValue) -> bool:
    """Tell whether an operator makes sense for a literal: true is neither above nor below false."""
    return not (isinstance(literal, bool) and name in _ORDER)


def _text_test(part: TextTest) -> Matcher:
    test_texts = _TEXT_TESTS[part.operator]
    if isinstance(part.text, Context) and isinstance(part.part, str):
        return _text_test_with(part.text.key, test_texts, part.part)
    whole, piece = _reader(part.text), _reader(part.part)

    def test(context: Mapping[str, Any]) -> bool:
        value, part = whole(context), piece(context)
        return value is not None and part is not None and test_texts(value, part)

    return test


def _text_test_with(key: str, test_texts: Callable[[str, str], bool], part: str) -> Matcher:
    def test(context: Mapping[str, Any]) -> bool:
        value = context.get(key)
        if type(value) is not str:
            value = text(value)
        return value is not None and test_texts(value, part)

    return test


def _reader(value: Value) -> Callable[[Mapping[str, Any]], str | None]:
    if isinstance(value, Context):
        key = value.key
        return lambda context: text(context.get(key))
    constant = text(value)
    return lambda _: constant


def _membership(value: Value, members: tuple[LiteralValue, ...]) -> Matcher:
    texts = frozenset(member for member in members if isinstance(member, str))
    others = [Comparison("eq", value, member) for member in members if not isinstance(member, str)]
    tests = [_comparison(other) for other in others]
    if isinstance(value, Context) and not tests:
        return _membership_of_texts(value.key, texts)
    read = _reader(value)
    return lambda context: read(context) in texts or any(test(context) for test in tests)


def _membership_of_texts(key: str, texts: frozenset[str]) -> Matcher:
    def test(context: Mapping[str, Any]) -> bool:
        value = context.get(key)
        return (value if type(value) is str else text(value)) in texts

    return test


def _pattern(value: Value, pattern: str) -> Matcher:
    read = _reader(value)

    def test(context: Mapping[str, Any]) -> bool:
        found = read(context)
        return found is not None and compiled(pattern).search(found) is not None

    return test


def _split(part: Split, flag: str | None) -> Matcher:
    from cdk_appconfig.model.rule import bucket  # noqa: PLC0415 hashlib, for splits alone

    key, read = bucket.domain(part.seed, flag), _reader(part.by)
    below = bucket.places_below(part.pct)

    def test(context: Mapping[str, Any]) -> bool:
        value = read(context)
        return value is not None and bucket.place(key, value) < below

    return test
