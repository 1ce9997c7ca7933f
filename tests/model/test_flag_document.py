"""What only a document can get wrong, and how it is read all the same."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cdk_appconfig import (
    AppConfigError,
    Boolean,
    FeatureFlags,
    Flag,
    Number,
    NumberArray,
    String,
    StringArray,
    Untyped,
    UntypedArray,
    Variant,
    document_findings,
)

REFERENCE = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-type-reference-feature-flags.html"
)


def told(document: Any) -> list[str]:
    return [
        f"{one.id} {one.severity} {one.where}: {one.message} [{one.found}] -> {one.fix}"
        for one in document_findings(document)
    ]


def flag(definition: object, *value: object) -> dict[str, Any]:
    values = {"f": value[0]} if value else {}
    return {"version": "1", "flags": {"f": definition}, "values": values}


def test_every_part_of_a_document_is_read() -> None:
    document = {
        "version": "1",
        "flags": {
            "payment": {
                "name": "Payment",
                "description": "Ways to pay",
                "_deprecation": {"status": "planned", "date": "2027-06-30"},
                "_createdAt": "2026-01-02T03:04:05.678Z",
                "_updatedAt": "2026-01-02T03:04:05+01:00",
                "attributes": {
                    "provider": {
                        "description": "Who",
                        "constraints": {"type": "string", "enum": ["a", "b"], "required": True},
                    },
                    "reference": {"constraints": {"type": "string", "pattern": "^x"}},
                    "seconds": {"constraints": {"type": "number", "minimum": 1, "maximum": 9}},
                    "sandbox": {"constraints": {"type": "boolean"}},
                    "methods": {
                        "constraints": {
                            "type": "array",
                            "required": True,
                            "elements": {"type": "string", "enum": ["card"]},
                        }
                    },
                    "steps": {
                        "constraints": {
                            "type": "array",
                            "elements": {"type": "number", "minimum": 0},
                        }
                    },
                    "open": {"description": "Anything"},
                    "list": {"constraints": {"type": "array"}},
                },
            },
            "tax": {"attributes": {"engine": {"constraints": {"type": "string"}}}},
            "old": {"_deprecation": {"status": "planned"}},
        },
        "values": {
            "payment": {
                "enabled": True,
                "provider": "a",
                "reference": "xy",
                "seconds": 2.5,
                "sandbox": False,
                "methods": ["card"],
                "steps": [],
                "open": "x",
                "list": [1],
                "_createdAt": "2026-01-02T03:04:05Z",
            },
            "tax": {
                "_variants": [
                    {
                        "name": "qa",
                        "enabled": True,
                        "rule": '(ends_with $email "@qa.example.com")',
                        "attributeValues": {"engine": "v2"},
                    },
                    {"name": "rest", "enabled": False},
                ],
                "_updatedAt": "2026-01-02T03:04:05Z",
            },
        },
    }

    assert told(document) == []
    assert FeatureFlags.from_document(document) == FeatureFlags(
        Flag(
            "payment",
            name="Payment",
            description="Ways to pay",
            deprecated=date(2027, 6, 30),
            enabled=True,
            attributes={
                "provider": String("a", enum=["a", "b"], required=True, description="Who"),
                "reference": String("xy", pattern="^x"),
                "seconds": Number(2.5, minimum=1, maximum=9),
                "sandbox": Boolean(False),
                "methods": StringArray(["card"], enum=["card"], required=True),
                "steps": NumberArray([], minimum=0),
                "open": Untyped("x", description="Anything"),
                "list": UntypedArray([1]),
            },
        ),
        Flag(
            "tax",
            attributes={"engine": String()},
            variants=[
                Variant(
                    "qa",
                    rule='(ends_with $email "@qa.example.com")',
                    enabled=True,
                    attributes={"engine": "v2"},
                )
            ],
            default=Variant("rest", enabled=False),
        ),
        Flag("old", deprecated=True, served=False),
    )


def test_a_document_is_a_dict_a_text_or_a_file(tmp_path: Path) -> None:
    document = flag({"name": "F"}, {"enabled": True})
    file = tmp_path / "flags.json"
    file.write_text(json.dumps(document))

    assert FeatureFlags.from_document(document).to_document() == document
    assert FeatureFlags.from_document(json.dumps(document)).to_document() == document
    assert FeatureFlags.from_document(file).to_document() == document


def test_all_mistakes_of_a_document_come_together_in_its_order() -> None:
    document = {
        "values": {
            "b": {"enabled": "on", "ghost": 1, "n": 7},
            "a": {"_variants": [{"name": "x", "enabled": True, "rule": "(nope $a 1)"}, 5]},
        },
        "flags": {
            "a": {},
            "b": {
                "description": "x" * 1025,
                "attributes": {"n": {"constraints": {"maximum": 6, "type": "number"}}},
                "name": "x" * 65,
            },
        },
    }

    with pytest.raises(AppConfigError) as caught:
        FeatureFlags.from_document(document)

    assert [(one.id, one.where) for one in caught.value.findings] == [
        ("APPCONFIG025", "$.version"),
        ("APPCONFIG027", "$.values.b.enabled"),
        ("APPCONFIG019", "$.values.b.ghost"),
        ("APPCONFIG015", "$.values.b.n"),
        ("APPCONFIG031", "$.values.a._variants[0].rule"),
        ("APPCONFIG026", "$.values.a._variants[1]"),
        ("APPCONFIG012", "$.flags.b.description"),
        ("APPCONFIG012", "$.flags.b.name"),
    ]


def test_the_whole_message_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.json").write_text('{"version": "2"}')

    with pytest.raises(AppConfigError) as caught:
        FeatureFlags.from_document(Path("shop.json"))

    assert str(caught.value) == (
        "feature flags of shop.json: 1 error\n"
        "  APPCONFIG025 $.version: the version is '2'\n"
        f'      why: the version of a flag document is the text "1" ({REFERENCE})\n'
        '      fix: write "version": "1"'
    )


def test_a_file_that_is_not_there_is_an_ordinary_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        document_findings(tmp_path / "flags.json")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            5,
            "APPCONFIG021 error $: 5 is not what belongs here [5] "
            "-> pass a dict, JSON text as a str, or a file as a Path",
        ),
        (
            "[]",
            "APPCONFIG026 error $: [] is not what belongs here [[]] "
            "-> write a JSON object, as in {…}",
        ),
        (
            {},
            "APPCONFIG025 error $.version: there is no version [no version] "
            '-> write "version": "1"',
        ),
        (
            {"version": True},
            'APPCONFIG025 error $.version: the version is True [True] -> write "version": "1"',
        ),
        (
            {"version": 1},
            "APPCONFIG062 warning $.version: the version is the number 1 [1] "
            '-> write "version": "1"',
        ),
        (
            {"version": "1", "flag": {}},
            "APPCONFIG029 warning $.flag: AppConfig does not know the key 'flag' and drops it "
            "['flag'] -> did you mean 'flags'?",
        ),
        (
            {"version": "1", "zzz": {}},
            "APPCONFIG029 warning $.zzz: AppConfig does not know the key 'zzz' and drops it "
            "['zzz'] -> remove it",
        ),
        (
            {"version": "1", "flags": None},
            "APPCONFIG061 warning $.flags: null counts as left out [null] -> leave it out",
        ),
        (
            {"version": "1", "values": []},
            "APPCONFIG026 error $.values: [] is not what belongs here [[]] "
            "-> write a JSON object, as in {…}",
        ),
        (
            '{"version": "1", "version": "1"}',
            "APPCONFIG063 warning $.version: the key 'version' stands twice in one object; the "
            "last one is read ['version'] -> remove one of the two",
        ),
        (
            '{"version": "1", "flags": {"f": {}, "f": {"name": "F"}}}',
            "APPCONFIG063 warning $.flags.f: the key 'f' stands twice in one object; the last one "
            "is read ['f'] -> remove one of the two",
        ),
        (
            {
                "version": "1",
                "flags": {"one_click": {}},
                "values": {"one_klick": {"enabled": True}},
            },
            "APPCONFIG065 warning $.values.one_klick: the flag 'one_klick' has no definition "
            "['one_klick'] -> did you mean 'one_click'?",
        ),
        (
            {"version": "1", "values": {"f": {"enabled": True}}},
            "APPCONFIG065 warning $.values.f: the flag 'f' has no definition ['f'] "
            '-> add "f": {} to "flags"',
        ),
        (
            flag(5, {"enabled": True, "a": 1}),
            "APPCONFIG026 error $.flags.f: 5 is not what belongs here [5] "
            "-> write a JSON object, as in {…}",
        ),
        (
            flag({}, None),
            "APPCONFIG026 error $.values.f: None is not what belongs here [None] "
            "-> write a JSON object, as in {…}",
        ),
        (
            flag({"nam": "F"}),
            "APPCONFIG029 warning $.flags.f.nam: AppConfig does not know the key 'nam' and drops "
            "it ['nam'] -> did you mean 'name'?",
        ),
        (
            flag({"name": None}),
            "APPCONFIG061 warning $.flags.f.name: null counts as left out [null] -> leave it out",
        ),
        (
            flag({"name": ""}),
            "APPCONFIG051 warning $.flags.f.name: the name of the flag is empty [''] "
            "-> leave it out, and the console shows the key",
        ),
        (
            flag({"name": 5}),
            "APPCONFIG021 error $.flags.f.name: 5 is not what belongs here [5] "
            "-> pass a str, or leave it out",
        ),
        (
            flag({"_createdAt": "2026-01-02"}),
            "APPCONFIG028 error $.flags.f._createdAt: '2026-01-02' is not a full time stamp "
            "['2026-01-02'] -> remove it: AppConfig sets it",
        ),
        (
            flag({}, {"enabled": True, "_updatedAt": 5}),
            "APPCONFIG028 error $.values.f._updatedAt: 5 is not a full time stamp [5] "
            "-> remove it: AppConfig sets it",
        ),
        (
            flag({"_deprecation": {"status": "done"}}),
            "APPCONFIG066 error $.flags.f._deprecation.status: 'done' is not a status of a "
            "deprecation ['done'] -> write \"planned\"",
        ),
        (
            flag({"_deprecation": {"status": "planned", "date": "20270630"}}),
            "APPCONFIG066 error $.flags.f._deprecation.date: '20270630' is not a date of a "
            "deprecation ['20270630'] -> write a date such as \"2027-06-30\"",
        ),
        (
            flag({"attributes": {"a": 5}}),
            "APPCONFIG026 error $.flags.f.attributes.a: 5 is not what belongs here [5] "
            "-> write a JSON object, as in {…}",
        ),
        (
            flag(
                {"attributes": {"enabled": {"constraints": {"type": "boolean"}}}}, {"enabled": True}
            ),
            "APPCONFIG020 warning $.flags.f.attributes.enabled: an attribute is called 'enabled', "
            "as the state of the flag is ['enabled'] "
            "-> rename the attribute; the flag is switched with Flag(…, enabled=…)",
        ),
        (
            flag({}, {}),
            "APPCONFIG060 warning $.values.f.enabled: 'enabled' is not given, and AppConfig "
            "stores false [not given] -> write true or false",
        ),
        (
            flag({}, {"enabled": None}),
            "APPCONFIG060 warning $.values.f.enabled: 'enabled' is null, and AppConfig stores "
            "false [null] -> write true or false",
        ),
        (
            flag({}, {"enabled": "T"}),
            "APPCONFIG060 warning $.values.f.enabled: AppConfig reads 'T' as true ['T'] "
            "-> write true or false",
        ),
        (
            flag({}, {"enabled": 1}),
            "APPCONFIG027 error $.values.f.enabled: 1 is neither true nor false [1] "
            "-> write true or false",
        ),
        (
            flag({}, {"enabled": True, "ghost": 1}),
            "APPCONFIG019 error $.values.f.ghost: the flag 'f' declares no attribute 'ghost' "
            "['ghost'] -> declare it in Flag(…, attributes={…})",
        ),
        (
            flag({"attributes": {"a": {}}}, {"enabled": True, "attributeValues": {"a": 1}}),
            "APPCONFIG019 error $.values.f.attributeValues: the flag 'f' declares no attribute "
            "'attributeValues' ['attributeValues'] "
            "-> put the values next to 'enabled'; only a variant has 'attributeValues'",
        ),
        (
            flag({"attributes": {"a": {}}}, {"enabled": True, "a": None}),
            "APPCONFIG061 warning $.values.f.a: null counts as left out [null] -> leave it out",
        ),
        (
            flag({"attributes": {"a": {}}}, {"enabled": True, "a": float("nan")}),
            "APPCONFIG014 error $.values.f.a: nan is not a number [nan] "
            "-> pass an int or a finite float",
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_odd_about_a_document(document: Any, expected: str) -> None:
    assert told(document) == [expected]


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (
            {"type": "text"},
            "APPCONFIG064 error $.flags.f.attributes.a.constraints.type: 'text' is no type of an "
            'attribute [\'text\'] -> write one of "string", "number", "boolean", "array"',
        ),
        (
            {"type": "String"},
            "APPCONFIG064 error $.flags.f.attributes.a.constraints.type: 'String' is no type of "
            "an attribute ['String'] -> did you mean 'string'?",
        ),
        (
            {},
            "APPCONFIG064 error $.flags.f.attributes.a.constraints.type: the constraints name no "
            'type [no type] -> write one of "string", "number", "boolean", "array"',
        ),
        (
            {"type": "number", "pattern": "x"},
            "APPCONFIG064 error $.flags.f.attributes.a.constraints.pattern: 'pattern' is no "
            "constraint of the type 'number' ['pattern'] -> remove it, or change the type",
        ),
        (
            {"type": "array", "enum": ["x"]},
            "APPCONFIG064 error $.flags.f.attributes.a.constraints.enum: 'enum' is no constraint "
            "of the type 'array' ['enum'] -> put it into 'elements'",
        ),
        (
            {"type": "number", "minimun": 1},
            "APPCONFIG029 warning $.flags.f.attributes.a.constraints.minimun: AppConfig does not "
            "know the key 'minimun' and drops it ['minimun'] -> did you mean 'minimum'?",
        ),
        (
            {"type": "number", "minimum": None},
            "APPCONFIG061 warning $.flags.f.attributes.a.constraints.minimum: null counts as left "
            "out [null] -> leave it out",
        ),
        (
            {"type": "array", "elements": {"type": "boolean"}},
            "APPCONFIG064 error $.flags.f.attributes.a.constraints.elements.type: 'boolean' is no "
            'type of an attribute [\'boolean\'] -> write one of "string", "number"',
        ),
        (
            {"type": "array", "elements": 5},
            "APPCONFIG026 error $.flags.f.attributes.a.constraints.elements: 5 is not what "
            "belongs here [5] -> write a JSON object, as in {…}",
        ),
        (
            {"type": "string", "required": "yes"},
            "APPCONFIG021 error $.flags.f.attributes.a.constraints.required: 'yes' is not what "
            "belongs here ['yes'] -> pass True or False",
        ),
    ],
    ids=str,
)
def test_what_is_odd_about_constraints(constraints: object, expected: str) -> None:
    assert told(flag({"attributes": {"a": {"constraints": constraints}}})) == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"_variants": []},
            "APPCONFIG029 warning $.values.f._variants: AppConfig drops an empty list of variants "
            '[[]] -> write "enabled": false',
        ),
        (
            {"_variants": [], "enabled": True},
            "APPCONFIG029 warning $.values.f._variants: AppConfig drops an empty list of variants "
            "[[]] -> remove it",
        ),
        (
            {"_variants": None, "enabled": True},
            "APPCONFIG061 warning $.values.f._variants: null counts as left out [null] "
            "-> leave it out",
        ),
        (
            {"_variants": {}},
            "APPCONFIG026 error $.values.f._variants: {} is not what belongs here [{}] "
            "-> write a list of variants, as in […]",
        ),
        (
            {"enabled": True, "_variants": [{"name": "a", "enabled": True}]},
            "APPCONFIG055 error $.values.f.enabled: 'enabled' stands next to the variants "
            "['enabled'] -> move it into each variant",
        ),
        (
            {"enabled": None, "_variants": [{"name": "a", "enabled": True}]},
            "APPCONFIG061 warning $.values.f.enabled: null counts as left out [null] "
            "-> leave it out",
        ),
        (
            {"n": 1, "_variants": [{"name": "a", "enabled": True}]},
            "APPCONFIG055 error $.values.f.n: 'n' stands next to the variants ['n'] "
            "-> move it into 'attributeValues' of each variant",
        ),
        (
            {"_variants": [{"enabled": True}]},
            "APPCONFIG051 warning $.values.f._variants[0].name: the variant has no name [''] "
            "-> name it after the people who get it",
        ),
        (
            {"_variants": [{"name": "a"}]},
            "APPCONFIG060 warning $.values.f._variants[0].enabled: 'enabled' is not given, and "
            "AppConfig stores false [not given] -> write true or false",
        ),
        (
            {"_variants": [{"name": "a", "enabled": True, "rul": "(eq $a 1)"}]},
            "APPCONFIG029 warning $.values.f._variants[0].rul: AppConfig does not know the key "
            "'rul' and drops it ['rul'] -> did you mean 'rule'?",
        ),
        (
            {"_variants": [{"name": "a", "enabled": True, "attributeValues": {"n": None}}]},
            "APPCONFIG061 warning $.values.f._variants[0].attributeValues.n: null counts as left "
            "out [null] -> leave it out",
        ),
        (
            {"_variants": [{"name": "a", "enabled": True, "attributeValues": {"n": "1"}}]},
            "APPCONFIG014 error $.values.f._variants[0].attributeValues.n: '1' is not a number "
            "['1'] -> pass an int or a finite float",
        ),
        (
            {"_variants": [{"name": "a", "enabled": True, "rule": "(eq $a 1)"}]},
            "APPCONFIG054 error $.values.f._variants[0].rule: the default variant 'a' has a rule "
            "['(eq $a 1)'] -> put it into variants=[…], and add default=Variant(\"everyone else\") "
            "for everyone whom no rule matches",
        ),
    ],
    ids=str,
)
def test_what_is_odd_about_variants(value: object, expected: str) -> None:
    definition = {"attributes": {"n": {"constraints": {"type": "number"}}}}

    assert told(flag(definition, value)) == [expected]


def test_an_empty_rule_of_the_default_is_none() -> None:
    document = flag({}, {"_variants": [{"name": "a", "enabled": True, "rule": ""}]})

    assert told(document) == []
    assert FeatureFlags.from_document(document)["f"].default == Variant("a", enabled=True)


def test_warnings_stay_with_the_flags_that_were_read() -> None:
    flags = FeatureFlags.from_document(flag({"name": ""}, {"enabled": "true"}))

    assert [finding.id for finding in flags.findings()] == ["APPCONFIG051", "APPCONFIG060"]
    assert flags.with_values({"f": {"enabled": False}}).findings() == flags.findings()
    assert FeatureFlags.from_document(flags.to_document()).findings() == flags.findings()[:1]


def test_json_nested_deeply_is_told_or_dropped_but_never_a_crash() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    text = "[" * 100_000 + "]" * 100_000

    assert [one.id for one in document_findings({"version": "1", "unknown": deep})] == [
        "APPCONFIG029"
    ]
    assert [one.id for one in document_findings(flag(deep))] == ["APPCONFIG026"]
    assert [one.id for one in document_findings(flag({"attributes": {"a": {}}}, {"a": deep}))] == [
        "APPCONFIG060",
        "APPCONFIG014",
    ]
    assert [one.id for one in document_findings(f'{{"version": "1", "unknown": {text}}}')] == [
        "APPCONFIG024"
    ]


def many_wrong(size: int) -> dict[str, Any]:
    names = [f"entry{index}" for index in range(size)]
    elements = {"type": "string", "enum": names, "pattern": "^(a+)+$"}
    array = {"constraints": {"type": "array", "elements": elements}}
    variants = [{"name": "v", "rule": "(split pct::1 by::$u)"} for _ in names]
    return {
        "version": "1",
        **{f"x{name}": 1 for name in names},
        "flags": {name: {} for name in names} | {"f": {"attributes": {"a": array}}},
        "values": {f"{name}x": {"enabled": True, **dict.fromkeys(names[:9], 1)} for name in names}
        | {"f": {"a": [f"{name}x" for name in names]}, "v": {"_variants": variants}},
    }


def test_the_time_for_a_document_full_of_mistakes_grows_with_its_size_alone() -> None:
    small, large = (json.dumps(many_wrong(size)) for size in (50, 400))
    times = []
    for text in (small, large):
        count, best = len(document_findings(text)), float("inf")
        for _ in range(3):
            started = time.process_time()
            document_findings(text)
            best = min(best, time.process_time() - started)
        times.append(best / count)

    assert times[1] < 4 * times[0]
