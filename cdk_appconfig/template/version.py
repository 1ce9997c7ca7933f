"""Hosted versions: when AppConfig gives two resources one version number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["VERSION", "may_share_a_number"]

VERSION = "AWS::AppConfig::HostedConfigurationVersion"


def may_share_a_number(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Tell whether AppConfig may answer the creation of ``new`` with the number of ``old``.

    It does so for a flag document that equals the latest version of the profile (captured). Whether
    ``old`` is the latest is not in the templates.

    Args:
        old: A resource of a template.
        new: Another one, or the same later.

    Example:
        >>> version = {"Type": VERSION, "Properties": {"Content": '{"flags": {}, "values": {}}'}}
        >>> layout = {"Type": VERSION, "Properties": {"Content": '{"values":{},"flags":{}}'}}
        >>> may_share_a_number(version, layout)
        True
    """
    if old.get("Type") != VERSION or new.get("Type") != VERSION:
        return False
    before, after = _flags(old), _flags(new)
    return before is not None and before == after


def _flags(version: Mapping[str, Any]) -> dict[str, Any] | None:
    content = version.get("Properties", {}).get("Content")
    try:
        document = json.loads(content) if isinstance(content, str) else None
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and "flags" in document else None
