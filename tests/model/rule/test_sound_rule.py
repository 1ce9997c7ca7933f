"""What is told at a glance about rules is what a close look finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from cdk_appconfig.model.rule import Rule, rule_findings
from cdk_appconfig.model.rule.sound_rule import is_surely_sound_rule
from tests.strategies import RULES

PLAIN = [
    '(eq $tier "gold")',
    "(gte $age 65)",
    "(lt $share -0.5)",
    "(eq $beta true)",
    '(begins_with $email "a(b")',
    '(eq $a "(not $b)")',
    '(in $country ["DE", "FR"])',
    "(in $age [1,2])",
    '(exists key::"age")',
    "(split pct::10 by::$userId)",
    '(split pct::99.5 by::$userId seed::"2026")',
    "(split pct::100 by::$userId)",
    '(not (eq $tier "gold"))',
    '(and $beta (or (exists key::"a") (not $x)) (eq $tier "gold"))',
]


@pytest.mark.parametrize("rule", PLAIN)
def test_every_plain_form_is_known(rule: str) -> None:
    assert is_surely_sound_rule(rule)
    assert rule_findings(rule) == []


@pytest.mark.parametrize("rule", PLAIN)
def test_a_character_less_or_twice_is_not_taken_for_sound(rule: str) -> None:
    spoiled = [rule[:at] + rule[at + 1 :] for at in range(len(rule))]
    spoiled += [rule[:at] + rule[at] + rule[at:] for at in range(len(rule))]

    assert [one for one in spoiled if is_surely_sound_rule(one) and rule_findings(one)] == []


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "\x01",
        '(ne $tier "gold")',
        "(and $beta)",
        "(split pct::101 by::$userId)",
        "(split pct::100.5 by::$userId)",
        "(gt $age 99999999999999999999)",
        "(gt $age 065)",
        "(gt $beta true)",
        '(exists key::"$age")',
        '(eq $tier "a\\q")',
        f'(eq $tier "{"x" * 16384}")',
    ],
)
def test_what_is_not_plain_is_left_to_a_close_look(rule: str) -> None:
    assert not is_surely_sound_rule(rule)


@given(RULES)
@settings(deadline=None)
def test_a_glance_says_no_more_than_a_close_look(rule: Rule) -> None:
    assert not is_surely_sound_rule(str(rule)) or rule_findings(rule) == []
