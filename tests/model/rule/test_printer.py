from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from cdk_appconfig.model.rule.node import And, Comparison, Context, Not
from cdk_appconfig.model.rule.printer import rule_text, value_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Context("age"), "$age"),
        (Context("user-id"), "'$user-id'"),
        (Context("1"), "'$1'"),
        (Context("it's"), r"'$it\'s'"),
        ("", '""'),
        ('a"b\\c', r'"a\"b\\c"'),
        ("\n\r\t\x00\x1f\x7f", r'"\n\r\t\x00\x1f\x7f"'),
        ("é😀'", '"é😀\'"'),
        (True, "true"),
        (False, "false"),
        (-7, "-7"),
        (1.0, "1.0"),
        (1e300, "1e+300"),
        (datetime(2026, 3, 4, tzinfo=timezone.utc), "2026-03-04T00:00:00Z"),
        (datetime(2026, 3, 4, tzinfo=ZoneInfo("UTC")), "2026-03-04T00:00:00Z"),
        (
            datetime(2026, 3, 4, 5, 6, 7, 80, tzinfo=timezone(timedelta(hours=-8))),
            "2026-03-04T05:06:07.000080-08:00",
        ),
    ],
)
def test_a_value_is_written_as_ion(value: object, expected: str) -> None:
    assert value_text(value) == expected  # type: ignore[arg-type]


def test_a_tree_of_any_depth_is_written() -> None:
    leaf = Comparison("eq", Context("a"), 1)
    node: Not | And | Comparison = leaf
    for _ in range(10000):
        node = And((Not(node), leaf))

    text = rule_text(node)

    assert text.startswith("(and (not (and (not ")
    assert text.endswith("(eq $a 1))) (eq $a 1))")
    assert text.count("(") == text.count(")") == 30001
