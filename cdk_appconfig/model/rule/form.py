"""The forms that expressions can have, one function for each, with its grammar as its docstring.

A form takes the operands that were read and gives a node, or reports what does not fit::

    condition = expression | "true" | "false" | context
    value     = literal | context
    context   = "$" key
    list      = "[" [literal ("," literal)*] "]"
    number    = integer | float

Source: user guide, `operators of multi-variant flag rules
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-multi-variant-feature-flags-rules-operators.html>`_.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, cast

from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import limits
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
from cdk_appconfig.model.rule.operand import KIND, pattern_findings, percent_findings
from cdk_appconfig.model.rule.place import Place

__all__ = ["OPERATORS", "Argument", "ListValue", "Operand", "Report"]

_OPERATORS_PAGE = limits.RULE_INTEGER.source

OPERAND_COUNT = Check(
    id="APPCONFIG032",
    summary="An operator of a rule has too few or too many operands",
    rule="each operator of a rule takes a fixed number of operands, 'and' and 'or' take any number",
    source=_OPERATORS_PAGE,
    evidence="captured",
)
NAMED_OPERAND = Check(
    id="APPCONFIG034",
    summary="A named operand of a rule is missing, unknown, repeated or without its name",
    rule="'matches', 'exists' and 'split' take named operands, the other operators do not",
    source=_OPERATORS_PAGE,
    evidence="documented",
)
NOT_EQUAL = Check(
    id="APPCONFIG041",
    summary="A rule uses the operator 'ne'",
    rule="'ne' is documented for the audiences of experiments only; 'not' of 'eq' is for both",
    source=_OPERATORS_PAGE,
    evidence="documented",
    severity="warning",
)
ONE_OPERAND = Check(
    id="APPCONFIG042",
    summary="'and' or 'or' has a single operand",
    rule="'and' and 'or' are documented with two operands or more",
    source=_OPERATORS_PAGE,
    evidence="documented",
    severity="warning",
)

PREFIXED_KEY = Check(
    id="APPCONFIG231",
    summary="The key of 'exists' begins with '$'",
    rule="'$' marks a context value among operands; 'exists' names the key alone, and so asks for "
    "a key that begins with '$'",
    source=_OPERATORS_PAGE,
    evidence="documented",
    severity="warning",
)
NO_ORDER = Check(
    id="APPCONFIG232",
    summary="A rule asks whether something is above or below a boolean",
    rule="true and false have no order; 'gt', 'gte', 'lt' and 'lte' are documented for numbers, "
    "texts and timestamps",
    source=_OPERATORS_PAGE,
    evidence="documented",
    severity="warning",
)

_ORDER = {"gt", "gte", "lt", "lte"}
_EXPRESSIONS = (Comparison, TextTest, In, Matches, Exists, Split, Not, And, Or)


@dataclass(frozen=True, slots=True)
class ListValue:
    """A list of literals."""

    members: tuple[LiteralValue, ...]


Operand: TypeAlias = Value | Node | ListValue | None
"""What was read between blanks; ``None`` stands for something that was reported already."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An operand with its name, if it has one, and its place."""

    name: str | None
    value: Operand
    place: Place


Report: TypeAlias = Callable[[Finding, Place], None]
"""Takes a finding and the place in the text that it is about."""


class _Form:
    """The operands of one expression, with ways to ask for what an operator takes."""

    def __init__(
        self, operator: str, place: Place, arguments: list[Argument], report: Report
    ) -> None:
        self.operator = operator
        self.place = place
        self.arguments = arguments
        self._report = report

    def find(self, check: Check, message: str, place: Place, fix: str) -> None:
        """Report a finding."""
        self._report(check.at("$", message=message, found=self.operator, fix=fix), place)

    def pass_on(self, findings: Iterator[Finding], place: Place) -> None:
        """Report the findings about an operand at its place."""
        for finding in findings:
            self._report(finding, place)

    def positional(self, least: int, most: int | None) -> list[Argument]:
        """Return the operands of an operator that takes them by position."""
        for argument in self.arguments:
            if argument.name is not None:
                message = f"{self.operator!r} takes no operand called {shown(argument.name)}"
                fix = f"take {shown(argument.name)} and its '::' out"
                self.find(NAMED_OPERAND, message, argument.place, fix)
        count = len(self.arguments)
        if count < least:
            message = f"{self.operator!r} has {_operands(count)}, too few"
            fix = f"give it {least}" if most == least else f"give it {least} or more"
            self.find(OPERAND_COUNT, message, self.place, fix)
        elif most is not None and count > most:
            message = f"{self.operator!r} has {_operands(count)}, too many"
            fix = f"leave {most}; a text of several words stands in double quotes"
            self.find(OPERAND_COUNT, message, self.arguments[most].place, fix)
        return self.arguments

    def named(self, *names: str, optional: str | None = None) -> dict[str, Argument]:
        """Return the operands of an operator that takes them by name."""
        known = names if optional is None else (*names, optional)
        found: dict[str, Argument] = {}
        for argument in self.arguments:
            if argument.name is None:
                message = f"an operand of {self.operator!r} has no name"
                fix = f"write its name before it: {' '.join(f'{name}::…' for name in known)}"
                self.find(NAMED_OPERAND, message, argument.place, fix)
            elif argument.name not in known:
                near = closest(argument.name, known)
                message = f"{self.operator!r} takes no operand called {shown(argument.name)}"
                fix = f"did you mean {near!r}?" if near else f"it takes {', '.join(known)}"
                self.find(NAMED_OPERAND, message, argument.place, fix)
            elif argument.name in found:
                message = f"{self.operator!r} has two operands called {shown(argument.name)}"
                self.find(NAMED_OPERAND, message, argument.place, "leave one of them")
            else:
                found[argument.name] = argument
        for name in names:
            if name not in found and not any(argument.name is None for argument in self.arguments):
                message = f"{self.operator!r} has no operand called {name!r}"
                self.find(NAMED_OPERAND, message, self.place, f"add {name}::…")
        return found

    def conditions(self, arguments: list[Argument]) -> tuple[Condition, ...]:
        """Return operands that are true or false."""
        for argument in arguments:
            if not isinstance(argument.value, (*_EXPRESSIONS, bool, Context, type(None))):
                message = f"an operand of {self.operator!r} is neither true nor false"
                fix = "write an expression, true, false or a context value"
                self.find(KIND, message, argument.place, fix)
        return cast("tuple[Condition, ...]", tuple(argument.value for argument in arguments))

    def values(self, arguments: list[Argument]) -> tuple[Value, ...]:
        """Return operands that can be compared."""
        for argument in arguments:
            self.value(argument)
        return cast("tuple[Value, ...]", tuple(argument.value for argument in arguments))

    def value(self, argument: Argument) -> Value:
        """Return an operand that can be compared."""
        if isinstance(argument.value, ListValue):
            message = f"a list is no operand of {self.operator!r}"
            fix = 'a list stands only to the right of \'in\': (in $tier ["gold", "silver"])'
            if self.operator == "in":
                fix = "put the value first and the list behind it"
            self.find(KIND, message, argument.place, fix)
        elif isinstance(argument.value, _EXPRESSIONS):
            message = f"an expression is no operand of {self.operator!r}"
            fix = "combine expressions with (and …), (or …) and (not …)"
            self.find(KIND, message, argument.place, fix)
        return cast("Value", argument.value)

    def of_type(self, argument: Argument, wanted: type, words: str) -> object:
        """Return an operand that is of one type."""
        value = argument.value
        if value is not None and not isinstance(value, wanted):
            message = f"{argument.name!r} of {self.operator!r} is not {words}"
            self.find(KIND, message, argument.place, f"write {words}")
        return value


def _operands(count: int) -> str:
    return "1 operand" if count == 1 else f"{count} operands"


def _connective(form: _Form) -> Node:
    """``"(" ("and" | "or") condition+ ")"``."""
    conditions = form.conditions(form.positional(1, None))
    if len(conditions) == 1:
        message = f"{form.operator!r} has a single operand"
        form.find(ONE_OPERAND, message, form.place, "leave the operand alone, or add another")
    return And(conditions) if form.operator == "and" else Or(conditions)


def _negation(form: _Form) -> Node | None:
    """``"(" "not" condition ")"``."""
    conditions = form.conditions(form.positional(1, 1))
    return Not(conditions[0]) if conditions else None


def _comparison(form: _Form) -> Node | None:
    """``"(" ("eq" | "ne" | "gt" | "gte" | "lt" | "lte") value value ")"``."""
    values = form.values(form.positional(2, 2))
    operator = cast("ComparisonOperator", form.operator)
    if operator == "ne":
        form.find(NOT_EQUAL, "'ne' may be unknown to AppConfig", form.place, "write (not (eq …))")
    for argument in form.arguments:
        if operator in _ORDER and isinstance(argument.value, bool):
            message = f"{str(argument.value).lower()} is neither above nor below anything"
            form.find(NO_ORDER, message, argument.place, "compare it with 'eq'")
    return Comparison(operator, *values[:2]) if len(values) > 1 else None


def _text_test(form: _Form) -> Node | None:
    """``"(" ("begins_with" | "ends_with" | "contains") value value ")"``."""
    values = form.values(form.positional(2, 2))
    operator = cast("TextOperator", form.operator)
    return TextTest(operator, *values[:2]) if len(values) > 1 else None


def _membership(form: _Form) -> Node | None:
    """``"(" "in" value list ")"``."""
    arguments = form.positional(2, 2)
    if len(arguments) < 2:  # noqa: PLR2004 a value and a list
        return None
    value, members = form.value(arguments[0]), arguments[1].value
    if isinstance(members, ListValue):
        return In(value, members.members)
    if members is not None:
        fix = 'write a list of literals, such as ["gold", "silver"]'
        form.find(KIND, "the second operand of 'in' is not a list", arguments[1].place, fix)
    return None


def _pattern(form: _Form) -> Node | None:
    """``"(" "matches" "in::" value "pattern::" string ")"``."""
    named = form.named("in", "pattern")
    text, pattern = named.get("in"), named.get("pattern")
    if pattern is not None:
        form.of_type(pattern, str, "a regular expression in double quotes")
        if isinstance(pattern.value, str):
            form.pass_on(pattern_findings(pattern.value), pattern.place)
    if text is None or pattern is None:
        return None
    return Matches(form.value(text), cast("str", pattern.value))


def _presence(form: _Form) -> Node | None:
    """``"(" "exists" "key::" string ")"``."""
    key = form.named("key").get("key")
    if key is None:
        return None
    name = form.of_type(key, str, "a key in double quotes, without the '$'")
    if isinstance(name, str) and name.startswith("$"):
        message = f"'exists' asks for the key {shown(name)}"
        fix = f'write (exists key::"{name[1:]}")'
        form.find(PREFIXED_KEY, message, key.place, fix)
    return Exists(cast("str", name))


def _split(form: _Form) -> Node | None:
    """``"(" "split" "pct::" number "by::" context ["seed::" string] ")"``."""
    named = form.named("pct", "by", optional="seed")
    pct, by, seed = named.get("pct"), named.get("by"), named.get("seed")
    if by is not None:
        form.of_type(by, Context, "a context value, such as $userId")
    if seed is not None:
        form.of_type(seed, str, "a text in double quotes")
    if pct is not None and pct.value is not None:
        form.pass_on(percent_findings(pct.value), pct.place)
    if pct is None or by is None:
        return None
    number = cast("float", pct.value)
    return Split(number, cast("Context", by.value), cast("str", seed.value) if seed else None)


_Builder: TypeAlias = Callable[[_Form], "Node | None"]

_BUILDERS: Mapping[str, _Builder] = MappingProxyType(
    {
        **dict.fromkeys(("eq", "ne", "gt", "gte", "lt", "lte"), _comparison),
        **dict.fromkeys(("and", "or"), _connective),
        "not": _negation,
        **dict.fromkeys(("begins_with", "ends_with", "contains"), _text_test),
        "in": _membership,
        "matches": _pattern,
        "exists": _presence,
        "split": _split,
    }
)
OPERATORS = tuple(_BUILDERS)
"""Every operator of the language."""


def built(operator: str, place: Place, arguments: list[Argument], report: Report) -> Node | None:
    """Return the node of an expression, or ``None`` and leave a report.

    Args:
        operator: One of `OPERATORS`.
        place: Where it stands.
        arguments: What follows it.
        report: Called with each finding and its place.
    """
    form = _Form(operator, place, arguments, report)
    return _BUILDERS[operator](form)
