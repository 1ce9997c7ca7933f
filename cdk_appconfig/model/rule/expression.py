"""Rules as Python expressions: ``context("age") > 65``, ``&``, ``|``, ``~`` and ``split``.

Source: user guide, `multi-variant flag rules
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-multi-variant-feature-flags-rules.html>`_.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from cdk_appconfig.findings import AppConfigError, shown
from cdk_appconfig.model.rule.matching import matcher
from cdk_appconfig.model.rule.node import (
    And,
    Comparison,
    ComparisonOperator,
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
from cdk_appconfig.model.rule.operand import (
    key_findings,
    kind,
    literal_findings,
    pattern_findings,
    percent_findings,
)
from cdk_appconfig.model.rule.printer import rule_text, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cdk_appconfig.model.rule.matching import Matcher

__all__ = ["ContextValue", "Rule", "context", "split"]

Literal: TypeAlias = str | int | float | bool | datetime | date
"""What Python values can stand in a rule; a ``date`` is its midnight in UTC."""

_NO_TRUTH = (
    "a rule has no truth value in Python: combine rules with & | ~, put each comparison in "
    "parentheses, and ask rule.matches(context) for its value"
)
_PARENTHESES = (
    "only rules can be combined with & and |: put each comparison in parentheses, because & and | "
    "bind tighter than == and <"
)


class _Condition(ABC):
    """What ``&``, ``|`` and ``~`` combine: rules and context values that are booleans."""

    __slots__ = ()

    @abstractmethod
    def _part(self) -> Condition: ...

    def __and__(self, other: Rule | ContextValue | bool) -> Rule:
        return Rule(And((*_operands(self, And), *_operands(other, And))))

    def __rand__(self, other: Rule | ContextValue | bool) -> Rule:
        return Rule(And((*_operands(other, And), *_operands(self, And))))

    def __or__(self, other: Rule | ContextValue | bool) -> Rule:
        return Rule(Or((*_operands(self, Or), *_operands(other, Or))))

    def __ror__(self, other: Rule | ContextValue | bool) -> Rule:
        return Rule(Or((*_operands(other, Or), *_operands(self, Or))))

    def __invert__(self) -> Rule:
        return Rule(Not(self._part()))

    def __bool__(self) -> NoReturn:
        raise TypeError(_NO_TRUTH)


class Rule(_Condition):
    """Whom a variant is for: an expression over the context that an application sends along.

    Made by comparing context values (`context`), by `split` or by `parse_rule`, and combined with
    ``&`` (and), ``|`` (or) and ``~`` (not), each operand in parentheses. ``str(rule)`` is the
    text that AppConfig stores; two rules are equal if their texts are.

    Args:
        node: The tree of the rule; not made by hand.

    Example:
        >>> rule = (context("country") == "DE") & ~(context("age") < 18)
        >>> str(rule)
        '(and (eq $country "DE") (not (lt $age 18)))'
        >>> rule.matches({"country": "DE", "age": "42"})
        True

    Source:
        User guide, operators of multi-variant flag rules.
    """

    __slots__ = ("_matcher", "_text", "node")

    node: Node
    _text: str | None
    _matcher: Matcher | None

    def __init__(self, node: Node) -> None:
        object.__setattr__(self, "node", node)
        object.__setattr__(self, "_text", None)
        object.__setattr__(self, "_matcher", None)

    def matches(self, context: Mapping[str, Any]) -> bool:
        """Tell whether the rule holds for a context.

        A value that is text, as the agent receives it, is read as the type of the literal it is
        compared with. A comparison with a missing key is false, so ``~`` of it is true. A `split`
        without a seed hashes alone here; inside a flag it hashes with the flag.

        Args:
            context: Key → value, without the ``$``.

        Example:
            >>> (context("age") > 65).matches({"age": "66"})
            True
        """
        if self._matcher is None:
            object.__setattr__(self, "_matcher", matcher(self.node))
        assert self._matcher is not None  # noqa: S101 set above
        return self._matcher(context)

    def same_as(self, other: Rule) -> bool:
        """Tell whether another rule is the same expression.

        Example:
            >>> (context("age") > 65).same_as(65 < context("age"))
            True
        """
        return str(self) == str(other)

    def _part(self) -> Node:
        return self.node

    def __eq__(self, other: object) -> bool:
        """Compare by text; see `same_as`."""
        return self.same_as(other) if isinstance(other, Rule) else NotImplemented

    def __hash__(self) -> int:
        """Hash by text."""
        return hash(str(self))

    def __str__(self) -> str:
        """Return the text that AppConfig stores."""
        if self._text is None:
            object.__setattr__(self, "_text", rule_text(self.node))
        return str(self._text)

    def __repr__(self) -> str:
        """Print as the call that reads the text."""
        return f"parse_rule({str(self)!r})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot assign to {name!r}: a rule does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name!r}: a rule does not change")

    def __reduce__(self) -> tuple[type[Rule], tuple[Node]]:
        return Rule, (self.node,)


class ContextValue(_Condition):
    """One value of the context; comparing it gives a `Rule`. See `context`."""

    __slots__ = ("key",)

    key: str

    def __init__(self, key: str) -> None:
        AppConfigError.raise_for(f"context key {shown(key)}", list(key_findings(key)))
        object.__setattr__(self, "key", key)

    def __eq__(self, other: Literal | ContextValue) -> Rule:  # type: ignore[override]
        """Is equal to."""
        return _comparison("eq", self, other)

    def __ne__(self, other: Literal | ContextValue) -> Rule:  # type: ignore[override]
        """Is not equal to. Written as ``not`` of ``eq``, which AppConfig documents for flags."""
        return ~_comparison("eq", self, other)

    def __gt__(self, other: Literal | ContextValue) -> Rule:
        """Is greater, later or further in the alphabet than."""
        return _comparison("gt", self, other)

    def __ge__(self, other: Literal | ContextValue) -> Rule:
        """Is equal to or greater than."""
        return _comparison("gte", self, other)

    def __lt__(self, other: Literal | ContextValue) -> Rule:
        """Is less, earlier or nearer to the start of the alphabet than."""
        return _comparison("lt", self, other)

    def __le__(self, other: Literal | ContextValue) -> Rule:
        """Is equal to or less than."""
        return _comparison("lte", self, other)

    def begins_with(self, text: str | ContextValue) -> Rule:
        """Whether the value begins with a text."""
        return _text_test("begins_with", self, text)

    def ends_with(self, text: str | ContextValue) -> Rule:
        """Whether the value ends with a text."""
        return _text_test("ends_with", self, text)

    def contains(self, text: str | ContextValue) -> Rule:
        """Whether a text is anywhere in the value."""
        return _text_test("contains", self, text)

    def is_in(self, members: Iterable[Literal]) -> Rule:
        """Whether the value is one of several.

        Args:
            members: Literals; no context values.

        Raises:
            AppConfigError: It is no list, or a member is no literal.
        """
        return Rule(In(self._part(), _members(members)))

    def matches(self, pattern: str) -> Rule:
        r"""Whether a regular expression is found in the value.

        Args:
            pattern: As in ``r"^\d+$"``; without ``^`` and ``$`` it is found anywhere. The dialect
                of AppConfig is not documented, RE2 is likely: no look-around, no back references.

        Raises:
            AppConfigError: It is no regular expression.
        """
        AppConfigError.raise_for("matches", list(pattern_findings(pattern)))
        return Rule(Matches(self._part(), pattern))

    def exists(self) -> Rule:
        """Whether the application sends the key at all, whatever the value."""
        return Rule(Exists(self.key))

    def same_as(self, other: ContextValue) -> bool:
        """Tell whether another context value has the same key."""
        return self.key == other.key

    def _part(self) -> Context:
        return Context(self.key)

    def __hash__(self) -> int:
        """Hash by key."""
        return hash(value_text(self._part()))

    def __repr__(self) -> str:
        """Print as the call a user would type."""
        return f"context({self.key!r})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot assign to {name!r}: a context value does not change")

    def __reduce__(self) -> tuple[type[ContextValue], tuple[str]]:
        return ContextValue, (self.key,)


def context(key: str) -> ContextValue:
    """Return a value that the application sends along, to be compared.

    Compare it with ``== != > >= < <=`` and with ``begins_with``, ``ends_with``, ``contains``,
    ``is_in``, ``matches`` and ``exists``; each gives a `Rule`.

    Args:
        key: The key as the application sends it: letters, digits, ``_`` and ``$``.

    Raises:
        AppConfigError: Ion, the language of rules, would split the key in two.

    Example:
        >>> str(context("email").ends_with("@example.com"))
        '(ends_with $email "@example.com")'

    Source:
        User guide, operators of multi-variant flag rules.
    """
    return ContextValue(key)


def split(*, pct: float, by: ContextValue, seed: str | None = None) -> Rule:
    """Return a rule that is true for a share of all values, always for the same ones.

    Args:
        pct: Percentage, 0 to 100.
        by: The context value that is hashed, for example ``context("userId")``.
        seed: Splits of one seed see the same order of values, in every flag; with ``None`` the
            order is the flag's own.

    Raises:
        AppConfigError: An argument is outside its range.

    Example:
        >>> str(split(pct=10, by=context("userId"), seed="2026-11"))
        '(split pct::10 by::$userId seed::"2026-11")'

    Source:
        User guide, multi-variant flag rules: traffic splits.
    """
    findings = list(percent_findings(pct))
    if not isinstance(by, ContextValue):
        findings.append(kind(by, "a context value", 'pass by=context("userId")'))
    if seed is not None and not isinstance(seed, str):
        findings.append(kind(seed, "a seed", "pass the seed as a str, or leave it out"))
    elif seed is not None:
        findings += literal_findings(seed)
    AppConfigError.raise_for("split", findings)
    number = float(pct) if isinstance(pct, float) else int(pct)
    return Rule(Split(number, by._part(), None if seed is None else str.__str__(seed)))  # noqa: SLF001 the same module


def _operands(part: object, flat: type[And | Or]) -> tuple[Condition, ...]:
    """Return what to put into an ``and`` or ``or``: the operands of one that is already there."""
    if isinstance(part, bool):
        return (part,)
    if not isinstance(part, _Condition):
        raise TypeError(_PARENTHESES)
    condition = part._part()  # noqa: SLF001 the same module
    return condition.operands if isinstance(condition, flat) else (condition,)


def _comparison(
    operator: ComparisonOperator, left: ContextValue, right: Literal | ContextValue
) -> Rule:
    return Rule(Comparison(operator, left._part(), _value(right)))  # noqa: SLF001 the same module


def _text_test(operator: TextOperator, text: ContextValue, part: str | ContextValue) -> Rule:
    if not isinstance(part, (str, ContextValue)):
        finding = kind(part, "a text", f"{operator} compares text: pass a str")
        raise AppConfigError(operator, [finding])
    return Rule(TextTest(operator, text._part(), _value(part)))  # noqa: SLF001 the same module


def _members(members: object) -> tuple[LiteralValue, ...]:
    if isinstance(members, (str, bytes)) or not isinstance(members, Iterable):
        raise AppConfigError("is_in", [kind(members, "a list", "pass a list: is_in([…])")])
    values = list(members)
    findings = [
        finding.under(f"$[{index}]")
        for index, value in enumerate(values)
        for finding in literal_findings(value)
    ]
    AppConfigError.raise_for("is_in", findings)
    return tuple(_literal(value) for value in values)


def _value(value: Literal | ContextValue) -> Value:
    if isinstance(value, ContextValue):
        return value._part()  # noqa: SLF001 the same module
    AppConfigError.raise_for("comparison", list(literal_findings(value)))
    return _literal(value)


def _literal(value: Literal) -> LiteralValue:
    """Return a value as its plain type, so that an enum of texts prints as its text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return _in_minutes(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return datetime.combine(value, time(), timezone.utc)


def _in_minutes(moment: datetime) -> datetime:
    """Return a moment with an offset of whole minutes: Ion writes no seconds of an offset."""
    offset = moment.utcoffset() or timedelta(0)
    minutes = -(-offset // timedelta(minutes=1))  # rounded up: the first moment of year 1 stays
    whole = timedelta(minutes=minutes)
    if whole == offset:
        return moment
    return (moment.replace(tzinfo=None) + (whole - offset)).replace(tzinfo=timezone(whole))
