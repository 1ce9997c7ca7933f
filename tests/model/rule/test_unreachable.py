from __future__ import annotations

import time

import pytest

from cdk_appconfig.model.rule import context, split, unreachable_split_findings

USER = context("userId")


@pytest.mark.parametrize(
    ("rules", "unreachable"),
    [
        (["(split pct::20 by::$u)", "(split pct::20 by::$u)"], [1]),
        (["(split pct::20 by::$u)", "(split pct::21 by::$u)"], []),
        (['(split pct::20 by::$u seed::"a")', '(split pct::5 by::$u seed::"a")'], [1]),
        (['(split pct::20 by::$u seed::"a")', '(split pct::5 by::$u seed::"b")'], []),
        (['(split pct::20 by::$u seed::"a")', "(split pct::5 by::$u)"], []),
        (["(split pct::20 by::$u)", "(split pct::5 by::$v)"], []),
        (["(split pct::20 by::$u)", '(and (eq $a "b") (split pct::5 by::$u))'], [1]),
        (['(and (eq $a "b") (split pct::20 by::$u))', "(split pct::5 by::$u)"], []),
        (
            [
                '(and (eq $a "b") (split pct::20 by::$u))',
                '(and (split pct::5 by::$u) true (eq $a "b"))',
            ],
            [1],
        ),
        (["(split pct::20 by::$u)", "(or (split pct::5 by::$u) (split pct::9 by::$u))"], [1]),
        (["(split pct::20 by::$u)", "(or (split pct::5 by::$u) (split pct::30 by::$u))"], []),
        (["(or $beta (split pct::20 by::$u))", "(split pct::5 by::$u)"], [1]),
        (["(not (split pct::20 by::$u))", "(split pct::5 by::$u)"], []),
        (["(split pct::20 by::$u)", "(not (split pct::5 by::$u))"], []),
        (["(and (split pct::20 by::$u) (split pct::20 by::$v))", "(split pct::5 by::$u)"], []),
        (["(split pct::20 by::$u)", "(and (split pct::50 by::$u) (split pct::9 by::$u))"], [1]),
        (["(split pct::0 by::$u)", "(split pct::0 by::$u)"], []),
        (["(eq $a", "(split pct::5 by::$u)"], []),
    ],
)
def test_a_split_within_an_earlier_one_is_never_reached(
    rules: list[str], unreachable: list[int]
) -> None:
    found = unreachable_split_findings(rules)

    assert [finding.where for finding in found] == [f"$[{index}]" for index in unreachable]


def test_it_is_a_warning_with_a_mend() -> None:
    part = split(pct=20, by=USER, seed="a")

    [finding] = unreachable_split_findings([USER == "x", part, USER == "y", part])

    assert (finding.id, finding.severity, finding.where, finding.message, finding.fix) == (
        "APPCONFIG044",
        "warning",
        "$[3]",
        "the first 20 percent of $userId with the seed 'a' are taken by the variant at index 1",
        "add the percentages up, 20 and then 40 for two groups of 20 percent, or use another seed",
    )


def test_many_rules_take_linear_time() -> None:
    rules = [split(pct=50, by=USER, seed=str(number)) for number in range(20000)]
    start = time.perf_counter()

    assert unreachable_split_findings(rules) == []
    assert time.perf_counter() - start < 5
