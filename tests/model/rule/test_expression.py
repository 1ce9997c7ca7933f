# ruff: noqa: SIM300, the order of a comparison is what is tested

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta, timezone
from enum import Enum

import pytest

from cdk_appconfig import AppConfigError, Rule, context, parse_rule, split

AGE = context("age")


class Tier(str, Enum):
    GOLD = "gold"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (AGE == 65, "(eq $age 65)"),
        (AGE != 65, "(not (eq $age 65))"),
        (AGE > 65, "(gt $age 65)"),
        (AGE >= 65.5, "(gte $age 65.5)"),
        (AGE < 65, "(lt $age 65)"),
        (AGE <= 65, "(lte $age 65)"),
        (65 < AGE, "(gt $age 65)"),
        (AGE == context("limit"), "(eq $age $limit)"),
        (context("tier") == Tier.GOLD, '(eq $tier "gold")'),
        (context("beta") == True, "(eq $beta true)"),  # noqa: E712 a rule
        (AGE > date(2026, 3, 4), "(gt $age 2026-03-04T00:00:00Z)"),
        (
            AGE > datetime(2026, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=-8))),
            "(gt $age 2026-03-04T05:06:07-08:00)",
        ),
        (
            AGE > datetime(1, 1, 1, tzinfo=timezone(timedelta(minutes=53, seconds=28))),
            "(gt $age 0001-01-01T00:00:32+00:54)",
        ),
        (context("a").begins_with("x"), '(begins_with $a "x")'),
        (context("a").ends_with("x"), '(ends_with $a "x")'),
        (context("a").contains(context("b")), "(contains $a $b)"),
        (context("a").is_in(["x", 1, 2.5, True]), '(in $a ["x", 1, 2.5, true])'),
        (context("a").matches(r"^\d+$"), '(matches in::$a pattern::"^\\\\d+$")'),
        (context("a").exists(), '(exists key::"a")'),
        (split(pct=10, by=context("u")), "(split pct::10 by::$u)"),
        (split(pct=2.5, by=context("u"), seed="s"), '(split pct::2.5 by::$u seed::"s")'),
        (~(AGE > 65), "(not (gt $age 65))"),
        ((AGE > 1) & (AGE < 9), "(and (gt $age 1) (lt $age 9))"),
        ((AGE > 1) & (AGE < 9) & (AGE < 8), "(and (gt $age 1) (lt $age 9) (lt $age 8))"),
        ((AGE > 1) & ((AGE < 9) & (AGE < 8)), "(and (gt $age 1) (lt $age 9) (lt $age 8))"),
        ((AGE > 1) | (AGE < 9) & (AGE < 8), "(or (gt $age 1) (and (lt $age 9) (lt $age 8)))"),
        (True & (AGE > 1), "(and true (gt $age 1))"),
        ((AGE > 1) | False, "(or (gt $age 1) false)"),
        (context("a") & ~context("b"), "(and $a (not $b))"),
    ],
    ids=str,
)
def test_python_gives_the_text(rule: Rule, expected: str) -> None:
    assert str(rule) == expected
    assert rule.same_as(parse_rule(expected))


def test_a_rule_has_no_truth_value() -> None:
    message = (
        "a rule has no truth value in Python: combine rules with & | ~, put each comparison in "
        "parentheses, and ask rule.matches(context) for its value"
    )
    for mistake in (
        lambda: 18 < AGE < 65,
        lambda: (AGE > 1) and (AGE < 2),
        lambda: (AGE > 1) or (AGE < 2),
        lambda: not (AGE > 1),  # pyright: ignore[reportGeneralTypeIssues]
        lambda: bool(AGE),
    ):
        with pytest.raises(TypeError) as caught:
            mistake()
        assert str(caught.value) == message


def test_missing_parentheses_are_told() -> None:
    with pytest.raises(TypeError) as caught:
        AGE > 65 & context("beta")  # type: ignore[operator]  # noqa: B015 the mistake

    assert str(caught.value) == (
        "only rules can be combined with & and |: put each comparison in parentheses, because & "
        "and | bind tighter than == and <"
    )


def test_rules_are_values() -> None:
    rule = (AGE > 65) & split(pct=10, by=context("u"))
    same = parse_rule(str(rule))

    assert rule == same
    assert rule != (AGE > 65)
    assert len({rule, same}) == 1
    assert repr(rule) == "parse_rule('(and (gt $age 65) (split pct::10 by::$u))')"
    assert pickle.loads(pickle.dumps(rule)) == rule  # noqa: S301 our own bytes
    with pytest.raises(AttributeError, match="a rule does not change"):
        rule.node = same.node
    with pytest.raises(AttributeError, match="a rule does not change"):
        del rule.node


def test_context_values_are_values() -> None:
    assert AGE.same_as(context("age"))
    assert not AGE.same_as(context("tier"))
    assert hash(AGE) == hash(context("age"))
    assert repr(AGE) == "context('age')"
    assert pickle.loads(pickle.dumps(AGE)).same_as(AGE)  # noqa: S301 our own bytes
    with pytest.raises(AttributeError, match="a context value does not change"):
        AGE.key = "other"


@pytest.mark.parametrize("key", ["user-id", "a.b", "", "1", "a b", "é", "a\n", "$a b"])
def test_a_key_that_ion_would_split_is_refused(key: str) -> None:
    with pytest.raises(AppConfigError) as caught:
        context(key)

    [finding] = caught.value.findings
    assert finding.id == "APPCONFIG035"
