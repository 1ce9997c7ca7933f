# ruff: noqa: SIM300, a context value stands where a user writes it
"""What can be wrong with the parts of a rule that is built in Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from cdk_appconfig import AppConfigError, context, split

USER = context("userId")
BIG = 2**63


@pytest.mark.parametrize(
    ("build", "check", "message", "fix"),
    [
        (lambda: context("user-id"), "APPCONFIG035", "'user-id' cannot be a context key", "rename the key, for example 'user_id'"),
        (lambda: context("1"), "APPCONFIG035", "'1' cannot be a context key", "name the key with letters, digits and '_'"),
        (lambda: context(""), "APPCONFIG035", "a context key has no characters", "name the key with letters, digits and '_'"),
        (lambda: context(5), "APPCONFIG033", "5 is not a context key", "pass the key as a str, without the '$'"),  # type: ignore[arg-type]
        (lambda: split(pct=101, by=USER), "APPCONFIG036", "101 percent cannot be split off", "use a number from 0 to 100"),
        (lambda: split(pct=-0.1, by=USER), "APPCONFIG036", "-0.1 percent cannot be split off", "use a number from 0 to 100"),
        (lambda: split(pct=float("nan"), by=USER), "APPCONFIG036", "nan percent cannot be split off", "use a number from 0 to 100"),
        (lambda: split(pct="10", by=USER), "APPCONFIG033", "'10' is not a percentage", "pass a number from 0 to 100"),  # type: ignore[arg-type]
        (lambda: split(pct=10, by="userId"), "APPCONFIG033", "'userId' is not a context value", 'pass by=context("userId")'),  # type: ignore[arg-type]
        (lambda: split(pct=10, by=USER, seed=5), "APPCONFIG033", "5 is not a seed", "pass the seed as a str, or leave it out"),  # type: ignore[arg-type]
        (lambda: USER == ["a"], "APPCONFIG033", "['a'] is not a value to compare", "a list stands only to the right of 'in': context(…).is_in([…])"),
        (lambda: USER == None, "APPCONFIG033", "None is not a value to compare", "there is no null in a rule; to ask whether a key is there, use .exists()"),  # noqa: E711 the mistake
        (lambda: USER == b"a", "APPCONFIG033", "b'a' is not a value to compare", "pass a str, int, float, bool or datetime"),
        (lambda: USER == BIG, "APPCONFIG038", f"{BIG} does not fit 64 bits", f"stay between {-BIG} and {BIG - 1}, or compare it as text"),
        (lambda: USER == 10**5000, "APPCONFIG038", "an integer of 16610 bits does not fit 64 bits", f"stay between {-BIG} and {BIG - 1}, or compare it as text"),
        (lambda: USER > float("inf"), "APPCONFIG038", "inf is no finite 64-bit number", "use a finite number"),
        (lambda: USER > datetime(2026, 1, 1), "APPCONFIG038", "datetime.datetime(2026, 1, 1, 0, 0) has no offset from UTC and so names no moment", "pass a datetime with tzinfo, such as tzinfo=timezone.utc"),  # noqa: DTZ001 the mistake
        (lambda: USER == "\ud800", "APPCONFIG038", "'\\ud800' holds half of a character", "take out the lone surrogate"),
        (lambda: USER.is_in("abc"), "APPCONFIG033", "'abc' is not a list", "pass a list: is_in([…])"),
        (lambda: USER.is_in(5), "APPCONFIG033", "5 is not a list", "pass a list: is_in([…])"),  # type: ignore[arg-type]
        (lambda: USER.is_in([USER]), "APPCONFIG033", "context('userId') is not a value to compare", "pass a str, int, float, bool or datetime"),  # type: ignore[list-item]
        (lambda: USER.begins_with(5), "APPCONFIG033", "5 is not a text", "begins_with compares text: pass a str"),  # type: ignore[arg-type]
        (lambda: USER.matches("("), "APPCONFIG037", "'(' is no regular expression: missing ), unterminated subpattern", "mend the pattern"),
        (lambda: USER.matches(5), "APPCONFIG033", "5 is not a regular expression", "pass the pattern as a str"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_mistake_is_raised_at_the_users_line(
    build: Callable[[], Any], check: str, message: str, fix: str
) -> None:
    with pytest.raises(AppConfigError) as caught:
        build()

    [finding] = caught.value.findings
    assert (finding.id, finding.message, finding.fix) == (check, message, fix)


def test_a_member_of_a_list_has_its_place() -> None:
    with pytest.raises(AppConfigError) as caught:
        USER.is_in(["a", None, BIG])  # type: ignore[list-item]

    assert [finding.where for finding in caught.value.findings] == ["$[1]", "$[2]"]


def test_limits_are_accepted() -> None:
    assert str(USER == BIG - 1) == "(eq $userId 9223372036854775807)"
    assert str(USER == -BIG) == "(eq $userId -9223372036854775808)"
    assert str(split(pct=0, by=USER)) == "(split pct::0 by::$userId)"
    assert str(split(pct=100, by=USER)) == "(split pct::100 by::$userId)"
    assert str(context("$a_B9").exists()) == '(exists key::"$a_B9")'
