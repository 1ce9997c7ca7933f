"""A translated schema must accept exactly what the schema of the newer draft accepts."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft4Validator, Draft7Validator, Draft202012Validator

from cdk_appconfig import FreeformContent, JsonSchema
from cdk_appconfig.model.schema_translation import to_draft_04

NAMES = st.sampled_from(["a", "b", "ab", "é", "1", "01", ""])
NUMBERS = st.sampled_from([-1, 0, 1, 2, 3, 0.5, 1.0, 2.0, 1.5, 10**20])
SCALARS = st.none() | st.booleans() | NUMBERS | NAMES | st.just("")
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
COUNTS = st.integers(0, 3)
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
NAME_LISTS = st.lists(NAMES, max_size=3, unique=True)
NAME_RULES = (
    st.booleans()
    | st.fixed_dictionaries({"pattern": st.sampled_from(["^a", "b$"])})
    | st.fixed_dictionaries({"enum": st.lists(NAMES | NUMBERS, max_size=3)})
    | st.fixed_dictionaries({"type": st.just("string"), "const": NAMES})
    | st.just({"$ref": "#/$defs/name"})
)


def keywords(inner: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    some = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(NAMES, inner, max_size=2)
    return {
        "$ref": st.sampled_from(["#/$defs/name", "#/$defs/whole", "#/definitions/rest"]),
        "additionalProperties": inner,
        "allOf": some,
        "anyOf": some,
        "const": DOCUMENTS,
        "contains": inner,
        "default": SCALARS,
        "dependentRequired": st.dictionaries(NAMES, NAME_LISTS, max_size=2),
        "dependentSchemas": named,
        "else": inner,
        "enum": st.lists(DOCUMENTS, max_size=3),
        "examples": st.lists(SCALARS),
        "exclusiveMaximum": NUMBERS,
        "exclusiveMinimum": NUMBERS,
        "format": st.just("date"),
        "if": inner,
        "items": inner,
        "maxItems": COUNTS | st.just(2.0),
        "maxLength": COUNTS,
        "maxProperties": COUNTS,
        "maximum": NUMBERS,
        "minContains": st.integers(0, 1),
        "minItems": COUNTS,
        "minLength": COUNTS,
        "minProperties": COUNTS,
        "minimum": NUMBERS,
        "multipleOf": st.sampled_from([1, 2, 0.5, 1.0]),
        "not": inner,
        "oneOf": some,
        "pattern": st.sampled_from(["^a", "b$", "^.$"]),
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "b$"]), inner, max_size=2),
        "prefixItems": some,
        "properties": named,
        "propertyNames": NAME_RULES,
        "required": NAME_LISTS,
        "then": inner,
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
        "unevaluatedItems": inner,
        "unevaluatedProperties": inner,
        "uniqueItems": st.booleans(),
        "x-owner": SCALARS,
    }


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    known = keywords(inner)
    chosen = st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=4, unique=True)
    return chosen.flatmap(
        lambda names: st.fixed_dictionaries({name: known[name] for name in names})
    )


SCHEMAS: st.SearchStrategy[Any] = st.recursive(st.booleans() | st.just({}), objects, max_leaves=5)
DEFINITIONS = {
    "$defs": {
        "name": {"type": "string", "enum": ["a", "ab"]},
        "whole": {"type": "integer", "exclusiveMinimum": 0},
    },
    "definitions": {"rest": {"const": 1}},
}


@given(objects(SCHEMAS), st.lists(DOCUMENTS, min_size=1, max_size=8))
def test_the_meaning_stays(schema: dict[str, Any], documents: list[Any]) -> None:
    newer = {**schema, **DEFINITIONS}
    translated, findings = to_draft_04(newer)
    if findings:
        assert {finding.id for finding in findings} == {"APPCONFIG079"}
        return

    before = Draft202012Validator(newer, validate_formats=False)
    after = Draft4Validator(translated)

    for document in documents:
        assert after.is_valid(document) is before.is_valid(document), (document, translated)
    # And the result is one that AppConfig takes as it is, and `findings` says the same.
    made = JsonSchema(translated)
    assert made.warnings == ()
    for document in documents:
        content = FreeformContent.of(json.dumps(document), content_type="application/json")
        assert (not made.findings(content)) is after.is_valid(document)


@given(
    st.fixed_dictionaries(
        {
            "$schema": st.just("http://json-schema.org/draft-07/schema#"),
            "items": st.lists(
                SCHEMAS_07 := st.sampled_from([True, {"type": "integer"}]), min_size=1
            ),
        },
        optional={
            "additionalItems": SCHEMAS_07,
            "dependencies": st.dictionaries(NAMES, NAME_LISTS | SCHEMAS_07, max_size=2),
            "properties": st.dictionaries(
                NAMES, st.just({"$ref": "#/definitions/one", "type": "null"}), max_size=2
            ),
            "definitions": st.just({"one": {"const": 1}}),
        },
    ),
    st.lists(DOCUMENTS, min_size=1, max_size=8),
)
def test_the_meaning_of_draft_07_stays(schema: dict[str, Any], documents: list[Any]) -> None:
    schema = {"definitions": {"one": {"const": 1}}, **schema}
    translated, findings = to_draft_04(schema)

    assert findings == []
    for document in documents:
        expected = Draft7Validator(schema).is_valid(document)
        assert Draft4Validator(translated).is_valid(document) is expected


def test_what_is_additional_is_evaluated() -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "items": [{}],
        "additionalItems": {"type": "string"},
        "unevaluatedItems": False,
    }
    translated, findings = to_draft_04(schema)

    assert findings == []
    assert Draft4Validator(translated).is_valid([1, "a"])
    assert not Draft4Validator(translated).is_valid([1, 2])


def test_a_keyword_that_came_after_the_draft_is_named() -> None:
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "contains": {"type": "string"},
        "minContains": 0,
        "if": {},
    }
    [finding] = to_draft_04(schema)[1]

    assert finding.where == "$.minContains"
    assert finding.message == (
        "the keyword 'minContains' came with 2019-09, and $schema names draft-07, which ignores it"
    )
