"""What an application receives for a stored flag document.

`evaluate` answers as AppConfig Agent does, with the variants that fit a context;
`latest_configuration` as ``GetLatestConfiguration`` does when an SDK calls it directly. What AWS
was seen to answer is followed; what we chose where it is silent is in ``docs/evaluation.md``.

Source: user guide, `retrieving feature flags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-retrieving-feature-flags.html>`_.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from cdk_appconfig.findings import AppConfigError, Check, Finding, json_path, shown
from cdk_appconfig.model.frozen import FrozenMapping
from cdk_appconfig.model.rule.matching import matcher
from cdk_appconfig.model.rule.parser import parse_rule, rule_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cdk_appconfig.model.rule.matching import Matcher

__all__ = ["evaluate", "latest_configuration"]

_RETRIEVING = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-integration-retrieving-feature-flags.html"
)

NO_DOCUMENT = Check(
    id="APPCONFIG090",
    summary="What is to be evaluated is no flag document",
    rule="a flag document is a JSON object with the flags' states under 'values'",
    source=_RETRIEVING,
    evidence="documented",
)
VARIANT_ORDER = Check(
    id="APPCONFIG091",
    summary="The variants that are to be evaluated have no default at their end",
    rule="every variant but the last has a rule, and the last has none",
    source=_RETRIEVING,
    evidence="captured",
)

_TRUE_TEXTS = frozenset({"1", "t", "T", "true", "True", "TRUE"})
_ENTITY_ID = "entityId"
_AS_STORED = "pass the document as AppConfig stores it, with 'version', 'flags' and 'values'"
_NO_CONTEXT: Mapping[str, Any] = FrozenMapping({})


class _Storable(Protocol):
    def to_document(self) -> Mapping[str, Any]: ...


Document: TypeAlias = Mapping[str, Any] | str | Path | _Storable
"""A stored flag document: an object, its JSON text, a file, or `FeatureFlags`."""

_State: TypeAlias = Mapping[str, Any]


def evaluate(
    document: Document, *, context: Mapping[str, Any] = _NO_CONTEXT, entity_id: str | None = None
) -> dict[str, dict[str, Any]]:
    """Return what AppConfig Agent answers to an application.

    A disabled flag has no attributes. A flag with variants has the name of the first one whose rule
    holds, or of the default, under ``_variant``; a disabled variant takes part. A flag that is
    defined and has no value is absent. Keys are sorted.

    Args:
        document: The document that AppConfig stores: a ``dict``, JSON text, a file as `Path`, or
            `FeatureFlags`.
        context: What the application sends along: key → value, text or a Python value.
        entity_id: What the application sends as ``Entity-Id``; rules see it as ``$entityId``.

    Raises:
        AppConfigError: It is no flag document, or a rule in it cannot be read.

    Example:
        >>> from cdk_appconfig import FeatureFlags, Flag, Number
        >>> flags = FeatureFlags(
        ...     Flag("one_click", enabled=True, attributes={"max_items": Number(20)}),
        ...     Flag("banner", attributes={"lines": Number(2)}),
        ... )
        >>> evaluate(flags)
        {'banner': {'enabled': False}, 'one_click': {'enabled': True, 'max_items': 20}}

    Source:
        User guide, retrieving basic and multi-variant feature flags.
    """
    if entity_id is not None:
        context = {**context, _ENTITY_ID: entity_id}
    return _answer(document, lambda key, variants: _first_match(key, variants, context))


def latest_configuration(document: Document) -> dict[str, dict[str, Any]]:
    """Return what ``GetLatestConfiguration`` answers to an SDK that calls it without the agent.

    As `evaluate`, but nothing is matched: a flag with variants is its default.

    Args:
        document: The document that AppConfig stores: a ``dict``, JSON text, a file as `Path`, or
            `FeatureFlags`.

    Raises:
        AppConfigError: It is no flag document, or a rule in it cannot be read.

    Example:
        >>> latest_configuration(
        ...     {"values": {"tax": {"_variants": [
        ...         {"name": "new", "enabled": True, "rule": '(eq $country "DE")'},
        ...         {"name": "old", "enabled": False},
        ...     ]}}}
        ... )
        {'tax': {'_variant': 'old', 'enabled': False}}

    Source:
        API ``GetLatestConfiguration``; answers captured from the service.
    """
    return _answer(document, lambda _, variants: variants[-1])


def _answer(
    document: Document, choose: Callable[[str, list[_State]], _State]
) -> dict[str, dict[str, Any]]:
    values = _values(document)
    findings = [finding for key, state in values.items() for finding in _findings(key, state)]
    AppConfigError.raise_for("feature flags", findings)
    return {key: _flag(key, values[key], choose) for key in sorted(values)}


def _flag(key: str, state: _State, choose: Callable[[str, list[_State]], _State]) -> dict[str, Any]:
    variants = state.get("_variants")
    if not variants:
        return _served(state.get("enabled"), state)
    variant = choose(key, variants)
    attributes = variant.get("attributeValues") or _NO_CONTEXT
    return {
        "_variant": variant.get("name") or "",
        **_served(variant.get("enabled"), attributes),
    }


def _served(enabled: object, attributes: _State) -> dict[str, Any]:
    if not _is_true(enabled):
        return {"enabled": False}
    served = {
        key: value
        for key, value in attributes.items()
        if value is not None and not key.startswith("_")
    }
    return dict(sorted({**served, "enabled": True}.items()))


def _is_true(enabled: object) -> bool:
    return enabled in _TRUE_TEXTS if isinstance(enabled, str) else enabled is True


def _first_match(key: str, variants: list[_State], context: Mapping[str, Any]) -> _State:
    for variant in variants[:-1]:
        if _matcher(variant["rule"], key)(context):
            return variant
    return variants[-1]


@lru_cache(maxsize=4096)
def _matcher(rule: str, flag: str) -> Matcher:
    """Return the matcher of a rule's text, read once.

    Raises:
        AppConfigError: It is no rule.
    """
    return matcher(parse_rule(rule).node, flag)


def _values(document: Document) -> Mapping[str, _State]:
    content = _content(document)
    findings = list(_object_findings(content, "$"))
    values: Any = {}
    if isinstance(content, Mapping):
        values = content.get("values") or {}
        findings += _object_findings(values, "$.values")
    AppConfigError.raise_for("feature flags", findings)
    return cast("Mapping[str, _State]", values)


def _content(document: object) -> object:
    if isinstance(document, Path):
        document = document.read_text(encoding="utf-8-sig")
    if not isinstance(document, str):
        to_document = getattr(document, "to_document", None)
        return document if to_document is None else to_document()
    try:
        return json.loads(document)
    except (ValueError, RecursionError) as error:
        message = f"the document is not JSON: {error}"
        finding = NO_DOCUMENT.at("$", message=message, found=shown(document), fix=_AS_STORED)
        raise AppConfigError("feature flags", [finding]) from None


def _findings(key: str, state: object) -> Iterator[Finding]:
    where = json_path("values", key)
    yield from _object_findings(state, where)
    variants = state.get("_variants") if isinstance(state, Mapping) else None
    if variants is None:
        return
    if not isinstance(variants, list):
        message = f"{shown(variants)} is no list"
        where = f"{where}._variants"
        yield NO_DOCUMENT.at(where, message=message, found=shown(variants), fix=_AS_STORED)
        return
    for index, variant in enumerate(variants):
        is_last = index + 1 == len(variants)
        for finding in _variant_findings(variant, key, is_last=is_last):
            yield finding.under(f"{where}._variants[{index}]")


def _variant_findings(variant: object, flag: str, *, is_last: bool) -> Iterator[Finding]:
    yield from _object_findings(variant, "$")
    if not isinstance(variant, Mapping):
        return
    yield from _object_findings(variant.get("attributeValues") or {}, "$.attributeValues")
    rule = variant.get("rule") or ""
    if is_last == bool(rule):
        yield VARIANT_ORDER.at(
            "$.rule",
            message="the last variant has a rule" if is_last else "a variant has no rule",
            found=shown(rule),
            fix="end the list with one variant without a rule",
        )
    elif rule:
        for finding in _rule_findings(rule, flag):
            yield finding.under("$.rule")


def _rule_findings(rule: object, flag: str) -> Sequence[Finding]:
    if not isinstance(rule, str):
        return rule_findings(rule)
    try:
        _matcher(rule, flag)
    except AppConfigError as error:
        return error.findings
    return ()


def _object_findings(value: object, where: str) -> Iterator[Finding]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        message = f"{shown(value)} is no JSON object"
        yield NO_DOCUMENT.at(where, message=message, found=shown(value), fix=_AS_STORED)
