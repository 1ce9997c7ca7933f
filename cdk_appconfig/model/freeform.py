"""Freeform content: what a user passes, and the text that AppConfig stores for it.

AppConfig keeps freeform content byte for byte and looks at neither syntax nor content type. The
same JSON is therefore brought into one text here, so that layout never causes a rollout. Nothing
raises: `FreeformContent.of` reports what is wrong.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.document import canonical_json, content_size_findings
from cdk_appconfig.model.json_value import JsonText, JsonValue, sorted_keys
from cdk_appconfig.model.pydantic_model import is_model
from cdk_appconfig.model.token import is_token, is_unresolved, without_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FreeformContent", "cannot_be_read"]

_JSON = "application/json"
_TEXT = "text/plain"
_YAML = "application/x-yaml"
_SURROGATE = re.compile("[\ud800-\udfff]")
_YAML_TYPES = (_YAML, "application/yaml", "text/yaml", "text/x-yaml")
_BY_SUFFIX = {
    ".json": _JSON,
    ".yaml": _YAML,
    ".yml": _YAML,
    ".toml": "application/toml",
    ".xml": "application/xml",
    ".csv": "text/csv",
}

_HOSTED_VERSION = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-hostedconfigurationversion.html"
)
_CREATE_VERSION = limits.CONTENT_TYPE.source

EMPTY = Check(
    id="APPCONFIG102",
    summary="The content of a hosted version is empty",
    rule="AppConfig refuses a hosted configuration version without content",
    source=_CREATE_VERSION,
    evidence="captured",
)
NOT_TEXT = Check(
    id="APPCONFIG103",
    summary="The content of a hosted version is not UTF-8 text",
    rule="CloudFormation carries the content of a hosted version as text, so that other bytes "
    "cannot be stored with it",
    source=_HOSTED_VERSION,
    evidence="schema",
)
CONTENT_TYPE = Check(
    id="APPCONFIG105",
    summary="The content type of a hosted version is not one that AppConfig takes",
    rule=f"a content type is a text of 1 to {limits.CONTENT_TYPE} characters",
    source=limits.CONTENT_TYPE.source,
    evidence=limits.CONTENT_TYPE.evidence,
)
SYNTAX = Check(
    id="APPCONFIG106",
    summary="Freeform content does not parse as its content type",
    rule="AppConfig stores it as it is, and the application that reads it fails",
    source=_CREATE_VERSION,
    evidence="inferred",
    severity="warning",
)
FILE = Check(
    id="APPCONFIG108",
    summary="A file with content cannot be read",
    rule="the content of a hosted version is part of the template",
    source=_HOSTED_VERSION,
    evidence="schema",
)
UNKNOWN = Check(
    id="APPCONFIG109",
    summary="Something that is not content is deployed",
    rule="the content of a hosted version is text, and only of some Python values it is plain what "
    "that text should be",
    source=_HOSTED_VERSION,
    evidence="schema",
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FreeformContent:
    """Freeform content as it is stored, and what is wrong with it.

    Args:
        text: The text to store. ``None`` when the content is JSON that holds CDK tokens, which only
            the CDK can write (``stack.to_json_string(content.document)``), or when it has no text
            at all, which is a finding.
        content_type: Its MIME type.
        is_json: Whether the content is a JSON document.
        document: The JSON document; its keys are sorted when the CDK has to write it.
        findings: What is wrong, relative to the content (``$``).

    Example:
        >>> content = FreeformContent.of({"retries": 3, "hosts": ["a", "b"]})
        >>> content.text, content.content_type
        ('{"hosts":["a","b"],"retries":3}', 'application/json')
        >>> FreeformContent.of("log_level = debug").content_type
        'text/plain'

    Source:
        API ``CreateHostedConfigurationVersion``: ``Content``, ``ContentType``.
    """

    text: str | None
    content_type: str
    is_json: bool = False
    document: Any = None
    findings: Sequence[Finding] = ()

    @staticmethod
    def of(content: object, *, content_type: str | None = None) -> FreeformContent:
        """Return what is stored for something a user passed. Never raises.

        Args:
            content: A ``dict``, ``list``, dataclass instance or pydantic model: a JSON document.
                Or a ``str``, ``bytes`` in UTF-8 or the ``Path`` of a file: JSON is rewritten so
                that layout and order of keys do not count, everything else stays as it is written.
            content_type: MIME type, 1 to 255 characters. Left out, it is ``application/json`` for
                a document and for text that holds a JSON object or array; for a file its suffix
                decides; everything else is ``text/plain``.
        """
        if content_type is not None and not _fits(content_type):
            stored = FreeformContent.of(content)
            return dataclasses.replace(
                stored, findings=(_bad_content_type(content_type), *stored.findings)
            )
        stored = _stored(content, content_type)
        findings = (*stored.findings, *_text_findings(stored.text))
        return dataclasses.replace(stored, findings=findings)

    @property
    def size(self) -> int | None:
        """Bytes of the text in UTF-8; ``None`` without a text.

        Example:
            >>> FreeformContent.of("größe").size
            7
        """
        return None if self.text is None else len(self.text.encode(errors="surrogatepass"))


def _stored(content: object, content_type: str | None) -> FreeformContent:
    if isinstance(content, Path):
        return _of_file(content, content_type or _BY_SUFFIX.get(content.suffix.lower()))
    if isinstance(content, (bytes, bytearray)):
        return _of_bytes(bytes(content), content_type)
    if isinstance(content, str):
        return _of_text(str(content), content_type)
    return _of_value(content, content_type or _JSON)


def _of_file(path: Path, content_type: str | None) -> FreeformContent:
    try:
        return _of_bytes(path.read_bytes(), content_type)
    except OSError as error:
        finding = cannot_be_read(path, error)
        return FreeformContent(text=None, content_type=content_type or _TEXT, findings=(finding,))


def cannot_be_read(path: Path, error: OSError) -> Finding:
    """Return the finding that a file with content cannot be read.

    Args:
        path: The file.
        error: Why not.
    """
    return FILE.at(
        "$",
        message=f"{str(path)!r} cannot be read: {error.strerror}",
        found=str(path),
        fix="pass the path of a file, absolute or from the folder in which the app runs",
    )


def _of_bytes(content: bytes, content_type: str | None) -> FreeformContent:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        finding = NOT_TEXT.at(
            "$",
            message=f"byte {error.start} is not UTF-8 ({error.reason})",
            found=shown(content),
            fix="encode it as text, for example in Base64, or keep it in S3",
        )
        return FreeformContent(text=None, content_type=content_type or _TEXT, findings=(finding,))
    return _of_text(text, content_type)


def _of_text(text: str, content_type: str | None) -> FreeformContent:
    if content_type is not None and not _is_json_type(content_type):
        findings = tuple(_yaml_findings(text, content_type))
        return FreeformContent(text=text, content_type=content_type, findings=findings)
    try:
        read = JsonText.read(text)
        stored = canonical_json(read.document) if read.exact else text
    except (ValueError, RecursionError) as error:
        return _of_other_text(text, content_type, error)
    if content_type is None and not isinstance(read.document, (dict, list)):
        return FreeformContent(text=text, content_type=_TEXT)
    return FreeformContent(
        text=None if is_token(text) else stored,
        content_type=content_type or _JSON,
        is_json=True,
        document=sorted_keys(read.document) if is_token(text) else read.document,
        findings=read.findings,
    )


def _of_other_text(text: str, content_type: str | None, error: Exception) -> FreeformContent:
    """Return text that is not JSON: for other readers, with tokens outside of strings, or wrong."""
    if not text:
        return FreeformContent(text=text, content_type=content_type or _TEXT)
    if is_token(text):
        by_form = _JSON if _holds_json(without_tokens(text)) else _TEXT
        return FreeformContent(text=text, content_type=content_type or by_form)
    too_deep = isinstance(error, RecursionError)
    if content_type is None and not too_deep and not text.lstrip().startswith("{"):
        return FreeformContent(text=text, content_type=_TEXT)
    problem = "nested too deeply to be read as JSON" if too_deep else f"not JSON: {error}"
    fix = "correct it" if content_type else "correct it, or say what it is with content_type="
    finding = _syntax(f"the text is {problem}", text, fix)
    return FreeformContent(text=text, content_type=content_type or _TEXT, findings=(finding,))


def _holds_json(text: str) -> bool:
    try:
        return isinstance(JsonText.read(text).document, (dict, list))
    except (ValueError, RecursionError):
        return False


def _of_value(value: object, content_type: str) -> FreeformContent:
    if not _is_document(value):
        finding = UNKNOWN.at(
            "$",
            message=f"{shown(value)} is not content",
            found=shown(value),
            fix="pass a dict, list, dataclass instance, pydantic model, str, bytes or Path",
        )
        return FreeformContent(text=None, content_type=content_type, findings=(finding,))
    json_value = JsonValue.of(value)
    document = sorted_keys(json_value.document) if json_value.has_tokens else json_value.document
    is_text = not json_value.findings and not json_value.has_tokens
    return FreeformContent(
        text=canonical_json(json_value.document) if is_text else None,
        content_type=content_type,
        is_json=not json_value.findings,
        document=document,
        findings=json_value.findings,
    )


def _is_document(value: object) -> bool:
    if isinstance(value, (int, float)):
        return False
    is_instance = dataclasses.is_dataclass(value) and not isinstance(value, type)
    is_object = isinstance(value, (Mapping, list, tuple)) or is_instance or is_model(value)
    return is_object or is_unresolved(value)


def _fits(content_type: object) -> bool:
    return isinstance(content_type, str) and 1 <= len(content_type) <= limits.CONTENT_TYPE


def _bad_content_type(content_type: object) -> Finding:
    length = (
        f"has {len(content_type)} characters" if isinstance(content_type, str) else "is no text"
    )
    return CONTENT_TYPE.at(
        "$",
        message=f"the content type {shown(content_type)} {length}",
        found=shown(content_type),
        fix="pass a MIME type such as 'application/json', or leave it out",
    )


def _is_json_type(content_type: str) -> bool:
    name = _mime_name(content_type)
    return name == _JSON or name.endswith("+json")


def _mime_name(content_type: str) -> str:
    """Return a MIME type without parameters such as ``; charset=utf-8``."""
    return content_type.partition(";")[0].strip().lower()


def _text_findings(text: str | None) -> Iterator[Finding]:
    if text is None:
        return
    if not text:
        yield EMPTY.at(
            "$",
            message="the content is empty",
            found=shown(text),
            fix="store something, for example {}",
        )
    surrogate = None if text.isascii() else _SURROGATE.search(text)
    if surrogate is not None:
        yield NOT_TEXT.at(
            "$",
            message=f"character {surrogate.start()} is half of a surrogate pair",
            found=shown(text),
            fix="read the text with the encoding it was written in",
        )
    yield from content_size_findings(text, "$")


def _yaml_findings(text: str, content_type: str) -> Iterator[Finding]:
    """Yield what PyYAML finds, where it is installed."""
    if is_token(text) or _mime_name(content_type) not in _YAML_TYPES or not find_spec("yaml"):
        return
    yaml = import_module("yaml")
    try:
        for _ in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        yield _syntax(f"the text is not YAML: {problem}", text, "correct it")


def _syntax(message: str, text: str, fix: str) -> Finding:
    return SYNTAX.at("$", message=message, found=shown(text), fix=fix)
