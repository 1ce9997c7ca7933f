"""What is told at a glance about schemas and content under them is what the library finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_appconfig import AppConfigError, JsonSchema
from cdk_appconfig.model import json_schema
from cdk_appconfig.model.sound_schema import is_surely_sound_schema, surely_fits


@pytest.fixture(scope="module", autouse=True)
def library_only() -> Iterator[None]:
    """Let `JsonSchema` ask the library always: it takes a glance first otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_schema, "is_surely_sound_schema", lambda _: False)
        patch.setattr(json_schema, "surely_fits", lambda *_: False)
        yield


NUMBER, TEXT, LIST = {"type": "number"}, {"type": "string"}, {"type": "array"}

FITTING: list[tuple[dict[str, Any], Any, Any]] = [
    ({"type": "integer"}, 1, "1"),
    ({"type": "boolean"}, True, 1),
    ({"type": "null"}, None, 0),
    ({"enum": ["a", 1]}, 1, True),
    ({"minimum": 1}, 1, 0.9),
    ({"minimum": 1, "exclusiveMinimum": True}, 1.1, 1),
    ({"maximum": 1}, 1, 1.1),
    ({"maximum": 1, "exclusiveMaximum": True}, 0.9, 1),
    ({"minLength": 1, "maxLength": 2}, "ab", "abc"),
    ({"minLength": 1, "maxLength": 2}, "a", ""),
    ({"minItems": 1, "maxItems": 2}, [1, 2], [1, 2, 3]),
    ({"minItems": 1, "maxItems": 2}, [1], []),
    ({"minProperties": 1}, {"a": 1}, {}),
    ({"maxProperties": 1}, {"a": 1}, {"a": 1, "b": 2}),
    ({"pattern": "^[a-z0-9.-]+$"}, "a-1.b", "a b"),
    ({"pattern": r"^\d{3}$"}, "123", "12"),
    ({"uniqueItems": True}, ["a", "b"], ["a", "a"]),
    ({"items": TEXT}, ["a"], [1]),
    ({"properties": {"a": NUMBER}}, {"a": 1, "b": ""}, {"a": ""}),
    ({"required": ["a"]}, {"a": 1}, {"b": 1}),
    ({"properties": {"a": {}}, "additionalProperties": False}, {"a": 1}, {"b": 1}),
    ({"title": "t", "description": "d", "$schema": "http://x", **NUMBER}, 1, ""),
]
"""A schema, what fits it, and what does not."""


@pytest.mark.parametrize(("schema", "good", "bad"), FITTING, ids=json.dumps)
def test_every_plain_keyword_is_known(schema: dict[str, Any], good: Any, bad: Any) -> None:
    text, ours = json.dumps(schema), JsonSchema(schema)

    assert is_surely_sound_schema(text)
    assert surely_fits(json.dumps(good), text)
    assert ours.findings(json.dumps(good)) == []
    assert not surely_fits(json.dumps(bad), text)
    assert ours.findings(json.dumps(bad)) != []


@pytest.mark.parametrize(
    "schema",
    [
        "",
        "[]",
        '{"type": "number", "type": "number"}',
        '{"const": 1}',
        '{"$ref": "#"}',
        '{"format": "date"}',
        '{"pattern": "("}',
        '{"pattern": "(a+)+"}',
        '{"pattern": "[z-a]"}',
        '{"pattern": "a+a+a+a+"}',
        '{"type": ["string", "null"]}',
        '{"required": []}',
        '{"enum": [[1]]}',
        '{"exclusiveMinimum": 1}',
        '{"minLength": -1}',
        f'{{"description": "{"x" * 32768}"}}',
    ],
    ids=lambda text: text[:30],
)
def test_a_schema_that_is_not_plain_is_left_to_the_library(schema: str) -> None:
    assert not is_surely_sound_schema(schema)
    assert not surely_fits("{}", schema)


@pytest.mark.parametrize(
    ("schema", "content"),
    [
        ('{"type": "integer"}', "1.0"),
        ('{"pattern": "^a$"}', '"a\\n"'),
        ('{"uniqueItems": true}', "[1, 2]"),
        ('{"type": "string"}', '"${Token[TOKEN.7]}"'),
        ('{"type": "object"}', '{"a": 1, "a": 2}'),
        ('{"type": "object"}', "{"),
    ],
)
def test_content_that_is_not_plain_is_left_to_the_library(schema: str, content: str) -> None:
    assert is_surely_sound_schema(schema)
    assert not surely_fits(content, schema)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.sampled_from([1.0, 2.5, 2**60, "", "a", "ab", "A1", "x\n", "ö", "-"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=6,
)
PATTERNS = st.one_of(
    st.sampled_from(
        ["^[a-z0-9.-]+$", r"\d+", "a{2}", "[^a]", "a.b", "[z-a]", r"[\d-z]", "^*", "a{3,1}"]
    ),
    st.from_regex(r"\A[\^$a-c0\\dw.\[\]*+?{},-]{0,7}\Z"),
)
SIZES, BOUNDS, NAMES = st.integers(-1, 3), st.integers(-3, 5), st.sampled_from("ab")


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return schemas of keywords, most of which are as they should be."""
    sound: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(["array", "integer", "null", "number", "object", "string"]),
        "properties": st.dictionaries(NAMES, inner, max_size=2),
        "required": st.lists(NAMES, max_size=2),
        "additionalProperties": st.booleans(),
        "items": inner,
        "enum": st.lists(SCALARS, max_size=3),
        "uniqueItems": st.booleans(),
        "pattern": PATTERNS,
        **dict.fromkeys(("minimum", "maximum"), BOUNDS),
        **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), st.booleans()),
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), SIZES),
        **dict.fromkeys(("minProperties", "maxProperties"), SIZES),
    }
    some = st.lists(st.sampled_from(sorted(sound)), max_size=4, unique=True)
    return some.flatmap(
        lambda keywords: st.fixed_dictionaries(
            {keyword: st.one_of(*[sound[keyword]] * 4, VALUES) for keyword in keywords}
        )
    )


@given(st.recursive(st.deferred(lambda: schemas(st.just({}))), schemas, max_leaves=4), VALUES)
@settings(deadline=None)
def test_a_glance_says_no_more_than_the_library(schema: dict[str, Any], value: Any) -> None:
    text, content = json.dumps(schema), json.dumps(value)
    try:
        findings = [*JsonSchema(text).warnings]
    except AppConfigError as error:
        findings = [*error.findings]

    assert not is_surely_sound_schema(text) or findings == []
    assert not surely_fits(content, text) or JsonSchema(text).findings(content) == []
