from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Aws, Fn, Stack, Token
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

from cdk_appconfig import AppConfigError, FreeformContent, JsonSchema
from cdk_appconfig.findings import Finding
from cdk_appconfig.model import limits

PAGE = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-creating-configuration-and-profile-validators.html"
)
HOST = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z]+$"},
        "port": {"type": "integer", "minimum": 1},
        "tier": {"enum": ["gold", "silver"]},
    },
}
HOSTS = {"type": "array", "items": {"$ref": "#/definitions/host"}, "definitions": {"host": HOST}}
CHANGE = "change the content or the schema"


def told(findings: list[Finding]) -> list[str]:
    return [f"{f.id} {f.where}: {f.message} [{f.found}] -> {f.fix}" for f in findings]


def refused(schema: Any) -> list[str]:
    with pytest.raises(AppConfigError) as caught:
        JsonSchema(schema)
    assert caught.value.subject == "JSON Schema"
    return told(list(caught.value.findings))


def test_all_that_is_wrong_with_content_is_told_in_its_order() -> None:
    content = [
        {"prot": 80},
        {"name": "a", "port": 0, "tier": "glod"},
        {"name": "A1", "port": 1.5, "extra": None},
        {"name": "a", "port": 1, "tier": "gold"},
        7,
    ]

    assert told(JsonSchema(HOSTS).findings(content)) == [
        f"APPCONFIG070 $[0]: the property 'name' is missing [{{'prot': 80}}] -> {CHANGE}",
        f"APPCONFIG070 $[0].prot: the property 'prot' is not declared [80] -> {CHANGE}",
        f"APPCONFIG070 $[1].port: 0 is below the minimum 1 [0] -> {CHANGE}",
        "APPCONFIG070 $[1].tier: 'glod' is none of ['gold', 'silver'] ['glod'] -> "
        "did you mean 'gold'?",
        f"APPCONFIG070 $[2].name: 'A1' does not match the pattern '^[a-z]+$' ['A1'] -> {CHANGE}",
        f"APPCONFIG070 $[2].port: 1.5 is not of type integer [1.5] -> {CHANGE}",
        f"APPCONFIG070 $[2].extra: the property 'extra' is not declared [None] -> {CHANGE}",
        f"APPCONFIG070 $[4]: 7 is not of type object [7] -> {CHANGE}",
    ]


@pytest.mark.parametrize(
    ("schema", "content", "message"),
    [
        ({"type": ["null", "array"]}, 1, "1 is not of type null or array"),
        ({"type": "integer"}, 1.0, "1.0 is not of type integer"),
        ({"minimum": 1, "exclusiveMinimum": True}, 1, "1 is not above 1"),
        ({"maximum": 1, "exclusiveMaximum": True}, 1, "1 is not below 1"),
        ({"maximum": 1}, 2, "2 is above the maximum 1"),
        ({"multipleOf": 1}, 1.5, "1.5 is not a whole number"),
        ({"multipleOf": 2}, 3, "3 is not a multiple of 2"),
        ({"minLength": 2}, '"x"', "'x' has fewer than 2 characters"),
        ({"maxLength": 2}, '"xxx"', "'xxx' has more than 2 characters"),
        ({"minItems": 1}, [], "[] has fewer than 1 items"),
        ({"maxItems": 1}, [1, 2], "[1, 2] has more than 1 items"),
        ({"uniqueItems": True}, [1, 1], "[1, 1] has an item twice"),
        ({"items": [{}], "additionalItems": False}, [1, 2], "[1, 2] breaks 'additionalItems': 1"),
        ({"minProperties": 1}, {}, "{} breaks 'minProperties': 1"),
        ({"not": {"type": "object"}}, {}, "{} is what the schema excludes: {'type': 'object'}"),
        (
            {"anyOf": [{"type": "string"}, {"required": ["a"]}]},
            {},
            "the property 'a' is missing",
        ),
        (
            {"anyOf": [{"type": "string"}, {"minProperties": 1}]},
            {},
            "{} fits none of 2 alternatives: {} is not of type string; {} breaks 'minProperties': 1",
        ),
        (
            {"oneOf": [{"enum": [i]} for i in range(5)]},
            9,
            "9 fits none of 5 alternatives: 9 is none of [0]; 9 is none of [1]; 9 is none of [2]; …",
        ),
        ({"oneOf": [{}, {}, {"not": {}}]}, {}, "{} fits 2 of 3 alternatives, and only one may"),
        ({"dependencies": {"a": ["b"]}}, {"a": 1}, "the property 'b' is missing"),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_every_rule_has_its_words(schema: dict[str, Any], content: object, message: str) -> None:
    [finding] = JsonSchema(schema).findings(content)

    assert (finding.id, finding.severity, finding.message) == ("APPCONFIG070", "error", message)
    assert (finding.where, finding.fix, finding.source) == ("$", CHANGE, PAGE)


def test_without_declared_properties_each_one_there_is_told() -> None:
    schema = JsonSchema({"additionalProperties": False})

    assert [f.where for f in schema.findings({"a": 1, "b": 2})] == ["$.a", "$.b"]


@pytest.mark.parametrize(
    ("schema", "content", "where"),
    [
        ({"type": "null"}, {"1": 1, "a": None}, "$['1']"),
        ({"type": "null"}, {"01": 1, "1": None}, "$['01']"),
        ({"type": "null"}, {"1": None, "+1": 1}, "$['+1']"),
        ({"type": "null"}, {"": 1}, "$['']"),
        ({"additionalProperties": {"type": "null"}}, {"a": {"": 1}}, "$.a['']"),
        ({"additionalProperties": {"type": "null"}}, {"": {"a": 1}}, "$[''].a"),
        ({"items": {"type": "null"}}, {"2": [None, 1]}, "$['2'][1]"),
        ({"additionalProperties": False}, {"3": {"": 1}}, "$['3']['']"),
        ({"required": ["x"]}, {"": {}}, "$['']"),
    ],
    ids=str,
)
def test_keys_that_look_like_indices_are_keys(
    schema: dict[str, Any], content: object, where: str
) -> None:
    assert [f.where for f in JsonSchema({"additionalProperties": schema}).findings(content)] == [
        where
    ]


@pytest.mark.parametrize(
    "content",
    [
        '{"name": "a"}',
        b'{"name": "a"}',
        {"name": "a"},
        FreeformContent.of({"name": "a"}),
        FreeformContent.of('{"name": "a"}', content_type="text/plain"),
    ],
    ids=lambda content: type(content).__name__,
)
def test_content_may_be_whatever_a_profile_takes(content: object) -> None:
    assert JsonSchema(HOST).findings(content) == []
    assert [f.id for f in JsonSchema({"type": "array"}).findings(content)] == ["APPCONFIG070"]


@pytest.mark.parametrize("content", [None, True, 3, 1.5, '"text"', "text", "3"])
def test_scalars_are_judged_as_what_they_are(content: object) -> None:
    kind = {None: "null", True: "boolean", 3: "integer", "3": "integer", 1.5: "number"}
    schema = JsonSchema({"type": kind.get(content, "string")})  # type: ignore[call-overload]

    assert schema.findings(content) == []


def test_text_that_is_not_json_is_one_string() -> None:
    assert JsonSchema({"type": "string"}).findings("a: 1") == []
    [finding] = JsonSchema({"type": "object"}).findings("a: 1")

    assert finding.severity == "warning"
    assert told([finding]) == [
        "APPCONFIG076 $: 'a: 1' is not of type object ['a: 1'] -> "
        "pass JSON, or take the validator away"
    ]


def test_content_that_cannot_be_stored_is_told_instead() -> None:
    assert [f.id for f in JsonSchema({}).findings({"a": {1}})] == ["APPCONFIG104"]


def test_a_format_is_a_warning() -> None:
    [finding] = JsonSchema({"format": "email"}).findings('"nobody"')

    assert (finding.id, finding.severity) == ("APPCONFIG077", "warning")
    assert finding.message == "'nobody' is not of the format 'email'"
    assert JsonSchema({"format": "email"}).findings('"nobody@example.com"') == []
    assert JsonSchema({"format": "of-our-own"}).findings('"nobody"') == []


def test_content_that_the_library_cannot_read_is_left_to_the_deployment() -> None:
    [finding] = JsonSchema({"type": "string"}).findings('"\\ud800"')

    assert told([finding]) == [
        "APPCONFIG082 $: the content cannot be judged here: 'utf-8' codec can't encode character "
        "'\\ud800' in position 0: surrogates not allowed ['\\ud800'] -> "
        "see to it that the deployment can be rolled back"
    ]


@pytest.mark.parametrize("depth", [600, 950, 1000, 5000])
def test_content_of_many_levels_is_judged_or_told(depth: int) -> None:
    content: list[Any] = []
    for _ in range(depth):
        content = [content]
    schema = JsonSchema({"type": "array"})

    assert {finding.id for finding in schema.findings(content)} <= {"APPCONFIG104", "APPCONFIG082"}
    assert {f.id for f in schema.findings("[" * depth + "]" * depth)} <= {"APPCONFIG076"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            False,
            [
                "APPCONFIG071 $: a schema is a JSON object, and this is a boolean [False] -> "
                "write it as an object: {} accepts everything, {'not': {}} nothing"
            ],
        ),
        (
            "{not json",
            [
                "APPCONFIG071 $: the text is not JSON (Expecting property name enclosed in double "
                "quotes: line 1 column 2 (char 1)), so that it is read as one JSON string "
                "['{not json'] -> correct it; a file is passed as Path(…)"
            ],
        ),
        (
            {"type": "number", "exclusiveMinimum": 3},
            [
                "APPCONFIG071 $.exclusiveMinimum: 'exclusiveMinimum' is True or False in draft-04, "
                "and this is 3 [3] -> write {'minimum': 3, 'exclusiveMinimum': True}"
            ],
        ),
        (
            {"properties": {"a": {"maximum": 1, "exclusiveMaximum": 2.5}}},
            [
                "APPCONFIG071 $.properties.a.exclusiveMaximum: 'exclusiveMaximum' is True or False "
                "in draft-04, and this is 2.5 [2.5] -> "
                "write {'maximum': 2.5, 'exclusiveMaximum': True}"
            ],
        ),
        (
            {"exclusiveMinimum": True},
            [
                "APPCONFIG071 $: the property 'minimum' is missing "
                "[{'exclusiveMinimum': True}] -> correct it"
            ],
        ),
        (
            {"items": {"type": "strin"}, "properties": {"a": True}},
            [
                "APPCONFIG071 $.items.type: 'strin' is not a type of JSON ['strin'] -> "
                "did you mean 'string'?",
                "APPCONFIG071 $.properties.a: True is not of type object [True] -> correct it",
            ],
        ),
        (
            {"$ref": 3},
            ["APPCONFIG071 $['$ref']: a $ref is a text, and this is an integer [3] -> correct it"],
        ),
        (
            {"$ref": "https://example.com/schema"},
            [
                "APPCONFIG073 $['$ref']: the schema refers to 'https://example.com/schema' "
                "['https://example.com/schema'] -> copy what it refers to into 'definitions' and "
                "refer to '#/definitions/…'"
            ],
        ),
        (
            {"definitions": {"host": {}}, "items": {"$ref": "#/definitions/hots"}},
            [
                "APPCONFIG075 $.items['$ref']: '#/definitions/hots' leads to nothing in the schema "
                "['#/definitions/hots'] -> did you mean '#/definitions/host'?"
            ],
        ),
        (
            {"definitions": {"a": {"$ref": "#/definitions/a"}}},
            [
                "APPCONFIG075 $.definitions.a['$ref']: '#/definitions/a' leads to itself only "
                "['#/definitions/a'] -> correct it"
            ],
        ),
        (
            3,
            [
                "APPCONFIG081 $: 3 is not a schema [3] -> "
                "pass a dict, JSON text, a Path, a dataclass or a pydantic model class"
            ],
        ),
        (
            Path("/no/such/file"),
            [
                "APPCONFIG081 $: '/no/such/file' cannot be read: No such file or directory "
                "['/no/such/file'] -> pass a dict, JSON text, a Path, a dataclass or a pydantic "
                "model class"
            ],
        ),
        (
            dict,
            [
                "APPCONFIG081 $: dict is neither dataclass nor pydantic model [<class 'dict'>] -> "
                "pass a dict, JSON text, a Path, a dataclass or a pydantic model class"
            ],
        ),
        (
            {"enum": [{1}]},
            [
                "APPCONFIG104 $.enum[0]: {1} has no form in JSON [{1}] -> "
                "write it as text, number, True, False, None, a list or a dict with texts as keys"
            ],
        ),
    ],
    ids=repr,
)
def test_a_schema_that_appconfig_would_refuse_is_refused(
    schema: object, expected: list[str]
) -> None:
    assert refused(schema) == expected


def test_a_schema_with_tokens_is_refused() -> None:
    [message] = refused({"enum": [Aws.REGION]})

    assert message.startswith(
        "APPCONFIG081 $: the schema holds CDK tokens, and must be known at synth ["
    )


def test_a_schema_in_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_bytes(b"\xff\xfe")

    [message] = refused(file)

    assert message.startswith(f"APPCONFIG081 $: {str(file)!r} is not UTF-8 at byte 0 [")


def test_a_schema_that_is_nested_too_deeply_is_refused() -> None:
    [message] = refused('{"not":' * 100_000 + "{}" + "}" * 100_000)

    assert message.startswith("APPCONFIG081 $: the schema is nested too deeply to be read [")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            {"$schema": "http://json-schema.org/draft-07/schema#", "const": "x"},
            "APPCONFIG072 $.const: the schema's keyword 'const' came with draft-06 and is ignored "
            "['const'] -> say it in draft-04, or let JsonSchema.from_newer_draft(…) carry it over",
        ),
        (
            {"$defs": {"a": {"unevaluatedItems": False}}},
            "APPCONFIG072 $['$defs'].a.unevaluatedItems: the schema's keyword 'unevaluatedItems' "
            "came with 2019-09 and is ignored ['unevaluatedItems'] -> "
            "say it in draft-04, or let JsonSchema.from_newer_draft(…) carry it over",
        ),
        (
            {"requried": ["a"]},
            "APPCONFIG072 $.requried: the schema's keyword 'requried' does not exist and is ignored "
            "['requried'] -> did you mean 'required'?",
        ),
        (
            {"definitions": {"a": {}}, "items": {"$ref": "#/definitions/a", "minItems": 1}},
            "APPCONFIG072 $.items.minItems: the schema's keyword 'minItems' stands beside a $ref and "
            "is ignored ['minItems'] -> put both into 'allOf'",
        ),
        (
            {"pattern": r"\Z"},
            r"APPCONFIG078 $.pattern: the pattern '\\Z' is no regular expression of ECMA 262 "
            r"['\\Z'] -> correct it; content is not held against it before deployment",
        ),
        (
            {"patternProperties": {"(": {"type": "null"}}},
            "APPCONFIG078 $.patternProperties['(']: the pattern '(' is no regular expression of "
            "ECMA 262 ['('] -> correct it; content is not held against it before deployment",
        ),
        (
            '{"title": "a", "title": "b"}',
            "APPCONFIG107 $: the key 'title' stands twice in one object ['title'] -> "
            "remove one of the two",
        ),
    ],
    ids=repr,
)
def test_what_appconfig_takes_and_people_regret_is_a_warning(schema: Any, expected: str) -> None:
    made = JsonSchema(schema)

    assert told(list(made.warnings)) == [expected]
    assert {warning.severity for warning in made.warnings} == {"warning"}
    # And such a schema judges content as AppConfig does.
    assert made.findings({"a": 1}) == list(made.warnings)


@pytest.mark.parametrize(
    "schema",
    [
        {},
        HOSTS,
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"},
        {"$schema": "http://example.com/of-our-own"},
        {"id": "http://example.com/shop", "properties": {"a": {"$ref": "#"}}},
        {"id": "http://example.com/a#", "items": {"$ref": "http://example.com/a"}},
        {"properties": {"$ref": {"type": "string"}, "const": {}}},
        {"enum": [{"$ref": "http://example.com", "const": 1}]},
        {"default": {"if": {}}, "x-owner": "shop", "$comment": "fine", "examples": [1]},
        {"$defs": {"a": {}}, "items": {"$ref": "#/$defs/a"}, "$id": "a"},
        {"minimum": 1, "exclusiveMinimum": True},
        {"pattern": r"^\p{L}+$"},
        {"items": [{}], "additionalItems": False},
    ],
    ids=json.dumps,
)
def test_what_appconfig_takes_is_taken(schema: dict[str, Any]) -> None:
    assert JsonSchema(schema).warnings == ()
    assert JsonSchema(schema).to_document() == schema


def test_a_validator_may_have_32768_characters() -> None:
    longest = {"description": "x" * (limits.VALIDATOR_CONTENT - len('{"description":""}'))}

    assert len(JsonSchema(longest).text) == 32768
    assert refused({"description": longest["description"] + "x"}) == [
        "APPCONFIG074 $: the schema has 32769 characters without white space [32769 characters] -> "
        "shorten it, for example by $ref to shared definitions, or use a Lambda validator"
    ]


def test_a_schema_is_a_value(tmp_path: Path) -> None:
    file = tmp_path / "host.json"
    file.write_text(json.dumps(HOST, indent=2), encoding="utf-8-sig")
    schema = JsonSchema(HOST)
    schema.findings({})  # now it holds something compiled

    same = [
        JsonSchema(json.dumps(HOST)),
        JsonSchema(file),
        JsonSchema(dict(reversed(HOST.items()))),
    ]
    same += [copy.deepcopy(schema), pickle.loads(pickle.dumps(schema))]  # noqa: S301 our own

    assert same == [schema] * 5
    assert {*same, schema} == {schema}
    assert schema.text == json.dumps(HOST, sort_keys=True, separators=(",", ":"))
    assert repr(JsonSchema({"type": "null"})) == "JsonSchema({'type': 'null'})"
    assert schema != JsonSchema({})
    assert schema != HOST


def test_a_number_that_would_lose_digits_stays_as_it_is_written() -> None:
    text = '{ "maximum": 0.1000000000000000055 }'

    assert JsonSchema(text).text == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (lambda ref: {"name": ref}, []),  # the pattern may fit
        (lambda ref: {"name": "a", "port": Token.as_number(ref)}, []),
        (lambda ref: {"name": "a", "tier": ref}, []),
        (lambda _: {"name": Fn.get_att("A", "B")}, []),
        (lambda ref: {"port": ref}, ["the property 'name' is missing"]),
        (lambda ref: {"name": "a", "x": ref}, ["the property 'x' is not declared"]),
        (lambda ref: {ref: "a"}, []),  # the key may be 'name'
        (lambda ref: [ref], [f"{[Fn.ref('A')]!r} is not of type object"]),
        (Token.as_any, []),
        (lambda ref: f'{{"name": {ref}}}', []),
        (Token.as_number, []),
    ],
    ids=["text", "number", "enum", "object", "missing", "extra", "key", "list", "all", "raw", "n"],
)
def test_tokens_fit_everywhere_and_hide_nothing_else(
    content: Callable[[str], object], expected: list[str]
) -> None:
    Stack(App(), "Test")

    messages = [finding.message for finding in JsonSchema(HOST).findings(content(Fn.ref("A")))]

    assert [m.split("[")[0] for m in messages] == [m.split("[")[0] for m in expected]


class Tier(Enum):
    GOLD = "gold"


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tier: Tier = Tier.GOLD
    ratio: float = Field(default=1.0, gt=0, le=1)
    children: list[Inner] = []


class Limits(BaseModel):
    """Limits of the shop."""

    max_items: int = Field(alias="maxItems", ge=1)
    name: str | None = None
    inner: dict[str, Inner] = {}
    pair: tuple[int, str] = (1, "a")


def test_a_pydantic_model_is_carried_over_and_takes_what_is_written_of_it() -> None:
    schema = JsonSchema(Limits)
    good = Limits(maxItems=3, inner={"a": Inner(children=[Inner()])})

    assert schema.warnings == ()
    assert schema.findings(good) == []
    assert schema.to_document()["definitions"]["Inner"]["properties"]["ratio"] == {
        "default": 1.0,
        "exclusiveMinimum": True,
        "maximum": 1,
        "minimum": 0,
        "title": "Ratio",
        "type": "number",
    }
    assert [
        (finding.where, finding.message)
        for finding in schema.findings(
            {"maxItems": 0, "inner": {"a": {"ratio": 0, "children": [{"x": 1}]}}, "pair": [1, 2, 3]}
        )
    ] == [
        ("$.maxItems", "0 is below the minimum 1"),
        ("$.inner.a.ratio", "0 is not above 0"),
        ("$.inner.a.children[0].x", "the property 'x' is not declared"),
        ("$.pair", "[1, 2, 3] has more than 2 items"),
        ("$.pair[1]", "2 is not of type string"),
    ]


@pydantic_dataclass
class Window:
    start: int = Field(alias="from", ge=0)
    name: str = "day"


def test_a_pydantic_dataclass_is_one_of_pydantic() -> None:
    schema = JsonSchema(Window)
    arguments: dict[str, Any] = {"from": 8}
    window = Window(**arguments)

    assert FreeformContent.of(window).text == '{"from":8,"name":"day"}'
    assert schema.findings(window) == []
    assert [f.message for f in schema.findings({"from": -1})] == ["-1 is below the minimum 0"]


class Impossible(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    when: Callable[[], int] | None = None
    raw: object = None


def test_what_pydantic_cannot_tell_is_told() -> None:
    [message] = refused(Impossible)
    [finding] = FreeformContent.of(Impossible(raw=object())).findings

    assert message.startswith(
        "APPCONFIG080 $: pydantic has no JSON Schema for Impossible: Cannot generate a JsonSchema "
    )
    assert finding.id == "APPCONFIG104"
    assert "cannot be written by pydantic: Unable to serialize unknown type" in finding.message


def test_a_keyword_without_equal_is_named_with_its_place() -> None:
    with pytest.raises(AppConfigError) as caught:
        JsonSchema.from_newer_draft(
            {
                "properties": {"a": {"contains": {}, "maxContains": 2}},
                "propertyNames": {"minLength": 2},
                "allOf": [{"$ref": "#/properties/a"}, {"$dynamicRef": "#x"}],
                "unevaluatedProperties": False,
                "$defs": {"x": {"$id": "x"}},
                "definitions": {"x": {}},
            }
        )

    assert told(list(caught.value.findings)) == [
        f"APPCONFIG079 {line} -> say it in words of draft-04, or use a Lambda validator"
        for line in (
            "$['$defs'].x: the keyword 'x' stands in 'definitions' as well ['x']",
            "$.properties.a.maxContains: the keyword 'maxContains' has no equal in draft-04 [2]",
            "$.propertyNames: the keyword 'propertyNames' says more than a pattern or an enum "
            "[{'minLength': 2}]",
            "$.allOf[0]['$ref']: the keyword '$ref' '#/properties/a' leads elsewhere than to $defs "
            "['#/properties/a']",
            "$.allOf[1]['$dynamicRef']: the keyword '$dynamicRef' has no equal in draft-04 ['#x']",
            "$.unevaluatedProperties: the keyword 'unevaluatedProperties' looks into neighbours, "
            "which draft-04 cannot [False]",
            "$['$defs'].x['$id']: the keyword '$id' makes a schema of its own, which $ref cannot "
            "reach ['x']",
        )
    ]


def test_from_newer_draft_takes_text_files_and_draft_04(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_text('{"const": 1}', encoding="utf-8")
    older = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "maximum": 1,
        "exclusiveMaximum": True,
    }

    assert JsonSchema.from_newer_draft(file).findings(2)[0].message == "2 is none of [1]"
    assert JsonSchema.from_newer_draft('{"const": 1}') == JsonSchema.from_newer_draft(file)
    assert JsonSchema.from_newer_draft(older) == JsonSchema(older)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "strin"}, "'strin' is not a type of JSON"),
        ({"exclusiveMinimum": True}, "True is not of type number"),
        ("[]", "a schema is a JSON object, and this is an array"),
        ("{", "the text is not JSON"),
    ],
)
def test_from_newer_draft_refuses_what_is_no_schema_there(schema: Any, message: str) -> None:
    with pytest.raises(AppConfigError) as caught:
        JsonSchema.from_newer_draft(schema)

    [finding] = caught.value.findings
    assert finding.id == "APPCONFIG071"
    assert finding.message.startswith(message)


WORDS = st.sampled_from(
    [
        *("$ref", "$defs", "$schema", "id", "#", "#/$defs/a", "#/definitions/a", "a", "draft-07"),
        *("http://x", "type", "integer", "string", "pattern", "(", "enum", "const", "items"),
        *("properties", "required", "anyOf", "not", "if", "then", "additionalProperties"),
        *("exclusiveMinimum", "minimum", "definitions", "dependencies", "patternProperties"),
        *("propertyNames", "prefixItems", "contains", "minContains", "unevaluatedItems"),
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(ANYTHING, ANYTHING)
def test_nothing_but_our_error_is_raised(schema: Any, content: Any) -> None:
    for make in (JsonSchema, JsonSchema.from_newer_draft):
        try:
            made = make(schema)
        except AppConfigError:
            continue
        assert all(finding.where.startswith("$") for finding in made.findings(content))
        assert JsonSchema(made.text) == made
