"""What an application receives for a stored flag document.

`evaluate` answers as AppConfig Agent does, with the variants that fit a context;
`latest_configuration` as ``GetLatestConfiguration`` does when an SDK calls it directly. What AWS
was seen to answer is followed; what we chose where it is silent is in ``docs/evaluation.md``.

Source: user guide, `retrieving feature flags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-retrieving-feature-flags.html>`_.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from cdk_appconfig.findings import AppConfigError, Check, Finding, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.document_text import DocumentText
from cdk_appconfig.model.frozen import FrozenMapping
from cdk_appconfig.model.rule.matching import matcher
from cdk_appconfig.model.rule.parser import read_rule, rule_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.model.rule.matching import Matcher

__all__ = ["Evaluator", "evaluate", "latest_configuration"]

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
NO_CONTEXT = Check(
    id="APPCONFIG449",
    summary="The context of an evaluation is no mapping",
    rule="an application sends its context as key=value pairs",
    source=_RETRIEVING,
    evidence="documented",
)

_ENTITY_ID = "entityId"
_AS_STORED = "pass the document as AppConfig stores it, with 'version', 'flags' and 'values'"
_NO_CONTEXT: Mapping[str, Any] = FrozenMapping({})
_NO_ATTRIBUTES: dict[str, Any] = {}


class _Storable(Protocol):
    def to_document(self) -> Mapping[str, Any]: ...


Document: TypeAlias = Mapping[str, Any] | str | Path | _Storable
"""A stored flag document: an object, its JSON text, a file, or `FeatureFlags`."""

_State: TypeAlias = Mapping[str, Any]
_Flag: TypeAlias = "tuple[tuple[tuple[Matcher, dict[str, Any]], ...], dict[str, Any]]"


def evaluate(
    document: Document, *, context: Mapping[str, Any] = _NO_CONTEXT, entity_id: str | None = None
) -> dict[str, dict[str, Any]]:
    """Return what AppConfig Agent answers to an application.

    Who evaluates one document many times makes an `Evaluator` of it.

    A disabled flag has no attributes. A flag with variants has the name of the first one whose rule
    holds, or of the default, under ``_variant``; a disabled variant takes part. A flag that is
    defined and has no value is absent. Keys are sorted.

    Args:
        document: The document that AppConfig stores: a ``dict``, JSON text, a file as `Path`, or
            `FeatureFlags`.
        context: What the application sends along: key → value, text or a Python value.
        entity_id: What the application sends as ``Entity-Id``; rules see it as ``$entityId``.

    Raises:
        AppConfigError: It is no flag document, a rule in it cannot be read, or the context is no
            mapping.

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
    return Evaluator(document).evaluate(context=context, entity_id=entity_id)


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
    return Evaluator(document).latest_configuration()


class Evaluator:
    """A stored document, read once to be evaluated many times.

    It is made from the document as it is then; later changes to it do not show.

    Args:
        document: The document that AppConfig stores: a ``dict``, JSON text, a file as `Path`, or
            `FeatureFlags`.

    Raises:
        AppConfigError: It is no flag document, or a rule in it cannot be read.

    Example:
        >>> evaluator = Evaluator({"values": {"one_click": {"enabled": True}}})
        >>> evaluator.evaluate_flag("one_click", context={"country": "DE"})
        {'enabled': True}
    """

    __slots__ = ("_flags",)

    def __init__(self, document: Document) -> None:
        values = _values(document)
        try:
            self._flags = {key: _flag(key, values[key]) for key in sorted(values)}
        except _UnsoundError:
            found = [finding for key, state in values.items() for finding in _findings(key, state)]
            raise AppConfigError("feature flags", found) from None

    def evaluate(
        self, *, context: Mapping[str, Any] = _NO_CONTEXT, entity_id: str | None = None
    ) -> dict[str, dict[str, Any]]:
        """Return what AppConfig Agent answers; see `evaluate`.

        Raises:
            AppConfigError: The context is no mapping.
        """
        context = _sent(context, entity_id)
        return {key: _chosen(flag, context) for key, flag in self._flags.items()}

    def evaluate_flag(
        self, key: str, *, context: Mapping[str, Any] = _NO_CONTEXT, entity_id: str | None = None
    ) -> dict[str, Any]:
        """Return what AppConfig Agent answers for a single flag.

        Raises:
            AppConfigError: The context is no mapping.
            KeyError: There is no such flag, or it has no value.
        """
        context = _sent(context, entity_id)
        return _chosen(self._flags[key], context)

    def latest_configuration(self) -> dict[str, dict[str, Any]]:
        """Return what ``GetLatestConfiguration`` answers; see `latest_configuration`."""
        return {key: dict(default) for key, (_, default) in self._flags.items()}


class _UnsoundError(Exception):
    """Something in the document cannot be evaluated: now it is worth while to look for what."""


def _sent(context: Mapping[str, Any], entity_id: str | None) -> Mapping[str, Any]:
    """Return what rules see of an application's context and entity id."""
    if not isinstance(context, Mapping):
        finding = NO_CONTEXT.at(
            "$",
            message=f"the context is {shown(context)}",
            found=shown(context),
            fix='pass a dict, such as {"country": "DE"}',
        )
        raise AppConfigError("evaluation", [finding])
    return context if entity_id is None else {**context, _ENTITY_ID: entity_id}


def _chosen(flag: _Flag, context: Mapping[str, Any]) -> dict[str, Any]:
    for holds, served in flag[0]:
        if holds(context):
            return dict(served)
    return dict(flag[1])


def _flag(key: str, state: object) -> _Flag:
    """Return the answers of a flag, each with the rule it is for, and that for everyone else."""
    state = _sound(state)
    variants = state.get("_variants")
    if variants is None or variants == []:
        return (), _served(state.get("enabled"), state)
    if not isinstance(variants, list):
        raise _UnsoundError
    *ruled, default = map(_sound, variants)
    if default.get("rule"):
        raise _UnsoundError
    cases = tuple([(_holds(variant.get("rule"), key), _variant(variant)) for variant in ruled])
    return cases, _variant(default)


def _holds(rule: object, flag: str) -> Matcher:
    holds = _matcher(rule, flag) if isinstance(rule, str) else None
    if holds is None:
        raise _UnsoundError
    return holds


@lru_cache(maxsize=16384)
def _matcher(rule: str, flag: str) -> Matcher | None:
    """Return the matcher of a rule's text, read once; ``None`` if it is no rule."""
    parsed, _ = read_rule(rule)
    return None if parsed is None else matcher(parsed.node, flag)


def _variant(variant: _State) -> dict[str, Any]:
    attributes = _sound(variant.get("attributeValues") or _NO_ATTRIBUTES)
    name = variant.get("name") or ""
    return {"_variant": name, **_served(variant.get("enabled"), attributes)}


def _served(enabled: object, attributes: _State) -> dict[str, Any]:
    if enabled is not True and not (isinstance(enabled, str) and enabled in limits.TRUE_TEXTS):
        return {"enabled": False}
    served = {
        key: value
        for key, value in attributes.items()
        if value is not None and not key.startswith("_")
    }
    served["enabled"] = True
    return served if len(served) == 1 else dict(sorted(served.items()))


def _sound(value: object) -> _State:
    if type(value) is dict or _is_object(value):
        return cast("_State", value)
    raise _UnsoundError


def _values(document: Document) -> Mapping[str, object]:
    content = document if type(document) is dict else _content(document)
    values = content.get("values") or {} if isinstance(content, Mapping) else None
    if not _is_object(content) or not _is_object(values):
        findings = [*_object_findings(content, "$")]
        findings = findings or [*_object_findings(values, "$.values")]
        raise AppConfigError("feature flags", findings)
    return cast("Mapping[str, object]", values)


def _content(document: object) -> object:
    if isinstance(document, (str, Path)):
        return _read(document)
    to_document = getattr(document, "to_document", None)
    return document if to_document is None else to_document()


def _read(document: str | Path) -> object:
    if isinstance(document, Path):
        read = DocumentText.of_file(document)
    else:
        read = DocumentText.read(document)
    AppConfigError.raise_for("feature flags", read.findings)
    return read.value


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
        for finding in _variant_findings(variant, is_last=is_last):
            yield finding.under(f"{where}._variants[{index}]")


def _variant_findings(variant: object, *, is_last: bool) -> Iterator[Finding]:
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
        for finding in rule_findings(rule):
            if finding.severity == "error":
                yield finding.under("$.rule")


def _object_findings(value: object, where: str) -> Iterator[Finding]:
    if not _is_object(value):
        message = f"{shown(value)} is no JSON object"
        yield NO_DOCUMENT.at(where, message=message, found=shown(value), fix=_AS_STORED)


def _is_object(value: object) -> bool:
    is_mapping = type(value) is dict or isinstance(value, Mapping)  # the first is the fast way
    return is_mapping and all([type(key) is str for key in cast("_State", value)])  # noqa: C419
