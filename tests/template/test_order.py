from __future__ import annotations

from cdk_appconfig.template.order import targets_first


def test_what_is_led_to_comes_first() -> None:
    assert list(targets_first({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []})) == [
        "d",
        "b",
        "c",
        "a",
    ]


def test_a_circle_is_gone_through_once() -> None:
    assert sorted(targets_first({"a": ["b"], "b": ["a"], "c": ["c"]})) == ["a", "b", "c"]


def test_a_long_chain_needs_no_recursion() -> None:
    chain = {str(index): [str(index + 1)] for index in range(100_000)}

    assert next(targets_first(chain)) == "99999"
