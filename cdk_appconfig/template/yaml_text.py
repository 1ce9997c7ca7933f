"""YAML templates: their data with short intrinsic tags written out, and where a value stands.

PyYAML splits the text into events; what they mean is decided here, without recursion, so that
neither deep nesting nor aliases of aliases can hang or crash the reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from cdk_appconfig.template.unreadable import MAX_DEPTH, TemplateError

__all__ = ["MAX_DEPTH", "MAX_VALUES", "read_yaml"]

MAX_VALUES = 1_000_000
"""Values of a template, each counted as often as it is used."""

_AS_THEY_ARE = {"!Ref": "Ref", "!Condition": "Condition"}
_STANDARD = "tag:yaml.org,2002:"

Lines = Mapping[int, Mapping[Any, int]]
"""Line by key or index, by the identity of a mapping or sequence."""


def read_yaml(text: str, name: str) -> tuple[Any, Lines]:
    """Return the value of a YAML text and the lines of what is in it.

    Args:
        text: The text.
        name: What it is called in an error, for example its file.

    Raises:
        TemplateError: It is no YAML, holds several documents, is nested too deep or expands to
            too much.
    """
    try:
        yaml = import_module("yaml")
    except ImportError:
        raise TemplateError.at(
            name, "is YAML, and PyYAML is not installed", "pip install 'cdk-appconfig[cli]'"
        ) from None
    builder = _Builder(yaml, name)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        problem = getattr(error, "problem", None) or getattr(error, "reason", "it cannot be read")
        raise TemplateError.at(where, f"is no YAML: {problem}", "correct the text") from None
    return builder.root, builder.lines


class _Open:
    """A mapping or sequence whose end was not met yet."""

    __slots__ = ("anchor", "key", "lines", "size", "tag", "value")

    def __init__(self, value: Any, tag: str | None, anchor: str | None) -> None:
        self.value, self.tag, self.anchor = value, tag, anchor
        self.key: Any = None
        self.lines: dict[Any, int] = {}
        self.size = 1


_NO_KEY = object()


class _Builder:
    """Builds the value from events."""

    def __init__(self, yaml: Any, name: str) -> None:
        self.root: Any = None
        self.lines: dict[int, Mapping[Any, int]] = {}
        self._name = name
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._documents = 0
        self._resolver = yaml.resolver.Resolver()
        self._scalar_node = yaml.ScalarNode
        self._constructor = yaml.constructor.SafeConstructor()
        self._take = {
            yaml.DocumentStartEvent: self._document,
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }

    def take(self, event: Any) -> None:
        """Take the next event up."""
        handler = self._take.get(type(event))
        if handler is not None:
            handler(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._error(event, "holds more than one document", "keep one of them")

    def _scalar(self, event: Any) -> None:
        tag = event.tag
        if tag is None or tag.startswith(_STANDARD) or tag == "!":
            value = self._plain(event)
        else:
            value = _written_out(tag, event.value)
        self._put(value, 1, event)
        self._note(event.anchor, value, 1)

    def _plain(self, event: Any) -> Any:
        """Return a scalar as CloudFormation reads it: dates stay text."""
        if event.tag is None and not event.implicit[0]:
            return event.value
        tag = event.tag or self._resolver.resolve(self._scalar_node, event.value, (True, False))
        kind = tag.removeprefix(_STANDARD)
        if kind not in {"int", "float", "bool", "null"}:
            return event.value
        node = self._scalar_node(tag, event.value)
        try:
            return getattr(self._constructor, f"construct_yaml_{kind}")(node)
        except (ValueError, KeyError):
            return event.value

    def _alias(self, event: Any) -> None:
        found = self._anchors.get(event.anchor)
        if found is None:
            raise self._error(
                event, f"the alias *{event.anchor} stands for nothing", "define the anchor before"
            )
        value, size = found
        self._put(value, size, event)

    def _start_mapping(self, event: Any) -> None:
        self._start({}, event)
        self._open[-1].key = _NO_KEY

    def _start_sequence(self, event: Any) -> None:
        self._start([], event)

    def _start(self, value: Any, event: Any) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise self._error(event, f"is nested deeper than {MAX_DEPTH} levels", "make it flatter")
        tag = event.tag if event.tag and not event.tag.startswith(_STANDARD) else None
        self._open.append(_Open(value, tag, event.anchor))
        self.lines[id(value)] = self._open[-1].lines
        self._open[-1].lines[None] = event.start_mark.line + 1

    def _end(self, event: Any) -> None:
        done = self._open.pop()
        value = done.value if done.tag is None else _written_out(done.tag, done.value)
        self._put(value, done.size, event, done.lines[None])
        self._note(done.anchor, value, done.size)

    def _note(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, size)

    def _put(self, value: Any, size: int, event: Any, line: int | None = None) -> None:
        """Put a finished value where it belongs."""
        if not self._open:
            self.root = value
            return
        parent = self._open[-1]
        parent.size += size
        if parent.size > MAX_VALUES:
            raise self._error(event, f"expands to more than {MAX_VALUES} values", "use no aliases")
        place: int = line or event.start_mark.line + 1
        if isinstance(parent.value, list):
            parent.lines[len(parent.value)] = place
            parent.value.append(value)
        elif parent.key is _NO_KEY:
            parent.key = self._checked_key(value, event)
            parent.lines[parent.key] = place
        else:
            _insert(parent, value)
            parent.key = _NO_KEY

    def _checked_key(self, value: Any, event: Any) -> Any:
        if isinstance(value, (dict, list)):
            raise self._error(event, "a key is a list or a mapping", "use a text as key")
        return value if isinstance(value, str) else event.value

    def _error(self, event: Any, message: str, fix: str) -> TemplateError:
        mark = event.start_mark
        return TemplateError.at(f"{self._name}:{mark.line + 1}:{mark.column + 1}", message, fix)


def _insert(parent: _Open, value: Any) -> None:
    """Put a value under the key that waits for it; ``<<`` merges, and what is written wins."""
    if parent.key != "<<":
        parent.value[parent.key] = value
        return
    merged = value if isinstance(value, list) else [value]
    for mapping in merged:
        if isinstance(mapping, dict):
            for key, entry in mapping.items():
                parent.value.setdefault(key, entry)


def _written_out(tag: str, value: Any) -> Any:
    """Return ``!Sub x`` as ``{"Fn::Sub": x}``; ``!GetAtt a.b`` becomes a list."""
    function = _AS_THEY_ARE.get(tag, f"Fn::{tag[1:]}")
    if function == "Fn::GetAtt" and isinstance(value, str):
        value = value.split(".", maxsplit=1)
    return {function: value}
