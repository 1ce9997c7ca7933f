from __future__ import annotations

import pytest

from cdk_appconfig import FreeformContent
from cdk_appconfig.model import limits
from cdk_appconfig.model.sound_text import Unsure, is_surely_sound_content, json_of


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a": 1, "a": 2}',
        "NaN",
        "[1e999]",
        f"[{2**53 + 1}]",
        "9" * 5000,
        '"\\ud800"',
        '"\\uD83D"',
        "\ufeff{}",
        "[" * 101 + "]" * 101,
        "[" * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_what_readers_read_in_several_ways_is_unsure(text: str) -> None:
    with pytest.raises(Unsure):
        json_of(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"[{2**53}, -0.5]", [2**53, -0.5]),
        ('{"a": "\\u00e9"}', {"a": "é"}),
        (f"[{'[],' * 200}1]", [[]] * 200 + [1]),
        ("[" * 100 + "]" * 100, None),
    ],
    ids=["numbers", "escape", "many", "deep"],
)
def test_plain_json_is_read(text: str, value: object) -> None:
    assert value is None or json_of(text) == value
    assert json_of(text) is not None


@pytest.mark.parametrize("content_type", [None, "application/json"])
@pytest.mark.parametrize("text", ['{"a": 1}', "[]", '{"grüße": "größer"}', "1"])
def test_plain_content_is_sound(text: str, content_type: str | None) -> None:
    assert is_surely_sound_content(text, content_type)
    assert FreeformContent.of(text, content_type=content_type).findings == ()


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        ("", None),
        ("{", None),
        ("log_level = debug", "application/json"),
        ('{"a": 1, "a": 2}', None),
        ("{}", "application/x-yaml"),
        ("{}", ""),
        ('["\ud800"]', None),
        (f'["{"x" * limits.CONTENT_BYTES}"]', None),
    ],
    ids=["empty", "open", "no JSON", "twice", "YAML", "no type", "half", "large"],
)
def test_what_may_be_wrong_is_left_to_a_close_look(text: str, content_type: str | None) -> None:
    assert not is_surely_sound_content(text, content_type)
