"""From Python values and from text to JSON values, with what is wrong on the way.

Nothing here raises for what a user passed: it is reported, each with its JSON path.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeAlias

from cdk_appconfig.findings import Check, Finding, json_path, shown
from cdk_appconfig.model.pydantic_model import document_of, is_model
from cdk_appconfig.model.token import is_token, is_unresolved

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["JsonText", "JsonValue", "sorted_keys"]

_Path: TypeAlias = "tuple[_Path, str | int] | None"
"""Where a value stands: the place of what holds it, and one step more."""

_MOST_BITS = 14_000
"""Python writes integers of up to 4,300 digits."""

_HOSTED_VERSION = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-hostedconfigurationversion.html"
)

NO_JSON_FORM = Check(
    id="APPCONFIG104",
    summary="Content holds a value that has no form in JSON",
    rule="AppConfig stores text, and there is no one way to write such a value down",
    source=_HOSTED_VERSION,
    evidence="schema",
)
DUPLICATE_KEY = Check(
    id="APPCONFIG107",
    summary="A JSON object has a key twice",
    rule="readers of JSON keep one of the two values, most of them the last, which is what is "
    "stored",
    source=_HOSTED_VERSION,
    evidence="inferred",
    severity="warning",
)


def sorted_keys(document: Any) -> Any:
    """Return a JSON document with the keys of its objects sorted.

    Example:
        >>> sorted_keys([{"b": {"d": 1, "c": 2}, "a": 3}])
        [{'a': 3, 'b': {'c': 2, 'd': 1}}]
    """
    if isinstance(document, dict):
        return {key: sorted_keys(document[key]) for key in sorted(document)}
    return [sorted_keys(item) for item in document] if isinstance(document, list) else document


@dataclasses.dataclass(frozen=True, slots=True)
class JsonValue:
    """A Python value as a JSON document.

    Args:
        document: The document: only what JSON can hold, and CDK tokens.
        findings: What has no form in JSON, relative to the document (``$``).
        has_tokens: Whether a value is not known before deployment.
    """

    document: Any
    findings: Sequence[Finding]
    has_tokens: bool

    @classmethod
    def of(cls, value: object) -> JsonValue:
        """Return the JSON document that a value stands for.

        Args:
            value: ``dict``, ``list``, ``tuple``, text, number, ``None``, dataclass instance,
                pydantic model (by its aliases), member of an ``Enum`` (its value) or CDK token, at
                any depth.

        Example:
            >>> JsonValue.of({"b": (1, 2), "a": None}).document
            {'b': [1, 2], 'a': None}
        """
        writer = _Writer()
        try:
            document = writer.plain(value, None)
        except RecursionError:
            finding = _no_json_form(None, value, "is nested too deeply, or in itself")
            return cls(None, (finding,), has_tokens=False)
        return cls(document, tuple(writer.findings), has_tokens=writer.has_tokens)


class _Writer:
    """Walks through a value once and keeps what it meets."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.has_tokens = False

    def plain(self, value: Any, path: _Path) -> Any:
        kind = type(value)
        if kind is str:
            self.has_tokens = self.has_tokens or "${Token[" in value
            return value
        if value is None or kind is bool or (kind is int and value.bit_length() <= _MOST_BITS):
            return value
        if isinstance(value, Enum):
            value = value.value
        if is_unresolved(value):
            self.has_tokens = True
            return value
        if isinstance(value, Mapping):
            return self._object(value, path)
        if isinstance(value, (list, tuple)):
            return [self.plain(item, (path, index)) for index, item in enumerate(value)]
        return self._other(value, path)

    def _object(self, value: Mapping[Any, Any], path: _Path) -> dict[str, Any]:
        document: dict[str, Any] = {}
        for key, item in value.items():
            if isinstance(key, str):
                self.has_tokens = self.has_tokens or is_token(key)
                document[str(key)] = self.plain(item, (path, key))
            else:
                self._refuse(path, key, "is a key, and the keys of a JSON object are texts")
        return document

    def _other(self, value: Any, path: _Path) -> Any:
        if is_model(value):
            return self._model(value, path)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            return self._object({name: getattr(value, name) for name in names}, path)
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            self._refuse(path, value, "has more digits than Python writes")
        elif not isinstance(value, (str, int, float, NoneType)) or _is_endless(value):
            self._refuse(path, value, "has no form in JSON")
        return value

    def _model(self, value: object, path: _Path) -> Any:
        try:
            return self.plain(document_of(value), path)
        except ValueError as error:
            self._refuse(path, value, f"cannot be written by pydantic: {error}")
            return None

    def _refuse(self, path: _Path, value: object, problem: str) -> None:
        self.findings.append(_no_json_form(path, value, problem))


def _is_endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _steps(path: _Path) -> list[str | int]:
    steps: list[str | int] = []
    while path is not None:
        path, step = path
        steps.append(step)
    return steps[::-1]


def _no_json_form(path: _Path, value: object, problem: str) -> Finding:
    return NO_JSON_FORM.at(
        json_path(*_steps(path)),
        message=f"{shown(value)} {problem}",
        found=shown(value),
        fix="write it as text, number, True, False, None, a list or a dict with texts as keys",
    )


@dataclasses.dataclass(frozen=True, slots=True)
class JsonText:
    """A text, read as JSON.

    Args:
        document: The document.
        findings: Keys that an object has twice.
        exact: Whether writing the document again keeps the value of every number.
    """

    document: Any
    findings: Sequence[Finding]
    exact: bool

    @classmethod
    def read(cls, text: str) -> JsonText:
        """Read a text as JSON.

        Args:
            text: The text; a byte order mark in front is skipped.

        Raises:
            ValueError: It is not JSON; ``NaN`` and ``Infinity`` are not either.
            RecursionError: It is nested too deeply for Python.

        Example:
            >>> JsonText.read('{"a": [1, 2.50]}').document
            {'a': [1, 2.5]}
        """
        reader = _Reader()
        document = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=reader.object,
            parse_float=reader.number,
            parse_constant=reader.constant,
        )
        return cls(document, tuple(reader.findings), exact=reader.exact)


class _Reader:
    """What the parser of the standard library does not look at itself."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.exact = True

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        document = dict(pairs)
        if len(document) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.findings.append(_duplicate(key))
                seen.add(key)
        return document

    def number(self, text: str) -> float:
        value = float(text)
        if not math.isfinite(value) or Decimal(repr(value)) != Decimal(text):
            self.exact = False
        return value

    def constant(self, text: str) -> float:
        raise ValueError(f"{text} is not a number of JSON")


def _duplicate(key: str) -> Finding:
    return DUPLICATE_KEY.at(
        "$",
        message=f"the key {shown(key)} stands twice in one object",
        found=shown(key),
        fix="remove one of the two",
    )
