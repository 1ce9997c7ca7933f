from __future__ import annotations

from cdk_appconfig.template.verdict import SAME, alternatives, different, together, unknown

GONE = different("is gone")
OPEN = unknown("is open")


def test_one_part_that_changes_decides_about_the_whole() -> None:
    assert together([SAME, OPEN, GONE, different("is new")]) is GONE


def test_a_part_that_may_change_is_told_when_none_does() -> None:
    assert together([SAME, OPEN, unknown("is open as well")]) is OPEN


def test_a_whole_of_equal_parts_is_equal() -> None:
    assert together([SAME, SAME]) is SAME
    assert together([]) is SAME


def test_cases_that_agree_are_certain() -> None:
    assert alternatives([SAME, SAME], "depends on C") is SAME
    assert alternatives([GONE, different("is new")], "depends on C") is GONE


def test_cases_that_differ_leave_it_open() -> None:
    assert alternatives([SAME, GONE], "depends on C") == unknown("depends on C")
    assert alternatives([OPEN, GONE], "depends on C") == unknown("depends on C")


def test_the_path_of_a_part_grows_outward() -> None:
    assert GONE.under("[2]").under(".Monitors").where == "$.Monitors[2]"
