"""From a stored flag document to flags, with everything there is to say about it.

The reader looks at what only a document can get wrong: its JSON types, keys that nobody knows, and
what AppConfig drops or coerces. All else is said by the flags themselves.

Source: user guide, `type reference of AWS.AppConfig.FeatureFlags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html>`_;
where AppConfig was seen to act otherwise, that counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cdk_appconfig import record
from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.attribute import Untyped
from cdk_appconfig.model.attribute_document import read_attribute
from cdk_appconfig.model.constraint import undeclared, wrong_type
from cdk_appconfig.model.document_order import in_document_order
from cdk_appconfig.model.document_part import DROPPED, Part
from cdk_appconfig.model.document_text import DocumentText
from cdk_appconfig.model.flag import TWO_STATES, Flag
from cdk_appconfig.model.variant import Variant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cdk_appconfig.model.attribute import Attribute

__all__ = ["FlagDocument"]

_TYPE_REFERENCE = limits.FLAG_KEY.source

VERSION = Check(
    id="APPCONFIG025",
    summary="The version of a flag document is missing or unknown",
    rule='the version of a flag document is the text "1"',
    source=_TYPE_REFERENCE,
    evidence="captured",
)
NUMERIC_VERSION = Check(
    id="APPCONFIG062",
    summary="The version of a flag document is the number 1",
    rule='the published schema asks for the text "1"; whether AppConfig takes the number is open',
    source=_TYPE_REFERENCE,
    evidence="schema",
    severity="warning",
)
ENABLED = Check(
    id="APPCONFIG027",
    summary="'enabled' is neither true nor false",
    rule="'enabled' is true or false; of texts AppConfig takes '1', 't', 'T', 'true', 'True' and "
    "'TRUE', and the same for false, and of numbers none",
    source=_TYPE_REFERENCE,
    evidence="captured",
)
COERCED = Check(
    id="APPCONFIG060",
    summary="'enabled' is left out, null or a text, and AppConfig coerces it",
    rule="AppConfig stores true or false, whatever was given for it",
    source=_TYPE_REFERENCE,
    evidence="captured",
    severity="warning",
)
STAMP = Check(
    id="APPCONFIG028",
    summary="A time stamp of a flag document is no full one",
    rule="AppConfig fails at a '_createdAt' or '_updatedAt' that is not a full time stamp",
    source=_TYPE_REFERENCE,
    evidence="captured",
)
NO_DEFINITION = Check(
    id="APPCONFIG065",
    summary="A flag has a value and no definition",
    rule="AppConfig stores and serves such a flag, as long as it has no attributes",
    source=_TYPE_REFERENCE,
    evidence="captured",
    severity="warning",
)
DEPRECATION = Check(
    id="APPCONFIG066",
    summary="The deprecation of a flag is not one that the published schema knows",
    rule="a deprecation has the status 'planned', and may have a date such as 2027-06-30",
    source=_TYPE_REFERENCE,
    evidence="schema",
)

_STAMPS = ("_createdAt", "_updatedAt")
_STAMP = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:[.,]\d+)?(?:[Zz]|[+-]\d\d:?\d\d)",
    re.ASCII,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class FlagDocument:
    """A flag document that was read.

    Args:
        subject: What was read, in the words of a message.
        flags: The flags that could be read.
        findings: Errors and warnings, in the order of the document.
    """

    subject: str
    flags: Sequence[Flag]
    findings: list[Finding]

    @classmethod
    def read(cls, document: Mapping[str, Any] | str | Path) -> FlagDocument:
        """Read a document.

        Args:
            document: A ``dict``, JSON text as ``str``, or a file as `Path`.

        Raises:
            OSError: The file cannot be read.
        """
        subject = f"feature flags of {document}" if isinstance(document, Path) else "feature flags"
        found: list[Finding] = []
        if isinstance(document, Path):
            text = DocumentText.of_file(document)
        elif isinstance(document, str):
            text = DocumentText.read(document)
        elif isinstance(document, Mapping):
            text = DocumentText(document, ())
        else:
            wanted = "a dict, JSON text as a str, or a file as a Path"
            text = DocumentText(None, [wrong_type("$", document, wanted)])
        if text.findings:
            return cls(subject, (), list(text.findings))
        flags = _flags(text.value, found)
        return cls(subject, flags, in_document_order(found, text.value))


def _flags(document: object, found: list[Finding]) -> list[Flag]:
    whole = Part.of(document, (), found)
    if whole is None:
        return []
    whole.drop_all_but("version", "flags", "values")
    _read_version(whole)
    definitions, values = _members(whole, "flags"), _members(whole, "values")
    flags: list[Flag] = []
    for key in dict.fromkeys([*definitions, *values]):
        if key not in definitions:
            _report_no_definition(whole, key, definitions)
        arguments = _arguments(key, definitions, values)
        try:
            flag = Flag(key, **arguments)
        except AppConfigError as error:
            found.extend(error.findings)
        else:
            found.extend(flag.findings())
            flags.append(flag)
    return flags


_Parts = dict[str, "Part | None"]


def _members(whole: Part, key: str) -> _Parts:
    part = whole.part(key)
    return {} if part is None else dict(part.parts())


def _arguments(key: str, definitions: _Parts, values: _Parts) -> dict[str, Any]:
    """Return what a document says about a flag, as arguments of the flag."""
    definition, value = definitions.get(key), values.get(key)
    arguments = {} if definition is None else _definition(definition)
    if key not in values:
        return arguments | {"served": False}
    if value is None or (definition is None and key in definitions):
        return arguments  # one of the two could not be read, which says nothing about the other
    return arguments | _value(value, arguments.get("attributes", {}), str(key))


def _read_version(whole: Part) -> None:
    version = whole.members.get("version")
    if version == "1":
        return
    if version == 1 and not isinstance(version, bool):
        check, message = NUMERIC_VERSION, f"the version is the number {version}"
    elif "version" in whole.members:
        check, message = VERSION, f"the version is {shown(version)}"
    else:
        check, message = VERSION, "there is no version"
    found = shown(version) if "version" in whole.members else "no version"
    whole.report(check, "version", message=message, found=found, fix='write "version": "1"')


def _report_no_definition(whole: Part, key: str, definitions: Iterable[str]) -> None:
    near = closest(str(key), map(str, definitions))
    whole.report(
        NO_DEFINITION,
        "values",
        str(key),
        message=f"the flag {shown(key)} has no definition",
        found=shown(key),
        fix=f"did you mean {near!r}?" if near else f'add "{key}": {{}} to "flags"',
    )


def _definition(part: Part) -> dict[str, Any]:
    """Return what the definition of a flag says, as arguments of the flag."""
    part.drop_all_but("name", "description", "attributes", "_deprecation", *_STAMPS)
    _read_stamps(part)
    attributes = part.part("attributes")
    return {
        "name": part.optional("name"),
        "description": part.optional("description"),
        "deprecated": _deprecated(part),
        "attributes": {
            key: Untyped() if attribute is None else read_attribute(attribute)
            for key, attribute in (() if attributes is None else attributes.parts())
        },
    }


def _deprecated(definition: Part) -> bool | date:
    part = definition.part("_deprecation")
    if part is None:
        return False
    part.drop_all_but("status", "date")
    status: object = part.optional("status")
    day: object = part.optional("date")
    if status is not None and status != "planned":
        _report_deprecation(part, "status", status, 'write "planned"')
    if day is None:
        return status == "planned"
    try:
        if isinstance(day, str) and _DATE.fullmatch(day):
            return date.fromisoformat(day)
    except ValueError:
        pass
    _report_deprecation(part, "date", day, 'write a date such as "2027-06-30"')
    return True


def _report_deprecation(part: Part, key: str, value: object, fix: str) -> None:
    message = f"{shown(value)} is not a {key} of a deprecation"
    part.report(DEPRECATION, key, message=message, found=shown(value), fix=fix)


def _read_stamps(part: Part) -> None:
    for key in _STAMPS:
        stamp = part.members.get(key)
        if stamp is None or (isinstance(stamp, str) and _STAMP.fullmatch(stamp)):
            continue
        part.report(
            STAMP,
            key,
            message=f"{shown(stamp)} is not a full time stamp",
            found=shown(stamp),
            fix="remove it: AppConfig sets it",
        )


def _value(part: Part, attributes: Mapping[str, Attribute], flag: str) -> dict[str, Any]:
    """Return what the value of a flag says, as arguments of the flag."""
    _read_stamps(part)
    variants = part.optional("_variants")
    if variants is not None and not isinstance(variants, (list, tuple)):
        part.wrong_shape(variants, "a list of variants, as in […]", "_variants")
        return {}
    if variants:
        _report_own_state(part)
        return _variants(part, variants)
    if variants is not None:
        part.report(
            DROPPED,
            "_variants",
            message="AppConfig drops an empty list of variants",
            found="[]",
            fix="remove it" if "enabled" in part.members else 'write "enabled": false',
        )
    values = _attribute_values(part, attributes, flag)
    is_given = variants is None or "enabled" in part.members
    return {
        "enabled": is_given and _enabled(part),
        "attributes": {
            key: replace(attribute, value=values[key]) if key in values else attribute
            for key, attribute in attributes.items()
        },
    }


def _attribute_values(part: Part, attributes: Mapping[str, Attribute], flag: str) -> dict[str, Any]:
    """Return the values of attributes; of those that are not declared, it is reported."""
    values = {}
    for key, value in part.members.items():
        if key in {"enabled", "_variants", *_STAMPS}:
            continue
        if key not in attributes:
            finding = undeclared(part.where(str(key)), key, attributes, f"the flag {flag!r}")
            if key == "attributeValues":
                fix = "put the values next to 'enabled'; only a variant has 'attributeValues'"
                finding = record.replace(finding, fix=fix)
            part.found.append(finding)
        elif value is None:
            part.is_null(key)
        else:
            values[key] = value
    return values


def _enabled(part: Part) -> Any:
    """Return whether something is on, as AppConfig coerces it."""
    value = part.members.get("enabled")
    if isinstance(value, bool):
        return value
    if value is None:
        given = "null" if "enabled" in part.members else "not given"
        _report_coerced(part, f"'enabled' is {given}, and AppConfig stores false", given)
        return False
    if isinstance(value, str) and value in limits.TRUE_TEXTS | limits.FALSE_TEXTS:
        meant = value in limits.TRUE_TEXTS
        word = "true" if meant else "false"
        _report_coerced(part, f"AppConfig reads {shown(value)} as {word}", shown(value))
        return meant
    part.report(
        ENABLED,
        "enabled",
        message=f"{shown(value)} is neither true nor false",
        found=shown(value),
        fix="write true or false",
    )
    return False


def _report_coerced(part: Part, message: str, found: str) -> None:
    part.report(COERCED, "enabled", message=message, found=found, fix="write true or false")


def _report_own_state(part: Part) -> None:
    for key, value in part.members.items():
        if key in {"_variants", *_STAMPS}:
            continue
        if key == "enabled" and value is None:
            part.is_null(key)
            continue
        place = "each variant" if key == "enabled" else "'attributeValues' of each variant"
        part.report(
            TWO_STATES,
            str(key),
            message=f"{shown(key)} stands next to the variants",
            found=shown(key),
            fix=f"move it into {place}",
        )


def _variants(part: Part, values: Sequence[object]) -> dict[str, Any]:
    """Return variants as arguments of the flag: the last one is the default."""
    last = len(values) - 1
    variants = [
        _variant(Part.of(value, (*part.steps, "_variants", index), part.found), index, last)
        for index, value in enumerate(values)
    ]
    return {"variants": variants[:last], "default": variants[last]}


def _variant(part: Part | None, index: int, last: int) -> Variant:
    if part is None:  # stands in for what could not be read, so that no more is said about it
        return Variant(f"variant {index}", rule=None if index == last else '(exists key::"a")')
    part.drop_all_but("name", "enabled", "rule", "attributeValues")
    name = part.optional("name")
    values = part.part("attributeValues")
    if values is not None:
        for key, value in values.members.items():
            if value is None:
                values.is_null(str(key))
    return Variant(
        "" if name is None else name,
        rule=part.optional("rule"),
        enabled=_enabled(part),
        attributes={} if values is None else values.members,
    )
