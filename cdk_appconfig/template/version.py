"""Hosted versions: when AppConfig gives two resources one version number."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import AppConfigError
from cdk_appconfig.template.declaration import VERSION

if TYPE_CHECKING:
    from cdk_appconfig.template.declaration import Declaration

__all__ = ["holds_flags", "may_share_a_number"]


def may_share_a_number(old: Declaration, new: Declaration) -> bool:
    """Tell whether AppConfig may answer the creation of ``new`` with the number of ``old``.

    It does so for a flag document that equals the latest version of the profile (captured). Whether
    ``old`` is the latest is not in the templates.

    Args:
        old: A resource of a template.
        new: Another one, or the same later.

    Example:
        >>> from cdk_appconfig.template.declaration import VERSION, Declaration
        >>> versions = [
        ...     Declaration("Version", {"Type": VERSION, "Properties": {"Content": content}})
        ...     for content in ('{"flags": {}, "values": {}}', '{"values":{},"flags":{}}')
        ... ]
        >>> may_share_a_number(*versions)
        True
    """
    if old.type != VERSION or new.type != VERSION:
        return False
    before, after = _flags(old), _flags(new)
    if before is None or after is None:
        return False
    return before == after or _as_stored(before) == _as_stored(after)


def holds_flags(version: Declaration) -> bool:
    """Tell whether the content of a version is a flag document."""
    return _flags(version) is not None


def _flags(version: Declaration) -> dict[str, Any] | None:
    content = version.get("Content")
    try:
        document = json.loads(content) if isinstance(content, str) else None
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and "flags" in document else None


def _as_stored(document: dict[str, Any]) -> dict[str, Any]:
    """Return a flag document as AppConfig stores it: what it drops is left out.

    The model is loaded here only: most templates are read without a look into flags.
    """
    flags = import_module("cdk_appconfig.model.feature_flags").FeatureFlags
    try:
        stored: dict[str, Any] = flags.from_document(document).to_document()
    except AppConfigError:
        return document
    return stored
