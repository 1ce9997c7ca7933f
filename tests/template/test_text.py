from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_appconfig.template.reference import Reference
from cdk_appconfig.template.text import Hole, Part, compare_plain, compare_texts
from cdk_appconfig.template.verdict import SAME, Verdict, different, unknown

A, B, NEW = Reference("A"), Reference("B"), Reference("New")


def holes(old: Hole, new: Hole) -> Verdict:
    if NEW in {old, new}:
        return unknown("is open")
    return SAME if old == new else different("is another one")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("a", "b", "is 'b' instead of 'a'"),
        ("a" * 61, "b", "changes"),
        ('{"a": {"b": [1, 2]}}', '{"a": {"b": [1, 3]}}', "has 3 instead of 2 at $.a.b[1]"),
        ('{"a": true}', '{"a": 1}', "has 1 instead of true at $.a"),
        ('{"a": "é"}', '{"a": ""}', 'has "" instead of "é" at $.a'),
        (
            '{"a": 1}',
            '{"a": "' + "x" * 90 + '"}',
            'has "' + "x" * 58 + "… instead of 1 at $.a",
        ),
        ('{"a": 1}', '{"a": 1, "b-c": 2}', "has $['b-c'], which is new"),
        ('{"a": 1, "b": 2}', '{"a": 1}', "no longer has $.b"),
        ('{"a": [1]}', '{"a": [1, 2]}', "changes at $.a"),
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}', "is the same document in another layout"),
        ('{"a": 1}', "{no document", "changes"),
    ],
)
def test_what_differs_is_told(old: str, new: str, reason: str) -> None:
    assert compare_plain(old, new) == different(reason)


def test_equal_texts_are_the_same() -> None:
    assert compare_plain('{"a": 1}', '{"a": 1}') is SAME


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        (["a", A, "b"], ["a", A, "b"], "same"),
        (["a", A, "b"], ["a", A, "c"], "different"),
        (["a", A, "b"], ["x", A, "b"], "different"),
        (["a", A, "b"], ["a", B, "b"], "different"),
        ([A, "b"], [A, "b", "c"], "different"),
        ([A], [A, "x", B], "different"),
        ([A], [A, B], "unknown"),
        (["a", A], ["abc"], "unknown"),
        (["a", A], ["xbc"], "different"),
        (["a", A, "z"], ["abc"], "different"),
        (["a", NEW], ["a", NEW], "unknown"),
        (["a", NEW, "b"], ["a", NEW, "c"], "different"),
        (["a", NEW], ["a", A], "unknown"),
        ([A, B], [B, A], "different"),
    ],
)
def test_what_is_certain_in_spite_of_holes(old: list[Part], new: list[Part], outcome: str) -> None:
    assert compare_texts(old, new, holes).outcome == outcome


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "ab", A, B])), st.lists(st.sampled_from(["b", "ab", A, B])))
def test_certain_answers_are_true_whatever_fills_the_holes(
    old: list[Part], new: list[Part]
) -> None:
    verdict = compare_texts(old, new, lambda one, two: SAME if one == two else unknown("is open"))
    samples: list[dict[Hole, str]] = [
        {A: "a", B: "b"},
        {A: "", B: "ab"},
        {A: "xyz", B: "12"},
        {A: "b", B: ""},
    ]
    equal = {filled(old, values) == filled(new, values) for values in samples}

    if verdict.outcome == "same":
        assert equal == {True}
    if verdict.outcome == "different":
        assert equal == {False}


def filled(parts: list[Part], values: dict[Hole, str]) -> str:
    return "".join(part if isinstance(part, str) else values[part] for part in parts)
