from __future__ import annotations

import time

import pytest

from cdk_appconfig.model.pattern import surely_fails


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("^[a-z]+$", "abc", False),
        ("^[a-z]+$", "abC", True),
        ("b", "abc", False),  # anywhere, unless it is anchored
        ("(", "x", False),  # no pattern for Python: left to AppConfig
        ("a{99999999999}", "x", False),
        ("(" * 500 + ")" * 500, "x", False),
        ("[[a]", "b", True),  # Python warns of it, and nobody needs to know
        (r"^-?[0-9]+(\.[0-9]+)?$", "-12.50", False),
        (r"^-?[0-9]+(\.[0-9]+)?$", "12.", True),
        (r"^[a-z]+@[a-z]+\.[a-z]{2,}$", "somebody@example", True),
        ("a\nb", "a\nb", False),
    ],
)
def test_a_value_fails_when_python_says_so(pattern: str, value: str, expected: bool) -> None:
    assert surely_fails(pattern, value) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        "^(a|a)*$",
        "^(a*)*$",
        "^(?:a+){2,}$",
        "^((a+)b?)+$",
        ".*.*.*.*b",
        "^a*a*a*a*a*$",
        "^" + "a?" * 30 + "a" * 30 + "$",
    ],
)
def test_no_pattern_takes_long(pattern: str) -> None:
    started = time.process_time()

    for length in range(0, 1025, 64):
        surely_fails(pattern, "a" * length + "!")

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("^(a+)+$", "a" * 11 + "!"),
        ("^[a-z]+$", "a" * 1023 + "!"),
        ("[0-9]+", "a" * 1024),
        (r"^\d{4}-\d{2}-\d{2}$", "a" * 1024),
        ("[+*?]", "a" * 1024),
        (r"^[]*]+\(\?$", "a" * 1024),
    ],
)
def test_what_cannot_take_long_is_judged(pattern: str, value: str) -> None:
    assert surely_fails(pattern, value)


def test_what_may_take_long_is_left_to_appconfig() -> None:
    assert not surely_fails("^(a+)+$", "a" * 30 + "!")
