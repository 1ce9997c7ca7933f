"""What can be wrong with the parts of a rule, whether it was read from text or built in Python."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.rule.pattern import compiled, translation
from cdk_appconfig.model.rule.printer import IDENTIFIER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.findings import Finding

__all__ = [
    "KIND",
    "key_findings",
    "kind",
    "length_findings",
    "literal_findings",
    "number_findings",
    "pattern_findings",
    "percent_findings",
]

_OPERATORS = limits.RULE_INTEGER.source
_MOST_BITS = 1024

KIND = Check(
    id="APPCONFIG033",
    summary="An operand of a rule is not of the kind that its operator takes",
    rule="each operator of a rule takes operands of certain kinds: context values and literals to "
    "compare, a list of literals for 'in', expressions and booleans for 'and', 'or' and 'not'",
    source=_OPERATORS,
    evidence="documented",
)
KEY = Check(
    id="APPCONFIG035",
    summary="A context key would fall apart in the text of a rule",
    rule="a rule is Amazon Ion, where '$' and a key are one word only if the key has letters, "
    "digits, '_' and '$' and not digits alone",
    source=_OPERATORS,
    evidence="inferred",
)
PERCENT = Check(
    id="APPCONFIG036",
    summary="The percentage of a split is not between 0 and 100",
    rule=f"a split takes a percentage from 0 to {limits.SPLIT_PERCENT}",
    source=limits.SPLIT_PERCENT.source,
    evidence=limits.SPLIT_PERCENT.evidence,
)
PATTERN = Check(
    id="APPCONFIG037",
    summary="The pattern of 'matches' is no regular expression",
    rule="the pattern of 'matches' is a regular expression",
    source=_OPERATORS,
    evidence="documented",
)
LITERAL = Check(
    id="APPCONFIG038",
    summary="A literal of a rule is beyond what AppConfig computes with",
    rule="an integer of a rule has 64 bits, a float is a finite 64-bit number, a timestamp names "
    "a moment, and text is Unicode",
    source=_OPERATORS,
    evidence="documented",
)
DIALECT = Check(
    id="APPCONFIG047",
    summary="The pattern of 'matches' uses what only some dialects have",
    rule="the dialect of patterns is not documented and most likely RE2, which has no look-around, "
    "back references, atomic groups and possessive repeats",
    source=_OPERATORS,
    evidence="documented",
    severity="warning",
)
LENGTH = Check(
    id="APPCONFIG039",
    summary="A rule is too long",
    rule=f"the text of a rule has at most {limits.RULE} characters",
    source=limits.RULE.source,
    evidence=limits.RULE.evidence,
)


def length_findings(text: str) -> Iterator[Finding]:
    """Yield whether the text of a rule is too long."""
    if len(text) > limits.RULE:
        yield LENGTH.at(
            "$",
            message=f"the rule has {len(text)} characters",
            found=shown(text),
            fix="divide it between several variants, or send along a context value that says the "
            "same in short",
        )


def key_findings(key: object) -> Iterator[Finding]:
    """Yield what is wrong with a context key that a ``$`` stands before."""
    if not isinstance(key, str):
        yield kind(key, "a context key", "pass the key as a str, without the '$'")
    elif not IDENTIFIER.fullmatch(key):
        near = re.sub(r"[^A-Za-z0-9_]+", "_", key).strip("_")
        yield KEY.at(
            "$",
            message=f"{shown(key)} cannot be a context key"
            if key
            else "a context key has no characters",
            found=shown(key),
            fix=f"rename the key, for example {near!r}"
            if IDENTIFIER.fullmatch(near)
            else "name the key with letters, digits and '_'",
        )


def literal_findings(value: object) -> Iterator[Finding]:
    """Yield what is wrong with a literal."""
    match value:
        case bool():
            return
        case str():
            yield from _text_findings(value)
        case int() | float():
            yield from number_findings(value)
        case datetime() if value.utcoffset() is None:
            yield LITERAL.at(
                "$",
                message=f"{shown(value)} has no offset from UTC and so names no moment",
                found=shown(value),
                fix="pass a datetime with tzinfo, such as tzinfo=timezone.utc",
            )
        case date():
            return
        case list() | tuple() | set() | frozenset():
            fix = "a list stands only to the right of 'in': context(…).is_in([…])"
            yield kind(value, "a value to compare", fix)
        case None:
            fix = "there is no null in a rule; to ask whether a key is there, use .exists()"
            yield kind(value, "a value to compare", fix)
        case _:
            fix = "pass a str, int, float, bool or datetime"
            yield kind(value, "a value to compare", fix)


def number_findings(value: float) -> Iterator[Finding]:
    """Yield what is wrong with a number."""
    limit = limits.RULE_INTEGER
    if isinstance(value, int) and not -limit - 1 <= value <= limit:
        yield LITERAL.at(
            "$",
            message=f"{_number(value)} does not fit 64 bits",
            found=_number(value),
            fix=f"stay between {-limit - 1} and {int(limit)}, or compare it as text",
        )
    elif isinstance(value, float) and not math.isfinite(value):
        yield LITERAL.at(
            "$",
            message=f"{shown(value)} is no finite 64-bit number",
            found=shown(value),
            fix="use a finite number",
        )


def _number(value: float) -> str:
    # Python refuses to write down thousands of digits.
    bits = value.bit_length() if isinstance(value, int) else 0
    return shown(value) if bits <= _MOST_BITS else f"an integer of {bits} bits"


def _text_findings(value: str) -> Iterator[Finding]:
    if any("\ud800" <= character <= "\udfff" for character in value):
        yield LITERAL.at(
            "$",
            message=f"{shown(value)} holds half of a character",
            found=shown(value),
            fix="take out the lone surrogate",
        )


def percent_findings(pct: object) -> Iterator[Finding]:
    """Yield what is wrong with the percentage of a split."""
    if isinstance(pct, bool) or not isinstance(pct, (int, float)):
        yield kind(pct, "a percentage", "pass a number from 0 to 100")
    elif not 0 <= pct <= limits.SPLIT_PERCENT:
        yield PERCENT.at(
            "$",
            message=f"{_number(pct)} percent cannot be split off",
            found=_number(pct),
            fix=f"use a number from 0 to {limits.SPLIT_PERCENT}",
        )


def pattern_findings(pattern: object) -> Iterator[Finding]:
    """Yield what is wrong with the regular expression of ``matches``."""
    if not isinstance(pattern, str):
        yield kind(pattern, "a regular expression", "pass the pattern as a str")
        return
    python = translation(pattern)
    if python.beyond is not None:
        yield DIALECT.at(
            "$",
            message=f"{shown(pattern)} has {python.beyond!r}, which is not in RE2",
            found=shown(pattern),
            fix="say it without, or with several rules and & | ~",
        )
    try:
        if python.unknown is None:
            compiled(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        yield PATTERN.at(
            "$",
            message=f"{shown(pattern)} is no regular expression: {_words(error)}",
            found=shown(pattern),
            fix="mend the pattern",
        )


def _words(error: Exception) -> str:
    """Return what is wrong with a pattern, without the place in our translation of it."""
    return error.msg if isinstance(error, re.error) else str(error)


def kind(value: object, wanted: str, fix: str) -> Finding:
    """Return the finding that an operand is not of the kind its operator takes."""
    return KIND.at("$", message=f"{shown(value)} is not {wanted}", found=shown(value), fix=fix)
