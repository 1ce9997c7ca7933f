"""What holds for every rule and every text."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cdk_appconfig import AppConfigError, Rule, context, evaluate, parse_rule
from cdk_appconfig.model import limits
from cdk_appconfig.model.rule import rule_findings, unreachable_split_findings
from tests.strategies import CONTEXTS, RULES

FRAGMENTS = st.sampled_from(
    ["(", ")", "[", "]", ",", "::", '"', "'", "'''", "\\", "$a", "$", "eq", "and", "in", "matches",
     "split", "pct::", "by::", "key::", "5", "-", "1.5", "2026-03-04", "true", "null", " ", "\n",
     "//", "/*", "*/", '"x"', "é", "\ud800"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(FRAGMENTS).map("".join), st.lists(FRAGMENTS).map(" ".join))


@given(RULES)
def test_reading_what_was_printed_gives_the_rule(rule: Rule) -> None:
    again = parse_rule(str(rule))

    assert again.node == rule.node
    assert again == rule
    assert hash(again) == hash(rule)
    assert [finding for finding in rule_findings(rule) if finding.severity == "error"] == []


@given(RULES)
def test_printing_what_was_read_gives_one_form(rule: Rule) -> None:
    loose = str(rule).replace("(", "( ").replace(")", "\n)")

    if '"' not in str(rule):  # blanks inside a text are part of it
        assert str(parse_rule(loose)) == str(rule)
    assert str(parse_rule(str(parse_rule(str(rule))))) == str(rule)


@given(RULES, CONTEXTS)
def test_the_text_means_what_the_rule_means(rule: Rule, sent: dict[str, object]) -> None:
    expected = rule.matches(sent)

    assert parse_rule(str(rule)).matches(sent) is expected
    assert (~rule).matches(sent) is not expected
    assert (rule & True).matches(sent) is expected
    assert (rule | False).matches(sent) is expected


@given(RULES, RULES, CONTEXTS)
def test_and_or_and_not_are_those_of_logic(a: Rule, b: Rule, sent: dict[str, object]) -> None:
    assert (a & b).matches(sent) is (a.matches(sent) and b.matches(sent))
    assert (a | b).matches(sent) is (a.matches(sent) or b.matches(sent))
    assert (~(a & b)).matches(sent) is (~a | ~b).matches(sent)


@given(TEXTS)
@example("(eq $a 1)" * 2)
@example("x" * 20000)
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    with suppress(AppConfigError):
        rule = parse_rule(text)
        assert str(parse_rule(str(rule))) == str(rule)
    assert isinstance(rule_findings(text), list)
    assert isinstance(unreachable_split_findings([text, text]), list)


@pytest.mark.parametrize(
    "text",
    [
        "(not " * 10000 + "true" + ")" * 10000,
        "(not " * 2700 + "true",
        "(not " * 2700 + ")" * 2700,
        "(" * 16384,
        "[" * 16384,
        "(in $a " + "[" * 16000,
        ")" * 16384,
        '"' * 16384,
        "'" * 16383,
        "/*" * 8192,
        "x::" * 5461,
        "$" * 16384,
        "(eq " + "$a-" * 5000,
        "(eq " + "a " * 8000,
        "(and " + "(eq) " * 3000 + ")",
        "(and " + "(eqq) " * 2500 + ")",
        "(" + "contain" * 2000 + ")",
        "(eq $a " + "1" * 16000 + ")",
        "(eq $a '''" + "'''  '''" * 2000,
    ],
    ids=lambda text: text[:12],
)
def test_what_is_nested_or_repeated_is_an_error_and_takes_no_time(text: str) -> None:
    start = time.perf_counter()

    with pytest.raises(AppConfigError):
        parse_rule(text)
    assert time.perf_counter() - start < 5


def test_the_deepest_rule_that_fits_is_read_printed_hashed_and_matched() -> None:
    depth = (limits.RULE - len("(eq $a 1)")) // len("(not )")
    text = "(not " * depth + "(eq $a 1)" + ")" * depth

    rule = parse_rule(text)

    assert str(rule) == text
    assert rule == parse_rule(text)
    assert hash(rule) == hash(text)
    assert rule.matches({"a": 1}) is (depth % 2 == 0)
    assert rule_findings(rule) == []


def test_two_megabytes_take_no_time() -> None:
    variants = [
        {"name": f"v{number}", "enabled": True, "rule": f'(eq $a "{"x" * 180}{number}")'}
        for number in range(8000)
    ]
    document = {"values": {"f": {"_variants": [*variants, {"name": "d", "enabled": True}]}}}
    start = time.perf_counter()

    assert evaluate(document, context={"a": "x" * 180 + "7999"})["f"]["_variant"] == "v7999"
    assert rule_findings("(eq $a " + "1 " * 10**6) != []
    assert str(context("a") == "x" * 2 * 10**6).count("x") == 2 * 10**6
    assert time.perf_counter() - start < 10
