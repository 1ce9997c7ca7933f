"""What is wrong with a JSON Schema, read as AppConfig reads it: as draft-04.

Nothing raises. ``$schema`` counts for nothing: AppConfig was seen to judge by draft-04 whatever it
declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.schema_keywords import (
    ASSERTIONS,
    NEWER,
    Path,
    misspelled,
    pointed_at,
    subschemas,
    typed,
)
from cdk_appconfig.model.schema_library import SchemaError, form_errors, readable_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = [
    "SCHEMA_FORM",
    "VALIDATORS_PAGE",
    "form_findings",
    "schema_findings",
    "schema_text_findings",
    "unreadable_patterns",
]

VALIDATORS_PAGE = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-creating-configuration-and-profile-validators.html"
)
_EXCLUSIVE = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

SCHEMA_FORM = Check(
    id="APPCONFIG071",
    summary="A validator's schema is not a JSON Schema of draft-04",
    rule="AppConfig reads every JSON Schema as draft-04, whatever $schema says, and refuses the "
    "deployment when it is none",
    source=VALIDATORS_PAGE,
    evidence="captured",
)
IGNORED = Check(
    id="APPCONFIG072",
    summary="A validator's schema has a keyword that AppConfig ignores",
    rule="AppConfig reads every JSON Schema as draft-04 and ignores what draft-04 does not have, "
    "so that content passes which the schema should refuse",
    source=VALIDATORS_PAGE,
    evidence="captured",
    severity="warning",
)
OUTER_REFERENCE = Check(
    id="APPCONFIG073",
    summary="A validator's schema refers to another document",
    rule="AppConfig supports no $ref that leads out of the schema",
    source=VALIDATORS_PAGE,
    evidence="captured",
)
SCHEMA_SIZE = Check(
    id="APPCONFIG074",
    summary="A validator's schema is too long",
    rule=f"the content of a validator has at most {limits.VALIDATOR_CONTENT} characters",
    source=limits.VALIDATOR_CONTENT.source,
    evidence=limits.VALIDATOR_CONTENT.evidence,
)
LOST_REFERENCE = Check(
    id="APPCONFIG075",
    summary="A $ref in a validator's schema leads nowhere",
    rule="a schema cannot be used where a $ref in it leads to nothing or only to itself",
    source=VALIDATORS_PAGE,
    evidence="inferred",
)
PATTERN = Check(
    id="APPCONFIG078",
    summary="A pattern in a validator's schema is no regular expression of ECMA 262",
    rule="the patterns of JSON Schema are those of ECMA 262; what AppConfig makes of others is not "
    "known",
    source=VALIDATORS_PAGE,
    evidence="inferred",
    severity="warning",
)


def schema_findings(schema: Any) -> list[Finding]:
    """Return what is wrong with a schema, relative to it (``$``).

    Args:
        schema: The schema as JSON: an object, or what was passed instead.

    Example:
        >>> [finding] = schema_findings({"properties": {"tier": {"const": "gold"}}})
        >>> finding.severity, finding.where
        ('warning', '$.properties.tier.const')
    """
    if not isinstance(schema, Mapping):
        return [_not_an_object(schema)]
    findings = [*_keyword_findings(schema), *_pattern_findings(schema)]
    told = {finding.where for finding in findings}
    return [*findings, *(f for f in form_findings(schema, "draft-04", but=told))]


def form_findings(schema: Any, draft: str, *, but: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what a draft of JSON Schema does not allow in a schema, relative to it (``$``).

    Args:
        schema: The schema, as JSON.
        draft: ``draft-04`` or a newer one.
        but: Places that were told already.
    """
    try:
        found = form_errors(schema, draft)
    except ValueError as problem:
        yield _wrong_form("$", schema, f"the schema cannot be read: {problem}")
        return
    for error in found:
        # Draft-04 says of `exclusiveMinimum: 3` as well that it needs a `minimum`.
        bounds = {json_path(*error.path, keyword) for keyword in _EXCLUSIVE}
        if json_path(*error.path) not in but and bounds.isdisjoint(but):
            yield _form_error(error)


def schema_text_findings(text: str) -> Iterator[Finding]:
    """Yield the finding that the text of a schema is longer than a validator takes."""
    if len(text) > limits.VALIDATOR_CONTENT:
        yield SCHEMA_SIZE.at(
            "$",
            message=f"the schema has {len(text)} characters without white space",
            found=f"{len(text)} characters",
            fix="shorten it, for example by $ref to shared definitions, or use a Lambda validator",
        )


def _not_an_object(schema: object) -> Finding:
    return SCHEMA_FORM.at(
        "$",
        message=f"a schema is a JSON object, and this is {typed(schema)}",
        found=shown(schema),
        fix="write it as an object: {} accepts everything, {'not': {}} nothing",
    )


def _keyword_findings(schema: Mapping[str, Any]) -> Iterator[Finding]:
    for current, path in subschemas(schema):
        if "$ref" in current:
            yield from _reference_findings(schema, current, path)
            yield from _beside_reference(current, path)
            continue
        for keyword in current:
            where = (*path, keyword)
            if keyword in NEWER:
                yield _ignored(
                    where,
                    f"the schema's keyword {keyword!r} came with {NEWER[keyword]}",
                    "say it in draft-04, or let JsonSchema.from_newer_draft(…) carry it over",
                )
            elif near := misspelled(keyword):
                yield _ignored(
                    where,
                    f"the schema's keyword {keyword!r} does not exist",
                    f"did you mean {near!r}?",
                )
        yield from _bound_findings(current, path)


def _reference_findings(
    schema: Mapping[str, Any], current: Mapping[str, Any], path: Path
) -> Iterator[Finding]:
    reference, where = current["$ref"], json_path(*path, "$ref")
    if not isinstance(reference, str):
        yield _wrong_form(where, reference, f"a $ref is a text, and this is {typed(reference)}")
        return
    document, _, place = reference.partition("#")
    if document and document != str(schema.get("id", "")).partition("#")[0]:
        yield OUTER_REFERENCE.at(
            where,
            message=f"the schema refers to {shown(reference)}",
            found=shown(reference),
            fix="copy what it refers to into 'definitions' and refer to '#/definitions/…'",
        )
    elif (not place or place.startswith("/")) and (problem := _lost(schema, f"#{place}")):
        near = closest(reference, [f"#/definitions/{name}" for name in _definitions(schema)])
        yield LOST_REFERENCE.at(
            where,
            message=f"{shown(reference)} {problem}",
            found=shown(reference),
            fix=f"did you mean {near!r}?" if near and near != reference else "correct it",
        )


def _definitions(schema: Mapping[str, Any]) -> list[str]:
    definitions = schema.get("definitions")
    return list(definitions) if isinstance(definitions, Mapping) else []


def _lost(schema: Mapping[str, Any], reference: str) -> str | None:
    seen = {reference}
    while True:
        found, target = pointed_at(schema, reference)
        if not found:
            return "leads to nothing in the schema"
        following = target.get("$ref") if isinstance(target, Mapping) else None
        if not isinstance(following, str) or not following.startswith("#"):
            return None
        if following in seen:
            return "leads to itself only"
        reference = following
        seen.add(reference)


def _beside_reference(current: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    for keyword in current:
        if keyword in ASSERTIONS or keyword in NEWER:
            yield _ignored(
                (*path, keyword),
                f"the schema's keyword {keyword!r} stands beside a $ref",
                "put both into 'allOf'",
            )


def _ignored(where: Path, problem: str, fix: str) -> Finding:
    return IGNORED.at(
        json_path(*where),
        message=f"{problem} and is ignored",
        found=shown(where[-1]),
        fix=fix,
    )


def _bound_findings(current: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    for keyword, bound in _EXCLUSIVE.items():
        value = current.get(keyword)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            yield SCHEMA_FORM.at(
                json_path(*path, keyword),
                message=f"{keyword!r} is True or False in draft-04, and this is {shown(value)}",
                found=shown(value),
                fix=f"write {{'{bound}': {shown(value)}, '{keyword}': True}}",
            )


def unreadable_patterns(schema: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield every pattern of a schema that is no regular expression of ECMA 262, with its place."""
    for current, path in subschemas(schema):
        if "$ref" in current:
            continue
        by_property = current.get("patternProperties")
        places = [((*path, "pattern"), current.get("pattern"))]
        if isinstance(by_property, Mapping):
            places += [((*path, "patternProperties", pattern), pattern) for pattern in by_property]
        for where, pattern in places:
            if isinstance(pattern, str) and not readable_pattern(pattern):
                yield where, pattern


def _pattern_findings(schema: Mapping[str, Any]) -> Iterator[Finding]:
    for where, pattern in unreadable_patterns(schema):
        yield PATTERN.at(
            json_path(*where),
            message=f"the pattern {shown(pattern)} is no regular expression of ECMA 262",
            found=shown(pattern),
            fix="correct it; content is not held against it before deployment",
        )


def _form_error(error: SchemaError) -> Finding:
    where = json_path(*error.path)
    if error.path[-1:] == ("type",) and isinstance(error.value, str):
        near = closest(error.value, _TYPES)
        fix = f"did you mean {near!r}?" if near else f"use one of {', '.join(_TYPES)}"
        return _wrong_form(where, error.value, f"{shown(error.value)} is not a type of JSON", fix)
    return _wrong_form(where, error.value, error.message)


def _wrong_form(where: str, value: object, message: str, fix: str = "correct it") -> Finding:
    return SCHEMA_FORM.at(where, message=message, found=shown(value), fix=fix)
