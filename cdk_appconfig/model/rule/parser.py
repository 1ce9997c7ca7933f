"""Text to rule: reads AppConfig's rule language and says where a text leaves it.

The reader keeps a stack of what is open, so that no depth of nesting is too much for it::

    rule       = expression end
    expression = "(" operator operand* ")"
    operand    = [name "::"] (literal | "$" key | expression | list)
    list       = "[" [operand ("," operand)*] "]"

What each operator takes is in ``form.py``.

Source: user guide, `operators of multi-variant flag rules
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-multi-variant-feature-flags-rules-operators.html>`_.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn, cast

from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.rule.expression import Rule
from cdk_appconfig.model.rule.form import OPERATORS, Argument, ListValue, built
from cdk_appconfig.model.rule.node import Context
from cdk_appconfig.model.rule.operand import KIND, key_findings, length_findings, number_findings
from cdk_appconfig.model.rule.place import Place, pointed
from cdk_appconfig.model.rule.printer import IDENTIFIER
from cdk_appconfig.model.rule.tokens import NotIonError, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.model.rule.form import Operand
    from cdk_appconfig.model.rule.node import LiteralValue, Node

__all__ = ["parse_rule", "read_rule", "rule_findings"]

_OPERATORS_PAGE = limits.RULE_INTEGER.source
_EXAMPLE = 'write an expression in parentheses, such as (eq $tier "gold")'
_OPERATOR_FIRST = 'begin each expression with an operator, such as (eq $tier "gold")'

NO_EXPRESSION = Check(
    id="APPCONFIG030",
    summary="The text of a rule is not one expression",
    rule="a rule is one expression in parentheses, written as Amazon Ion",
    source=_OPERATORS_PAGE,
    evidence="captured",
)
UNKNOWN_WORD = Check(
    id="APPCONFIG031",
    summary="A rule uses a word that AppConfig does not know",
    rule="AppConfig refuses a rule with an operator or a bare word that it does not know",
    source=_OPERATORS_PAGE,
    evidence="captured",
)
NO_COMMA = Check(
    id="APPCONFIG043",
    summary="The members of a list are not separated by commas",
    rule="the user guide shows lists with commas for variants and without for audiences; Amazon "
    "Ion, which rules are written in, asks for commas",
    source=_OPERATORS_PAGE,
    evidence="documented",
    severity="warning",
)
QUOTED_KEY = Check(
    id="APPCONFIG045",
    summary="A context key stands in quotes",
    rule="Amazon Ion takes any key in quotes; that AppConfig does so is not documented",
    source=_OPERATORS_PAGE,
    evidence="documented",
    severity="warning",
)

_LONGEST_WORD = 40
_REST_OF_KEY = re.compile(r"""[^\s{}\[\](),"']+""")


def parse_rule(text: str) -> Rule:
    """Return the rule that a text in AppConfig's rule language stands for.

    Args:
        text: An expression such as ``(gt $age 65)``, at most 16384 characters.

    Raises:
        AppConfigError: AppConfig would refuse the text; every mistake is in it, with line, column
            and a caret.

    Example:
        >>> parse_rule('(not (gt $age 65))').matches({"age": "70"})
        False

    Source:
        User guide, operators of multi-variant flag rules.
    """
    rule, findings = read_rule(text)
    AppConfigError.raise_for(f"rule {shown(text)}", findings)
    return cast("Rule", rule)


def rule_findings(rule: object) -> list[Finding]:
    """Return what is wrong with a rule or the text of one, relative to it (``$``).

    Warnings as well: what AppConfig takes and what is better written otherwise.

    Example:
        >>> [finding] = rule_findings("(gt $age)")
        >>> print(finding.message)
        line 1, column 2: 'gt' has 1 operand, too few
            (gt $age)
             ^^
    """
    return read_rule(rule)[1]


def read_rule(text: object) -> tuple[Rule | None, list[Finding]]:
    """Return the rule of a text, ``None`` if it is none, and what is wrong with it."""
    if isinstance(text, Rule):
        text = str(text)
    if not isinstance(text, str):
        message = f"{shown(text)} is not the text of a rule"
        return None, [KIND.at("$", message=message, found=shown(text), fix="pass a str")]
    findings = list(length_findings(text))
    if findings:
        return None, findings
    reader = _Reader(text)
    return reader.rule(), reader.findings


@dataclass(slots=True)
class _Open:
    """An expression or a list whose end is still to come."""

    start: int
    is_list: bool
    name: str | None
    operator: Token | None = None
    arguments: list[Argument] = field(default_factory=list)
    after_comma: bool = True
    missed_comma: bool = False


class _StopError(Exception):
    """Nothing behind this place can be understood."""


class _Reader:
    """Reads one text once."""

    def __init__(self, text: str) -> None:
        self.findings: list[Finding] = []
        self._text = text
        self._open: list[_Open] = []
        self._root: Operand = None
        self._ended = False
        self._errors = 0
        self._skip_to = 0
        self._last: Token | None = None

    def rule(self) -> Rule | None:
        """Return the rule, or ``None`` and leave findings."""
        try:
            self._read()
        except NotIonError as error:
            self._find(NO_EXPRESSION, error.message, Place(error.start, error.end), error.fix)
        except _StopError:
            pass
        return None if self._errors else Rule(cast("Node", self._root))

    def _read(self) -> None:
        """``expression end``."""
        name: Token | None = None
        for token, is_name in _named(tokens(self._text)):
            if token.start < self._skip_to:
                continue
            if token.kind == "end":
                self._end(token, name)
            elif self._ended:
                fix = "combine several expressions with (and …) or (or …)"
                self._stop("the rule has ended before this", token, fix)
            elif is_name:
                self._check_name(token, name)
                name = token
            else:
                self._take(token, None if name is None else str(name.value))
                name = None

    def _check_name(self, token: Token, before: Token | None) -> None:
        if before is not None:
            self._stop("an operand has two names", token, "leave one of them")
        if not self._open:
            self._stop("a rule has no name", token, _EXAMPLE)
        if not self._open[-1].is_list and self._open[-1].operator is None:
            self._stop("an operator has no name", token, _OPERATOR_FIRST)

    def _take(self, token: Token, name: str | None) -> None:
        match token.kind:
            case "(" | "[":
                self._open_one(token, name)
            case ")":
                self._close_expression(token, name)
            case "]":
                self._close_list(token, name)
            case ",":
                self._comma(token, name)
            case "::":
                self._stop("there is no name before '::'", token, "write one, such as pct::10")
            case _:
                self._word(token, name)

    def _open_one(self, token: Token, name: str | None) -> None:
        is_list = token.kind == "["
        if is_list and not self._open:
            self._stop("a list alone is no rule", token, _EXAMPLE)
        if self._open and not self._open[-1].is_list and self._open[-1].operator is None:
            what = "a list" if is_list else "an expression"
            self._stop(f"{what} is no operator", token, _OPERATOR_FIRST)
        self._open.append(_Open(token.start, is_list, name))

    def _word(self, token: Token, name: str | None) -> None:
        word = self._text[token.start : token.end]
        if not self._open:
            self._stop(f"{shown(word)} alone is no rule", token, _EXAMPLE)
        where = self._open[-1]
        if self._falls_apart(token):
            return
        self._last = token
        if where.is_list or where.operator is not None:
            self._add(Argument(name, self._operand(token), Place(token.start, token.end)))
        elif token.kind == "literal":
            self._stop(f"{shown(word)} is no operator", token, _OPERATOR_FIRST)
        else:
            where.operator = token

    def _operand(self, token: Token) -> Operand:
        place = Place(token.start, token.end)
        if token.kind == "literal":
            if isinstance(token.value, (bool, str, datetime)):
                return token.value
            return self._sound(number_findings(token.value), place, token.value)
        word = str(token.value)
        if token.kind == "word" and word.startswith("$"):
            return self._context(token, word.removeprefix("$"))
        if word == "null":
            fix = 'to ask whether a key is there, write (exists key::"…")'
            self._find(KIND, "there is no null in a rule", place, fix)
            return None
        self._find(UNKNOWN_WORD, f"{shown(word)} is no operand", place, _word_fix(token, word))
        return None

    def _context(self, token: Token, key: str) -> Operand:
        place = Place(token.start, token.end)
        if not token.quoted or not key:
            return self._sound(key_findings(key), place, Context(key))
        if not IDENTIFIER.fullmatch(key):
            fix = "use a key of letters, digits and '_'"
            self._find(QUOTED_KEY, f"the context key {shown(key)} needs quotes", place, fix)
        return Context(key)

    def _falls_apart(self, token: Token) -> bool:
        """Report and skip the rest of a key such as ``$user-id``: to Ion it is three words."""
        last = self._last
        if token.kind != "sign" or last is None or last.end != token.start:
            return False
        if last.kind != "word" or last.quoted or not str(last.value).startswith("$"):
            return False
        rest = cast("re.Match[str]", _REST_OF_KEY.match(self._text, token.start))
        key = f"{last.value}{rest[0]}".removeprefix("$")
        for finding in key_findings(key):
            self._report(finding, Place(last.start, rest.end()))
        self._skip_to = rest.end()
        return True

    def _sound(self, findings: Iterator[Finding], place: Place, value: Operand) -> Operand:
        """Return a value that nothing is wrong with, or report what is."""
        before = self._errors
        for finding in findings:
            self._report(finding, place)
        return None if self._errors > before else value

    def _add(self, argument: Argument) -> None:
        where = self._open[-1]
        if where.is_list and not where.after_comma and not where.missed_comma:
            where.missed_comma = True
            message = "there is no comma before this member of a list"
            self._find(NO_COMMA, message, argument.place, "separate the members with commas")
        where.after_comma = False
        where.arguments.append(argument)

    def _comma(self, token: Token, name: str | None) -> None:
        where = self._open[-1] if self._open else None
        if where is None or not where.is_list:
            fix = "separate operands with blanks; only lists have commas"
            self._stop("a comma does not belong here", token, fix)
        self._check_dangling(token, name)
        if where.after_comma:
            self._stop("there is nothing before this comma", token, "take it out")
        where.after_comma = True

    def _close_list(self, token: Token, name: str | None) -> None:
        """``"[" [literal ("," literal)*] "]"``."""
        if not self._open or not self._open[-1].is_list:
            self._stop("no list ends here", token, "take the ']' out, or write ')'")
        self._check_dangling(token, name)
        closed = self._open.pop()
        members = [argument.value for argument in closed.arguments if self._is_member(argument)]
        value = ListValue(cast("tuple[LiteralValue, ...]", tuple(members)))
        complete = len(members) == len(closed.arguments)
        place = Place(closed.start, token.end)
        self._add(Argument(closed.name, value if complete else None, place))

    def _is_member(self, argument: Argument) -> bool:
        if isinstance(argument.value, (str, int, float, datetime)) and argument.name is None:
            return True
        if argument.value is not None:
            fix = "write each case as an expression of its own, in (or …)"
            self._find(KIND, "a list holds literals only", argument.place, fix)
        return False

    def _close_expression(self, token: Token, name: str | None) -> None:
        """``"(" operator operand* ")"``."""
        if not self._open or self._open[-1].is_list:
            self._stop("no expression ends here", token, "take the ')' out, or write ']'")
        self._check_dangling(token, name)
        closed = self._open.pop()
        place = Place(closed.start, token.end)
        if closed.operator is None:
            self._stop_at("an expression has no operator", place, _OPERATOR_FIRST)
        value = self._expression(closed.operator, closed.arguments)
        if self._open:
            self._add(Argument(closed.name, value, place))
        else:
            self._root, self._ended = value, True

    def _expression(self, operator: Token, arguments: list[Argument]) -> Operand:
        name, place = str(operator.value), Place(operator.start, operator.end)
        if name not in OPERATORS:
            near = closest(name, OPERATORS)
            fix = f"did you mean {near!r}?" if near else f"use one of {', '.join(OPERATORS)}"
            self._find(UNKNOWN_WORD, f"unknown operator {shown(name)}", place, fix)
            return None
        before = self._errors
        node = built(name, place, arguments, self._report)
        broken = any(argument.value is None for argument in arguments)
        return None if broken or self._errors > before else node

    def _end(self, token: Token, name: Token | None) -> None:
        if name is not None:
            self._stop("a name has no operand", name, "write the operand behind '::'")
        if self._open:
            opened = self._open[-1]
            what, mark = ("list", "]") if opened.is_list else ("expression", ")")
            place = Place(opened.start, opened.start + 1)
            self._stop_at(f"the {what} has no end", place, f"close it with {mark!r}")
        if not self._ended:
            self._stop("the rule is empty", token, _EXAMPLE)

    def _check_dangling(self, token: Token, name: str | None) -> None:
        if name is not None:
            self._stop(f"{shown(name)} has no operand", token, "write the operand behind '::'")

    def _report(self, finding: Finding, place: Place) -> None:
        self._errors += finding.severity == "error"
        self.findings.append(pointed(finding, self._text, place))

    def _find(self, check: Check, message: str, place: Place, fix: str) -> None:
        found = shown(self._text[place.start : place.end])
        self._report(check.at("$", message=message, found=found, fix=fix), place)

    def _stop(self, message: str, token: Token, fix: str) -> NoReturn:
        self._stop_at(message, Place(token.start, token.end), fix)

    def _stop_at(self, message: str, place: Place, fix: str) -> NoReturn:
        self._root = None
        self._find(NO_EXPRESSION, message, place, fix)
        raise _StopError


def _word_fix(token: Token, word: str) -> str:
    if token.kind == "word" and len(word) <= _LONGEST_WORD:
        return f'text stands in double quotes, "{word}", and a context key behind a $, ${word}'
    return "take it out; text stands in double quotes"


def _named(words: Iterator[Token]) -> Iterator[tuple[Token, bool]]:
    """Yield each token and whether it is the name of what follows; the ``::`` falls away."""
    waiting: Token | None = None
    for token in words:
        if waiting is not None and waiting.kind == "word" and token.kind == "::":
            yield waiting, True
            waiting = None
            continue
        if waiting is not None:
            yield waiting, False
        waiting = token
    if waiting is not None:
        yield waiting, False
