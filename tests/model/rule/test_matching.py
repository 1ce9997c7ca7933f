"""A table of rules: read, printed, matched. Each with contexts for which it holds, and does not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cdk_appconfig import parse_rule
from cdk_appconfig.model.rule.form import OPERATORS
from cdk_appconfig.model.rule.matching import matcher

Contexts = list[dict[str, Any]]

RULES: list[tuple[str, Contexts, Contexts]] = [
    # each comparison with each literal: text, integer, float, boolean, timestamp
    ('(eq $a "b")', [{"a": "b"}], [{"a": "B"}, {"a": ""}, {}]),
    ('(eq $a "5")', [{"a": "5"}, {"a": 5}], [{"a": "5.0"}, {}]),
    ('(eq $a "true")', [{"a": "true"}, {"a": True}], [{"a": "True"}, {"a": False}]),
    ('(eq $a "say \\"hi\\"\\n")', [{"a": 'say "hi"\n'}], [{"a": "say"}]),
    ("(eq $a 5)", [{"a": "5"}, {"a": 5}, {"a": "5.0"}, {"a": "+5"}], [{"a": "5x"}, {"a": ""}, {}]),
    ("(eq $a -7)", [{"a": "-7"}], [{"a": "7"}, {"a": None}]),
    ("(eq $a 1.5)", [{"a": "1.5"}, {"a": "15e-1"}, {"a": 1.5}], [{"a": "1,5"}, {"a": True}]),
    ("(eq $a true)", [{"a": "true"}, {"a": True}], [{"a": "1"}, {"a": "TRUE"}, {"a": 1}, {}]),
    ("(eq $a false)", [{"a": "false"}, {"a": False}], [{"a": "0"}, {"a": ""}, {"a": 0}, {}]),
    (
        "(eq $a 2026-03-04T05:06:07Z)",
        [{"a": "2026-03-04T05:06:07Z"}, {"a": "2026-03-04T06:06:07+01:00"}],
        [{"a": "2026-03-04"}, {"a": "2026-03-04T05:06:07"}, {"a": "today"}, {}],
    ),
    ('(ne $a "b")', [{"a": "c"}, {"a": ""}], [{"a": "b"}, {}]),
    ("(ne $a 5)", [{"a": "6"}], [{"a": "5"}, {"a": "x"}, {}]),
    ("(ne $a true)", [{"a": "false"}], [{"a": "true"}, {"a": "x"}, {}]),
    ('(gt $a "b")', [{"a": "c"}, {"a": "ba"}], [{"a": "b"}, {"a": "B"}, {}]),
    ("(gt $a 65)", [{"a": "66"}, {"a": "65.1"}, {"a": 66}], [{"a": "65"}, {"a": "x"}, {}]),
    ("(gt $a 9)", [{"a": "10"}], [{"a": "9"}]),
    ("(gt $a 0.5)", [{"a": "1"}], [{"a": "0.5"}]),
    ("(gt $a false)", [], [{"a": "true"}, {"a": True}]),
    ("(gt $a 2026-03-04T00:00:00Z)", [{"a": "2026-03-05"}, {"a": "2027T"}], [{"a": "2026T"}, {}]),
    ("(gte $a 65)", [{"a": "65"}, {"a": "66"}], [{"a": "64"}, {}]),
    ('(gte $a "b")', [{"a": "b"}], [{"a": "a"}]),
    ("(lt $a 65)", [{"a": "64"}, {"a": "-1"}], [{"a": "65"}, {}]),
    ("(lt $osVersion 1.8)", [{"osVersion": "1.7"}], [{"osVersion": "1.10.2"}, {"osVersion": "1.9"}]),
    ('(lt $a "b")', [{"a": "a"}, {"a": ""}], [{"a": "b"}]),
    ("(lt $a 2026-03-04T00:00:00Z)", [{"a": "2026-03-03"}], [{"a": "2026-03-04"}]),
    ("(lte $a 65)", [{"a": "65"}], [{"a": "66"}, {}]),
    ("(lte $a 1e+16)", [{"a": "10000000000000000"}], [{"a": "10000000000000001"}]),
    ("(eq $a $b)", [{"a": "x", "b": "x"}, {"a": "5", "b": "5.0"}], [{"a": "x"}, {"b": "x"}, {}]),
    ("(lt $a $b)", [{"a": "9", "b": "10"}, {"a": "a", "b": "b"}], [{"a": "10", "b": "9"}]),
    ("(gt $a $b)", [{"a": "2026-03-04T01:00:00Z", "b": "2026-03-04T01:00:00+01:00"}], [{}]),
    ("(lt 18 $age)", [{"age": "19"}], [{"age": "18"}, {}]),
    ('(eq "a" "a")', [{}], []),
    ("(lt 2 1)", [], [{}]),
    ('(eq 5 "5")', [{}], []),
    ('(eq "x" 5)', [], [{}]),
    # operators on text
    ('(begins_with $a "qa-")', [{"a": "qa-1"}, {"a": "qa-"}], [{"a": "QA-1"}, {"a": "qa"}, {}]),
    ('(begins_with $a "4")', [{"a": 42}], [{"a": 24}]),
    ('(ends_with $a "@example.com")', [{"a": "jo@example.com"}], [{"a": "example.com"}, {}]),
    ('(contains $a "beta")', [{"a": "a beta user"}], [{"a": "bet"}, {}]),
    ('(contains $a "")', [{"a": ""}, {"a": "x"}], [{}]),
    ("(contains $a $b)", [{"a": "abc", "b": "b"}], [{"a": "abc"}, {"b": "b"}]),
    ('(contains "abc" $b)', [{"b": "b"}], [{"b": "d"}, {}]),
    ("(begins_with $a 4)", [{"a": "42"}], [{"a": "24"}]),
    # lists
    ('(in $a ["x", "y"])', [{"a": "x"}, {"a": "y"}], [{"a": "z"}, {"a": "X"}, {}]),
    ("(in $a [1, 2.5])", [{"a": "1"}, {"a": "2.5"}, {"a": 1}], [{"a": "3"}, {"a": "x"}, {}]),
    ('(in $a ["x", 1, true])', [{"a": "x"}, {"a": "1.0"}, {"a": "true"}], [{"a": "y"}, {}]),
    ("(in $a [2026-03-04T00:00:00Z])", [{"a": "2026-03-04"}], [{"a": "2026-03-05"}]),
    ("(in $a [])", [], [{"a": ""}, {}]),
    ('(in "x" ["x"])', [{}], []),
    # patterns
    ('(matches in::$a pattern::"h.*y")', [{"a": "oh hey you"}], [{"a": "yh"}, {}]),
    ('(matches in::$a pattern::"^\\\\d+$")', [{"a": "123"}, {"a": 123}], [{"a": "12x"}, {}]),
    ('(matches in::"hey" pattern::"e")', [{}], []),
    # presence
    ('(exists key::"a")', [{"a": "x"}, {"a": ""}, {"a": False}], [{"a": None}, {"b": "x"}, {}]),
    ('(exists key::"user-id")', [{"user-id": "x"}], [{}]),
    # splits
    ("(split pct::100 by::$a)", [{"a": "x"}, {"a": ""}, {"a": 7}], [{}, {"a": None}]),
    ('(split pct::0 by::$a seed::"s")', [], [{"a": "x"}, {}]),
    # under not: what is missing or of another kind is not
    ('(not (eq $a "b"))', [{"a": "c"}, {}], [{"a": "b"}]),
    ("(not (ne $a 5))", [{"a": "5"}, {"a": "x"}, {}], [{"a": "6"}]),
    ("(not (gt $a 65))", [{"a": "65"}, {"a": "x"}, {}], [{"a": "66"}]),
    ("(not (gte $a 0.5))", [{"a": "0"}, {}], [{"a": "0.5"}]),
    ("(not (lt $a 2026-03-04T00:00:00Z))", [{"a": "2026-03-04"}, {}], [{"a": "2026-03-03"}]),
    ("(not (lte $a true))", [{"a": "true"}, {}], []),
    ('(not (begins_with $a "x"))', [{"a": "y"}, {}], [{"a": "x"}]),
    ('(not (ends_with $a "x"))', [{"a": "y"}, {}], [{"a": "x"}]),
    ('(not (contains $a "x"))', [{"a": "y"}, {}], [{"a": "x"}]),
    ('(not (in $a ["x", false]))', [{"a": "y"}, {}], [{"a": "x"}, {"a": "false"}]),
    ('(not (matches in::$a pattern::"x"))', [{"a": "y"}, {}], [{"a": "x"}]),
    ('(not (exists key::"a"))', [{}], [{"a": "x"}]),
    ('(not (split pct::100 by::$a seed::"s"))', [{}], [{"a": "x"}]),
    ("(not (and (eq $a 1) (eq $b 2)))", [{"a": 1}, {}], [{"a": 1, "b": 2}]),
    ("(not (or (eq $a 1) (eq $b 2)))", [{}], [{"a": 1}, {"b": 2}]),
    ("(not (not (eq $a 1)))", [{"a": 1}], [{}]),
    ("(not $a)", [{"a": "false"}, {"a": "x"}, {}], [{"a": "true"}]),
    ("(not true)", [], [{}]),
    # under and
    ('(and (eq $a "b") (gt $c 5))', [{"a": "b", "c": "6"}], [{"a": "b"}, {"c": "6"}, {}]),
    ('(and (ne $a "b") (lt $c 5) (lte $d 0.5))', [{"a": "", "c": 4, "d": 0.5}], [{"a": "", "c": 4}]),
    ("(and (gte $a 1) (in $b [true]))", [{"a": 1, "b": "true"}], [{"a": 1, "b": "false"}]),
    (
        '(and (begins_with $a "x") (ends_with $a "z") (contains $a "y"))',
        [{"a": "xyz"}, {"a": "x y z"}],
        [{"a": "xz"}, {"a": "yz"}],
    ),
    ('(and (matches in::$a pattern::"x") (exists key::"b"))', [{"a": "x", "b": ""}], [{"a": "x"}]),
    ("(and (split pct::100 by::$u) (not (eq $u 7)))", [{"u": "8"}], [{"u": "7"}, {}]),
    ("(and true (eq $a 2026-03-04T00:00:00Z))", [{"a": "2026-03-04T00:00Z"}], [{}]),
    ("(and false (eq $a 1))", [], [{"a": 1}]),
    ('(and $a (eq $b "c"))', [{"a": "true", "b": "c"}], [{"a": "x", "b": "c"}, {"b": "c"}]),
    ("(and (or (eq $a 1) (eq $a 2)) (or (eq $b 1) (eq $b 2)))", [{"a": 2, "b": 1}], [{"a": 2}]),
    ("(and (eq $a 1))", [{"a": 1}], [{}]),
    ("(and (and (eq $a 1) (eq $b 2)) (eq $c 3))", [{"a": 1, "b": 2, "c": 3}], [{"a": 1, "b": 2}]),
    # under or
    ('(or (eq $a "b") (gt $c 5))', [{"a": "b"}, {"c": 6}], [{"a": "c", "c": 5}, {}]),
    ("(or (ne $a 1) (lt $b 1.5) (lte $c 2026-03-04T00:00:00Z))", [{"a": 2}, {"c": "2026T"}], [{}]),
    ("(or (gte $a 1) (in $b [false, 3]))", [{"a": 1}, {"b": "3"}, {"b": "false"}], [{"b": "x"}]),
    ('(or (begins_with $a "x") (ends_with $a "z"))', [{"a": "xa"}, {"a": "az"}], [{"a": "a"}]),
    ('(or (contains $a "x") (matches in::$a pattern::"y"))', [{"a": "x"}, {"a": "y"}], [{"a": "z"}]),
    ('(or (exists key::"a") (split pct::100 by::$b))', [{"a": ""}, {"b": ""}], [{"c": ""}]),
    ("(or false (not (eq $a true)))", [{"a": "false"}, {}], [{"a": "true"}]),
    ("(or true (eq $a 1))", [{}], []),
    ("(or (or (eq $a 1) (eq $b 2)) (eq $c 3))", [{"a": 1}, {"b": 2}, {"c": 3}], [{"a": 2}, {}]),
    ("(or (and (eq $a 1) (eq $b 2)) (and (eq $a 3) (eq $b 4)))", [{"a": 3, "b": 4}], [{"a": 1, "b": 4}]),
    ("(or $beta (in $a []))", [{"beta": "true"}], [{"beta": "yes"}, {}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "holds", "fails"), RULES, ids=[rule[0] for rule in RULES])
def test_a_rule_is_read_printed_and_matched(text: str, holds: Contexts, fails: Contexts) -> None:
    rule = parse_rule(text)

    assert str(rule) == text
    assert [context for context in holds if not rule.matches(context)] == []
    assert [context for context in fails if rule.matches(context)] == []


@pytest.mark.parametrize("outer", ["not", "and", "or"])
def test_the_table_has_every_operator_below(outer: str) -> None:
    nested = " ".join(text[1:] for text, _, _ in RULES if text.startswith(f"({outer} "))

    assert set(OPERATORS) <= set(re.findall(r"\((\w+) ", nested))
    assert len(RULES) >= 60


def test_a_split_hashes_with_its_flag_unless_it_has_a_seed() -> None:
    plain, seeded = (
        parse_rule("(split pct::50 by::$u)").node,
        parse_rule('(split pct::50 by::$u seed::"s")').node,
    )
    users = [{"u": str(number)} for number in range(1000)]

    def side(node: Any, flag: str | None) -> list[bool]:
        return [matcher(node, flag)(user) for user in users]

    assert side(plain, "f") == side(plain, "f") != side(plain, "g")
    assert side(plain, None) != side(plain, "f")
    assert side(seeded, None) == side(seeded, "f") == side(seeded, "g")


def test_depth_does_not_matter() -> None:
    rule = parse_rule("(eq $a 1)")
    for _ in range(10000):
        rule = ~(rule & True)

    assert rule.matches({"a": "1"}) is True
    assert rule.matches({"a": "2"}) is False
