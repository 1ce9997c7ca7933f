"""Tags of a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks.listed import Listed
from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED", "tag_findings"]

TAG = Check(
    id="APPCONFIG220",
    summary="A tag is not one that AppConfig takes",
    rule=f"a resource has at most {limits.TAGS} tags; a key has 1 to {limits.TAG_KEY} characters "
    f"and does not start with 'aws:', a value has at most {limits.TAG_VALUE}",
    source=limits.TAGS.source,
    evidence=limits.TAGS.evidence,
)


def tag_findings(tags: Mapping[str, str], where: str) -> Iterator[Finding]:
    """Yield what is wrong with the tags of a resource.

    Args:
        tags: Key → value.
        where: Construct path or logical id of the resource.
    """
    if len(tags) > limits.TAGS:
        yield TAG.at(
            where,
            message=f"there are {len(tags)} tags",
            found=str(len(tags)),
            fix=f"keep {limits.TAGS}",
        )
    for key, value in tags.items():
        if not is_token(key) and not _is_key(key):
            yield TAG.at(
                where,
                message=f"{shown(key)} cannot be the key of a tag",
                found=shown(key),
                fix=f"use 1 to {limits.TAG_KEY} characters that do not start with 'aws:'",
            )
        if not is_token(value) and len(value) > limits.TAG_VALUE:
            yield TAG.at(
                where,
                message=f"the value of the tag {shown(key)} has {len(value)} characters",
                found=shown(value),
                fix="shorten it",
            )


def _is_key(key: str) -> bool:
    return 1 <= len(key) <= limits.TAG_KEY and not key.lower().startswith("aws:")


def resource_tag_findings(resource: Part) -> Iterator[Finding]:
    """Yield what is wrong with the tags of a resource."""
    known: dict[str, str] = {}
    for tag in resource.items("Tags") or []:
        key, value = (tag.get("Key"), tag.get("Value")) if isinstance(tag, dict) else (None, None)
        if isinstance(key, str):
            known[key] = value if isinstance(value, str) else ""
    yield from tag_findings(known, "$.Tags")


LISTED = (Listed("", resource_tag_findings, (TAG,), ("Tags",)),)
