"""The one place that knows the validator library; it is loaded when a schema is used first.

``jsonschema-rs`` was chosen by measurement: every case of the official draft-04 suite, the regular
expressions of ECMA 262 among them, and milliseconds for a document of 1 MB.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from jsonschema_rs import Draft4Validator, ValidationError

    from cdk_appconfig.model.schema_keywords import Path

__all__ = ["DRAFTS", "SchemaError", "compiled", "errors", "form_errors", "readable_pattern"]

DRAFTS = {
    "draft-04": ("Draft4Validator", "http://json-schema.org/draft-04/schema#"),
    "draft-06": ("Draft6Validator", "http://json-schema.org/draft-06/schema#"),
    "draft-07": ("Draft7Validator", "http://json-schema.org/draft-07/schema#"),
    "2019-09": ("Draft201909Validator", "https://json-schema.org/draft/2019-09/schema"),
    "2020-12": ("Draft202012Validator", "https://json-schema.org/draft/2020-12/schema"),
}
"""The drafts of JSON Schema: the library's class, and the address of the schema of schemas."""

_MOST_REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaError:
    """One rule of a schema that a document breaks.

    Args:
        path: Where in the document.
        keyword: The keyword whose rule it is.
        value: The value there.
        message: What is wrong, in words.
        options: The values that would do, where the rule lists them.
    """

    path: Path
    keyword: str
    value: Any
    message: str
    options: tuple[Any, ...] = ()


def compiled(schema: Mapping[str, Any], *, formats: bool = True) -> Draft4Validator:
    """Return a validator of draft-04; what ``$schema`` says does not count.

    Raises:
        ValueError: The schema cannot be used.
    """
    # Without a retriever of its own the library would go to the network for an outer `$ref`.
    validator: Draft4Validator = _library().Draft4Validator(
        schema, validate_formats=formats, retriever=_refuse
    )
    return validator


def _library() -> Any:
    import jsonschema_rs  # noqa: PLC0415  loaded on first use

    return jsonschema_rs


def _refuse(address: str) -> Any:
    raise ValueError(f"{address} is another document")


@functools.lru_cache(maxsize=256)
def readable_pattern(pattern: str) -> bool:
    """Tell whether a text is a regular expression of ECMA 262."""
    try:
        compiled({"pattern": pattern})
    except ValueError:
        return False
    return True


def form_errors(schema: Any, draft: str) -> list[SchemaError]:
    """Return every rule of a draft that a schema breaks, in the order of the schema.

    Args:
        schema: The schema, as JSON.
        draft: One of `DRAFTS`.

    Raises:
        ValueError: The schema cannot be read: nested too deeply, or not Unicode.
    """
    return errors(_validator_of_schemas(draft), schema)


@functools.cache
def _validator_of_schemas(draft: str) -> Draft4Validator:
    name, address = DRAFTS[draft]
    validator: Draft4Validator = getattr(_library(), name)(
        {"$ref": address}, validate_formats=False
    )
    return validator


def errors(validator: Draft4Validator, document: Any) -> list[SchemaError]:
    """Return every rule that a document breaks, in the order of the document.

    Args:
        validator: What `compiled` made of the schema.
        document: The document, as JSON.

    Raises:
        ValueError: The document cannot be read: nested too deeply, or not Unicode.
    """
    found = [each for error in validator.iter_errors(document) for each in _errors(error, document)]
    once = {(error.path, error.message): error for error in found}
    position = _Positions(document)
    return sorted(once.values(), key=lambda error: position.of(error.path))


class _Positions:
    """Where things stand in a document, so that errors come in its order."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._keys: dict[int, dict[str, int]] = {}

    def of(self, path: Path) -> list[int]:
        value, position = self._document, []
        for step in path:
            position.append(step if isinstance(step, int) else self._index(value, step))
            value = value[step]
        return position

    def _index(self, value: Mapping[str, Any], key: str) -> int:
        if id(value) not in self._keys:
            self._keys[id(value)] = {name: index for index, name in enumerate(value)}
        return self._keys[id(value)][key]


def _errors(error: ValidationError, document: Any) -> Iterator[SchemaError]:
    path, details = _place(error, document), error.kind.as_dict()
    closest = _closest(path, details.get("context", ()))
    if closest:
        yield from (found for each in closest for found in _errors(each, document))
    elif error.kind.name == "additionalProperties":
        yield from _unexpected(path, error.instance, details["unexpected"])
    elif error.kind.name == "falseSchema":
        # `additionalProperties: false` without `properties`; the library tells of the first one.
        parent = functools.reduce(lambda value, step: value[step], path, document)
        yield from _unexpected(path, parent, parent)
    else:
        yield SchemaError(
            path=path,
            keyword=error.kind.name,
            value=error.instance,
            message=_message(error),
            options=tuple(details.get("options", ())),
        )


def _place(error: ValidationError, document: Any) -> Path:
    """Return where an error is.

    The library tells keys that are numbers as indices (``01`` as 1), and leaves empty keys out.
    """
    steps = tuple(error.instance_path)

    def is_it(value: Any) -> bool:
        if error.kind.name == "falseSchema":
            return isinstance(value, dict) and error.instance in value.values()
        return bool(value == error.instance)

    place = next(_places(document, steps, is_it), None)
    return _known(document, steps) if place is None else place


def _known(value: Any, steps: Path) -> Path:
    """Return steps as far as they lead."""
    known: Path = ()
    for step in steps:
        items: Any = dict(enumerate(value)) if isinstance(value, list) else value
        if not isinstance(items, dict) or step not in items:
            break
        known, value = (*known, step), items[step]
    return known


def _places(value: Any, steps: Path, is_it: Callable[[Any], bool]) -> Iterator[Path]:
    """Yield every place that steps of the library may mean, the likely one first."""
    if not steps and is_it(value):
        yield ()
    if isinstance(value, list):
        if steps:
            yield from _below(value, steps[0], steps[1:], is_it)
        return
    if not isinstance(value, dict):
        return
    for key in _keys(value, steps[0]) if steps else ():
        yield from _below(value, key, steps[1:], is_it)
    if "" in value:
        yield from _below(value, "", steps, is_it)


def _below(value: Any, key: Any, steps: Path, is_it: Callable[[Any], bool]) -> Iterator[Path]:
    return ((key, *rest) for rest in _places(value[key], steps, is_it))


def _keys(value: Mapping[str, Any], step: str | int) -> Iterator[str]:
    if str(step) in value:
        yield str(step)
    if isinstance(step, int):
        numbers = (key for key in value if key.lstrip("+").isdecimal() and key != str(step))
        yield from (key for key in numbers if int(key) == step)


def _closest(path: Path, context: Sequence[Sequence[ValidationError]]) -> Sequence[ValidationError]:
    """Return the errors of the one alternative that fails only inside of the value, if any."""
    inside = [branch for branch in context if branch and all(_is_inside(e, path) for e in branch)]
    return inside[0] if len(inside) == 1 and all(context) else ()


def _is_inside(error: ValidationError, path: Path) -> bool:
    shape = error.kind.name in {"additionalProperties", "required"}
    return shape or len(error.instance_path) > len(path)


def _unexpected(path: Path, value: Any, names: Iterable[str]) -> Iterator[SchemaError]:
    for name in names:
        yield SchemaError(
            path=(*path, name),
            keyword="additionalProperties",
            value=value[name],
            message=f"the property {shown(name)} is not declared",
        )


def _message(error: ValidationError) -> str:
    keyword, details = error.kind.name, error.kind.as_dict()
    words = _WORDS.get(keyword)
    if words is None:
        limit = details.get("limit")
        return f"{shown(error.instance)} breaks {keyword!r}{'' if limit is None else f': {limit}'}"
    return words(shown(error.instance), details)


def _multiple(value: str, factor: float) -> str:
    return f"{value} is not {'a whole number' if factor == 1 else f'a multiple of {factor}'}"


def _alternatives(value: str, details: Mapping[str, Any]) -> str:
    """Say why none of the alternatives fits, or that more than one does."""
    context: Sequence[Sequence[ValidationError]] = details["context"]
    failed = [branch for branch in context if branch]
    if len(failed) < len(context):
        fits = len(context) - len(failed)
        return f"{value} fits {fits} of {len(context)} alternatives, and only one may"
    reasons = [_message(branch[0]) for branch in failed[:_MOST_REASONS]]
    more = ["…"] if len(failed) > _MOST_REASONS else []
    return f"{value} fits none of {len(context)} alternatives: {'; '.join([*reasons, *more])}"


_WORDS: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "anyOf": _alternatives,
    "enum": lambda value, rule: f"{value} is none of {shown(rule['options'])}",
    "exclusiveMaximum": lambda value, rule: f"{value} is not below {rule['limit']}",
    "exclusiveMinimum": lambda value, rule: f"{value} is not above {rule['limit']}",
    "format": lambda value, rule: f"{value} is not of the format {rule['format']!r}",
    "maxItems": lambda value, rule: f"{value} has more than {rule['limit']} items",
    "maxLength": lambda value, rule: f"{value} has more than {rule['limit']} characters",
    "maximum": lambda value, rule: f"{value} is above the maximum {rule['limit']}",
    "minItems": lambda value, rule: f"{value} has fewer than {rule['limit']} items",
    "minLength": lambda value, rule: f"{value} has fewer than {rule['limit']} characters",
    "minimum": lambda value, rule: f"{value} is below the minimum {rule['limit']}",
    "multipleOf": lambda value, rule: _multiple(value, rule["multiple_of"]),
    "not": lambda value, rule: f"{value} is what the schema excludes: {shown(rule['schema'])}",
    "oneOf": _alternatives,
    "pattern": lambda value, rule: f"{value} does not match the pattern {shown(rule['pattern'])}",
    "required": lambda _, rule: f"the property {shown(rule['property'])} is missing",
    "type": lambda value, rule: f"{value} is not of type {' or '.join(rule['types'])}",
    "uniqueItems": lambda value, _: f"{value} has an item twice",
}
"""What a broken rule is called; the others are called by their keyword."""
