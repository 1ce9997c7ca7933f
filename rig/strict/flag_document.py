"""Flag documents: how they are stored, and what an application without the agent receives.

Rows of ``stored``: ff-* and var-* that are accepted, and ff-version-missing, ff-version-2,
ff-flags-not-object. The other refusals of the flag checker are no part of this layer.
Rows of ``served``: served-basic, var-ok, var-default-enabled, var-empty-list,
ff-definition-without-value.

Our reading: stamps are left out, as if every entry had been written at one moment; the default
variant is served to everyone, since nobody sends a context.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rig.strict.refusal import RefusedError

__all__ = ["served", "stored"]

_DEFINITION = ("name", "description", "attributes", "_deprecation")
_STAMPS = ("_createdAt", "_updatedAt")
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def stored(content: bytes) -> bytes:
    """Return a document as AppConfig stores it: normalised, so that equal meaning is equal text.

    Raises:
        RefusedError: It is no flag document at all.
    """
    document = _document(content)
    parts: dict[str, Any] = {
        "version": document["version"],
        "flags": {key: _definition(one) for key, one in _members(document, "flags").items()},
        "values": {key: _value(one) for key, one in _members(document, "values").items()},
    }
    text = json.dumps(
        {key: part for key, part in parts.items() if part},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return text.translate(_ESCAPES).encode()


def served(content: bytes) -> bytes:
    """Return what ``GetLatestConfiguration`` makes of a stored document."""
    values = json.loads(content).get("values", {})
    flags = {key: _state(value) for key, value in values.items()}
    return json.dumps(flags, sort_keys=True, separators=(",", ":")).encode()


def _document(content: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(content)
    except ValueError:
        document = None
    if not isinstance(document, dict) or document.get("version") != "1":
        raise RefusedError(
            "Error invoking extension AppConfig Feature Flags Helper: Invalid 'Content' data"
        )
    return document


def _members(document: Mapping[str, Any], part: str) -> dict[str, Any]:
    members: dict[str, Any] = document.get(part) or {}
    return members


def _definition(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {key: definition[key] for key in _DEFINITION if definition.get(key) not in (None, {})}


def _value(value: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: one for key, one in value.items() if key not in _STAMPS}
    if "_variants" in kept:
        return {key: one for key, one in kept.items() if one != []}
    return {**kept, "enabled": _boolean(kept.get("enabled"))}


def _boolean(value: Any) -> bool:
    return value is True or value in ("1", "t", "T", "true", "True", "TRUE")


def _state(value: Mapping[str, Any]) -> dict[str, Any]:
    variants = value.get("_variants")
    if not variants:
        return dict(value) if value.get("enabled") else {"enabled": False}
    default = variants[-1]
    enabled = default.get("enabled", False)
    attributes = default.get("attributeValues", {}) if enabled else {}
    return {"_variant": default["name"], "enabled": enabled, **attributes}
