"""Every recorded answer of AWS to a document, a variant, a rule or a validator is ours as well."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from cdk_appconfig import (
    AppConfigError,
    FeatureFlags,
    JsonSchema,
    document_findings,
    evaluate,
    parse_rule,
)
from cdk_appconfig.model.evaluation import latest_configuration
from cdk_appconfig.model.rule import rule_findings

Row: TypeAlias = dict[str, Any]
Document: TypeAlias = dict[str, Any]

FOLDER = Path(__file__).parents[1] / "data" / "captured_verdicts"
FILES = {file.name: json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json"))}
ROWS: dict[str, Row] = {row["id"]: row for rows in FILES.values() for row in rows}

CONTRADICTED = {
    "cal-rule-and-one-operand": "AWS writes and with any number of operands itself",
    "cal-rule-ne": "AWS's documentation lists ne for audience rules, which have the same grammar",
}
"""Calibrated refusals that something contradicts: a warning, and why."""

ELSEWHERE = {
    "validator-lambda-not-arn": "no schema and no content: the check of a LAMBDA validator's ARN",
}
"""Rows that concern no document, and who owns them."""


def errors(document: object) -> list[str]:
    """Return the ids of the errors in a document."""
    return [one.id for one in document_findings(document) if one.severity == "error"]  # type: ignore[arg-type]


def meaning(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document without what makes no difference to anybody who reads it."""
    definitions = {key: one for key, one in document.get("flags", {}).items() if one}
    values = {
        key: value if "_variants" in value else {"enabled": False, **value}
        for key, value in document.get("values", {}).items()
    }
    return {"version": document["version"], "flags": definitions, "values": values}


def judge_document(row: Row) -> None:
    document = row["input"]["document"]

    assert bool(errors(document)) == (row["verdict"] == "refuse")
    assert errors(json.dumps(document)) == errors(document)
    if row["verdict"] == "accept":
        written = FeatureFlags.from_document(document).to_document()
        assert meaning(written) == meaning(row.get("stored", document))
        assert document_findings(written) == []
    if "served" in row:
        assert latest_configuration(document) == row["served"]


def judge_rule(row: Row) -> None:
    rule = row["input"].get("rule", row["input"].get("AudienceRule"))
    refused = any(one.severity == "error" for one in rule_findings(rule))

    if row["id"] in CONTRADICTED:
        assert not refused
        assert [one.severity for one in rule_findings(rule)] == ["warning"]
    else:
        assert refused == (row["verdict"] == "refuse")
    assert bool(errors(document_of(rule))) == refused
    if not refused:
        assert str(parse_rule(str(parse_rule(rule)))) == str(parse_rule(rule))


def document_of(rule: str) -> dict[str, Any]:
    variants = [{"name": "some", "enabled": True, "rule": rule}, {"name": "rest", "enabled": False}]
    return {"version": "1", "flags": {"f": {}}, "values": {"f": {"_variants": variants}}}


def judge_validator(row: Row) -> None:
    """AWS looks at schema and content when a version is validated, and not before."""
    if row["operation"] != "ValidateConfiguration":
        case = row["id"].rpartition("-")[0]
        assert row["verdict"] == "accept"
        assert schema_and_content(ROWS[f"{case}-validate"])[0] == schema_and_content(row)[0]
        return
    schema, content = schema_and_content(row)
    try:
        refused = any(one.severity == "error" for one in JsonSchema(schema).findings(content))
    except AppConfigError:
        refused = True

    assert refused == (row["verdict"] == "refuse")


def schema_and_content(row: Row) -> tuple[str, str]:
    [validator] = row["input"]["Validators"]
    assert validator["Type"] == "JSON_SCHEMA"
    return validator["Content"], row["input"].get("Content", "")


def judge_served(row: Row) -> None:
    stored = ROWS[row["input"]["stored"]]["input"]["document"]

    assert latest_configuration(stored) == row["served"]
    assert evaluate(stored) == row["served"]


def judge_elsewhere(row: Row) -> None:
    assert ELSEWHERE[row["id"]]


def judge_of(row: Row) -> Callable[[Row], None]:
    """Return who judges a row.

    Raises:
        KeyError: Nobody does.
    """
    if row["id"] in ELSEWHERE:
        return judge_elsewhere
    if "document" in row["input"]:
        return judge_document
    if "rule" in row["input"] or "AudienceRule" in row["input"]:
        return judge_rule
    if "Validators" in row["input"]:
        return judge_validator
    return OF_ONE_ROW[row["id"]]


def flag(definition: object, value: object) -> Document:
    return {"version": "1", "flags": {"f": definition}, "values": {"f": value}}


def constrained(constraints: object, value: object = None) -> Document:
    own = {} if value is None else {"a": value}
    return flag({"attributes": {"a": {"constraints": constraints}}}, {"enabled": True, **own})


def variant(changes: dict[str, object], *without: str) -> Document:
    whole = {"name": "v", "enabled": True, "rule": "(eq $a 1)", **changes}
    kept = {key: value for key, value in whole.items() if key not in without}
    return flag({}, {"_variants": [kept, {"name": "default", "enabled": False}]})


def varied(constraints: dict[str, object], values: dict[str, object]) -> Document:
    definition = {"attributes": {"a": {"constraints": constraints}}}
    given = [{"name": "default", "enabled": True, "attributeValues": values}]
    return flag(definition, {"_variants": given})


SHAPES: dict[str, tuple[Document, Document]] = {
    "flag key": (
        {"version": "1", "values": {"Ab": {"enabled": True}}},
        {"version": "1", "values": {"aB_-9": {"enabled": True}}},
    ),
    "flag key length": (
        {"version": "1", "flags": {"a" * 65: {}}},
        {"version": "1", "flags": {"a" * 64: {}}},
    ),
    "attribute key": (flag({"attributes": {"1a": {}}}, {}), flag({"attributes": {"a1": {}}}, {})),
    "name length": (flag({"name": "x" * 65}, {}), flag({"name": "x" * 64}, {})),
    "name line": (flag({"name": "a\nb"}, {}), flag({"name": "a b"}, {})),
    "description": (flag({"description": "x" * 1025}, {}), flag({"description": "x" * 1024}, {})),
    "string": (
        constrained({"type": "string"}, "x" * 1025),
        constrained({"type": "string"}, "x" * 1024),
    ),
    "attributes": (
        flag({"attributes": {f"a{index}": {} for index in range(26)}}, {}),
        flag({"attributes": {f"a{index}": {} for index in range(25)}}, {}),
    ),
    "pattern and enum": (
        constrained({"type": "string", "pattern": "x", "enum": ["x"]}),
        constrained({"type": "string", "enum": ["x", 1]}),
    ),
    "bounds": (
        constrained({"type": "number", "minimum": 0.5}),
        constrained({"type": "number", "minimum": -1, "maximum": 1.0}),
    ),
    "constraint without type": (
        constrained({"required": True}),
        flag({"attributes": {"a": {}}}, {}),
    ),
    "constraint of another type": (
        constrained({"type": "number", "pattern": "x"}),
        constrained({"type": "array", "elements": {"type": "string", "pattern": "x"}}),
    ),
    "elements of another type": (
        constrained({"type": "array", "elements": {"type": "boolean"}}),
        constrained({"type": "array"}, [1]),
    ),
    "object value": (
        constrained({"type": "string"}, {"a": "x"}),
        constrained({"type": "string"}),
    ),
    "boolean array": (
        constrained({"type": "array"}, [True]),
        constrained({"type": "boolean"}, True),
    ),
    "rule length": (
        variant({"rule": f'(eq $a "{"x" * 16376}")'}),
        variant({"rule": f'(eq $a "{"x" * 16374}")'}),
    ),
    "variant name": (variant({"name": "x" * 65}), variant({"name": "x" * 64})),
    "deprecation status": (
        flag({"_deprecation": {"status": "done"}}, {}),
        flag({"_deprecation": {"status": "planned"}}, {}),
    ),
    "deprecation date": (
        flag({"_deprecation": {"status": "planned", "date": "2027-02-30"}}, {}),
        flag({"_deprecation": {"status": "planned", "date": "2027-02-28"}}, {}),
    ),
}
"""What the published schema forbids: refused, and the nearest that it allows."""

WARNED: dict[str, Document] = {
    "null value": flag(
        {"attributes": {"a": {"constraints": {"type": "string"}}}}, {"enabled": True, "a": None}
    ),
    "variant without name": variant({}, "name"),
    "variant without enabled": variant({}, "enabled"),
    "empty name": flag({"name": ""}, {"enabled": True}),
    "numeric version": {"version": 1},
    "attribute called enabled": flag({"attributes": {"enabled": {}}}, {"enabled": True}),
}
"""What the published schema forbids and we warn of: AWS was seen to take the like, or may well."""

VARIED = {
    "undeclared": (varied({"type": "string"}, {"b": "x"}), varied({"type": "string"}, {"a": "x"})),
    "broken": (varied({"type": "string"}, {"a": 1}), varied({"type": "number"}, {"a": 1})),
    "missing": (
        varied({"type": "string", "required": True}, {}),
        varied({"type": "string", "required": False}, {}),
    ),
}


def judge_shape(_: Row) -> None:
    for name, (refused, accepted) in SHAPES.items():
        assert (name, bool(errors(refused))) == (name, True)
        assert (name, errors(accepted)) == (name, [])
    for name, document in WARNED.items():
        severities = {one.severity for one in document_findings(document)}
        assert (name, severities) == (name, {"warning"})


def judge_variant_attributes(_: Row) -> None:
    for name, (refused, accepted) in VARIED.items():
        assert (name, bool(errors(refused))) == (name, True)
        assert (name, errors(accepted)) == (name, [])


def judge_empty_attributes(_: Row) -> None:
    document = flag({"attributes": {}}, {"enabled": True})

    assert FeatureFlags.from_document(document).to_document() == flag({}, {"enabled": True})


OF_ONE_ROW: dict[str, Callable[[Row], None]] = {
    "cal-ff-schema-shape": judge_shape,
    "cal-ff-variant-attributes": judge_variant_attributes,
    "cal-ff-empty-attributes": judge_empty_attributes,
    "served-basic": judge_served,
}


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row["id"])
def test_we_answer_as_aws_did(row: Row) -> None:
    judge_of(row)(row)


def test_the_index_names_every_file_and_counts_its_rows() -> None:
    index = (FOLDER / "INDEX.md").read_text()
    counts = dict(re.findall(r"^\| `(\w+\.json)` \|.*\| (\d+) \|$", index, re.MULTILINE))

    assert counts == {name: str(len(rows)) for name, rows in FILES.items()}
    assert len(ROWS) == sum(len(rows) for rows in FILES.values())


def test_what_is_said_about_single_rows_is_about_rows_that_are_there() -> None:
    assert {*CONTRADICTED, *ELSEWHERE, *OF_ONE_ROW} <= ROWS.keys()


def test_a_row_that_nobody_judges_fails_the_run() -> None:
    with pytest.raises(KeyError, match="new-row"):
        judge_of({"id": "new-row", "input": {}})
