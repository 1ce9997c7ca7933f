"""Content as a JSON Schema validator sees it, CDK tokens set apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdk_appconfig.model.freeform import FreeformContent
from cdk_appconfig.model.json_value import JsonText
from cdk_appconfig.model.token import is_token, is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.findings import Finding
    from cdk_appconfig.model.schema_keywords import Path
    from cdk_appconfig.model.schema_library import SchemaError

__all__ = ["Judged"]

_SHAPES = frozenset(
    [
        "additionalItems",
        "additionalProperties",
        "maxItems",
        "maxProperties",
        "minItems",
        "minProperties",
        "required",
        "type",
    ]
)
"""Keywords whose verdict on a list or object does not depend on the values in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The value that a JSON Schema judges.

    Args:
        value: The JSON value, ``None`` in the place of CDK tokens that are not text.
        is_raw_text: Whether it is text that is not JSON, read as one JSON string.
        tokens: Where its CDK tokens are, and every list and object that holds one.
        findings: Why there is no value.
    """

    value: Any = None
    is_raw_text: bool = False
    tokens: frozenset[Path] = frozenset()
    findings: Sequence[Finding] = ()

    @staticmethod
    def of(content: object) -> Judged | None:
        """Return what is judged for content; ``None`` when nothing is known of it.

        Args:
            content: What `FreeformContent.of` takes, a `FreeformContent`, or a JSON value.
        """
        if content is None or isinstance(content, (bool, int, float)):
            return None if is_unresolved(content) else Judged(value=content)
        stored = content if isinstance(content, FreeformContent) else FreeformContent.of(content)
        errors = [finding for finding in stored.findings if finding.severity == "error"]
        if errors:
            return Judged(findings=errors)
        if not stored.is_json:
            return _of_text(str(stored.text))
        if stored.text is not None:
            return Judged(value=stored.document)
        return _of_document(stored.document)

    def excuses(self, error: SchemaError) -> bool:
        """Tell whether an error may be gone once the values of tokens are known."""
        if error.keyword == "additionalProperties":
            return is_token(str(error.path[-1]))
        if error.path not in self.tokens:
            return False
        if isinstance(error.value, dict):
            return error.keyword not in _SHAPES or any(is_token(key) for key in error.value)
        return not isinstance(error.value, list) or error.keyword not in _SHAPES


def _of_text(text: str) -> Judged | None:
    if is_token(text):
        return None
    try:
        return Judged(value=JsonText.read(text).document)
    except (ValueError, RecursionError):
        return Judged(value=text, is_raw_text=True)


def _of_document(document: Any) -> Judged | None:
    if is_unresolved(document):
        return None
    tokens = {path[:length] for path in _tokens(document, ()) for length in range(len(path) + 1)}
    return Judged(value=_known(document) if tokens else document, tokens=frozenset(tokens))


def _tokens(value: Any, path: Path) -> Iterator[Path]:
    if is_unresolved(value):
        yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if is_token(key):
                yield path
            yield from _tokens(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _tokens(item, (*path, index))


def _known(value: Any) -> Any:
    if is_unresolved(value):
        return value if isinstance(value, str) else None
    if isinstance(value, Mapping):
        return {key: _known(item) for key, item in value.items()}
    return [_known(item) for item in value] if isinstance(value, list) else value
